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
    criterion::{By, Criterion, KINDS},
    find::{find_by_each, find_by_one},
};

/// Lanes for each kind of look-up. Who may see the same shares one, with few others if any: whoever asks for what takes long
/// makes hardly anybody else wait.
const LANES: usize = 64;
/// Statements of a lane that run at the same time at the most.
const TURNS: usize = 2;
/// Look-ups that go together at the most.
const MAX_TOGETHER: usize = 64;

/// See the module.
#[derive(Debug)]
pub(crate) struct LookUps {
    lanes: Vec<Lane>,
    hashes: RandomState,
}

#[derive(Debug)]
struct Lane {
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

impl Default for LookUps {
    fn default() -> Self {
        let lane = || Lane {
            turns: Semaphore::new(TURNS),
            waiting: Mutex::default(),
        };
        Self {
            lanes: std::iter::repeat_with(lane).take(KINDS * LANES).collect(),
            hashes: RandomState::new(),
        }
    }
}

impl LookUps {
    fn lane(&self, scope: Scope, by: By) -> &Lane {
        let lane = self.hashes.hash_one(scope) as usize % LANES;
        &self.lanes[by as usize * LANES + lane]
    }
}

impl Lane {
    /// Users for whom the criterion holds, and whom the actor may see. Whoever gets a turn looks up for all who wait and
    /// may see what he may.
    async fn find(&self, reader: &Reader, criterion: &Criterion) -> Result<Vec<Model>> {
        if let Ok(_turn) = self.turns.try_acquire() {
            return find_by_one(reader, criterion).await;
        }
        let mut answered = self.wait(reader, criterion);
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut answered => break answer,
                turn = self.turns.acquire() => {
                    if !self.look_up_together(reader, criterion.by).await {
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
                find_by_one(reader, criterion).await
            }
        }
    }

    fn wait(
        &self,
        reader: &Reader,
        criterion: &Criterion,
    ) -> oneshot::Receiver<Result<Vec<Model>>> {
        let (answer, answered) = oneshot::channel();
        let mut waiting = self.waiting();
        waiting.retain(|one| !one.answer.is_closed());
        waiting.push(Waiting {
            scope: reader.scope(),
            key: criterion.key.clone(),
            answer,
        });
        answered
    }

    /// Whether there was anything to look up.
    async fn look_up_together(&self, reader: &Reader, by: By) -> bool {
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
    pub(super) async fn look_up(&self, criterion: &Criterion) -> Result<Vec<Model>> {
        match &self.look_ups {
            Some(look_ups) => {
                let lane = look_ups.lane(self.scope(), criterion.by);
                lane.find(self, criterion).await
            }
            None => find_by_one(self, criterion).await,
        }
    }
}
