//! Erasing a deleted user: personal data in what is kept behind, such as events and rows of jobs, is replaced by a marker.
//!
//! A job does it in pieces, each a row of the job that queues the next one. Nothing personal is in those rows: what the user
//! was called is read from the events each time, so the events are erased last, and a job that goes on after a crash finds
//! all that it needs.
//!
//! * `places`: where personal data is.
//! * `traces`: what a user is known by, and whether a text or a row has it.
//! * `steps`: the pieces.

mod places;
mod steps;
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
    id::{JobId, UserId},
};

/// In the place of what was erased.
pub const MARKER: &str = "[erased]";

/// Where a piece of work is done. Events come last, because the other steps look for what events tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErasureStage {
    /// Rows of jobs, uploads among them.
    JobRows,
    /// Jobs that the user queued.
    Jobs,
    /// Outcomes under idempotency keys.
    Outcomes,
    /// Audit events.
    Events,
}

/// The last row of a piece, after which the next piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum After {
    /// A row of a job.
    JobRow(JobId, i32),
    /// Keys that expire at this time.
    Expiry(DateTime<Utc>),
    /// An event.
    Event(Uuid),
}

/// A piece of erasing a user who is deleted. Returns the next piece, if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseUser {
    /// Who.
    pub user: UserId,
    /// Where.
    pub step: ErasureStage,
    /// The last row of the piece before. Without one the step begins.
    pub after: Option<After>,
}

impl EraseUser {
    /// The first piece.
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

    /// The piece that follows: this step after the last row of a full page, or the next step.
    fn next(self, after: Option<After>) -> Option<Self> {
        if after.is_some() {
            return Some(Self { after, ..self });
        }
        let step = match self.step {
            ErasureStage::JobRows => ErasureStage::Jobs,
            ErasureStage::Jobs => ErasureStage::Outcomes,
            ErasureStage::Outcomes => ErasureStage::Events,
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
            ErasureStage::Events => steps::events(tx, self.user, self.after).await?,
        };
        Ok(self.next(after))
    }
}

/// What it takes to erase a user, who may belong to no org any more.
pub(super) async fn require(tx: &Tx) -> Result<()> {
    tx.require(Permission::UsersDelete, Target::Platform).await
}

/// Whether a user of this id ever existed: the audit trail knows users who are deleted.
pub(super) async fn is_known(tx: &Tx, user: UserId) -> Result<bool> {
    let mut sql = Sql::new(tx.conn(), "SELECT 1 FROM events e WHERE e.user_id = ");
    sql.bind(user).limit(1);
    Ok(sql.row(tx.conn()).await?.is_some())
}
