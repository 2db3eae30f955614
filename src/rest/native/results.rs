//! `GET /jobs/{id}/results`: the results of all rows that were run, one JSON object on each line.
//! The results are read page by page while they are sent, so that memory does not grow with the
//! number of rows.

use axum::{
    body::{Body, Bytes},
    extract::{Path, Query, State},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::Deserialize;

use crate::{
    app::App,
    domain::job,
    error::{Code, Error, Result},
    page::PageRequest,
    rest::authenticate::request_id,
};

use super::{error::Problem, job::find, wire};

/// The query parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Parameters {
    /// Whether to return only failed rows.
    #[serde(default)]
    only_failed: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    parts: Parts,
) -> Result<Response, Problem> {
    let (reader, job) = find(&app, &id, &parts).await?;
    let Query(Parameters { only_failed }) = Query::try_from_uri(&parts.uri).map_err(|_| {
        let message = "The only parameter is `onlyFailed`, true or false.";
        let error = Error::new(Code::InvalidRequest, message);
        Problem::new(error, request_id(&parts.extensions))
    })?;
    let pages = stream::try_unfold(Some(PageRequest::all()), move |page| {
        let (reader, job) = (reader.clone(), job.id);
        async move {
            let Some(wanted) = page else {
                return Ok(None);
            };
            let page = job::results(&reader, job, only_failed, &wanted).await?;
            let mut lines = Vec::new();
            for (_, row) in &page.items {
                lines.append(&mut wire::line(row)?);
            }
            Ok::<_, Error>(Some((Bytes::from(lines), wanted.next(&page))))
        }
    });
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(pages)).into_response())
}
