//! Integer ids, for protocols whose clients cannot use UUIDs.
//!
//! An integer id is random, so it reveals neither the age nor the number of objects. It grants no
//! access: a caller who maps an integer id to an id then reads the object within their own scope.
//! Integer ids are not part of the directory, so they have no audit events.

mod assign;
mod find;

pub use assign::AssignIntegerIds;
pub use find::{find, find_many, of};

use uuid::Uuid;

use crate::entity::integer_id::IntegerIdKind;

/// An object that has an integer id, or gets one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct IntegerIdOwner {
    /// The id of the object.
    pub id: Uuid,
    /// The kind of the object.
    pub kind: IntegerIdKind,
}

impl IntegerIdOwner {
    /// Creates a reference to the object of this kind with this id.
    #[must_use]
    pub fn new(kind: IntegerIdKind, id: impl Into<Uuid>) -> Self {
        Self {
            id: id.into(),
            kind,
        }
    }
}
