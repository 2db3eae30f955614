//! Paginated lists of the groups of orgs and of the groups that users are in.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Children, Sql, columns},
    domain::Reader,
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

/// Returns a page of the groups of each org. Orgs where the actor may not read groups are omitted.
/// Executes one statement for all orgs.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<Model>>> {
    let sql = of_orgs_sql(reader, orgs, page);
    Ok(page.pages(&BY_NAME, sql.children(&reader.conn).await?))
}

/// Returns the statement of [`of_orgs`], so that its query plan can be inspected.
#[must_use]
pub fn of_orgs_sql(reader: &Reader, orgs: &[Uuid], page: &PageRequest) -> Sql {
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
            sql.push("g.org_id = parent.id").page(&BY_NAME, page);
        },
    );
    sql
}

/// Returns the number of groups of each org where the actor may read groups. Executes one statement
/// for all orgs.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_of_orgs(reader: &Reader, orgs: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT g.org_id AS parent, count(*) AS total FROM groups g WHERE g.org_id IN (",
    );
    readable(&mut sql, reader, orgs);
    sql.push(") GROUP BY g.org_id");
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
