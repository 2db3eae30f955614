//! Owners, holds, other sources, and users whom the token may not see.

use serde_json::json;
use tenantry::entity::sync_run::SyncMode;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

use super::{ask, own, owned};

async fn membership_of_another_source_is_left_to_it(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    let bob = app.id(bob);
    app.sql(&format!(
        "UPDATE memberships SET owned_by = 'crm' WHERE user_id = {bob}"
    ))
    .await;
    let rows = [
        json!({ "email": "ann@example.com", "role": "user" }),
        json!({ "email": "bob@example.com", "role": "admin" }),
    ];
    let plan = ask(Some(org), rows.clone()).replacing().plan(&app).await;
    assert_eq!(plan.shown(), ["1 unchanged", "2 conflict OTHER_SOURCE"]);
    let plan = ask(Some(org), rows).taking_over().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 update user_owned_by=hr owned_by=hr",
            "2 update user_owned_by=hr role:user>admin owned_by:crm>hr",
        ]
    );
    let rows = [json!({ "email": "ann@example.com", "first": "Anna" })];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 unchanged OTHER_SOURCE first:ann>Anna(OTHER_SOURCE)"]
    );
    assert_eq!(plan.counts.unchanged, 1);
    assert_eq!(plan.rows[0].user_id, Some(ann.into()));
}

async fn owners_and_the_acting_user_are_protected(app: TestApp) {
    let org = app.org("Acme").await;
    let boss = app.owner(org, "boss").await;
    app.state(org, boss, "role: ADMIN, externalId: \"boss\"")
        .await;
    own(&app, "users", "id", boss).await;
    own(&app, "memberships", "user_id", boss).await;
    let peer = owned(&app, org, "peer").await;
    let permissions = "permissions: [\"sync:write\", \"members:grant\"], role: ADMIN";
    app.state(org, peer, permissions).await;
    own(&app, "memberships", "user_id", peer).await;
    let token = app.token_of(peer).await;
    let rows = [
        json!({ "email": "boss@example.com", "role": "user" }),
        json!({ "email": "peer@example.com", "status": "retired" }),
    ];
    let plan = ask(Some(org), rows).by(&token).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 conflict OWNER_PROTECTED", "2 conflict OWNER_PROTECTED"]
    );
    let rows = [
        json!({ "external_id": "boss", "email": "chief@example.com" }),
        json!({ "email": "new@example.com" }),
    ];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(plan.code(1), Some("OWNER_PROTECTED"));
    let rows = [json!({ "email": "new@example.com" })];
    let plan = ask(Some(org), rows).by(&token).replacing().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 create email=new@example.com role=user status=active",
            "- conflict OWNER_PROTECTED",
            "- conflict OWNER_PROTECTED",
        ]
    );
}

async fn hold_keeps_the_membership_and_not_the_user(app: TestApp) {
    let org = app.org("Acme").await;
    for name in ["ann", "bob", "cat"] {
        let user = owned(&app, org, name).await;
        let hold = format!(
            "holdMembership(org: \"{org}\", userId: \"{user}\", until: \"2026-01-31T00:00:00Z\", reason: \"x\")"
        );
        app.done(ROOT, &hold).await;
    }
    let rows = [
        json!({ "email": "ann@example.com", "role": "admin", "first": "Anna" }),
        json!({ "email": "bob@example.com", "first": "Rob" }),
    ];
    let plan = ask(Some(org), rows).replacing().plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 held first:ann>Anna role:user>admin",
            "2 update first:bob>Rob",
            "- held status:active>retired",
        ]
    );
    assert_eq!((plan.counts.held, plan.guard.removals), (2, 0));
    app.clock.advance(chrono::Duration::days(60));
    let rows = [json!({ "email": "ann@example.com", "role": "admin" })];
    let plan = ask(Some(org), rows).plan(&app).await;
    assert_eq!(plan.shown(), ["1 update role:user>admin"]);
}

/// Returns the token of a user who holds `sync:write` in the org.
async fn sync_token(app: &TestApp, org: Uuid) -> String {
    let owner = app.owner(org, "boss").await;
    app.token_of(owner).await
}

async fn own_fields_need_the_right_to_update_the_user(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    let ann = owned(&app, acme, "ann").await;
    app.add(beta, ann).await;
    let token = sync_token(&app, acme).await;
    let rows = [json!({ "email": "ann@example.com", "first": "Anna", "role": "admin" })];
    let plan = ask(Some(acme), rows).by(&token).plan(&app).await;
    assert_eq!(
        plan.shown(),
        ["1 update FORBIDDEN first:ann>Anna(FORBIDDEN) role:user>admin"]
    );
}

