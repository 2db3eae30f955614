//! Files in the binary, each compressed once, and their conditional responses. The pages for browsers
//! consist of them.

use std::{io::Read, sync::OnceLock};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, bufread::GzEncoder};
use sha2::{Digest, Sha256};

use crate::etag;

pub(crate) const HTML: &str = "text/html; charset=utf-8";
pub(crate) const CSS: &str = "text/css; charset=utf-8";
pub(crate) const SCRIPT: &str = "text/javascript; charset=utf-8";
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";
pub(crate) const SVG: &str = "image/svg+xml";

/// A file that belongs to a page.
pub(crate) struct Asset {
    path: &'static str,
    media_type: &'static str,
    /// The content security policy of the page.
    policy: &'static str,
    kept: CacheLifetime,
    bytes: &'static [u8],
    prepared: OnceLock<Prepared>,
}

/// How long a browser may cache a file.
#[derive(Clone, Copy)]
pub(crate) enum CacheLifetime {
    /// The file's name contains its version.
    ForGood,
    /// The browser revalidates the file on each use.
    UntilItChanges,
}

/// The compressed form of a file, made on the first request.
struct Prepared {
    /// A weak ETag, because the compressed and the plain response have the same tag.
    tag: String,
    packed: Bytes,
}

impl Asset {
    pub(crate) const fn new(
        path: &'static str,
        media_type: &'static str,
        policy: &'static str,
        kept: CacheLifetime,
        bytes: &'static [u8],
    ) -> Self {
        Self {
            path,
            media_type,
            policy,
            kept,
            bytes,
            prepared: OnceLock::new(),
        }
    }

    /// Returns the name without the folder.
    pub(crate) fn name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Returns the response to a request with these headers.
    pub(crate) async fn reply(&'static self, asked: HeaderMap) -> Response {
        // The first request waits while a megabyte is compressed, without blocking other requests.
        let prepared =
            tokio::task::spawn_blocking(|| self.prepared.get_or_init(|| prepare(self.bytes)));
        let Ok(prepared) = prepared.await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let kept = match self.kept {
            CacheLifetime::ForGood => "public, max-age=31536000, immutable",
            CacheLifetime::UntilItChanges => "no-cache",
        };
        let about = [
            (header::ETAG, prepared.tag.as_str()),
            (header::CACHE_CONTROL, kept),
            (header::VARY, "Accept-Encoding"),
            (header::CONTENT_SECURITY_POLICY, self.policy),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        let known = etag::known(&asked);
        if known.is_some_and(|known| known.matches_weakly(prepared.tag.as_bytes())) {
            return (StatusCode::NOT_MODIFIED, about).into_response();
        }
        let about = (about, [(header::CONTENT_TYPE, self.media_type)]);
        if takes_gzip(&asked) {
            let packed = [(header::CONTENT_ENCODING, "gzip")];
            (about, packed, prepared.packed.clone()).into_response()
        } else {
            (about, self.bytes).into_response()
        }
    }
}

fn prepare(bytes: &[u8]) -> Prepared {
    let mut packed = Vec::new();
    // Reads from memory do not fail.
    let _ = GzEncoder::new(bytes, Compression::best()).read_to_end(&mut packed);
    Prepared {
        tag: format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))),
        packed: packed.into(),
    }
}

/// Returns the elements of a list-valued header.
fn values(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    values(headers, header::ACCEPT_ENCODING).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().trim_start_matches("q=").parse::<f32>();
        name.trim().eq_ignore_ascii_case("gzip") && weight != Ok(0.0)
    })
}
