//! The operation that updates a token.

use chrono::{DateTime, Utc};

use crate::{
    access::{PermissionSet, ip::AllowedIps},
    domain::{
        AfterCommit, Change, Done, Operation,
        engine::{Decide, Decision, Keys, World},
        field::{Name, Patch},
    },
    id::TokenId,
};

use super::rules;

/// Updates a token. Fields that are absent keep their values. The actor must be allowed to create
/// the token as it is and as it becomes.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct UpdateToken {
    /// The token.
    pub token: TokenId,
    /// The purpose of the token, for people.
    pub name: Option<Name>,
    /// The time at which the token expires.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub expires_at: Patch<DateTime<Utc>>,
    /// The permissions to which the token is limited. Null does not limit the token.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub scopes: Patch<PermissionSet>,
    /// The addresses from which the token may be used.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "serde_with::rust::double_option"
    )]
    pub allowed_ips: Patch<AllowedIps>,
}

impl Operation for UpdateToken {
    type Output = Change;

    const NAME: &'static str = "UpdateToken";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for UpdateToken {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.token(self.token);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let (before, bearer) = rules::must_be_own(world, self.token)?;
        let mut after = (*before).clone();
        if let Some(name) = &self.name {
            name.as_str().clone_into(&mut after.name);
        }
        if let Some(at) = self.expires_at {
            rules::must_expire_later(world, at)?;
            after.expires_at = at;
        }
        if let Some(scopes) = self.scopes {
            bearer.must_be_within_own(world, scopes.unwrap_or(PermissionSet::ALL))?;
            after.scopes = scopes.map(rules::stored_scopes);
        }
        if let Some(list) = &self.allowed_ips {
            after.allowed_ips = list.as_ref().map(|list| list.entries().into());
        }
        if after == *before {
            return Ok(Change::new(Done::Unchanged, before.id));
        }
        let after = world.put(after)?;
        world.after_commit(AfterCommit::ForgetToken(after.id));
        Ok(Change::new(Done::Updated, after.id))
    }
}
