//! Tests of entity tags, `If-Match` and `If-None-Match` in the Zendesk API.

use serde_json::{Value as Json, json};

use crate::support::{Reply, TestApp, With, membership, number_of, on_both_engines, rest};

/// The paths of an organization, its member and the membership.
struct Paths {
    org: String,
    user: String,
    membership: String,
    of_user: String,
}

/// Creates an organization with a member, and returns their paths.
async fn paths(app: &TestApp) -> Paths {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    let org = number_of(
        &app.zendesk("organizations").await["organizations"],
        "name",
        "Acme",
    );
    let user = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let list = app.zendesk("organization_memberships").await;
    let membership = number_of(&list["organization_memberships"], "user_id", user);
    Paths {
        org: format!("/api/v2/organizations/{org}.json"),
        user: format!("/api/v2/users/{user}"),
        membership: format!("/api/v2/organization_memberships/{membership}"),
        of_user: format!("/api/v2/users/{user}/organization_memberships/{membership}"),
    }
}

impl TestApp {
    /// Sends a request with `If-Match`.
    async fn under(&self, method: &str, path: &str, body: Option<Json>, condition: &str) -> Reply {
        let request = rest(method, path, body).with("if-match", condition);
        self.send(request).await
    }

    /// Returns the entity tag of an item.
    async fn etag(&self, path: &str) -> String {
        let reply = self.rest("GET", path, None).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        reply.header("etag").to_owned()
    }
}

fn user(name: &str) -> Option<Json> {
    Some(json!({ "user": { "name": name } }))
}

fn org(name: &str) -> Option<Json> {
    Some(json!({ "organization": { "name": name } }))
}

async fn replies_of_one_item_carry_its_version(app: TestApp) {
    let it = paths(&app).await;
    for (path, table) in [
        (&it.org, "orgs"),
        (&it.user, "users"),
        (&it.membership, "memberships"),
        (&it.of_user, "memberships"),
    ] {
        let version = app.count(&format!("SELECT version FROM {table}")).await;
        assert_eq!(app.etag(path).await, format!("\"{version}\""), "{path}");
    }
    for (path, body) in [(&it.user, user("Ann")), (&it.org, org("Acme 2"))] {
        let before = app.etag(path).await;
        let changed = app.rest("PUT", path, body.clone()).await;
        let after = changed.header("etag").to_owned();
        assert_ne!(after, before, "{path}");
        assert_eq!(app.etag(path).await, after, "{path}");
        let unchanged = app.rest("PUT", path, body).await;
        assert_eq!(unchanged.header("etag"), after, "{path}");
    }
    let body = json!({ "organization": { "name": "Globex" } });
    let made = app
        .rest("POST", "/api/v2/organizations", Some(body.clone()))
        .await;
    assert_eq!(
        (made.status.as_u16(), made.header("etag")),
        (201, "\"1\""),
        "{made:?}"
    );
    let same = app
        .rest("POST", "/api/v2/organizations/create_or_update", Some(body))
        .await;
    assert_eq!((same.status.as_u16(), same.header("etag")), (200, "\"1\""));
    let globex = made.json()["organization"]["id"]
        .as_i64()
        .expect("a number");
    let ann = it.user.rsplit('/').next().expect("a number");
    let body = membership(ann.parse().expect("a number"), globex);
    let made = app
        .rest("POST", "/api/v2/organization_memberships", Some(body))
        .await;
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"1\""));
    let body =
        json!({ "user": { "name": "Bob", "email": "bob@x.test", "organization_id": globex } });
    let made = app.rest("POST", "/api/v2/users", Some(body)).await;
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"1\""));
}

