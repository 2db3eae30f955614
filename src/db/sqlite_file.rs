//! Connection options of an SQLite file, parsed from its URL.

use std::{path::Path, str::FromStr, time::Duration};

use sea_orm::sqlx::{
    self, Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};
use url::form_urlencoded;

use super::{Options, open::logged, refusal::Refusal};

/// An SQLite file, parsed from a URL.
#[derive(Debug)]
pub(super) struct SqliteFile {
    connect: SqliteConnectOptions,
    mode: Mode,
}

/// The access mode of the file, as in SQLite's own URIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// `ro`
    Read,
    /// `rw`
    Write,
    /// `rwc`, and a URL without a mode.
    Create,
}

impl SqliteFile {
    /// Parses the URL.
    pub(super) fn parse(url: &str) -> Result<Self, Refusal> {
        let connect =
            SqliteConnectOptions::from_str(url).map_err(|e| Refusal::unreadable_sqlite(&e))?;
        let (name, parameters) = url.split_once('?').unwrap_or((url, ""));
        let mode = form_urlencoded::parse(parameters.as_bytes())
            .filter_map(|(key, value)| (key == "mode").then_some(value))
            .last();
        let is_nameless = matches!(name, "sqlite:" | "sqlite://");
        if is_nameless || name.contains(":memory:") || mode.as_deref() == Some("memory") {
            return Err(Refusal::in_memory());
        }
        Ok(Self {
            connect,
            mode: match mode.as_deref() {
                Some("ro") => Mode::Read,
                Some("rw") => Mode::Write,
                _ => Mode::Create,
            },
        })
    }

    /// Returns the file, if the URL allows to create it.
    pub(super) fn to_create(&self) -> Option<&Path> {
        (self.mode == Mode::Create).then(|| self.connect.get_filename())
    }

    /// Opens the file once, and creates a missing file if the URL allows that.
    pub(super) async fn try_open(&self, options: &Options) -> Result<(), Refusal> {
        let opened = async {
            // Only here: a file that disappears while it is served is not replaced by an empty one.
            let connect = self
                .writer(options)
                .create_if_missing(options.create && self.mode == Mode::Create);
            let mut connection = SqliteConnection::connect_with(&connect).await?;
            // SQLite reads the file only with the first statement.
            sqlx::query("SELECT 1 FROM sqlite_master")
                .fetch_optional(&mut connection)
                .await?;
            connection.close().await
        };
        opened
            .await
            .map_err(|error| Refusal::of_sqlite(self.connect.get_filename(), &error))
    }

    /// Returns the options of the writing connection.
    pub(super) fn writer(&self, options: &Options) -> SqliteConnectOptions {
        let writer = self
            .connection(options)
            .read_only(self.mode == Mode::Read)
            .pragma("query_only", "OFF");
        match self.mode {
            Mode::Read => writer,
            _ => writer.journal_mode(SqliteJournalMode::Wal),
        }
    }

    /// Returns the options of reading connections.
    pub(super) fn reader(&self, options: &Options) -> SqliteConnectOptions {
        self.connection(options)
            .read_only(self.mode == Mode::Read)
            .pragma("query_only", "ON")
    }

    fn connection(&self, options: &Options) -> SqliteConnectOptions {
        let connect = self
            .connect
            .clone()
            .create_if_missing(false)
            // With a shared cache, readers and the writer would wait for each other.
            .shared_cache(false)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(options.busy_timeout);
        logged(connect, options)
    }
}

/// Returns options for a write test, which waits for no lock.
pub(super) fn prober(writer: &SqliteConnectOptions) -> SqliteConnectOptions {
    writer
        .clone()
        .busy_timeout(Duration::ZERO)
        // So small that writes go to disk before the commit.
        .pragma("cache_size", "8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_whether_its_file_may_be_made_and_written() {
        for (url, mode) in [
            ("sqlite://a.db", Mode::Create),
            ("sqlite:a.db", Mode::Create),
            ("sqlite://a.db?mode=rwc", Mode::Create),
            ("sqlite://a.db?mode=rw", Mode::Write),
            ("sqlite://a.db?cache=private&mode=ro", Mode::Read),
        ] {
            assert_eq!(SqliteFile::parse(url).expect(url).mode, mode, "{url}");
        }
    }

    #[test]
    fn a_database_in_memory_is_refused() {
        for url in [
            "sqlite::memory:",
            "sqlite://:memory:",
            "sqlite://",
            "sqlite:",
            "sqlite://a.db?mode=memory",
            "sqlite://file::memory:?cache=shared",
        ] {
            let refused = SqliteFile::parse(url).expect_err(url).to_string();
            assert!(refused.contains("in memory"), "{url}: {refused}");
        }
    }

    #[test]
    fn a_parameter_that_is_unknown_is_named() {
        for (url, name) in [
            ("sqlite://a.db?mode=rx", "rx"),
            ("sqlite://a.db?size=3", "size"),
        ] {
            let refused = SqliteFile::parse(url).expect_err(url).to_string();
            assert!(
                refused.starts_with("`database_url` cannot be read: ") && refused.contains(name),
                "{url}: {refused}"
            );
        }
    }
}
