//! The schema's enums, each mapped to an enum of the directory. A new directory value does not
//! compile until it is added here.

use async_graphql::Enum;

use crate::{
    domain::{self, Done},
    entity,
    page::Wanted,
};

/// The status of a user.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::user::UserStatus")]
pub(crate) enum UserStatus {
    /// The user has the rights that their memberships grant.
    Active,
    /// The user has no rights in any org, and keeps everything else.
    Suspended,
}

/// The status of an org.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::org::OrgStatus")]
pub(crate) enum OrgStatus {
    /// The org is in use.
    Active,
    /// The org gives no rights, and only platform tokens see it.
    Retired,
}

/// The status of a membership.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::membership::MemberStatus")]
pub(crate) enum MemberStatus {
    /// The membership gives access to the org.
    Active,
    /// The membership gives no access to this org. The user, their other orgs, group memberships
    /// and the external id stay.
    Retired,
}

/// The status of a job.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::job::JobStatus")]
pub(crate) enum JobStatus {
    /// The job waits to run, or for the rest of its rows.
    Queued,
    /// The job is running.
    Working,
    /// All rows have run; `failed` is the number of rows that failed.
    Completed,
    /// The job ended before its last row; `message` states why.
    Failed,
    /// The job was cancelled.
    Cancelled,
}

/// Whether a token can be used.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::token::TokenStatus")]
pub(crate) enum TokenStatus {
    /// The token can be used, unless its user is suspended.
    Active,
    /// The token has expired.
    Expired,
    /// The token was revoked.
    Revoked,
}

/// The direction of a list.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The first rows of the order come first.
    Asc,
    /// The last rows of the order come first.
    Desc,
}

impl Direction {
    /// Adds the direction to page arguments. A list without a direction is ascending.
    pub(crate) fn apply(direction: Option<Self>, wanted: Wanted<'_>) -> Wanted<'_> {
        Wanted {
            is_descending: direction == Some(Self::Desc),
            ..wanted
        }
    }
}

/// A member's built-in role in an org.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::membership::MemberRole")]
pub(crate) enum MemberRole {
    /// Sees only themselves.
    User,
    /// Reads and changes members and groups, but does not add members.
    Admin,
}

/// The kind of actor that made a change.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::event::ActorKind")]
pub(crate) enum ActorKind {
    /// A token.
    Token,
    /// The root token.
    Root,
    /// The command line on the server.
    Cli,
    /// A job.
    Job,
}

/// What happened to a row.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::event::Verb")]
pub(crate) enum EventAction {
    /// The row was created.
    Created,
    /// Fields of the row changed.
    Updated,
    /// The row was retired, or the token was revoked.
    Retired,
    /// The row was retired and is active again.
    Reactivated,
    /// The row was deleted.
    Removed,
}

/// The kind of row that an event is about.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventSubject {
    /// A user.
    User,
    /// An org.
    Org,
    /// A membership of a user in an org.
    Membership,
    /// A group.
    Group,
    /// A membership of a user in a group.
    GroupMembership,
    /// A role that an org defines.
    Role,
    /// A token.
    Token,
}

impl EventSubject {
    /// Returns the kind of row with this name.
    pub(crate) fn named(entity: &str) -> Option<Self> {
        Some(match entity {
            "user" => Self::User,
            "org" => Self::Org,
            "membership" => Self::Membership,
            "group" => Self::Group,
            "group_membership" => Self::GroupMembership,
            "role" => Self::Role,
            "token" => Self::Token,
            _ => return None,
        })
    }
}

/// What a mutation did.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The object was created.
    Created,
    /// The object was changed.
    Updated,
    /// The object was retired and is active again.
    Reactivated,
    /// The object already had the requested values.
    Unchanged,
    /// The object was removed.
    Removed,
    /// The work runs in the background.
    Queued,
    /// Nothing was changed; the error states why.
    Error,
}

impl From<Done> for Outcome {
    fn from(done: Done) -> Self {
        match done {
            Done::Created => Self::Created,
            Done::Updated => Self::Updated,
            Done::Reactivated => Self::Reactivated,
            Done::Unchanged => Self::Unchanged,
            Done::Removed => Self::Removed,
            Done::Queued => Self::Queued,
        }
    }
}

/// Why an org is the user's default.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::membership::DefaultReason")]
pub(crate) enum DefaultReason {
    /// The default was chosen explicitly.
    Explicit,
    /// The org was the user's only active one.
    Only,
    /// Several orgs were added together, and this one was first by name.
    Alphabetical,
    /// The previous default was removed or retired, and this org was the next by name.
    Promoted,
}

/// The order of a list of users.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserOrder {
    /// By display name, without regard to case.
    Name,
    /// By e-mail address, without regard to case.
    Email,
    /// By the time of the last change.
    UpdatedAt,
    /// By the time of creation.
    CreatedAt,
    /// By id, which is the order of creation.
    Id,
}

/// The order of a list of orgs.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrgOrder {
    /// By name, without regard to case.
    Name,
    /// By id, which is the order of creation.
    Id,
    /// By the time of creation.
    CreatedAt,
    /// By the number of members that the token may see, then by name. Only for lists of at most
    /// 1,000 orgs.
    Members,
}

/// The order of a list of groups.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupOrder {
    /// By name, without regard to case.
    Name,
    /// By the number of members, then by name. Only for lists of at most 1,000 groups.
    Members,
    /// By the time of creation.
    CreatedAt,
}

/// The order of a list of members.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum MemberOrder {
    /// By display name, without regard to case.
    Name,
    /// By e-mail address, without regard to case.
    Email,
    /// By the order in which the members joined the org, or were added to the group.
    Joined,
}

/// The status of a sync run.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::sync_run::SyncStatus")]
pub(crate) enum SyncStatus {
    /// The plan is being made.
    Planning,
    /// The plan can be read, and applied once.
    Planned,
    /// The plan is being applied.
    Applying,
    /// The plan was applied; `failed` is the number of items that failed or were stale.
    Applied,
    /// Planning or applying ended early; `error` states why.
    Failed,
    /// The job of the run was cancelled.
    Cancelled,
}

/// What a sync run does with a row.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "entity::sync_item::SyncAction")]
pub(crate) enum SyncAction {
    /// Creates the user and the membership.
    Create,
    /// Adds an existing user to the org.
    Join,
    /// Changes fields of the membership or of the user, or the member's groups.
    Update,
    /// Reactivates a retired membership.
    Reactivate,
    /// Retires the membership. It is kept and gives no access.
    Retire,
    /// Removes the membership that the reverted run created.
    Remove,
    /// Deletes the user whom the reverted run created.
    Delete,
    /// Changes nothing.
    Unchanged,
    /// Changes nothing in the membership, because it is held. `fields` shows what would change.
    Held,
    /// Changes nothing, because the row cannot be applied. `code` and `reason` state why.
    Conflict,
}
