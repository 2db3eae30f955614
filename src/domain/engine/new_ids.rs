//! New ids. A change that is decided again gets the ids that it had.

use std::{cell::RefCell, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::id::Ids;

/// See the module.
pub(crate) struct NewIds {
    source: Arc<Ids>,
    made: RefCell<Made>,
}

/// The ids so far, and the number of them that are in use.
struct Made {
    ids: Vec<Uuid>,
    used: usize,
}

impl NewIds {
    /// Those of earlier attempts first.
    pub(super) fn new(source: Arc<Ids>, ids: Vec<Uuid>) -> Self {
        let made = RefCell::new(Made { ids, used: 0 });
        Self { source, made }
    }

    pub(super) fn next(&self, now: DateTime<Utc>) -> Uuid {
        let mut made = self.made.borrow_mut();
        if made.used == made.ids.len() {
            made.ids.push(self.source.next(now));
        }
        made.used += 1;
        made.ids[made.used - 1]
    }

    pub(super) fn begin_again(&mut self) {
        self.made.get_mut().used = 0;
    }

    pub(super) fn all(&self) -> Vec<Uuid> {
        self.made.borrow().ids.clone()
    }
}
