//! Tests of the entity tags of memberships, `If-Match` and `If-None-Match` in the Rebilly API.

use serde_json::{Value as Json, json};

use crate::support::{Reply, TestApp, With, on_both_engines, rest};

use super::at;

impl TestApp {
    /// Sends a PUT request with a condition in the header `name`.
    async fn put_if(&self, path: &str, body: Json, name: &str, condition: &str) -> Reply {
        let request = rest("PUT", path, Some(body)).with(name, condition);
        self.send(request).await
    }
}

/// Returns the status and the entity tag of a reply.
fn head(reply: &Reply) -> (u16, &str) {
    (reply.status.as_u16(), reply.header("etag"))
}

async fn replies_of_one_membership_carry_its_version(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(acme, "ann").await;
    let made = app.rest("PUT", &at(globex, ann), Some(json!({}))).await;
    assert_eq!(head(&made), (201, "\"1\""), "{made:?}");
    let path = format!("/organizations/{globex}{}", at(globex, ann));
    let body = json!({ "roleIds": ["admin"] });
    let changed = app.rest("PUT", &path, Some(body)).await;
    assert_eq!(head(&changed), (200, "\"2\""), "{changed:?}");
    let version = "SELECT version FROM memberships ORDER BY id DESC LIMIT 1";
    assert_eq!(app.count(version).await, 2);
    for path in [path, at(globex, ann)] {
        assert_eq!(head(&app.rest("GET", &path, None).await), (200, "\"2\""));
    }
    assert_eq!(
        head(&app.rest("GET", "/memberships", None).await),
        (200, "")
    );
    let removed = app.rest("DELETE", &at(globex, ann), None).await;
    assert_eq!(head(&removed), (204, ""));
}

async fn membership_is_changed_only_if_the_version_matches(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let path = at(acme, ann);
    let mut tag = app.rest("GET", &path, None).await.header("etag").to_owned();
    let first = tag.clone();
    for (number, condition) in ["{}", "*", "\"99\", {}"].iter().enumerate() {
        let body = json!({ "permissions": [format!("a:b{number}")] });
        let condition = condition.replace("{}", &tag);
        let done = app.put_if(&path, body, "if-match", &condition).await;
        assert_eq!(done.status, 200, "{condition}: {done:?}");
        tag = done.header("etag").to_owned();
    }
    let events = app.events_so_far().await;
    for condition in [first.clone(), format!("W/{tag}"), "\"0\"".to_owned()] {
        let body = json!({ "permissions": [] });
        let refused = app.put_if(&path, body, "if-match", &condition).await;
        assert_eq!(refused.status, 412, "{condition}: {refused:?}");
        let problem = refused.json();
        assert_eq!(problem["type"], "urn:tenantry:error:VERSION_MISMATCH");
        let request = rest("DELETE", &path, None).with("if-match", &condition);
        assert_eq!(app.send(request).await.status, 412, "{condition}");
    }
    let refused = app.put_if(&path, json!({}), "if-match", "7").await;
    assert_eq!(refused.status, 400);
    let detail = refused.json()["detail"].to_string();
    assert!(detail.contains("`If-Match`"), "{detail}");
    assert_eq!(app.events_so_far().await, events);
    assert_eq!(
        head(&app.rest("GET", &path, None).await),
        (200, tag.as_str())
    );
    let request = rest("DELETE", &path, None).with("if-match", &tag);
    assert_eq!(app.send(request).await.status, 204);
}

async fn a_membership_that_does_not_exist_has_no_version(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(globex, "ann").await;
    let path = at(acme, ann);
    let events = app.events_so_far().await;
    for condition in ["*", "\"1\"", "\"0\""] {
        let refused = app.put_if(&path, json!({}), "if-match", condition).await;
        assert_eq!(refused.status, 412, "{condition}: {refused:?}");
    }
    assert_eq!(app.events_so_far().await, events);
    let made = app.put_if(&path, json!({}), "if-none-match", "*").await;
    assert_eq!(head(&made), (201, "\"1\""), "{made:?}");
    let body = json!({ "permissions": ["a:b"] });
    let refused = app.put_if(&path, body, "if-none-match", "*").await;
    assert_eq!(refused.status, 412, "{refused:?}");
    assert_eq!(head(&app.rest("GET", &path, None).await), (200, "\"1\""));
}

async fn retired_membership_counts_as_nonexistent(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let path = at(acme, ann);
    let tag = app.rest("GET", &path, None).await.header("etag").to_owned();
    app.retire(acme, ann).await;
    for condition in ["*", &tag] {
        let refused = app.put_if(&path, json!({}), "if-match", condition).await;
        assert_eq!(refused.status, 412, "{condition}: {refused:?}");
    }
    let made = app.put_if(&path, json!({}), "if-none-match", "*").await;
    assert_eq!(made.status, 201, "{made:?}");
}

async fn contradictory_conditions_are_refused(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let path = at(acme, ann);
    for (name, value) in [("if-match", "\"1\""), ("if-none-match", "\"1\"")] {
        let request = rest("PUT", &path, Some(json!({}))).with("if-none-match", "*");
        let refused = app.send(request.with(name, value)).await;
        assert_eq!(refused.status, 400, "{name}: {refused:?}");
    }
}

async fn put_with_a_key_is_replayed_although_the_version_has_changed(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let path = at(acme, ann);
    let tag = app.rest("GET", &path, None).await.header("etag").to_owned();
    for replayed in ["", "true"] {
        let request = rest("PUT", &path, Some(json!({ "permissions": ["a:b"] })));
        let request = request.with("if-match", &tag).with("idempotency-key", "k");
        let reply = app.send(request).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("idempotency-replayed")),
            (200, replayed),
            "{reply:?}"
        );
        assert_ne!(reply.header("etag"), tag);
    }
}

async fn only_one_of_two_puts_of_one_version_succeeds(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let path = at(acme, ann);
    for round in 0..5 {
        let tag = app.rest("GET", &path, None).await.header("etag").to_owned();
        let put = |name: &str| {
            let body = json!({ "permissions": [format!("{name}:{round}")] });
            let (app, path, tag) = (&app, &path, &tag);
            async move { app.put_if(path, body, "if-match", tag).await }
        };
        let (one, other) = tokio::join!(put("one"), put("other"));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{one:?} {other:?}");
    }
}

on_both_engines! {
    replies_of_one_membership_carry_its_version,
    membership_is_changed_only_if_the_version_matches,
    a_membership_that_does_not_exist_has_no_version,
    retired_membership_counts_as_nonexistent,
    contradictory_conditions_are_refused,
    put_with_a_key_is_replayed_although_the_version_has_changed,
    only_one_of_two_puts_of_one_version_succeeds,
}
