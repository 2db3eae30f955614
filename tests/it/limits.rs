//! Limits on the size and the duration of requests. Each is tested with its default, with the whole
//! reply, and with another setting.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use axum::{body::Body, http::Request};
use serde_json::{Value as Json, json};

use crate::support::{
    Program, ROOT, Reply, Stranger, TestApp, With, on_both_engines, post, post_json, unreadable,
};

const ASK: &str = "{ viewer { __typename } }";
const CREATE: &str = "mutation { createOrg(name: \"Acme\") { result } }";
const MIB: usize = 1024 * 1024;

/// Asserts that the whole reply is the `LIMIT_EXCEEDED` error with this status and message.
fn assert_over(reply: &Reply, status: u16, message: &str) {
    let error = json!({ "message": message, "extensions": { "code": "LIMIT_EXCEEDED" } });
    let whole = json!({ "errors": [error] });
    assert_eq!((reply.status.as_u16(), reply.json()), (status, whole));
}

/// Sends a document and accepts the media type whose status shows whether the document ran.
async fn ask(app: &TestApp, query: &str) -> Reply {
    let request = TestApp::request(ROOT, query, json!({}));
    app.send(request.with("accept", "application/graphql-response+json"))
        .await
}

/// Returns a request whose body has this many bytes.
fn of_size(bytes: usize) -> Request<Body> {
    let body = json!({ "query": ASK }).to_string();
    let padding = " ".repeat(bytes - body.len());
    post(body + &padding)
}

/// Returns a valid query of this depth.
fn levels(depth: usize) -> String {
    let between: String = (2..depth)
        .map(|level| ["defaultMembership { ", "user { "][level % 2])
        .collect();
    let end = " }".repeat(depth);
    format!("{{ user(email: \"ann@example.com\") {{ {between}id{end}")
}

/// Returns a query with this many root fields.
fn root_fields(number: usize) -> String {
    let fields: String = (0..number)
        .map(|n| format!("a{n}: viewer {{ __typename }} "))
        .collect();
    format!("{{ {fields}}}")
}

/// Returns a batch of this many requests.
fn batch(number: usize) -> Request<Body> {
    post_json(&Json::from(vec![json!({ "query": ASK }); number]))
}

async fn a_body_over_the_limit_is_refused(app: TestApp) {
    let message =
        "The body has too many bytes; at most 8388608 are allowed (setting `max_body_bytes`).";
    let reply = app.send(of_size(8 * MIB + 1)).await;
    assert_over(&reply, 413, message);
    assert_eq!(reply.header("connection"), "close");
    assert_over(&app.send(post("{".repeat(10_000_000))).await, 413, message);
    assert_eq!(app.send(of_size(8 * MIB)).await.status, 200);
}

async fn a_body_with_a_content_length_over_the_limit_is_not_read(app: TestApp) {
    let message =
        "The body has too many bytes; at most 8388608 are allowed (setting `max_body_bytes`).";
    let request = post(unreadable()).with("content-length", "8388609");
    assert_over(&app.send(request).await, 413, message);
}

async fn the_body_limit_is_configurable(app: TestApp) {
    let app = app
        .reconfigured(|config| config.max_body_bytes = 1_000)
        .await;
    let message =
        "The body has too many bytes; at most 1000 are allowed (setting `max_body_bytes`).";
    assert_over(&app.send(of_size(1_001)).await, 413, message);
    assert_eq!(app.send(of_size(1_000)).await.status, 200);
}

async fn body_of_an_unauthenticated_request_is_not_read(app: TestApp) {
    for length in ["2", "8388609", "99999999999999"] {
        let request = post(unreadable()).with("content-length", length);
        let reply = app.send(request.without("authorization")).await;
        assert_eq!(reply.status, 401);
        let error = reply.json()["errors"][0].clone();
        assert_eq!(error["extensions"]["code"], "UNAUTHENTICATED");
    }
}

async fn a_chunked_body_over_the_limit_is_refused_before_it_ends(app: TestApp) {
    let program = Program::alone().on(&app.config.database_url);
    let server = program.env("TENANTRY_MAX_BODY_BYTES", "1000").serve();
    let mut stream = TcpStream::connect(&server.address).expect("a connection");
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {ROOT}\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n{}\r\n",
        "{".repeat(1_001)
    )
    .expect("written");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a whole reply");
    assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
    assert!(reply.contains("(setting `max_body_bytes`)"), "{reply}");
}

