//! The health check: the database answers, has the tables of this program, and is writable.

use std::sync::atomic::Ordering;

use sea_orm::{
    ConnectionTrait, DbErr, RuntimeErr, Statement,
    sqlx::{self, Connection, sqlite::SqliteConnectOptions, sqlite::SqliteConnection},
};

use crate::{error::Result, normalize::KEYS_VERSION};

use super::{
    Db,
    error::{Fault, fault_of},
    known_migrations,
    pool::Target,
    sqlite_file::prober,
};

/// The result of the health check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Reachable, with the tables that this program knows.
    Ready,
    /// Reachable, but these migrations have not been run.
    Behind(Vec<String>),
    /// Reachable, but a newer program has migrated the database, or has rewritten the keys of rows.
    Ahead(Vec<String>),
    /// Reachable, but rows still have keys of an older program.
    OldKeys,
    /// Read-only: the database is a standby, or its files are not writable.
    ReadOnly,
    /// Read-only, because the disk is full.
    Full,
}

/// Writes a mebibyte, which is then rolled back. The size does not matter to a disk with room.
const FILL_POSTGRES: &str = "CREATE TEMPORARY TABLE tenantry_room AS \
     SELECT repeat(md5(n::text), 50) AS filler FROM generate_series(1, 600) AS n";
const WRITE_SQLITE: &str = "BEGIN IMMEDIATE; CREATE TABLE tenantry_room (filler); ROLLBACK";
const FILL_SQLITE: &str = "BEGIN IMMEDIATE; CREATE TABLE tenantry_room (filler); \
     INSERT INTO tenantry_room VALUES (zeroblob(1048576)); ROLLBACK";

impl Db {
    /// Checks the database with three or four statements. After a write that found the disk full,
    /// each check writes a mebibyte until there is room.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn health(&self) -> Result<Health> {
        let applied = self.applied().await?;
        let known = known_migrations();
        let missing: Vec<_> = known
            .iter()
            .filter(|step| !applied.contains(step))
            .cloned()
            .collect();
        if !missing.is_empty() {
            return Ok(Health::Behind(missing));
        }
        let newer: Vec<_> = applied
            .into_iter()
            .filter(|step| !known.contains(step))
            .collect();
        if !newer.is_empty() {
            return Ok(Health::Ahead(newer));
        }
        let keys = self.keys().await?;
        if keys.version > KEYS_VERSION {
            let newer = format!("key version {}", keys.version);
            return Ok(Health::Ahead(vec![newer]));
        }
        let ready = match keys.version < KEYS_VERSION || keys.are_being_written {
            true => Health::OldKeys,
            false => Health::Ready,
        };
        let endpoint = self.write.endpoint();
        let is_full = endpoint.findings.is_full();
        let written = match &endpoint.target {
            Target::Postgres(_) => self.write_postgres(is_full).await,
            Target::Sqlite(writer) => write_sqlite(writer, is_full).await,
        };
        match written {
            Ok(WriteTest::NotTried) if is_full => Ok(Health::Full),
            Ok(WriteTest::NotTried) => Ok(ready),
            Ok(WriteTest::Yes) => {
                if is_full {
                    endpoint.findings.has_room();
                }
                Ok(ready)
            }
            Ok(WriteTest::ReadOnly) => {
                // New connections may reach a writable server.
                endpoint.findings.replace_all();
                Ok(Health::ReadOnly)
            }
            Ok(WriteTest::Full) => Ok(Health::Full),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns the version of the rows' keys, such as normalized names. A newer program raises the
    /// version before it writes its keys.
    async fn keys(&self) -> Result<Keys> {
        let reader = self.observer();
        let state = Statement::from_string(
            reader.get_database_backend(),
            "SELECT version, place FROM key_version",
        );
        let keys = match reader.query_one_raw(state).await? {
            Some(row) => Keys {
                version: row.try_get_by_index(0)?,
                are_being_written: row.try_get_by_index::<Option<String>>(1)?.is_some(),
            },
            None => Keys::default(),
        };
        let are_own = keys.version == KEYS_VERSION && !keys.are_being_written;
        if are_own || keys.version > KEYS_VERSION {
            self.has_other_keys.store(!are_own, Ordering::Relaxed);
        }
        Ok(keys)
    }

    /// Blocks transactions until all keys have this program's version.
    pub(crate) fn wait_for_keys(&self) {
        self.has_other_keys.store(true, Ordering::Relaxed);
    }

    /// Returns whether a newer program has begun to write keys that this program cannot find. Until
    /// the keys match, no transaction begins.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn has_newer_keys(&self) -> Result<bool> {
        Ok(self.keys().await?.version > KEYS_VERSION)
    }

    async fn write_postgres(&self, fill: bool) -> Result<WriteTest, DbErr> {
        let conn = self.writer();
        let asked = Statement::from_string(
            conn.get_database_backend(),
            "SELECT current_setting('transaction_read_only') = 'on'",
        );
        let row = conn.query_one_raw(asked).await?;
        if row.is_some_and(|row| row.try_get_by_index::<bool>(0) == Ok(true)) {
            return Ok(WriteTest::ReadOnly);
        }
        if !fill {
            return Ok(WriteTest::NotTried);
        }
        let mut held = self.write.get().await?;
        held.begin(None).await?;
        match held.execute_unprepared(FILL_POSTGRES).await {
            Ok(_) => held.end(false).await.map(|()| WriteTest::Yes),
            // A role without permission for temporary tables cannot test writes.
            Err(error) => written(error).or(Ok(WriteTest::Yes)),
        }
    }
}

/// The state of the rows' keys.
#[derive(Default)]
struct Keys {
    version: i32,
    /// Whether a program is writing keys of this version.
    are_being_written: bool,
}

/// The outcome of a test write.
enum WriteTest {
    Yes,
    /// Another writer holds the lock, or there is no sign of a problem.
    NotTried,
    ReadOnly,
    Full,
}

fn written(error: DbErr) -> Result<WriteTest, DbErr> {
    let (DbErr::Conn(RuntimeErr::SqlxError(cause)) | DbErr::Exec(RuntimeErr::SqlxError(cause))) =
        &error
    else {
        return Err(error);
    };
    match fault_of(cause) {
        Fault::ReadOnly => Ok(WriteTest::ReadOnly),
        Fault::Full => Ok(WriteTest::Full),
        Fault::Conflict => Ok(WriteTest::NotTried),
        Fault::Away | Fault::Other => Err(error),
    }
}

/// Uses a new connection, because open connections keep the file permissions that they were opened
/// with.
async fn write_sqlite(writer: &SqliteConnectOptions, fill: bool) -> Result<WriteTest, DbErr> {
    let attempt = async {
        let mut connection = SqliteConnection::connect_with(&prober(writer)).await?;
        sqlx::raw_sql(if fill { FILL_SQLITE } else { WRITE_SQLITE })
            .execute(&mut connection)
            .await?;
        connection.close().await
    };
    match attempt.await {
        Ok(()) => Ok(WriteTest::Yes),
        Err(error) => written(DbErr::Conn(RuntimeErr::SqlxError(error.into()))),
    }
}
