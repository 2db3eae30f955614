//! Tests of `Idempotency-Key`, with which a request can be sent again safely.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tower::ServiceExt;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{ATOMIC, KEY, REPLAYED, request};

const KEYED: [(&str, &str); 1] = [(KEY, "k-1")];
const CREATE: &str = "a: createOrg(name: \"Acme\") { id result records code dryRun org { name } }";

/// Sends a document that was executed before, and returns its only field. The reply must be a
/// replay that writes nothing.
async fn replayed(app: &TestApp, token: &str, fields: &str, headers: &[(&str, &str)]) -> Json {
    let before = (app.row_counts().await, app.keys().await);
    let reply = app.change(token, fields, headers).await;
    assert_eq!(reply.header(REPLAYED), "true", "{reply:?}");
    assert_eq!((app.row_counts().await, app.keys().await), before);
    reply.json()["data"]["a"].clone()
}

/// Sends a document that fails, and returns the error code of the field `a`.
async fn code(app: &TestApp, token: &str, fields: &str, headers: &[(&str, &str)]) -> String {
    let before = (app.row_counts().await, app.keys().await);
    let reply = app.change(token, fields, headers).await;
    assert_eq!(reply.header(REPLAYED), "", "{reply:?}");
    assert_eq!((app.row_counts().await, app.keys().await), before);
    let code = reply.json()["data"]["a"]["code"].clone();
    code.as_str()
        .unwrap_or_else(|| panic!("{reply:?}"))
        .to_owned()
}

async fn repeated_request_is_replayed_and_changes_nothing(app: TestApp) {
    let first = app.change(ROOT, CREATE, &KEYED).await;
    assert_eq!(first.header(REPLAYED), "");
    let first = first.json()["data"]["a"].clone();
    assert_eq!(
        (&first["result"], &first["records"]),
        (&json!("created"), &json!(1))
    );
    for _ in 0..2 {
        assert_eq!(replayed(&app, ROOT, CREATE, &KEYED).await, first);
    }
}

async fn replay_shows_current_rows(app: TestApp) {
    let first = app.changed(ROOT, CREATE, &KEYED).await;
    app.done(
        ROOT,
        &format!("updateOrg(org: {}, name: \"Bolt\")", first["a"]["id"]),
    )
    .await;
    let again = replayed(&app, ROOT, CREATE, &KEYED).await;
    assert_eq!(
        (&again["result"], &again["org"]["name"]),
        (&json!("created"), &json!("Bolt"))
    );
}

async fn request_counts_as_replayed_if_all_its_changes_are(app: TestApp) {
    app.change(ROOT, CREATE, &KEYED).await;
    let more = format!("{CREATE} b: createOrg(name: \"Bolt\") {{ result }}");
    for (expected, orgs) in [("", 2), ("true", 2)] {
        let reply = app.change(ROOT, &more, &KEYED).await;
        assert_eq!(reply.header(REPLAYED), expected);
        let data = &reply.json()["data"];
        assert_eq!(
            (&data["a"]["result"], &data["b"]["result"]),
            (&json!("created"), &json!("created"))
        );
        assert_eq!(app.orgs().await, orgs);
    }
}

async fn key_of_another_request_is_refused(app: TestApp) {
    app.change(ROOT, CREATE, &KEYED).await;
    let other = "a: createOrg(name: \"Bolt\") { code }";
    assert_eq!(
        code(&app, ROOT, other, &KEYED).await,
        "IDEMPOTENCY_MISMATCH"
    );
    let group = "a: deleteGroup(groupId: \"00000000-0000-0000-0000-000000000000\") { code }";
    assert_eq!(
        code(&app, ROOT, group, &KEYED).await,
        "IDEMPOTENCY_MISMATCH"
    );
    let all = app
        .change(ROOT, CREATE, &[KEYED[0], (ATOMIC, "true")])
        .await;
    let error = &all.json()["errors"][0];
    assert_eq!(error["extensions"]["code"], "IDEMPOTENCY_MISMATCH");
    replayed(&app, ROOT, CREATE, &KEYED).await;
}

async fn absent_and_null_arguments_are_different_requests(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let update = |mobile: &str| {
        format!("a: updateUser(userId: \"{ann}\", first: \"Ann\"{mobile}) {{ code }}")
    };
    app.changed(ROOT, &update(""), &KEYED).await;
    let other = update(", mobile: null");
    assert_eq!(
        code(&app, ROOT, &other, &KEYED).await,
        "IDEMPOTENCY_MISMATCH"
    );
}

async fn failed_change_is_executed_again(app: TestApp) {
    let taken = app.org("Acme").await;
    assert_eq!(code(&app, ROOT, CREATE, &KEYED).await, "NAME_TAKEN");
    app.done(
        ROOT,
        &format!("updateOrg(org: \"{taken}\", name: \"Bolt\")"),
    )
    .await;
    let data = app.changed(ROOT, CREATE, &KEYED).await;
    assert_eq!(data["a"]["result"], "created");
    replayed(&app, ROOT, CREATE, &KEYED).await;
}

