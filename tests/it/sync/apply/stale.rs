//! What was changed between planning and applying.

use serde_json::json;
use tenantry::{entity::sync_run::SyncStatus, error::Code};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::super::plan::{Plan, ask, owned};
use super::{apply, code, member, plan_revert, queue_apply, user_of};

/// Checks that the only item of a plan is stale.
async fn is_stale(app: &TestApp, plan: &Plan) {
    let events = app.events_so_far().await;
    let applied = apply(app, ROOT, plan).await;
    assert_eq!(applied.status, SyncStatus::Applied);
    let codes: Vec<_> = applied.rows.iter().map(|row| row.code.as_deref()).collect();
    assert_eq!(codes, [Some("PLAN_STALE")], "{applied:#?}");
    assert_eq!(app.events_so_far().await, events, "nothing is written");
    let failed = format!(
        "SELECT failed FROM sync_runs WHERE id = {}",
        app.id(plan.run)
    );
    let rows = app.sql(&failed).await;
    assert_eq!(rows[0].try_get::<i32>("", "failed").expect("a number"), 1);
}

async fn field_that_was_changed_is_stale(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let row = json!({ "email": "ann@example.com", "first": "Anna", "role": "admin" });
    let plan = ask(Some(org), [row]).plan(&app).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{ann}\", first: \"Anne\")"),
    )
    .await;
    is_stale(&app, &plan).await;
    assert_eq!(member(&app, org, ann).await, "user active ann only hr");
}

async fn field_that_is_not_written_may_change(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let row = json!({ "email": "ann@example.com", "first": "Anna" });
    let plan = ask(Some(org), [row]).plan(&app).await;
    app.state(org, ann, "role: ADMIN").await;
    let applied = apply(&app, ROOT, &plan).await;
    assert_eq!(applied.rows[0].code, None);
    assert_eq!(member(&app, org, ann).await, "admin active ann only hr");
}

async fn member_who_came_went_retired_or_returned_is_stale(app: TestApp) {
    let (org, home) = (app.org("Acme").await, app.org("Home").await);
    // Came.
    let ann = app.user(home, "ann").await;
    let plan = ask(Some(org), [json!({ "email": "ann@example.com" })]);
    let plan = plan.plan(&app).await;
    app.add(org, ann).await;
    is_stale(&app, &plan).await;
    // A user with the address came.
    let plan = ask(Some(org), [json!({ "email": "new@example.com" })]);
    let plan = plan.plan(&app).await;
    app.user(home, "new").await;
    is_stale(&app, &plan).await;
    // Went.
    let bob = owned(&app, org, "bob").await;
    let change = json!({ "email": "bob@example.com", "role": "admin" });
    let plan = ask(Some(org), [change.clone()]).plan(&app).await;
    let remove = format!("removeOrgMember(org: \"{org}\", userId: \"{bob}\")");
    app.done(ROOT, &remove).await;
    is_stale(&app, &plan).await;
    // Retired.
    let cat = owned(&app, org, "cat").await;
    let change = json!({ "email": "cat@example.com", "role": "admin" });
    let plan = ask(Some(org), [change]).plan(&app).await;
    app.retire(org, cat).await;
    is_stale(&app, &plan).await;
    // Returned.
    let change = json!({ "email": "cat@example.com", "role": "admin", "status": "retired" });
    let plan = ask(Some(org), [change]).plan(&app).await;
    assert_eq!(plan.shown(), ["1 update role:user>admin"]);
    app.add(org, cat).await;
    is_stale(&app, &plan).await;
    // Was deleted.
    let dan = owned(&app, org, "dan").await;
    let change = json!({ "email": "dan@example.com", "role": "admin" });
    let plan = ask(Some(org), [change]).plan(&app).await;
    app.done(ROOT, &format!("deleteUser(userId: \"{dan}\")"))
        .await;
    is_stale(&app, &plan).await;
}

async fn hold_that_was_set_since_is_honored(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let row = json!({ "email": "ann@example.com", "role": "admin" });
    let plan = ask(Some(org), [row]).plan(&app).await;
    let hold = format!(
        "UPDATE memberships SET hold_until = '2027-01-01T00:00:00Z', hold_reason = 'leave' WHERE user_id = {}",
        app.id(ann)
    );
    app.sql(&hold).await;
    is_stale(&app, &plan).await;
    // A hold does not cover the user's own fields.
    let row = json!({ "email": "ann@example.com", "role": "admin", "first": "Anna" });
    let plan = ask(Some(org), [row]).plan(&app).await;
    assert_eq!(plan.shown(), ["1 held first:ann>Anna role:user>admin"]);
    let applied = apply(&app, ROOT, &plan).await;
    assert_eq!(applied.rows[0].code, None, "{applied:#?}");
    let named = "SELECT count(*) FROM users WHERE first_name = 'Anna'";
    assert_eq!(app.count(named).await, 1);
    assert_eq!(member(&app, org, ann).await, "user active ann only hr");
}

