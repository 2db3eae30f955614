//! A request's changes and what it reads beside them: each change in a unit of its own, or all in one.
//!
//! Where all is one unit, reads go through it too and show what would be, nothing is tried again, and what is written waits
//! for the end. In a dry run each change is a part that may fail alone; where it is all or nothing, the first that fails
//! ends it.

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

use super::{App, Options, count, roll_back};

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    app: App,
    actor: Actor,
    options: Options,
    reader: Reader,
    /// None where each change is a unit of its own.
    unit: Option<SharedTransaction>,
    progress: Mutex<Progress>,
}

struct SharedTransaction {
    /// Or why it could not be begun, which is each change's answer then.
    tx: Result<Tx>,
    has_left: CancellationToken,
}

/// What has become of the changes so far.
#[derive(Default)]
struct Progress {
    changes: usize,
    replays: usize,
    failed: Option<Failed>,
    is_given_up: bool,
    /// Jobs to be queued for good once a dry run's unit is rolled back.
    jobs: Vec<QueueJob>,
}

/// The change that ended an atomic session.
#[derive(Debug, Clone)]
pub struct Failed {
    /// Where in the request it stood.
    pub path: String,
    /// Why.
    pub error: Error,
}

impl Session {
    pub(super) fn plain(app: &App, actor: &Actor, options: &Options) -> Self {
        Self::new(app, actor, options, None)
    }

    pub(super) async fn of_unit(
        app: &App,
        actor: &Actor,
        options: &Options,
        has_left: CancellationToken,
    ) -> Self {
        let tx = app.begin(actor, None, None).await;
        Self::new(
            app,
            actor,
            options,
            Some(SharedTransaction { tx, has_left }),
        )
    }

    fn new(app: &App, actor: &Actor, options: &Options, unit: Option<SharedTransaction>) -> Self {
        let reader = match &unit {
            Some(SharedTransaction { tx: Ok(tx), .. }) => tx.reader(),
            _ => app.read(actor),
        };
        Self(Arc::new(Inner {
            app: app.clone(),
            actor: actor.clone(),
            options: options.clone(),
            reader,
            unit,
            progress: Mutex::default(),
        }))
    }

    /// Who asks.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// What all reads of the request go through.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.0.reader
    }

    /// The app that it is a session of.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Whether nothing is kept and answers say what would be.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        self.0.options.dry_run
    }

    /// Whether all changes are kept or none.
    #[must_use]
    pub fn is_atomic(&self) -> bool {
        self.0.options.atomic
    }

    /// Whether there were changes, and each was made by an earlier request with the same key.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        let progress = self.progress();
        progress.changes > 0 && progress.replays == progress.changes
    }

    /// The change that ended it, where it is all or nothing.
    #[must_use]
    pub fn failed(&self) -> Option<Failed> {
        self.progress().failed.clone()
    }

    /// Executes an operation. `path` says where in the request it stands: it tells the changes under one idempotency key
    /// apart, and is the same when the request is sent again.
    ///
    /// # Errors
    /// What the check or the operation says; `IDEMPOTENCY_MISMATCH`; `BUSY`; `INTERNAL`.
    pub async fn execute<O>(&self, path: &str, operation: O) -> Result<Outcome<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let done = match &self.0.unit {
            None => self.alone(path, operation).await,
            Some(unit) => {
                let began = Instant::now();
                let done = match self.keyed(path, &operation) {
                    Ok(key) => self.in_unit(unit, key, operation).await,
                    Err(error) => Err(error),
                };
                count::<O>(began, done.as_ref().err());
                done
            }
        };
        let executed = done.map_err(|error| self.refuse(path, error))?;
        let mut progress = self.progress();
        progress.changes += 1;
        progress.replays += usize::from(executed.is_replay);
        Ok(executed.outcome)
    }

    /// Executes an operation that is no change of the caller's, but one that an answer needs: no key covers it.
    ///
    /// # Errors
    /// What the operation says; `BUSY`; `INTERNAL`.
    pub async fn aside<O>(&self, operation: O) -> Result<O::Output>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let (app, actor) = (&self.0.app, &self.0.actor);
        let executed = match &self.0.unit {
            None => app.execute_keyed(actor, None, operation).await?,
            Some(unit) => self.in_unit(unit, None, operation).await?,
        };
        Ok(executed.outcome.output)
    }

    /// Queues a job. In a dry run it is the job that is a dry run: the job itself is kept, with its results, or there would
    /// be nothing to try out.
    ///
    /// # Errors
    /// As for [`Session::execute`].
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

    /// A change that fails before it comes to an operation.
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

    /// Nothing of the unit is to be kept, whatever has become of its changes.
    pub fn give_up(&self) {
        self.progress().is_given_up = true;
    }

    async fn alone<O>(&self, path: &str, operation: O) -> Result<Executed<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let key = self.keyed(path, &operation)?;
        let (app, actor) = (&self.0.app, &self.0.actor);
        app.execute_keyed(actor, key, operation).await
    }

    async fn in_unit<O: Operation>(
        &self,
        unit: &SharedTransaction,
        key: Option<KeyedChange>,
        operation: O,
    ) -> Result<Executed<O::Output>> {
        if let Some(failed) = self.failed() {
            return Err(failed.error);
        }
        if unit.has_left.is_cancelled() {
            return Err(Error::new(Code::Busy, "The client disconnected."));
        }
        let tx = unit.tx.as_ref().map_err(Clone::clone)?;
        let work = tx.execute(key.as_ref(), &operation);
        let done = match self.is_atomic() {
            true => work.await,
            false => tx.savepoint(work).await,
        };
        done.map_err(|error| match error.is_worth_another_try() {
            // By the caller: the unit holds more than this change.
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

    /// Commits what is to be kept.
    pub(super) async fn close(&self) -> Result<()> {
        let Some(SharedTransaction {
            tx: Ok(tx),
            has_left,
        }) = &self.0.unit
        else {
            return Ok(());
        };
        let is_kept = {
            let progress = self.progress();
            progress.failed.is_none() && !progress.is_given_up && !self.is_dry_run()
        };
        if is_kept && !has_left.is_cancelled() {
            return self.0.app.commit(tx).await;
        }
        roll_back(tx).await;
        let jobs = {
            let mut progress = self.progress();
            match progress.failed.is_none() && !progress.is_given_up && !has_left.is_cancelled() {
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
