//! Sync runs in the schema: who sees them, their plans, and the arguments of `planSync`.

use serde_json::{Value as Json, json};
use tenantry::{
    domain::sync::{Changes, Counts, Field, FieldChange, GroupAction, GroupChange},
    entity::{sync_item, sync_item::SyncAction},
    error::Code,
};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::runs::{change, insert_item, insert_run, item, run_id};

async fn seen(app: &TestApp, token: &str) -> (bool, Json) {
    let id = run_id(1);
    let one = app
        .read(token, &format!("syncRun(id: \"{id}\") {{ id }}"))
        .await;
    let list = app
        .read(
            token,
            "syncRuns { nodes { id plan { items { nodes { line } } } } totalCount }",
        )
        .await;
    (!one.is_null(), list)
}

async fn run_is_visible_with_sync_write_in_each_of_its_orgs(app: TestApp) {
    let (own, other, untouched) = (
        app.org("Own").await,
        app.org("Other").await,
        app.org("Untouched").await,
    );
    let both = app.owner(own, "both").await;
    app.add(other, both).await;
    let sql = format!(
        "UPDATE memberships SET is_owner = TRUE WHERE user_id = {}",
        app.id(both)
    );
    app.sql(&sql).await;
    let (one, admin) = (app.owner(own, "one").await, app.admin(own, "admin").await);
    let orgs = [(own, true), (other, true), (untouched, false)];
    insert_run(&app, 1, &orgs, &Counts::default()).await;
    insert_item(&app, item(0, SyncAction::Unchanged, &Changes::default())).await;
    let all = json!({ "nodes": [{ "id": run_id(1), "plan": { "items": { "nodes": [{ "line": 2 }] } } }], "totalCount": 1 });
    let none = json!({ "nodes": [], "totalCount": 0 });
    let tokens = [
        (ROOT.to_owned(), true),
        (app.token("scopes: [\"sync:write\"]").await, true),
        (app.token("scopes: [\"members:read\"]").await, false),
        (app.token_of(both).await, true),
        (
            app.token(&format!("userId: \"{both}\", org: \"{own}\""))
                .await,
            false,
        ),
        (
            app.token(&format!(
                "userId: \"{both}\", scopes: [\"members:read\", \"jobs:write\"]"
            ))
            .await,
            false,
        ),
        (app.token_of(one).await, false),
        (app.token_of(admin).await, false),
        (app.token_of_org(own).await, false),
        (app.token_of_org(untouched).await, false),
    ];
    for (place, (token, is_seen)) in tokens.iter().enumerate() {
        let expected = if *is_seen { &all } else { &none };
        assert_eq!(
            seen(&app, token).await,
            (*is_seen, expected.clone()),
            "token {place}"
        );
    }
    let token = &tokens[3].0;
    app.owner(other, "second").await;
    app.retire(other, both).await;
    assert_eq!(seen(&app, token).await, (false, none));
}

