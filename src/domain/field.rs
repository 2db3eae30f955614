//! Types for the values of fields. Doors parse text into these types once, so that every value of a
//! type is valid.
//!
//! Each error names the argument and the fix. To add a kind of field: add a type with `parse(field,
//! text)`.

use crate::{
    db::Sql,
    error::{Code, Error, Result},
    normalize::{self, TooShort},
};

/// The maximum length of a name, in characters.
pub const MAX_NAME: usize = 255;
/// The maximum length of an external id, in bytes.
pub const MAX_EXTERNAL_ID: usize = 255;

/// The message for a name without a visible character.
pub const EMPTY: &str = "has no visible character; give at least one";

/// The maximum length of a search text, in bytes.
const MAX_CRITERION: usize = 1_024;

/// A change to an optional value: `None` leaves the value, `Some(None)` clears it.
pub type Patch<T> = Option<Option<T>>;

/// The name of a person or an object: 1 to 255 characters, at least one of them visible. Each run
/// of white space is replaced by one space. A name has no control characters, and has invisible
/// characters only where they change how the name looks ([`normalize::misplaced`]).
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Name(String);

impl Name {
    /// Parses a name.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is not a valid name.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let text = text.trim();
        // Checks bytes first, so that the characters of megabytes are not counted.
        if text.len() > MAX_NAME * 4 || text.chars().count() > MAX_NAME {
            return Err(Error::invalid(
                field,
                format!("is too long; at most {MAX_NAME} characters are allowed"),
            ));
        }
        let text = normalize::spaced(text);
        if normalize::is_blank(&text) {
            return Err(Error::invalid(field, EMPTY));
        }
        no_control_characters(field, &text)?;
        visible(field, normalize::misplaced(&text))?;
        Ok(Self(text))
    }

    /// Parses a name that may be empty, such as the last name of a person who has one name.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is neither empty nor a valid name.
    pub fn optional(field: &'static str, text: &str) -> Result<Self> {
        match text.trim() {
            "" => Ok(Self(String::new())),
            text => Self::parse(field, text),
        }
    }

    /// Returns a name that a row has, which may predate the rules of [`Name::parse`].
    #[must_use]
    pub(super) fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the name for display.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the normalized name for comparing and sorting.
    #[must_use]
    pub fn key(&self) -> String {
        normalize::key(&self.0)
    }
}

/// The id of an object in another system: 1 to 255 bytes without control characters, not trimmed or
/// normalized.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct ExternalId(String);

impl ExternalId {
    /// Parses an external id.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is empty, is too long or has a control character.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(Error::invalid(field, "is empty; pass null for none"));
        }
        if text.len() > MAX_EXTERNAL_ID {
            return Err(Error::invalid(
                field,
                format!("is too long; at most {MAX_EXTERNAL_ID} bytes are allowed"),
            ));
        }
        no_control_characters(field, text)?;
        Ok(Self(text.to_owned()))
    }

    /// Returns an id that a row has.
    #[must_use]
    pub(super) fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<ExternalId> for String {
    fn from(id: ExternalId) -> Self {
        id.0
    }
}

/// A text to search orgs or groups by: a part of a name, or a whole external id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NameSearch {
    key: String,
    is_prefix: bool,
    external_id: String,
}

impl NameSearch {
    /// Parses a search text. A text of fewer than three characters, or two of Han, Kana or Hangul,
    /// matches only the beginning of a name. Returns `None` for a blank text, which searches for
    /// nothing.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the text is too long or has a control character.
    pub fn parse(field: &'static str, text: &str) -> Result<Option<Self>> {
        bounded(field, text)?;
        let text = normalize::spaced(text);
        no_control_characters(field, &text)?;
        if normalize::is_blank(&text) {
            return Ok(None);
        }
        Ok(Some(Self {
            key: normalize::key(&text),
            is_prefix: normalize::searchable(&text).is_err(),
            external_id: text,
        }))
    }

    /// Appends the condition that the row with the alias `row` matches, which has the columns
    /// `name_key` and `external_id`.
    pub(super) fn matches(&self, sql: &mut Sql, row: &str) {
        let name = format!("{row}.name_key");
        sql.push("(");
        match self.is_prefix {
            true => sql.has_prefix(&name, &self.key),
            false => sql.has(&name, &self.key),
        };
        sql.push(" OR ")
            .push(row)
            .push(".external_id = ")
            .bind(self.external_id.as_str())
            .push(")");
    }
}

