//! Changes that arrive while others are written: they wait for those, and are then written together in one transaction. Each
//! keeps its own actor, outcome and failure. A change that arrives alone waits for nothing.
//!
//! * At most [`MAX_TOGETHER`] changes are written together. They are taken in turn over the tokens that sent them, so that one
//!   caller does not keep the others waiting; of one token at most [`MAX_WAITING`] changes
//!   may be without a reply.
//! * A batch that met another transaction is tried once more, and then each of its changes by itself: what cannot be written
//!   takes no other change with it.
//! * In its turn a batch waits for locks only briefly. A change that still waits then, or met a lock by itself, goes on
//!   outside the turns, of which there are [`MAX_ALONE`] more transactions: a row that somebody else holds delays the changes
//!   of that row.
//! * A change that may write more than [`MAX_WEIGHT`] rows never waits for others, nor do others wait for it.
//! * Replies are given after the commit, so a refusal that rests on a neighbour's change rests on what is committed.

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
        Decision, Keys, Learned, Member, Operation, Stop, World,
        idempotency::{self, Executed, KeyedChange},
    },
    error::{Code, Error, Result},
    id::TokenId,
};

use super::{
    App,
    attempts::{Attempts, MAX_ATTEMPTS},
    roll_back,
};

/// Changes that are written together at most.
const MAX_TOGETHER: usize = 64;
/// Rows that a change which goes with others may write at most.
const MAX_WEIGHT: usize = 32;
/// Changes of one token that are without a reply at most.
const MAX_WAITING: usize = 1_000;
/// The part of the time for which the database is waited for that a batch waits for a lock in its turn: 200 ms of 5 s.
const PATIENCE: u32 = 25;
/// Transactions at a time of changes that run alone after their batch met another transaction.
const MAX_ALONE: usize = 2;

/// How often a batch is tried when another transaction is in the way, and how it waits for locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tries {
    /// Several changes: twice, and briefly.
    Together,
    /// One change in a turn: once, and briefly.
    Once,
    /// One change: five times, and as long as the database is waited for.
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

/// See the module.
pub(super) struct Gather {
    /// Transactions at a time.
    turns: usize,
    queue: Mutex<Queue>,
    alone: Semaphore,
    /// Changes that wait to go on outside the turns.
    waiting_alone: AtomicUsize,
    /// Whether there can be more transactions beside those of the turns.
    locks_rows: bool,
    /// How long a batch waits for a lock in its turn.
    lock_timeout: Duration,
}

/// Changes that wait, by the token that sent them.
#[derive(Default)]
struct Queue {
    waiting: HashMap<Option<TokenId>, VecDeque<Box<dyn Waiting>>>,
    /// The tokens that have changes waiting, in their turn.
    tokens: VecDeque<Option<TokenId>>,
    /// Of each token that has changes without a reply, what these changes hold: also one that a panic drops is counted no more.
    unanswered: HashMap<Option<TokenId>, Arc<()>>,
    running: usize,
}

/// A change whose caller waits.
trait Waiting: Member {
    /// Replies with what became of the change, or with why nothing did.
    fn reply(&mut self, failed: Option<&Error>);
    /// The failure of a change that could not be decided after what others did in the same transaction, and may be decided by
    /// itself.
    fn failed_before_others(&self) -> Option<Error>;
    /// The operation's name.
    fn name(&self) -> &'static str;
    fn span(&self) -> &Span;
    /// Holds this until the change has its reply.
    fn hold(&mut self, unanswered: Arc<()>);
}

/// An operation of a caller.
struct Caller<O: Operation> {
    actor: Actor,
    operation: O,
    key: Option<KeyedChange>,
    span: Span,
    decided: Option<Result<Executed<O::Output>>>,
    reply: Option<oneshot::Sender<Result<Executed<O::Output>>>>,
    /// Counts the change among those of its token without a reply.
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
            // A caller who has left needs no reply.
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
    /// At most so many transactions at a time.
    pub(super) fn new(turns: usize, locks_rows: bool, database_timeout: Duration) -> Self {
        Self {
            turns,
            queue: Mutex::default(),
            alone: Semaphore::new(MAX_ALONE),
            waiting_alone: AtomicUsize::new(0),
            locks_rows,
            lock_timeout: database_timeout / PATIENCE,
        }
    }

