//! Reads the text of a JSON Lines file.

use std::collections::HashMap;

use super::{
    FileError, MAX_CELL, MAX_COLUMNS, MAX_RECORD, Pieces, Position, header,
    object::{Object, Scalar},
};

/// A JSON Lines file in the making.
#[derive(Debug)]
pub(super) struct Lines {
    /// The part of the line that has been read.
    line: String,
    start: Position,
    /// The names of members so far.
    names: HashMap<String, Name>,
    /// For each normalized name, the line that had it last.
    seen: Vec<(String, u64)>,
    /// The size of all names in bytes.
    size: usize,
    dropped: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
struct Name {
    /// The position in `Lines::seen`.
    normalized: usize,
    is_stored: bool,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self {
            line: String::new(),
            start: Position::start(),
            names: HashMap::new(),
            seen: Vec::new(),
            size: 0,
            dropped: Vec::new(),
        }
    }

    /// Reads a chunk that begins at `position`.
    pub(super) fn read(
        &mut self,
        mut text: &str,
        position: &mut Position,
        pieces: &mut Pieces,
    ) -> Result<(), FileError> {
        while let Some(end) = text.find(['\n', '\r']) {
            let (line, rest) = text.split_at(end);
            self.append(line)?;
            position.advance(line);
            self.end_line(pieces)?;
            let (end, rest) = rest.split_at(1);
            position.advance(end);
            self.start = *position;
            text = rest;
        }
        self.append(text)?;
        position.advance(text);
        Ok(())
    }

    /// Reads the end of the file, and returns the names of members that were not stored.
    pub(super) fn finish(mut self, pieces: &mut Pieces) -> Result<Vec<String>, FileError> {
        self.end_line(pieces)?;
        Ok(self.dropped)
    }

    fn append(&mut self, part: &str) -> Result<(), FileError> {
        if self.line.len() + part.len() > MAX_RECORD {
            return Err(self
                .start
                .exceeds("The line has more than 1 MiB. Shorten it."));
        }
        self.line.push_str(part);
        Ok(())
    }

    fn end_line(&mut self, pieces: &mut Pieces) -> Result<(), FileError> {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            let record = self.record(&line)?;
            pieces.add(&record);
        }
        // Keeps the buffer.
        self.line = line;
        self.line.clear();
        Ok(())
    }

    fn record(&mut self, line: &str) -> Result<Vec<u8>, FileError> {
        let start = self.start;
        let mut object: Object = serde_json::from_str(line).map_err(|error| {
            let mut position = start;
            let before = line.as_bytes().get(..error.column().saturating_sub(1));
            position.advance(&String::from_utf8_lossy(before.unwrap_or_default()));
            let message = error.to_string();
            // The line and column of serde_json are those in this line of the file.
            let message = message.split(" at line ").next().unwrap_or_default();
            position.invalid(format!("The line is not a valid row: {message}."))
        })?;
        if object.0.len() > MAX_COLUMNS {
            return Err(header::too_many_columns(start));
        }
        let mut is_stored = Vec::with_capacity(object.0.len());
        for (name, value) in &object.0 {
            is_stored.push(self.member(name, value)?);
        }
        let mut is_stored = is_stored.into_iter();
        object.0.retain(|_| is_stored.next().unwrap_or_default());
        if i32::try_from(start.line).is_err() {
            return Err(start.exceeds("The file has too many lines. Split the file."));
        }
        serde_json::to_vec(&(start.line, object))
            .map_err(|_| start.invalid("The line is not a valid row."))
    }

    /// Checks a member of an object, and returns whether it is stored.
    fn member(&mut self, name: &str, value: &Scalar<'_>) -> Result<bool, FileError> {
        let start = self.start;
        if name.contains('\0') || value.has_nul() {
            return Err(start.invalid("The line has a NUL character. Remove it."));
        }
        if value.size() > MAX_CELL {
            return Err(start.exceeds(format!(
                "The value of `{}` has more than 64 KiB. Shorten it.",
                header::shown(name)
            )));
        }
        let known = self.names.get(name).copied();
        let known = match known {
            Some(known) => known,
            None => self.add_name(name)?,
        };
        match self.seen.get_mut(known.normalized) {
            Some((other, line)) if *line == start.line => Err(start.invalid(format!(
                "The line has the names `{}` and `{}`, which are read as one. Rename one.",
                header::shown(other),
                header::shown(name)
            ))),
            Some(seen) => {
                if seen.0 != name {
                    name.clone_into(&mut seen.0);
                }
                seen.1 = start.line;
                Ok(known.is_stored)
            }
            None => Ok(known.is_stored),
        }
    }

    fn add_name(&mut self, name: &str) -> Result<Name, FileError> {
        self.size += name.len();
        if self.names.len() == MAX_COLUMNS || self.size > MAX_RECORD {
            return Err(header::too_many_columns(self.start));
        }
        let normalized = header::normalize(name);
        let same = |(other, _): &(String, u64)| header::normalize(other) == normalized;
        let position = self.seen.iter().position(same);
        let position = position.unwrap_or_else(|| {
            self.seen.push((name.to_owned(), 0));
            self.seen.len() - 1
        });
        let is_stored = !header::is_secret(name);
        if !is_stored {
            self.dropped.push(header::shown(name));
        }
        let added = Name {
            normalized: position,
            is_stored,
        };
        self.names.insert(name.to_owned(), added);
        Ok(added)
    }
}
