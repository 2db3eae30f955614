//! A GraphQL document, parsed, validated and prepared for the execution of one of its operations.
//!
//! `apollo-compiler` parses and validates; `async-graphql` executes and does not validate again.

use std::sync::Arc;

use apollo_compiler::{
    ExecutableDocument, Schema,
    ast::{self as source, Definition},
    diagnostic::ToCliReport,
    parser::Parser,
    validation::{DiagnosticList, Valid},
};
use async_graphql::{
    ServerError, Variables,
    parser::types::{OperationDefinition, OperationType},
};

use crate::error::{Code, Error, Result};

use super::{
    ast,
    collect::{Collector, Conditions},
    error::MAX_ERRORS,
    limits::{self, Limits},
    positions::Positions,
    rules,
};

/// A document within the size limits.
pub(super) struct Document {
    /// The operation to execute.
    pub(super) operation: Result<Operation>,
    /// The validation errors of the document.
    pub(super) errors: Vec<ServerError>,
    /// The result of [`limits::check`].
    pub(super) may_wait: bool,
}

/// The operation of a document to execute.
pub(super) struct Operation {
    pub(super) ty: OperationType,
    pub(super) name: Option<String>,
    /// The operation with each response key once, including all fields that `@skip` and `@include`
    /// could exclude.
    pub(super) whole: Arc<OperationDefinition>,
    /// The number of fields of `whole`.
    fields: usize,
    /// Whether a field returns objects of an interface or a union.
    is_abstract: bool,
    /// The data needed to exclude fields. `None` for an operation without such directives.
    conditional: Option<Conditional>,
}

struct Conditional {
    document: ExecutableDocument,
    positions: Positions,
}

/// The introspection fields of the executing library that the validating library does not know.
const INTROSPECTION: &str = "extend type __Type { isOneOf: Boolean }";

/// Builds the schema against which documents are validated.
///
/// # Errors
///
/// `INTERNAL` if the text is not a valid schema.
pub(super) fn definition(sdl: &str) -> Result<Valid<Schema>> {
    let text = format!("{sdl}\n{INTROSPECTION}");
    Schema::parse_and_validate(text, "schema.graphql")
        .map_err(|invalid| Error::internal(invalid.errors.to_string()))
}

impl Document {
    /// Parses and validates a document, and collects the fields of the operation with this name.
    ///
    /// # Errors
    ///
    /// `INVALID_REQUEST` for a syntax error or a fragment that spreads itself, `LIMIT_EXCEEDED` for
    /// a document that is too large.
    #[expect(
        clippy::result_large_err,
        reason = "the library's type, once for each new document"
    )]
    pub(super) fn read(
        schema: &Valid<Schema>,
        limits: &Limits,
        text: &str,
        operation_name: Option<&str>,
    ) -> Result<Self> {
        limits::check_text(text)?;
        let positions = Positions::new(text);
        let read = Parser::new()
            .parse_ast(text, "document")
            .map_err(|error| syntax_error(&error.errors, &positions))?;
        let may_wait = limits::check(&read, limits)?;
        // Validation of a document with unknown fields drops those fields, so further rules would
        // miss them.
        let built = without_null_defaults(&read).to_executable(schema);
        let (document, mut errors) = match built.and_then(|document| document.validate(schema)) {
            Ok(document) => (document.into_inner(), Vec::new()),
            Err(invalid) => (
                invalid.partial,
                validation_errors(&invalid.errors, &positions),
            ),
        };
        if errors.is_empty() {
            errors = rules::check(schema, &document, &positions);
        }
        errors.truncate(MAX_ERRORS);
        let operation = Operation::new(schema, &read, document, positions, operation_name);
        Ok(Self {
            operation,
            errors,
            may_wait,
        })
    }

    /// Returns the number of fields that the document has in memory.
    pub(super) fn fields(&self) -> usize {
        let operation = self.operation.as_ref();
        operation.map_or(0, |operation| operation.fields)
    }
}

impl Operation {
    fn new(
        schema: &Schema,
        read: &source::Document,
        document: ExecutableDocument,
        positions: Positions,
        name: Option<&str>,
    ) -> Result<Self> {
        let Ok(operation) = document.operations.get(name) else {
            let message = match name {
                Some(name) => format!("The document has no operation named `{name}`."),
                None => "Operation name required: the document has several operations. Send `operationName`."
                    .to_owned(),
            };
            return Err(Error::new(Code::InvalidRequest, message));
        };
        let mut collector = Collector::new(schema, &document, &positions, Conditions::Ignored);
        let mut whole = collector.operation(operation);
        let mut definitions = read.definitions.iter();
        let declared = definitions.find_map(|definition| match definition {
            Definition::OperationDefinition(read) if read.name == operation.name => Some(read),
            _ => None,
        });
        if let Some(declared) = declared {
            whole.variable_definitions = ast::variables(&declared.variables, &positions);
        }
        let (fields, is_conditional) = (collector.collected, collector.is_conditional);
        Ok(Self {
            ty: whole.ty,
            name: operation.name.as_ref().map(ToString::to_string),
            whole: Arc::new(whole),
            fields,
            is_abstract: collector.is_abstract,
            conditional: is_conditional.then_some(Conditional {
                document,
                positions,
            }),
        })
    }

    /// Returns whether the operation has no placeholders, which [`super::complete`] removes from
    /// responses.
    pub(super) fn is_whole(&self) -> bool {
        self.conditional.is_none() && !self.is_abstract
    }