async fn two_tokens_may_use_the_same_key(app: TestApp) {
    let other = app.token("").await;
    app.change(ROOT, CREATE, &KEYED).await;
    assert_eq!(code(&app, &other, CREATE, &KEYED).await, "NAME_TAKEN");
    let bolt = CREATE.replace("Acme", "Bolt");
    app.changed(&other, &bolt, &KEYED).await;
    replayed(&app, ROOT, CREATE, &KEYED).await;
    replayed(&app, &other, &bolt, &KEYED).await;
}

async fn replay_works_after_the_row_is_deleted(app: TestApp) {
    let org = app.org("Acme").await;
    let create = format!(
        "a: createGroup(org: \"{org}\", name: \"Ops\") {{ id result records group {{ name }} }}"
    );
    let created = app.changed(ROOT, &create, &[(KEY, "create")]).await["a"].clone();
    let delete = format!(
        "a: deleteGroup(groupId: {}) {{ id result records }}",
        created["id"]
    );
    let deleted = app.changed(ROOT, &delete, &[(KEY, "delete")]).await["a"].clone();
    assert_eq!(deleted["result"], "removed");
    let again = replayed(&app, ROOT, &create, &[(KEY, "create")]).await;
    let expected = json!({ "id": created["id"], "result": "created", "records": 1, "group": null });
    assert_eq!(again, expected);
    assert_eq!(
        replayed(&app, ROOT, &delete, &[(KEY, "delete")]).await,
        deleted
    );
    app.retire_org(org).await;
    assert_eq!(
        replayed(&app, ROOT, &create, &[(KEY, "create")]).await,
        expected
    );
}

async fn replay_requires_the_current_permission(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.admin(org, "ann").await;
    let token = app.token_of(ann).await;
    let create = format!("a: createGroup(org: \"{org}\", name: \"Ops\") {{ id code }}");
    app.changed(&token, &create, &KEYED).await;
    replayed(&app, &token, &create, &KEYED).await;
    let as_user = format!("updateMember(org: \"{org}\", userId: \"{ann}\", role: \"user\")");
    app.done(ROOT, &as_user).await;
    assert_eq!(code(&app, &token, &create, &KEYED).await, "FORBIDDEN");
    app.retire(org, ann).await;
    assert_eq!(code(&app, &token, &create, &KEYED).await, "ORG_NOT_FOUND");
}

/// These changes check permissions for each of their rows. A token makes each change with a key of
/// its own, and then loses the permission.
async fn replay_requires_the_permission_for_each_row(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.admin(org, "ann").await;
    app.state(org, ann, "permissions: [\"members:grant\"]")
        .await;
    let token = app.token_of(ann).await;
    let bob = app.user(org, "bob").await;
    let dora = app.newcomer("dora").await;
    let carl = app.add(org, app.newcomer("carl").await).await;
    let changes = [
        format!(
            "upsertUser(input: {{ email: \"eve@example.com\", organizations: [{{ id: \"{org}\" }}] }})"
        ),
        format!(
            "upsertMembership(org: \"{org}\", userId: \"{bob}\", input: {{ externalId: \"1\" }})"
        ),
        format!(
            "setUserMemberships(user: {{ id: \"{bob}\" }}, mode: ADD, \
             memberships: [{{ id: \"{org}\", membership: {{ externalId: \"2\" }} }}])"
        ),
        format!(
            "setOrgMembers(org: \"{org}\", mode: ADD, \
             members: [{{ user: {{ id: \"{bob}\" }}, membership: {{ externalId: \"3\" }} }}])"
        ),
        format!(
            "createMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ email: \"dora@example.com\" }} }}])"
        ),
        format!("deleteMemberships(ids: [\"{carl}\"])"),
        format!("makeDefault(org: \"{org}\", userId: \"{bob}\")"),
        // The permission is required although nothing changes.
        format!("upsertMembership(org: \"{org}\", userId: \"{dora}\", input: {{}})"),
    ];
    let keys: Vec<String> = (0..changes.len()).map(|n| format!("k-{n}")).collect();
    let changes: Vec<_> = changes
        .iter()
        .map(|field| format!("a: {field} {{ result code }}"))
        .collect();
    for (change, key) in changes.iter().zip(&keys) {
        let done = app.changed(&token, change, &[(KEY, key)]).await;
        assert_eq!(done["a"]["code"], Json::Null, "{change}\n{done:#}");
        assert_eq!(
            replayed(&app, &token, change, &[(KEY, key)]).await,
            done["a"]
        );
    }
    app.state(org, ann, "role: USER, permissions: null").await;
    for (change, key) in changes.iter().zip(&keys) {
        assert_eq!(
            code(&app, &token, change, &[(KEY, key)]).await,
            "FORBIDDEN",
            "{change}"
        );
    }
    app.state(org, ann, "role: ADMIN, permissions: [\"members:grant\"]")
        .await;
    for (change, key) in changes.iter().zip(&keys) {
        replayed(&app, &token, change, &[(KEY, key)]).await;
    }
}

