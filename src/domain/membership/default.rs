//! A user's default org: with at least one active membership, exactly one of them, and an active one.
//!
//! Whoever calls these has the user's row locked. A default moves in two statements, clear then set, because both engines
//! check their unique indexes row by row.

use crate::{
    db::Sql,
    domain::Tx,
    entity::{
        event::Verb,
        membership::{DefaultReason, MemberStatus, Model},
    },
    error::Result,
    id::UserId,
};

/// The order in which memberships `m` in orgs `o` become the default: by org name, then org id, orgs in use before retired
/// ones.
pub(super) const NEXT: &str =
    " ORDER BY CASE o.status WHEN 'active' THEN 0 ELSE 1 END, o.name_key, o.id LIMIT 1";

/// Makes the membership, which is about to be written as active, the default if the user has none.
pub(in crate::domain) async fn settle(tx: &Tx, membership: &mut Model) -> Result<()> {
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT 1 FROM memberships WHERE is_default AND user_id = ",
    );
    sql.bind(membership.user_id);
    if sql.row(tx.conn()).await?.is_none() {
        membership.is_default = true;
        membership.default_reason = Some(DefaultReason::Only);
    }
    Ok(())
}

/// The default was lost, and its row no longer says so: the next one takes its place.
pub(super) async fn promote_next(tx: &Tx, user: UserId) -> Result<()> {
    let mut sql = Sql::select::<Model>(
        tx.conn(),
        "m",
        " JOIN orgs o ON o.id = m.org_id WHERE m.user_id = ",
    );
    sql.bind(user)
        .push(" AND m.status = ")
        .bind(MemberStatus::Active)
        .push(NEXT);
    let Some(before) = sql.one::<Model>(tx.conn()).await? else {
        return Ok(());
    };
    let after = with_default(tx, &before, Some(DefaultReason::Promoted));
    tx.update(Verb::Updated, &before, &after).await
}

/// The membership as the default, for this reason, or as one that is not.
pub(super) fn with_default(tx: &Tx, before: &Model, reason: Option<DefaultReason>) -> Model {
    Model {
        is_default: reason.is_some(),
        default_reason: reason,
        updated_at: tx.now(),
        ..before.clone()
    }
}
