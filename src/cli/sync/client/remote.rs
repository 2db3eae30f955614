//! Plans and applies runs on a server, over HTTP.

use std::{
    io::{self, Read, Write},
    time::Duration,
};

use serde_json::{Value as Json, json};
use tokio::{sync::mpsc, time::sleep};
use tokio_util::sync::CancellationToken;
use ureq::{Agent, Body, SendBody, http::Response};
use url::Url;
use uuid::Uuid;

use crate::{
    clock::Clock,
    domain::sync::ExportFilter,
    entity::sync_upload::FileFormat,
    error::{Code, Error, Result},
    id::Ids,
};

use super::{Input, Uploaded, error, interrupted};

/// The time between two checks of a run.
pub(super) const POLL: Duration = Duration::from_millis(300);
/// The maximum duration of a request other than an upload or an export.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long a server may take to answer after an upload.
const PATIENCE: Duration = Duration::from_secs(300);
/// The pauses before further attempts.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
];
/// The maximum size of a response other than an export.
const MAX_RESPONSE: u64 = 64 * 1024 * 1024;

/// A server.
pub(in crate::cli) struct Remote {
    agent: Agent,
    base: Url,
    authorization: String,
}

impl Remote {
    pub(super) fn new(server: &str, token: String) -> Result<Self> {
        let invalid = || {
            let message = "`server` must be the URL of a server, like https://tenantry.example.com";
            Error::new(Code::InvalidValue, message)
        };
        let mut base: Url = server.parse().map_err(|_| invalid())?;
        let is_web = matches!(base.scheme(), "http" | "https") && base.has_host();
        if !is_web || !base.username().is_empty() || base.password().is_some() {
            return Err(invalid());
        }
        base.set_query(None);
        base.set_fragment(None);
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(10)))
            .build()
            .into();
        Ok(Self {
            agent,
            base,
            authorization: format!("Bearer {token}"),
        })
    }

    /// Returns the URL of the server.
    pub(super) fn base(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    fn url(&self, path: &str) -> Result<Url> {
        self.base.join(path).map_err(Error::internal)
    }

    /// Executes a document. A failed attempt is repeated; the idempotency key keeps mutations from
    /// being executed twice.
    pub(super) async fn execute(&self, query: &str, variables: Json) -> Result<Json> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let key = new_key();
        let mut pauses = PAUSES.into_iter();
        loop {
            let attempt = self.attempt(body.clone(), &key).await;
            match attempt {
                Err(error) if error.code() == Code::Busy => match pauses.next() {
                    Some(pause) => sleep(pause).await,
                    None => return Err(error),
                },
                attempt => return attempt,
            }
        }
    }

    async fn attempt(&self, body: String, key: &str) -> Result<Json> {
        let request = self
            .agent
            .post(self.url("graphql")?.as_str())
            .header("Authorization", &self.authorization)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .config()
            .timeout_global(Some(TIMEOUT))
            .build();
        blocking(move || {
            let response = request.send(body).map_err(|error| unreachable(&error))?;
            read(response)
        })
        .await
    }

    pub(super) async fn upload(
        &self,
        input: Input,
        report: impl Fn(u64) + Send + 'static,
        stop: &CancellationToken,
    ) -> Result<Uploaded> {
        let content_type = match input.format {
            FileFormat::Csv => "text/csv",
            FileFormat::Jsonl => "application/x-ndjson",
        };
        let stopped = stop.clone();
        let reader = Reporting {
            reader: input.reader,
            bytes: 0,
            report,
            stopped: stopped.clone(),
        };
        let request = self
            .agent
            .post(self.url("sync")?.as_str())
            .header("Authorization", &self.authorization)
            .header("Content-Type", content_type)
            .header("Idempotency-Key", &new_key())
            .config()
            .timeout_recv_response(Some(PATIENCE))
            .build();
        let sent = blocking(move || {
            let body = SendBody::from_owned_reader(reader);
            let response = request.send(body).map_err(|error| unreachable(&error))?;
            let body = read(response)?;
            serde_json::from_value(body).map_err(Error::internal)
        });
        tokio::select! {
            sent = sent => match stopped.is_cancelled() {
                true => Err(interrupted()),
                false => sent,
            },
            () = stop.cancelled() => Err(interrupted()),
        }
    }

    pub(super) async fn discard(&self, upload: Uuid) {
        let Ok(url) = self.url(&format!("sync/{upload}")) else {
            return;
        };
        let request = self
            .agent
            .delete(url.as_str())
            .header("Authorization", &self.authorization)
            .config()
            .timeout_global(Some(TIMEOUT))
            .build();
        // The server deletes the upload later.
        let _ = blocking(move || request.call().map_err(|error| unreachable(&error))).await;
    }

    pub(super) async fn export(
        &self,
        filter: ExportFilter,
        format: FileFormat,
        output: &mut (dyn Write + Send),
    ) -> Result<()> {
        let mut url = self.url("export")?;
        url.query_pairs_mut().append_pair("format", format.as_str());
        if let Some(org) = &filter.org {
            url.query_pairs_mut().append_pair("org", org);
        }
        if let Some(source) = &filter.source {
            url.query_pairs_mut().append_pair("source", source);
        }
        let request = self
            .agent
            .get(url.as_str())
            .header("Authorization", &self.authorization)
            .config()
            .timeout_recv_response(Some(TIMEOUT))
            .build();
        let (sender, mut receiver) = mpsc::channel::<Vec<u8>>(4);
        let received = blocking(move || {
            let response = request.call().map_err(|error| unreachable(&error))?;
            if !response.status().is_success() {
                return read(response).map(drop);
            }
            let mut reader = response.into_body().into_reader();
            let mut chunk = vec![0; 64 * 1024];
            loop {
                let length = reader.read(&mut chunk).map_err(|error| lost(&error))?;
                let part = chunk.get(..length).unwrap_or_default();
                if part.is_empty() || sender.blocking_send(part.to_vec()).is_err() {
                    return Ok(());
                }
            }
        });
        let written = async {
            while let Some(chunk) = receiver.recv().await {
                output.write_all(&chunk).map_err(Error::internal)?;
            }
            Ok(())
        };
        let (received, written) = tokio::join!(received, written);
        received.and(written)
    }
}

