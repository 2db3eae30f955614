//! Idempotency keys: the outcome of a change under a key is stored, and returned when the change is
//! sent again with the key.
//!
//! A key belongs to one token. A request with several changes stores one outcome for each path of a
//! change. Only outcomes of successful changes are stored, in the transaction of the change, and
//! never with a secret. A repeated change returns the stored outcome if the actor still has the
//! access that the change required. Whatever else the response contains is read again.

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::{
    access::{Permission, Target},
    entity::idempotency_key::{KeyId, Model},
    error::{Code, Error, Result},
    id::TokenId,
};

use super::{
    Operation, Outcome, Tx,
    engine::{self, Decide, Decision, Keys, Required, Stop, World},
};

/// The time for which an outcome is stored.
const LIFETIME: TimeDelta = TimeDelta::days(7);
/// The maximum length of a key and of a path.
const MAX_LENGTH: usize = 255;

/// The caller's key for a request that may be sent again. It is not logged.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(Arc<str>);

impl IdempotencyKey {
    /// Parses a key. Returns `None` unless the key has 1 to 255 visible ASCII characters.
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

/// One change of a request with a key.
#[derive(Debug, Clone)]
pub(crate) struct KeyedChange {
    id: KeyId,
    /// SHA-256 of the operation and of how it is executed.
    hash: Vec<u8>,
}

/// An operation that was executed, now or by an earlier request with the same key.
pub(crate) struct Executed<T> {
    pub(crate) outcome: Outcome<T>,
    pub(crate) is_replay: bool,
}

/// The outcome of a change, and the access that the change required.
#[derive(Serialize, Deserialize)]
struct StoredOutcome<O> {
    outcome: O,
    /// The access that returning the outcome again requires.
    needed: Required,
}

impl<T> Executed<T> {
    /// Wraps the outcome of an operation that was executed now.
    pub(crate) fn now(outcome: Outcome<T>) -> Self {
        Self {
            outcome,
            is_replay: false,
        }
    }
}

impl KeyedChange {
    /// Creates a keyed change.
    ///
    /// # Errors
    /// `INVALID_REQUEST` if the path is too long to be stored.
    pub(crate) fn new<O: Operation>(
        token: TokenId,
        key: &IdempotencyKey,
        path: &str,
        is_atomic: bool,
        operation: &O,
    ) -> Result<Self> {
        if path.len() > MAX_LENGTH {
            let message = format!(
                "With an `Idempotency-Key` the response name of a change must be at most \
                 {MAX_LENGTH} bytes; this one has {}. Use a shorter alias.",
                path.len()
            );
            return Err(Error::new(Code::InvalidRequest, message));
        }
        let content = serde_json::to_vec(&(O::NAME, operation, is_atomic));
        Ok(Self {
            id: KeyId {
                token,
                key: key.0.to_string(),
                path: path.to_owned(),
            },
            hash: Sha256::digest(content.map_err(Error::internal)?).to_vec(),
        })
    }

    /// Names the row that the change depends on.
    pub(crate) fn reads(&self, keys: &mut Keys) {
        keys.idempotency_key(&self.id);
    }

    /// Returns the stored outcome of the change, if it was made before.
    ///
    /// # Errors
    /// `IDEMPOTENCY_MISMATCH` if another change was made with the key. The error of the access that
    /// the change required, if the actor no longer has it.
    pub(crate) fn replay<T: DeserializeOwned>(
        &self,
        world: &mut World,
    ) -> Decision<Option<Outcome<T>>> {
        let Some(stored) = world.stored(&self.id)? else {
            return Ok(None);
        };
        if stored.hash != self.hash {
            let message = "This `Idempotency-Key` was already used for another change. Repeat \
                           that change, or use a new key.";
            return Err(Error::new(Code::IdempotencyMismatch, message).into());
        }
        let StoredOutcome { outcome, needed } =
            serde_json::from_str(stored.outcome.as_deref().unwrap_or_default())
                .map_err(Error::internal)?;
        require_again(world, &needed)?;
        Ok(Some(outcome))
    }

