//! The native REST API: what is too large for a GraphQL document or response.
//!
//! * `upload`: `POST /jobs/memberships` and `POST /jobs/users`, which create a job from any number
//!   of rows.
//! * `sync`: `POST /sync`, which stores a file for a sync run, and `DELETE /sync/{upload}`.
//! * `export`: `GET /export`, memberships as a file.
//! * `receive`: the body of an upload.
//! * `job`: `GET /jobs/{id}`.
//! * `results`: `GET /jobs/{id}/results`, the results of all rows.
//! * `user_row`: the JSON of a row of `POST /jobs/users`.
//! * `wire`: the JSON of rows, jobs and results.
//! * `error`: the format of errors.

pub(super) mod error;
mod export;
mod job;
mod receive;
mod results;
mod sync;
mod upload;
mod user_row;
mod wire;

use axum::{
    Router,
    routing::{delete, get, post},
};

use crate::app::App;

/// Returns the routes below `/jobs`, and the routes of files for sync runs.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/jobs/memberships", post(upload::memberships))
        .route("/jobs/users", post(upload::users))
        .route("/jobs/{id}", get(job::show))
        .route("/jobs/{id}/results", get(results::show))
        .route("/sync", post(sync::file))
        .route("/sync/{upload}", delete(sync::discard))
        .route("/export", get(export::rows))
        .with_state(app)
}
