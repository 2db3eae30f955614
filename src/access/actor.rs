//! The actor: the caller of a request or the creator of a job.

use std::{
    fmt,
    net::IpAddr,
    sync::{Arc, Mutex, OnceLock},
};

use uuid::Uuid;

use crate::{
    db::{Meter, Sql},
    entity::event::ActorKind,
    error::Code,
    id::{JobId, OrgId, SyncRunId, TokenId, UserId},
};

use super::{Grant, PermissionSet, Scope};

/// The client of a request and the cost of the request. The server adds an `Origin` to every
/// request.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The client's address, if known.
    pub address: Option<IpAddr>,
    /// The request's id.
    pub request_id: Option<Arc<str>>,
    /// Counts the database statements of the request.
    pub meter: Meter,
    /// The log entry of the request.
    pub entry: Arc<Entry>,
}

/// What the log records about a request besides its end. The first code that learns a value sets
/// it.
#[derive(Debug, Default)]
pub struct Entry {
    /// The identity of the caller.
    pub actor: OnceLock<Arc<Identity>>,
    /// The kind of the operation, as the API names it.
    pub kind: OnceLock<&'static str>,
    /// The caller's name for the operation: short and plain.
    pub operation: OnceLock<String>,
    /// The gravest code in the response, or the first of equally grave codes.
    code: Mutex<Option<Code>>,
}

impl Entry {
    /// Counts a failure that the response reports, and keeps its code for the log. `operation` is a
    /// name from the schema or a route, never a caller's name.
    pub fn failed(&self, operation: &str, code: Code) {
        let labels = [
            ("operation", operation.to_owned()),
            ("code", code.as_str().to_owned()),
        ];
        metrics::counter!("tenantry_errors_total", &labels).increment(1);
        let mut gravest = self
            .code
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        if gravest.is_none_or(|known| gravity(known) < gravity(code)) {
            *gravest = Some(code);
        }
    }

    /// Returns the gravest code in the response.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        *self
            .code
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}

/// A fault of the server, a busy database, anything that a caller can mend.
fn gravity(code: Code) -> u8 {
    match code {
        Code::Internal => 2,
        Code::Busy => 1,
        _ => 0,
    }
}

/// The identity of a caller, with their request. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Actor {
    identity: Arc<Identity>,
    /// The request, for the log and the events.
    pub request_id: Option<Arc<str>>,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// The job that acts for its creator, if any.
    pub job: Option<JobId>,
    /// The sync run that the actor applies, if any.
    pub sync_run: Option<ActingRun>,
    /// Counts the database statements of the request.
    pub meter: Meter,
    /// The log entry of the request.
    pub entry: Arc<Entry>,
}

/// The sync run that an actor applies, for the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActingRun {
    /// The run.
    pub id: SyncRunId,
    /// The source of the run, which is the source of its events.
    pub source: Arc<str>,
}

/// The part of an actor that is constant across the requests of a token.
#[derive(Debug)]
pub struct Identity {
    /// How the actor authenticated.
    pub kind: ActorKind,
    /// The actor's token. The command line has none.
    pub token: Option<TokenId>,
    /// The principal that the actor acts for.
    pub principal: Principal,
    /// The permissions that the token is limited to.
    pub scopes: PermissionSet,
    /// The system that uses the token.
    pub source: Option<String>,
    /// The name of the user or the token, for the audit trail.
    pub label: String,
}

/// The principal that an actor acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Principal {
    /// The whole platform.
    Platform,
    /// An org: acts with an owner's permissions, in this org alone.
    Org(OrgId),
    /// A user: acts with the user's permissions, in all their orgs or in one.
    User {
        /// The user.
        user: UserId,
        /// The one org that the token is limited to, if any.
        org: Option<OrgId>,
    },
}

impl Identity {
    /// Returns the user, if the principal is a user.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self.principal {
            Principal::User { user, .. } => Some(user),
            Principal::Platform | Principal::Org(_) => None,
        }
    }
}

/// Writes the identity for the log: the id of the token, or `root`, `cli`, `job`.
impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.token {
            Some(token) if self.kind == ActorKind::Token => Uuid::from(token).fmt(f),
            _ => f.write_str(self.kind.as_str()),
        }
    }
}

impl Actor {
    /// Returns the actor of a request.
    #[must_use]
    pub fn new(identity: Arc<Identity>, origin: &Origin) -> Self {
        Self {
            identity,
            request_id: origin.request_id.clone(),
            address: origin.address,
            job: None,
            sync_run: None,
            meter: origin.meter.clone(),
            entry: origin.entry.clone(),
        }
    }

    /// Returns the actor of a job, which acts for its creator.
    #[must_use]
    pub fn in_job(mut self, job: JobId) -> Self {
        self.job = Some(job);
        self
    }

    /// Returns the actor as one that applies a sync run.
    #[must_use]
    pub fn in_sync(mut self, run: ActingRun) -> Self {
        self.sync_run = Some(run);
        self
    }

    /// Returns the actor of the server's command line.
    #[must_use]
    pub fn command_line() -> Self {
        let identity = Identity {
            kind: ActorKind::Cli,
            token: None,
            principal: Principal::Platform,
            scopes: PermissionSet::ALL,
            source: None,
            label: "command line".to_owned(),
        };
        Self::new(Arc::new(identity), &Origin::default())
    }

    /// Returns the principal that the actor acts for.
    #[must_use]
    pub fn principal(&self) -> Principal {
        self.identity.principal
    }

    /// Returns how the actor authenticated.
    #[must_use]
    pub fn kind(&self) -> ActorKind {
        self.identity.kind
    }

    /// Returns the actor's token.
    #[must_use]
    pub fn token(&self) -> Option<TokenId> {
        self.identity.token
    }

    /// Returns the user, if the actor acts for a user.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        self.identity.user()
    }

    /// Returns the system that uses the actor's token.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.identity.source.as_deref()
    }

    /// Returns the name of the user or the token, for the audit trail.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.identity.label
    }

    /// Returns the one org that the actor's token is bound to.
    #[must_use]
    pub fn org(&self) -> Option<OrgId> {
        match self.identity.principal {
            Principal::Org(org) => Some(org),
            Principal::User { org, .. } => org,
            Principal::Platform => None,
        }
    }

    /// What the actor holds in every org and on the platform itself. `None` unless the actor is the
    /// platform.
    #[must_use]
    pub fn granted_everywhere(&self) -> Option<Grant> {
        let is_platform = self.principal() == Principal::Platform;
        is_platform.then(|| Grant::of_platform().cut(self.scope().scopes))
    }

    /// The job in `jobs AS {job}` is one that the actor may see: see [`Scope::sees_job`].
    pub fn sees_job(&self, sql: &mut Sql, job: &str) {
        self.scope().sees_job(sql, self.token(), job);
    }

    /// The run in `sync_runs AS {run}` is one that the actor may see: see [`Scope::sees_sync_run`].
    pub fn sees_sync_run(&self, sql: &mut Sql, run: &str) {
        self.scope().sees_sync_run(sql, self.token(), run);
    }

    /// Returns what the actor may read.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope {
            principal: self.identity.principal,
            scopes: self.identity.scopes,
            address: self.address,
        }
    }
}
