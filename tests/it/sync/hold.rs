//! Holds: who may hold and release whose membership, and when a hold ends.

use chrono::Duration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// 30 days after the start of the test.
const UNTIL: &str = "2026-01-31T00:00:00Z";

fn hold(org: Uuid, user: Uuid, until: &str, reason: &str) -> String {
    format!(
        "holdMembership(org: \"{org}\", userId: \"{user}\", until: \"{until}\", reason: {})",
        json!(reason)
    )
}

fn release(org: Uuid, user: Uuid) -> String {
    format!("releaseMembership(org: \"{org}\", userId: \"{user}\")")
}

async fn shown(app: &TestApp, token: &str, org: Uuid, user: Uuid) -> Json {
    let membership = format!(
        "membership(org: \"{org}\", user: \"{user}\") {{ ownedBy hold {{ until reason by {{ name }} }} }}"
    );
    app.read(token, &membership).await
}

async fn held(app: &TestApp, token: &str, filter: &str) -> (Vec<String>, i64) {
    let list = format!("memberships(filter: {{ {filter} }}) {{ nodes {{ id }} totalCount }}");
    let list = app.read(token, &list).await;
    let nodes = list["nodes"].as_array().expect("rows").iter();
    let ids = nodes.map(|node| node["id"].as_str().expect("an id").to_owned());
    (ids.collect(), list["totalCount"].as_i64().expect("a count"))
}

async fn hold_is_shown_until_it_ends(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(org, "bob").await);
    app.user(other, "carl").await;
    let membership = app.done(ROOT, &hold(org, ann, UNTIL, " On  leave ")).await;
    assert_eq!(
        shown(&app, ROOT, org, ann).await,
        json!({ "ownedBy": null, "hold": {
            "until": "2026-01-31T00:00:00.000000Z", "reason": "On leave", "by": { "name": "root" } } })
    );
    let none = json!({ "ownedBy": null, "hold": null });
    assert_eq!(shown(&app, ROOT, org, bob).await, none);

    let owner = app.owner(org, "owner").await;
    let owner = app.token_of(owner).await;
    for token in [ROOT, owner.as_str(), &app.token_of_org(org).await] {
        for filter in [
            "held: true".to_owned(),
            format!("held: true, org: \"{org}\""),
            format!("held: true, user: \"{ann}\""),
        ] {
            let found = held(&app, token, &filter).await;
            assert_eq!(found, (vec![membership.to_string()], 1), "{filter}");
        }
        let (others, count) = held(&app, token, &format!("held: false, org: \"{org}\"")).await;
        assert_eq!((others.len(), count), (2, 2));
        assert!(!others.contains(&membership.to_string()));
    }
    let elsewhere = app.token_of_org(other).await;
    assert_eq!(held(&app, &elsewhere, "held: true").await, (vec![], 0));

    app.clock.advance(Duration::days(30));
    assert_eq!(shown(&app, ROOT, org, ann).await, none);
    assert_eq!(held(&app, ROOT, "held: true").await, (vec![], 0));
    assert_eq!(app.result(ROOT, &release(org, ann)).await, "unchanged");
}

async fn hold_and_release_write_events(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let call = hold(org, ann, UNTIL, "On leave");
    assert_eq!(app.mutate(ROOT, &call).await["records"], 1);
    assert_eq!(app.result(ROOT, &call).await, "unchanged");
    let longer = hold(org, ann, "2026-02-28T00:00:00Z", "On leave");
    assert_eq!(app.result(ROOT, &longer).await, "updated");
    assert_eq!(app.result(ROOT, &release(org, ann)).await, "updated");
    assert_eq!(app.result(ROOT, &release(org, ann)).await, "unchanged");
    let events = format!(
        "events(first: 3, filter: {{ user: \"{ann}\", entity: \"membership\" }}) {{ nodes {{ verb before after syncRun }} }}"
    );
    let events = app.read(ROOT, &events).await;
    let reasons: Vec<_> = events["nodes"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| {
            assert_eq!(
                (&event["verb"], &event["syncRun"]),
                (&json!("updated"), &Json::Null)
            );
            json!([event["before"]["holdReason"], event["after"]["holdReason"]])
        })
        .collect();
    assert_eq!(
        reasons,
        [
            json!(["On leave", null]),
            json!([null, null]),
            json!([null, "On leave"])
        ]
    );
}

