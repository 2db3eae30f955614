//! Files of rows: CSV and JSON Lines.
//!
//! A file is read in two steps. When it arrives, a [`Splitter`] decodes it and splits it into
//! records, in bounded memory. It checks what can be checked without the options of a run: the
//! encoding, the header and the structure of each record. Columns for passwords are dropped here,
//! before anything is stored. When a run is planned, an [`Interpreter`] turns records into typed
//! rows, by the preset and the map of the run. A record with an invalid value becomes a
//! [`RowProblem`], and the other records are read.
//!
//! * `decode`: UTF-8 and UTF-16.
//! * `position`: lines and columns, for messages.
//! * `scan`: the cells of CSV text.
//! * `header`: the header of a CSV file, and the normalized names of columns.
//! * `table`: a CSV file: its header and its records.
//! * `lines`: a JSON Lines file.
//! * `object`: the objects of a JSON Lines file.
//! * `piece`: records in the form in which they are stored.
//! * `split`: the splitter.
//! * `column`: the native columns.
//! * `presets`: the columns of files of other systems.
//! * `map`: the map of a caller.
//! * `sources`: which column of the file has which values.
//! * `cell`: how values are written in a CSV cell.
//! * `row`: typed rows.
//! * `interpret`: the interpreter.
//! * `write`: writes rows for an export.

mod cell;
mod column;
mod decode;
mod header;
mod interpret;
mod lines;
mod map;
mod object;
mod piece;
mod position;
mod presets;
mod row;
mod scan;
mod sources;
mod split;
mod table;
mod write;

use std::fmt;

use crate::error::{Code, Error};

use {piece::Pieces, position::Position};

pub(super) use presets::AUTO;
pub use {
    interpret::{Interpreter, check_options},
    piece::Piece,
    row::{Cell, Row, RowProblem},
    split::{Splitter, Summary},
    write::{ExportRow, RowWriter},
};

/// The maximum size of a file in bytes.
pub const MAX_FILE: i64 = 2 * 1024 * 1024 * 1024;
/// The maximum number of columns of a file.
pub const MAX_COLUMNS: usize = 1_000;
/// The maximum size of a cell in bytes.
pub const MAX_CELL: usize = 64 * 1024;
/// The maximum size of a record in bytes.
pub const MAX_RECORD: usize = 1024 * 1024;

/// The reason why a file cannot be read, and where it is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The code, for programs.
    pub code: Code,
    /// What is wrong and how to fix it, for people. The position is not part of the message.
    pub message: String,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in characters.
    pub column: u64,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            message,
            line,
            column,
            ..
        } = self;
        write!(f, "Line {line}, column {column}: {message}")
    }
}

impl std::error::Error for FileError {}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::new(error.code, error.to_string())
    }
}

#[cfg(test)]
mod tests;
