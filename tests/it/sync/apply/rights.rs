//! What the applying token must hold.

use serde_json::json;
use tenantry::{entity::sync_run::SyncStatus, error::Code};

use crate::support::{ROOT, TestApp, on_both_engines};

use super::super::plan::{ask, owned, plan_of, work};
use super::{apply, code, member, queue_apply};

async fn run_requires_sync_write_in_every_org(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let rows = |org: &str| json!({ "email": "ann@example.com", "org": org });
    let plan = ask(None, [rows("Acme"), rows("Beta")]).plan(&app).await;
    let owner = app.owner(acme, "boss").await;
    let token = app.token_of(owner).await;
    assert_eq!(
        code(queue_apply(&app, &token, plan.run).await),
        Code::SyncRunNotFound
    );
    app.add(beta, owner).await;
    assert_eq!(
        code(queue_apply(&app, &token, plan.run).await),
        Code::SyncRunNotFound
    );
    let other = app.owner(beta, "other").await;
    app.state(beta, owner, "isOwner: true").await;
    queue_apply(&app, &token, plan.run).await.expect("queued");
    // The permission is lost before the job begins.
    app.state(beta, owner, "isOwner: false").await;
    work(&app).await;
    let ended = plan_of(&app, plan.run).await;
    assert_eq!(
        (ended.status, ended.error.as_deref()),
        (SyncStatus::Failed, Some("FORBIDDEN"))
    );
    assert_eq!(app.count("SELECT count(*) FROM sync_leases").await, 0);
    assert_eq!(member(&app, beta, other).await, "user active - only -");
}

async fn own_fields_stay_where_the_token_may_not_update_the_user(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    let owner = app.owner(acme, "boss").await;
    let token = app.token_of(owner).await;
    let row = json!({ "email": "ann@example.com", "first": "Anna", "role": "admin" });
    let plan = ask(Some(acme), [row]).by(&token).plan(&app).await;
    assert_eq!(plan.shown(), ["1 update first:ann>Anna role:user>admin"]);
    // Ann joins an org where the token has no rights.
    app.add(beta, ann).await;
    let applied = apply(&app, &token, &plan).await;
    assert_eq!(applied.status, SyncStatus::Applied);
    assert_eq!(
        applied.items,
        ["1 update FORBIDDEN first:ann>Anna(FORBIDDEN) role:user>admin"]
    );
    assert_eq!(member(&app, acme, ann).await, "admin active ann only hr");
    assert_eq!(
        app.count("SELECT count(*) FROM users WHERE first_name = 'Anna'")
            .await,
        0
    );
    assert_eq!(
        app.count("SELECT count(*) FROM sync_runs WHERE failed = 0")
            .await,
        1
    );
}

async fn nobody_grants_more_than_they_hold(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "boss").await;
    let row = json!({ "email": "ann@example.com", "role": "admin" });
    let plan = ask(Some(org), [row]).plan(&app).await;
    let limited = app
        .token(&format!(
            "userId: \"{owner}\", scopes: [\"sync:write\", \"members:grant\", \"members:read\"]"
        ))
        .await;
    let applied = apply(&app, &limited, &plan).await;
    assert_eq!(
        applied.rows[0].code.as_deref(),
        Some("FORBIDDEN"),
        "{applied:#?}"
    );
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
}

async fn events_have_the_token_that_applies(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "boss").await;
    let token = app.token_of(owner).await;
    let plan = ask(Some(org), [json!({ "email": "ann@example.com" })])
        .plan(&app)
        .await;
    let before = app.events_so_far().await;
    apply(&app, &token, &plan).await;
    for event in app.events(before).await {
        assert_eq!(event["actor_user_id"], json!(owner));
        assert_eq!(event["source"], "hr");
        assert!(event["token_id"].is_string());
    }
}

async fn token_of_another_source_does_not_apply(app: TestApp) {
    let org = app.org("Acme").await;
    let plan = ask(Some(org), [json!({ "email": "ann@example.com" })])
        .plan(&app)
        .await;
    let token = app.token(&format!("org: \"{org}\", source: \"crm\"")).await;
    assert_eq!(
        code(queue_apply(&app, &token, plan.run).await),
        Code::Forbidden
    );
    queue_apply(&app, ROOT, plan.run).await.expect("queued");
}

on_both_engines! {
    run_requires_sync_write_in_every_org,
    own_fields_stay_where_the_token_may_not_update_the_user,
    nobody_grants_more_than_they_hold,
    events_have_the_token_that_applies,
    token_of_another_source_does_not_apply,
}
