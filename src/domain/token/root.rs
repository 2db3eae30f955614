//! The operation that sets the root token of the server.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    access::{
        Permission,
        token::{hash, new_secret, prefix},
    },
    domain::{
        AfterCommit, Done, Operation, Reader, Tx,
        engine::{Decide, Decision, Keys, World},
    },
    entity::token::{Column, Entity, Model, TokenKind},
    error::{Code, Error, Result},
};

use super::{Secret, revoke::revoke};

/// Makes sure that there is a root token: the configured token, or, if there never was one, a new
/// token.
///
/// A configured value that differs from the current root token replaces it. The former token ends
/// after [`overlap`](Self::overlap).
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct SetRootToken {
    /// The configured value.
    #[serde(skip)]
    pub configured: Option<Secret>,
    /// The time for which a former root token still works.
    pub overlap: Duration,
}

/// The output of [`SetRootToken`].
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RootToken {
    /// What was done to the root token.
    pub done: Done,
    /// The secret, if the operation generated it.
    #[serde(skip)]
    pub secret: Option<Secret>,
    /// The time at which the last former root token ends.
    pub former_until: Option<DateTime<Utc>>,
}

impl Operation for SetRootToken {
    type Output = RootToken;

    const NAME: &'static str = "SetRootToken";

    async fn run(&self, tx: &Tx) -> Result<RootToken> {
        let new = Secret(new_secret());
        let setting = Setting {
            stated: self,
            new: &new,
        };
        let (done, former_until) = tx.decide(&setting).await?;
        let is_new = self.configured.is_none() && done == Done::Created;
        Ok(RootToken {
            done,
            secret: is_new.then_some(new),
            former_until,
        })
    }
}

/// The operation together with the secret for a generated token.
struct Setting<'a> {
    stated: &'a SetRootToken,
    new: &'a Secret,
}

impl Decide for Setting<'_> {
    type Output = (Done, Option<DateTime<Utc>>);

    fn reads(&self, _: &World, keys: &mut Keys) {
        keys.root_tokens();
        if let Some(configured) = &self.stated.configured {
            keys.hash(&hash(&configured.0));
        }
    }

    fn decide(&self, world: &mut World) -> Decision<(Done, Option<DateTime<Utc>>)> {
        world.require_platform(Permission::TokensWrite)?;
        let all = world.root_tokens()?;
        let Some(configured) = &self.stated.configured else {
            if !all.is_empty() {
                return Ok((Done::Unchanged, None));
            }
            make(world, self.new)?;
            return Ok((Done::Created, None));
        };
        let known = world.token_with_hash(&hash(&configured.0))?;
        if let Some(known) = &known
            && !(known.kind == TokenKind::Root && is_in_force(world, known))
        {
            let message = "The configured root token is revoked, or belongs to another token. Choose a new one.";
            return Err(Error::new(Code::InvalidValue, message).into());
        }
        let is_former = |one: &&Arc<Model>| {
            is_in_force(world, one) && known.as_ref().is_none_or(|known| known.id != one.id)
        };
        let former: Vec<_> = all.iter().filter(is_former).cloned().collect();
        let mut ends = Vec::new();
        for one in &former {
            ends.extend(self.end(world, one)?);
        }
        let done = match known {
            // The token was itself replaced before: a server with an earlier configuration has
            // started again.
            Some(known) if known.expires_at.is_some() => {
                set_end(world, &known, None)?;
                Done::Updated
            }
            Some(_) => Done::Unchanged,
            None => {
                make(world, configured)?;
                match former.is_empty() {
                    true => Done::Created,
                    false => Done::Updated,
                }
            }
        };
        Ok((done, ends.into_iter().max()))
    }
}

impl Setting<'_> {
    /// Ends a former root token after the overlap, or earlier if it already ends earlier. Returns
    /// the time, or `None` if the token is revoked now.
    fn end(&self, world: &mut World, former: &Model) -> Decision<Option<DateTime<Utc>>> {
        if self.stated.overlap.is_zero() {
            revoke(world, former)?;
            return Ok(None);
        }
        let overlap = TimeDelta::from_std(self.stated.overlap).map_err(Error::internal)?;
        let end = world.now() + overlap;
        let end = former.expires_at.map_or(end, |at| at.min(end));
        if former.expires_at != Some(end) {
            set_end(world, former, Some(end))?;
        }
        Ok(Some(end))
    }
}

/// Returns whether a root token was ever generated or configured.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn has_root(reader: &Reader) -> Result<bool> {
    let find = Entity::find().filter(Column::Kind.eq(TokenKind::Root));
    Ok(find.limit(1).one(&reader.conn).await?.is_some())
}

fn is_in_force(world: &World, token: &Model) -> bool {
    token.revoked_at.is_none() && token.expires_at.is_none_or(|at| at > world.now())
}

fn set_end(world: &mut World, before: &Model, end: Option<DateTime<Utc>>) -> Decision<()> {
    world.put(Model {
        expires_at: end,
        ..before.clone()
    })?;
    world.after_commit(AfterCommit::ForgetToken(before.id));
    Ok(())
}

fn make(world: &mut World, secret: &Secret) -> Decision<()> {
    let row = Model {
        id: world.id(),
        kind: TokenKind::Root,
        name: "root".to_owned(),
        hash: hash(&secret.0).to_vec(),
        prefix: prefix(&secret.0),
        user_id: None,
        org_id: None,
        scopes: None,
        allowed_ips: None,
        source: None,
        expires_at: None,
        last_used_at: None,
        revoked_at: None,
        created_at: world.now(),
        created_by: world.actor().token(),
        updated_at: world.now(),
        version: 1,
    };
    world.make(row).map(drop)
}
