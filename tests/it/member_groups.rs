//! Groups of members, stated in upserts and in rows of memberships.

use serde_json::{Value as Json, json};
use tenantry::runner::{Worker, WorkerStep};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the names of the user's groups in the org.
async fn groups_of(app: &TestApp, org: Uuid, user: Uuid) -> Vec<String> {
    let query = format!(
        "user(id: \"{user}\") {{ groups(org: \"{org}\", first: 100) {{ nodes {{ name }} }} }}"
    );
    let read = app.read(ROOT, &query).await;
    let nodes = read["groups"]["nodes"].as_array().expect("a list").clone();
    let name = |node: &Json| node["name"].as_str().expect("a name").to_owned();
    nodes.iter().map(name).collect()
}

fn set(user: Uuid, memberships: &str, mode: &str) -> String {
    format!(
        "setUserMemberships(user: {{ id: \"{user}\" }}, memberships: [{memberships}], mode: {mode})"
    )
}

async fn add_adds_and_replace_sets_the_whole_set(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let ops = app.group(org, "Ops").await;
    app.group(org, "Dev").await;
    app.group(other, "Ops").await;
    let ann = app.user(org, "ann").await;
    let both = set(
        ann,
        "{ name: \"Acme\", groups: [\" ops \", \"Dev\"] }, { name: \"Other\", groups: [\"Ops\"] }",
        "ADD",
    );
    let done = app.mutate(ROOT, &both).await;
    assert_eq!(
        (&done["result"], &done["records"]),
        (&json!("updated"), &json!(4))
    );
    assert_eq!(groups_of(&app, org, ann).await, ["Dev", "Ops"]);
    assert_eq!(app.mutate(ROOT, &both).await["result"], "unchanged");
    for (groups, mode, expected) in [
        ("", "ADD", vec!["Dev", "Ops"]),
        (", groups: null", "REPLACE", vec!["Dev", "Ops"]),
        (", groups: []", "ADD", vec!["Dev", "Ops"]),
        (&format!(", groups: [\"{ops}\"]"), "REPLACE", vec!["Ops"]),
        (", groups: [\"DEV\", \"dev\"]", "REPLACE", vec!["Dev"]),
        (", groups: []", "REPLACE", vec![]),
    ] {
        let row = format!("{{ name: \"Other\" }}, {{ id: \"{org}\"{groups} }}");
        app.done(ROOT, &set(ann, &row, mode)).await;
        assert_eq!(groups_of(&app, org, ann).await, expected, "{groups} {mode}");
        assert_eq!(groups_of(&app, other, ann).await, ["Ops"]);
    }
}

