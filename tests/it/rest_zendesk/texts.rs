//! Tests of numbers in text fields of request bodies of the Zendesk API.

use serde_json::Value as Json;
use tenantry::runner::{Worker, WorkerStep};

use crate::support::{TestApp, on_both_engines, rest_of};

/// Sends a body verbatim. `serde_json` would write some numbers differently.
async fn send(app: &TestApp, method: &str, path: &str, body: &str, status: u16) -> Json {
    let request = rest_of(method, &format!("/api/v2/{path}"), body.to_owned());
    let reply = app.send(request).await;
    assert_eq!(reply.status, status, "{body}\n{reply:#?}");
    reply.json()
}

/// Queues a job, runs it, and returns the results of its rows.
async fn results(app: &TestApp, path: &str, body: &str) -> Json {
    let queued = send(app, "POST", path, body, 200).await;
    let mut worker = Worker::new(&app.app);
    while worker.step().await.expect("a step") != WorkerStep::Idle {}
    let id = queued["job_status"]["id"].as_str().expect("an id");
    app.zendesk(&format!("job_statuses/{id}")).await["job_status"]["results"].take()
}

async fn an_integer_is_read_as_its_digits_in_every_text_field(app: TestApp) {
    let body = r#"{"organization": {"name": 4711, "external_id": 12345678901234567890}}"#;
    let made = send(&app, "POST", "organizations", body, 201).await;
    assert_eq!(made["organization"]["name"], "4711");
    assert_eq!(made["organization"]["external_id"], "12345678901234567890");
    let body = r#"{"organization": {"external_id": 12345678901234567890, "name": 4712}}"#;
    let changed = send(&app, "POST", "organizations/create_or_update", body, 200).await;
    assert_eq!(changed["organization"]["name"], "4712");

    let body = r#"{"user": {"email": "ann@x.test", "name": 7, "external_id": 18446744073709551615, "phone": 491701234567,
                            "organization": {"name": 4712}}}"#;
    let user = send(&app, "POST", "users", body, 201).await["user"].take();
    assert_eq!(user["name"], "7");
    assert_eq!(user["external_id"], "18446744073709551615");
    assert_eq!(user["phone"], "491701234567");
    assert_eq!(user["organization_id"], made["organization"]["id"]);
    let body = r#"{"user": {"external_id": 18446744073709551615, "name": "Ann"}}"#;
    let user = send(&app, "POST", "users/create_or_update", body, 200).await;
    assert_eq!(user["user"]["name"], "Ann");
}

async fn an_integer_is_read_as_its_digits_in_batches(app: TestApp) {
    let body = r#"{"users": [{"email": "ann@x.test", "external_id": 4711, "phone": 491701234567},
                             {"email": "bob@x.test", "external_id": 12345678901234567890}]}"#;
    results(&app, "users/create_many", body).await;
    let body = r#"{"organizations": [{"name": 1, "external_id": 9007199254740993}]}"#;
    results(&app, "organizations/create_many", body).await;
    for (path, list) in [
        ("users/show_many?external_ids=4711", "users"),
        ("users/search?external_id=12345678901234567890", "users"),
        (
            "organizations/search?external_id=9007199254740993",
            "organizations",
        ),
    ] {
        assert_eq!(
            app.zendesk(path).await[list]
                .as_array()
                .expect("a list")
                .len(),
            1,
            "{path}"
        );
    }
}

async fn number_that_would_lose_digits_is_refused(app: TestApp) {
    for value in ["1.5", "1e3", "4711.0", "123456789012345678901234567890"] {
        let body = format!(r#"{{"user": {{"email": "ann@x.test", "external_id": {value}}}}}"#);
        let refused = send(&app, "POST", "users", &body, 400).await;
        let description = refused["description"].as_str().unwrap_or_default();
        assert!(description.contains("`user.external_id`"), "{description}");
        assert!(
            description.contains("send this number in quotes"),
            "{description}"
        );
    }
    let body = r#"{"users": [{"email": "ann@x.test", "phone": 1e3}, {"email": "bob@x.test", "phone": 49170}]}"#;
    let results = results(&app, "users/create_many", body).await;
    assert_eq!(results[0]["status"], "Failed", "{results:#}");
    let details = results[0]["details"].as_str().unwrap_or_default();
    assert!(details.contains("send this number in quotes"), "{details}");
    assert_eq!(results[1]["status"], "Created", "{results:#}");
    for value in ["true", "[]", "{}"] {
        let body = format!(r#"{{"organization": {{"name": "Acme", "external_id": {value}}}}}"#);
        send(&app, "POST", "organizations", &body, 400).await;
    }
    assert_eq!(app.zendesk("organizations").await["count"], 0);
}

on_both_engines! {
    an_integer_is_read_as_its_digits_in_every_text_field,
    an_integer_is_read_as_its_digits_in_batches,
    number_that_would_lose_digits_is_refused,
}
