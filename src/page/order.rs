//! The order of a list, and the values of a row in that order.

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The order of a list of `T`: columns that together are unique for each row, all ascending. An
/// index contains them in this order.
pub struct Order<T> {
    /// The name of the order, which its cursors contain.
    pub name: &'static str,
    /// The columns as SQL, and their types.
    pub columns: &'static [(&'static str, Kind)],
    /// Returns a row's values in these columns.
    pub keys: fn(&T) -> Vec<Key>,
}

/// The type of a column of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Text, compared by bytes.
    Text,
    /// Times.
    Time,
    /// Ids.
    Id,
}

/// A value in a column of an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// A number.
    #[serde(rename = "n")]
    Number(i32),
    /// Text.
    #[serde(rename = "s")]
    Text(String),
    /// A time.
    #[serde(rename = "t")]
    Time(DateTime<Utc>),
    /// An id.
    #[serde(rename = "i")]
    Id(Uuid),
}

impl Key {
    /// Returns whether a column of this type can contain the value. PostgreSQL stores no text with
    /// a NUL character, and no time as late as the maximum of the time type, the year 262142.
    pub(super) fn is(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::Number(_), Kind::Number) | (Self::Id(_), Kind::Id) => true,
            (Self::Text(text), Kind::Text) => !text.contains('\0'),
            (Self::Time(time), Kind::Time) => (0..=9999).contains(&time.year()),
            _ => false,
        }
    }
}

impl<I: Into<Uuid>> From<I> for Key {
    fn from(id: I) -> Self {
        Self::Id(id.into())
    }
}
