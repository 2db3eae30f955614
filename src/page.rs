//! Pages of a list: how many, from where on, and the cursor that says where.
//!
//! A cursor is base64url of JSON: the form's version, the order that it belongs to, and the key values of one row. It grants
//! nothing: whoever shows one still sees only what he may see.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::{Code, Error, Result};

/// Rows of a page when nobody says.
pub const DEFAULT_FIRST: u32 = 50;
/// Rows of a page at the most.
pub const MAX_FIRST: u32 = 1_000;
/// Bytes of a cursor at the most.
const MAX_CURSOR: usize = 1_024;
/// Changes when cursors of before can no longer be read.
const VERSION: u8 = 1;

/// Which part of a list is wanted, in the order whose keys are of type `K`.
#[derive(Debug, Clone)]
pub struct PageRequest<K> {
    /// Rows at the most.
    pub first: u32,
    /// The last row of the page before.
    pub after: Option<K>,
}

/// One part of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Rows follow.
    pub has_next: bool,
    /// Rows came before: the page did not start at the beginning.
    pub has_previous: bool,
}

impl<K: DeserializeOwned> PageRequest<K> {
    /// What a caller asked for, of the list in `order`.
    ///
    /// # Errors
    /// `INVALID_VALUE` for a number out of range, `INVALID_CURSOR` for a cursor that was not given out for this order.
    pub fn parse(order: &str, first: Option<i32>, after: Option<&str>) -> Result<Self> {
        let first = match first {
            None => DEFAULT_FIRST,
            Some(given) => u32::try_from(given)
                .ok()
                .filter(|first| *first <= MAX_FIRST)
                .ok_or_else(|| {
                    Error::invalid(
                        "first",
                        format!("is {given}; it must be from 0 to {MAX_FIRST}"),
                    )
                })?,
        };
        Ok(Self {
            first,
            after: after.map(|cursor| decode(order, cursor)).transpose()?,
        })
    }

    /// Rows to ask the database for: one more, to know whether more follow.
    #[must_use]
    pub fn limit(&self) -> i64 {
        i64::from(self.first) + 1
    }

    /// The page, of the rows that were found.
    #[must_use]
    pub fn page<T>(&self, mut items: Vec<T>) -> Page<T> {
        let first = self.first as usize;
        let has_next = items.len() > first;
        items.truncate(first);
        Page {
            items,
            has_next,
            has_previous: self.after.is_some(),
        }
    }
}

/// The cursor of a row with these keys.
///
/// # Errors
/// None that a plain key can cause.
pub fn encode<K: Serialize>(order: &str, keys: &K) -> Result<String> {
    let json = serde_json::to_vec(&(VERSION, order, keys)).map_err(Error::internal)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
}

fn decode<K: DeserializeOwned>(order: &str, cursor: &str) -> Result<K> {
    #[derive(Deserialize)]
    struct Form<K>(u8, String, K);
    let read = || {
        let json = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let Form(version, of, keys) = serde_json::from_slice::<Form<K>>(&json).ok()?;
        (version == VERSION && of == order).then_some(keys)
    };
    let keys = if cursor.len() <= MAX_CURSOR {
        read()
    } else {
        None
    };
    keys.ok_or_else(|| {
        Error::new(
            Code::InvalidCursor,
            "This cursor is damaged or was given out for another list; start again without it.",
        )
        .at("after")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_taken_back_for_its_own_order_alone() {
        let cursor = encode("tokens", &7).expect("plain");
        assert_eq!(decode::<i32>("tokens", &cursor).expect("own"), 7);
        for (order, cursor) in [
            ("users", cursor.as_str()),
            ("tokens", "x"),
            ("tokens", &"A".repeat(2_000)),
        ] {
            let error = decode::<i32>(order, cursor).expect_err("refused");
            assert_eq!(error.code(), Code::InvalidCursor);
        }
    }

    #[test]
    fn a_page_is_from_nothing_to_a_thousand_rows() {
        for first in [-1, 1_001, i32::MAX] {
            let error =
                PageRequest::<i32>::parse("tokens", Some(first), None).expect_err("refused");
            assert_eq!(error.code(), Code::InvalidValue);
        }
        let none = PageRequest::<i32>::parse("tokens", Some(0), None).expect("allowed");
        assert!(none.page(vec![1]).items.is_empty());
    }
}
