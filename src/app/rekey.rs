//! Writing keys anew that an older program has written, a piece in each transaction.

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

/// How often a server reads the version of the keys.
const LOOK_AT_KEYS: Duration = Duration::from_secs(2);
/// How long servers of older versions have to read the new version, before their keys are written anew.
const NOTICE: Duration = Duration::from_secs(5);
/// How often a piece is tried while somebody else locks its rows, and no other program makes progress with the re-keying.
const MAX_ATTEMPTS: u32 = 100;
/// The pause before it is tried again.
const PAUSE: Duration = Duration::from_millis(100);

impl App {
    /// Whether keys, such as normalized names, are those of another version. Searches and references do not find their rows.
    ///
    /// # Errors
    /// When the keys are those of a newer program, or the database cannot be read.
    pub async fn is_to_be_rekeyed(&self) -> Result<bool> {
        Ok(how_far(&self.0.db.reader()).await?.is_some())
    }

    /// Comes true when a newer program has begun to write keys. From then on no transaction begins.
    pub async fn superseded(&self) {
        loop {
            sleep(LOOK_AT_KEYS).await;
            // While the database is away nobody writes.
            if self.0.db.has_newer_keys().await.unwrap_or_default() {
                return;
            }
        }
    }

    /// Writes the keys of all rows anew that an older program has written, and reports each piece. Servers of older versions
    /// get time to see it first. An interrupted run goes on where it ended. Where several servers begin at once, each piece is
    /// done by one of them, and all return when the last piece is done.
    ///
    /// # Errors
    /// When the keys are those of a newer program, or the database fails.
    pub async fn rekey(&self, mut report: impl FnMut(&Rekeyed)) -> Result<()> {
        if !self.is_to_be_rekeyed().await? {
            return Ok(());
        }
        if self.patiently(|| self.announce()).await? {
            sleep(NOTICE).await;
        }
        while let Some(piece) = self.patiently(|| self.rekey_piece()).await? {
            report(&piece);
        }
        Ok(())
    }

    /// Writes the keys of all rows anew that differ from those of this version, although all should have them: a server of an
    /// older version may have run beside the first re-keying. Reports each piece. Servers may run meanwhile.
    ///
    /// # Errors
    /// When the keys are those of another version, or the database fails.
    pub async fn repair_keys(&self, mut report: impl FnMut(&Rekeyed)) -> Result<()> {
        must_not_be_due(&self.0.db.reader()).await?;
        let mut place = Some(RekeyCursor::START);
        while let Some(at) = place {
            let (done, next) = self.patiently(|| self.rekey_again(at)).await?;
            report(&done);
            place = next;
        }
        Ok(())
    }

    /// Makes the keys of all rows anew without writing them, and reports rows that are not found by their address or name, that
    /// have other keys, or whose texts would be refused.
    ///
    /// # Errors
    /// When keys are to be written anew, the database cannot be read, or `report` fails.
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

    /// Runs a transaction, and runs it again while others are in its way.
    async fn patiently<T, F>(&self, transaction: impl Fn() -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let mut patience = Patience::default();
        loop {
            match transaction().await {
                // Also where a running server of an older version has taken a key meanwhile.
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

/// How long a program waits for others.
#[derive(Debug, Default)]
struct Patience {
    /// How far the re-keying had come at the last attempt.
    place: Option<RekeyCursor>,
    /// The attempts since then.
    attempts: u32,
}

impl Patience {
    /// Counts an attempt. Another program that re-keys meanwhile is not in the way: it does the same work.
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
