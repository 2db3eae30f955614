//! Completion of responses as the GraphQL specification requires: keys in the order of the
//! document, and nulls where a field failed.
//!
//! A failed field is null. Where the schema has a non-null type, the nearest nullable parent is
//! null instead. The library omits the key, and orders keys by the time at which fields finished.
//! This module corrects both for responses with errors, fields that waited, or excluded fields. An
//! object that has all its keys in order is completed in place.

use std::collections::HashMap;

use async_graphql::{
    Name, Response, Value,
    indexmap::IndexMap,
    parser::types::{BaseType, Field, OperationDefinition, Selection, SelectionSet, Type},
};

use super::{
    collect::{OBJECT_TYPE, is_placeholder},
    error::response_errors,
    reply::Reply,
    types::{self, Types, named, root},
};

/// Returns whether the library executed the request. An error of a field has a path; an error
/// without a path means that nothing was executed.
pub(super) fn was_executed(response: &Response) -> bool {
    response.errors.iter().all(|error| !error.path.is_empty())
}

/// Converts the library's response to a reply. `is_whole` states that a response without errors
/// needs no completion.
pub(super) fn reply_to(
    types: &Types,
    operation: &OperationDefinition,
    is_whole: bool,
    response: Response,
    request_id: Option<&str>,
) -> Reply {
    let was_executed = was_executed(&response);
    let errors = response_errors(response.errors, request_id);
    if !was_executed {
        return Reply::refused(errors);
    }
    let data = match errors.is_empty() && is_whole {
        true => response.data,
        false => complete(types, operation, response.data),
    };
    Reply::executed(data, errors)
}

/// Returns the response data with nulls for failed fields.
fn complete(types: &Types, operation: &OperationDefinition, data: Value) -> Value {
    let completion = Completion { types };
    completion
        .object(root(operation), &operation.selection_set.node, data)
        .unwrap_or_default()
}

struct Completion<'a> {
    types: &'a Types,
}

impl Completion<'_> {
    /// Completes an object. Returns `None` if a non-null field is missing.
    fn object(&self, name: &str, selections: &SelectionSet, value: Value) -> Option<Value> {
        let mut given = match value {
            Value::Object(fields) => fields,
            Value::Null => IndexMap::new(),
            other => return Some(other),
        };
        if let Some((object, selections)) = of_object(selections, &given) {
            return self.object(object, selections, Value::Object(given));
        }
        // `None` for introspection types.
        let types = self.types.fields(name);
        if is_whole(selections, &given) {
            let selections = selections.items.iter();
            for (selection, value) in selections.zip(given.values_mut()) {
                if let Selection::Field(field) = &selection.node {
                    *value = self.field(types, &field.node, std::mem::take(value))?;
                }
            }
            return Some(Value::Object(given));
        }
        let mut fields = IndexMap::new();
        for selection in &selections.items {
            let Selection::Field(field) = &selection.node else {
                // The type of the object is unknown, so its selections are unknown.
                return Some(Value::Object(given));
            };
            if is_placeholder(field) {
                continue;
            }
            let key = &field.node.response_key().node;
            let value = given.swap_remove(key).unwrap_or_default();
            fields.insert(key.clone(), self.field(types, &field.node, value)?);
        }
        Some(Value::Object(fields))
    }

    fn field(
        &self,
        types: Option<&HashMap<String, types::Field>>,
        field: &Field,
        value: Value,
    ) -> Option<Value> {
        let selections = &field.selection_set.node;
        if selections.items.is_empty() && value != Value::Null {
            return Some(value);
        }
        let known = types.and_then(|types| types.get(field.name.node.as_str()));
        self.value(known.map(|known| &known.ty), selections, value)
    }

    fn value(&self, ty: Option<&Type>, selections: &SelectionSet, value: Value) -> Option<Value> {
        let value = match value {
            Value::Null => Value::Null,
            value if selections.items.is_empty() => value,
            Value::List(items) => {
                let item = ty.and_then(|ty| match &ty.base {
                    BaseType::List(item) => Some(&**item),
                    BaseType::Named(_) => None,
                });
                let items = items.into_iter();
                let items = items.map(|value| self.value(item, selections, value));
                items
                    .collect::<Option<Vec<_>>>()
                    .map_or(Value::Null, Value::List)
            }
            value => {
                let name = ty.map_or("", named);
                self.object(name, selections, value).unwrap_or_default()
            }
        };
        let may_be_null = ty.is_none_or(|ty| ty.nullable);
        (may_be_null || value != Value::Null).then_some(value)
    }
}

