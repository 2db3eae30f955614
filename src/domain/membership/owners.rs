//! An org that has owners keeps one. Only an active membership of a user who is not suspended counts as one.

use crate::{
    db::Sql,
    domain::{Tx, engine::COUNTS_AS_OWNER},
    entity::{
        membership::{MemberStatus, Model},
        user::{self, UserStatus},
    },
    error::{Code, Error, Result},
    id::{OrgId, UserId},
};

/// Fails if the user counts as the last owner of the org. Holds the org's row, so that of two owners who go at the same
/// instant one stays.
pub(in crate::domain) async fn ensure_one_stays(
    tx: &Tx,
    org: OrgId,
    leaving: UserId,
) -> Result<()> {
    let mut sql = Sql::new(tx.conn(), "SELECT o.id FROM orgs o WHERE o.id = ");
    sql.bind(org).locked("UPDATE", "o");
    sql.row(tx.conn()).await?;
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT count(*) AS owners, count(CASE WHEN m.user_id = ",
    );
    sql.bind(leaving).push(
        " THEN 1 END) AS leaving FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.org_id = ",
    );
    sql.bind(org).push(" AND ").push(COUNTS_AS_OWNER);
    let Some(row) = sql.row(tx.conn()).await? else {
        return Ok(());
    };
    let (owners, leaving): (i64, i64) = (row.try_get("", "owners")?, row.try_get("", "leaving")?);
    if leaving > 0 && owners == leaving {
        return Err(last(org).at("userId"));
    }
    Ok(())
}

/// Whether the membership makes this user count as an owner.
pub(in crate::domain) fn counts(membership: &Model, user: &user::Model) -> bool {
    membership.is_owner
        && membership.status == MemberStatus::Active
        && user.status == UserStatus::Active
}

/// The last owner does not go.
pub(super) fn last(org: OrgId) -> Error {
    let message =
        format!("The org {org} would be left without an owner; make somebody else an owner first.");
    Error::new(Code::LastOwner, message)
}

/// Holds the rows of all orgs in use that the user owns, by id.
pub(in crate::domain) async fn lock_orgs_of(tx: &Tx, user: UserId) -> Result<Vec<OrgId>> {
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT o.id FROM orgs o JOIN memberships m ON m.org_id = o.id \
         WHERE m.is_owner AND m.status = 'active' AND o.status = 'active' AND m.user_id = ",
    );
    sql.bind(user).push(" ORDER BY o.id").locked("UPDATE", "o");
    let rows = sea_orm::ConnectionTrait::query_all_raw(tx.conn(), sql.statement()).await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("", "id"))
        .collect::<std::result::Result<_, _>>()?)
}

/// Fails if the user counts as the last owner of any org in use.
pub(in crate::domain) async fn ensure_one_stays_in_each(tx: &Tx, leaving: UserId) -> Result<()> {
    for org in lock_orgs_of(tx, leaving).await? {
        ensure_one_stays(tx, org, leaving).await?;
    }
    Ok(())
}
