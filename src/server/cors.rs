//! Which other sites' pages may call this server: a browser asks before it lets them.
//!
//! It protects nobody who has a token in his hand; it only says whose scripts may use one in a browser.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::CorsLayer;

use super::surround::REQUEST_ID;

/// How long a browser need not ask again: as long as the strictest of them keeps an answer.
const MAX_AGE: Duration = Duration::from_secs(600);

/// None where no other site may call.
pub(super) fn layer(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<_> = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    if origins.is_empty() {
        return None;
    }
    let own = [
        "idempotency-key",
        "tenantry-dry-run",
        "tenantry-atomic",
        "tenantry-cost",
        "reb-apikey",
        "reb-api-consumer",
    ];
    let standard = [header::AUTHORIZATION, header::CONTENT_TYPE, REQUEST_ID];
    let headers = own.map(HeaderName::from_static).into_iter().chain(standard);
    let told = ["pagination-limit", "pagination-offset", "pagination-total"];
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
        ])
        .allow_headers(headers.collect::<Vec<_>>())
        .expose_headers(
            told.map(HeaderName::from_static)
                .into_iter()
                .chain([REQUEST_ID, header::LOCATION, header::RETRY_AFTER])
                .collect::<Vec<_>>(),
        )
        .max_age(MAX_AGE);
    Some(layer)
}
