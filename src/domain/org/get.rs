//! Reading orgs.

use uuid::Uuid;

use crate::{
    db::Sql,
    domain::{Reader, field::no_control_characters},
    entity::org::Model,
    error::{Code, Error, Result},
    fold,
    id::OrgId,
};

/// How a caller names one org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrgRef {
    /// By its id.
    Id(OrgId),
    /// By its name, folded; an active org.
    NameKey(String),
    /// By what another system calls it; an active org.
    ExternalId(String),
}

impl OrgRef {
    /// # Errors
    /// `INVALID_VALUE` unless exactly one is given, and for control characters, which none of them has.
    pub fn parse(id: Option<Uuid>, name: Option<&str>, external_id: Option<&str>) -> Result<Self> {
        no_control_characters("name", name.unwrap_or_default())?;
        no_control_characters("externalId", external_id.unwrap_or_default())?;
        match (id, name, external_id) {
            (Some(id), None, None) => Ok(Self::Id(id.into())),
            (None, Some(name), None) => Ok(Self::NameKey(fold::key(name))),
            (None, None, Some(external_id)) => Ok(Self::ExternalId(external_id.to_owned())),
            _ => Err(Error::invalid(
                "id",
                "or `name` or `externalId`: exactly one of them names an org",
            )),
        }
    }
}

/// The org, if the actor may see it: platform tokens all, others those that they belong to.
///
/// # Errors
/// `AMBIGUOUS_MATCH` for an external id that two of them have.
pub async fn find(reader: &Reader, org: &OrgRef) -> Result<Option<Model>> {
    let mut sql = Sql::new(&reader.conn, "SELECT o.* FROM orgs o WHERE ");
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
    let mut found: Vec<Model> = sql.all(&reader.conn).await?;
    if found.len() > 1 {
        return Err(Error::new(
            Code::AmbiguousMatch,
            "Two or more orgs have this external id.",
        )
        .at("externalId")
        .matching(found.iter().map(|org| org.id.into())));
    }
    Ok(found.pop())
}

/// Those of the orgs that the actor may see: one statement.
///
/// # Errors
/// What the database says.
pub async fn find_many(reader: &Reader, orgs: &[Uuid]) -> Result<Vec<Model>> {
    let mut sql = Sql::new(&reader.conn, "SELECT o.* FROM orgs o WHERE ");
    sql.is_one_of("o.id", orgs).push(" AND ");
    reader.scope().belongs(&mut sql, "o.id");
    sql.all(&reader.conn).await
}
