//! Pagination of lists: orders, page requests and cursors.
//!
//! A cursor is base64url of JSON: the format version, the name of the order, and one row's values
//! in that order. A cursor grants nothing: a caller with a cursor still sees only rows that they
//! may see. The next page is found by these values and not by counting rows, so it costs no more
//! than the first page, and rows that are added or removed meanwhile shift no other rows.

mod cursor;
mod order;

use std::collections::HashMap;

use uuid::Uuid;

use crate::error::{Code, Error, Result};

pub use cursor::Position;
pub use order::{Key, Kind, Order};

/// The default number of rows of a page.
pub const DEFAULT_FIRST: u32 = 50;
/// The maximum number of rows of a page.
pub const MAX_FIRST: u32 = 1_000;
/// The maximum number of rows that can be skipped by counting.
pub const MAX_SKIP: u32 = 10_000;

/// Page arguments as the caller sent them, before validation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The maximum number of rows from the start.
    pub first: Option<i32>,
    /// The cursor after which the rows begin.
    pub after: Option<&'a str>,
    /// The maximum number of rows from the end.
    pub last: Option<i32>,
    /// The cursor before which the rows end.
    pub before: Option<&'a str>,
    /// Whether the list is presented from the end of its order to the start.
    pub is_descending: bool,
}

/// A validated request for a page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageRequest {
    size: u32,
    /// Whether rows are read from the end of the order.
    backwards: bool,
    /// The number of rows to skip from that end.
    skip: u32,
    /// Whether the list is presented from the end of its order to the start.
    is_reversed: bool,
    after: Option<Vec<Key>>,
    before: Option<Vec<Key>>,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows with their positions.
    pub items: Vec<(Position, T)>,
    /// Whether rows follow.
    pub has_next: bool,
    /// Whether there are previous rows.
    pub has_previous: bool,
}

impl PageRequest {
    /// Validates the page arguments for a list in this order.
    ///
    /// # Errors
    /// `INVALID_VALUE` if a number is out of range, or if `first` and `last` are both set.
    /// `INVALID_CURSOR` for a cursor that was not returned for this order.
    pub fn parse<T>(order: &Order<T>, wanted: Wanted<'_>) -> Result<Self> {
        if wanted.first.is_some() && wanted.last.is_some() {
            return Err(Error::invalid("last", "cannot be combined with `first`"));
        }
        let cursor = |field, cursor: Option<&str>| {
            cursor
                .map(|cursor| cursor::read(order, field, cursor))
                .transpose()
        };
        let (first, last) = (size("first", wanted.first)?, size("last", wanted.last)?);
        let is_from_end = last.is_some() || (first.is_none() && wanted.before.is_some());
        let after = cursor("after", wanted.after)?;
        let before = cursor("before", wanted.before)?;
        // In a descending list, the rows after a cursor are those that precede it in the order.
        let (after, before) = match wanted.is_descending {
            false => (after, before),
            true => (before, after),
        };
        Ok(Self {
            size: first.or(last).unwrap_or(DEFAULT_FIRST),
            backwards: is_from_end != wanted.is_descending,
            skip: 0,
            is_reversed: wanted.is_descending,
            after,
            before,
        })
    }

    /// Returns a request for the first page of a list, with the maximum size. [`PageRequest::next`]
    /// returns the requests for the rest of the list.
    #[must_use]
    pub fn all() -> Self {
        Self {
            size: MAX_FIRST,
            backwards: false,
            skip: 0,
            is_reversed: false,
            after: None,
            before: None,
        }
    }

    /// Returns a request for `size` rows after the first `skip` rows, for protocols with page
    /// numbers. The database reads every skipped row, so `skip` is limited.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` if `skip` is 10,000 or more. `INVALID_VALUE` if `size` is more than 1,000.
    pub fn counted(skip: u32, size: u32) -> Result<Self> {
        if skip >= MAX_SKIP {
            return Err(Error::new(
                Code::LimitExceeded,
                format!(
                    "Only the first {MAX_SKIP} rows can be reached by page number. Use a cursor, or narrow the list."
                ),
            ));
        }
        if size > MAX_FIRST {
            return Err(Error::invalid(
                "limit",
                format!("must be between 0 and {MAX_FIRST}, not {size}"),
            ));
        }
        Ok(Self {
            size,
            backwards: false,
            skip,
            is_reversed: false,
            after: None,
            before: None,
        })
    }

    /// Returns a request for the rows of this page and all skipped rows. A list that is merged from
    /// several queries reads these rows from each of them and skips afterwards.
    #[must_use]
    pub(crate) fn with_all_before(&self) -> Self {
        Self {
            size: self.skip + self.size,
            skip: 0,
            ..self.clone()
        }
    }

