//! The paginated lists of memberships: all memberships, and those of a user.

use std::collections::HashMap;

use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Children, Sql, columns, prefixed_columns},
    domain::Reader,
    entity::{
        FromColumns,
        membership::{MemberRole, MemberStatus, Model},
        org, user,
    },
    error::Result,
    id::OrgId,
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::MembershipFilter;

/// Sorts by id, which is the order of joining.
pub const BY_ID: Order<Model> = Order {
    name: "memberships",
    columns: &[("m.id", Kind::Id)],
    keys: |membership| vec![membership.id.into()],
};

/// Sorts the memberships of one user: the default first, then by name of the org.
pub const OF_USER: Order<OfUser> = Order {
    name: "memberships of a user",
    columns: &[
        ("CASE WHEN m.is_default THEN 0 ELSE 1 END", Kind::Number),
        ("o.name_key", Kind::Text),
        ("m.id", Kind::Id),
    ],
    keys: |row| {
        vec![
            Key::Number(i32::from(!row.membership.is_default)),
            Key::Text(row.org.name_key.clone()),
            row.membership.id.into(),
        ]
    },
};

/// A membership in the list of a user. The list is sorted by org, so the query returns the org too.
#[derive(Debug, Clone)]
pub struct OfUser {
    /// The membership.
    pub membership: Model,
    /// The org.
    pub org: org::Model,
}

impl OfUser {
    /// Returns the columns of an [`OfUser`], of `memberships m` and `orgs o`.
    pub(super) fn columns() -> String {
        columns::<Model>("m") + ", " + &prefixed_columns::<org::Model>("o", "o_")
    }
}

impl FromColumns for OfUser {
    const NUMBER: usize = <(Model, org::Model)>::NUMBER;

    fn names() -> Vec<&'static str> {
        <(Model, org::Model)>::names()
    }

    fn from_columns(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let (membership, org) = FromColumns::from_columns(row, first)?;
        Ok(Self { membership, org })
    }
}

/// A filter for the memberships of a user. A membership must match every condition that is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct OfUserFilter {
    /// The status.
    pub status: Option<MemberStatus>,
    /// The org.
    pub org: Option<OrgId>,
    /// The built-in role.
    pub role: Option<MemberRole>,
}

impl OfUserFilter {
    fn conditions(self, sql: &mut Sql) {
        if let Some(status) = self.status {
            sql.push(" AND m.status = ").word(status.as_str());
        }
        if let Some(org) = self.org {
            sql.push(" AND m.org_id = ").bind(org);
        }
        if let Some(role) = self.role {
            sql.push(" AND m.role = ").word(role.as_str());
        }
    }
}

/// Returns the columns of a user, of `users u`.
pub(super) fn user_columns() -> String {
    prefixed_columns::<user::Model>("u", "u_")
}

/// Returns a page of the memberships that the actor may see, sorted by id, in one statement. Actors
/// see their own memberships, and those in orgs in which they may read members.
///
/// # Errors
/// Fails if the query fails.
pub async fn list(
    reader: &Reader,
    filter: &MembershipFilter,
    page: &PageRequest,
) -> Result<Page<Model>> {
    let sql = list_sql(reader, filter, page).await?;
    Ok(page.page(&BY_ID, sql.list(&reader.conn).await?))
}

/// Returns the statement that [`list`] executes, for inspecting its query plan.
///
/// # Errors
/// Fails if the counting statement fails.
pub async fn list_sql(
    reader: &Reader,
    filter: &MembershipFilter,
    page: &PageRequest,
) -> Result<Sql> {
    let scope = reader.scope();
    let few = filter.narrowest(reader).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("m")).push(" FROM ");
    if let Some(few) = few {
        filter.select_few(&mut sql, reader, &few);
        sql.page(&BY_ID, page);
        return Ok(sql);
    }
    if filter.is_led_by_holds() {
        filter.select_held(&mut sql, reader);
        sql.page(&BY_ID, page);
        return Ok(sql);
    }
    if filter.is_narrow() || (scope.is_unlimited() && filter.org.is_none()) {
        sql.push("memberships m WHERE ");
        scope.sees_membership(&mut sql, "m");
        filter.conditions(&mut sql, reader);
        sql.page(&BY_ID, page);
        return Ok(sql);
    }
    // Reads the first rows of each org, because only the members of one org are adjacent in the
    // index. A single org is read in this way too, through a subquery that hides the org's id from
    // the planner. Knowing that an org is large, PostgreSQL may scan all memberships in list order,
    // where the members of a recent org are far behind.
    sql.push("(");
    in_orgs(
        &mut sql,
        reader,
        Children {
            columns: &columns::<Model>("m"),
            from: "memberships m",
            key: "m.id",
        },
        (&BY_ID, &page.with_all_before()),
        |sql| {
            sql.push("SELECT readable.id FROM (");
            scope.orgs_where(sql, Permission::MembersRead);
            sql.push(") AS readable WHERE TRUE");
            if let Some(org) = filter.org {
                sql.push(" AND readable.id = ").bind(org);
            }
        },
        |sql| filter.conditions_in_an_org(sql, reader),
    );
    if scope.user().is_some() {
        filter.in_org(&mut sql);
    }
    sql.push(") AS m").cut(&BY_ID, page);
    Ok(sql)
}