    /// Has the change wait. Whether a turn is free, which the caller then has to take.
    fn wait(&self, mut change: Box<dyn Waiting>) -> Result<bool> {
        let token = change.actor().token();
        let mut queue = self.queue();
        let unanswered = queue.unanswered.entry(token).or_default();
        // The map holds one as well.
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

    /// The changes that go together next, in turn over the tokens. The turn ends where there are none.
    fn next(&self) -> Option<Vec<Box<dyn Waiting>>> {
        let mut queue = self.queue();
        let mut batch = Vec::new();
        while batch.len() < MAX_TOGETHER
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

    /// Whether a change in a turn may wait for a lock as long as the database is waited for.
    fn may_wait(&self) -> bool {
        !self.locks_rows || self.alone.available_permits() > 0
    }

    fn waiting(&self) -> usize {
        let queued: usize = self.queue().waiting.values().map(VecDeque::len).sum();
        queued + self.waiting_alone.load(Relaxed)
    }

    /// Replies to the callers.
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
    /// The number of changes that wait to be written with others.
    #[must_use]
    pub fn waiting_changes(&self) -> usize {
        self.0.gather.waiting()
    }

    /// Whether the operation is a change that is written with others.
    pub(super) fn goes_together<O: Operation>(&self, operation: &O) -> bool {
        let change = operation.change();
        change.is_some_and(|change| change.weight() <= MAX_WEIGHT)
    }

    /// Executes a change together with others that arrive meanwhile.
    pub(super) async fn together<O>(
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
        if self.0.gather.wait(Box::new(caller))? {
            self.spawn_turn();
        }
        let lost = |_| Err(Error::internal("a change got no reply"));
        replied.await.unwrap_or_else(lost)
    }

    /// Writes changes until none wait.
    async fn take_turn(&self) {
        while let Some(batch) = self.0.gather.next() {
            // If it panics, its callers get an error, and the turn goes on.
            let written = AssertUnwindSafe(self.write_together(batch)).catch_unwind();
            let mut written = std::pin::pin!(written);
            if self.0.gather.locks_rows {
                match tokio::time::timeout(self.0.gather.lock_timeout, &mut written).await {
                    Ok(ended) => {
                        log_panic(&ended);
                        continue;
                    }
                    Err(_) => {
                        if let Ok(_permit) = self.0.gather.alone.try_acquire() {
                            // This goes on outside the turns, and another task takes the turn.
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

    async fn write_together(&self, mut batch: Vec<Box<dyn Waiting>>) {
        metrics::histogram!("tenantry_batch_changes").record(batch.len() as f64);
        let tries = match batch.len() {
            1 if self.0.gather.may_wait() => Tries::Patient,
            1 => Tries::Once,
            _ => Tries::Together,
        };
        match self.try_to_write(&mut batch, tries).await {
            Err(error) if is_of_all(&error) => self.0.gather.reply(batch, Some(&error)),
            Err(error) if batch.len() == 1 => self.end_alone(batch, error),
            Err(_) => {
                for change in batch {
                    let mut batch = vec![change];
                    match self.try_to_write(&mut batch, Tries::Once).await {
                        Err(error) => self.end_alone(batch, error),
                        Ok(()) => self.0.gather.reply(batch, None),
                    }
                }
            }
            Ok(()) => {
                let again = |change: &mut Box<dyn Waiting>| change.failed_before_others().is_some();
                let again: Vec<_> = batch.extract_if(.., again).collect();
                self.0.gather.reply(batch, None);
                for change in again {
                    self.spawn_alone(vec![change]);
                }
            }
        }
    }

    /// Ends a change that could not be written by itself: outside the turns where another transaction was in the way.
    fn end_alone(&self, batch: Vec<Box<dyn Waiting>>, error: Error) {
        match error.is_worth_another_try() {
            true => self.spawn_alone(batch),
            false => self.0.gather.reply(batch, Some(&error)),
        }
    }

    fn spawn_alone(&self, mut batch: Vec<Box<dyn Waiting>>) {
        let app = self.clone();
        self.0.tasks.spawn(async move {
            app.0.gather.waiting_alone.fetch_add(1, Relaxed);
            let _permit = app.0.gather.alone.acquire().await;
            app.0.gather.waiting_alone.fetch_sub(1, Relaxed);
            let written = app.try_to_write(&mut batch, Tries::Patient).await;
            app.0.gather.reply(batch, written.err().as_ref());
        });
    }

    async fn try_to_write(&self, batch: &mut [Box<dyn Waiting>], tries: Tries) -> Result<()> {
        let span = match &*batch {
            [change] => change.span().clone(),
            several => {
                let span = tracing::debug_span!("batch", changes = several.len());
                for change in several {
                    span.follows_from(change.span());
                }
                span
            }
        };
        let mut attempts = Attempts::new(tries.number());
        loop {
            let written = self
                .write_once(batch, attempts.learned(), tries)
                .instrument(span.clone());
            match written.await {
                Ok(()) => return Ok(()),
                Err(error) => {
                    let names: Vec<_> = batch.iter().map(|change| change.name()).collect();
                    attempts.wait(error, names).await?;
                }
            }
        }
    }

    async fn write_once(
        &self,
        batch: &mut [Box<dyn Waiting>],
        learned: &Learned,
        tries: Tries,
    ) -> Result<()> {
        let (began, meter) = (Instant::now(), Meter::default());
        let lock_timeout = match tries {
            Tries::Patient => None,
            Tries::Once | Tries::Together => Some(self.0.gather.lock_timeout),
        };
        let mut actor = batch[0].actor().clone();
        actor.meter = meter.clone();
        let written = async {
            let tx = self.begin(&actor, Some(learned), lock_timeout).await?;
            let mut decided = tx.decide_together(batch).await;
            if let ([change], Ok(())) = (&*batch, &decided) {
                decided = change.failed_before_others().map_or(Ok(()), Err);
            }
            match decided {
                Ok(()) => self.commit(&tx).await,
                Err(error) => {
                    roll_back(&tx).await;
                    Err(error)
                }
            }
        };
        let written = written.await;
        charge(batch, &meter, began.elapsed());
        written
    }
}

/// Charges each request with its part of the statements, and with all the time that it has waited.
fn charge(batch: &[Box<dyn Waiting>], meter: &Meter, waited: Duration) {
    let changes = batch.len() as u64;
    let (part, rest) = (meter.statements() / changes, meter.statements() % changes);
    let time = if changes == 1 { meter.time() } else { waited };
    for (place, change) in batch.iter().enumerate() {
        let more = u64::from((place as u64) < rest);
        change.actor().meter.charge(part + more, time);
    }
}

/// Where the database is away, it is so for each change, and what became of a commit is not known.
fn is_of_all(error: &Error) -> bool {
    error.code() == Code::Busy && !error.is_worth_another_try()
}

fn log_panic(ended: &std::thread::Result<()>) {
    if ended.is_err() {
        tracing::error!("writing changes panicked");
    }
}
