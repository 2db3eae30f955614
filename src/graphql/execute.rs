//! One GraphQL request against the schema: limits, execution, errors, nulls.

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
};

use super::{
    GraphqlState, Schema, arguments,
    complete::complete,
    context::RequestContext,
    cost,
    document::{Document, Operation},
    error::{of_field, of_request, told},
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
    /// None: the client asks first whether the document is known by its hash, as Apollo's clients do.
    pub(super) query: Option<String>,
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
pub(super) struct ExecutionOptions {
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
    /// Its operation was executed before.
    is_known: bool,
    params: Params,
}

/// Reads the document, unless it is known.
pub(super) fn prepare(door: &GraphqlState, params: Params) -> Result<Prepared> {
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

/// An operation that can be executed.
pub(super) struct Ready {
    pub(super) operation: Arc<OperationDefinition>,
    pub(super) request: Request,
    /// What it costs, if the reply shows that.
    cost: Option<Cost>,
}

impl Prepared {
    fn operation(&self) -> Option<&Operation> {
        self.document.operation.as_ref().ok()
    }

    /// What the log tells of the operation that would run: its kind, and its name, cut short.
    pub(super) fn label(&self) -> Option<(&'static str, Option<&str>)> {
        let operation = self.operation()?;
        let kind = match operation.ty {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
        // The syntax allows letters, digits and _ of ASCII alone.
        let name = operation.name.as_deref();
        Some((kind, name.map(|name| &name[..name.len().min(MAX_LABEL)])))
    }

    /// Whether the operation that would run only reads. One that cannot be found does nothing at all.
    pub(super) fn only_reads(&self) -> bool {
        self.operation()
            .is_none_or(|operation| operation.ty == OperationType::Query)
    }

    /// Whether the operation that would run tells what happens as it happens.
    pub(super) fn is_subscription(&self) -> bool {
        self.operation()
            .is_some_and(|operation| operation.ty == OperationType::Subscription)
    }

    /// Whether a reply without errors needs no completion.
    fn is_whole(&self) -> bool {
        let is_conditional = self.operation().is_some_and(Operation::is_conditional);
        !is_conditional && !self.document.may_wait
    }

    /// Checks the document, the variables and the cost.
    ///
    /// # Errors
    /// The reply that says why nothing is executed.
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

    /// Validates and executes it. `place` says which request of a batch it is.
    pub(super) async fn execute(
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
        // How changes are made is nothing to a document that makes none.
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
        // A field's error has a path; one without a path kept the request from being executed.
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

/// A document with this operation alone.
fn executable(operation: &OperationDefinition) -> ExecutableDocument {
    let operation = Positioned::new(operation.clone(), Pos::default());
    ExecutableDocument {
        operations: DocumentOperations::Single(operation),
        fragments: HashMap::new(),
    }
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
