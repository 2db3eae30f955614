//! The default of a user comes back with its reason.

use serde_json::json;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::super::{
    apply::{apply, directory, member, plan_revert, revert, run},
    plan::{ask, own},
};

/// The orgs of a user, and how the first one became the default.
async fn member_with_default(app: &TestApp, reason: &str) -> uuid::Uuid {
    let home = app.org(&format!("Home {reason}")).await;
    let next = app.org(&format!("Next {reason}")).await;
    let user = app.user(home, reason).await;
    if reason != "only" {
        app.add(next, user).await;
    }
    let sql = format!(
        "UPDATE memberships SET default_reason = '{reason}' WHERE is_default AND user_id = {}",
        app.id(user)
    );
    app.sql(&sql).await;
    user
}

/// The run moves the default from an org that it does not concern, and the revert gives it back.
async fn default_in_another_org_comes_back_with_its_reason(app: TestApp) {
    let org = app.org("Acme").await;
    for reason in ["explicit", "only", "alphabetical", "promoted"] {
        let user = member_with_default(&app, reason).await;
        let before = directory(&app).await;
        let email = format!("{reason}@example.com");
        let row = json!({ "email": email, "is_default": true });
        let applied = run(&app, ask(Some(org), [row])).await;
        assert_eq!(member(&app, org, user).await, "user active - explicit hr");
        revert(&app, applied.run).await;
        assert_eq!(directory(&app).await, before, "{reason}");
    }
}

/// The run changes only fields of the user, whose default is in an org that the run does not concern.
async fn own_fields_of_a_member_without_the_default_come_back(app: TestApp) {
    let (home, org) = (app.org("Home").await, app.org("Acme").await);
    let user = app.user(home, "ann").await;
    app.add(org, user).await;
    own(&app, "users", "id", user).await;
    own(&app, "memberships", "user_id", user).await;
    let before = directory(&app).await;
    let row = json!({ "email": "ann@example.com", "mobile": "+49301234567" });
    let applied = run(&app, ask(Some(org), [row])).await;
    assert_ne!(directory(&app).await, before);
    revert(&app, applied.run).await;
    assert_eq!(directory(&app).await, before);
}

/// A run retires the default, and another membership is promoted.
async fn retired_default_comes_back(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    for reason in ["explicit", "only", "promoted"] {
        let name = reason;
        let user = app.user(acme, name).await;
        app.add(beta, user).await;
        let sql = format!(
            "UPDATE memberships SET default_reason = '{reason}' WHERE is_default AND user_id = {}",
            app.id(user)
        );
        app.sql(&sql).await;
        own(&app, "memberships", "user_id", user).await;
        let before = directory(&app).await;
        let row = json!({ "email": format!("{name}@example.com"), "status": "retired" });
        let applied = run(&app, ask(Some(acme), [row])).await;
        assert_eq!(member(&app, beta, user).await, "user active - promoted hr");
        revert(&app, applied.run).await;
        assert_eq!(directory(&app).await, before, "{reason}");
    }
}

async fn default_within_the_run_comes_back(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let user = app.user(acme, "ann").await;
    app.add(beta, user).await;
    own(&app, "memberships", "user_id", user).await;
    let before = directory(&app).await;
    let rows = [
        json!({ "email": "ann@example.com", "org": "Acme" }),
        json!({ "email": "ann@example.com", "org": "Beta", "is_default": true }),
    ];
    let applied = run(&app, ask(None, rows)).await;
    assert_eq!(member(&app, beta, user).await, "user active - explicit hr");
    revert(&app, applied.run).await;
    assert_eq!(directory(&app).await, before);
}

async fn default_that_was_chosen_since_stays(app: TestApp) {
    let (acme, beta, other) = (
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Other").await,
    );
    let user = app.user(acme, "ann").await;
    for org in [beta, other] {
        app.add(org, user).await;
    }
    own(&app, "memberships", "user_id", user).await;
    let row = json!({ "email": "ann@example.com", "status": "retired" });
    let applied = run(&app, ask(Some(acme), [row])).await;
    let choose = |org| format!("makeDefault(org: \"{org}\", userId: \"{user}\")");
    app.done(ROOT, &choose(other)).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    assert_eq!(plan.shown(), ["- reactivate status:retired>active"]);
    apply(&app, ROOT, &plan).await;
    assert_eq!(member(&app, other, user).await, "user active - explicit hr");
    assert_eq!(member(&app, acme, user).await, "user active - - hr");
}

async fn default_that_was_chosen_after_the_plan_is_stale(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let user = app.user(acme, "ann").await;
    app.add(beta, user).await;
    own(&app, "memberships", "user_id", user).await;
    let row = json!({ "email": "ann@example.com", "status": "retired" });
    let applied = run(&app, ask(Some(acme), [row])).await;
    let plan = plan_revert(&app, ROOT, applied.run).await.expect("a plan");
    let choose = format!("makeDefault(org: \"{beta}\", userId: \"{user}\")");
    app.done(ROOT, &choose).await;
    let reverted = apply(&app, ROOT, &plan).await;
    assert_eq!(reverted.rows[0].code.as_deref(), Some("PLAN_STALE"));
    assert_eq!(member(&app, beta, user).await, "user active - explicit hr");
}

on_both_engines! {
    default_in_another_org_comes_back_with_its_reason,
    own_fields_of_a_member_without_the_default_come_back,
    retired_default_comes_back,
    default_within_the_run_comes_back,
    default_that_was_chosen_since_stays,
    default_that_was_chosen_after_the_plan_is_stale,
}
