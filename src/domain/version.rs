//! Row versions: a caller can state what they expect of the row that they change.

use serde::{Deserialize, Serialize};
use serde_with::{As, OneOrMany, Same};

use crate::error::{Code, Error, Result};

use super::event::Audited;

/// The caller's expectation of the row that a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expected {
    /// The row exists. A retired membership does not count.
    Present,
    /// The row does not exist, or is a retired membership.
    Absent,
    /// The row has one of these versions. A row that does not exist has version 0. A single version
    /// is serialized as a number.
    #[serde(untagged)]
    OneOf(#[serde(with = "As::<OneOrMany<Same>>")] Vec<i64>),
}

impl From<i32> for Expected {
    fn from(version: i32) -> Self {
        Self::OneOf(vec![version.into()])
    }
}

/// Checks that the row is as expected. Without an expectation every row passes.
///
/// The caller must have locked the row, and the actor must be allowed to see it, because the error
/// contains the version of the row.
///
/// # Errors
/// `VERSION_MISMATCH` if the row is not as expected.
pub(super) fn must_be<R: Audited>(expected: Option<&Expected>, row: Option<&R>) -> Result<()> {
    let Some(expected) = expected else {
        return Ok(());
    };
    let noun = R::ENTITY;
    let version = row.map_or(0, Audited::version);
    let is_present = row.is_some_and(Audited::is_in_force);
    let message = match expected {
        Expected::Present if is_present => return Ok(()),
        Expected::Absent if !is_present => return Ok(()),
        Expected::OneOf(versions) if versions.contains(&version) => return Ok(()),
        Expected::Present => {
            format!("There is no such {noun}. Repeat the change without a condition to create it.")
        }
        Expected::Absent => {
            format!("The {noun} already exists, with version {version}. Read it, then change it.")
        }
        Expected::OneOf(_) if row.is_none() => format!(
            "There is no such {noun}, and no version of it. Repeat the change without a version to create it."
        ),
        Expected::OneOf(versions) => {
            let versions: Vec<String> = versions.iter().map(i64::to_string).collect();
            let versions = match versions.is_empty() {
                true => "another".to_owned(),
                false => versions.join(" or "),
            };
            format!(
                "The {noun} has version {version}, not {versions}. Read it again, then repeat the change."
            )
        }
    };
    Err(Error::new(Code::VersionMismatch, message).at("ifVersion"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_is_serialized_as_a_number() {
        for (expected, json) in [
            (Expected::from(7), "7"),
            (Expected::OneOf(vec![7, 8]), "[7,8]"),
            (Expected::OneOf(Vec::new()), "[]"),
            (Expected::Present, "\"Present\""),
            (Expected::Absent, "\"Absent\""),
        ] {
            assert_eq!(serde_json::to_string(&expected).expect("JSON"), json);
            let read: Expected = serde_json::from_str(json).expect("an expectation");
            assert_eq!(read, expected);
        }
    }
}
