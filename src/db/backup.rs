//! Backs up a database in use, with SQLite's own copy, on one connection and in one snapshot. The
//! backup runs no migrations, creates only the copy, and does not block writers.

use std::{path::Path, str::FromStr};

use sea_orm::sqlx::{
    self, ConnectOptions as _, Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};

use crate::error::{Code, Error, Result};

use super::Options;

/// Copies the database into an empty file, and checks the copy.
///
/// # Errors
/// When the database is not SQLite, is missing, or cannot be read or written; when the copy is
/// damaged.
pub async fn back_up(options: &Options, into: &Path) -> Result<()> {
    if !options.url.starts_with("sqlite:") {
        return Err(Error::new(
            Code::InvalidValue,
            "This backs up SQLite databases. Back up PostgreSQL with its own pg_dump: pg_dump --format=custom --file=FILE URL",
        ));
    }
    let into = into
        .to_str()
        .ok_or_else(|| Error::invalid("file", "must have a name that is valid UTF-8"))?;
    let source = SqliteConnectOptions::from_str(&options.url)
        .map_err(Error::internal)?
        // Not read-only: as the only connection, a read-only one cannot remove the files that it
        // created beside the database.
        .create_if_missing(false)
        .busy_timeout(options.busy_timeout);
    let mut connection = open(&source).await?;
    sqlx::query("VACUUM INTO $1")
        .bind(into)
        .execute(&mut connection)
        .await
        .map_err(Error::internal)?;
    connection.close().await.map_err(Error::internal)?;
    check(into).await
}

/// Checks the copy without locks, since no other process has it, and leaves no files beside it.
async fn check(copy: &str) -> Result<()> {
    let copy = SqliteConnectOptions::new()
        .filename(copy)
        .read_only(true)
        .immutable(true);
    let mut connection = open(&copy).await?;
    let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut connection)
        .await
        .map_err(Error::internal)?;
    connection.close().await.map_err(Error::internal)?;
    if found == ["ok"] {
        return Ok(());
    }
    Err(Error::new(
        Code::Internal,
        format!("The copy is damaged: {}", found.join("; ")),
    ))
}

async fn open(options: &SqliteConnectOptions) -> Result<SqliteConnection> {
    options
        .clone()
        .connect()
        .await
        .map_err(|error| Error::invalid("database_url", format!("cannot be read: {error}")))
}
