//! The paginated lists of the members of orgs and of the members who have a role.
//!
//! A list with a search text reads all members of orgs that have few of them. Otherwise, a list in
//! the order of joining reads the members in that order. A list by name or address sorts the members
//! of an org with few of them. In an org with many, it reads all users in order and looks each of
//! them up among the members, until the page is full.

use std::collections::HashMap;

use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{self, Children, People, Sql, prefixed_columns},
    domain::{
        Reader,
        few::{FEW, Few, MAX_CHECKED, are_all_checked},
    },
    entity::{
        Columns, FromColumns,
        membership::{self, MemberStatus, Model},
        user,
    },
    error::Result,
    page::{Key, Kind, Order, Page, PageRequest},
};

use super::{
    MemberFilter,
    filter::Narrowing,
    list::{BY_ID, in_orgs, only_own, readable, user_columns},
};

/// The maximum number of owners that are read of each org.
pub const MAX_OWNERS: u32 = 100;

/// Sorts the memberships of one org by id, which is the order of joining.
pub const OF_ORG: Order<Member> = Order {
    name: BY_ID.name,
    columns: BY_ID.columns,
    keys: |row| vec![row.membership.summary.id.into()],
};

/// Sorts the members of one org by normalized display name.
pub const OF_ORG_BY_NAME: Order<Member> = Order {
    name: "members by name",
    columns: &[("u.display_name_key", Kind::Text), ("u.id", Kind::Id)],
    keys: |row| {
        let user = &row.user.summary;
        vec![Key::Text(user.display_name_key.clone()), user.id.into()]
    },
};

/// Sorts the members of one org by normalized e-mail address.
pub const OF_ORG_BY_EMAIL: Order<Member> = Order {
    name: "members by email",
    columns: &[("u.email_key", Kind::Text)],
    keys: |row| vec![Key::Text(row.user.summary.email_key.clone())],
};

/// Sorts the members who have one role by id, which is the order of joining.
pub const OF_ROLE: Order<OfOrg> = Order {
    name: "members of a role",
    columns: &[("mr.membership_id", Kind::Id)],
    keys: |row| vec![row.membership.id.into()],
};

/// A membership in the list of an org, with the user, whom nearly every reader of the list needs.
#[derive(Debug, Clone)]
pub struct OfOrg<M = Model, U = user::Model> {
    /// The membership.
    pub membership: M,
    /// The member. An actor who may see the membership may see the user.
    pub user: U,
}

/// The summaries of a membership and its user.
type Summaries = OfOrg<membership::Summary, user::Summary>;

/// A member of an org, with the columns that the caller requested.
#[derive(Debug, Clone)]
pub struct Member {
    /// The membership.
    pub membership: membership::View,
    /// The member.
    pub user: user::View,
}

impl<M: Into<membership::View>, U: Into<user::View>> From<OfOrg<M, U>> for Member {
    fn from(row: OfOrg<M, U>) -> Self {
        Self {
            membership: row.membership.into(),
            user: row.user.into(),
        }
    }
}

/// Returns the columns of `memberships m` and `users u`.
fn member_columns(columns: Columns) -> String {
    match columns {
        Columns::All => db::columns::<Model>("m") + ", " + &user_columns(),
        Columns::Summary => {
            prefixed_columns::<membership::Summary>("m", "")
                + ", "
                + &prefixed_columns::<user::Summary>("u", "u_")
        }
    }
}

impl<M: FromColumns, U: FromColumns> FromColumns for OfOrg<M, U> {
    const NUMBER: usize = <(M, U)>::NUMBER;

    fn names() -> Vec<&'static str> {
        <(M, U)>::names()
    }

    fn from_columns(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let (membership, user) = FromColumns::from_columns(row, first)?;
        Ok(Self { membership, user })
    }
}

/// The tables of an [`OfOrg`].
const WITH_USERS: &str = "memberships m JOIN users u ON u.id = m.user_id";

