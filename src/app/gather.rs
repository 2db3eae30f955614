//! Changes that arrive while others are written wait for them, and then share one transaction. Each
//! change keeps its own actor, outcome and failure. A change that arrives alone does not wait.
//!
//! * At most [`MAX_CHANGES`] changes share a transaction. They are taken in turn from the tokens that
//!   sent them, so that one token does not delay the others. At most [`MAX_WAITING`] changes of one
//!   token may be without a reply.
//! * A batch that met another transaction is tried once more, and then each of its changes alone: a
//!   change that cannot be written does not fail the others.
//! * A batch waits for locks only for a short time. A change that still waits, or met a lock when
//!   alone, continues outside the turns, in one of [`MAX_ALONE`] further transactions. So a row that
//!   is locked elsewhere delays the changes of that row only.
//! * A change that may write more than [`MAX_WEIGHT`] rows neither waits for other changes nor makes
//!   them wait.
//! * Replies are sent after the commit, so a refusal because of a change in the same transaction
//!   relies on committed rows.

use std::{
    collections::{HashMap, VecDeque},
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::{Semaphore, oneshot};
use tracing::{Instrument, Span};

use crate::{
    access::Actor,
    db::Meter,
    domain::{
        Decision, Keys, Member, Operation, Stop, Tx, World,
        idempotency::{self, Executed, KeyedChange},
    },
    error::{Code, Error, Result},
    id::TokenId,
};

use super::{App, retry::MAX_ATTEMPTS, transaction::Work};

/// The maximum number of changes in one transaction.
const MAX_CHANGES: usize = 64;
/// The maximum number of rows that a change in a shared transaction may write.
const MAX_WEIGHT: usize = 32;
/// The maximum number of changes of one token without a reply.
const MAX_WAITING: usize = 1_000;
/// A batch waits for a lock for `database_timeout` divided by this number: 200 ms of 5 s.
const LOCK_TIMEOUT_DIVISOR: u32 = 25;
/// The maximum number of transactions outside the turns.
const MAX_ALONE: usize = 2;

/// Returns whether the operation is a change that can share a transaction.
pub(super) fn accepts<O: Operation>(operation: &O) -> bool {
    let change = operation.change();
    change.is_some_and(|change| change.weight() <= MAX_WEIGHT)
}

/// How often a batch is tried when another transaction is in the way, and how long it waits for locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tries {
    /// Several changes: twice, with a short wait.
    Together,
    /// One change in a turn: once, with a short wait.
    Once,
    /// One change: five times, with waits of `database_timeout`.
    Patient,
}

impl Tries {
    fn number(self) -> u32 {
        match self {
            Self::Together => 2,
            Self::Once => 1,
            Self::Patient => MAX_ATTEMPTS,
        }
    }
}

/// The changes that wait, and the turns that write them.
pub(super) struct Gather {
    /// The maximum number of turns, which each have one transaction at a time.
    turns: usize,
    queue: Mutex<Queue>,
    alone: Semaphore,
    /// The number of changes that wait for a transaction outside the turns.
    waiting_alone: AtomicUsize,
    /// Whether the database allows transactions besides those of the turns.
    locks_rows: bool,
    /// The longest wait of a batch for a lock.
    lock_timeout: Duration,
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
trait Waiting: Member {
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

/// An operation whose caller waits for the reply.
struct Caller<O: Operation> {
    actor: Actor,
    operation: O,
    key: Option<KeyedChange>,
    span: Span,
    decided: Option<Result<Executed<O::Output>>>,
    reply: Option<oneshot::Sender<Result<Executed<O::Output>>>>,
    /// Counts this change as one without a reply.
    held_unanswered: Option<Arc<()>>,
}

impl<O: Operation> Member for Caller<O> {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn reads(&self, world: &World, keys: &mut Keys) {
        if let Some(change) = self.operation.change() {
            change.reads(world, keys);
        }
        if let Some(key) = &self.key {
            key.reads(keys);
        }
    }

