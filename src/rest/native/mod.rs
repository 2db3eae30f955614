//! The native REST API: jobs whose rows and results are too many for a GraphQL document or
//! response.
//!
//! * `upload`: `POST /jobs/memberships`, which creates a job from any number of rows.
//! * `receive`: the body of an upload.
//! * `job`: `GET /jobs/{id}`.
//! * `results`: `GET /jobs/{id}/results`, the results of all rows.
//! * `wire`: the JSON of rows, jobs and results.
//! * `error`: the format of errors.

pub(super) mod error;
mod job;
mod receive;
mod results;
mod upload;
mod wire;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::App;

/// Returns the routes below `/jobs`.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/jobs/memberships", post(upload::memberships))
        .route("/jobs/{id}", get(job::show))
        .route("/jobs/{id}/results", get(results::show))
        .with_state(app)
}
