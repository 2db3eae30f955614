//! Jobs: many operations that run in the background, a chunk of rows at a time. Each row is a change of its own.
//!
//! A job's rows are operations as data ([`JobOperation`]), so one mechanism runs every kind. Whoever may run jobs somewhere
//! may queue one; what a row needs is checked when it runs, for whoever queued it and as his rights are then.
//!
//! A job and its rows are no part of the directory: no event is written of them.
//!
//! To add a kind: a word in `entity::job::JobKind`, a line in `operations!`, and one in [`JobOperation`]'s `change`.

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
pub use chunk::{Chunk, MAX_CHUNK, MAX_TIME, RunChunk};
pub use claim::{ClaimJob, Claimed, FailJob, ReleaseJob, is_any_waiting};
pub use creator::creator;
pub use get::{find, find_many, get};
pub use list::{BY_ID, BY_NUMBER, count, count_by_status, first_results, list, results};
pub(super) use queue::write;
pub use queue::{MAX_QUEUED, QueueJob};
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
    user::{CreateUser, UpdateUser, UpsertUser, erase::EraseUser},
};

/// The latest form in which rows are kept. A server leaves jobs alone whose rows have a later one.
const FORMAT: i32 = 3;

macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $kind:ident($operation:ty)),+ $(,)?) => {
        /// What a row of a job does.
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        pub enum JobOperation {
            $($(#[doc = $doc])+ $kind($operation)),+
        }

        impl JobOperation {
            /// The kind of job that it is a row of.
            #[must_use]
            pub fn kind(&self) -> JobKind {
                match self {
                    $(Self::$kind(_) => JobKind::$kind),+
                }
            }

            /// As it is kept.
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
    /// Add a member.
    CreateMembership(MembershipRow),
    /// Remove a member.
    DeleteMembership(RemoveById),
    /// Make a user.
    CreateUser(CreateUser),
    /// Make or change a user.
    UpsertUser(UpsertUser),
    /// Change a user.
    UpdateUser(UpdateUser),
    /// Suspend a user.
    SuspendUser(UpdateUser),
    /// Erase a piece of what is kept of a deleted user.
    EraseUser(EraseUser),
    /// Make an org.
    CreateOrg(CreateOrg),
    /// Make or change an org.
    UpsertOrg(UpsertOrg),
    /// Change an org.
    UpdateOrg(UpdateOrg),
    /// Take an org out of use.
    RetireOrg(RetireOrg),
    /// Settle a piece of the defaults of an org's members.
    SettleDefaults(SettleDefaults),
}

impl JobOperation {
    /// The operation as a change of one thing. `None`: it is a piece of a larger one.
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
            Self::EraseUser(_) | Self::SettleDefaults(_) => return None,
        })
    }
}

/// A job of the actor's that has no rows yet.
fn new(tx: &Tx, kind: JobKind, dry_run: bool) -> Model {
    let actor = tx.actor();
    Model {
        id: tx.id(),
        kind,
        format: match kind {
            JobKind::EraseUser => 2,
            JobKind::SettleDefaults => 3,
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
