//! Memberships in force, sorted as the caller chooses, in numbered pages.
//!
//! No index matches such an order, so each page sorts the whole list. Use it only for lists that a
//! filter or the scope keeps small.

use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::{
    db::Sql,
    domain::{Reader, user::alias},
    entity::{FromColumns, membership::Model, org, user},
    error::{Error, Result},
    id::{OrgId, UserId},
    page::PageRequest,
};

use super::{MembershipRef, OfUser, in_force::IN_FORCE, list::user_columns};

/// A filter for the list. A membership must match every condition that is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// The membership's user is one of these users.
    pub users: Option<Vec<UserId>>,
    /// The membership's org is in each of these lists.
    pub orgs: Vec<Vec<OrgId>>,
}

/// A sort key.
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

/// A sort key with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The sort key.
    pub by: SortBy,
    /// Whether the order is descending.
    pub descending: bool,
}

/// A membership with its org and its user.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The membership.
    pub membership: Model,
    /// The org.
    pub org: org::Model,
    /// The user.
    pub user: user::Model,
}

impl FromColumns for Whole {
    const NUMBER: usize = <(OfUser, user::Model)>::NUMBER;

    fn names() -> Vec<&'static str> {
        <(OfUser, user::Model)>::names()
    }

    fn from_columns(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let (OfUser { membership, org }, user) = FromColumns::from_columns(row, first)?;
        Ok(Self {
            membership,
            org,
            user,
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
            sql.push(" AND ")
                .is_among("m.user_id", |sql| alias::ids_of(sql, &users));
        }
        for orgs in &self.orgs {
            let orgs: Vec<Uuid> = orgs.iter().copied().map(Uuid::from).collect();
            sql.push(" AND ").is_one_of("m.org_id", &orgs);
        }
        let scope = reader.scope();
        // The actor's own orgs are few compared with all orgs, so the query can start with them.
        if !scope.is_unlimited() {
            sql.push(" AND m.org_id IN (");
            scope.orgs(sql);
            sql.push(")");
        }
        sql.push(" AND ");
        scope.sees_membership(sql, "m");
    }
}

/// Returns a page of the memberships in force that the actor may see, by `sort` and then by id, in
/// one statement.
///
/// # Errors
/// `INVALID_VALUE` if an actor with an unlimited scope sorts all memberships without a filter.
pub async fn list_sorted(
    reader: &Reader,
    narrowed: &Narrowed,
    sort: &[Sort],
    page: &PageRequest,
) -> Result<Vec<Whole>> {
    if !sort.is_empty() && narrowed.is_anything() && reader.scope().is_unlimited() {
        return Err(Error::invalid(
            "sort",
            "requires a `filter`: without one it would sort all memberships",
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
    sql.list(&reader.conn).await
}

/// Returns the number of memberships in the list.
///
/// # Errors
/// Fails if the query fails.
pub async fn count_narrowed(reader: &Reader, narrowed: &Narrowed) -> Result<i64> {
    let mut sql = Sql::new(
        &reader.conn,
        "SELECT count(*) FROM memberships m JOIN orgs o ON o.id = m.org_id WHERE ",
    );
    narrowed.conditions(&mut sql, reader);
    sql.count(&reader.conn).await
}

/// Returns the membership with its org and user, if it is in force and the actor may see it.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_whole(reader: &Reader, membership: MembershipRef) -> Result<Option<Whole>> {
    let mut sql = select(reader);
    sql.push(IN_FORCE).push(" AND ");
    membership.condition(&mut sql, reader.scope());
    sql.push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.first(&reader.conn).await
}

fn select(reader: &Reader) -> Sql {
    let mut sql = Sql::new(&reader.conn, "SELECT ");
    sql.push(&OfUser::columns())
        .push(", ")
        .push(&user_columns())
        .push(WHOLE);
    sql
}
