//! The app: executes operations and hands out readers. The only place that begins, commits, rolls back and retries.
//!
//! Doors know protocols and operations know rules; what has to hold for every operation on every door is here, once.
//!
//! * `attempts`: trying again what others were in the way of.
//! * `gather`: changes that arrive while others are written.
//! * `options`: how a caller wants the changes made.
//! * `rekey`: keys that an older program has written.
//! * `session`: a request's changes and what it reads beside them.

mod attempts;
mod gather;
mod options;
mod rekey;
mod session;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument;

use crate::{
    access::{
        Actor, Origin,
        authenticator::{AuthenticatedToken, TokenAuthenticator},
        token,
    },
    clock::Clock,
    config::Config,
    db::{self, Db, Health},
    domain::{
        AfterCommit, Learned, LookupBatcher, Operation, Outcome, Reader, Settings, Tx,
        idempotency::{Executed, KeyedChange},
    },
    error::{Code, Error, Result},
    id::Ids,
};

use attempts::{Attempts, MAX_ATTEMPTS};
use gather::Gather;

pub use options::Options;
pub use session::{Failed, Session};

/// The app. Cheap to clone.
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
    /// Who waits for jobs of this server's.
    jobs: watch::Sender<()>,
}

impl App {
    /// An app on an open database, with the machine's clock and random ids.
    #[must_use]
    pub fn new(db: Db, config: &Config) -> Self {
        Self::with(db, config, Clock::system(), Ids::random())
    }

