//! Tests GraphQL over HTTP against its specification. `tests/clients/audit.mjs` runs the server
//! audits of npm's `graphql-http`, which check the same rules independently.

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

/// A query that every token may send.
const ASK: &str = "{ viewer { __typename } }";

/// Returns the response to [`ASK`].
fn answer() -> Json {
    json!({ "data": { "viewer": { "__typename": "Viewer" } } })
}

/// Returns a POST request with [`ASK`].
fn ask() -> Request<Body> {
    post_json(&json!({ "query": ASK }))
}

/// Checks the response to a request that was rejected as a whole: no `data`, and one error with a
/// code and with `message` in its message.
fn assert_refused(reply: &Reply, status: u16, message: &str) {
    let json = reply.json();
    assert_eq!(reply.status, status, "{message}\n{reply:?}");
    assert_eq!(json.get("data"), None, "{message}\n{json:#}");
    let errors = json["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1, "{message}\n{json:#}");
    let text = errors[0]["message"].as_str().expect("a message");
    assert!(text.contains(message), "{message}\n{json:#}");
    assert_eq!(errors[0]["extensions"]["code"], "INVALID_REQUEST");
}
