//! Positions in a file, for messages.

use crate::error::Code;

use super::FileError;

/// A line and a column, each from 1. LF, CR and CR LF end a line. Columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: u64,
    pub(super) column: u64,
    is_after_cr: bool,
}

impl Position {
    /// Returns the position of the first character.
    pub(super) fn start() -> Self {
        Self {
            line: 1,
            column: 1,
            is_after_cr: false,
        }
    }

    /// Moves the position past the text.
    pub(super) fn advance(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'\n' if self.is_after_cr => self.is_after_cr = false,
                b'\n' | b'\r' => {
                    self.line += 1;
                    self.column = 1;
                    self.is_after_cr = byte == b'\r';
                }
                _ => {
                    self.is_after_cr = false;
                    // The other bytes of a character begin with the bits 10.
                    self.column += u64::from(byte & 0xC0 != 0x80);
                }
            }
        }
    }

    /// Creates an error of the content at this position.
    pub(super) fn invalid(self, message: impl Into<String>) -> FileError {
        self.error(Code::InvalidValue, message)
    }

    /// Creates an error of content at this position that exceeds a limit.
    pub(super) fn exceeds(self, message: impl Into<String>) -> FileError {
        self.error(Code::LimitExceeded, message)
    }

    fn error(self, code: Code, message: impl Into<String>) -> FileError {
        FileError {
            code,
            message: message.into(),
            line: self.line,
            column: self.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str) -> (u64, u64) {
        let mut whole = Position::start();
        whole.advance(text);
        let mut parts = Position::start();
        for char in text.chars() {
            parts.advance(char.encode_utf8(&mut [0; 4]));
        }
        assert_eq!(whole, parts, "{text:?}");
        (whole.line, whole.column)
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(after(""), (1, 1));
        assert_eq!(after("aé漢"), (1, 4));
        assert_eq!(after("a\nb"), (2, 2));
        assert_eq!(after("a\r\nb"), (2, 2));
        assert_eq!(after("a\rb"), (2, 2));
        assert_eq!(after("a\r\rb"), (3, 2));
        assert_eq!(after("a\n\r\n\n"), (4, 1));
    }
}
