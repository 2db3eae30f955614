//! The background work of a server. Workers run jobs, one job per worker, chunk by chunk. One more
//! task keeps the statistics of the query planner up to date.
//!
//! What a chunk does is decided in [`crate::domain::job`]; this module decides when the next chunk
//! runs. The chunks of a job run in turn. Only the worker of the command line, when it applies a sync
//! run on PostgreSQL, begins a chunk before the previous one is committed. Workers yield between
//! chunks. Idle workers look for jobs that other servers have queued or left unfinished.

use std::time::Duration;

use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    access::Actor,
    app::App,
    domain::{
        job::{self, Chunk, ClaimJob, Claimed, FailJob, Limits, ReleaseJob, RunChunk, SweepJobs},
        sync::SweepSyncs,
    },
    entity::job::JobKind,
    error::{Code, Error, Result},
    id::JobId,
};

/// The time between two checks of an idle worker for jobs of other servers.
const POLL: Duration = Duration::from_secs(1);
/// The time that a worker waits after an error.
const PAUSE: Duration = Duration::from_secs(1);
/// The time between two deletions of old jobs.
const SWEEP: Duration = Duration::from_secs(60);
/// The time between two checks of the planner's statistics.
const TEND: Duration = Duration::from_secs(10);
/// The number of rows in the first chunk of a job, when the time per row is still unknown.
const FIRST: u32 = 50;
/// The number of rows from which on the next chunk of a job that applies a sync run may begin early,
/// on another connection. Smaller chunks are over before that helps.
const OVERLAPS_FROM: u32 = 200;
/// The maximum number of early chunks in a row. All chunks of a run share locks on its orgs, and
/// changes that need an org for themselves get it when no chunk runs.
const MAX_EARLY: u32 = 8;
/// The number of failed attempts at a chunk after which its job fails. `BUSY` does not count.
const MAX_FAILURES: u32 = 3;

/// The workers of a server.
#[derive(Debug)]
pub struct Runner {
    stopping: CancellationToken,
    workers: TaskTracker,
}

impl Runner {
    /// Starts `workers` workers, which is the number of jobs that can run at the same time.
    #[must_use]
    pub fn start(app: &App, workers: u32) -> Self {
        let runner = Self {
            stopping: CancellationToken::new(),
            workers: TaskTracker::new(),
        };
        for number in 0..workers {
            let (worker, stopping) = (Worker::new(app), runner.stopping.clone());
            // One worker is enough for the sweep.
            runner.workers.spawn(worker.work(stopping, number == 0));
        }
        let tended = tend(app.clone(), runner.stopping.clone());
        runner.workers.spawn(tended);
        runner.workers.close();
        runner
    }

    /// Passes a server's stop signal on to the workers. They then take no more jobs and release
    /// their own, while the server still answers requests in flight.
    pub fn stopping_at<F: Future>(&self, told: F) -> impl Future<Output = F::Output> + use<F> {
        let stopping = self.stopping.clone();
        async move {
            let done = told.await;
            stopping.cancel();
            done
        }
    }

    /// Stops the workers: waits for the chunks in progress and releases the jobs to other servers.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.workers.wait().await;
    }
}

/// Keeps the planner's statistics up to date.
async fn tend(app: App, stopping: CancellationToken) {
    while !stopping.is_cancelled() {
        if let Err(error) = app.db().tend_statistics().await {
            tracing::debug!(?error, "could not update the planner's statistics");
        }
        tokio::select! {
            () = sleep(TEND) => {}
            () = stopping.cancelled() => {}
        }
    }
}

/// A worker that runs jobs, one at a time.
#[derive(Debug)]
pub struct Worker {
    app: App,
    changes: watch::Receiver<()>,
    held: Option<ActiveJob>,
    /// When the planner's statistics were checked for the job.
    tended: Instant,
    /// The only job that the worker claims. `None` for any job.
    only: Option<JobId>,
}

/// The job that a worker runs.
#[derive(Debug)]
struct ActiveJob {
    claimed: Claimed,
    creator: Actor,
    limits: Limits,
    /// The number of rows of the next chunk.
    size: u32,
    /// The number of consecutive chunks that failed.
    failures: u32,
    /// Whether the next chunk may begin before a chunk is committed.
    overlaps: bool,
    /// The chunk that has begun early.
    early: Option<RunningChunk>,
    /// The number of chunks that have begun early since the last one that did not.
    in_a_row: u32,
}

