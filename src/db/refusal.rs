//! Errors of opening a database, for the operator: what is wrong, then how to fix it. Messages name
//! the host, the user and the database, never the password.

use std::{io::ErrorKind, path::Path, time::Duration};

use sea_orm::sqlx::{self, postgres::PgConnectOptions};

use crate::error::{Code, Error};

/// The reason why a database cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refusal(String);

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(Code::InvalidValue, refusal.0)
    }
}

/// The target of a PostgreSQL connection: user, host and database.
struct Target<'a>(&'a PgConnectOptions);

impl Target<'_> {
    fn place(&self) -> String {
        let (host, port) = (self.0.get_host(), self.0.get_port());
        match self.0.get_socket() {
            Some(folder) => format!("{}/.s.PGSQL.{port}", folder.display()),
            None if host.starts_with('/') => format!("{host}/.s.PGSQL.{port}"),
            None if host.contains(':') && !host.starts_with('[') => format!("[{host}]:{port}"),
            None => format!("{host}:{port}"),
        }
    }

    fn user(&self) -> &str {
        self.0.get_username()
    }

    /// Returns the database. PostgreSQL's default is the name of the user.
    fn database(&self) -> &str {
        self.0.get_database().unwrap_or_else(|| self.user())
    }
}

/// The end of all messages about poolers.
const POOLERS: &str = "docs/deployment.md, under Poolers, has the settings that work.";

impl Refusal {
    /// A URL that cannot be read.
    pub(super) fn unreadable_postgres(error: &sqlx::Error) -> Self {
        Self(format!(
            "`database_url` cannot be read: {}. Write \
             postgres://USER:PASSWORD@HOST:PORT/DATABASE, and characters like @ : / ? # % in the \
             password as %40 %3A %2F %3F %23 %25.",
            bare(error)
        ))
    }

    /// A URL of SQLite that cannot be read.
    pub(super) fn unreadable_sqlite(error: &sqlx::Error) -> Self {
        Self(format!(
            "`database_url` cannot be read: {}. Write sqlite://FILE, or sqlite://FILE?mode=ro, rw or rwc.",
            bare(error)
        ))
    }

    /// A database that is not a file.
    pub(super) fn in_memory() -> Self {
        Self(
            "`database_url` names a database in memory. Each connection would have its own \
             database, which would be lost with the connection. Name a file, like \
             sqlite:///tmp/tenantry.db."
                .to_owned(),
        )
    }

    /// A server that does not respond.
    pub(super) fn silent(target: &PgConnectOptions, within: Duration) -> Self {
        let place = Target(target).place();
        Self(format!(
            "{place} did not reply within {within:?}. Check the host and the port in `database_url`, and whether a firewall \
             lets the program through."
        ))
    }

    /// A pooler or a role that allows only one connection.
    pub(super) fn no_second_connection(target: &PgConnectOptions, within: Duration) -> Self {
        let place = Target(target).place();
        Self(format!(
            "{place} did not accept a second connection within {within:?}. Raise the pooler's \
             `default_pool_size`, which must be more than 1."
        ))
    }

    /// A pooler in transaction mode whose clients see each other's prepared statements.
    pub(super) fn statements_lost(target: &PgConnectOptions) -> Self {
        let place = Target(target).place();
        Self(format!(
            "The pooler at {place} pools transactions without support for prepared statements, so \
             sessions would use each other's statements. Use `pool_mode = session`, or PgBouncer \
             1.21 or newer with `max_prepared_statements` above 0. {POOLERS}"
        ))
    }

    /// A pooler in statement mode.
    pub(super) fn no_transactions(target: &PgConnectOptions) -> Self {
        let place = Target(target).place();
        Self(format!(
            "The pooler at {place} refuses transactions (`pool_mode = statement`). Use `pool_mode = session`. {POOLERS}"
        ))
    }