async fn upserted_user_joins_groups(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let upsert = "upsertUser(input: { email: \"new@example.com\", organizations: [{ name: \"Acme\", groups: [\"Ops\"] }] })";
    let done = app.mutate(ROOT, upsert).await;
    assert_eq!(
        (&done["result"], &done["records"]),
        (&json!("created"), &json!(3))
    );
    let user = done["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    assert_eq!(groups_of(&app, org, user).await, ["Ops"]);
    assert_eq!(app.mutate(ROOT, upsert).await["result"], "unchanged");
}

async fn unknown_group_is_reported_at_its_row(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    app.group(org, "Ops").await;
    let foreign = app.group(other, "Foreign").await;
    let ann = app.user(org, "ann").await;
    let before = app.row_counts().await;
    for group in [
        "Nothing".to_owned(),
        "Foreign".to_owned(),
        foreign.to_string(),
    ] {
        let row =
            format!("{{ name: \"Other\" }}, {{ name: \"Acme\", groups: [\"Ops\", \"{group}\"] }}");
        let query = format!(
            "mutation {{ it: {} {{ result code problems {{ index path code message }} }} }}",
            set(ann, &row, "ADD")
        );
        let it = app.data(ROOT, &query).await["it"].clone();
        let message = format!("The org does not have the group `{group}`. Create it first.");
        assert_eq!(
            it,
            json!({ "result": "error", "code": "GROUP_NOT_FOUND", "problems": [
                { "index": 1, "path": "memberships.1.groups", "code": "GROUP_NOT_FOUND", "message": message }
            ] })
        );
    }
    let blank = set(ann, "{ name: \"Acme\", groups: [\" \"] }", "ADD");
    assert_eq!(app.mutate(ROOT, &blank).await["code"], "INVALID_VALUE");
    let many = vec!["\"Ops\""; 257].join(", ");
    let many = set(
        ann,
        &format!("{{ name: \"Acme\", groups: [{many}] }}"),
        "ADD",
    );
    assert_eq!(app.mutate(ROOT, &many).await["code"], "INVALID_VALUE");
    let removed = set(ann, "{ name: \"Acme\", groups: [\"Ops\"] }", "REMOVE");
    assert_eq!(app.mutate(ROOT, &removed).await["code"], "INVALID_VALUE");
    assert_eq!(app.row_counts().await, before);
}

async fn retired_member_cannot_join_a_group(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let ann = app.user(org, "ann").await;
    let row = "{ name: \"Acme\", membership: { status: RETIRED }, groups: [\"Ops\"] }";
    let done = app.mutate(ROOT, &set(ann, row, "ADD")).await;
    assert_eq!(done["code"], "MEMBER_RETIRED");
    // A listed retired member is reactivated first.
    app.retire(org, ann).await;
    let row = "{ name: \"Acme\", groups: [\"Ops\"] }";
    app.done(ROOT, &set(ann, row, "ADD")).await;
    assert_eq!(groups_of(&app, org, ann).await, ["Ops"]);
}

const CREATE: &str = "mutation($rows: [MembershipRow!]!) { it: createMemberships(rows: $rows) { \
    records rows { result code field } } }";

async fn rows_of_memberships_join_groups(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let (ann, bob, cas) = (
        app.newcomer("ann").await,
        app.user(org, "bob").await,
        app.user(org, "cas").await,
    );
    app.retire(org, cas).await;
    let row = |user: Uuid, groups: Json| json!({ "org": { "id": org }, "user": { "id": user }, "groups": groups });
    let rows = json!([
        row(ann, json!(["Ops"])),
        row(ann, json!(["Ops"])),
        row(bob, json!(["Ops"])),
        row(bob, json!([])),
        row(cas, json!(["Ops"])),
        row(cas, json!(["Nothing"])),
    ]);
    let reply = app.graphql(ROOT, CREATE, json!({ "rows": rows })).await;
    let it = &reply["data"]["it"];
    assert_eq!(
        it["rows"],
        json!([
            { "result": "created", "code": null, "field": null },
            { "result": "unchanged", "code": null, "field": null },
            { "result": "error", "code": "ALREADY_MEMBER", "field": "groups" },
            { "result": "unchanged", "code": null, "field": null },
            { "result": "reactivated", "code": null, "field": null },
            { "result": "error", "code": "GROUP_NOT_FOUND", "field": "groups" },
        ]),
        "{reply:#}"
    );
    assert_eq!(it["records"], json!(4));
    assert_eq!(groups_of(&app, org, cas).await, ["Ops"]);
    let dan = app.newcomer("dan").await;
    let queue = format!(
        "queueMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{dan}\" }}, groups: [\"ops\"] }}])"
    );
    app.done(ROOT, &queue).await;
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
    assert_eq!(groups_of(&app, org, dan).await, ["Ops"]);
}

async fn groups_require_a_permission(app: TestApp) {
    let org = app.org("Acme").await;
    app.group(org, "Ops").await;
    let ann = app.user(org, "ann").await;
    let token = app
        .token(&format!(
            "org: \"{org}\", scopes: [\"members:read\", \"members:write\", \"members:grant\"]"
        ))
        .await;
    // Without the permission, an existing group looks like any other.
    for group in ["Ops", "Nothing"] {
        let row = format!("{{ id: \"{org}\", groups: [\"{group}\"] }}");
        let done = app.mutate(&token, &set(ann, &row, "ADD")).await;
        assert_eq!(done["code"], "FORBIDDEN");
    }
    let plain = app.token_of(ann).await;
    let row = format!("{{ id: \"{org}\", groups: [\"Ops\"] }}");
    assert_eq!(
        app.mutate(&plain, &set(ann, &row, "ADD")).await["code"],
        "FORBIDDEN"
    );
    let owner = app.owner(org, "owner").await;
    app.done(&app.token_of(owner).await, &set(ann, &row, "ADD"))
        .await;
    assert_eq!(groups_of(&app, org, ann).await, ["Ops"]);
}

on_both_engines! {
    add_adds_and_replace_sets_the_whole_set,
    upserted_user_joins_groups,
    unknown_group_is_reported_at_its_row,
    retired_member_cannot_join_a_group,
    rows_of_memberships_join_groups,
    groups_require_a_permission,
}
