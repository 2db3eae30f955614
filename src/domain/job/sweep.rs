//! The operation that deletes old jobs. A job and its results are kept for 30 days.

use chrono::TimeDelta;

use crate::{
    access::{Permission, Target},
    db::Sql,
    domain::{Operation, Tx},
    entity::job::{JobStatus, Model},
    error::Result,
};

/// The time for which a job is kept after its end.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// The time without new rows after which an upload is cancelled. It is much longer than a request
/// waits for its next row.
const SILENCE: TimeDelta = TimeDelta::minutes(5);
/// The maximum number of rows that one step deletes.
const STEP: u32 = 1_000;

/// Runs one step of the cleanup: cancels uploads whose server died, and deletes some rows of an old
/// job. Returns whether there may be more to do. Only servers use it. It requires `jobs:write` on
/// the platform.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct SweepJobs {}

impl Operation for SweepJobs {
    type Output = bool;

    const NAME: &'static str = "SweepJobs";

    async fn run(&self, tx: &Tx) -> Result<bool> {
        tx.require(Permission::JobsWrite, Target::Platform).await?;
        let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET status = ");
        sql.bind(JobStatus::Cancelled)
            .push(", message = ")
            .bind("The upload was interrupted; no row was run.")
            .push(", finished_at = ")
            .bind(tx.now())
            .push(" WHERE status = ")
            .word(JobStatus::Queued.as_str())
            .push(" AND total IS NULL AND retry_of IS NULL AND updated_at < ")
            .bind(tx.now() - SILENCE);
        sql.execute(tx.conn()).await?;
        let mut sql = Sql::select::<Model>(tx.conn(), "j", " WHERE j.finished_at < ");
        sql.bind(tx.now() - KEPT)
            .push(" ORDER BY j.finished_at")
            .limit(1)
            .locked_or_skipped("j");
        let Some(job) = sql.one::<Model>(tx.conn()).await? else {
            return Ok(false);
        };
        let mut sql = Sql::new(tx.conn(), "DELETE FROM job_rows WHERE job_id = ");
        sql.bind(job.id)
            .push(" AND number IN (SELECT r.number FROM job_rows r WHERE r.job_id = ")
            .bind(job.id)
            .push(" ORDER BY r.number")
            .limit(STEP)
            .push(")");
        if sql.execute(tx.conn()).await?.rows_affected() < u64::from(STEP) {
            let mut sql = Sql::new(tx.conn(), "DELETE FROM jobs WHERE id = ");
            sql.bind(job.id);
            sql.execute(tx.conn()).await?;
        }
        Ok(true)
    }
}