    fn decide(&mut self, world: &mut World) -> Decision<()> {
        let Some(change) = self.operation.change() else {
            return Ok(());
        };
        let key = self.key.as_ref();
        let decide = || idempotency::decide(world, change, key);
        self.decided = Some(match self.span.in_scope(decide) {
            Ok(executed) => Ok(executed),
            Err(Stop::Refused(error)) => Err(error),
            Err(needs) => return Err(needs),
        });
        Ok(())
    }
}

impl<O: Operation> Waiting for Caller<O> {
    fn reply(&mut self, failed: Option<&Error>) {
        let outcome = match failed {
            Some(error) => Some(Err(error.clone())),
            None => self.decided.take(),
        };
        if let (Some(reply), Some(outcome)) = (self.reply.take(), outcome) {
            // The caller may have disconnected.
            reply.send(outcome).ok();
        }
    }

    fn failed_before_others(&self) -> Option<Error> {
        let failed = self.decided.as_ref()?.as_ref().err()?;
        failed.is_worth_another_try().then(|| failed.clone())
    }

    fn name(&self) -> &'static str {
        O::NAME
    }

    fn span(&self) -> &Span {
        &self.span
    }

    fn hold(&mut self, unanswered: Arc<()>) {
        self.held_unanswered = Some(unanswered);
    }
}

impl Gather {
    /// Creates a queue with at most `turns` transactions at a time.
    pub(super) fn new(turns: usize, locks_rows: bool, database_timeout: Duration) -> Self {
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
    fn push(&self, mut change: Box<dyn Waiting>) -> Result<bool> {
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
    fn next(&self) -> Option<Vec<Box<dyn Waiting>>> {
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
    fn may_wait(&self) -> bool {
        !self.locks_rows || self.alone.available_permits() > 0
    }

    fn waiting(&self) -> usize {
        let queued: usize = self.queue().waiting.values().map(VecDeque::len).sum();
        queued + self.waiting_alone.load(Relaxed)
    }

    /// Sends the replies.
    fn reply(&self, batch: Vec<Box<dyn Waiting>>, failed: Option<&Error>) {
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

impl App {
    /// Returns the number of changes that wait for a shared transaction.
    #[must_use]
    pub fn waiting_changes(&self) -> usize {
        self.0.gather.waiting()
    }

    /// Executes a change in a transaction that it shares with other changes.
    pub(super) async fn gather<O>(
        &self,
        actor: &Actor,
        key: Option<KeyedChange>,
        operation: O,
    ) -> Result<Executed<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let (reply, replied) = oneshot::channel();
        let caller = Caller {
            actor: actor.clone(),
            operation,
            key,
            span: Span::current(),
            decided: None,
            reply: Some(reply),
            held_unanswered: None,
        };
        if self.0.gather.push(Box::new(caller))? {
            self.spawn_turn();
        }
        let lost = |_| Err(Error::internal("a change got no reply"));
        replied.await.unwrap_or_else(lost)
    }

    /// Writes changes until none wait.
    async fn take_turn(&self) {
        while let Some(batch) = self.0.gather.next() {
            // If this panics, its callers get an error, and the turn goes on.
            let written = AssertUnwindSafe(self.write(batch)).catch_unwind();
            let mut written = std::pin::pin!(written);
            if self.0.gather.locks_rows {
                match tokio::time::timeout(self.0.gather.lock_timeout, &mut written).await {
                    Ok(ended) => {
                        log_panic(&ended);
                        continue;
                    }
                    Err(_) => {
                        if let Ok(_permit) = self.0.gather.alone.try_acquire() {
                            // This batch continues outside the turns, and another task takes the turn.
                            self.spawn_turn();
                            log_panic(&written.await);
                            return;
                        }
                    }
                }
            }
            log_panic(&written.await);
        }
    }

    fn spawn_turn(&self) {
        let app = self.clone();
        let turn: BoxFuture<'static, ()> = Box::pin(async move { app.take_turn().await });
        self.0.tasks.spawn(turn);
    }

    /// Writes a batch. If that fails, writes each change alone.
    async fn write(&self, changes: Vec<Box<dyn Waiting>>) {
        metrics::histogram!("tenantry_batch_changes").record(changes.len() as f64);
        let tries = match changes.len() {
            1 if self.0.gather.may_wait() => Tries::Patient,
            1 => Tries::Once,
            _ => Tries::Together,
        };
        let (changes, written) = self.try_to_write(changes, tries).await;
        match written {
            Err(error) if is_of_all(&error) => self.0.gather.reply(changes, Some(&error)),
            Err(error) if changes.len() == 1 => self.end_alone(changes, error),
            Err(_) => {
                for change in changes {
                    match self.try_to_write(vec![change], Tries::Once).await {
                        (change, Err(error)) => self.end_alone(change, error),
                        (change, Ok(())) => self.0.gather.reply(change, None),
                    }
                }
            }
            Ok(()) => {
                let again = |change: &mut Box<dyn Waiting>| change.failed_before_others().is_some();
                let mut changes = changes;
                let again: Vec<_> = changes.extract_if(.., again).collect();
                self.0.gather.reply(changes, None);
                for change in again {
                    self.spawn_alone(vec![change]);
                }
            }
        }
    }

    /// Ends a change that failed alone: outside the turns if another transaction was in the way.
    fn end_alone(&self, change: Vec<Box<dyn Waiting>>, error: Error) {
        match error.is_worth_another_try() {
            true => self.spawn_alone(change),
            false => self.0.gather.reply(change, Some(&error)),
        }
    }

    fn spawn_alone(&self, change: Vec<Box<dyn Waiting>>) {
        let app = self.clone();
        self.0.tasks.spawn(async move {
            app.0.gather.waiting_alone.fetch_add(1, Relaxed);
            let _permit = app.0.gather.alone.acquire().await;
            app.0.gather.waiting_alone.fetch_sub(1, Relaxed);
            let (change, written) = app.try_to_write(change, Tries::Patient).await;
            app.0.gather.reply(change, written.err().as_ref());
        });
    }

    async fn try_to_write(
        &self,
        changes: Vec<Box<dyn Waiting>>,
        tries: Tries,
    ) -> (Vec<Box<dyn Waiting>>, Result<()>) {
        let lock_timeout = match tries {
            Tries::Patient => None,
            Tries::Once | Tries::Together => Some(self.0.gather.lock_timeout),
        };
        let mut batch = Batch {
            changes,
            lock_timeout,
            meter: Meter::default(),
            started: Instant::now(),
        };
        let span = batch.span();
        let written = self
            .retry(&mut batch, tries.number())
            .instrument(span)
            .await;
        batch.charge();
        (batch.changes, written)
    }
}

/// Changes that share a transaction.
struct Batch {
    changes: Vec<Box<dyn Waiting>>,
    lock_timeout: Option<Duration>,
    meter: Meter,
    started: Instant,
}

impl Batch {
    fn span(&self) -> Span {
        match &*self.changes {
            [change] => change.span().clone(),
            changes => {
                let span = tracing::debug_span!("batch", changes = changes.len());
                for change in changes {
                    span.follows_from(change.span());
                }
                span
            }
        }
    }

    /// Charges each request with its part of the statements, and with the whole time that it waited.
    fn charge(&self) {
        let changes = self.changes.len() as u64;
        let (part, rest) = (
            self.meter.statements() / changes,
            self.meter.statements() % changes,
        );
        let time = match changes {
            1 => self.meter.time(),
            _ => self.started.elapsed(),
        };
        for (place, change) in self.changes.iter().enumerate() {
            let more = u64::from((place as u64) < rest);
            change.actor().meter.charge(part + more, time);
        }
    }
}

impl Work for Batch {
    type Output = ();

    fn actor(&self) -> Actor {
        let mut actor = self.changes[0].actor().clone();
        actor.meter = self.meter.clone();
        actor
    }

    fn operations(&self) -> Vec<&'static str> {
        self.changes.iter().map(|change| change.name()).collect()
    }

    fn lock_timeout(&self) -> Option<Duration> {
        self.lock_timeout
    }

    async fn run(&mut self, tx: &Tx) -> Result<()> {
        tx.decide_together(&mut self.changes).await?;
        match &*self.changes {
            [change] => change.failed_before_others().map_or(Ok(()), Err),
            _ => Ok(()),
        }
    }
}

/// Returns whether the failure applies to each change: the database is not reachable, or the outcome
/// of the commit is unknown.
fn is_of_all(error: &Error) -> bool {
    error.code() == Code::Busy && !error.is_worth_another_try()
}

fn log_panic(ended: &std::thread::Result<()>) {
    if ended.is_err() {
        tracing::error!("writing changes panicked");
    }
}
