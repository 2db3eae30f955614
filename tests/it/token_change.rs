//! `updateToken`, `rotateToken`, and the status of tokens.

use axum::http::StatusCode;
use chrono::Duration;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const FIELDS: &str = "id name prefix scopes allowedIps source expiresAt revokedAt status version";

/// Creates a token, and returns its id and its secret.
async fn create(app: &TestApp, input: &str) -> (Uuid, String) {
    let query =
        format!("mutation {{ it: createToken(input: {{ {input} }}) {{ secret token {{ id }} }} }}");
    let it = &app.data(ROOT, &query).await["it"];
    let id = it["token"]["id"].as_str().and_then(|id| id.parse().ok());
    let secret = it["secret"].as_str().expect("a secret").to_owned();
    (id.expect("an id"), secret)
}

fn update(token: Uuid, arguments: &str) -> String {
    format!("updateToken(tokenId: \"{token}\"{arguments})")
}

/// Rotates the token, and returns the whole payload.
async fn rotate(app: &TestApp, by: &str, token: Uuid, overlap: &str) -> Json {
    let query = format!(
        "mutation {{ it: rotateToken(tokenId: \"{token}\"{overlap}) {{ secret token {{ {FIELDS} user {{ id }} org {{ id }} }} result {{ id result records code field error }} }} }}"
    );
    app.data(by, &query).await["it"].clone()
}

async fn read(app: &TestApp, token: Uuid) -> Json {
    let field = format!("token(id: \"{token}\") {{ {FIELDS} }}");
    app.read(ROOT, &field).await
}

async fn accepts(app: &TestApp, secret: &str) -> bool {
    let request = TestApp::request(secret, "{ viewer { token { id } } }", json!({}));
    app.send(request).await.status == StatusCode::OK
}

async fn status_follows_expiry_and_revocation(app: TestApp) {
    let (id, _) = create(&app, "name: \"t\", expiresAt: \"2026-01-01T00:01:00Z\"").await;
    let (other, _) = create(&app, "name: \"other\"").await;
    assert_eq!(read(&app, id).await["status"], "ACTIVE");
    app.clock.advance(Duration::seconds(59));
    assert_eq!(read(&app, id).await["status"], "ACTIVE");
    app.clock.advance(Duration::seconds(1));
    assert_eq!(read(&app, id).await["status"], "EXPIRED");
    app.done(ROOT, &format!("revokeToken(tokenId: \"{other}\")"))
        .await;
    assert_eq!(read(&app, other).await["status"], "REVOKED");
    for (status, expected) in [
        ("ACTIVE", json!(["root"])),
        ("EXPIRED", json!(["t"])),
        ("REVOKED", json!(["other"])),
    ] {
        let list =
            format!("tokens(filter: {{ status: {status} }}) {{ totalCount nodes {{ name }} }}");
        let list = app.read(ROOT, &list).await;
        let names = list["nodes"].as_array().expect("a list").iter();
        let names: Json = names.map(|node| node["name"].clone()).collect();
        assert_eq!(names, expected, "{status}");
        assert_eq!(list["totalCount"], 1);
    }
}

async fn the_list_is_filtered_by_user_and_read_in_both_directions(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (ann, bob) = (app.user(org, "ann").await, app.user(other, "bob").await);
    for (name, user) in [("a1", ann), ("b1", bob), ("a2", ann), ("a3", ann)] {
        create(&app, &format!("name: \"{name}\", userId: \"{user}\"")).await;
    }
    let names = async |arguments: &str| -> (Vec<String>, Json) {
        let field = format!(
            "tokens(filter: {{ user: \"{ann}\" }}, {arguments}) {{ totalCount nodes {{ name }} pageInfo {{ endCursor hasNextPage }} }}"
        );
        let list = app.read(ROOT, &field).await;
        assert_eq!(list["totalCount"], 3);
        let nodes = list["nodes"].as_array().expect("a list").iter();
        let names = nodes.filter_map(|node| node["name"].as_str());
        (names.map(str::to_owned).collect(), list["pageInfo"].clone())
    };
    assert_eq!(names("direction: ASC").await.0, ["a1", "a2", "a3"]);
    let (first, page) = names("direction: DESC, first: 2").await;
    assert_eq!(
        (first, &page["hasNextPage"]),
        (vec!["a3".to_owned(), "a2".to_owned()], &json!(true))
    );
    let (rest, page) = names(&format!(
        "direction: DESC, first: 2, after: {}",
        page["endCursor"]
    ))
    .await;
    assert_eq!(
        (rest, &page["hasNextPage"]),
        (vec!["a1".to_owned()], &json!(false))
    );
    // The org's token does not see the user of another org.
    let of_org = app.token_of_org(org).await;
    let query = format!("{{ tokens(filter: {{ user: \"{bob}\" }}) {{ totalCount }} }}");
    assert_eq!(app.error_code(&of_org, &query).await, "USER_NOT_FOUND");
}

