//! References by which callers identify a user.

use serde::{Deserialize, Serialize};

use crate::{domain::field::ExternalId, id::UserId};

use super::Email;

/// A reference to one user.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UserRef {
    /// The id.
    Id(UserId),
    /// The e-mail address, which is unique.
    Email(Email),
    /// The user's own external id, which need not be unique.
    ExternalId(ExternalId),
}

impl UserRef {
    /// Returns the name of the argument that holds the reference.
    pub(in crate::domain) fn field(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::Email(_) => "email",
            Self::ExternalId(_) => "externalId",
        }
    }
}
