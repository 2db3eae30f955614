//! The schema's own scalars, `Uuid` and `DateTime`, and which values the scalars accept.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, SubsecRound, Utc};

use crate::clock::rfc3339;

/// Returns whether a value is valid for the scalar with this name.
pub(crate) fn is_valid(name: &str, value: &Value) -> bool {
    match name {
        "Uuid" => <Uuid as ScalarType>::is_valid(value),
        "DateTime" => <DateTime as ScalarType>::is_valid(value),
        // Any value; what the field expects is checked when it is parsed.
        "JSON" => true,
        _ => false,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Uuid(pub uuid::Uuid);

impl<T: Into<uuid::Uuid>> From<T> for Uuid {
    fn from(id: T) -> Self {
        Self(id.into())
    }
}

/// Parses a UUID with or without hyphens. Other forms that the `uuid` parser accepts (braces, URN)
/// are refused.
fn uuid(text: &str) -> Option<uuid::Uuid> {
    matches!(text.len(), 32 | 36)
        .then(|| uuid::Uuid::try_parse(text).ok())
        .flatten()
}

/// A UUID: 32 hexadecimal digits, with or without hyphens, in any case. Printed in lower case with
/// hyphens.
#[Scalar(name = "Uuid")]
impl ScalarType for Uuid {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => uuid(text).map(Self).ok_or_else(|| {
                InputValueError::custom(
                    "not a UUID: 32 hexadecimal digits, with or without hyphens",
                )
            }),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        matches!(value, Value::String(text) if uuid(text).is_some())
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateTime(pub chrono::DateTime<Utc>);

fn time(text: &str) -> Option<chrono::DateTime<Utc>> {
    let at = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    let at = at.with_timezone(&Utc).trunc_subsecs(6);
    // An offset can move the time to a year that RFC 3339 cannot represent.
    (0..=9999).contains(&at.year()).then_some(at)
}

/// An RFC 3339 timestamp. Printed in UTC with `Z` and six fractional digits, like
/// 2026-11-22T10:00:00.000000Z.
#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => time(text).map(Self).ok_or_else(|| {
                InputValueError::custom("not a time: RFC 3339, like 2026-11-22T10:00:00Z")
            }),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn is_valid(value: &Value) -> bool {
        matches!(value, Value::String(text) if time(text).is_some())
    }

    fn to_value(&self) -> Value {
        Value::String(rfc3339(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_accept_their_values_and_no_others() {
        for (name, text, expected) in [
            ("Uuid", "00000000-0000-0000-0000-000000000001", true),
            ("Uuid", "x", false),
            ("DateTime", "2026-01-01T00:00:00Z", true),
            ("DateTime", "today", false),
            ("JSON", "x", true),
            ("Other", "x", false),
        ] {
            assert_eq!(
                is_valid(name, &Value::from(text)),
                expected,
                "{name} {text}"
            );
        }
    }
}
