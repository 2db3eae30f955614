//! Look-ups of users that come while others are under way: they wait for those and then go together, in one statement.
//!
//! A look-up's way to the database and back takes longer than the look-up itself, so many together are several times as fast
//! as one by one. One that comes alone waits for nothing.

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

/// Lanes for each kind of look-up. Who may see the same shares one, with few others if any: whoever asks for what takes long
/// makes hardly anybody else wait.
const QUEUES: usize = 64;
/// Statements of a lane that run at the same time at the most.
const MAX_IN_FLIGHT: usize = 2;
/// Look-ups that go together at the most.
const MAX_TOGETHER: usize = 64;

/// See the module.
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

/// Somebody's look-up that has no turn yet.
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
    /// Users for whom the criterion holds, and whom the actor may see. Whoever gets a turn looks up for all who wait and
    /// may see what he may.
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
                        // Somebody else is at it.
                        drop(turn);
                        break answered.await;
                    }
                }
            }
        };
        match answer {
            Ok(found) => found,
            // Whoever looked up for this one as well has left before he was done.
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

    /// Whether there was anything to look up.
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
            // Who left needs no answer.
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
    /// Users for whom the criterion holds, together with others' look-ups unless this reads within a transaction.
    ///
    /// # Errors
    /// What the database says.
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
