//! Rows in groups.

use serde_json::json;
use uuid::Uuid;

use crate::support::{TestApp, on_both_engines};

use super::{ask, owned};

/// Adds a member to a group, with a row that the source `hr` owns.
async fn join(app: &TestApp, org: Uuid, group: Uuid, user: Uuid) {
    app.join(org, group, user).await;
    let (group, user) = (app.id(group), app.id(user));
    app.sql(&format!(
        "UPDATE group_memberships SET owned_by = 'hr' WHERE group_id = {group} AND user_id = {user}"
    ))
    .await;
}

async fn groups_are_added_and_replaced(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let (sales, vip) = (app.group(org, "Sales").await, app.group(org, "VIP").await);
    app.group(org, "Support").await;
    join(&app, org, sales, ann).await;
    app.join(org, vip, ann).await;
    let row = |groups| json!({ "email": "ann@example.com", "groups": groups });
    for (groups, added, replaced) in [
        (json!(["sales"]), "1 unchanged", "1 unchanged"),
        (
            json!(["Support", "SALES", "support"]),
            "1 update +Support",
            "1 update +Support",
        ),
        (
            json!(["Support"]),
            "1 update +Support",
            "1 update -Sales +Support",
        ),
        (json!(null), "1 update -Sales", "1 update -Sales"),
        (
            json!(["None"]),
            "1 conflict GROUP_NOT_FOUND",
            "1 conflict GROUP_NOT_FOUND",
        ),
    ] {
        let plan = ask(Some(org), [row(groups.clone())]).plan(&app).await;
        assert_eq!(plan.shown(), [added], "{groups}");
        let plan = ask(Some(org), [row(groups.clone())])
            .replacing()
            .plan(&app)
            .await;
        assert_eq!(plan.shown(), [replaced], "{groups}");
    }
    let plan = ask(Some(org), [row(json!(["Support"]))])
        .replacing()
        .plan(&app)
        .await;
    assert_eq!(
        (plan.counts.groups_added, plan.counts.groups_removed),
        (1, 1)
    );
    assert_eq!(plan.guard.removals, 1);
}

async fn group_is_created_once(app: TestApp) {
    let org = app.org("Acme").await;
    let row =
        |n: usize, group: &str| json!({ "email": format!("u{n}@example.com"), "groups": [group] });
    let rows: Vec<_> = (0..450)
        .map(|n| row(n, "=New"))
        .chain([row(450, "=NEW")])
        .collect();
    let plan = ask(Some(org), rows).creating_groups().plan(&app).await;
    assert_eq!(plan.counts.created, 451, "{:?}", plan.rows.first());
    assert_eq!(
        (plan.counts.groups_created, plan.counts.groups_added),
        (1, 451)
    );
}

async fn group_that_would_be_empty_trips_the_guard(app: TestApp) {
    let org = app.org("Acme").await;
    let sales = app.group(org, "Sales").await;
    let mut rows = Vec::new();
    for name in ["ann", "bob", "cat"] {
        let user = owned(&app, org, name).await;
        join(&app, org, sales, user).await;
        rows.push(json!({ "external_id": name, "groups": null }));
    }
    let two = ask(Some(org), &rows[..2]).plan(&app).await;
    assert!(!two.guard.tripped);
    let three = ask(Some(org), rows).plan(&app).await;
    assert!(three.guard.tripped, "{three:#?}");
    assert_eq!(
        three.guard.reasons,
        ["Group `Sales` of org `Acme` would be empty."]
    );
}

on_both_engines! {
    groups_are_added_and_replaced,
    group_is_created_once,
    group_that_would_be_empty_trips_the_guard,
}
