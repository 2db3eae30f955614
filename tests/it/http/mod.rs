//! GraphQL over HTTP, held against its specification. The server audits of npm's `graphql-http`, which say the same in
//! other words, are run by `tests/clients/audit.mjs`.

mod batch;
mod body;
mod cors;
mod method;
mod parameters;
mod partial;
mod reply;
mod request_id;

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};

use crate::support::{Reply, post_json};

/// A query that any token may ask.
const ASK: &str = "{ viewer { __typename } }";

/// What [`ASK`] gets.
fn answer() -> Json {
    json!({ "data": { "viewer": { "__typename": "Viewer" } } })
}

/// [`ASK`], by POST.
fn ask() -> Request<Body> {
    post_json(&json!({ "query": ASK }))
}

/// Holds a reply to a request that was refused as a whole: no `data`, one error, with a code, and this in its message.
fn assert_refused(reply: &Reply, status: u16, message: &str) {
    let json = reply.json();
    assert_eq!(reply.status, status, "{message}\n{reply:?}");
    assert_eq!(json.get("data"), None, "{message}\n{json:#}");
    let errors = json["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1, "{message}\n{json:#}");
    let told = errors[0]["message"].as_str().expect("a message");
    assert!(told.contains(message), "{message}\n{json:#}");
    assert_eq!(errors[0]["extensions"]["code"], "INVALID_REQUEST");
}
