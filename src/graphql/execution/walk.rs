//! The walk over the fields of an operation that is ready to be executed.
//!
//! Checks that look at each field once, with a value from the field above it, use [`walk`]. Three
//! walks differ in kind. `limits` measures the document as it is sent and each fragment once,
//! because a document with its fragments expanded can be exponentially large. `collect` implements
//! CollectFields of the GraphQL specification and produces the operation that is walked here.
//! `complete` walks the data of a response, so it visits a field once for each object.

use async_graphql::parser::types::{Field, OperationDefinition, Selection, SelectionSet};

use super::{
    collect::is_placeholder,
    types::{self, Types, named, root},
};

/// A field of an operation.
pub(super) struct Visited<'a> {
    pub(super) field: &'a Field,
    /// The field in the schema. `None` for a field that the schema does not define: it belongs to
    /// introspection, or validation refuses it.
    pub(super) definition: Option<&'a types::Field>,
}

/// Visits the fields of an operation, each before the fields below it. `visit` receives the value
/// that it returned for the field above, which is `top` for a root field.
pub(super) fn walk<'a, T: Copy>(
    types: &'a Types,
    operation: &'a OperationDefinition,
    top: T,
    mut visit: impl FnMut(T, Visited<'a>) -> T,
) {
    let selections = &operation.selection_set.node;
    walk_selections(types, Some(root(operation)), selections, top, &mut visit);
}

fn walk_selections<'a, T: Copy>(
    types: &'a Types,
    object: Option<&'a str>,
    selections: &'a SelectionSet,
    above: T,
    visit: &mut impl FnMut(T, Visited<'a>) -> T,
) {
    for selection in &selections.items {
        match &selection.node {
            Selection::Field(field) if is_placeholder(field) => {}
            Selection::Field(field) => {
                let field = &field.node;
                let name = field.name.node.as_str();
                let definition = object.and_then(|object| types.fields(object)?.get(name));
                let value = visit(above, Visited { field, definition });
                let object = definition.map(|definition| named(&definition.ty));
                walk_selections(types, object, &field.selection_set.node, value, visit);
            }
            Selection::InlineFragment(inline) => {
                let condition = inline.node.type_condition.as_ref();
                let object = condition.map_or(object, |on| Some(on.node.on.node.as_str()));
                walk_selections(types, object, &inline.node.selection_set.node, above, visit);
            }
            // Fragments are already expanded.
            Selection::FragmentSpread(_) => {}
        }
    }
}
