//! What a server does in the background: workers run jobs, each one at a time, a chunk after the other; and the statistics by
//! which statements are planned are kept up to date.
//!
//! What a chunk does and what it may do is the domain's ([`crate::domain::job`]); here is when the next one comes. Between
//! two chunks a worker lets others in, and it looks for jobs that other servers have queued or left behind.

use std::time::Duration;

use tokio::{
    sync::watch,
    time::{Instant, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    access::Actor,
    app::App,
    domain::job::{
        self, Chunk, ClaimJob, Claimed, FailJob, MAX_CHUNK, MAX_TIME, ReleaseJob, RunChunk,
        SweepJobs,
    },
    error::{Code, Error, Result},
};

/// How often a worker without a job looks for one that another server has queued or left behind.
const POLL: Duration = Duration::from_secs(1);
/// How long a worker waits when the database cannot serve it.
const PAUSE: Duration = Duration::from_secs(1);
/// How often what is too old is looked for.
const SWEEP: Duration = Duration::from_secs(60);
/// How often the planner's statistics are looked at.
const TEND: Duration = Duration::from_secs(10);
/// Rows of a job's first chunk: how long a row takes is not known yet.
const FIRST: u32 = 50;
/// How often a chunk that fails inside is tried before its job is given up.
const MAX_FAILURES: u32 = 3;

/// The workers of a server.
#[derive(Debug)]
pub struct Runner {
    stopping: CancellationToken,
    workers: TaskTracker,
}

impl Runner {
    /// Starts this many workers: so many jobs run at a time.
    #[must_use]
    pub fn start(app: &App, workers: u32) -> Self {
        let runner = Self {
            stopping: CancellationToken::new(),
            workers: TaskTracker::new(),
        };
        for number in 0..workers {
            let (worker, stopping) = (Worker::new(app), runner.stopping.clone());
            // One is enough to sweep.
            runner.workers.spawn(worker.work(stopping, number == 0));
        }
        let tended = tend(app.clone(), runner.stopping.clone());
        runner.workers.spawn(tended);
        runner.workers.close();
        runner
    }

    /// A server's signal to stop, passed on: from then on the workers take no other job and leave theirs to others, while
    /// the server still answers what is in flight.
    pub fn stopping_at<F: Future>(&self, told: F) -> impl Future<Output = F::Output> + use<F> {
        let stopping = self.stopping.clone();
        async move {
            let done = told.await;
            stopping.cancel();
            done
        }
    }

    /// Lets the chunks that are under way come to their end, and leaves the jobs to others.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.workers.wait().await;
    }
}

/// Keeps the planner's statistics up to date.
async fn tend(app: App, stopping: CancellationToken) {
    while !stopping.is_cancelled() {
        if let Err(error) = app.db().tend_statistics().await {
            tracing::debug!(?error, "could not see to the planner's statistics");
        }
        tokio::select! {
            () = sleep(TEND) => {}
            () = stopping.cancelled() => {}
        }
    }
}

/// One that runs jobs.
#[derive(Debug)]
pub struct Worker {
    app: App,
    changes: watch::Receiver<()>,
    held: Option<ActiveJob>,
}

/// The job that a worker has.
#[derive(Debug)]
struct ActiveJob {
    claimed: Claimed,
    creator: Actor,
    /// Rows of its next chunk.
    size: u32,
    /// Chunks in a row that failed inside.
    failures: u32,
}

/// What a worker did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerStep {
    /// Nothing: no job waits.
    Idle,
    /// It took a job.
    Claimed,
    /// It ran so many rows.
    Ran(u32),
    /// It is done with its job: all rows were run, or the job was ended, or it failed.
    Over,
}

