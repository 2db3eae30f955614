//! What applied items leave behind.

use serde_json::json;
use tenantry::entity::sync_run::SyncStatus;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::super::plan::{ask, own, owned};
use super::{member, plan_revert, revert, run, user_of};

async fn created_user_and_membership_belong_to_the_source(app: TestApp) {
    let org = app.org("Acme").await;
    let before = app.events_so_far().await;
    let row = json!({ "email": "Ann@Example.com", "first": "Ann", "last": "Lee", "external_id": "7", "role": "admin", "groups": ["Sales"], "user_external_id": "u7", "timezone": "Europe/Berlin" });
    let applied = run(&app, ask(Some(org), [row]).creating_groups()).await;
    let ann = user_of(&app, "ann@example.com").await.expect("created");
    assert_eq!(member(&app, org, ann).await, "admin active 7 only hr");
    assert_eq!(applied.rows[0].user_id, Some(ann.into()));
    let users = "SELECT count(*) FROM users WHERE owned_by = 'hr' AND display_name = 'Ann Lee' AND external_id = 'u7' AND timezone = 'Europe/Berlin'";
    assert_eq!(app.count(users).await, 1);
    let rows = "SELECT count(*) FROM group_memberships WHERE owned_by = 'hr'";
    assert_eq!(app.count(rows).await, 1);
    let events = app.events(before).await;
    let kinds: Vec<_> = events
        .iter()
        .map(|event| (event["entity"].as_str(), event["verb"].as_str()))
        .collect();
    let created = |entity| (Some(entity), Some("created"));
    assert_eq!(
        kinds,
        ["user", "group", "membership", "group_membership"].map(created)
    );
    for event in events {
        assert_eq!(
            (&event["source"], &event["actor_kind"]),
            (&json!("hr"), &json!("job"))
        );
    }
    let of_run = format!(
        "SELECT count(*) FROM events WHERE sync_run = {}",
        app.id(applied.run)
    );
    assert_eq!(app.count(&of_run).await, 4);
    // The rows say which token has written them, as ever.
    let sources = "SELECT count(*) FROM memberships WHERE source IS NOT NULL";
    assert_eq!(app.count(sources).await, 0);
}

async fn rows_of_one_new_person_are_one_user(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let row = |org: &str, is_default: bool| json!({ "email": "ann@example.com", "first": "Ann", "org": org, "is_default": is_default });
    let applied = run(&app, ask(None, [row("Acme", false), row("Beta", true)])).await;
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
    let ann = user_of(&app, "ann@example.com").await.expect("created");
    assert_eq!(member(&app, acme, ann).await, "user active - - hr");
    assert_eq!(member(&app, beta, ann).await, "user active - explicit hr");
    assert!(
        applied
            .rows
            .iter()
            .all(|row| row.user_id == Some(ann.into()))
    );
}

async fn members_change_retire_and_come_back(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (owned(&app, org, "ann").await, owned(&app, org, "bob").await);
    let dora = owned(&app, org, "dora").await;
    app.retire(org, dora).await;
    let gone = owned(&app, org, "gone").await;
    for name in ["Ops", "Dev"] {
        let group = app.group(org, name).await;
        app.join(org, group, ann).await;
    }
    own(&app, "group_memberships", "user_id", ann).await;
    app.group(org, "Sales").await;
    let rows = [
        json!({ "external_id": "ann", "email": "anna@example.com", "first": "Anna", "role": "admin", "groups": ["Ops", "Sales"] }),
        json!({ "email": "bob@example.com", "status": "retired" }),
        json!({ "email": "dora@example.com" }),
    ];
    let applied = run(&app, ask(Some(org), rows).replacing()).await;
    assert!(
        applied.rows.iter().all(|row| row.code.is_none()),
        "{applied:#?}"
    );
    assert_eq!(user_of(&app, "anna@example.com").await, Some(ann));
    assert_eq!(member(&app, org, ann).await, "admin active ann only hr");
    assert_eq!(member(&app, org, bob).await, "user retired bob - hr");
    assert_eq!(member(&app, org, dora).await, "user active dora only hr");
    assert_eq!(member(&app, org, gone).await, "user retired gone - hr");
    let groups = app
        .sql("SELECT g.name FROM groups g JOIN group_memberships gm ON gm.group_id = g.id ORDER BY g.name")
        .await;
    let groups: Vec<String> = groups
        .iter()
        .map(|row| row.try_get("", "name").expect("a name"))
        .collect();
    assert_eq!(groups, ["Ops", "Sales"]);
    // Nothing is left to do.
    let rows = [json!({ "external_id": "ann", "email": "anna@example.com" })];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(plan.shown(), ["1 unchanged"]);
}

