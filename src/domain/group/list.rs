//! Paginated lists of all groups, the groups of orgs, and the groups that users are in. Groups are
//! few compared with users, so a search text is checked row by row, in the order of the list.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Children, Sql, columns},
    domain::{
        Reader,
        field::{ExternalId, NameSearch},
        ranked::{self, Counted},
    },
    entity::group::Model,
    error::Result,
    id::OrgId,
    page::{Key, Kind, Order, Page, PageRequest},
};

/// Sorts by normalized name.
pub const BY_NAME: Order<Model> = Order {
    name: "groups by name",
    columns: &[("g.name_key", Kind::Text), ("g.id", Kind::Id)],
    keys: |group| vec![Key::Text(group.name_key.clone()), group.id.into()],
};

/// Sorts by the time of creation, oldest first.
pub const BY_CREATED_AT: Order<Model> = Order {
    name: "groups by createdAt",
    columns: &[("g.created_at", Kind::Time), ("g.id", Kind::Id)],
    keys: |group| vec![Key::Time(group.created_at), group.id.into()],
};

/// Sorts by the number of members, then by name.
pub const BY_MEMBERS: Order<Counted<Model>> = Order {
    name: "groups by members",
    columns: ranked::COLUMNS,
    keys: |group| ranked::keys(group.members, &group.row.name_key, group.row.id),
};

/// A filter for groups. A group must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct GroupFilter {
    /// The org.
    pub org: Option<OrgId>,
    /// A part of the name, or the whole external id.
    pub search: Option<NameSearch>,
    /// The group's external id.
    pub external_id: Option<ExternalId>,
}

impl GroupFilter {
    /// Appends the `FROM` and `WHERE` clauses of the list.
    fn from(&self, sql: &mut Sql, reader: &Reader) {
        let scope = reader.scope();
        sql.push("groups g WHERE ");
        match (scope.is_unlimited(), self.org, &self.external_id) {
            // Few groups match, so each is checked against the scope.
            (true, ..) | (_, Some(_), _) | (.., Some(_)) => {
                scope.holds(sql, "g.org_id", Permission::GroupsRead);
            }
            _ => {
                sql.push("g.org_id IN (");
                scope.orgs_where(sql, Permission::GroupsRead);
                sql.push(")");
            }
        }
        if let Some(org) = self.org {
            sql.push(" AND g.org_id = ").bind(org);
        }
        if let Some(external_id) = &self.external_id {
            sql.push(" AND g.external_id = ").bind(external_id.as_str());
        }
        if let Some(search) = &self.search {
            search.matches(sql.push(" AND "), "g");
        }
    }
}

/// Returns a page of the groups that the actor may read, in one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn list(
    reader: &Reader,
    filter: &GroupFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Result<Page<Model>> {
    let sql = list_sql(reader, filter, order, page);
    Ok(page.page(order, sql.list(&reader.conn).await?))
}

/// Returns the statement of [`list`], so that its query plan can be inspected.
#[must_use]
pub fn list_sql(
    reader: &Reader,
    filter: &GroupFilter,
    order: &Order<Model>,
    page: &PageRequest,
) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("g")).push(" FROM ");
    filter.from(&mut sql, reader);
    sql.page(order, page);
    sql
}

/// Returns a page of the groups in the order of [`BY_MEMBERS`]. Executes two statements.
///
/// # Errors
/// `LIMIT_EXCEEDED` if the filter matches more than 1,000 groups. `BUSY` or `INTERNAL` when the
/// database fails.
pub async fn list_by_members(
    reader: &Reader,
    filter: &GroupFilter,
    page: &PageRequest,
) -> Result<Page<Counted<Model>>> {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("g")).push(" FROM ");
    filter.from(&mut sql, reader);
    sql.limit(ranked::MOST + 1);
    let groups: Vec<Model> = ranked::few(sql.list(&reader.conn).await?)?;
    let ids: Vec<Uuid> = groups.iter().map(|group| group.id.into()).collect();
    let counts = super::count_members(reader, &ids, &super::GroupMemberFilter::default()).await?;
    let groups = groups.into_iter().map(|row| Counted {
        members: ranked::members(counts.get(&row.id.into())),
        row,
    });
    Ok(page.page_of_all(&BY_MEMBERS, groups.collect()))
}

