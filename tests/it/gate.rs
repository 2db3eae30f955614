//! Tests authentication by address: blocked addresses, trusted proxies, and the allowed addresses
//! of tokens.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{ROOT, Reply, TestApp, With, on_both_engines};

const HOME: &str = "203.0.113.7";
const AWAY: &str = "198.51.100.9";
const PROXY: &str = "10.0.0.1";

/// Returns an app that blocks an address after three wrong tokens a minute, behind a proxy at
/// [`PROXY`].
async fn strict(app: &TestApp) -> TestApp {
    app.reconfigured(|config| {
        config.failed_tokens_per_minute = 3.try_into().expect("more than none");
        config.trusted_proxies = vec!["10.0.0.0/8".parse().expect("a network")];
    })
    .await
}

fn with_token(token: &str) -> Request<Body> {
    TestApp::request(token, "{ viewer { __typename } }", json!({}))
}

async fn send(app: &TestApp, from: &str, token: &str) -> Reply {
    let address = from.parse().expect("an address");
    app.send_from(address, with_token(token)).await
}

async fn status(app: &TestApp, from: &str, token: &str) -> u16 {
    send(app, from, token).await.status.as_u16()
}

/// Returns the status of a request from `peer` with this `X-Forwarded-For` header.
async fn forwarded(app: &TestApp, peer: &str, client: &str, token: &str) -> u16 {
    let request = with_token(token).with("x-forwarded-for", client);
    let address = peer.parse().expect("an address");
    app.send_from(address, request).await.status.as_u16()
}

/// Sends wrong tokens from the address until it is blocked.
async fn shut_out(app: &TestApp, from: &str) {
    for n in 0..3 {
        assert_eq!(status(app, from, &format!("tnt_wrong_{n}")).await, 401);
    }
    assert_eq!(status(app, from, "tnt_wrong").await, 429);
}

async fn too_many_wrong_tokens_block_an_address(app: TestApp) {
    let app = strict(&app).await;
    shut_out(&app, HOME).await;
    let reply = send(&app, HOME, "tnt_wrong").await;
    let message = "Too many wrong tokens came from this address. Try again in 10 seconds.";
    let error = json!({ "message": message, "extensions": { "code": "RATE_LIMITED" } });
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (429, json!({ "errors": [error] }))
    );
    assert_eq!(reply.header("retry-after"), "10");
}

async fn blocked_address_causes_no_statements(app: TestApp) {
    let app = strict(&app).await;
    shut_out(&app, HOME).await;
    let before = app.app.db().statements();
    assert_eq!(status(&app, HOME, "tnt_other").await, 429);
    assert_eq!(app.app.db().statements(), before);
}

async fn other_addresses_are_not_blocked(app: TestApp) {
    let app = strict(&app).await;
    shut_out(&app, HOME).await;
    assert_eq!(status(&app, AWAY, ROOT).await, 200);
    assert_eq!(status(&app, AWAY, "tnt_wrong").await, 401);
}

async fn ipv6_client_is_blocked_with_its_64_bit_network(app: TestApp) {
    let app = strict(&app).await;
    shut_out(&app, "2001:db8:1:2::1").await;
    assert_eq!(status(&app, "2001:db8:1:2:ffff::9", "tnt_wrong").await, 429);
    assert_eq!(status(&app, "2001:db8:1:3::1", "tnt_wrong").await, 401);
}

async fn known_token_works_from_a_blocked_address(app: TestApp) {
    let app = strict(&app).await;
    assert_eq!(status(&app, HOME, ROOT).await, 200);
    shut_out(&app, HOME).await;
    assert_eq!(status(&app, HOME, ROOT).await, 200);
    // The cached lookup has expired.
    app.clock.advance(chrono::Duration::seconds(6));
    assert_eq!(status(&app, HOME, ROOT).await, 200);
    assert_eq!(status(&app, HOME, "tnt_wrong").await, 429);
}

async fn request_without_a_token_does_not_count_as_a_failure(app: TestApp) {
    let app = strict(&app).await;
    for _ in 0..9 {
        let request = with_token("").without("authorization");
        let reply = app
            .send_from(HOME.parse().expect("an address"), request)
            .await;
        assert_eq!(reply.status, 401);
    }
    assert_eq!(status(&app, HOME, "tnt_wrong").await, 401);
}

