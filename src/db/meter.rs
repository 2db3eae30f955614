//! Meters of the number and the duration of statements.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Counts statements and their time, for a request or for the whole database. Clones share the
/// counts.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    statements: AtomicU64,
    nanoseconds: AtomicU64,
}

impl Meter {
    /// Returns the number of statements so far, without the begin and the end of transactions.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Returns the total time of statements and ends of transactions, with waits for connections
    /// and locks. Concurrent statements count separately, so the total can exceed the elapsed time.
    #[must_use]
    pub fn time(&self) -> Duration {
        Duration::from_nanos(self.0.nanoseconds.load(Ordering::Relaxed))
    }

    /// Adds the request's share of a batched lookup.
    pub fn charge(&self, statements: u64, time: Duration) {
        self.0.statements.fetch_add(statements, Ordering::Relaxed);
        self.add(time);
    }

    fn count(&self) {
        self.0.statements.fetch_add(1, Ordering::Relaxed);
    }

    fn add(&self, time: Duration) {
        let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.0.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
    }
}

/// The meters of a request and of the whole database.
#[derive(Debug, Clone)]
pub(super) struct Meters {
    pub(super) all: Meter,
    /// None outside any request.
    pub(super) request: Option<Meter>,
}

impl Meters {
    fn each(&self) -> impl Iterator<Item = &Meter> {
        std::iter::once(&self.all).chain(&self.request)
    }

    /// Counts a statement, and times it until the guard is dropped, even when the caller has gone.
    pub(super) fn statement(&self) -> Timed<'_> {
        self.each().for_each(Meter::count);
        self.boundary()
    }

    /// Times the begin or the end of a transaction.
    pub(super) fn boundary(&self) -> Timed<'_> {
        Timed {
            meters: self,
            began: Instant::now(),
        }
    }
}

pub(super) struct Timed<'a> {
    meters: &'a Meters,
    began: Instant,
}

impl Drop for Timed<'_> {
    fn drop(&mut self) {
        let time = self.began.elapsed();
        self.meters.each().for_each(|meter| meter.add(time));
    }
}
