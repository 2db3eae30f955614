//! Reads a map from a TOML file.

use std::path::Path;

use serde_json::Value as Json;

use crate::error::{Code, Error, Result};

/// Reads the map in a TOML file, as the JSON of `PlanSyncInput.map`.
///
/// # Errors
/// `INVALID_VALUE` if the file cannot be read or is not valid TOML.
pub(super) fn read(file: &Path) -> Result<Json> {
    let invalid = |error: &dyn std::fmt::Display| {
        let message = format!("`map` cannot be read: {}: {error}", file.display());
        Error::new(Code::InvalidValue, message)
    };
    let text = std::fs::read_to_string(file).map_err(|error| invalid(&error))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| invalid(&error))?;
    serde_json::to_value(table).map_err(|error| invalid(&error))
}
