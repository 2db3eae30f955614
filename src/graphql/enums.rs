//! The schema's enums, each for one of the directory's own. A new value there does not compile until it stands here too.

use async_graphql::Enum;

use crate::entity;

/// Whether a user may do anything at all.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::user::UserStatus")]
pub(super) enum UserStatus {
    /// May use what the user's memberships grant.
    Active,
    /// Has no rights anywhere, and keeps everything else.
    Suspended,
}

/// Whether an org is in use.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::org::OrgStatus")]
pub(super) enum OrgStatus {
    /// In use.
    Active,
    /// Out of use: it gives no rights and only platform tokens see it.
    Retired,
}

/// Whether a membership is in force.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::membership::MemberStatus")]
pub(super) enum MemberStatus {
    /// In force.
    Active,
    /// Off: no access in this org; the user, other orgs, group rows and the external id stay.
    Retired,
}

/// Where a job is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::job::JobStatus")]
pub(super) enum JobStatus {
    /// It waits for its turn, or for the rest of its rows.
    Queued,
    /// It runs.
    Working,
    /// Every row was run; look at `failed` for those that failed.
    Completed,
    /// It ended before its last row; `message` says why.
    Failed,
    /// Somebody ended it.
    Cancelled,
}

/// What a member is in an org.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::membership::MemberRole")]
pub(super) enum MemberRole {
    /// Sees himself.
    User,
    /// Reads and changes members and groups; does not add people.
    Admin,
}

/// By which way a change came.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::event::ActorKind")]
pub(super) enum ActorKind {
    /// By a token.
    Token,
    /// By the root token.
    Root,
    /// By the command line, on the server itself.
    Cli,
    /// By a job.
    Job,
}

/// Why a membership is the user's default.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::membership::DefaultReason")]
pub(super) enum DefaultReason {
    /// Somebody chose it.
    Explicit,
    /// It was the user's only active one.
    Only,
    /// Several came at once, and it was first by name.
    Alphabetical,
    /// The default before it was removed or retired, and it was the next by name.
    Promoted,
}

/// The order of a list of users, always ascending; take the `last` rows for the other end.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UserOrder {
    /// By display name, without regard to case.
    Name,
    /// By e-mail address, without regard to case.
    Email,
    /// Those first that have not changed for longest.
    UpdatedAt,
    /// By id, which is by age.
    Id,
}

/// The order of a list of orgs, always ascending; take the `last` rows for the other end.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrgOrder {
    /// By name, without regard to case.
    Name,
    /// By id, which is by age.
    Id,
}
