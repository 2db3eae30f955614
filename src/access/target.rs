//! The target of a required permission, and the errors when the actor does not hold the permission.
//!
//! An object that the actor may not see is not found. An object that the actor may see but not
//! change is forbidden.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Code, Error},
    id::{GroupId, JobId, OrgId, RoleId, TokenId, UserId},
};

use super::Permission;

/// What a permission must be held for. It is stored with the outcomes of idempotency keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// The platform as a whole.
    Platform,
    /// An org in use.
    Org(OrgId),
    /// An org, in use or retired.
    OrgInAnyState(OrgId),
    /// A user's membership in an org, whether it exists or not. An owner's requires `owners:write`
    /// as well.
    Member(OrgId, UserId),
    /// The org of a group.
    Group(GroupId),
    /// The org of one of its own roles.
    Role(RoleId),
    /// The org of a token, or the platform where the token has none.
    Token(TokenId),
    /// Any org, or the platform: for operations that check the permissions of each part later.
    AnyOrg,
    /// A job that the actor may see.
    Job(JobId),
    /// A user, in every org that the user belongs to. In orgs that the user owns, `owners:write` is
    /// required as well.
    User(UserId),
    /// No target: for operations that no caller can request, and for operations that neither return
    /// nor change rows of the directory. Older versions stored the name `Each`.
    #[serde(alias = "Each")]
    Nothing,
    /// A user who may do this to themselves without the permission in their orgs. Other actors need
    /// the permission as for [`Target::User`]. So do users with a token that is bound to one org,
    /// because its creator may have no rights in the user's other orgs, where the change is visible
    /// too.
    Oneself(UserId),
}

/// Returns the error for an object that does not exist, or that the actor may not see.
#[must_use]
pub fn not_found(code: Code) -> Error {
    let what = match code {
        Code::OrgNotFound => "org",
        Code::UserNotFound => "user",
        Code::GroupNotFound => "group",
        Code::TokenNotFound => "token",
        Code::JobNotFound => "job",
        Code::RoleNotFound => "role",
        Code::SyncRunNotFound => "sync run",
        _ => "membership",
    };
    Error::new(
        code,
        format!("There is no such {what}, or this token may not see it."),
    )
}

/// Returns the error for an object that the actor may see but not change.
#[must_use]
pub fn forbidden(permission: Permission) -> Error {
    Error::new(
        Code::Forbidden,
        format!("Permission denied: requires `{}`.", permission.name()),
    )
}

/// Returns the error for a change in a retired org.
#[must_use]
pub fn org_retired() -> Error {
    Error::new(Code::OrgRetired, "The org is retired. Restore it first.")
}
