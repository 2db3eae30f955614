//! The header of a CSV file: its delimiter, and the normalized names of columns.

use super::{FileError, MAX_COLUMNS, MAX_RECORD, Position, scan};

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Words in the names of columns that are never stored.
const SECRET: [&str; 2] = ["password", "passwd"];

/// Returns the name of a column as headers are compared: the identifier in brackets if there is
/// one, or else the text without brackets; letters and digits only, in lower case.
pub(super) fn normalize(header: &str) -> String {
    let header = header.trim();
    let header = header.strip_suffix(" Required").unwrap_or(header);
    let mut outside = String::with_capacity(header.len());
    let mut rest = header;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inside, after)) = after.split_once(']') else {
            break;
        };
        if inside.starts_with(char::is_lowercase) {
            return letters(inside);
        }
        outside.push_str(before);
        rest = after;
    }
    outside.push_str(rest);
    letters(&outside)
}

fn letters(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.filter(|c| c.is_alphanumeric()).collect()
}

/// Returns whether the name of a column contains a word for passwords, however it is written.
pub(super) fn is_secret(header: &str) -> bool {
    let letters = letters(header);
    SECRET.iter().any(|word| letters.contains(word))
}

/// Returns whether a column of this name is in a template of Microsoft Entra, whose first rows may
/// be examples.
pub(super) fn is_of_entra_template(header: &str) -> bool {
    header.contains("[userPrincipalName]") || header.contains("[memberObjectIdOrUpn]")
}

/// Returns the name of a column for messages, without control characters.
pub(super) fn shown(header: &str) -> String {
    let header = header.trim();
    header.replace(|c: char| c.is_control(), " ")
}

/// Checks the columns of a header.
///
/// # Errors
/// `INVALID_VALUE` if two columns have one normalized name.
pub(super) fn check_unique(headers: &[String], start: Position) -> Result<(), FileError> {
    let mut first_of = std::collections::HashMap::new();
    for header in headers {
        if let Some(first) = first_of.insert(normalize(header), header) {
            return Err(start.invalid(format!(
                "The header has the columns `{}` and `{}`, which are read as one. Rename one.",
                shown(first),
                shown(header)
            )));
        }
    }
    Ok(())
}

/// Creates the error of a header, or a JSON Lines file, with too many columns.
pub(super) fn too_many_columns(position: Position) -> FileError {
    position.exceeds(format!(
        "The file has more than {MAX_COLUMNS} columns. Remove columns that are not used."
    ))
}

/// Collects the text of the header in chunks, up to its line end.
#[derive(Debug)]
pub(super) struct HeaderText {
    text: String,
    start: Position,
    is_quoted: bool,
    last: char,
    /// Whether the file began with a line `version:`.
    has_version: bool,
    is_first: bool,
}

/// A complete header.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The text, with its line end if there is one.
    pub(super) text: String,
    pub(super) start: Position,
    pub(super) has_version: bool,
}

impl Header {
    /// Returns the delimiter: the candidate that occurs most often outside quotes.
    pub(super) fn delimiter(&self) -> u8 {
        let mut counts = [0_usize; DELIMITERS.len()];
        let mut is_quoted = false;
        for byte in self.text.bytes() {
            is_quoted ^= byte == b'"';
            for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
                *count += usize::from(byte == delimiter && !is_quoted);
            }
        }
        let mut best = (0, b',');
        for (count, delimiter) in counts.into_iter().zip(DELIMITERS) {
            if count > best.0 {
                best = (count, delimiter);
            }
        }
        best.1
    }
}

