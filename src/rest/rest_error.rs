//! Failures on their way to the door, which tells of each in its own form.

use axum::response::{IntoResponse, Response};

use crate::error::{Code, Error};

/// Why a request did not get what it asked for.
#[derive(Debug, Clone)]
pub(super) enum RestError {
    /// What the app says.
    Failed(Error),
    /// The same, of something that the body names: what is not there is the body's fault, and not the address's.
    InBody(Error),
    /// The body is compressed or not UTF-8.
    Unsupported(Error),
    /// A list that is too long for this protocol.
    TooMany {
        /// What the list is called.
        parameter: &'static str,
        /// How long it may be.
        most: usize,
    },
    /// There is no such route.
    NoSuchPath,
    /// There is no such method of this route.
    NoSuchMethod,
}

impl RestError {
    /// What went wrong, for the log and the metrics.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Failed(error) | Self::InBody(error) | Self::Unsupported(error) => error.code(),
            Self::TooMany { .. } => Code::LimitExceeded,
            Self::NoSuchPath | Self::NoSuchMethod => Code::InvalidRequest,
        }
    }

    /// The request is not what the protocol says.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::Failed(Error::new(Code::InvalidRequest, message))
    }
}

impl From<Error> for RestError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// An empty reply that carries the failure to its door.
impl IntoResponse for RestError {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