async fn a_secret_is_shown_once(app: TestApp) {
    let create = "a: createToken(input: { name: \"script\" }) { secret token { name } result { id result records } }";
    let first = app.changed(ROOT, create, &KEYED).await["a"].clone();
    let secret = first["secret"].as_str().expect("a secret").to_owned();
    let mut expected = first.clone();
    expected["secret"] = Json::Null;
    assert_eq!(replayed(&app, ROOT, create, &KEYED).await, expected);
    let kept = app
        .sql("SELECT key, path, outcome FROM idempotency_keys")
        .await;
    let outcome: String = kept[0].try_get("", "outcome").expect("text");
    assert!(
        outcome.contains("Created") && !outcome.contains(&secret),
        "{outcome}"
    );
}

async fn only_one_of_twenty_equal_requests_is_executed(app: TestApp) {
    for headers in [&KEYED[..], &[(KEY, "k-2"), (ATOMIC, "true")]] {
        let before = app.orgs().await;
        let create = CREATE.replace("Acme", headers[0].1);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let call = app.router.clone().oneshot(request(ROOT, &create, headers));
            tasks.spawn(async move {
                let response = call.await.expect("never fails");
                let is_replay = response.headers().contains_key(REPLAYED);
                let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
                let body = String::from_utf8(body.expect("a body").to_vec());
                (body.expect("text"), is_replay)
            });
        }
        let replies = tasks.join_all().await;
        let bodies: BTreeSet<_> = replies.iter().map(|(body, _)| body).collect();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        assert!(bodies.iter().all(|body| body.contains("created")));
        assert_eq!(
            replies.iter().filter(|(_, is_replay)| !is_replay).count(),
            1
        );
        assert_eq!(app.orgs().await, before + 1);
    }
}

async fn key_expires_after_seven_days(app: TestApp) {
    app.change(ROOT, CREATE, &KEYED).await;
    app.clock
        .advance(TimeDelta::days(7) - TimeDelta::microseconds(1));
    replayed(&app, ROOT, CREATE, &KEYED).await;
    app.clock.advance(TimeDelta::microseconds(1));
    assert_eq!(code(&app, ROOT, CREATE, &KEYED).await, "NAME_TAKEN");
    let bolt = CREATE.replace("Acme", "Bolt");
    app.changed(ROOT, &bolt, &KEYED).await;
    replayed(&app, ROOT, &bolt, &KEYED).await;
}

async fn expired_keys_are_deleted_a_few_at_a_time(app: TestApp) {
    for n in 0..9 {
        let create = CREATE.replace("Acme", &format!("Org {n}"));
        app.changed(ROOT, &create, &[(KEY, &format!("old-{n}"))])
            .await;
    }
    app.clock.advance(TimeDelta::days(8));
    for (n, left) in [(1, 6), (2, 3), (3, 3)] {
        let create = CREATE.replace("Acme", &format!("New {n}"));
        app.changed(ROOT, &create, &[(KEY, &format!("new-{n}"))])
            .await;
        assert_eq!(app.keys().await, left, "{n}");
    }
}

async fn atomic_document_is_replayed_as_a_whole(app: TestApp) {
    let keyed = [(KEY, "k"), (ATOMIC, "true")];
    let two = format!("{CREATE} b: createOrg(name: \"Bolt\") {{ id result }}");
    let first = app.changed(ROOT, &two, &keyed).await;
    let again = app.change(ROOT, &two, &keyed).await;
    assert_eq!(
        (again.json()["data"].clone(), again.header(REPLAYED)),
        (first, "true")
    );
    assert_eq!(app.orgs().await, 2);
}

async fn response_name_that_is_too_long_to_store_is_refused(app: TestApp) {
    let name = "a".repeat(256);
    let create = format!("{name}: createOrg(name: \"Acme\") {{ code error }}");
    let data = app.changed(ROOT, &create, &KEYED).await;
    assert_eq!(data[&name]["code"], "INVALID_REQUEST", "{data:#}");
    assert_eq!(app.orgs().await, 0);
}

on_both_engines! {
    repeated_request_is_replayed_and_changes_nothing,
    replay_shows_current_rows,
    request_counts_as_replayed_if_all_its_changes_are,
    key_of_another_request_is_refused,
    absent_and_null_arguments_are_different_requests,
    failed_change_is_executed_again,
    two_tokens_may_use_the_same_key,
    replay_works_after_the_row_is_deleted,
    replay_requires_the_current_permission,
    replay_requires_the_permission_for_each_row,
    a_secret_is_shown_once,
    only_one_of_twenty_equal_requests_is_executed,
    key_expires_after_seven_days,
    expired_keys_are_deleted_a_few_at_a_time,
    atomic_document_is_replayed_as_a_whole,
    response_name_that_is_too_long_to_store_is_refused,
}
