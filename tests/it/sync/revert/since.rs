//! What others have changed after the run, or between the plan of its revert and the apply.

use serde_json::json;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::super::{
    apply::{apply, directory, member, plan_revert, run, user_of},
    plan::{ask, own, owned},
};

const HOLD: &str =
    "UPDATE memberships SET hold_until = '2027-01-01T00:00:00Z', hold_reason = 'leave'";

async fn value_that_was_changed_since_is_a_conflict(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (owned(&app, org, "ann").await, owned(&app, org, "bob").await);
    let cat = owned(&app, org, "cat").await;
    let rows = [
        json!({ "email": "ann@example.com", "first": "Anna", "role": "admin" }),
        json!({ "email": "bob@example.com", "role": "admin" }),
        json!({ "email": "cat@example.com", "status": "retired" }),
        json!({ "email": "new@example.com" }),
    ];
    let applied = run(&app, ask(Some(org), rows)).await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{ann}\", first: \"Anne\")"),
    )
    .await;
    app.state(org, bob, "role: USER").await;
    app.state(org, bob, "isOwner: true").await;
    app.done(
        ROOT,
        &format!("removeOrgMember(org: \"{org}\", userId: \"{cat}\")"),
    )
    .await;
    let new = user_of(&app, "new@example.com").await.expect("created");
    app.state(org, new, "role: ADMIN").await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    let mut shown = plan.shown();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            "- conflict PLAN_STALE",
            "- conflict PLAN_STALE",
            "- conflict PLAN_STALE",
            "- update role:admin>user",
        ]
    );
    let before = user_of(&app, "new@example.com").await;
    let reverted = apply(&app, ROOT, &plan).await;
    assert_eq!(
        user_of(&app, "new@example.com").await,
        before,
        "{reverted:#?}"
    );
    assert_eq!(member(&app, org, new).await, "admin active - only hr");
    assert_eq!(member(&app, org, ann).await, "user active ann only hr");
    assert_eq!(
        app.count("SELECT count(*) FROM users WHERE first_name = 'Anne'")
            .await,
        1
    );
}

async fn later_holds_are_honored(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = owned(&app, org, "ann").await;
    let rows = [
        json!({ "email": "ann@example.com", "first": "Anna", "role": "admin" }),
        json!({ "email": "new@example.com" }),
    ];
    let applied = run(&app, ask(Some(org), rows)).await;
    app.sql(HOLD).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    let mut shown = plan.shown();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            "- held first:Anna>ann role:admin>user",
            "- held role:user>- status:active>- owned_by:hr>-",
        ]
    );
    apply(&app, ROOT, &plan).await;
    assert_eq!(member(&app, org, ann).await, "admin active ann only hr");
    assert_eq!(
        app.count("SELECT count(*) FROM users WHERE first_name = 'ann'")
            .await,
        1
    );
    assert_eq!(app.count("SELECT count(*) FROM memberships").await, 2);
}

/// Everything that a removal depends on is judged again when it is applied.
async fn removals_are_judged_again_at_apply(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let group = app.group(org, "Ops").await;
    let names = [
        "joins",
        "token",
        "grouped",
        "held",
        "role",
        "owner",
        "renamed",
        "suspended",
    ];
    let row = |name: &str| json!({ "email": format!("{name}@example.com"), "first": name });
    let applied = run(&app, ask(Some(org), names.map(row))).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    assert_eq!(plan.counts.deleted, 8, "{plan:#?}");
    let user = async |name: &str| {
        let user = user_of(&app, &format!("{name}@example.com")).await;
        user.expect("created")
    };
    app.add(other, user("joins").await).await;
    app.token_of(user("token").await).await;
    app.join(org, group, user("grouped").await).await;
    let held = format!("{HOLD} WHERE user_id = {}", app.id(user("held").await));
    app.sql(&held).await;
    app.state(org, user("role").await, "role: ADMIN").await;
    app.state(org, user("owner").await, "isOwner: true").await;
    let renamed = user("renamed").await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{renamed}\", last: \"Lee\")"),
    )
    .await;
    let suspended = user("suspended").await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{suspended}\", status: SUSPENDED)"),
    )
    .await;
    let before = directory(&app).await;
    let reverted = apply(&app, ROOT, &plan).await;
    let mut codes: Vec<_> = reverted
        .rows
        .iter()
        .map(|row| row.code.as_deref())
        .collect();
    codes.sort_unstable();
    assert!(
        codes
            .iter()
            .all(|code| matches!(code, Some("PLAN_STALE" | "OWNER_PROTECTED"))),
        "{reverted:#?}"
    );
    assert_eq!(directory(&app).await, before);
}

async fn groups_that_others_have_changed_stay(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (owned(&app, org, "ann").await, owned(&app, org, "bob").await);
    let (ops, dev) = (app.group(org, "Ops").await, app.group(org, "Dev").await);
    app.join(org, ops, ann).await;
    app.join(org, ops, bob).await;
    own(&app, "group_memberships", "user_id", ann).await;
    own(&app, "group_memberships", "user_id", bob).await;
    let rows = [
        json!({ "email": "ann@example.com", "groups": ["Dev"] }),
        json!({ "email": "bob@example.com", "groups": ["Dev"] }),
    ];
    let applied = run(&app, ask(Some(org), rows).replacing()).await;
    // Ann was put back into Ops. Bob was taken out of Dev and added again.
    app.join(org, ops, ann).await;
    let leave =
        format!("removeGroupMembership(org: \"{org}\", groupId: \"{dev}\", userId: \"{bob}\")");
    app.done(ROOT, &leave).await;
    app.join(org, dev, bob).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    assert_eq!(plan.shown(), ["- update -Dev", "- update +Ops"]);
    apply(&app, ROOT, &plan).await;
    let groups = "SELECT count(*) FROM group_memberships WHERE owned_by IS NULL";
    assert_eq!(app.count(groups).await, 2);
    assert_eq!(app.count("SELECT count(*) FROM group_memberships").await, 3);
}

async fn user_who_was_deleted_since_is_left_out(app: TestApp) {
    let org = app.org("Acme").await;
    let applied = run(
        &app,
        ask(Some(org), [json!({ "email": "ann@example.com" })]),
    )
    .await;
    let ann = user_of(&app, "ann@example.com").await.expect("created");
    app.done(ROOT, &format!("deleteUser(userId: \"{ann}\")"))
        .await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    assert_eq!(plan.items, [""; 0]);
}

on_both_engines! {
    value_that_was_changed_since_is_a_conflict,
    later_holds_are_honored,
    removals_are_judged_again_at_apply,
    groups_that_others_have_changed_stay,
    user_who_was_deleted_since_is_left_out,
}
