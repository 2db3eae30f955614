//! The queue of waiting changes, in turn from the tokens that sent them.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::sync::Semaphore;
use tracing::Span;

use crate::{
    domain::Member,
    error::{Code, Error, Result},
    id::TokenId,
};

/// The maximum number of changes in one transaction.
const MAX_CHANGES: usize = 64;
/// The maximum number of changes of one token without a reply.
const MAX_WAITING: usize = 1_000;
/// A batch waits for a lock for `database_timeout` divided by this number: 200 ms of 5 s.
const LOCK_TIMEOUT_DIVISOR: u32 = 25;
/// The maximum number of transactions outside the turns.
const MAX_ALONE: usize = 2;

/// The changes that wait, and the turns that write them.
pub(in crate::app) struct Gather {
    /// The maximum number of turns, which each have one transaction at a time.
    turns: usize,
    queue: Mutex<Queue>,
    pub(super) alone: Semaphore,
    /// The number of changes that wait for a transaction outside the turns.
    pub(super) waiting_alone: AtomicUsize,
    /// Whether the database allows transactions besides those of the turns.
    pub(super) locks_rows: bool,
    /// The longest wait of a batch for a lock.
    pub(super) lock_timeout: Duration,
}

/// Waiting changes by token.
#[derive(Default)]
struct Queue {
    waiting: HashMap<Option<TokenId>, VecDeque<Box<dyn Waiting>>>,
    /// The tokens with waiting changes, in turn.
    tokens: VecDeque<Option<TokenId>>,
    /// Counts the changes of each token without a reply. Each such change holds a clone, so a change
    /// that a panic drops is no longer counted.
    unanswered: HashMap<Option<TokenId>, Arc<()>>,
    running: usize,
}

/// A change whose caller waits for the reply.
pub(super) trait Waiting: Member {
    /// Sends the outcome, or the failure of the whole transaction.
    fn reply(&mut self, failed: Option<&Error>);
    /// Returns the failure of a change that could not be decided after the other changes of the
    /// transaction, and may succeed alone.
    fn failed_before_others(&self) -> Option<Error>;
    /// Returns the name of the operation.
    fn name(&self) -> &'static str;
    fn span(&self) -> &Span;
    /// Keeps the counter until the reply is sent.
    fn hold(&mut self, unanswered: Arc<()>);
}

impl Gather {
    /// Creates a queue with at most `turns` transactions at a time.
    pub(in crate::app) fn new(turns: usize, locks_rows: bool, database_timeout: Duration) -> Self {
        Self {
            turns,
            queue: Mutex::default(),
            alone: Semaphore::new(MAX_ALONE),
            waiting_alone: AtomicUsize::new(0),
            locks_rows,
            lock_timeout: database_timeout / LOCK_TIMEOUT_DIVISOR,
        }
    }

    /// Adds the change to the queue. Returns whether a turn is free, which the caller must then take.
    pub(super) fn push(&self, mut change: Box<dyn Waiting>) -> Result<bool> {
        let token = change.actor().token();
        let mut queue = self.queue();
        let unanswered = queue.unanswered.entry(token).or_default();
        // One of the clones is in the map.
        if Arc::strong_count(unanswered) > MAX_WAITING {
            let message = "Too many changes of this token wait to be written. This one was not written; try again.";
            return Err(Error::new(Code::Busy, message));
        }
        change.hold(unanswered.clone());
        let waiting = queue.waiting.entry(token).or_default();
        waiting.push_back(change);
        if waiting.len() == 1 {
            queue.tokens.push_back(token);
        }
        let is_free = queue.running < self.turns;
        queue.running += usize::from(is_free);
        Ok(is_free)
    }

    /// Takes the changes of the next transaction, in turn from the tokens. Ends the turn if none wait.
    pub(super) fn next(&self) -> Option<Vec<Box<dyn Waiting>>> {
        let mut queue = self.queue();
        let mut batch = Vec::new();
        while batch.len() < MAX_CHANGES
            && let Some(token) = queue.tokens.pop_front()
        {
            let Some(waiting) = queue.waiting.get_mut(&token) else {
                continue;
            };
            batch.extend(waiting.pop_front());
            match waiting.is_empty() {
                true => drop(queue.waiting.remove(&token)),
                false => queue.tokens.push_back(token),
            }
        }
        if batch.is_empty() {
            queue.running -= 1;
            return None;
        }
        Some(batch)
    }

    /// Returns whether a change in a turn may wait for a lock as long as `database_timeout`.
    pub(super) fn may_wait(&self) -> bool {
        !self.locks_rows || self.alone.available_permits() > 0
    }

    pub(super) fn waiting(&self) -> usize {
        let queued: usize = self.queue().waiting.values().map(VecDeque::len).sum();
        queued + self.waiting_alone.load(Relaxed)
    }

    /// Sends the replies.
    pub(super) fn reply(&self, batch: Vec<Box<dyn Waiting>>, failed: Option<&Error>) {
        for mut change in batch {
            change.reply(failed);
        }
        let mut queue = self.queue();
        let is_waiting = |_: &Option<TokenId>, held: &mut Arc<()>| Arc::strong_count(held) > 1;
        queue.unanswered.retain(is_waiting);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}
