//! The operation that runs a chunk of a job: one transaction with rows, their results, their events
//! and the progress of the job.
//!
//! A chunk acts for the creator of the job, with the permissions that the creator has now. It is
//! committed as a whole or not at all. So a job continues after its last committed chunk, and no
//! row is lost or runs twice.

use std::time::{Duration, Instant};

use tokio::{sync::watch, time::timeout};

use crate::{
    access::{Permission, Target},
    db::{Conn, Sql},
    domain::{
        AfterCommit, Operation, Tx,
        batch::{RowDone, RowFailure},
        sync::{Applying, ChunkScope, apply_early},
        together,
    },
    entity::{
        job::{JobKind, JobStatus, Model},
        job_row,
    },
    error::{Error, Result},
};

use super::{
    Claimed, JobOperation, JobRow,
    claim::{LEASE, held},
    creator, retry, row,
};

/// The longest wait of an early chunk for the previous chunk.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// What a chunk may do, so that other writers do not wait long for its transaction, and requests do
/// not wait long for a core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// The time that a chunk aims at.
    pub time: Duration,
    /// The maximum number of rows of the job.
    pub rows: u32,
    /// The maximum number of directory rows that changes decided together may write.
    pub weight: usize,
}

impl Limits {
    /// The limits on SQLite, where all other writers wait for a chunk.
    pub const SQLITE: Self = Self {
        time: Duration::from_millis(50),
        rows: 500,
        weight: 1_000,
    };
    /// The limits of a server on PostgreSQL, where only changes of the same rows wait. Larger chunks
    /// would keep the server's requests waiting for a core.
    pub const POSTGRES_SERVER: Self = Self {
        time: Duration::from_millis(100),
        rows: 1_000,
        weight: 2_000,
    };
    /// The limits of the command line on PostgreSQL, which answers no requests. Larger chunks spend
    /// less of their time on commits and on statements that each chunk has once.
    pub const POSTGRES_COMMAND_LINE: Self = Self {
        time: Duration::from_millis(200),
        rows: 2_000,
        weight: 4_000,
    };

    /// Returns the limits of a server.
    #[must_use]
    pub fn of_server(conn: &Conn) -> Self {
        match conn.locks_rows() {
            true => Self::POSTGRES_SERVER,
            false => Self::SQLITE,
        }
    }

    /// Returns the limits of the command line.
    #[must_use]
    pub fn of_command_line(conn: &Conn) -> Self {
        match conn.locks_rows() {
            true => Self::POSTGRES_COMMAND_LINE,
            false => Self::SQLITE,
        }
    }

    /// Returns the number of rows for the next chunk. The last chunk gives the time per row. A
    /// chunk has at most twice as many rows as the last one.
    fn next(&self, size: u32, took: Duration) -> u32 {
        let fit = self.time.as_secs_f64() / took.as_secs_f64().max(0.000_001);
        let next = f64::from(size) * fit.clamp(0.1, 2.0);
        // Rounding down is precise enough.
        (next as u32).clamp(1, self.rows)
    }
}

/// Runs the next rows of a job.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RunChunk {
    /// The job and the lease under which it is claimed.
    pub claimed: Claimed,
    /// The maximum number of rows. If the chunk runs out of time, it runs fewer rows.
    pub size: u32,
    /// The limits of the worker's chunks.
    pub limits: Limits,
    /// The `next_position` of the previous chunk, if this chunk begins early: the position at which
    /// it begins. The channel is closed when the previous chunk is over. Only jobs that apply a sync
    /// run have early chunks. They fail with `BUSY` if they must run again in their turn.
    #[serde(skip)]
    pub previous: Option<watch::Receiver<Option<i32>>>,
    /// Receives the position at which the next chunk may begin early.
    #[serde(skip)]
    pub next_position: watch::Sender<Option<i32>>,
}

