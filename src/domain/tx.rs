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

/// A running transaction. Cheap to clone; begun, committed and rolled back by the app alone.
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
    /// The first event of the change under way, which gives all of its events one change id.
    change: Mutex<Option<EventId>>,
    after_commit: Mutex<Vec<AfterCommit>>,
    /// What was required since an operation began whose outcome is stored under a key. `None`: no outcome is stored.
    required: Mutex<Option<Required>>,
    /// Whether any right was judged since the operation under way began.
    is_judged: AtomicBool,
    /// What earlier attempts of the operation have learned. `None` within a larger unit, which is not begun again.
    learned: Option<Learned>,
}

/// What an operation's attempts leave to the next one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Learned(Arc<Mutex<Lessons>>);

#[derive(Debug, Clone, Default)]
struct Lessons {
    /// The keys of rows that the operation turned out to depend on.
    keys: Keys,
    /// The ids that it has made, so that the number of attempts does not show.
    ids: Vec<Uuid>,
    /// The number of lessons.
    number: u32,
}

impl Learned {
    /// The number of times that an attempt has learned something.
    pub(crate) fn number(&self) -> u32 {
        lock(&self.0).number
    }
}

/// Events that are recorded and not written yet.
struct Pending {
    number: usize,
    /// The statements that write them, which are in the making.
    statements: JoinHandle<Vec<Sql>>,
}

