//! Batching of user lookups: lookups that arrive while others are in flight wait, and then run
//! together in one statement.
//!
//! The round trip to the database takes longer than a lookup itself, so a batch is several times as
//! fast as single lookups. A lookup that arrives alone does not wait.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard},
};

use tokio::sync::{Semaphore, oneshot};

use crate::{access::Scope, domain::Reader, entity::user::Model, error::Result};

use super::{
    find::{find_by_each, find_by_one},
    lookup_key::{KINDS, LookupKey, LookupKind},
};

/// The number of queues for each kind of lookup. A scope maps to one queue and shares it with few
/// other scopes, so that slow lookups delay few other actors.
const QUEUES: usize = 64;
/// The maximum number of statements of a queue that run at the same time.
const MAX_IN_FLIGHT: usize = 2;
/// The maximum number of lookups in a batch.
const MAX_TOGETHER: usize = 64;

/// The queues of pending user lookups.
#[derive(Debug)]
pub(crate) struct LookupBatcher {
    queues: Vec<LookupQueue>,
    hashes: RandomState,
}

#[derive(Debug)]
struct LookupQueue {
    turns: Semaphore,
    waiting: Mutex<Vec<Waiting>>,
}

/// A lookup that waits for its batch.
#[derive(Debug)]
struct Waiting {
    scope: Scope,
    key: String,
    answer: oneshot::Sender<Result<Vec<Model>>>,
}

impl Default for LookupBatcher {
    fn default() -> Self {
        let queue = || LookupQueue {
            turns: Semaphore::new(MAX_IN_FLIGHT),
            waiting: Mutex::default(),
        };
        Self {
            queues: std::iter::repeat_with(queue).take(KINDS * QUEUES).collect(),
            hashes: RandomState::new(),
        }
    }
}

impl LookupBatcher {
    fn queue(&self, scope: Scope, by: LookupKind) -> &LookupQueue {
        let queue = self.hashes.hash_one(scope) as usize % QUEUES;
        &self.queues[by as usize * QUEUES + queue]
    }
}

impl LookupQueue {
    /// Returns the users who match the key and whom the actor may see. A caller that gets a permit
    /// also runs the waiting lookups with the same scope.
    async fn find(&self, reader: &Reader, lookup_key: &LookupKey) -> Result<Vec<Model>> {
        if let Ok(_turn) = self.turns.try_acquire() {
            return find_by_one(reader, lookup_key).await;
        }
        let mut answered = self.wait(reader, lookup_key);
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut answered => break answer,
                turn = self.turns.acquire() => {
                    if !self.look_up_together(reader, lookup_key.by).await {
                        // Another task runs this lookup already.
                        drop(turn);
                        break answered.await;
                    }
                }
            }
        };
        match answer {
            Ok(found) => found,
            // The task that ran this lookup was cancelled before the result arrived.
            Err(_) => {
                let _turn = self.turns.acquire().await;
                find_by_one(reader, lookup_key).await
            }
        }
    }

    fn wait(
        &self,
        reader: &Reader,
        lookup_key: &LookupKey,
    ) -> oneshot::Receiver<Result<Vec<Model>>> {
        let (answer, answered) = oneshot::channel();
        let mut waiting = self.waiting();
        waiting.retain(|one| !one.answer.is_closed());
        waiting.push(Waiting {
            scope: reader.scope(),
            key: lookup_key.key.clone(),
            answer,
        });
        answered
    }

    /// Runs the waiting lookups of the scope as one batch. Returns `false` if there were none.
    async fn look_up_together(&self, reader: &Reader, by: LookupKind) -> bool {
        let scope = reader.scope();
        let together: Vec<Waiting> = self
            .waiting()
            .extract_if(.., |one| one.scope == scope)
            .take(MAX_TOGETHER)
            .collect();
        if together.is_empty() {
            return false;
        }
        let keys: HashSet<&str> = together.iter().map(|one| one.key.as_str()).collect();
        let keys: Vec<&str> = keys.into_iter().collect();
        let found = find_by_each(reader, by, &keys).await;
        for Waiting { key, answer, .. } in together {
            let users = match &found {
                Ok(found) => Ok(found.get(&key).cloned().unwrap_or_default()),
                Err(error) => Err(error.clone()),
            };
            // A cancelled caller needs no answer.
            answer.send(users).ok();
        }
        true
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}

impl Reader {
    /// Returns the users who match the key. Batches the lookup with others, unless the reader
    /// belongs to a transaction.
    ///
    /// # Errors
    /// Fails if the query fails.
    pub(super) async fn look_up(&self, lookup_key: &LookupKey) -> Result<Vec<Model>> {
        match &self.lookup_batcher {
            Some(lookup_batcher) => {
                let queue = lookup_batcher.queue(self.scope(), lookup_key.by);
                queue.find(self, lookup_key).await
            }
            None => find_by_one(self, lookup_key).await,
        }
    }
}
