//! The schema's types, parsed from its SDL, for the checks before and after the library executes a
//! request.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
};

use async_graphql::{
    Name, Value,
    indexmap::IndexMap,
    parser::{
        parse_schema,
        types::{
            BaseType, OperationDefinition, OperationType, ServiceDocument, Type, TypeKind,
            TypeSystemDefinition,
        },
    },
};

use crate::error::{Error, Result};

use super::executable_schema::SchemaDefinition;

/// The objects, input objects, enums and custom scalars of the schema, by name.
#[derive(Debug)]
pub(super) struct Types {
    objects: HashMap<String, HashMap<String, Field>>,
    inputs: HashMap<String, Input>,
    enums: HashMap<String, HashSet<String>>,
    scalars: HashSet<String>,
    is_scalar: fn(&str, &Value) -> bool,
    list_sizes: HashMap<&'static str, u32>,
}

/// A field of an object.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) ty: Type,
    pub(super) arguments: HashMap<String, Type>,
}

#[derive(Debug)]
struct Input {
    /// The types of the fields, each with whether the field has a default value.
    fields: BTreeMap<String, (Type, bool)>,
    is_one_of: bool,
}

/// The reason why a value does not have a type, with the path to the invalid part.
#[derive(Debug)]
pub(super) struct Fault {
    /// The path, from the innermost part outwards.
    path: Vec<String>,
    why: String,
}

impl Fault {
    fn new(why: String) -> Self {
        let path = Vec::new();
        Self { path, why }
    }

    fn expected(ty: impl fmt::Display) -> Self {
        Self::new(format!("expected type \"{ty}\""))
    }

    /// Adds the part that contains the invalid value to the path.
    pub(super) fn within(mut self, part: impl fmt::Display) -> Self {
        self.path.push(part.to_string());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path: Vec<&str> = self.path.iter().rev().map(String::as_str).collect();
        write!(f, "\"{}\", {}", path.join("."), self.why)
    }
}

/// Returns the name of the type of an operation's root fields.
pub(super) fn root(operation: &OperationDefinition) -> &'static str {
    match operation.ty {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    }
}

/// Returns the name of the type without its list wrappers.
pub(super) fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(item),
    }
}

