//! Reverting applied runs.
//!
//! * `defaults`: the default of a user comes back with its reason.
//! * `since`: what others have changed after the run, or between plan and apply.

mod defaults;
mod since;

use serde_json::json;
use tenantry::{entity::sync_run::SyncStatus, error::Code};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{
    apply::{apply, code, directory, member, plan_revert, revert, run, user_of},
    plan::{ask, own, owned},
};

/// A directory export after some months: an address and a name have changed, people have left,
/// joined, come back and moved between orgs.
async fn directory_export_is_undone(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let mut users = Vec::new();
    for name in ["ann", "bob", "cat", "dan", "eve", "fay"] {
        users.push(owned(&app, acme, name).await);
    }
    let [ann, bob, cat, dan, eve, _] = users[..] else {
        panic!("six users")
    };
    for user in [dan, eve] {
        app.add(beta, user).await;
        own(&app, "memberships", "user_id", user).await;
    }
    app.retire(beta, dan).await;
    let away = app.user(beta, "away").await;
    let (ops, dev) = (app.group(acme, "Ops").await, app.group(acme, "Dev").await);
    app.group(beta, "Ops").await;
    app.join(acme, ops, ann).await;
    app.join(acme, dev, bob).await;
    own(&app, "group_memberships", "user_id", ann).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{cat}\", name: \"The Cat\", mobile: \"+49 1\")"),
    )
    .await;
    app.state(acme, bob, "role: ADMIN").await;
    let before = directory(&app).await;
    let rows = [
        // A changed address, a rename, and other groups.
        json!({ "org": "Acme", "external_id": "ann", "email": "anna@example.com", "first": "Anna", "groups": ["Dev"] }),
        // A member who loses a role and gets a group.
        json!({ "org": "Acme", "email": "bob@example.com", "role": "user", "groups": ["Ops"] }),
        // Values that are cleared.
        json!({ "org": "Acme", "email": "cat@example.com", "name": null, "mobile": null, "external_id": null }),
        // A member who moves to another org.
        json!({ "org": "Acme", "email": "dan@example.com", "status": "retired" }),
        json!({ "org": "Beta", "email": "dan@example.com", "is_default": true }),
        // A joiner, a new person, and a new person in two orgs.
        json!({ "org": "Acme", "email": "away@example.com", "groups": ["Ops"] }),
        json!({ "org": "Acme", "email": "new@example.com", "first": "New", "groups": ["Ops"] }),
        json!({ "org": "Acme", "email": "both@example.com", "external_id": "b" }),
        json!({ "org": "Beta", "email": "both@example.com", "is_default": true, "groups": ["Ops"] }),
    ];
    let applied = run(&app, ask(None, rows).replacing()).await;
    assert!(
        applied.rows.iter().all(|row| row.code.is_none()),
        "{applied:#?}"
    );
    // The leavers.
    assert_eq!(member(&app, acme, eve).await, "user retired eve - hr");
    assert_eq!(member(&app, acme, away).await, "user active - - hr");
    assert_ne!(directory(&app).await, before);
    let reverted = revert(&app, applied.run).await;
    assert!(
        reverted.rows.iter().all(|row| row.code.is_none()),
        "{reverted:#?}"
    );
    assert_eq!(directory(&app).await, before);
    assert_eq!(reverted.counts.deleted, 2);
    assert_eq!(user_of(&app, "new@example.com").await, None);
    // There is nothing left to revert.
    let again = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    assert_eq!(again.items, [""; 0], "{again:#?}");
}

async fn first_load_is_undone_with_confirmation(app: TestApp) {
    let org = app.org("Acme").await;
    let before = directory(&app).await;
    let rows: Vec<_> = (0..30)
        .map(|n| json!({ "email": format!("u{n}@example.com"), "role": "admin" }))
        .collect();
    let applied = run(&app, ask(Some(org), rows)).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    assert_eq!((plan.counts.deleted, plan.guard.removals), (30, 30));
    assert!(plan.guard.tripped);
    assert_eq!(plan.counts.cleared_fields, 0);
    let refused = super::apply::queue_apply(&app, ROOT, plan.run).await;
    assert_eq!(code(refused), Code::GuardTripped);
    apply(&app, ROOT, &plan).await;
    assert_eq!(directory(&app).await, before);
}

