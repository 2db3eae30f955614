//! Changes that share a transaction.

use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use tracing::Span;

use crate::{access::Actor, app::transaction::Work, db::Meter, domain::Tx, error::Result};

use super::queue::Waiting;

/// Changes that share a transaction.
pub(super) struct Batch {
    pub(super) changes: Vec<Box<dyn Waiting>>,
    pub(super) lock_timeout: Option<Duration>,
    pub(super) meter: Meter,
    pub(super) started: Instant,
}

impl Batch {
    pub(super) fn span(&self) -> Span {
        match &*self.changes {
            [change] => change.span().clone(),
            changes => {
                let span = tracing::debug_span!("batch", changes = changes.len());
                for change in changes {
                    span.follows_from(change.span());
                }
                span
            }
        }
    }

    /// Charges each request with its part of the statements, and with the whole time that it waited.
    pub(super) fn charge(&self) {
        let changes = self.changes.len() as u64;
        let (part, rest) = (
            self.meter.statements() / changes,
            self.meter.statements() % changes,
        );
        let time = match changes {
            1 => self.meter.time(),
            _ => self.started.elapsed(),
        };
        for (place, change) in self.changes.iter().enumerate() {
            let more = u64::from((place as u64) < rest);
            change.actor().meter.charge(part + more, time);
        }
    }
}

impl Work for Batch {
    fn actor(&self) -> Actor {
        let mut actor = self.changes[0].actor().clone();
        actor.meter = self.meter.clone();
        actor
    }

    fn operations(&self) -> Vec<&'static str> {
        self.changes.iter().map(|change| change.name()).collect()
    }

    fn lock_timeout(&self) -> Option<Duration> {
        self.lock_timeout
    }

    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            tx.decide_together(&mut self.changes).await?;
            match &*self.changes {
                [change] => change.failed_before_others().map_or(Ok(()), Err),
                _ => Ok(()),
            }
        })
    }
}