    /// Stores the outcome of the change and the access that the change required.
    ///
    /// # Errors
    /// `INTERNAL` if the outcome cannot be serialized.
    pub(crate) fn store<T: Serialize>(
        &self,
        world: &mut World,
        outcome: &Outcome<T>,
        needed: Required,
    ) -> Decision<()> {
        let stored = StoredOutcome { outcome, needed };
        let KeyId { token, key, path } = self.id.clone();
        world.store(Model {
            token_id: token,
            key,
            path,
            hash: self.hash.clone(),
            outcome: Some(serde_json::to_string(&stored).map_err(Error::internal)?),
            expires_at: world.now() + LIFETIME,
        })
    }
}

/// Decides a change, or returns the outcome of an earlier change with the same key.
///
/// # Errors
/// The refusal of the change, or the rows that it still needs. `IDEMPOTENCY_MISMATCH` if another
/// change was made with the key.
pub(crate) fn decide<C>(
    world: &mut World,
    change: &C,
    key: Option<&KeyedChange>,
) -> Decision<Executed<C::Output>>
where
    C: Decide<Output: Serialize + DeserializeOwned> + ?Sized,
{
    if let Some(key) = key
        && let Some(outcome) = key.replay(world)?
    {
        return Ok(Executed {
            outcome,
            is_replay: true,
        });
    }
    let (mark, before) = (world.mark(), world.records());
    let output = engine::decide(world, change)?;
    let outcome = Outcome {
        output,
        records: world.records() - before,
    };
    if let Some(key) = key {
        let needed = world.required().clone();
        if let Err(failed) = key.store(world, &outcome, needed) {
            world.undo(mark);
            return Err(failed);
        }
    }
    Ok(Executed::now(outcome))
}

/// Checks that the actor still has the access. Orgs may have been retired since the change, and
/// objects that can be deleted may be gone.
fn require_again(world: &mut World, needed: &Required) -> Decision<()> {
    let mut keys = Keys::default();
    for (permission, target) in needed {
        let decided = require_one_again(world, *permission, *target);
        keys.collect(decided)?;
    }
    keys.must_be_empty()
}

fn require_one_again(world: &mut World, permission: Permission, target: Target) -> Decision<()> {
    if world.is_gone(target)? {
        return Ok(());
    }
    let target = match target {
        Target::Org(org) => Target::OrgInAnyState(org),
        other => other,
    };
    match world.require_for_target(permission, target) {
        Err(Stop::Refused(error)) if error.code() == Code::OrgRetired => Ok(()),
        required => required,
    }
}

impl Tx {
    /// Executes an operation and writes its events, or returns the outcome of an earlier request
    /// with the same key.
    ///
    /// # Errors
    /// The refusal of the operation. `IDEMPOTENCY_MISMATCH` if another change was made with the
    /// key.
    pub(crate) async fn execute<O: Operation>(
        &self,
        key: Option<&KeyedChange>,
        operation: &O,
    ) -> Result<Executed<O::Output>> {
        let Some(key) = key else {
            return Ok(Executed::now(self.run(operation).await?));
        };
        let mut keys = Keys::default();
        key.reads(&mut keys);
        let replayed = self
            .in_world(keys.clone(), |world| key.replay(world))
            .await?;
        if let Some(outcome) = replayed {
            return Ok(Executed {
                outcome,
                is_replay: true,
            });
        }
        self.remember_required();
        let outcome = self.run(operation).await?;
        let needed = self.take_required();
        self.in_world(keys, |world| key.store(world, &outcome, needed.clone()))
            .await?;
        Ok(Executed::now(outcome))
    }

    async fn run<O: Operation>(&self, operation: &O) -> Result<Outcome<O::Output>> {
        let output = self.perform(operation).await?;
        Ok(Outcome {
            output,
            records: self.flush().await?,
        })
    }
}
