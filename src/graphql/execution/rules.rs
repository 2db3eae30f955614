//! Validation rules that the validating library does not have, or implements differently from the
//! specification.
//!
//! They apply only to documents in which the library found no error.

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Node, Schema,
    ast::{Type, Value, VariableDefinition},
    executable::Operation,
    parser::SourceSpan,
    schema::ExtendedType,
};
use async_graphql::{ServerError, Variables};

use super::{
    collect::{Collector, Conditions},
    positions::Positions,
};

/// Returns the validation errors of the document.
pub(super) fn check(
    schema: &Schema,
    document: &ExecutableDocument,
    positions: &Positions,
) -> Vec<ServerError> {
    let mut collector = Collector::new(schema, document, positions, Conditions::Ignored);
    let mut errors = Vec::new();
    for operation in document.operations.iter() {
        // The library accepts lists of different lengths as equal arguments; the collector reports
        // them.
        collector.operation(operation);
        if operation.is_subscription() {
            errors.extend(root_fields(schema, document, positions, operation));
        }
        let mut values = ValueRules {
            schema,
            positions,
            variables: &operation.variables,
            errors: Vec::new(),
        };
        values.operation(document, operation);
        errors.append(&mut values.errors);
    }
    errors.extend(collector.into_conflicts());
    errors
}

/// Checks that a subscription has one root field after its fields are merged. The values of its
/// variables are not known yet.
fn root_fields(
    schema: &Schema,
    document: &ExecutableDocument,
    positions: &Positions,
    operation: &Operation,
) -> Option<ServerError> {
    let none = Variables::default();
    let conditions = Conditions::Decided(&none);
    let mut collector = Collector::new(schema, document, positions, conditions);
    let fields = collector.fields(operation.object_type(), &[&operation.selection_set]);
    let (_, second) = fields.get_index(1)?;
    let message = "A subscription must select one root field. Start a subscription for each.";
    Some(ServerError::new(
        message,
        Some(positions.of(second[0].location())),
    ))
}

/// The rules for the values of an operation: defaults of variables, and arguments.
struct ValueRules<'a> {
    schema: &'a Schema,
    positions: &'a Positions,
    variables: &'a [Node<VariableDefinition>],
    errors: Vec<ServerError>,
}

impl ValueRules<'_> {
    fn operation(&mut self, document: &ExecutableDocument, operation: &Operation) {
        for definition in &operation.variables {
            if let Some(default) = &definition.default_value {
                self.value(Some(&definition.ty), default);
            }
        }
        for field in operation.all_fields(document) {
            for argument in &field.arguments {
                let definition = field.definition.argument_by_name(&argument.name);
                let ty = definition.map(|definition| &*definition.ty);
                self.value(ty, &argument.value);
            }
        }
    }

    /// Checks a value. `ty` is `None` inside a custom scalar.
    fn value(&mut self, ty: Option<&Type>, value: &Node<Value>) {
        match &**value {
            Value::List(values) => {
                let item = ty.map(Type::item_type);
                for value in values {
                    self.value(item, value);
                }
            }
            Value::Object(given) => {
                let input = ty.and_then(|ty| match self.schema.types.get(ty.inner_named_type()) {
                    Some(ExtendedType::InputObject(input)) => Some(input),
                    _ => None,
                });
                if let Some(input) = input
                    && input.directives.has("oneOf")
                {
                    self.one_of(&input.name, given, value.location());
                }
                let mut seen = HashSet::new();
                for (name, value) in given {
                    if !seen.insert(name) {
                        let message = format!(
                            "The input field `{name}` is given more than once. Give it once."
                        );
                        self.fail(message, value.location());
                    }
                    let field = input.and_then(|input| input.fields.get(name));
                    self.value(field.map(|field| &*field.ty), value);
                }
            }
            _ => {}
        }
    }

    /// Checks that exactly one field is present, and that it is not null.
    fn one_of(
        &mut self,
        input: &str,
        given: &[(apollo_compiler::Name, Node<Value>)],
        at: Option<SourceSpan>,
    ) {
        let [(field, value)] = given else {
            return self.fail(format!("Give exactly one field of `{input}`."), at);
        };
        match &**value {
            Value::Null => {
                let message = format!("The field `{field}` of `{input}` must not be null.");
                self.fail(message, at);
            }
            Value::Variable(name) => {
                let mut variables = self.variables.iter();
                let definition = variables.find(|definition| definition.name == *name);
                if definition.is_some_and(|definition| !definition.ty.is_non_null()) {
                    let message = format!(
                        "The variable `${name}` may be null, but the field `{field}` of `{input}` must not be. \
                         Declare the variable with `!`."
                    );
                    self.fail(message, value.location());
                }
            }
            _ => {}
        }
    }

    fn fail(&mut self, message: String, at: Option<SourceSpan>) {
        self.errors
            .push(ServerError::new(message, Some(self.positions.of(at))));
    }
}
