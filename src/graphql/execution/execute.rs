//! The execution of one GraphQL request: limits, execution, errors and nulls.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Pos, Positioned, Request, Response, ServerError, Value, Variables,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
};
use serde::Serialize;

use crate::{
    access::Actor,
    app::{Failed, Options, Session},
    error::{Code, Error, Result},
    graphql::{
        resolver::{context::RequestContext, loaders::Level},
        schema::Schema,
    },
};

use super::{
    arguments,
    complete::complete,
    cost,
    document::{Document, Operation},
    error::{of_field, of_request, told},
    measure::Running,
    state::GraphqlState,
    variables,
};

/// The maximum number of errors in a response.
pub(super) const MAX_ERRORS: usize = 100;
/// The maximum number of characters of an operation's name in the log.
const MAX_LABEL: usize = 64;

/// The parameters of a GraphQL request.
#[derive(Debug)]
pub(crate) struct Params {
    /// `None` if the client sends only the hash of the document first, as Apollo's clients do.
    pub(crate) query: Option<String>,
    pub(crate) operation_name: Option<String>,
    pub(crate) variables: Variables,
}

/// The response to a GraphQL request.
#[derive(Debug, Serialize)]
pub(crate) struct Reply {
    /// `None` if nothing was executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) extensions: Option<Extensions>,
    /// Whether an earlier request made all the changes.
    #[serde(skip)]
    pub(crate) is_replay: bool,
}

/// The caller, and the options of the execution.
pub(crate) struct ExecutionOptions {
    pub(crate) actor: Actor,
    pub(crate) options: Options,
    /// Whether the response contains the cost.
    pub(crate) show_cost: bool,
}

/// The `extensions` of a response.
#[derive(Debug, Serialize)]
pub(crate) struct Extensions {
    pub(crate) cost: Cost,
}

/// The cost of the request, and the allowed cost.
#[derive(Debug, Serialize)]
pub(crate) struct Cost {
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

    /// Creates a response for a request that was not executed.
    pub(crate) fn failed(error: &Error, request_id: Option<&str>) -> Self {
        Self::new(None, vec![of_request(error, request_id)])
    }

    /// Creates a response for a request whose changes were rolled back.
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

/// A parsed document within the size limits, with its request.
pub(crate) struct Prepared {
    pub(super) document: Arc<Document>,
    /// Whether the operation was executed before.
    is_known: bool,
    params: Params,
}

/// Parses the document, unless the cache has it.
pub(crate) fn prepare(door: &GraphqlState, params: Params) -> Result<Prepared> {
    let operation_name = params.operation_name.as_deref();
    let Some(query) = &params.query else {
        // Clients compare this message or the code, and then send the document.
        let message = "PersistedQueryNotSupported";
        return Err(Error::new(Code::PersistedQueryNotSupported, message));
    };
    if let Some(document) = door.documents.find(query, operation_name) {
        return Ok(Prepared {
            document,
            is_known: true,
            params,
        });
    }
    let document = Document::read(&door.definition, &door.limits, query, operation_name)?;
    Ok(Prepared {
        document: Arc::new(document),
        is_known: false,
        params,
    })
}

/// An operation that is ready to be executed.
pub(super) struct Ready {
    pub(super) operation: Arc<OperationDefinition>,
    pub(super) request: Request,
    /// The cost, if the response contains it.
    cost: Option<Cost>,
}

impl Prepared {
    fn operation(&self) -> Option<&Operation> {
        self.document.operation.as_ref().ok()
    }

