//! The execution options of a request, which are the same on every door.

use crate::domain::idempotency::IdempotencyKey;

/// The execution options of a request.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A change with a known key is not executed again. A dry run neither reads nor stores keys.
    pub key: Option<IdempotencyKey>,
    /// Nothing is written, and results show what would change.
    pub dry_run: bool,
    /// Either all changes are written or none. The first failure ends the request.
    pub atomic: bool,
}

impl Options {
    /// Returns whether all changes and reads of the request share one transaction.
    #[must_use]
    pub fn is_one_transaction(&self) -> bool {
        self.dry_run || self.atomic
    }
}
