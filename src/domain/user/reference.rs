//! How a caller names users, and who they are.

use serde::{Deserialize, Serialize};

use crate::{domain::field::ExternalId, id::UserId};

use super::Email;

/// How a caller names one user.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UserRef {
    /// By id.
    Id(UserId),
    /// By e-mail address, which is theirs alone.
    Email(Email),
    /// By the user's own external id, which is not necessarily theirs alone.
    ExternalId(ExternalId),
}

impl UserRef {
    /// What it is called where it is given.
    pub(in crate::domain) fn field(&self) -> &'static str {
        match self {
            Self::Id(_) => "id",
            Self::Email(_) => "email",
            Self::ExternalId(_) => "externalId",
        }
    }
}
