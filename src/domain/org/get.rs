//! Queries that find single orgs and batches of orgs.

use uuid::Uuid;

use crate::{
    db::Sql,
    domain::{Reader, field::ExternalId},
    entity::org::Model,
    error::{Code, Error, Result},
    page::MAX_FIRST,
};

use super::OrgRef;

/// Returns the org, if the actor may see it. Platform tokens see all orgs; other actors see only
/// orgs that they belong to.
///
/// # Errors
/// `AMBIGUOUS_MATCH` if several visible active orgs have the external id. Also fails if the query
/// fails.
pub async fn find(reader: &Reader, org: &OrgRef) -> Result<Option<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "o", " WHERE ");
    match org {
        OrgRef::Id(id) => sql.push("o.id = ").bind(*id),
        OrgRef::NameKey(key) => sql
            .push("o.status = 'active' AND o.name_key = ")
            .bind(key.as_str()),
        OrgRef::ExternalId(id) => sql
            .push("o.status = 'active' AND o.external_id = ")
            .bind(id.as_str()),
    };
    sql.push(" AND ");
    reader.scope().belongs(&mut sql, "o.id");
    sql.push(" ORDER BY o.id LIMIT 2");
    let mut found: Vec<Model> = sql.list(&reader.conn).await?;
    if found.len() > 1 {
        return Err(Error::new(
            Code::AmbiguousMatch,
            "Several orgs have this external id. Name the org by id or name.",
        )
        .at("externalId")
        .matching(found.iter().map(|org| org.id.into())));
    }
    Ok(found.pop())
}

/// Returns the orgs that the actor may see, in one statement.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_many(reader: &Reader, orgs: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::select::<Model>(&reader.conn, "o", " WHERE ");
    sql.is_one_of("o.id", orgs).push(" AND ");
    reader.scope().belongs(&mut sql, "o.id");
    sql.list(&reader.conn).await
}

/// Returns the active orgs with these external ids that the actor may see, oldest first, in one
/// statement. External ids need not be unique, so the result is limited to [`MAX_FIRST`] rows.
///
/// # Errors
/// Fails if the query fails.
pub async fn find_by_external_ids(
    reader: &Reader,
    external_ids: &[ExternalId],
) -> Result<Vec<Model>> {
    let texts: Vec<&str> = external_ids.iter().map(ExternalId::as_str).collect();
    let mut sql = Sql::select::<Model>(&reader.conn, "o", " WHERE o.status = 'active' AND ");
    sql.is_one_of_texts("o.external_id", &texts).push(" AND ");
    reader.scope().belongs(&mut sql, "o.id");
    sql.push(" ORDER BY o.id").limit(MAX_FIRST);
    sql.list(&reader.conn).await
}
