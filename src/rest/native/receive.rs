//! Receiving the body of an upload in chunks.

use std::time::Duration;

use axum::{
    body::{BodyDataStream, Bytes},
    http::{HeaderName, StatusCode},
};
use futures_util::StreamExt;
use tokio::time::timeout;

use crate::error::{Code, Error, Result};

/// Marks a response whose object was created by an earlier upload with the same key.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// How long the client may pause.
const SILENCE: Duration = Duration::from_secs(30);

/// The error of an upload that ended early.
pub(super) struct Ended {
    pub(super) error: Error,
    /// The status, if it is more specific than the status of the error's code.
    pub(super) status: Option<StatusCode>,
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self {
            error,
            status: None,
        }
    }
}

impl Ended {
    pub(super) fn unsupported(error: Error) -> Self {
        Self {
            error,
            status: Some(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        }
    }

    fn with(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self {
            error: Error::new(code, message),
            status: Some(status),
        }
    }
}

/// Returns the next chunk of the body. `effect` completes the message of an error: what becomes of
/// the upload.
pub(super) async fn next(
    stream: &mut BodyDataStream,
    effect: &str,
) -> Result<Option<Bytes>, Ended> {
    match timeout(SILENCE, stream.next()).await {
        Err(_) => Err(Ended::with(
            StatusCode::REQUEST_TIMEOUT,
            Code::LimitExceeded,
            format!("No data arrived for {SILENCE:?}. {effect}"),
        )),
        Ok(None) => Ok(None),
        Ok(Some(Ok(bytes))) => Ok(Some(bytes)),
        Ok(Some(Err(_))) => Err(Ended::with(
            StatusCode::BAD_REQUEST,
            Code::InvalidRequest,
            format!("The body ended early. {effect}"),
        )),
    }
}
