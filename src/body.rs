//! Checks of request bodies, shared by the GraphQL and REST modules. A body must be UTF-8 without
//! compression.

use axum::http::{HeaderMap, header};
use mime::Mime;

use crate::error::{Code, Error, Result};

/// Checks what the headers state about the body. Callers answer the error with 415.
///
/// # Errors
/// `INVALID_REQUEST` if `Content-Encoding` is not `identity`, or if `Content-Type` states a charset
/// other than UTF-8.
pub fn check_headers(headers: &HeaderMap) -> Result<()> {
    check_encoding(headers)?;
    let media_type = headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok()?.parse::<Mime>().ok());
    let charset = media_type
        .as_ref()
        .and_then(|media_type| media_type.get_param(mime::CHARSET));
    let is_utf_8 = |charset: mime::Name| {
        let names = ["utf-8", "utf8"];
        names
            .iter()
            .any(|name| charset.as_str().eq_ignore_ascii_case(name))
    };
    match charset {
        Some(charset) if !is_utf_8(charset) => Err(invalid(
            "The `Content-Type` states a charset that is not UTF-8. Send the body in UTF-8.",
        )),
        _ => Ok(()),
    }
}

/// Checks that the headers do not state a compression of the body. Callers answer the error with
/// 415.
///
/// # Errors
/// `INVALID_REQUEST` if `Content-Encoding` is not `identity`.
pub fn check_encoding(headers: &HeaderMap) -> Result<()> {
    let encodings = headers.get_all(header::CONTENT_ENCODING).iter();
    let mut encodings = encodings.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let is_plain = |encoding: &[u8]| {
        let encoding = encoding.trim_ascii();
        encoding.is_empty() || encoding.eq_ignore_ascii_case(b"identity")
    };
    match encodings.all(is_plain) {
        true => Ok(()),
        false => Err(invalid(
            "Compressed bodies are not supported. Send the body without `Content-Encoding`.",
        )),
    }
}

/// Checks the first bytes of a body, because clients often upload a file from disk without headers
/// that describe its encoding. Callers answer the error with 415.
///
/// # Errors
/// `INVALID_REQUEST` if the body begins like gzip, zstd or UTF-16.
pub fn check_start(bytes: &[u8]) -> Result<()> {
    check_compression(bytes)?;
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            Err(invalid("The body is in UTF-16. Send the body in UTF-8."))
        }
        _ => Ok(()),
    }
}

/// Checks that the first bytes of a body are not those of a compressed file. Callers answer the
/// error with 415.
///
/// # Errors
/// `INVALID_REQUEST` if the body begins like gzip, zstd or a ZIP archive, such as a spreadsheet.
pub fn check_compression(bytes: &[u8]) -> Result<()> {
    match bytes {
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] | [b'P', b'K', 0x03, 0x04, ..] => Err(
            invalid("The body is compressed. Send the body uncompressed."),
        ),
        _ => Ok(()),
    }
}

/// Returns the bytes without the byte order mark that some editors and libraries write before
/// UTF-8.
#[must_use]
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn invalid(message: &str) -> Error {
    Error::new(Code::InvalidRequest, message)
}
