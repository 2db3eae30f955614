//! A connection to SQLite with interruptible statements that either complete or fail.
//!
//! The driver runs each connection on its own thread. When the thread panics, the driver returns
//! the rows so far, or none, as if the result were complete. So a statement counts as complete only
//! when the driver says that the statement ended.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures_util::TryStreamExt;
use sea_orm::sqlx::{
    self, Connection as _, Either, Executor, Sqlite,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteQueryResult, SqliteRow},
};

/// Instructions between two checks whether the caller still waits: some microseconds.
const INSTRUCTIONS: i32 = 1_000;

/// A connection, and the handle that interrupts its statement.
#[derive(Debug)]
pub(super) struct Connection {
    driver: SqliteConnection,
    /// `None` where statements may write. Those are never interrupted.
    is_unwanted: Option<Arc<AtomicBool>>,
}

impl Connection {
    pub(super) async fn open(options: &SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let mut driver = SqliteConnection::connect_with(options).await?;
        let only_reads: bool = sqlx::query_scalar("PRAGMA query_only")
            .fetch_one(&mut driver)
            .await?;
        let mut is_unwanted = None;
        if only_reads {
            let flag = is_unwanted.insert(Arc::<AtomicBool>::default()).clone();
            driver
                .lock_handle()
                .await?
                .set_progress_handler(INSTRUCTIONS, move || !flag.load(Ordering::Relaxed));
        }
        Ok(Self {
            driver,
            is_unwanted,
        })
    }

    /// Waits for the end of an abandoned statement. A statement that only reads is interrupted.
    pub(super) async fn abandon(&mut self) -> Result<(), sqlx::Error> {
        self.interrupt(true);
        let ended = self.ping().await;
        self.interrupt(false);
        ended
    }

    fn interrupt(&self, is_unwanted: bool) {
        if let Some(flag) = &self.is_unwanted {
            flag.store(is_unwanted, Ordering::Relaxed);
        }
    }

    pub(super) async fn ping(&mut self) -> Result<(), sqlx::Error> {
        self.driver.ping().await
    }

    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        self.driver.close().await
    }

    pub(super) async fn execute<'q, S>(
        &mut self,
        statement: S,
    ) -> Result<SqliteQueryResult, sqlx::Error>
    where
        S: sqlx::Execute<'q, Sqlite> + 'q,
    {
        Ok(self.run(statement, 0).await?.0)
    }

    pub(super) async fn fetch_all<'q, S>(
        &mut self,
        statement: S,
    ) -> Result<Vec<SqliteRow>, sqlx::Error>
    where
        S: sqlx::Execute<'q, Sqlite> + 'q,
    {
        Ok(self.run(statement, usize::MAX).await?.1)
    }

    pub(super) async fn fetch_optional<'q, S>(
        &mut self,
        statement: S,
    ) -> Result<Option<SqliteRow>, sqlx::Error>
    where
        S: sqlx::Execute<'q, Sqlite> + 'q,
    {
        Ok(self.run(statement, 1).await?.1.pop())
    }

    /// Runs the statements. Returns what they changed and at most `most` rows. After `most` rows
    /// the rest is not run. With `most` 0 everything is run.
    async fn run<'q, S>(
        &mut self,
        statement: S,
        most: usize,
    ) -> Result<(SqliteQueryResult, Vec<SqliteRow>), sqlx::Error>
    where
        S: sqlx::Execute<'q, Sqlite> + 'q,
    {
        let mut steps = self.driver.fetch_many(statement);
        let (mut changed, mut rows) = (SqliteQueryResult::default(), Vec::new());
        let mut has_ended = false;
        while let Some(step) = steps.try_next().await? {
            match step {
                Either::Left(result) => {
                    changed.extend([result]);
                    has_ended = true;
                }
                Either::Right(row) if most > 0 => {
                    rows.push(row);
                    if rows.len() == most {
                        return Ok((changed, rows));
                    }
                }
                Either::Right(_) => {}
            }
        }
        match has_ended {
            true => Ok((changed, rows)),
            false => Err(sqlx::Error::WorkerCrashed),
        }
    }
}
