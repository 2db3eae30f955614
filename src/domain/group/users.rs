//! The unpaginated list of members and their groups, as the scripts in the guide request it.

use crate::{
    access::{OrgAccess, Permission, target},
    db::Sql,
    domain::{
        Reader,
        user::{self, alias},
    },
    entity::{from_columns, membership::MemberStatus},
    error::{Code, Error, Result},
    id::{GroupId, OrgId, UserId},
};

use super::not_of_org;

/// The maximum number of rows if neither a group nor a user is given.
pub const UNFILTERED_LIMIT: u32 = 500;

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupUser {
    /// The group.
    pub group_id: GroupId,
    /// The user.
    pub user_id: UserId,
    /// The status of the user's membership in the group's org.
    pub status: MemberStatus,
    /// The user's display name.
    pub user_name: String,
}

from_columns! {
    GroupUser {
        group_id,
        user_id,
        status,
        user_name,
    }
}

/// Returns the members of the org's groups, also retired ones, sorted by group id and user id. The
/// list can be limited to a group, a user, or both. Without such a filter it is silently truncated
/// after [`UNFILTERED_LIMIT`] rows. Executes one statement, and others only to explain an empty
/// list.
///
/// # Errors
/// `LIMIT_EXCEEDED` if a group or user has more rows than the configured limit: a silently
/// truncated list could make a script retire people. `ORG_NOT_FOUND` or `FORBIDDEN` if the actor
/// may not read groups of the org. `GROUP_NOT_FOUND` or `GROUP_NOT_IN_ORG` for a group that is
/// missing or belongs to another org. `USER_NOT_FOUND` if the user is missing or not visible.
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn group_users(
    reader: &Reader,
    org: OrgId,
    group: Option<GroupId>,
    user: Option<UserId>,
) -> Result<Vec<GroupUser>> {
    let limit = limit(reader, group, user);
    let sql = group_users_sql(reader, org, group, user);
    let rows: Vec<GroupUser> = sql.list(&reader.conn).await?;
    if rows.is_empty() {
        explain_nothing(reader, org, group, user).await?;
    }
    if rows.len() > limit as usize {
        return Err(Error::new(
            Code::LimitExceeded,
            format!(
                "There are more than {limit} rows; page through `group.members(first, after)` instead."
            ),
        ));
    }
    Ok(rows)
}

/// Returns the statement of [`group_users`], so that its query plan can be inspected.
#[must_use]
pub fn group_users_sql(
    reader: &Reader,
    org: OrgId,
    group: Option<GroupId>,
    user: Option<UserId>,
) -> Sql {
    let is_filtered = group.is_some() || user.is_some();
    let limit = limit(reader, group, user).saturating_add(u32::from(is_filtered));
    let mut sql = Sql::new(&reader.conn, "SELECT gm.group_id, gm.user_id, ");
    status(&mut sql);
    // A join with the users may read all users in the order of their ids.
    sql.push(
        " AS status, (SELECT u.display_name FROM users u WHERE u.id = gm.user_id) AS user_name \
         FROM groups g",
    );
    match user {
        // So the planner reads the group and the rights of the actor before the members.
        None => sql.join_first(
            ("group_memberships", "gm"),
            "gm.group_id, gm.user_id, gm.org_id",
            "gm.group_id = g.id",
            "gm.user_id",
            limit,
        ),
        Some(_) => sql.push(" JOIN group_memberships gm ON gm.group_id = g.id"),
    };
    sql.push(" WHERE g.org_id = ").bind(org).push(" AND ");
    reader
        .scope()
        .holds(&mut sql, "g.org_id", Permission::GroupsRead);
    if let Some(group) = group {
        sql.push(" AND g.id = ").bind(group);
    }
    if let Some(user) = user {
        alias::id_of(sql.push(" AND gm.user_id = "), reader.scope(), user);
        sql.push(" AND gm.org_id = ").bind(org);
    }
    sql.push(" ORDER BY g.id, gm.user_id").limit(limit);
    sql
}

/// Returns the maximum number of rows.
fn limit(reader: &Reader, group: Option<GroupId>, user: Option<UserId>) -> u32 {
    match (group, user) {
        (None, None) => UNFILTERED_LIMIT,
        _ => reader.settings.group_users_limit,
    }
}

/// Appends the status of the membership of the group member `gm`. Each group member has a membership,
/// and few memberships are retired. Looking a member up in the small index of retired memberships
/// costs less than reading the membership.
fn status(sql: &mut Sql) {
    sql.push("coalesce((SELECT ")
        .word(MemberStatus::Retired.as_str())
        .push(" FROM memberships m WHERE m.org_id = gm.org_id AND m.user_id = gm.user_id AND m.status = ")
        .word(MemberStatus::Retired.as_str())
        .push("), ")
        .word(MemberStatus::Active.as_str())
        .push(")");
}

/// Returns the error that explains an empty list, if there is one. An empty list must never mean
/// that the org, group or user was not found.
async fn explain_nothing(
    reader: &Reader,
    org: OrgId,
    group: Option<GroupId>,
    user: Option<UserId>,
) -> Result<()> {
    OrgAccess::require(&reader.conn, &reader.actor, org, Permission::GroupsRead).await?;
    if let Some(group) = group {
        let found = super::find(reader, group).await?;
        if found.is_none_or(|found| found.org_id != org) {
            return Err(not_of_org(reader, group).await?);
        }
    }
    if let Some(user) = user
        && user::find(reader, user).await?.is_none()
    {
        return Err(target::not_found(Code::UserNotFound).at("userId"));
    }
    Ok(())
}
