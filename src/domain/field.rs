//! What people type into fields: parsed once, at the door, bounded, and kept as a type that cannot be wrong.
//!
//! Every error names the argument and the fix. To add a kind of field: a type with `parse(field, text)`.

use crate::{
    error::{Code, Error, Result},
    fold,
};

/// Characters of a name at the most.
pub const MAX_NAME: usize = 255;
/// Bytes of an external id at the most.
pub const MAX_EXTERNAL_ID: usize = 255;

/// What is said of a name that is empty.
pub const EMPTY: &str = "is empty; give at least one character";

/// Bytes of what is searched for at the most.
const MAX_CRITERION: usize = 1_024;
/// Characters of a part of a name at the least.
const MIN_PART: usize = 3;

/// A change to something that can be empty: `None` leaves it, `Some(None)` clears it.
pub type Patch<T> = Option<Option<T>>;

/// The name of a person or a thing: 1 to 255 characters, trimmed, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Name(String);

impl Name {
    /// # Errors
    /// `INVALID_VALUE`.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        let text = text.trim();
        if text.chars().all(is_invisible) {
            return Err(Error::invalid(field, EMPTY));
        }
        // Bytes first: counting the characters of megabytes would be work for nothing.
        if text.len() > MAX_NAME * 4 || text.chars().count() > MAX_NAME {
            return Err(Error::invalid(
                field,
                format!("is too long; {MAX_NAME} characters at most"),
            ));
        }
        no_control_characters(field, text)?;
        Ok(Self(text.to_owned()))
    }

    /// As it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is compared and sorted.
    #[must_use]
    pub fn key(&self) -> String {
        fold::key(&self.0)
    }
}

/// What another system calls this: 1 to 255 bytes, taken exactly as given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct ExternalId(String);

impl ExternalId {
    /// # Errors
    /// `INVALID_VALUE`.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(Error::invalid(field, "is empty; pass null for none"));
        }
        if text.len() > MAX_EXTERNAL_ID {
            return Err(Error::invalid(
                field,
                format!("is too long; {MAX_EXTERNAL_ID} bytes at most"),
            ));
        }
        no_control_characters(field, text)?;
        Ok(Self(text.to_owned()))
    }

    /// As given.
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

/// Characters that take no room: a name of these alone looks empty.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What is searched for is not longer than anything that could be found.
pub(super) fn bounded(field: &'static str, text: &str) -> Result<()> {
    if text.len() > MAX_CRITERION {
        return Err(Error::invalid(
            field,
            format!("is too long; {MAX_CRITERION} bytes at most"),
        ));
    }
    Ok(())
}

/// A part of a name, folded like the names in which it is looked for. Both forms are counted: where accents are dropped,
/// accents alone are nothing to search for.
pub(super) fn part_of_name(name: &str, fold: fn(&str) -> String) -> Result<String> {
    bounded("name", name)?;
    no_control_characters("name", name)?;
    let part = fold(name);
    if name.trim().chars().count() < MIN_PART || part.chars().count() < MIN_PART {
        return Err(Error::new(
            Code::NameTooShort,
            format!("`name` needs at least {MIN_PART} characters, not counting accents."),
        )
        .at("name"));
    }
    Ok(part)
}

/// Control characters break logs, terminals and CSV files, and PostgreSQL keeps no NUL.
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
            "a\nb",
            "a\u{0}b",
            &"x".repeat(10_000),
            &"é".repeat(MAX_NAME + 1),
        ] {
            let error = Name::parse("name", bad).expect_err("refused");
            assert_eq!(error.field(), Some("name"));
        }
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
