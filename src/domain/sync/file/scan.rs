//! Scans CSV text in chunks.
//!
//! Cells are those that the `csv` crate reads, which a test checks. The crate itself reports
//! neither the line of a record in a file whose lines end in CR, nor a quote that is still open at
//! the end of the file, nor text after a closing quote.

use super::{FileError, MAX_CELL, Position};

/// Receives what a [`Scanner`] finds.
pub(super) trait Cells {
    /// Handles the next cell of a record that begins at `start`.
    fn cell(&mut self, start: Position, text: &str) -> Result<(), FileError>;

    /// Handles the end of a record.
    fn end(&mut self, start: Position) -> Result<(), FileError>;
}

/// The scanner of CSV text with one delimiter. Lines without a character are skipped.
#[derive(Debug)]
pub(super) struct Scanner {
    delimiter: u8,
    state: State,
    /// The part of the cell that has been read.
    cell: String,
    /// The first character of the record.
    record_start: Position,
    /// The first character of the cell.
    cell_start: Position,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    RecordStart,
    /// Like `RecordStart`, but an LF belongs to the line end.
    AfterCr,
    CellStart,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: the end of the cell, or the first half of a quote.
    AfterQuote,
}

impl Scanner {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::RecordStart,
            cell: String::new(),
            record_start: Position::start(),
            cell_start: Position::start(),
        }
    }

    /// Makes the scanner skip an LF at the start of the text.
    pub(super) fn after_cr(mut self) -> Self {
        self.state = State::AfterCr;
        self
    }

    /// Scans a chunk that begins at `position`.
    pub(super) fn scan(
        &mut self,
        mut text: &str,
        position: &mut Position,
        cells: &mut impl Cells,
    ) -> Result<(), FileError> {
        while let Some(first) = text.bytes().next() {
            match self.state {
                State::RecordStart | State::AfterCr => match first {
                    b'\n' if self.state == State::AfterCr => {
                        self.state = State::RecordStart;
                        text = pass(text, 1, position);
                    }
                    b'\n' => text = pass(text, 1, position),
                    b'\r' => {
                        self.state = State::AfterCr;
                        text = pass(text, 1, position);
                    }
                    _ => {
                        self.record_start = *position;
                        self.state = State::CellStart;
                    }
                },
                State::CellStart => {
                    self.cell_start = *position;
                    if first == b'"' {
                        self.state = State::Quoted;
                        text = pass(text, 1, position);
                    } else {
                        self.state = State::Plain;
                    }
                }
                State::Plain => {
                    let delimiter = self.delimiter;
                    let is_end = |byte| byte == delimiter || byte == b'\n' || byte == b'\r';
                    text = self.read_until(is_end, text, position)?;
                    if let Some(end) = text.bytes().next() {
                        self.end_cell(end, *position, cells)?;
                        text = pass(text, 1, position);
                    }
                }
                State::Quoted => {
                    text = self.read_until(|byte| byte == b'"', text, position)?;
                    if !text.is_empty() {
                        self.state = State::AfterQuote;
                        text = pass(text, 1, position);
                    }
                }
                State::AfterQuote => {
                    if first == b'"' {
                        self.append("\"")?;
                        self.state = State::Quoted;
                    } else {
                        self.end_cell(first, *position, cells)?;
                    }
                    text = pass(text, 1, position);
                }
            }
        }
        Ok(())
    }

    /// Ends the last record.
    pub(super) fn finish(mut self, cells: &mut impl Cells) -> Result<(), FileError> {
        match self.state {
            State::RecordStart | State::AfterCr => Ok(()),
            State::Quoted => Err(unclosed(self.cell_start)),
            State::CellStart | State::Plain | State::AfterQuote => {
                let start = self.record_start;
                self.end_cell(b'\n', start, cells)
            }
        }
    }

    /// Appends text to the cell up to the first byte that ends it, and returns the text from there.
    fn read_until<'a>(
        &mut self,
        is_end: impl Fn(u8) -> bool,
        text: &'a str,
        position: &mut Position,
    ) -> Result<&'a str, FileError> {
        let length = text.bytes().position(is_end).unwrap_or(text.len());
        let (part, _) = text.split_at(length);
        self.append(part)?;
        Ok(pass(text, length, position))
    }

    fn append(&mut self, part: &str) -> Result<(), FileError> {
        if self.cell.len() + part.len() > MAX_CELL {
            let fix = if self.state == State::Plain {
                "Shorten it."
            } else {
                "Shorten it, or add the closing quote if it is missing."
            };
            return Err(self
                .cell_start
                .exceeds(format!("The cell has more than 64 KiB. {fix}")));
        }
        self.cell.push_str(part);
        Ok(())
    }

    fn end_cell(
        &mut self,
        end: u8,
        position: Position,
        cells: &mut impl Cells,
    ) -> Result<(), FileError> {
        let next = match end {
            b'\n' => State::RecordStart,
            b'\r' => State::AfterCr,
            _ if end == self.delimiter => State::CellStart,
            _ => return Err(position.invalid(AFTER_QUOTE)),
        };
        cells.cell(self.record_start, &self.cell)?;
        self.cell.clear();
        self.state = next;
        if next != State::CellStart {
            cells.end(self.record_start)?;
        }
        Ok(())
    }
}

