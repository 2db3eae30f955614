//! The operation that queues a job with all its rows.

use sea_orm::{EntityTrait, IntoActiveModel};

use crate::{
    access::{Permission, Target},
    domain::{AfterCommit, Change, Done, Operation, Tx},
    entity::job::{ActiveModel, Entity, JobKind, Model},
    error::{Code, Error, Result},
    id::JobId,
};

use super::{JobOperation, JobRow, change, new, row};

/// The maximum number of rows in one call. An upload has no limit.
pub const MAX_QUEUED: usize = 10_000;

/// Queues a job with these rows. The job can run as soon as the transaction is committed.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct QueueJob {
    /// The kind of all rows.
    pub kind: JobKind,
    /// 1 to 10,000 rows.
    pub rows: Vec<JobRow>,
    /// Whether the job only computes results and rolls all changes back.
    pub dry_run: bool,
    /// The id of the job. `None` creates a new id.
    #[serde(skip)]
    pub id: Option<JobId>,
}

/// Checks that the actor may queue a job, which requires `jobs:write` in some org. The permissions
/// that a row requires are checked when the row runs.
///
/// # Errors
/// `FORBIDDEN` if the actor does not hold `jobs:write` in any org.
pub(super) async fn require(tx: &Tx) -> Result<()> {
    tx.require(Permission::JobsWrite, Target::AnyOrg).await
}

impl Operation for QueueJob {
    type Output = Change;

    const NAME: &'static str = "QueueJob";

    async fn run(&self, tx: &Tx) -> Result<Change> {
        require(tx).await?;
        if self.rows.is_empty() {
            return Err(Error::invalid("rows", "is empty; give at least one row"));
        }
        if self.rows.len() > MAX_QUEUED {
            return Err(too_many(self.kind, self.rows.len()));
        }
        let mut operations = self
            .rows
            .iter()
            .filter_map(|row| row.operation.as_ref().ok());
        if operations.any(|operation| operation.kind() != self.kind) {
            return Err(Error::internal("a row of another kind than its job"));
        }
        let mut job = new(tx, self.kind, self.dry_run);
        job.id = self.id.unwrap_or(job.id);
        let id = job.id;
        insert_with(tx, job, &self.rows).await?;
        Ok(change(Done::Queued, id))
    }
}

/// Queues a job with one row, as part of a change.
pub(in crate::domain) async fn write(tx: &Tx, id: JobId, row: JobOperation) -> Result<()> {
    let mut job = new(tx, row.kind(), false);
    job.id = id;
    insert_with(tx, job, &[JobRow::of(row)]).await
}

/// Queues a job with one row, which is the first step towards `total` rows.
pub(in crate::domain) async fn write_counted(
    tx: &Tx,
    id: JobId,
    row: JobOperation,
    total: i32,
) -> Result<()> {
    let mut job = new(tx, row.kind(), false);
    job.id = id;
    job.total = Some(total);
    insert(tx, &job).await?;
    row::write(tx, id, 0, &[JobRow::of(row)]).await?;
    tx.after_commit(AfterCommit::JobsChanged);
    Ok(())
}

async fn insert_with(tx: &Tx, mut job: Model, rows: &[JobRow]) -> Result<()> {
    job.total = Some(i32::try_from(rows.len()).map_err(Error::internal)?);
    insert(tx, &job).await?;
    row::write(tx, job.id, 0, rows).await?;
    tx.after_commit(AfterCommit::JobsChanged);
    Ok(())
}

fn too_many(kind: JobKind, rows: usize) -> Error {
    let path = match kind {
        JobKind::UpsertUser => "/jobs/users",
        _ => "/jobs/memberships",
    };
    let message = format!(
        "`rows` has {rows} rows; at most {MAX_QUEUED} are allowed. Upload more to {path}, or queue several jobs."
    );
    Error::new(Code::LimitExceeded, message).at("rows")
}

pub(super) async fn insert(tx: &Tx, job: &Model) -> Result<()> {
    let row: ActiveModel = job.clone().into_active_model();
    Entity::insert(row)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
