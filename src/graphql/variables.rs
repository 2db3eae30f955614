//! The variables of a request against the operation that declares them, before anything runs.
//!
//! The library finds out about a missing one when it comes to a field that uses it, which by then is that field's error.

use async_graphql::{
    Value, Variables,
    parser::types::{BaseType, OperationDefinition, Type},
};

use crate::error::{Code, Error, Result};

use super::types::Types;

/// What was given, with the defaults of what was not. Nulls are checked here, because an argument may take one where the
/// variable's own type does not; all else is checked where it is used (`arguments`).
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
            (Some(_), _) => return wrong("has a null in it"),
            (None, Some(default)) => {
                variables.insert(name.clone(), default.node.clone());
            }
            (None, None) if ty.nullable => {}
            (None, None) => return wrong("is missing"),
        }
    }
    Ok(variables)
}

/// Whether nothing could be found wrong with the variables, whatever a valid document does with them. A null in place of a
/// default is in doubt: an argument may have no room for it.
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

/// Nulls stand only where the type has room for them.
fn is_fit(ty: &Type, value: &Value) -> bool {
    match (&ty.base, value) {
        (_, Value::Null) => ty.nullable,
        (BaseType::List(item), Value::List(values)) => {
            values.iter().all(|value| is_fit(item, value))
        }
        // One thing where a list is wanted is a list of it.
        _ => true,
    }
}
