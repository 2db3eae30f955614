//! The check of argument values against their types, with variables substituted, before execution.
//!
//! Validation accepts every value for tenantry's own scalars and does not know the values of
//! variables. The executing library would find an invalid value only when it reaches the field,
//! after other changes have been made.

use std::borrow::Cow;

use async_graphql::{
    ServerError, Value, Variables,
    parser::types::{Field, OperationDefinition, Selection, SelectionSet, Type},
};
use async_graphql_value::Value as Literal;

use super::types::{Fault, Types, named, root};

/// Returns the errors of the invalid argument values of an operation.
pub(super) fn check(
    types: &Types,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Vec<ServerError> {
    let mut walk = Walk {
        types,
        variables,
        errors: Vec::new(),
    };
    walk.selections(Some(root(operation)), &operation.selection_set.node);
    walk.errors
}

struct Walk<'a> {
    types: &'a Types,
    variables: &'a Variables,
    errors: Vec<ServerError>,
}

impl<'a> Walk<'a> {
    fn selections(&mut self, on: Option<&'a str>, selections: &'a SelectionSet) {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => self.field(on, &field.node),
                // Fragments are already expanded.
                Selection::FragmentSpread(_) => {}
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map_or(on, |on| Some(on.node.on.node.as_str()));
                    self.selections(on, &inline.node.selection_set.node);
                }
            }
        }
    }

    /// Checks the arguments of a field. Unknown fields are skipped: they belong to introspection,
    /// or validation refuses them. Unknown arguments are skipped as well.
    fn field(&mut self, on: Option<&'a str>, field: &'a Field) {
        let name = field.name.node.as_str();
        let Some(known) = on.and_then(|on| self.types.fields(on)?.get(name)) else {
            return;
        };
        for (name, value) in &field.arguments {
            if let Some(ty) = known.arguments.get(name.node.as_str())
                && let Err(fault) = self.check(ty, &value.node)
            {
                let fault = fault.within(&name.node);
                let message = format!("Invalid value for argument {fault}");
                self.errors.push(ServerError::new(message, Some(name.pos)));
            }
        }
        self.selections(Some(named(&known.ty)), &field.selection_set.node);
    }

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
