//! How a caller names orgs, and which they are.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::target::not_found,
    db::Sql,
    domain::{Reader, field::no_control_characters},
    entity::org::OrgStatus,
    error::{Code, Error, Result},
    fold,
    id::OrgId,
};

/// How a caller names one org.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrgRef {
    /// By its id; of a retired org too, for those who may see it.
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

    /// What it is called where it is given.
    pub(in crate::domain) fn field(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::NameKey(_) => "name",
            Self::ExternalId(_) => "externalId",
        }
    }
}

/// Which org each of the references names, among those to which the actor belongs: a statement for each way of naming,
/// however many they are. A retired org is found by its id alone, and by the platform alone.
///
/// # Errors
/// Of each: `ORG_NOT_FOUND`, `AMBIGUOUS_MATCH`. Of all: what the database says.
pub(in crate::domain) async fn resolve(
    reader: &Reader,
    references: &[&OrgRef],
) -> Result<Vec<Result<OrgId>>> {
    let mut ids = Vec::new();
    let mut names = Vec::new();
    let mut external_ids = Vec::new();
    for reference in references {
        match reference {
            OrgRef::Id(id) => ids.push(Uuid::from(*id)),
            OrgRef::NameKey(key) => names.push(key.as_str()),
            OrgRef::ExternalId(id) => external_ids.push(id.as_str()),
        }
    }
    let scope = reader.scope();
    let mut seen = HashMap::<Uuid, OrgId>::new();
    if !ids.is_empty() {
        let mut sql = Sql::new(&reader.conn, "SELECT o.id FROM orgs o WHERE ");
        sql.is_one_of("o.id", &ids).push(" AND ");
        scope.belongs(&mut sql, "o.id");
        for row in sql.rows(&reader.conn).await? {
            let id: OrgId = row.try_get("", "id")?;
            seen.insert(id.into(), id);
        }
    }
    let mut by_name = HashMap::<String, OrgId>::new();
    if !names.is_empty() {
        let mut sql = Sql::new(&reader.conn, "SELECT o.id, o.name_key FROM orgs o WHERE ");
        sql.is_one_of_texts("o.name_key", &names)
            .push(" AND o.status = ")
            .word(OrgStatus::Active.as_str())
            .push(" AND ");
        scope.belongs(&mut sql, "o.id");
        for row in sql.rows(&reader.conn).await? {
            by_name.insert(row.try_get("", "name_key")?, row.try_get("", "id")?);
        }
    }
    let mut by_external_id = HashMap::<String, Vec<OrgId>>::new();
    if !external_ids.is_empty() {
        let mut sql = Sql::new(
            &reader.conn,
            "SELECT o.id, o.external_id FROM orgs o WHERE ",
        );
        sql.is_one_of_texts("o.external_id", &external_ids)
            .push(" AND o.status = ")
            .word(OrgStatus::Active.as_str())
            .push(" AND ");
        scope.belongs(&mut sql, "o.id");
        sql.push(" ORDER BY o.id");
        for row in sql.rows(&reader.conn).await? {
            let orgs = by_external_id
                .entry(row.try_get("", "external_id")?)
                .or_default();
            orgs.push(row.try_get("", "id")?);
        }
    }
    let found = |reference: &&OrgRef| match reference {
        OrgRef::Id(id) => seen.get(&Uuid::from(*id)).copied().ok_or_else(absent),
        OrgRef::NameKey(key) => by_name.get(key).copied().ok_or_else(absent),
        OrgRef::ExternalId(id) => match by_external_id.get(id).map(Vec::as_slice) {
            None | Some([]) => Err(absent()),
            Some([one]) => Ok(*one),
            Some(several) => Err(Error::new(
                Code::AmbiguousMatch,
                "Several orgs have this external id; name the one you mean by id or name.",
            )
            .matching(several.iter().copied().map(Uuid::from))),
        },
    };
    Ok(references.iter().map(found).collect())
}

fn absent() -> Error {
    not_found(Code::OrgNotFound)
}
