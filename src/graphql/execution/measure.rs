//! Metrics and log fields of a GraphQL request: its duration, and the code of each failed field.
//!
//! A request is counted under its root field. Response keys and operation names are chosen by the
//! caller, so they are never used as labels.

use std::{sync::Arc, time::Instant};

use async_graphql::{
    PathSegment, ServerError, Value,
    parser::types::{OperationDefinition, Selection},
};

use crate::{access::Entry, error::Code};

use super::{document::Document, reply::Reply, state::GraphqlState, types::root};

/// The label for errors of the whole request, in place of a root field.
pub(crate) const REQUEST: &str = "request";
/// The label for a request with several root fields.
const SEVERAL: &str = "several";
/// The label for fields of the library, such as `__schema`.
const OTHER: &str = "other";

/// A request that is being executed.
pub(super) struct Running {
    document: Arc<Document>,
    began: Instant,
}

impl Running {
    pub(super) fn new(document: Arc<Document>) -> Self {
        Self {
            document,
            began: Instant::now(),
        }
    }

    /// Records the duration of the request and the errors of its response.
    pub(super) fn answered(self, state: &GraphqlState, entry: &Entry, reply: &Reply) {
        let operation = self.document.operation.as_ref().ok();
        let operation = operation.map(|operation| &*operation.whole);
        // Only a valid document is known to use names of the schema.
        let fields = match (operation, reply) {
            (Some(operation), Reply::Executed(_)) => root_fields(operation),
            _ => Vec::new(),
        };
        let kind = operation.map_or("Query", root);
        let known = state.types.fields(kind);
        let label = |name: &str| {
            let field = known.and_then(|fields| fields.get_key_value(name));
            field.map_or(OTHER, |(name, _)| name.as_str())
        };
        let field = match &fields[..] {
            [] => REQUEST,
            [(_, first), rest @ ..] if rest.iter().all(|(_, name)| name == first) => label(first),
            _ => SEVERAL,
        };
        let labels = [
            ("kind", kind.to_ascii_lowercase()),
            ("field", field.to_owned()),
        ];
        metrics::histogram!("tenantry_graphql_request_seconds", &labels)
            .record(self.began.elapsed().as_secs_f64());
        for error in reply.errors() {
            let of = match error.path.first() {
                Some(PathSegment::Field(key)) => fields.iter().find(|(one, _)| one == key),
                _ => None,
            };
            entry.failed(of.map_or(REQUEST, |(_, name)| label(name)), code(error));
        }
    }
}

/// Returns the response key and the name of each root field.
fn root_fields(operation: &OperationDefinition) -> Vec<(&str, &str)> {
    let selections = operation.selection_set.node.items.iter();
    selections
        .filter_map(|selection| match &selection.node {
            Selection::Field(field) => {
                let key = field.node.response_key().node.as_str();
                Some((key, field.node.name.node.as_str()))
            }
            // The fragments of a prepared operation are already expanded.
            Selection::FragmentSpread(_) | Selection::InlineFragment(_) => None,
        })
        .collect()
}

/// Returns the code of an error of a response. Every such error has one.
fn code(error: &ServerError) -> Code {
    let code = error
        .extensions
        .as_ref()
        .and_then(|values| values.get("code"));
    match code {
        Some(Value::String(code)) => Code::named(code).unwrap_or(Code::Internal),
        _ => Code::Internal,
    }
}
