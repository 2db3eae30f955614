//! Numbers: integer ids for protocols whose clients cannot do with others.
//!
//! A number says nothing: it is random, tells neither age nor how many there are, and is no right to see what it stands for.
//! Whoever looks one up reads the thing itself next, within his scope. Numbers are no part of the directory: no event tells of
//! them.

mod assign;
mod find;

pub use assign::AssignIntegerIds;
pub use find::{find, find_many, of};

use uuid::Uuid;

use crate::entity::integer_id::IntegerIdKind;

/// A thing that has a number, or is to have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct IntegerIdOwner {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: IntegerIdKind,
}

impl IntegerIdOwner {
    /// The thing of this kind with this id.
    #[must_use]
    pub fn new(kind: IntegerIdKind, id: impl Into<Uuid>) -> Self {
        Self {
            id: id.into(),
            kind,
        }
    }
}
