//! Connections to PostgreSQL: what each is set to, and what is between the program and the server: nothing, or a pooler.
//!
//! A pooler that gives each transaction another connection of the server takes away what a connection is relied on for:
//! settings last for as long as the connection, and a statement that was prepared on it is there. So a pooler of this kind is
//! recognized when the database is opened, and both are verified.

use std::{str::FromStr, time::Duration};

use rand::random;
use sea_orm::sqlx::{
    self, AssertSqlSafe, Connection, Row,
    postgres::{PgConnectOptions, PgConnection},
};

use super::{Options, error::is_fatal, open::logged, refusal::Refusal};

/// How long a start waits at least, however short requests do.
const PATIENCE: Duration = Duration::from_secs(5);

/// How to connect to a PostgreSQL server.
#[derive(Debug, Clone)]
pub(super) struct Postgres {
    connect: PgConnectOptions,
    settings: Settings,
    pooling: Pooling,
}

/// Settings of a connection, by their names. Times are in milliseconds, as `pg_settings` shows them.
type Settings = Vec<(&'static str, String)>;

/// For how long a client has the same connection of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pooling {
    /// Until the client disconnects: there is no pooler, or one that pools sessions.
    Session,
    /// Until the transaction ends.
    Transaction,
}

impl Postgres {
    /// Finds out how to connect, with two connections that are closed again.
    pub(super) async fn inspect(options: &Options) -> Result<Self, Refusal> {
        let connect = PgConnectOptions::from_str(&options.url)
            .map_err(|error| Refusal::unreadable_postgres(&error))?
            // The driver asks for more digits by default, which poolers refuse. No number here has digits to lose.
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

    /// A connection with all settings.
    pub(super) async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        let mut connection = PgConnection::connect_with(&self.connect).await?;
        self.set_up(&mut connection).await?;
        Ok(connection)
    }

    /// How to connect; [`Postgres::set_up`] has to follow.
    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.connect
    }

    /// Sets what a connection that lasts can be set to, and verifies what one of a pooler has from elsewhere.
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
            // What is set here would stay with a connection of the server's that serves others next.
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

fn settings(options: &Options) -> Settings {
    let milliseconds = |time: Option<Duration>| time.unwrap_or_default().as_millis().to_string();
    // Without a limit for statements none for locks either; 0 is none, whatever the role or the database has.
    let lock_timeout = options.statement_timeout.map(|_| options.busy_timeout);
    vec![
        // A statement is planned once for a connection, not for each run: that took three times as long as a short statement
        // itself, and makes sure that it always runs as it was tested.
        ("plan_cache_mode", "force_generic_plan".to_owned()),
        ("statement_timeout", milliseconds(options.statement_timeout)),
        ("lock_timeout", milliseconds(lock_timeout)),
    ]
}

/// What is done, unless it takes longer.
async fn in_time<T>(limit: Duration, done: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, done).await.ok()
}

/// The encoding in which the database keeps text.
async fn encoding(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    let row = sqlx::raw_sql("SHOW server_encoding")
        .fetch_one(connection)
        .await?;
    row.try_get(0)
}

/// Why the kind of pooling does not do.
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

/// On a pooler where nothing happens a client meets the same connection of the server again by chance. So another client
/// holds it meanwhile: the connection that was idle last is the one that it is given.
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

/// The process of the server that runs `own`, a statement whose text no other session has. It is prepared the first time.
async fn run_prepared(connection: &mut PgConnection, own: &str) -> Result<i32, Found> {
    let row = sqlx::query(AssertSqlSafe(own)).fetch_one(connection).await;
    let row = row.map_err(|error| match &error {
        // The reply to a statement of another session.
        sqlx::Error::Protocol(_) | sqlx::Error::RowNotFound => Found::StatementsLost,
        sqlx::Error::Database(reply) => match reply.code().as_deref() {
            // The name is unknown, is that of another session's statement, or that one takes parameters.
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
