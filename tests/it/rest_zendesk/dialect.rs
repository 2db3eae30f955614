//! Tests of what all routes of the Zendesk API have in common: authentication, errors, limits, URLs
//! and headers.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::support::{
    ROOT, Tape, TestApp, With, membership, number_of, on_both_engines, rest, rest_of,
};

async fn token_is_accepted_in_three_forms(app: TestApp) {
    let ask = || rest("GET", "/api/v2/users/me.json", None).without("authorization");
    let basic = |login: &str| format!("Basic {}", BASE64_STANDARD.encode(login));
    for request in [
        ask().with("authorization", &format!("bearer {ROOT}")),
        ask().with("authorization", &basic(&format!("ann@x.test/token:{ROOT}"))),
        ask().with("reb-apikey", ROOT),
    ] {
        assert_eq!(app.send(request).await.status, 200);
    }
    for request in [
        ask(),
        ask().with("authorization", &basic(&format!("ann@x.test:{ROOT}"))),
        ask().with("authorization", "Basic ???"),
        ask().with("authorization", "Bearer tnt_wrong"),
        ask()
            .with("authorization", "Bearer tnt_wrong")
            .with("reb-apikey", ROOT),
        rest("GET", "/api/v2/nothing", None).without("authorization"),
    ] {
        let reply = app.send(request).await;
        assert_eq!(reply.status, 401);
        assert_eq!(
            reply.json(),
            json!({ "error": "Couldn't authenticate you" })
        );
    }
}

async fn failures_are_reported_as_recorded(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    let mut tape = Tape::of(&app, "zendesk").await;
    let root = "/api/v2/organization_memberships";
    for (method, path) in [
        ("GET", "/api/v2/nothing"),
        ("PATCH", "/api/v2/users"),
        ("GET", "/api/v2/users/01a20154-da92-7189-a7bf-4f8bd931e72c"),
        ("GET", "/api/v2/users/-1.json"),
        ("GET", "/api/v2/users/99999999999999999999"),
        ("GET", "/api/v2/organization_memberships/7.json"),
        ("POST", root),
    ] {
        tape.send(method, path, None).await;
    }
    let ids = vec!["1"; 101].join(",");
    tape.send("GET", &format!("/api/v2/users/show_many?ids={ids}"), None)
        .await;
    for body in [
        "{",
        "[]",
        "{\"organization_membership\":{\"user_id\":\"x\"}}",
        "{} {}",
    ] {
        let reply = app.send(rest_of("POST", root, body)).await;
        tape.write("POST", root, Some(json!(body)), &reply);
    }
    insta::assert_snapshot!("failures", tape.text());
}

async fn array_in_place_of_an_object_is_refused(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let organizations = app.zendesk("organizations").await;
    let acme = number_of(&organizations["organizations"], "name", "Acme");
    for (path, body) in [
        (
            "organization_memberships",
            json!({ "organization_membership": [ann, acme, null] }),
        ),
        (
            "organizations",
            json!({ "organization": ["", "Array Org", null] }),
        ),
        ("users", json!({ "user": ["short"] })),
        ("users", json!({ "user": 5 })),
        (
            "users",
            json!({ "user": { "email": "x@x.test", "organization": [null, "Acme"] } }),
        ),
        (
            "users/create_or_update",
            json!({ "user": { "email": "x@x.test", "organizations": [[null, "Acme"]] } }),
        ),
    ] {
        let path = format!("/api/v2/{path}");
        let refused = app.rest_json("POST", &path, Some(body), 400).await;
        let description = refused["description"].as_str().unwrap_or_default();
        assert!(description.contains("expected an object"), "{refused:#}");
    }
    assert_eq!(app.zendesk("users").await["count"], 1);
}

async fn invalid_utf_8_is_refused_even_in_ignored_fields(app: TestApp) {
    let body = b"{\"user\":{\"email\":\"x@x.test\",\"notes\":\"\xff\"}}".to_vec();
    let reply = app.send(rest_of("POST", "/api/v2/users", body)).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["error"]),
        (400, &json!("BadRequest"))
    );
    assert_eq!(app.zendesk("users").await["count"], 0);
}

async fn unknown_path_fails_in_the_format_of_the_api(app: TestApp) {
    for (path, error) in [
        ("/api/v2", "InvalidEndpoint"),
        ("/api/v2/", "InvalidEndpoint"),
        ("/api/v2.json", "InvalidEndpoint"),
        ("/api/v2/users/", "InvalidEndpoint"),
        ("/api/v2/users/%ff", "RecordNotFound"),
        ("/api/v2/users/%ff/organizations", "RecordNotFound"),
    ] {
        let refused = app.rest_json("GET", path, None, 404).await;
        assert_eq!(refused["error"], error, "{path}");
    }
}

