//! `POST /jobs/memberships` and `POST /jobs/users`: create a job from JSON lines, with one row on
//! each line and no limit on the number of rows. Rows are written while they arrive, so an upload is never in memory as a
//! whole. The job starts after the last row; an interrupted upload is cancelled.

use std::mem::take;

use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use tokio_util::{
    bytes::BytesMut,
    codec::{Decoder, LinesCodec, LinesCodecError},
};

use crate::{
    access::Actor,
    app::{App, Options, Session},
    body,
    domain::job::{self, AbandonUpload, AddRows, BeginUpload, EndUpload, JobRow, Limits},
    entity::job::JobKind,
    error::{Code, Error, Result},
    id::JobId,
    rest::{
        authenticate::{AuthenticatedRequest, admit, request_id},
        base_url::BaseUrl,
        item,
    },
};

use super::{
    error::Problem,
    receive::{Ended, REPLAYED, next},
    user_row, wire,
};

/// The maximum length of a line in bytes. A row with all fields is shorter.
const MAX_LINE: usize = 64 * 1024;
/// The number of bytes after which lines are written.
const MAX_BYTES: usize = 1024 * 1024;
/// What becomes of an upload that ends early.
const CANCELLED: &str = "The upload was cancelled; no row was run.";

pub(super) async fn memberships(
    State(app): State<App>,
    request: Request,
) -> Result<Response, Problem> {
    rows(
        app,
        request,
        JobKind::CreateMembership,
        wire::membership_row,
    )
    .await
}

pub(super) async fn users(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    rows(app, request, JobKind::UpsertUser, user_row::row).await
}

/// Parses a line into a row of a job.
type ParseRow = fn(&str) -> JobRow;

