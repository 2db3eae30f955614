//! Connections to PostgreSQL: their settings, and the detection of a pooler in between.
//!
//! A pooler in transaction mode gives each transaction another server connection. Session settings
//! and prepared statements then need the pooler's support. So such a pooler is detected when the
//! database is opened, and both are verified.

use std::{str::FromStr, time::Duration};

use rand::random;
use sea_orm::sqlx::{
    self, AssertSqlSafe, Connection, Row,
    postgres::{PgConnectOptions, PgConnection},
};

use super::{Options, error::is_fatal, open::logged, refusal::Refusal};

/// Minimum timeout of the start, however short the timeout of requests is.
const PATIENCE: Duration = Duration::from_secs(5);

/// How to connect to a PostgreSQL server.
#[derive(Debug, Clone)]
pub(super) struct Postgres {
    connect: PgConnectOptions,
    settings: Settings,
    pooling: Pooling,
}

/// Settings of a connection by name. Times are in milliseconds, as in `pg_settings`.
type Settings = Vec<(&'static str, String)>;

/// How long a client keeps the same server connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pooling {
    /// Until the client disconnects: there is no pooler, or one that pools sessions.
    Session,
    /// Until the transaction ends.
    Transaction,
}

impl Postgres {
    /// Detects how to connect, with two connections that are closed afterwards.
    pub(super) async fn inspect(options: &Options) -> Result<Self, Refusal> {
        let connect = PgConnectOptions::from_str(&options.url)
            .map_err(|error| Refusal::unreadable_postgres(&error))?
            // The driver sets more digits by default, which poolers reject. This program has no
            // numbers with digits to lose.
            .extra_float_digits(None);
        let connect = logged(connect, options);
        let within = options.acquire_timeout.max(PATIENCE);
        let refused = |error: &sqlx::Error| Refusal::of_postgres(&connect, error);
        let opened = async {
            let mut idle = PgConnection::connect_with(&connect).await?;
            let encoding = encoding(&mut idle).await?;
            Ok((idle, encoding))
        };
        let (mut idle, encoding) = in_time(within, opened)
            .await
            .ok_or_else(|| Refusal::silent(&connect, within))?
            .map_err(|error| refused(&error))?;
        if encoding != "UTF8" {
            return Err(Refusal::encoding(&connect, &encoding));
        }
        let pooling = in_time(within, pooling(&connect, &mut idle))
            .await
            .ok_or_else(|| Refusal::no_second_connection(&connect, within))?
            .map_err(|found| match found {
                Found::Error(error) => refused(&error),
                Found::StatementsLost => Refusal::statements_lost(&connect),
                Found::NoTransactions => Refusal::no_transactions(&connect),
            })?;
        let postgres = Self {
            settings: settings(options),
            pooling,
            connect,
        };
        postgres
            .set_up(&mut idle)
            .await
            .map_err(|error| Refusal::of_postgres(&postgres.connect, &error))?;
        let _ = idle.close().await;
        Ok(postgres)
    }

    /// Opens a connection with all settings.
    pub(super) async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        let mut connection = PgConnection::connect_with(&self.connect).await?;
        self.set_up(&mut connection).await?;
        Ok(connection)
    }

    /// Returns the connect options. [`Postgres::set_up`] must follow.
    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.connect
    }

    /// Applies the settings to a session, or verifies them on a pooled connection.
    ///
    /// # Errors
    /// When the server refuses a setting, or a pooled connection has another value.
    pub(super) async fn set_up(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        match self.pooling {
            Pooling::Session => {
                let set: String = self
                    .settings
                    .iter()
                    .map(|(name, value)| format!("SET {name} = '{value}';"))
                    .collect();
                sqlx::raw_sql(AssertSqlSafe(set))
                    .execute(connection)
                    .await?;
                Ok(())
            }
            // Settings would persist on a server connection that serves other clients next.
            Pooling::Transaction => self.verify(connection).await,
        }
    }

    async fn verify(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let mut other = Vec::new();
        for (name, value) in &self.settings {
            let found: String =
                sqlx::query_scalar("SELECT setting FROM pg_settings WHERE name = $1")
                    .bind(name)
                    .fetch_one(&mut *connection)
                    .await?;
            if found != *value {
                other.push((*name, value.clone(), found));
            }
        }
        if other.is_empty() {
            return Ok(());
        }
        let refusal = Refusal::settings(&self.connect, &other);
        Err(sqlx::Error::Configuration(refusal.to_string().into()))
    }
}