impl Types {
    /// Parses the schema's SDL.
    ///
    /// # Errors
    ///
    /// `INTERNAL` if the SDL cannot be parsed.
    pub(super) fn parse(schema: &SchemaDefinition) -> Result<Self> {
        let document = parse_schema(&schema.sdl).map_err(Error::internal)?;
        let ServiceDocument { definitions } = document;
        let mut types = Self {
            objects: HashMap::new(),
            inputs: HashMap::new(),
            enums: HashMap::new(),
            scalars: HashSet::new(),
            is_scalar: schema.is_scalar,
            list_sizes: schema.list_sizes.iter().copied().collect(),
        };
        for definition in definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(object) => {
                    let fields = object.fields.into_iter().map(|field| field.node);
                    let fields = fields.map(|field| {
                        let arguments = field.arguments.into_iter().map(|one| one.node);
                        let arguments =
                            arguments.map(|one| (one.name.node.to_string(), one.ty.node));
                        let of = Field {
                            ty: field.ty.node,
                            arguments: arguments.collect(),
                        };
                        (field.name.node.to_string(), of)
                    });
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
                TypeKind::Scalar => {
                    types.scalars.insert(name);
                }
                TypeKind::Interface(_) | TypeKind::Union(_) => {}
            }
        }
        Ok(types)
    }

    /// Returns the fields of an object type.
    pub(super) fn fields(&self, object: &str) -> Option<&HashMap<String, Field>> {
        self.objects.get(object)
    }

    /// Returns the number of rows that the cost assumes for a list that is not a connection.
    pub(super) fn list_size(&self, field: &str) -> Option<u32> {
        self.list_sizes.get(field).copied()
    }

    /// Checks that the value has the type.
    pub(super) fn check(&self, ty: &Type, value: &Value) -> Result<(), Fault> {
        match (&ty.base, value) {
            (_, Value::Null) if ty.nullable => Ok(()),
            (_, Value::Null) => Err(Fault::expected(ty)),
            (BaseType::List(item), Value::List(values)) => {
                let mut values = values.iter().enumerate();
                values.try_for_each(|(index, value)| {
                    let checked = self.check(item, value);
                    checked.map_err(|fault| fault.within(index))
                })
            }
            // A single value where a list is expected is coerced to a list, as GraphQL states.
            (BaseType::List(item), value) => self.check(item, value),
            (BaseType::Named(name), value) => self.check_named(name, value),
        }
    }

    fn check_named(&self, name: &str, value: &Value) -> Result<(), Fault> {
        let is_one = match (name, value) {
            ("String", Value::String(_)) | ("Boolean", Value::Boolean(_)) => true,
            ("Int", Value::Number(number)) => number
                .as_i64()
                .is_some_and(|number| i32::try_from(number).is_ok()),
            (name, value) if self.scalars.contains(name) => (self.is_scalar)(name, value),
            (name, Value::Enum(word)) => self.has_word(name, word),
            (name, Value::String(word)) => self.has_word(name, word),
            (name, Value::Object(given)) => return self.check_object(name, given),
            _ => false,
        };
        match is_one {
            true => Ok(()),
            false => Err(Fault::expected(name)),
        }
    }

    fn has_word(&self, name: &str, word: &str) -> bool {
        let words = self.enums.get(name);
        words.is_some_and(|words| words.contains(word))
    }

    fn check_object(&self, name: &str, given: &IndexMap<Name, Value>) -> Result<(), Fault> {
        let Some(input) = self.inputs.get(name) else {
            return Err(Fault::expected(name));
        };
        for (field, value) in given {
            let Some((ty, _)) = input.fields.get(field.as_str()) else {
                let why = format!("unknown field \"{field}\" of type \"{name}\"");
                return Err(Fault::new(why));
            };
            let checked = self.check(ty, value);
            checked.map_err(|fault| fault.within(field))?;
        }
        if input.is_one_of && (given.len() != 1 || given.values().any(|one| *one == Value::Null)) {
            let why =
                format!("exactly one field of \"{name}\" must be given, and must not be null");
            return Err(Fault::new(why));
        }
        let mut fields = input.fields.iter();
        let missing = fields.find(|(field, (ty, has_default))| {
            !ty.nullable && !has_default && !given.contains_key(field.as_str())
        });
        match missing {
            None => Ok(()),
            Some((field, (ty, _))) => Err(Fault::new(format!(
                "field \"{field}\" of type \"{ty}\" is required but not provided"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SDL: &str = "
        scalar Uuid
        enum Color { RED GREEN }
        input Paint { color: Color!, layers: Int = 1, mixed: [Color!], from: Paint }
        input Pick @oneOf { id: Uuid, name: String }
    ";

    fn schema() -> SchemaDefinition {
        SchemaDefinition {
            is_scalar: |name, value| {
                name == "Uuid" && matches!(value, Value::String(text) if text.len() == 36)
            },
            ..SchemaDefinition::of(SDL)
        }
    }

    fn is(ty: &str, value: serde_json::Value) -> bool {
        let types = Types::parse(&schema()).expect("a schema");
        let value = Value::from_json(value).expect("plain");
        let ty = Type::new(ty).expect("a type");
        types.check(&ty, &value).is_ok()
    }

    #[test]
    fn values_of_a_type_are_accepted() {
        for (ty, value) in [
            ("String!", json!("a")),
            ("String", json!(null)),
            ("Int", json!(-7)),
            ("[Int!]", json!([1, 2])),
            ("[Int!]", json!(1)),
            ("Boolean", json!(true)),
            ("Uuid!", json!("00000000-0000-0000-0000-000000000001")),
            ("Color", json!("RED")),
            ("Paint!", json!({"color": "RED", "mixed": ["GREEN"]})),
            (
                "Paint",
                json!({"color": "RED", "from": {"color": "GREEN", "layers": 2}}),
            ),
            ("Int", json!(i32::MAX)),
            ("Pick!", json!({"name": "a"})),
        ] {
            assert!(is(ty, value.clone()), "{ty} {value}");
        }
    }

    #[test]
    fn other_values_are_refused_with_their_path() {
        for (ty, value) in [
            ("String!", json!(null)),
            ("String", json!(1)),
            ("Int", json!("1")),
            ("Int", json!(1.5)),
            ("Int", json!(3_000_000_000_u64)),
            ("[Int!]", json!([1, null])),
            ("[[Int]]", json!([["a"]])),
            ("Uuid", json!("x")),
            ("Color", json!("red")),
            ("Unknown", json!("red")),
            ("Paint", json!({"layers": 1})),
            ("Paint", json!({"color": "RED", "other": 1})),
            ("Paint", json!({"color": null})),
            ("Paint", json!({"color": "RED", "from": {}})),
            ("Paint", json!("RED")),
            ("Pick", json!({})),
            ("Pick", json!({"name": null})),
            (
                "Pick",
                json!({"name": "a", "id": "00000000-0000-0000-0000-000000000001"}),
            ),
        ] {
            assert!(!is(ty, value.clone()), "{ty} {value}");
        }
        let types = Types::parse(&schema()).expect("a schema");
        let value =
            Value::from_json(json!([{"color": "RED", "from": {"color": "GREEN", "layers": "x"}}]));
        let ty = Type::new("[Paint]").expect("a type");
        let fault = types
            .check(&ty, &value.expect("plain"))
            .expect_err("no Int");
        assert_eq!(
            fault.within("it").to_string(),
            "\"it.0.from.layers\", expected type \"Int\""
        );
    }
}
