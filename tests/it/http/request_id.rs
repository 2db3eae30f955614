//! Tests the request id, which is in the header of every response and in the message of every
//! internal error.

use axum::{body::Body, http::Request};
use serde_json::json;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, With, on_both_engines, post, unreadable};

use super::ask;

async fn every_response_has_a_unique_id(app: TestApp) {
    let mut ids = Vec::new();
    for request in [
        ask(),
        ask(),
        ask().without("authorization"),
        post("nonsense"),
        ask().by("PUT"),
    ] {
        let reply = app.send(request).await;
        ids.push(
            reply
                .header("x-request-id")
                .parse::<Uuid>()
                .expect("a UUID"),
        );
    }
    for path in ["/healthz", "/readyz", "/nowhere"] {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let reply = app.send(request).await;
        ids.push(
            reply
                .header("x-request-id")
                .parse::<Uuid>()
                .expect("a UUID"),
        );
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 8);
}

async fn valid_id_of_the_client_is_kept(app: TestApp) {
    for id in ["7", "req-1.2_B", &"x".repeat(64)] {
        let reply = app.send(ask().with("x-request-id", id)).await;
        assert_eq!(reply.header("x-request-id"), id);
    }
}

async fn invalid_id_of_the_client_is_replaced(app: TestApp) {
    for id in [
        "",
        "two words",
        "<b>",
        "a\"b",
        "ä",
        "a/b",
        "a;b",
        &"x".repeat(65),
    ] {
        let reply = app.send(ask().with("x-request-id", id)).await;
        assert!(
            reply.header("x-request-id").parse::<Uuid>().is_ok(),
            "{id}: {reply:?}"
        );
    }
}

async fn changes_are_recorded_under_the_id_of_their_request(app: TestApp) {
    let create = "mutation { createOrg(name: \"Acme\") { result } }";
    let request = TestApp::request(ROOT, create, json!({})).with("x-request-id", "from-outside-1");
    let before = app.events_so_far().await;
    app.send(request).await;
    assert_eq!(app.events(before).await[0]["request_id"], "from-outside-1");
}

async fn internal_error_contains_the_id(app: TestApp) {
    app.sql("ALTER TABLE orgs RENAME TO elsewhere").await;
    let query = "{ org(name: \"Acme\") { name } }";
    let reply = app
        .send(TestApp::request(ROOT, query, json!({})).with("x-request-id", "mine"))
        .await;
    let error = &reply.json()["errors"][0];
    assert_eq!(
        error["message"],
        "Something went wrong on the server. (request mine)"
    );
    assert_eq!(error["extensions"], json!({ "code": "INTERNAL" }));
}

async fn panic_is_a_500_in_json_that_reveals_only_the_id(app: TestApp) {
    let reply = app
        .send(post(unreadable()).with("x-request-id", "mine"))
        .await;
    let error = json!({ "message": "Something went wrong on the server. (request mine)", "extensions": { "code": "INTERNAL" } });
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (500, json!({ "errors": [error] }))
    );
    assert_eq!(reply.header("x-request-id"), "mine");
    assert_eq!(app.send(ask()).await.status, 200);
}

on_both_engines! {
    every_response_has_a_unique_id,
    valid_id_of_the_client_is_kept,
    invalid_id_of_the_client_is_replaced,
    changes_are_recorded_under_the_id_of_their_request,
    internal_error_contains_the_id,
    panic_is_a_500_in_json_that_reveals_only_the_id,
}
