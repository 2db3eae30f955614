//! What the directory is and which rules it keeps: operations, which change it, and reads.
//!
//! An [`Operation`] is plain data: the change that it is ([`Operation::change`]), or what it does inside one transaction
//! ([`Operation::run`]). The app executes it; a door only builds it. An operation calls another with [`Tx::perform`]. One that
//! succeeds without any check of permissions fails.
//!
//! A read is a function that takes a [`Reader`], so that nothing is read without a [`Scope`].
//!
//! To add a rule: a function of the engine's world ([`engine`]) in the noun's `rules.rs`, or in `membership/uphold.rs` if it
//! holds after every change, with a test on a world made by hand.
//!
//! To add an operation:
//! 1. a file `domain/<noun>/<verb>.rs` with a struct `<Verb><Noun>` of parsed values, and its `Operation`, whose `NAME` is the
//!    struct's and stays for good;
//! 2. [`Decide`] beside it, which [`Operation::change`] returns. What it names by an address, a name or an external id, the
//!    world looks up (`World::user_named` and its siblings). A change of many rows decides each of them with `World::decide`;
//! 3. in `decide`, what the actor needs comes first (`World::require` and its siblings): a change that ends without any such
//!    check fails. An operation that is no change of the directory, like those of jobs, calls `Tx::require`;
//! 4. an entry in each door that offers it, and its row in the permission matrix.

pub mod batch;
pub mod engine;
pub mod event;
pub mod field;
pub mod group;
pub mod idempotency;
pub mod integer_id;
pub mod job;
pub mod membership;
pub mod org;
pub mod role;
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

pub(crate) use user::LookupBatcher;

pub use engine::Decide;

pub(crate) use engine::{Decision, Keys, Member, Stop, World};

pub(crate) use tx::Learned;
pub use tx::{AfterCommit, Tx};

/// A change to the directory: what it needs, and what it does inside one transaction.
///
/// It is plain data, and so is what it gives back: both can be kept and read again. Secrets are left out of either.
pub trait Operation: Serialize + Send + Sync {
    /// What it gives back.
    type Output: Serialize + DeserializeOwned + Send + Sync;

    /// What it is called wherever it is kept or counted. It stays when the code is moved or renamed.
    const NAME: &'static str;

    /// The operation as a change, which may be decided and written together with those of other callers. `None`: it does more
    /// than to change the directory.
    fn change(&self) -> Option<&dyn Decide<Output = Self::Output>> {
        None
    }

    /// Does it: decides the change, unless the operation says otherwise. It may be run again from the start when another
    /// transaction was in the way.
    fn run(&self, tx: &Tx) -> impl Future<Output = Result<Self::Output>> + Send {
        async {
            match self.change() {
                Some(change) => tx.decide(change).await,
                None => Err(Error::internal("an operation that does nothing")),
            }
        }
    }
}

/// What became of an operation that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outcome<T> {
    /// What it gave back.
    pub output: T,
    /// Directory rows changed, which is the number of events written.
    pub records: usize,
}

/// What an operation on one thing did, and to what.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// What was acted on; none where there was nothing.
    pub id: Option<Uuid>,
    /// What became of it.
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

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Done {
    /// It is new.
    Created,
    /// It is changed.
    Updated,
    /// It was retired, and is in force again.
    Reactivated,
    /// It was as wished already.
    Unchanged,
    /// It is gone.
    Removed,
    /// It will be done behind the caller's back.
    Queued,
}

impl Done {
    /// All there are.
    pub const ALL: &[Self] = &[
        Self::Created,
        Self::Updated,
        Self::Reactivated,
        Self::Unchanged,
        Self::Removed,
        Self::Queued,
    ];

    /// The one with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word)
    }

    /// The word for it on every door.
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
    /// `done`, to the thing with this id.
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

/// What the rules need to know of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The country (ISO 3166, two letters) whose national phone numbers are understood.
    pub default_region: Option<String>,
    /// Rows that `groupUsers` gives of one group or user at the most.
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

/// What a request reads through: a connection, and what the actor may see.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(crate) conn: Conn,
    /// Who reads.
    pub actor: Actor,
    pub(crate) settings: Arc<Settings>,
    /// None within a transaction, of which others see nothing.
    pub(crate) lookup_batcher: Option<Arc<LookupBatcher>>,
}

impl Reader {
    /// What the actor may see.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.actor.scope()
    }
}
