//! Queries on memberships in force: active memberships in active orgs. They serve protocols that
//! have no notion of retired memberships.

use uuid::Uuid;

use crate::{
    db::Sql,
    domain::Reader,
    entity::membership::Model,
    error::Result,
    id::UserId,
    page::{Page, PageRequest},
};

use super::{MembershipRef, OF_USER, OfUser};

/// The condition for a membership in force, on `memberships m` and `orgs o`.
pub(super) const IN_FORCE: &str = "m.status = 'active' AND o.status = 'active'";

/// Returns the membership with its org, if it is in force and the actor may see it.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_in_force(reader: &Reader, membership: MembershipRef) -> Result<Option<OfUser>> {
    let mut sql = select(reader);
    membership.condition(&mut sql, reader.scope());
    sql.push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.first(&reader.conn).await
}

/// Returns a page of the user's memberships in force that the actor may see, sorted with the
/// default first, then by name of the org. Executes one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn of_user_in_force(
    reader: &Reader,
    user: UserId,
    page: &PageRequest,
) -> Result<Page<OfUser>> {
    let mut sql = select(reader);
    of_user(&mut sql, reader, user);
    sql.page(&OF_USER, page);
    Ok(page.page(&OF_USER, sql.list(&reader.conn).await?))
}

/// Returns the number of the user's memberships in force that the actor may see.
///
/// # Errors
/// Fails if the query fails.
pub async fn count_of_user_in_force(reader: &Reader, user: UserId) -> Result<i64> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT count(*) FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE ",
    );
    sql.push(IN_FORCE).push(" AND ");
    of_user(&mut sql, reader, user);
    sql.count(&reader.conn).await
}

/// Returns the users' default memberships in force that the actor may see, in one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn defaults_in_force(reader: &Reader, users: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(
        &reader.conn,
        "m",
        " JOIN orgs o ON o.id = m.org_id WHERE m.is_default AND ",
    );
    sql.push(IN_FORCE).push(" AND ");
    sql.is_one_of("m.user_id", users).push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.list(&reader.conn).await
}

fn select(reader: &Reader) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&OfUser::columns())
        .push(" FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE ")
        .push(IN_FORCE)
        .push(" AND ");
    sql
}

fn of_user(sql: &mut Sql, reader: &Reader, user: UserId) {
    sql.push("m.user_id = ").bind(user).push(" AND ");
    reader.scope().sees_membership(sql, "m");
}
