//! The check of argument values against their types, with variables substituted, before execution.
//!
//! Validation accepts every value for tenantry's own scalars and does not know the values of
//! variables. The executing library would find an invalid value only when it reaches the field,
//! after other changes have been made.

use std::borrow::Cow;

use async_graphql::{
    ServerError, Value, Variables,
    parser::types::{OperationDefinition, Type},
};
use async_graphql_value::Value as Literal;

use super::{
    types::{Fault, Types},
    walk::walk,
};

/// Returns the errors of the invalid argument values of an operation.
///
/// Fields and arguments that the schema does not define are skipped: they belong to introspection,
/// or validation refuses them.
pub(super) fn check(
    types: &Types,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Vec<ServerError> {
    let literals = Literals { types, variables };
    let mut errors = Vec::new();
    walk(types, operation, (), |(), visited| {
        let Some(definition) = visited.definition else {
            return;
        };
        for (name, value) in &visited.field.arguments {
            if let Some(ty) = definition.arguments.get(name.node.as_str())
                && let Err(fault) = literals.check(ty, &value.node)
            {
                let fault = fault.within(&name.node);
                let message = format!("Invalid value for argument {fault}");
                errors.push(ServerError::new(message, Some(name.pos)));
            }
        }
    });
    errors
}

/// Values as the document writes them, with the variables that they contain.
struct Literals<'a> {
    types: &'a Types,
    variables: &'a Variables,
}

impl Literals<'_> {
    fn check(&self, ty: &Type, value: &Literal) -> Result<(), Fault> {
        let value = match value {
            Literal::Variable(name) => self.variables.get(name).map(Cow::Borrowed),
            value => self.filled(value).map(Cow::Owned),
        };
        // Validation checks whether an argument may be absent.
        value.map_or(Ok(()), |value| self.types.check(ty, &value))
    }

    /// Substitutes the variables in a value. Returns `None` for a variable without a value: an
    /// input field is then absent, and a list item is null.
    fn filled(&self, value: &Literal) -> Option<Value> {
        match value {
            Literal::Variable(name) => self.variables.get(name).cloned(),
            Literal::List(values) => {
                let values = values.iter().map(|value| self.filled(value));
                Some(Value::List(values.map(Option::unwrap_or_default).collect()))
            }
            Literal::Object(fields) => {
                let fields = fields.iter();
                let given =
                    fields.filter_map(|(name, value)| Some((name.clone(), self.filled(value)?)));
                Some(Value::Object(given.collect()))
            }
            plain => plain.clone().into_const(),
        }
    }
}