impl HeaderText {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            start: Position::start(),
            is_quoted: false,
            last: ',',
            has_version: false,
            is_first: true,
        }
    }

    /// Reads a chunk that begins at `position`. Returns the header and the text after it, once the
    /// header is complete.
    pub(super) fn read<'a>(
        &mut self,
        text: &'a str,
        position: &mut Position,
    ) -> Result<Option<(Header, &'a str)>, FileError> {
        for (at, char) in text.char_indices() {
            if self.text.is_empty() {
                self.start = *position;
            }
            let (char_text, after) = text.split_at(at).1.split_at(char.len_utf8());
            position.advance(char_text);
            match char {
                '"' if self.is_quoted => self.is_quoted = false,
                '"' => self.is_quoted = matches!(self.last, ',' | ';' | '\t' | '"'),
                '\n' | '\r' if !self.is_quoted => {
                    if self.is_header() {
                        self.text.push(char);
                        return Ok(Some((self.take(), after)));
                    }
                    self.text.clear();
                    self.last = ',';
                    continue;
                }
                _ => {}
            }
            self.last = char;
            self.text.push(char);
            if self.text.len() > MAX_RECORD {
                return Err(self.start.exceeds("The header has more than 1 MiB."));
            }
        }
        Ok(None)
    }

    /// Returns the header of a file that ends with it.
    pub(super) fn finish(mut self) -> Result<Header, FileError> {
        if self.is_quoted {
            return Err(scan::unclosed(self.start));
        }
        if !self.is_header() {
            let message = "The file has no header. Add a line with the names of the columns.";
            return Err(Position::start().invalid(message));
        }
        Ok(self.take())
    }

    /// Returns whether the line is the header: neither blank nor, at first, `version:`.
    fn is_header(&mut self) -> bool {
        let line = self.text.trim();
        if line.is_empty() {
            return false;
        }
        let line = line.trim_start_matches('"');
        let is_first = std::mem::replace(&mut self.is_first, false);
        let prefix = line.as_bytes().get(.."version:".len());
        let is_version = prefix.is_some_and(|text| text.eq_ignore_ascii_case(b"version:"));
        self.has_version |= is_first && is_version;
        !(is_first && is_version)
    }

    fn take(&mut self) -> Header {
        Header {
            text: std::mem::take(&mut self.text),
            start: self.start,
            has_version: self.has_version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_normalized() {
        for (header, name) in [
            ("email", "email"),
            (" External_ID ", "externalid"),
            ("First Name [Required]", "firstname"),
            ("Status [READ ONLY]", "status"),
            ("Name [displayName] Required", "displayname"),
            (
                "Block sign in (Yes/No) [accountEnabled] Required",
                "accountenabled",
            ),
            (
                " User name [userPrincipalName] Required",
                "userprincipalname",
            ),
            ("custom_fields.shoe_size", "customfieldsshoesize"),
            ("Größe [A] [b", "größeb"),
            ("ÄGE", "äge"),
        ] {
            assert_eq!(normalize(header), name, "{header}");
        }
    }

    #[test]
    fn columns_of_passwords_are_secret() {
        for header in [
            "password",
            "Password [Required]",
            "Initial password [passwordProfile] Required",
            "Change Password at Next Sign-In",
            "user_passwd",
            "PASS WORD",
            "pass\u{200b}word [note]",
        ] {
            assert!(is_secret(header), "{header}");
        }
        assert!(!is_secret("passport"));
    }

    #[test]
    fn delimiter_is_the_most_frequent_candidate() {
        for (text, delimiter) in [
            ("email", b','),
            ("email,first;last,org", b','),
            ("email;first;last", b';'),
            ("email\tfirst", b'\t'),
            ("\"a,b,c\";email", b';'),
        ] {
            let header = Header {
                text: text.to_owned(),
                start: Position::start(),
                has_version: false,
            };
            assert_eq!(header.delimiter(), delimiter, "{text}");
        }
    }

    #[test]
    fn version_line_and_blank_lines_are_skipped() {
        for before in [
            "version:v1.0\n",
            "\r\n version:v1.0,,,,\r\n\r\n",
            "\"version:v1.0\",\r",
        ] {
            let file = format!("{before}\"a\nb\",c\nd");
            let mut text = HeaderText::new();
            let mut position = Position::start();
            let read = text.read(&file, &mut position).expect("valid");
            let (header, rest) = read.expect("complete");
            assert_eq!(header.text, "\"a\nb\",c\n", "{before:?}");
            assert!(header.has_version);
            assert_eq!(rest, "d");
        }
        let mut text = HeaderText::new();
        let mut position = Position::start();
        let read = text.read("version:\nversion:\n", &mut position);
        let header = read.expect("valid").expect("complete").0;
        assert_eq!((header.text.as_str(), header.start.line), ("version:\n", 2));
    }

    #[test]
    fn file_without_a_header_is_refused() {
        for file in ["", "\n\n", "version:v1.0\n"] {
            let mut text = HeaderText::new();
            let read = text.read(file, &mut Position::start()).expect("valid");
            assert_eq!(read, None, "{file:?}");
            assert!(text.finish().is_err());
        }
    }
}
