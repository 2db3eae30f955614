//! Paginated lists of the members of groups. Lists by name or address, and lists with a search
//! text, are read like those of the members of orgs (`domain/membership/members.rs`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Children, People, Sql, columns},
    domain::{
        Reader,
        few::{FEW, MAX_CHECKED, are_all_checked, fewest},
        user::SearchText,
    },
    entity::{from_columns, group_membership, membership::MemberStatus},
    error::Result,
    id::{GroupMembershipId, UserId},
    page::{Key, Kind, Order, Page, PageRequest},
};

/// Sorts by the user's id.
pub const BY_USER: Order<GroupMember> = Order {
    name: "members of a group",
    columns: &[("gm.user_id", Kind::Id)],
    keys: |member| vec![member.user_id.into()],
};

/// Sorts by the order in which the members were added.
pub const BY_ADDED: Order<GroupMember> = Order {
    name: "members of a group by addedAt",
    columns: &[("gm.id", Kind::Id)],
    keys: |member| vec![member.id.into()],
};

/// Sorts by normalized display name.
pub const MEMBERS_BY_NAME: Order<GroupMember> = Order {
    name: "members of a group by name",
    columns: &[("u.display_name_key", Kind::Text), ("u.id", Kind::Id)],
    keys: |member| {
        vec![
            Key::Text(member.display_name_key.clone()),
            member.user_id.into(),
        ]
    },
};

/// Sorts by normalized e-mail address.
pub const MEMBERS_BY_EMAIL: Order<GroupMember> = Order {
    name: "members of a group by email",
    columns: &[("u.email_key", Kind::Text)],
    keys: |member| vec![Key::Text(member.email_key.clone())],
};

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    /// The id of the group membership.
    pub id: GroupMembershipId,
    /// The user.
    pub user_id: UserId,
    /// The status of the user's membership in the group's org.
    pub status: MemberStatus,
    /// The time when the member was added to the group.
    pub added_at: DateTime<Utc>,
    /// The user's normalized display name.
    pub display_name_key: String,
    /// The user's normalized e-mail address.
    pub email_key: String,
}

/// A filter for the members of a group. A member must match every condition that is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct GroupMemberFilter {
    /// The status of the membership in the group's org.
    pub status: Option<MemberStatus>,
    /// A text that finds the user. Users whom the actor may not see are not found.
    pub search: Option<SearchText>,
    /// Omits users whom the actor may not see.
    pub only_visible: bool,
}

const COLUMNS: &str =
    "gm.id, gm.user_id, gm.created_at AS added_at, m.status, u.display_name_key, u.email_key";

from_columns! {
    GroupMember {
        id,
        user_id,
        added_at,
        status,
        display_name_key,
        email_key,
    }
}

const JOINS: &str = " JOIN memberships m ON m.org_id = gm.org_id AND m.user_id = gm.user_id";
const FROM: &str = "group_memberships gm JOIN memberships m ON m.org_id = gm.org_id AND m.user_id = gm.user_id JOIN users u ON u.id = gm.user_id";

impl GroupMemberFilter {
    fn conditions(&self, sql: &mut Sql, reader: &Reader) {
        if let Some(status) = self.status {
            sql.push(" AND m.status = ").word(status.as_str());
        }
        if let Some(search) = &self.search {
            search.matches(sql.push(" AND "), reader, "u");
        }
        if self.search.is_some() || self.only_visible {
            reader.scope().sees_user(sql.push(" AND "), "u.id");
        }
    }

    /// Returns the ids of the users whom the search text finds, if they are few and the groups have
    /// more members than are read and checked faster.
    async fn few(&self, reader: &Reader, groups: &[Uuid]) -> Result<Option<Vec<Uuid>>> {
        let Some(search) = &self.search else {
            return Ok(None);
        };
        let totals = totals(reader, groups, MAX_CHECKED).await?;
        if are_all_checked(&totals) {
            return Ok(None);
        }
        let ids = |sql: &mut Sql, search: &SearchText| search.ids(sql, reader);
        let found = fewest(reader, &[search], |_| true, ids).await?;
        Ok(found.map(|few| few.ids))
    }
}

/// Returns a page of the members of each group. Groups that the actor may not read are omitted.
/// Executes one or two statements. With a search text, or an order by name or address, up to three
/// counting statements run first.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn members(
    reader: &Reader,
    groups: &[Uuid],
    filter: &GroupMemberFilter,
    order: &Order<GroupMember>,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<GroupMember>>> {
    let mut rows = Vec::new();
    for sql in members_sql(reader, groups, filter, order, page).await? {
        rows.extend(sql.children(&reader.conn).await?);
    }
    Ok(page.pages(order, rows))
}

