//! The schema's types, as its own text says them: for what is decided before the library executes a request, and after.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    ScalarType, Value,
    parser::{
        parse_schema,
        types::{
            BaseType, OperationDefinition, OperationType, ServiceDocument, Type, TypeKind,
            TypeSystemDefinition,
        },
    },
};

use crate::error::{Error, Result};

use super::scalar::{DateTime, Uuid};

/// Objects, input objects and enums by name.
#[derive(Debug, Default)]
pub(super) struct Types {
    objects: HashMap<String, HashMap<String, Type>>,
    inputs: HashMap<String, Input>,
    enums: HashMap<String, HashSet<String>>,
}

#[derive(Debug)]
struct Input {
    /// Types of its fields, and whether they may be left out though they may not be null.
    fields: HashMap<String, (Type, bool)>,
    is_one_of: bool,
}

/// The type of an operation's root fields.
pub(super) fn root(operation: &OperationDefinition) -> &'static str {
    match operation.ty {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    }
}

impl Types {
    /// Reads the schema's own text.
    pub(super) fn parse(sdl: &str) -> Result<Self> {
        let ServiceDocument { definitions } = parse_schema(sdl).map_err(Error::internal)?;
        let mut types = Self::default();
        for definition in definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(object) => {
                    let fields = object.fields.into_iter().map(|field| field.node);
                    let fields = fields.map(|field| (field.name.node.to_string(), field.ty.node));
                    types.objects.insert(name, fields.collect());
                }
                TypeKind::InputObject(input) => {
                    let fields = input.fields.into_iter().map(|field| field.node);
                    let fields = fields.map(|field| {
                        let has_default = field.default_value.is_some();
                        (field.name.node.to_string(), (field.ty.node, has_default))
                    });
                    let directives = definition.node.directives.iter();
                    let mut names = directives.map(|directive| directive.node.name.node.as_str());
                    let input = Input {
                        fields: fields.collect(),
                        is_one_of: names.any(|name| name.eq_ignore_ascii_case("oneOf")),
                    };
                    types.inputs.insert(name, input);
                }
                TypeKind::Enum(words) => {
                    let words = words.values.into_iter();
                    let words = words.map(|word| word.node.value.node.to_string());
                    types.enums.insert(name, words.collect());
                }
                _ => {}
            }
        }
        Ok(types)
    }

    /// The types of an object's fields.
    pub(super) fn fields(&self, object: &str) -> Option<&HashMap<String, Type>> {
        self.objects.get(object)
    }

    /// Whether the value is surely one of the type. One that is not may still be one: what is not known here is left to
    /// validation.
    pub(super) fn is_surely(&self, ty: &Type, value: &Value) -> bool {
        match (&ty.base, value) {
            (_, Value::Null) => ty.nullable,
            (BaseType::List(item), Value::List(values)) => {
                values.iter().all(|value| self.is_surely(item, value))
            }
            // One thing where a list is wanted is a list of it.
            (BaseType::List(item), value) => self.is_surely(item, value),
            (BaseType::Named(name), value) => self.is_surely_named(name, value),
        }
    }

    fn is_surely_named(&self, name: &str, value: &Value) -> bool {
        match (name, value) {
            ("String", Value::String(_)) | ("Boolean", Value::Boolean(_)) => true,
            ("Int", Value::Number(number)) => number
                .as_i64()
                .is_some_and(|number| i32::try_from(number).is_ok()),
            ("Uuid", value) => <Uuid as ScalarType>::is_valid(value),
            ("DateTime", value) => <DateTime as ScalarType>::is_valid(value),
            (name, Value::String(word)) => {
                let words = self.enums.get(name);
                words.is_some_and(|words| words.contains(word.as_str()))
            }
            (name, Value::Object(given)) => {
                let Some(input) = self.inputs.get(name).filter(|input| !input.is_one_of) else {
                    return false;
                };
                let are_known = given.iter().all(|(name, value)| {
                    let field = input.fields.get(name.as_str());
                    field.is_some_and(|(ty, _)| self.is_surely(ty, value))
                });
                let are_all = input.fields.iter().all(|(name, (ty, has_default))| {
                    ty.nullable || *has_default || given.contains_key(name.as_str())
                });
                are_known && are_all
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SDL: &str = "
        scalar Uuid
        scalar DateTime
        enum Color { RED GREEN }
        input Paint { color: Color!, layers: Int = 1, mixed: [Color!], from: Paint }
        input Pick @oneOf { id: Uuid, name: String }
    ";

    fn is(ty: &str, value: serde_json::Value) -> bool {
        let types = Types::parse(SDL).expect("a schema");
        let value = Value::from_json(value).expect("plain");
        types.is_surely(&Type::new(ty).expect("a type"), &value)
    }

    #[test]
    fn what_is_surely_of_a_type_is_said_to_be() {
        for (ty, value) in [
            ("String!", json!("a")),
            ("String", json!(null)),
            ("Int", json!(-7)),
            ("[Int!]", json!([1, 2])),
            ("[Int!]", json!(1)),
            ("Boolean", json!(true)),
            ("Uuid!", json!("00000000-0000-0000-0000-000000000001")),
            ("DateTime", json!("2026-01-01T00:00:00Z")),
            ("Color", json!("RED")),
            ("Paint!", json!({"color": "RED", "mixed": ["GREEN"]})),
            (
                "Paint",
                json!({"color": "RED", "from": {"color": "GREEN", "layers": 2}}),
            ),
        ] {
            assert!(is(ty, value.clone()), "{ty} {value}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for (ty, value) in [
            ("String!", json!(null)),
            ("String", json!(1)),
            ("Int", json!("1")),
            ("Int", json!(1.5)),
            ("Int", json!(3_000_000_000_u64)),
            ("[Int!]", json!([1, null])),
            ("[[Int]]", json!([["a"]])),
            ("Uuid", json!("x")),
            ("DateTime", json!("today")),
            ("Color", json!("red")),
            ("Unknown", json!("red")),
            ("Paint", json!({"layers": 1})),
            ("Paint", json!({"color": "RED", "other": 1})),
            ("Paint", json!({"color": null})),
            ("Paint", json!({"color": "RED", "from": {}})),
            ("Pick", json!({"name": "a"})),
        ] {
            assert!(!is(ty, value.clone()), "{ty} {value}");
        }
    }
}