/// Returns the number of memberships in the list.
///
/// # Errors
/// Fails if the query fails.
pub async fn count(reader: &Reader, filter: &MembershipFilter) -> Result<i64> {
    let scope = reader.scope();
    let few = filter.narrowest(reader).await?;
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    if let Some(few) = few {
        sql.push("count(*) FROM ");
        filter.select_few(&mut sql, reader, &few);
        return sql.count(&reader.conn).await;
    }
    if filter.is_led_by_holds() {
        sql.push("count(*) FROM ");
        filter.select_held(&mut sql, reader);
        return sql.count(&reader.conn).await;
    }
    if scope.is_unlimited() || filter.is_narrow() {
        sql.push("count(*) FROM memberships m WHERE ");
        scope.sees_membership(&mut sql, "m");
        filter.conditions(&mut sql, reader);
        return sql.count(&reader.conn).await;
    }
    sql.push("(SELECT count(*) FROM memberships m WHERE m.org_id IN (");
    scope.orgs_where(&mut sql, Permission::MembersRead);
    sql.push(")");
    filter.conditions(&mut sql, reader);
    sql.push(") + (SELECT count(*) FROM memberships m WHERE ");
    only_own(&mut sql, reader);
    filter.conditions(&mut sql, reader);
    sql.push(")");
    sql.count(&reader.conn).await
}

/// Returns a page of the memberships of each user, as far as the actor may see them, in one
/// statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn of_users(
    reader: &Reader,
    users: &[Uuid],
    filter: OfUserFilter,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<OfUser>>> {
    let sql = of_users_sql(reader, users, filter, page);
    Ok(page.pages(&OF_USER, sql.children(&reader.conn).await?))
}

/// Returns the statement that [`of_users`] executes, for inspecting its query plan.
#[must_use]
pub fn of_users_sql(
    reader: &Reader,
    users: &[Uuid],
    filter: OfUserFilter,
    page: &PageRequest,
) -> Sql {
    let children = Children {
        columns: &OfUser::columns(),
        from: "memberships m JOIN orgs o ON o.id = m.org_id",
        key: "m.id",
    };
    let mut sql = Sql::new(&reader.conn, "");
    sql.first_per_parent(
        children,
        |sql| {
            sql.ids(users);
        },
        |sql| {
            sql.push("m.user_id = parent.id AND ");
            reader.scope().sees_membership(sql, "m");
            filter.conditions(sql);
            sql.page(&OF_USER, page);
        },
    );
    sql
}

/// Returns the number of memberships of each user, as far as the actor may see them, in one
/// statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn count_of_users(
    reader: &Reader,
    users: &[Uuid],
    filter: OfUserFilter,
) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT m.user_id AS parent, count(*) AS total FROM memberships m WHERE ",
    );
    sql.is_one_of("m.user_id", users).push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    filter.conditions(&mut sql);
    sql.push(" GROUP BY m.user_id");
    sql.totals(&reader.conn).await
}

/// Appends the query for the orgs in which the actor may read members, as `id`.
pub(super) fn readable(sql: &mut Sql, reader: &Reader, orgs: &[Uuid]) {
    sql.push("SELECT asked.id FROM (")
        .ids(orgs)
        .push(") AS asked WHERE ");
    reader
        .scope()
        .holds(sql, "asked.id", Permission::MembersRead);
}

/// Appends the query for the first rows of each org that `orgs` selects, and for the actor's own
/// memberships in other orgs.
pub(super) fn in_orgs<T>(
    sql: &mut Sql,
    reader: &Reader,
    children: Children<'_>,
    (order, page): (&Order<T>, &PageRequest),
    orgs: impl FnOnce(&mut Sql),
    conditions: impl Fn(&mut Sql),
) {
    sql.first_per_parent(children, orgs, |sql| {
        sql.push("m.org_id = parent.id");
        conditions(sql);
        sql.page(order, page);
    });
    if reader.scope().user().is_some() {
        let Children { columns, from, .. } = children;
        sql.push(&format!(
            " UNION ALL SELECT m.org_id AS parent, {columns} FROM {from} WHERE "
        ));
        only_own(sql, reader);
        conditions(sql);
        sql.within(order, page);
    }
}

/// Appends the condition that `memberships AS m` is the actor's own membership, in an org in which
/// the actor may not read other members.
pub(super) fn only_own(sql: &mut Sql, reader: &Reader) {
    let scope = reader.scope();
    sql.push("m.user_id = ").bind(scope.user()).push(" AND ");
    scope.belongs(sql, "m.org_id");
    sql.push(" AND NOT (");
    scope.holds(sql, "m.org_id", Permission::MembersRead);
    sql.push(")");
}