/// Returns the statements of [`members`], so that their query plans can be inspected.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn members_sql(
    reader: &Reader,
    groups: &[Uuid],
    filter: &GroupMemberFilter,
    order: &Order<GroupMember>,
    page: &PageRequest,
) -> Result<Vec<Sql>> {
    let people = People {
        columns: COLUMNS,
        table: "group_memberships",
        alias: "gm",
        table_columns: &columns::<group_membership::Model>("x"),
        parent: "group_id",
        joins: JOINS,
    };
    if let Some(ids) = filter.few(reader, groups).await? {
        let mut sql = Sql::new(&reader.conn, "");
        sql.people_among(
            people,
            ("user_id", |sql: &mut Sql| {
                sql.ids(&ids);
            }),
            |sql| {
                sql.push(" AND gm.group_id IN (");
                readable(sql, reader, groups);
                sql.push(")");
                filter.conditions(sql, reader);
            },
            (order, page),
        );
        return Ok(vec![sql]);
    }
    let is_by_user_column = [MEMBERS_BY_NAME.name, MEMBERS_BY_EMAIL.name].contains(&order.name);
    let totals = match is_by_user_column {
        true => totals(reader, groups, FEW).await?,
        false => HashMap::new(),
    };
    let is_large = |group: &&Uuid| totals.get(*group).is_some_and(|total| *total > FEW.into());
    let (large, others): (Vec<Uuid>, Vec<Uuid>) = groups.iter().partition(is_large);
    let mut statements = Vec::new();
    if !others.is_empty() {
        let children = Children {
            columns: COLUMNS,
            from: FROM,
            key: "gm.id",
        };
        let mut sql = Sql::new(&reader.conn, "");
        sql.first_per_parent(
            children,
            |sql| readable(sql, reader, &others),
            |sql| {
                sql.push("gm.group_id = parent.id");
                filter.conditions(sql, reader);
                sql.page(order, page);
            },
        );
        statements.push(sql);
    }
    if !large.is_empty() {
        let mut sql = Sql::new(&reader.conn, "");
        sql.people_by_user(
            people,
            |sql| readable(sql, reader, &large),
            |sql| filter.conditions(sql, reader),
            (order, page),
        );
        statements.push(sql);
    }
    Ok(statements)
}

/// Returns the number of members of each group, up to one more than `most`.
async fn totals(reader: &Reader, groups: &[Uuid], most: u32) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT asked.id AS parent, (SELECT count(*) FROM (SELECT 1 AS one FROM group_memberships gm WHERE gm.group_id = asked.id",
    );
    sql.limit(most + 1).push(") few) AS total FROM (");
    readable(&mut sql, reader, groups);
    sql.push(") AS asked");
    sql.totals(&reader.conn).await
}

/// Returns the number of members of each group that the actor may read. Executes one statement for
/// all groups, and one or two counting statements before it with a search text.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_members(
    reader: &Reader,
    groups: &[Uuid],
    filter: &GroupMemberFilter,
) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT gm.group_id AS parent, count(*) AS total FROM ",
    );
    let joins = "JOIN users u ON u.id = gm.user_id ";
    match filter.few(reader, groups).await? {
        Some(ids) => {
            let joins = format!("{JOINS} {joins}");
            sql.from_ids_of("group_memberships", "gm", "user_id", &joins, |sql| {
                sql.ids(&ids);
            })
            .push(" AND ");
        }
        None => {
            sql.push("group_memberships gm");
            if filter.status.is_some() {
                sql.push(JOINS);
            }
            if filter.search.is_some() || filter.only_visible {
                sql.push(" ").push(joins);
            }
            sql.push(" WHERE ");
        }
    }
    sql.push("gm.group_id IN (");
    readable(&mut sql, reader, groups);
    sql.push(")");
    filter.conditions(&mut sql, reader);
    sql.push(" GROUP BY gm.group_id");
    sql.totals(&reader.conn).await
}

fn readable(sql: &mut Sql, reader: &Reader, groups: &[Uuid]) {
    sql.push("SELECT g.id FROM groups g WHERE ")
        .is_one_of("g.id", groups)
        .push(" AND ");
    reader
        .scope()
        .holds(sql, "g.org_id", Permission::GroupsRead);
}