async fn unseen_address_looks_like_one_that_nobody_has(app: TestApp) {
    let (acme, beta, other) = (
        app.org("Acme").await,
        app.org("Beta").await,
        app.org("Other").await,
    );
    app.user(other, "hidden").await;
    let suspended = owned(&app, other, "hidden2").await;
    let suspend = format!("updateUser(userId: \"{suspended}\", status: SUSPENDED)");
    app.done(ROOT, &suspend).await;
    owned(&app, acme, "ann").await;
    let boss = app.owner(acme, "boss").await;
    app.add(beta, boss).await;
    let user = app.id(boss);
    app.sql(&format!(
        "UPDATE memberships SET is_owner = TRUE WHERE user_id = {user}"
    ))
    .await;
    let token = app.token_of(boss).await;
    let rows = |name: &str| {
        let email = format!("{name}@example.com");
        [
            json!({ "email": email, "org": "Acme", "first": "A", "last": "B", "user_external_id": "1", "role": "admin" }),
            json!({ "email": email, "org": "Beta", "mobile": "+1 2", "external_id": "x" }),
            json!({ "email": email, "org": "Nowhere" }),
            json!({ "email": "other@example.com", "org": "Acme" }),
            json!({ "external_id": "ann", "email": "ann@example.com", "org": "Acme" }),
        ]
    };
    let disagreeing = |name: &str| {
        let email = format!("{name}@example.com");
        [
            json!({ "email": email, "org": "Acme", "groups": ["No such group"] }),
            json!({ "email": email, "org": "Beta" }),
            json!({ "external_id": "ann", "email": email, "org": "Acme" }),
        ]
    };
    let moving = |name: &str| {
        let email = format!("{name}@example.com");
        [json!({ "external_id": "ann", "email": email, "org": "Acme" })]
    };
    for mode in [SyncMode::Add, SyncMode::Replace] {
        for take_over in [false, true] {
            for file in [
                &(|name: &str| rows(name).to_vec()) as &dyn Fn(&str) -> Vec<serde_json::Value>,
                &|name| disagreeing(name).to_vec(),
                &|name| moving(name).to_vec(),
            ] {
                let mut plans = Vec::new();
                for name in ["nobody", "hidden", "hidden2"] {
                    let mut ask = ask(None, file(name)).by(&token);
                    ask.mode = mode;
                    ask.options.take_over = take_over;
                    let plan = ask.plan(&app).await;
                    let shown: Vec<String> = plan
                        .items
                        .iter()
                        .map(|item| item.replace(name, "nobody"))
                        .collect();
                    let reasons: Vec<_> = plan.rows.iter().map(|row| row.reason.clone()).collect();
                    plans.push((shown, reasons, plan.counts, plan.guard));
                }
                assert_eq!(plans[0], plans[1]);
                assert_eq!(plans[0], plans[2]);
            }
        }
    }
    let plan = ask(None, rows("hidden")).by(&token).plan(&app).await;
    assert_eq!(
        plan.shown()[..2],
        [
            "1 create email=hidden@example.com first=A last=B mobile=+1 2 user_external_id=1 role=admin status=active",
            "2 join email=hidden@example.com role=user status=active external_id=x",
        ]
    );
    assert!(plan.rows[0].is_hidden && plan.rows[0].user_id.is_some());
}

async fn orgs_without_the_right_to_sync_are_not_part_of_the_run(app: TestApp) {
    let (acme, beta) = (app.org("Acme").await, app.org("Beta").await);
    app.org("Hidden").await;
    let token = sync_token(&app, acme).await;
    let boss = app.id(Uuid::nil());
    let _ = boss;
    let rows = [
        json!({ "email": "a@example.com", "org": "Acme" }),
        json!({ "email": "b@example.com", "org": "Beta" }),
        json!({ "email": "c@example.com", "org": "Hidden" }),
    ];
    let boss = app
        .sql("SELECT id FROM users WHERE email_key = 'boss@example.com'")
        .await;
    let boss: Uuid = boss[0].try_get("", "id").expect("an id");
    app.add(beta, boss).await;
    let plan = ask(None, rows).by(&token).plan(&app).await;
    assert_eq!(
        plan.shown(),
        [
            "1 create email=a@example.com role=user status=active",
            "2 conflict FORBIDDEN",
            "3 conflict ORG_NOT_FOUND",
        ]
    );
    let touched = "SELECT count(*) FROM sync_scopes WHERE is_touched";
    assert_eq!(app.count(touched).await, 1);
}

async fn token_of_a_source_plans_for_that_source_only(app: TestApp) {
    let org = app.org("Acme").await;
    let token = app.token(&format!("org: \"{org}\", source: \"crm\"")).await;
    let rows = [json!({ "email": "a@example.com" })];
    let mut plan = ask(Some(org), rows).by(&token);
    let refused = plan.queue(&app).await.expect_err("refused");
    assert_eq!(refused.code(), tenantry::error::Code::Forbidden);
    plan.source = "crm";
    assert_eq!(plan.plan(&app).await.counts.created, 1);
}

on_both_engines! {
    membership_of_another_source_is_left_to_it,
    owners_and_the_acting_user_are_protected,
    hold_keeps_the_membership_and_not_the_user,
    own_fields_need_the_right_to_update_the_user,
    unseen_address_looks_like_one_that_nobody_has,
    orgs_without_the_right_to_sync_are_not_part_of_the_run,
    token_of_a_source_plans_for_that_source_only,
}
