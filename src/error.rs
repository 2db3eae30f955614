//! What can go wrong: one [`Error`] with a [`Code`], for every door.
//!
//! A code is for a program and never changes its meaning; a message is for a person and names the field and the fix.
//! What a database said is kept as the source, for the log, and never reaches a client.
//! To add a code: one line in `codes!`; each door's `error.rs` then fails to compile until it answers for it.
//! `docs/errors.md` lists every code.

use std::{fmt, sync::Arc};

use uuid::Uuid;

/// What an operation or a read gives back.
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

            /// The code of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// The code as the world sees it.
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
    /// A role that does not exist.
    InvalidRole = "INVALID_ROLE",
    /// A status that does not exist.
    InvalidStatus = "INVALID_STATUS",
    /// A cursor that is damaged or belongs to another list or order.
    InvalidCursor = "INVALID_CURSOR",
    /// A search without any criterion.
    NoCriteria = "NO_CRITERIA",
    /// A name search with fewer than three characters.
    NameTooShort = "NAME_TOO_SHORT",
    /// More than a limit allows; the message names the limit.
    LimitExceeded = "LIMIT_EXCEEDED",
    /// No such org, or not for this caller.
    OrgNotFound = "ORG_NOT_FOUND",
    /// No such user, or not for this caller.
    UserNotFound = "USER_NOT_FOUND",
    /// No such group, or not for this caller.
    GroupNotFound = "GROUP_NOT_FOUND",
    /// No such membership, or not for this caller.
    MembershipNotFound = "MEMBERSHIP_NOT_FOUND",
    /// No such token, or not for this caller.
    TokenNotFound = "TOKEN_NOT_FOUND",
    /// No such role, or not for this caller.
    RoleNotFound = "ROLE_NOT_FOUND",
    /// No such job, or not for this caller.
    JobNotFound = "JOB_NOT_FOUND",
    /// Another user has this e-mail address.
    EmailTaken = "EMAIL_TAKEN",
    /// Another one has this name.
    NameTaken = "NAME_TAKEN",
    /// The user is an active member already, with other details.
    AlreadyMember = "ALREADY_MEMBER",
    /// The user is not a member of the org.
    NotAMember = "NOT_A_MEMBER",
    /// The member is retired in the org.
    MemberRetired = "MEMBER_RETIRED",
    /// The org is retired.
    OrgRetired = "ORG_RETIRED",
    /// The user is suspended.
    UserSuspended = "USER_SUSPENDED",
    /// The row has another version than the caller states.
    VersionMismatch = "VERSION_MISMATCH",
    /// `org` and `orgId` name two orgs.
    OrgMismatch = "ORG_MISMATCH",
    /// The group belongs to another org.
    GroupNotInOrg = "GROUP_NOT_IN_ORG",
    /// An org that has owners would be left without one.
    LastOwner = "LAST_OWNER",
    /// Two or more things match where one is needed.
    AmbiguousMatch = "AMBIGUOUS_MATCH",
    /// No valid token came with the request.
    Unauthenticated = "UNAUTHENTICATED",
    /// Too many requests of this kind; try again later.
    RateLimited = "RATE_LIMITED",
    /// The request itself is wrong: syntax, validation, variables.
    InvalidRequest = "INVALID_REQUEST",
    /// The server keeps no documents by their hash; send the document.
    PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED",
    /// The caller may see this, but not do this to it.
    Forbidden = "FORBIDDEN",
    /// The database was too busy; nothing was written; try again.
    Busy = "BUSY",
    /// A fault of the server; the log has it under the request id.
    Internal = "INTERNAL",
    /// A user with active memberships needs a default among them.
    DefaultRequired = "DEFAULT_REQUIRED",
    /// The default is not in the given set of orgs.
    DefaultNotInSet = "DEFAULT_NOT_IN_SET",
    /// Two fields say different things about a user's orgs.
    ConflictingOrgFields = "CONFLICTING_ORG_FIELDS",
    /// An empty list of addresses would lock everybody out.
    EmptyAllowedIps = "EMPTY_ALLOWED_IPS",
    /// An address or range that is malformed or not allowed here.
    InvalidIp = "INVALID_IP",
    /// An id in the body differs from the one in the path.
    PathBodyMismatch = "PATH_BODY_MISMATCH",
    /// An idempotency key came again with another request.
    IdempotencyMismatch = "IDEMPOTENCY_MISMATCH",
    /// More would be removed than a guard allows.
    GuardTripped = "GUARD_TRIPPED",
    /// The plan no longer fits the data.
    PlanStale = "PLAN_STALE",
    /// No such sync run, or not for this caller.
    SyncRunNotFound = "SYNC_RUN_NOT_FOUND",
    /// Another sync run is under way.
    SyncRunning = "SYNC_RUNNING",
}

