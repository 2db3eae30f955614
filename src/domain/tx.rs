//! A running transaction, as an operation sees it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
};

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

use crate::{
    access::{Actor, Permission, Target},
    db::{Conn, Sql},
    entity::event::Model as EventRow,
    error::{Error, Result},
    id::{EventId, Ids, TokenId, UserId},
};

use super::{
    Operation, Reader, Settings,
    engine::{self, Decide, Decision, Keys, Member, Required, World},
    event::{self, Event},
};

/// A running transaction. It is cheap to clone. Only the app begins, commits and rolls back
/// transactions.
#[derive(Clone)]
pub struct Tx(Arc<TxState>);

struct TxState {
    conn: Conn,
    actor: Actor,
    now: DateTime<Utc>,
    ids: Arc<Ids>,
    settings: Arc<Settings>,
    events: Mutex<Vec<Pending>>,
    /// The number of events that the engine has written since the last flush.
    written: AtomicUsize,
    /// The first event of the current change. Its id is the change id of all events of the change.
    change: Mutex<Option<EventId>>,
    after_commit: Mutex<Vec<AfterCommit>>,
    /// The permissions required so far by an operation whose outcome is stored under a key. `None`
    /// if no outcome is stored.
    required: Mutex<Option<Required>>,
    /// Whether a permission was checked since the current operation began.
    is_judged: AtomicBool,
    /// What earlier attempts of the operation have learned. `None` in a transaction of a whole
    /// request, which is not retried.
    learned: Option<Learned>,
}

/// What the attempts of an operation leave to the next attempt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Learned(Arc<Mutex<Lessons>>);

#[derive(Debug, Clone, Default)]
struct Lessons {
    /// The keys of rows that the operation turned out to depend on.
    keys: Keys,
    /// The ids that the operation has created. The next attempt uses them again, so that the result
    /// does not show the number of attempts.
    ids: Vec<Uuid>,
    /// The number of times that an attempt has learned something.
    number: u32,
}

impl Learned {
    /// Returns the number of times that an attempt has learned something.
    pub(crate) fn number(&self) -> u32 {
        lock(&self.0).number
    }
}

/// Events that are recorded but not written yet.
struct Pending {
    number: usize,
    /// The statements that write the events, which are built in another thread.
    statements: JoinHandle<Vec<Sql>>,
}

/// An effect that must happen only after the change is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterCommit {
    /// The token's cached identity must be forgotten, because the token has changed or is gone.
    ForgetToken(TokenId),
    /// The cached identities of all tokens of this user must be forgotten.
    ForgetTokensOf(UserId),
    /// Workers that wait for jobs, and subscriptions that watch jobs, must check them.
    JobsChanged,
}

/// The state of a transaction that a rollback to a savepoint restores.
struct Savepoint {
    /// The number of pending batches of events.
    events: usize,
    /// The number of written events.
    written: usize,
    /// The number of effects for after the commit.
    effects: usize,
}

impl Tx {
    pub(crate) fn new(
        conn: Conn,
        actor: Actor,
        now: DateTime<Utc>,
        ids: Arc<Ids>,
        settings: Arc<Settings>,
        learned: Option<Learned>,
    ) -> Self {
        Self(Arc::new(TxState {
            conn,
            actor,
            now,
            ids,
            settings,
            events: Mutex::default(),
            written: AtomicUsize::new(0),
            change: Mutex::default(),
            after_commit: Mutex::default(),
            required: Mutex::default(),
            is_judged: AtomicBool::new(false),
            learned,
        }))
    }

    /// Runs an operation.
    ///
    /// # Errors
    /// The error of the operation. `INTERNAL` if the operation succeeded without a permission
    /// check.
    pub async fn perform<O: Operation>(&self, operation: &O) -> Result<O::Output> {
        let before = self.0.is_judged.swap(false, Relaxed);
        // Boxed, because operations run operations, and all their futures would be on one stack.
        let done = Box::pin(operation.run(self)).await;
        let is_judged = self.0.is_judged.fetch_or(before, Relaxed);
        if done.is_ok() && !is_judged {
            let message = format!("{} ran without any check of permissions", O::NAME);
            return Err(Error::internal(message));
        }
        done
    }

