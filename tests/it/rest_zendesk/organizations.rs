//! Organizations.

use serde_json::json;

use crate::support::{Tape, TestApp, number_of, on_both_engines};

async fn every_route_answers_as_recorded(app: TestApp) {
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
    // As zenpy writes it.
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

on_both_engines! {
    every_route_answers_as_recorded,
}
