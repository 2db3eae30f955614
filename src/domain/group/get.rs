//! Reading groups.

use uuid::Uuid;

use crate::{
    access::Permission, db::Sql, domain::Reader, entity::group::Model, error::Result, id::GroupId,
};

/// The group, if the actor may read groups of its org.
///
/// # Errors
/// What the database says.
pub async fn find(reader: &Reader, group: GroupId) -> Result<Option<Model>> {
    Ok(find_many(reader, &[group.into()]).await?.pop())
}

/// Those of the groups that the actor may read: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_many(reader: &Reader, groups: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "g", " WHERE ");
    sql.is_one_of("g.id", groups).push(" AND ");
    reader
        .scope()
        .holds(&mut sql, "g.org_id", Permission::GroupsRead);
    sql.all(&reader.conn).await
}