async fn replies_of_lists_and_jobs_carry_no_tag(app: TestApp) {
    let it = paths(&app).await;
    for path in [
        "users",
        "organizations",
        "organization_memberships",
        "users/search?query=ann",
        "users/show_many?external_ids=x",
    ] {
        let reply = app.rest("GET", &format!("/api/v2/{path}"), None).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("etag")),
            (200, ""),
            "{path}"
        );
    }
    let body = json!({ "organizations": [{ "name": "Globex" }] });
    let job = app
        .rest("POST", "/api/v2/organizations/create_many", Some(body))
        .await;
    assert_eq!((job.status.as_u16(), job.header("etag")), (200, ""));
    let removed = app.rest("DELETE", &it.membership, None).await;
    assert_eq!((removed.status.as_u16(), removed.header("etag")), (204, ""));
}

async fn change_is_made_only_if_the_version_matches(app: TestApp) {
    let it = paths(&app).await;
    let mut number = 0;
    for (path, body) in [
        (&it.user, user as fn(&str) -> Option<Json>),
        (&it.org, org as fn(&str) -> Option<Json>),
    ] {
        let read = app.etag(path).await;
        let mut last = read.clone();
        for condition in [
            "{}".to_owned(),
            "*".to_owned(),
            "\"99\", {}".to_owned(),
            "{},\"99\"".to_owned(),
            "W/\"1\", {}".to_owned(),
        ] {
            number += 1;
            let condition = condition.replace("{}", &last);
            let done = app
                .under("PUT", path, body(&format!("Name {number}")), &condition)
                .await;
            assert_eq!(done.status, 200, "{path} {condition}: {done:?}");
            last = done.header("etag").to_owned();
        }
        let (events, before) = (app.events_so_far().await, app.rest("GET", path, None).await);
        for condition in [
            read.clone(),
            format!("W/{last}"),
            format!("W/{last}, {read}"),
            format!("\"0{}", &last[1..]),
            "\"0\"".to_owned(),
            "\"\"".to_owned(),
            "\"a\"".to_owned(),
            "\"99999999999999999999\"".to_owned(),
        ] {
            // The condition is checked even if the request would change nothing.
            for body in [body("Another"), body(&format!("Name {number}"))] {
                let refused = app.under("PUT", path, body, &condition).await;
                assert_eq!(refused.status, 412, "{path} {condition}: {refused:?}");
                let refused = refused.json();
                assert_eq!(refused["error"], "UpdateConflict");
                let description = refused["description"].as_str().expect("text");
                assert!(
                    description.contains(&format!("has version {},", last.trim_matches('"'))),
                    "{description}"
                );
            }
        }
        let request = rest("PUT", path, body("Another")).with("if-none-match", "*");
        assert_eq!(app.send(request).await.status, 412, "{path} exists");
        let after = app.rest("GET", path, None).await;
        assert_eq!(after.body, before.body, "{path}");
        assert_eq!(app.events_so_far().await, events, "{path}");
    }
}

async fn invalid_condition_is_refused(app: TestApp) {
    let it = paths(&app).await;
    let many = vec!["\"1\""; 17].join(", ");
    let events = app.events_so_far().await;
    for condition in ["1", "", "\"1", "\"1\" \"2\"", "*, \"1\"", "w/\"1\"", &many] {
        for (method, path, body) in [
            ("PUT", &it.user, user("Another")),
            ("DELETE", &it.membership, None),
        ] {
            let refused = app.under(method, path, body, condition).await;
            assert_eq!(refused.status, 400, "{condition}: {refused:?}");
            let description = refused.json()["description"].to_string();
            assert!(description.contains("`If-Match`"), "{description}");
        }
    }
    assert_eq!(app.events_so_far().await, events);
}

async fn removal_fails_if_the_row_has_changed(app: TestApp) {
    let it = paths(&app).await;
    let events = app.events_so_far().await;
    for path in [&it.membership, &it.of_user, &it.user, &it.org] {
        let refused = app.under("DELETE", path, None, "\"99\"").await;
        assert_eq!(refused.status, 412, "{path}: {refused:?}");
        assert_eq!(app.rest("GET", path, None).await.status, 200, "{path}");
    }
    assert_eq!(app.events_so_far().await, events);
    let suspended = app
        .under("DELETE", &it.user, None, &app.etag(&it.user).await)
        .await;
    assert_eq!(suspended.status, 200);
    assert_eq!(suspended.json()["user"]["active"], false);
    for path in [&it.of_user, &it.org] {
        let tag = app.etag(path).await;
        let removed = app.under("DELETE", path, None, &tag).await;
        assert_eq!(removed.status, 204, "{path}");
        let again = app.under("DELETE", path, None, &tag).await;
        assert_eq!(again.status, 404, "{path}");
    }
}

