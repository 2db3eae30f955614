//! What makes a change safe to repeat: under a key of the caller's, what it gave back is kept beside it.
//!
//! A key is its token's own and names one change for each place in a request. Only what was carried out is kept, in the
//! transaction that did it, and never a secret. Whoever comes again gets the same outcome if he still has the access; what
//! hangs on it is read anew.

use std::sync::Arc;

use chrono::TimeDelta;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    access::{Access, Target, target},
    db::Sql,
    entity::idempotency_key::Entity,
    error::{Code, Error, Result},
    id::{OrgId, TokenId},
};

use super::{Operation, Outcome, Tx, tx::Needed};

/// How long an outcome is kept.
const KEPT: TimeDelta = TimeDelta::days(7);
/// Characters of a key at the most, and of a path.
const MAX_LENGTH: usize = 255;
/// Rows that have had their time and go with each one that comes: more than one, so that they become fewer.
const SWEPT: u32 = 4;

/// What a caller calls a request that he may send again. It is not shown in the log.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(Arc<str>);

impl IdempotencyKey {
    /// `None` unless it is 1 to 255 visible characters of ASCII.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        ((1..=MAX_LENGTH).contains(&text.len()) && is_visible).then(|| Self(text.into()))
    }
}

impl std::fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdempotencyKey(..)")
    }
}

/// One change of a request that came with a key.
#[derive(Debug, Clone)]
pub(crate) struct Once {
    token: TokenId,
    key: IdempotencyKey,
    path: String,
    is_atomic: bool,
}

/// An operation that was carried out, now or before.
pub(crate) struct Carried<T> {
    pub(crate) outcome: Outcome<T>,
    pub(crate) is_replay: bool,
}

impl<T> Carried<T> {
    /// What an operation did that was executed now.
    pub(crate) fn first(outcome: Outcome<T>) -> Self {
        Self {
            outcome,
            is_replay: false,
        }
    }
}

/// What is kept of an operation that was carried out.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    outcome: Outcome<T>,
    /// What it takes to be told again.
    needed: Needed,
}

impl Once {
    /// # Errors
    /// `INVALID_REQUEST` when the path is too long to be kept.
    pub(crate) fn new(
        token: TokenId,
        key: &IdempotencyKey,
        path: &str,
        is_atomic: bool,
    ) -> Result<Self> {
        if path.len() > MAX_LENGTH {
            let message = format!(
                "With an `Idempotency-Key` the name under which a change is asked for may have {MAX_LENGTH} bytes; this one \
                 has {}.",
                path.len()
            );
            return Err(Error::new(Code::InvalidRequest, message));
        }
        Ok(Self {
            token,
            key: key.clone(),
            path: path.to_owned(),
            is_atomic,
        })
    }

    fn hash<O: Operation>(&self, operation: &O) -> Result<Vec<u8>> {
        let said = serde_json::to_vec(&(O::NAME, operation, self.is_atomic));
        Ok(Sha256::digest(said.map_err(Error::internal)?).to_vec())
    }

    /// The row's key.
    fn id(&self) -> (TokenId, String, String) {
        (self.token, self.key.0.to_string(), self.path.clone())
    }
}

impl Tx {
    /// Checks what an operation needs, runs it and writes its events; or gives what it gave when it came before.
    pub(crate) async fn carry_out<O: Operation>(
        &self,
        once: Option<&Once>,
        operation: &O,
    ) -> Result<Carried<O::Output>> {
        let Some(once) = once else {
            return Ok(Carried::first(self.run(operation).await?));
        };
        let hash = once.hash(operation)?;
        if !self.claim(once, &hash).await? {
            let outcome = self.repeat::<O>(once, &hash).await?;
            return Ok(Carried {
                outcome,
                is_replay: true,
            });
        }
        self.remember_needs();
        let kept = Kept {
            outcome: self.run(operation).await?,
            needed: self.needed(),
        };
        let said = serde_json::to_string(&kept).map_err(Error::internal)?;
        self.keep(once, said).await?;
        self.sweep().await?;
        Ok(Carried::first(kept.outcome))
    }

    async fn run<O: Operation>(&self, operation: &O) -> Result<Outcome<O::Output>> {
        let output = self.perform(operation).await?;
        Ok(Outcome {
            output,
            records: self.flush().await?,
        })
    }

    /// Whether this is the first time, as far as anybody remembers. Waits for whoever is at the same thing.
    async fn claim(&self, once: &Once, hash: &[u8]) -> Result<bool> {
        let (token, key, path) = once.id();
        let mut sql = Sql::new(
            self.conn(),
            "INSERT INTO idempotency_keys AS kept (token_id, key, path, hash, expires_at) VALUES (",
        );
        sql.bind(token).push(", ").bind(key).push(", ").bind(path);
        sql.push(", ").bind(hash.to_vec());
        sql.push(", ").bind(self.now() + KEPT);
        // What has had its time is not there.
        sql.push(
            ") ON CONFLICT (token_id, key, path) DO UPDATE SET hash = excluded.hash, outcome = NULL, \
             expires_at = excluded.expires_at WHERE kept.expires_at <= ",
        )
        .bind(self.now());
        Ok(sql.execute(self.conn()).await?.rows_affected() > 0)
    }

    async fn repeat<O: Operation>(&self, once: &Once, hash: &[u8]) -> Result<Outcome<O::Output>> {
        let Some(kept) = Entity::find_by_id(once.id()).one(self.conn()).await? else {
            return Err(Error::busy("the key has had its time meanwhile").again());
        };
        if kept.hash != hash {
            return Err(Error::new(
                Code::IdempotencyMismatch,
                "This `Idempotency-Key` came before, with another change here. Send just what it came with, or a new key.",
            ));
        }
        let kept = kept.outcome.unwrap_or_default();
        let kept: Kept<O::Output> = serde_json::from_str(&kept).map_err(Error::internal)?;
        self.require_again(kept.needed).await?;
        Ok(kept.outcome)
    }

    /// All that was needed is still there: whatever has become of orgs, and of things that were there to be deleted.
    async fn require_again(&self, needed: Needed) -> Result<()> {
        let orgs: Vec<OrgId> = needed
            .iter()
            .filter_map(|(_, target)| org(*target))
            .collect();
        let held = self.held(&orgs).await?;
        for (permission, target) in needed {
            if org(target).is_some_and(|org| held.in_org(org).rights().contains(permission)) {
                continue;
            }
            match self.require(Access::new(permission, target)).await {
                Ok(()) => {}
                Err(error) if error.code() == Code::OrgRetired => {}
                Err(_) if target::is_gone(self.conn(), target).await? => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn keep(&self, once: &Once, outcome: String) -> Result<()> {
        let (token, key, path) = once.id();
        let mut sql = Sql::new(self.conn(), "UPDATE idempotency_keys SET outcome = ");
        sql.bind(outcome).push(" WHERE token_id = ").bind(token);
        sql.push(" AND key = ").bind(key);
        sql.push(" AND path = ").bind(path);
        sql.execute(self.conn()).await.map(drop)
    }

    async fn sweep(&self) -> Result<()> {
        let mut sql = Sql::new(self.conn(), "");
        sql.delete_some("idempotency_keys", SWEPT, |sql| {
            sql.push("expires_at <= ").bind(self.now());
        });
        sql.execute(self.conn()).await.map(drop)
    }
}

/// Of what there may be many, looked at together.
fn org(target: Target) -> Option<OrgId> {
    match target {
        Target::Org(org) => Some(org),
        _ => None,
    }
}
