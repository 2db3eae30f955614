//! The steps before execution, which are the same for queries, mutations and subscriptions: find or
//! parse the document, and check its operation, its variables, its arguments and its cost.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Pos, Positioned, Request, Variables,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
};

use crate::{
    access::Actor,
    error::{Code, Error, Result},
};

use super::{
    arguments, cost,
    document::{Document, Operation},
    error::response_errors,
    measure::REQUEST,
    reply::{Cost, Reply},
    state::GraphqlState,
    variables,
};

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

/// A parsed document within the size limits, with its request.
pub(crate) struct Prepared {
    pub(super) document: Arc<Document>,
    /// Whether the operation was executed before.
    is_known: bool,
    params: Params,
}

/// An operation that passed all checks.
pub(super) struct Checked {
    pub(super) operation: Arc<OperationDefinition>,
    pub(super) request: Request,
    /// The cost, if the reply contains it.
    pub(super) cost: Option<Cost>,
    /// Whether a response without errors needs no completion.
    pub(super) is_whole: bool,
}

/// Finds the document in the cache, or parses it.
///
/// # Errors
///
/// `PERSISTED_QUERY_NOT_SUPPORTED` without a document, and the errors of [`Document::read`].
pub(crate) fn prepare(state: &GraphqlState, params: Params) -> Result<Prepared> {
    let operation_name = params.operation_name.as_deref();
    let Some(query) = &params.query else {
        // Clients compare this message or the code, and then send the document.
        let message = "PersistedQueryNotSupported";
        return Err(Error::new(Code::PersistedQueryNotSupported, message));
    };
    let found = state.documents.find(query, operation_name);
    let is_known = found.is_some();
    let document = match found {
        Some(document) => document,
        None => {
            let document = Document::read(&state.definition, &state.limits, query, operation_name)?;
            Arc::new(document)
        }
    };
    Ok(Prepared {
        document,
        is_known,
        params,
    })
}

/// Creates the reply to a request that is not executed, and counts its error.
pub(crate) fn refuse(actor: &Actor, error: &Error) -> Reply {
    actor.entry.failed(REQUEST, error.code());
    Reply::failed(error, actor.request_id.as_deref())
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

    /// Checks the document, the variables, the arguments and the cost.
    ///
    /// # Errors
    ///
    /// The reply with the errors that prevent execution.
    #[expect(clippy::result_large_err, reason = "once for each request")]
    pub(super) fn check(
        &mut self,
        state: &GraphqlState,
        request_id: Option<&str>,
        show_cost: bool,
    ) -> Result<Checked, Reply> {
        let failed = |error: &Error| Reply::failed(error, request_id);
        let invalid = || {
            let errors = response_errors(self.document.errors.iter().cloned(), request_id);
            (!errors.is_empty()).then(|| Reply::refused(errors))
        };
        let operation = match &self.document.operation {
            Ok(operation) => operation,
            Err(error) => return Err(invalid().unwrap_or_else(|| failed(error))),
        };
        let given = std::mem::take(&mut self.params.variables);
        let variables =
            variables::coerce(&operation.whole, given).map_err(|error| failed(&error))?;
        let is_surely_valid = self.is_known
            && variables::are_surely_valid(&state.types, &operation.whole, &variables);
        if !is_surely_valid {
            let errors = arguments::check(&state.types, &operation.whole, &variables);
            if !errors.is_empty() {
                return Err(Reply::refused(response_errors(errors, request_id)));
            }
        }
        if let Some(invalid) = invalid() {
            return Err(invalid);
        }
        let selected = operation.selected(&state.definition, &variables);
        let selected = selected.map_err(|error| failed(&error))?;
        let requested = cost::of(&state.types, &selected, &variables);
        let allowed = state.limits.cost;
        let cost = show_cost.then_some(Cost { requested, allowed });
        if let Err(error) = cost::check(requested, allowed) {
            return Err(failed(&error).with_cost(cost));
        }
        let mut request = Request::new(String::new()).variables(variables);
        request.set_parsed_query(executable(&selected));
        Ok(Checked {
            operation: selected,
            request,
            cost,
            is_whole: operation.is_whole() && !self.document.may_wait,
        })
    }

    /// Stores the document in the cache, unless it came from there.
    pub(super) fn keep(&self, state: &GraphqlState) {
        if !self.is_known
            && let Some(query) = &self.params.query
        {
            let operation_name = self.params.operation_name.as_deref();
            let document = self.document.clone();
            state.documents.keep(query, operation_name, document);
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
