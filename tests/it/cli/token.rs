//! Tests `tenantry token`.

use serde_json::json;
use uuid::Uuid;

use crate::support::{Program, ROOT, TestApp, on_both_engines};

/// Returns the program on the app's database.
fn on(app: &TestApp) -> Program {
    Program::alone().on(&app.config.database_url)
}

/// Creates a token and returns its secret.
fn create(app: &TestApp, arguments: &[&str]) -> String {
    let arguments = [&["token", "create", "--name", "ops"], arguments].concat();
    on(app).says(&arguments).trim().to_owned()
}

/// Returns the line of `token list` with the token `ops`.
fn listed(app: &TestApp) -> String {
    let list = on(app).says(&["token", "list"]);
    let line = list.lines().find(|line| line.ends_with("  ops"));
    line.unwrap_or_else(|| panic!("{list}")).to_owned()
}

async fn created_token_authenticates(app: TestApp) {
    let token = create(&app, &[]);
    let data = app
        .data(&token, "{ viewer { token { name user { id } } } }")
        .await;
    assert_eq!(
        data["viewer"]["token"],
        json!({ "name": "ops", "user": null })
    );
}

async fn token_can_be_restricted(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.admin(org, "ann").await;
    let (org, user) = (org.to_string(), user.to_string());
    let token = create(
        &app,
        &[
            "--user",
            &user,
            "--org",
            &org,
            "--scopes",
            "members:read",
            "--expires-at",
            "2036-01-01T00:00:00Z",
        ],
    );
    let data = app
        .data(
            &token,
            "{ viewer { permissions token { expiresAt scopes user { id } } } }",
        )
        .await;
    let viewer = json!({ "expiresAt": "2036-01-01T00:00:00.000000Z", "scopes": ["members:read"], "user": { "id": user } });
    assert_eq!(
        data["viewer"],
        json!({ "permissions": ["members:read"], "token": viewer })
    );
}

async fn orgs_and_users_can_be_named_by_name_and_address(app: TestApp) {
    let org = app.org("Acme & S\u{f8}nner").await;
    let user = app.admin(org, "ann").await;
    let email = app
        .data(ROOT, &format!("{{ user(id: \"{user}\") {{ email }} }}"))
        .await["user"]["email"]
        .as_str()
        .expect("an address")
        .to_uppercase();
    let token = create(&app, &["--org", "acme & S\u{d8}NNER", "--user", &email]);
    let data = app
        .data(&token, "{ viewer { token { user { id } org { id } } } }")
        .await;
    assert_eq!(
        data["viewer"]["token"],
        json!({ "user": { "id": user }, "org": { "id": org } })
    );
    for (argument, value) in [
        ("--org", "Nobody's"),
        ("--org", "00000000-0000-0000-0000-000000000000"),
        ("--user", "nobody@example.com"),
        ("--user", "00000000-0000-0000-0000-000000000000"),
    ] {
        let complaint = on(&app).complains(&["token", "create", "--name", "ops", argument, value]);
        assert!(complaint.contains(&format!("`{value}`")), "{complaint}");
    }
}

async fn a_list_shows_when_tokens_were_last_used(app: TestApp) {
    let token = create(&app, &[]);
    assert!(
        listed(&app).contains("  never used  valid"),
        "{}",
        listed(&app)
    );
    app.data(&token, "{ viewer { __typename } }").await;
    app.app.finish_background_work().await;
    let at = tenantry::clock::rfc3339(app.app.now());
    let line = listed(&app);
    assert!(line.contains(&format!("  used {at}  valid")), "{line}");
}

async fn a_list_shows_tokens_but_no_secret(app: TestApp) {
    let token = create(&app, &[]);
    let line = listed(&app);
    assert!(line.contains("  valid  platform  ops"), "{line}");
    assert!(
        line.contains(&token[..12]) && !line.contains(&token),
        "{line}"
    );
}

async fn revoked_token_is_rejected(app: TestApp) {
    let token = create(&app, &[]);
    let id = listed(&app)
        .split_whitespace()
        .next()
        .expect("an id")
        .to_owned();
    assert_eq!(on(&app).says(&["token", "revoke", &id]), "Revoked.\n");
    assert_eq!(
        on(&app).says(&["token", "revoke", &id]),
        "Already revoked.\n"
    );
    assert_eq!(
        app.error_code(&token, "{ viewer { __typename } }").await,
        "UNAUTHENTICATED"
    );
    assert!(listed(&app).contains("  revoked 2"), "{}", listed(&app));
}

async fn commands_are_recorded_with_the_command_line_as_actor(app: TestApp) {
    let before = app.events_so_far().await;
    create(&app, &[]);
    let event = app.events(before).await[0].clone();
    assert_eq!(
        (&event["entity"], &event["verb"]),
        (&json!("token"), &json!("created"))
    );
    assert_eq!(
        (&event["actor_kind"], &event["token_id"]),
        (&json!("cli"), &json!(null))
    );
}

async fn invalid_token_is_rejected_with_the_reason(app: TestApp) {
    for (argument, value, reason) in [
        ("--scopes", "everything", "everything"),
        ("--allowed-ips", "10.0.0.1", "10.0.0.1"),
        ("--expires-at", "tomorrow", "tomorrow"),
        ("--user", "nobody", "nobody"),
    ] {
        let complaint = on(&app).complains(&["token", "create", "--name", "ops", argument, value]);
        assert!(complaint.contains(reason), "{complaint}");
    }
    let nobody = Uuid::nil().to_string();
    let complaint = on(&app).complains(&["token", "revoke", &nobody]);
    assert!(complaint.to_lowercase().contains("token"), "{complaint}");
    assert_eq!(app.count("SELECT count(*) FROM tokens").await, 1);
}

on_both_engines! {
    created_token_authenticates,
    token_can_be_restricted,
    orgs_and_users_can_be_named_by_name_and_address,
    a_list_shows_when_tokens_were_last_used,
    a_list_shows_tokens_but_no_secret,
    revoked_token_is_rejected,
    commands_are_recorded_with_the_command_line_as_actor,
    invalid_token_is_rejected_with_the_reason,
}
