//! Opens a database, runs its migrations and exposes its pools.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use log::LevelFilter;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, sqlx::ConnectOptions};

use crate::{
    error::{Code, Error, Result},
    normalize::KEYS_VERSION,
};

use super::{
    Conn, Meter, file,
    findings::Findings,
    health::Health,
    meter::Meters,
    pool::{Endpoint, Pool, PoolState, Target},
    postgres::Postgres,
    sqlite_file::SqliteFile,
};

/// Number of attempts to migrate, besides one for each migration: servers that start together may
/// conflict at any of them.
const MIGRATION_ATTEMPTS: usize = 5;

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite://FILE` or `postgres://...`.
    pub url: String,
    /// Whether an SQLite file that does not exist is created.
    pub create: bool,
    /// Maximum number of connections: all of them on PostgreSQL, the reading ones on SQLite.
    pub connections: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// How long a statement waits for another transaction's lock.
    pub busy_timeout: Duration,
    /// Time limit of a statement on PostgreSQL, lock waits included. `None` is no limit.
    pub statement_timeout: Option<Duration>,
    /// Minimum duration of a statement that is logged as slow.
    pub slow_statement: Duration,
}

/// An open database: two pools of one SQLite file, or one pool twice on PostgreSQL.
#[derive(Debug, Clone)]
pub struct Db {
    pub(super) read: Pool,
    pub(super) write: Pool,
    meter: Meter,
    /// Whether rows have normalized keys of another program version, newer or older. No transaction
    /// may begin then.
    pub(super) has_other_keys: Arc<AtomicBool>,
}

impl Db {
    /// Opens the database. A missing SQLite file is created where the options and the URL allow it.
    ///
    /// When the URL names neither engine, no server answers, the file is missing and must not be
    /// created, or the database or its pooler lacks a requirement. The error says what is wrong and
    /// how to fix it.
    pub async fn open(options: &Options) -> Result<Self> {
        let meter = Meter::default();
        let findings = Findings::default();
        let endpoint = |target| Endpoint {
            target,
            findings: findings.clone(),
        };
        if options.url.starts_with("sqlite:") {
            let file = SqliteFile::parse(&options.url)?;
            if let Some(file) = file.to_create() {
                file::prepare(file, options.create)?;
            }
            file.try_open(options).await?;
            // One writer, so that writers queue fairly in the pool instead of failing on the file's
            // lock.
            let writer = endpoint(Target::Sqlite(file.writer(options)));
            let write = connect(options, writer, 1).await?;
            let reader = endpoint(Target::Sqlite(file.reader(options)));
            let read = connect(options, reader, options.connections).await?;
            let db = Self {
                read,
                write,
                meter,
                has_other_keys: Arc::default(),
            };
            db.try_to_tend_statistics().await;
            return Ok(db);
        }
        if options.url.starts_with("postgres:") || options.url.starts_with("postgresql:") {
            let postgres = Postgres::inspect(options).await?;
            let endpoint = endpoint(Target::Postgres(postgres));
            let pool = connect(options, endpoint, options.connections).await?;
            return Ok(Self {
                read: pool.clone(),
                write: pool,
                meter,
                has_other_keys: Arc::default(),
            });
        }
        Err(Error::invalid(
            "database_url",
            "must begin with sqlite:// or postgres://",
        ))
    }

    /// Returns a handle for reads outside any transaction.
    #[must_use]
    pub fn reader(&self) -> Conn {
        Conn::pool(self.read.clone(), self.meters(None))
    }

    /// Returns a handle for single writes that are not part of an operation.
    #[must_use]
    pub fn writer(&self) -> Conn {
        Conn::pool(self.write.clone(), self.meters(None))
    }

    /// Returns a handle for the metrics. Its statements are not counted.
    #[must_use]
    pub fn observer(&self) -> Conn {
        let uncounted = Meters {
            all: Meter::default(),
            request: None,
        };
        Conn::pool(self.read.clone(), uncounted)
    }

    /// Returns the state of each pool: reader and writer on SQLite, one pool on PostgreSQL.
    #[must_use]
    pub fn pools(&self) -> Vec<PoolState> {
        match self.engine() {
            "sqlite" => vec![self.read.state("read"), self.write.state("write")],
            _ => vec![self.write.state("all")],
        }
    }

    fn meters(&self, request: Option<&Meter>) -> Meters {
        Meters {
            all: self.meter.clone(),
            request: request.cloned(),
        }
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self, request: &Meter) -> Result<Conn> {
        self.begin_with(request, None).await
    }

    /// Begins a transaction, with a lock timeout for its statements if `Some`.
    ///
    /// # Errors
    /// When no connection is free in time, or rows have keys of another version, which lookups
    /// would not find.
    pub async fn begin_with(
        &self,
        request: &Meter,
        lock_timeout: Option<Duration>,
    ) -> Result<Conn> {
        self.must_have_own_keys()?;
        self.begin_on_any_keys(request, lock_timeout).await
    }

    fn must_have_own_keys(&self) -> Result<()> {
        if self.has_other_keys.load(Ordering::Relaxed) {
            let message = "A newer tenantry is taking over the database. Nothing was written; try again later.";
            return Err(Error::new(Code::Busy, message));
        }
        Ok(())
    }