const AFTER_QUOTE: &str = "A cell has text after its closing quote. Double the quotes within it.";

/// Creates the error of a quote that is still open at the end of the file.
pub(super) fn unclosed(start: Position) -> FileError {
    start.invalid(
        "The quote that begins this cell is not closed. Send the complete file, or add the quote.",
    )
}

/// Moves the position past the first bytes of the text, and returns the others.
fn pass<'a>(text: &'a str, length: usize, position: &mut Position) -> &'a str {
    let (before, after) = text.split_at(length);
    position.advance(before);
    after
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Default, PartialEq)]
    struct Records {
        records: Vec<(u64, Vec<String>)>,
        record: Vec<String>,
    }

    impl Cells for Records {
        fn cell(&mut self, _: Position, text: &str) -> Result<(), FileError> {
            self.record.push(text.to_owned());
            Ok(())
        }

        fn end(&mut self, start: Position) -> Result<(), FileError> {
            let record = std::mem::take(&mut self.record);
            self.records.push((start.line, record));
            Ok(())
        }
    }

    fn scan<'a>(
        chunks: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<(u64, Vec<String>)>, FileError> {
        let mut scanner = Scanner::new(b',');
        let mut position = Position::start();
        let mut records = Records::default();
        for chunk in chunks {
            scanner.scan(chunk, &mut position, &mut records)?;
        }
        scanner.finish(&mut records)?;
        Ok(records.records)
    }

    fn at(text: &str) -> (u64, u64, String) {
        let error = scan([text]).expect_err(text);
        (error.line, error.column, error.message)
    }

    #[test]
    fn a_record_has_the_number_of_its_first_line() {
        let records = scan(["a\r\n\r\n\"b\nc\rd\"\re\n\n\nf"]).expect("valid");
        let lines: Vec<_> = records.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 6, 9]);
    }

    #[test]
    fn errors_have_the_position_of_the_cell() {
        let (line, column, message) = at("a,b\nc,\"d\ne,f\n");
        assert_eq!((line, column), (2, 3), "{message}");
        let (line, column, message) = at("a,b\n\"c\n\" x,d\n");
        assert_eq!((line, column), (3, 2), "{message}");
        let (line, column, message) = at(&format!("a,{}", "x".repeat(MAX_CELL + 1)));
        assert_eq!((line, column), (1, 3), "{message}");
        assert!(scan([format!("a,{}", "x".repeat(MAX_CELL)).as_str()]).is_ok());
    }

    proptest! {
        #[test]
        fn cells_are_those_of_the_csv_crate(text in "[ab\",\r\n]{0,40}") {
            let reference = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes())
                .records()
                .map(|record| record.map(|record| record.iter().map(str::to_owned).collect()))
                .collect::<Result<Vec<Vec<String>>, _>>()
                .expect("valid");
            if let Ok(records) = scan([text.as_str()]) {
                let records: Vec<_> = records.into_iter().map(|(_, cells)| cells).collect();
                prop_assert_eq!(records, reference);
            }
        }

        #[test]
        fn borders_of_chunks_make_no_difference(text in "[ab\",\r\né]{0,40}") {
            let ends = text.char_indices().map(|(at, char)| &text[at..at + char.len_utf8()]);
            prop_assert_eq!(scan([text.as_str()]), scan(ends));
        }
    }
}