async fn default_moves_only_if_the_version_matches(app: TestApp) {
    let it = paths(&app).await;
    let path = format!("{}/make_default.json", it.of_user);
    let before = app.etag(&it.of_user).await;
    let refused = app.under("PUT", &path, None, "\"99\"").await;
    assert_eq!(refused.status, 412, "{refused:?}");
    assert_eq!(app.etag(&it.of_user).await, before);
    let moved = app.under("PUT", &path, None, &before).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_eq!(moved.header("etag"), app.etag(&it.of_user).await);
    assert_ne!(moved.header("etag"), before);
}

async fn condition_on_many_or_new_items_is_refused(app: TestApp) {
    paths(&app).await;
    let events = app.events_so_far().await;
    for (method, path, body) in [
        (
            "POST",
            "organizations/create_many",
            json!({ "organizations": [{ "name": "Globex" }] }),
        ),
        (
            "DELETE",
            "organization_memberships/destroy_many?ids=7",
            json!({}),
        ),
        (
            "POST",
            "organizations",
            json!({ "organization": { "name": "Globex" } }),
        ),
        (
            "POST",
            "organizations/create_or_update",
            json!({ "organization": { "name": "Globex" } }),
        ),
    ] {
        let path = format!("/api/v2/{path}");
        for (name, value) in [
            ("if-match", "\"1\""),
            ("if-match", "*"),
            ("if-none-match", "*"),
        ] {
            let request = rest(method, &path, Some(body.clone())).with(name, value);
            let refused = app.send(request).await;
            assert_eq!(refused.status, 400, "{path}: {refused:?}");
            let description = refused.json()["description"].to_string();
            assert!(
                description.contains("changes of the one item"),
                "{description}"
            );
        }
    }
    let upload = rest("POST", "/jobs/memberships", Some(json!({}))).with("if-match", "*");
    assert_eq!(app.send(upload).await.status, 400);
    assert_eq!(app.events_so_far().await, events);
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
}

async fn cached_organization_is_not_sent_again(app: TestApp) {
    let it = paths(&app).await;
    let tag = app.etag(&it.org).await;
    for method in ["GET", "HEAD"] {
        for known in [&tag, &format!("W/{tag}"), &format!("\"x\", {tag}"), "*"] {
            let request = rest(method, &it.org, None).with("if-none-match", known);
            let reply = app.send(request).await;
            assert_eq!(
                (reply.status.as_u16(), reply.body.as_str()),
                (304, ""),
                "{known}"
            );
            assert_eq!(reply.header("etag"), tag);
            assert_eq!(reply.header("content-type"), "");
            assert_eq!(reply.header("vary"), "accept-encoding");
        }
    }
    for known in ["\"99\"", "99"] {
        let request = rest("GET", &it.org, None).with("if-none-match", known);
        assert_eq!(app.send(request).await.status, 200, "{known}");
    }
    app.rest_json("PUT", &it.org, org("Acme 2"), 200).await;
    let request = rest("GET", &it.org, None).with("if-none-match", &tag);
    let reply = app.send(request).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["organization"]["name"]),
        (200, &json!("Acme 2"))
    );
}

async fn reply_with_fields_of_other_rows_is_always_sent(app: TestApp) {
    let it = paths(&app).await;
    let tag = app.etag(&it.membership).await;
    app.rest_json("PUT", &it.org, org("Acme 2"), 200).await;
    assert_eq!(app.etag(&it.membership).await, tag, "the tag is unchanged");
    let request = rest("GET", &it.membership, None).with("if-none-match", &tag);
    let reply = app.send(request).await;
    assert_eq!(reply.status, 200);
    let shown = &reply.json()["organization_membership"];
    assert_eq!(shown["organization_name"], "Acme 2");
}