    /// Begins a transaction like [`Db::begin_with`], but also while rows have keys of another
    /// version.
    pub(crate) async fn begin_on_any_keys(
        &self,
        request: &Meter,
        lock_timeout: Option<Duration>,
    ) -> Result<Conn> {
        let meters = self.meters(Some(request));
        let timed = meters.boundary();
        let begun = async {
            loop {
                let mut held = self.write.get().await?;
                match held.begin(lock_timeout).await {
                    Ok(()) => return Ok(held),
                    Err(_) if held.had_ended() => {}
                    Err(error) => return Err(error),
                }
            }
        };
        let held = begun.await.map_err(super::from_db)?;
        drop(timed);
        let backend = self.write.endpoint().backend();
        Ok(Conn::transaction(held, backend, meters))
    }

    /// Returns the number of statements run so far.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.meter.statements()
    }

    /// Returns the meter of all statements so far.
    #[must_use]
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Returns `sqlite` or `postgres`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self.read.endpoint().backend() {
            DbBackend::Sqlite => "sqlite",
            _ => "postgres",
        }
    }

    /// Runs all pending migrations.
    ///
    /// # Errors
    /// When a migration fails, or the database lacks a requirement of the migrations. A concurrent
    /// migration by another server is not an error.
    pub async fn migrate(&self) -> Result<()> {
        if self.migrations().await?.iter().all(|(_, done)| *done) {
            return Ok(());
        }
        self.check_requirements().await?;
        let connection = self.write.endpoint().for_migrations().await?;
        let migrated = self.migrate_on(&connection).await;
        // Closed here and not in the background: an SQLite file is complete only once all
        // connections are closed.
        connection.close().await?;
        migrated?;
        self.mark_new_keys().await?;
        self.try_to_tend_statistics().await;
        Ok(())
    }

    /// Sets the key version of this program in a database without rows, since no older program has
    /// written any.
    async fn mark_new_keys(&self) -> Result<()> {
        let mark = format!(
            "UPDATE key_version SET version = {KEYS_VERSION} WHERE version = 0 AND place IS NULL \
             AND NOT EXISTS (SELECT 1 FROM orgs) AND NOT EXISTS (SELECT 1 FROM users)"
        );
        self.writer().execute_unprepared(&mark).await?;
        Ok(())
    }

    async fn migrate_on(&self, connection: &DatabaseConnection) -> Result<()> {
        let most = Migrator::migrations().len() + MIGRATION_ATTEMPTS;
        let mut attempt = 1;
        loop {
            let Err(error) = Migrator::up(connection, None).await else {
                return Ok(());
            };
            match self.health().await {
                Ok(Health::Ready | Health::OldKeys) => return Ok(()),
                // Two servers created a table at once. The next attempt finds the table.
                Ok(Health::Behind(_)) if attempt < most => attempt += 1,
                _ => return Err(error.into()),
            }
        }
    }

    /// Reverts the last `steps` migrations.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn migrate_down(&self, steps: u32) -> Result<()> {
        let connection = self.write.endpoint().for_migrations().await?;
        let migrated = Migrator::down(&connection, Some(steps)).await;
        connection.close().await?;
        Ok(migrated?)
    }

    /// Returns each migration and whether it has been run.
    ///
    /// # Errors
    /// `BUSY` or `INTERNAL` when the database fails.
    pub async fn migrations(&self) -> Result<Vec<(String, bool)>> {
        let applied = self.applied().await?;
        Ok(known_migrations()
            .into_iter()
            .map(|name| {
                let done = applied.contains(&name);
                (name, done)
            })
            .collect())
    }

    pub(super) async fn applied(&self) -> Result<Vec<String>> {
        let exists = match self.engine() {
            "sqlite" => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
            _ => {
                "SELECT 1 FROM pg_tables WHERE tablename = 'seaql_migrations' AND schemaname = ANY (current_schemas(false))"
            }
        };
        let reader = self.reader();
        let statement =
            |sql: &str| sea_orm::Statement::from_string(reader.get_database_backend(), sql);
        if reader.query_one_raw(statement(exists)).await?.is_none() {
            return Ok(Vec::new());
        }
        reader
            .query_all_raw(statement("SELECT version FROM seaql_migrations"))
            .await?
            .iter()
            .map(|row| Ok(row.try_get_by_index::<String>(0)?))
            .collect()
    }

    /// Closes all connections. SQLite writes its log back into the database file.
    pub async fn close(&self) {
        // On PostgreSQL both are one pool, so the second call has no effect.
        self.read.close().await;
        self.write.close().await;
    }
}

/// Returns the migrations of this program, oldest first.
#[must_use]
pub fn known_migrations() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect()
}

/// Creates a pool and opens its first connection, so that an unreachable database fails at once.
async fn connect(options: &Options, endpoint: Endpoint, connections: u32) -> Result<Pool> {
    let pool = Pool::new(endpoint, connections, options.acquire_timeout)?;
    pool.get().await?;
    Ok(pool)
}

/// Enables the log of slow statements. The log shows placeholders instead of values.
pub(super) fn logged<O: ConnectOptions>(connect: O, options: &Options) -> O {
    connect
        .disable_statement_logging()
        .log_slow_statements(LevelFilter::Warn, options.slow_statement)
}
