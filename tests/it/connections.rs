//! What a server does with connections, and with clients who write before they read.

use axum::http::{Request, Version};
use http_body_util::BodyExt;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;

use crate::support::{ROOT, Served, Stranger, TestApp, Wire, files_allowed, on_both_engines};

const ASK: &str = r#"{"query":"{ viewer { __typename } }"}"#;
const ANSWER: &str = r#"{"data":{"viewer":{"__typename":"Viewer"}}}"#;
const TEN_MILLION: usize = 10_000_000;

/// A request with this token, these headers and this body.
fn post(token: &str, headers: &str, body: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\n{headers}\r\n{body}"
    )
}

/// A request whose head tells the length of its body.
fn measured(token: &str, body: &str) -> String {
    post(token, &format!("Content-Length: {}\r\n", body.len()), body)
}

/// Closes idle connections soon.
async fn impatient(app: &TestApp) -> TestApp {
    app.reconfigured(|config| config.idle_timeout = std::time::Duration::from_millis(50))
        .await
}

async fn who_writes_all_of_a_body_that_is_too_large_is_told(app: TestApp) {
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

async fn who_writes_all_of_a_body_with_a_wrong_token_is_told(app: TestApp) {
    let served = Served::new(&app).await;
    let mut wire = served.connect().await;
    wire.write(measured("tnt_wrong", &"{".repeat(TEN_MILLION)))
        .await;
    let reply = wire.reply().await;
    assert!(reply.starts_with("HTTP/1.1 401 "), "{reply}");
    wire.write(measured(ROOT, ASK)).await;
    assert!(wire.reply().await.ends_with(ANSWER), "the same connection");
}

async fn who_waits_to_be_asked_for_a_body_that_is_refused_is_not_asked(app: TestApp) {
    let served = Served::new(&app).await;
    for (token, status) in [(ROOT, "413"), ("tnt_wrong", "401")] {
        let head = format!("Expect: 100-continue\r\nContent-Length: {TEN_MILLION}\r\n");
        let mut wire = served.connect().await;
        wire.write(post(token, &head, "")).await;
        let reply = wire.until_closed().await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{reply}");
    }
}

async fn who_waits_to_be_asked_for_a_body_is_asked(app: TestApp) {
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

async fn who_says_nothing_or_half_a_head_is_left(app: TestApp) {
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

async fn a_connection_without_another_request_is_closed(app: TestApp) {
    let served = Served::new(&impatient(&app).await).await;
    let mut wire = served.connect().await;
    wire.write(measured(ROOT, ASK)).await;
    let reply = wire.until_closed().await;
    assert!(reply.ends_with(ANSWER), "{reply}");
}

async fn a_connection_whose_request_is_under_way_is_not_closed(app: TestApp) {
    let served = Served::new(&impatient(&app).await).await;
    let stranger = Stranger::on(&app).await;
    stranger.lock("orgs").await;
    let mut wire = served.connect().await;
    let body = json!({ "query": "mutation { createOrg(name: \"Acme\") { result } }" });
    wire.write(measured(ROOT, &body.to_string())).await;
    // Each of them ends after the time that an idle connection has.
    for _ in 0..4 {
        served.connect().await.until_closed().await;
    }
    stranger.let_go().await;
    let reply = wire.reply().await;
    assert!(reply.contains(r#""result":"created""#), "{reply}");
}

async fn thousands_who_say_nothing_disturb_nobody(app: TestApp) {
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

/// 2,000, or fewer where the system allows fewer files: a connection is two here, and another test runs beside.
fn as_many_as_may_be() -> usize {
    (files_allowed().saturating_sub(500) / 4).min(2_000)
}

async fn above_the_limit_a_connection_waits_until_another_ends(app: TestApp) {
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
    assert!(early.is_err(), "it was let in: {early:?}");
    drop(first);
    assert!(third.reply().await.ends_with(ANSWER));
}

async fn http_2_is_spoken_to_who_begins_with_it(app: TestApp) {
    let served = Served::new(&app).await;
    let io = TokioIo::new(served.connect().await.0);
    let handshake = http2::handshake(TokioExecutor::new(), io).await;
    let (mut client, connection) = handshake.expect("HTTP/2");
    let connection = tokio::spawn(connection);
    let large = "{".repeat(TEN_MILLION);
    for (body, status, told) in [
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
        assert!(text.contains(told), "{text}");
    }
    connection.abort();
}

async fn the_address_of_the_peer_is_known(app: TestApp) {
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

async fn a_wire_that_breaks_in_a_body_leaves_the_others_alone(app: TestApp) {
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
    who_writes_all_of_a_body_that_is_too_large_is_told,
    who_writes_all_of_a_body_with_a_wrong_token_is_told,
    who_waits_to_be_asked_for_a_body_that_is_refused_is_not_asked,
    who_waits_to_be_asked_for_a_body_is_asked,
    who_says_nothing_or_half_a_head_is_left,
    a_connection_without_another_request_is_closed,
    a_connection_whose_request_is_under_way_is_not_closed,
    thousands_who_say_nothing_disturb_nobody,
    above_the_limit_a_connection_waits_until_another_ends,
    http_2_is_spoken_to_who_begins_with_it,
    the_address_of_the_peer_is_known,
    a_wire_that_breaks_in_a_body_leaves_the_others_alone,
}
