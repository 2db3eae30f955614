//! The operation that retries the failed rows of a job.

use crate::{
    access::{Permission, Target},
    db::Sql,
    domain::{AfterCommit, Change, Done, Operation, Tx},
    entity::{
        job::{JobStatus, Model},
        job_row,
    },
    error::{Code, Error, Result},
    id::JobId,
};

use super::{JobOperation, JobRow, change, get, new, queue, row};

/// Queues a new job with the failed rows of a job, in their order and with new numbers. If the job
/// itself failed, the rows that it did not reach are included. Lines that could not be parsed are
/// not. The new job acts for the actor of this operation.
///
/// The job must be over. The operation is `unchanged` if there are no rows to retry. The new job
/// copies its rows itself, in chunks, and its total is unknown until all rows are copied.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct RetryFailed {
    /// The job with the failed rows.
    pub job: JobId,
}

impl Operation for RetryFailed {
    type Output = Change;

    const NAME: &'static str = "RetryFailed";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        tx.require(Permission::JobsWrite, Target::Job(self.job))
            .await?;
        queue::require(tx).await?;
        let job = get(&tx.reader(), self.job).await?;
        if matches!(job.status, JobStatus::Queued | JobStatus::Working) {
            return Err(Error::new(
                Code::InvalidValue,
                "The job has not finished. Wait for it, or cancel it.",
            )
            .at("jobId"));
        }
        if failed(tx, &job, 0, 1).await?.is_empty() {
            return Ok(change(Done::Unchanged, job.id));
        }
        let again = Model {
            retry_of: Some(job.id),
            ..new(tx, job.kind, job.dry_run)
        };
        queue::insert(tx, &again).await?;
        tx.after_commit(AfterCommit::JobsChanged);
        Ok(change(Done::Queued, again.id))
    }
}

/// Copies the next rows into a job that retries another job. Returns the number of rows copied.
pub(super) async fn copy(tx: &Tx, job: &Model, of: JobId, most: u32) -> Result<u32> {
    let mut sql = Sql::select::<Model>(tx.conn(), "j", " WHERE j.id = ");
    sql.bind(of);
    // A source job that was swept has no more rows.
    let rows = match sql.one::<Model>(tx.conn()).await? {
        Some(source) => failed(tx, &source, job.retried, most).await?,
        None => Vec::new(),
    };
    let mut sql = Sql::new(
        tx.conn(),
        "SELECT CAST(coalesce(max(r.number) + 1, 0) AS bigint) FROM job_rows r WHERE r.job_id = ",
    );
    sql.bind(job.id);
    let copied = i32::try_from(sql.count(tx.conn()).await?).map_err(Error::internal)?;
    let mut sql = Sql::new(tx.conn(), "UPDATE jobs SET ");
    match rows.last() {
        None => sql.push("total = ").bind(copied),
        Some(last) => sql.push("retried = ").bind(last.number + 1),
    };
    sql.push(" WHERE id = ").bind(job.id);
    sql.execute(tx.conn()).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let again: Vec<JobRow> = rows
        .iter()
        .map(|row| {
            let text = row.operation.as_deref().unwrap_or_default();
            Ok(JobRow {
                reference: row.reference.clone(),
                operation: Ok(JobOperation::from_text(job.kind, text)?),
            })
        })
        .collect::<Result<_>>()?;
    row::write(tx, job.id, copied, &again).await?;
    u32::try_from(again.len()).map_err(Error::internal)
}

/// Returns the next rows to retry, from the number `from` on.
async fn failed(tx: &Tx, job: &Model, from: i32, most: u32) -> Result<Vec<job_row::Model>> {
    let select = |condition: &str, from: i32, most: u32| {
        let mut sql = Sql::select::<job_row::Model>(tx.conn(), "r", " WHERE r.job_id = ");
        sql.bind(job.id)
            .push(" AND r.operation IS NOT NULL AND ")
            .push(condition)
            .push(" AND r.number >= ")
            .bind(from)
            .push(" ORDER BY r.number")
            .limit(most);
        sql
    };
    let mut rows: Vec<job_row::Model> = select("r.code IS NOT NULL", from, most)
        .all(tx.conn())
        .await?;
    let missing = most.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    if job.status == JobStatus::Failed && missing > 0 {
        // Rows that did not run come after all rows that ran.
        let from = from.max(job.progress);
        let rest = select("r.result IS NULL", from, missing).all(tx.conn());
        rows.append(&mut rest.await?);
    }
    Ok(rows)
}
