//! A job whose rows come in one after the other, more than anybody holds in memory.
//!
//! It begins without a number of rows, and runs once it has one. An upload that ends early is cancelled: none of its rows
//! is run. One whose server died is found by [`super::SweepJobs`].

use crate::{
    access::{Permission, Target, target},
    db::Sql,
    domain::{AfterCommit, Change, Done, Operation, Tx},
    entity::job::{JobKind, JobStatus},
    error::{Code, Result},
    id::JobId,
};

use super::{JobRow, change, new, queue, row};

/// A job whose rows are still to come.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct BeginUpload {
    /// What its rows do, all of them.
    pub kind: JobKind,
    /// Keep nothing of what they do, but their results.
    pub dry_run: bool,
}

/// More rows for an upload.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AddRows {
    /// The upload.
    pub job: JobId,
    /// The number of the first of them.
    pub first: i32,
    /// The rows.
    pub rows: Vec<JobRow>,
}

/// The upload has all its rows: the job runs as soon as this is committed.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct EndUpload {
    /// The upload. When the same content comes again it is another one, so this is nothing to know it by.
    #[serde(skip_serializing)]
    pub job: JobId,
    /// How many rows came.
    pub total: i32,
    /// Whether it is a dry run, which its beginning said.
    pub dry_run: bool,
    /// SHA-256 of all that came.
    pub content: Vec<u8>,
}

/// The upload ended early: the job is cancelled.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct AbandonUpload {
    /// The upload.
    pub job: JobId,
    /// Why, for a person.
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

/// Changes an upload that is under way. One that was given up or has ended takes nothing more.
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
