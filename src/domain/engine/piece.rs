//! What is written of a world: the changed rows of each table, and the statements that write rows.

use std::sync::Arc;

use crate::db::Sql;

/// A statement that writes rows of one table.
pub(super) struct Piece {
    pub(super) write: Box<dyn Fn(&mut Sql) + Send + Sync>,
    /// The number of rows that must exist, for updates and deletes.
    pub(super) expects: Option<usize>,
    /// The number of rows that it writes at most.
    pub(super) rows: usize,
}

/// The changed rows of one table.
pub(super) struct ToWrite<R> {
    /// Deletes.
    pub(super) gone: Vec<Arc<R>>,
    /// Updates that free a unique value: each row before and after.
    pub(super) losing: Vec<(Arc<R>, Arc<R>)>,
    /// Updates that free no unique value: each row before and after.
    pub(super) changed: Vec<(Arc<R>, Arc<R>)>,
    /// Inserts.
    pub(super) new: Vec<Arc<R>>,
}
