//! The org's own roles that memberships have: the column `roles`, and the rows of `membership_roles` that follow it.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{
    access::{Grant, target::not_found},
    db::{Kind, Sql},
    domain::Tx,
    entity::{membership::Model, role},
    error::{Code, Error, Result},
    id::RoleId,
};

/// Rows of one statement at the most.
const MAX_AT_ONCE: usize = 10_000;

/// The roles that the membership has.
///
/// # Errors
/// `INTERNAL` for a row that this server did not write.
pub fn ids(membership: &Model) -> Result<BTreeSet<RoleId>> {
    match &membership.roles {
        None => Ok(BTreeSet::new()),
        Some(list) => serde_json::from_value(list.clone()).map_err(Error::internal),
    }
}

/// Gives the membership these roles. Who writes it through [`Tx`] writes the rows of `membership_roles` too.
pub(in crate::domain) fn keep(membership: &mut Model, roles: &BTreeSet<RoleId>) {
    membership.roles = (!roles.is_empty()).then(|| json!(roles));
}

/// What the membership grants as long as it is active, by whichever way.
pub(in crate::domain) async fn grant_of(tx: &Tx, membership: &Model) -> Result<Grant> {
    let ids: Vec<Uuid> = ids(membership)?.into_iter().map(Uuid::from).collect();
    let mut roles = Vec::new();
    if !ids.is_empty() {
        let mut sql = Sql::select::<role::Model>(tx.conn(), "r", " WHERE ");
        sql.is_one_of("r.id", &ids);
        for role in sql.all::<role::Model>(tx.conn()).await? {
            roles.push(Grant::of_role(&role)?);
        }
    }
    Grant::of_membership(membership, &roles)
}

/// A role that is not there, or of another org.
pub(super) fn absent() -> Error {
    not_found(Code::RoleNotFound).at("roleIds")
}

/// Writes the rows of `membership_roles` of memberships that are new or changed: none where roles stay as they were, else
/// two statements, however many there are.
pub(super) async fn write(tx: &Tx, rows: &[(Option<&Model>, &Model)]) -> Result<()> {
    let (mut lost, mut gained) = (Vec::new(), Vec::new());
    for (before, after) in rows {
        if before.and_then(|before| before.roles.as_ref()) == after.roles.as_ref() {
            continue;
        }
        let before = before.map(ids).transpose()?.unwrap_or_default();
        let roles = ids(after)?;
        let row = |role: &RoleId| json!({"membership_id": after.id, "role_id": role, "org_id": after.org_id});
        lost.extend(before.difference(&roles).map(row));
        gained.extend(roles.difference(&before).map(row));
    }
    for rows in lost.chunks(MAX_AT_ONCE) {
        let sql = "DELETE FROM membership_roles WHERE (membership_id, role_id) IN (SELECT r.membership_id, r.role_id FROM ";
        let mut sql = Sql::new(tx.conn(), sql);
        table(&mut sql, rows).push(")");
        sql.execute(tx.conn()).await?;
    }
    for rows in gained.chunks(MAX_AT_ONCE) {
        let sql = "INSERT INTO membership_roles (membership_id, role_id, org_id) \
                   SELECT r.membership_id, r.role_id, r.org_id FROM ";
        let mut sql = Sql::new(tx.conn(), sql);
        table(&mut sql, rows);
        sql.execute(tx.conn()).await?;
    }
    Ok(())
}

fn table<'a>(sql: &'a mut Sql, rows: &[Json]) -> &'a mut Sql {
    let columns = [
        ("membership_id", Kind::Id),
        ("role_id", Kind::Id),
        ("org_id", Kind::Id),
    ];
    sql.rows_of("r", &columns, rows)
}
