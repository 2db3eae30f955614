//! How a caller names orgs, and which they are.

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::{
    domain::field::{bounded, no_control_characters},
    error::{Error, Result},
    fold,
    id::OrgId,
};

/// How a caller names one org.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrgRef {
    /// By its id; of a retired org too, for those who may see it.
    Id(OrgId),
    /// By its name, folded; an active org.
    NameKey(#[serde(deserialize_with = "folded")] String),
    /// By what another system calls it; an active org.
    ExternalId(String),
}

/// A key that was queued may be that of an older version.
fn folded<'a, D: Deserializer<'a>>(queued: D) -> std::result::Result<String, D::Error> {
    String::deserialize(queued).map(|key| fold::key(&key))
}

impl OrgRef {
    /// # Errors
    /// `INVALID_VALUE` unless exactly one is given, and for control characters, which none of them has.
    pub fn parse(id: Option<Uuid>, name: Option<&str>, external_id: Option<&str>) -> Result<Self> {
        bounded("name", name.unwrap_or_default())?;
        bounded("externalId", external_id.unwrap_or_default())?;
        let name = name.map(fold::spaced);
        no_control_characters("name", name.as_deref().unwrap_or_default())?;
        no_control_characters("externalId", external_id.unwrap_or_default())?;
        match (id, name, external_id) {
            (Some(id), None, None) => Ok(Self::Id(id.into())),
            (None, Some(name), None) => Ok(Self::NameKey(fold::key(&name))),
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