/// What has to happen once the change is kept, and not before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterCommit {
    /// This token stands for something else now, or for nothing.
    ForgetToken(TokenId),
    /// So do all tokens of this user.
    ForgetTokensOf(UserId),
    /// Who waits for jobs, or watches one, should look.
    JobsChanged,
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
    /// The failure of the operation; `INTERNAL` for an operation that succeeded and judged no right.
    pub async fn perform<O: Operation>(&self, operation: &O) -> Result<O::Output> {
        let before = self.0.is_judged.swap(false, Relaxed);
        // In a box, because operations run operations: the futures of all of them would be on one stack.
        let done = Box::pin(operation.run(self)).await;
        let is_judged = self.0.is_judged.fetch_or(before, Relaxed);
        if done.is_ok() && !is_judged {
            let message = format!("{} ran without any check of permissions", O::NAME);
            return Err(Error::internal(message));
        }
        done
    }

    /// The same, as a part that may fail without the rest: of one that fails nothing is kept, neither rows nor events, and
    /// the transaction goes on. Not so when another transaction was in the way: then all has to begin anew.
    ///
    /// # Errors
    /// What the check or the operation says.
    pub async fn attempt<O: Operation>(&self, operation: &O) -> Result<O::Output> {
        self.end_change();
        let done = self.savepoint(self.perform(operation)).await;
        self.end_change();
        done
    }

    /// What `work` does in this transaction, as a part that may fail without the rest.
    pub(crate) async fn savepoint<T>(
        &self,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let events = lock(&self.0.events).len();
        let written = self.0.written.load(Relaxed);
        let effects = lock(&self.0.after_commit).len();
        self.conn().execute_unprepared("SAVEPOINT part").await?;
        let done = work.await;
        let end = match &done {
            Ok(_) => "RELEASE SAVEPOINT part",
            Err(_) => "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part",
        };
        if let Err(error) = self.conn().execute_unprepared(end).await {
            // Whatever is left of the transaction, it is not what was asked for.
            self.roll_back().await.ok();
            return Err(error.into());
        }
        if done.is_err() {
            lock(&self.0.events).truncate(events);
            self.0.written.store(written, Relaxed);
            lock(&self.0.after_commit).truncate(effects);
        }
        done
    }

    /// The same, as a rehearsal: whatever comes of it, nothing of it is kept, neither rows nor events, and the transaction
    /// goes on.
    ///
    /// # Errors
    /// What the part says.
    pub(crate) async fn then_roll_back<T>(
        &self,
        part: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let events = lock(&self.0.events).len();
        let written = self.0.written.load(Relaxed);
        let effects = lock(&self.0.after_commit).len();
        self.conn()
            .execute_unprepared("SAVEPOINT rehearsal")
            .await?;
        let done = part.await;
        let undo = "ROLLBACK TO SAVEPOINT rehearsal; RELEASE SAVEPOINT rehearsal";
        self.conn().execute_unprepared(undo).await?;
        lock(&self.0.events).truncate(events);
        self.0.written.store(written, Relaxed);
        lock(&self.0.after_commit).truncate(effects);
        done
    }

    /// Decides a change on rows, and writes what it did: see [`engine`].
    ///
    /// # Errors
    /// Why the change is refused.
    pub(crate) async fn decide<C: Decide + ?Sized>(&self, change: &C) -> Result<C::Output> {
        engine::run(self, change).await
    }

    /// Does something in a world that begins with the rows of the keys, and writes what became of the world. See [`engine`].
    ///
    /// # Errors
    /// The refusal of `decide`.
    pub(crate) async fn in_world<T>(
        &self,
        keys: Keys,
        decide: impl FnMut(&mut World) -> Decision<T> + Send,
    ) -> Result<T> {
        Box::pin(engine::in_world(self, keys, decide)).await
    }

    /// Decides changes of several actors together. See [`engine`].
    ///
    /// # Errors
    /// `BUSY`: no change was written.
    pub(crate) async fn decide_together<M: Member + ?Sized>(
        &self,
        members: &mut [Box<M>],
    ) -> Result<()> {
        engine::run_together(self, members).await?;
        self.flush().await.map(drop)
    }

    /// The keys that earlier attempts have learned, and the ids that they have made. The ids are given out once: a transaction
    /// may decide several changes one after the other.
    pub(crate) fn learned(&self) -> (Keys, Vec<Uuid>) {
        let Some(learned) = &self.0.learned else {
            return (Keys::default(), Vec::new());
        };
        let mut lessons = lock(&learned.0);
        (lessons.keys.clone(), std::mem::take(&mut lessons.ids))
    }

    /// Keeps keys and ids for the next attempt, if there can be one.
    pub(crate) fn learn(&self, keys: Keys, ids: Vec<Uuid>) -> bool {
        let Some(learned) = &self.0.learned else {
            return false;
        };
        let mut lessons = lock(&learned.0);
        let number = lessons.number + 1;
        *lessons = Lessons { keys, ids, number };
        true
    }

    /// Passes when the actor holds the permission for the target.
    ///
    /// # Errors
    /// The target's `..._NOT_FOUND` when the actor may not see it, `ORG_RETIRED`, `FORBIDDEN`.
    pub(crate) async fn require(&self, permission: Permission, target: Target) -> Result<()> {
        let required = |world: &mut World| world.require_for_target(permission, target);
        self.in_world(Keys::default(), required).await?;
        self.judged(&Required::from([(permission, target)]));
        Ok(())
    }

    /// Notes that rights were judged, and what was required.
    pub(crate) fn judged(&self, required: &Required) {
        self.0.is_judged.store(true, Relaxed);
        if let Some(all) = &mut *lock(&self.0.required) {
            all.extend(required);
        }
    }

    /// Remembers from now on what is required.
    pub(crate) fn remember_required(&self) {
        *lock(&self.0.required) = Some(Required::new());
    }

    /// What was required since, and no more of it.
    pub(crate) fn take_required(&self) -> Required {
        lock(&self.0.required).take().unwrap_or_default()
    }

    /// Who asks.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// The time of this attempt; it stands still.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    pub(crate) fn ids(&self) -> Arc<Ids> {
        self.0.ids.clone()
    }

    /// A new id.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.0.ids.next(self.0.now)
    }

    /// A number at random.
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

    /// Reads within this transaction, cut to what the actor may see.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader {
            conn: self.0.conn.clone(),
            actor: self.0.actor.clone(),
            settings: self.0.settings.clone(),
            lookup_batcher: None,
        }
    }

    /// The rows of events, to be made: each with its id, and the id of its change. The change under way of one actor goes on;
    /// each of several actors has a change of their own.
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

    /// Events in their order. Their rows are made in a thread of their own, while the database writes other rows.
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

    /// Counts events that are written already.
    pub(super) fn wrote_events(&self, events: usize) {
        self.0.written.fetch_add(events, Relaxed);
    }

    /// The id of the change under way, of which this is an event.
    fn change(&self, event: EventId) -> EventId {
        *lock(&self.0.change).get_or_insert(event)
    }

    /// Whatever is recorded from now on is another change.
    fn end_change(&self) {
        lock(&self.0.change).take();
    }

    /// To be done once the change is kept.
    pub(crate) fn after_commit(&self, effect: AfterCommit) {
        lock(&self.0.after_commit).push(effect);
    }

    /// Writes the events so far, and gives their number.
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
