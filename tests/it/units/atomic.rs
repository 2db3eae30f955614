//! Tests of `Tenantry-Atomic: true`, with which a document makes all its changes or none.

use std::time::Duration;

use serde_json::{Value as Json, json};
use tower::ServiceExt;

use crate::support::{Engine, ROOT, Stranger, TestApp, With, on_both_engines};

use super::{ATOMIC, KEY, request};

const ALL: [(&str, &str); 1] = [(ATOMIC, "true")];
/// A document of two changes.
const TWO: &str = "a: createOrg(name: \"Acme\") { result } b: createOrg(name: \"Bolt\") { result }";

/// Sends a document whose changes are undone, and returns the only error of the reply.
async fn undone(app: &TestApp, fields: &str, headers: &[(&str, &str)]) -> Json {
    let before = (app.row_counts().await, app.keys().await);
    let reply = app.change(ROOT, fields, headers).await.json();
    assert_eq!(
        (&reply["data"], reply["errors"].as_array().map(Vec::len)),
        (&Json::Null, Some(1)),
        "{reply:#}"
    );
    assert!(reply.get("data").is_some(), "not executed: {reply:#}");
    assert_eq!((app.row_counts().await, app.keys().await), before);
    reply["errors"][0].clone()
}

async fn all_changes_are_kept_if_none_fails(app: TestApp) {
    let acme = app.org("Acme").await;
    let members = "org { members { nodes { user { name } } totalCount } }";
    let create = |key: &str, name: &str| {
        format!(
            "{key}: createUser(org: \"{acme}\", email: \"{name}@example.com\", first: \"{name}\", last: \"Test\") \
             {{ result records dryRun {members} }} "
        )
    };
    let fields = create("a", "ann") + &create("b", "bea");
    let data = app.changed(ROOT, &fields, &ALL).await;
    let (ann, bea) = (
        json!({ "user": { "name": "ann Test" } }),
        json!({ "user": { "name": "bea Test" } }),
    );
    let of = |nodes: Json, count: u32| {
        let org = json!({ "members": { "nodes": nodes, "totalCount": count } });
        json!({ "result": "created", "records": 2, "dryRun": false, "org": org })
    };
    assert_eq!(
        data,
        json!({ "a": of(json!([ann]), 1), "b": of(json!([ann, bea]), 2) })
    );
    assert_eq!(app.count("SELECT count(*) FROM users").await, 2);
    assert_eq!(
        app.count("SELECT count(*) FROM events WHERE entity = 'user'")
            .await,
        2
    );
}

async fn first_failed_change_undoes_all(app: TestApp) {
    let acme = app.org("Acme").await;
    let fields = "a: createOrg(name: \"Bolt\") { id } b: createOrg(name: \" ACME\") { id } c: createOrg(name: \"\") { id }";
    let error = undone(&app, fields, &ALL).await;
    let expected = json!({
        "message": "Another active org has this name.",
        "path": ["b"],
        "extensions": { "code": "NAME_TAKEN", "field": "name", "existingId": acme },
    });
    assert_eq!(error, expected);
}

async fn invalid_argument_undoes_all(app: TestApp) {
    let fields = "a: createOrg(name: \"Bolt\") { id } b: createOrg(name: \"\") { id }";
    let error = undone(&app, fields, &ALL).await;
    assert_eq!(
        (&error["path"], &error["extensions"]),
        (
            &json!(["b"]),
            &json!({ "code": "INVALID_VALUE", "field": "name" })
        )
    );
}

async fn failed_field_of_the_reply_undoes_all(app: TestApp) {
    let fields =
        "a: createOrg(name: \"Bolt\") { org { name members(first: 5000) { totalCount } } }";
    let error = undone(&app, fields, &ALL).await;
    assert_eq!(
        (&error["path"], &error["extensions"]["code"]),
        (&json!(["a", "org", "members"]), &json!("INVALID_VALUE"))
    );
}

async fn invalid_document_is_refused(app: TestApp) {
    let reply = app.change(ROOT, "nonsense { id }", &ALL).await.json();
    assert_eq!(reply.get("data"), None);
    assert_eq!(
        reply["errors"][0]["extensions"]["code"], "INVALID_REQUEST",
        "{reply:#}"
    );
}