    /// Runs `work` in a savepoint, which is rolled back if `work` fails.
    pub(crate) async fn savepoint<T>(
        &self,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let savepoint = self.begin_savepoint().await?;
        let done = work.await;
        self.end_savepoint(savepoint, done.is_ok()).await?;
        done
    }

    /// Runs `work` in a savepoint and rolls it back in any case, with its rows and events. The
    /// transaction goes on.
    ///
    /// # Errors
    /// The error of `work`.
    pub(crate) async fn then_roll_back<T>(
        &self,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let savepoint = self.begin_savepoint().await?;
        let done = work.await;
        self.end_savepoint(savepoint, false).await?;
        done
    }

    async fn begin_savepoint(&self) -> Result<Savepoint> {
        self.conn().execute_unprepared("SAVEPOINT change").await?;
        Ok(Savepoint {
            events: lock(&self.0.events).len(),
            written: self.0.written.load(Relaxed),
            effects: lock(&self.0.after_commit).len(),
        })
    }

    /// Keeps what was written since the savepoint, or rolls it back.
    async fn end_savepoint(&self, savepoint: Savepoint, is_kept: bool) -> Result<()> {
        let end = match is_kept {
            true => "RELEASE SAVEPOINT change",
            false => "ROLLBACK TO SAVEPOINT change; RELEASE SAVEPOINT change",
        };
        if let Err(error) = self.conn().execute_unprepared(end).await {
            // The state of the transaction is unknown, so the transaction is rolled back.
            self.roll_back().await.ok();
            return Err(error.into());
        }
        if !is_kept {
            lock(&self.0.events).truncate(savepoint.events);
            self.0.written.store(savepoint.written, Relaxed);
            lock(&self.0.after_commit).truncate(savepoint.effects);
        }
        Ok(())
    }

    /// Decides a change on rows and writes its result. See [`engine`].
    ///
    /// # Errors
    /// The refusal of the change.
    pub(crate) async fn decide<C: Decide + ?Sized>(&self, change: &C) -> Result<C::Output> {
        engine::run(self, change).await
    }

    /// Runs `decide` in a world that begins with the rows of the keys, and writes what the world
    /// has changed. See [`engine`].
    ///
    /// # Errors
    /// The refusal of `decide`.
    pub(crate) async fn in_world<T: Send>(
        &self,
        keys: Keys,
        decide: impl FnMut(&mut World) -> Decision<T> + Send,
    ) -> Result<T> {
        Box::pin(engine::in_world(self, keys, decide)).await
    }

    /// Decides changes of several actors together. See [`engine`].
    ///
    /// # Errors
    /// `BUSY` if no change was written.
    pub(crate) async fn decide_together<M: Member + ?Sized>(
        &self,
        members: &mut [Box<M>],
    ) -> Result<()> {
        engine::run_together(self, members).await?;
        self.flush().await.map(drop)
    }

    /// Returns the keys that earlier attempts have learned, and takes the ids that they have
    /// created. The ids can be taken once, because a transaction may decide several changes one
    /// after another.
    pub(crate) fn learned(&self) -> (Keys, Vec<Uuid>) {
        let Some(learned) = &self.0.learned else {
            return (Keys::default(), Vec::new());
        };
        let mut lessons = lock(&learned.0);
        (lessons.keys.clone(), std::mem::take(&mut lessons.ids))
    }

    /// Stores keys and ids for the next attempt. Returns false if there cannot be one.
    pub(crate) fn learn(&self, keys: Keys, ids: Vec<Uuid>) -> bool {
        let Some(learned) = &self.0.learned else {
            return false;
        };
        let mut lessons = lock(&learned.0);
        let number = lessons.number + 1;
        *lessons = Lessons { keys, ids, number };
        true
    }

    /// Checks that the actor holds the permission for the target.
    ///
    /// # Errors
    /// The target's `..._NOT_FOUND` if the actor may not see it, `ORG_RETIRED`, `FORBIDDEN`.
    pub(crate) async fn require(&self, permission: Permission, target: Target) -> Result<()> {
        let required = |world: &mut World| world.require_for_target(permission, target);
        self.in_world(Keys::default(), required).await?;
        self.judged(&Required::from([(permission, target)]));
        Ok(())
    }

