//! The reply to a GraphQL request.

use async_graphql::{Response, ServerError, Value};
use axum::http::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::error::Error;

use super::error::request_error;

/// The header of a reply whose changes were all made by an earlier request.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The reply to a GraphQL request.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Reply {
    /// The request was executed. Fields may have failed.
    Executed(Response),
    /// Nothing was executed.
    Refused(Refused),
}

/// The reply to a request that was not executed. The specification requires that it has no `data`.
#[derive(Debug, Serialize)]
pub(crate) struct Refused {
    pub(crate) errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
}

/// The `extensions` of a reply.
#[derive(Debug, Serialize)]
struct Extensions {
    cost: Cost,
}

/// The cost of the request, and the allowed cost.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Cost {
    pub(super) requested: u64,
    pub(super) allowed: u64,
}

impl Reply {
    /// Creates the reply to an executed request.
    pub(super) fn executed(data: Value, errors: Vec<ServerError>) -> Self {
        let mut response = Response::new(data);
        response.errors = errors;
        Self::Executed(response)
    }

    /// Creates the reply to a request that was not executed.
    pub(super) fn refused(errors: Vec<ServerError>) -> Self {
        Self::Refused(Refused {
            errors,
            extensions: None,
        })
    }

    /// Creates the reply to a request that was not executed, from one error.
    pub(crate) fn failed(error: &Error, request_id: Option<&str>) -> Self {
        Self::refused(vec![request_error(error, request_id)])
    }

    /// Creates the reply to a request whose changes were rolled back.
    pub(super) fn rolled_back(error: ServerError) -> Self {
        Self::executed(Value::Null, vec![error])
    }

    pub(super) fn errors(&self) -> &[ServerError] {
        match self {
            Self::Executed(response) => &response.errors,
            Self::Refused(refused) => &refused.errors,
        }
    }

    /// Adds the cost, if the client requested it.
    pub(super) fn with_cost(mut self, cost: Option<Cost>) -> Self {
        let Some(cost) = cost else {
            return self;
        };
        match &mut self {
            Self::Executed(response) => {
                let value = async_graphql::to_value(cost).unwrap_or_default();
                response.extensions.insert("cost".to_owned(), value);
            }
            Self::Refused(refused) => refused.extensions = Some(Extensions { cost }),
        }
        self
    }

    /// Marks an executed request whose changes were all made by an earlier request.
    pub(super) fn replayed(mut self) -> Self {
        if let Self::Executed(response) = &mut self {
            let value = HeaderValue::from_static("true");
            response.http_headers.insert(REPLAYED, value);
        }
        self
    }

    /// Returns whether all changes of the request were made by an earlier request.
    pub(crate) fn is_replay(&self) -> bool {
        matches!(self, Self::Executed(response) if response.http_headers.contains_key(REPLAYED))
    }
}
