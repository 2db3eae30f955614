//! Creating, listing, using, revoking and expiring tokens.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

const VIEWER: &str = "{ viewer { token { id name } } }";

async fn status(app: &TestApp, token: &str) -> StatusCode {
    app.send(TestApp::request(token, VIEWER, json!({})))
        .await
        .status
}

async fn create(app: &TestApp, input: &str) -> Json {
    let fields = "secret token { id name prefix scopes allowedIps source expiresAt lastUsedAt revokedAt createdAt user { email } org { name } } result { id result records code field error }";
    app.data(
        ROOT,
        &format!("mutation {{ it: createToken(input: {{ {input} }}) {{ {fields} }} }}"),
    )
    .await["it"]
        .clone()
}

async fn a_secret_is_shown_once_and_stored_as_a_hash(app: TestApp) {
    let org = app.org("Acme").await;
    let made = create(
        &app,
        &format!("name: \"sync\", org: \"{org}\", scopes: [\"members:read\"], source: \"hr\""),
    )
    .await;
    let secret = made["secret"].as_str().expect("a secret");
    assert!(secret.starts_with("tnt_") && secret.len() == 44, "{secret}");
    assert_eq!(made["token"]["prefix"], json!(&secret[..12]));
    assert_eq!(made["token"]["scopes"], json!(["members:read"]));
    assert_eq!(made["token"]["org"]["name"], json!("Acme"));
    assert_eq!(made["result"]["records"], json!(1));
    let rows = app.sql("SELECT hash FROM tokens WHERE name = 'sync'").await;
    let hash: Vec<u8> = rows[0].try_get("", "hash").expect("a hash");
    assert_eq!(hash, tenantry::access::token::hash(secret));
    let listed = app
        .graphql(ROOT, "{ tokens { nodes { name prefix } } }", json!({}))
        .await
        .to_string();
    assert!(listed.contains(&secret[..12]) && !listed.contains(&secret[12..]));
}

async fn a_revoked_token_stops_at_once_and_on_other_servers_within_five_seconds(app: TestApp) {
    let elsewhere = app.another().await;
    let made = create(&app, "name: \"short\"").await;
    let (secret, id) = (
        made["secret"].as_str().expect("a secret"),
        made["token"]["id"].as_str().expect("an id"),
    );
    assert_eq!(
        (status(&app, secret).await, status(&elsewhere, secret).await),
        (StatusCode::OK, StatusCode::OK)
    );
    assert_eq!(
        app.result(ROOT, &format!("revokeToken(tokenId: \"{id}\")"))
            .await,
        "updated"
    );
    assert_eq!(status(&app, secret).await, StatusCode::UNAUTHORIZED);
    app.clock.advance(Duration::milliseconds(4_999));
    assert_eq!(status(&elsewhere, secret).await, StatusCode::OK);
    app.clock.advance(Duration::milliseconds(1));
    assert_eq!(status(&elsewhere, secret).await, StatusCode::UNAUTHORIZED);
    assert_eq!(
        app.result(ROOT, &format!("revokeToken(tokenId: \"{id}\")"))
            .await,
        "unchanged"
    );
}

async fn a_token_ends_when_it_expires(app: TestApp) {
    let made = create(
        &app,
        "name: \"short\", expiresAt: \"2026-01-01T01:00:00+00:30\"",
    )
    .await;
    assert_eq!(
        made["token"]["expiresAt"],
        json!("2026-01-01T00:30:00.000000Z")
    );
    let secret = made["secret"].as_str().expect("a secret");
    app.clock
        .advance(Duration::minutes(30) - Duration::microseconds(1));
    assert_eq!(status(&app, secret).await, StatusCode::OK);
    app.clock.advance(Duration::microseconds(1));
    assert_eq!(status(&app, secret).await, StatusCode::UNAUTHORIZED);
}

async fn tokens_of_a_suspended_user_stop_at_once(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let token = app.token_of(user).await;
    assert_eq!(status(&app, &token).await, StatusCode::OK);
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{user}\", status: SUSPENDED)"),
    )
    .await;
    assert_eq!(status(&app, &token).await, StatusCode::UNAUTHORIZED);
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{user}\", status: ACTIVE)"),
    )
    .await;
    assert_eq!(status(&app, &token).await, StatusCode::OK);
}

