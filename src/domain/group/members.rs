//! Paginated lists of the members of groups.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Children, Sql},
    domain::Reader,
    entity::membership::MemberStatus,
    error::Result,
    id::UserId,
    page::{Kind, Order, Page, PageRequest},
};

/// Sorts by the user's id.
pub const BY_USER: Order<GroupMember> = Order {
    name: "members of a group",
    columns: &[("gm.user_id", Kind::Id)],
    keys: |member| vec![member.user_id.into()],
};

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct GroupMember {
    /// The user.
    pub user_id: UserId,
    /// The status of the user's membership in the group's org.
    pub status: MemberStatus,
    /// The time when the member was added to the group.
    pub added_at: DateTime<Utc>,
}

/// Returns a page of the members of each group. Groups that the actor may not read are omitted.
/// Executes one statement for all groups.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn members(
    reader: &Reader,
    groups: &[Uuid],
    status: Option<MemberStatus>,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<GroupMember>>> {
    let sql = members_sql(reader, groups, status, page);
    Ok(page.pages(&BY_USER, sql.children(&reader.conn).await?))
}

/// Returns the statement of [`members`], so that its query plan can be inspected.
#[must_use]
pub fn members_sql(
    reader: &Reader,
    groups: &[Uuid],
    status: Option<MemberStatus>,
    page: &PageRequest,
) -> Sql {
    let children = Children {
        columns: "gm.user_id, gm.created_at AS added_at, m.status",
        from: "group_memberships gm JOIN memberships m ON m.org_id = gm.org_id AND m.user_id = gm.user_id",
        key: "gm.id",
    };
    let mut sql = Sql::new(&reader.conn, "");
    sql.first_per_parent(
        children,
        |sql| readable(sql, reader, groups),
        |sql| {
            sql.push("gm.group_id = parent.id");
            of_status(sql, status);
            sql.page(&BY_USER, page);
        },
    );
    sql
}

/// Returns the number of members of each group that the actor may read. Executes one statement for
/// all groups.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_members(
    reader: &Reader,
    groups: &[Uuid],
    status: Option<MemberStatus>,
) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT gm.group_id AS parent, count(*) AS total FROM group_memberships gm ",
    );
    if status.is_some() {
        sql.push("JOIN memberships m ON m.org_id = gm.org_id AND m.user_id = gm.user_id ");
    }
    sql.push("WHERE gm.group_id IN (");
    readable(&mut sql, reader, groups);
    sql.push(")");
    of_status(&mut sql, status);
    sql.push(" GROUP BY gm.group_id");
    sql.totals(&reader.conn).await
}

fn of_status(sql: &mut Sql, status: Option<MemberStatus>) {
    if let Some(status) = status {
        sql.push(" AND m.status = ").word(status.as_str());
    }
}

fn readable(sql: &mut Sql, reader: &Reader, groups: &[Uuid]) {
    sql.push("SELECT g.id FROM groups g WHERE ")
        .is_one_of("g.id", groups)
        .push(" AND ");
    reader
        .scope()
        .holds(sql, "g.org_id", Permission::GroupsRead);
}
