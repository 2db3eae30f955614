//! Links and `Location` headers behind a proxy.

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};

use crate::support::{Reply, TestApp, With, on_both_engines, rest};

/// Returns the app with 10.0.0.0/8 as a trusted network of proxies.
async fn proxied(app: &TestApp) -> TestApp {
    app.reconfigured(|config| {
        config.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")];
    })
    .await
}

/// Adds the headers that a proxy sends for a request to `https://outside.example/tenantry`.
fn forwarded(request: Request<Body>, prefix: &str) -> Request<Body> {
    request
        .with("x-forwarded-proto", "https")
        .with("x-forwarded-host", "outside.example")
        .with("x-forwarded-prefix", prefix)
}

async fn send(app: &TestApp, from: &str, request: Request<Body>) -> Reply {
    app.send_from(from.parse().expect("an address"), request)
        .await
}

fn create(name: &str) -> Request<Body> {
    let body = json!({ "organization": { "name": name } });
    rest("POST", "/api/v2/organizations.json", Some(body))
}

fn upload() -> Request<Body> {
    let row = json!({ "org": { "name": "Acme" }, "user": { "email": "ann@example.com" } });
    rest("POST", "/jobs/memberships", Some(row))
}

async fn links_use_the_base_url_that_a_trusted_proxy_forwards(app: TestApp) {
    let app = proxied(&app).await;
    let reply = send(&app, "10.0.0.1", forwarded(create("Acme"), "/tenantry")).await;
    let organization = &reply.json()["organization"];
    let url = format!(
        "https://outside.example/tenantry/api/v2/organizations/{}.json",
        organization["id"]
    );
    assert_eq!(organization["url"], url);
    assert_eq!(reply.header("location"), url);
    send(&app, "10.0.0.1", create("Beta")).await;
    let list = rest("GET", "/api/v2/organizations.json?per_page=1", None);
    let page = send(&app, "10.0.0.1", forwarded(list, "/tenantry")).await;
    assert_eq!(
        page.json()["next_page"],
        "https://outside.example/tenantry/api/v2/organizations.json?page=2&per_page=1"
    );
    let reply = send(&app, "10.0.0.1", forwarded(upload(), "/tenantry")).await;
    let id = reply.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(reply.header("location"), format!("/tenantry/jobs/{id}"));
}

async fn forwarded_headers_of_untrusted_peers_are_ignored(app: TestApp) {
    let app = proxied(&app).await;
    let reply = send(&app, "203.0.113.9", forwarded(create("Acme"), "/evil")).await;
    let location = reply.header("location");
    assert!(
        location.starts_with("http://tenantry.test/api/v2/"),
        "{location}"
    );
    let reply = send(&app, "203.0.113.9", forwarded(upload(), "/evil")).await;
    let location = reply.header("location");
    assert!(location.starts_with("/jobs/"), "{location}");
}

async fn an_unsafe_prefix_is_ignored(app: TestApp) {
    let app = proxied(&app).await;
    for prefix in [
        "//evil.example",
        "/\\evil.example",
        "/a/../..",
        "/<b>",
        "https://evil.example",
    ] {
        let reply = send(&app, "10.0.0.1", forwarded(upload(), prefix)).await;
        let location = reply.header("location");
        assert!(location.starts_with("/jobs/"), "{prefix}: {location}");
    }
}

async fn pages_and_documents_never_show_a_prefix(app: TestApp) {
    let app = proxied(&app).await;
    for path in [
        "/",
        "/console",
        "/playground",
        "/playground/",
        "/openapi/zendesk.json",
    ] {
        let request = forwarded(rest("GET", path, None), "/tenantry-prefix");
        let reply = send(&app, "10.0.0.1", request).await;
        assert!(!reply.body.contains("tenantry-prefix"), "{path}");
        assert!(!reply.header("location").contains("tenantry-prefix"));
    }
}

async fn documents_have_a_relative_server_url(app: TestApp) {
    for path in ["/openapi/zendesk.json", "/openapi/rebilly.json"] {
        let document: Json = app.rest_json("GET", path, None, 200).await;
        let server = document["servers"][0]["url"].as_str().expect("a URL");
        let base = format!("https://outside.example/tenantry{path}");
        let base: reqwest::Url = base.parse().expect("a URL");
        let server = base.join(server).expect("a URL");
        assert_eq!(server.as_str(), "https://outside.example/tenantry/");
    }
}

on_both_engines! {
    links_use_the_base_url_that_a_trusted_proxy_forwards,
    forwarded_headers_of_untrusted_peers_are_ignored,
    an_unsafe_prefix_is_ignored,
    pages_and_documents_never_show_a_prefix,
    documents_have_a_relative_server_url,
}
