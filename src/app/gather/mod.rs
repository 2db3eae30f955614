//! Changes that arrive while others are written wait for them, and then share one transaction. Each
//! change keeps its own actor, outcome and failure. A change that arrives alone does not wait.
//!
//! * At most `MAX_CHANGES` changes share a transaction. They are taken in turn from the tokens that
//!   sent them, so that one token does not delay the others. At most `MAX_WAITING` changes of one
//!   token may be without a reply.
//! * A batch that met another transaction is tried once more, and then each of its changes alone: a
//!   change that cannot be written does not fail the others.
//! * A batch waits for locks only for a short time. A change that still waits, or met a lock when
//!   alone, continues outside the turns, in one of `MAX_ALONE` further transactions. So a row that
//!   is locked elsewhere delays the changes of that row only.
//! * A change that may write more than `MAX_WEIGHT` rows neither waits for other changes nor makes
//!   them wait.
//! * Replies are sent after the commit, so a refusal because of a change in the same transaction
//!   relies on committed rows.

mod batch;
mod caller;
mod queue;

pub(super) use queue::Gather;

use std::{panic::AssertUnwindSafe, sync::atomic::Ordering::Relaxed, time::Instant};

use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::oneshot;
use tracing::{Instrument, Span};

use crate::{
    access::Actor,
    db::Meter,
    domain::{
        Operation,
        idempotency::{Executed, KeyedChange},
    },
    error::{Code, Error, Result},
};

use super::{App, retry::MAX_ATTEMPTS};

use {batch::Batch, caller::Caller, queue::Waiting};

/// The maximum number of rows that a change in a shared transaction may write.
const MAX_WEIGHT: usize = 32;

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
