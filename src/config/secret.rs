//! Settings that hold secrets. The environment gives each by its value, or by the name of a file that holds the value:
//! other programs of the same user can read an environment, and a container's secrets are files.

use std::{collections::BTreeMap, env::VarError, path::PathBuf};

use crate::error::{Code, Error, Result};

/// The settings that hold secrets. `TENANTRY_`, the name in capitals and `_FILE` names the file of one.
pub(super) const SETTINGS: &[&str] = &["root_token", "database_url"];

/// Returns the settings above that the environment gives, as they stand: figment would make a number of a token that is
/// all digits.
///
/// # Errors
/// When a setting is given twice, or a file cannot be read or is empty.
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

/// An empty variable counts as none.
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

/// The value without the white space around it: an editor ends a file with a line break.
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
