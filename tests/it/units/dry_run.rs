//! Tests of `Tenantry-Dry-Run: true`, with which a document is executed and then rolled back.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{ATOMIC, DRY_RUN, KEY, request};

const DRY: [(&str, &str); 1] = [(DRY_RUN, "true")];

async fn dry_run_returns_the_result_and_keeps_nothing(app: TestApp) {
    let (acme, bolt) = (app.org("Acme").await, app.org("Bolt").await);
    let ann = app.user(acme, "ann").await;
    let before = app.row_counts().await;
    let user = "user { name memberships { nodes { org { name } isDefault } totalCount } }";
    let fields = format!(
        "a: createUser(org: \"{bolt}\", email: \"bea@example.com\", first: \"Bea\", last: \"Test\") \
         {{ result records dryRun {user} org {{ members {{ totalCount }} }} }} \
         b: addOrgMember(org: \"{bolt}\", userId: \"{ann}\") {{ result records dryRun {user} org {{ members {{ totalCount }} }} }} \
         c: addOrgMember(org: \"{bolt}\", userId: \"{ann}\") {{ result records dryRun }}"
    );
    let data = app.changed(ROOT, &fields, &DRY).await;
    let at =
        |org: &str, is_default: bool| json!({ "org": { "name": org }, "isDefault": is_default });
    let members = |count: u32| json!({ "members": { "totalCount": count } });
    let expected = json!({
        "a": {
            "result": "created", "records": 2, "dryRun": true,
            "user": { "name": "Bea Test", "memberships": { "nodes": [at("Bolt", true)], "totalCount": 1 } },
            "org": members(1),
        },
        "b": {
            "result": "created", "records": 1, "dryRun": true,
            "user": { "name": "ann Test", "memberships": { "nodes": [at("Acme", true), at("Bolt", false)], "totalCount": 2 } },
            "org": members(2),
        },
        "c": { "result": "unchanged", "records": 0, "dryRun": true },
    });
    assert_eq!(data, expected);
    assert_eq!(app.row_counts().await, before);
}

async fn failed_field_of_a_dry_run_does_not_affect_the_others(app: TestApp) {
    let acme = app.org("Acme").await;
    let before = app.row_counts().await;
    let fields = format!(
        "a: createOrg(name: \"Bolt\") {{ result code dryRun }} \
         b: createOrg(name: \"Acme\") {{ result code dryRun }} \
         c: createUser(org: \"{acme}\", email: \"no address\", first: \"A\", last: \"B\") {{ result code dryRun }} \
         d: createOrg(name: \"Bolt\") {{ result code dryRun }} \
         e: createOrg(name: \"Cord\") {{ result code dryRun }}"
    );
    let data = app.changed(ROOT, &fields, &DRY).await;
    let of = |result: &str, code: Json| json!({ "result": result, "code": code, "dryRun": true });
    let expected = json!({
        "a": of("created", Json::Null),
        "b": of("error", "NAME_TAKEN".into()),
        "c": of("error", "INVALID_VALUE".into()),
        "d": of("error", "NAME_TAKEN".into()),
        "e": of("created", Json::Null),
    });
    assert_eq!(data, expected);
    assert_eq!(app.row_counts().await, before);
}

async fn dry_run_reports_each_row_of_a_batch(app: TestApp) {
    let (acme, bolt) = (app.org("Acme").await, app.org("Bolt").await);
    let ann = app.user(acme, "ann").await;
    let member = app.add(bolt, ann).await;
    let before = app.row_counts().await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    let fields = format!(
        "a: deleteMemberships(ids: [\"{nobody}\", \"{member}\"]) {{ result records failed dryRun rows {{ result code }} }} \
         b: addOrgMember(org: \"{bolt}\", userId: \"{ann}\") {{ result }}"
    );
    let data = app.changed(ROOT, &fields, &DRY).await;
    let rows = json!([
        { "result": "error", "code": "MEMBERSHIP_NOT_FOUND" },
        { "result": "removed", "code": null },
    ]);
    let batch =
        json!({ "result": "removed", "records": 1, "failed": 1, "dryRun": true, "rows": rows });
    assert_eq!(data, json!({ "a": batch, "b": { "result": "created" } }));
    assert_eq!(app.row_counts().await, before);
}

