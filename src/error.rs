//! The errors of the application: one [`Error`] type with a [`Code`], for every API.
//!
//! A code is for programs and never changes its meaning. A message is for people and names the
//! field and the fix. A database error is kept as the source, for the log, and never reaches a
//! client. To add a code: one line in `codes!`. Each API's `error.rs` then fails to compile until
//! it maps the code. `docs/errors.md` lists every code.

use std::{fmt, sync::Arc};

use uuid::Uuid;

/// The result of an operation or a read.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal),+ $(,)?) => {
        /// What went wrong, for a program.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $name),+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Returns the code with this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// Returns the name of the code in responses.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text),+
                }
            }
        }
    };
}

codes! {
    /// A value is empty, too long, malformed or unknown.
    InvalidValue = "INVALID_VALUE",
    /// A role does not exist.
    InvalidRole = "INVALID_ROLE",
    /// A status does not exist.
    InvalidStatus = "INVALID_STATUS",
    /// A cursor is damaged or belongs to another list or order.
    InvalidCursor = "INVALID_CURSOR",
    /// A search has no criterion.
    NoCriteria = "NO_CRITERIA",
    /// A name search has too few characters.
    NameTooShort = "NAME_TOO_SHORT",
    /// The request exceeds a limit. The message names the limit.
    LimitExceeded = "LIMIT_EXCEEDED",
    /// The org does not exist, or the caller may not see it.
    OrgNotFound = "ORG_NOT_FOUND",
    /// The user does not exist, or the caller may not see them.
    UserNotFound = "USER_NOT_FOUND",
    /// The group does not exist, or the caller may not see it.
    GroupNotFound = "GROUP_NOT_FOUND",
    /// The membership does not exist, or the caller may not see it.
    MembershipNotFound = "MEMBERSHIP_NOT_FOUND",
    /// The token does not exist, or the caller may not see it.
    TokenNotFound = "TOKEN_NOT_FOUND",
    /// The role does not exist, or the caller may not see it.
    RoleNotFound = "ROLE_NOT_FOUND",
    /// The job does not exist, or the caller may not see it.
    JobNotFound = "JOB_NOT_FOUND",
    /// Another user has this e-mail address.
    EmailTaken = "EMAIL_TAKEN",
    /// The name is already in use.
    NameTaken = "NAME_TAKEN",
    /// The user is already an active member, with other details.
    AlreadyMember = "ALREADY_MEMBER",
    /// The user is not a member of the org.
    NotAMember = "NOT_A_MEMBER",
    /// The member is retired in the org.
    MemberRetired = "MEMBER_RETIRED",
    /// The org is retired.
    OrgRetired = "ORG_RETIRED",
    /// The user is suspended.
    UserSuspended = "USER_SUSPENDED",
    /// The row's version differs from the version that the caller states.
    VersionMismatch = "VERSION_MISMATCH",
    /// `org` and `orgId` name two different orgs.
    OrgMismatch = "ORG_MISMATCH",
    /// The group belongs to another org.
    GroupNotInOrg = "GROUP_NOT_IN_ORG",
    /// The change would leave an org that has owners without one.
    LastOwner = "LAST_OWNER",
    /// Two or more objects match where one is required.
    AmbiguousMatch = "AMBIGUOUS_MATCH",
    /// The request has no valid token.
    Unauthenticated = "UNAUTHENTICATED",
    /// The caller sent too many requests of this kind. Try again later.
    RateLimited = "RATE_LIMITED",
    /// The request is invalid: its syntax, validation or variables.
    InvalidRequest = "INVALID_REQUEST",
    /// The server does not store documents by hash. Send the document.
    PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED",
    /// The caller may see the object, but does not have the permission for the operation.
    Forbidden = "FORBIDDEN",
    /// The database is busy. Nothing was written; try again.
    Busy = "BUSY",
    /// An internal server error. The log has the cause under the request id.
    Internal = "INTERNAL",
    /// A user with active memberships must have a default among them.
    DefaultRequired = "DEFAULT_REQUIRED",
    /// The default is not in the list of orgs.
    DefaultNotInSet = "DEFAULT_NOT_IN_SET",
    /// Two fields contradict each other about a user's orgs.
    ConflictingOrgFields = "CONFLICTING_ORG_FIELDS",
    /// An empty list of addresses would lock out every address.
    EmptyAllowedIps = "EMPTY_ALLOWED_IPS",
    /// An address or range is malformed or not allowed.
    InvalidIp = "INVALID_IP",
    /// An id in the body differs from the id in the path.
    PathBodyMismatch = "PATH_BODY_MISMATCH",
    /// The idempotency key was already used with another request.
    IdempotencyMismatch = "IDEMPOTENCY_MISMATCH",
    /// The change would remove more rows than a guard allows.
    GuardTripped = "GUARD_TRIPPED",
    /// The data has changed since the plan was made.
    PlanStale = "PLAN_STALE",
    /// The sync run does not exist, or the caller may not see it.
    SyncRunNotFound = "SYNC_RUN_NOT_FOUND",
    /// Another sync run is in progress.
    SyncRunning = "SYNC_RUNNING",
    /// Another external system, or none, owns the row that a sync run would change.
    OtherSource = "OTHER_SOURCE",
    /// A sync run may not retire or demote an owner or its own user, or change an owner's e-mail
    /// address.
    OwnerProtected = "OWNER_PROTECTED",
    /// The file has no rows, and the sync run would retire everyone.
    EmptyInput = "EMPTY_INPUT",
}

