//! Tests the cost of a request, which is computed and limited before execution.

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns a request with the `tenantry-cost` header, so that the response reports the cost.
fn asking(query: &str, variables: Json) -> Request<Body> {
    let mut request = TestApp::request(ROOT, query, variables);
    request
        .headers_mut()
        .insert("tenantry-cost", "true".parse().expect("a header"));
    request
}

async fn cost_is_reported_on_request(app: TestApp) {
    let query = "query($n: Int) { users(first: $n) { nodes { id email } } }";
    let shown = app.send(asking(query, json!({ "n": 10 }))).await.json();
    let expected = json!({ "cost": { "requested": 31, "allowed": 200_000 } });
    assert_eq!(shown["extensions"], expected);
    let again = app.send(asking(query, json!({ "n": 20 }))).await.json();
    assert_eq!(again["extensions"]["cost"]["requested"], 61);
    let silent = app.graphql(ROOT, query, json!({ "n": 10 })).await;
    assert!(silent.get("extensions").is_none(), "{silent}");
}

async fn too_costly_request_is_rejected_before_execution(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    let query = "query($n: Int) { users(first: $n) { nodes { memberships(first: $n) { nodes { org { \
                 members(first: $n) { nodes { user { id } } } } } } } } }";
    let statements = app.app.db().statements();
    let reply = app.send(asking(query, json!({ "n": 1000 }))).await.json();
    assert_eq!(app.app.db().statements(), statements);
    let error = &reply["errors"][0];
    assert_eq!(error["extensions"]["code"], "LIMIT_EXCEEDED");
    let requested = &reply["extensions"]["cost"]["requested"];
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains(&requested.to_string()), "{message}");
    assert!(message.contains("200000"), "{message}");
    assert!(requested.as_u64() > Some(1_000_000_000), "{requested}");
    // With smaller numbers the document is accepted.
    let few = app.send(asking(query, json!({ "n": 5 }))).await.json();
    assert!(few.get("errors").is_none(), "{few}");
}

async fn cost_limit_is_configurable(app: TestApp) {
    let query = "{ users(first: 10) { nodes { id } } }";
    let at = app.reconfigured(|config| config.max_cost = 21).await;
    at.data(ROOT, query).await;
    let below = app.reconfigured(|config| config.max_cost = 20).await;
    assert_eq!(below.error_code(ROOT, query).await, "LIMIT_EXCEEDED");
}

on_both_engines! {
    cost_is_reported_on_request,
    too_costly_request_is_rejected_before_execution,
    cost_limit_is_configurable,
}