/// A reader that reports how much was read, and fails once the command is stopped.
struct Reporting<F> {
    reader: Box<dyn Read + Send>,
    bytes: u64,
    report: F,
    stopped: CancellationToken,
}

impl<F: Fn(u64)> Read for Reporting<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stopped.is_cancelled() {
            return Err(io::ErrorKind::Other.into());
        }
        let length = self.reader.read(buffer)?;
        self.bytes += length as u64;
        (self.report)(self.bytes);
        Ok(length)
    }
}

/// Runs a request in a thread that may block.
async fn blocking<T: Send + 'static>(
    request: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(request).await;
    done.map_err(Error::internal)?
}

/// Returns the JSON of a response.
fn read(response: Response<Body>) -> Result<Json> {
    let status = response.status();
    let config = response.into_body().into_with_config().limit(MAX_RESPONSE);
    let mut text = String::new();
    let mut reader = config.reader();
    reader
        .read_to_string(&mut text)
        .map_err(|error| lost(&error))?;
    let body: Option<Json> = serde_json::from_str(&text).ok();
    match body {
        // The server is starting, stopping or overloaded.
        _ if matches!(status.as_u16(), 429 | 502 | 503 | 504) => {
            let detail = body.as_ref().and_then(|body| body.get("detail"));
            let detail = detail.and_then(Json::as_str).unwrap_or_default();
            let message = format!("The server is not available ({status}). {detail}");
            Err(Error::new(Code::Busy, message.trim_end()))
        }
        Some(body) if status.is_success() || body.get("errors").is_some() => Ok(body),
        Some(body) if body.get("code").is_some() => {
            let error = error(body.get("code"), body.get("detail"));
            Err(error)
        }
        _ => {
            let message = format!(
                "The server answered with {status}. Check that `server` is the URL of tenantry."
            );
            Err(Error::new(Code::InvalidRequest, message))
        }
    }
}

fn unreachable(error: &ureq::Error) -> Error {
    Error::new(
        Code::Busy,
        format!("The server cannot be reached: {error}."),
    )
}

fn lost(error: &io::Error) -> Error {
    Error::new(
        Code::Busy,
        format!("The connection to the server was lost: {error}."),
    )
}

/// Returns a new idempotency key.
fn new_key() -> String {
    let key: Uuid = Ids::random().next(Clock::system().now());
    key.to_string()
}