async fn change_with_a_key_is_replayed_although_the_version_has_changed(app: TestApp) {
    let it = paths(&app).await;
    let tag = app.etag(&it.user).await;
    let send = async |tag: &str| {
        let request = rest("PUT", &it.user, user("Ann"));
        let request = request.with("if-match", tag).with("idempotency-key", "k");
        app.send(request).await
    };
    let head = |reply: &Reply| {
        let is_replay = reply.header("idempotency-replayed") == "true";
        (reply.status.as_u16(), is_replay)
    };
    let first = send(&tag).await;
    assert_eq!(head(&first), (200, false), "{first:?}");
    let again = send(&tag).await;
    assert_eq!(head(&again), (200, true), "{again:?}");
    assert_eq!(
        (again.header("etag"), &again.body),
        (first.header("etag"), &first.body)
    );
    let another = send(first.header("etag")).await;
    assert_eq!(another.status, 400, "the condition differs");
    // A refused request does not store its key.
    let request = || {
        let request = rest("DELETE", &it.membership, None).with("if-match", "\"99\"");
        request.with("idempotency-key", "d")
    };
    for _ in 0..2 {
        assert_eq!(head(&app.send(request()).await), (412, false));
    }
}

async fn only_one_of_two_changes_of_one_version_succeeds(app: TestApp) {
    let it = paths(&app).await;
    for round in 0..5 {
        for (path, body) in [
            (&it.user, user as fn(&str) -> Option<Json>),
            (&it.org, org as fn(&str) -> Option<Json>),
        ] {
            let tag = app.etag(path).await;
            let put = |name: &str| app.under("PUT", path, body(&format!("{name} {round}")), &tag);
            let (one, other) = tokio::join!(put("One"), put("Other"));
            let mut statuses = [one.status.as_u16(), other.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412], "{one:?} {other:?}");
            let winner = if one.status == 200 { one } else { other };
            assert_eq!(app.rest("GET", path, None).await.body, winner.body);
        }
    }
}

async fn a_dry_run_checks_the_version(app: TestApp) {
    let it = paths(&app).await;
    let tag = app.etag(&it.user).await;
    for (condition, status) in [(tag.as_str(), 200), ("\"99\"", 412)] {
        let request = rest("PUT", &it.user, user("Ann")).with("if-match", condition);
        let reply = app.send(request.with("tenantry-dry-run", "true")).await;
        assert_eq!(reply.status, status, "{reply:?}");
    }
    assert_eq!(app.etag(&it.user).await, tag);
}

async fn caller_without_access_does_not_learn_the_version(app: TestApp) {
    let it = paths(&app).await;
    let other = app.org("Globex").await;
    let stranger = app.token_of_org(other).await;
    for (method, path, body) in [
        ("PUT", &it.user, user("X")),
        ("PUT", &it.org, org("X")),
        ("DELETE", &it.membership, None),
    ] {
        let request = rest(method, path, body).with("if-match", "\"99\"");
        let bearer = format!("Bearer {stranger}");
        let refused = app.send(request.with("authorization", &bearer)).await;
        assert_eq!(refused.status, 404, "{path}: {refused:?}");
    }
}

on_both_engines! {
    replies_of_one_item_carry_its_version,
    replies_of_lists_and_jobs_carry_no_tag,
    change_is_made_only_if_the_version_matches,
    invalid_condition_is_refused,
    removal_fails_if_the_row_has_changed,
    default_moves_only_if_the_version_matches,
    condition_on_many_or_new_items_is_refused,
    cached_organization_is_not_sent_again,
    reply_with_fields_of_other_rows_is_always_sent,
    change_with_a_key_is_replayed_although_the_version_has_changed,
    only_one_of_two_changes_of_one_version_succeeds,
    a_dry_run_checks_the_version,
    caller_without_access_does_not_learn_the_version,
}