/// Returns whether the object has all keys, in the order of the selections.
fn is_whole(selections: &SelectionSet, given: &IndexMap<Name, Value>) -> bool {
    let selections = &selections.items;
    selections.len() == given.len()
        && selections.iter().zip(given.keys()).all(|(selection, key)| {
            matches!(&selection.node, Selection::Field(field)
                if !is_placeholder(field) && field.node.response_key().node == *key)
        })
}

/// Returns the type of an object of an interface or a union, and the selections for this type.
/// `None` for the selections of an object type.
fn of_object<'a>(
    selections: &'a SelectionSet,
    given: &IndexMap<Name, Value>,
) -> Option<(&'a str, &'a SelectionSet)> {
    selections.items.iter().find_map(|selection| {
        let Selection::InlineFragment(inline) = &selection.node else {
            return None;
        };
        let Some(Value::String(object)) = given.get(OBJECT_TYPE) else {
            return None;
        };
        let on = inline.node.type_condition.as_ref()?.node.on.node.as_str();
        (on == object).then_some((on, &inline.node.selection_set.node))
    })
}

#[cfg(test)]
mod tests {
    use async_graphql::Variables;
    use serde_json::json;

    use crate::{
        config::Config,
        graphql::execution::{
            document::{Document, definition},
            executable_schema::SchemaDefinition,
            limits::Limits,
        },
    };

    use super::*;

    const SDL: &str = "
        type Query { maybe: A, must: A!, list: [A!]!, holes: [A], any: I, all: [I] }
        type A { a: Int, b: Int!, c: A, d: A! }
        interface I { b: Int! }
        type C implements I { b: Int!, c: A }
        type D implements I { b: Int!, d: Int! }
    ";

    fn completed(document: &str, data: serde_json::Value) -> serde_json::Value {
        let types = Types::parse(&SchemaDefinition::of(SDL)).expect("schema");
        let schema = definition(SDL).expect("schema");
        let limits = Limits::from(&Config::default());
        let document = Document::read(&schema, &limits, document, None).expect("syntax");
        let operation = document.operation.expect("one");
        let selected = operation.selected(&schema, &Variables::default());
        let data = Value::from_json(data).expect("plain");
        let done = complete(&types, &selected.expect("fields"), data);
        done.into_json().expect("plain")
    }

    #[test]
    fn missing_nullable_field_is_null() {
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
    fn missing_non_null_field_makes_the_nearest_nullable_parent_null() {
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
    fn keys_have_the_order_of_the_document_and_excluded_fields_are_absent() {
        let done = completed(
            "{ x: maybe { ...f a @skip(if: true) ... on A { a2: a @include(if: true) } } } fragment f on A { b }",
            json!({"x": {"a2": 2, "b": 1}}),
        );
        assert_eq!(
            done.to_string(),
            json!({"x": {"b": 1, "a2": 2}}).to_string()
        );
    }

    #[test]
    fn objects_of_an_interface_are_completed_by_their_type() {
        let document = "{ any { ... on D { d } b } all { ... on C { c { b } } } }";
        let any = json!({"__objectType": "D", "b": 1, "d": 2});
        let c = json!({"c": {}, "__objectType": "C"});
        let d = json!({"__typename": "D", "__objectType": "D"});
        let done = completed(document, json!({"any": any, "all": [c, null, d]}));
        let expected = json!({"any": {"d": 2, "b": 1}, "all": [{"c": null}, null, {}]});
        assert_eq!(done.to_string(), expected.to_string());
        let without = json!({"any": {"__objectType": "D", "b": 1}});
        assert_eq!(
            completed("{ any { ... on D { d } b } }", without),
            json!({"any": null})
        );
    }

    #[test]
    fn object_whose_fields_are_all_excluded_is_empty_not_null() {
        let skipped = "{ maybe { a @skip(if: true) } list { ...f } } fragment f on A { b @include(if: false) }";
        let given = json!({"maybe": {"__typename": "A"}, "list": [{"__typename": "A"}, {"__typename": "A"}]});
        assert_eq!(
            completed(skipped, given),
            json!({"maybe": {}, "list": [{}, {}]})
        );
        assert_eq!(
            completed(skipped, json!({"maybe": null, "list": []})),
            json!({"maybe": null, "list": []})
        );
        let introspection =
            "{ __schema { types { name @skip(if: true) } } must @skip(if: true) { a } }";
        assert_eq!(
            completed(
                introspection,
                json!({"__schema": {"types": [{"__typename": "__Type"}]}})
            ),
            json!({"__schema": {"types": [{}]}})
        );
        assert_eq!(
            completed(
                "{ must @skip(if: true) { a } }",
                json!({"__typename": "Query"})
            ),
            json!({})
        );
    }
}
