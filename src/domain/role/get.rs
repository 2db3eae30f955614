//! Queries on roles. Actors who may read members or change roles of an org see all roles of the
//! org. Other actors see the roles that they have.

use uuid::Uuid;

use crate::{db::Sql, domain::Reader, entity::role::Model, error::Result, id::RoleId};

/// Returns the role, if the actor may see it.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, role: RoleId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[role.into()]).await?.pop())
}

/// Returns the roles that the actor may see, sorted by name, in one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(reader: &Reader, roles: &[Uuid]) -> Result<Vec<Model>> {
    seen(reader, "r.id", roles).await
}

/// Returns the roles of the orgs that the actor may see, sorted by name, in one statement. There is
/// no pagination, because the number of roles of an org is limited.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn of_orgs(reader: &Reader, orgs: &[Uuid]) -> Result<Vec<Model>> {
    seen(reader, "r.org_id", orgs).await
}

async fn seen(reader: &Reader, column: &str, ids: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "r", " WHERE ");
    sql.is_one_of(column, ids).push(" AND ");
    reader.scope().sees_role(&mut sql, "r");
    sql.push(" ORDER BY r.name_key, r.id");
    sql.all(&reader.conn).await
}
