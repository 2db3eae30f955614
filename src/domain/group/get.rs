//! Queries that read groups by id or by name.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;
use uuid::Uuid;

use crate::{
    access::Permission,
    db::{Conn, Kind, Sql},
    domain::Reader,
    entity::group::Model,
    error::Result,
    id::{GroupId, OrgId},
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

/// Returns the ids of the groups with these normalized names in these orgs. Names without a group are
/// omitted. Does not check the scope: the caller has checked the orgs. Executes one statement, or none
/// without names.
pub(in crate::domain) async fn ids_by_name(
    conn: &Conn,
    names: BTreeSet<(OrgId, String)>,
) -> Result<HashMap<(OrgId, String), GroupId>> {
    let mut ids = HashMap::new();
    if names.is_empty() {
        return Ok(ids);
    }
    let names: Vec<_> = names
        .into_iter()
        .map(|(org, key)| json!({ "org_id": org.0.simple().to_string(), "name_key": key }))
        .collect();
    let columns = [("org_id", Kind::Id), ("name_key", Kind::Text)];
    let mut sql = Sql::new(conn, "SELECT g.id, g.org_id, g.name_key FROM ");
    sql.rows_of("k", &columns, &names)
        .push(" CROSS JOIN groups g WHERE g.org_id = k.org_id AND g.name_key = k.name_key");
    for row in sql.rows(conn).await? {
        let key = (row.try_get("", "org_id")?, row.try_get("", "name_key")?);
        ids.insert(key, row.try_get("", "id")?);
    }
    Ok(ids)
}