/// A failure, with everything that an API may report. Cheap to clone.
#[derive(Clone, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Inner>);

/// One of several problems of a request.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The position in the request's list, from 0.
    pub index: Option<usize>,
    /// The path to the argument, such as `organizations.2.name`.
    pub path: Option<String>,
    /// The error at this position.
    pub error: Error,
}

#[derive(Clone, thiserror::Error)]
#[error("{message}")]
struct Inner {
    code: Code,
    message: String,
    field: Option<&'static str>,
    existing: Option<Uuid>,
    matches: Vec<Uuid>,
    problems: Vec<Problem>,
    #[source]
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    again: bool,
}

impl Error {
    /// Creates an error with a code for programs and a message for people.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            field: None,
            existing: None,
            matches: Vec::new(),
            problems: Vec::new(),
            source: None,
            again: false,
        }))
    }

    /// Creates an `INVALID_VALUE` error. `field` is the public name of the argument.
    #[must_use]
    pub fn invalid(field: &'static str, message: impl fmt::Display) -> Self {
        Self::new(Code::InvalidValue, format!("`{field}` {message}")).at(field)
    }

    /// Creates an `INTERNAL` error of the server or the database. The source is not shown to the
    /// caller.
    #[must_use]
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut error = Self::new(Code::Internal, "Something went wrong on the server.");
        error.0.source = Some(Arc::from(source.into()));
        error
    }

    /// Creates a `BUSY` error for a temporary failure of the database.
    #[must_use]
    pub fn busy(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut error = Self::internal(source);
        error.0.code = Code::Busy;
        error.0.message =
            "The database is busy or unavailable. Nothing was written; try again.".into();
        error
    }

    /// Sets the argument that caused the failure.
    #[must_use]
    pub fn at(mut self, field: &'static str) -> Self {
        self.0.field = Some(field);
        self
    }

    /// Removes the argument from the failure.
    #[must_use]
    pub fn without_field(mut self) -> Self {
        self.0.field = None;
        self
    }

    /// Combines the problems of a request that has many items. The error is the first problem's,
    /// with all problems attached.
    ///
    /// # Errors
    /// The combined error, unless `problems` is empty.
    pub fn several(problems: Vec<Problem>) -> Result<()> {
        let Some(first) = problems.first() else {
            return Ok(());
        };
        let mut error = first.error.clone();
        error.0.problems = problems;
        Err(error)
    }

    /// Adds the other problems of the request after this failure. A server failure is reported
    /// alone.
    #[must_use]
    pub fn before(self, others: Vec<Problem>) -> Self {
        if others.is_empty() || self.internals().is_some() {
            return self;
        }
        let mut error = self.clone();
        error.0.problems = match self.problems() {
            [] => vec![Problem {
                index: None,
                path: self.field().map(str::to_owned),
                error: self,
            }],
            several => several.to_vec(),
        };
        error.0.problems.extend(others);
        error
    }

    /// Replaces the message of a server failure.
    #[must_use]
    pub fn saying(mut self, message: &str) -> Self {
        self.0.message = message.to_owned();
        self
    }

    /// Adds the id of the conflicting row.
    #[must_use]
    pub fn existing(mut self, id: impl Into<Uuid>) -> Self {
        self.0.existing = Some(id.into());
        self
    }

    /// Removes the id of the conflicting row.
    #[must_use]
    pub fn without_existing(mut self) -> Self {
        self.0.existing = None;
        self
    }

    /// Adds the ids of an ambiguous match.
    #[must_use]
    pub fn matching(mut self, ids: impl IntoIterator<Item = Uuid>) -> Self {
        self.0.matches = ids.into_iter().collect();
        self
    }

    /// Returns whether an object does not exist, or the caller may not see it.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(
            self.code(),
            Code::OrgNotFound
                | Code::UserNotFound
                | Code::GroupNotFound
                | Code::MembershipNotFound
                | Code::TokenNotFound
                | Code::RoleNotFound
                | Code::JobNotFound
                | Code::SyncRunNotFound
        )
    }

    /// Marks the failure as worth a retry: another transaction conflicted.
    #[must_use]
    pub fn again(mut self) -> Self {
        self.0.again = true;
        self
    }

    /// Returns the code, for programs.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Returns the message, for people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the argument that caused the failure.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        self.0.field
    }

    /// Returns the id of the conflicting row.
    #[must_use]
    pub fn existing_id(&self) -> Option<Uuid> {
        self.0.existing
    }

    /// Returns the candidates of an ambiguous match.
    #[must_use]
    pub fn matches(&self) -> &[Uuid] {
        &self.0.matches
    }

    /// Returns all problems of a request with many items. Empty for a request with one.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// Returns whether an immediate retry may succeed.
    #[must_use]
    pub fn is_worth_another_try(&self) -> bool {
        self.0.again
    }

    /// Returns the message for a client. Internal details are logged instead, under the request id
    /// that the client gets.
    #[must_use]
    pub fn client_message(&self, request_id: Option<&str>) -> String {
        let Some(internals) = self.internals() else {
            return self.message().to_owned();
        };
        let request_id = request_id.unwrap_or("none");
        match self.code() {
            Code::Busy => {
                tracing::warn!(request_id, %internals, "the database could not serve a request");
            }
            _ => tracing::error!(request_id, %internals, "internal error"),
        }
        format!("{} (request {request_id})", self.message())
    }

    /// Returns the source, which the log may show and a client may not.
    #[must_use]
    pub fn internals(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code.as_str())
            .field("message", &self.message)
            .field("field", &self.field)
            // Displayed and not debugged: the debug output of a database error contains row values.
            .field("source", &self.source.as_ref().map(ToString::to_string))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_of_a_source_stays_out_of_the_log() {
        #[derive(Debug, thiserror::Error)]
        #[error("a row failed")]
        struct Failed {
            detail: &'static str,
        }
        let detail = "ann@example.com";
        let shown = format!("{:?}", Error::internal(Failed { detail }));
        assert!(
            shown.contains("a row failed") && !shown.contains(detail),
            "{shown}"
        );
    }
}
