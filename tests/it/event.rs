//! Tests the audit trail: which events each change writes.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the entity, the verb and the changed fields of each event.
fn brief(events: &[Json]) -> Vec<Json> {
    let brief = |event: &Json| {
        json!([
            event["entity"],
            event["verb"],
            event["before"],
            event["after"]
        ])
    };
    events.iter().map(brief).collect()
}

async fn records_is_the_number_of_events_written(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    let user = app.user(org, "ann").await;
    for (call, records) in [
        (
            format!(
                "createUser(org: \"{org}\", email: \"b@example.com\", first: \"B\", last: \"B\", groupId: \"{group}\")"
            ),
            3,
        ),
        (
            format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"),
            0,
        ),
        (
            format!("addGroupMembership(org: \"{org}\", userId: \"{user}\", groupId: \"{group}\")"),
            1,
        ),
        (
            format!("addGroupMembership(org: \"{org}\", userId: \"{user}\", groupId: \"{group}\")"),
            0,
        ),
        (
            format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")"),
            2,
        ),
        (
            format!("updateGroup(groupId: \"{group}\", name: \"Ops\")"),
            0,
        ),
        (format!("deleteGroup(groupId: \"{group}\")"), 2),
        (format!("retireOrg(org: \"{org}\")"), 1),
        (format!("createGroup(org: \"{org}\", name: \"Late\")"), 0),
    ] {
        let before = app.events_so_far().await;
        let result = app.mutate(ROOT, &call).await;
        assert_eq!(result["records"], json!(records), "{call}\n{result:#}");
        assert_eq!(app.events_so_far().await - before, records, "{call}");
    }
}

async fn event_records_actor_time_row_and_change(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, user) = (app.owner(org, "owner").await, app.user(org, "ann").await);
    let token = app
        .token(&format!("userId: \"{owner}\", source: \"hr\""))
        .await;
    let seen = app.data(&token, "{ viewer { token { id } } }").await;
    let mut request = TestApp::request(
        &token,
        &format!(
            "mutation {{ updateMember(org: \"{org}\", userId: \"{user}\", role: \"user\", externalId: \"e-7\") {{ id }} }}"
        ),
        json!({}),
    );
    request
        .headers_mut()
        .insert("x-request-id", "call-42".parse().expect("a header"));
    let before = app.events_so_far().await;
    let reply = app.send(request).await.json();
    let events = app.events(before).await;
    assert_eq!(
        events,
        [json!({
            "at": "2026-01-01T00:00:00Z",
            "request_id": "call-42",
            "actor_kind": "token",
            "token_id": seen["viewer"]["token"]["id"],
            "actor_user_id": owner,
            "source": "hr",
            "org_id": org,
            "user_id": user,
            "entity": "membership",
            "entity_id": reply["data"]["updateMember"]["id"],
            "verb": "updated",
            "before": { "externalId": null },
            "after": { "externalId": "e-7" },
        })]
    );
}

async fn events_record_only_changed_fields_under_their_schema_names(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let user = app.user(org, "ann").await;
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{other}\", userId: \"{user}\", role: \"admin\")"),
    )
    .await;
    let before = app.events_so_far().await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{user}\", first: \"Anna\", mobile: \"+49 151 1\")"),
    )
    .await;
    app.done(
        ROOT,
        &format!("updateMember(org: \"{org}\", userId: \"{user}\", status: \"retired\")"),
    )
    .await;
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"),
    )
    .await;
    app.done(
        ROOT,
        &format!("updateOrg(org: \"{org}\", name: \"Acme 2\")"),
    )
    .await;
    app.done(ROOT, &format!("retireOrg(org: \"{org}\")")).await;
    app.done(ROOT, &format!("restoreOrg(org: \"{org}\")")).await;
    insta::assert_json_snapshot!("changes", brief(&app.events(before).await));
}

async fn events_of_removals_record_the_whole_row(app: TestApp) {
    let org = app.org("Acme").await;
    let (user, group) = (app.user(org, "ann").await, app.group(org, "Ops").await);
    app.join(org, group, user).await;
    let before = app.events_so_far().await;
    app.done(
        ROOT,
        &format!("removeOrgMember(org: \"{org}\", userId: \"{user}\")"),
    )
    .await;
    app.done(ROOT, &format!("deleteGroup(groupId: \"{group}\")"))
        .await;
    assert_eq!(
        brief(&app.events(before).await),
        [
            json!(["group_membership", "removed", { "group": group, "org": org, "user": user }, null]),
            json!(["membership", "removed", {
                "org": org, "user": user, "role": "USER", "status": "ACTIVE",
                "isOwner": false, "isDefault": true, "defaultReason": "ONLY",
            }, null]),
            json!(["group", "removed", { "org": org, "name": "Ops" }, null]),
        ]
    );
}

async fn a_failed_operation_leaves_no_event(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let before = app.events_so_far().await;
    // The user is created before the group turns out not to exist. Neither remains.
    let create = format!(
        "createUser(org: \"{org}\", email: \"new@example.com\", first: \"A\", last: \"B\", groupId: \"{user}\")"
    );
    assert_eq!(app.refused(ROOT, &create).await, "GROUP_NOT_FOUND");
    assert_eq!(
        app.refused(ROOT, &format!("createOrg(name: \"New\", owner: \"{org}\")"))
            .await,
        "USER_NOT_FOUND"
    );
    assert_eq!(app.events_so_far().await, before);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 1);
}

async fn no_event_holds_a_secret(app: TestApp) {
    let org = app.org("Acme").await;
    let secret = app.token_of_org(org).await;
    let revoke = format!(
        "revokeToken(tokenId: \"{}\")",
        app.data(&secret, "{ viewer { token { id } } }").await["viewer"]["token"]["id"]
            .as_str()
            .expect("an id")
    );
    app.done(ROOT, &revoke).await;
    let events = Json::from(app.events(0).await).to_string();
    assert!(events.contains("\"token\""), "tokens are recorded");
    let hash = |secret: &str| {
        tenantry::access::token::hash(secret)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    for hidden in [
        secret.as_str(),
        &secret[12..],
        ROOT,
        &hash(&secret),
        &hash(ROOT),
    ] {
        assert!(!events.contains(hidden), "{hidden} is in {events}");
    }
}

async fn events_are_ordered_as_the_changes_happened(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let rows = app.events(0).await;
    let happened: Vec<_> = rows
        .iter()
        .map(|event| event["entity"].as_str().expect("text"))
        .collect();
    assert_eq!(happened, ["token", "org", "user", "membership"]);
    assert_eq!(
        rows[0]["actor_kind"],
        json!("cli"),
        "the server itself makes its root token"
    );
    assert_eq!(rows[2]["actor_kind"], json!("root"));
    assert_eq!(rows[2]["user_id"], json!(user));
}

on_both_engines! {
    records_is_the_number_of_events_written,
    event_records_actor_time_row_and_change,
    events_record_only_changed_fields_under_their_schema_names,
    events_of_removals_record_the_whole_row,
    a_failed_operation_leaves_no_event,
    no_event_holds_a_secret,
    events_are_ordered_as_the_changes_happened,
}