async fn run_shows_its_plan(app: TestApp) {
    let (org, untouched) = (app.org("Acme").await, app.org("Beta").await);
    let ann = app.user(org, "ann").await;
    let counts = Counts {
        created: 1,
        updated: 1,
        conflicts: 1,
        unchanged: 1_000,
        cleared_fields: 2,
        ..Counts::default()
    };
    insert_run(&app, 1, &[(org, true), (untouched, false)], &counts).await;
    let group = |name: &str, action| GroupChange {
        name: name.to_owned(),
        group: None,
        action,
        owned_before: None,
        owned_by: None,
    };
    let update = Changes {
        fields: vec![
            FieldChange {
                kept: Some(Code::OtherSource),
                ..change(Field::First, Some("Ann"), Some("Anna"))
            },
            change(Field::ExternalId, Some("1"), None),
        ],
        groups: vec![
            group("a;b", GroupAction::Join),
            group("Ops", GroupAction::Leave),
        ],
        ..Changes::default()
    };
    insert_item(
        &app,
        sync_item::Model {
            user_id: Some(ann.into()),
            org_id: Some(org.into()),
            ..item(0, SyncAction::Update, &update)
        },
    )
    .await;
    let hidden = Changes {
        fields: vec![change(
            Field::Email,
            Some("ANN@example.com"),
            Some("ann@example.com"),
        )],
        ..Changes::default()
    };
    insert_item(
        &app,
        sync_item::Model {
            user_id: Some(ann.into()),
            is_hidden: true,
            ..item(1, SyncAction::Create, &hidden)
        },
    )
    .await;
    insert_item(
        &app,
        sync_item::Model {
            lines: 1_000,
            ..item(2, SyncAction::Unchanged, &Changes::default())
        },
    )
    .await;
    insert_item(
        &app,
        sync_item::Model {
            code: Some("EMAIL_TAKEN".to_owned()),
            reason: Some("Line 7 gives the address up.".to_owned()),
            ..item(3, SyncAction::Conflict, &Changes::default())
        },
    )
    .await;
    let id = run_id(1);
    let fields =
        "line action user { email } org { name } code reason fields { name before after code }";
    let mut run = app
        .read(ROOT, &format!(
            "syncRun(id: \"{id}\") {{ org {{ name }} source mode status ignoredColumns sha256 job {{ id }} error code \
             counts {{ created updated unchanged clearedFields }} guard {{ removals limit tripped reasons }} \
             untouchedOrgs {{ name }} revertOf {{ id }} createdAt plannedAt appliedAt total applied failed \
             plan {{ items {{ totalCount nodes {{ {fields} }} }} }} }}"
        ))
        .await;
    let nodes = run["plan"]["items"]["nodes"].take();
    assert_eq!(
        run,
        json!({
            "org": null, "source": "hr", "mode": "REPLACE", "status": "PLANNED", "ignoredColumns": ["Fax"],
            "sha256": "ab".repeat(32), "job": null, "error": null, "code": null,
            "counts": { "created": 1, "updated": 1, "unchanged": 1000, "clearedFields": 2 },
            "guard": { "removals": 3, "limit": 20, "tripped": false, "reasons": [] },
            "untouchedOrgs": [{ "name": "Beta" }], "revertOf": null,
            "createdAt": "2026-01-01T00:00:00.000000Z", "plannedAt": "2026-01-01T00:00:00.000000Z",
            "appliedAt": null, "total": 4, "applied": 0, "failed": 0,
            "plan": { "items": { "totalCount": 4, "nodes": null } },
        })
    );
    assert_eq!(
        nodes,
        json!([
            { "line": 2, "action": "UPDATE", "user": { "email": "ann@example.com" }, "org": { "name": "Acme" },
              "code": null, "reason": null, "fields": [
                { "name": "first", "before": "Ann", "after": "Anna", "code": "OTHER_SOURCE" },
                { "name": "external_id", "before": "1", "after": null, "code": null },
                { "name": "groups", "before": "Ops", "after": "a\\;b", "code": null }] },
            { "line": 3, "action": "CREATE", "user": null, "org": null, "code": null, "reason": null, "fields": [
                { "name": "email", "before": null, "after": "ann@example.com", "code": null }] },
            { "line": 4, "action": "UNCHANGED", "user": null, "org": null, "code": null,
              "reason": "lines 4-1003", "fields": [] },
            { "line": 5, "action": "CONFLICT", "user": null, "org": null, "code": "EMAIL_TAKEN",
              "reason": "Line 7 gives the address up.", "fields": [] },
        ])
    );
    for (action, lines) in [
        ("CREATE", json!([3])),
        ("UNCHANGED", json!([4])),
        ("CONFLICT", json!([5])),
        ("RETIRE", json!([])),
    ] {
        let items = format!("items(action: {action}) {{ totalCount nodes {{ line }} }}");
        let run = app
            .read(
                ROOT,
                &format!("syncRun(id: \"{id}\") {{ plan {{ {items} }} }}"),
            )
            .await;
        let items = &run["plan"]["items"];
        let found = items["nodes"].as_array().expect("items").iter();
        let found: Vec<_> = found.map(|item| item["line"].clone()).collect();
        assert_eq!(json!(found), lines, "{action}");
        assert_eq!(items["totalCount"], json!(found.len()), "{action}");
    }
    let page = "plan { items(first: 2) { nodes { line } pageInfo { endCursor } } }";
    let run = app
        .read(ROOT, &format!("syncRun(id: \"{id}\") {{ {page} }}"))
        .await;
    let cursor = &run["plan"]["items"]["pageInfo"]["endCursor"];
    let page = format!("plan {{ items(first: 9, after: {cursor}) {{ nodes {{ line }} }} }}");
    let run = app
        .read(ROOT, &format!("syncRun(id: \"{id}\") {{ {page} }}"))
        .await;
    assert_eq!(
        run["plan"]["items"]["nodes"],
        json!([{ "line": 4 }, { "line": 5 }])
    );
}

