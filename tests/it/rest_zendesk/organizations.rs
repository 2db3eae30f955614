//! Tests of organizations in the Zendesk API.

use serde_json::json;

use crate::support::{Tape, TestApp, number_of, on_both_engines};

async fn every_route_replies_as_recorded(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let mut tape = Tape::of(&app, "zendesk").await;
    let root = "/api/v2/organizations";
    let body = json!({ "organization": { "name": "Globex", "external_id": "g-1", "tags": ["x"], "organization_fields": {} } });
    let made = tape
        .send("POST", &format!("{root}.json"), Some(body.clone()))
        .await;
    let made = made["organization"]["id"].as_i64().expect("a number");
    tape.send("POST", root, Some(body)).await;
    tape.send("POST", root, Some(json!({ "organization": {} })))
        .await;
    tape.send("GET", root, None).await;
    tape.send("GET", &format!("{root}.json?page[size]=1"), None)
        .await;
    tape.send("GET", &format!("{root}/{made}.json"), None).await;
    tape.send(
        "GET",
        &format!("{root}/show_many.json?ids={made}%2C7"),
        None,
    )
    .await;
    tape.send(
        "GET",
        &format!("{root}/show_many.json?external_ids=g-1,g-2"),
        None,
    )
    .await;
    tape.send("GET", &format!("{root}/show_many.json"), None)
        .await;
    // The form in which zenpy sends it.
    tape.send(
        "GET",
        &format!("{root}/search.json?external_id=g-1?include=None&x=1"),
        None,
    )
    .await;
    tape.send("GET", &format!("{root}/search.json?name=ACME"), None)
        .await;
    tape.send(
        "GET",
        &format!("/api/v2/users/{ann}/organizations.json?include=None"),
        None,
    )
    .await;
    let changed = json!({ "organization": { "id": made, "name": "Globex Corporation", "external_id": null } });
    tape.send("PUT", &format!("{root}/{made}.json"), Some(changed))
        .await;
    tape.send("DELETE", &format!("{root}/{made}.json"), None)
        .await;
    tape.send("GET", &format!("{root}/{made}.json"), None).await;
    insta::assert_snapshot!("organizations", tape.text());
}

async fn organization_is_created_once_and_then_changed(app: TestApp) {
    let mut tape = Tape::of(&app, "zendesk").await;
    let path = "/api/v2/organizations/create_or_update.json";
    let body = |fields| Some(json!({ "organization": fields }));
    let made = tape
        .send(
            "POST",
            path,
            body(json!({ "name": "Acme", "external_id": "a-1" })),
        )
        .await;
    let id = &made["organization"]["id"];
    tape.send(
        "POST",
        path,
        body(json!({ "name": "Acme Inc.", "external_id": "a-1" })),
    )
    .await;
    tape.send("POST", path, body(json!({ "id": id, "name": "Acme" })))
        .await;
    tape.send("POST", path, body(json!({ "id": 7, "name": "Acme" })))
        .await;
    tape.send("POST", path, body(json!({ "external_id": "a-2" })))
        .await;
    insta::assert_snapshot!("organizations_create_or_update", tape.text());
}

on_both_engines! {
    organization_is_created_once_and_then_changed,
    every_route_replies_as_recorded,
}
