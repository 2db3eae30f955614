//! What the metrics and the log learn of a GraphQL request: how long it took, and which of its fields failed with which code.
//!
//! A request is counted under its root field. Keys of the reply and names of operations are the caller's choice, so none of
//! them is a label.

use std::{sync::Arc, time::Instant};

use async_graphql::{
    PathSegment, ServerError, Value,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

use crate::{access::Entry, error::Code};

use super::{
    Door,
    complete::operation,
    documents::Document,
    execute::{Prepared, Reply},
    types::root,
};

/// In place of a root field, for what concerns a request as a whole.
pub(super) const REQUEST: &str = "request";
/// In place of a root field, for a request that has several.
const SEVERAL: &str = "several";
/// In place of a field that is the library's own, such as `__schema`.
const OTHER: &str = "other";
/// Levels of fragments that are looked through. A valid document has no circle of them.
const MAX_LEVELS: usize = 64;

/// A request that runs.
pub(super) struct Running {
    document: Arc<Document>,
    operation_name: Option<String>,
    began: Instant,
}

impl Running {
    pub(super) fn new(prepared: &Prepared) -> Self {
        Self {
            document: prepared.document.clone(),
            operation_name: prepared.params.operation_name.clone(),
            began: Instant::now(),
        }
    }

    /// Counts the request and the errors of its reply.
    pub(super) fn answered(self, door: &Door, entry: &Entry, reply: &Reply) {
        let parsed = &self.document.parsed;
        let operation = operation(parsed, self.operation_name.as_deref());
        let mut fields = Vec::new();
        // Only a valid document has names of the schema.
        if let (Some(operation), Some(_)) = (operation, &reply.data) {
            collect(
                parsed,
                &operation.selection_set.node,
                MAX_LEVELS,
                &mut fields,
            );
        }
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
fn collect<'a>(
    document: &'a ExecutableDocument,
    selections: &'a SelectionSet,
    levels: usize,
    fields: &mut Vec<(&'a str, &'a str)>,
) {
    let Some(levels) = levels.checked_sub(1) else {
        return;
    };
    for selection in &selections.items {
        match &selection.node {
            Selection::Field(field) => {
                let key = field.node.response_key().node.as_str();
                fields.push((key, field.node.name.node.as_str()));
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect(document, &fragment.node.selection_set.node, levels, fields);
                }
            }
            Selection::InlineFragment(inline) => {
                collect(document, &inline.node.selection_set.node, levels, fields);
            }
        }
    }
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
