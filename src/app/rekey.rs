//! Writing keys anew that an older program has written, a piece in each transaction.

use std::time::Duration;

use tokio::time::sleep;

use crate::{
    db::Meter,
    domain::engine::{Conflict, Rekeyed, conflicts, is_due, rekey_piece},
    error::{Code, Result},
};

use super::App;

/// How often a piece is tried while somebody else locks its rows.
const MAX_ATTEMPTS: u32 = 100;
/// The pause before it is tried again.
const PAUSE: Duration = Duration::from_millis(100);

impl App {
    /// Whether keys, such as folded names, are those of another version. Searches and references do not find their rows.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_to_be_rekeyed(&self) -> Result<bool> {
        is_due(&self.0.db.reader()).await
    }

    /// Writes the keys of all rows anew that an older program has written, and reports each piece. An interrupted run goes on
    /// where it ended. Where several servers begin at once, each piece is done by one of them, and all return when the last
    /// piece is done.
    ///
    /// # Errors
    /// When the keys are those of a newer program, or the database fails.
    pub async fn rekey(&self, mut report: impl FnMut(&Rekeyed)) -> Result<()> {
        if !self.is_to_be_rekeyed().await? {
            return Ok(());
        }
        let mut attempt = 1;
        loop {
            match self.rekey_piece().await {
                Ok(None) => return Ok(()),
                Ok(Some(piece)) => {
                    attempt = 1;
                    report(&piece);
                }
                // Also where a running server of an older version has taken a key meanwhile.
                Err(error)
                    if (error.code() == Code::Busy || error.is_worth_another_try())
                        && attempt < MAX_ATTEMPTS =>
                {
                    attempt += 1;
                    sleep(PAUSE).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Rows that are found by their ids alone, because an older row has their key.
    ///
    /// # Errors
    /// When keys are to be written anew, or the database cannot be read.
    pub async fn key_conflicts(&self) -> Result<Vec<Conflict>> {
        conflicts(&self.0.db.reader()).await
    }

    async fn rekey_piece(&self) -> Result<Option<Rekeyed>> {
        let conn = self.0.db.begin(&Meter::default()).await?;
        let done = rekey_piece(&conn, &self.0.settings).await;
        conn.close(matches!(done, Ok(Some(_)))).await?;
        done
    }
}
