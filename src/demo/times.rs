//! Demo timestamps between two fixed dates, independent of the clock.

use chrono::{DateTime, Duration, Utc};
use rand::{RngExt, rngs::StdRng};

/// The time when the first org is created: 2017-01-01.
pub(super) const BEGIN: DateTime<Utc> =
    DateTime::from_timestamp(1_483_228_800, 0).expect("a constant within the calendar");
/// The time when the first group is created: 2018-01-01.
pub(super) const GROUPING: DateTime<Utc> =
    DateTime::from_timestamp(1_514_764_800, 0).expect("a constant within the calendar");
/// The time when the first user is created: 2019-01-01.
pub(super) const OPENING: DateTime<Utc> =
    DateTime::from_timestamp(1_546_300_800, 0).expect("a constant within the calendar");
/// The time of the last change: 2026-01-01.
pub(super) const END: DateTime<Utc> =
    DateTime::from_timestamp(1_767_225_600, 0).expect("a constant within the calendar");

/// Times at equal intervals.
pub(super) struct Steps {
    from: DateTime<Utc>,
    micros: u128,
    number: u128,
}

impl Steps {
    pub(super) fn new(from: DateTime<Utc>, until: DateTime<Utc>, number: usize) -> Self {
        Self {
            from,
            micros: (until - from)
                .num_microseconds()
                .unwrap_or(0)
                .unsigned_abs()
                .into(),
            number: number.max(1) as u128,
        }
    }

    /// Returns the start of a step.
    pub(super) fn at(&self, step: usize) -> DateTime<Utc> {
        let micros = self.micros * step as u128 / self.number;
        self.from + Duration::microseconds(i64::try_from(micros).unwrap_or(i64::MAX))
    }

    /// Returns half a step in microseconds, the resolution of both engines.
    pub(super) fn half(&self) -> i64 {
        i64::try_from(self.micros / self.number / 2).unwrap_or(i64::MAX)
    }
}

/// Returns a random time after `than`, up to the end.
pub(super) fn later(than: DateTime<Utc>, random: &mut StdRng) -> DateTime<Utc> {
    let left = (END - than).num_microseconds().unwrap_or(0).max(1);
    than + Duration::microseconds(random.random_range(1..=left))
}
