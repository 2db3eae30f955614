//! The CORS policy: which other origins may call this server from a browser.
//!
//! CORS does not protect against a client that has a token. It only limits which origins' scripts
//! may use a token in a browser.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowHeaders, CorsLayer};

use crate::rest::{PAGINATION_LIMIT, PAGINATION_OFFSET, PAGINATION_TOTAL};

use super::middleware::REQUEST_ID;

/// How long a browser may cache a preflight response: the lowest limit among browsers.
const MAX_AGE: Duration = Duration::from_secs(600);

/// The header of a reply whose changes were made by an earlier request.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Returns the CORS layer, or `None` when no other origin may call.
pub(super) fn layer(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<_> = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    if origins.is_empty() {
        return None;
    }
    let shown = [
        REQUEST_ID,
        header::ETAG,
        header::LOCATION,
        header::RETRY_AFTER,
        REPLAYED,
        PAGINATION_LIMIT,
        PAGINATION_OFFSET,
        PAGINATION_TOTAL,
    ];
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
        ])
        // Any: clients add headers of their own, such as `traceparent` or their name, and
        // conditions. The preflight request itself is what keeps pages of other origins away.
        .allow_headers(AllowHeaders::mirror_request())
        // Cacheable responses depend on nothing else, and preflight responses are not cached by
        // proxies.
        .vary([header::ORIGIN])
        .expose_headers(shown)
        .max_age(MAX_AGE);
    Some(layer)
}