/// Returns the number of groups in the list.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count(reader: &Reader, filter: &GroupFilter) -> Result<i64> {
    let mut sql = Sql::new(&reader.conn, "SELECT count(*) FROM ");
    filter.from(&mut sql, reader);
    sql.count(&reader.conn).await
}

/// Returns a page of the groups of each org. Orgs where the actor may not read groups are omitted.
/// Executes one statement for all orgs.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    search: Option<&NameSearch>,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<Model>>> {
    let sql = of_orgs_sql(reader, orgs, search, page);
    Ok(page.pages(&BY_NAME, sql.children(&reader.conn).await?))
}

/// Returns the statement of [`of_orgs`], so that its query plan can be inspected.
#[must_use]
pub fn of_orgs_sql(
    reader: &Reader,
    orgs: &[Uuid],
    search: Option<&NameSearch>,
    page: &PageRequest,
) -> Sql {
    let children = Children {
        columns: &columns::<Model>("g"),
        from: "groups g",
        key: "g.id",
    };
    let mut sql = Sql::new(&reader.conn, "");
    sql.first_per_parent(
        children,
        |sql| readable(sql, reader, orgs),
        |sql| {
            sql.push("g.org_id = parent.id");
            if let Some(search) = search {
                search.matches(sql.push(" AND "), "g");
            }
            sql.page(&BY_NAME, page);
        },
    );
    sql
}

/// Returns the number of groups of each org where the actor may read groups. Executes one statement
/// for all orgs.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    search: Option<&NameSearch>,
) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT g.org_id AS parent, count(*) AS total FROM groups g WHERE g.org_id IN (",
    );
    readable(&mut sql, reader, orgs);
    sql.push(")");
    if let Some(search) = search {
        search.matches(sql.push(" AND "), "g");
    }
    sql.push(" GROUP BY g.org_id");
    sql.totals(&reader.conn).await
}

/// Returns a page of the groups that each user is in, in one org or in all orgs. Groups that the
/// actor may not read are omitted. Executes one statement for all users.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_users(
    reader: &Reader,
    users: &[Uuid],
    org: Option<OrgId>,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<Model>>> {
    let sql = of_users_sql(reader, users, org, page);
    Ok(page.pages(&BY_NAME, sql.children(&reader.conn).await?))
}

/// Returns the statement of [`of_users`], so that its query plan can be inspected.
#[must_use]
pub fn of_users_sql(
    reader: &Reader,
    users: &[Uuid],
    org: Option<OrgId>,
    page: &PageRequest,
) -> Sql {
    let children = Children {
        columns: &columns::<Model>("g"),
        from: "group_memberships gm JOIN groups g ON g.id = gm.group_id",
        key: "gm.id",
    };
    let mut sql = Sql::new(&reader.conn, "");
    sql.first_per_parent(
        children,
        |sql| {
            sql.ids(users);
        },
        |sql| {
            of_user(sql, reader, "parent.id", org);
            sql.page(&BY_NAME, page);
        },
    );
    sql
}

/// Returns the number of groups that each user is in, in one org or in all orgs. Groups that the
/// actor may not read are not counted. Executes one statement for all users.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_of_users(
    reader: &Reader,
    users: &[Uuid],
    org: Option<OrgId>,
) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT asked.id AS parent, count(*) AS total FROM (",
    );
    sql.ids(users)
        .push(") AS asked CROSS JOIN group_memberships gm WHERE ");
    of_user(&mut sql, reader, "asked.id", org);
    sql.push(" GROUP BY asked.id");
    sql.totals(&reader.conn).await
}

fn readable(sql: &mut Sql, reader: &Reader, orgs: &[Uuid]) {
    sql.push("SELECT asked.id FROM (")
        .ids(orgs)
        .push(") AS asked WHERE ");
    reader
        .scope()
        .holds(sql, "asked.id", Permission::GroupsRead);
}

/// Appends the conditions for the readable rows of `group_memberships AS gm` that belong to the
/// user. The org is a condition because it is the first column of the index.
fn of_user(sql: &mut Sql, reader: &Reader, user: &str, org: Option<OrgId>) {
    sql.push("gm.user_id = ").push(user);
    sql.push(" AND gm.org_id IN (SELECT um.org_id FROM memberships um WHERE um.user_id = ")
        .push(user);
    if let Some(org) = org {
        sql.push(" AND um.org_id = ").bind(org);
    }
    sql.push(") AND ");
    reader
        .scope()
        .holds(sql, "gm.org_id", Permission::GroupsRead);
}
