//! A table in memory: the rows as they were read and as the changes so far have made them, with a
//! journal for undo.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

/// The loaded rows of one table. A key that the table does not contain was not read.
pub(crate) struct Table<K, R> {
    rows: HashMap<K, TableRow<R>>,
    /// The previous value of each row that was set, oldest first.
    journal: Vec<(K, Option<Arc<R>>)>,
}

struct TableRow<R> {
    /// The row in the database.
    was: Option<Arc<R>>,
    /// The row after the changes so far.
    is: Option<Arc<R>>,
    /// Whether no other transaction can change or create the row before this one ends.
    is_locked: bool,
}

/// A changed row: its value before and after.
pub(crate) type Differs<R> = (Option<Arc<R>>, Option<Arc<R>>);

impl<K, R> Default for Table<K, R> {
    fn default() -> Self {
        Self {
            rows: HashMap::new(),
            journal: Vec::new(),
        }
    }
}

impl<K: Hash + Eq + Clone, R: PartialEq> Table<K, R> {
    /// Stores a row as read from the database. `None`: the database has no such row.
    pub(super) fn read(&mut self, key: K, row: Option<R>, is_locked: bool) {
        let was = row.map(Arc::new);
        let is = was.clone();
        let state = TableRow { was, is, is_locked };
        self.rows.insert(key, state);
    }

    /// Returns the current row. `None`: it was not read. `Some(None)`: it does not exist.
    pub(super) fn get(&self, key: &K) -> Option<Option<Arc<R>>> {
        self.rows.get(key).map(|state| state.is.clone())
    }

    /// Returns the current row as [`Table::get`] does, but by reference.
    pub(super) fn look(&self, key: &K) -> Option<Option<&R>> {
        self.rows.get(key).map(|state| state.is.as_deref())
    }

    pub(super) fn is_known(&self, key: &K) -> bool {
        self.rows.contains_key(key)
    }

    pub(super) fn is_locked(&self, key: &K) -> bool {
        self.rows.get(key).is_some_and(|state| state.is_locked)
    }

    pub(super) fn is_any_known(&self) -> bool {
        !self.rows.is_empty()
    }

    pub(super) fn is_any_locked(&self) -> bool {
        self.rows.values().any(|state| state.is_locked)
    }

    /// Returns whether any row was set.
    pub(super) fn is_any_set(&self) -> bool {
        !self.journal.is_empty()
    }

    /// Removes the row from the table, so that it counts as not read.
    pub(super) fn forget(&mut self, key: &K) {
        self.rows.remove(key);
    }

    /// Returns whether the row differs from the database.
    pub(super) fn is_changed(&self, key: &K) -> bool {
        let state = self.rows.get(key);
        state.is_some_and(|state| state.was != state.is)
    }

    /// Returns whether the row is removed, and exists in the database.
    pub(super) fn is_removed(&self, key: &K) -> bool {
        let state = self.rows.get(key);
        state.is_some_and(|state| state.was.is_some() && state.is.is_none())
    }

    /// Sets a row that was read. Other keys are ignored.
    pub(super) fn set(&mut self, key: K, row: Option<Arc<R>>) {
        if let Some(state) = self.rows.get_mut(&key) {
            let before = std::mem::replace(&mut state.is, row);
            self.journal.push((key, before));
        }
    }

    /// Returns all current rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Arc<R>> {
        self.rows.values().filter_map(|state| state.is.as_ref())
    }

    /// Returns the current rows with these keys.
    pub(super) fn rows_of<'a>(
        &'a self,
        keys: impl IntoIterator<Item = K> + 'a,
    ) -> impl Iterator<Item = &'a Arc<R>> {
        keys.into_iter()
            .filter_map(|key| self.rows.get(&key)?.is.as_ref())
    }

    /// Returns the number of journal entries, as a mark for [`Table::undo`] and [`Table::since`].
    pub(super) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Undoes everything that was set since the mark.
    pub(super) fn undo(&mut self, mark: usize) {
        for (key, before) in self.journal.drain(mark..).rev() {
            if let Some(state) = self.rows.get_mut(&key) {
                state.is = before;
            }
        }
    }

    /// Returns the rows that differ from their values at the mark, in the order in which they were
    /// first set.
    pub(super) fn since(&self, mark: usize) -> Vec<(K, Differs<R>)> {
        let mut met = HashSet::new();
        let first = self.journal[mark..].iter();
        first
            .filter(|(key, _)| met.insert(key))
            .filter_map(|(key, before)| {
                let is = self.rows.get(key)?.is.clone();
                (*before != is).then(|| (key.clone(), (before.clone(), is)))
            })
            .collect()
    }

    /// Returns the rows that differ from the database.
    pub(super) fn to_write(&self) -> Vec<Differs<R>> {
        let mut met = HashSet::new();
        let keys = self.journal.iter().map(|(key, _)| key);
        keys.filter(|key| met.insert(*key))
            .filter_map(|key| {
                let state = self.rows.get(key)?;
                (state.was != state.is).then(|| (state.was.clone(), state.is.clone()))
            })
            .collect()
    }
}
