//! The file of an SQLite database: where it is, and how it is created.

use std::{
    fs::OpenOptions,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    str::FromStr,
};

use sea_orm::sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};

use crate::error::{Code, Error, Result};

/// Returns the file that the URL names. PostgreSQL and databases in memory have none.
#[must_use]
pub fn database_file(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite:") {
        return None;
    }
    let options = SqliteConnectOptions::from_str(url).ok()?;
    let in_memory = options
        .to_url_lossy()
        .query_pairs()
        .any(|(name, value)| name == "mode" && value == "memory");
    (!in_memory).then(|| options.get_filename().to_owned())
}

/// Creates a missing file for its owner alone: it holds the whole directory. SQLite gives the files
/// that it makes beside a database the same mode.
///
/// # Errors
/// When the file is missing and must not be created.
pub(super) fn prepare(file: &Path, create: bool) -> Result<()> {
    if file.exists() {
        return Ok(());
    }
    if !create {
        return Err(missing(file));
    }
    // SQLite reports why a file cannot be created, so an error here needs no words of its own.
    let _ = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(file);
    Ok(())
}

fn missing(file: &Path) -> Error {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    Error::new(
        Code::InvalidValue,
        format!(
            "There is no database file {}. Run the command in the server's folder, or name the server's database with \
             `--database-url` or TENANTRY_DATABASE_URL. To create a new database, run `tenantry migrate up`.",
            file.display()
        ),
    )
}
