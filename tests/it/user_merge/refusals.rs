//! Merges that are refused, and write nothing.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{memberships, merge};

async fn one_user_and_an_unknown_user_are_refused(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let nobody = uuid::Uuid::from_u128(7);
    app.refuses(ROOT, &merge(ann, ann), "INVALID_VALUE", "drop")
        .await;
    app.refuses(ROOT, &merge(ann, nobody), "USER_NOT_FOUND", "drop")
        .await;
    app.refuses(ROOT, &merge(nobody, ann), "USER_NOT_FOUND", "keep")
        .await;
    for arguments in [
        format!("keep: \"{ann}\", drop: null"),
        format!("keep: null, drop: \"{ann}\""),
        format!("keep: \"{ann}\""),
    ] {
        let query = format!("mutation {{ mergeUsers({arguments}) {{ result }} }}");
        assert_eq!(app.error_code(ROOT, &query).await, "INVALID_REQUEST");
    }
}

async fn only_platform_tokens_with_the_permission_merge(app: TestApp) {
    let [acme, beta] = [app.org("Acme").await, app.org("Beta").await];
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    let carl = app.user(beta, "carl").await;
    let owner = app.owner(acme, "owner").await;
    for token in [app.token_of(owner).await, app.token_of_org(acme).await] {
        app.refuses(&token, &merge(ann, bob), "FORBIDDEN", Json::Null)
            .await;
        app.refuses(&token, &merge(ann, carl), "FORBIDDEN", Json::Null)
            .await;
        app.refuses(&token, &merge(carl, ann), "USER_NOT_FOUND", "keep")
            .await;
    }
    let token = app.token_of(ann).await;
    app.refuses(&token, &merge(ann, bob), "FORBIDDEN", Json::Null)
        .await;
    app.refuses(&token, &merge(bob, ann), "USER_NOT_FOUND", "keep")
        .await;
    let reads = app
        .token("scopes: [\"members:read\", \"members:write\"]")
        .await;
    app.refuses(&reads, &merge(ann, bob), "FORBIDDEN", Json::Null)
        .await;
    let deletes = app.token("scopes: [\"users:delete\"]").await;
    assert_eq!(app.result(&deletes, &merge(ann, bob)).await, "updated");
}

async fn active_user_is_not_merged_into_a_suspended_one(app: TestApp) {
    let acme = app.org("Acme").await;
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    let suspend = |user| format!("updateUser(userId: \"{user}\", status: SUSPENDED)");
    app.done(ROOT, &suspend(ann)).await;
    app.refuses(ROOT, &merge(ann, bob), "USER_SUSPENDED", "keep")
        .await;
    app.done(ROOT, &suspend(bob)).await;
    assert_eq!(app.result(ROOT, &merge(ann, bob)).await, "updated");
}

async fn different_external_ids_are_problems_and_nothing_is_merged(app: TestApp) {
    let mut orgs = Vec::new();
    for name in ["Acme", "Beta", "Cora"] {
        orgs.push(app.org(name).await);
    }
    let (ann, bob) = (
        app.user(orgs[0], "ann").await,
        app.user(orgs[0], "bob").await,
    );
    for org in &orgs[1..] {
        app.add(*org, ann).await;
        app.add(*org, bob).await;
    }
    for (org, of_ann, of_bob) in [(0, "A", "B"), (1, "A", "B"), (2, "same", "same")] {
        app.state(orgs[org], ann, &format!("externalId: \"{of_ann}\""))
            .await;
        app.state(orgs[org], bob, &format!("externalId: \"{of_bob}\""))
            .await;
    }
    for (name, id) in [("ann", "U-1"), ("bob", "U-2")] {
        let give =
            format!("upsertUser(input: {{ email: \"{name}@example.com\", externalId: \"{id}\" }})");
        app.done(ROOT, &give).await;
    }
    let before = app.row_counts().await;
    let query = format!(
        "mutation {{ it: {} {{ result records code field problems {{ path code existingId }} }} }}",
        merge(ann, bob)
    );
    let result = app.data(ROOT, &query).await["it"].clone();
    assert_eq!(result["result"], "error", "{result:#}");
    let problems = result["problems"].as_array().expect("problems");
    let codes: Vec<_> = problems.iter().map(|one| one["code"].as_str()).collect();
    let expected = [
        Some("INVALID_VALUE"),
        Some("ALREADY_MEMBER"),
        Some("ALREADY_MEMBER"),
    ];
    assert_eq!(codes, expected, "{result:#}");
    assert!(problems.iter().all(|one| one["path"] == "drop.externalId"));
    let ids: Vec<Json> = memberships(&app, ann)
        .await
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    assert!(ids.contains(&problems[1]["existingId"]), "{result:#}");
    assert_eq!(app.row_counts().await, before);

    for org in &orgs[..2] {
        app.state(*org, bob, "externalId: null").await;
    }
    let clear = "upsertUser(input: { email: \"bob@example.com\", externalId: null })";
    app.done(ROOT, clear).await;
    assert_eq!(app.result(ROOT, &merge(ann, bob)).await, "updated");
    let user = app
        .read(ROOT, &format!("user(id: \"{ann}\") {{ externalId }}"))
        .await;
    assert_eq!(user["externalId"], json!("U-1"));
}

async fn user_with_too_many_memberships_is_refused(app: TestApp) {
    let acme = app.org("Acme").await;
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    let (org, member) = (app.id_of_number("n"), app.id_of_number("n + 1000000"));
    for sql in [
        format!(
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 10000) \
             INSERT INTO orgs (id, name, name_key, status, created_at, updated_at) \
             SELECT {org}, 'Org ' || n, 'org ' || n, 'active', o.created_at, o.created_at \
             FROM s, orgs o WHERE o.id = {acme}",
            acme = app.id(acme)
        ),
        format!(
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 10000) \
             INSERT INTO memberships (id, org_id, user_id, role, status, is_owner, is_default, created_at, updated_at) \
             SELECT {member}, {org}, {bob}, 'user', 'active', FALSE, FALSE, o.created_at, o.created_at \
             FROM s, orgs o WHERE o.id = {acme}",
            acme = app.id(acme),
            bob = app.id(bob)
        ),
    ] {
        app.sql(&sql).await;
    }
    app.refuses(ROOT, &merge(ann, bob), "LIMIT_EXCEEDED", "drop")
        .await;
    let leave = format!("removeOrgMember(org: \"{acme}\", userId: \"{bob}\")");
    app.done(ROOT, &leave).await;
    let statements = app
        .statements_of(
            ROOT,
            &format!("mutation {{ {} {{ result records }} }}", merge(ann, bob)),
        )
        .await;
    assert!(statements < 120, "{statements} statements");
    assert_eq!(app.count("SELECT count(*) FROM memberships").await, 10_001);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
}

on_both_engines! {
    one_user_and_an_unknown_user_are_refused,
    only_platform_tokens_with_the_permission_merge,
    active_user_is_not_merged_into_a_suspended_one,
    different_external_ids_are_problems_and_nothing_is_merged,
    user_with_too_many_memberships_is_refused,
}
