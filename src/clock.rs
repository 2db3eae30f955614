//! The clock: the only place that reads the time, truncated to microseconds as both engines store
//! it.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, SecondsFormat, SubsecRound, Utc};

/// A clock that tests can control.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// Returns the clock of the system.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }

    /// Returns a clock that stands still until [`Clock::advance`] is called.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(at.trunc_subsecs(6)))))
    }

    /// Returns the current time in UTC, in whole microseconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads time")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            None => Utc::now().trunc_subsecs(6),
            Some(hand) => *hand.lock().unwrap_or_else(|broken| broken.into_inner()),
        }
    }

    /// Advances a fixed clock. The system clock is not changed.
    pub fn advance(&self, by: Duration) {
        if let Some(hand) = &self.0 {
            *hand.lock().unwrap_or_else(|broken| broken.into_inner()) += by;
        }
    }
}

/// Formats a time as the API returns it: RFC 3339, UTC as `Z`, six fractional digits.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
