//! Opening a database, and keeping an eye on it.

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
    fold::KEYS_VERSION,
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

/// How often migrations are begun while other servers are at it too, beside once for each step: they may meet at any.
const MIGRATION_ATTEMPTS: usize = 5;

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite://FILE` or `postgres://...`.
    pub url: String,
    /// Whether an SQLite file that does not exist is created.
    pub create: bool,
    /// Connections at the most: all of them on PostgreSQL, the reading ones on SQLite.
    pub connections: u32,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
    /// How long a statement waits for another transaction's lock.
    pub busy_timeout: Duration,
    /// How long PostgreSQL works on one statement; none: as long as it takes, locks included.
    pub statement_timeout: Option<Duration>,
    /// From which time on a statement is logged as slow.
    pub slow_statement: Duration,
}

/// An open database: two pools of one SQLite file, or one pool twice on PostgreSQL.
#[derive(Debug, Clone)]
pub struct Db {
    pub(super) read: Pool,
    pub(super) write: Pool,
    meter: Meter,
    /// Whether there are keys of another program, newer or older, so that no transaction may begin.
    pub(super) has_other_keys: Arc<AtomicBool>,
}

impl Db {
    /// Opens the database. A missing SQLite file is created where the options and the URL allow it.
    ///
    /// # Errors
    /// When the URL is of neither engine, no server answers there, the file is missing and must not be created, or the database
    /// or the pooler before it lacks something; with what is wrong and how to fix it.
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
            // One writer, so that writers queue fairly in the pool instead of failing on the file's lock.
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

    /// What a read outside any transaction runs on.
    #[must_use]
    pub fn reader(&self) -> Conn {
        Conn::pool(self.read.clone(), self.meters(None))
    }

    /// What a single statement that is not part of any operation writes through.
    #[must_use]
    pub fn writer(&self) -> Conn {
        Conn::pool(self.write.clone(), self.meters(None))
    }

    /// What the metrics read through: its statements are not counted.
    #[must_use]
    pub fn observer(&self) -> Conn {
        let uncounted = Meters {
            all: Meter::default(),
            request: None,
        };
        Conn::pool(self.read.clone(), uncounted)
    }

    /// How busy the connections are: those that read and the one that writes on SQLite, all of them on PostgreSQL.
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

    /// Begins a transaction whose statements wait so long for a lock, if not as usual.
    ///
    /// # Errors
    /// When no connection is free in time, or there are keys of another version: rows with other keys would not be found.
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

    /// As [`Db::begin_with`], also while there are keys of another version.
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

    /// Statements run so far.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.meter.statements()
    }

    /// What all statements so far have cost.
    #[must_use]
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// `sqlite` or `postgres`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self.read.endpoint().backend() {
            DbBackend::Sqlite => "sqlite",
            _ => "postgres",
        }
    }

    /// Runs all migrations that have not been run.
    ///
    /// # Errors
    /// When a migration fails, or the database lacks something that migrations need. Another server that migrates at the same
    /// instant is no error: its work is found done.
    pub async fn migrate(&self) -> Result<()> {
        if self.migrations().await?.iter().all(|(_, done)| *done) {
            return Ok(());
        }
        self.check_requirements().await?;
        let connection = self.write.endpoint().for_migrations().await?;
        let migrated = self.migrate_on(&connection).await;
        // Not left to its end in the background: an SQLite file is whole once nobody has it open.
        connection.close().await?;
        migrated?;
        self.mark_new_keys().await?;
        self.try_to_tend_statistics().await;
        Ok(())
    }

    /// Gives a database without rows the version of this program's keys: no older program has written any.
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
                // Both made the same table at once. The next attempt finds it.
                Ok(Health::Behind(_)) if attempt < most => attempt += 1,
                _ => return Err(error.into()),
            }
        }
    }

    /// Takes back the last `steps` migrations.
    ///
    /// # Errors
    /// What the database says.
    pub async fn migrate_down(&self, steps: u32) -> Result<()> {
        let connection = self.write.endpoint().for_migrations().await?;
        let migrated = Migrator::down(&connection, Some(steps)).await;
        connection.close().await?;
        Ok(migrated?)
    }

    /// Each migration and whether it was run.
    ///
    /// # Errors
    /// What the database says.
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

    /// Closes all connections; SQLite's log is folded into its file.
    pub async fn close(&self) {
        // On PostgreSQL they are one pool; the second time there is nothing left to close.
        self.read.close().await;
        self.write.close().await;
    }
}

/// The migrations of this program, oldest first.
#[must_use]
pub fn known_migrations() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect()
}

/// A pool whose first connection has been opened, so that a database that cannot be reached is known at once.
async fn connect(options: &Options, endpoint: Endpoint, connections: u32) -> Result<Pool> {
    let pool = Pool::new(endpoint, connections, options.acquire_timeout)?;
    pool.get().await?;
    Ok(pool)
}

/// The text of a slow statement is logged, with placeholders for its values.
pub(super) fn logged<O: ConnectOptions>(connect: O, options: &Options) -> O {
    connect
        .disable_statement_logging()
        .log_slow_statements(LevelFilter::Warn, options.slow_statement)
}