async fn rows(
    app: App,
    request: Request,
    kind: JobKind,
    parse: ParseRow,
) -> Result<Response, Problem> {
    let request_id = request_id(request.extensions()).map(str::to_owned);
    let problem = |error| Problem::new(error, request_id.as_deref());
    let (parts, body) = request.into_parts();
    let caller = admit(&app, &parts.headers, &parts.extensions);
    let AuthenticatedRequest { actor, options } = caller.await.map_err(problem)?;
    if options.atomic {
        let message = "The rows of a job run one by one, so `Tenantry-Atomic` is not supported here. Leave \
             it out.";
        return Err(problem(Error::new(Code::InvalidRequest, message)));
    }
    let expected = item::expected(&parts.headers).map_err(problem)?;
    item::must_be_unconditional(expected.as_ref()).map_err(problem)?;
    body::check_headers(&parts.headers)
        .map_err(|error| problem(error).with(StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
    let base_url = BaseUrl::in_extensions(&parts.extensions);
    let upload = Upload::open(&app, &actor, (kind, parse), options.dry_run).await;
    let upload = upload.map_err(problem)?;
    match upload.receive(body, &options).await {
        Ok(received) => accepted(&app, &actor, &base_url, received)
            .await
            .map_err(problem),
        Err(Ended { error, status }) => Err(match status {
            Some(status) => problem(error).with(status),
            None => problem(error),
        }),
    }
}

/// The job that an upload created.
struct Received {
    job: JobId,
    /// Whether an earlier upload with the same key created the job.
    is_replay: bool,
}

async fn accepted(
    app: &App,
    actor: &Actor,
    base_url: &BaseUrl,
    received: Received,
) -> Result<Response> {
    let job = job::get(&app.read(actor), received.job).await?;
    let headers = [
        (
            header::LOCATION,
            base_url.path(&format!("/jobs/{}", job.id)),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let body = Json(wire::job(&job));
    let mut response = (StatusCode::ACCEPTED, headers, body).into_response();
    if received.is_replay {
        let replayed = HeaderValue::from_static("true");
        response.headers_mut().insert(REPLAYED, replayed);
    }
    Ok(response)
}

/// An upload in progress. Dropping it before its end cancels it, such as when the client
/// disconnects.
struct Upload {
    app: App,
    actor: Actor,
    /// `None` once the upload must not be cancelled any more.
    job: Option<JobId>,
    dry_run: bool,
    parse: ParseRow,
    rows: Vec<JobRow>,
    /// The number of bytes of the rows that are not written yet.
    bytes: usize,
    /// The number of written rows.
    written: i32,
    content: Sha256,
}

impl Upload {
    async fn open(
        app: &App,
        actor: &Actor,
        (kind, parse): (JobKind, ParseRow),
        dry_run: bool,
    ) -> Result<Self> {
        let begin = BeginUpload { kind, dry_run };
        let begun = app.execute(actor, begin).await?;
        Ok(Self {
            app: app.clone(),
            actor: actor.clone(),
            job: begun.output.job,
            dry_run,
            parse,
            rows: Vec::new(),
            bytes: 0,
            written: 0,
            content: Sha256::new(),
        })
    }

    fn job(&self) -> Result<JobId> {
        self.job
            .ok_or_else(|| Error::internal("an upload without a job"))
    }

    /// Reads all lines and completes the upload.
    async fn receive(mut self, body: Body, options: &Options) -> Result<Received, Ended> {
        let mut stream = body.into_data_stream();
        let mut lines = LinesCodec::new_with_max_length(MAX_LINE);
        let mut buffer = BytesMut::new();
        let mut is_first = true;
        while let Some(bytes) = next(&mut stream, CANCELLED).await? {
            if std::mem::take(&mut is_first) {
                body::check_start(&bytes).map_err(Ended::unsupported)?;
            }
            self.content.update(&bytes);
            // A chunk of the body may be larger than the buffer should be.
            for piece in bytes.chunks(MAX_LINE) {
                buffer.extend_from_slice(piece);
                while let Some(line) = lines.decode(&mut buffer).transpose() {
                    self.take(line).await?;
                }
            }
        }
        while let Some(line) = lines.decode_eof(&mut buffer).transpose() {
            self.take(line).await?;
        }
        self.end(options).await
    }

    async fn take(&mut self, line: Result<String, LinesCodecError>) -> Result<(), Ended> {
        let row = match line {
            Ok(line) if line.trim().is_empty() => return Ok(()),
            Ok(line) => {
                self.bytes += line.len();
                (self.parse)(line.strip_prefix('\u{feff}').unwrap_or(&line))
            }
            Err(LinesCodecError::MaxLineLengthExceeded) => wire::unread(&Error::new(
                Code::LimitExceeded,
                format!("The line has more than {MAX_LINE} bytes."),
            )),
            Err(LinesCodecError::Io(_)) => {
                wire::unread(&Error::new(Code::InvalidValue, "The line is not UTF-8."))
            }
        };
        self.rows.push(row);
        if self.rows.len() >= Limits::SQLITE.rows as usize || self.bytes >= MAX_BYTES {
            self.write().await?;
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let add = AddRows {
            job: self.job()?,
            first: self.written,
            rows: take(&mut self.rows),
        };
        let count = i32::try_from(add.rows.len()).map_err(Error::internal)?;
        self.written = self.written.checked_add(count).ok_or_else(|| {
            let message = format!(
                "A job may have at most {} rows. Upload several jobs.",
                i32::MAX
            );
            Error::new(Code::LimitExceeded, message)
        })?;
        self.bytes = 0;
        self.app.execute(&self.actor, add).await.map(drop)
    }

    /// Completes the upload, so that the job can run. A repeated upload with the same key returns
    /// the earlier job.
    async fn end(mut self, options: &Options) -> Result<Received, Ended> {
        self.write().await?;
        if self.written == 0 {
            let message = "The body has no lines; send at least one row.";
            return Err(Error::new(Code::InvalidValue, message).into());
        }
        let end = EndUpload {
            job: self.job()?,
            total: self.written,
            dry_run: self.dry_run,
            content: self.content.clone().finalize().to_vec(),
        };
        let options = Options {
            key: options.key.clone(),
            ..Options::default()
        };
        let work = async move |session: Session| session.execute("upload", end).await;
        let done = self.app.serve(&self.actor, &options, work).await??;
        let job = done.output.job;
        let job = job.ok_or_else(|| Error::internal("an upload without a job"))?;
        let is_replay = self.job != Some(job);
        if !is_replay {
            self.job = None;
        }
        Ok(Received { job, is_replay })
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(job) = self.job.take() else {
            return;
        };
        let (app, actor) = (self.app.clone(), self.actor.clone());
        let message = "The upload was interrupted; no row was run.".to_owned();
        // There is no runtime while the program exits.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        runtime.spawn(async move {
            let abandon = AbandonUpload { job, message };
            match app.execute(&actor, abandon).await {
                // The completion of the upload committed first.
                Err(error) if error.code() == Code::JobNotFound => {}
                Err(error) => {
                    tracing::warn!(?error, "could not cancel an upload; it is cancelled later")
                }
                Ok(_) => {}
            }
        });
    }
}