/// Returns a page of the members of each org, as far as the actor may see them, including users.
/// Executes one or two statements. With a search text, a role of the org's own, or an order other
/// than that of joining, up to three counting statements run first.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    filter: &MemberFilter,
    columns: Columns,
    (order, page): (&Order<Member>, &PageRequest),
) -> Result<HashMap<Uuid, Page<Member>>> {
    let mut rows = Vec::new();
    for sql in of_orgs_sql(reader, orgs, filter, columns, (order, page)).await? {
        match columns {
            Columns::All => rows.extend(members::<OfOrg>(sql, reader).await?),
            Columns::Summary => rows.extend(members::<Summaries>(sql, reader).await?),
        }
    }
    Ok(page.pages(order, rows))
}

/// Reads members, each with the org.
async fn members<T: FromColumns + Into<Member>>(
    sql: Sql,
    reader: &Reader,
) -> Result<impl Iterator<Item = (Uuid, Member)>> {
    let rows: Vec<(Uuid, T)> = sql.children(&reader.conn).await?;
    Ok(rows.into_iter().map(|(org, row)| (org, row.into())))
}

/// Returns the statements that [`of_orgs`] executes, for inspecting their query plans.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_orgs_sql(
    reader: &Reader,
    orgs: &[Uuid],
    filter: &MemberFilter,
    columns: Columns,
    (order, page): (&Order<Member>, &PageRequest),
) -> Result<Vec<Sql>> {
    let columns = member_columns(columns);
    let people = People {
        columns: &columns,
        table: "memberships",
        alias: "m",
        table_columns: &db::columns::<Model>("x"),
        parent: "org_id",
        joins: "",
    };
    if let Some(Few { condition, ids }) = few(reader, orgs, filter).await? {
        let mut sql = Sql::new(&reader.conn, "");
        sql.people_among(
            people,
            (condition.column(), |sql: &mut Sql| {
                sql.ids(&ids);
            }),
            |sql| among(sql, reader, orgs, filter, Some("u")),
            (order, page),
        );
        return Ok(vec![sql]);
    }
    let totals = match order.name == OF_ORG.name {
        true => HashMap::new(),
        false => totals(reader, orgs, filter, FEW).await?,
    };
    let is_large = |org: &&Uuid| totals.get(*org).is_some_and(|total| *total > FEW.into());
    let (large, others): (Vec<Uuid>, Vec<Uuid>) = orgs.iter().partition(is_large);
    let mut statements = Vec::new();
    if !others.is_empty() {
        let mut sql = Sql::new(&reader.conn, "");
        let children = Children {
            columns: &columns,
            from: WITH_USERS,
            key: "m.id",
        };
        in_orgs(
            &mut sql,
            reader,
            children,
            (order, page),
            |sql| parents(sql, reader, &others, filter),
            |sql| filter.conditions(sql, reader, Some("u")),
        );
        if reader.scope().user().is_some() {
            sql.push(" AND ").is_one_of("m.org_id", &others);
        }
        statements.push(sql);
    }
    if !large.is_empty() {
        let mut sql = Sql::new(&reader.conn, "");
        sql.people_by_user(
            people,
            |sql| parents(sql, reader, &large, filter),
            |sql| filter.conditions(sql, reader, Some("u")),
            (order, page),
        );
        statements.push(sql);
    }
    Ok(statements)
}

/// Appends the query for the orgs in which the actor may read members, as `id`, without orgs that
/// have no matching member because the filter's role is of another org.
fn parents(sql: &mut Sql, reader: &Reader, orgs: &[Uuid], filter: &MemberFilter) {
    readable(sql, reader, orgs);
    if let Some(role) = filter.role_id {
        sql.push(" AND asked.id IN (SELECT fr.org_id FROM roles fr WHERE fr.id = ")
            .bind(role)
            .push(")");
    }
}