/// The result of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Chunk {
    /// The job was ended, or another server has claimed it. Nothing was done.
    Lost,
    /// The chunk ran rows, or copied rows to retry.
    Ran {
        /// The number of rows.
        rows: u32,
        /// The number of rows for the next chunk.
        next: u32,
        /// Whether the job has no more rows.
        is_last: bool,
    },
}

impl Operation for RunChunk {
    type Output = Chunk;

    const NAME: &'static str = "RunChunk";

    async fn run(&self, tx: &Tx) -> Result<Chunk> {
        let limits = self.limits;
        let mut chunk = ChunkScope {
            size: self.size.clamp(1, limits.rows),
            limits,
            early: None,
            next_position: self.next_position.clone(),
        };
        let began = Instant::now();
        let previous = self.previous.as_ref();
        let from = previous.and_then(|position| *position.borrow());
        if let Some(from) = from {
            chunk.early = Some(apply_early(tx, self.claimed.job, from, &chunk).await?);
        }
        let took = began.elapsed();
        self.wait_for_turn().await;
        let Some(job) = self.hold(tx).await? else {
            if chunk.early.is_some() {
                return Err(Error::busy("the job of an early chunk is not held"));
            }
            // Nothing is done, so no permission is required.
            tx.require(Permission::JobsWrite, Target::Nothing).await?;
            return Ok(Chunk::Lost);
        };
        // The wait for the previous chunk is not work of this chunk.
        let now = Instant::now();
        let began = now.checked_sub(took).unwrap_or(now);
        let permission = match job.kind {
            JobKind::PlanSync | JobKind::ApplySync => Permission::SyncWrite,
            _ => Permission::JobsWrite,
        };
        tx.require(permission, Target::AnyOrg).await?;
        creator::is_admitted(tx, &job).await?;
        tx.after_commit(AfterCommit::JobsChanged);
        let size = chunk.size;
        let (rows, is_last) = match (job.total, job.retry_of) {
            (None, Some(of)) => (retry::copy(tx, &job, of, size).await?, false),
            _ => self.run_rows(tx, &job, chunk, began).await?,
        };
        // Flushed here, because writing events belongs to the time of a chunk.
        tx.flush().await?;
        Ok(Chunk::Ran {
            rows,
            next: limits.next(size, began.elapsed()),
            is_last,
        })
    }
}

impl RunChunk {
    /// Waits until the previous chunk is over, but at most [`MAX_WAIT`]: the previous chunk may itself
    /// wait for a lock of this one.
    async fn wait_for_turn(&self) {
        let Some(mut previous) = self.previous.clone() else {
            return;
        };
        let over = async { while previous.changed().await.is_ok() {} };
        if timeout(MAX_WAIT, over).await.is_err() {
            tracing::debug!("an early chunk waited long for the previous chunk");
        }
    }

    /// Renews the lease, locks the job until the chunk is committed, and returns the job. Returns
    /// `None` if the lease is lost.
    async fn hold(&self, tx: &Tx) -> Result<Option<Model>> {
        let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET lease_until = ");
        sql.bind(tx.now() + LEASE)
            .push(", updated_at = ")
            .bind(tx.now());
        held(&mut sql, self.claimed);
        if sql.execute(tx.conn()).await?.rows_affected() == 0 {
            return Ok(None);
        }
        let mut sql = Sql::select::<Model>(tx.conn(), "j", " WHERE j.id = ");
        sql.bind(self.claimed.job);
        sql.one(tx.conn()).await
    }

