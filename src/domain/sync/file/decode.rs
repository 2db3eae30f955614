//! Decodes a file in chunks: UTF-8 with or without a byte order mark, and UTF-16 with one.
//!
//! Any other encoding fails. To guess one would turn names into other names.

use std::str;

/// What is wrong with the bytes that follow the decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flaw(pub(super) String);

/// Decodes chunks whose borders may be anywhere.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// `None` until the bytes suffice to tell.
    encoding: Option<Encoding>,
    /// The bytes of an incomplete character or byte order mark: at most 3.
    rest: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

const BYTE_ORDER_MARKS: [(&[u8], Encoding); 3] = [
    (&[0xEF, 0xBB, 0xBF], Encoding::Utf8),
    (&[0xFF, 0xFE], Encoding::Utf16(u16::from_le_bytes)),
    (&[0xFE, 0xFF], Encoding::Utf16(u16::from_be_bytes)),
];

const FIX: &str = "Save the file as UTF-8, or as UTF-16 with a byte order mark.";

impl Decoder {
    /// Appends the text of a chunk to `text`. If the chunk is invalid, `text` ends before the flaw.
    pub(super) fn decode(&mut self, bytes: &[u8], text: &mut String) -> Result<(), Flaw> {
        let joined;
        let bytes = if self.rest.is_empty() {
            bytes
        } else {
            self.rest.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.rest);
            &joined
        };
        let Some((encoding, bytes)) = self.detect(bytes) else {
            self.rest = bytes.to_vec();
            return Ok(());
        };
        let before = text.len();
        let decoded = match encoding {
            Encoding::Utf8 => utf8(bytes, text),
            Encoding::Utf16(unit) => utf16(bytes, unit, text),
        };
        if let Some(nul) = text.get(before..).and_then(|new| new.find('\0')) {
            text.truncate(before + nul);
            return Err(Flaw(format!("The file has a NUL character here. {FIX}")));
        }
        self.rest.extend_from_slice(decoded?);
        Ok(())
    }

    /// Appends the end of the text.
    pub(super) fn finish(mut self, text: &mut String) -> Result<(), Flaw> {
        if self.encoding.is_none() {
            self.encoding = Some(Encoding::Utf8);
            self.decode(&[], text)?;
        }
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(Flaw(
            "The file ends in the middle of a character. Send the complete file.".to_owned(),
        ))
    }

    /// Returns the encoding, and the bytes without the byte order mark.
    fn detect<'a>(&mut self, bytes: &'a [u8]) -> Option<(Encoding, &'a [u8])> {
        if let Some(encoding) = self.encoding {
            return Some((encoding, bytes));
        }
        let mut found = (Encoding::Utf8, bytes);
        for (mark, encoding) in BYTE_ORDER_MARKS {
            if let Some(bytes) = bytes.strip_prefix(mark) {
                found = (encoding, bytes);
            } else if mark.starts_with(bytes) {
                return None;
            }
        }
        self.encoding = Some(found.0);
        Some(found)
    }
}

/// Decodes UTF-8, and returns the bytes of an incomplete character at the end.
fn utf8<'a>(bytes: &'a [u8], text: &mut String) -> Result<&'a [u8], Flaw> {
    let error = match str::from_utf8(bytes) {
        Ok(valid) => {
            text.push_str(valid);
            return Ok(&[]);
        }
        Err(error) => error,
    };
    let (valid, rest) = bytes.split_at(error.valid_up_to());
    text.push_str(str::from_utf8(valid).unwrap_or_default());
    match (error.error_len(), rest.first()) {
        (Some(_), Some(byte)) => Err(Flaw(format!(
            "The byte 0x{byte:02X} is not valid UTF-8 here. {FIX}"
        ))),
        _ => Ok(rest),
    }
}

/// Decodes UTF-16, and returns the bytes of an incomplete character at the end.
fn utf16<'a>(
    bytes: &'a [u8],
    unit: fn([u8; 2]) -> u16,
    text: &mut String,
) -> Result<&'a [u8], Flaw> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    // A high surrogate at the end waits for the low one.
    let is_high = |pair: &[u8; 2]| (0xD800..0xDC00).contains(&unit(*pair));
    let waits = pairs.last().is_some_and(is_high);
    let complete = pairs.len() - usize::from(waits);
    let units = pairs.iter().take(complete).map(|pair| unit(*pair));
    for char in char::decode_utf16(units) {
        let unpaired = |_| Flaw(format!("Half of a UTF-16 surrogate pair is missing. {FIX}"));
        text.push(char.map_err(unpaired)?);
    }
    let rest = odd.len() + usize::from(waits) * 2;
    Ok(bytes.split_at(bytes.len() - rest).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "naïve,漢字\r\n😀\r\"x\"";

    /// Decodes the bytes in chunks of each size, which must make no difference.
    fn decode(bytes: &[u8]) -> (String, Option<String>) {
        let decode_by = |size: usize| {
            let mut decoder = Decoder::default();
            let mut text = String::new();
            let mut failed = None;
            for chunk in bytes.chunks(size) {
                if let Err(Flaw(message)) = decoder.decode(chunk, &mut text) {
                    failed = Some(message);
                    break;
                }
            }
            if failed.is_none() {
                failed = decoder.finish(&mut text).err().map(|Flaw(message)| message);
            }
            (text, failed)
        };
        let whole = decode_by(bytes.len().max(1));
        for size in 1..bytes.len() {
            assert_eq!(decode_by(size), whole, "chunks of {size}");
        }
        whole
    }

    fn utf16_with_mark(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(bytes).collect()
    }

    #[test]
    fn byte_order_mark_selects_the_encoding() {
        for bytes in [
            TEXT.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
            utf16_with_mark(TEXT, u16::to_le_bytes),
            utf16_with_mark(TEXT, u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes), (TEXT.to_owned(), None));
        }
        for empty in ["", "\u{feff}"] {
            assert_eq!(decode(empty.as_bytes()), (String::new(), None));
        }
    }

    #[test]
    fn text_before_a_flaw_is_decoded() {
        for (bytes, text, message) in [
            (&b"a,M\xFCller\n"[..], "a,M", "0xFC"),
            (b"\xFCller", "", "0xFC"),
            (b"ab\0cd", "ab", "NUL"),
            (b"a\0b\xFC", "a", "NUL"),
            (b"\xFF\xFEa\0\0\0", "a", "NUL"),
            (b"ab\xE6\xBC", "ab", "middle of a character"),
            (b"\xEF\xBB", "", "middle of a character"),
            (b"\xFF\xFEa\0\x01", "a", "middle of a character"),
            (b"\xFF\xFEa\0\x3D\xD8", "a", "middle of a character"),
            (b"\xFF\xFEa\0\x3D\xD8b\0", "a", "surrogate"),
            (b"\xFF\xFEa\0\x00\xDCb\0", "a", "surrogate"),
        ] {
            let (decoded, failed) = decode(bytes);
            assert_eq!(decoded, text, "{bytes:?}");
            let failed = failed.expect("a flaw");
            assert!(failed.contains(message), "{failed}");
        }
    }
}
