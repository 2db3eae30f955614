//! Operations and queries on tokens. A secret is returned once, when its token is created. The
//! database stores a hash, from which the secret cannot be recovered.

mod create;
mod get;
mod revoke;
mod root;
mod rotate;
mod rules;
mod update;

pub use create::{CreateToken, NewToken, Secret};
pub use get::{BY_ID, TokenFilter, count, find, find_many, get, list, of_platform};
pub use revoke::RevokeToken;
pub use root::{RootToken, SetRootToken, has_root};
pub use rotate::RotateToken;
pub use rules::{TokenStatus, status};
pub use update::UpdateToken;

use serde_json::json;
use uuid::Uuid;

use crate::{
    entity::token::{ActiveModel, Model},
    id::{OrgId, UserId},
};

use super::event::{AuditFields, Audited, facts};

impl Audited for Model {
    type Row = ActiveModel;

    const ENTITY: &'static str = "token";

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn org(&self) -> Option<OrgId> {
        self.org_id
    }

    fn user(&self) -> Option<UserId> {
        self.user_id
    }

    fn facts(&self) -> AuditFields {
        facts(json!({
            "name": self.name,
            "prefix": self.prefix,
            "user": self.user_id,
            "org": self.org_id,
            "scopes": self.scopes,
            "allowedIps": self.allowed_ips,
            "source": self.source,
            "expiresAt": self.expires_at.map(crate::clock::rfc3339),
            "revokedAt": self.revoked_at.map(crate::clock::rfc3339),
        }))
    }

    fn version(&self) -> i64 {
        self.version
    }

    fn set_version(&mut self, version: i64) {
        self.version = version;
    }

    fn label(&self) -> Option<&str> {
        Some(&self.name)
    }
}
