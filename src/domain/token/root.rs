//! The server's own token.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    access::{
        Access, Permission, Target,
        token::{hash, new_secret, prefix},
    },
    db::Conn,
    domain::{AfterCommit, Done, Operation, Reader, Tx},
    entity::{
        event::Verb,
        token::{Column, Entity, Model, TokenKind},
    },
    error::{Code, Error, Result},
};

use super::{Secret, revoke::revoke};

/// Sees to it that there is a root token: the configured one, or, where none was ever there, a new one.
///
/// A configured value that differs from the one in force replaces it. The former one ends after [`overlap`](Self::overlap).
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct SetRootToken {
    /// The configured value.
    #[serde(skip)]
    pub configured: Option<Secret>,
    /// How long a former root token still works.
    pub overlap: Duration,
}

/// What became of the root token.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RootToken {
    /// What was done.
    pub done: Done,
    /// The secret, if it is a new one that nobody has seen.
    #[serde(skip)]
    pub secret: Option<Secret>,
    /// Until when a former root token still works.
    pub former_until: Option<DateTime<Utc>>,
}

impl Operation for SetRootToken {
    type Output = RootToken;

    const NAME: &'static str = "SetRootToken";

    fn requires(&self) -> Access {
        Access::new(Permission::TokensWrite, Target::Platform)
    }

    async fn run(&self, tx: &Tx) -> Result<RootToken> {
        let Some(configured) = &self.configured else {
            if exists(tx.conn()).await? {
                return Ok(without_secret(Done::Unchanged, None));
            }
            let secret = Secret(new_secret());
            insert(tx, &secret).await?;
            return Ok(RootToken {
                done: Done::Created,
                secret: Some(secret),
                former_until: None,
            });
        };
        let hash = hash(&configured.0).to_vec();
        let known = Entity::find()
            .filter(Column::Hash.eq(hash.clone()))
            .one(tx.conn())
            .await?;
        if let Some(known) = &known
            && !(known.kind == TokenKind::Root && is_in_force(tx, known))
        {
            return Err(Error::new(
                Code::InvalidValue,
                "The configured root token was used before and is revoked, or is another token; choose a new one.",
            ));
        }
        let former: Vec<Model> = of_root()
            .filter(Column::RevokedAt.is_null())
            .filter(Column::Hash.ne(hash))
            .all(tx.conn())
            .await?;
        let former: Vec<Model> = former
            .into_iter()
            .filter(|one| is_in_force(tx, one))
            .collect();
        let mut ends = Vec::new();
        for one in &former {
            ends.extend(self.end(tx, one).await?);
        }
        let done = match known {
            // It was a former one itself: a server with an earlier configuration has started again.
            Some(known) if known.expires_at.is_some() => {
                set_end(tx, &known, None).await?;
                Done::Updated
            }
            Some(_) => Done::Unchanged,
            None => {
                insert(tx, configured).await?;
                if former.is_empty() {
                    Done::Created
                } else {
                    Done::Updated
                }
            }
        };
        Ok(without_secret(done, ends.into_iter().max()))
    }
}

impl SetRootToken {
    /// Ends a former root token after the overlap, or when it ends already. Returns when, if that is to come.
    async fn end(&self, tx: &Tx, former: &Model) -> Result<Option<DateTime<Utc>>> {
        if self.overlap.is_zero() {
            revoke(tx, former).await?;
            return Ok(None);
        }
        let overlap = TimeDelta::from_std(self.overlap).map_err(Error::internal)?;
        let end = tx.now() + overlap;
        let end = former.expires_at.map_or(end, |at| at.min(end));
        if former.expires_at != Some(end) {
            set_end(tx, former, Some(end)).await?;
        }
        Ok(Some(end))
    }
}

/// Whether a root token was ever made or configured.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database cannot be read.
pub async fn has_root(reader: &Reader) -> Result<bool> {
    exists(&reader.conn).await
}

fn of_root() -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::Kind.eq(TokenKind::Root))
}

async fn exists(conn: &Conn) -> Result<bool> {
    Ok(of_root().limit(1).one(conn).await?.is_some())
}

fn is_in_force(tx: &Tx, token: &Model) -> bool {
    token.revoked_at.is_none() && token.expires_at.is_none_or(|at| at > tx.now())
}

fn without_secret(done: Done, former_until: Option<DateTime<Utc>>) -> RootToken {
    RootToken {
        done,
        secret: None,
        former_until,
    }
}

async fn set_end(tx: &Tx, before: &Model, end: Option<DateTime<Utc>>) -> Result<()> {
    let after = Model {
        expires_at: end,
        updated_at: tx.now(),
        ..before.clone()
    };
    tx.update(Verb::Updated, before, &after).await?;
    tx.after_commit(AfterCommit::ForgetToken(before.id));
    Ok(())
}

async fn insert(tx: &Tx, secret: &Secret) -> Result<()> {
    tx.insert(&Model {
        id: tx.id(),
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
        created_at: tx.now(),
        updated_at: tx.now(),
        version: 1,
    })
    .await
}