    async fn run_rows(
        &self,
        tx: &Tx,
        job: &Model,
        chunk: ChunkScope,
        began: Instant,
    ) -> Result<(u32, bool)> {
        let mut sql = Sql::select::<job_row::Model>(tx.conn(), "r", " WHERE r.job_id = ");
        sql.bind(job.id)
            .push(" AND r.number >= ")
            .bind(job.progress)
            .push(" ORDER BY r.number")
            .limit(chunk.size);
        let mut rows: Vec<job_row::Model> = sql.all(tx.conn()).await?;
        let mut larger = Larger {
            chunk,
            more: Vec::new(),
            applying: None,
        };
        let work = work(tx, job, &mut rows, &mut larger, began);
        let done = match job.dry_run {
            true => tx.then_roll_back(work).await?,
            false => work.await?,
        };
        rows.truncate(done);
        if !rows.is_empty() {
            row::update(tx, &rows).await?;
        }
        if let Some(applying) = larger.applying {
            return go_on(tx, job, applying, &larger.more).await;
        }
        let more = larger.more;
        let ran = i32::try_from(rows.len()).unwrap_or(i32::MAX);
        let failed = rows.iter().filter(|row| row.code.is_some()).count();
        let progress = job.progress.saturating_add(ran);
        let added = i32::try_from(more.len()).unwrap_or(i32::MAX);
        let total = job.total.map(|total| total.saturating_add(added));
        if let (Some(first), false) = (job.total, more.is_empty()) {
            row::write(tx, job.id, first, &more).await?;
        }
        // If there are fewer rows than counted, the job ends instead of waiting for them.
        let is_last = ran == 0 || total.is_some_and(|total| progress >= total);
        let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET progress = ");
        sql.bind(progress)
            .push(", total = ")
            .bind(total)
            .push(", failed = ")
            .bind(job.failed + i32::try_from(failed).unwrap_or(i32::MAX));
        if is_last {
            sql.push(", lease = NULL, lease_until = NULL, status = ")
                .bind(JobStatus::Completed)
                .push(", finished_at = ")
                .bind(tx.now());
        }
        sql.push(" WHERE id = ").bind(job.id);
        sql.execute(tx.conn()).await?;
        Ok((u32::try_from(rows.len()).unwrap_or(u32::MAX), is_last))
    }
}

/// Stores the progress of a job that counts the items of a sync run, not its own rows. The row of
/// the next step has the number of the next item.
async fn go_on(tx: &Tx, job: &Model, applying: Applying, next: &[JobRow]) -> Result<(u32, bool)> {
    let Applying {
        applied,
        failed,
        is_last,
        failure,
    } = applying;
    let status = match failure {
        Some(_) => JobStatus::Failed,
        None => JobStatus::Completed,
    };
    let total = job.total.unwrap_or_default().max(applied);
    let progress = match is_last && failure.is_none() {
        true => total,
        false => applied,
    };
    let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET progress = ");
    sql.bind(progress)
        .push(", total = ")
        .bind(total)
        .push(", failed = ")
        .bind(failed);
    if is_last {
        sql.push(", lease = NULL, lease_until = NULL, status = ")
            .bind(status)
            .push(", message = ")
            .bind(failure.map(|failure| failure.message))
            .push(", finished_at = ")
            .bind(tx.now());
    } else {
        row::write(tx, job.id, applied, next).await?;
    }
    sql.push(" WHERE id = ").bind(job.id);
    sql.execute(tx.conn()).await?;
    let ran = applied.saturating_sub(job.progress);
    Ok((u32::try_from(ran).unwrap_or_default(), is_last))
}

/// What the steps of larger operations leave to the chunk.
struct Larger {
    /// What the chunk applies of a sync run.
    chunk: ChunkScope,
    /// Rows to run after all other rows of the job: a step that is not the last one queues the next
    /// step.
    more: Vec<JobRow>,
    /// The progress of a job that applies a sync run.
    applying: Option<Applying>,
}