async fn user_with_anything_else_is_only_removed(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let group = app.group(org, "Ops").await;
    let row = |name: &str| json!({ "email": format!("{name}@example.com") });
    let names = ["ann", "bob", "cat", "dan"];
    let applied = run(&app, ask(Some(org), names.map(row))).await;
    let user = async |name: &str| user_of(&app, &format!("{name}@example.com")).await;
    let (ann, bob, cat) = (user("ann").await, user("bob").await, user("cat").await);
    app.add(other, ann.expect("ann")).await;
    app.token_of(bob.expect("bob")).await;
    app.join(org, group, cat.expect("cat")).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    let mut shown: Vec<&str> = plan.shown();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            "- delete email:dan@example.com>- first:dan>- user_owned_by:hr>- role:user>- status:active>- owned_by:hr>-",
            "- remove role:user>- status:active>- owned_by:hr>-",
            "- remove role:user>- status:active>- owned_by:hr>-",
            "- remove role:user>- status:active>- owned_by:hr>- -Ops",
        ]
    );
    // The row in the group counts as a removal.
    assert_eq!((plan.guard.removals, plan.counts.groups_removed), (5, 1));
    apply(&app, ROOT, &plan).await;
    assert_eq!(app.count("SELECT count(*) FROM users").await, 3);
    assert_eq!(app.count("SELECT count(*) FROM memberships").await, 1);
    assert_eq!(
        member(&app, other, ann.expect("ann")).await,
        "user active - promoted -"
    );
}

async fn deletion_requires_its_permission(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "boss").await;
    let token = app.token_of(owner).await;
    let applied = run(
        &app,
        ask(Some(org), [json!({ "email": "ann@example.com" })]).by(&token),
    )
    .await;
    let plan = plan_revert(&app, &token, applied.run)
        .await
        .expect("a plan");
    assert_eq!(
        plan.shown(),
        ["- remove role:user>- status:active>- owned_by:hr>-"]
    );
    let reverted = apply(&app, &token, &plan).await;
    assert_eq!(reverted.rows[0].code, None);
    assert!(user_of(&app, "ann@example.com").await.is_some());
    assert_eq!(app.count("SELECT count(*) FROM memberships").await, 1);
}

async fn ownership_is_given_back(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let bob = owned(&app, org, "bob").await;
    for table in ["users", "memberships"] {
        let column = if table == "users" { "id" } else { "user_id" };
        let sql = format!(
            "UPDATE {table} SET owned_by = 'crm' WHERE {column} = {}",
            app.id(bob)
        );
        app.sql(&sql).await;
    }
    let before = directory(&app).await;
    let rows = [
        json!({ "email": "ann@example.com", "first": "Anna" }),
        json!({ "email": "bob@example.com" }),
    ];
    let applied = run(&app, ask(Some(org), rows).taking_over()).await;
    assert_eq!(member(&app, org, ann).await, "user active - only hr");
    assert_eq!(member(&app, org, bob).await, "user active bob only hr");
    revert(&app, applied.run).await;
    assert_eq!(directory(&app).await, before);
}

async fn groups_that_the_run_has_made_stay(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let row = json!({ "email": "ann@example.com", "groups": ["Ops"] });
    let applied = run(&app, ask(Some(org), [row]).creating_groups()).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    assert_eq!(plan.shown(), ["- update -Ops"]);
    apply(&app, ROOT, &plan).await;
    assert_eq!(app.count("SELECT count(*) FROM groups").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM group_memberships").await, 0);
    assert_eq!(member(&app, org, ann).await, "user active ann only hr");
}

async fn only_a_run_that_is_over_is_reverted(app: TestApp) {
    let org = app.org("Acme").await;
    let plan = ask(Some(org), [json!({ "email": "ann@example.com" })]);
    let plan = plan.plan(&app).await;
    let refused = plan_revert(&app, ROOT, plan.run).await;
    assert_eq!(code(refused), Code::InvalidValue);
    apply(&app, ROOT, &plan).await;
    let reverted = revert(&app, plan.run).await;
    assert_eq!(reverted.status, SyncStatus::Applied);
    let refused = plan_revert(&app, ROOT, reverted.run).await;
    assert_eq!(code(refused), Code::InvalidValue);
    let owner = app.owner(app.org("Other").await, "boss").await;
    let token = app.token_of(owner).await;
    let refused = plan_revert(&app, &token, plan.run).await;
    assert_eq!(code(refused), Code::SyncRunNotFound);
}

on_both_engines! {
    directory_export_is_undone,
    first_load_is_undone_with_confirmation,
    user_with_anything_else_is_only_removed,
    deletion_requires_its_permission,
    ownership_is_given_back,
    groups_that_the_run_has_made_stay,
    only_a_run_that_is_over_is_reverted,
}
