//! The requests of a round, and what must hold of each: its replies, its events, and its idempotency key.

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
    /// The org, where the token is that of an org.
    pub(super) org: Option<Uuid>,
}

/// How often a change is sent.
#[derive(Clone, Copy)]
pub(super) enum Repeat {
    /// Once, without an idempotency key.
    Never,
    /// Twice under one key, the second time after the reply to the first.
    Afterwards,
    /// Twice under one key at the same time.
    AtOnce,
}

/// A change to be sent.
pub(super) struct Call {
    pub(super) sender: Sender,
    pub(super) query: String,
    pub(super) repeat: Repeat,
}

/// A request that had its reply.
pub(super) struct Sent {
    pub(super) id: String,
    /// The call that the request belongs to: the idempotency key, where there is one.
    call: String,
    has_key: bool,
    pub(super) sender: Sender,
    pub(super) query: String,
    /// When the request was sent and had its reply, counted in requests and replies of the round.
    pub(super) sent: u64,
    pub(super) replied: u64,
    /// The mutation's field. Null where the token was refused.
    pub(super) reply: Json,
}

impl Sent {
    pub(super) fn succeeded(&self) -> bool {
        self.reply["result"].is_string() && self.reply["result"] != "error"
    }

    /// The code of the failure, or else the result.
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

/// Sends a mutation whose field is called `it`, and returns what that field has. Null where the token was refused.
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
        // A token whose user was deleted or suspended meanwhile is refused.
        let code = &reply["errors"][0]["extensions"]["code"];
        assert_eq!(code, "UNAUTHENTICATED", "{query}\n{error}");
    }
    let reply = reply["data"]["it"].take();
    assert_ne!(reply["code"], "INTERNAL", "{query}\n{reply:#}");
    reply
}

/// Checks that each event has the actor of the request that caused it, and each request the events that its reply counts:
/// none where it was refused, and those of one of both where it was sent twice.
pub(super) fn events_must_match(sent: &[Sent], events: &[Event]) {
    let requests: BTreeMap<&str, &Sent> =
        sent.iter().map(|sent| (sent.id.as_str(), sent)).collect();
    let mut changes = BTreeMap::<&str, BTreeSet<Option<Uuid>>>::new();
    let mut written = BTreeMap::<&str, usize>::new();
    for event in events {
        let request = event.request_id.as_deref().and_then(|id| requests.get(id));
        let request = request.unwrap_or_else(|| panic!("an event of no request: {event:#?}"));
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
        "a change is of one request: {changes:#?}"
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
            "a repeated change has the reply of the first: {call} {replies:#?}"
        );
        let records = replies
            .first()
            .map_or(Some(0), |reply| reply["records"].as_u64());
        let of_copies = copies.iter().filter_map(|sent| written.get(&*sent.id));
        let of_copies: Vec<u64> = of_copies.map(|events| *events as u64).collect();
        assert!(
            of_copies.len() <= 1,
            "a key is one change: {call} {of_copies:?}"
        );
        let events = of_copies.iter().sum();
        assert_eq!(
            records,
            Some(events),
            "records are events: {call} {replies:#?}"
        );
    }
}

/// Checks that the idempotency keys of the changes that succeeded are stored, and no others.
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
            "a key is stored with what its change did: {call}"
        );
    }
}

fn by_call(sent: &[Sent]) -> BTreeMap<&str, Vec<&Sent>> {
    let mut calls = BTreeMap::<&str, Vec<&Sent>>::new();
    for sent in sent {
        calls.entry(&sent.call).or_default().push(sent);
    }
    calls
}
