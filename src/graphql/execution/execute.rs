//! The execution of one query or mutation.

use std::sync::Arc;

use async_graphql::{Request, Response};

use crate::{
    access::Actor,
    app::{Failed, Options, Session},
};

use super::{
    complete::{reply_to, was_executed},
    error::{field_error, request_error, response_error},
    executable_schema::ExecutableSchema,
    measure::Running,
    prepare::{Checked, Prepared},
    reply::Reply,
    state::GraphqlState,
};

/// The caller, and the options of the execution.
pub(crate) struct ExecutionOptions {
    pub(crate) actor: Actor,
    pub(crate) options: Options,
    /// Whether the reply contains the cost.
    pub(crate) show_cost: bool,
}

/// The library's response to a request, and the outcome of its changes.
struct Done {
    response: Response,
    failed: Option<Failed>,
    is_replay: bool,
}

impl Prepared {
    /// Checks and executes the request. `place` is its position in a batch of requests.
    pub(crate) async fn execute(
        self,
        state: &GraphqlState,
        execution: &ExecutionOptions,
        place: Option<usize>,
    ) -> Reply {
        let running = Running::new(self.document.clone());
        let reply = self.run(state, execution, place).await;
        running.answered(state, &execution.actor.entry, &reply);
        reply
    }

    async fn run(
        mut self,
        state: &GraphqlState,
        execution: &ExecutionOptions,
        place: Option<usize>,
    ) -> Reply {
        // Options for changes do not apply to a document that only reads.
        let options = match self.only_reads() {
            true => &Options::default(),
            false => &execution.options,
        };
        let request_id = execution.actor.request_id.as_deref();
        let Checked {
            operation,
            request,
            cost,
            is_whole,
        } = match self.check(state, request_id, execution.show_cost) {
            Ok(checked) => checked,
            Err(reply) => return reply,
        };
        let schema = state.schema.clone();
        let work = move |session| respond(schema, request, session, place);
        let done = state.app.serve(&execution.actor, options, work).await;
        let Done {
            response,
            failed,
            is_replay,
        } = match done {
            Ok(done) => done,
            Err(error) => {
                return Reply::rolled_back(request_error(&error, request_id)).with_cost(cost);
            }
        };
        let was_executed = was_executed(&response);
        if was_executed {
            self.keep(state);
        }
        if was_executed && options.atomic {
            let failed = failed.map(|failed| field_error(&failed.path, &failed.error, request_id));
            let first = || Some(response_error(response.errors.first()?.clone(), request_id));
            if let Some(error) = failed.or_else(first) {
                return Reply::rolled_back(error).with_cost(cost);
            }
        }
        let reply = reply_to(&state.types, &operation, is_whole, response, request_id);
        let reply = reply.with_cost(cost);
        match is_replay {
            true => reply.replayed(),
            false => reply,
        }
    }
}

async fn respond(
    schema: Arc<dyn ExecutableSchema>,
    request: Request,
    session: Session,
    place: Option<usize>,
) -> Done {
    let response = schema.run(request, &session, place).await;
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