/// Returns the number of members of each org, up to one more than `most`, as far as an index shows
/// that they match the filter.
async fn totals(
    reader: &Reader,
    orgs: &[Uuid],
    filter: &MemberFilter,
    most: u32,
) -> Result<HashMap<Uuid, i64>> {
    let sql = totals_sql(reader, orgs, filter, most);
    sql.totals(&reader.conn).await
}

/// Returns the memberships of the narrowest condition, if they are few. A text is searched among all
/// users, which takes longer than reading the members of small orgs, so it returns `None` for these.
async fn few(
    reader: &Reader,
    orgs: &[Uuid],
    filter: &MemberFilter,
) -> Result<Option<Few<Narrowing>>> {
    if filter.search.is_some() {
        let totals = totals(reader, orgs, filter, MAX_CHECKED).await?;
        if are_all_checked(&totals) {
            return Ok(None);
        }
    }
    filter.narrowest(reader).await
}

/// Returns the statement that counts the members of each org before a list by name or address or
/// with a search text, for inspecting its query plan.
#[must_use]
pub fn totals_sql(reader: &Reader, orgs: &[Uuid], filter: &MemberFilter, most: u32) -> Sql {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT org.id AS parent, (SELECT count(*) FROM (SELECT 1 AS one FROM memberships m WHERE m.org_id = org.id",
    );
    filter.indexed(&mut sql);
    sql.limit(most + 1).push(") few) AS total FROM (");
    readable(&mut sql, reader, orgs);
    sql.push(") AS org");
    sql
}

/// Appends conditions that limit memberships to those of the orgs that the actor may see and that
/// match the filter.
fn among(sql: &mut Sql, reader: &Reader, orgs: &[Uuid], filter: &MemberFilter, user: Option<&str>) {
    sql.push(" AND ");
    match reader.scope().user() {
        None => {
            sql.is_among("m.org_id", |sql| readable(sql, reader, orgs));
        }
        Some(_) => {
            sql.is_one_of("m.org_id", orgs).push(" AND ");
            reader.scope().sees_membership(sql, "m");
        }
    }
    filter.conditions(sql, reader, user);
}

/// Returns the number of members of each org, as far as the actor may see them. Executes one
/// statement. With a search text or a role of the org's own, one or two counting statements run
/// first.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_of_orgs(
    reader: &Reader,
    orgs: &[Uuid],
    filter: &MemberFilter,
) -> Result<HashMap<Uuid, i64>> {
    let few = few(reader, orgs, filter).await?;
    let counted = "SELECT m.org_id AS parent, count(*) AS total FROM ";
    let mut sql = Sql::new(&reader.conn, counted);
    if let Some(Few { condition, ids }) = few {
        sql.from_ids_of("memberships", "m", condition.column(), "", |sql| {
            sql.ids(&ids);
        });
        among(&mut sql, reader, orgs, filter, None);
        sql.push(" GROUP BY m.org_id");
        return sql.totals(&reader.conn).await;
    }
    sql.push("memberships m WHERE m.org_id IN (");
    readable(&mut sql, reader, orgs);
    sql.push(")");
    filter.conditions(&mut sql, reader, None);
    sql.push(" GROUP BY m.org_id");
    if reader.scope().user().is_some() {
        sql.push(" UNION ALL ")
            .push(counted)
            .push("memberships m WHERE ");
        only_own(&mut sql, reader);
        sql.push(" AND ").is_one_of("m.org_id", orgs);
        filter.conditions(&mut sql, reader, None);
        sql.push(" GROUP BY m.org_id");
    }
    sql.totals(&reader.conn).await
}

