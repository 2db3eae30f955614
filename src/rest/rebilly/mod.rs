//! The Rebilly door.

use axum::Router;

use crate::{app::App, config::Config};

/// `/memberships`.
pub(super) fn router(_app: &App, _config: &Config) -> Router {
    Router::new()
}