    /// Records that permissions were checked, and which were required.
    pub(crate) fn judged(&self, required: &Required) {
        self.0.is_judged.store(true, Relaxed);
        if let Some(all) = &mut *lock(&self.0.required) {
            all.extend(required);
        }
    }

    /// Starts to collect the required permissions.
    pub(crate) fn remember_required(&self) {
        *lock(&self.0.required) = Some(Required::new());
    }

    /// Returns the permissions required since [`Tx::remember_required`], and stops collecting.
    pub(crate) fn take_required(&self) -> Required {
        lock(&self.0.required).take().unwrap_or_default()
    }

    /// Returns the actor.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// Returns the time of this attempt, which does not change during the attempt.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    pub(crate) fn ids(&self) -> Arc<Ids> {
        self.0.ids.clone()
    }

    /// Returns a new id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.0.ids.next(self.0.now)
    }

    /// Returns a random integer id.
    #[must_use]
    pub(crate) fn number(&self) -> i64 {
        self.0.ids.number()
    }

    pub(crate) fn conn(&self) -> &Conn {
        &self.0.conn
    }

    pub(super) fn settings(&self) -> Arc<Settings> {
        self.0.settings.clone()
    }

    /// Returns a reader within this transaction, limited to what the actor may see.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader {
            conn: self.0.conn.clone(),
            actor: self.0.actor.clone(),
            settings: self.0.settings.clone(),
            lookup_batcher: None,
        }
    }

    /// Gives each event its id and the id of its change, and returns functions that build the rows.
    /// The events of a single actor continue the current change. With several actors, each actor
    /// has a change of their own.
    pub(super) fn numbered<E>(
        &self,
        actors: &[Actor],
        events: Vec<(usize, E)>,
    ) -> Vec<impl FnOnce() -> EventRow + Send + use<E>>
    where
        E: FnOnce() -> Event + Send,
    {
        let mut first = HashMap::<usize, EventId>::new();
        let now = self.now();
        let number = |(place, event): (usize, E)| {
            let id: EventId = self.id();
            let first = match actors.len() {
                1 => self.change(id),
                _ => *first.entry(place).or_insert(id),
            };
            let actor = actors[place].clone();
            move || event::row(&actor, now, first, id, event())
        };
        events.into_iter().map(number).collect()
    }

    /// Records events in their order. Another thread builds their rows while the database writes
    /// other rows.
    pub(super) fn record_batch<E>(&self, events: Vec<E>)
    where
        E: FnOnce() -> EventRow + Send + 'static,
    {
        let (number, conn) = (events.len(), self.0.conn.clone());
        let statements = spawn_blocking(move || {
            let rows = events.into_iter().map(|event| event());
            event::written(&conn, rows)
        });
        lock(&self.0.events).push(Pending { number, statements });
    }

    /// Counts events that are already written.
    pub(super) fn wrote_events(&self, events: usize) {
        self.0.written.fetch_add(events, Relaxed);
    }

    /// Returns the id of the current change, which begins with this event if there is none yet.
    fn change(&self, event: EventId) -> EventId {
        *lock(&self.0.change).get_or_insert(event)
    }

    /// Ends the current change. The next event belongs to another change.
    fn end_change(&self) {
        lock(&self.0.change).take();
    }

    /// Schedules an effect for after the commit.
    pub(crate) fn after_commit(&self, effect: AfterCommit) {
        lock(&self.0.after_commit).push(effect);
    }

    /// Writes the pending events and returns the number of events since the last flush.
    pub(crate) async fn flush(&self) -> Result<usize> {
        self.end_change();
        let pending = std::mem::take(&mut *lock(&self.0.events));
        let mut events = self.0.written.swap(0, Relaxed);
        for Pending { number, statements } in pending {
            events += number;
            for sql in statements.await.map_err(Error::internal)? {
                sql.execute(self.conn()).await?;
            }
        }
        Ok(events)
    }

    pub(crate) async fn commit(&self) -> Result<Vec<AfterCommit>> {
        self.0.conn.close(true).await?;
        Ok(std::mem::take(&mut *lock(&self.0.after_commit)))
    }

    pub(crate) async fn roll_back(&self) -> Result<()> {
        self.0.conn.close(false).await
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|broken| broken.into_inner())
}
