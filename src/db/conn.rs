//! A handle that runs statements on a pool or in a transaction, and measures them.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::sync::Mutex;

use crate::error::{Error, Result};

use super::{
    Meter, from_db,
    meter::Meters,
    pool::{Pool, PooledConnection},
};

/// A handle that runs statements. Cheap to clone. A clone that outlives its transaction gets
/// errors, never another transaction.
#[derive(Clone)]
pub struct Conn {
    backend: DbBackend,
    meters: Meters,
    on: On,
    /// Whether statements leave rows unlocked.
    is_unlocked: bool,
}

#[derive(Clone)]
enum On {
    Pool(Pool),
    Transaction(Arc<Mutex<Option<PooledConnection>>>),
}

impl Conn {
    pub(super) fn pool(pool: Pool, meters: Meters) -> Self {
        Self {
            backend: pool.endpoint().backend(),
            meters,
            on: On::Pool(pool),
            is_unlocked: false,
        }
    }

    /// Wraps a connection that is in a transaction.
    pub(super) fn transaction(held: PooledConnection, backend: DbBackend, meters: Meters) -> Self {
        Self {
            backend,
            meters,
            on: On::Transaction(Arc::new(Mutex::new(Some(held)))),
            is_unlocked: false,
        }
    }

    /// Adds the meter of a request.
    #[must_use]
    pub fn metered(mut self, request: &Meter) -> Self {
        self.meters.request = Some(request.clone());
        self
    }

    /// Returns a handle on the same pool or transaction whose statements lock no rows.
    #[must_use]
    pub fn without_locks(&self) -> Self {
        Self {
            is_unlocked: true,
            ..self.clone()
        }
    }

    /// Returns whether statements lock single rows. SQLite allows one writer at a time.
    #[must_use]
    pub fn locks_rows(&self) -> bool {
        self.backend != DbBackend::Sqlite && !self.is_unlocked
    }

    /// Returns whether one statement can write several tables.
    #[must_use]
    pub fn writes_together(&self) -> bool {
        self.backend == DbBackend::Postgres
    }

    /// Commits or rolls back the transaction, for all clones, after its running statement.
    ///
    /// # Errors
    /// When the commit fails, or the transaction to commit has ended before. A pool has nothing to
    /// end.
    pub async fn close(&self, commit: bool) -> Result<()> {
        let On::Transaction(slot) = &self.on else {
            return Ok(());
        };
        let Some(mut held) = slot.lock().await.take() else {
            return match commit {
                true => Err(Error::busy("the transaction has already ended")),
                false => Ok(()),
            };
        };
        let _timed = self.meters.boundary();
        held.end(commit).await.map_err(from_db)
    }
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conn")
            .field("backend", &self.backend)
            .finish_non_exhaustive()
    }
}

/// Runs a statement on the pool or the transaction of the handle. A read outside any transaction is
/// retried on another connection when its own has ended.
macro_rules! on {
    ($conn:expr, read $call:ident ( $argument:expr )) => {
        on!($conn, pool => loop {
            let mut held = pool.get().await?;
            let done = held.$call($argument.clone()).await;
            if done.is_ok() || !held.had_ended() {
                break done;
            }
        }, $call($argument))
    };
    ($conn:expr, $call:ident ( $argument:expr )) => {
        on!($conn, pool => pool.get().await?.$call($argument).await, $call($argument))
    };
    ($conn:expr, $pool:ident => $on_pool:expr, $call:ident ( $argument:expr )) => {{
        let _timed = $conn.meters.statement();
        match &$conn.on {
            On::Pool($pool) => $on_pool,
            On::Transaction(slot) => match slot.lock().await.as_mut() {
                Some(held) => held.$call($argument).await,
                None => Err(DbErr::Custom("the transaction has ended".into())),
            },
        }
    }};
}

#[sea_orm::prelude::async_trait::async_trait]
impl ConnectionTrait for Conn {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        on!(self, execute(statement))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        on!(self, execute_unprepared(sql))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        on!(self, read one(statement))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        on!(self, read all(statement))
    }
}
