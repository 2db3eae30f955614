//! Tests how the server handles connections: limits, idle connections, `Expect: 100-continue`,
//! HTTP/2, and clients that write a whole request before they read.

use axum::http::{Request, Version};
use http_body_util::BodyExt;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;

use crate::support::{ROOT, Served, Stranger, TestApp, Wire, files_allowed, on_both_engines};

const ASK: &str = r#"{"query":"{ viewer { __typename } }"}"#;
const ANSWER: &str = r#"{"data":{"viewer":{"__typename":"Viewer"}}}"#;
const TEN_MILLION: usize = 10_000_000;

/// Returns a request with this token, these headers and this body.
fn post(token: &str, headers: &str, body: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\n{headers}\r\n{body}"
    )
}

/// Returns a request with a `Content-Length` header.
fn measured(token: &str, body: &str) -> String {
    post(token, &format!("Content-Length: {}\r\n", body.len()), body)
}

/// Returns an app that closes idle connections after 50 ms.
async fn impatient(app: &TestApp) -> TestApp {
    app.reconfigured(|config| config.idle_timeout = std::time::Duration::from_millis(50))
        .await
}

async fn client_that_writes_a_too_large_body_gets_the_error(app: TestApp) {
    let served = Served::new(&app).await;
    let body = "{".repeat(TEN_MILLION);
    let chunked = format!("{TEN_MILLION:x}\r\n{body}\r\n0\r\n\r\n");
    for request in [
        measured(ROOT, &body),
        post(ROOT, "Transfer-Encoding: chunked\r\n", &chunked),
    ] {
        let mut wire = served.connect().await;
        wire.write(request).await;
        let reply = wire.until_closed().await;
        assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
        assert!(reply.contains("(setting `max_body_bytes`)"), "{reply}");
    }
}

async fn client_that_writes_a_body_with_a_wrong_token_gets_the_error(app: TestApp) {
    let served = Served::new(&app).await;
    let mut wire = served.connect().await;
    wire.write(measured("tnt_wrong", &"{".repeat(TEN_MILLION)))
        .await;
    let reply = wire.reply().await;
    assert!(reply.starts_with("HTTP/1.1 401 "), "{reply}");
    wire.write(measured(ROOT, ASK)).await;
    assert!(wire.reply().await.ends_with(ANSWER), "connection closed");
}

async fn rejected_body_gets_no_100_continue(app: TestApp) {
    let served = Served::new(&app).await;
    for (token, status) in [(ROOT, "413"), ("tnt_wrong", "401")] {
        let head = format!("Expect: 100-continue\r\nContent-Length: {TEN_MILLION}\r\n");
        let mut wire = served.connect().await;
        wire.write(post(token, &head, "")).await;
        let reply = wire.until_closed().await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{reply}");
    }
}

async fn expected_body_gets_100_continue(app: TestApp) {
    let served = Served::new(&app).await;
    let head = format!(
        "Expect: 100-continue\r\nConnection: close\r\nContent-Length: {}\r\n",
        ASK.len()
    );
    let mut wire = served.connect().await;
    wire.write(post(ROOT, &head, "")).await;
    let mut asked = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut wire.0, &mut asked)
        .await
        .expect("an answer");
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    wire.write(ASK).await;
    assert!(wire.until_closed().await.ends_with(ANSWER));
}

async fn connection_without_a_whole_request_head_is_closed(app: TestApp) {
    let served = Served::new(&impatient(&app).await).await;
    for head in [
        "",
        "P",
        "PRI * HTTP/2.0\r\n",
        "POST /graphql HTTP/1.1\r\nHost: ",
    ] {
        let mut wire = served.connect().await;
        wire.write(head).await;
        assert_eq!(wire.until_closed().await, "", "{head}");
    }
}

async fn idle_connection_is_closed(app: TestApp) {
    let served = Served::new(&impatient(&app).await).await;
    let mut wire = served.connect().await;
    wire.write(measured(ROOT, ASK)).await;
    let reply = wire.until_closed().await;
    assert!(reply.ends_with(ANSWER), "{reply}");
}

