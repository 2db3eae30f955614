//! Settings that hold secrets. The environment has each secret's value, or the name of a file with
//! the value: other programs of the same user can read the environment, and containers provide
//! secrets as files.

use std::{collections::BTreeMap, env::VarError, path::PathBuf};

use crate::error::{Code, Error, Result};

/// The settings that hold secrets. The variable that names the file of a secret is `TENANTRY_`, the
/// name in upper case, and `_FILE`.
pub(super) const SETTINGS: &[&str] = &["root_token", "database_url"];

/// Returns the secrets that the environment provides, as strings. figment would convert a token of
/// digits to a number.
///
/// # Errors
/// `INVALID_VALUE` if a setting has both a value and a file, if a value is not UTF-8, or if a file
/// cannot be read or is empty.
pub(super) fn from_environment() -> Result<BTreeMap<&'static str, String>> {
    let mut values = BTreeMap::new();
    for setting in SETTINGS {
        let variable = format!("TENANTRY_{}", setting.to_uppercase());
        let of_file = format!("{variable}_FILE");
        let value = match (of_variable(&variable)?, file(&of_file)) {
            (Some(_), Some(_)) => {
                return Err(unusable(format!(
                    "{variable} and {of_file} are both set. Unset one of them."
                )));
            }
            (Some(value), None) => value,
            (None, Some(file)) => of_file_named(&of_file, &file)?,
            (None, None) => continue,
        };
        values.insert(*setting, value);
    }
    Ok(values)
}

/// Reads a variable. An empty variable counts as unset.
fn of_variable(variable: &str) -> Result<Option<String>> {
    match std::env::var(variable) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(unusable(format!("{variable} must be valid UTF-8."))),
    }
}

fn file(variable: &str) -> Option<PathBuf> {
    let file = std::env::var_os(variable)?;
    (!file.is_empty()).then(|| file.into())
}

/// Reads a value from a file, without the white space around the value, because editors end a file
/// with a line break.
fn of_file_named(variable: &str, file: &std::path::Path) -> Result<String> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        unusable(format!(
            "{variable} names a file that cannot be read: {}: {error}",
            file.display()
        ))
    })?;
    match text.trim() {
        "" => Err(unusable(format!(
            "{variable} names an empty file: {}. Write the value into it.",
            file.display()
        ))),
        value => Ok(value.to_owned()),
    }
}

fn unusable(what: String) -> Error {
    Error::new(Code::InvalidValue, format!("Configuration: {what}"))
}
