//! Tests a locked, broken or unreachable database: which errors callers get, and that the server
//! recovers without a restart.

use std::time::Duration;

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{
    ROOT, Reply, Stranger, TestApp, With, database_of, on_both_engines, on_postgres_only,
};

pub(crate) const ASK: &str = "{ viewer { __typename } }";
pub(crate) const CREATE: &str =
    "mutation { a: createOrg(name: \"Acme\") { result error code id records } b: __typename }";
pub(crate) const BUSY: &str =
    "The database is busy or unavailable. Nothing was written; try again. (request mine)";
const BROKEN: &str = "Something went wrong on the server. (request mine)";

/// Returns an app with a short database timeout and no cached tokens.
pub(crate) async fn impatient(app: &TestApp) -> TestApp {
    app.reconfigured(|config| config.database_timeout = Duration::from_millis(400))
        .await
}

/// Sends a document under the request id `mine`.
pub(crate) async fn send(app: &TestApp, query: &str) -> Reply {
    let request = TestApp::request(ROOT, query, json!({}));
    app.send(request.with("x-request-id", "mine")).await
}

pub(crate) async fn ready(app: &TestApp) -> Reply {
    let request = Request::get("/readyz").body(Body::empty());
    app.send(request.expect("a request")).await
}

/// Checks that the response reveals nothing about the implementation.
pub(crate) fn assert_discreet(reply: &Reply) {
    let body = reply.body.to_lowercase();
    for word in [
        "select",
        "insert",
        "relation",
        "table",
        "orgs",
        "tokens",
        "elsewhere",
        "sqlx",
        "sqlite",
        "postgres",
        "pool",
        "read-only",
        "readonly",
        "transaction",
        "lock",
        "connection",
        "cod: ",
        "/",
        "\\",
        "error returned",
    ] {
        assert!(!body.contains(word), "{word}: {reply:?}");
    }
}

/// Checks a response for a caller whose token could not be checked: they may try again.
fn assert_not_admitted(reply: &Reply, code: &str, message: &str) {
    let error = json!({ "message": message, "extensions": { "code": code } });
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (503, json!({ "errors": [error] }))
    );
    assert_eq!(reply.header("retry-after"), "1");
    assert_discreet(reply);
}

/// Checks that the server reports that it is not ready.
fn assert_not_ready(reply: &Reply) {
    let whole = json!({ "ready": false, "reason": "the database cannot be reached" });
    assert_eq!((reply.status.as_u16(), reply.json()), (503, whole));
    assert_eq!(reply.header("retry-after"), "1");
}

/// Checks that one mutation failed and the field beside it did not.
pub(crate) fn assert_failed(reply: &Reply, code: &str, message: &str) {
    let failed =
        json!({ "result": "error", "error": message, "code": code, "id": null, "records": 0 });
    let data = json!({ "a": failed, "b": "Mutation" });
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (200, json!({ "data": data }))
    );
    assert_discreet(reply);
}

/// Checks that everything works again, and that the failures left nothing in the database.
pub(crate) async fn assert_recovered(app: &TestApp) {
    let reply = send(app, CREATE).await.json();
    assert_eq!(reply["data"]["a"]["result"], "created", "{reply:#}");
    assert_eq!(
        (
            ready(app).await.status.as_u16(),
            send(app, ASK).await.status.as_u16()
        ),
        (200, 200)
    );
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 1);
}

async fn a_mutation_that_meets_a_locked_database_is_busy(app: TestApp) {
    let (app, stranger) = (impatient(&app).await, Stranger::on(&app).await);
    stranger.lock("orgs").await;
    assert_failed(&send(&app, CREATE).await, "BUSY", BUSY);
    assert_eq!(send(&app, ASK).await.status, 200);
    stranger.let_go().await;
    assert_recovered(&app).await;
}

/// Readers of SQLite do not wait for locks.
async fn request_is_busy_while_the_token_table_is_locked(app: TestApp) {
    let (app, stranger) = (impatient(&app).await, Stranger::on(&app).await);
    stranger.lock("tokens").await;
    assert_not_admitted(&send(&app, ASK).await, "BUSY", BUSY);
    stranger.let_go().await;
    assert_recovered(&app).await;
}

