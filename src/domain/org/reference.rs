//! References by which callers identify an org.

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::{
    domain::field::{bounded, no_control_characters},
    error::{Error, Result},
    id::OrgId,
    normalize,
};

/// A reference to one org.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrgRef {
    /// The id. A retired org matches too, if the actor may see it.
    Id(OrgId),
    /// The normalized name of an active org.
    NameKey(#[serde(deserialize_with = "normalized")] String),
    /// The external id of an active org.
    ExternalId(String),
}

/// Normalizes a queued key again, because an older version may have written it.
fn normalized<'a, D: Deserializer<'a>>(queued: D) -> std::result::Result<String, D::Error> {
    String::deserialize(queued).map(|key| normalize::key(&key))
}

impl OrgRef {
    /// Parses a reference.
    ///
    /// # Errors
    /// `INVALID_VALUE` unless exactly one argument is present, or if an argument is too long or
    /// contains control characters.
    pub fn parse(id: Option<Uuid>, name: Option<&str>, external_id: Option<&str>) -> Result<Self> {
        bounded("name", name.unwrap_or_default())?;
        bounded("externalId", external_id.unwrap_or_default())?;
        let name = name.map(normalize::spaced);
        no_control_characters("name", name.as_deref().unwrap_or_default())?;
        no_control_characters("externalId", external_id.unwrap_or_default())?;
        match (id, name, external_id) {
            (Some(id), None, None) => Ok(Self::Id(id.into())),
            (None, Some(name), None) => Ok(Self::NameKey(normalize::key(&name))),
            (None, None, Some(external_id)) => Ok(Self::ExternalId(external_id.to_owned())),
            _ => Err(Error::invalid(
                "id",
                "or `name` or `externalId` is required; give exactly one",
            )),
        }
    }

    /// Returns the name of the argument that holds the reference.
    pub(in crate::domain) fn field(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::NameKey(_) => "name",
            Self::ExternalId(_) => "externalId",
        }
    }
}