async fn connection_with_a_running_request_stays_open(app: TestApp) {
    let served = Served::new(&impatient(&app).await).await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("orgs").await;
    let mut wire = served.connect().await;
    let body = json!({ "query": "mutation { createOrg(name: \"Acme\") { result } }" });
    wire.write(measured(ROOT, &body.to_string())).await;
    // Each of these connections ends after the idle timeout.
    for _ in 0..4 {
        served.connect().await.until_closed().await;
    }
    stranger.let_go().await;
    let reply = wire.reply().await;
    assert!(reply.contains(r#""result":"created""#), "{reply}");
}

async fn thousands_of_silent_connections_do_not_block_requests(app: TestApp) {
    let served = Served::new(&app).await;
    let mut silent = Vec::new();
    for _ in 0..as_many_as_may_be() {
        silent.push(served.connect().await);
    }
    let mut wire = served.connect().await;
    for _ in 0..3 {
        wire.write(measured(ROOT, ASK)).await;
        assert!(wire.reply().await.ends_with(ANSWER));
    }
    for mut wire in silent.drain(..).rev().step_by(100) {
        wire.write(measured(ROOT, ASK)).await;
        assert!(wire.reply().await.ends_with(ANSWER));
    }
}

/// Returns 2,000, or fewer where the system allows fewer open files: each connection takes two in
/// this process, and other tests run at the same time.
fn as_many_as_may_be() -> usize {
    (files_allowed().saturating_sub(500) / 4).min(2_000)
}

async fn connection_above_the_limit_waits_until_another_ends(app: TestApp) {
    let small = app
        .reconfigured(|config| config.max_connections = 2.try_into().expect("not zero"))
        .await;
    let served = Served::new(&small).await;
    let ask = measured(ROOT, ASK);
    let (mut first, mut second) = (served.connect().await, served.connect().await);
    for wire in [&mut first, &mut second] {
        wire.write(&ask).await;
        wire.reply().await;
    }
    let mut third = served.connect().await;
    third.write(&ask).await;
    second.write(&ask).await;
    second.reply().await;
    let early = third.0.try_read(&mut [0]);
    assert!(early.is_err(), "accepted early: {early:?}");
    drop(first);
    assert!(third.reply().await.ends_with(ANSWER));
}

async fn http_2_with_prior_knowledge_is_served(app: TestApp) {
    let served = Served::new(&app).await;
    let io = TokioIo::new(served.connect().await.0);
    let handshake = http2::handshake(TokioExecutor::new(), io).await;
    let (mut client, connection) = handshake.expect("HTTP/2");
    let connection = tokio::spawn(connection);
    let large = "{".repeat(TEN_MILLION);
    for (body, status, part) in [
        (large.as_str(), 413, "(setting `max_body_bytes`)"),
        (ASK, 200, ANSWER),
    ] {
        let uri = format!("http://{}/graphql", served.address);
        let request = Request::post(uri)
            .header("authorization", format!("Bearer {ROOT}"))
            .header("content-type", "application/json")
            .body(body.to_owned())
            .expect("a request");
        let reply = client.send_request(request).await.expect("a reply");
        assert_eq!(
            (reply.version(), reply.status().as_u16()),
            (Version::HTTP_2, status)
        );
        let body = reply.into_body().collect().await.expect("a whole reply");
        let text = String::from_utf8(body.to_bytes().to_vec()).expect("text");
        assert!(text.contains(part), "{text}");
    }
    connection.abort();
}

async fn token_is_checked_against_the_peer_address(app: TestApp) {
    let served = Served::new(&app).await;
    let token = app.token("allowedIps: [\"203.0.113.0/24\"]").await;
    let mut wire = served.connect().await;
    wire.write(measured(&token, ASK)).await;
    let reply = wire.reply().await;
    assert!(
        reply.contains("may not be used from this address"),
        "{reply}"
    );
}

async fn broken_connection_does_not_affect_others(app: TestApp) {
    let served = Served::new(&app).await;
    let whole = measured(ROOT, ASK);
    for cut in [0, 1, 20, whole.len() - ASK.len(), whole.len() - 1] {
        let mut wire: Wire = served.connect().await;
        wire.write(&whole[..cut]).await;
    }
    let mut wire = served.connect().await;
    wire.write(&whole).await;
    assert!(wire.reply().await.ends_with(ANSWER));
}

on_both_engines! {
    client_that_writes_a_too_large_body_gets_the_error,
    client_that_writes_a_body_with_a_wrong_token_gets_the_error,
    rejected_body_gets_no_100_continue,
    expected_body_gets_100_continue,
    connection_without_a_whole_request_head_is_closed,
    idle_connection_is_closed,
    connection_with_a_running_request_stays_open,
    thousands_of_silent_connections_do_not_block_requests,
    connection_above_the_limit_waits_until_another_ends,
    http_2_with_prior_knowledge_is_served,
    token_is_checked_against_the_peer_address,
    broken_connection_does_not_affect_others,
}
