//! A waiting change: an operation, and the caller who waits for the reply.

use std::sync::Arc;

use tokio::sync::oneshot;
use tracing::Span;

use crate::{
    access::Actor,
    domain::{
        Decision, Keys, Member, Operation, Stop, World,
        idempotency::{self, Executed, KeyedChange},
    },
    error::{Error, Result},
};

use super::queue::Waiting;

/// An operation whose caller waits for the reply.
pub(super) struct Caller<O: Operation> {
    pub(super) actor: Actor,
    pub(super) operation: O,
    pub(super) key: Option<KeyedChange>,
    pub(super) span: Span,
    pub(super) decided: Option<Result<Executed<O::Output>>>,
    pub(super) reply: Option<oneshot::Sender<Result<Executed<O::Output>>>>,
    /// Counts this change as one without a reply.
    pub(super) held_unanswered: Option<Arc<()>>,
}

impl<O: Operation> Member for Caller<O> {
    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn reads(&self, world: &World, keys: &mut Keys) {
        if let Some(change) = self.operation.change() {
            change.reads(world, keys);
        }
        if let Some(key) = &self.key {
            key.reads(keys);
        }
    }

    fn decide(&mut self, world: &mut World) -> Decision<()> {
        let Some(change) = self.operation.change() else {
            return Ok(());
        };
        let key = self.key.as_ref();
        let decide = || idempotency::decide(world, change, key);
        self.decided = Some(match self.span.in_scope(decide) {
            Ok(executed) => Ok(executed),
            Err(Stop::Refused(error)) => Err(error),
            Err(needs) => return Err(needs),
        });
        Ok(())
    }
}

impl<O: Operation> Waiting for Caller<O> {
    fn reply(&mut self, failed: Option<&Error>) {
        let outcome = match failed {
            Some(error) => Some(Err(error.clone())),
            None => self.decided.take(),
        };
        if let (Some(reply), Some(outcome)) = (self.reply.take(), outcome) {
            // The caller may have disconnected.
            reply.send(outcome).ok();
        }
    }

    fn failed_before_others(&self) -> Option<Error> {
        let failed = self.decided.as_ref()?.as_ref().err()?;
        failed.is_worth_another_try().then(|| failed.clone())
    }

    fn name(&self) -> &'static str {
        O::NAME
    }

    fn span(&self) -> &Span {
        &self.span
    }

    fn hold(&mut self, unanswered: Arc<()>) {
        self.held_unanswered = Some(unanswered);
    }
}
