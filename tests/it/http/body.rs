//! Tests request bodies that are not plain UTF-8, on every route that takes a body, and equivalent
//! paths and methods.

use std::io::Write;

use axum::{
    body::Body,
    http::{Request, header},
};
use flate2::{Compression, write::GzEncoder};
use serde_json::json;

use crate::support::{ROOT, Reply, TestApp, With, get, on_both_engines, post_json, rest_of};

use super::{ASK, answer, ask};

/// A route of every API that takes a body, with a valid body.
const BODIES: [(&str, &str); 5] = [
    ("/graphql", r#"{"query": "{ viewer { __typename } }"}"#),
    (
        "/api/v2/organizations",
        r#"{"organization": {"name": "Acme"}}"#,
    ),
    ("/memberships", r#"{"user": {"id": "1"}}"#),
    ("/jobs/memberships", r#"{"org": {"name": "Acme"}}"#),
    ("/jobs/users", r#"{"email": "new@example.com"}"#),
];

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("written");
    encoder.finish().expect("compressed")
}

fn utf_16(text: &str) -> Vec<u8> {
    let mark = std::iter::once(0xfeff);
    let units = mark.chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Checks that the body was rejected with a message that says how to send it.
fn assert_unsupported(reply: &Reply, what: &str) {
    assert_eq!(reply.status, 415, "{what}\n{reply:?}");
    assert!(reply.body.contains("Send the body"), "{what}\n{reply:?}");
    reply.json();
}

async fn a_compressed_body_is_refused_on_every_route(app: TestApp) {
    for (path, body) in BODIES {
        for coding in [
            "gzip",
            "br",
            "deflate",
            "zstd",
            "nonsense",
            "identity, gzip",
        ] {
            let request = rest_of("POST", path, gzip(body)).with("content-encoding", coding);
            assert_unsupported(&app.send(request).await, &format!("{path} {coding}"));
        }
        let silent = app.send(rest_of("POST", path, gzip(body))).await;
        assert_unsupported(&silent, path);
    }
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn a_body_in_another_charset_is_refused_on_every_route(app: TestApp) {
    for (path, body) in BODIES {
        for charset in ["utf-16", "UTF-16LE", "latin1", "iso-8859-1"] {
            let media_type = format!("application/json; charset={charset}");
            let request = rest_of("POST", path, body).with("content-type", &media_type);
            let reply = app.send(request).await;
            assert_unsupported(&reply, &format!("{path} {charset}"));
        }
        let silent = app.send(rest_of("POST", path, utf_16(body))).await;
        assert_unsupported(&silent, path);
    }
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn explicit_identity_and_utf_8_are_accepted(app: TestApp) {
    for (path, body) in BODIES {
        let request = rest_of("POST", path, body)
            .with("content-encoding", "identity")
            .with("content-type", "application/json; charset=UTF-8");
        let reply = app.send(request).await;
        assert_ne!(reply.status, 415, "{path}\n{reply:?}");
    }
}

async fn a_byte_order_mark_before_json_is_skipped(app: TestApp) {
    for (path, body) in BODIES {
        let plain = app.send(rest_of("POST", path, body)).await;
        app.sql("DELETE FROM orgs").await;
        let marked = rest_of("POST", path, format!("\u{feff}{body}"));
        let marked = app.send(marked).await;
        app.sql("DELETE FROM orgs").await;
        assert_eq!(marked.status, plain.status, "{path}\n{marked:?}");
        let is_refused = marked.body.contains("JSON");
        assert!(!is_refused, "{path}\n{marked:?}");
    }
    // Only one byte order mark is skipped.
    let twice = rest_of("POST", "/graphql", "\u{feff}\u{feff}{\"query\": \"{ a }\"}");
    assert_eq!(app.send(twice).await.status, 400);
}

async fn trailing_slash_after_graphql_is_ignored(app: TestApp) {
    let body = json!({ "query": ASK }).to_string();
    let by_post = app.send(rest_of("POST", "/graphql/", body)).await;
    assert_eq!((by_post.status.as_u16(), by_post.json()), (200, answer()));
    let query = "/graphql/?query=%7Bviewer%7B__typename%7D%7D";
    let by_get = app.send(rest_of("GET", query, "")).await;
    assert_eq!((by_get.status.as_u16(), by_get.json()), (200, answer()));
    let without = rest_of("POST", "/graphql/", "").without("authorization");
    assert_eq!(app.send(without).await.status, 401);
}

/// Sends a request by GET and by HEAD. Both get the same status and headers, and HEAD gets no body.
/// Returns the status.
async fn assert_head_is_get(app: &TestApp, request: impl Fn() -> Request<Body>) -> u16 {
    let (by_get, by_head) = (
        app.send(request()).await,
        app.send(request().by("HEAD")).await,
    );
    let what = request().uri().clone();
    assert_eq!(by_head.status, by_get.status, "{what}\n{by_head:?}");
    assert_eq!(by_head.body, "", "{what}");
    for name in [header::CONTENT_TYPE, header::CACHE_CONTROL, header::VARY] {
        let name = name.as_str();
        assert_eq!(by_head.header(name), by_get.header(name), "{what} {name}");
    }
    by_get.status.as_u16()
}

async fn head_gets_the_status_and_headers_of_get(app: TestApp) {
    assert_eq!(
        assert_head_is_get(&app, || get(&[("query", ASK)])).await,
        200
    );
    assert_eq!(
        assert_head_is_get(&app, || get(&[("query", "{")])).await,
        200
    );
    assert_eq!(assert_head_is_get(&app, || get(&[])).await, 400);
    let create = "mutation { createOrg(name: \"Acme\") { id } }";
    let change = || get(&[("query", create)]);
    assert_eq!(assert_head_is_get(&app, change).await, 405);
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
    for path in [
        "/healthz",
        "/readyz",
        "/metrics",
        "/",
        "/playground",
        "/openapi/zendesk.json",
        "/api/v2/users.json",
        "/api/v2/nothing",
        "/memberships",
        "/jobs/00000000-0000-0000-0000-000000000000",
    ] {
        assert_head_is_get(&app, || rest_of("GET", path, "")).await;
    }
}

async fn number_with_a_decimal_point_is_not_an_int(app: TestApp) {
    let of_literal = post_json(&json!({ "query": "{ users(first: 5.0) { nodes { id } } }" }));
    let of_variable = post_json(&json!({
        "query": "query ($n: Int) { users(first: $n) { nodes { id } } }", "variables": { "n": 5.0 }
    }));
    for request in [of_literal, of_variable] {
        let reply = app.send(request).await.json();
        assert_eq!(reply.get("data"), None, "{reply:#}");
        let code = &reply["errors"][0]["extensions"]["code"];
        assert_eq!(code, "INVALID_REQUEST", "{reply:#}");
    }
}

async fn token_is_checked_before_the_encoding(app: TestApp) {
    let request = ask().with("content-encoding", "gzip");
    let request = request.with("authorization", &format!("Bearer {ROOT}x"));
    assert_eq!(app.send(request).await.status, 401);
}

on_both_engines! {
    a_compressed_body_is_refused_on_every_route,
    a_body_in_another_charset_is_refused_on_every_route,
    explicit_identity_and_utf_8_are_accepted,
    a_byte_order_mark_before_json_is_skipped,
    trailing_slash_after_graphql_is_ignored,
    head_gets_the_status_and_headers_of_get,
    number_with_a_decimal_point_is_not_an_int,
    token_is_checked_before_the_encoding,
}
