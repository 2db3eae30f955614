//! Lists of groups: those of an org, and those that a user is in.

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

/// By name, as it is compared.
pub const BY_NAME: Order<Model> = Order {
    name: "groups by name",
    columns: &[("g.name_key", Kind::Text), ("g.id", Kind::Id)],
    keys: |group| vec![Key::Text(group.name_key.clone()), group.id.into()],
};

/// A page of the groups of each of the orgs, where the actor may read groups: one statement.
///
/// # Errors
/// What the database says.
pub async fn of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<Model>>> {
    let sql = of_orgs_sql(reader, orgs, page);
    Ok(page.pages(&BY_NAME, sql.children(&reader.conn).await?))
}

/// The statement of [`of_orgs`], for whoever wants to see how an engine runs it.
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

/// How many groups each of the orgs has, where the actor may read groups: one statement.
///
/// # Errors
/// What the database says.
pub async fn count_of_orgs(reader: &Reader, orgs: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT g.org_id AS parent, count(*) AS total FROM groups g WHERE g.org_id IN (",
    );
    readable(&mut sql, reader, orgs);
    sql.push(") GROUP BY g.org_id");
    sql.totals(&reader.conn).await
}

/// A page of the groups that each of the users is in, of one org or of all, where the actor may read groups: one statement.
///
/// # Errors
/// What the database says.
pub async fn of_users(
    reader: &Reader,
    users: &[Uuid],
    org: Option<OrgId>,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<Model>>> {
    let sql = of_users_sql(reader, users, org, page);
    Ok(page.pages(&BY_NAME, sql.children(&reader.conn).await?))
}

/// The statement of [`of_users`], for whoever wants to see how an engine runs it.
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

/// How many groups each of the users is in, of one org or of all, where the actor may read groups: one statement.
///
/// # Errors
/// What the database says.
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

/// The row of `group_memberships AS gm` is that user's. Its index begins with the org.
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
