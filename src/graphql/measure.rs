//! What the metrics and the log learn of a GraphQL request: how long it took, and which of its fields failed with which code.
//!
//! A request is counted under its root field. Keys of the reply and names of operations are the caller's choice, so none of
//! them is a label.

use std::{sync::Arc, time::Instant};

use async_graphql::{
    PathSegment, ServerError, Value,
    parser::types::{OperationDefinition, Selection},
};

use crate::{access::Entry, error::Code};

use super::{
    GraphqlState,
    document::Document,
    execute::{Prepared, Reply},
    types::root,
};

/// In place of a root field, for what concerns a request as a whole.
pub(super) const REQUEST: &str = "request";
/// In place of a root field, for a request that has several.
const SEVERAL: &str = "several";
/// In place of a field that is the library's own, such as `__schema`.
const OTHER: &str = "other";

/// A request that runs.
pub(super) struct Running {
    document: Arc<Document>,
    began: Instant,
}

impl Running {
    pub(super) fn new(prepared: &Prepared) -> Self {
        Self {
            document: prepared.document.clone(),
            began: Instant::now(),
        }
    }

    /// Counts the request and the errors of its reply.
    pub(super) fn answered(self, door: &GraphqlState, entry: &Entry, reply: &Reply) {
        let operation = self.document.operation.as_ref().ok();
        let operation = operation.map(|operation| &*operation.whole);
        // Only a valid document has names of the schema.
        let fields = match (operation, &reply.data) {
            (Some(operation), Some(_)) => root_fields(operation),
            _ => Vec::new(),
        };
        let kind = operation.map_or("Query", root);
        let known = door.types.fields(kind);
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
        for error in &reply.errors {
            let of = match error.path.first() {
                Some(PathSegment::Field(key)) => fields.iter().find(|(one, _)| one == key),
                _ => None,
            };
            entry.failed(of.map_or(REQUEST, |(_, name)| label(name)), code(error));
        }
    }
}

/// The root fields: the key in the reply and the name of each.
fn root_fields(operation: &OperationDefinition) -> Vec<(&str, &str)> {
    let selections = operation.selection_set.node.items.iter();
    selections
        .filter_map(|selection| match &selection.node {
            Selection::Field(field) => {
                let key = field.node.response_key().node.as_str();
                Some((key, field.node.name.node.as_str()))
            }
            // A prepared operation has its fragments written out.
            Selection::FragmentSpread(_) | Selection::InlineFragment(_) => None,
        })
        .collect()
}

/// Every error of a reply has a code.
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
