//! The rejection of requests before any document is executed.

use axum::http::{StatusCode, header};

use crate::error::{Code, Error};

/// A request that is rejected before any document is executed.
pub(super) struct Rejection {
    pub(super) status: StatusCode,
    pub(super) error: Error,
    pub(super) headers: Vec<(header::HeaderName, &'static str)>,
}

impl Rejection {
    pub(super) fn new(status: StatusCode, error: Error) -> Self {
        Self {
            status,
            error,
            headers: Vec::new(),
        }
    }

    pub(super) fn with(mut self, name: header::HeaderName, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(super) fn invalid(status: StatusCode, message: impl Into<String>) -> Self {
        Self::new(status, Error::new(Code::InvalidRequest, message))
    }

    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::invalid(StatusCode::BAD_REQUEST, message)
    }
}
