//! `POST /sync`: stores a file of people for `planSync`, CSV or JSON lines of any number of rows up
//! to 2 GiB. The file is checked and written in pieces while it arrives, so it is never in memory as
//! a whole. An interrupted upload is discarded. `DELETE /sync/{upload}` discards a file that will not
//! be planned, so that it no longer counts as one of the token's waiting uploads.

use axum::{
    Json,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use mime::Mime;
use serde_json::json;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::{
    access::Actor,
    app::{App, Options, Session},
    body,
    domain::sync::{
        AbandonSyncUpload, AddSyncPiece, BeginSyncUpload, EndSyncUpload, MAX_BYTES,
        file::{FileError, Piece, Splitter},
    },
    entity::sync_upload::FileFormat,
    error::{Code, Error, Result},
    id::SyncUploadId,
    rest::{
        authenticate::{AuthenticatedRequest, admit, request_id},
        item,
    },
};

use super::{
    error::Problem,
    receive::{Ended, REPLAYED, next},
};

/// The number of bytes that are split at once.
const MAX_PART: usize = 64 * 1024;
/// What becomes of an upload that ends early.
const DISCARDED: &str = "The upload was discarded; nothing was planned.";

pub(super) async fn file(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let request_id = request_id(request.extensions()).map(str::to_owned);
    let problem = |error| Problem::new(error, request_id.as_deref());
    let (parts, body) = request.into_parts();
    let caller = admit(&app, &parts.headers, &parts.extensions);
    let AuthenticatedRequest { actor, options } = caller.await.map_err(problem)?;
    if options.atomic || options.dry_run {
        let message = "An upload changes nothing in the directory, so `Tenantry-Atomic` and \
             `Tenantry-Dry-Run` are not supported here. Leave them out.";
        return Err(problem(Error::new(Code::InvalidRequest, message)));
    }
    let expected = item::expected(&parts.headers).map_err(problem)?;
    item::must_be_unconditional(expected.as_ref()).map_err(problem)?;
    let unsupported = |error| problem(error).with(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    body::check_encoding(&parts.headers).map_err(unsupported)?;
    let format = format(&parts.headers).map_err(unsupported)?;
    let upload = Upload::open(&app, &actor, format, options.key.is_some()).await;
    let upload = upload.map_err(problem)?;
    match upload.receive(body, &options).await {
        Ok(received) => Ok(accepted(&received)),
        Err(Failed::File(error)) => {
            let (line, column) = (error.line, error.column);
            let status = match error.code {
                // The limits of the file's structure are faults of the file, as the others are.
                Code::LimitExceeded => StatusCode::BAD_REQUEST,
                code => super::error::status(code),
            };
            Err(problem(error.into()).with(status).at(line, column))
        }
        Err(Failed::Upload(Ended { error, status })) => Err(match status {
            Some(status) => problem(error).with(status),
            None => problem(error),
        }),
    }
}

/// Discards an upload of the caller's token. The response is the same if there is none, so a lost
/// response can be repeated, and nothing shows whether another token has such an upload.
pub(super) async fn discard(
    State(app): State<App>,
    Path(upload): Path<String>,
    parts: Parts,
) -> Result<StatusCode, Problem> {
    let discarded = async {
        let caller = admit(&app, &parts.headers, &parts.extensions).await?;
        // No upload has another kind of id.
        let upload = upload.parse::<Uuid>().unwrap_or_default().into();
        app.execute(&caller.actor, AbandonSyncUpload { upload })
            .await
    };
    match discarded.await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(Problem::new(error, request_id(&parts.extensions))),
    }
}

/// Returns the format that the headers state.
fn format(headers: &HeaderMap) -> Result<FileFormat> {
    let media_type = headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok()?.parse::<Mime>().ok());
    let media_type = media_type.as_ref().map(Mime::essence_str);
    match media_type {
        Some("text/csv") => Ok(FileFormat::Csv),
        Some("application/x-ndjson" | "application/jsonl") => Ok(FileFormat::Jsonl),
        _ => {
            let message = "State the format of the file: `Content-Type: text/csv` or \
                           `Content-Type: application/x-ndjson`.";
            Err(Error::new(Code::InvalidRequest, message))
        }
    }
}

/// A complete upload.
struct Received {
    upload: SyncUploadId,
    rows: i32,
    /// Whether an earlier request with the same key sent the file.
    is_replay: bool,
}

fn accepted(received: &Received) -> Response {
    let status = match received.is_replay {
        true => StatusCode::OK,
        false => StatusCode::CREATED,
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    let body = Json(json!({ "upload": received.upload, "rows": received.rows }));
    let mut response = (status, headers, body).into_response();
    if received.is_replay {
        let replayed = HeaderValue::from_static("true");
        response.headers_mut().insert(REPLAYED, replayed);
    }
    response
}

/// Why an upload failed.
enum Failed {
    /// The file is invalid.
    File(FileError),
    /// The upload ended early.
    Upload(Ended),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Upload(error.into())
    }
}