async fn failures_use_the_names_of_the_api(app: TestApp) {
    let acme = app.org("Acme").await;
    app.owner(acme, "ann").await;
    let list = app.zendesk("organization_memberships").await;
    let of_ann = number_of(
        &list["organization_memberships"],
        "organization_name",
        "Acme",
    );
    let path = format!("/api/v2/organization_memberships/{of_ann}");
    let last = app.rest_json("DELETE", &path, None, 422).await;
    assert!(!last.to_string().contains(&acme.to_string()), "{last:#}");
    let user = |fields| Some(json!({ "user": fields }));
    let post = async |path: &str, body| {
        let path = format!("/api/v2/{path}");
        app.rest_json("POST", &path, body, 422).await["details"].take()
    };
    let details = post(
        "users",
        user(json!({ "email": "x@x.test", "organization": {} })),
    )
    .await;
    assert_eq!(
        details["organization"][0]["description"],
        "`organization` needs an `id` or a `name`"
    );
    let details = post("users", user(json!({ "name": "x", "external_id": "e" }))).await;
    assert_eq!(
        details["email"][0]["description"],
        "`email` is required: a new user needs an e-mail address"
    );
    let details = post(
        "organizations",
        Some(json!({ "organization": { "name": " " } })),
    )
    .await;
    assert_eq!(details["name"][0]["error"], "BlankValue");
    for (path, list) in [
        ("users/create_many", "users"),
        (
            "organization_memberships/create_many",
            "organization_memberships",
        ),
        ("organizations/create_many", "organizations"),
    ] {
        let details = post(path, Some(json!({ list: [] }))).await;
        let description = details["base"][0]["description"].to_string();
        assert!(
            description.contains(&format!("`{list}` is empty")),
            "{description}"
        );
    }
    let path = "/api/v2/users/destroy_many";
    let refused = app.rest_json("DELETE", path, None, 422).await;
    let description = refused["details"]["base"][0]["description"].to_string();
    assert!(description.contains("`ids` is empty"), "{description}");
}

async fn a_body_that_is_too_large_is_a_bad_request(app: TestApp) {
    let small = app.reconfigured(|config| config.max_body_bytes = 10).await;
    let reply = small
        .rest(
            "POST",
            "/api/v2/organizations",
            Some(json!({ "organization": {} })),
        )
        .await;
    assert_eq!(reply.status, 400);
    small.app.close().await;
}

async fn hidden_rows_are_not_found_and_denied_changes_are_forbidden(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(acme, "ann").await;
    app.user(globex, "bob").await;
    let list = app.zendesk("users").await;
    let (own, other) = (
        number_of(&list["users"], "name", "ann Test"),
        number_of(&list["users"], "name", "bob Test"),
    );
    let org = number_of(
        &app.zendesk("organizations").await["organizations"],
        "name",
        "Acme",
    );
    let bearer = format!("Bearer {}", app.token_of(ann).await);
    let status = async |method: &str, path: &str, body| {
        let request = rest(method, path, body).with("authorization", &bearer);
        app.send(request).await.status.as_u16()
    };
    assert_eq!(
        status("GET", &format!("/api/v2/users/{own}"), None).await,
        200
    );
    assert_eq!(
        status("GET", &format!("/api/v2/users/{other}"), None).await,
        404
    );
    let body = Some(json!({ "organization": { "name": "Mine" } }));
    assert_eq!(
        status("PUT", &format!("/api/v2/organizations/{org}"), body).await,
        403
    );
    let add = Some(membership(own, org));
    let request = rest("POST", "/api/v2/organization_memberships", add);
    let refused = app.send(request.with("authorization", &bearer)).await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.json()["description"],
        "Permission denied: requires `members:grant`."
    );
}

async fn urls_begin_with_the_host_of_the_request(app: TestApp) {
    app.org("Acme").await;
    let proxied = app
        .reconfigured(|config| {
            config.trusted_proxies = vec!["203.0.113.0/24".parse().expect("a network")]
        })
        .await;
    let ask = || {
        rest("GET", "/api/v2/organizations.json", None)
            .with("x-forwarded-host", "outside.example")
            .with("x-forwarded-proto", "https")
    };
    let url = |reply: crate::support::Reply| reply.json()["organizations"][0]["url"].to_string();
    let (outside, inside) = (url(proxied.send(ask()).await), url(app.send(ask()).await));
    assert!(
        outside.starts_with("\"https://outside.example/api/v2/"),
        "{outside}"
    );
    assert!(
        inside.starts_with("\"http://tenantry.test/api/v2/"),
        "{inside}"
    );
    proxied.app.close().await;
}

async fn a_dry_run_keeps_nothing_and_a_key_makes_a_change_once(app: TestApp) {
    let body = Some(json!({ "organization": { "name": "Acme" } }));
    let create = || rest("POST", "/api/v2/organizations", body.clone());
    let tried = app.send(create().with("tenantry-dry-run", "true")).await;
    assert_eq!(
        (tried.status.as_u16(), tried.header("tenantry-dry-run")),
        (201, "true")
    );
    assert_eq!(app.zendesk("organizations").await["count"], 0);
    let made = app.send(create().with("idempotency-key", "k")).await;
    let again = app.send(create().with("idempotency-key", "k")).await;
    assert_eq!((made.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(
        (
            made.header("idempotency-replayed"),
            again.header("idempotency-replayed")
        ),
        ("", "true")
    );
    assert_eq!(made.json(), again.json());
    let other = Some(json!({ "organization": { "name": "Globex" } }));
    let other = rest("POST", "/api/v2/organizations", other).with("idempotency-key", "k");
    let other = app.send(other).await;
    assert_eq!(
        (other.status.as_u16(), &other.json()["error"]),
        (400, &json!("IdempotentRequestError"))
    );
}

async fn api_can_be_switched_off(app: TestApp) {
    let shut = app.reconfigured(|config| config.zendesk = false).await;
    for path in ["/api/v2/users", "/openapi/zendesk.json"] {
        assert_eq!(shut.rest("GET", path, None).await.status, 404);
    }
    shut.app.close().await;
}

on_both_engines! {
    token_is_accepted_in_three_forms,
    failures_are_reported_as_recorded,
    array_in_place_of_an_object_is_refused,
    invalid_utf_8_is_refused_even_in_ignored_fields,
    unknown_path_fails_in_the_format_of_the_api,
    failures_use_the_names_of_the_api,
    a_body_that_is_too_large_is_a_bad_request,
    hidden_rows_are_not_found_and_denied_changes_are_forbidden,
    urls_begin_with_the_host_of_the_request,
    a_dry_run_keeps_nothing_and_a_key_makes_a_change_once,
    api_can_be_switched_off,
}
