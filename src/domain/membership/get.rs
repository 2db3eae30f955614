//! Queries that find single memberships and batches of memberships.

use uuid::Uuid;

use crate::{
    access::Scope,
    db::Sql,
    domain::{Reader, user::alias},
    entity::membership::Model,
    error::{Error, Result},
    id::{MembershipId, OrgId, UserId},
};

/// A reference to one membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum MembershipRef {
    /// The membership's id.
    Id(MembershipId),
    /// The org and the user.
    Of(OrgId, UserId),
}

impl MembershipRef {
    /// Parses a reference.
    ///
    /// # Errors
    /// `INVALID_VALUE` unless the arguments are either the id alone, or org and user.
    pub fn parse(id: Option<Uuid>, org: Option<Uuid>, user: Option<Uuid>) -> Result<Self> {
        match (id, org, user) {
            (Some(id), None, None) => Ok(Self::Id(id.into())),
            (None, Some(org), Some(user)) => Ok(Self::Of(org.into(), user.into())),
            _ => Err(Error::invalid(
                "id",
                "alone, or `org` and `user` together, are required",
            )),
        }
    }
}

impl MembershipRef {
    /// Appends the condition on `memberships m`.
    pub(super) fn condition(self, sql: &mut Sql, scope: Scope) {
        match self {
            Self::Id(id) => {
                sql.push("m.id = ").bind(id);
            }
            Self::Of(org, user) => {
                sql.push("m.org_id = ").bind(org).push(" AND m.user_id = ");
                alias::id_of(sql, scope, user);
            }
        }
    }
}

/// Returns the membership, if the actor may see it.
///
/// # Errors
/// Fails if the query fails.
pub async fn find(reader: &Reader, membership: MembershipRef) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "m", " WHERE ");
    membership.condition(&mut sql, reader.scope());
    sql.push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.first(&reader.conn).await
}

/// Returns the memberships that the actor may see, in one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_many(reader: &Reader, memberships: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "m", " WHERE ");
    sql.is_one_of("m.id", memberships).push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.list(&reader.conn).await
}

/// Returns the users' default memberships that the actor may see, in one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_defaults(reader: &Reader, users: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "m", " WHERE m.is_default AND ");
    sql.is_one_of("m.user_id", users).push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.list(&reader.conn).await
}
