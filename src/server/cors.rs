//! Which other sites' pages may call this server: a browser asks before it lets them.
//!
//! It protects nobody who has a token in his hand; it only says whose scripts may use one in a browser.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowHeaders, CorsLayer};

use crate::rest::{PAGINATION_LIMIT, PAGINATION_OFFSET, PAGINATION_TOTAL};

use super::middleware::REQUEST_ID;

/// How long a browser need not ask again: as long as the strictest of them keeps an answer.
const MAX_AGE: Duration = Duration::from_secs(600);

/// The header of a reply whose changes were made by an earlier request.
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
        // conditions. That a browser asks at all before it sends one is what keeps pages of other
        // origins away.
        .allow_headers(AllowHeaders::mirror_request())
        // Replies that may be cached depend on nothing else: a preflight's is not cached by others.
        .vary([header::ORIGIN])
        .expose_headers(shown)
        .max_age(MAX_AGE);
    Some(layer)
}
