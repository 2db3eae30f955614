//! Sources: which column of a file has the values of which native column.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::{
    entity::sync_upload::FileFormat,
    error::{Code, Error, Result},
};

use super::{
    column::Column,
    header,
    map::{self, Map},
    presets::{self, Foreign, Meaning, Preset},
};

/// A column of the file that is read.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// The name in the file, for messages.
    name: String,
    pub(super) column: Column,
    pub(super) rank: u8,
    pub(super) meaning: Meaning,
}

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Sources {
    preset: &'static Preset,
    map: Map,
    /// All columns that are read.
    sources: Vec<Source>,
    /// The columns of a CSV file: positions in `sources`, or `None` for ignored columns.
    by_position: Vec<Option<usize>>,
    /// The members of objects of a JSON Lines file, as far as they have been seen.
    by_name: HashMap<String, Option<usize>>,
    ignored: BTreeSet<String>,
}

impl Source {
    /// Returns the error message for a cell of this column.
    pub(super) fn reason(&self, message: &str) -> String {
        if header::normalize(&self.name) == header::normalize(self.column.name()) {
            message.to_owned()
        } else {
            format!("Column `{}`: {message}", self.name)
        }
    }
}

impl Sources {
    /// Finds the columns of a file.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the header matches two presets or none, has no column that identifies a
    /// person, or lacks a column that the map names, `ORG_NOT_FOUND` if neither the file nor the
    /// caller names an org.
    pub(super) fn new(
        format: FileFormat,
        columns: Option<&[String]>,
        preset: &str,
        map: Map,
        has_org: bool,
    ) -> Result<Self> {
        let mut found = Self {
            preset: Preset::native(),
            map,
            sources: Vec::new(),
            by_position: Vec::new(),
            by_name: HashMap::new(),
            ignored: BTreeSet::new(),
        };
        match format {
            // The columns of a JSON Lines file are known only at its end, so that its preset is
            // native unless the caller names one.
            FileFormat::Jsonl => {
                if let Some(preset) = presets::choose(preset, &HashSet::new())? {
                    found.preset = preset;
                }
            }
            FileFormat::Csv => found.read_header(columns.unwrap_or_default(), preset, has_org)?,
        }
        Ok(found)
    }

    pub(super) fn preset(&self) -> &'static str {
        self.preset.name
    }

    fn read_header(&mut self, columns: &[String], preset: &str, has_org: bool) -> Result<()> {
        let normalized: Vec<String> = columns.iter().map(|name| header::normalize(name)).collect();
        let names: HashSet<&str> = normalized.iter().map(String::as_str).collect();
        for (key, (theirs, _)) in &self.map.columns {
            if !names.contains(key.as_str()) {
                return Err(map::invalid(format!(
                    "names the column `{theirs}`, which the file does not have"
                )));
            }
        }
        // A mapped column counts as a native one.
        let is_unmapped = |name: &&str| !self.map.columns.contains_key(*name);
        let unmapped = names.iter().copied().filter(is_unmapped).collect();
        let native = presets::choose(preset, &unmapped)?;
        let chosen = match native {
            Some(chosen) if chosen.is_native() => Some(chosen),
            _ => presets::choose(preset, &names)?,
        };
        let is_unknown = chosen.is_none();
        self.preset = chosen.unwrap_or_else(Preset::native);
        for (name, normalized) in columns.iter().zip(&normalized) {
            let position = self.add(name, normalized);
            self.by_position.push(position);
        }
        if !self.sources.iter().any(|source| source.column.is_key()) {
            let names: Vec<String> = columns.iter().map(|name| header::shown(name)).collect();
            let names = names.join("`, `");
            let message = if is_unknown {
                "No preset matches the header"
            } else {
                "The header has no column `email`, `external_id` or `user_external_id`"
            };
            return Err(Error::new(
                Code::InvalidValue,
                format!("{message}: `{names}`. Rename columns, or name them in `map`."),
            ));
        }
        if !has_org && !self.sources.iter().any(|one| one.column == Column::Org) {
            return Err(Error::new(
                Code::OrgNotFound,
                "The file has no column `org`. Add the column, or name the org of all rows.",
            ));
        }
        Ok(())
    }

    /// Adds a column of the file, and returns its position unless it is ignored.
    fn add(&mut self, name: &str, normalized: &str) -> Option<usize> {
        let shown = header::shown(name);
        let Some(Foreign {
            column,
            rank,
            meaning,
            ..
        }) = self.find(normalized)
        else {
            self.ignored.insert(shown);
            return None;
        };
        self.sources.push(Source {
            name: shown,
            column,
            rank,
            meaning,
        });
        Some(self.sources.len() - 1)
    }

    fn find(&self, normalized: &str) -> Option<Foreign> {
        let native = |column| Foreign {
            name: "",
            column,
            rank: 0,
            meaning: Meaning::Native,
        };
        if let Some((_, column)) = self.map.columns.get(normalized) {
            let own = self.preset.columns.iter();
            // A column that the preset reads in the same way keeps its words.
            let mut own = own.filter(|one| one.name == normalized && one.column == *column);
            return Some(own.next().copied().unwrap_or_else(|| native(*column)));
        }
        let found = if self.preset.is_native() {
            Column::normalized(normalized).map(native)
        } else {
            let mut columns = self.preset.columns.iter();
            columns.find(|one| one.name == normalized).copied()
        };
        found.filter(|one| !self.map.has(one.column))
    }

    /// Returns the column of a CSV file at this position.
    pub(super) fn at(&self, position: usize) -> Option<usize> {
        self.by_position.get(position).copied().flatten()
    }

    /// Returns the number of columns of a CSV file.
    pub(super) fn len(&self) -> usize {
        self.by_position.len()
    }

    /// Returns the column with this name in a JSON Lines file.
    pub(super) fn named(&mut self, name: &str) -> Option<usize> {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let position = self.add(name, &header::normalize(name));
        self.by_name.insert(name.to_owned(), position);
        position
    }

    pub(super) fn get(&self, position: usize) -> Option<&Source> {
        self.sources.get(position)
    }

    pub(super) fn map(&self) -> &Map {
        &self.map
    }

    /// Returns the names of the columns that are ignored, sorted.
    pub(super) fn ignored(&self) -> Vec<String> {
        self.ignored.iter().cloned().collect()
    }
}