async fn run_that_takes_over_owns_what_it_names(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    run(
        &app,
        ask(Some(org), [json!({ "email": "ann@example.com" })]).taking_over(),
    )
    .await;
    assert_eq!(member(&app, org, ann).await, "user active - only hr");
    let users = "SELECT count(*) FROM users WHERE owned_by = 'hr'";
    assert_eq!(app.count(users).await, 1);
}

/// Rows in groups are taken over as well. That is no removal, needs no group to change, and is
/// given back.
async fn run_that_takes_over_owns_rows_in_groups(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    for name in ["Ops", "Dev"] {
        let group = app.group(org, name).await;
        app.join(org, group, ann).await;
    }
    let owned = "SELECT count(*) FROM group_memberships m JOIN groups g ON g.id = m.group_id WHERE m.owned_by = 'hr' AND g.name = 'Ops'";
    let all = "SELECT count(*) FROM group_memberships WHERE owned_by = 'hr'";
    let row = json!({ "email": "ann@example.com", "groups": ["ops"] });
    let stays = run(&app, ask(Some(org), [row.clone()])).await;
    assert_eq!(stays.counts.unchanged, 1);
    let taken = run(&app, ask(Some(org), [row.clone()]).taking_over()).await;
    assert_eq!((app.count(owned).await, app.count(all).await), (1, 1));
    let counts = &taken.counts;
    assert_eq!(
        (
            counts.groups_added,
            counts.groups_removed,
            taken.guard.removals
        ),
        (0, 0, 0)
    );
    let again = ask(Some(org), [row]).taking_over().plan(&app).await;
    assert_eq!(again.shown(), ["1 unchanged"]);
    // In the mode `replace`, the group whose row the run owns is left.
    let row = json!({ "email": "ann@example.com", "groups": [] });
    let left = ask(Some(org), [row]).replacing().plan(&app).await;
    assert_eq!(left.counts.groups_removed, 1);
    // A row that another source has taken over since is not given back.
    app.sql("UPDATE group_memberships SET owned_by = 'crm' WHERE owned_by = 'hr'")
        .await;
    let refused = plan_revert(&app, ROOT, taken.run).await.expect("a plan");
    let own = "- update user_owned_by:hr>-";
    assert_eq!(refused.shown(), [own, "- conflict OTHER_SOURCE"]);
    app.sql("UPDATE group_memberships SET owned_by = 'hr' WHERE owned_by = 'crm'")
        .await;
    let reverted = revert(&app, taken.run).await;
    assert_eq!(
        (reverted.status, reverted.counts.groups_added),
        (SyncStatus::Applied, 0)
    );
    assert_eq!(app.count(all).await, 0);
    assert_eq!(app.count("SELECT count(*) FROM group_memberships").await, 2);
}

async fn display_name_follows_first_and_last_name_again(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{ann}\", name: \"The Boss\")"),
    )
    .await;
    let row = json!({ "email": "ann@example.com", "name": null, "last": "Lee" });
    let applied = run(&app, ask(Some(org), [row])).await;
    assert_eq!(applied.status, SyncStatus::Applied);
    let named =
        "SELECT count(*) FROM users WHERE display_name = 'ann Lee' AND NOT display_name_is_custom";
    assert_eq!(app.count(named).await, 1, "{applied:#?}");
}

async fn empty_plan_is_applied(app: TestApp) {
    let org = app.org("Acme").await;
    let applied = run(&app, ask(Some(org), [])).await;
    assert!(applied.rows.is_empty());
    let jobs = "SELECT count(*) FROM jobs WHERE kind = 'applySync' AND status = 'completed'";
    assert_eq!(app.count(jobs).await, 1);
}

on_both_engines! {
    created_user_and_membership_belong_to_the_source,
    rows_of_one_new_person_are_one_user,
    members_change_retire_and_come_back,
    run_that_takes_over_owns_what_it_names,
    run_that_takes_over_owns_rows_in_groups,
    display_name_follows_first_and_last_name_again,
    empty_plan_is_applied,
}