async fn the_last_use_of_a_token_is_written_once_a_minute(app: TestApp) {
    let made = create(&app, "name: \"used\"").await;
    let secret = made["secret"].as_str().expect("a secret");
    let used = async || {
        app.app.finish_background_work().await;
        let data = app
            .data(ROOT, "{ tokens { nodes { name lastUsedAt } } }")
            .await;
        let nodes = data["tokens"]["nodes"].as_array().expect("nodes").clone();
        nodes
            .into_iter()
            .find(|node| node["name"] == json!("used"))
            .expect("the token")["lastUsedAt"]
            .clone()
    };
    assert_eq!(used().await, Json::Null);
    status(&app, secret).await;
    assert_eq!(used().await, json!("2026-01-01T00:00:00.000000Z"));
    app.clock.advance(Duration::seconds(59));
    status(&app, secret).await;
    assert_eq!(used().await, json!("2026-01-01T00:00:00.000000Z"));
    app.clock.advance(Duration::seconds(1));
    status(&app, secret).await;
    assert_eq!(used().await, json!("2026-01-01T00:01:00.000000Z"));
    // The last use of a token is not recorded as an event.
    assert_eq!(
        app.count("SELECT count(*) FROM events WHERE entity = 'token' AND verb = 'updated'")
            .await,
        0
    );
}

