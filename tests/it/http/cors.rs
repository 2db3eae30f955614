//! Tests CORS: no other origin may call the server unless the configuration names the origin.

use axum::{body::Body, http::Request};

use crate::support::{ROOT, Reply, TestApp, With, get, on_both_engines, post, unreadable};

use super::ask;

const SITE: &str = "https://admin.example.com";

async fn open_to(app: &TestApp, sites: &[&str]) -> TestApp {
    let sites: Vec<String> = sites.iter().map(|&site| site.to_owned()).collect();
    app.reconfigured(|config| config.cors_origins = sites).await
}

/// Returns the preflight request that a browser sends before a page of this origin may send a
/// token.
fn preflight(site: &str) -> Request<Body> {
    Request::options("/graphql")
        .header("origin", site)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type,if-match,if-none-match,traceparent,apollographql-client-name",
        )
        .body(Body::empty())
        .expect("a request")
}

/// Returns the entries of a list in a header, sorted.
fn list(reply: &Reply, name: &str) -> Vec<String> {
    let mut entries: Vec<_> = reply
        .header(name)
        .split(',')
        .map(|entry| entry.trim().to_lowercase())
        .collect();
    entries.sort_unstable();
    entries
}

async fn no_other_site_may_call_by_default(app: TestApp) {
    for request in [preflight(SITE), ask().with("origin", SITE)] {
        let reply = app.send(request).await;
        assert_eq!(reply.header("access-control-allow-origin"), "", "{reply:?}");
    }
}

async fn preflight_needs_no_token(app: TestApp) {
    let app = open_to(&app, &["https://other.example.com", SITE]).await;
    let reply = app.send(preflight(SITE)).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), SITE);
    assert_eq!(reply.header("access-control-max-age"), "600");
    assert_eq!(reply.header("access-control-allow-credentials"), "");
    assert_eq!(
        list(&reply, "access-control-allow-methods"),
        ["delete", "get", "options", "post", "put"]
    );
    assert_eq!(
        list(&reply, "access-control-allow-headers"),
        [
            "apollographql-client-name",
            "authorization",
            "content-type",
            "if-match",
            "if-none-match",
            "traceparent",
        ]
    );
    assert!(!reply.header("x-request-id").is_empty());
}

async fn a_site_that_is_not_named_may_not_call(app: TestApp) {
    let app = open_to(&app, &[SITE]).await;
    for site in [
        "https://evil.example.com",
        "http://admin.example.com",
        "https://admin.example.com:8443",
        "https://admin.example.com.evil.example.com",
        "null",
    ] {
        for request in [preflight(site), ask().with("origin", site)] {
            let reply = app.send(request).await;
            assert_eq!(reply.header("access-control-allow-origin"), "", "{site}");
        }
    }
}

async fn every_reply_can_be_read_by_a_site_that_may_call(app: TestApp) {
    let app = open_to(&app, &[SITE]).await;
    for (request, status) in [
        (ask(), 200),
        (ask().without("authorization"), 401),
        (ask().by("PUT"), 405),
        (post(unreadable()), 500),
    ] {
        let reply = app.send(request.with("origin", SITE)).await;
        assert_eq!(reply.status, status);
        assert_eq!(
            reply.header("access-control-allow-origin"),
            SITE,
            "{status}"
        );
        assert_eq!(
            list(&reply, "access-control-expose-headers"),
            [
                "etag",
                "idempotency-replayed",
                "location",
                "pagination-limit",
                "pagination-offset",
                "pagination-total",
                "retry-after",
                "x-request-id",
            ]
        );
        let vary: Vec<_> = reply.headers.get_all("vary").iter().collect();
        assert!(
            vary.iter().any(|value| value.as_bytes() == b"origin"),
            "{vary:?}"
        );
    }
}

/// Sends what a page can send without a preflight: a form, an image, a simple request of a script.
async fn requests_without_a_preflight_change_nothing(app: TestApp) {
    let app = open_to(&app, &[SITE]).await;
    let create = "mutation { createOrg(name: \"Acme\") { id } }";
    let body = serde_json::json!({ "query": create }).to_string();
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ] {
        for site in [SITE, "https://evil.example.com", "null"] {
            let request = post(body.clone()).with("content-type", media_type);
            let request = request.with("origin", site);
            assert_eq!(app.send(request).await.status, 415, "{media_type}");
        }
    }
    // A browser adds no `Authorization` header by itself, and a cookie is not a token.
    let bare = get(&[("query", "{ viewer { __typename } }")]).without("authorization");
    let reply = app
        .send(bare.with("cookie", &format!("token={ROOT}")))
        .await;
    assert_eq!(reply.status, 401);
    let reply = app.send(get(&[("query", create)])).await;
    assert_eq!(reply.status, 405);
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

on_both_engines! {
    requests_without_a_preflight_change_nothing,
    no_other_site_may_call_by_default,
    preflight_needs_no_token,
    a_site_that_is_not_named_may_not_call,
    every_reply_can_be_read_by_a_site_that_may_call,
}
