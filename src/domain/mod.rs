//! The rules of the directory: operations, which change it, and queries, which read it.
//!
//! An [`Operation`] is plain data. It is either a change ([`Operation::change`]) or code that runs
//! inside one transaction ([`Operation::run`]). A door builds the operation and the app executes
//! it. An operation runs another operation with [`Tx::perform`]. An operation that succeeds without
//! any permission check is turned into an error.
//!
//! A query is a function that takes a [`Reader`], so that nothing is read without a [`Scope`].
//!
//! To add a rule: write a function of the engine's world ([`engine`]) in the noun's `rules.rs`, or
//! in `membership/uphold.rs` if the rule holds after every change, with a test on a world built by
//! hand.
//!
//! To add an operation:
//! 1. Write a file `domain/<noun>/<verb>.rs` with a struct `<Verb><Noun>` of parsed values, and its
//!    `Operation`. `NAME` is the name of the struct and never changes.
//! 2. Implement [`Decide`] beside it and return it from [`Operation::change`]. If the change names
//!    an object by an address, a name or an external id, the world looks it up (`World::user_named`
//!    and its siblings). A change of many rows decides each row with `World::decide`.
//! 3. Begin `decide` with the permission that the actor needs (`World::require` and its siblings).
//!    A change without such a check fails. An operation that does not change the directory, like
//!    those on jobs, calls `Tx::require` instead.
//! 4. Add an entry to each door that offers the operation, and a row to the permission matrix.

pub mod batch;
pub mod counts;
pub mod engine;
pub mod event;
mod few;
pub mod field;
pub mod group;
pub mod idempotency;
pub mod integer_id;
pub mod job;
pub mod membership;
pub mod org;
mod ranked;
pub mod role;
pub mod search;
pub mod sync;
mod together;
pub mod token;
mod tx;
pub mod user;
pub mod version;
pub mod viewer;

use std::{future::Future, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    access::{Actor, Scope},
    db::Conn,
    error::{Error, Result},
    id::{GroupId, JobId, MembershipId, OrgId, RoleId, UserId},
};

pub use ranked::Counted;

pub(crate) use user::LookupBatcher;

pub use engine::Decide;

pub(crate) use engine::{Decision, Keys, Member, Stop, World};

pub(crate) use tx::Learned;
pub use tx::{AfterCommit, Tx};

/// An operation: a change to the directory, or other work inside one transaction.
///
/// An operation and its output are plain data: both are stored and read again. Secrets are skipped
/// when they are serialized.
pub trait Operation: Serialize + Send + Sync {
    /// The output of the operation.
    type Output: Serialize + DeserializeOwned + Send + Sync;

    /// The name of the operation in stored data and metrics. It stays when the code is moved or
    /// renamed.
    const NAME: &'static str;

    /// Returns the operation as a change, which may be decided and written together with changes of
    /// other callers. Returns `None` if the operation does more than change the directory.
    fn change(&self) -> Option<&dyn Decide<Output = Self::Output>> {
        None
    }

    /// Runs the operation. The default decides [`Operation::change`]. The operation may run again
    /// from the start after a conflict with another transaction.
    fn run(&self, tx: &Tx) -> impl Future<Output = Result<Self::Output>> + Send {
        async {
            match self.change() {
                Some(change) => tx.decide(change).await,
                None => Err(Error::internal("an operation that does nothing")),
            }
        }
    }
}

/// The outcome of an operation that was executed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outcome<T> {
    /// The output of the operation.
    pub output: T,
    /// The number of directory rows that changed, which is the number of events written.
    pub records: usize,
}

/// The result of an operation on one object.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// The id of the object. `None` if there was no object to act on.
    pub id: Option<Uuid>,
    /// What happened to the object.
    pub done: Done,
    /// The user concerned.
    pub user: Option<UserId>,
    /// The org concerned.
    pub org: Option<OrgId>,
    /// The membership concerned.
    pub membership: Option<MembershipId>,
    /// The group concerned.
    pub group: Option<GroupId>,
    /// The org's own role concerned.
    pub role: Option<RoleId>,
    /// The job concerned.
    pub job: Option<JobId>,
}

/// What an operation did to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Done {
    /// The object was created.
    Created,
    /// The object was changed.
    Updated,
    /// The object was retired and is in force again.
    Reactivated,
    /// The object already had the requested values.
    Unchanged,
    /// The object was removed.
    Removed,
    /// The work runs in the background.
    Queued,
}

impl Done {
    /// All values.
    pub const ALL: &[Self] = &[
        Self::Created,
        Self::Updated,
        Self::Reactivated,
        Self::Unchanged,
        Self::Removed,
        Self::Queued,
    ];

    /// Returns the value with this name.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word)
    }

    /// Returns the name in requests, responses and stored data.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Reactivated => "reactivated",
            Self::Unchanged => "unchanged",
            Self::Removed => "removed",
            Self::Queued => "queued",
        }
    }
}

impl Change {
    /// Creates a change of the object with this id.
    #[must_use]
    pub fn new(done: Done, id: impl Into<Uuid>) -> Self {
        Self {
            id: Some(id.into()),
            ..Self::nothing(done)
        }
    }

    fn nothing(done: Done) -> Self {
        Self {
            id: None,
            done,
            user: None,
            org: None,
            membership: None,
            group: None,
            role: None,
            job: None,
        }
    }

    fn of_user(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }

    fn of_org(mut self, org: OrgId) -> Self {
        self.org = Some(org);
        self
    }

    fn of_membership(mut self, membership: MembershipId) -> Self {
        self.membership = Some(membership);
        self
    }

    fn of_job(mut self, job: JobId) -> Self {
        self.job = Some(job);
        self
    }

    fn of_group(mut self, group: GroupId) -> Self {
        self.group = Some(group);
        self
    }

    fn of_role(mut self, role: RoleId) -> Self {
        self.role = Some(role);
        self
    }
}

/// The values of the configuration that the rules need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The country (ISO 3166, two letters) whose national phone numbers are understood.
    pub default_region: Option<String>,
    /// The maximum number of rows of `groupUsers` for one group or user.
    pub group_users_limit: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            default_region: None,
            group_users_limit: 10_000,
        }
    }
}

/// A connection for reading, limited to what the actor may see.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(crate) conn: Conn,
    /// The actor who reads.
    pub actor: Actor,
    pub(crate) settings: Arc<Settings>,
    /// `None` within a transaction, whose changes other readers cannot see.
    pub(crate) lookup_batcher: Option<Arc<LookupBatcher>>,
}

impl Reader {
    /// Returns the scope of what the actor may see.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.actor.scope()
    }
}
