//! Tests `checkAccess`: whether a user has a permission in an org, and why.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

fn ask(org: Uuid, user: Uuid, permission: &str, ip: &str) -> String {
    let permission = json!(permission);
    format!(
        "checkAccess(user: \"{user}\", org: \"{org}\", permission: {permission} {ip}) {{ allowed reason via }}"
    )
}

/// Returns the reason, and the sources that grant the permission.
async fn why(app: &TestApp, org: Uuid, user: Uuid, permission: &str, ip: &str) -> Json {
    let answer = app.read(ROOT, &ask(org, user, permission, ip)).await;
    assert_eq!(
        answer["allowed"],
        json!(answer["reason"] == "granted"),
        "{answer}"
    );
    json!([answer["reason"], answer["via"]])
}

async fn every_source_of_a_permission_is_listed(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, admin) = (app.owner(org, "owner").await, app.admin(org, "admin").await);
    let user = app.user(org, "user").await;
    let granted = |via: &[&str]| json!(["granted", via]);
    let not = json!(["not granted", []]);
    assert_eq!(
        why(&app, org, owner, "org:write", "").await,
        granted(&["owner"])
    );
    assert_eq!(
        why(&app, org, owner, "invoices:read", "").await,
        granted(&["owner"])
    );
    assert_eq!(why(&app, org, owner, "*", "").await, granted(&["owner"]));
    assert_eq!(why(&app, org, owner, "orgs:create", "").await, not);
    assert_eq!(
        why(&app, org, admin, "members:read", "").await,
        granted(&["role:admin"])
    );
    assert_eq!(why(&app, org, admin, "members:grant", "").await, not);
    assert_eq!(why(&app, org, admin, "invoices:read", "").await, not);
    assert_eq!(why(&app, org, user, "members:read", "").await, not);
    let desk = app
        .role(org, "Desk", &["members:read", "invoices:read"])
        .await;
    let all = app.role(org, "Boss", &["*"]).await;
    let roles =
        format!("roleIds: [\"{desk}\", \"{all}\"], permissions: [\"invoices:read\"], role: ADMIN");
    app.state(org, user, &roles).await;
    assert_eq!(
        why(&app, org, user, "members:read", "").await,
        granted(&["role:admin", "role:Boss", "role:Desk"])
    );
    assert_eq!(
        why(&app, org, user, "invoices:read", "").await,
        granted(&["permission:invoices:read", "role:Boss", "role:Desk"])
    );
    assert_eq!(why(&app, org, user, "*", "").await, granted(&["role:Boss"]));
    app.state(org, user, "permissions: [\"*\"], roleIds: []")
        .await;
    assert_eq!(
        why(&app, org, user, "invoices:read", "").await,
        granted(&["permission:*"])
    );
}

async fn denial_reasons_are_reported_in_their_order(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "user").await;
    let stranger = app.newcomer("stranger").await;
    let no = |reason: &str| json!([reason, []]);
    assert_eq!(why(&app, org, stranger, "x", "").await, no("no membership"));
    app.state(
        org,
        user,
        "permissions: [\"x\"], allowedIps: [\"203.0.113.0/24\", \"2001:db8::/32\"]",
    )
    .await;
    for ip in ["", "ip: \"198.51.100.1\"", "ip: \"2001:db9::1\""] {
        assert_eq!(
            why(&app, org, user, "x", ip).await,
            no("address not allowed"),
            "{ip}"
        );
    }
    for ip in [
        "ip: \"203.0.113.9\"",
        "ip: \" ::ffff:203.0.113.9 \"",
        "ip: \"2001:db8::5\"",
    ] {
        assert_eq!(why(&app, org, user, "x", ip).await[0], "granted", "{ip}");
        assert_eq!(
            why(&app, org, user, "y", ip).await,
            no("not granted"),
            "{ip}"
        );
    }
    app.retire(org, user).await;
    assert_eq!(
        why(&app, org, user, "x", "").await,
        no("membership retired")
    );
    let suspend = format!("updateUser(userId: \"{user}\", status: SUSPENDED)");
    app.done(ROOT, &suspend).await;
    assert_eq!(why(&app, org, user, "x", "").await, no("user suspended"));
    app.retire_org(org).await;
    assert_eq!(why(&app, org, user, "x", "").await, no("org retired"));
}

async fn user_and_readers_of_members_may_check_access(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "user").await);
    let far = app.user(other, "far").await;
    let (of_admin, of_user) = (app.token_of(admin).await, app.token_of(user).await);
    assert_eq!(
        app.read(&of_admin, &ask(org, user, "x", "")).await["reason"],
        "not granted"
    );
    assert_eq!(
        app.read(&of_user, &ask(org, user, "x", "")).await["reason"],
        "not granted"
    );
    for (token, org, user, code) in [
        (&of_user, org, admin, "FORBIDDEN"),
        (&of_user, other, user, "ORG_NOT_FOUND"),
        (&of_admin, other, user, "ORG_NOT_FOUND"),
        (&of_admin, org, far, "USER_NOT_FOUND"),
        (&of_admin, org, Uuid::from_u128(7), "USER_NOT_FOUND"),
    ] {
        assert_eq!(
            app.read_error(token, &ask(org, user, "x", "")).await.0,
            code
        );
    }
}

async fn invalid_permission_or_address_is_rejected(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "user").await;
    for (permission, ip, code, field) in [
        ("", "", "INVALID_VALUE", "permission"),
        ("a b", "", "INVALID_VALUE", "permission"),
        ("a", "ip: \"\"", "INVALID_IP", "ip"),
        ("a", "ip: \"203.0.113.0/24\"", "INVALID_IP", "ip"),
        ("a", "ip: \"nobody\"", "INVALID_IP", "ip"),
    ] {
        let refused = app.read_error(ROOT, &ask(org, user, permission, ip)).await;
        assert_eq!(
            refused,
            (code.to_owned(), json!(field)),
            "{permission:?} {ip}"
        );
    }
}

on_both_engines! {
    every_source_of_a_permission_is_listed,
    denial_reasons_are_reported_in_their_order,
    user_and_readers_of_members_may_check_access,
    invalid_permission_or_address_is_rejected,
}