/// The settings of the query planner. With them a plan depends neither on the values of the first
/// runs nor on statistics from the time when a table was small: every statement reads rows by an
/// index, and the tests check that there is one. Joins by hash stay allowed: where an estimate is
/// wrong, they read an index once, and a nested loop reads it once for each row.
///
/// Without these settings, the statements of an import of 50,000 users were planned while `users`
/// was empty, and each chunk read the whole table: the import took four times as long.
pub const PLANNER: &[(&str, &str)] = &[
    // A statement is planned once per connection and not for each run: planning took three times
    // as long as a short statement, and a generic plan always runs as it was tested.
    ("plan_cache_mode", "force_generic_plan"),
    // A table that was small when a statement was planned may be large when it runs.
    ("enable_seqscan", "off"),
    // A bitmap of pages saves random reads, but it must read and sort all rows of a range before
    // the first row of a page is known.
    ("random_page_cost", "1"),
    // The cost estimates with the settings above would compile short statements.
    ("jit", "off"),
];

fn settings(options: &Options) -> Settings {
    let milliseconds = |time: Option<Duration>| time.unwrap_or_default().as_millis().to_string();
    // Without a statement timeout there is no lock timeout either. 0 disables the timeout, whatever
    // the role or the database sets.
    let lock_timeout = options.statement_timeout.map(|_| options.busy_timeout);
    let planner = PLANNER
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    let limits = [
        ("statement_timeout", milliseconds(options.statement_timeout)),
        ("lock_timeout", milliseconds(lock_timeout)),
    ];
    planner.chain(limits).collect()
}

/// Returns the result, or `None` after the limit.
async fn in_time<T>(limit: Duration, done: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, done).await.ok()
}

/// Returns the encoding of the database.
async fn encoding(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    let row = sqlx::raw_sql("SHOW server_encoding")
        .fetch_one(connection)
        .await?;
    row.try_get(0)
}

/// Why the pooler's mode is unsupported, or the check failed.
enum Found {
    Error(sqlx::Error),
    StatementsLost,
    NoTransactions,
}

impl From<sqlx::Error> for Found {
    fn from(error: sqlx::Error) -> Self {
        Self::Error(error)
    }
}

/// Detects the pooling mode. On an idle pooler a client gets the same server connection again by
/// chance. So another client occupies it meanwhile: a pooler hands out the connection that was idle
/// last.
async fn pooling(connect: &PgConnectOptions, idle: &mut PgConnection) -> Result<Pooling, Found> {
    let own = format!("SELECT pg_backend_pid() || ' {:032x}'", random::<u128>());
    let before = run_prepared(idle, &own).await?;
    let mut busy = PgConnection::connect_with(connect).await?;
    sqlx::raw_sql("BEGIN")
        .execute(&mut busy)
        .await
        .map_err(|error| match error {
            sqlx::Error::Database(_) => Found::NoTransactions,
            error => Found::Error(error),
        })?;
    let held = sqlx::raw_sql("SELECT pg_backend_pid()")
        .fetch_one(&mut busy)
        .await?
        .try_get::<i32, _>(0)?;
    let after = run_prepared(idle, &own).await?;
    sqlx::raw_sql("ROLLBACK").execute(&mut busy).await?;
    let _ = busy.close().await;
    let is_same = before == after && before != held;
    Ok(if is_same {
        Pooling::Session
    } else {
        Pooling::Transaction
    })
}

/// Returns the server process that runs `own`, a statement whose text no other session has. The
/// first run prepares the statement.
async fn run_prepared(connection: &mut PgConnection, own: &str) -> Result<i32, Found> {
    let row = sqlx::query(AssertSqlSafe(own)).fetch_one(connection).await;
    let row = row.map_err(|error| match &error {
        // The response to another session's statement.
        sqlx::Error::Protocol(_) | sqlx::Error::RowNotFound => Found::StatementsLost,
        sqlx::Error::Database(reply) => match reply.code().as_deref() {
            // The name is unknown, belongs to another session's statement, or that statement takes
            // parameters.
            Some("26000" | "42P05" | "08P01") if !is_fatal(&**reply) => Found::StatementsLost,
            _ => Found::Error(error),
        },
        _ => Found::Error(error),
    })?;
    let reply: String = row.try_get(0).map_err(|_| Found::StatementsLost)?;
    reply
        .split_once(' ')
        .filter(|(_, tag)| own.contains(tag))
        .and_then(|(process, _)| process.parse().ok())
        .ok_or(Found::StatementsLost)
}
