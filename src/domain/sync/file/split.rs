//! Splits a file into records, in chunks and with bounded memory.

use sha2::{Digest, Sha256};

use crate::entity::sync_upload::FileFormat;

use super::{
    FileError, MAX_FILE, Piece, Pieces, Position, decode::Decoder, lines::Lines, table::Table,
};

/// The number of bytes that are decoded at once.
const CHUNK: usize = 64 * 1024;

/// Reads a file in chunks whose borders may be anywhere, and returns its records in pieces.
///
/// After an error the file is not read further.
#[derive(Debug)]
pub struct Splitter {
    decoder: Decoder,
    reader: Reader,
    position: Position,
    pieces: Pieces,
    text: String,
    bytes: i64,
    sha256: Sha256,
}

#[derive(Debug)]
enum Reader {
    Csv(Table),
    Jsonl(Lines),
}

/// What a [`Splitter`] has found at the end of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The names of the columns of a CSV file, without those that are never stored.
    pub columns: Option<Vec<String>>,
    /// The names of columns, or of members of objects, that are never stored because they contain a
    /// word for passwords.
    pub dropped_columns: Vec<String>,
    /// The number of rows. Blank lines and the example rows of Microsoft Entra are neither counted
    /// nor stored.
    pub rows: i32,
    /// The size of the file.
    pub bytes: i64,
    /// SHA-256 of the bytes of the file, in hexadecimal.
    pub sha256: String,
    /// The records that no piece has had.
    pub last: Option<Piece>,
}

impl Reader {
    fn read(
        &mut self,
        text: &str,
        position: &mut Position,
        pieces: &mut Pieces,
    ) -> Result<(), FileError> {
        match self {
            Self::Csv(table) => table.read(text, position, pieces),
            Self::Jsonl(lines) => lines.read(text, position, pieces),
        }
    }
}

impl Splitter {
    /// Creates a splitter for a file of this format.
    #[must_use]
    pub fn new(format: FileFormat) -> Self {
        Self {
            decoder: Decoder::default(),
            reader: match format {
                FileFormat::Csv => Reader::Csv(Table::new()),
                FileFormat::Jsonl => Reader::Jsonl(Lines::new()),
            },
            position: Position::start(),
            pieces: Pieces::default(),
            text: String::new(),
            bytes: 0,
            sha256: Sha256::new(),
        }
    }

    /// Reads the next bytes of the file. Then take all pieces, so that they do not accumulate.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the file is neither UTF-8 nor UTF-16 with a byte order mark, if a header
    /// names a column twice, if a record has more or fewer cells than the header, or if a line is
    /// not a flat JSON object. `LIMIT_EXCEEDED` if the file has more than 2 GiB or 1,000 columns, a
    /// record more than 1 MiB, or a cell more than 64 KiB.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        for chunk in bytes.chunks(CHUNK) {
            self.bytes += i64::try_from(chunk.len()).unwrap_or(MAX_FILE);
            if self.bytes > MAX_FILE {
                return Err(self
                    .position
                    .exceeds("The file has more than 2 GiB. Split the file."));
            }
            self.sha256.update(chunk);
            self.text.clear();
            let decoded = self.decoder.decode(chunk, &mut self.text);
            self.reader
                .read(&self.text, &mut self.position, &mut self.pieces)?;
            decoded.map_err(|flaw| self.position.invalid(flaw.0))?;
        }
        Ok(())
    }

    /// Removes a complete piece.
    pub fn take_piece(&mut self) -> Option<Piece> {
        self.pieces.take()
    }

    /// Reads the end of the file.
    ///
    /// # Errors
    /// The errors of [`Splitter::push`], and `INVALID_VALUE` if the file has no header, or ends
    /// within a character or a quoted cell.
    pub fn finish(mut self) -> Result<Summary, FileError> {
        self.text.clear();
        let decoded = self.decoder.finish(&mut self.text);
        self.reader
            .read(&self.text, &mut self.position, &mut self.pieces)?;
        decoded.map_err(|flaw| self.position.invalid(flaw.0))?;
        let (columns, dropped_columns) = match self.reader {
            Reader::Csv(table) => {
                let (stored, dropped) = table.finish(&mut self.pieces)?;
                (Some(stored), dropped)
            }
            Reader::Jsonl(lines) => (None, lines.finish(&mut self.pieces)?),
        };
        Ok(Summary {
            columns,
            dropped_columns,
            rows: self.pieces.total(),
            bytes: self.bytes,
            sha256: hexadecimal(&self.sha256.finalize()),
            last: self.pieces.finish(),
        })
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;

    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
