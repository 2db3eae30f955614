//! Tests of repeated requests with the same idempotency key in the Zendesk API.

use serde_json::Value as Json;

use crate::support::{ROOT, Reply, TestApp, With, membership, number_of, on_both_engines, rest};

/// Sends a request with the idempotency key `k`.
async fn under_key(app: &TestApp, method: &str, path: &str, body: Option<Json>) -> Reply {
    let request = rest(method, &format!("/api/v2/{path}"), body);
    app.send(request.with("idempotency-key", "k")).await
}

/// Returns the status of a reply, and whether it is a replay.
fn head(reply: &Reply) -> (u16, bool) {
    let is_replay = reply.header("idempotency-replayed") == "true";
    (reply.status.as_u16(), is_replay)
}

async fn removal_with_a_key_is_executed_once(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(acme, "ann").await;
    app.add(globex, ann).await;
    let of_org = |list: &Json, name: &str| {
        number_of(&list["organization_memberships"], "organization_name", name)
    };
    let list = app.zendesk("organization_memberships").await;
    let (of_acme, of_globex) = (of_org(&list, "Acme"), of_org(&list, "Globex"));
    let user = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let organizations = app.zendesk("organizations").await;
    let org = number_of(&organizations["organizations"], "name", "Globex");
    for path in [
        format!("organization_memberships/{of_acme}"),
        format!("users/{user}/organization_memberships/{of_globex}.json"),
        format!("organizations/{org}"),
    ] {
        let before = app.events_so_far().await;
        let request =
            || rest("DELETE", &format!("/api/v2/{path}"), None).with("idempotency-key", &path);
        let (first, again) = (app.send(request()).await, app.send(request()).await);
        assert_eq!(head(&first), (204, false), "{path}");
        assert_eq!(head(&again), (204, true), "{path}");
        assert_eq!(again.body, "");
        assert!(app.events_so_far().await > before);
        let without = app.rest("DELETE", &format!("/api/v2/{path}"), None).await;
        assert_eq!(head(&without), (404, false), "{path}");
    }
}

async fn removal_key_is_bound_to_the_user_in_the_path(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    app.user(acme, "bob").await;
    let users = app.zendesk("users").await;
    let (ann, bob) = (
        number_of(&users["users"], "name", "ann Test"),
        number_of(&users["users"], "name", "bob Test"),
    );
    let list = app.zendesk("organization_memberships").await;
    let of_ann = number_of(&list["organization_memberships"], "user_id", ann);
    let path = |user: i64| format!("users/{user}/organization_memberships/{of_ann}");
    let of_bob = under_key(&app, "DELETE", &path(bob), None).await;
    assert_eq!(head(&of_bob), (404, false), "failures store no key");
    let of_ann = under_key(&app, "DELETE", &path(ann), None).await;
    assert_eq!(head(&of_ann), (204, false));
    let of_bob = under_key(&app, "DELETE", &path(bob), None).await;
    assert_eq!(of_bob.status, 400);
}

async fn replay_of_a_removed_membership_is_not_found(app: TestApp) {
    let (acme, _) = (app.org("Acme").await, app.org("Globex").await);
    app.user(acme, "ann").await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let organizations = app.zendesk("organizations").await;
    let globex = number_of(&organizations["organizations"], "name", "Globex");
    let make = async || {
        let body = Some(membership(ann, globex));
        under_key(&app, "POST", "organization_memberships", body).await
    };
    let made = make().await;
    assert_eq!(head(&made), (201, false));
    let again = make().await;
    assert_eq!((head(&again), again.json()), ((201, true), made.json()));
    let id = &made.json()["organization_membership"]["id"];
    let path = format!("/api/v2/organization_memberships/{id}");
    assert_eq!(app.rest("DELETE", &path, None).await.status, 204);
    let gone = make().await;
    assert_eq!(head(&gone), (404, true));
    assert_eq!(gone.json()["error"], "RecordNotFound");
    let found = app.rest("GET", &path, None).await;
    assert_eq!(found.status, 404, "the membership is not created again");
}

async fn retired_membership_cannot_be_removed(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let list = app.zendesk("organization_memberships").await;
    let of_ann = number_of(
        &list["organization_memberships"],
        "organization_name",
        "Acme",
    );
    app.retire(acme, ann).await;
    let path = format!("organization_memberships/{of_ann}");
    assert_eq!(
        head(&under_key(&app, "DELETE", &path, None).await),
        (404, false)
    );
    let activate = format!("updateMember(org: \"{acme}\", userId: \"{ann}\", status: \"active\")");
    app.done(ROOT, &activate).await;
    assert_eq!(
        head(&under_key(&app, "DELETE", &path, None).await),
        (204, false)
    );
}

on_both_engines! {
    removal_with_a_key_is_executed_once,
    removal_key_is_bound_to_the_user_in_the_path,
    replay_of_a_removed_membership_is_not_found,
    retired_membership_cannot_be_removed,
}