async fn deeply_nested_brackets_are_refused_at_once(app: TestApp) {
    let nested = "The document nests more than 200 brackets.";
    for bracket in ["{", "[", "(", "{a(b:["] {
        let query = bracket.repeat(5_000_000 / bracket.len());
        assert_over(&ask(&app, &query).await, 400, nested);
    }
    for body in ["{", "[", "[{\"query\":"] {
        let reply = app.send(post(body.repeat(5_000_000 / body.len()))).await;
        assert_eq!(reply.status, 400);
        let error = reply.json()["errors"][0].clone();
        assert_eq!(error["extensions"]["code"], "INVALID_REQUEST", "{body}");
    }
}

async fn documents_with_too_many_tokens_are_refused_at_once(app: TestApp) {
    let message =
        "The document has more than 100000 lexical tokens; put long lists into variables.";
    for (before, word, after) in [("{", "a ", "}"), ("{ user(id: [", "1,", "]) { id } }")] {
        let query = format!("{before}{}{after}", word.repeat(2_500_000));
        assert_over(&ask(&app, &query).await, 400, message);
    }
}

async fn brackets_in_strings_and_comments_do_not_count(app: TestApp) {
    let deep = "{[(".repeat(1_000);
    for query in [
        format!("{{ org(name: \"{deep}\") {{ id }} }}"),
        format!("{{ org(name: \"\"\"{deep} \\\"\"\" {deep}\"\"\") {{ id }} }} # {deep}"),
    ] {
        let reply = ask(&app, &query).await;
        assert_eq!(reply.status, 200, "{reply:?}");
    }
}

async fn fragments_that_recurse_are_refused(app: TestApp) {
    for fragments in [
        "fragment a on Query { ...a }",
        "fragment a on Query { ...b } fragment b on Query { ...a }",
        "fragment a on Query { viewer { user { ...c } } } fragment c on User { defaultMembership { user { ...c } } }",
    ] {
        let reply = ask(&app, &format!("{{ ...a }} {fragments}")).await;
        let error = reply.json()["errors"][0].clone();
        assert_eq!(reply.status, 400);
        assert_eq!(error["extensions"]["code"], "INVALID_REQUEST");
        let message = error["message"].as_str().expect("a message");
        assert!(message.ends_with("spreads itself."), "{message}");
    }
}

async fn fragments_are_counted_each_time_they_are_spread(app: TestApp) {
    let doubling = |on: &str| {
        let fragments: String = (0..30)
            .map(|n| format!("fragment f{n} on {on} {{ ...f{0} ...f{0} }} ", n + 1))
            .collect();
        fragments + &format!("fragment f30 on {on} {{ __typename }}")
    };
    let message = "The operation has 1073741824 root fields; at most 100 are allowed (setting `max_root_fields`).";
    let reply = ask(&app, &format!("{{ ...f0 }} {}", doubling("Query"))).await;
    assert_over(&reply, 400, message);
    let message = "The operation has 1073741825 fields; at most 10000 are allowed.";
    let reply = ask(
        &app,
        &format!("{{ viewer {{ ...f0 }} }} {}", doubling("Viewer")),
    )
    .await;
    assert_over(&reply, 400, message);
}

async fn root_fields_are_limited(app: TestApp) {
    let message =
        "The operation has 101 root fields; at most 100 are allowed (setting `max_root_fields`).";
    assert_over(&ask(&app, &root_fields(101)).await, 400, message);
    assert_eq!(ask(&app, &root_fields(100)).await.status, 200);
    let few = app.reconfigured(|config| config.max_root_fields = 3).await;
    let message =
        "The operation has 4 root fields; at most 3 are allowed (setting `max_root_fields`).";
    assert_over(&ask(&few, &root_fields(4)).await, 400, message);
    assert_eq!(ask(&few, &root_fields(3)).await.status, 200);
}

async fn aliases_are_limited(app: TestApp) {
    let aliases: String = (0..200).map(|n| format!("a{n}: __typename ")).collect();
    let message =
        "The operation has 200 aliases; at most 100 are allowed (setting `max_root_fields`).";
    let reply = ask(&app, &format!("{{ viewer {{ {aliases}}} }}")).await;
    assert_over(&reply, 400, message);
    let reply = ask(&app, &format!("{{ __schema {{ {aliases}}} }}")).await;
    assert_over(&reply, 400, message);
}

