//! Maps: a caller's names of columns, roles, statuses and orgs, and ours.

use std::collections::HashMap;

use serde_json::{Map as Object, Value};

use crate::{
    entity::membership::{MemberRole, MemberStatus},
    error::{Error, Result},
    normalize,
};

use super::{column::Column, header};

/// A map: `{"columns": {theirs: ours}, "roles": ..., "status": ..., "orgs": ...}`.
#[derive(Debug, Default)]
pub(super) struct Map {
    /// By normalized names: the name in the map, and the native column.
    pub(super) columns: HashMap<String, (String, Column)>,
    /// By words in lower case.
    roles: HashMap<String, MemberRole>,
    status: HashMap<String, MemberStatus>,
    /// By normalized names.
    orgs: HashMap<String, String>,
}

impl Map {
    /// Parses a map.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the value is not a map, names an unknown table, column, role or status,
    /// maps one name twice, two columns to one column, or a column for passwords.
    pub(super) fn parse(value: Option<&Value>) -> Result<Self> {
        let mut map = Self::default();
        let tables = match value {
            None | Some(Value::Null) => return Ok(map),
            Some(Value::Object(tables)) => tables,
            Some(_) => return Err(invalid("must be an object")),
        };
        for (name, table) in tables {
            let Value::Object(table) = table else {
                return Err(invalid(format!("has `{name}`, which must be a table")));
            };
            match name.as_str() {
                "columns" => map.read_columns(table)?,
                "roles" => {
                    let word = |ours: &str| named(MemberRole::ALL, ours, MemberRole::as_str);
                    map.roles = words(table, lower, word, "role; use `user` or `admin`")?;
                }
                "status" => {
                    let word = |ours: &str| named(MemberStatus::ALL, ours, MemberStatus::as_str);
                    map.status = words(table, lower, word, "status; use `active` or `retired`")?;
                }
                "orgs" => {
                    let word = |ours: &str| (!ours.trim().is_empty()).then(|| ours.to_owned());
                    map.orgs = words(table, normalize::key, word, "org; name an org")?;
                }
                _ => {
                    return Err(invalid(format!(
                        "has the unknown table `{name}`; use `columns`, `roles`, `status` and `orgs`"
                    )));
                }
            }
        }
        Ok(map)
    }

    fn read_columns(&mut self, table: &Object<String, Value>) -> Result<()> {
        for (theirs, _) in table {
            if header::is_secret(theirs) {
                return Err(invalid(format!(
                    "names the column `{theirs}`; columns for passwords are never read"
                )));
            }
        }
        let columns = words(
            table,
            header::normalize,
            Column::named,
            "column; use a native column such as `email`",
        )?;
        let mut theirs_of: HashMap<Column, &str> = HashMap::new();
        for theirs in table.keys() {
            let normalized = header::normalize(theirs);
            let Some(column) = columns.get(&normalized) else {
                continue;
            };
            if let Some(other) = theirs_of.insert(*column, theirs) {
                return Err(invalid(format!(
                    "maps the columns `{other}` and `{theirs}` to `{}`; map one of them",
                    column.name()
                )));
            }
            self.columns.insert(normalized, (theirs.clone(), *column));
        }
        Ok(())
    }

    /// Returns whether a column of the file is mapped to this column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.values().any(|(_, mapped)| *mapped == column)
    }

    pub(super) fn role(&self, theirs: &str) -> Option<MemberRole> {
        look_up(&self.roles, lower, theirs).copied()
    }

    pub(super) fn status(&self, theirs: &str) -> Option<MemberStatus> {
        look_up(&self.status, lower, theirs).copied()
    }

    pub(super) fn org(&self, theirs: &str) -> Option<&str> {
        look_up(&self.orgs, normalize::key, theirs).map(String::as_str)
    }
}

/// Returns the value of a name. Most maps are empty, and then the name is not normalized.
fn look_up<'a, T>(
    table: &'a HashMap<String, T>,
    normalize: fn(&str) -> String,
    theirs: &str,
) -> Option<&'a T> {
    if table.is_empty() {
        return None;
    }
    table.get(&normalize(theirs))
}

fn lower(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Returns the value with this word, in any case.
pub(super) fn named<T: Copy>(all: &[T], word: &str, as_str: fn(T) -> &'static str) -> Option<T> {
    let word = word.trim();
    let is_named = |one: &&T| as_str(**one).eq_ignore_ascii_case(word);
    all.iter().find(is_named).copied()
}

/// Reads a table whose values are words.
fn words<T: PartialEq>(
    table: &Object<String, Value>,
    normalize: fn(&str) -> String,
    word: impl Fn(&str) -> Option<T>,
    kind: &str,
) -> Result<HashMap<String, T>> {
    let mut words = HashMap::new();
    for (theirs, ours) in table {
        let value = ours.as_str().and_then(&word);
        let value = value
            .ok_or_else(|| invalid(format!("maps `{theirs}` to {ours}, which is not a {kind}")))?;
        if words.insert(normalize(theirs), value).is_some() {
            return Err(invalid(format!(
                "has `{theirs}` twice in different spellings; keep one of them"
            )));
        }
    }
    Ok(words)
}

/// Creates the error of an invalid map.
pub(super) fn invalid(message: impl std::fmt::Display) -> Error {
    Error::invalid("map", message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_mapped_in_any_spelling() {
        let map = json!({
            "columns": {"E-Mail-Adresse": "email", "Team": "Groups"},
            "roles": {"Agent": "ADMIN"},
            "status": {"Suspended": "retired"},
            "orgs": {"Acme Inc": "Acme"},
        });
        let map = Map::parse(Some(&map)).expect("valid");
        let (theirs, column) = map.columns.get("emailadresse").expect("mapped");
        assert_eq!(
            (theirs.as_str(), *column),
            ("E-Mail-Adresse", Column::Email)
        );
        assert!(map.has(Column::Groups) && !map.has(Column::Org));
        assert_eq!(map.role(" agent "), Some(MemberRole::Admin));
        assert_eq!(map.role("end-user"), None);
        assert_eq!(map.status("SUSPENDED"), Some(MemberStatus::Retired));
        assert_eq!(map.org("ACME  inc"), Some("Acme"));
    }

    #[test]
    fn invalid_maps_are_refused() {
        for (map, message) in [
            (json!([]), "an object"),
            (json!({"column": {}}), "unknown table `column`"),
            (json!({"roles": "admin"}), "`roles`"),
            (json!({"columns": {"Mail": "mail"}}), "`Mail`"),
            (json!({"columns": {"Mail": null}}), "`Mail`"),
            (
                json!({"columns": {"Mail": "email", "E-Mail": "email"}}),
                "`email`",
            ),
            (
                json!({"columns": {"Mail": "email", "mail": "org"}}),
                "twice",
            ),
            (json!({"columns": {"Password": "name"}}), "passwords"),
            (
                json!({"columns": {"Initial password [x]": "name"}}),
                "passwords",
            ),
            (json!({"roles": {"agent": "owner"}}), "`user` or `admin`"),
            (json!({"status": {"on": "yes"}}), "`active` or `retired`"),
            (json!({"orgs": {"Acme": ""}}), "name an org"),
        ] {
            let error = Map::parse(Some(&map)).expect_err("invalid");
            assert_eq!(error.field(), Some("map"));
            assert!(error.message().contains(message), "{}", error.message());
        }
        assert!(Map::parse(Some(&Value::Null)).is_ok());
    }
}
