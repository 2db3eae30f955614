//! Time zones by their IANA names.

use crate::error::{Error, Result};

/// A time zone that exists, under its own spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TimeZone(chrono_tz::Tz);

impl TimeZone {
    /// # Errors
    /// `INVALID_VALUE`.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        chrono_tz::Tz::from_str_insensitive(text.trim())
            .map(Self)
            .map_err(|_| {
                Error::invalid(
                    field,
                    "is no time zone; give an IANA name like Europe/Berlin",
                )
            })
    }

    /// Its IANA name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.name()
    }
}
