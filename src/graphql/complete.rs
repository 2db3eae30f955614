//! Replies as the specification wants them: keys in the order of the document, nulls where a field failed.
//!
//! A field that failed is null, and where the schema promises a value, the nearest parent that may be null is null instead.
//! The library leaves the key out, and puts keys in the order in which fields were done. This puts both right, after the
//! fact, for replies that have errors or fields that waited.

use async_graphql::{
    Name, Value, Variables,
    indexmap::IndexMap,
    parser::types::{
        BaseType, Directive, DocumentOperations, ExecutableDocument, OperationDefinition,
        Selection, SelectionSet, Type,
    },
};

use super::types::{Types, root};

/// The operation that runs, as the library chooses it.
pub(super) fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(&operation.node),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(_), None) => None,
    }
}

/// The reply's data with nulls where they belong.
pub(super) fn complete(
    types: &Types,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    data: Value,
) -> Value {
    let Some(operation) = operation(document, operation_name) else {
        return data;
    };
    let walk = Walk {
        types,
        document,
        variables,
    };
    walk.object(root(operation), &[&operation.selection_set.node], data)
        .unwrap_or_default()
}

struct Walk<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    variables: &'a Variables,
}

impl<'a> Walk<'a> {
    /// `None`: something that had to be there is not.
    fn object(&self, name: &str, selections: &[&'a SelectionSet], value: Value) -> Option<Value> {
        let Some(types) = self.types.fields(name) else {
            return Some(value);
        };
        let mut given = match value {
            Value::Object(fields) => fields,
            Value::Null => IndexMap::new(),
            other => return Some(other),
        };
        let mut wanted = IndexMap::new();
        for selections in selections {
            self.collect(name, selections, &mut wanted);
        }
        let mut fields = IndexMap::new();
        for (key, (field, below)) in wanted {
            let value = given.swap_remove(&key).unwrap_or_default();
            let value = match types.get(field) {
                Some(known) => self.value(&known.ty, &below, value)?,
                // __typename, __schema, __type: the library's own.
                None => value,
            };
            fields.insert(key, value);
        }
        Some(Value::Object(fields))
    }

    fn value(&self, ty: &Type, selections: &[&'a SelectionSet], value: Value) -> Option<Value> {
        let value = match (value, &ty.base) {
            (Value::Null, _) => Value::Null,
            (Value::List(items), BaseType::List(item)) => items
                .into_iter()
                .map(|value| self.value(item, selections, value))
                .collect::<Option<Vec<_>>>()
                .map_or(Value::Null, Value::List),
            (value, BaseType::Named(name)) if !selections.is_empty() => {
                self.object(name, selections, value).unwrap_or_default()
            }
            (value, _) => value,
        };
        (ty.nullable || value != Value::Null).then_some(value)
    }

    /// The fields in the order of the document, those of one key together.
    fn collect(
        &self,
        name: &str,
        selections: &'a SelectionSet,
        wanted: &mut IndexMap<Name, (&'a str, Vec<&'a SelectionSet>)>,
    ) {
        for selection in &selections.items {
            if self.is_left_out(
                selection
                    .node
                    .directives()
                    .iter()
                    .map(|directive| &directive.node),
            ) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => {
                    let below = &field.node.selection_set.node;
                    let entry = wanted
                        .entry(field.node.response_key().node.clone())
                        .or_insert_with(|| (field.node.name.node.as_str(), Vec::new()));
                    if !below.items.is_empty() {
                        entry.1.push(below);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) =
                        self.document.fragments.get(&spread.node.fragment_name.node)
                        && fragment.node.type_condition.node.on.node == name
                    {
                        self.collect(name, &fragment.node.selection_set.node, wanted);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| condition.node.on.node == name) {
                        self.collect(name, &inline.node.selection_set.node, wanted);
                    }
                }
            }
        }
    }

    fn is_left_out(&self, mut directives: impl Iterator<Item = &'a Directive>) -> bool {
        directives.any(|directive| {
            let unless = match directive.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return false,
            };
            let given = directive.get_argument("if").and_then(|value| {
                value
                    .node
                    .clone()
                    .into_const_with(|name| self.variables.get(&name).cloned().ok_or(()))
                    .ok()
            });
            given == Some(Value::Boolean(unless))
        })
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    const SDL: &str = "
        type Query { maybe: A, must: A!, list: [A!]!, holes: [A] }
        type A { a: Int, b: Int!, c: A, d: A! }
    ";

    fn completed(document: &str, data: serde_json::Value) -> serde_json::Value {
        let types = Types::parse(SDL).expect("schema");
        let document = parse_query(document).expect("syntax");
        let data = Value::from_json(data).expect("plain");
        let done = complete(&types, &document, None, &Variables::default(), data);
        done.into_json().expect("plain")
    }

    #[test]
    fn a_field_that_may_be_null_is_null_not_missing() {
        assert_eq!(
            completed("{ maybe { a b } }", json!({"maybe": {"b": 1}})),
            json!({"maybe": {"a": null, "b": 1}})
        );
        assert_eq!(
            completed("{ maybe { a } }", json!({})),
            json!({"maybe": null})
        );
    }

    #[test]
    fn a_promised_field_that_failed_makes_the_nearest_nullable_parent_null() {
        assert_eq!(
            completed("{ maybe { c { b } } }", json!({"maybe": {"c": {}}})),
            json!({"maybe": {"c": null}})
        );
        assert_eq!(
            completed("{ maybe { d { b } } }", json!({"maybe": {"d": {}}})),
            json!({"maybe": null})
        );
        assert_eq!(
            completed("{ must { b } }", json!({"must": {}})),
            json!(null)
        );
        assert_eq!(
            completed("{ list { b } }", json!({"list": [{"b": 1}, {}]})),
            json!(null)
        );
        assert_eq!(
            completed("{ holes { b } }", json!({"holes": [{"b": 1}, {}]})),
            json!({"holes": [{"b": 1}, null]})
        );
    }

    #[test]
    fn keys_stand_in_the_order_of_the_document_and_left_out_fields_stay_out() {
        let done = completed(
            "{ x: maybe { ...f a @skip(if: true) ... on A { a2: a @include(if: true) } } } fragment f on A { b }",
            json!({"x": {"a2": 2, "b": 1}}),
        );
        assert_eq!(
            done.to_string(),
            json!({"x": {"b": 1, "a2": 2}}).to_string()
        );
    }
}
