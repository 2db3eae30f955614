//! What a GraphQL client is told of a failure.

use async_graphql::{Enum, ErrorExtensionValues, Name, PathSegment, ServerError, Value};

use crate::error::{Code, Error, Problem};

/// What went wrong, for a program. Values never change their meaning; new ones may come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Code")]
pub(super) enum ErrorCode {
    /// A value is empty, too long, malformed or unknown; `field` names the argument.
    InvalidValue,
    /// `role` is neither "user" nor "admin".
    InvalidRole,
    /// `status` is neither "active" nor "retired".
    InvalidStatus,
    /// The cursor is damaged or belongs to another list or order.
    InvalidCursor,
    /// A search without any criterion.
    NoCriteria,
    /// A name search with fewer than three characters.
    NameTooShort,
    /// More than a limit allows; the message names the limit.
    LimitExceeded,
    /// No such org, or not for this token.
    OrgNotFound,
    /// No such user, or not for this token.
    UserNotFound,
    /// No such group, or not for this token.
    GroupNotFound,
    /// No such membership, or not for this token.
    MembershipNotFound,
    /// No such token, or not for this token.
    TokenNotFound,
    /// No such role, or not for this token.
    RoleNotFound,
    /// No such job, or not for this token.
    JobNotFound,
    /// Another user has this e-mail address; `existingId` is that user where the token may see him.
    EmailTaken,
    /// Another one has this name; `existingId` is that one where the token may see it.
    NameTaken,
    /// The user is an active member already, with another role or external id; `existingId` is the membership.
    AlreadyMember,
    /// The user is not a member of the org.
    NotAMember,
    /// The member is retired in the org; reactivate the membership first.
    MemberRetired,
    /// The org is retired; restore it first.
    OrgRetired,
    /// The user is suspended.
    UserSuspended,
    /// The row has another version than `ifVersion` states; the message has the version.
    VersionMismatch,
    /// `org` and `orgId` name two orgs.
    OrgMismatch,
    /// The group belongs to another org.
    GroupNotInOrg,
    /// An org that has owners would be left without one.
    LastOwner,
    /// Two or more things match where one is needed; `matches` has their ids.
    AmbiguousMatch,
    /// No valid token came with the request.
    Unauthenticated,
    /// Too many wrong tokens came from this address; try again later.
    RateLimited,
    /// The request itself is wrong: syntax, validation, variables.
    InvalidRequest,
    /// The server keeps no documents by their hash; send the document.
    PersistedQueryNotSupported,
    /// The token may see this, but not do this to it.
    Forbidden,
    /// The database was too busy; nothing was written; try again.
    Busy,
    /// A fault of the server; its log has the cause under the request id in the message.
    Internal,
    /// A user with active memberships needs a default among them.
    DefaultRequired,
    /// The default is not in the given set of orgs.
    DefaultNotInSet,
    /// Two fields say different things about a user's orgs.
    ConflictingOrgFields,
    /// An empty list of addresses would lock everybody out; null means no limit.
    EmptyAllowedIps,
    /// An address or range that is malformed or not allowed here.
    InvalidIp,
    /// An id in the body differs from the one in the path.
    PathBodyMismatch,
    /// An idempotency key came again with another request.
    IdempotencyMismatch,
    /// More would be removed than a guard allows.
    GuardTripped,
    /// The plan no longer fits the data; make a new one.
    PlanStale,
    /// No such sync run, or not for this token.
    SyncRunNotFound,
    /// Another sync run is under way.
    SyncRunning,
}

/// Gives every error of a reply its code, and hides what is none of the client's business.
pub(super) fn told(mut error: ServerError, request_id: Option<&str>) -> ServerError {
    let ours = match (error.source::<Error>(), &error.source) {
        (Some(ours), _) => ours.clone(),
        // The library's own words about the request: syntax, validation, variables.
        (None, None) => Error::new(Code::InvalidRequest, std::mem::take(&mut error.message)),
        (None, Some(_)) => Error::internal(std::mem::take(&mut error.message)),
    };
    error.message = ours.told(request_id);
    error.source = None;
    let extensions = error.extensions.get_or_insert_default();
    describe(extensions, &ours);
    error
}

/// A failure of the root field `key`, which is the whole reply's.
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

/// As the schema's `Problem` has it.
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

/// A reply's error that is not of any field.
pub(super) fn of_request(error: &Error, request_id: Option<&str>) -> ServerError {
    let mut told = ServerError::new(error.told(request_id), None);
    describe(told.extensions.get_or_insert_default(), error);
    told
}
