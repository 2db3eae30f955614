//! The conversion of failures to errors of a reply.

use async_graphql::{ErrorExtensionValues, Name, PathSegment, ServerError, Value};

use crate::error::{Code, Error, Problem};

/// The maximum number of errors in a reply.
pub(super) const MAX_ERRORS: usize = 100;

/// Converts the errors of the library to those of a reply.
pub(super) fn response_errors(
    errors: impl IntoIterator<Item = ServerError>,
    request_id: Option<&str>,
) -> Vec<ServerError> {
    let errors = errors.into_iter().take(MAX_ERRORS);
    errors
        .map(|error| response_error(error, request_id))
        .collect()
}

/// Converts an error of the library to that of a reply: adds the error code, and replaces internal
/// details.
pub(super) fn response_error(mut error: ServerError, request_id: Option<&str>) -> ServerError {
    let ours = match (error.source::<Error>(), &error.source) {
        (Some(ours), _) => ours.clone(),
        // An error of the library about the request: syntax, validation or variables.
        (None, None) => Error::new(Code::InvalidRequest, std::mem::take(&mut error.message)),
        (None, Some(_)) => Error::internal(std::mem::take(&mut error.message)),
    };
    error.message = ours.client_message(request_id);
    error.source = None;
    let extensions = error.extensions.get_or_insert_default();
    describe(extensions, &ours);
    error
}

/// Creates the error of the root field `key` that fails the whole reply.
pub(super) fn field_error(key: &str, error: &Error, request_id: Option<&str>) -> ServerError {
    let mut failed = request_error(error, request_id);
    failed.path = vec![PathSegment::Field(key.to_owned())];
    failed
}

fn describe(extensions: &mut ErrorExtensionValues, error: &Error) {
    extensions.set("code", error.code().as_str());
    if let Some(field) = error.field() {
        extensions.set("field", field);
    }
    if let Some(existing) = error.existing_id() {
        extensions.set("existingId", existing.to_string());
    }
    if !error.matches().is_empty() {
        let matches = error.matches().iter().map(|id| Value::from(id.to_string()));
        extensions.set("matches", Value::List(matches.collect()));
    }
    if !error.problems().is_empty() {
        let problems = error.problems().iter().map(problem);
        extensions.set("problems", Value::List(problems.collect()));
    }
}

/// Formats a problem like the schema's type `Problem`.
fn problem(problem: &Problem) -> Value {
    let error = &problem.error;
    let path = problem.path.as_deref().or(error.field());
    let existing = error.existing_id().map(|id| id.to_string());
    let fields = [
        ("index", problem.index.into()),
        ("path", path.into()),
        ("code", error.code().as_str().into()),
        ("message", error.message().into()),
        ("existingId", existing.into()),
    ];
    let fields = fields.map(|(name, value)| (Name::new(name), value));
    Value::Object(fields.into_iter().collect())
}

/// Creates an error of a reply that belongs to no field.
pub(super) fn request_error(error: &Error, request_id: Option<&str>) -> ServerError {
    let mut failed = ServerError::new(error.client_message(request_id), None);
    describe(failed.extensions.get_or_insert_default(), error);
    failed
}
