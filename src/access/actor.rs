//! Who asks.

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
    id::{JobId, OrgId, TokenId, UserId},
};

use super::{Grant, PermissionSet, Scope};

/// Where a request came from, and what it costs: put into a request by the server, for every door.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The client's address, as far as it is known.
    pub address: Option<IpAddr>,
    /// The request's id.
    pub request_id: Option<Arc<str>>,
    /// Counts what the request has the database do.
    pub meter: Meter,
    /// What the log will tell of it.
    pub entry: Arc<Entry>,
}

/// What the log tells of a request besides its end: written by whoever learns it first.
#[derive(Debug, Default)]
pub struct Entry {
    /// Who asks.
    pub actor: OnceLock<Arc<Identity>>,
    /// What kind of operation it is, in the words of its door.
    pub kind: OnceLock<&'static str>,
    /// What the caller calls the operation: short and plain.
    pub operation: OnceLock<String>,
    /// The gravest code in the reply, or the first of several that are alike.
    code: Mutex<Option<Code>>,
}

impl Entry {
    /// Counts a failure that the reply reports, and keeps its code for the log. `operation` is a name of the schema or a
    /// route, never one of the caller's.
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

    /// The gravest code in the reply.
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

/// Who asks, by which token, in which request. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Actor {
    identity: Arc<Identity>,
    /// The request, for the log and the events.
    pub request_id: Option<Arc<str>>,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// The job that acts for its creator.
    pub job: Option<JobId>,
    /// Counts what the request has the database do.
    pub meter: Meter,
    /// What the log tells of the request.
    pub entry: Arc<Entry>,
}

/// What does not change from one request of a token to the next.
#[derive(Debug)]
pub struct Identity {
    /// By which way he came.
    pub kind: ActorKind,
    /// The token that he showed; the command line shows none.
    pub token: Option<TokenId>,
    /// For whom he acts.
    pub principal: Principal,
    /// What the token is cut down to.
    pub scopes: PermissionSet,
    /// The system that uses the token.
    pub source: Option<String>,
    /// The name of the user or the token, for the audit trail.
    pub label: String,
}

/// For whom an actor acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Principal {
    /// The whole platform.
    Platform,
    /// An org itself: what its owners may do, in it alone.
    Org(OrgId),
    /// A user: what he may do, in all his orgs or in one.
    User {
        /// The user.
        user: UserId,
        /// The one org to which the token is cut down.
        org: Option<OrgId>,
    },
}

impl Identity {
    /// The user that he is, if he is one.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self.principal {
            Principal::User { user, .. } => Some(user),
            Principal::Platform | Principal::Org(_) => None,
        }
    }
}

/// For the log: the id of his token, or `root`, `cli`, `job`.
impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.token {
            Some(token) if self.kind == ActorKind::Token => Uuid::from(token).fmt(f),
            _ => f.write_str(self.kind.as_str()),
        }
    }
}

impl Actor {
    /// An actor in a request.
    #[must_use]
    pub fn new(identity: Arc<Identity>, origin: &Origin) -> Self {
        Self {
            identity,
            request_id: origin.request_id.clone(),
            address: origin.address,
            job: None,
            meter: origin.meter.clone(),
            entry: origin.entry.clone(),
        }
    }

    /// The actor of a job, which acts for its creator.
    #[must_use]
    pub fn in_job(mut self, job: JobId) -> Self {
        self.job = Some(job);
        self
    }

    /// Somebody at the server's own command line.
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

    /// For whom he acts.
    #[must_use]
    pub fn principal(&self) -> Principal {
        self.identity.principal
    }

    /// By which way he came.
    #[must_use]
    pub fn kind(&self) -> ActorKind {
        self.identity.kind
    }

    /// The token that he showed.
    #[must_use]
    pub fn token(&self) -> Option<TokenId> {
        self.identity.token
    }

    /// The user that he is, if he is one.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        self.identity.user()
    }

    /// The system that uses his token.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.identity.source.as_deref()
    }

    /// The name of the user or the token, for the audit trail.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.identity.label
    }

    /// The one org to which his token is bound.
    #[must_use]
    pub fn org(&self) -> Option<OrgId> {
        match self.identity.principal {
            Principal::Org(org) => Some(org),
            Principal::User { org, .. } => org,
            Principal::Platform => None,
        }
    }

    /// What the actor holds in every org and on the platform itself. `None` unless the actor is the platform.
    #[must_use]
    pub fn granted_everywhere(&self) -> Option<Grant> {
        let is_platform = self.principal() == Principal::Platform;
        is_platform.then(|| Grant::of_platform().cut(self.scope().scopes))
    }

    /// The job in `jobs AS {job}` is one that the actor may see: see [`Scope::sees_job`].
    pub fn sees_job(&self, sql: &mut Sql, job: &str) {
        self.scope().sees_job(sql, self.token(), job);
    }

    /// What he may read.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope {
            principal: self.identity.principal,
            scopes: self.identity.scopes,
            address: self.address,
        }
    }
}
