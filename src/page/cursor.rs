//! Cursors: positions of rows in a list, encoded as text.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;

use crate::error::{Code, Error, Result};

use super::{Key, Order};

/// The maximum length of a cursor in bytes. A normalized name of 255 characters can have 1,530
/// bytes.
const MAX_CURSOR: usize = 4_096;
/// The version of the cursor format. Cursors of other versions are rejected.
const VERSION: u8 = 2;

/// The position of a row in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub(super) order: &'static str,
    pub(super) keys: Vec<Key>,
}

impl Position {
    /// Encodes the position as a cursor.
    ///
    /// # Errors
    /// `INTERNAL` if the position cannot be serialized, which no row causes.
    pub fn cursor(&self) -> Result<String> {
        let json = serde_json::to_vec(&(VERSION, self.order, &self.keys));
        Ok(BASE64_URL_SAFE_NO_PAD.encode(json.map_err(Error::internal)?))
    }
}

/// Decodes a cursor that was returned for this order.
///
/// # Errors
/// `INVALID_CURSOR` for a cursor that is malformed or belongs to another order or version.
pub(super) fn read<T>(order: &Order<T>, field: &'static str, cursor: &str) -> Result<Vec<Key>> {
    decode(order, cursor).ok_or_else(|| unusable(field))
}

fn unusable(field: &'static str) -> Error {
    Error::new(
        Code::InvalidCursor,
        format!(
            "`{field}` is invalid, or belongs to another list, order or version. Start again without a cursor."
        ),
    )
    .at(field)
}

fn decode<T>(order: &Order<T>, cursor: &str) -> Option<Vec<Key>> {
    #[derive(Deserialize)]
    struct Form(u8, String, Vec<Key>);
    if cursor.len() > MAX_CURSOR {
        return None;
    }
    let json = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let Form(version, of, keys) = serde_json::from_slice(&json).ok()?;
    let is_own = version == VERSION && of == order.name && keys.len() == order.columns.len();
    let mut columns = order.columns.iter().zip(&keys);
    (is_own && columns.all(|((_, kind), key)| key.is(*kind))).then_some(keys)
}