async fn undone_changes_store_no_key(app: TestApp) {
    app.org("Bolt").await;
    let keyed = [(ATOMIC, "true"), (KEY, "k")];
    undone(&app, TWO, &keyed).await;
    let data = app
        .changed(ROOT, &TWO.replace("Bolt", "Cord"), &keyed)
        .await;
    assert_eq!(data["b"]["result"], "created");
}

async fn locked_database_fails_the_whole_document(app: TestApp) {
    let app = app
        .reconfigured(|config| config.database_timeout = Duration::from_millis(400))
        .await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("orgs").await;
    let request = request(ROOT, TWO, &ALL).with("x-request-id", "mine");
    let reply = app.send(request).await.json();
    let error = json!({
        "message": "The database is busy or unavailable. Nothing was written; try again. (request \
                    mine)",
        "path": ["a"],
        "extensions": { "code": "BUSY" },
    });
    assert_eq!(reply, json!({ "data": null, "errors": [error] }));
    stranger.let_go().await;
    app.changed(ROOT, TWO, &ALL).await;
}

async fn timed_out_document_keeps_nothing(app: TestApp) {
    let org = app.org("Home").await;
    app.app.finish_background_work().await;
    let app = app
        .reconfigured(|config| config.request_timeout = Duration::from_millis(300))
        .await;
    let stranger = Stranger::on(&app).await;
    // SQLite waits before the transaction begins, PostgreSQL between the first and the second
    // change.
    stranger.lock("groups").await;
    let fields = format!(
        "a: createOrg(name: \"Acme\") {{ result }} b: createGroup(org: \"{org}\", name: \"Ops\") {{ result }}"
    );
    let reply = app.send(request(ROOT, &fields, &ALL)).await;
    assert_eq!(reply.status, 503, "{reply:?}");
    stranger.let_go().await;
    app.app.finish_background_work().await;
    assert_eq!(app.orgs().await, 1);
    assert_eq!(app.count("SELECT count(*) FROM groups").await, 0);
    app.org("After").await;
}

async fn abandoned_request_keeps_all_or_nothing(app: TestApp) {
    for n in 0..60 {
        let fields = TWO
            .replace("Acme", &format!("Acme {n}"))
            .replace("Bolt", &format!("Bolt {n}"));
        let call = app.router.clone().oneshot(request(ROOT, &fields, &ALL));
        let call = tokio::spawn(call);
        // Abandons the request at some point between the first and the last statement.
        for _ in 0..n {
            tokio::task::yield_now().await;
        }
        call.abort();
        let _ = call.await;
    }
    app.app.finish_background_work().await;
    let of = |name: &str| format!("SELECT count(*) FROM orgs WHERE name LIKE '{name} %'");
    assert_eq!(
        app.count(&of("Acme")).await,
        app.count(&of("Bolt")).await,
        "both changes of a document are kept, or none"
    );
    app.org("After").await;
}

async fn request_abandoned_between_changes_keeps_nothing(app: TestApp) {
    let org = app.org("Home").await;
    app.app.finish_background_work().await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("groups").await;
    let fields = format!(
        "a: createOrg(name: \"Acme\") {{ result }} b: createGroup(org: \"{org}\", name: \"Ops\") {{ result }}"
    );
    let call = app.router.clone().oneshot(request(ROOT, &fields, &ALL));
    let call = tokio::spawn(call);
    if app.engine == Engine::Postgres {
        let waiting = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database \
                       WHERE NOT granted AND datname = current_database()";
        while app.count(waiting).await == 0 {
            tokio::task::yield_now().await;
        }
    }
    call.abort();
    let _ = call.await;
    stranger.let_go().await;
    app.app.finish_background_work().await;
    assert_eq!(app.orgs().await, 1);
    assert_eq!(app.count("SELECT count(*) FROM groups").await, 0);
}

on_both_engines! {
    all_changes_are_kept_if_none_fails,
    first_failed_change_undoes_all,
    invalid_argument_undoes_all,
    failed_field_of_the_reply_undoes_all,
    invalid_document_is_refused,
    undone_changes_store_no_key,
    locked_database_fails_the_whole_document,
    timed_out_document_keeps_nothing,
    abandoned_request_keeps_all_or_nothing,
    request_abandoned_between_changes_keeps_nothing,
}
