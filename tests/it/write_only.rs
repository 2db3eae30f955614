//! A token that may write but not read receives the outcome of its changes, without the written
//! data.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, Reply, TestApp, With, number_of, on_both_engines, rest};

/// Sends a request to a REST API with this token.
async fn send(app: &TestApp, token: &str, method: &str, path: &str, body: Json) -> Reply {
    let bearer = format!("Bearer {token}");
    app.send(rest(method, path, Some(body)).with("authorization", &bearer))
        .await
}

async fn write_only_token_gets_a_status_and_no_body(app: TestApp) {
    let acme = app.org("Acme").await;
    let scopes = "[\"members:write\", \"members:grant\", \"owners:write\"]";
    let token = app
        .token(&format!("org: \"{acme}\", scopes: {scopes}"))
        .await;
    let ann = app.newcomer("ann").await;
    let member = app.user(acme, "bob").await;
    let one = format!("/memberships/{acme}/{member}");
    let changed = send(
        &app,
        &token,
        "PUT",
        &one,
        json!({ "allowedIps": ["203.0.113.0/24"] }),
    )
    .await;
    assert_eq!((changed.status.as_u16(), changed.body.as_str()), (204, ""));
    let read = format!("membership(org: \"{acme}\", user: \"{member}\") {{ allowedIps }}");
    let expected = json!({ "allowedIps": ["203.0.113.0/24"] });
    assert_eq!(app.read(ROOT, &read).await, expected);
    // Such a token cannot name a user of another org by id, and learns nothing of that user.
    let stranger = format!("/memberships/{acme}/{ann}");
    let refused = send(&app, &token, "PUT", &stranger, json!({})).await;
    assert_eq!(refused.status, 404);
    let user = json!({ "user": { "name": "New", "email": "new@example.com", "organization": { "name": "Acme" } } });
    let made = send(&app, &token, "POST", "/api/v2/users", user.clone()).await;
    assert_eq!((made.status.as_u16(), made.body.as_str()), (201, ""));
    // A repeated request with the same idempotency key gets the same reply.
    let keyed = json!({ "user": { "name": "Keyed", "email": "keyed@example.com", "organization": { "name": "Acme" } } });
    for _ in 0..2 {
        let bearer = format!("Bearer {token}");
        let request = rest("POST", "/api/v2/users", Some(keyed.clone()))
            .with("authorization", &bearer)
            .with("idempotency-key", "k1");
        let reply = app.send(request).await;
        assert_eq!(reply.status, 201, "{reply:#?}");
    }
    let again = send(&app, &token, "POST", "/api/v2/users/create_or_update", user).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (204, ""));
    assert_eq!(
        app.count("SELECT count(*) FROM users WHERE email = 'new@example.com'")
            .await,
        1
    );
}

/// A membership gives a suspended user no access, so the Zendesk API does not report it as created.
async fn suspended_user_is_not_added_by_the_zendesk_api(app: TestApp) {
    let [acme, home] = [app.org("Acme").await, app.org("Home").await];
    let ann = app.user(home, "ann").await;
    app.user(home, "bob").await;
    let suspend = format!("updateUser(userId: \"{ann}\", status: SUSPENDED)");
    app.done(ROOT, &suspend).await;
    let users = app.zendesk("users").await["users"].clone();
    let orgs = app.zendesk("organizations").await["organizations"].clone();
    let org = number_of(&orgs, "name", "Acme");
    let row = |name: &str| {
        let user = number_of(&users, "email", format!("{name}@example.com"));
        json!({ "user_id": user, "organization_id": org })
    };
    let before = app.row_counts().await;
    let one = json!({ "organization_membership": row("ann") });
    let refused = send(&app, ROOT, "POST", "/api/v2/organization_memberships", one).await;
    assert_eq!(refused.status, 422, "{refused:#?}");
    assert!(refused.body.contains("suspended"), "{refused:#?}");
    assert_eq!(app.row_counts().await, before);
    let many = json!({ "organization_memberships": [row("ann"), row("bob")] });
    let queued = send(
        &app,
        ROOT,
        "POST",
        "/api/v2/organization_memberships/create_many",
        many,
    )
    .await;
    assert_eq!(queued.status, 200, "{queued:#?}");
    let mut worker = tenantry::runner::Worker::new(&app.app);
    while worker.step().await.expect("a step") != tenantry::runner::WorkerStep::Idle {}
    let failed = app
        .count("SELECT count(*) FROM job_rows WHERE code = 'USER_SUSPENDED'")
        .await;
    let members = format!(
        "SELECT count(*) FROM memberships WHERE org_id = {}",
        app.id(acme)
    );
    assert_eq!((failed, app.count(&members).await), (1, 1));
}

on_both_engines! {
    write_only_token_gets_a_status_and_no_body,
    suspended_user_is_not_added_by_the_zendesk_api,
}