    /// Returns the operation with the fields that these variables select.
    ///
    /// # Errors
    ///
    /// `INVALID_REQUEST` for a subscription that is left without exactly one root field.
    pub(super) fn selected(
        &self,
        schema: &Schema,
        variables: &Variables,
    ) -> Result<Arc<OperationDefinition>> {
        let Some(Conditional {
            document,
            positions,
        }) = &self.conditional
        else {
            return Ok(self.whole.clone());
        };
        let conditions = Conditions::Decided(variables);
        let mut collector = Collector::new(schema, document, positions, conditions);
        let Ok(operation) = document.operations.get(self.name.as_deref()) else {
            return Ok(self.whole.clone());
        };
        if operation.is_subscription() {
            let fields = collector.fields(operation.object_type(), &[&operation.selection_set]);
            if fields.len() != 1 {
                let message =
                    "`@skip` and `@include` leave the subscription without its one root field.";
                return Err(Error::new(Code::InvalidRequest, message));
            }
        }
        Ok(Arc::new(OperationDefinition {
            variable_definitions: self.whole.variable_definitions.clone(),
            ..collector.operation(operation)
        }))
    }
}

/// Returns the document without null defaults of nullable variables: the validating library would
/// use such a default in places where null is not allowed.
fn without_null_defaults(document: &source::Document) -> source::Document {
    let mut document = document.clone();
    for definition in &mut document.definitions {
        let Definition::OperationDefinition(operation) = definition else {
            continue;
        };
        for variable in &mut operation.make_mut().variables {
            let default = variable.default_value.as_ref();
            if !variable.ty.is_non_null() && default.is_some_and(|value| value.is_null()) {
                variable.make_mut().default_value = None;
            }
        }
    }
    document
}

fn syntax_error(errors: &DiagnosticList, positions: &Positions) -> Error {
    let first = errors.iter().next();
    let message = first.map_or_else(String::new, |first| {
        let at = positions.of(first.error.location());
        format!("{} (line {}, column {})", first.error, at.line, at.column)
    });
    Error::new(Code::InvalidRequest, message)
}

/// Validation rules of the library that are replaced in `rules`, because the library does not merge
/// the root fields of a subscription first.
const TAKEN_OVER: [&str; 2] = [
    "SubscriptionUsesMultipleFields",
    "SubscriptionUsesConditionalSelection",
];

fn validation_errors(errors: &DiagnosticList, positions: &Positions) -> Vec<ServerError> {
    let errors = errors.iter().map(|diagnostic| diagnostic.error);
    let errors = errors.filter(|error| {
        let rule = error.unstable_error_name();
        !rule.is_some_and(|rule| TAKEN_OVER.contains(&rule))
    });
    let errors = errors.take(MAX_ERRORS);
    let errors = errors
        .map(|error| ServerError::new(error.to_string(), Some(positions.of(error.location()))));
    errors.collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use crate::config::Config;

    use super::*;

    /// The SDL that the program prints.
    const SDL: &str = include_str!("../../../schema.graphql");

    /// A verdict of graphql-js, written by tests/clients/verdicts.mjs.
    #[derive(Deserialize)]
    struct Verdict {
        document: String,
        #[serde(rename = "refusedBy")]
        refused_by: Vec<String>,
    }

    fn read(schema: &Valid<Schema>, document: &str) -> Result<Document> {
        let limits = Limits::from(&Config::default());
        Document::read(schema, &limits, document, None)
    }

    #[test]
    fn verdicts_are_those_of_graphql_js() {
        let verdicts = include_str!("../../../tests/clients/documents.json");
        let verdicts: Vec<Verdict> = serde_json::from_str(verdicts).expect("verdicts");
        assert!(verdicts.len() > 100);
        let schema = definition(SDL).expect("a schema");
        let mut differences = Vec::new();
        for Verdict {
            document,
            refused_by,
        } in verdicts
        {
            let messages = match read(&schema, &document) {
                Ok(read) => read.errors.into_iter().map(|error| error.message).collect(),
                Err(error) => vec![error.message().to_owned()],
            };
            if messages.is_empty() != refused_by.is_empty() {
                differences.push(format!(
                    "{document}\n  graphql-js: {refused_by:?}\n  {messages:?}"
                ));
            }
        }
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }

    #[test]
    fn errors_have_the_position_of_their_cause() {
        let schema = definition(SDL).expect("a schema");
        for (document, places) in [
            ("{\n  \u{e9}", None),
            ("{ viewer { nothing } }", Some(vec![(1, 12)])),
            ("{ viewer {\r\n  nothing } }", Some(vec![(2, 3)])),
            (
                "# \u{1f600}\n{ user(email: \"\u{1f600}\") { nothing } }",
                Some(vec![(2, 22)]),
            ),
            (
                "mutation { upsertUser(input: { email: \"a\", email: \"b\" }) { id } }",
                Some(vec![(1, 51)]),
            ),
            (
                "mutation { deleteMemberships(ids: []) { result }\n deleteMemberships(ids: [null]) { result } }",
                Some(vec![(2, 26)]),
            ),
            (
                "mutation { createRole(org: 1, name: \"a\", permissions: [\"a\"]) { id }\n \
                 createRole(org: 1, name: \"a\", permissions: [\"a\", \"b\"]) { id } }",
                Some(vec![(1, 12), (2, 2)]),
            ),
        ] {
            let found = read(&schema, document).ok().map(|read| {
                let errors = read.errors.iter();
                let places = errors.flat_map(|error| error.locations.iter());
                places.map(|at| (at.line, at.column)).collect::<Vec<_>>()
            });
            assert_eq!(found, places, "{document}");
        }
        let syntax = |document| {
            let error = read(&schema, document).err().expect("a syntax error");
            error.message().to_owned()
        };
        let lone = syntax("{\n  user(email: \"\u{1f600}\\ud83d\") { id } }");
        assert!(lone.contains("unpaired surrogate"), "{lone}");
        assert!(lone.contains("(line 2,"), "{lone}");
    }
}
