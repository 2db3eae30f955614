//! GraphQL error codes, and the conversion of failures to GraphQL errors.

use async_graphql::{Enum, ErrorExtensionValues, Name, PathSegment, ServerError, Value};

use crate::error::{Code, Error, Problem};

/// The error code, for programs. A value never changes its meaning; new values may be added.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Code")]
pub(super) enum ErrorCode {
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
}

/// Adds the error code to an error of a response, and replaces internal details.
pub(super) fn told(mut error: ServerError, request_id: Option<&str>) -> ServerError {
    let ours = match (error.source::<Error>(), &error.source) {
        (Some(ours), _) => ours.clone(),
        // An error of the library about the request: syntax, validation or variables.
        (None, None) => Error::new(Code::InvalidRequest, std::mem::take(&mut error.message)),
        (None, Some(_)) => Error::internal(std::mem::take(&mut error.message)),
    };
    error.message = ours.client_message(request_id);
    error.source = None;
    let extensions = error.extensions.get_or_insert_default();
    describe(extensions, &ours);
    error
}

/// Builds the error of the root field `key` that fails the whole response.
pub(super) fn of_field(key: &str, error: &Error, request_id: Option<&str>) -> ServerError {
    let mut told = of_request(error, request_id);
    told.path = vec![PathSegment::Field(key.to_owned())];
    told
}

fn describe(extensions: &mut ErrorExtensionValues, error: &Error) {
    extensions.set("code", error.code().as_str());
    if let Some(field) = error.field() {
        extensions.set("field", field);
    }
    if let Some(existing) = error.existing_id() {
        extensions.set("existingId", existing.to_string());
    }
    if !error.matches().is_empty() {
        let matches = error.matches().iter().map(|id| Value::from(id.to_string()));
        extensions.set("matches", Value::List(matches.collect()));
    }
    if !error.problems().is_empty() {
        let problems = error.problems().iter().map(problem);
        extensions.set("problems", Value::List(problems.collect()));
    }
}

/// Formats a problem like the schema's type `Problem`.
fn problem(problem: &Problem) -> Value {
    let error = &problem.error;
    let path = problem.path.as_deref().or(error.field());
    let existing = error.existing_id().map(|id| id.to_string());
    let fields = [
        ("index", problem.index.into()),
        ("path", path.into()),
        ("code", error.code().as_str().into()),
        ("message", error.message().into()),
        ("existingId", existing.into()),
    ];
    let fields = fields.map(|(name, value)| (Name::new(name), value));
    Value::Object(fields.into_iter().collect())
}

/// Builds an error of a response that belongs to no field.
pub(super) fn of_request(error: &Error, request_id: Option<&str>) -> ServerError {
    let mut told = ServerError::new(error.client_message(request_id), None);
    describe(told.extensions.get_or_insert_default(), error);
    told
}
