//! The connection pool, and how statements run on its connections.
//!
//! The driver's own pool pings the database after each use of a connection, which takes as long as
//! a short statement. This pool pings only a connection that was idle, or was abandoned during a
//! statement.

use std::time::{Duration, Instant};

use deadpool::{
    Runtime,
    managed::{self, Metrics, Object, PoolError, QueueMode, RecycleError, RecycleResult},
};
use sea_orm::{
    ConnAcquireErr, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values,
    sqlx::{
        self, AssertSqlSafe, Connection as _,
        postgres::{PgConnection, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqlitePoolOptions},
    },
};
use sea_query_sqlx::SqlxValues;
use tokio::runtime::Handle;

use crate::error::{Error, Result};

use super::{
    error::{are_statements_stale, fault_of},
    findings::Findings,
    postgres::Postgres,
    sqlite,
};

/// A connection that was used within this time is not pinged.
const FRESH: Duration = Duration::from_secs(1);
/// How long an abandoned SQLite statement may take to end.
const ABANDONED: Duration = Duration::from_secs(10);

/// The connection options of an engine.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Postgres(Postgres),
    Sqlite(SqliteConnectOptions),
}

/// The target of connections, and the findings that they share.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    pub(super) target: Target,
    pub(super) findings: Findings,
}

/// Connections to one endpoint.
#[derive(Debug, Clone)]
pub(super) struct Pool(managed::Pool<Endpoint>);

/// The state of a pool.
#[derive(Debug, Clone, Copy)]
pub struct PoolState {
    /// The name of the pool.
    pub pool: &'static str,
    /// Maximum number of connections.
    pub max: usize,
    /// Number of connections in use.
    pub in_use: usize,
    /// Number of idle connections.
    pub idle: usize,
    /// Number of callers that wait for a connection.
    pub waiting: usize,
}

/// A connection that is checked out of the pool.
pub(super) struct PooledConnection(Option<Object<Endpoint>>);

/// A connection, and whether it can be reused.
#[derive(Debug)]
pub(super) struct IdleConnection {
    connection: Connection,
    findings: Findings,
    made: Instant,
    used: Instant,
    is_running: bool,
    is_in_transaction: bool,
    /// Whether the connection can no longer be used.
    is_over: bool,
    /// Whether the driver has panicked, so that it no longer replies.
    is_broken: bool,
    /// Whether tables have changed since the connection prepared its statements.
    has_stale_statements: bool,
}

#[derive(Debug)]
enum Connection {
    Postgres(Box<PgConnection>),
    Sqlite(Box<sqlite::Connection>),
}

