//! Attempts at a transaction that others may be in the way of.

use std::time::Duration;

use rand::RngExt;

use crate::{
    domain::Learned,
    error::{Error, Result},
};

/// How often an operation is tried when other transactions are in its way.
pub(super) const MAX_ATTEMPTS: u32 = 5;
/// The pause before the second attempt; it doubles, and a part of it is left to chance.
const PAUSE: Duration = Duration::from_millis(4);
/// The number of times that a transaction begins anew because a lock was missing, which are not counted as attempts.
const MAX_LESSONS: u32 = 8;

/// See the module.
pub(super) struct Attempts {
    /// The number of attempts at most.
    most: u32,
    attempt: u32,
    pause: Duration,
    learned: Learned,
    /// The number of lessons that earlier calls of `wait` have seen.
    lessons: u32,
}

impl Attempts {
    pub(super) fn new(most: u32) -> Self {
        Self {
            most,
            attempt: 1,
            pause: PAUSE,
            learned: Learned::default(),
            lessons: 0,
        }
    }

    /// What the attempts so far have learned.
    pub(super) fn learned(&self) -> &Learned {
        &self.learned
    }

    /// Waits until the next attempt may begin: not at all where the last one has learned what to lock, else a while that
    /// grows. `operations` are counted as tried again.
    ///
    /// # Errors
    /// The failure, where no attempt is left or none would help.
    pub(super) async fn wait(
        &mut self,
        error: Error,
        operations: impl IntoIterator<Item = &'static str>,
    ) -> Result<()> {
        if !error.is_worth_another_try() {
            return Err(error);
        }
        let lessons = self.learned.number().min(MAX_LESSONS);
        if lessons > self.lessons {
            self.lessons = lessons;
            return Ok(());
        }
        if self.attempt >= self.most {
            return Err(error);
        }
        self.attempt += 1;
        for operation in operations {
            tracing::debug!(operation, ?error, "another transaction conflicted");
            metrics::counter!("tenantry_operation_retries_total", "operation" => operation)
                .increment(1);
        }
        let part = rand::rng().random_range(0.5..1.0);
        tokio::time::sleep(self.pause.mul_f64(part)).await;
        self.pause *= 2;
        Ok(())
    }
}
