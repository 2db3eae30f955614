//! A copy of a database that is in use, taken by SQLite itself, on one connection and from one moment's point of view. It
//! migrates nothing, makes nothing but the copy, and keeps no writer waiting.

use std::{path::Path, str::FromStr};

use sea_orm::sqlx::{
    self, ConnectOptions as _, Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection},
};

use crate::error::{Code, Error, Result};

use super::Options;

/// Copies the database into a file that is empty so far, and reads the copy through.
///
/// # Errors
/// When it is not SQLite's, is not there, or cannot be read or written; when the copy is damaged.
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
        // Not read-only: such a connection, when it is the only one, cannot clear away the files that it made beside the
        // database.
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

/// Nobody else has the copy, so it is read without locks, and leaves no files beside it.
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