async fn only_sync_write_may_hold(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Beta").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(other, "bob").await);
    let (admin, owner) = (app.admin(org, "admin").await, app.owner(org, "owner").await);
    let admin_token = app.token_of(admin).await;
    let syncing = app
        .token(&format!("org: \"{org}\", scopes: [\"sync:write\"]"))
        .await;
    let elsewhere = app.token_of_org(other).await;
    for call in [hold(org, ann, UNTIL, "x"), release(org, ann)] {
        assert_eq!(app.refused(&admin_token, &call).await, "FORBIDDEN");
        assert_eq!(app.refused(&elsewhere, &call).await, "ORG_NOT_FOUND");
    }
    // An owner's membership requires `owners:write` as well.
    for call in [hold(org, owner, UNTIL, "x"), release(org, owner)] {
        assert_eq!(app.refused(&syncing, &call).await, "FORBIDDEN");
    }
    for call in [hold(org, bob, UNTIL, "x"), release(org, bob)] {
        assert_eq!(app.refused(&syncing, &call).await, "USER_NOT_FOUND");
        assert_eq!(app.refused(ROOT, &call).await, "NOT_A_MEMBER");
    }
    assert_eq!(
        app.result(&syncing, &hold(org, ann, UNTIL, "x")).await,
        "updated"
    );
    let by_org = app.token_of_org(org).await;
    assert_eq!(
        app.result(&by_org, &hold(org, owner, UNTIL, "x")).await,
        "updated"
    );
    app.retire_org(org).await;
    assert_eq!(app.refused(ROOT, &release(org, ann)).await, "ORG_RETIRED");
}

async fn nobody_holds_their_own_membership(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let token = app.token_of(owner).await;
    app.refuses(&token, &hold(org, owner, UNTIL, "x"), "FORBIDDEN", "userId")
        .await;
    app.done(ROOT, &hold(org, owner, UNTIL, "x")).await;
    app.refuses(&token, &release(org, owner), "FORBIDDEN", "userId")
        .await;
}

async fn hold_is_at_most_180_days_and_has_a_reason(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    for until in [
        "2025-12-31T00:00:00Z",
        "2026-01-01T00:00:00Z",
        "2026-06-30T00:00:00.000001Z",
    ] {
        let call = hold(org, ann, until, "x");
        app.refuses(ROOT, &call, "INVALID_VALUE", "until").await;
    }
    for reason in ["", "  ", "a\u{1b}b", &"x".repeat(256)] {
        let call = hold(org, ann, UNTIL, reason);
        app.refuses(ROOT, &call, "INVALID_VALUE", "reason").await;
    }
    app.done(
        ROOT,
        &hold(org, ann, "2026-06-30T00:00:00Z", &"x".repeat(255)),
    )
    .await;
}

async fn hold_ends_with_the_membership(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, admin) = (app.user(org, "ann").await, app.admin(org, "admin").await);
    app.retire(org, ann).await;
    // A retired member can be held, so that no file brings them back.
    assert_eq!(
        app.result(ROOT, &hold(org, ann, UNTIL, "x")).await,
        "updated"
    );
    let reactivate = format!("updateMember(org: \"{org}\", userId: \"{ann}\", status: \"active\")");
    assert_eq!(app.result(ROOT, &reactivate).await, "reactivated");
    // The hold is shown to an admin, but not the token, which the admin may not list.
    let admin = app.token_of(admin).await;
    assert_eq!(
        shown(&app, &admin, org, ann).await["hold"],
        json!({ "until": "2026-01-31T00:00:00.000000Z", "reason": "x", "by": null })
    );
    app.done(
        ROOT,
        &format!("removeOrgMember(org: \"{org}\", userId: \"{ann}\")"),
    )
    .await;
    app.add(org, ann).await;
    assert_eq!(shown(&app, ROOT, org, ann).await["hold"], Json::Null);
}

on_both_engines! {
    hold_is_shown_until_it_ends,
    hold_and_release_write_events,
    only_sync_write_may_hold,
    nobody_holds_their_own_membership,
    hold_is_at_most_180_days_and_has_a_reason,
    hold_ends_with_the_membership,
}