async fn given_fields_of_a_token_change_and_others_stay(app: TestApp) {
    let (id, secret) = create(
        &app,
        "name: \"old\", scopes: [\"members:read\"], source: \"hr\"",
    )
    .await;
    let before = app.events_so_far().await;
    let changes = ", name: \" new \", expiresAt: \"2026-02-01T00:00:00Z\", scopes: [\"members:read\", \"groups:read\"], allowedIps: [\"76.1.2.3\"]";
    let done = app.mutate(ROOT, &update(id, changes)).await;
    assert_eq!(
        (&done["id"], &done["result"], &done["records"]),
        (&json!(id), &json!("updated"), &json!(1))
    );
    let prefix = &secret[..12];
    let mut expected = json!({
        "id": id, "name": "new", "prefix": prefix, "scopes": ["members:read", "groups:read"],
        "allowedIps": ["76.1.2.3"], "source": "hr", "expiresAt": "2026-02-01T00:00:00.000000Z",
        "revokedAt": null, "status": "ACTIVE", "version": 2,
    });
    assert_eq!(read(&app, id).await, expected);
    assert_eq!(app.result(ROOT, &update(id, changes)).await, "unchanged");
    assert_eq!(app.result(ROOT, &update(id, "")).await, "unchanged");
    let nulls = ", name: null, expiresAt: null, scopes: null, allowedIps: null";
    assert_eq!(app.result(ROOT, &update(id, nulls)).await, "updated");
    for (field, value) in [
        ("scopes", json!(["*"])),
        ("allowedIps", Json::Null),
        ("expiresAt", Json::Null),
        ("version", json!(3)),
    ] {
        expected[field] = value;
    }
    assert_eq!(read(&app, id).await, expected);
    assert_eq!(app.events(before).await.len(), 2);
    assert!(accepts(&app, &secret).await);
}

async fn a_change_applies_at_once_on_this_server(app: TestApp) {
    let org = app.org("Acme").await;
    let (id, secret) = create(&app, &format!("name: \"t\", org: \"{org}\"")).await;
    let create_group = |name: &str| format!("createGroup(org: \"{org}\", name: \"{name}\")");
    assert_eq!(app.result(&secret, &create_group("One")).await, "created");
    let scopes = update(id, ", scopes: [\"groups:read\"]");
    assert_eq!(app.result(ROOT, &scopes).await, "updated");
    assert_eq!(
        app.refused(&secret, &create_group("Two")).await,
        "FORBIDDEN"
    );
    let soon = update(id, ", expiresAt: \"2026-01-01T00:00:01Z\"");
    assert_eq!(app.result(ROOT, &soon).await, "updated");
    app.clock.advance(Duration::seconds(1));
    assert!(!accepts(&app, &secret).await);
}