impl Endpoint {
    pub(super) fn backend(&self) -> DbBackend {
        match self.target {
            Target::Postgres(_) => DbBackend::Postgres,
            Target::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    /// Opens a connection of the ORM's own type, which migrations require.
    pub(super) async fn for_migrations(&self) -> Result<sea_orm::DatabaseConnection> {
        let failed = |error| {
            Error::from(DbErr::Conn(RuntimeErr::SqlxError(std::sync::Arc::new(
                error,
            ))))
        };
        Ok(match &self.target {
            Target::Postgres(postgres) => {
                let settings = postgres.clone();
                let pool =
                    PgPoolOptions::new()
                        .max_connections(1)
                        .after_connect(move |connection, _| {
                            let settings = settings.clone();
                            Box::pin(async move { settings.set_up(connection).await })
                        });
                pool.connect_with(postgres.options().clone())
                    .await
                    .map_err(failed)?
                    .into()
            }
            Target::Sqlite(options) => {
                let pool = SqlitePoolOptions::new().max_connections(1);
                pool.connect_with(options.clone())
                    .await
                    .map_err(failed)?
                    .into()
            }
        })
    }
}

impl managed::Manager for Endpoint {
    type Type = IdleConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<IdleConnection, sqlx::Error> {
        // Taken before the connection is made, so that a failover in between is not missed.
        let made = Instant::now();
        let connection = match &self.target {
            Target::Postgres(postgres) => Connection::Postgres(Box::new(postgres.connect().await?)),
            Target::Sqlite(options) => {
                Connection::Sqlite(Box::new(sqlite::Connection::open(options).await?))
            }
        };
        Ok(IdleConnection {
            connection,
            findings: self.findings.clone(),
            made,
            used: Instant::now(),
            is_running: false,
            is_in_transaction: false,
            is_over: false,
            is_broken: false,
            has_stale_statements: false,
        })
    }

    async fn recycle(&self, kept: &mut IdleConnection, _: &Metrics) -> RecycleResult<sqlx::Error> {
        if self.findings.is_stale(kept.made) {
            return Err(RecycleError::message("another connection has ended"));
        }
        if kept.has_stale_statements {
            kept.forget_statements()
                .await
                .map_err(RecycleError::Backend)?;
        }
        if kept.used.elapsed() < FRESH {
            return Ok(());
        }
        kept.ping().await.map_err(RecycleError::Backend)
    }
}

impl Pool {
    /// Creates a pool without opening a connection.
    pub(super) fn new(target: Endpoint, connections: u32, timeout: Duration) -> Result<Self> {
        let pool = managed::Pool::builder(target)
            .max_size(connections as usize)
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(Some(timeout))
            .create_timeout(Some(timeout))
            .recycle_timeout(Some(timeout))
            .runtime(Runtime::Tokio1)
            .build();
        pool.map(Self).map_err(Error::internal)
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        self.0.manager()
    }

    pub(super) fn state(&self, pool: &'static str) -> PoolState {
        let status = self.0.status();
        PoolState {
            pool,
            max: status.max_size,
            in_use: status.size.saturating_sub(status.available),
            idle: status.available,
            waiting: status.waiting,
        }
    }

    /// Returns a connection as soon as one is free.
    pub(super) async fn get(&self) -> Result<PooledConnection, DbErr> {
        let object = self.0.get().await.map_err(|error| match error {
            PoolError::Backend(error) => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
            PoolError::Closed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
            _ => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        })?;
        Ok(PooledConnection(Some(object)))
    }

    /// Closes all connections. Those in use are closed when they are returned.
    pub(super) async fn close(&self) {
        let mut connections = Vec::new();
        for _ in 0..self.0.status().size {
            if let Ok(object) = self.0.get().await {
                connections.push(Object::take(object).connection);
            }
        }
        self.0.close();
        for connection in connections {
            let closed = match connection {
                Connection::Postgres(connection) => connection.close().await,
                Connection::Sqlite(connection) => connection.close().await,
            };
            if let Err(error) = closed {
                tracing::warn!(%error, "could not close a database connection");
            }
        }
    }
}

impl Drop for PooledConnection {
    /// A caller can be dropped while its statement runs. The pool waits for the statement's end in
    /// the background, so that the connection can be reused. A connection is closed if it is in a
    /// transaction, cannot be used any more, or is dropped during a panic.
    fn drop(&mut self) {
        let Some(mut object) = self.0.take() else {
            return;
        };
        let has_panicked = object.is_running && std::thread::panicking();
        if object.is_in_transaction || object.is_over || has_panicked {
            drop(Object::take(object));
        } else if object.is_running {
            let Ok(runtime) = Handle::try_current() else {
                return drop(Object::take(object));
            };
            runtime.spawn(async move {
                match object.abandon().await {
                    Ok(()) => object.is_running = false,
                    Err(_) => drop(Object::take(object)),
                }
            });
        }
    }
}

/// Runs a statement with one of the driver's methods, and marks the connection while the statement
/// runs.
macro_rules! run {
    ($held:expr, $statement:expr, $way:ident) => {{
        let Statement { sql, values, .. } = $statement;
        let values = SqlxValues(values.unwrap_or(Values(Vec::new())));
        let kept = $held.kept()?;
        kept.is_running = true;
        let done = match &mut kept.connection {
            Connection::Postgres(connection) => {
                let query = sqlx::query_with::<sqlx::Postgres, _>(AssertSqlSafe(sql), values);
                query.$way(&mut **connection).await.map(Into::into)
            }
            Connection::Sqlite(connection) => {
                let query = sqlx::query_with::<sqlx::Sqlite, _>(AssertSqlSafe(sql), values);
                connection.$way(query).await.map(Into::into)
            }
        };
        kept.ran(&done);
        done
    }};
}

/// Runs a statement, and retries once when the connection had prepared the statement before its
/// tables changed. Within a transaction there is no retry: the transaction has failed and must
/// start again.
macro_rules! run_as_it_is_now {
    ($held:expr, $statement:expr, $way:ident) => {{
        let statement: Statement = $statement;
        match $held.kept()?.may_find_statements_stale() {
            false => run!($held, statement, $way),
            true => {
                let done = run!($held, statement.clone(), $way);
                match $held.kept()?.has_stale_statements {
                    false => done,
                    true => {
                        $held.kept()?.forget_statements().await.map_err(failed)?;
                        run!($held, statement, $way)
                    }
                }
            }
        }
    }};
}

impl PooledConnection {
    fn kept(&mut self) -> Result<&mut IdleConnection, DbErr> {
        let ended = || DbErr::Custom("the connection was discarded".into());
        let kept = self.0.as_deref_mut().ok_or_else(ended)?;
        match kept.is_broken {
            false => Ok(kept),
            true => Err(failed(sqlx::Error::WorkerCrashed)),
        }
    }

    /// Returns whether the connection had ended before a statement ran on it. The caller may then
    /// retry on another connection, if the statement is safe to run twice.
    pub(super) fn had_ended(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|object| object.is_over && Object::metrics(object).recycle_count > 0)
    }

    pub(super) async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        run_as_it_is_now!(self, statement, execute).map_err(failed)
    }

