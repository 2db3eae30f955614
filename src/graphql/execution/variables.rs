//! The check of a request's variables against the operation that declares them, before execution.
//!
//! The library would find a missing variable only at a field that uses it, and would report an
//! error of that field.

use async_graphql::{
    Value, Variables,
    parser::types::{BaseType, OperationDefinition, Type},
};

use crate::error::{Code, Error, Result};

use super::types::Types;

/// Returns the variables with defaults for absent values. Nulls are checked here, because an
/// argument may accept a null that the variable's type does not. All other checks are made where
/// the variable is used (`arguments`).
///
/// # Errors
///
/// `INVALID_REQUEST` for a missing variable, or for a null that its type does not allow.
pub(super) fn coerce(operation: &OperationDefinition, given: Variables) -> Result<Variables> {
    let mut variables = given;
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let (name, ty) = (&definition.name.node, &definition.var_type.node);
        let wrong = |what| {
            let message = format!("The variable `${name}` of type `{ty}` {what}.");
            Err(Error::new(Code::InvalidRequest, message))
        };
        match (variables.get(name), &definition.default_value) {
            (Some(value), _) if is_fit(ty, value) => {}
            (Some(Value::Null), _) => return wrong("is null"),
            (Some(_), _) => return wrong("contains null"),
            (None, Some(default)) => {
                variables.insert(name.clone(), default.node.clone());
            }
            (None, None) if ty.nullable => {}
            (None, None) => return wrong("is missing"),
        }
    }
    Ok(variables)
}

/// Returns whether the variables are valid for any use in a valid document. A null in place of a
/// default is uncertain, because an argument may not accept it.
pub(super) fn are_surely_valid(
    types: &Types,
    operation: &OperationDefinition,
    variables: &Variables,
) -> bool {
    let mut definitions = operation.variable_definitions.iter();
    definitions.all(|definition| {
        let definition = &definition.node;
        match variables.get(&definition.name.node) {
            None => true,
            Some(Value::Null) => definition.default_value.is_none(),
            Some(value) => types.check(&definition.var_type.node, value).is_ok(),
        }
    })
}

/// Checks that nulls occur only where the type allows them.
fn is_fit(ty: &Type, value: &Value) -> bool {
    match (&ty.base, value) {
        (_, Value::Null) => ty.nullable,
        (BaseType::List(item), Value::List(values)) => {
            values.iter().all(|value| is_fit(item, value))
        }
        // A single value where a list is expected is coerced to a list.
        _ => true,
    }
}
