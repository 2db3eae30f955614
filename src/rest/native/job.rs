//! `GET /jobs/{id}`: the current state of a job.

use axum::{
    Json,
    extract::{Path, State},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use crate::{
    access::target::not_found,
    app::App,
    domain::{Reader, job},
    entity::job::Model,
    error::{Code, Result},
    rest::authenticate::{admit, request_id},
};

use super::{error::Problem, wire};

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    parts: Parts,
) -> Result<Response, Problem> {
    let (_, job) = find(&app, &id, &parts).await?;
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((headers, Json(wire::job(&job))).into_response())
}

/// Returns the job that a path names, and the reader of its caller.
pub(super) async fn find(app: &App, id: &str, parts: &Parts) -> Result<(Reader, Model), Problem> {
    let found = async {
        let caller = admit(app, &parts.headers, &parts.extensions).await?;
        let id: Uuid = id.parse().map_err(|_| not_found(Code::JobNotFound))?;
        let reader = app.read(&caller.actor);
        let job = job::get(&reader, id.into()).await?;
        Ok((reader, job))
    };
    let request_id = request_id(&parts.extensions);
    found.await.map_err(|error| Problem::new(error, request_id))
}