async fn a_new_token_replaces_the_old_one_after_the_overlap(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.owner(org, "owner").await;
    let input = format!(
        "name: \"sync\", org: \"{org}\", userId: \"{user}\", scopes: [\"members:read\"], source: \"hr\""
    );
    let (old, old_secret) = create(&app, &input).await;
    let before = app.events_so_far().await;
    let made = rotate(&app, ROOT, old, ", overlapSeconds: 60").await;
    assert_eq!(
        (&made["result"]["result"], &made["result"]["records"]),
        (&json!("created"), &json!(2))
    );
    let new = &made["token"];
    assert_eq!(new["id"], made["result"]["id"]);
    assert_ne!(new["id"], json!(old));
    let secret = made["secret"].as_str().expect("a secret");
    let expected = json!({
        "id": new["id"], "name": "sync", "prefix": &secret[..12], "scopes": ["members:read"],
        "allowedIps": null, "source": "hr", "expiresAt": null, "revokedAt": null,
        "status": "ACTIVE", "version": 1, "user": { "id": user }, "org": { "id": org },
    });
    assert_eq!(*new, expected);
    assert_eq!(app.events(before).await.len(), 2);
    assert_eq!(
        read(&app, old).await["expiresAt"],
        "2026-01-01T00:01:00.000000Z"
    );
    assert!(accepts(&app, secret).await && accepts(&app, &old_secret).await);
    app.clock.advance(Duration::seconds(60));
    assert!(accepts(&app, secret).await && !accepts(&app, &old_secret).await);
}

async fn without_an_overlap_the_old_token_is_revoked(app: TestApp) {
    let (old, old_secret) = create(&app, "name: \"t\"").await;
    let made = rotate(&app, &old_secret, old, "").await;
    assert_eq!(made["result"]["result"], "created", "{made:#}");
    assert_eq!(read(&app, old).await["status"], "REVOKED");
    assert!(!accepts(&app, &old_secret).await);
    assert!(accepts(&app, made["secret"].as_str().expect("a secret")).await);
}

async fn the_old_token_never_lives_longer_than_before(app: TestApp) {
    let input = "name: \"t\", expiresAt: \"2026-01-01T00:01:00Z\"";
    let (old, _) = create(&app, input).await;
    let made = rotate(&app, ROOT, old, ", overlapSeconds: 604800").await;
    assert_eq!(made["result"]["records"], 1);
    let ends = "2026-01-01T00:01:00.000000Z";
    assert_eq!(made["token"]["expiresAt"], ends);
    assert_eq!(read(&app, old).await["expiresAt"], ends);
    for overlap in ["-1", "604801"] {
        let made = rotate(&app, ROOT, old, &format!(", overlapSeconds: {overlap}")).await;
        assert_eq!(
            (&made["result"]["code"], &made["result"]["field"]),
            (&json!("INVALID_VALUE"), &json!("overlapSeconds"))
        );
        assert_eq!(
            (&made["secret"], &made["token"]),
            (&Json::Null, &Json::Null)
        );
    }
}

