//! Values of a body that clients write in different ways.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, de};

/// Parses digits without a sign or spaces.
pub(super) fn parse(text: &str) -> Option<i64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

/// An integer id, sent as a number or as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IntegerId(pub(super) i64);

impl<'de> Deserialize<'de> for IntegerId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = IntegerId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<IntegerId, E> {
                // Larger numbers were never assigned.
                Ok(IntegerId(i64::try_from(number).unwrap_or(i64::MAX)))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<IntegerId, E> {
                Ok(IntegerId(number))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<IntegerId, E> {
                let number = parse(text).map(IntegerId);
                number.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Deserializes an optional integer id. An empty text means that the client does not know the id
/// yet.
pub(super) fn maybe_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<IntegerId>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        IntegerId(IntegerId),
        Text(String),
    }
    match Option::deserialize(deserializer)? {
        Some(Given::IntegerId(number)) => Ok(Some(number)),
        Some(Given::Text(text)) if text.is_empty() => Ok(None),
        Some(Given::Text(text)) => Err(de::Error::invalid_value(
            de::Unexpected::Str(&text),
            &"a number",
        )),
        None => Ok(None),
    }
}

/// A text. An integer is accepted and read as its digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text(String);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Text, E> {
                Ok(Text(text))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            // serde_json also reads integers of more than 64 bits as floats, which loses digits.
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Text, E> {
                Err(E::custom(
                    "only integers of up to 64 bits are accepted as text; send this number in quotes",
                ))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
