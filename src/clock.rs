//! Time: read here and nowhere else, cut to microseconds, which is what both engines keep.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, SecondsFormat, SubsecRound, Utc};

/// A clock that a test can hold in its hand.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until [`Clock::advance`].
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(at.trunc_subsecs(6)))))
    }

    /// The time now, UTC, in whole microseconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads time")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            None => Utc::now().trunc_subsecs(6),
            Some(hand) => *hand.lock().unwrap_or_else(|broken| broken.into_inner()),
        }
    }

    /// Moves a fixed clock on; the machine's own clock is left alone.
    pub fn advance(&self, by: Duration) {
        if let Some(hand) = &self.0 {
            *hand.lock().unwrap_or_else(|broken| broken.into_inner()) += by;
        }
    }
}

/// How a time is written for the world: RFC 3339, UTC as `Z`, six digits.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
