//! The operation that revokes a token.

use crate::{
    access::Permission,
    domain::{
        AfterCommit, Change, Done, Operation,
        engine::{Decide, Decision, Keys, World},
    },
    entity::token::Model,
    id::TokenId,
};

/// Revokes a token. The token stops working at once on this server, and within five seconds on
/// other servers.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RevokeToken {
    /// The token.
    pub token: TokenId,
}

impl Operation for RevokeToken {
    type Output = Change;

    const NAME: &'static str = "RevokeToken";

    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(self)
    }
}

impl Decide for RevokeToken {
    type Output = Change;

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.token(self.token);
    }

    fn decide(&self, world: &mut World) -> Decision<Change> {
        let before = world.require_of_token(Permission::TokensWrite, self.token)?;
        if before.revoked_at.is_some() {
            return Ok(Change::new(Done::Unchanged, before.id));
        }
        revoke(world, &before)?;
        Ok(Change::new(Done::Updated, before.id))
    }
}

pub(super) fn revoke(world: &mut World, before: &Model) -> Decision<()> {
    world.put(Model {
        revoked_at: Some(world.now()),
        ..before.clone()
    })?;
    world.after_commit(AfterCommit::ForgetToken(before.id));
    Ok(())
}