/// Readers of SQLite do not wait for locks.
async fn a_locked_database_that_cannot_be_read_is_not_ready(app: TestApp) {
    let (app, stranger) = (impatient(&app).await, Stranger::on(&app).await);
    stranger.lock("seaql_migrations").await;
    assert_not_ready(&ready(&app).await);
    stranger.let_go().await;
    assert_recovered(&app).await;
}

async fn a_locked_database_that_can_be_read_is_ready(app: TestApp) {
    let (app, stranger) = (impatient(&app).await, Stranger::on(&app).await);
    stranger.lock("orgs").await;
    assert_eq!(ready(&app).await.status, 200);
    stranger.let_go().await;
}

async fn failed_token_lookup_is_not_reported_as_a_wrong_token(app: TestApp) {
    let app = impatient(&app).await;
    app.sql("ALTER TABLE tokens RENAME TO elsewhere").await;
    assert_not_admitted(&send(&app, ASK).await, "INTERNAL", BROKEN);
    app.sql("ALTER TABLE elsewhere RENAME TO tokens").await;
    assert_recovered(&app).await;
}

async fn internal_errors_do_not_reveal_their_cause(app: TestApp) {
    app.sql("ALTER TABLE orgs RENAME TO elsewhere").await;
    assert_failed(&send(&app, CREATE).await, "INTERNAL", BROKEN);
    let reply = send(&app, "{ it: org(name: \"Acme\") { id } }").await;
    assert_discreet(&reply);
    let error = reply.json()["errors"][0].clone();
    assert_eq!(
        (&error["message"], &error["extensions"]),
        (&json!(BROKEN), &json!({ "code": "INTERNAL" }))
    );
    app.sql("ALTER TABLE elsewhere RENAME TO orgs").await;
    assert_recovered(&app).await;
}

/// Returns a statement that ends all connections to the database.
pub(crate) fn disconnect(database: &str) -> String {
    format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
}

/// The file of SQLite cannot go away while it is open.
async fn unreachable_database_is_not_ready_and_admits_no_new_token(app: TestApp) {
    let (known, new) = (impatient(&app).await, impatient(&app).await);
    assert_eq!(send(&known, ASK).await.status, 200);
    known.app.finish_background_work().await;
    let (name, stranger) = (database_of(&app), Stranger::beside(&app).await);
    stranger
        .sql(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        .await;
    stranger.sql(&disconnect(name)).await;
    for _ in 0..3 {
        let reply = send(&new, ASK).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("retry-after")),
            (503, "1")
        );
        assert_discreet(&reply);
        assert_not_ready(&ready(&new).await);
        let reply = send(&known, CREATE).await;
        assert_failed(&reply, "BUSY", BUSY);
    }
    stranger
        .sql(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        .await;
    assert_recovered(&known).await;
    assert_eq!(send(&new, ASK).await.status, 200);
}

async fn a_database_that_is_not_migrated_is_not_ready(app: TestApp) {
    app.sql("DELETE FROM seaql_migrations").await;
    let reply = ready(&app).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("retry-after")),
        (503, "1")
    );
    let reason = reply.json()["reason"]
        .as_str()
        .expect("a reason")
        .to_owned();
    assert!(reason.starts_with("migrations to run: m"), "{reason}");
}

async fn liveness_does_not_depend_on_the_database(app: TestApp) {
    app.app.db().close().await;
    let request = Request::get("/healthz").body(Body::empty());
    let reply = app.send(request.expect("a request")).await;
    assert_eq!((reply.status.as_u16(), reply.body.as_str()), (200, "ok\n"));
    assert_not_admitted(&send(&app, ASK).await, "BUSY", BUSY);
    assert_eq!(ready(&app).await.status, 503);
}

on_both_engines! {
    a_mutation_that_meets_a_locked_database_is_busy,
    a_locked_database_that_can_be_read_is_ready,
    failed_token_lookup_is_not_reported_as_a_wrong_token,
    internal_errors_do_not_reveal_their_cause,
    a_database_that_is_not_migrated_is_not_ready,
    liveness_does_not_depend_on_the_database,
}

on_postgres_only! {
    request_is_busy_while_the_token_table_is_locked,
    a_locked_database_that_cannot_be_read_is_not_ready,
    unreachable_database_is_not_ready_and_admits_no_new_token,
}
