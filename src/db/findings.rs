//! What one connection to a database finds out that concerns the others.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use super::error::{Fault, ends_connection};

/// Findings, shared by all connections to a database. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Findings(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    last_end: Mutex<Option<Instant>>,
    is_full: AtomicBool,
}

impl Findings {
    /// Notes what a connection met. Returns whether the connection is of no use any more.
    pub(super) fn note(&self, fault: Fault) -> bool {
        if fault == Fault::Full {
            self.0.is_full.store(true, Ordering::Relaxed);
        }
        let ends = ends_connection(fault);
        if ends {
            self.replace_all();
        }
        ends
    }

    /// From now on the connections that there are so far are replaced before they are used: when one has ended, the others
    /// usually have too.
    pub(super) fn replace_all(&self) {
        *self.last_end() = Some(Instant::now());
    }

    /// Whether a connection that was made then has to be replaced.
    pub(super) fn is_stale(&self, made: Instant) -> bool {
        self.last_end().is_some_and(|end| made <= end)
    }

    /// Whether a write has found the disk full, since [`Findings::has_room`].
    pub(super) fn is_full(&self) -> bool {
        self.0.is_full.load(Ordering::Relaxed)
    }

    /// A write has found room.
    pub(super) fn has_room(&self) {
        self.0.is_full.store(false, Ordering::Relaxed);
    }

    fn last_end(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        // A time is whole even where a thread has died with it in its hand.
        self.0
            .last_end
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
