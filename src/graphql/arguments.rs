//! The values of arguments against their types, variables put in, before anything runs.
//!
//! Validation takes every value for a scalar of tenantry's own, and does not know the values of variables. The library that
//! executes would find a wrong one when it comes to the field, and by then other changes are made.

use std::borrow::Cow;

use async_graphql::{
    ServerError, Value, Variables,
    parser::types::{Field, OperationDefinition, Selection, SelectionSet, Type},
};
use async_graphql_value::Value as Literal;

use super::{
    error::told,
    execute::{MAX_ERRORS, Reply},
    types::{Fault, Types, named, root},
};

/// The reply to an operation whose arguments have values that they cannot take; none if they can.
pub(super) fn refuse(
    types: &Types,
    operation: &OperationDefinition,
    variables: &Variables,
    request_id: Option<&str>,
) -> Option<Reply> {
    let mut walk = Walk {
        types,
        variables,
        errors: Vec::new(),
    };
    walk.selections(Some(root(operation)), &operation.selection_set.node);
    let errors = walk.errors.into_iter().take(MAX_ERRORS);
    let errors: Vec<_> = errors.map(|error| told(error, request_id)).collect();
    (!errors.is_empty()).then(|| Reply::new(None, errors))
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
                // Fragments are written out.
                Selection::FragmentSpread(_) => {}
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map_or(on, |on| Some(on.node.on.node.as_str()));
                    self.selections(on, &inline.node.selection_set.node);
                }
            }
        }
    }

    /// Fields that are not known are introspection's, or for validation to refuse; and so are arguments.
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
        // Whether an argument may be left out is for validation to say.
        value.map_or(Ok(()), |value| self.types.check(ty, &value))
    }

    /// The value with the variables put in; none for a variable that was not given: it leaves a field out, and in a list it
    /// is a null.
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
