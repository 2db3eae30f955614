//! Operations that queue a job whose rows arrive one after another, more than fit into memory.
//!
//! The job begins without a total, and runs once it has one. An upload that ends early is
//! cancelled, and none of its rows runs. [`super::SweepJobs`] cancels uploads whose server died.

use crate::{
    access::{Permission, Target, target},
    db::Sql,
    domain::{AfterCommit, Change, Done, Operation, Tx},
    entity::job::{JobKind, JobStatus},
    error::{Code, Result},
    id::JobId,
};

use super::{JobRow, change, new, queue, row};

/// Begins an upload: creates a job whose rows are still to come.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct BeginUpload {
    /// The kind of all rows.
    pub kind: JobKind,
    /// Whether the job only computes results and rolls all changes back.
    pub dry_run: bool,
}

/// Adds rows to an upload.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AddRows {
    /// The upload.
    pub job: JobId,
    /// The number of the first of these rows.
    pub first: i32,
    /// The rows.
    pub rows: Vec<JobRow>,
}

/// Completes an upload. The job can run as soon as the transaction is committed.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct EndUpload {
    /// The upload. It is left out of the hash for idempotency keys, because a repeated request with
    /// the same content creates another upload.
    #[serde(skip_serializing)]
    pub job: JobId,
    /// The number of rows of the upload.
    pub total: i32,
    /// Whether the upload began as a dry run.
    pub dry_run: bool,
    /// SHA-256 of the content of the upload.
    pub content: Vec<u8>,
}

/// Cancels an upload that ended early.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AbandonUpload {
    /// The upload.
    pub job: JobId,
    /// The reason, for people.
    pub message: String,
}

async fn require(tx: &Tx, job: JobId) -> Result<()> {
    tx.require(Permission::JobsWrite, Target::Job(job)).await
}

impl Operation for BeginUpload {
    type Output = Change;

    const NAME: &'static str = "BeginUpload";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        queue::require(tx).await?;
        let job = new(tx, self.kind, self.dry_run);
        queue::insert(tx, &job).await?;
        Ok(change(Done::Queued, job.id))
    }
}

impl Operation for AddRows {
    type Output = ();

    const NAME: &'static str = "AddRows";

    async fn run(&self, tx: &Tx) -> Result<()> {
        require(tx, self.job).await?;
        update(tx, self.job, |_| {}).await?;
        row::write(tx, self.job, self.first, &self.rows).await
    }
}

impl Operation for EndUpload {
    type Output = Change;

    const NAME: &'static str = "EndUpload";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        require(tx, self.job).await?;
        update(tx, self.job, |sql| {
            sql.push(", total = ").bind(self.total);
        })
        .await?;
        tx.after_commit(AfterCommit::JobsChanged);
        Ok(change(Done::Queued, self.job))
    }
}

impl Operation for AbandonUpload {
    type Output = Change;

    const NAME: &'static str = "AbandonUpload";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        require(tx, self.job).await?;
        update(tx, self.job, |sql| {
            sql.push(", status = ")
                .bind(JobStatus::Cancelled)
                .push(", message = ")
                .bind(self.message.as_str())
                .push(", finished_at = ")
                .bind(tx.now());
        })
        .await?;
        tx.after_commit(AfterCommit::JobsChanged);
        Ok(change(Done::Updated, self.job))
    }
}

/// Updates an upload in progress.
///
/// # Errors
/// `JOB_NOT_FOUND` if the upload was cancelled or is complete.
async fn update(tx: &Tx, job: JobId, set: impl FnOnce(&mut Sql) + Send) -> Result<()> {
    let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET updated_at = ");
    sql.bind(tx.now());
    set(&mut sql);
    sql.push(" WHERE id = ")
        .bind(job)
        .push(" AND status = ")
        .word(JobStatus::Queued.as_str())
        .push(" AND total IS NULL AND retry_of IS NULL");
    if sql.execute(tx.conn()).await?.rows_affected() == 0 {
        return Err(target::not_found(Code::JobNotFound));
    }
    Ok(())
}