/// Runs rows, as many as there is time for, sets their results and returns their number. Changes of
/// one object are decided together; steps of larger operations run one by one.
async fn work(
    tx: &Tx,
    job: &Model,
    rows: &mut [job_row::Model],
    larger: &mut Larger,
    began: Instant,
) -> Result<usize> {
    let limits = larger.chunk.limits;
    let (mut changes, mut places) = (Vec::new(), Vec::new());
    for (place, row) in rows.iter_mut().enumerate() {
        let Some(text) = &row.operation else {
            row.set_failed();
            continue;
        };
        match JobOperation::from_text(job.kind, text)? {
            JobOperation::EraseUser(_)
            | JobOperation::SettleDefaults(_)
            | JobOperation::PlanSync(_)
                if place > 0 && began.elapsed() >= limits.time =>
            {
                return Ok(place);
            }
            JobOperation::EraseUser(piece) => {
                let next = tx.perform(&piece).await?.map(JobOperation::EraseUser);
                larger.more.extend(next.map(JobRow::of));
                row.set(&Ok(RowDone::updated(piece.user)));
            }
            JobOperation::SettleDefaults(piece) => {
                let next = tx.perform(&piece).await?.map(JobOperation::SettleDefaults);
                larger.more.extend(next.map(JobRow::of));
                row.set(&Ok(RowDone::updated(piece.org)));
            }
            JobOperation::PlanSync(piece) => match Box::pin(piece.plan(tx, &limits)).await? {
                Ok(next) => {
                    larger
                        .more
                        .extend(next.map(JobOperation::PlanSync).map(JobRow::of));
                    row.set(&Ok(RowDone::updated(piece.run)));
                }
                Err(failure) => row.set(&Err(failure)),
            },
            JobOperation::ApplySync(step) => {
                let applying = step.apply(tx, &larger.chunk).await?;
                row.set(&match &applying.failure {
                    None => Ok(RowDone::updated(step.run)),
                    Some(failure) => Err(failure.clone()),
                });
                let next = (!applying.is_last).then_some(JobOperation::ApplySync(step));
                larger.more.extend(next.map(JobRow::of));
                larger.applying = Some(applying);
            }
            change => {
                changes.push(change);
                places.push(place);
            }
        }
    }
    let mut results = Vec::new();
    while results.len() < changes.len() && (results.is_empty() || began.elapsed() < limits.time) {
        let left = &changes[results.len()..];
        results.extend(decide(tx, &left[..number_together(left, limits.weight)]).await?);
    }
    for (place, result) in places.iter().zip(&results) {
        rows[*place].set(result);
    }
    Ok(places.get(results.len()).copied().unwrap_or(rows.len()))
}

/// Returns the number of changes, from the first on, that are decided together, because they write at
/// most `max_weight` directory rows.
fn number_together(changes: &[JobOperation], max_weight: usize) -> usize {
    let mut weight = 0_usize;
    let fit = changes.iter().take_while(|operation| {
        let change = operation.change();
        weight = weight.saturating_add(change.map_or(1, |change| change.weight()));
        weight <= max_weight
    });
    fit.count().max(1)
}

/// Decides rows together. Each row is a change of its own.
async fn decide(tx: &Tx, rows: &[JobOperation]) -> Result<Vec<Result<RowDone, RowFailure>>> {
    let change = |row| {
        let change = JobOperation::change(row);
        change.ok_or_else(|| Error::internal("a row without a change"))
    };
    let changes: Vec<_> = rows.iter().map(change).collect::<Result<_>>()?;
    let results = together::write_each(tx, tx.actor(), &changes).await?;
    let results = results.into_iter();
    let results = results.map(|result| match result {
        Ok(change) => Ok(RowDone::of(&change)),
        Err(error) => Err(RowFailure::from(&error)),
    });
    Ok(results.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_grows_while_there_is_time_and_shrinks_when_there_was_not() {
        let limits = Limits::SQLITE;
        assert_eq!(limits.next(50, Duration::from_millis(5)), 100);
        assert_eq!(limits.next(400, Duration::ZERO), limits.rows);
        assert_eq!(limits.next(500, Duration::from_millis(100)), 250);
        assert_eq!(limits.next(500, Duration::from_secs(60)), 50);
        assert_eq!(limits.next(1, Duration::from_secs(60)), 1);
        assert_eq!(Limits::POSTGRES_SERVER.next(800, Duration::ZERO), 1_000);
    }
}
