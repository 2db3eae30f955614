//! A user's default org: with at least one active membership, exactly one of them, and an active one.
//!
//! Whoever calls these has the user's row locked. A default moves in two statements, clear then set, because both engines
//! check their unique indexes row by row.

use crate::{
    db::Sql,
    domain::Tx,
    entity::membership::{DefaultReason, Model},
    error::Result,
};

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

/// The membership as the default, for this reason, or as one that is not.
pub(super) fn with_default(tx: &Tx, before: &Model, reason: Option<DefaultReason>) -> Model {
    Model {
        is_default: reason.is_some(),
        default_reason: reason,
        updated_at: tx.now(),
        ..before.clone()
    }
}
