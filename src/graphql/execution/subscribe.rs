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
        door: &GraphqlState,
        actor: &Actor,
    ) -> BoxStream<'static, Reply> {
        let Checked {
            operation,
            request,
            is_whole,
            ..
        } = match self.check(door, actor.request_id.as_deref(), false) {
            Ok(checked) => checked,
            Err(refused) => return stream::iter([refused]).boxed(),
        };
        let responses = door.schema.subscribe(request, &door.app.session(actor));
        let (door, request_id) = (door.clone(), actor.request_id.clone());
        let reply = move |response| {
            let request_id = request_id.as_deref();
            reply_to(&door.types, &operation, is_whole, response, request_id)
        };
        responses.map(reply).boxed()
    }
}