    /// Returns the maximum number of rows of the page.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Returns the number of rows to skip.
    #[must_use]
    pub fn skip(&self) -> u32 {
        self.skip
    }

    /// Returns the request for the page after this one, if there is one.
    #[must_use]
    pub fn next<T>(&self, page: &Page<T>) -> Option<Self> {
        let (last, _) = page.items.last().filter(|_| page.has_next)?;
        let keys = Some(last.keys.clone());
        let mut next = self.clone();
        next.skip = 0;
        match self.is_reversed {
            true => next.before = keys,
            false => next.after = keys,
        }
        Some(next)
    }

    /// Returns the number of rows to request from the database: one more than the page has, which
    /// shows whether more rows follow.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.size + 1
    }

    /// Returns whether rows are read from the end of the order.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        self.backwards
    }

    /// Returns the values that rows must be greater than.
    #[must_use]
    pub fn after(&self) -> Option<&[Key]> {
        self.after.as_deref()
    }

    /// Returns the values that rows must be less than.
    #[must_use]
    pub fn before(&self) -> Option<&[Key]> {
        self.before.as_deref()
    }

    /// Builds the page from all rows of a list, in any order.
    #[must_use]
    pub fn page_of_all<T>(&self, order: &Order<T>, rows: Vec<T>) -> Page<T> {
        let is_between = |row: &T| {
            let keys = (order.keys)(row);
            self.after.as_ref().is_none_or(|after| keys > *after)
                && self.before.as_ref().is_none_or(|before| keys < *before)
        };
        self.page(order, rows.into_iter().filter(is_between).collect())
    }

    /// Builds the page from the rows that the database returned: up to [`PageRequest::limit`] rows
    /// from the requested end, in any order.
    #[must_use]
    pub fn page<T>(&self, order: &Order<T>, rows: Vec<T>) -> Page<T> {
        let mut items: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let keys = (order.keys)(&row);
                let order = order.name;
                (Position { order, keys }, row)
            })
            .collect();
        items.sort_by(|(a, _), (b, _)| match self.backwards {
            false => a.keys.cmp(&b.keys),
            true => b.keys.cmp(&a.keys),
        });
        let more = items.len() > self.size as usize;
        items.truncate(self.size as usize);
        let (start, end) = match self.is_reversed {
            false => (&self.after, &self.before),
            true => (&self.before, &self.after),
        };
        let is_from_start = self.backwards == self.is_reversed;
        if !is_from_start {
            items.reverse();
        }
        Page {
            items,
            has_next: end.is_some() || (more && is_from_start),
            has_previous: start.is_some() || self.skip > 0 || (more && !is_from_start),
        }
    }
}

impl PageRequest {
    /// Builds a page for each parent that has rows. Each row comes with the id of its parent.
    #[must_use]
    pub fn pages<T>(&self, order: &Order<T>, rows: Vec<(Uuid, T)>) -> HashMap<Uuid, Page<T>> {
        let mut by_parent = HashMap::<_, Vec<T>>::new();
        for (parent, row) in rows {
            by_parent.entry(parent).or_default().push(row);
        }
        let by_parent = by_parent.into_iter();
        by_parent
            .map(|(parent, rows)| (parent, self.page(order, rows)))
            .collect()
    }
}

