//! Reads the text of a CSV file: the header, then records.

use super::{
    FileError, MAX_COLUMNS, MAX_RECORD, Pieces, Position,
    header::{self, Header, HeaderText},
    scan::{Cells, Scanner},
};

/// How the first cell of an example row begins in a template of Microsoft Entra.
const EXAMPLE: &str = "Example:";

/// A CSV file in the making.
#[derive(Debug)]
pub(super) enum Table {
    /// The header is incomplete.
    Header(HeaderText),
    /// The header is complete.
    Records {
        scanner: Scanner,
        columns: Box<Columns>,
    },
}

/// The columns of a file, and the record that is being read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The names of the columns that are stored.
    stored: Vec<String>,
    /// The names of the columns that are not stored.
    dropped: Vec<String>,
    /// For each column of the file, whether it is stored.
    is_stored: Vec<bool>,
    /// Whether rows may be examples.
    has_examples: bool,
    /// The number of cells of the record.
    cells: usize,
    /// Whether a cell has a visible character.
    has_text: bool,
    is_example: bool,
    /// The record as JSON.
    record: Vec<u8>,
}

impl Table {
    pub(super) fn new() -> Self {
        Self::Header(HeaderText::new())
    }

    /// Reads a chunk that begins at `position`.
    pub(super) fn read(
        &mut self,
        mut text: &str,
        position: &mut Position,
        pieces: &mut Pieces,
    ) -> Result<(), FileError> {
        if let Self::Header(header) = self {
            let Some((header, rest)) = header.read(text, position)? else {
                return Ok(());
            };
            *self = Self::records(&header)?;
            text = rest;
        }
        match self {
            Self::Header(_) => Ok(()),
            Self::Records { scanner, columns } => {
                scanner.scan(text, position, &mut Sink { columns, pieces })
            }
        }
    }

    /// Reads the end of the file, and returns the names of the columns that are stored and of those
    /// that are not.
    pub(super) fn finish(
        self,
        pieces: &mut Pieces,
    ) -> Result<(Vec<String>, Vec<String>), FileError> {
        let complete = match self {
            Self::Header(header) => Self::records(&header.finish()?)?,
            complete @ Self::Records { .. } => complete,
        };
        match complete {
            Self::Header(_) => Ok((Vec::new(), Vec::new())),
            Self::Records {
                scanner,
                mut columns,
            } => {
                scanner.finish(&mut Sink {
                    columns: &mut columns,
                    pieces,
                })?;
                Ok((columns.stored, columns.dropped))
            }
        }
    }

    fn records(header: &Header) -> Result<Self, FileError> {
        let delimiter = header.delimiter();
        let mut names = Names(Vec::new());
        let mut scanner = Scanner::new(delimiter);
        scanner.scan(&header.text, &mut header.start.clone(), &mut names)?;
        scanner.finish(&mut names)?;
        let Names(names) = names;
        header::check_unique(&names, header.start)?;

        let mut columns = Columns {
            has_examples: header.has_version
                || names.iter().any(|name| header::is_of_entra_template(name)),
            ..Columns::default()
        };
        for name in names {
            let is_secret = header::is_secret(&name);
            columns.is_stored.push(!is_secret);
            if is_secret {
                columns.dropped.push(header::shown(&name));
            } else {
                columns.stored.push(name);
            }
        }
        let mut scanner = Scanner::new(delimiter);
        if header.text.ends_with('\r') {
            scanner = scanner.after_cr();
        }
        Ok(Self::Records {
            scanner,
            columns: Box::new(columns),
        })
    }
}

/// The names of the columns.
struct Names(Vec<String>);

impl Cells for Names {
    fn cell(&mut self, start: Position, text: &str) -> Result<(), FileError> {
        if self.0.len() == MAX_COLUMNS {
            return Err(header::too_many_columns(start));
        }
        self.0.push(text.to_owned());
        Ok(())
    }

    fn end(&mut self, _: Position) -> Result<(), FileError> {
        Ok(())
    }
}

/// Adds records to pieces.
struct Sink<'a> {
    columns: &'a mut Columns,
    pieces: &'a mut Pieces,
}

impl Cells for Sink<'_> {
    fn cell(&mut self, start: Position, text: &str) -> Result<(), FileError> {
        let columns = &mut *self.columns;
        if columns.cells == 0 {
            columns.record.clear();
            columns.record.push(b'[');
            columns
                .record
                .extend_from_slice(start.line.to_string().as_bytes());
            columns.has_text = false;
            columns.is_example = columns.has_examples && text.trim_start().starts_with(EXAMPLE);
        }
        let Some(is_stored) = columns.is_stored.get(columns.cells) else {
            return Err(start.invalid(format!(
                "The record has more cells than the header, which has {}. Quote cells that contain \
                 the delimiter.",
                columns.is_stored.len()
            )));
        };
        columns.cells += 1;
        columns.has_text |= !text.trim().is_empty();
        if *is_stored {
            columns.record.push(b',');
            push_json(&mut columns.record, text);
        }
        if columns.record.len() > MAX_RECORD {
            return Err(start.exceeds("The record has more than 1 MiB. Shorten it."));
        }
        Ok(())
    }

    fn end(&mut self, start: Position) -> Result<(), FileError> {
        let columns = &mut *self.columns;
        let cells = std::mem::take(&mut columns.cells);
        let expected = columns.is_stored.len();
        // A line of blanks.
        if cells == 1 && !columns.has_text {
            return Ok(());
        }
        if cells < expected {
            return Err(start.invalid(format!(
                "The record has {cells} of {expected} cells. Send the complete file, or add the \
                 missing cells."
            )));
        }
        if columns.is_example || !columns.has_text {
            return Ok(());
        }
        columns.record.push(b']');
        if i32::try_from(start.line).is_err() {
            return Err(start.exceeds("The file has too many lines. Split the file."));
        }
        self.pieces.add(&columns.record);
        Ok(())
    }
}

/// Appends the text as a JSON string.
fn push_json(record: &mut Vec<u8>, text: &str) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        record.push(b'"');
        record.extend_from_slice(text.as_bytes());
        record.push(b'"');
    } else {
        record.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
    }
}
