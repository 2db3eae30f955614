//! What a list of memberships says: whom it names, each once, and what that means.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
};

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Problem, Result};

use super::{
    MembershipFields,
    plan::{MAX_CHANGES, Naming, Place, What},
};

/// What to do with those whom a list names, and with those whom it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SetMode {
    /// Those named are in the set afterwards; the others stay.
    #[default]
    Add,
    /// Those named are the whole set afterwards; the others are removed.
    Replace,
    /// Those named are not in the set afterwards; the others stay.
    Remove,
}

/// The rows of a list, as far as they were looked up.
pub(super) struct Named<K> {
    list: &'static str,
    mode: SetMode,
    /// What is named, and what is to become of it.
    pub(super) rows: Vec<(K, What, Place)>,
    first: HashMap<K, usize>,
}

impl<K: Copy + Eq + Hash> Named<K> {
    /// # Errors
    /// `LIMIT_EXCEEDED` for more rows than one call may change.
    pub(super) fn new(list: &'static str, mode: SetMode, rows: usize) -> Result<Self> {
        if rows > MAX_CHANGES {
            let message = format!("`{list}` has {rows} rows; {MAX_CHANGES} at most.");
            return Err(Error::new(Code::LimitExceeded, message).at(list));
        }
        Ok(Self {
            list,
            mode,
            rows: Vec::with_capacity(rows),
            first: HashMap::with_capacity(rows),
        })
    }

    /// The row at `index` names `key`. The same said twice is said once.
    pub(super) fn add(
        &mut self,
        index: usize,
        key: K,
        fields: &MembershipFields,
        same: impl FnOnce(usize) -> bool,
    ) -> Option<Problem> {
        let place = Place::row(self.list, index);
        let says_nothing = *fields == MembershipFields::default();
        if self.mode == SetMode::Remove && !says_nothing {
            let error = Error::invalid("membership", "is stated of what is to be removed");
            return Some(place.problem(None, error));
        }
        match self.first.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(index);
                let what = match self.mode {
                    SetMode::Add | SetMode::Replace => {
                        What::Put(fields.clone(), Naming::Membership)
                    }
                    SetMode::Remove => What::Remove,
                };
                self.rows.push((key, what, place));
                None
            }
            Entry::Occupied(first) if same(*first.get()) => None,
            Entry::Occupied(first) => {
                let message = format!(
                    "This is named with other fields at {}.{} already.",
                    self.list,
                    first.get()
                );
                Some(place.problem(None, Error::new(Code::InvalidValue, message)))
            }
        }
    }
}
