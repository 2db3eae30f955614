//! The operation that replaces a token by a new token with the same rights.

use chrono::TimeDelta;

use crate::{
    access::token::{hash, new_secret, prefix},
    domain::{
        AfterCommit, Change, Done, Operation, Tx,
        engine::{Decide, Decision, Keys, World},
    },
    entity::token::Model,
    error::{Error, Result},
    id::TokenId,
};

use super::{NewToken, Secret, revoke::revoke, rules};

/// The maximum time for which a replaced token still works: a week.
const MAX_OVERLAP: i32 = 604_800;

/// Creates a token with the name, the user, the org, the scopes, the addresses, the source and the
/// expiry time of an existing token, which ends after the overlap or when it expires, whichever is
/// first. The actor must be allowed to create the token.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RotateToken {
    /// The existing token.
    pub token: TokenId,
    /// The time in seconds for which the existing token still works.
    pub overlap: i32,
}

impl Operation for RotateToken {
    type Output = NewToken;

    const NAME: &'static str = "RotateToken";

    async fn run(&self, tx: &Tx) -> Result<NewToken> {
        let secret = new_secret();
        let rotation = Rotation {
            stated: self,
            secret: &secret,
        };
        let (change, id) = tx.decide(&rotation).await?;
        let secret = Some(Secret(secret));
        Ok(NewToken { change, id, secret })
    }
}

/// The operation together with the new secret.
struct Rotation<'a> {
    stated: &'a RotateToken,
    secret: &'a str,
}

impl Decide for Rotation<'_> {
    type Output = (Change, TokenId);

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.token(self.stated.token);
    }

    fn decide(&self, world: &mut World) -> Decision<(Change, TokenId)> {
        let (before, _) = rules::must_be_own(world, self.stated.token)?;
        let overlap = self.stated.overlap;
        if !(0..=MAX_OVERLAP).contains(&overlap) {
            let message = format!("must be between 0 and {MAX_OVERLAP}");
            return Err(Error::invalid("overlapSeconds", message).into());
        }
        let token = world.make(Model {
            id: world.id(),
            hash: hash(self.secret).to_vec(),
            prefix: prefix(self.secret),
            last_used_at: None,
            created_at: world.now(),
            created_by: world.actor().token(),
            updated_at: world.now(),
            version: 1,
            ..(*before).clone()
        })?;
        end(world, &before, overlap)?;
        Ok((Change::new(Done::Created, token.id), token.id))
    }
}

/// Ends the replaced token after the overlap, unless it expires earlier.
fn end(world: &mut World, before: &Model, overlap: i32) -> Decision<()> {
    if overlap == 0 {
        return revoke(world, before);
    }
    let end = world.now() + TimeDelta::seconds(overlap.into());
    let end = before.expires_at.map_or(end, |at| at.min(end));
    if before.expires_at != Some(end) {
        world.put(Model {
            expires_at: Some(end),
            ..before.clone()
        })?;
        world.after_commit(AfterCommit::ForgetToken(before.id));
    }
    Ok(())
}
