//! The numbers of rows that an actor may see. A number is `None` if the actor may not read such
//! rows in any org.

use crate::{
    access::Permission,
    db::Sql,
    domain::{Reader, group, job, membership, org, token, user},
    entity::{job::JobStatus, org::OrgStatus, user::UserStatus},
    error::Result,
};

/// Returns the number of users.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn users(reader: &Reader) -> Result<Option<i64>> {
    if !holds_anywhere(reader, Permission::MembersRead).await? {
        return Ok(None);
    }
    let all = user::UserFilter::default();
    user::count(reader, &all).await.map(Some)
}

/// Returns the number of suspended users.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn suspended_users(reader: &Reader) -> Result<Option<i64>> {
    if !holds_anywhere(reader, Permission::MembersRead).await? {
        return Ok(None);
    }
    let suspended = user::UserFilter::parse(None, None, Some(UserStatus::Suspended), None)?;
    user::count(reader, &suspended).await.map(Some)
}

/// Returns the number of users without a membership. `None` unless the actor is the platform.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn users_without_org(reader: &Reader) -> Result<Option<i64>> {
    let is_allowed = holds_anywhere(reader, Permission::MembersRead).await?;
    if !reader.scope().is_unlimited() || !is_allowed {
        return Ok(None);
    }
    let without = user::UserFilter::default().without_org(Some(true));
    user::count(reader, &without).await.map(Some)
}

/// Returns the number of active orgs.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn orgs(reader: &Reader) -> Result<Option<i64>> {
    let active = org::OrgFilter::parse(None, Some(OrgStatus::Active))?;
    org::count(reader, &active).await.map(Some)
}

/// Returns the number of retired orgs. `None` unless the actor is the platform.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn retired_orgs(reader: &Reader) -> Result<Option<i64>> {
    if !reader.scope().is_unlimited() {
        return Ok(None);
    }
    let retired = org::OrgFilter::parse(None, Some(OrgStatus::Retired))?;
    org::count(reader, &retired).await.map(Some)
}

/// Returns the number of memberships.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn memberships(reader: &Reader) -> Result<Option<i64>> {
    if !holds_anywhere(reader, Permission::MembersRead).await? {
        return Ok(None);
    }
    let all = membership::MembershipFilter::default();
    membership::count(reader, &all).await.map(Some)
}

/// Returns the number of groups.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn groups(reader: &Reader) -> Result<Option<i64>> {
    if !holds_anywhere(reader, Permission::GroupsRead).await? {
        return Ok(None);
    }
    let all = group::GroupFilter::default();
    group::count(reader, &all).await.map(Some)
}

/// Returns the number of tokens that the actor may administer.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn tokens(reader: &Reader) -> Result<Option<i64>> {
    if !holds_anywhere(reader, Permission::TokensWrite).await? {
        return Ok(None);
    }
    let all = token::TokenFilter::default();
    token::count(reader, &all).await.map(Some)
}

/// Returns the number of jobs that are running.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn running_jobs(reader: &Reader) -> Result<Option<i64>> {
    if !holds_anywhere(reader, Permission::JobsWrite).await? {
        return Ok(None);
    }
    let running = job::JobFilter::parse(Some(JobStatus::Working), None)?;
    job::count(reader, running).await.map(Some)
}

/// Returns whether the actor holds the permission in any org, or on the platform.
async fn holds_anywhere(reader: &Reader, permission: Permission) -> Result<bool> {
    let scope = reader.scope();
    if scope.is_unlimited() || !scope.scopes().contains(permission) {
        return Ok(scope.scopes().contains(permission));
    }
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM (");
    scope.orgs_where(&mut sql, permission);
    sql.limit(1).push(") AS org");
    Ok(sql.count(&reader.conn).await? > 0)
}
