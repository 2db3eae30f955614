//! The changes and reads of one request. Each change has a transaction of its own, or all share one.
//!
//! In one transaction, reads see the changes before them, nothing is retried, and the commit comes at
//! the end. In a dry run each change has a savepoint and may fail alone. In an atomic request the
//! first failure ends the transaction.

use std::{
    mem::take,
    sync::{Arc, Mutex, MutexGuard},
    time::Instant,
};

use tokio_util::sync::CancellationToken;

use crate::{
    access::Actor,
    domain::{
        Change, Operation, Outcome, Reader, Tx,
        idempotency::{Executed, KeyedChange},
        job::QueueJob,
    },
    error::{Code, Error, Result},
};

use super::{App, Options, count, transaction::roll_back};

/// The changes and reads of one request. Cheap to clone.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    app: App,
    actor: Actor,
    options: Options,
    reader: Reader,
    /// `None` if each change has a transaction of its own.
    shared: Option<SharedTransaction>,
    progress: Mutex<Progress>,
}

struct SharedTransaction {
    /// The transaction, or why it could not begin. Each change then fails with that error.
    tx: Result<Tx>,
    caller_left: CancellationToken,
}

/// The outcome of the changes so far.
#[derive(Default)]
struct Progress {
    changes: usize,
    replays: usize,
    failed: Option<Failed>,
    is_given_up: bool,
    /// The jobs to queue after the rollback of a dry run.
    jobs: Vec<QueueJob>,
}

/// The change that ended an atomic session.
#[derive(Debug, Clone)]
pub struct Failed {
    /// The path of the change in the request.
    pub path: String,
    /// The failure.
    pub error: Error,
}

impl Session {
    pub(super) fn plain(app: &App, actor: &Actor, options: &Options) -> Self {
        Self::new(app, actor, options, None)
    }

    pub(super) async fn in_one_transaction(
        app: &App,
        actor: &Actor,
        options: &Options,
        caller_left: CancellationToken,
    ) -> Self {
        let tx = app.begin(actor, None, None).await;
        Self::new(
            app,
            actor,
            options,
            Some(SharedTransaction { tx, caller_left }),
        )
    }

    fn new(app: &App, actor: &Actor, options: &Options, shared: Option<SharedTransaction>) -> Self {
        let reader = match &shared {
            Some(SharedTransaction { tx: Ok(tx), .. }) => tx.reader(),
            _ => app.read(actor),
        };
        Self(Arc::new(Inner {
            app: app.clone(),
            actor: actor.clone(),
            options: options.clone(),
            reader,
            shared,
            progress: Mutex::default(),
        }))
    }

