//! One GraphQL request against the schema: limits, execution, errors, nulls.

use async_graphql::{
    Request, ServerError, Value, Variables,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationType},
    },
};
use serde::Serialize;

use crate::{
    access::Actor,
    error::{Code, Error, Result},
};

use super::{
    Door,
    complete::{complete, operation},
    context::RequestContext,
    error::{of_request, told},
    limits,
    loaders::Level,
    variables,
};

/// Errors of a reply at the most: a document can be wrong in more places than anybody reads.
const MAX_ERRORS: usize = 100;
/// Characters of an operation's name in the log at the most.
const MAX_LABEL: usize = 64;

/// What a request asks for.
#[derive(Debug)]
pub(super) struct Params {
    pub(super) query: String,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Variables,
}

/// What it gets.
#[derive(Debug, Serialize)]
pub(super) struct Reply {
    /// None when nothing was executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<ServerError>,
}

impl Reply {
    pub(super) fn failed(error: &Error, request_id: Option<&str>) -> Self {
        Self {
            data: None,
            errors: vec![of_request(error, request_id)],
        }
    }
}

/// A document that was read and is not too large.
pub(super) struct Prepared {
    document: ExecutableDocument,
    /// See [`limits::check`].
    may_wait: bool,
    params: Params,
}

/// Reads the document.
pub(super) fn prepare(door: &Door, params: Params) -> Result<Prepared> {
    limits::check_text(&params.query)?;
    let document = parse_query(&params.query).map_err(|error| {
        let error = ServerError::from(error);
        let place = error
            .locations
            .first()
            .map(|at| format!(" (line {}, column {})", at.line, at.column));
        Error::new(
            Code::InvalidRequest,
            format!("{}{}", error.message.trim(), place.unwrap_or_default()),
        )
    })?;
    let may_wait = limits::check(&document, &door.limits)?;
    Ok(Prepared {
        document,
        may_wait,
        params,
    })
}

impl Prepared {
    /// What the log tells of the operation that would run: its kind, and its name, cut short.
    pub(super) fn label(&self) -> Option<(&'static str, Option<&str>)> {
        let asked = self.params.operation_name.as_deref();
        let kind = match operation(&self.document, asked)?.ty {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
        // Whoever names none has sent but one.
        let only = || self.document.operations.iter().next()?.0;
        let name = asked.or_else(|| only().map(|name| name.as_str()));
        // The syntax allows letters, digits and _ of ASCII alone.
        Some((kind, name.map(|name| &name[..name.len().min(MAX_LABEL)])))
    }

    /// Whether the operation that would run only reads. One that cannot be found does nothing at all.
    pub(super) fn only_reads(&self) -> bool {
        operation(&self.document, self.params.operation_name.as_deref())
            .is_none_or(|operation| operation.ty == OperationType::Query)
    }

    /// Validates and executes it.
    pub(super) async fn execute(self, door: &Door, actor: &Actor) -> Reply {
        let Self {
            document,
            may_wait,
            params,
        } = self;
        let Params {
            query: _,
            operation_name,
            variables: given,
        } = params;
        let request_id = actor.request_id.as_deref();
        let variables = match operation(&document, operation_name.as_deref()) {
            Some(operation) => match variables::coerce(operation, given) {
                Ok(variables) => variables,
                Err(error) => return Reply::failed(&error, request_id),
            },
            // The library says what is wrong with the name.
            None => given,
        };
        let level = Level::default();
        let mut request = Request::new(String::new())
            .variables(variables.clone())
            .data(RequestContext::new(&door.app, actor, &level));
        request.operation_name.clone_from(&operation_name);
        request.set_parsed_query(document.clone());
        let response = level.serve(door.schema.execute(request)).await;
        // A field's error has a path; one without a path kept the request from being executed.
        let was_executed = response.errors.iter().all(|error| !error.path.is_empty());
        let errors: Vec<_> = response
            .errors
            .into_iter()
            .take(MAX_ERRORS)
            .map(|error| told(error, request_id))
            .collect();
        if !was_executed {
            return Reply { data: None, errors };
        }
        let is_whole = errors.is_empty() && !may_wait;
        let data = if is_whole {
            response.data
        } else {
            let name = operation_name.as_deref();
            complete(&door.types, &document, name, &variables, response.data)
        };
        Reply {
            data: Some(data),
            errors,
        }
    }
}