async fn values_of_a_user_whom_the_reader_cannot_see_are_hidden(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let ann = app.user(other, "ann").await;
    insert_run(&app, 1, &[(org, true)], &Counts::default()).await;
    let join = Changes {
        fields: vec![change(Field::First, Some("Ann"), Some("Anna"))],
        ..Changes::default()
    };
    insert_item(
        &app,
        sync_item::Model {
            user_id: Some(ann.into()),
            ..item(0, SyncAction::Join, &join)
        },
    )
    .await;
    let id = run_id(1);
    let items = "plan { items { nodes { user { id } fields { before after } } } }";
    let query = format!("syncRun(id: \"{id}\") {{ {items} }}");
    let seen = app.read(ROOT, &query).await;
    assert_eq!(
        seen["plan"]["items"]["nodes"],
        json!([{ "user": { "id": ann }, "fields": [{ "before": "Ann", "after": "Anna" }] }])
    );
    let seen = app.read(&app.token_of_org(org).await, &query).await;
    assert_eq!(
        seen["plan"]["items"]["nodes"],
        json!([{ "user": null, "fields": [{ "before": null, "after": "Anna" }] }])
    );
}

async fn nested_objects_of_runs_take_one_statement_for_each_type(app: TestApp) {
    let org = app.org("Acme").await;
    let query =
        "{ syncRuns { nodes { org { name } job { id } revertOf { id } untouchedOrgs { name } } } }";
    let mut taken = Vec::new();
    for number in 1..=6 {
        insert_run(&app, number, &[(org, number % 2 == 0)], &Counts::default()).await;
        taken.push(app.statements_of(ROOT, query).await);
    }
    assert_eq!(taken[1..], vec![taken[1]; 5], "{taken:?}");
}

async fn plan_sync_checks_its_arguments(app: TestApp) {
    let org = app.org("Acme").await;
    let admin = app.admin(org, "admin").await;
    let plan = |input: &str| format!("planSync(input: {{ upload: \"{}\", {input} }})", run_id(1));
    let source = "source: \"hr\"";
    for (input, code, field) in [
        (format!("{source}, mode: REMOVE"), "INVALID_VALUE", "mode"),
        ("source: \" \"".to_owned(), "INVALID_VALUE", "source"),
        (source.to_owned(), "INVALID_VALUE", "upload"),
        (
            format!("{source}, org: {{ name: \"Nowhere\" }}"),
            "ORG_NOT_FOUND",
            "org",
        ),
    ] {
        app.refuses(ROOT, &plan(&input), code, field).await;
    }
    let admin = app.token_of(admin).await;
    assert_eq!(app.refused(&admin, &plan(source)).await, "FORBIDDEN");
    let own = app.token(&format!("org: \"{org}\", source: \"crm\"")).await;
    app.refuses(&own, &plan(source), "FORBIDDEN", "source")
        .await;
}

on_both_engines! {
    run_is_visible_with_sync_write_in_each_of_its_orgs,
    run_shows_its_plan,
    values_of_a_user_whom_the_reader_cannot_see_are_hidden,
    nested_objects_of_runs_take_one_statement_for_each_type,
    plan_sync_checks_its_arguments,
}