async fn depth_is_limited(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    let message = "The operation is 16 levels deep; at most 15 are allowed (setting `max_depth`).";
    assert_over(&ask(&app, &levels(16)).await, 400, message);
    let reply = app.graphql(ROOT, &levels(15), json!({})).await;
    assert_eq!(reply.get("errors"), None, "{reply:#}");
    let flat = app.reconfigured(|config| config.max_depth = 4).await;
    let message = "The operation is 5 levels deep; at most 4 are allowed (setting `max_depth`).";
    assert_over(&ask(&flat, &levels(5)).await, 400, message);
    assert_eq!(ask(&flat, &levels(4)).await.status, 200);
}

async fn introspection_may_be_deep_but_not_circular(app: TestApp) {
    let of_type = |depth| format!("{}name{}", "ofType { ".repeat(depth), " }".repeat(depth));
    let tool = format!(
        "{{ __schema {{ types {{ fields {{ args {{ type {{ {} }} }} }} }} }} }}",
        of_type(12)
    );
    let reply = app.graphql(ROOT, &tool, json!({})).await;
    assert_eq!(reply.get("errors"), None, "{reply:#}");
    let circle = format!(
        "{{ __schema {{ types {}name{} }} }}",
        "{ fields { type ".repeat(7) + "{ ",
        " }".repeat(15)
    );
    let message = "The introspection nests 7 lists of types; at most 3 are allowed.";
    assert_over(&ask(&app, &circle).await, 400, message);
}

async fn the_size_of_a_batch_is_limited(app: TestApp) {
    let message = "The batch has 11 operations; at most 10 are allowed (setting `max_batch`).";
    assert_over(&app.send(batch(11)).await, 400, message);
    assert_eq!(app.send(batch(10)).await.status, 200);
    let small = app.reconfigured(|config| config.max_batch = 2).await;
    let message = "The batch has 3 operations; at most 2 are allowed (setting `max_batch`).";
    assert_over(&small.send(batch(3)).await, 400, message);
    assert_eq!(small.send(batch(2)).await.status, 200);
}

async fn a_request_over_the_timeout_is_ended(app: TestApp) {
    let hasty = app
        .reconfigured(|config| config.request_timeout = Duration::from_secs(1))
        .await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("orgs").await;
    let reply = hasty.send(TestApp::request(ROOT, CREATE, json!({}))).await;
    stranger.let_go().await;
    let message = "The request took longer than 1s (setting `request_timeout`). A change in \
                   progress may have been committed; check before you try again.";
    assert_over(&reply, 503, message);
    assert_eq!(reply.header("retry-after"), "1");
    assert_eq!(ask(&hasty, ASK).await.status, 200);
}

async fn a_body_that_does_not_arrive_times_out(app: TestApp) {
    let program = Program::alone().on(&app.config.database_url);
    let server = program.env("TENANTRY_REQUEST_TIMEOUT", "1s").serve();
    let mut stream = TcpStream::connect(&server.address).expect("a connection");
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {ROOT}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    )
    .expect("written");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a whole reply");
    assert!(reply.starts_with("HTTP/1.1 408 "), "{reply}");
    assert!(
        reply.contains("The body took longer than 1s (setting `request_timeout`)."),
        "{reply}"
    );
}

on_both_engines! {
    a_body_over_the_limit_is_refused,
    a_body_with_a_content_length_over_the_limit_is_not_read,
    the_body_limit_is_configurable,
    body_of_an_unauthenticated_request_is_not_read,
    a_chunked_body_over_the_limit_is_refused_before_it_ends,
    deeply_nested_brackets_are_refused_at_once,
    documents_with_too_many_tokens_are_refused_at_once,
    brackets_in_strings_and_comments_do_not_count,
    fragments_that_recurse_are_refused,
    fragments_are_counted_each_time_they_are_spread,
    root_fields_are_limited,
    aliases_are_limited,
    depth_is_limited,
    introspection_may_be_deep_but_not_circular,
    the_size_of_a_batch_is_limited,
    a_request_over_the_timeout_is_ended,
    a_body_that_does_not_arrive_times_out,
}
