//! One handle for what a statement runs on: a pool, or the transaction of a unit. It measures statements on the way.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement,
};
use tokio::sync::RwLock;

use crate::error::Result;

use super::{Meter, from_db, meter::Meters};

/// What statements run on. Cheap to clone; a clone that outlives its transaction gets errors, never another transaction.
#[derive(Clone)]
pub struct Conn {
    backend: DbBackend,
    meters: Meters,
    on: On,
}

#[derive(Clone)]
enum On {
    Pool(DatabaseConnection),
    Transaction(Arc<RwLock<Option<DatabaseTransaction>>>),
}

impl Conn {
    pub(super) fn pool(pool: DatabaseConnection, meters: Meters) -> Self {
        Self {
            backend: pool.get_database_backend(),
            meters,
            on: On::Pool(pool),
        }
    }

    pub(super) fn transaction(transaction: DatabaseTransaction, meters: Meters) -> Self {
        Self {
            backend: transaction.get_database_backend(),
            meters,
            on: On::Transaction(Arc::new(RwLock::new(Some(transaction)))),
        }
    }

    /// The same, counted by the meter of a request as well.
    #[must_use]
    pub fn metered(mut self, request: &Meter) -> Self {
        self.meters.request = Some(request.clone());
        self
    }

    /// Ends the transaction, for all clones, once its running statement is done.
    ///
    /// # Errors
    /// What the database says to a commit. A pool and a transaction that has ended have nothing to end.
    pub async fn close(&self, commit: bool) -> Result<()> {
        let On::Transaction(slot) = &self.on else {
            return Ok(());
        };
        let Some(transaction) = slot.write().await.take() else {
            return Ok(());
        };
        let _timed = self.meters.boundary();
        let end = if commit {
            transaction.commit().await
        } else {
            transaction.rollback().await
        };
        end.map_err(from_db)
    }
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conn")
            .field("backend", &self.backend)
            .finish_non_exhaustive()
    }
}

/// Runs one call of [`ConnectionTrait`] on whatever the handle stands for.
macro_rules! on {
    ($conn:expr, $call:ident ( $($argument:expr),* )) => {{
        let _timed = $conn.meters.statement();
        match &$conn.on {
            On::Pool(pool) => pool.$call($($argument),*).await,
            On::Transaction(slot) => match slot.read().await.as_ref() {
                Some(transaction) => transaction.$call($($argument),*).await,
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
        on!(self, execute_raw(statement))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        on!(self, execute_unprepared(sql))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        on!(self, query_one_raw(statement))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        on!(self, query_all_raw(statement))
    }
}
