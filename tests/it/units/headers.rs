//! Tests of invalid values of the three headers, and of requests that are batches or queries.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::support::{ROOT, Stranger, TestApp, With, on_both_engines, post_json};

use super::{ATOMIC, DRY_RUN, KEY, REPLAYED, request};

const CREATE: &str = "a: createOrg(name: \"Acme\") { result dryRun }";

async fn invalid_header_is_refused(app: TestApp) {
    let long = "k".repeat(256);
    for (name, value, message) in [
        (
            DRY_RUN,
            "yes",
            "`Tenantry-Dry-Run` must be `true` or `false`.",
        ),
        (
            DRY_RUN,
            "TRUE",
            "`Tenantry-Dry-Run` must be `true` or `false`.",
        ),
        (DRY_RUN, "", "`Tenantry-Dry-Run` must be `true` or `false`."),
        (ATOMIC, "1", "`Tenantry-Atomic` must be `true` or `false`."),
        (
            KEY,
            "",
            "`Idempotency-Key` must be 1 to 255 visible ASCII characters.",
        ),
        (
            KEY,
            "a b",
            "`Idempotency-Key` must be 1 to 255 visible ASCII characters.",
        ),
        (
            KEY,
            "clé",
            "`Idempotency-Key` must be 1 to 255 visible ASCII characters.",
        ),
        (
            KEY,
            &long,
            "`Idempotency-Key` must be 1 to 255 visible ASCII characters.",
        ),
    ] {
        let reply = app.send(request(ROOT, CREATE, &[(name, value)])).await;
        let error = json!({ "message": message, "extensions": { "code": "INVALID_REQUEST" } });
        assert_eq!(
            (reply.status.as_u16(), reply.json()),
            (400, json!({ "errors": [error] })),
            "{name}: {value}"
        );
    }
    for name in [DRY_RUN, ATOMIC, KEY] {
        let twice = request(ROOT, CREATE, &[(name, "true")]).and(name, "true");
        let reply = app.send(twice).await;
        assert_eq!(reply.status, 400, "{name}: {reply:?}");
        assert!(reply.body.contains("was sent twice"), "{reply:?}");
    }
    assert_eq!(app.orgs().await, 0);
}

async fn token_is_checked_before_the_headers(app: TestApp) {
    let wrong = request("tnt_wrong", CREATE, &[(DRY_RUN, "yes")]);
    assert_eq!(app.send(wrong).await.status, 401);
}

async fn false_equals_an_absent_header(app: TestApp) {
    let headers = [(DRY_RUN, "false"), (ATOMIC, "false")];
    let data = app.changed(ROOT, CREATE, &headers).await;
    assert_eq!(
        data,
        json!({ "a": { "result": "created", "dryRun": false } })
    );
    assert_eq!(app.orgs().await, 1);
}

async fn key_of_255_characters_is_accepted(app: TestApp) {
    let headers = [(KEY, &*"k".repeat(255))];
    app.changed(ROOT, CREATE, &headers).await;
    assert_eq!(app.keys().await, 1);
}

async fn request_batch_rejects_dry_run_and_atomic(app: TestApp) {
    let create = json!({ "query": format!("mutation {{ {CREATE} }}") });
    for name in [DRY_RUN, ATOMIC] {
        let reply = app
            .send(post_json(&json!([create])).with(name, "true"))
            .await;
        assert_eq!(reply.status, 400, "{reply:?}");
        assert!(reply.body.contains("not for a batch"), "{reply:?}");
    }
    assert_eq!(app.orgs().await, 0);
}

async fn one_key_covers_each_request_of_a_batch_separately(app: TestApp) {
    let create = |name: &str| json!({ "query": format!("mutation {{ createOrg(name: \"{name}\") {{ result }} }}") });
    let batch = json!([create("Acme"), create("Bolt")]);
    let created = json!({ "data": { "createOrg": { "result": "created" } } });
    for replayed in ["", "true"] {
        let reply = app.send(post_json(&batch).with(KEY, "k")).await;
        assert_eq!(reply.json(), json!([created, created]));
        assert_eq!(reply.header(REPLAYED), replayed);
    }
    assert_eq!(app.orgs().await, 2);
}

async fn headers_do_not_affect_queries(app: TestApp) {
    app.org("Acme").await;
    let app = app
        .reconfigured(|config| config.database_timeout = Duration::from_millis(400))
        .await;
    app.data(ROOT, "{ viewer { __typename } }").await;
    app.app.finish_background_work().await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("memberships").await;
    let query = "{ orgs { nodes { name } } }";
    for headers in [
        [(DRY_RUN, "true"), (KEY, "k")],
        [(ATOMIC, "true"), (KEY, "k")],
    ] {
        let ask = TestApp::request(ROOT, query, json!({}));
        let ask = headers
            .iter()
            .fold(ask, |ask, (name, value)| ask.with(name, value));
        let reply = app.send(ask).await;
        let names: Json = json!({ "data": { "orgs": { "nodes": [{ "name": "Acme" }] } } });
        assert_eq!((reply.json(), reply.header(REPLAYED)), (names, ""));
    }
    stranger.let_go().await;
}

on_both_engines! {
    invalid_header_is_refused,
    token_is_checked_before_the_headers,
    false_equals_an_absent_header,
    key_of_255_characters_is_accepted,
    request_batch_rejects_dry_run_and_atomic,
    one_key_covers_each_request_of_a_batch_separately,
    headers_do_not_affect_queries,
}
