//! This server's own REST door: jobs, whose rows and results are more than a GraphQL document or reply should hold.
//!
//! * `upload`: `POST /jobs/memberships`, a job of any number of rows.
//! * `job`: `GET /jobs/{id}`.
//! * `results`: `GET /jobs/{id}/results`, what became of all its rows.
//! * `wire`: how they are written in JSON.
//! * `error`: how failures are told.

pub(super) mod error;
mod job;
mod results;
mod upload;
mod wire;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::App;

/// `/jobs`.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/jobs/memberships", post(upload::memberships))
        .route("/jobs/{id}", get(job::show))
        .route("/jobs/{id}/results", get(results::show))
        .with_state(app)
}
