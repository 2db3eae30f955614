//! Changes of rows that may be too many for memory: set-based statements write them in batches,
//! with an event for each row.
//!
//! A change decides that such rows are written, but decides nothing about a single row. Such a
//! change runs in a transaction of its own.

use crate::{
    db::{Sql, columns, many},
    domain::{
        Tx,
        event::{self, Audited, Event},
        membership,
    },
    entity::{event::Verb, group_membership, membership::Model as Membership},
    error::Result,
    id::{GroupId, RoleId},
};

use super::{roles::write_roles, write::id_column};

/// Maximum number of rows of one batch.
const PIECE: u32 = 10_000;

/// A set of rows that is written in bulk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bulk {
    /// Deletes all rows in a group.
    EmptyGroup(GroupId),
    /// Removes a role from all memberships.
    TakeRole(RoleId),
}

impl Bulk {
    pub(super) async fn write(self, tx: &Tx) -> Result<()> {
        loop {
            let events = match self {
                Self::EmptyGroup(group) => empty_group(tx, group).await?,
                Self::TakeRole(role) => take_role(tx, role).await?,
            };
            if events.is_empty() {
                return Ok(());
            }
            let actors = [tx.actor().clone()];
            let events = events.into_iter().map(|event| (0, move || event));
            tx.record_batch(tx.numbered(&actors, events.collect()));
        }
    }
}

async fn empty_group(tx: &Tx, group: GroupId) -> Result<Vec<Event>> {
    let mut sql = Sql::new(
        tx.conn(),
        "DELETE FROM group_memberships WHERE id IN \
         (SELECT g.id FROM group_memberships g WHERE g.group_id = ",
    );
    sql.bind(group)
        .limit(PIECE)
        .push(") RETURNING ")
        .push(&columns::<group_membership::Model>("group_memberships"));
    let rows = sql.all::<group_membership::Model>(tx.conn()).await?;
    Ok(rows.iter().map(event::removed).collect())
}

async fn take_role(tx: &Tx, role: RoleId) -> Result<Vec<Event>> {
    let mut sql = Sql::new(tx.conn(), "SELECT ");
    sql.push(&columns::<Membership>("m"))
        .push(
            " FROM membership_roles mr JOIN memberships m ON m.id = mr.membership_id \
             WHERE mr.role_id = ",
        )
        .bind(role)
        .push(" ORDER BY m.id")
        .limit(PIECE)
        .locked("UPDATE", "m");
    let mut changed = Vec::new();
    for before in sql.all::<Membership>(tx.conn()).await? {
        let mut after = before.clone();
        let mut roles = membership::role_ids(&before)?;
        roles.remove(&role);
        membership::keep_roles(&mut after, &roles);
        after.updated_at = tx.now();
        let after = after.raised(&before);
        changed.push((before, after));
    }
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let pairs = || changed.iter().map(|(before, after)| (before, after));
    let rows: Vec<&Membership> = changed.iter().map(|(_, after)| after).collect();
    let columns = many::differing::<Membership>(pairs());
    many::update(tx.conn(), id_column::<Membership>(), &columns, &rows).await?;
    let rows_of_roles: Vec<_> = pairs()
        .map(|(before, after)| (Some(before), after))
        .collect();
    write_roles(tx, &rows_of_roles).await?;
    let event = |(before, after)| event::updated(Verb::Updated, before, after);
    Ok(pairs().map(event).collect())
}
