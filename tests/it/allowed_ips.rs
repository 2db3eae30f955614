//! Tests `allowedIps`: from any other address, the membership grants nothing and its org is hidden
//! from the user.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};
use tenantry::access::Origin;
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

const HOME: &str = "203.0.113.7";
const AWAY: &str = "198.51.100.9";

async fn from(app: &TestApp, address: &str, token: &str, query: &str) -> Json {
    let address = address.parse().expect("an address");
    let reply = app
        .send_from(address, TestApp::request(token, query, json!({})))
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    reply.json()
}

/// Returns what the token sees: the names and number of its orgs, and the numbers of members of one
/// org, of memberships, of users, and of its own memberships.
async fn seen(app: &TestApp, address: &str, token: &str, org: Uuid) -> Json {
    let query = format!(
        "{{ orgs {{ nodes {{ name }} totalCount }} org(id: \"{org}\") {{ members {{ totalCount }} }} \
           memberships {{ totalCount }} users {{ totalCount }} viewer {{ user {{ memberships {{ totalCount }} }} }} }}"
    );
    let data = &from(app, address, token, &query).await["data"];
    let names: Vec<_> = data["orgs"]["nodes"]
        .as_array()
        .expect("a list")
        .iter()
        .collect();
    json!([
        names.iter().map(|org| &org["name"]).collect::<Vec<_>>(),
        data["orgs"]["totalCount"],
        data["org"]["members"]["totalCount"],
        data["memberships"]["totalCount"],
        data["users"]["totalCount"],
        data["viewer"]["user"]["memberships"]["totalCount"],
    ])
}

async fn org_is_hidden_from_other_addresses(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (admin, ann) = (app.admin(org, "admin").await, app.user(org, "ann").await);
    app.add(other, admin).await;
    app.state(org, admin, &format!("allowedIps: [\"{HOME}\"]"))
        .await;
    let token = app.token_of(admin).await;
    assert_eq!(
        seen(&app, HOME, &token, org).await,
        json!([["Acme", "Other"], 2, 2, 3, 2, 2])
    );
    assert_eq!(
        seen(&app, AWAY, &token, org).await,
        json!([["Other"], 1, null, 1, 1, 1])
    );
    let retire = format!(
        "mutation {{ it: updateMember(org: \"{org}\", userId: \"{ann}\", status: \"retired\") {{ code result }} }}"
    );
    let permissions = format!("{{ viewer {{ permissions(org: \"{org}\") }} }}");
    assert_eq!(
        from(&app, AWAY, &token, &retire).await["data"]["it"]["code"],
        "ORG_NOT_FOUND"
    );
    assert_eq!(
        from(&app, AWAY, &token, &permissions).await["errors"][0]["extensions"]["code"],
        "ORG_NOT_FOUND"
    );
    assert_eq!(
        from(&app, HOME, &token, &retire).await["data"]["it"]["result"],
        "updated"
    );
    app.state(org, admin, "allowedIps: null").await;
    assert_eq!(
        seen(&app, AWAY, &token, org).await[0],
        json!(["Acme", "Other"])
    );
}

async fn networks_and_patterns_match_ipv4_and_ipv6_addresses(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let token = app.token_of(ann).await;
    let list = [
        "76.*.*.*",
        "203.0.113.16/28",
        "2001:db8::/32",
        "::ffff:198.51.100.9",
    ];
    app.state(org, ann, &format!("allowedIps: {}", json!(list)))
        .await;
    let stored = format!("membership(org: \"{org}\", user: \"{ann}\") {{ allowedIps }}");
    assert_eq!(
        app.read(ROOT, &stored).await["allowedIps"],
        json!([
            "76.0.0.0/8",
            "198.51.100.9",
            "203.0.113.16/28",
            "2001:db8::/32"
        ])
    );
    let query = format!("{{ org(id: \"{org}\") {{ name }} }}");
    for (address, is_in) in [
        ("76.0.0.0", true),
        ("76.255.255.255", true),
        ("77.0.0.0", false),
        ("75.255.255.255", false),
        ("203.0.113.16", true),
        ("203.0.113.31", true),
        ("203.0.113.32", false),
        ("::ffff:203.0.113.20", true),
        ("198.51.100.9", true),
        ("2001:db8:ffff::1", true),
        ("2001:db9::", false),
    ] {
        let found = from(&app, address, &token, &query).await;
        assert_eq!(found["data"]["org"].is_object(), is_in, "{address}");
    }
}

async fn unknown_address_is_not_allowed(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let token = app.token_of(ann).await;
    let count = async || {
        let actor = app.app.authenticate(&token, &Origin::default()).await;
        let reader = app.app.read(&actor.expect("an actor"));
        let all = tenantry::domain::org::OrgFilter::default();
        tenantry::domain::org::count(&reader, &all)
            .await
            .expect("a number")
    };
    assert_eq!(count().await, 1);
    app.state(org, ann, &format!("allowedIps: [\"{HOME}\"]"))
        .await;
    assert_eq!(count().await, 0);
}

async fn platform_and_org_tokens_work_from_any_address(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    app.state(org, ann, &format!("allowedIps: [\"{HOME}\"]"))
        .await;
    let query = format!("{{ org(id: \"{org}\") {{ members {{ totalCount }} }} }}");
    for token in [ROOT.to_owned(), app.token_of_org(org).await] {
        let found = from(&app, AWAY, &token, &query).await;
        assert_eq!(found["data"]["org"]["members"]["totalCount"], 1);
    }
}

async fn invalid_allowed_ips_are_rejected(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.user(org, "ann").await;
    let many = vec!["203.0.113.7"; 257];
    for (list, code) in [
        (json!([]), "EMPTY_ALLOWED_IPS"),
        (json!([HOME, "10.0.0.1"]), "INVALID_IP"),
        (json!(["0.0.0.0/0"]), "INVALID_IP"),
        (json!(["::/0"]), "INVALID_IP"),
        (json!(["64:ff9b::192.168.0.1"]), "INVALID_IP"),
        (json!(["nowhere"]), "INVALID_IP"),
        (json!(many), "INVALID_VALUE"),
    ] {
        let state = format!(
            "upsertMembership(org: \"{org}\", userId: \"{ann}\", input: {{ allowedIps: {list} }})"
        );
        let refusal = app.mutate(ROOT, &state).await;
        let shown: String = state.chars().take(200).collect();
        assert_eq!(refusal["code"], json!(code), "{shown}");
    }
}

on_both_engines! {
    org_is_hidden_from_other_addresses,
    networks_and_patterns_match_ipv4_and_ipv6_addresses,
    unknown_address_is_not_allowed,
    platform_and_org_tokens_work_from_any_address,
    invalid_allowed_ips_are_rejected,
}
