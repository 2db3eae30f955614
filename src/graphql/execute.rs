//! One GraphQL request against the schema: limits, execution, errors, nulls.

use std::sync::Arc;

use async_graphql::{
    Request, Response, ServerError, Value, Variables,
    parser::{parse_query, types::OperationType},
};
use serde::Serialize;

use crate::{
    access::Actor,
    app::{Failed, Options, Session},
    error::{Code, Error, Result},
};

use super::{
    Door, Schema, arguments,
    complete::{complete, operation},
    context::RequestContext,
    cost,
    documents::Document,
    error::{of_field, of_request, told},
    limits,
    loaders::Level,
    measure::Running,
    variables,
};

/// Errors of a reply at the most: a document can be wrong in more places than anybody reads.
pub(super) const MAX_ERRORS: usize = 100;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) extensions: Option<Extensions>,
    /// All its changes were made by an earlier request.
    #[serde(skip)]
    pub(super) is_replay: bool,
}

/// Who asks, and how it is to be done.
pub(super) struct Terms {
    pub(super) actor: Actor,
    pub(super) options: Options,
    /// Whether the reply says what it cost.
    pub(super) show_cost: bool,
}

/// What a reply says about itself.
#[derive(Debug, Serialize)]
pub(super) struct Extensions {
    pub(super) cost: Cost,
}

/// What the request cost, and what it may.
#[derive(Debug, Serialize)]
pub(super) struct Cost {
    requested: u64,
    allowed: u64,
}

impl Reply {
    pub(super) fn new(data: Option<Value>, errors: Vec<ServerError>) -> Self {
        Self {
            data,
            errors,
            extensions: None,
            is_replay: false,
        }
    }

    /// Nothing was executed.
    pub(super) fn failed(error: &Error, request_id: Option<&str>) -> Self {
        Self::new(None, vec![of_request(error, request_id)])
    }

    /// Nothing was kept.
    fn undone(error: ServerError) -> Self {
        Self::new(Some(Value::Null), vec![error])
    }

    fn showing(self, cost: Option<Cost>) -> Self {
        Self {
            extensions: cost.map(|cost| Extensions { cost }),
            ..self
        }
    }
}

/// A document that was read and is not too large.
pub(super) struct Prepared {
    pub(super) document: Arc<Document>,
    /// It was found valid before.
    is_known: bool,
    pub(super) params: Params,
}

