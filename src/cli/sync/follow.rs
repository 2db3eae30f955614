//! Follows a run until its plan is made, or until it is applied.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    error::{Code, Error, Result},
    id::JobId,
};

use super::{
    client::Client,
    queries::{self, Progress, Run, Status},
    report::Phase,
};

/// The time between two looks at the progress.
const LOOK: Duration = Duration::from_millis(250);
/// The pause after an error of the database.
const PAUSE: Duration = Duration::from_secs(1);
/// The number of errors in a row after which the command gives up.
const MAX_ERRORS: u32 = 10;

/// What a run is followed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// The plan is made. The file has this many rows, if that is known.
    Planned(Option<u64>),
    /// The plan is applied.
    Applied,
}

/// How following a run has ended.
pub(super) enum Followed {
    /// The run has reached the goal, or has ended.
    Ended(Box<Run>),
    /// The command was stopped, and the run is not over.
    Stopped,
    /// The server or the database cannot be reached any more.
    Lost(Error),
}

impl Goal {
    fn is_reached(self, progress: &Progress) -> bool {
        match (self, progress.status) {
            (_, Status::Applied | Status::Failed | Status::Cancelled) => true,
            (Self::Planned(_), Status::Planned | Status::Applying) => true,
            // A run whose job has failed before its first step stays planned.
            (Self::Applied, Status::Planned) => !is_applied_by_a_job(progress),
            (Self::Applied, Status::Applying) | (_, Status::Planning) => false,
        }
    }

    fn phase(self, progress: &Progress) -> Phase {
        match self {
            Self::Planned(rows) => Phase::begin("planning", "rows", rows),
            Self::Applied => {
                let total = u64::try_from(progress.total).ok();
                Phase::begin("applying", "rows", total)
            }
        }
    }

    fn position(self, progress: &Progress) -> u64 {
        let position = match self {
            Self::Planned(_) => progress.counts.rows(),
            Self::Applied => progress.applied,
        };
        u64::try_from(position).unwrap_or_default()
    }
}

fn is_applied_by_a_job(progress: &Progress) -> bool {
    let job = progress.job.as_ref();
    job.is_some_and(|job| job.is_live() && job.applies())
}

/// Follows a run, and runs its job if no server does.
pub(super) async fn follow(
    client: &mut Client,
    id: Uuid,
    goal: Goal,
    stop: &CancellationToken,
) -> Followed {
    let mut phase = None;
    let followed = match client.is_remote() {
        // A server goes on without this command, whose request may take long.
        true => tokio::select! {
            ended = follow_to_end(client, id, goal, &mut phase, stop) => ended,
            () = stop.cancelled() => Ok(None),
        },
        // A chunk in progress is completed.
        false => follow_to_end(client, id, goal, &mut phase, stop).await,
    };
    if let Some(phase) = phase {
        phase.end();
    }
    client.release().await;
    match followed {
        Ok(Some(run)) => Followed::Ended(Box::new(run)),
        Ok(None) => Followed::Stopped,
        Err(error) => Followed::Lost(error),
    }
}

/// Returns the run at its end, or `None` if the command was stopped.
async fn follow_to_end(
    client: &mut Client,
    id: Uuid,
    goal: Goal,
    phase: &mut Option<Phase>,
    stop: &CancellationToken,
) -> Result<Option<Run>> {
    // The run may be readable while its chunks cannot be written, and the reverse.
    let (mut failed_looks, mut failed_chunks) = (0, 0);
    let mut job = None;
    let mut next_look = Instant::now();
    while !stop.is_cancelled() {
        let (done, errors) = match Instant::now() >= next_look {
            true => {
                next_look = Instant::now() + LOOK;
                let done = look(client, id, goal, phase, &mut job).await;
                (done, &mut failed_looks)
            }
            false => {
                let done = client.advance(job).await.map(|()| None);
                (done, &mut failed_chunks)
            }
        };
        match done {
            Ok(Some(run)) => return Ok(Some(run)),
            Ok(None) => *errors = 0,
            Err(error) => {
                *errors += 1;
                if *errors >= MAX_ERRORS || !is_temporary(&error) {
                    return Err(error);
                }
                sleep(PAUSE).await;
            }
        }
    }
    Ok(None)
}

/// Shows the progress. Returns the run if it has reached the goal.
async fn look(
    client: &Client,
    id: Uuid,
    goal: Goal,
    phase: &mut Option<Phase>,
    job: &mut Option<JobId>,
) -> Result<Option<Run>> {
    let progress = queries::progress(client, id).await?;
    if goal.is_reached(&progress) {
        return queries::run(client, id).await.map(Some);
    }
    *job = progress.job.as_ref().map(|job| job.id);
    let phase = phase.get_or_insert_with(|| goal.phase(&progress));
    phase.at(goal.position(&progress));
    Ok(None)
}

fn is_temporary(error: &Error) -> bool {
    matches!(error.code(), Code::Busy | Code::Internal)
}