/// A chunk that is running.
#[derive(Debug)]
struct RunningChunk {
    done: JoinHandle<Result<Chunk>>,
    /// The position at which the next chunk may begin. Closed when the chunk is over.
    next_position: watch::Receiver<Option<i32>>,
    is_early: bool,
}

impl RunningChunk {
    /// Starts a chunk, in its turn or early, while the previous chunk is running.
    fn start(app: &App, held: &ActiveJob, previous: Option<watch::Receiver<Option<i32>>>) -> Self {
        let is_early = previous.is_some();
        let (app, creator) = (app.clone(), held.creator.clone());
        let (sender, next_position) = watch::channel(None);
        let chunk = RunChunk {
            claimed: held.claimed,
            size: held.size,
            limits: held.limits,
            previous,
            next_position: sender,
        };
        let run = async move { Ok(app.execute(&creator, chunk).await?.output) };
        Self {
            done: tokio::spawn(run),
            next_position,
            is_early,
        }
    }

    /// Waits until the next chunk may begin. Returns false if the chunk has ended before.
    async fn may_be_followed(&mut self) -> bool {
        self.next_position.wait_for(Option::is_some).await.is_ok() && !self.done.is_finished()
    }

    /// Returns the outcome of the chunk.
    async fn done(self) -> Result<Chunk> {
        self.done.await.map_err(Error::internal)?
    }
}

impl ActiveJob {
    /// Waits for the early chunk, which nothing follows.
    async fn end_early(&mut self) {
        let Some(early) = self.early.take() else {
            return;
        };
        if let Err(error) = early.done().await {
            tracing::debug!(?error, "an early chunk was rolled back");
        }
    }
}

/// The result of a step of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerStep {
    /// No job is waiting.
    Idle,
    /// The worker has claimed a job.
    Claimed,
    /// The worker has run this many rows.
    Ran(u32),
    /// The worker has no job any more: all rows have run, or the job was ended, or it failed.
    Over,
}

