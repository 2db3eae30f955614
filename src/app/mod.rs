//! The app executes operations and provides readers. Only the app begins, commits, rolls back and
//! retries transactions.
//!
//! A change passes through `Session::execute` and four functions, each of which adds one thing:
//!
//! 1. `App::choose_transaction`: a transaction shared with other changes (`gather`), or one of its
//!    own.
//! 2. `App::retry`: further attempts when another transaction was in the way.
//! 3. `App::run_once`: the transaction, with begin, commit and rollback.
//! 4. `Tx::execute`: the idempotency key. A change that is shared has the same step in
//!    `idempotency::decide`.
//!
//! The modules:
//!
//! * `event_feed`: new audit events, for subscriptions.
//! * `gather`: transactions that changes of several requests share.
//! * `options`: the execution options of a request.
//! * `rekey`: the rewrite of keys that another version has written.
//! * `retry`: attempts and the pauses between them.
//! * `session`: the changes and reads of one request.
//! * `transaction`: one attempt in one transaction.

mod event_feed;
mod gather;
mod options;
mod rekey;
mod retry;
mod session;
mod transaction;

use std::{sync::Arc, time::Instant};

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

use crate::{
    access::{
        Actor, Origin,
        authenticator::{AuthenticatedToken, TokenAuthenticator, may_enter},
        token,
    },
    clock::Clock,
    config::Config,
    db::{Db, Health},
    domain::{
        LookupBatcher, Operation, Outcome, Reader, Settings, Tx,
        idempotency::{Executed, KeyedChange},
    },
    error::{Code, Error, Result},
    id::Ids,
};

use event_feed::EventFeed;
use gather::Gather;
use retry::MAX_ATTEMPTS;
use transaction::Work;

pub use event_feed::EventBatch;
pub use options::Options;
pub use session::{Failed, Session};

/// The executor of operations. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    ids: Arc<Ids>,
    settings: Arc<Settings>,
    authenticator: TokenAuthenticator,
    lookup_batcher: Arc<LookupBatcher>,
    gather: Gather,
    tasks: TaskTracker,
    /// Notifies tasks that wait for jobs of this server.
    jobs: watch::Sender<()>,
    event_feed: EventFeed,
}

impl App {
    /// Creates an app on an open database, with the system clock and random ids.
    #[must_use]
    pub fn new(db: Db, config: &Config) -> Self {
        Self::with(db, config, Clock::system(), Ids::random())
    }

    /// Creates an app with the clock and the ids of the caller.
    #[must_use]
    pub fn with(db: Db, config: &Config, clock: Clock, ids: Ids) -> Self {
        let locks_rows = db.reader().locks_rows();
        let turns = match locks_rows {
            true => config.change_transactions.get() as usize,
            false => 1,
        };
        let gather = Gather::new(turns, locks_rows, config.database_timeout);
        Self(Arc::new(Inner {
            db,
            clock,
            ids: Arc::new(ids),
            settings: Arc::new(config.settings()),
            authenticator: TokenAuthenticator::new(config.failed_tokens_per_minute),
            lookup_batcher: Arc::default(),
            gather,
            tasks: TaskTracker::new(),
            jobs: watch::Sender::new(()),
            event_feed: EventFeed::new(config.request_timeout),
        }))
    }

