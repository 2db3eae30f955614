//! The search for a serial order of concurrent requests, in which each request has the same
//! outcome.
//!
//! Requests that wrote something are ordered by their events. On PostgreSQL, transactions that
//! overlap in time may be ordered differently from their events, so several orders are tried, each
//! in a new world. A request that wrote nothing can be anywhere between its start and its end: it
//! is put where a dry run has the same reply.

use std::collections::HashMap;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::Engine;

use super::{
    events::Event,
    neighbours::calls,
    requests::{Call, Repeat, Sent, ask},
    twins::{Twins, by_request, outcome, words},
    world::{Step, World},
};

/// The number of orders to try on PostgreSQL.
const ORDERS: u64 = 24;

/// A round of requests that were sent at once.
pub(super) struct Round<'a> {
    pub(super) number: usize,
    pub(super) plan: &'a [Vec<Step>],
    /// The events that created the world of the round, before all requests.
    pub(super) begun: Vec<Event>,
    pub(super) sent: Vec<Sent>,
    pub(super) events: Vec<Event>,
}

/// A request without a position in the order yet.
struct Pending<'a> {
    sent: &'a Sent,
    call: &'a Call,
    events: Option<&'a Vec<&'a Event>>,
    /// The replies of dry runs of the request.
    tried: Vec<Json>,
    /// Whether no change was executed since the last dry run.
    is_tried: bool,
}

impl Round<'_> {
    /// Checks that an order exists, and executes the changes on the second server in this order.
    pub(super) async fn must_have_an_order(&self, twins: &mut Twins) {
        let orders = match twins.together.engine {
            Engine::Sqlite => 1,
            Engine::Postgres => ORDERS,
        };
        let (ids, mut first) = (twins.ids(), None);
        for order in 0..orders {
            match self.try_order(twins, order).await {
                Ok(()) => return,
                Err(failed) => {
                    twins.go_back(ids.clone());
                    first.get_or_insert(failed);
                }
            }
        }
        panic!(
            "no serial order has these replies: {}",
            first.unwrap_or_default()
        );
    }

    /// Executes the requests on the second server in an order. `order` is the seed of the order.
    ///
    /// # Errors
    /// A description of the first difference, or of the requests without a position.
    async fn try_order(&self, twins: &mut Twins, order: u64) -> Result<(), String> {
        let words = words(&format!("{}.{order}", self.number));
        let world = World::new(&twins.alone, &words, &words, self.number).await;
        twins.must_begin_as(&self.begun).await;
        let mut all_calls = HashMap::new();
        for (actor, steps) in self.plan.iter().enumerate() {
            let calls = calls(&world, steps, Repeat::Never).into_iter().enumerate();
            all_calls.extend(calls.map(|(place, call)| (format!("{actor}.{place}.a"), call)));
        }
        let of_requests = by_request(&self.events);
        let pending = |sent| Pending {
            sent,
            call: &all_calls[&sent.id],
            events: of_requests.get(&*sent.id),
            tried: Vec::new(),
            is_tried: false,
        };
        let mut pending: Vec<Pending<'_>> = self.sent.iter().map(pending).collect();
        let first_event = |one: &Pending<'_>| one.events.map_or(Uuid::max(), |all| all[0].id);
        pending.sort_by_key(first_event);
        let mut rng = (order > 0).then(|| StdRng::seed_from_u64(order));
        while !pending.is_empty() {
            let Some(place) = next(twins, &mut pending, rng.as_mut()).await else {
                return Err(explained(&pending));
            };
            let next = pending.remove(place);
            if next.events.is_some() {
                execute(twins, &next).await?;
                pending.iter_mut().for_each(|other| other.is_tried = false);
            }
        }
        Ok(())
    }
}

