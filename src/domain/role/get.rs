//! Reading roles. Whoever may read members or change roles of an org sees all of its roles, others those that they have.

use uuid::Uuid;

use crate::{db::Sql, domain::Reader, entity::role::Model, error::Result};

/// Those of the roles that the actor may see, by name: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_many(reader: &Reader, roles: &[Uuid]) -> Result<Vec<Model>> {
    seen(reader, "r.id", roles).await
}

/// The roles of the orgs that the actor may see, by name: one statement. An org has few.
///
/// # Errors
/// What the database says.
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
