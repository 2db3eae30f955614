//! The schema's error codes. A new code does not compile until it is added here.

use async_graphql::Enum;

use crate::error::Code;

/// The error code, for programs. A value never changes its meaning; new values may be added.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Code")]
pub(crate) enum ErrorCode {
    /// A value is empty, too long, malformed or unknown. `field` names the argument.
    InvalidValue,
    /// `role` is neither "user" nor "admin".
    InvalidRole,
    /// `status` is neither "active" nor "retired".
    InvalidStatus,
    /// The cursor is damaged or belongs to another list or order.
    InvalidCursor,
    /// A search has no criterion.
    NoCriteria,
    /// A name search has fewer than three characters (two of Han, Kana or Hangul).
    NameTooShort,
    /// The request exceeds a limit. The message names the limit.
    LimitExceeded,
    /// The org does not exist, or this token may not see it.
    OrgNotFound,
    /// The user does not exist, or this token may not see them.
    UserNotFound,
    /// The group does not exist, or this token may not see it.
    GroupNotFound,
    /// The membership does not exist, or this token may not see it.
    MembershipNotFound,
    /// The token does not exist, or this token may not see it.
    TokenNotFound,
    /// The role does not exist, or this token may not see it.
    RoleNotFound,
    /// The job does not exist, or this token may not see it.
    JobNotFound,
    /// Another user has this e-mail address. `existingId` is the id of that user if this token may
    /// see them.
    EmailTaken,
    /// The name is already in use. `existingId` is the id of the object with that name if this
    /// token may see it.
    NameTaken,
    /// The user is already an active member with another role or external id. `existingId` is the
    /// id of the membership.
    AlreadyMember,
    /// The user is not a member of the org.
    NotAMember,
    /// The member is retired in the org. Reactivate the membership first.
    MemberRetired,
    /// The org is retired. Restore it first.
    OrgRetired,
    /// The user is suspended.
    UserSuspended,
    /// The row's version differs from `ifVersion`. The message contains the current version.
    VersionMismatch,
    /// `org` and `orgId` name two different orgs.
    OrgMismatch,
    /// The group belongs to another org.
    GroupNotInOrg,
    /// The change would leave an org that has owners without one.
    LastOwner,
    /// Two or more objects match where one is required. `matches` has their ids.
    AmbiguousMatch,
    /// The request has no valid token.
    Unauthenticated,
    /// Too many invalid tokens were sent from this address. Try again later.
    RateLimited,
    /// The request is invalid: its syntax, validation or variables.
    InvalidRequest,
    /// The server does not store documents by hash. Send the document.
    PersistedQueryNotSupported,
    /// This token may see the object, but does not have the permission for the operation.
    Forbidden,
    /// The database is busy. Nothing was written; try again.
    Busy,
    /// An internal server error. The server's log has the cause under the request id in the
    /// message.
    Internal,
    /// A user with active memberships must have a default among them.
    DefaultRequired,
    /// The default is not in the list of orgs.
    DefaultNotInSet,
    /// Two fields contradict each other about a user's orgs.
    ConflictingOrgFields,
    /// An empty list of addresses would lock out every address. Use null for no limit.
    EmptyAllowedIps,
    /// An address or range is malformed or not allowed.
    InvalidIp,
    /// An id in the body differs from the id in the path.
    PathBodyMismatch,
    /// The idempotency key was already used with another request.
    IdempotencyMismatch,
    /// The change would remove more rows than a guard allows.
    GuardTripped,
    /// The data has changed since the plan was made. Make a new plan.
    PlanStale,
    /// The sync run does not exist, or this token may not see it.
    SyncRunNotFound,
    /// Another sync run is in progress.
    SyncRunning,
    /// Another external system, or none, owns the row that a sync run would change. Plan with
    /// `takeOver` to take it over.
    OtherSource,
    /// A sync run may not retire or demote an owner or its own user, or change an owner's e-mail
    /// address.
    OwnerProtected,
    /// The file has no rows, and the sync run would retire everyone.
    EmptyInput,
}
