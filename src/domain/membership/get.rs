//! Reading memberships.

use uuid::Uuid;

use crate::{
    db::Sql,
    domain::Reader,
    entity::membership::Model,
    error::{Error, Result},
    id::{MembershipId, OrgId, UserId},
};

/// How a caller names one membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum MembershipRef {
    /// By its own id.
    Id(MembershipId),
    /// By org and user.
    Of(OrgId, UserId),
}

impl MembershipRef {
    /// # Errors
    /// `INVALID_VALUE` unless it is the id alone, or org and user.
    pub fn parse(id: Option<Uuid>, org: Option<Uuid>, user: Option<Uuid>) -> Result<Self> {
        match (id, org, user) {
            (Some(id), None, None) => Ok(Self::Id(id.into())),
            (None, Some(org), Some(user)) => Ok(Self::Of(org.into(), user.into())),
            _ => Err(Error::invalid(
                "id",
                "alone, or `org` and `user` together, name a membership",
            )),
        }
    }
}

impl MembershipRef {
    /// What holds of it, of `memberships m`.
    pub(super) fn condition(self, sql: &mut Sql) {
        match self {
            Self::Id(id) => sql.push("m.id = ").bind(id),
            Self::Of(org, user) => sql
                .push("m.org_id = ")
                .bind(org)
                .push(" AND m.user_id = ")
                .bind(user),
        };
    }
}

/// The membership, if the actor may see it.
///
/// # Errors
/// What the database says.
pub async fn find(reader: &Reader, membership: MembershipRef) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "m", " WHERE ");
    membership.condition(&mut sql);
    sql.push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.one(&reader.conn).await
}

/// Those of the memberships that the actor may see: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_many(reader: &Reader, memberships: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "m", " WHERE ");
    sql.is_one_of("m.id", memberships).push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.all(&reader.conn).await
}

/// The default memberships of the users, as far as the actor may see them: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_defaults(reader: &Reader, users: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "m", " WHERE m.is_default AND ");
    sql.is_one_of("m.user_id", users).push(" AND ");
    reader.scope().sees_membership(&mut sql, "m");
    sql.all(&reader.conn).await
}
