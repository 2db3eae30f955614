//! The paginated lists of memberships: all memberships, those of a user and those of an org.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Children, Sql, columns, prefixed_columns},
    domain::{Reader, field::ExternalId},
    entity::{
        membership::{MemberRole, MemberStatus, Model},
        org, user,
    },
    error::Result,
    id::{OrgId, UserId},
    page::{Key, Kind, Order, Page, PageRequest},
};

/// Sorts by id, which is the order of joining.
pub const BY_ID: Order<Model> = Order {
    name: "memberships",
    columns: &[("m.id", Kind::Id)],
    keys: |membership| vec![membership.id.into()],
};

/// Sorts the memberships of one org by id, which is the order of joining.
pub const OF_ORG: Order<OfOrg> = Order {
    name: BY_ID.name,
    columns: BY_ID.columns,
    keys: |row| vec![row.membership.id.into()],
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

impl FromQueryResult for OfUser {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            membership: Model::from_query_result(row, prefix)?,
            org: org::Model::from_query_result(row, "o_")?,
        })
    }
}

/// A membership in the list of an org, with the user, whom nearly every reader of the list needs.
#[derive(Debug, Clone)]
pub struct OfOrg {
    /// The membership.
    pub membership: Model,
    /// The member. An actor who may see the membership may see the user.
    pub user: user::Model,
}

impl FromQueryResult for OfOrg {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            membership: Model::from_query_result(row, prefix)?,
            user: user::Model::from_query_result(row, "u_")?,
        })
    }
}

/// Returns the columns of a user, of `users u`.
pub(super) fn user_columns() -> String {
    prefixed_columns::<user::Model>("u", "u_")
}

/// A filter for memberships. A membership must match every condition that is set.
#[derive(Debug, Clone, Default)]
pub struct MembershipFilter {
    /// The org.
    pub org: Option<OrgId>,
    /// The user.
    pub user: Option<UserId>,
    /// The membership's external id.
    pub external_id: Option<ExternalId>,
    /// The status.
    pub status: Option<MemberStatus>,
    /// Whether the membership is held at this time against sync runs.
    pub held: Option<(bool, DateTime<Utc>)>,
    /// Excludes memberships in retired orgs.
    pub in_use: bool,
}

/// A filter for the members of an org. A member must match every condition that is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct MemberFilter {
    /// The status.
    pub status: Option<MemberStatus>,
    /// The role.
    pub role: Option<MemberRole>,
}

impl MembershipFilter {
    fn conditions(&self, sql: &mut Sql) {
        self.in_org(sql);
        self.conditions_in_an_org(sql);
    }

    fn in_org(&self, sql: &mut Sql) {
        let Some(org) = self.org else { return };
        // Few memberships match an external id, so the org is checked row by row. With `=`,
        // PostgreSQL would intersect them with all members of the org.
        let is = match self.user.is_none() && self.external_id.is_some() {
            true => " IS NOT DISTINCT FROM ",
            false => " = ",
        };
        sql.push(" AND m.org_id").push(is).bind(org);
    }

    fn conditions_in_an_org(&self, sql: &mut Sql) {
        if let Some(user) = self.user {
            sql.push(" AND m.user_id = ").bind(user);
        }
        if let Some(external_id) = &self.external_id {
            sql.push(" AND m.external_id = ").bind(external_id.as_str());
        }
        if let Some(status) = self.status {
            sql.push(" AND m.status = ").word(status.as_str());
        }
        match self.held {
            Some((true, now)) => {
                sql.push(" AND m.hold_until IS NOT NULL AND m.hold_until > ")
                    .bind(now);
            }
            Some((false, now)) => {
                sql.push(" AND (m.hold_until IS NULL OR m.hold_until <= ")
                    .bind(now)
                    .push(")");
            }
            None => {}
        }
        if self.in_use {
            sql.push(" AND ").has_any(|sql| {
                sql.push("SELECT 1 FROM orgs mo WHERE mo.id = m.org_id AND mo.status = 'active'");
            });
        }
    }

    /// Returns whether the filter alone leaves few memberships, so that each can be checked against
    /// the scope.
    fn is_narrow(&self) -> bool {
        self.user.is_some() || self.external_id.is_some()
    }

