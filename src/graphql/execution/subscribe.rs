//! Execution of one subscription, with the limits, error handling and null propagation of a single
//! request.

use async_graphql::{Response, parser::types::OperationDefinition};
use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};

use crate::{
    access::Actor,
    graphql::resolver::{context::RequestContext, loaders::Level},
};

use super::{
    complete::complete,
    error::told,
    execute::{MAX_ERRORS, Prepared, Ready, Reply},
    state::GraphqlState,
};

impl Prepared {
    /// Executes the subscription: sends a response for each event, or one response with the errors
    /// that prevent execution.
    pub(crate) fn subscribe(
        mut self,
        door: &GraphqlState,
        actor: &Actor,
    ) -> BoxStream<'static, Reply> {
        let request_id = actor.request_id.as_deref();
        let ready = match self.ready(door, request_id, false) {
            Ok(ready) => ready,
            Err(refused) => return stream::iter([refused]).boxed(),
        };
        let Ready {
            operation, request, ..
        } = ready;
        let level = Level::default();
        let session = door.app.session(actor);
        let request = request.data(RequestContext::new(&session, None, &level));
        let responses = door.schema.execute_stream(request).boxed();
        let (door, actor) = (door.clone(), actor.clone());
        let replies = stream::unfold(responses, move |mut responses| {
            let level = level.clone();
            async move {
                let next = level.serve(responses.next()).await?;
                Some((next, responses))
            }
        });
        let reply = move |response| {
            let request_id = actor.request_id.as_deref();
            reply(&door, &operation, request_id, response)
        };
        replies.map(reply).boxed()
    }
}

fn reply(
    door: &GraphqlState,
    operation: &OperationDefinition,
    request_id: Option<&str>,
    response: Response,
) -> Reply {
    // An error of a field has a path. An error without a path means that nothing was executed.
    let was_executed = response.errors.iter().all(|error| !error.path.is_empty());
    let errors = response.errors.into_iter().take(MAX_ERRORS);
    let errors: Vec<_> = errors.map(|error| told(error, request_id)).collect();
    let data = || complete(&door.types, operation, response.data);
    Reply::new(was_executed.then(data), errors)
}
