//! How a caller wants his changes made, whichever door he comes to.

use crate::domain::idempotency::IdempotencyKey;

/// Safe to repeat, safe to try, all or nothing: what a request says beside what it asks for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A change that comes again under this key is not made again. A dry run neither looks at keys nor keeps any.
    pub key: Option<IdempotencyKey>,
    /// Nothing is kept, and the answers say what would be.
    pub dry_run: bool,
    /// All changes are kept or none: the first that fails ends it.
    pub atomic: bool,
}

impl Options {
    /// Whether all that the request changes and reads is one unit.
    #[must_use]
    pub fn is_one_unit(&self) -> bool {
        self.dry_run || self.atomic
    }
}