impl Worker {
    /// A worker that has no job yet.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            changes: app.watch_jobs(),
            held: None,
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
                    tracing::warn!(?error, "could not go on with a job; trying again");
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
                "could not leave a job to others; they wait until its lease ends"
            );
        }
    }

    /// Takes a job, or runs a chunk of the one that it has.
    ///
    /// # Errors
    /// `BUSY` and `INTERNAL`: it can be asked again.
    pub async fn step(&mut self) -> Result<WorkerStep> {
        let Some(mut held) = self.held.take() else {
            return self.claim().await;
        };
        let chunk = RunChunk {
            claimed: held.claimed,
            size: held.size,
        };
        match self.app.execute(&held.creator, chunk).await {
            Ok(done) => match done.output {
                Chunk::Lost | Chunk::Ran { is_last: true, .. } => Ok(WorkerStep::Over),
                Chunk::Ran { rows, took, .. } => {
                    held.failures = 0;
                    held.size = next_size(held.size, took);
                    self.held = Some(held);
                    Ok(WorkerStep::Ran(rows))
                }
            },
            Err(error) => {
                held.failures += u32::from(error.code() != Code::Busy);
                match verdict(&error, held.failures) {
                    Some(message) => self.fail(held.claimed, message).await,
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
        if !job::is_any_waiting(&reader, self.app.now()).await? {
            return Ok(WorkerStep::Idle);
        }
        let Some(claimed) = self.app.execute(&server, ClaimJob {}).await?.output else {
            return Ok(WorkerStep::Idle);
        };
        let creator = match job::get(&reader, claimed.job).await {
            Ok(job) => job::creator(&reader, &job).await,
            Err(error) => Err(error),
        };
        match creator {
            Ok(creator) => {
                self.held = Some(ActiveJob {
                    claimed,
                    creator,
                    size: FIRST,
                    failures: 0,
                });
                Ok(WorkerStep::Claimed)
            }
            Err(error) => match verdict(&error, 0) {
                Some(message) => self.fail(claimed, message).await,
                None => Err(error),
            },
        }
    }

    async fn fail(&mut self, claimed: Claimed, message: String) -> Result<WorkerStep> {
        tracing::info!(job = %claimed.job, message, "a job failed");
        let server = Actor::command_line();
        self.app
            .execute(&server, FailJob { claimed, message })
            .await?;
        Ok(WorkerStep::Over)
    }

    /// Leaves the job that it has to others.
    ///
    /// # Errors
    /// `BUSY` and `INTERNAL`.
    pub async fn release(&mut self) -> Result<()> {
        let Some(held) = self.held.take() else {
            return Ok(());
        };
        let server = Actor::command_line();
        self.app
            .execute(&server, ReleaseJob(held.claimed))
            .await
            .map(drop)
    }

    /// Whether there is more to do.
    async fn sweep(&self) -> bool {
        let swept = self.app.execute(&Actor::command_line(), SweepJobs {}).await;
        swept.map_or_else(
            |error| {
                tracing::warn!(?error, "could not look for jobs that are too old");
                false
            },
            |done| done.output,
        )
    }
}

/// Why a job cannot go on, if it cannot.
fn verdict(error: &Error, failures: u32) -> Option<String> {
    match error.code() {
        Code::Unauthenticated | Code::Forbidden => Some(format!(
            "Whoever queued this may not do so any more: {error}"
        )),
        Code::Busy => None,
        _ if failures < MAX_FAILURES => None,
        _ => {
            if let Some(internals) = error.internals() {
                tracing::error!(%internals, "a chunk of a job failed inside");
            }
            Some(error.message().to_owned())
        }
    }
}

/// As many rows as there is time for, judged by the last chunk; never many more at once.
fn next_size(size: u32, took: Duration) -> u32 {
    let fit = MAX_TIME.as_secs_f64() / took.as_secs_f64().max(0.000_001);
    let next = f64::from(size) * fit.clamp(0.1, 2.0);
    // The fraction of a row is of no account.
    (next as u32).clamp(1, MAX_CHUNK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_grows_while_there_is_time_and_shrinks_when_there_was_not() {
        assert_eq!(next_size(50, Duration::from_millis(5)), 100);
        assert_eq!(next_size(400, Duration::ZERO), MAX_CHUNK);
        assert_eq!(next_size(500, Duration::from_millis(100)), 250);
        assert_eq!(next_size(500, Duration::from_secs(60)), 50);
        assert_eq!(next_size(1, Duration::from_secs(60)), 1);
    }
}
