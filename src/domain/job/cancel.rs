//! The operation that cancels a job.

use crate::{
    access::{Permission, Target},
    db::Sql,
    domain::{AfterCommit, Change, Done, Operation, Tx, sync},
    entity::{job::JobStatus, sync_run::SyncStatus},
    error::Result,
    id::JobId,
};

use super::change;

/// Cancels a job: no further row of the job runs. Finished rows stay. If a chunk is running, the
/// operation waits for it.
///
/// Returns `unchanged` if the job is already over.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct CancelJob {
    /// The job.
    pub job: JobId,
}

impl Operation for CancelJob {
    type Output = Change;

    const NAME: &'static str = "CancelJob";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        tx.require(Permission::JobsWrite, Target::Job(self.job))
            .await?;
        let mut sql = Sql::new(
            tx.conn(),
            "UPDATE jobs SET lease = NULL, lease_until = NULL, status = ",
        );
        sql.bind(JobStatus::Cancelled)
            .push(", finished_at = ")
            .bind(tx.now())
            .push(", updated_at = ")
            .bind(tx.now())
            .push(" WHERE id = ")
            .bind(self.job)
            .push(" AND status IN (")
            .word(JobStatus::Queued.as_str())
            .push(", ")
            .word(JobStatus::Working.as_str())
            .push(")");
        let done = match sql.execute(tx.conn()).await?.rows_affected() {
            0 => Done::Unchanged,
            _ => {
                sync::end_with_job(tx, self.job, SyncStatus::Cancelled, None).await?;
                Done::Updated
            }
        };
        tx.after_commit(AfterCommit::JobsChanged);
        Ok(change(done, self.job))
    }
}
