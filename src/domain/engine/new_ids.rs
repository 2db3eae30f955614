//! New ids for changes. A change that is decided again gets the same ids.

use std::{cell::RefCell, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::id::Ids;

/// The new ids of a world.
pub(crate) struct NewIds {
    source: Arc<Ids>,
    made: RefCell<Made>,
}

/// The ids that were created, and how many of them are used.
struct Made {
    ids: Vec<Uuid>,
    used: usize,
}

impl NewIds {
    /// Returns a source that uses these ids of earlier attempts before it creates new ones.
    pub(super) fn new(source: Arc<Ids>, ids: Vec<Uuid>) -> Self {
        let made = RefCell::new(Made { ids, used: 0 });
        Self { source, made }
    }

    /// Returns the next id.
    pub(super) fn next(&self, now: DateTime<Utc>) -> Uuid {
        let mut made = self.made.borrow_mut();
        if made.used == made.ids.len() {
            made.ids.push(self.source.next(now));
        }
        made.used += 1;
        made.ids[made.used - 1]
    }

    /// Starts over with the first id.
    pub(super) fn begin_again(&mut self) {
        self.made.get_mut().used = 0;
    }

    /// Returns all ids that were created.
    pub(super) fn all(&self) -> Vec<Uuid> {
        self.made.borrow().ids.clone()
    }
}