async fn the_list_is_paged_by_cursor(app: TestApp) {
    let org = app.org("Acme").await;
    for n in 0..5 {
        create(&app, &format!("name: \"t{n}\", org: \"{org}\"")).await;
    }
    let page = async |token: &str, arguments: &str| {
        let query = format!(
            "{{ tokens({arguments}) {{ totalCount pageInfo {{ hasNextPage hasPreviousPage endCursor }} nodes {{ name }} edges {{ cursor }} }} }}"
        );
        app.data(token, &query).await["tokens"].clone()
    };
    let (mut names, mut after) = (Vec::new(), String::new());
    loop {
        let got = page(ROOT, &format!("org: \"{org}\", first: 2{after}")).await;
        assert_eq!(got["totalCount"], json!(5));
        assert_eq!(got["pageInfo"]["hasPreviousPage"], json!(!after.is_empty()));
        names.extend(
            got["nodes"]
                .as_array()
                .expect("nodes")
                .iter()
                .map(|node| node["name"].clone()),
        );
        if got["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        assert_eq!(got["pageInfo"]["endCursor"], got["edges"][1]["cursor"]);
        after = format!(", after: {}", got["pageInfo"]["endCursor"]);
    }
    assert_eq!(names, ["t0", "t1", "t2", "t3", "t4"]);
    // All tokens that the caller may administer. For the org's token, these are the tokens of the
    // org, including itself.
    let own = app.token_of_org(org).await;
    assert_eq!(page(&own, "first: 0").await["totalCount"], json!(6));
    assert_eq!(page(ROOT, "first: 0").await["totalCount"], json!(7));
    assert_eq!(
        app.error_code(ROOT, "{ tokens(after: \"nonsense\") { totalCount } }")
            .await,
        "INVALID_CURSOR"
    );
    assert_eq!(
        app.error_code(ROOT, "{ tokens(first: -1) { totalCount } }")
            .await,
        "INVALID_VALUE"
    );
    assert_eq!(
        app.error_code(ROOT, "{ tokens(first: 1001) { totalCount } }")
            .await,
        "INVALID_VALUE"
    );
}

async fn invalid_input_creates_no_token(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (member, stranger) = (app.user(org, "ann").await, app.user(other, "bob").await);
    app.done(
        ROOT,
        &format!("updateMember(org: \"{org}\", userId: \"{member}\", status: \"retired\")"),
    )
    .await;
    for (input, code, field) in [
        ("name: \" \"".to_owned(), "INVALID_VALUE", json!("name")),
        (
            "name: \"x\", scopes: [\"members:reed\"]".to_owned(),
            "INVALID_VALUE",
            json!("scopes"),
        ),
        (
            "name: \"x\", expiresAt: \"2025-12-31T23:59:59Z\"".to_owned(),
            "INVALID_VALUE",
            json!("expiresAt"),
        ),
        (
            "name: \"x\", allowedIps: []".to_owned(),
            "EMPTY_ALLOWED_IPS",
            json!("allowedIps"),
        ),
        (
            "name: \"x\", allowedIps: [\"10.0.0.1\"]".to_owned(),
            "INVALID_IP",
            json!("allowedIps"),
        ),
        (
            format!("name: \"x\", userId: \"{org}\""),
            "USER_NOT_FOUND",
            json!("userId"),
        ),
        (
            format!("name: \"x\", org: \"{member}\""),
            "ORG_NOT_FOUND",
            json!("org"),
        ),
        (
            format!("name: \"x\", org: \"{org}\", userId: \"{stranger}\""),
            "NOT_A_MEMBER",
            json!("userId"),
        ),
        (
            format!("name: \"x\", org: \"{org}\", userId: \"{member}\""),
            "MEMBER_RETIRED",
            json!("userId"),
        ),
    ] {
        let made = create(&app, &input).await;
        assert_eq!(
            (&made["result"]["code"], &made["result"]["field"]),
            (&json!(code), &field),
            "{input}"
        );
        assert_eq!(
            (&made["secret"], &made["token"]),
            (&Json::Null, &Json::Null)
        );
    }
    assert_eq!(app.count("SELECT count(*) FROM tokens").await, 1);
}

async fn the_viewer_shows_the_permissions_of_a_token(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let admin = app.admin(org, "ann").await;
    let bound = app
        .token(&format!(
            "userId: \"{admin}\", org: \"{org}\", scopes: [\"members:read\", \"org:write\"]"
        ))
        .await;
    let seen = app
        .data(
            &bound,
            "{ viewer { user { email } token { scopes } permissions } }",
        )
        .await;
    assert_eq!(
        seen["viewer"],
        json!({
            "user": { "email": "ann@example.com" },
            "token": { "scopes": ["members:read", "org:write"] },
            "permissions": ["members:read"],
        })
    );
    let free = app.token_of(admin).await;
    assert_eq!(
        app.data(&free, "{ viewer { permissions } }").await["viewer"]["permissions"],
        json!([])
    );
    let there = format!("{{ viewer {{ permissions(org: \"{other}\") }} }}");
    assert_eq!(app.error_code(&free, &there).await, "ORG_NOT_FOUND");
    app.done(
        ROOT,
        &format!("updateMember(org: \"{org}\", userId: \"{admin}\", status: \"retired\")"),
    )
    .await;
    assert_eq!(
        app.data(&bound, "{ viewer { permissions } }").await["viewer"]["permissions"],
        json!([])
    );
}

async fn a_token_cannot_expire_after_the_year_9999(app: TestApp) {
    let create = |at: &str| {
        format!(
            "mutation {{ createToken(input: {{ name: \"x\", expiresAt: \"{at}\" }}) {{ token {{ expiresAt }} }} }}"
        )
    };
    let late = create("9999-12-31T23:59:59-23:59");
    assert_eq!(app.error_code(ROOT, &late).await, "INVALID_REQUEST");
    let last = "9999-12-31T23:59:59.000000Z";
    let made = app.data(ROOT, &create(last)).await;
    assert_eq!(made["createToken"]["token"]["expiresAt"], Json::from(last));
}

on_both_engines! {
    a_token_cannot_expire_after_the_year_9999,
    a_secret_is_shown_once_and_stored_as_a_hash,
    a_revoked_token_stops_at_once_and_on_other_servers_within_five_seconds,
    a_token_ends_when_it_expires,
    tokens_of_a_suspended_user_stop_at_once,
    the_last_use_of_a_token_is_written_once_a_minute,
    the_list_is_paged_by_cursor,
    invalid_input_creates_no_token,
    the_viewer_shows_the_permissions_of_a_token,
}