/// Checks that no invisible character was found. With invisible characters, two different names or
/// addresses would look the same.
///
/// # Errors
/// `INVALID_VALUE` if `invisible` is a character.
pub(super) fn visible(field: &'static str, invisible: Option<char>) -> Result<()> {
    match invisible {
        None => Ok(()),
        Some(found) => Err(Error::invalid(
            field,
            format!(
                "contains the invisible character U+{:04X}; remove it",
                found as u32
            ),
        )),
    }
}

/// Checks that a search text is not longer than [`MAX_CRITERION`]. No stored text that can be
/// searched for is longer.
///
/// # Errors
/// `INVALID_VALUE` if the text is too long.
pub(super) fn bounded(field: &'static str, text: &str) -> Result<()> {
    if text.len() > MAX_CRITERION {
        return Err(Error::invalid(
            field,
            format!("is too long; at most {MAX_CRITERION} bytes are allowed"),
        ));
    }
    Ok(())
}

/// Parses a search text for names, and normalizes it with `normalized` like the names to search.
///
/// # Errors
/// `INVALID_VALUE` if the text is too long or has a control character, `NAME_TOO_SHORT` if it is
/// too short for a search.
pub(super) fn part_of_name(name: &str, normalized: fn(&str) -> String) -> Result<String> {
    bounded("name", name)?;
    let name = normalize::spaced(name);
    no_control_characters("name", &name)?;
    let message = match normalize::searchable(&name) {
        Ok(()) => return Ok(normalized(&name)),
        Err(TooShort::NeedsTwo) => "`name` needs at least 2 characters of Han, Kana or Hangul.",
        Err(TooShort::NeedsThree) => "`name` needs at least 3 characters, not counting accents.",
    };
    Err(Error::new(Code::NameTooShort, message).at("name"))
}

/// Checks that the text has no control characters. They break logs, terminals and CSV files, and
/// PostgreSQL cannot store NUL.
///
/// # Errors
/// `INVALID_VALUE` if the text has a control character.
pub(super) fn no_control_characters(field: &'static str, text: &str) -> Result<()> {
    match text.chars().find(|c| c.is_control()) {
        None => Ok(()),
        Some(found) => Err(Error::invalid(
            field,
            format!(
                "contains the control character U+{:04X}; remove it",
                found as u32
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_bounded() {
        assert_eq!(
            Name::parse("name", "  Ann  ").expect("valid").as_str(),
            "Ann"
        );
        assert!(Name::parse("name", &"é".repeat(MAX_NAME)).is_ok());
        for bad in [
            "",
            "   ",
            "\u{200b} \u{feff}",
            "\u{2800}",
            "a\u{1b}b",
            "a\u{202e}b",
            "a\u{ad}b",
            "a\u{0}b",
            &"x".repeat(10_000),
            &"é".repeat(MAX_NAME + 1),
        ] {
            let error = Name::parse("name", bad).expect_err("refused");
            assert_eq!(error.field(), Some("name"));
        }
    }

    #[test]
    fn a_run_of_white_space_in_a_name_is_one_blank() {
        for typed in [
            "Ann \u{a0}\u{3000} Lee",
            "Ann\tLee",
            "Ann\r\nLee",
            "Ann\u{85}\u{2028}Lee",
        ] {
            let name = Name::parse("name", typed).expect("valid");
            assert_eq!(name.as_str(), "Ann Lee");
        }
    }

    #[test]
    fn an_optional_name_may_be_empty() {
        for none in ["", "  "] {
            let name = Name::optional("last", none).expect("valid");
            assert_eq!(name.as_str(), "");
        }
        assert!(Name::optional("last", "\u{200b}").is_err());
    }

    #[test]
    fn an_external_id_is_taken_exactly() {
        assert_eq!(
            ExternalId::parse("externalId", " A ")
                .expect("valid")
                .as_str(),
            " A "
        );
        for bad in ["", "a\tb", &"x".repeat(MAX_EXTERNAL_ID + 1)] {
            assert!(ExternalId::parse("externalId", bad).is_err());
        }
    }
}
