//! Pieces: records of a file in the form in which an upload stores them.

use std::{collections::VecDeque, mem};

use serde::{Deserialize, Serialize};

/// The maximum number of records of a piece.
const MAX_ROWS: i32 = 1_000;
/// The maximum size of a piece in bytes, unless one record is larger.
const MAX_PIECE: usize = 256 * 1024;

/// A part of a file. Each line of `records` is a record as JSON: `[line, "cell", ...]` of a CSV
/// file, where the columns that are never stored are left out, or `[line, {...}]` of a JSON Lines
/// file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The number of records.
    pub rows: i32,
    /// The records, one in each line.
    pub records: String,
}

/// Collects records into pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    complete: VecDeque<Piece>,
    records: Vec<u8>,
    rows: i32,
    total: i32,
}

impl Pieces {
    /// Adds a record, which is valid UTF-8 without a line end.
    pub(super) fn add(&mut self, record: &[u8]) {
        if self.records.len() + record.len() + 1 > MAX_PIECE {
            self.complete_piece();
        }
        self.records.extend_from_slice(record);
        self.records.push(b'\n');
        self.rows += 1;
        self.total += 1;
        if self.rows == MAX_ROWS {
            self.complete_piece();
        }
    }

    /// Removes the first complete piece.
    pub(super) fn take(&mut self) -> Option<Piece> {
        self.complete.pop_front()
    }

    /// Returns the last piece: all records that have not been taken. The last record may make this
    /// piece larger than others.
    pub(super) fn finish(mut self) -> Option<Piece> {
        self.complete_piece();
        let mut pieces = self.complete.into_iter();
        let mut last = pieces.next()?;
        for piece in pieces {
            last.rows += piece.rows;
            last.records.push_str(&piece.records);
        }
        Some(last)
    }

    /// Returns the number of records of all pieces.
    pub(super) fn total(&self) -> i32 {
        self.total
    }

    fn complete_piece(&mut self) {
        if self.rows == 0 {
            return;
        }
        let records = String::from_utf8(mem::take(&mut self.records)).unwrap_or_default();
        let rows = mem::take(&mut self.rows);
        self.complete.push_back(Piece { rows, records });
    }
}
