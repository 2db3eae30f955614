//! The requests of a round, and checks of their replies, events and idempotency keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{TestApp, With};

use super::events::Event;

/// A token, and the user who has it.
#[derive(Clone)]
pub(super) struct Sender {
    pub(super) secret: String,
    pub(super) token: Uuid,
    /// `root` or `token`.
    pub(super) kind: &'static str,
    pub(super) user: Option<Uuid>,
    /// The org of a token that belongs to an org.
    pub(super) org: Option<Uuid>,
}

/// How often a change is sent, and whether it has an idempotency key.
#[derive(Clone, Copy)]
pub(super) enum Repeat {
    /// Once, without an idempotency key.
    Never,
    /// Twice with the same key, the second time after the reply to the first.
    Afterwards,
    /// Twice with the same key at the same time.
    AtOnce,
}

/// A change to send.
pub(super) struct Call {
    pub(super) sender: Sender,
    pub(super) query: String,
    pub(super) repeat: Repeat,
}

/// A request that got its reply.
pub(super) struct Sent {
    pub(super) id: String,
    /// The call of the request. This is also its idempotency key, if it has one.
    call: String,
    has_key: bool,
    pub(super) sender: Sender,
    pub(super) query: String,
    /// The time at which the request was sent, counted in requests and replies of the round.
    pub(super) sent: u64,
    /// The time of the reply, counted likewise.
    pub(super) replied: u64,
    /// The value of the mutation's field. Null if the token was refused.
    pub(super) reply: Json,
}

impl Sent {
    /// Returns whether the change succeeded.
    pub(super) fn succeeded(&self) -> bool {
        self.reply["result"].is_string() && self.reply["result"] != "error"
    }

    /// Returns the error code, or else the result.
    pub(super) fn word(&self) -> Option<&str> {
        self.reply["code"]
            .as_str()
            .or(self.reply["result"].as_str())
    }
}

/// Sends the calls of one task, one after another.
pub(super) async fn work(
    app: &TestApp,
    clock: &AtomicU64,
    task: String,
    calls: Vec<Call>,
) -> Vec<Sent> {
    let mut all = Vec::new();
    for (place, call) in calls.iter().enumerate() {
        let name = format!("{task}.{place}");
        let first = send(app, clock, call, &name, "a");
        let second = send(app, clock, call, &name, "b");
        match call.repeat {
            Repeat::Never => all.push(first.await),
            Repeat::Afterwards => all.extend([first.await, second.await]),
            Repeat::AtOnce => all.extend(<[Sent; 2]>::from(futures_util::join!(first, second))),
        }
    }
    all
}

async fn send(app: &TestApp, clock: &AtomicU64, call: &Call, name: &str, copy: &str) -> Sent {
    let id = format!("{name}.{copy}");
    let has_key = !matches!(call.repeat, Repeat::Never);
    let mut headers = vec![("x-request-id", &*id)];
    if has_key {
        headers.push(("idempotency-key", name));
    }
    let sent = clock.fetch_add(1, Relaxed);
    let reply = ask(app, &call.sender, &call.query, &headers).await;
    let replied = clock.fetch_add(1, Relaxed);
    Sent {
        id,
        call: name.to_owned(),
        has_key,
        sender: call.sender.clone(),
        query: call.query.clone(),
        sent,
        replied,
        reply,
    }
}

/// Sends a mutation whose field has the alias `it`, and returns the value of that field. Null if
/// the token was refused.
pub(super) async fn ask(
    app: &TestApp,
    sender: &Sender,
    query: &str,
    headers: &[(&str, &str)],
) -> Json {
    let mut request = TestApp::request(&sender.secret, query, json!({}));
    for (name, value) in headers {
        request = request.with(name, value);
    }
    let mut reply = app.send(request).await.json();
    if let Some(error) = reply["errors"][0]["message"].as_str() {
        // The token of a user who was deleted or suspended in the meantime is refused.
        let code = &reply["errors"][0]["extensions"]["code"];
        assert_eq!(code, "UNAUTHENTICATED", "{query}\n{error}");
    }
    let reply = reply["data"]["it"].take();
    assert_ne!(reply["code"], "INTERNAL", "{query}\n{reply:#}");
    reply
}

