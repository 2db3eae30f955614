//! Which other sites' pages may call this server: a browser asks before it lets them.
//!
//! It protects nobody who has a token in his hand; it only says whose scripts may use one in a browser.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::CorsLayer;

use crate::rest::{API_KEY, PAGINATION_LIMIT, PAGINATION_OFFSET, PAGINATION_TOTAL};

use super::{
    options::{ATOMIC, DRY_RUN, IDEMPOTENCY_KEY},
    surround::REQUEST_ID,
};

/// How long a browser need not ask again: as long as the strictest of them keeps an answer.
const MAX_AGE: Duration = Duration::from_secs(600);

/// What a door understands or says beside these.
const COST: HeaderName = HeaderName::from_static("tenantry-cost");
const API_CONSUMER: HeaderName = HeaderName::from_static("reb-api-consumer");
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
        API_KEY,
        API_CONSUMER,
    ];
    let shown = [
        REQUEST_ID,
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
        .allow_headers(headers)
        .expose_headers(shown)
        .max_age(MAX_AGE);
    Some(layer)
}
