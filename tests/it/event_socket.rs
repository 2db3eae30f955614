//! The subscription to audit events.

use std::{collections::BTreeSet, time::Duration};

use serde_json::{Value as Json, json};
use tokio::time::{sleep, timeout};

use crate::support::{ROOT, Served, Socket, TestApp, on_both_engines};

/// A time in which new events are certainly reported.
const REPORTED: Duration = Duration::from_secs(10);
/// The time in which a subscription begins.
const BEGINS: Duration = Duration::from_secs(1);

const FIELDS: &str = "id verb entity label";

async fn subscribed(served: &Served, token: &str, filter: &str) -> Socket {
    let mut socket = Socket::admitted(served, token).await;
    let query = format!("subscription {{ events{filter} {{ {FIELDS} }} }}");
    socket.subscribe("a", &query).await;
    sleep(BEGINS).await;
    socket
}

/// Returns the next event.
async fn next(socket: &mut Socket) -> Json {
    let message = timeout(REPORTED, socket.next()).await.expect("an event");
    assert_eq!(message["type"], "next", "{message}");
    message["payload"]["data"]["events"].clone()
}

async fn each_event_is_sent_once_to_each_subscription(app: TestApp) {
    let org = app.org("Acme").await;
    let served = Served::new(&app).await;
    let mut all = subscribed(&served, ROOT, "").await;
    let mut groups = subscribed(&served, ROOT, "(filter: { entity: \"group\" })").await;
    let mut ids = BTreeSet::new();
    for round in 0..3 {
        let name = format!("Group {round}");
        app.group(org, &name).await;
        app.user(org, &format!("user{round}")).await;
        // The group, the user and the membership.
        for _ in 0..3 {
            let event = next(&mut all).await;
            assert!(
                ids.insert(event["id"].to_string()),
                "{event} was sent twice"
            );
        }
        assert_eq!(next(&mut groups).await["label"], json!(name));
    }
    let silent = timeout(Duration::from_secs(3), all.next()).await;
    assert!(silent.is_err(), "{silent:?}");
}

async fn subscription_sends_what_the_token_may_read(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let admin = app.admin(org, "admin").await;
    let token = app.token_of(admin).await;
    let served = Served::new(&app).await;
    let mut socket = subscribed(&served, &token, "").await;
    let mut plain = subscribed(&served, &app.token_of(app.user(org, "ann").await).await, "").await;
    app.group(other, "Foreign").await;
    app.group(org, "Own").await;
    let mut labels = Vec::new();
    while labels.last() != Some(&json!("Own")) {
        let event = next(&mut socket).await;
        labels.push(event["label"].clone());
    }
    assert!(!labels.contains(&json!("Foreign")), "{labels:?}");
    // The permission is checked again when an event is sent.
    app.retire(org, admin).await;
    app.group(org, "Later").await;
    let silent = timeout(Duration::from_secs(3), socket.next()).await;
    assert!(silent.is_err(), "{silent:?}");
    let silent = timeout(Duration::from_millis(100), plain.next()).await;
    assert!(silent.is_err(), "{silent:?}");
}

async fn subscription_ends_with_its_token(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    let served = Served::new(&app).await;
    let mut socket = subscribed(&served, &token, "").await;
    let own = app.data(&token, "{ viewer { token { id } } }").await;
    let id = own["viewer"]["token"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    app.done(
        ROOT,
        &format!("updateToken(tokenId: \"{id}\", scopes: [\"members:read\", \"events:read\"])"),
    )
    .await;
    app.group(org, "Later").await;
    let message = timeout(REPORTED, socket.next()).await.expect("an end");
    let text = message.to_string();
    assert!(text.contains("UNAUTHENTICATED"), "{text}");
    assert!(!text.contains("Later"), "{text}");
}

async fn forbidden_filter_is_refused(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ann = app.token_of(app.user(org, "ann").await).await;
    let admin = app.token_of(app.admin(org, "admin").await).await;
    let served = Served::new(&app).await;
    for (token, filter, code) in [
        (&ann, format!("org: \"{org}\""), "FORBIDDEN"),
        (&admin, format!("org: \"{other}\""), "ORG_NOT_FOUND"),
        (&admin, "verb: \"deleted\"".to_owned(), "INVALID_VALUE"),
    ] {
        let filter = format!("(filter: {{ {filter} }})");
        let mut socket = subscribed(&served, token, &filter).await;
        let message = timeout(REPORTED, socket.next()).await.expect("a refusal");
        assert!(message.to_string().contains(code), "{message}");
    }
}

on_both_engines! {
    each_event_is_sent_once_to_each_subscription,
    subscription_sends_what_the_token_may_read,
    subscription_ends_with_its_token,
    forbidden_filter_is_refused,
}
