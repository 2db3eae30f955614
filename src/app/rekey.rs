//! Rewrites the keys, such as normalized names, that another version has written, in batches of one
//! transaction each.

use std::time::Duration;

use tokio::time::sleep;

use crate::{
    db::{Conn, Meter},
    domain::engine::{
        KeyProblem, RekeyCursor, Rekeyed, announce, check_piece, how_far, must_not_be_due,
        rekey_again, rekey_piece,
    },
    error::{Code, Result},
};

use super::App;

/// The interval at which a server reads the version of the keys.
const LOOK_AT_KEYS: Duration = Duration::from_secs(2);
/// The time for servers of older versions to notice the new version, before the rewrite starts.
const NOTICE: Duration = Duration::from_secs(5);
/// The number of attempts at a batch whose rows are locked, while no other program makes progress with
/// the rewrite.
const MAX_ATTEMPTS: u32 = 100;
/// The pause between attempts.
const PAUSE: Duration = Duration::from_millis(100);

impl App {
    /// Returns whether keys are those of an older version. Searches and references do not find their
    /// rows.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the keys are those of a newer version. `BUSY` or `INTERNAL` when the database fails.
    pub async fn is_to_be_rekeyed(&self) -> Result<bool> {
        Ok(how_far(&self.0.db.reader()).await?.is_some())
    }

    /// Waits until a newer version has started to rewrite keys. After that, no transaction begins.
    pub async fn superseded(&self) {
        loop {
            sleep(LOOK_AT_KEYS).await;
            // No program writes keys while the database is not reachable.
            if self.0.db.has_newer_keys().await.unwrap_or_default() {
                return;
            }
        }
    }

    /// Rewrites the keys that an older version has written, and reports each batch. Servers of older
    /// versions get time to notice first. A further call continues an interrupted rewrite. If several
    /// servers start at once, each batch is done by one of them, and all return after the last batch.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the keys are those of a newer version. `BUSY` or `INTERNAL` when the database fails.
    pub async fn rekey(&self, mut report: impl FnMut(&Rekeyed)) -> Result<()> {
        if !self.is_to_be_rekeyed().await? {
            return Ok(());
        }
        if self.with_patience(|| self.announce()).await? {
            sleep(NOTICE).await;
        }
        while let Some(piece) = self.with_patience(|| self.rekey_piece()).await? {
            report(&piece);
        }
        Ok(())
    }

    /// Rewrites keys that differ from those of this version although the rewrite is complete. A server of
    /// an older version may have written them during the rewrite. Reports each batch. Servers may run at
    /// the same time.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the rewrite is not complete. `BUSY` or `INTERNAL` when the database fails.
    pub async fn repair_keys(&self, mut report: impl FnMut(&Rekeyed)) -> Result<()> {
        must_not_be_due(&self.0.db.reader()).await?;
        let mut place = Some(RekeyCursor::START);
        while let Some(at) = place {
            let (done, next) = self.with_patience(|| self.rekey_again(at)).await?;
            report(&done);
            place = next;
        }
        Ok(())
    }

    /// Computes the keys of all rows without writing them. Reports rows that are not found by their
    /// address or name, rows with other keys, and rows whose texts this version refuses.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the rewrite is not complete. `BUSY` or `INTERNAL` when the database fails. The error
    /// of `report`.
    pub async fn check_keys(
        &self,
        mut report: impl FnMut(&KeyProblem) -> Result<()>,
    ) -> Result<()> {
        let conn = self.0.db.reader();
        must_not_be_due(&conn).await?;
        let mut place = Some(RekeyCursor::START);
        while let Some(at) = place {
            let (problems, next) = check_piece(&conn, &self.0.settings, at).await?;
            problems.iter().try_for_each(&mut report)?;
            place = next;
        }
        Ok(())
    }

    /// Runs a transaction, and repeats it while other transactions conflict.
    async fn with_patience<T, F>(&self, transaction: impl Fn() -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let mut patience = Patience::default();
        loop {
            match transaction().await {
                // This includes a key that a running server of an older version has taken.
                Err(error) if error.code() == Code::Busy || error.is_worth_another_try() => {
                    let place = how_far(&self.0.db.reader()).await.ok().flatten();
                    if patience.is_over(place) {
                        return Err(error);
                    }
                    sleep(PAUSE).await;
                }
                done => return done,
            }
        }
    }

    async fn announce(&self) -> Result<bool> {
        let conn = self.0.db.begin_on_any_keys(&Meter::default(), None).await?;
        let done = announce(&conn).await;
        close(&conn, done).await
    }

    async fn rekey_piece(&self) -> Result<Option<Rekeyed>> {
        let conn = self.0.db.begin_on_any_keys(&Meter::default(), None).await?;
        let done = rekey_piece(&conn, &self.0.settings).await;
        close(&conn, done).await
    }

    async fn rekey_again(&self, place: RekeyCursor) -> Result<(Rekeyed, Option<RekeyCursor>)> {
        let conn = self.0.db.begin_on_any_keys(&Meter::default(), None).await?;
        let done = rekey_again(&conn, &self.0.settings, place).await;
        close(&conn, done).await
    }
}

/// Commits what succeeded, and rolls back what failed.
async fn close<T>(conn: &Conn, done: Result<T>) -> Result<T> {
    conn.close(done.is_ok()).await?;
    done
}

/// The limit of waiting for other programs.
#[derive(Debug, Default)]
struct Patience {
    /// The progress of the rewrite at the last attempt.
    place: Option<RekeyCursor>,
    /// The attempts since that progress.
    attempts: u32,
}

impl Patience {
    /// Counts an attempt, and returns whether it was the last one. The progress of another program resets
    /// the count, since that program does the same work.
    fn is_over(&mut self, place: Option<RekeyCursor>) -> bool {
        if place != self.place {
            *self = Self { place, attempts: 0 };
        }
        self.attempts += 1;
        self.attempts >= MAX_ATTEMPTS
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn patience_lasts_while_another_program_makes_progress() {
        let mut patience = Patience::default();
        for number in 0..10 * u128::from(MAX_ATTEMPTS) {
            let place = RekeyCursor::behind(Uuid::from_u128(number));
            assert!(!patience.is_over(Some(place)));
            assert!(!patience.is_over(Some(place)));
        }
        let attempts = (0..MAX_ATTEMPTS).map(|_| patience.is_over(None));
        let attempts: Vec<bool> = attempts.collect();
        assert_eq!(attempts.iter().position(|is_over| *is_over), Some(99));
    }
}
