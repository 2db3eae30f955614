//! Lists sorted by a number of members. No column has that number, because each change of a
//! membership would have to write it, so the rows of the list are counted and sorted in memory. That
//! is possible only for few rows.

use uuid::Uuid;

use crate::{
    error::{Code, Error, Result},
    page::{Key, Kind},
};

/// The maximum number of rows that are sorted.
pub(in crate::domain) const MOST: u32 = 1_000;

/// The columns of an order by members, then name, then id.
pub(in crate::domain) const COLUMNS: &[(&str, Kind)] = &[
    ("members", Kind::Number),
    ("name_key", Kind::Text),
    ("id", Kind::Id),
];

/// A row with the number of its members.
#[derive(Debug, Clone)]
pub struct Counted<T> {
    /// The row.
    pub row: T,
    /// The number of members that the actor may see.
    pub members: i32,
}

/// Returns the values of a row in an order by members.
pub(in crate::domain) fn keys(members: i32, name_key: &str, id: impl Into<Uuid>) -> Vec<Key> {
    vec![
        Key::Number(members),
        Key::Text(name_key.to_owned()),
        Key::Id(id.into()),
    ]
}

/// Returns a count as the number of members.
pub(in crate::domain) fn members(count: Option<&i64>) -> i32 {
    count.map_or(0, |count| i32::try_from(*count).unwrap_or(i32::MAX))
}

/// Checks that the rows of a list are few enough to be sorted.
///
/// # Errors
/// `LIMIT_EXCEEDED` for more than [`MOST`] rows.
pub(in crate::domain) fn few<T>(rows: Vec<T>) -> Result<Vec<T>> {
    match rows.len() > MOST as usize {
        false => Ok(rows),
        true => {
            let message = format!(
                "Only lists of at most {MOST} rows can be sorted by members. Narrow the list with `filter`, or choose another order."
            );
            Err(Error::new(Code::LimitExceeded, message).at("orderBy"))
        }
    }
}