/// Reads the document, unless it is known.
pub(super) fn prepare(door: &Door, params: Params) -> Result<Prepared> {
    let operation_name = params.operation_name.as_deref();
    if let Some(document) = door.documents.find(&params.query, operation_name) {
        return Ok(Prepared {
            document,
            is_known: true,
            params,
        });
    }
    limits::check_text(&params.query)?;
    let parsed = parse_query(&params.query).map_err(|error| {
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
    let may_wait = limits::check(&parsed, &door.limits)?;
    Ok(Prepared {
        document: Arc::new(Document { parsed, may_wait }),
        is_known: false,
        params,
    })
}

impl Prepared {
    /// What the log tells of the operation that would run: its kind, and its name, cut short.
    pub(super) fn label(&self) -> Option<(&'static str, Option<&str>)> {
        let asked = self.params.operation_name.as_deref();
        let kind = match operation(&self.document.parsed, asked)?.ty {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
        // Whoever names none has sent but one.
        let only = || self.document.parsed.operations.iter().next()?.0;
        let name = asked.or_else(|| only().map(|name| name.as_str()));
        // The syntax allows letters, digits and _ of ASCII alone.
        Some((kind, name.map(|name| &name[..name.len().min(MAX_LABEL)])))
    }

    /// Whether the operation that would run only reads. One that cannot be found does nothing at all.
    pub(super) fn only_reads(&self) -> bool {
        operation(&self.document.parsed, self.params.operation_name.as_deref())
            .is_none_or(|operation| operation.ty == OperationType::Query)
    }

    /// Whether the operation that would run tells what happens as it happens.
    pub(super) fn is_subscription(&self) -> bool {
        operation(&self.document.parsed, self.params.operation_name.as_deref())
            .is_some_and(|operation| operation.ty == OperationType::Subscription)
    }

    /// Validates and executes it. `place` says which request of a batch it is.
    pub(super) async fn execute(self, door: &Door, terms: &Terms, place: Option<usize>) -> Reply {
        let running = Running::new(&self);
        let reply = self.run(door, terms, place).await;
        running.answered(door, &terms.actor.entry, &reply);
        reply
    }

    async fn run(self, door: &Door, terms: &Terms, place: Option<usize>) -> Reply {
        // How changes are made is nothing to a document that makes none.
        let options = match self.only_reads() {
            true => &Options::default(),
            false => &terms.options,
        };
        let Self {
            document,
            is_known,
            params,
        } = self;
        let Params {
            query,
            operation_name,
            variables: given,
        } = params;
        let operation_name = operation_name.as_deref();
        let request_id = terms.actor.request_id.as_deref();
        // Of a document that is known, the schema that trusts documents, as long as the variables leave no doubt.
        let mut schema = &door.schema;
        let mut shown = None;
        let variables = match operation(&document.parsed, operation_name) {
            Some(operation) => {
                let variables = match variables::coerce(operation, given) {
                    Ok(variables) => variables,
                    Err(error) => return Reply::failed(&error, request_id),
                };
                let requested = cost::of(&door.types, &document.parsed, operation, &variables);
                let allowed = door.limits.cost;
                shown = terms.show_cost.then_some(Cost { requested, allowed });
                if let Err(error) = cost::check(requested, allowed) {
                    return Reply::failed(&error, request_id).showing(shown);
                }
                if is_known && variables::are_surely_valid(&door.types, operation, &variables) {
                    schema = &door.trusting;
                } else if let Some(refused) = arguments::refuse(
                    &door.types,
                    &document.parsed,
                    operation,
                    &variables,
                    request_id,
                ) {
                    return refused.showing(shown);
                }
                variables
            }
            // The library says what is wrong with the name.
            None => given,
        };
        let switches = switches(&variables);
        let mut request = Request::new(String::new()).variables(variables);
        request.operation_name = operation_name.map(str::to_owned);
        request.set_parsed_query(document.parsed.clone());
        let schema = schema.clone();
        let work = move |session| respond(schema, request, session, place);
        let done = door.app.serve(&terms.actor, options, work).await;
        let Done {
            response,
            failed,
            is_replay,
        } = match done {
            Ok(done) => done,
            Err(error) => return Reply::undone(of_request(&error, request_id)).showing(shown),
        };
        // A field's error has a path; one without a path kept the request from being executed.
        let was_executed = response.errors.iter().all(|error| !error.path.is_empty());
        let mut errors = response.errors.into_iter().take(MAX_ERRORS);
        if !was_executed {
            let errors = errors.map(|error| told(error, request_id)).collect();
            return Reply::new(None, errors).showing(shown);
        }
        if !is_known {
            door.documents
                .keep(&query, operation_name, document.clone());
        }
        if options.atomic {
            let failed = failed.map(|failed| of_field(&failed.path, &failed.error, request_id));
            let first = failed.or_else(|| Some(told(errors.next()?, request_id)));
            if let Some(error) = first {
                return Reply::undone(error).showing(shown);
            }
        }
        let errors: Vec<_> = errors.map(|error| told(error, request_id)).collect();
        let is_whole = errors.is_empty() && !document.may_wait;
        let data = if is_whole {
            response.data
        } else {
            let parsed = &document.parsed;
            complete(
                &door.types,
                parsed,
                operation_name,
                &switches,
                response.data,
            )
        };
        Reply {
            is_replay,
            ..Reply::new(Some(data), errors).showing(shown)
        }
    }
}

/// Those of the variables that can leave fields out: all others may be large, and are the execution's alone.
fn switches(variables: &Variables) -> Variables {
    let mut switches = Variables::default();
    for (name, value) in variables.iter() {
        if let Value::Boolean(_) = value {
            switches.insert(name.clone(), value.clone());
        }
    }
    switches
}

/// What the library made of a request, and what became of its changes.
struct Done {
    response: Response,
    failed: Option<Failed>,
    is_replay: bool,
}

async fn respond(schema: Schema, request: Request, session: Session, place: Option<usize>) -> Done {
    let level = Level::default();
    let request = request.data(RequestContext::new(&session, place, &level));
    let response = level.serve(schema.execute(request)).await;
    // All or nothing: who cannot be told what became of his changes shall find none.
    if !response.errors.is_empty() {
        session.give_up();
    }
    Done {
        response,
        failed: session.failed(),
        is_replay: session.is_replay(),
    }
}