    pub(super) async fn one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let row: Result<Row, _> = run_as_it_is_now!(self, statement, fetch_optional);
        Ok(row.map_err(query_failed)?.0)
    }

    pub(super) async fn all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let rows: Result<Rows, _> = run_as_it_is_now!(self, statement, fetch_all);
        Ok(rows.map_err(query_failed)?.0)
    }

    pub(super) async fn execute_unprepared(&mut self, sql: &str) -> Result<ExecResult, DbErr> {
        let kept = self.kept()?;
        kept.is_running = true;
        let query = sqlx::raw_sql(AssertSqlSafe(sql));
        let done: Result<ExecResult, _> = match &mut kept.connection {
            Connection::Postgres(connection) => {
                query.execute(&mut **connection).await.map(Into::into)
            }
            Connection::Sqlite(connection) => connection.execute(query).await.map(Into::into),
        };
        kept.ran(&done);
        done.map_err(failed)
    }

    /// Begins a transaction: READ COMMITTED on PostgreSQL. On SQLite it takes the write lock at
    /// once, because a later lock fails when another transaction has written in between.
    ///
    /// `lock_timeout` overrides the default lock timeout of the transaction's statements.
    pub(super) async fn begin(&mut self, lock_timeout: Option<Duration>) -> Result<(), DbErr> {
        let kept = self.kept()?;
        let begin = match (&kept.connection, lock_timeout) {
            (Connection::Sqlite(_), _) => "BEGIN IMMEDIATE".to_owned(),
            (Connection::Postgres(_), None) => "BEGIN".to_owned(),
            (Connection::Postgres(_), Some(timeout)) => {
                format!("BEGIN; SET LOCAL lock_timeout = {}", timeout.as_millis())
            }
        };
        // Set before the statement ends, because the outcome of an abandoned `BEGIN` is unknown.
        kept.is_in_transaction = true;
        let begun = self.execute_unprepared(&begin).await;
        let kept = self.kept()?;
        kept.is_in_transaction = begun.is_ok() || kept.is_running;
        begun.map(drop)
    }

    pub(super) async fn end(&mut self, commit: bool) -> Result<(), DbErr> {
        let end = if commit { "COMMIT" } else { "ROLLBACK" };
        self.execute_unprepared(end).await?;
        self.kept()?.is_in_transaction = false;
        Ok(())
    }
}

impl IdleConnection {
    async fn ping(&mut self) -> Result<(), sqlx::Error> {
        match &mut self.connection {
            Connection::Postgres(connection) => connection.ping().await,
            Connection::Sqlite(connection) => connection.ping().await,
        }
    }

    /// Waits for the end of an abandoned statement.
    async fn abandon(&mut self) -> Result<(), sqlx::Error> {
        match &mut self.connection {
            Connection::Postgres(connection) => connection.ping().await,
            Connection::Sqlite(connection) => {
                // A driver thread that panics with this request in its queue never replies.
                let ended = tokio::time::timeout(ABANDONED, connection.abandon()).await;
                ended.unwrap_or(Err(sqlx::Error::WorkerCrashed))
            }
        }
    }

    /// Drops all prepared statements, so that each is prepared again.
    async fn forget_statements(&mut self) -> Result<(), sqlx::Error> {
        if let Connection::Postgres(connection) = &mut self.connection {
            connection.clear_cached_statements().await?;
        }
        self.has_stale_statements = false;
        Ok(())
    }

    /// Returns whether a statement with a stale plan can be retried. SQLite prepares stale
    /// statements again by itself.
    fn may_find_statements_stale(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_)) && !self.is_in_transaction
    }

    /// An error that the database itself reports leaves the connection usable, unless the error
    /// says that the connection has ended or that another connection may succeed.
    fn ran<T>(&mut self, done: &Result<T, sqlx::Error>) {
        self.used = Instant::now();
        let Err(error) = done else {
            self.is_running = false;
            return;
        };
        self.is_running = error.as_database_error().is_none();
        self.is_over |= self.findings.note(fault_of(error));
        self.is_broken = matches!(error, sqlx::Error::WorkerCrashed);
        self.has_stale_statements |= are_statements_stale(error);
    }
}

/// The rows of either engine.
struct Rows(Vec<QueryResult>);
struct Row(Option<QueryResult>);

impl<R: Into<QueryResult>> From<Vec<R>> for Rows {
    fn from(rows: Vec<R>) -> Self {
        Self(rows.into_iter().map(Into::into).collect())
    }
}

impl<R: Into<QueryResult>> From<Option<R>> for Row {
    fn from(row: Option<R>) -> Self {
        Self(row.map(Into::into))
    }
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

fn query_failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}
