//! Errors of handlers before the API's middleware renders them.

use axum::response::{IntoResponse, Response};

use crate::error::{Code, Error};

/// The reason why a request failed.
#[derive(Debug, Clone)]
pub(super) enum RestError {
    /// An error of the app.
    Failed(Error),
    /// An error about an object that the body names. If the object does not exist, the body is
    /// invalid, and not the URL.
    InBody(Error),
    /// The body is compressed or not UTF-8.
    Unsupported(Error),
    /// A list that is longer than the protocol allows.
    TooMany {
        /// The name of the list.
        parameter: &'static str,
        /// The maximum length.
        most: usize,
    },
    /// The path does not exist.
    NoSuchPath,
    /// The path does not support the method.
    NoSuchMethod,
}

impl RestError {
    /// Returns the code for the log and the metrics.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Failed(error) | Self::InBody(error) | Self::Unsupported(error) => error.code(),
            Self::TooMany { .. } => Code::LimitExceeded,
            Self::NoSuchPath | Self::NoSuchMethod => Code::InvalidRequest,
        }
    }

    /// Creates an error for a request that violates the protocol.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::Failed(Error::new(Code::InvalidRequest, message))
    }
}

impl From<Error> for RestError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// An empty response that carries the error to the API's middleware.
impl IntoResponse for RestError {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
