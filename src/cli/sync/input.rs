//! The file of a command, and the format that its start shows.

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
};

use crate::{
    entity::sync_upload::FileFormat,
    error::{Code, Error, Result},
};

/// The name that stands for standard input.
const STDIN: &str = "-";
/// The number of bytes that show the format.
const START: usize = 4_096;

/// A file to read.
pub(in crate::cli) struct Input {
    pub(in crate::cli) reader: Box<dyn Read + Send>,
    pub(in crate::cli) format: FileFormat,
    /// The size, if it is known.
    pub(in crate::cli) size: Option<u64>,
}

impl Input {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// `INVALID_VALUE` if the file cannot be read.
    pub(super) fn open(file: &Path) -> Result<Self> {
        let unusable = |error: io::Error| {
            let message = format!("The file cannot be read: {}: {error}.", file.display());
            Error::new(Code::InvalidValue, message)
        };
        let (mut reader, size): (Box<dyn Read + Send>, _) = if file == Path::new(STDIN) {
            (Box::new(io::stdin()), None)
        } else {
            let opened = File::open(file).map_err(unusable)?;
            let about = opened.metadata().map_err(unusable)?;
            (Box::new(opened), about.is_file().then_some(about.len()))
        };
        let mut start = Vec::new();
        reader
            .by_ref()
            .take(START as u64)
            .read_to_end(&mut start)
            .map_err(unusable)?;
        Ok(Self {
            format: format(&start),
            reader: Box::new(Cursor::new(start).chain(reader)),
            size,
        })
    }
}

/// Returns the format of a file that starts with these bytes, in any of the encodings that are
/// read. A header of a CSV file does not start with a brace.
fn format(start: &[u8]) -> FileFormat {
    // Byte order marks, and the zeros of UTF-16.
    let is_skipped = |byte: &u8| matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    let mut text = start.iter().filter(|byte| !is_skipped(byte));
    match text.find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => FileFormat::Jsonl,
        _ => FileFormat::Csv,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brace_at_the_start_means_json_lines() {
        for start in [
            &b"{\"email\":1}"[..],
            b"\xEF\xBB\xBF\r\n {}",
            b"\xFF\xFE{\0",
            b"\xFE\xFF\0\n\0{",
        ] {
            assert_eq!(format(start), FileFormat::Jsonl, "{start:?}");
        }
        for start in [&b""[..], b"email,name\n{", b"\xFF\xFEe\0"] {
            assert_eq!(format(start), FileFormat::Csv, "{start:?}");
        }
    }
}
