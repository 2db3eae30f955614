//! The Rebilly door.

use axum::{Router, http::HeaderName};

use crate::{app::App, config::Config};

pub(crate) const PAGINATION_LIMIT: HeaderName = HeaderName::from_static("pagination-limit");
pub(crate) const PAGINATION_OFFSET: HeaderName = HeaderName::from_static("pagination-offset");
pub(crate) const PAGINATION_TOTAL: HeaderName = HeaderName::from_static("pagination-total");

/// `/memberships`.
pub(super) fn router(_app: &App, _config: &Config) -> Router {
    Router::new()
}
