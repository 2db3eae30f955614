//! Connections to an SQLite file, and what its URL says about it.

use std::{path::Path, str::FromStr, time::Duration};

use sea_orm::sqlx::{
    self, Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};
use url::form_urlencoded;

use super::{Options, open::logged, refusal::Refusal};

/// An SQLite file, as a URL names it.
#[derive(Debug)]
pub(super) struct SqliteFile {
    connect: SqliteConnectOptions,
    mode: Mode,
}

/// What may be done with the file, as SQLite's own URIs say it.
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
    /// What the URL says.
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

    /// The file, where the URL allows that it is created.
    pub(super) fn to_create(&self) -> Option<&Path> {
        (self.mode == Mode::Create).then(|| self.connect.get_filename())
    }

    /// Opens the file once, where the URL allows that creating it if it is not there.
    pub(super) async fn try_open(&self, options: &Options) -> Result<(), Refusal> {
        let opened = async {
            // Only here: one that goes while it is served is not replaced by an empty one.
            let connect = self
                .writer(options)
                .create_if_missing(options.create && self.mode == Mode::Create);
            let mut connection = SqliteConnection::connect_with(&connect).await?;
            // The file is read with the first statement only.
            sqlx::query("SELECT 1 FROM sqlite_master")
                .fetch_optional(&mut connection)
                .await?;
            connection.close().await
        };
        opened
            .await
            .map_err(|error| Refusal::of_sqlite(self.connect.get_filename(), &error))
    }

    /// For the connection that writes.
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

    /// For connections that read.
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
            // Its readers and its writer would wait for each other.
            .shared_cache(false)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(options.busy_timeout);
        logged(connect, options)
    }
}

/// A new connection that asks whether the file can be written waits for nobody.
pub(super) fn prober(writer: &SqliteConnectOptions) -> SqliteConnectOptions {
    writer
        .clone()
        .busy_timeout(Duration::ZERO)
        // So small that what is written goes to the disk before it is committed.
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
