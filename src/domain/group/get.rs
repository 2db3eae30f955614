//! Queries that read groups by id.

use uuid::Uuid;

use crate::{
    access::Permission, db::Sql, domain::Reader, entity::group::Model, error::Result, id::GroupId,
};

/// Returns the group, if the actor may read groups of its org.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find(reader: &Reader, group: GroupId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[group.into()]).await?.pop())
}

/// Returns those of the groups that the actor may read. Executes one statement.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn find_many(reader: &Reader, groups: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "g", " WHERE ");
    sql.is_one_of("g.id", groups).push(" AND ");
    reader
        .scope()
        .holds(&mut sql, "g.org_id", Permission::GroupsRead);
    sql.list(&reader.conn).await
}