/// Checks that each event has the actor of its request, and that each request has as many events as
/// its reply counts: none if it failed. A request that was sent twice has events only once.
pub(super) fn events_must_match(sent: &[Sent], events: &[Event]) {
    let requests: BTreeMap<&str, &Sent> =
        sent.iter().map(|sent| (sent.id.as_str(), sent)).collect();
    let mut changes = BTreeMap::<&str, BTreeSet<Option<Uuid>>>::new();
    let mut written = BTreeMap::<&str, usize>::new();
    for event in events {
        let request = event.request_id.as_deref().and_then(|id| requests.get(id));
        let request = request.unwrap_or_else(|| panic!("an event without a request: {event:#?}"));
        let sender = &request.sender;
        assert_eq!(
            (
                event.actor_kind.as_str(),
                event.token_id,
                event.actor_user_id
            ),
            (sender.kind, Some(sender.token), sender.user),
            "an event has the actor of its request: {event:#?}"
        );
        changes
            .entry(&request.id)
            .or_default()
            .insert(event.change_id);
        *written.entry(&request.id).or_default() += 1;
    }
    let ids: Vec<_> = changes.values().flatten().collect();
    assert_eq!(
        ids.len(),
        changes.len(),
        "a request is one change: {changes:#?}"
    );
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert_eq!(
        distinct.len(),
        ids.len(),
        "a change belongs to one request: {changes:#?}"
    );
    for (call, copies) in by_call(sent) {
        let replies: Vec<&Json> = copies
            .iter()
            .filter(|sent| sent.succeeded())
            .map(|sent| &sent.reply)
            .collect();
        let equal = replies.windows(2).all(|pair| pair[0] == pair[1]);
        assert!(
            equal,
            "a repeated change has the first reply: {call} {replies:#?}"
        );
        let records = replies
            .first()
            .map_or(Some(0), |reply| reply["records"].as_u64());
        let of_copies = copies.iter().filter_map(|sent| written.get(&*sent.id));
        let of_copies: Vec<u64> = of_copies.map(|events| *events as u64).collect();
        assert!(
            of_copies.len() <= 1,
            "a key allows one change: {call} {of_copies:?}"
        );
        let events = of_copies.iter().sum();
        assert_eq!(
            records,
            Some(events),
            "`records` is the number of events: {call} {replies:#?}"
        );
    }
}

/// Checks that an idempotency key is stored if and only if its change succeeded.
pub(super) async fn keys_must_match(app: &TestApp, sent: &[Sent]) {
    let rows = app.sql("SELECT token_id, key FROM idempotency_keys").await;
    let stored: BTreeSet<(Uuid, String)> = rows
        .iter()
        .map(|row| {
            let token = row.try_get("", "token_id").expect("an id");
            (token, row.try_get("", "key").expect("a key"))
        })
        .collect();
    let rows = app.sql("SELECT id FROM tokens").await;
    let ids = rows.iter().map(|row| row.try_get("", "id").expect("an id"));
    let tokens: BTreeSet<Uuid> = ids.collect();
    for (call, copies) in by_call(sent) {
        let first = copies[0];
        if !first.has_key || !tokens.contains(&first.sender.token) {
            continue;
        }
        let is_stored = stored.contains(&(first.sender.token, call.to_owned()));
        let succeeded = copies.iter().any(|sent| sent.succeeded());
        assert_eq!(
            is_stored, succeeded,
            "a key is stored if its change succeeded: {call}"
        );
    }
}

/// Groups requests by their calls.
fn by_call(sent: &[Sent]) -> BTreeMap<&str, Vec<&Sent>> {
    let mut calls = BTreeMap::<&str, Vec<&Sent>>::new();
    for sent in sent {
        calls.entry(&sent.call).or_default().push(sent);
    }
    calls
}
