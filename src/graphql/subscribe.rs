//! One subscription against the schema: the same limits, errors and nulls as for a request that is answered once.

use async_graphql::{Request, Response, Variables};
use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};

use crate::{access::Actor, error::Error};

use super::{
    Door, arguments,
    complete::{complete, operation},
    context::RequestContext,
    cost,
    error::told,
    execute::{MAX_ERRORS, Prepared, Reply},
    loaders::Level,
    variables,
};

impl Prepared {
    /// Validates and executes it: a reply each time that something is told.
    ///
    /// # Errors
    /// Nothing is executed.
    pub(super) fn subscribe(
        self,
        door: &Door,
        actor: &Actor,
    ) -> Result<BoxStream<'static, Reply>, Error> {
        let name = self.params.operation_name.clone();
        let variables = match operation(&self.document.parsed, name.as_deref()) {
            Some(operation) => {
                let variables = variables::coerce(operation, self.params.variables.clone())?;
                let parsed = &self.document.parsed;
                let cost = cost::of(&door.types, parsed, operation, &variables);
                cost::check(cost, door.limits.cost)?;
                let request_id = actor.request_id.as_deref();
                let refused =
                    arguments::refuse(&door.types, parsed, operation, &variables, request_id);
                if let Some(refused) = refused {
                    return Ok(stream::iter([refused]).boxed());
                }
                variables
            }
            // The library says what is wrong with the name.
            None => self.params.variables.clone(),
        };
        let level = Level::default();
        let session = door.app.session(actor);
        let mut request = Request::new(String::new())
            .variables(variables.clone())
            .data(RequestContext::new(&session, None, &level));
        request.operation_name = name;
        request.set_parsed_query(self.document.parsed.clone());
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
            self.reply(&door, &variables, request_id, response)
        };
        Ok(replies.map(reply).boxed())
    }

    fn reply(
        &self,
        door: &Door,
        variables: &Variables,
        request_id: Option<&str>,
        response: Response,
    ) -> Reply {
        // A field's error has a path; one without a path kept it from being executed.
        let was_executed = response.errors.iter().all(|error| !error.path.is_empty());
        let errors = response.errors.into_iter().take(MAX_ERRORS);
        let errors: Vec<_> = errors.map(|error| told(error, request_id)).collect();
        let name = self.params.operation_name.as_deref();
        let parsed = &self.document.parsed;
        let data = || complete(&door.types, parsed, name, variables, response.data);
        Reply::new(was_executed.then(data), errors)
    }
}