async fn root_revoked_and_expired_tokens_stay_as_they_are(app: TestApp) {
    let (revoked, _) = create(&app, "name: \"revoked\"").await;
    app.done(ROOT, &format!("revokeToken(tokenId: \"{revoked}\")"))
        .await;
    let expires = "name: \"expired\", expiresAt: \"2026-01-01T00:01:00Z\"";
    let (expired, _) = create(&app, expires).await;
    app.clock.advance(Duration::minutes(1));
    let root = app.read(ROOT, "viewer { token { id } }").await;
    let root: Uuid = root["token"]["id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    let before = app.row_counts().await;
    for token in [revoked, expired, root] {
        app.refuses(
            ROOT,
            &update(token, ", name: \"x\""),
            "INVALID_VALUE",
            "tokenId",
        )
        .await;
        let made = rotate(&app, ROOT, token, "").await;
        assert_eq!(made["result"]["code"], "INVALID_VALUE");
    }
    assert_eq!(app.row_counts().await, before);
}

async fn invalid_values_change_no_token(app: TestApp) {
    let (id, _) = create(&app, "name: \"t\"").await;
    for (changes, code, field) in [
        (", name: \" \"", "INVALID_VALUE", "name"),
        (", scopes: [\"members:reed\"]", "INVALID_VALUE", "scopes"),
        (
            ", expiresAt: \"2026-01-01T00:00:00Z\"",
            "INVALID_VALUE",
            "expiresAt",
        ),
        (", allowedIps: []", "EMPTY_ALLOWED_IPS", "allowedIps"),
        (", allowedIps: [\"10.0.0.1\"]", "INVALID_IP", "allowedIps"),
    ] {
        app.refuses(ROOT, &update(id, changes), code, field).await;
    }
    app.refuses(ROOT, &update(Uuid::nil(), ""), "TOKEN_NOT_FOUND", "tokenId")
        .await;
    assert_eq!(read(&app, id).await["version"], 1);
}

async fn nobody_changes_or_replaces_a_token_that_holds_more(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (narrow, _) = create(
        &app,
        &format!("name: \"narrow\", org: \"{org}\", scopes: [\"tokens:write\"]"),
    )
    .await;
    let (wide, _) = create(&app, &format!("name: \"wide\", org: \"{org}\"")).await;
    let (foreign, _) = create(&app, &format!("name: \"foreign\", org: \"{other}\"")).await;
    let (platform, _) = create(&app, "name: \"platform\"").await;
    let limited = app
        .token(&format!(
            "org: \"{org}\", scopes: [\"tokens:write\", \"groups:read\"]"
        ))
        .await;
    // A token that holds less can be changed, but gains only what the caller holds.
    assert_eq!(
        app.result(&limited, &update(narrow, ", name: \"x\"")).await,
        "updated"
    );
    let gains = update(narrow, ", scopes: [\"tokens:write\", \"groups:read\"]");
    assert_eq!(app.result(&limited, &gains).await, "updated");
    for scopes in ["[\"members:write\"]", "null"] {
        let gains = update(narrow, &format!(", scopes: {scopes}"));
        assert_eq!(app.refused(&limited, &gains).await, "FORBIDDEN", "{scopes}");
    }
    for (token, code) in [
        (wide, "FORBIDDEN"),
        (foreign, "TOKEN_NOT_FOUND"),
        (platform, "TOKEN_NOT_FOUND"),
    ] {
        // Not even to limit it.
        let narrows = update(token, ", scopes: [\"groups:read\"]");
        app.refuses(&limited, &narrows, code, "tokenId").await;
        let made = rotate(&app, &limited, token, "").await;
        assert_eq!(made["result"]["code"], code);
        assert_eq!(made["secret"], Json::Null);
    }
    app.retire_org(org).await;
    app.refuses(
        ROOT,
        &update(narrow, ", name: \"y\""),
        "ORG_RETIRED",
        "tokenId",
    )
    .await;
}

async fn a_token_of_a_retired_member_is_not_replaced(app: TestApp) {
    let org = app.org("Acme").await;
    let (ann, owner) = (app.user(org, "ann").await, app.owner(org, "owner").await);
    let input = format!("name: \"t\", org: \"{org}\", userId: \"{ann}\"");
    let (id, _) = create(&app, &input).await;
    let owner = app.token_of(owner).await;
    assert_eq!(
        rotate(&app, &owner, id, ", overlapSeconds: 60").await["result"]["result"],
        "created"
    );
    app.retire(org, ann).await;
    let made = rotate(&app, &owner, id, "").await;
    assert_eq!(
        (&made["result"]["code"], &made["result"]["field"]),
        (&json!("MEMBER_RETIRED"), &json!("tokenId"))
    );
}

async fn a_repeated_request_returns_no_secret_again(app: TestApp) {
    let (id, _) = create(&app, "name: \"t\"").await;
    let query = format!(
        "mutation {{ it: rotateToken(tokenId: \"{id}\") {{ secret result {{ id result }} }} }}"
    );
    let send = async || {
        let mut request = TestApp::request(ROOT, &query, json!({}));
        let key = "rotation".parse().expect("a header");
        request.headers_mut().insert("idempotency-key", key);
        app.send(request).await.json()["data"]["it"].clone()
    };
    let (first, again) = (send().await, send().await);
    assert!(first["secret"].is_string(), "{first:#}");
    assert_eq!(again["secret"], Json::Null);
    assert_eq!(again["result"], first["result"]);
}

on_both_engines! {
    status_follows_expiry_and_revocation,
    the_list_is_filtered_by_user_and_read_in_both_directions,
    given_fields_of_a_token_change_and_others_stay,
    a_change_applies_at_once_on_this_server,
    a_new_token_replaces_the_old_one_after_the_overlap,
    without_an_overlap_the_old_token_is_revoked,
    the_old_token_never_lives_longer_than_before,
    root_revoked_and_expired_tokens_stay_as_they_are,
    invalid_values_change_no_token,
    nobody_changes_or_replaces_a_token_that_holds_more,
    a_token_of_a_retired_member_is_not_replaced,
    a_repeated_request_returns_no_secret_again,
}
