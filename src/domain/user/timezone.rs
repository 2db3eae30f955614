//! Time zones, identified by IANA names.

use crate::error::{Error, Result};

/// An existing time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TimeZone(chrono_tz::Tz);

impl TimeZone {
    /// Parses an IANA name, ignoring case.
    ///
    /// # Errors
    /// `INVALID_VALUE` if no time zone has the name.
    pub fn parse(field: &'static str, text: &str) -> Result<Self> {
        chrono_tz::Tz::from_str_insensitive(text.trim())
            .map(Self)
            .map_err(|_| {
                Error::invalid(
                    field,
                    "is not a time zone; give an IANA name like Europe/Berlin",
                )
            })
    }

    /// Returns the IANA name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0.name()
    }
}
