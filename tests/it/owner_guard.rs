//! An org with owners keeps at least one, whatever the change.

use serde_json::json;

use crate::support::{ROOT, TestApp, on_both_engines};

async fn only_owner_of_a_retired_org_cannot_be_suspended_or_deleted(app: TestApp) {
    let [acme, home] = [app.org("Acme").await, app.org("Home").await];
    let ann = app.user(home, "ann").await;
    app.add(acme, ann).await;
    app.state(acme, ann, "isOwner: true").await;
    app.retire_org(acme).await;
    let suspend = format!("updateUser(userId: \"{ann}\", status: SUSPENDED)");
    assert_eq!(app.refused(ROOT, &suspend).await, "LAST_OWNER");
    let delete = format!("deleteUser(userId: \"{ann}\")");
    assert_eq!(app.refused(ROOT, &delete).await, "LAST_OWNER");
    app.done(ROOT, &format!("restoreOrg(org: \"{acme}\")"))
        .await;
    app.owner(acme, "bob").await;
    app.retire_org(acme).await;
    assert_eq!(app.result(ROOT, &suspend).await, "updated");
    assert_eq!(app.result(ROOT, &delete).await, "removed");
}

async fn suspended_user_and_retired_member_cannot_become_owners(app: TestApp) {
    let acme = app.org("Acme").await;
    let [ann, bob] = [app.user(acme, "ann").await, app.user(acme, "bob").await];
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{ann}\", status: SUSPENDED)"),
    )
    .await;
    app.retire(acme, bob).await;
    let own = |user| {
        format!("upsertMembership(org: \"{acme}\", userId: \"{user}\", input: {{ isOwner: true }})")
    };
    app.refuses(ROOT, &own(ann), "USER_SUSPENDED", "isOwner")
        .await;
    app.refuses(ROOT, &own(bob), "MEMBER_RETIRED", "isOwner")
        .await;
    let before = app.row_counts().await;
    let create = format!("createOrg(name: \"New\", owner: \"{ann}\")");
    app.refuses(ROOT, &create, "USER_SUSPENDED", "owner").await;
    assert_eq!(app.row_counts().await, before);
    let back = format!(
        "upsertMembership(org: \"{acme}\", userId: \"{bob}\", input: {{ isOwner: true, status: ACTIVE }})"
    );
    assert_eq!(app.result(ROOT, &back).await, "reactivated");
}

/// If owners retire each other at the same time, at least one owner stays.
async fn owners_who_retire_each_other_leave_one(app: TestApp) {
    for round in 0..10 {
        let acme = app.org(&format!("Acme {round}")).await;
        let mut owners = Vec::new();
        for n in 0..3 {
            let owner = app.owner(acme, &format!("o{round}-{n}")).await;
            owners.push((owner, app.token_of(owner).await));
        }
        let retire = |victim: usize, by: usize| {
            let call = format!(
                "updateMember(org: \"{acme}\", userId: \"{}\", status: \"retired\")",
                owners[victim].0
            );
            let (app, token) = (&app, &owners[by].1);
            async move { app.mutate(token, &call).await }
        };
        tokio::join!(
            retire(0, 1),
            retire(1, 2),
            retire(2, 0),
            retire(1, 0),
            retire(0, 2)
        );
        let left = format!(
            "SELECT count(*) FROM memberships WHERE org_id = {} AND is_owner AND status = 'active'",
            app.id(acme)
        );
        assert!(app.count(&left).await >= 1);
    }
}

async fn owners_lock_themselves_out_only_with_force(app: TestApp) {
    let acme = app.org("Acme").await;
    let [ann, bob] = [app.owner(acme, "ann").await, app.owner(acme, "bob").await];
    let token = app.token_of(ann).await;
    let limit = |user, ips: &str, force: &str| {
        format!(
            "upsertMembership(org: \"{acme}\", userId: \"{user}\", input: {{ allowedIps: [{ips}] }}{force})"
        )
    };
    let here = "203.0.113.7".parse().expect("an address");
    let send = |call: String| {
        let query = format!("mutation {{ it: {call} {{ result code field }} }}");
        let request = TestApp::request(&token, &query, json!({}));
        let app = &app;
        async move { app.send_from(here, request).await.json()["data"]["it"].clone() }
    };
    let refused = send(limit(ann, "\"198.51.100.0/24\"", "")).await;
    assert_eq!(
        refused,
        json!({ "result": "error", "code": "GUARD_TRIPPED", "field": "allowedIps" })
    );
    // Limits on other users are accepted, and so are limits that include the owner's address.
    assert_eq!(
        send(limit(bob, "\"198.51.100.0/24\"", "")).await["result"],
        "updated"
    );
    assert_eq!(
        send(limit(ann, "\"203.0.113.0/24\"", "")).await["result"],
        "updated"
    );
    assert_eq!(
        send(limit(ann, "\"198.51.100.0/24\"", ", force: true")).await["result"],
        "updated"
    );
    assert_eq!(
        send(limit(ann, "\"203.0.113.0/24\"", "")).await["code"],
        "ORG_NOT_FOUND"
    );
}

on_both_engines! {
    only_owner_of_a_retired_org_cannot_be_suspended_or_deleted,
    suspended_user_and_retired_member_cannot_become_owners,
    owners_who_retire_each_other_leave_one,
    owners_lock_themselves_out_only_with_force,
}