    /// Executes an operation in one transaction: checks permissions, changes rows, records events, and
    /// commits. Runs the operation again when another transaction was in the way.
    ///
    /// The operation continues when the caller drops the future, so a statement is never interrupted.
    ///
    /// # Errors
    /// The failure of the operation. `BUSY` after five attempts. `INTERNAL`.
    pub async fn execute<O>(&self, actor: &Actor, operation: O) -> Result<Outcome<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let executed = self.choose_transaction(actor, None, operation).await?;
        Ok(executed.outcome)
    }

    /// Chooses the transaction of an operation: one that other changes share, or one of its own.
    async fn choose_transaction<O>(
        &self,
        actor: &Actor,
        key: Option<KeyedChange>,
        operation: O,
    ) -> Result<Executed<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let started = Instant::now();
        let executed = match gather::accepts(&operation) {
            true => self.gather(actor, key, operation).await,
            false => {
                let mut work = KeyedOperation {
                    actor: actor.clone(),
                    key,
                    operation,
                    executed: None,
                };
                let app = self.clone();
                self.spawn(Box::pin(async move {
                    app.retry(&mut work, MAX_ATTEMPTS).await?;
                    let lost = || Error::internal("an operation left no output");
                    work.executed.ok_or_else(lost)
                }))
                .await
            }
        };
        count(O::NAME, started, executed.as_ref().err());
        executed
    }

    /// Calls `work`, which makes all changes and reads of a request, with the session that `options`
    /// ask for.
    ///
    /// A request in one transaction runs in a task of its own, so a caller who disconnects interrupts
    /// no statement. The transaction is rolled back if the caller disconnects before the commit.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` if the transaction cannot be committed, or `work` panics in it. Failures of
    /// changes are in the output of `work`.
    pub async fn serve<W, F>(&self, actor: &Actor, options: &Options, work: W) -> Result<F::Output>
    where
        W: FnOnce(Session) -> F + Send + 'static,
        F: Future<Output: Send> + Send + 'static,
    {
        if !options.is_one_transaction() {
            return Ok(work(Session::plain(self, actor, options)).await);
        }
        let (app, actor, options) = (self.clone(), actor.clone(), options.clone());
        let caller_left = CancellationToken::new();
        let _guard = caller_left.clone().drop_guard();
        self.spawn(Box::pin(async move {
            let session = Session::in_one_transaction(&app, &actor, &options, caller_left).await;
            let output = work(session.clone()).await;
            session.close().await?;
            Ok(output)
        }))
        .await
    }

    /// Runs a future in a task of its own, which ends even if the caller drops this future. Boxed,
    /// because the caller's future would contain it otherwise.
    async fn spawn<T: Send + 'static>(&self, future: BoxFuture<'static, Result<T>>) -> Result<T> {
        self.0
            .tasks
            .spawn(future.in_current_span())
            .await
            .unwrap_or_else(|panic| Err(Error::internal(panic)))
    }

    /// Returns a session whose changes each have a transaction of their own.
    #[must_use]
    pub fn session(&self, actor: &Actor) -> Session {
        Session::plain(self, actor, &Options::default())
    }

    /// Returns a reader that is limited to the scope of the actor.
    #[must_use]
    pub fn read(&self, actor: &Actor) -> Reader {
        Reader {
            conn: self.0.db.reader().metered(&actor.meter),
            actor: actor.clone(),
            settings: self.0.settings.clone(),
            lookup_batcher: Some(self.0.lookup_batcher.clone()),
        }
    }

    /// Authenticates a token. Records the use of the token at most once a minute, in the background.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` for an invalid token. `RATE_LIMITED` after too many invalid tokens. `BUSY` or
    /// `INTERNAL` when the database fails.
    pub async fn authenticate(&self, secret: &str, origin: &Origin) -> Result<Actor> {
        let inner = &self.0;
        let now = inner.clock.now();
        let conn = inner.db.reader().metered(&origin.meter);
        let admitted = inner
            .authenticator
            .admit(&conn, now, secret, origin.address)
            .await?;
        let identity = admitted.known().identity.clone();
        if admitted.is_due(now) {
            self.touch(admitted);
        }
        origin.entry.actor.get_or_init(|| identity.clone());
        Ok(Actor::new(identity, origin))
    }

    fn touch(&self, admitted: AuthenticatedToken) {
        let app = self.clone();
        self.0.tasks.spawn(async move {
            let (conn, now) = (app.0.db.writer(), app.0.clock.now());
            if let Err(error) = token::touch(&conn, &admitted.known().token, now).await {
                tracing::warn!(?error, "could not record the use of a token");
            }
        });
    }

    /// Checks that the actor's token can still be used and has the rights that it had when the actor
    /// was authenticated. An actor without a token passes.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` if the token cannot be used or was changed. `BUSY` or `INTERNAL` when the
    /// database fails.
    pub async fn check_again(&self, actor: &Actor) -> Result<()> {
        let Some(id) = actor.token() else {
            return Ok(());
        };
        let conn = self.0.db.reader().metered(&actor.meter);
        let gone = || Error::new(Code::Unauthenticated, "The token no longer exists.");
        let known = token::find_by_id(&conn, id).await?.ok_or_else(gone)?;
        may_enter(&known, self.now(), actor.address)?;
        if known.identity.principal != actor.principal()
            || known.identity.scopes != actor.scope().scopes()
        {
            let message = "The token was changed. Connect again.";
            return Err(Error::new(Code::Unauthenticated, message));
        }
        Ok(())
    }

    /// Returns a channel that is notified when this server queues, advances or ends a job. Jobs of
    /// other servers are not reported.
    #[must_use]
    pub fn watch_jobs(&self) -> watch::Receiver<()> {
        self.0.jobs.subscribe()
    }

    /// Returns the current time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// Checks that the server can serve requests.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database cannot be reached.
    pub async fn health(&self) -> Result<Health> {
        self.0.db.health().await
    }

    /// Returns the database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Waits until all background tasks have ended.
    pub async fn finish_background_work(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
        self.0.tasks.reopen();
    }

    /// Waits until all background tasks have ended, then closes the database.
    pub async fn close(&self) {
        self.finish_background_work().await;
        self.0.db.close().await;
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("db", &self.0.db)
            .finish_non_exhaustive()
    }
}

fn count(operation: &'static str, began: Instant, error: Option<&Error>) {
    metrics::histogram!("tenantry_operation_seconds", "operation" => operation)
        .record(began.elapsed().as_secs_f64());
    let result = error.map_or("ok", |error| error.code().as_str());
    metrics::counter!("tenantry_operations_total", "operation" => operation, "result" => result)
        .increment(1);
}

/// An operation with its idempotency key, in a transaction of its own.
struct KeyedOperation<O: Operation> {
    actor: Actor,
    key: Option<KeyedChange>,
    operation: O,
    executed: Option<Executed<O::Output>>,
}

impl<O: Operation> Work for KeyedOperation<O> {
    fn actor(&self) -> Actor {
        self.actor.clone()
    }

    fn operations(&self) -> Vec<&'static str> {
        vec![O::NAME]
    }

    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let executed = tx.execute(self.key.as_ref(), &self.operation).await?;
            self.executed = Some(executed);
            Ok(())
        })
    }
}
