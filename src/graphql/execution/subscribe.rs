//! The execution of one subscription.

use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};

use crate::access::Actor;

use super::{
    complete::reply_to,
    prepare::{Checked, Prepared},
    reply::Reply,
    state::GraphqlState,
};

impl Prepared {
    /// Checks and executes the subscription: sends a reply for each event, or one reply with the
    /// errors that prevent execution.
    pub(crate) fn subscribe(
        mut self,
        state: &GraphqlState,
        actor: &Actor,
    ) -> BoxStream<'static, Reply> {
        let Checked {
            operation,
            request,
            is_whole,
            ..
        } = match self.check(state, actor.request_id.as_deref(), false) {
            Ok(checked) => checked,
            Err(reply) => return stream::iter([reply]).boxed(),
        };
        let responses = state.schema.subscribe(request, &state.app.session(actor));
        let (state, request_id) = (state.clone(), actor.request_id.clone());
        let reply = move |response| {
            let request_id = request_id.as_deref();
            reply_to(&state.types, &operation, is_whole, response, request_id)
        };
        responses.map(reply).boxed()
    }
}
