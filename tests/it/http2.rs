//! Tests that clients get the response to a rejected request over HTTP/2.

use axum::{body::Bytes, http::Request};
use h2::{Reason, client};
use serde_json::json;

use crate::support::{ROOT, Served, TestApp, on_both_engines};

const TEN_MILLION: usize = 10_000_000;

/// Sends a whole body even after the response arrives. Returns the status, the body of the
/// response, and the reason if the stream was reset.
async fn post(served: &Served, token: &str, body: usize) -> (u16, String, Option<Reason>) {
    let stream = served.connect().await.0;
    let (client, connection) = client::handshake(stream).await.expect("HTTP/2");
    let connection = tokio::spawn(connection);
    let mut client = client.ready().await.expect("ready");
    let request = Request::post(format!("http://{}/graphql", served.address))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("content-length", body)
        .body(())
        .expect("a request");
    let (reply, mut stream) = client.send_request(request, false).expect("sent");
    let sending = tokio::spawn(async move {
        let mut left = body;
        while left > 0 {
            stream.reserve_capacity(left.min(16_384));
            let capacity = std::future::poll_fn(|cx| stream.poll_capacity(cx)).await;
            let sent = capacity.and_then(|granted| {
                let granted = granted.ok()?;
                left -= granted;
                let data = Bytes::from(vec![b'{'; granted]);
                stream.send_data(data, left == 0).ok()
            });
            // A stream can be reset at any moment. Only this call returns the reason.
            if sent.is_none() {
                return std::future::poll_fn(|cx| stream.poll_reset(cx)).await.ok();
            }
        }
        None
    });
    let reply = reply.await.expect("a reply");
    let status = reply.status().as_u16();
    let mut text = Vec::new();
    let mut rest = reply.into_body();
    while let Some(data) = rest.data().await {
        let data = data.expect("a whole reply");
        text.extend_from_slice(&data);
        rest.flow_control()
            .release_capacity(data.len())
            .expect("released");
    }
    let reset = sending.await.expect("no panic");
    connection.abort();
    (status, String::from_utf8(text).expect("text"), reset)
}

async fn rejected_body_is_read_to_its_end(app: TestApp) {
    let served = Served::new(&app).await;
    for (token, status, part) in [
        (ROOT, 413, "max_body_bytes"),
        ("tnt_wrong", 401, "UNAUTHENTICATED"),
    ] {
        let (replied, text, reset) = post(&served, token, TEN_MILLION).await;
        assert_eq!((replied, reset), (status, None), "{text}");
        assert!(text.contains(part), "{text}");
    }
}

async fn huge_rejected_body_is_not_read_to_its_end(app: TestApp) {
    let served = Served::new(&app).await;
    let (status, text, reset) = post(&served, "tnt_wrong", 10 * TEN_MILLION).await;
    assert_eq!(status, 401, "{text}");
    assert!(reset.is_some(), "the whole body was read");
    let ask = json!({ "query": "{ viewer { __typename } }" });
    let reply = app.send(crate::support::post_json(&ask)).await;
    assert_eq!(reply.status, 200);
}

on_both_engines! {
    rejected_body_is_read_to_its_end,
    huge_rejected_body_is_not_read_to_its_end,
}