impl From<Ended> for Failed {
    fn from(ended: Ended) -> Self {
        Self::Upload(ended)
    }
}

impl From<FileError> for Failed {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// Where the pieces of a file go.
enum Destination {
    /// An upload. Dropping it before its end discards it, such as when the client disconnects.
    Upload(SyncUploadId),
    /// Nowhere: no further upload may begin, for this reason. The request may still repeat a
    /// complete one under its idempotency key, so the file is read to compare it.
    Nowhere(Error),
    /// The upload is complete.
    Done,
}

/// An upload in progress.
struct Upload {
    app: App,
    actor: Actor,
    format: FileFormat,
    destination: Destination,
    /// The number of the next piece.
    number: i32,
    /// The number of received bytes.
    bytes: i64,
}

impl Upload {
    async fn open(app: &App, actor: &Actor, format: FileFormat, is_keyed: bool) -> Result<Self> {
        let begun = app.execute(actor, BeginSyncUpload { format }).await;
        let destination = match begun {
            Ok(begun) => Destination::Upload(begun.output),
            Err(error) if is_keyed && error.code() == Code::LimitExceeded => {
                Destination::Nowhere(error)
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            app: app.clone(),
            actor: actor.clone(),
            format,
            destination,
            number: 0,
            bytes: 0,
        })
    }

    /// Reads the file and completes the upload.
    async fn receive(mut self, body: Body, options: &Options) -> Result<Received, Failed> {
        let mut stream = body.into_data_stream();
        let mut splitter = Splitter::new(self.format);
        let mut is_first = true;
        while let Some(bytes) = next(&mut stream, DISCARDED).await? {
            if std::mem::take(&mut is_first) {
                body::check_compression(&bytes).map_err(Ended::unsupported)?;
            }
            self.bytes += i64::try_from(bytes.len()).map_err(Error::internal)?;
            if self.bytes > MAX_BYTES {
                return Err(too_large().into());
            }
            // A chunk of the body may be larger than the buffer should be.
            for part in bytes.chunks(MAX_PART) {
                splitter.push(part)?;
                while let Some(piece) = splitter.take_piece() {
                    self.add(piece).await?;
                }
            }
        }
        let summary = splitter.finish()?;
        if let Some(piece) = summary.last {
            self.add(piece).await?;
        }
        let end = EndSyncUpload {
            upload: match self.destination {
                Destination::Upload(upload) => upload,
                // No upload has this id. Only an earlier upload with the same key completes.
                _ => uuid::Uuid::nil().into(),
            },
            columns: summary.columns,
            dropped_columns: summary.dropped_columns,
            rows: summary.rows,
            bytes: summary.bytes,
            sha256: summary.sha256,
        };
        Ok(self.end(end, options).await?)
    }

    async fn add(&mut self, piece: Piece) -> Result<()> {
        let Destination::Upload(upload) = self.destination else {
            return Ok(());
        };
        let add = AddSyncPiece {
            upload,
            number: self.number,
            piece,
        };
        self.number += 1;
        self.app.execute(&self.actor, add).await.map(drop)
    }

    /// Completes the upload. A repeated request with the same key returns the earlier upload.
    async fn end(mut self, end: EndSyncUpload, options: &Options) -> Result<Received> {
        let rows = end.rows;
        let options = Options {
            key: options.key.clone(),
            ..Options::default()
        };
        let work = async move |session: Session| session.execute("upload", end).await;
        let done = self.app.serve(&self.actor, &options, work).await?;
        let done = match (done, &self.destination) {
            (Err(error), Destination::Nowhere(reason)) if error.code() == Code::InvalidValue => {
                return Err(reason.clone());
            }
            (done, _) => done?,
        };
        let upload = done.output.id.map(SyncUploadId::from);
        let upload = upload.ok_or_else(|| Error::internal("an upload without an id"))?;
        let is_replay = !matches!(self.destination, Destination::Upload(begun) if begun == upload);
        if !is_replay {
            self.destination = Destination::Done;
        }
        Ok(Received {
            upload,
            rows,
            is_replay,
        })
    }
}

fn too_large() -> Error {
    let message = "The file has more than 2 GiB. Split it, and send one org in each part.";
    Error::new(Code::LimitExceeded, message)
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Destination::Upload(upload) = self.destination else {
            return;
        };
        let (app, actor) = (self.app.clone(), self.actor.clone());
        // There is no runtime while the program exits.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        runtime.spawn(async move {
            if let Err(error) = app.execute(&actor, AbandonSyncUpload { upload }).await {
                tracing::warn!(?error, "could not discard an upload; it is discarded later");
            }
        });
    }
}