impl Worker {
    /// Creates a worker without a job.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            changes: app.watch_jobs(),
            held: None,
            tended: Instant::now(),
            only: None,
        }
    }

    /// Creates a worker that claims only this job, and leaves all others to servers. Its chunks may
    /// overlap.
    #[must_use]
    pub fn for_job(app: &App, job: JobId) -> Self {
        Self {
            only: Some(job),
            ..Self::new(app)
        }
    }

    async fn work(mut self, stopping: CancellationToken, sweeps: bool) {
        let mut next_sweep = Instant::now();
        while !stopping.is_cancelled() {
            self.changes.mark_unchanged();
            let wait = match self.step().await {
                Ok(WorkerStep::Idle) if sweeps && next_sweep <= Instant::now() => {
                    if !self.sweep().await {
                        next_sweep = Instant::now() + SWEEP;
                    }
                    continue;
                }
                Ok(WorkerStep::Idle) => POLL,
                Ok(_) => {
                    tokio::task::yield_now().await;
                    continue;
                }
                Err(error) => {
                    tracing::warn!(?error, "could not continue a job; trying again");
                    tokio::select! {
                        () = sleep(PAUSE) => {}
                        () = stopping.cancelled() => {}
                    }
                    continue;
                }
            };
            tokio::select! {
                _ = timeout(wait, self.changes.changed()) => {}
                () = stopping.cancelled() => {}
            }
        }
        if let Err(error) = self.release().await {
            tracing::warn!(
                ?error,
                "could not release a job; other servers wait until its lease expires"
            );
        }
    }

    /// Claims a job, or runs a chunk of the claimed job.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL`. The step can be repeated.
    pub async fn step(&mut self) -> Result<WorkerStep> {
        let Some(mut held) = self.held.take() else {
            return self.claim().await;
        };
        if self.tended.elapsed() > TEND {
            self.tend().await;
        }
        let mut chunk = match held.early.take() {
            Some(early) => early,
            None => RunningChunk::start(&self.app, &held, None),
        };
        let may_overlap = held.overlaps && held.size >= OVERLAPS_FROM;
        if may_overlap && held.in_a_row < MAX_EARLY && chunk.may_be_followed().await {
            let previous = Some(chunk.next_position.clone());
            held.early = Some(RunningChunk::start(&self.app, &held, previous));
            held.in_a_row += 1;
        } else {
            held.in_a_row = 0;
        }
        let is_early = chunk.is_early;
        match chunk.done().await {
            Ok(Chunk::Lost | Chunk::Ran { is_last: true, .. }) => {
                held.end_early().await;
                Ok(WorkerStep::Over)
            }
            Ok(Chunk::Ran { rows, next, .. }) => {
                held.failures = 0;
                held.size = next;
                self.held = Some(held);
                Ok(WorkerStep::Ran(rows))
            }
            Err(error) if is_early => {
                tracing::debug!(?error, "an early chunk runs again in its turn");
                held.end_early().await;
                self.held = Some(held);
                Ok(WorkerStep::Ran(0))
            }
            Err(error) => {
                held.end_early().await;
                held.failures += u32::from(error.code() != Code::Busy);
                match verdict(&error, held.failures) {
                    Some(message) => self.fail(held.claimed, error.code(), message).await,
                    None => {
                        held.size = (held.size / 2).max(1);
                        self.held = Some(held);
                        Err(error)
                    }
                }
            }
        }
    }

    async fn claim(&mut self) -> Result<WorkerStep> {
        let server = Actor::command_line();
        let reader = self.app.read(&server);
        if !job::is_any_waiting(&reader, self.only, self.app.now()).await? {
            return Ok(WorkerStep::Idle);
        }
        let claim = ClaimJob { job: self.only };
        let Some(claimed) = self.app.execute(&server, claim).await?.output else {
            return Ok(WorkerStep::Idle);
        };
        self.tend().await;
        let job = job::get(&reader, claimed.job).await;
        let is_command_line = self.only.is_some();
        let limits = match is_command_line {
            true => Limits::of_command_line(&reader.conn),
            false => Limits::of_server(&reader.conn),
        };
        // The workers of a server leave the other cores to its requests.
        let overlaps = is_command_line
            && reader.conn.locks_rows()
            && matches!(&job, Ok(job) if job.kind == JobKind::ApplySync);
        let creator = match job {
            Ok(job) => job::creator(&reader, &job).await,
            Err(error) => Err(error),
        };
        match creator {
            Ok(creator) => {
                self.held = Some(ActiveJob {
                    claimed,
                    creator,
                    limits,
                    size: FIRST,
                    failures: 0,
                    overlaps,
                    early: None,
                    in_a_row: 0,
                });
                Ok(WorkerStep::Claimed)
            }
            Err(error) => match verdict(&error, 0) {
                Some(message) => self.fail(claimed, error.code(), message).await,
                None => Err(error),
            },
        }
    }

    /// Analyzes tables that have grown since their last analysis. A job may read tables that it has
    /// filled itself, or that the job before it has filled, and the command line has no other task
    /// that analyzes them.
    async fn tend(&mut self) {
        self.app.db().try_to_tend_statistics().await;
        self.tended = Instant::now();
    }

    async fn fail(&self, claimed: Claimed, code: Code, message: String) -> Result<WorkerStep> {
        tracing::info!(job = %claimed.job, message, "a job failed");
        let failed = FailJob {
            claimed,
            code,
            message,
        };
        self.app.execute(&Actor::command_line(), failed).await?;
        Ok(WorkerStep::Over)
    }

    /// Releases the worker's job to other servers.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn release(&mut self) -> Result<()> {
        let Some(mut held) = self.held.take() else {
            return Ok(());
        };
        held.end_early().await;
        let server = Actor::command_line();
        self.app
            .execute(&server, ReleaseJob(held.claimed))
            .await
            .map(drop)
    }

    /// Deletes old jobs, uploads and sync runs. Returns whether there may be more to delete.
    async fn sweep(&self) -> bool {
        let server = Actor::command_line();
        let jobs = self.app.execute(&server, SweepJobs {}).await;
        let runs = self.app.execute(&server, SweepSyncs {}).await;
        let mut may_be_more = false;
        for swept in [jobs, runs] {
            match swept {
                Ok(done) => may_be_more |= done.output,
                Err(error) => tracing::warn!(?error, "could not delete expired rows"),
            }
        }
        may_be_more
    }
}

/// Returns the message with which a job must fail, or `None` if the chunk can be tried again.
fn verdict(error: &Error, failures: u32) -> Option<String> {
    match error.code() {
        Code::Unauthenticated | Code::Forbidden => Some(format!(
            "The token that queued this job may no longer make these changes: {error}"
        )),
        Code::Busy => None,
        _ if failures < MAX_FAILURES => None,
        _ => {
            if let Some(internals) = error.internals() {
                tracing::error!(%internals, "a chunk of a job failed with an internal error");
            }
            Some(error.message().to_owned())
        }
    }
}