impl<T> Page<T> {
    /// Converts the rows of the page. Positions are kept.
    #[must_use]
    pub fn map<U>(self, make: impl Fn(T) -> U) -> Page<U> {
        let items = self.items.into_iter();
        Page {
            items: items.map(|(at, row)| (at, make(row))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

fn size(field: &'static str, given: Option<i32>) -> Result<Option<u32>> {
    let Some(given) = given else {
        return Ok(None);
    };
    let fit = u32::try_from(given).ok().filter(|size| *size <= MAX_FIRST);
    let out = || {
        let message = format!("must be between 0 and {MAX_FIRST}, not {given}");
        Error::invalid(field, message)
    };
    fit.ok_or_else(out).map(Some)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    use chrono::{DateTime, Utc};

    use super::*;

    const NUMBERS: Order<i32> = Order {
        name: "numbers",
        columns: &[("n", Kind::Number)],
        keys: |number| vec![Key::Number(*number)],
    };

    fn request(wanted: Wanted<'_>) -> PageRequest {
        PageRequest::parse(&NUMBERS, wanted).expect("allowed")
    }

    fn code(wanted: Wanted<'_>) -> Code {
        let refused = PageRequest::parse(&NUMBERS, wanted).expect_err("refused");
        refused.code()
    }

    fn cursor(order: &'static str, keys: Vec<Key>) -> String {
        Position { order, keys }.cursor().expect("plain")
    }

    #[test]
    fn a_cursor_is_taken_back_for_its_own_order_alone() {
        let own = cursor("numbers", vec![Key::Number(7)]);
        let taken = request(Wanted {
            after: Some(&own),
            ..Wanted::default()
        });
        assert_eq!(taken.after(), Some(&[Key::Number(7)][..]));
        for unusable in [
            cursor("users", vec![Key::Number(7)]),
            cursor("numbers", vec![]),
            cursor("numbers", vec![Key::Text("7".into())]),
            "x".to_owned(),
            "A".repeat(5_000),
            BASE64_URL_SAFE_NO_PAD.encode(r#"[1,"numbers",[{"n":7}]]"#),
        ] {
            let (after, before) = (Some(unusable.as_str()), Some(unusable.as_str()));
            let wanted = Wanted::default();
            assert_eq!(code(Wanted { after, ..wanted }), Code::InvalidCursor);
            assert_eq!(code(Wanted { before, ..wanted }), Code::InvalidCursor);
        }
    }

    #[test]
    fn a_cursor_holds_no_value_that_a_database_cannot_take() {
        assert!(!Key::Text("a\0".into()).is(Kind::Text));
        assert!(!Key::Time(DateTime::<Utc>::MAX_UTC).is(Kind::Time));
        assert!(Key::Time(DateTime::<Utc>::UNIX_EPOCH).is(Kind::Time));
    }

    #[test]
    fn a_page_is_from_nothing_to_a_thousand_rows_of_one_end() {
        let wanted = Wanted::default();
        for size in [Some(-1), Some(1_001), Some(i32::MAX)] {
            let (first, last) = (size, size);
            assert_eq!(code(Wanted { first, ..wanted }), Code::InvalidValue);
            assert_eq!(code(Wanted { last, ..wanted }), Code::InvalidValue);
        }
        let (first, last) = (Some(1), Some(1));
        let both = Wanted {
            first,
            last,
            ..wanted
        };
        assert_eq!(code(both), Code::InvalidValue);
        let none = request(Wanted {
            first: Some(0),
            ..wanted
        });
        assert!(none.page(&NUMBERS, vec![1]).items.is_empty());
    }

    #[test]
    fn rows_stand_in_the_lists_order_whichever_end_they_were_read_from() {
        let numbers = |page: Page<i32>| -> Vec<i32> {
            let items = page.items.into_iter();
            items.map(|(_, number)| number).collect()
        };
        let (first, last) = (Some(2), Some(2));
        let wanted = Wanted::default();
        let forwards = request(Wanted { first, ..wanted }).page(&NUMBERS, vec![3, 1, 2]);
        assert!(forwards.has_next && !forwards.has_previous);
        assert_eq!(numbers(forwards), [1, 2]);
        let backwards = request(Wanted { last, ..wanted }).page(&NUMBERS, vec![9, 7, 8]);
        assert!(backwards.has_previous && !backwards.has_next);
        assert_eq!(numbers(backwards), [8, 9]);
    }

    #[test]
    fn descending_list_continues_towards_the_start_of_its_order() {
        let numbers = |page: &Page<i32>| -> Vec<i32> {
            let items = page.items.iter();
            items.map(|(_, number)| *number).collect()
        };
        let wanted = Wanted {
            first: Some(2),
            is_descending: true,
            ..Wanted::default()
        };
        let first = request(wanted);
        let page = first.page(&NUMBERS, vec![9, 7, 8]);
        assert!(page.has_next && !page.has_previous);
        assert_eq!(numbers(&page), [9, 8]);
        let second = first.next(&page).expect("another page");
        assert!(second.is_backwards() && second.after().is_none());
        assert_eq!(second.before(), Some(&[Key::Number(8)][..]));
        let page = second.page(&NUMBERS, vec![7]);
        assert!(!page.has_next && page.has_previous);
        assert_eq!(numbers(&page), [7]);
        let last = request(Wanted {
            first: None,
            last: Some(2),
            ..wanted
        });
        assert!(!last.is_backwards());
        let page = last.page(&NUMBERS, vec![3, 1, 2]);
        assert!(!page.has_next && page.has_previous);
        assert_eq!(numbers(&page), [2, 1]);
        let before = cursor("numbers", vec![Key::Number(1)]);
        let last = request(Wanted {
            first: None,
            before: Some(&before),
            ..wanted
        });
        assert_eq!(last.after(), Some(&[Key::Number(1)][..]));
        assert!(last.before().is_none() && !last.is_backwards());
        let page = last.page(&NUMBERS, vec![3, 2]);
        assert!(page.has_next && !page.has_previous);
        assert_eq!(numbers(&page), [3, 2]);
    }
}
