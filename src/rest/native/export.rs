//! `GET /export`: memberships as rows of a file that `POST /sync` reads again. The rows are read
//! page by page while they are sent, so that memory does not grow with the number of rows.

use axum::{
    body::{Body, Bytes},
    extract::{Query, State},
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::Deserialize;

use crate::{
    app::App,
    domain::{
        field::Name,
        sync::{ExportFilter, Exporter},
    },
    entity::sync_upload::FileFormat,
    error::{Code, Error, Result},
    rest::authenticate::{admit, request_id},
};

use super::error::Problem;

/// The query parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    /// The org, by id, name or external id.
    org: Option<String>,
    /// The source that owns the memberships.
    source: Option<String>,
    /// The format, `csv` or `jsonl`.
    format: Option<String>,
}

pub(super) async fn rows(State(app): State<App>, parts: Parts) -> Result<Response, Problem> {
    let problem = |error| Problem::new(error, request_id(&parts.extensions));
    let caller = admit(&app, &parts.headers, &parts.extensions);
    let caller = caller.await.map_err(problem)?;
    let Query(parameters) = Query::<Parameters>::try_from_uri(&parts.uri).map_err(|_| {
        let message = "The only parameters are `org`, `source` and `format`, each at most once.";
        problem(Error::new(Code::InvalidRequest, message))
    })?;
    let (filter, format) = parameters.parse().map_err(problem)?;
    let reader = app.read(&caller.actor);
    let exporter = Exporter::open(&reader, filter, format).await;
    let exporter = exporter.map_err(problem)?;
    let content_type = match format {
        FileFormat::Csv => "text/csv; charset=utf-8",
        FileFormat::Jsonl => "application/x-ndjson; charset=utf-8",
    };
    let pages = stream::try_unfold(exporter, move |mut exporter| {
        let reader = reader.clone();
        async move {
            let rows = exporter.next(&reader).await?;
            Ok::<_, Error>(rows.map(|rows| (Bytes::from(rows), exporter)))
        }
    });
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(pages)).into_response())
}

impl Parameters {
    fn parse(self) -> Result<(ExportFilter, FileFormat)> {
        let format = match self.format.as_deref() {
            None | Some("csv") => FileFormat::Csv,
            Some("jsonl") => FileFormat::Jsonl,
            Some(_) => return Err(Error::invalid("format", "must be `csv` or `jsonl`")),
        };
        let source = self.source.map(|source| Name::parse("source", &source));
        let filter = ExportFilter {
            org: self.org,
            source: source.transpose()?.map(|source| source.as_str().to_owned()),
        };
        Ok((filter, format))
    }
}
