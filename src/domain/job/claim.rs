//! The operations that claim and release jobs. A server claims a job for a limited time. After that
//! time another server may claim the job.
//!
//! A claim has a lease id. Each chunk checks the lease id in its own transaction, so a server that
//! was presumed dead cannot run another chunk after the job was claimed again. Correctness does not
//! depend on clocks.

use chrono::TimeDelta;
use uuid::Uuid;

use crate::{
    access::{Permission, Target},
    db::Sql,
    domain::{AfterCommit, Operation, Reader, Tx, sync},
    entity::{
        job::{JobStatus, Model},
        sync_run::SyncStatus,
    },
    error::{Code, Result},
    id::JobId,
};

use super::FORMAT;

/// The duration of a claim. Each chunk renews it.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(10);

/// Claims the oldest waiting job that no server runs. Only servers and the command line use it. It
/// requires `jobs:write` on the platform.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct ClaimJob {
    /// The only job to claim. `None` for any job.
    pub job: Option<JobId>,
}

/// A claimed job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Claimed {
    /// The job.
    pub job: JobId,
    /// The id of the claim.
    pub lease: Uuid,
}

/// Releases a job, so that another server can claim it at once.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct ReleaseJob(pub Claimed);

/// Ends a job as failed before its last row.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct FailJob {
    /// The claimed job.
    pub claimed: Claimed,
    /// The code of the reason.
    pub code: Code,
    /// The reason, for people.
    pub message: String,
}

async fn require(tx: &Tx) -> Result<()> {
    tx.require(Permission::JobsWrite, Target::Platform).await
}

/// Adds the condition that the job in `jobs AS j` is waiting and no server runs it, and that it is
/// this job if there is one.
fn waiting(sql: &mut Sql, job: Option<JobId>, now: chrono::DateTime<chrono::Utc>) {
    if let Some(job) = job {
        sql.push("j.id = ").bind(job).push(" AND ");
    }
    sql.push("j.status IN (")
        .word(JobStatus::Queued.as_str())
        .push(", ")
        .word(JobStatus::Working.as_str())
        .push(") AND (j.total IS NOT NULL OR j.retry_of IS NOT NULL) AND j.format <= ")
        .bind(FORMAT)
        .push(" AND (j.lease_until IS NULL OR j.lease_until <= ")
        .bind(now)
        .push(")");
}

/// Returns whether there is a job to claim, or whether this job can be claimed. Needs no
/// transaction, because usually there is no job.
///
/// # Errors
/// `BUSY` or `INTERNAL` when the database fails.
pub async fn is_any_waiting(
    reader: &Reader,
    job: Option<JobId>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<bool> {
    let mut sql = Sql::new(&reader.conn, "SELECT 1 FROM jobs j WHERE ");
    waiting(&mut sql, job, now);
    sql.limit(1);
    Ok(sql.row(&reader.conn).await?.is_some())
}

impl Operation for ClaimJob {
    type Output = Option<Claimed>;

    const NAME: &'static str = "ClaimJob";

    async fn run(&self, tx: &Tx) -> Result<Option<Claimed>> {
        require(tx).await?;
        let mut sql = Sql::select::<Model>(tx.conn(), "j", " WHERE ");
        waiting(&mut sql, self.job, tx.now());
        sql.push(" ORDER BY j.id").limit(1).locked_or_skipped("j");
        let Some(job) = sql.one::<Model>(tx.conn()).await? else {
            return Ok(None);
        };
        let lease: Uuid = tx.id();
        let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET status = ");
        sql.bind(JobStatus::Working)
            .push(", lease = ")
            .bind(lease)
            .push(", lease_until = ")
            .bind(tx.now() + LEASE)
            .push(", started_at = ")
            .bind(job.started_at.unwrap_or_else(|| tx.now()))
            .push(", updated_at = ")
            .bind(tx.now())
            .push(" WHERE id = ")
            .bind(job.id);
        sql.execute(tx.conn()).await?;
        tx.after_commit(AfterCommit::JobsChanged);
        Ok(Some(Claimed { job: job.id, lease }))
    }
}

impl Operation for ReleaseJob {
    type Output = ();

    const NAME: &'static str = "ReleaseJob";

    async fn run(&self, tx: &Tx) -> Result<()> {
        require(tx).await?;
        let mut sql = Sql::new(
            tx.conn(),
            "UPDATE jobs SET lease = NULL, lease_until = NULL",
        );
        held(&mut sql, self.0);
        sql.execute(tx.conn()).await?;
        tx.after_commit(AfterCommit::JobsChanged);
        Ok(())
    }
}

impl Operation for FailJob {
    type Output = ();

    const NAME: &'static str = "FailJob";

    async fn run(&self, tx: &Tx) -> Result<()> {
        require(tx).await?;
        let mut sql = Sql::new(
            tx.conn(),
            "UPDATE jobs SET lease = NULL, lease_until = NULL, status = ",
        );
        sql.bind(JobStatus::Failed)
            .push(", message = ")
            .bind(self.message.as_str())
            .push(", finished_at = ")
            .bind(tx.now())
            .push(", updated_at = ")
            .bind(tx.now());
        held(&mut sql, self.claimed);
        if sql.execute(tx.conn()).await?.rows_affected() > 0 {
            let reason = Some((self.code, self.message.as_str()));
            sync::end_with_job(tx, self.claimed.job, SyncStatus::Failed, reason).await?;
        }
        tx.after_commit(AfterCommit::JobsChanged);
        Ok(())
    }
}

/// Adds the condition, with its `WHERE`, that the claim still holds.
pub(super) fn held(sql: &mut Sql, claimed: Claimed) {
    sql.push(" WHERE id = ")
        .bind(claimed.job)
        .push(" AND lease = ")
        .bind(claimed.lease)
        .push(" AND status = ")
        .word(JobStatus::Working.as_str());
}