    /// An app whose clock and ids are in the caller's hand.
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
        }))
    }

    /// Executes an operation: checks what it needs, runs it in one transaction, records what changed, commits. When another
    /// transaction was in the way it is run again.
    ///
    /// It goes on to its end when the caller leaves: a statement is never dropped half-way.
    ///
    /// # Errors
    /// The failure of the check or the operation; `BUSY` after five attempts; `INTERNAL`.
    pub async fn execute<O>(&self, actor: &Actor, operation: O) -> Result<Outcome<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        Ok(self.execute_keyed(actor, None, operation).await?.outcome)
    }

    async fn execute_keyed<O>(
        &self,
        actor: &Actor,
        key: Option<KeyedChange>,
        operation: O,
    ) -> Result<Executed<O::Output>>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let began = Instant::now();
        if self.goes_together(&operation) {
            let done = self.together(actor, key, operation).await;
            count::<O>(began, done.as_ref().err());
            return done;
        }
        let (app, actor) = (self.clone(), actor.clone());
        let unit = async move { app.attempts(&actor, key.as_ref(), &operation).await };
        let done = self
            .0
            .tasks
            .spawn(unit.in_current_span())
            .await
            .unwrap_or_else(|panic| Err(Error::internal(panic)));
        count::<O>(began, done.as_ref().err());
        done
    }

    /// Does `work`, which is all that a request changes and reads, in the way that its caller wants.
    ///
    /// Where that is in one unit, it runs as a task of its own, so that a caller who leaves drops no statement half-way. Of
    /// a unit whose caller has left before the commit nothing is kept.
    ///
    /// # Errors
    /// When the unit cannot be committed, or `work` panics in it. What fails inside is in what `work` gives back.
    pub async fn serve<W, F>(&self, actor: &Actor, options: &Options, work: W) -> Result<F::Output>
    where
        W: FnOnce(Session) -> F + Send + 'static,
        F: Future<Output: Send> + Send + 'static,
    {
        if !options.is_one_unit() {
            return Ok(work(Session::plain(self, actor, options)).await);
        }
        let (app, actor, options) = (self.clone(), actor.clone(), options.clone());
        let has_left = CancellationToken::new();
        let _is_here = has_left.clone().drop_guard();
        let unit = async move {
            let session = Session::of_unit(&app, &actor, &options, has_left).await;
            let done = work(session.clone()).await;
            session.close().await?;
            Ok(done)
        };
        self.0
            .tasks
            .spawn(unit.in_current_span())
            .await
            .unwrap_or_else(|panic| Err(Error::internal(panic)))
    }

    /// What a caller reads through who makes no changes.
    #[must_use]
    pub fn session(&self, actor: &Actor) -> Session {
        Session::plain(self, actor, &Options::default())
    }

    async fn attempts<O: Operation>(
        &self,
        actor: &Actor,
        key: Option<&KeyedChange>,
        operation: &O,
    ) -> Result<Executed<O::Output>> {
        let mut attempts = Attempts::new(MAX_ATTEMPTS);
        loop {
            match self
                .attempt(actor, key, operation, attempts.learned())
                .await
            {
                Ok(executed) => return Ok(executed),
                Err(error) => attempts.wait(error, [O::NAME]).await?,
            }
        }
    }

    async fn attempt<O: Operation>(
        &self,
        actor: &Actor,
        key: Option<&KeyedChange>,
        operation: &O,
        learned: &Learned,
    ) -> Result<Executed<O::Output>> {
        let tx = self.begin(actor, Some(learned), None).await?;
        match tx.execute(key, operation).await {
            Ok(executed) => {
                self.commit(&tx).await?;
                Ok(executed)
            }
            Err(error) => {
                roll_back(&tx).await;
                Err(error)
            }
        }
    }

    async fn begin(
        &self,
        actor: &Actor,
        learned: Option<&Learned>,
        lock_timeout: Option<Duration>,
    ) -> Result<Tx> {
        let inner = &self.0;
        let conn = inner.db.begin_with(&actor.meter, lock_timeout).await?;
        let (ids, settings) = (inner.ids.clone(), inner.settings.clone());
        Ok(Tx::new(
            conn,
            actor.clone(),
            inner.clock.now(),
            ids,
            settings,
            learned.cloned(),
        ))
    }

    async fn commit(&self, tx: &Tx) -> Result<()> {
        let effects = tx.commit().await.map_err(unsure)?;
        self.follow_up(&effects);
        Ok(())
    }

    fn follow_up(&self, effects: &[AfterCommit]) {
        for effect in effects {
            match effect {
                AfterCommit::ForgetToken(_) | AfterCommit::ForgetTokensOf(_) => {
                    self.0.authenticator.forget()
                }
                AfterCommit::JobsChanged => {
                    self.0.jobs.send_replace(());
                }
            }
        }
    }

    /// What a request reads through, cut to what the actor may see.
    #[must_use]
    pub fn read(&self, actor: &Actor) -> Reader {
        Reader {
            conn: self.0.db.reader().metered(&actor.meter),
            actor: actor.clone(),
            settings: self.0.settings.clone(),
            lookup_batcher: Some(self.0.lookup_batcher.clone()),
        }
    }

    /// Lets in whoever shows a valid token. Its use is written down at most once a minute, behind the caller's back.
    ///
    /// # Errors
    /// `UNAUTHENTICATED`, `RATE_LIMITED`; `BUSY` or `INTERNAL` when the token cannot be looked up.
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

    /// Says when a job was queued, run on or ended by this server. Of other servers' it says nothing.
    #[must_use]
    pub fn watch_jobs(&self) -> watch::Receiver<()> {
        self.0.jobs.subscribe()
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// Whether requests can be served.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn health(&self) -> Result<Health> {
        self.0.db.health().await
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Waits for what is under way behind the callers' backs.
    pub async fn finish_background_work(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
        self.0.tasks.reopen();
    }

    /// Waits for what is under way, then closes the database.
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

async fn roll_back(tx: &Tx) {
    if let Err(error) = tx.roll_back().await {
        tracing::debug!(?error, "could not roll back; the connection is discarded");
    }
}

fn count<O: Operation>(began: Instant, error: Option<&Error>) {
    metrics::histogram!("tenantry_operation_seconds", "operation" => O::NAME)
        .record(began.elapsed().as_secs_f64());
    let result = error.map_or("ok", |error| error.code().as_str());
    metrics::counter!("tenantry_operations_total", "operation" => O::NAME, "result" => result)
        .increment(1);
}

/// When a commit gets no answer, nobody knows whether it was carried out.
fn unsure(error: Error) -> Error {
    let is_certain = error.is_worth_another_try() || db::found_no_room(&error);
    if error.code() != Code::Busy || is_certain {
        return error;
    }
    error.saying("The connection to the database was lost during the commit. Check whether the change was committed before you try again.")
}