    /// Returns the actor of the request.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// Returns the reader for all reads of the request.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.0.reader
    }

    /// Returns the app.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Returns whether the request is a dry run.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        self.0.options.dry_run
    }

    /// Returns whether either all changes are written or none.
    #[must_use]
    pub fn is_atomic(&self) -> bool {
        self.0.options.atomic
    }

    /// Returns whether the request has changes and an earlier request with the same idempotency key made
    /// all of them.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        let progress = self.progress();
        progress.changes > 0 && progress.replays == progress.changes
    }

    /// Returns the change that ended an atomic request.
    #[must_use]
    pub fn failed(&self) -> Option<Failed> {
        self.progress().failed.clone()
    }

    /// Executes an operation. `path` is its place in the request, which distinguishes the changes under
    /// one idempotency key and must be equal in a repeated request.
    ///
    /// # Errors
    /// The failure of the operation. `IDEMPOTENCY_MISMATCH` if the key was used for another operation.
    /// `BUSY`. `INTERNAL`.
    pub async fn execute<O>(&self, path: &str, operation: O) -> Result<Outcome<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let (app, actor) = (&self.0.app, &self.0.actor);
        let done = match (self.keyed(path, &operation), &self.0.shared) {
            (Err(error), _) => Err(error),
            (Ok(key), None) => app.choose_transaction(actor, key, operation).await,
            (Ok(key), Some(shared)) => {
                let started = Instant::now();
                let done = self.in_shared(shared, key, operation).await;
                count(O::NAME, started, done.as_ref().err());
                done
            }
        };
        let executed = done.map_err(|error| self.refuse(path, error))?;
        let mut progress = self.progress();
        progress.changes += 1;
        progress.replays += usize::from(executed.is_replay);
        Ok(executed.outcome)
    }

    /// Executes an operation that the reply needs, without an idempotency key and without counting it as
    /// a change of the request.
    ///
    /// # Errors
    /// The failure of the operation. `BUSY`. `INTERNAL`.
    pub async fn execute_for_reply<O>(&self, operation: O) -> Result<O::Output>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let (app, actor) = (&self.0.app, &self.0.actor);
        let executed = match &self.0.shared {
            None => app.choose_transaction(actor, None, operation).await?,
            Some(shared) => self.in_shared(shared, None, operation).await?,
        };
        Ok(executed.outcome.output)
    }

    /// Queues a job. A dry run queues a job that is a dry run, so that the caller can read its results.
    ///
    /// # Errors
    /// The errors of [`Session::execute`].
    pub async fn queue(&self, path: &str, mut job: QueueJob) -> Result<Outcome<Change>> {
        job.dry_run |= self.is_dry_run();
        if !self.is_dry_run() {
            return self.execute(path, job).await;
        }
        let done = self.execute(path, job.clone()).await?;
        job.id = done.output.job;
        self.progress().jobs.push(job);
        Ok(done)
    }

    /// Counts a change that failed before it became an operation, and returns its error.
    #[must_use]
    pub fn refuse(&self, path: &str, error: Error) -> Error {
        let mut progress = self.progress();
        progress.changes += 1;
        if self.is_atomic() && progress.failed.is_none() {
            progress.failed = Some(Failed {
                path: path.to_owned(),
                error: error.clone(),
            });
        }
        error
    }

    /// Makes the transaction roll back at the end, whatever the outcome of its changes.
    pub fn give_up(&self) {
        self.progress().is_given_up = true;
    }

    async fn in_shared<O: Operation>(
        &self,
        shared: &SharedTransaction,
        key: Option<KeyedChange>,
        operation: O,
    ) -> Result<Executed<O::Output>> {
        if let Some(failed) = self.failed() {
            return Err(failed.error);
        }
        if shared.caller_left.is_cancelled() {
            return Err(Error::new(Code::Busy, "The client disconnected."));
        }
        let tx = shared.tx.as_ref().map_err(Clone::clone)?;
        let work = tx.execute(key.as_ref(), &operation);
        let done = match self.is_atomic() {
            true => work.await,
            false => tx.savepoint(work).await,
        };
        done.map_err(|error| match error.is_worth_another_try() {
            // The caller must try again, since the transaction contains more than this change.
            true => Error::busy(error),
            false => error,
        })
    }

    fn keyed<O: Operation>(&self, path: &str, operation: &O) -> Result<Option<KeyedChange>> {
        match (&self.0.options.key, self.0.actor.token()) {
            (Some(key), Some(token)) if !self.is_dry_run() => {
                KeyedChange::new(token, key, path, self.is_atomic(), operation).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Commits or rolls back.
    pub(super) async fn close(&self) -> Result<()> {
        let Some(SharedTransaction {
            tx: Ok(tx),
            caller_left,
        }) = &self.0.shared
        else {
            return Ok(());
        };
        let is_kept = {
            let progress = self.progress();
            progress.failed.is_none() && !progress.is_given_up && !self.is_dry_run()
        };
        if is_kept && !caller_left.is_cancelled() {
            return self.0.app.commit(tx).await;
        }
        roll_back(tx).await;
        let jobs = {
            let mut progress = self.progress();
            match progress.failed.is_none() && !progress.is_given_up && !caller_left.is_cancelled()
            {
                true => take(&mut progress.jobs),
                false => Vec::new(),
            }
        };
        for job in jobs {
            self.0.app.execute(&self.0.actor, job).await?;
        }
        Ok(())
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.0
            .progress
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}
