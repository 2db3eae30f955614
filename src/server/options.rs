//! Reads the headers that control how changes are executed. Each API reports invalid headers in its
//! own format.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    app::Options,
    domain::idempotency::IdempotencyKey,
    error::{Code, Error, Result},
};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const DRY_RUN: HeaderName = HeaderName::from_static("tenantry-dry-run");
const ATOMIC: HeaderName = HeaderName::from_static("tenantry-atomic");

/// # Errors
/// `INVALID_REQUEST`, with the header's name.
pub(super) fn read(headers: &HeaderMap) -> Result<Options> {
    Ok(Options {
        key: key(headers)?,
        dry_run: is_on(headers, &DRY_RUN, "Tenantry-Dry-Run")?,
        atomic: is_on(headers, &ATOMIC, "Tenantry-Atomic")?,
    })
}

fn key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>> {
    let Some(value) = only(headers, &IDEMPOTENCY_KEY, "Idempotency-Key")? else {
        return Ok(None);
    };
    let key = value.to_str().ok().and_then(IdempotencyKey::parse);
    let wrong = || invalid("`Idempotency-Key` must be 1 to 255 visible ASCII characters.".into());
    key.map(Some).ok_or_else(wrong)
}

fn is_on(headers: &HeaderMap, name: &HeaderName, shown: &str) -> Result<bool> {
    match only(headers, name, shown)?.map(HeaderValue::as_bytes) {
        None | Some(b"false") => Ok(false),
        Some(b"true") => Ok(true),
        Some(_) => Err(invalid(format!("`{shown}` must be `true` or `false`."))),
    }
}

/// Returns the header's only value. Two values are an error, since the intended one is unknown.
fn only<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
    shown: &str,
) -> Result<Option<&'a HeaderValue>> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    match values.next() {
        None => Ok(value),
        Some(_) => Err(invalid(format!("`{shown}` was sent twice; send it once."))),
    }
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidRequest, message)
}