    /// Returns whether holds are the most selective condition. Few memberships are held.
    fn is_led_by_holds(&self) -> bool {
        !self.is_narrow() && matches!(self.held, Some((true, _)))
    }

    /// Appends the memberships that are held, as a `FROM` and a `WHERE` that the caller continues.
    fn select_held(&self, sql: &mut Sql, reader: &Reader) {
        let scope = reader.scope();
        sql.from_ids("memberships", "m", |sql| {
            sql.push("SELECT h.id FROM memberships h WHERE h.hold_until IS NOT NULL");
            if let Some((_, now)) = self.held {
                sql.push(" AND h.hold_until > ").bind(now);
            }
            match self.org {
                Some(org) => {
                    sql.push(" AND h.org_id = ").bind(org);
                }
                None if scope.is_unlimited() => {}
                None => {
                    sql.push(" AND h.org_id IN (");
                    scope.orgs(sql);
                    sql.push(")");
                }
            }
        });
        sql.push(" AND ");
        scope.sees_membership(sql, "m");
        self.conditions(sql);
    }
}

impl MemberFilter {
    fn conditions(self, sql: &mut Sql) {
        if let Some(status) = self.status {
            sql.push(" AND m.status = ").word(status.as_str());
        }
        if let Some(role) = self.role {
            sql.push(" AND m.role = ").word(role.as_str());
        }
    }
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
    let sql = list_sql(reader, filter, page);
    Ok(page.page(&BY_ID, sql.all(&reader.conn).await?))
}

/// Returns the statement that [`list`] executes, for inspecting its query plan.
#[must_use]
pub fn list_sql(reader: &Reader, filter: &MembershipFilter, page: &PageRequest) -> Sql {
    let scope = reader.scope();
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&columns::<Model>("m")).push(" FROM ");
    if filter.is_led_by_holds() {
        filter.select_held(&mut sql, reader);
        sql.page(&BY_ID, page);
        return sql;
    }
    if filter.is_narrow() || (scope.is_unlimited() && filter.org.is_none()) {
        sql.push("memberships m WHERE ");
        scope.sees_membership(&mut sql, "m");
        filter.conditions(&mut sql);
        sql.page(&BY_ID, page);
        return sql;
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
        &page.with_all_before(),
        |sql| {
            sql.push("SELECT readable.id FROM (");
            scope.orgs_where(sql, Permission::MembersRead);
            sql.push(") AS readable WHERE TRUE");
            if let Some(org) = filter.org {
                sql.push(" AND readable.id = ").bind(org);
            }
        },
        |sql| filter.conditions_in_an_org(sql),
    );
    if scope.user().is_some() {
        filter.in_org(&mut sql);
    }
    sql.push(") AS m").cut(&BY_ID, page);
    sql
}

/// Returns the number of memberships in the list.
///
/// # Errors
/// Fails if the query fails.
pub async fn count(reader: &Reader, filter: &MembershipFilter) -> Result<i64> {
    let scope = reader.scope();
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    if filter.is_led_by_holds() {
        sql.push("count(*) FROM ");
        filter.select_held(&mut sql, reader);
        return sql.count(&reader.conn).await;
    }
    if scope.is_unlimited() || filter.is_narrow() {
        sql.push("count(*) FROM memberships m WHERE ");
        scope.sees_membership(&mut sql, "m");
        filter.conditions(&mut sql);
        return sql.count(&reader.conn).await;
    }
    sql.push("(SELECT count(*) FROM memberships m WHERE m.org_id IN (");
    scope.orgs_where(&mut sql, Permission::MembersRead);
    sql.push(")");
    filter.conditions(&mut sql);
    sql.push(") + (SELECT count(*) FROM memberships m WHERE ");
    only_own(&mut sql, reader);
    filter.conditions(&mut sql);
    sql.push(")");
    sql.count(&reader.conn).await
}

/// Returns a page of the members of each org, as far as the actor may see them, including users.
/// Executes one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    filter: MemberFilter,
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<OfOrg>>> {
    let sql = of_orgs_sql(reader, orgs, filter, page);
    Ok(page.pages(&OF_ORG, sql.children(&reader.conn).await?))
}

