//! Erasure of a deleted user: a marker replaces personal data in the remaining rows, such as events
//! and job rows.
//!
//! A job erases the data in batches. Each batch is a job row that queues the next batch. The job's
//! own rows contain no personal data: each batch reads the user's former e-mail addresses, mobile
//! numbers and external ids from the events. Events are therefore erased last, so that a job that
//! resumes after a crash still finds these values.
//!
//! * `places`: the columns that contain personal data.
//! * `traces`: the values that identify a user, and the search for them in texts and rows.
//! * `steps`: the batches.
//! * `sync_steps`: the batches in uploaded files, and in the runs that read them.

mod places;
mod steps;
mod sync_steps;
mod traces;

pub use places::{NOT_PERSONAL, PERSONAL, PersonalData};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::{Permission, Target},
    db::Sql,
    domain::{Operation, Tx},
    error::Result,
    id::{JobId, SyncRunId, SyncUploadId, UserId},
};

/// The text that replaces erased values.
pub const MARKER: &str = "[erased]";

/// A stage of the erasure. Events come last, because the other stages search for values from
/// events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErasureStage {
    /// Job rows, including uploads.
    JobRows,
    /// Jobs that the user queued.
    Jobs,
    /// Outcomes stored under idempotency keys.
    Outcomes,
    /// Records of uploaded files that are not planned yet.
    SyncPieces,
    /// Rows of files of which a plan is being made.
    SyncRows,
    /// Items of plans.
    SyncItems,
    /// Audit events.
    Events,
}

/// The last row of a batch. The next batch starts after this row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum After {
    /// A job row.
    JobRow(JobId, i32),
    /// The expiry time of idempotency keys.
    Expiry(DateTime<Utc>),
    /// A piece of an uploaded file.
    SyncPiece(SyncUploadId, i32),
    /// A row of the file of a sync run.
    SyncRow(SyncRunId, i32),
    /// An item of the plan of a sync run.
    SyncItem(SyncRunId, i32),
    /// An audit event.
    Event(Uuid),
}

/// Erases one batch of a deleted user's data. Returns the next batch, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseUser {
    /// The deleted user.
    pub user: UserId,
    /// The stage of this batch.
    pub step: ErasureStage,
    /// The last row of the previous batch. `None` starts the stage.
    pub after: Option<After>,
}

impl EraseUser {
    /// Returns the first batch.
    #[must_use]
    pub fn new(user: UserId) -> Self {
        Self::of(user, ErasureStage::JobRows)
    }

    fn of(user: UserId, step: ErasureStage) -> Self {
        Self {
            user,
            step,
            after: None,
        }
    }

    /// Returns the next batch: the rest of this stage if the page was full, or else the next stage.
    fn next(self, after: Option<After>) -> Option<Self> {
        if after.is_some() {
            return Some(Self { after, ..self });
        }
        let step = match self.step {
            ErasureStage::JobRows => ErasureStage::Jobs,
            ErasureStage::Jobs => ErasureStage::Outcomes,
            ErasureStage::Outcomes => ErasureStage::SyncPieces,
            ErasureStage::SyncPieces => ErasureStage::SyncRows,
            ErasureStage::SyncRows => ErasureStage::SyncItems,
            ErasureStage::SyncItems => ErasureStage::Events,
            ErasureStage::Events => return None,
        };
        Some(Self::of(self.user, step))
    }
}

impl Operation for EraseUser {
    type Output = Option<EraseUser>;

    const NAME: &'static str = "EraseUser";

    async fn run(&self, tx: &Tx) -> Result<Option<Self>> {
        require(tx).await?;
        let after = match self.step {
            ErasureStage::JobRows => steps::job_rows(tx, self.user, self.after).await?,
            ErasureStage::Jobs => steps::jobs(tx, self.user).await?,
            ErasureStage::Outcomes => steps::outcomes(tx, self.user, self.after).await?,
            ErasureStage::SyncPieces => sync_steps::pieces(tx, self.user, self.after).await?,
            ErasureStage::SyncRows => sync_steps::rows(tx, self.user, self.after).await?,
            ErasureStage::SyncItems => sync_steps::items(tx, self.user, self.after).await?,
            ErasureStage::Events => steps::events(tx, self.user, self.after).await?,
        };
        Ok(self.next(after))
    }
}

/// Checks that the actor may erase users. The permission is required on the platform, because a
/// deleted user belongs to no org.
pub(super) async fn require(tx: &Tx) -> Result<()> {
    tx.require(Permission::UsersDelete, Target::Platform).await
}

/// Returns whether a user with this id ever existed. Events still contain the ids of deleted users.
pub(super) async fn is_known(tx: &Tx, user: UserId) -> Result<bool> {
    let mut sql = Sql::new(tx.conn(), "SELECT 1 FROM events e WHERE e.user_id = ");
    sql.bind(user).limit(1);
    Ok(sql.row(tx.conn()).await?.is_some())
}
