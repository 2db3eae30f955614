//! Memberships in force in an order of the caller's choice, by counted pages.
//!
//! No index has such an order, so all that the list holds is put in order for one page of it. It is for lists that a filter
//! or the scope has made small.

use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    db::Sql,
    domain::Reader,
    entity::{membership::Model, org, user},
    error::{Error, Result},
    id::{OrgId, UserId},
    page::PageRequest,
};

use super::{MembershipRef, OfUser, in_force::IN_FORCE, list::user_columns};

/// What narrows the list; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Of one of these users.
    pub users: Option<Vec<UserId>>,
    /// In each of these lists of orgs.
    pub orgs: Vec<Vec<OrgId>>,
}

/// What a list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// The user's id.
    User,
    /// The user's display name.
    UserName,
    /// The user's e-mail address.
    UserEmail,
    /// The org's id.
    Org,
    /// The org's name.
    OrgName,
}

/// A column of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Which.
    pub by: SortBy,
    /// The greatest first.
    pub descending: bool,
}

/// A membership with its org and its user.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The membership.
    pub membership: Model,
    /// Its org.
    pub org: org::Model,
    /// Its user.
    pub user: user::Model,
}

impl FromQueryResult for Whole {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            membership: Model::from_query_result(row, prefix)?,
            org: org::Model::from_query_result(row, "o_")?,
            user: user::Model::from_query_result(row, "u_")?,
        })
    }
}

/// The tables of a [`Whole`].
const WHOLE: &str =
    " FROM memberships m JOIN orgs o ON o.id = m.org_id JOIN users u ON u.id = m.user_id WHERE ";

impl SortBy {
    fn column(self) -> &'static str {
        match self {
            Self::User => "m.user_id",
            Self::UserName => "u.display_name_key",
            Self::UserEmail => "u.email_key",
            Self::Org => "m.org_id",
            Self::OrgName => "o.name_key",
        }
    }
}

impl Narrowed {
    fn is_anything(&self) -> bool {
        self.users.is_none() && self.orgs.is_empty()
    }

    fn conditions(&self, sql: &mut Sql, reader: &Reader) {
        sql.push(IN_FORCE);
        if let Some(users) = &self.users {
            let users: Vec<Uuid> = users.iter().copied().map(Uuid::from).collect();
            sql.push(" AND ").is_one_of("m.user_id", &users);
        }
        for orgs in &self.orgs {
            let orgs: Vec<Uuid> = orgs.iter().copied().map(Uuid::from).collect();
            sql.push(" AND ").is_one_of("m.org_id", &orgs);
        }
        let scope = reader.scope();
        // One's own orgs are few beside all others: something to begin with.
        if !scope.is_unlimited() {
            sql.push(" AND m.org_id IN (");
            scope.orgs(sql);
            sql.push(")");
        }
        sql.push(" AND ");
        scope.sees_membership(sql, "m");
    }
}

/// A part of the memberships in force that the actor may see, by `sort` and then by id: one statement.
///
/// # Errors
/// `INVALID_VALUE` for an order of all memberships that there are.
pub async fn list_sorted(
    reader: &Reader,
    narrowed: &Narrowed,
    sort: &[Sort],
    page: &PageRequest,
) -> Result<Vec<Whole>> {
    if !sort.is_empty() && narrowed.is_anything() && reader.scope().is_unlimited() {
        return Err(Error::invalid(
            "sort",
            "needs a `filter` beside it: by itself it would put all memberships in order",
        ));
    }
    let mut sql = select(reader);
    narrowed.conditions(&mut sql, reader);
    sql.push(" ORDER BY ");
    for Sort { by, descending } in sort {
        let direction = if *descending { " DESC, " } else { ", " };
        sql.push(by.column()).push(direction);
    }
    sql.push("m.id");
    sql.slice(page);
    sql.all(&reader.conn).await
}

/// How many memberships the list has.
///
/// # Errors
/// What the database says.
pub async fn count_narrowed(reader: &Reader, narrowed: &Narrowed) -> Result<i64> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT count(*) FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE ",
    );
    narrowed.conditions(&mut sql, reader);
    sql.count(&reader.conn).await
}

/// The membership with its org and its user, if it is in force and the actor may see it.
///
/// # Errors
/// What the database says.
pub async fn find_whole(reader: &Reader, membership: MembershipRef) -> Result<Option<Whole>> {
    let mut sql = select(reader);
    sql.push(IN_FORCE).push(" AND ");
    membership.condition(&mut sql);
    sql.push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.one(&reader.conn).await
}

fn select(reader: &Reader) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&OfUser::columns())
        .push(", ")
        .push(&user_columns())
        .push(WHOLE);
    sql
}