    /// Returns the kind and the truncated name of the operation, for the log.
    pub(crate) fn label(&self) -> Option<(&'static str, Option<&str>)> {
        let operation = self.operation()?;
        let kind = match operation.ty {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
        // Names contain only ASCII letters, digits and `_`, so the slice is valid.
        let name = operation.name.as_deref();
        Some((kind, name.map(|name| &name[..name.len().min(MAX_LABEL)])))
    }

    /// Returns whether the operation only reads. An operation that cannot be found does nothing.
    pub(crate) fn only_reads(&self) -> bool {
        self.operation()
            .is_none_or(|operation| operation.ty == OperationType::Query)
    }

    /// Returns whether the operation is a subscription.
    pub(crate) fn is_subscription(&self) -> bool {
        self.operation()
            .is_some_and(|operation| operation.ty == OperationType::Subscription)
    }

    /// Returns whether a response without errors needs no completion.
    fn is_whole(&self) -> bool {
        let is_conditional = self.operation().is_some_and(Operation::is_conditional);
        !is_conditional && !self.document.may_wait
    }

    /// Checks the document, the variables and the cost.
    ///
    /// # Errors
    ///
    /// The response with the errors that prevent execution.
    #[expect(clippy::result_large_err, reason = "once for each request")]
    pub(super) fn ready(
        &mut self,
        door: &GraphqlState,
        request_id: Option<&str>,
        show_cost: bool,
    ) -> Result<Ready, Reply> {
        let failed = |error: &Error| Reply::failed(error, request_id);
        let invalid = || {
            let errors = self.document.errors.iter().cloned();
            let errors: Vec<_> = errors.map(|error| told(error, request_id)).collect();
            (!errors.is_empty()).then(|| Reply::new(None, errors))
        };
        let operation = match &self.document.operation {
            Ok(operation) => operation,
            Err(error) => return Err(invalid().unwrap_or_else(|| failed(error))),
        };
        let given = std::mem::take(&mut self.params.variables);
        let variables =
            variables::coerce(&operation.whole, given).map_err(|error| failed(&error))?;
        let is_sure =
            self.is_known && variables::are_surely_valid(&door.types, &operation.whole, &variables);
        if !is_sure
            && let Some(refused) =
                arguments::refuse(&door.types, &operation.whole, &variables, request_id)
        {
            return Err(refused);
        }
        if let Some(invalid) = invalid() {
            return Err(invalid);
        }
        let selected = operation.selected(&door.definition, &variables);
        let operation = selected.map_err(|error| failed(&error))?;
        let requested = cost::of(&door.types, &operation, &variables);
        let allowed = door.limits.cost;
        let shown = show_cost.then_some(Cost { requested, allowed });
        if let Err(error) = cost::check(requested, allowed) {
            return Err(failed(&error).showing(shown));
        }
        let mut request = Request::new(String::new()).variables(variables);
        request.set_parsed_query(executable(&operation));
        Ok(Ready {
            operation,
            request,
            cost: shown,
        })
    }

    /// Validates and executes the request. `place` is its position in a batch of requests.
    pub(crate) async fn execute(
        self,
        door: &GraphqlState,
        terms: &ExecutionOptions,
        place: Option<usize>,
    ) -> Reply {
        let running = Running::new(&self);
        let reply = self.run(door, terms, place).await;
        running.answered(door, &terms.actor.entry, &reply);
        reply
    }

    async fn run(
        mut self,
        door: &GraphqlState,
        terms: &ExecutionOptions,
        place: Option<usize>,
    ) -> Reply {
        // Options for changes do not apply to a document that only reads.
        let options = match self.only_reads() {
            true => &Options::default(),
            false => &terms.options,
        };
        let request_id = terms.actor.request_id.as_deref();
        let ready = match self.ready(door, request_id, terms.show_cost) {
            Ok(ready) => ready,
            Err(refused) => return refused,
        };
        let Ready {
            operation,
            request,
            cost: shown,
        } = ready;
        let schema = door.schema.clone();
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
        // An error of a field has a path. An error without a path means that nothing was executed.
        let was_executed = response.errors.iter().all(|error| !error.path.is_empty());
        let mut errors = response.errors.into_iter().take(MAX_ERRORS);
        if !was_executed {
            let errors = errors.map(|error| told(error, request_id)).collect();
            return Reply::new(None, errors).showing(shown);
        }
        if !self.is_known
            && let Some(query) = &self.params.query
        {
            let operation_name = self.params.operation_name.as_deref();
            let document = self.document.clone();
            door.documents.keep(query, operation_name, document);
        }
        if options.atomic {
            let failed = failed.map(|failed| of_field(&failed.path, &failed.error, request_id));
            let first = failed.or_else(|| Some(told(errors.next()?, request_id)));
            if let Some(error) = first {
                return Reply::undone(error).showing(shown);
            }
        }
        let errors: Vec<_> = errors.map(|error| told(error, request_id)).collect();
        let data = match errors.is_empty() && self.is_whole() {
            true => response.data,
            false => complete(&door.types, &operation, response.data),
        };
        Reply {
            is_replay,
            ..Reply::new(Some(data), errors).showing(shown)
        }
    }
}

/// Returns a document with only this operation.
fn executable(operation: &OperationDefinition) -> ExecutableDocument {
    let operation = Positioned::new(operation.clone(), Pos::default());
    ExecutableDocument {
        operations: DocumentOperations::Single(operation),
        fragments: HashMap::new(),
    }
}

/// The library's response to a request, and the outcome of its changes.
struct Done {
    response: Response,
    failed: Option<Failed>,
    is_replay: bool,
}

async fn respond(schema: Schema, request: Request, session: Session, place: Option<usize>) -> Done {
    let level = Level::default();
    let request = request.data(RequestContext::new(&session, place, &level));
    let response = level.serve(schema.execute(request)).await;
    // An atomic request with errors in its response is rolled back, because the client would not
    // see the results of its changes.
    if !response.errors.is_empty() {
        session.give_up();
    }
    Done {
        response,
        failed: session.failed(),
        is_replay: session.is_replay(),
    }
}
