//! Which other sites' pages may call this server: a browser asks before it lets them.
//!
//! It protects nobody who has a token in his hand; it only says whose scripts may use one in a browser.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::CorsLayer;

use super::{
    options::{ATOMIC, DRY_RUN, IDEMPOTENCY_KEY},
    surround::REQUEST_ID,
};

/// How long a browser need not ask again: as long as the strictest of them keeps an answer.
const MAX_AGE: Duration = Duration::from_secs(600);

/// What a door understands or says beside these.
const COST: HeaderName = HeaderName::from_static("tenantry-cost");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// None where no other site may call.
pub(super) fn layer(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<_> = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    if origins.is_empty() {
        return None;
    }
    let headers = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        REQUEST_ID,
        IDEMPOTENCY_KEY,
        DRY_RUN,
        ATOMIC,
        COST,
    ];
    let shown = [REQUEST_ID, header::RETRY_AFTER, REPLAYED];
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::OPTIONS])
        .allow_headers(headers)
        .expose_headers(shown)
        .max_age(MAX_AGE);
    Some(layer)
}