/// A failure, with all that a door may tell about it. Cheap to clone and to pass up.
#[derive(Clone)]
pub struct Error(Box<Inner>);

/// One of several things that are wrong with a call.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The position in the list that the call named, from 0.
    pub index: Option<usize>,
    /// The path to the argument, such as `organizations.2.name`.
    pub path: Option<String>,
    /// What is wrong there.
    pub error: Error,
}

#[derive(Clone)]
struct Inner {
    code: Code,
    message: String,
    field: Option<&'static str>,
    existing: Option<Uuid>,
    matches: Vec<Uuid>,
    problems: Vec<Problem>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    again: bool,
}

impl Error {
    /// A failure that a person can read and a program can act on.
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

    /// A value that cannot be taken: `field` is the argument's name as the world knows it.
    #[must_use]
    pub fn invalid(field: &'static str, message: impl fmt::Display) -> Self {
        Self::new(Code::InvalidValue, format!("`{field}` {message}")).at(field)
    }

    /// A fault of ours or of the database; the caller learns no more than that.
    #[must_use]
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut error = Self::new(Code::Internal, "Something went wrong on the server.");
        error.0.source = Some(Arc::from(source.into()));
        error
    }

    /// The database could not serve this now.
    #[must_use]
    pub fn busy(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut error = Self::internal(source);
        error.0.code = Code::Busy;
        error.0.message = "The database is busy or away. Nothing was written; try again.".into();
        error
    }

    /// The same failure, of the argument `field`.
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

    /// All that is wrong with a call that names many things. The failure is the first of them.
    ///
    /// # Errors
    /// That failure; none where there is no problem.
    pub fn several(problems: Vec<Problem>) -> Result<()> {
        let Some(first) = problems.first() else {
            return Ok(());
        };
        let mut error = first.error.clone();
        error.0.problems = problems;
        Err(error)
    }

    /// The same failure, told first of all that is wrong with the call. One of the server's is told alone.
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

    /// The same failure of the server, in other words.
    #[must_use]
    pub fn saying(mut self, message: &str) -> Self {
        self.0.message = message.to_owned();
        self
    }

    /// The same failure, with the id of what stands in the way.
    #[must_use]
    pub fn existing(mut self, id: impl Into<Uuid>) -> Self {
        self.0.existing = Some(id.into());
        self
    }

    /// The same failure, without such an id.
    #[must_use]
    pub fn without_existing(mut self) -> Self {
        self.0.existing = None;
        self
    }

    /// The same failure, with the ids between which it could not choose.
    #[must_use]
    pub fn matching(mut self, ids: impl IntoIterator<Item = Uuid>) -> Self {
        self.0.matches = ids.into_iter().collect();
        self
    }

    /// Whether something that was named is not there, or not for the caller to see.
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

    /// The same failure, worth running the operation again: another transaction was in the way.
    #[must_use]
    pub fn again(mut self) -> Self {
        self.0.again = true;
        self
    }

    /// What went wrong, for a program.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What went wrong, for a person.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The argument that is at fault.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        self.0.field
    }

    /// What stands in the way.
    #[must_use]
    pub fn existing_id(&self) -> Option<Uuid> {
        self.0.existing
    }

    /// The candidates of an ambiguous match.
    #[must_use]
    pub fn matches(&self) -> &[Uuid] {
        &self.0.matches
    }

    /// All that is wrong, where a call named many things; empty where it named one.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// Whether the operation may succeed when it is run again at once.
    #[must_use]
    pub fn is_worth_another_try(&self) -> bool {
        self.0.again
    }

    /// The message for a client. What must not be told is logged instead, under the request id that the client gets.
    #[must_use]
    pub fn told(&self, request_id: Option<&str>) -> String {
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

    /// What the log should hold and a client must not see.
    #[must_use]
    pub fn internals(&self) -> Option<&(dyn std::error::Error + Send + Sync)> {
        self.0.source.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.0.code.as_str())
            .field("message", &self.0.message)
            .field("field", &self.0.field)
            // As it is displayed: what a database adds for debugging holds the values of rows.
            .field("source", &self.0.source.as_ref().map(ToString::to_string))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_adds_for_debugging_stays_out_of_the_log() {
        #[derive(Debug)]
        struct Failed {
            #[expect(dead_code, reason = "shown by Debug")]
            detail: &'static str,
        }
        impl fmt::Display for Failed {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row failed")
            }
        }
        impl std::error::Error for Failed {}
        let detail = "ann@example.com";
        let shown = format!("{:?}", Error::internal(Failed { detail }));
        assert!(
            shown.contains("a row failed") && !shown.contains(detail),
            "{shown}"
        );
    }
}