async fn dry_run_checks_permissions(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let token = app.token_of(ann).await;
    let rename = format!("a: updateOrg(org: \"{acme}\", name: \"Mine\") {{ code }}");
    let data = app.changed(&token, &rename, &DRY).await;
    assert_eq!(data["a"]["code"], "FORBIDDEN");
}

async fn dry_run_of_a_new_token_returns_no_secret(app: TestApp) {
    let create = "a: createToken(input: { name: \"script\" }) { secret token { name } result { result dryRun } }";
    let data = app.changed(ROOT, create, &DRY).await;
    let expected = json!({
        "secret": null, "token": { "name": "script" }, "result": { "result": "created", "dryRun": true }
    });
    assert_eq!(data["a"], expected);
    assert_eq!(app.count("SELECT count(*) FROM tokens").await, 1);
}

async fn dry_run_of_a_revocation_leaves_the_token_valid(app: TestApp) {
    let token = app.token("").await;
    let id = app.read(&token, "viewer { token { id } }").await["token"]["id"].clone();
    let revoke = format!("a: revokeToken(tokenId: {id}) {{ result }}");
    let data = app.changed(&token, &revoke, &DRY).await;
    assert_eq!(data["a"]["result"], "updated");
    app.read(&token, "viewer { token { id } }").await;
}

async fn dry_run_ignores_the_idempotency_key(app: TestApp) {
    let create = "a: createOrg(name: \"Acme\") { result code }";
    let dry = [(DRY_RUN, "true"), (KEY, "k")];
    assert_eq!(
        app.changed(ROOT, create, &dry).await["a"]["result"],
        "created"
    );
    assert_eq!(app.keys().await, 0);
    let real = app.changed(ROOT, create, &[(KEY, "k")]).await;
    assert_eq!(real["a"]["result"], "created");
    assert_eq!(
        app.changed(ROOT, create, &dry).await["a"]["code"],
        "NAME_TAKEN"
    );
}

async fn atomic_dry_run_ends_at_the_first_failure(app: TestApp) {
    app.org("Acme").await;
    let both = [(DRY_RUN, "true"), (ATOMIC, "true")];
    let fields =
        "a: createOrg(name: \"Bolt\") { result dryRun } b: createOrg(name: \"Acme\") { result }";
    let reply = app.change(ROOT, fields, &both).await.json();
    assert_eq!(
        (&reply["data"], &reply["errors"][0]["path"]),
        (&Json::Null, &json!(["b"]))
    );
    let fine = "a: createOrg(name: \"Bolt\") { result dryRun }";
    let data = app.changed(ROOT, fine, &both).await;
    assert_eq!(
        data,
        json!({ "a": { "result": "created", "dryRun": true } })
    );
    assert_eq!(app.orgs().await, 1);
}

async fn dry_runs_among_concurrent_requests_keep_nothing(app: TestApp) {
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..200 {
        let fields = format!("a: createOrg(name: \"Org {n}\") {{ result org {{ name }} }}");
        let headers: &[_] = match n % 4 {
            0 => &DRY,
            1 => &[(ATOMIC, "true")],
            _ => &[],
        };
        let call = tower::ServiceExt::oneshot(app.router.clone(), request(ROOT, &fields, headers));
        tasks.spawn(async move {
            let body = call.await.expect("never fails").into_body();
            let body = axum::body::to_bytes(body, usize::MAX)
                .await
                .expect("a body");
            let reply: Json = serde_json::from_slice(&body).expect("JSON");
            let expected = json!({ "result": "created", "org": { "name": format!("Org {n}") } });
            assert_eq!(reply["data"]["a"], expected, "{reply:#}");
        });
    }
    tasks.join_all().await;
    assert_eq!(app.orgs().await, 150);
}

on_both_engines! {
    dry_run_returns_the_result_and_keeps_nothing,
    failed_field_of_a_dry_run_does_not_affect_the_others,
    dry_run_reports_each_row_of_a_batch,
    dry_run_checks_permissions,
    dry_run_of_a_new_token_returns_no_secret,
    dry_run_of_a_revocation_leaves_the_token_valid,
    dry_run_ignores_the_idempotency_key,
    atomic_dry_run_ends_at_the_first_failure,
    dry_runs_among_concurrent_requests_keep_nothing,
}