/// Returns the index of a request that can be next: one that wrote nothing, or else the change with
/// the first events. With `other_order`, another change is chosen at random.
async fn next(
    twins: &Twins,
    pending: &mut [Pending<'_>],
    mut other_order: Option<&mut StdRng>,
) -> Option<usize> {
    let first_reply = pending.iter().map(|one| one.sent.replied).min()?;
    let writing = pending
        .iter()
        .take_while(|one| one.events.is_some())
        .count();
    let mut writers: Vec<usize> = (0..writing).collect();
    // Changes of one transaction stay in the order of their events.
    let transaction = |place: usize| {
        pending[place]
            .events
            .and_then(|all| all[0].transaction.clone())
    };
    writers.retain(|place| {
        let own = transaction(*place);
        own.is_none() || (0..*place).all(|other| transaction(other) != own)
    });
    match (&mut other_order, twins.together.engine) {
        (None, Engine::Sqlite) => writers.truncate(1),
        (None, Engine::Postgres) => {}
        (Some(rng), _) => {
            writers.retain(|place| pending[*place].sent.sent < first_reply);
            if rng.random_bool(0.3) && !writers.is_empty() {
                let first = rng.random_range(0..writers.len());
                writers.rotate_left(first);
            }
        }
    }
    for place in (writing..pending.len()).chain(writers) {
        let one = &mut pending[place];
        if one.sent.sent > first_reply || one.is_tried {
            continue;
        }
        let headers = [("tenantry-dry-run", "true")];
        let reply = ask(&twins.alone, &one.call.sender, &one.call.query, &headers).await;
        if one.fits(twins, &reply) {
            return Some(place);
        }
        one.is_tried = true;
        one.tried.push(reply);
    }
    None
}

impl Pending<'_> {
    /// Returns whether the request can be next if a dry run has this reply.
    fn fits(&self, twins: &Twins, reply: &Json) -> bool {
        // The token is authenticated before the change waits for other changes. In the meantime the
        // user of the token may be suspended or deleted.
        let was_authenticated = reply.is_null() && self.tried.iter().any(|reply| !reply.is_null());
        let rows = self.sent.reply["rows"].as_array().into_iter().flatten();
        let mut codes = std::iter::once(&self.sent.reply)
            .chain(rows)
            .filter_map(|outcome| outcome["code"].as_str())
            .peekable();
        let is_without_rights = codes.peek().is_some()
            && codes.all(|code| code == "FORBIDDEN" || code.ends_with("_NOT_FOUND"));
        twins.are_alike(&self.sent.reply, reply) || was_authenticated && is_without_rights
    }
}

/// Executes a change on the second server.
///
/// # Errors
/// Both outcomes, if they differ.
async fn execute(twins: &mut Twins, change: &Pending<'_>) -> Result<(), String> {
    let (sent, call) = (change.sent, change.call);
    let headers = [("x-request-id", &*sent.id)];
    let reply = ask(&twins.alone, &call.sender, &call.query, &headers).await;
    let events = twins.events_alone().await;
    let written = events.iter().collect();
    let (here, there) = (
        outcome(&sent.reply, change.events),
        outcome(&reply, Some(&written)),
    );
    let alike = twins.must_be_alike(&here, &there);
    alike.map_err(|differ| format!("{}\n{differ}", sent.query))
}

/// Describes the requests that have no position.
fn explained(pending: &[Pending<'_>]) -> String {
    let of = |one: &Pending<'_>| {
        let content = |events: &Vec<&Event>| events.iter().map(|event| event.content()).collect();
        let events: Option<Vec<Json>> = one.events.map(content);
        json!({
            "query": one.sent.query,
            "by": [one.sent.sender.kind, one.sent.sender.user, one.sent.sender.org],
            "sentAndReplied": [one.sent.sent, one.sent.replied],
            "reply": one.sent.reply,
            "events": events,
            "dryRuns": one.tried,
        })
    };
    let pending: Vec<Json> = pending.iter().map(of).collect();
    format!("{:#}", Json::Array(pending))
}
