//! Findings of one connection that concern the other connections of a database.

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
    /// Records a fault. Returns whether the connection can no longer be used.
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

    /// Marks all current connections for replacement before their next use: when one has ended, the
    /// others usually have too.
    pub(super) fn replace_all(&self) {
        *self.last_end() = Some(Instant::now());
    }

    /// Returns whether a connection made at `made` must be replaced.
    pub(super) fn is_stale(&self, made: Instant) -> bool {
        self.last_end().is_some_and(|end| made <= end)
    }

    /// Returns whether a write has found the disk full since the last [`Findings::has_room`].
    pub(super) fn is_full(&self) -> bool {
        self.0.is_full.load(Ordering::Relaxed)
    }

    /// Records that a write has found room.
    pub(super) fn has_room(&self) {
        self.0.is_full.store(false, Ordering::Relaxed);
    }

    fn last_end(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        // A poisoned lock still holds a valid time.
        self.0
            .last_end
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