/// Returns the number of members of each org where the actor may read members, in one statement.
/// Other orgs are omitted.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn member_counts(
    reader: &Reader,
    orgs: &[Uuid],
    status: Option<MemberStatus>,
) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT org.id AS parent, (SELECT count(*) FROM memberships m WHERE m.org_id = org.id",
    );
    if let Some(status) = status {
        sql.push(" AND m.status = ").word(status.as_str());
    }
    sql.push(") AS total FROM (");
    readable(&mut sql, reader, orgs);
    sql.push(") AS org");
    sql.totals(&reader.conn).await
}

/// Returns the owners of each org where the actor may read members, by id: at most [`MAX_OWNERS`]
/// of each org. Other orgs are omitted. Executes two statements.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn owners(reader: &Reader, orgs: &[Uuid]) -> Result<HashMap<Uuid, Vec<OfOrg>>> {
    let mut sql = Sql::new(&reader.conn, "");
    readable(&mut sql, reader, orgs);
    let mut owners = HashMap::new();
    for row in sql.rows(&reader.conn).await? {
        owners.insert(row.try_get("", "id")?, Vec::new());
    }
    let sql = owners_sql(reader, orgs);
    for (org, owner) in sql.children(&reader.conn).await? {
        owners.entry(org).or_default().push(owner);
    }
    for owners in owners.values_mut() {
        owners.sort_by_key(|owner: &OfOrg| owner.membership.id);
    }
    Ok(owners)
}

/// Returns the statement that reads the rows of [`owners`], for inspecting its query plan.
#[must_use]
pub fn owners_sql(reader: &Reader, orgs: &[Uuid]) -> Sql {
    let children = Children {
        columns: &member_columns(Columns::All),
        from: WITH_USERS,
        key: "m.id",
    };
    let mut sql = Sql::new(&reader.conn, "");
    sql.first_per_parent(
        children,
        |sql| readable(sql, reader, orgs),
        |sql| {
            sql.push("m.org_id = parent.id AND m.is_owner ORDER BY m.id")
                .limit(MAX_OWNERS);
        },
    );
    sql
}

/// Returns a page of the members who have each role. Roles of orgs where the actor may not read
/// members are omitted. Executes one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_roles(
    reader: &Reader,
    roles: &[Uuid],
    page: &PageRequest,
) -> Result<HashMap<Uuid, Page<OfOrg>>> {
    let sql = of_roles_sql(reader, roles, page);
    Ok(page.pages(&OF_ROLE, sql.children(&reader.conn).await?))
}

/// Returns the statement that [`of_roles`] executes, for inspecting its query plan.
#[must_use]
pub fn of_roles_sql(reader: &Reader, roles: &[Uuid], page: &PageRequest) -> Sql {
    let children = Children {
        columns: &member_columns(Columns::All),
        from: WITH_USERS,
        key: "m.id",
    };
    let found_in = "membership_roles mr JOIN memberships m ON m.id = mr.membership_id JOIN users u ON u.id = m.user_id";
    let mut sql = Sql::new(&reader.conn, "");
    sql.first_per_parent_in(
        children,
        found_in,
        |sql| readable_roles(sql, reader, roles),
        |sql| {
            sql.push("mr.role_id = parent.id").page(&OF_ROLE, page);
        },
    );
    sql
}

/// Returns the number of members who have each role. Roles of orgs where the actor may not read
/// members are omitted. Executes one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn count_of_roles(reader: &Reader, roles: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT role.id AS parent, (SELECT count(*) FROM membership_roles mr WHERE mr.role_id = role.id) AS total FROM (",
    );
    readable_roles(&mut sql, reader, roles);
    sql.push(") AS role");
    sql.totals(&reader.conn).await
}

/// Appends the query for the roles of orgs in which the actor may read members, as `id`.
fn readable_roles(sql: &mut Sql, reader: &Reader, roles: &[Uuid]) {
    sql.push("SELECT asked.id FROM roles asked WHERE ")
        .is_one_of("asked.id", roles)
        .push(" AND ");
    let scope = reader.scope();
    scope.holds(sql, "asked.org_id", Permission::MembersRead);
}