async fn trusted_proxy_is_not_blocked_for_its_clients(app: TestApp) {
    let app = strict(&app).await;
    for expected in [401, 401, 401, 429] {
        assert_eq!(forwarded(&app, PROXY, HOME, "tnt_wrong").await, expected);
    }
    assert_eq!(forwarded(&app, PROXY, AWAY, "tnt_wrong").await, 401);
    assert_eq!(status(&app, HOME, "tnt_wrong").await, 429);
}

async fn untrusted_forwarded_header_cannot_block_other_addresses(app: TestApp) {
    let app = strict(&app).await;
    for expected in [401, 401, 401, 429] {
        assert_eq!(forwarded(&app, AWAY, HOME, "tnt_wrong").await, expected);
    }
    assert_eq!(status(&app, HOME, "tnt_wrong").await, 401);
}

async fn token_is_rejected_from_addresses_outside_its_list(app: TestApp) {
    let token = app
        .token("allowedIps: [\"203.0.113.0/28\", \"2001:db8::/32\"]")
        .await;
    for (address, expected) in [
        (HOME, 200),
        ("::ffff:203.0.113.7", 200),
        ("2001:db8::1", 200),
        ("203.0.113.16", 401),
        ("2001:db9::1", 401),
        (AWAY, 401),
    ] {
        assert_eq!(status(&app, address, &token).await, expected, "{address}");
    }
    let error = send(&app, AWAY, &token).await.json()["errors"][0].clone();
    assert_eq!(
        error["message"],
        "This token may not be used from this address."
    );
    assert_eq!(error["extensions"]["code"], "UNAUTHENTICATED");
}

async fn client_address_is_taken_from_a_trusted_proxy(app: TestApp) {
    let token = app.token(&format!("allowedIps: [\"{HOME}\"]")).await;
    let app = strict(&app).await;
    assert_eq!(forwarded(&app, PROXY, HOME, &token).await, 200);
    assert_eq!(forwarded(&app, PROXY, AWAY, &token).await, 401);
    assert_eq!(
        forwarded(&app, PROXY, &format!("{HOME}, {AWAY}"), &token).await,
        401
    );
    assert_eq!(forwarded(&app, AWAY, HOME, &token).await, 401);
}

async fn forwarded_header_is_ignored_without_trusted_proxies(app: TestApp) {
    let token = app.token(&format!("allowedIps: [\"{HOME}\"]")).await;
    assert_eq!(forwarded(&app, PROXY, HOME, &token).await, 401);
    assert_eq!(forwarded(&app, HOME, AWAY, &token).await, 200);
}

async fn client_without_a_forwarded_address_fails_an_address_check(app: TestApp) {
    let token = app.token(&format!("allowedIps: [\"{HOME}\"]")).await;
    let app = strict(&app).await;
    for client in ["unknown", "", "_hidden"] {
        assert_eq!(
            forwarded(&app, PROXY, client, &token).await,
            401,
            "{client}"
        );
    }
    assert_eq!(forwarded(&app, PROXY, "unknown", ROOT).await, 200);
}

async fn token_used_from_wrong_addresses_counts_as_a_failure(app: TestApp) {
    let token = app.token(&format!("allowedIps: [\"{HOME}\"]")).await;
    let app = strict(&app).await;
    for expected in [401, 401, 401, 429] {
        assert_eq!(status(&app, AWAY, &token).await, expected);
    }
    assert_eq!(status(&app, HOME, &token).await, 200);
}

on_both_engines! {
    too_many_wrong_tokens_block_an_address,
    blocked_address_causes_no_statements,
    other_addresses_are_not_blocked,
    ipv6_client_is_blocked_with_its_64_bit_network,
    known_token_works_from_a_blocked_address,
    request_without_a_token_does_not_count_as_a_failure,
    trusted_proxy_is_not_blocked_for_its_clients,
    untrusted_forwarded_header_cannot_block_other_addresses,
    token_is_rejected_from_addresses_outside_its_list,
    client_address_is_taken_from_a_trusted_proxy,
    forwarded_header_is_ignored_without_trusted_proxies,
    client_without_a_forwarded_address_fails_an_address_check,
    token_used_from_wrong_addresses_counts_as_a_failure,
}
