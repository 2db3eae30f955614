//! One handle for what a statement runs on: a pool, or the transaction of a unit. It measures statements on the way.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::sync::Mutex;

use crate::error::{Error, Result};

use super::{
    Meter, from_db,
    meter::Meters,
    pool::{Pool, PooledConnection},
};

/// What statements run on. Cheap to clone; a clone that outlives its transaction gets errors, never another transaction.
#[derive(Clone)]
pub struct Conn {
    backend: DbBackend,
    meters: Meters,
    on: On,
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
        }
    }

    /// `held` is in a transaction.
    pub(super) fn transaction(held: PooledConnection, backend: DbBackend, meters: Meters) -> Self {
        Self {
            backend,
            meters,
            on: On::Transaction(Arc::new(Mutex::new(Some(held)))),
        }
    }

    /// The same, counted by the meter of a request as well.
    #[must_use]
    pub fn metered(mut self, request: &Meter) -> Self {
        self.meters.request = Some(request.clone());
        self
    }

    /// Whether transactions lock single rows. On SQLite there is one that writes at any moment.
    #[must_use]
    pub fn locks_rows(&self) -> bool {
        self.backend != DbBackend::Sqlite
    }

    /// Whether one statement can write several tables.
    #[must_use]
    pub fn writes_together(&self) -> bool {
        self.backend == DbBackend::Postgres
    }

    /// Ends the transaction, for all clones, once its running statement is done.
    ///
    /// # Errors
    /// What the database says to a commit; and that it has ended before, with nothing kept. A pool has nothing to end.
    pub async fn close(&self, commit: bool) -> Result<()> {
        let On::Transaction(slot) = &self.on else {
            return Ok(());
        };
        let Some(mut held) = slot.lock().await.take() else {
            return match commit {
                true => Err(Error::busy("the transaction had ended before")),
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

/// Runs a statement on whatever the handle stands for. A read outside any transaction that meets a connection which has
/// ended meanwhile runs on another.
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
