//! Attempts at a transaction, and the pauses between them.

use std::time::Duration;

use rand::RngExt;

use crate::{
    domain::Learned,
    error::{Error, Result},
};

use super::{App, transaction::Work};

/// The number of attempts at an operation that runs alone.
pub(super) const MAX_ATTEMPTS: u32 = 5;
/// The pause before the second attempt. Each further pause is twice as long, and random between half
/// and all of that time.
const PAUSE: Duration = Duration::from_millis(4);
/// The number of restarts because of a missing lock, which do not count as attempts.
const MAX_LESSONS: u32 = 8;

impl App {
    /// Runs the work in a transaction, at most `max_attempts` times while other transactions are in the
    /// way.
    pub(super) async fn retry(&self, work: &mut dyn Work, max_attempts: u32) -> Result<()> {
        let mut attempts = Attempts::new(max_attempts);
        loop {
            match self.run_once(work, &attempts.learned).await {
                Err(error) => {
                    let pause = attempts.pause_after(error, work)?;
                    tokio::time::sleep(pause).await;
                }
                Ok(()) => return Ok(()),
            }
        }
    }
}

/// The attempts so far.
struct Attempts {
    max: u32,
    attempt: u32,
    pause: Duration,
    /// The keys and ids that the attempts found.
    learned: Learned,
    /// The number of lessons that earlier calls of `pause_after` have seen.
    lessons: u32,
}

impl Attempts {
    fn new(max: u32) -> Self {
        Self {
            max,
            attempt: 1,
            pause: PAUSE,
            learned: Learned::default(),
            lessons: 0,
        }
    }

    /// Returns the pause before the next attempt, which is zero after an attempt that found a missing
    /// lock.
    ///
    /// # Errors
    /// The given error if no attempt is left or another attempt would fail too.
    fn pause_after(&mut self, error: Error, work: &dyn Work) -> Result<Duration> {
        if !error.is_worth_another_try() {
            return Err(error);
        }
        let lessons = self.learned.number().min(MAX_LESSONS);
        if lessons > self.lessons {
            self.lessons = lessons;
            return Ok(Duration::ZERO);
        }
        if self.attempt >= self.max {
            return Err(error);
        }
        self.attempt += 1;
        for operation in work.operations() {
            tracing::debug!(operation, ?error, "another transaction conflicted");
            metrics::counter!("tenantry_operation_retries_total", "operation" => operation)
                .increment(1);
        }
        let pause = self.pause.mul_f64(rand::rng().random_range(0.5..1.0));
        self.pause *= 2;
        Ok(pause)
    }
}