    /// A pooler in transaction mode with wrong settings: each with name, expected value and actual
    /// value.
    pub(super) fn settings(
        target: &PgConnectOptions,
        other: &[(&'static str, String, String)],
    ) -> Self {
        let target = Target(target);
        let (place, user) = (target.place(), target.user());
        let list: Vec<String> = other
            .iter()
            .map(|(name, value, found)| format!("`{name}` is {found} instead of {value}"))
            .collect();
        // Migrations and loads have no time limit. A role without a limit would have none for
        // requests either.
        if other
            .iter()
            .any(|(name, value, _)| *name == "statement_timeout" && value == "0")
        {
            return Self(format!(
                "The pooler at {place} pools transactions, and this command must run without a \
                 time limit, but {}. Run it with the URL of the PostgreSQL server itself, like \
                 `tenantry migrate up --database-url URL`. {POOLERS}",
                list.join(", ")
            ));
        }
        let set: String = other
            .iter()
            .map(|(name, value, _)| format!("\n  ALTER ROLE \"{user}\" SET {name} = '{value}';"))
            .collect();
        Self(format!(
            "The pooler at {place} pools transactions, so the settings must be set on the role, \
             but {}. Run this on the PostgreSQL server, then let the pooler reconnect \
             (`RECONNECT` in its console):{set}\n{POOLERS}",
            list.join(", ")
        ))
    }

    /// A database whose text is not UTF-8.
    pub(super) fn encoding(target: &PgConnectOptions, encoding: &str) -> Self {
        let target = Target(target);
        let database = target.database();
        Self(format!(
            "The database \"{database}\" has the encoding {encoding}. tenantry needs UTF8: create \
             another database with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0."
        ))
    }

    /// A failed connection to PostgreSQL.
    pub(super) fn of_postgres(target: &PgConnectOptions, error: &sqlx::Error) -> Self {
        let target = Target(target);
        let (place, user, database) = (target.place(), target.user(), target.database());
        let said = bare(error);
        Self(match error {
            sqlx::Error::Database(error) => match error.code().as_deref() {
                Some("3D000") => format!(
                    "There is no database \"{database}\" at {place}. Create it: CREATE DATABASE \"{database}\" OWNER \"{user}\"."
                ),
                Some("28P01") => format!(
                    "{place} refused the password of the user \"{user}\". Correct it in \
                     `database_url`; characters like @ : / ? # % are written %40 %3A %2F %3F %23 \
                     %25 there."
                ),
                Some("28000") => format!(
                    "{place} does not let the user \"{user}\" into the database \"{database}\": {said}. Check that the role \
                     exists and may log in, and the server's pg_hba.conf."
                ),
                Some("42501") => format!(
                    "The user \"{user}\" may not do this in the database \"{database}\" at {place}: {said}. Make the user the \
                     owner: ALTER DATABASE \"{database}\" OWNER TO \"{user}\"."
                ),
                Some("53300") => format!(
                    "{place} has no connection left: {said}. Lower `database_connections`, or raise the server's or the role's \
                     limit."
                ),
                Some("57P03") => {
                    format!("{place} is starting up or shutting down: {said}. Try again.")
                }
                _ => format!("{place} refused the connection: {said}."),
            },
            sqlx::Error::Configuration(_) => said,
            sqlx::Error::Tls(_) => format!(
                "No encrypted connection to {place}: {said}. Check `sslmode` and `sslrootcert` in `database_url`."
            ),
            sqlx::Error::Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused | ErrorKind::NotFound => format!(
                    "Nothing listens at {place}: {said}. Check the host and the port in `database_url`, and that PostgreSQL \
                     runs there."
                ),
                ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset => {
                    format!(
                        "{place} closed the connection: {said}. Check that PostgreSQL is what listens there."
                    )
                }
                // The resolver's errors have no kind of their own.
                _ if said.contains("lookup") => format!(
                    "The host of `database_url` is unknown: {place}: {said}. Correct its name."
                ),
                _ => format!("{place} cannot be reached: {said}."),
            },
            _ => format!("{place} cannot be used: {said}."),
        })
    }

    /// An SQLite file that cannot be opened.
    pub(super) fn of_sqlite(file: &Path, error: &sqlx::Error) -> Self {
        let (said, shown) = (bare(error), file.display());
        let code = match error {
            sqlx::Error::Database(error) => super::error::sqlite_code(&**error),
            _ => None,
        };
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        Self(match code {
            Some(14) if file.is_dir() => format!("{shown} is a folder: {said}. Name a file in it."),
            Some(14) if !folder.is_dir() => format!(
                "The database file {shown} cannot be opened: {said}: there is no folder {}. \
                 Create the folder, or correct `database_url`.",
                folder.display()
            ),
            Some(14) if !file.exists() => format!(
                "There is no database file {shown}, and it cannot be created: {said}. Give the user who runs tenantry write \
                 permission on the folder {}; with `mode=rw` or `mode=ro` in `database_url` the file is never created.",
                folder.display()
            ),
            Some(14 | 8) => format!(
                "The database file {shown} cannot be opened: {said}. Give the user who runs tenantry read and write permission \
                 on it and on the folder {}.",
                folder.display()
            ),
            Some(26) => format!("{shown} is not an SQLite database: {said}. Name another file."),
            Some(11) => format!("The database file {shown} is damaged: {said}. Restore a backup."),
            Some(13) => {
                format!("The disk is full, so {shown} cannot be opened: {said}. Make room.")
            }
            _ => format!("The database file {shown} cannot be opened: {said}."),
        })
    }
}

/// Formats the error without the driver's prefix.
fn bare(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().trim_end_matches('.').to_owned(),
        sqlx::Error::Configuration(error) | sqlx::Error::Tls(error) => error.to_string(),
        sqlx::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}
