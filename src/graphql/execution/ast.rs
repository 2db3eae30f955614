//! Conversion of the validating library's syntax tree into that of the executing library.

use apollo_compiler::{
    Node,
    ast::{self, VariableDefinition},
};
use async_graphql::{
    Name, Positioned,
    parser::types::{OperationType, Type, VariableDefinition as ExecutedVariable},
};
use async_graphql_value::{ConstValue, Value};

use super::positions::Positions;

pub(super) fn operation_type(ty: ast::OperationType) -> OperationType {
    match ty {
        ast::OperationType::Query => OperationType::Query,
        ast::OperationType::Mutation => OperationType::Mutation,
        ast::OperationType::Subscription => OperationType::Subscription,
    }
}

pub(super) fn value(value: &ast::Value) -> Value {
    match value {
        ast::Value::Null => Value::Null,
        ast::Value::Enum(word) => Value::Enum(Name::new(word)),
        ast::Value::Variable(name) => Value::Variable(Name::new(name)),
        ast::Value::String(text) => Value::String(text.clone()),
        ast::Value::Boolean(boolean) => Value::Boolean(*boolean),
        ast::Value::Int(digits) => number(digits.as_str()),
        ast::Value::Float(digits) => number(digits.as_str()),
        ast::Value::List(values) => {
            Value::List(values.iter().map(|item| self::value(item)).collect())
        }
        ast::Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, field)| (Name::new(name), self::value(field)));
            Value::Object(fields.collect())
        }
    }
}

/// Parses a number. A number out of range, like 1e999, becomes a string, because no argument
/// accepts either.
fn number(digits: &str) -> Value {
    match digits.parse() {
        Ok(number) => Value::Number(number),
        Err(_) => Value::String(digits.to_owned()),
    }
}

/// Converts the variables that an operation declares. Types that cannot be parsed are skipped,
/// because validation refuses them.
pub(super) fn variables(
    definitions: &[Node<VariableDefinition>],
    positions: &Positions,
) -> Vec<Positioned<ExecutedVariable>> {
    let variable = |definition: &Node<VariableDefinition>| {
        let at = positions.of(definition.location());
        let default = definition.default_value.as_ref().map(|default| {
            let constant: Option<ConstValue> = value(default).into_const();
            let at = positions.of(default.location());
            Positioned::new(constant.unwrap_or_default(), at)
        });
        let ty = Type::new(&definition.ty.to_string())?;
        let variable = ExecutedVariable {
            name: Positioned::new(Name::new(&definition.name), at),
            var_type: Positioned::new(ty, positions.of(definition.ty.location())),
            directives: Vec::new(),
            default_value: default,
        };
        Some(Positioned::new(variable, at))
    };
    definitions.iter().filter_map(variable).collect()
}