/// Returns the statement that [`of_orgs`] executes, for inspecting its query plan.
#[must_use]
pub fn of_orgs_sql(
    reader: &Reader,
    orgs: &[Uuid],
    filter: MemberFilter,
    page: &PageRequest,
) -> Sql {
    let columns = columns::<Model>("m") + ", " + &user_columns();
    let with_users = Children {
        columns: &columns,
        from: "memberships m JOIN users u ON u.id = m.user_id",
        key: "m.id",
    };
    let mut sql = Sql::new(&reader.conn, "");
    in_orgs(
        &mut sql,
        reader,
        with_users,
        page,
        |sql| readable(sql, reader, orgs),
        |sql| {
            filter.conditions(sql);
        },
    );
    if reader.scope().user().is_some() {
        sql.push(" AND ").is_one_of("m.org_id", orgs);
    }
    sql
}

/// Returns the number of members of each org, as far as the actor may see them, in one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn count_of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    filter: MemberFilter,
) -> Result<HashMap<Uuid, i64>> {
    let counted = "SELECT m.org_id AS parent, count(*) AS total FROM memberships m WHERE ";
    let mut sql = Sql::new(&reader.conn, counted);
    sql.push("m.org_id IN (");
    readable(&mut sql, reader, orgs);
    sql.push(")");
    filter.conditions(&mut sql);
    sql.push(" GROUP BY m.org_id");
    if reader.scope().user().is_some() {
        sql.push(" UNION ALL ").push(counted);
        only_own(&mut sql, reader);
        sql.push(" AND ").is_one_of("m.org_id", orgs);
        filter.conditions(&mut sql);
        sql.push(" GROUP BY m.org_id");
    }
    sql.totals(&reader.conn).await
}

/// Returns a page of the memberships of each user, as far as the actor may see them, in one
/// statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn of_users(
    reader: &Reader,
    users: &[Uuid],
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<OfUser>>> {
    let sql = of_users_sql(reader, users, page);
    Ok(page.pages(&OF_USER, sql.children(&reader.conn).await?))
}

/// Returns the statement that [`of_users`] executes, for inspecting its query plan.
#[must_use]
pub fn of_users_sql(reader: &Reader, users: &[Uuid], page: &PageRequest) -> Sql {
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
pub async fn count_of_users(reader: &Reader, users: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT m.user_id AS parent, count(*) AS total FROM memberships m WHERE ",
    );
    sql.is_one_of("m.user_id", users).push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.push(" GROUP BY m.user_id");
    sql.totals(&reader.conn).await
}

/// Appends the query for the orgs in which the actor may read members, as `id`.
fn readable(sql: &mut Sql, reader: &Reader, orgs: &[Uuid]) {
    sql.push("SELECT asked.id FROM (")
        .ids(orgs)
        .push(") AS asked WHERE ");
    reader
        .scope()
        .holds(sql, "asked.id", Permission::MembersRead);
}

/// Appends the query for the first rows of each org that `orgs` selects, and for the actor's own
/// memberships in other orgs.
fn in_orgs(
    sql: &mut Sql,
    reader: &Reader,
    children: Children<'_>,
    page: &PageRequest,
    orgs: impl FnOnce(&mut Sql),
    conditions: impl Fn(&mut Sql),
) {
    sql.first_per_parent(children, orgs, |sql| {
        sql.push("m.org_id = parent.id");
        conditions(sql);
        sql.page(&BY_ID, page);
    });
    if reader.scope().user().is_some() {
        let Children { columns, from, .. } = children;
        sql.push(&format!(
            " UNION ALL SELECT m.org_id AS parent, {columns} FROM {from} WHERE "
        ));
        only_own(sql, reader);
        conditions(sql);
        sql.within(&BY_ID, page);
    }
}

/// Appends the condition that `memberships AS m` is the actor's own membership, in an org in which
/// the actor may not read other members.
fn only_own(sql: &mut Sql, reader: &Reader) {
    let scope = reader.scope();
    sql.push("m.user_id = ").bind(scope.user()).push(" AND ");
    scope.belongs(sql, "m.org_id");
    sql.push(" AND NOT (");
    scope.holds(sql, "m.org_id", Permission::MembersRead);
    sql.push(")");
}
