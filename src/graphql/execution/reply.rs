//! The reply to a GraphQL request.

use async_graphql::{ServerError, Value};
use serde::Serialize;

use crate::error::Error;

use super::error::request_error;

/// The reply to a GraphQL request.
#[derive(Debug, Serialize)]
pub(crate) struct Reply {
    /// `None` if nothing was executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
    /// Whether an earlier request made all the changes.
    #[serde(skip)]
    pub(crate) is_replay: bool,
}

/// The `extensions` of a reply.
#[derive(Debug, Serialize)]
struct Extensions {
    cost: Cost,
}

/// The cost of the request, and the allowed cost.
#[derive(Debug, Serialize)]
pub(super) struct Cost {
    pub(super) requested: u64,
    pub(super) allowed: u64,
}

impl Reply {
    pub(super) fn new(data: Option<Value>, errors: Vec<ServerError>) -> Self {
        Self {
            data,
            errors,
            extensions: None,
            is_replay: false,
        }
    }

    /// Creates a reply to a request that was not executed.
    pub(crate) fn failed(error: &Error, request_id: Option<&str>) -> Self {
        Self::new(None, vec![request_error(error, request_id)])
    }

    /// Creates a reply to a request whose changes were rolled back.
    pub(super) fn rolled_back(error: ServerError) -> Self {
        Self::new(Some(Value::Null), vec![error])
    }

    /// Adds the cost, if the client requested it.
    pub(super) fn with_cost(self, cost: Option<Cost>) -> Self {
        Self {
            extensions: cost.map(|cost| Extensions { cost }),
            ..self
        }
    }
}
