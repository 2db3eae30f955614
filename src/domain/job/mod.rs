//! Jobs: many operations that run in the background, in chunks of rows. Each row is a change of its
//! own.
//!
//! The rows of a job are operations as data ([`JobOperation`]), so all kinds of jobs run in the
//! same way. An actor with `jobs:write` in some org may queue a job. The permissions that a row
//! requires are checked when the row runs, for the creator of the job and with the permissions that
//! the creator has then.
//!
//! Jobs and their rows are not part of the directory, so they have no audit events.
//!
//! To add a kind of job: add a word to `entity::job::JobKind`, a line to `operations!`, and a line
//! to `JobOperation::change`.

mod cancel;
mod chunk;
mod claim;
mod creator;
mod get;
mod list;
mod queue;
mod retry;
mod row;
mod sweep;
mod upload;

pub use cancel::CancelJob;
pub use chunk::{Chunk, Limits, RunChunk};
pub use claim::{ClaimJob, Claimed, FailJob, ReleaseJob, is_any_waiting};
pub use creator::creator;
pub use get::{find, find_many, get};
pub use list::{
    BY_ID, BY_NUMBER, JobFilter, count, count_by_status, first_results, list, list_sql, results,
};
pub use queue::{MAX_QUEUED, QueueJob};
pub(super) use queue::{write, write_counted};
pub use retry::RetryFailed;
pub use row::JobRow;
pub use sweep::{KEPT, SweepJobs};
pub use upload::{AbandonUpload, AddRows, BeginUpload, EndUpload};

use crate::{
    entity::job::{JobKind, JobStatus, Model},
    error::{Error, Result},
    id::JobId,
};

use super::{
    Change, Done, Tx,
    engine::Decide,
    membership::{MembershipRow, RemoveById},
    org::{CreateOrg, RetireOrg, SettleDefaults, UpdateOrg, UpsertOrg},
    sync::{ApplyStep, PlanStep},
    user::{CreateUser, UpdateUser, UpsertUser, erase::EraseUser},
};

/// The latest storage format of rows. A server does not claim jobs with a later format.
const FORMAT: i32 = 5;

macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $kind:ident($operation:ty)),+ $(,)?) => {
        /// What a row of a job does.
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        pub enum JobOperation {
            $($(#[doc = $doc])+ $kind($operation)),+
        }

        impl JobOperation {
            /// Returns the kind of the job that the operation belongs to.
            #[must_use]
            pub fn kind(&self) -> JobKind {
                match self {
                    $(Self::$kind(_) => JobKind::$kind),+
                }
            }

            /// Returns the operation as stored text.
            fn to_text(&self) -> Result<String> {
                let text = match self {
                    $(Self::$kind(operation) => serde_json::to_string(operation)),+
                };
                text.map_err(Error::internal)
            }

            fn from_text(kind: JobKind, text: &str) -> Result<Self> {
                let read = match kind {
                    $(JobKind::$kind => serde_json::from_str(text).map(Self::$kind)),+
                };
                read.map_err(Error::internal)
            }
        }
    };
}

operations! {
    /// Adds a user to an org.
    CreateMembership(MembershipRow),
    /// Deletes a membership.
    DeleteMembership(RemoveById),
    /// Creates a user.
    CreateUser(CreateUser),
    /// Creates or updates a user.
    UpsertUser(UpsertUser),
    /// Updates a user.
    UpdateUser(UpdateUser),
    /// Suspends a user.
    SuspendUser(UpdateUser),
    /// Erases one batch of the stored data of a deleted user.
    EraseUser(EraseUser),
    /// Creates an org.
    CreateOrg(CreateOrg),
    /// Creates or updates an org.
    UpsertOrg(UpsertOrg),
    /// Updates an org.
    UpdateOrg(UpdateOrg),
    /// Retires an org.
    RetireOrg(RetireOrg),
    /// Recalculates the default orgs of one batch of the members of a retired or restored org.
    SettleDefaults(SettleDefaults),
    /// Plans some rows of a sync run.
    PlanSync(PlanStep),
    /// Applies some items of a sync run.
    ApplySync(ApplyStep),
}

impl JobOperation {
    /// Returns the operation as a change of one object, or `None` if it is a step of a larger
    /// operation.
    fn change(&self) -> Option<&dyn Decide<Output = Change>> {
        Some(match self {
            Self::CreateMembership(change) => change,
            Self::DeleteMembership(change) => change,
            Self::CreateUser(change) => change,
            Self::UpsertUser(change) => change,
            Self::UpdateUser(change) | Self::SuspendUser(change) => change,
            Self::CreateOrg(change) => change,
            Self::UpsertOrg(change) => change,
            Self::UpdateOrg(change) => change,
            Self::RetireOrg(change) => change,
            Self::EraseUser(_)
            | Self::SettleDefaults(_)
            | Self::PlanSync(_)
            | Self::ApplySync(_) => return None,
        })
    }
}

/// Returns a new job of the actor, without rows.
fn new(tx: &Tx, kind: JobKind, dry_run: bool) -> Model {
    let actor = tx.actor();
    Model {
        id: tx.id(),
        kind,
        format: match kind {
            JobKind::SettleDefaults => 3,
            // Earlier versions would not erase the files and plans of sync runs.
            // Earlier versions would ignore the groups of a row.
            JobKind::CreateMembership | JobKind::UpsertUser => 5,
            JobKind::EraseUser | JobKind::PlanSync | JobKind::ApplySync => 4,
            _ => 1,
        },
        status: JobStatus::Queued,
        dry_run,
        total: None,
        progress: 0,
        failed: 0,
        message: None,
        token_id: actor.token(),
        user_id: actor.user(),
        org_id: actor.org(),
        address: actor.address.map(|address| address.to_string()),
        request_id: actor.request_id.as_deref().map(str::to_owned),
        retry_of: None,
        retried: 0,
        lease: None,
        lease_until: None,
        created_at: tx.now(),
        started_at: None,
        finished_at: None,
        updated_at: tx.now(),
    }
}

fn change(done: Done, job: JobId) -> Change {
    Change::new(done, job).of_job(job)
}