async fn owner_is_protected_at_apply(app: TestApp) {
    let org = app.org("Acme").await;
    app.owner(org, "boss").await;
    let ann = owned(&app, org, "ann").await;
    let row = json!({ "external_id": "ann", "email": "anna@example.com" });
    let plan = ask(Some(org), [row]).plan(&app).await;
    app.state(org, ann, "isOwner: true").await;
    let applied = apply(&app, ROOT, &plan).await;
    assert_eq!(applied.rows[0].code.as_deref(), Some("OWNER_PROTECTED"));
    assert_eq!(user_of(&app, "ann@example.com").await, Some(ann));
}

async fn groups_that_were_changed_are_stale(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let group = app.group(org, "Ops").await;
    let row = json!({ "email": "ann@example.com", "groups": ["Ops"] });
    let plan = ask(Some(org), [row.clone()]).plan(&app).await;
    app.join(org, group, ann).await;
    is_stale(&app, &plan).await;
    let leave =
        format!("removeGroupMembership(org: \"{org}\", groupId: \"{group}\", userId: \"{ann}\")");
    app.done(ROOT, &leave).await;
    let plan = ask(Some(org), [row]).plan(&app).await;
    app.done(ROOT, &format!("deleteGroup(groupId: \"{group}\")"))
        .await;
    is_stale(&app, &plan).await;
}

async fn row_in_a_group_is_taken_over_as_planned_or_not_at_all(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let group = app.group(org, "Ops").await;
    app.join(org, group, ann).await;
    let hold = format!(
        "holdMembership(org: \"{org}\", userId: \"{ann}\", until: \"2026-01-31T00:00:00Z\", reason: \"x\")"
    );
    app.done(ROOT, &hold).await;
    let take = || {
        let row = json!({ "email": "ann@example.com", "groups": ["Ops"] });
        ask(Some(org), [row]).taking_over()
    };
    // A hold keeps the row in the group, and its owner is no part of that.
    let plan = take().plan(&app).await;
    assert_eq!(plan.shown(), ["1 update =Ops"]);
    app.sql("UPDATE group_memberships SET owned_by = 'crm'")
        .await;
    is_stale(&app, &plan).await;
    let plan = take().plan(&app).await;
    let leave =
        format!("removeGroupMembership(org: \"{org}\", groupId: \"{group}\", userId: \"{ann}\")");
    app.done(ROOT, &leave).await;
    is_stale(&app, &plan).await;
}

async fn defaults_that_the_run_moves_are_not_stale(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    app.add(beta, ann).await;
    super::super::plan::own(&app, "memberships", "user_id", ann).await;
    // The first row moves the default to Beta, which the second row also asks for.
    let rows = [
        json!({ "email": "ann@example.com", "org": "Acme", "status": "retired" }),
        json!({ "email": "ann@example.com", "org": "Beta", "is_default": true, "external_id": "b" }),
    ];
    let plan = ask(None, rows).plan(&app).await;
    let applied = apply(&app, ROOT, &plan).await;
    assert!(
        applied.rows.iter().all(|row| row.code.is_none()),
        "{applied:#?}"
    );
    assert_eq!(member(&app, acme, ann).await, "user retired ann - hr");
    assert_eq!(member(&app, beta, ann).await, "user active b explicit hr");
}

async fn too_many_stale_rows_end_the_run(app: TestApp) {
    let org = app.org("Acme").await;
    let rows: Vec<_> = (0..60)
        .map(|n| json!({ "email": format!("u{n}@example.com") }))
        .collect();
    let plan = ask(Some(org), rows).plan(&app).await;
    let home = app.org("Home").await;
    for n in 0..51 {
        app.user(home, &format!("u{n}")).await;
    }
    let applied = apply(&app, ROOT, &plan).await;
    assert_eq!(applied.status, SyncStatus::Failed);
    assert_eq!(applied.error.as_deref(), Some("PLAN_STALE"));
    let jobs = "SELECT count(*) FROM jobs WHERE kind = 'applySync' AND status = 'failed' AND message IS NOT NULL";
    assert_eq!(app.count(jobs).await, 1);
    assert_eq!(app.count("SELECT count(*) FROM sync_leases").await, 0);
    // What was applied can be reverted.
    let reverted = plan_revert(&app, ROOT, plan.run).await.expect("a plan");
    assert_eq!(reverted.status, SyncStatus::Planned);
    assert_eq!(
        code(queue_apply(&app, ROOT, plan.run).await),
        Code::PlanStale
    );
}

on_both_engines! {
    field_that_was_changed_is_stale,
    field_that_is_not_written_may_change,
    member_who_came_went_retired_or_returned_is_stale,
    hold_that_was_set_since_is_honored,
    owner_is_protected_at_apply,
    groups_that_were_changed_are_stale,
    row_in_a_group_is_taken_over_as_planned_or_not_at_all,
    defaults_that_the_run_moves_are_not_stale,
    too_many_stale_rows_end_the_run,
}
