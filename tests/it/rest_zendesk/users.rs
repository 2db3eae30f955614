//! Tests of users in the Zendesk API.

use serde_json::json;

use crate::support::{ROOT, Tape, TestApp, With, number_of, on_both_engines, rest};

async fn every_reading_route_replies_as_recorded(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    app.user(acme, "bob").await;
    app.sql(&format!(
        "UPDATE users SET external_id = 'u-1' WHERE id = {}",
        app.id(ann)
    ))
    .await;
    app.done(
        ROOT,
        &format!(
            "updateUser(userId: \"{ann}\", mobile: \"+49 170 1\", timezone: \"Europe/Berlin\")"
        ),
    )
    .await;
    let organizations = app.zendesk("organizations").await;
    let acme = number_of(&organizations["organizations"], "name", "Acme");
    let mut tape = Tape::of(&app, "zendesk").await;
    let root = "/api/v2/users";
    let list = tape.send("GET", &format!("{root}.json"), None).await;
    let (ann, bob) = (
        number_of(&list["users"], "name", "ann Test"),
        number_of(&list["users"], "name", "bob Test"),
    );
    tape.send("GET", &format!("{root}/{ann}.json"), None).await;
    tape.send("GET", &format!("{root}/me.json"), None).await;
    tape.send("GET", &format!("{root}/show_many?ids={bob},{ann},7"), None)
        .await;
    tape.send("GET", &format!("{root}/show_many?external_ids=u-1"), None)
        .await;
    tape.send(
        "GET",
        &format!("{root}/search.json?query=ANN%40example.com"),
        None,
    )
    .await;
    tape.send(
        "GET",
        &format!("{root}/search.json?query=test&per_page=1"),
        None,
    )
    .await;
    tape.send("GET", &format!("{root}/search.json?external_id=u-1"), None)
        .await;
    tape.send("GET", &format!("{root}/search.json?query=a"), None)
        .await;
    tape.send("GET", &format!("{root}/search.json"), None).await;
    tape.send(
        "GET",
        &format!("/api/v2/organizations/{acme}/users.json?include=None"),
        None,
    )
    .await;
    insta::assert_snapshot!("users_read", tape.text());
}

async fn me_is_the_tokens_user(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let token = app.token_of(ann).await;
    let me = rest("GET", "/api/v2/users/me.json", None);
    let me = app
        .send(me.with("authorization", &format!("Bearer {token}")))
        .await;
    assert_eq!(me.json()["user"]["email"], "ann@example.com");
    assert_ne!(me.json()["user"]["organization_id"], json!(null));
}

async fn every_changing_route_replies_as_recorded(app: TestApp) {
    app.org("Acme").await;
    let organizations = app.zendesk("organizations").await;
    let acme = number_of(&organizations["organizations"], "name", "Acme");
    let mut tape = Tape::of(&app, "zendesk").await;
    let root = "/api/v2/users";
    let body = |fields| Some(json!({ "user": fields }));
    let ann = json!({
        "id": "", "name": "Ann Lee", "email": "ann@x.test", "external_id": "u-1", "phone": "+49 170 1",
        "organization_id": acme, "role": "end-user", "verified": true, "skip_verify_email": true,
        "time_zone": "Copenhagen", "iana_time_zone": "Europe/Copenhagen", "tags": ["x"], "user_fields": {},
    });
    let made = tape
        .send("POST", &format!("{root}.json"), body(ann.clone()))
        .await;
    let id = made["user"]["id"].as_i64().expect("a number");
    tape.send("POST", root, body(ann)).await;
    tape.send("POST", root, body(json!({ "name": "Bob" })))
        .await;
    tape.send("POST", root, body(json!({ "email": "no address" })))
        .await;
    tape.send(
        "POST",
        root,
        body(json!({ "email": "bob@x.test", "organization_id": 7 })),
    )
    .await;
    let one = format!("{root}/{id}.json");
    tape.send(
        "PUT",
        &one,
        body(json!({ "id": id, "name": "Ann Smith", "phone": null })),
    )
    .await;
    tape.send("PUT", &one, body(json!({ "suspended": true })))
        .await;
    tape.send("PUT", &one, body(json!({ "suspended": false })))
        .await;
    tape.send("DELETE", &one, None).await;
    tape.send("GET", &one, None).await;
    tape.send("PUT", &format!("{root}/7"), body(json!({ "name": "x" })))
        .await;
    insta::assert_snapshot!("users_changed", tape.text());
}

async fn empty_text_clears_optional_fields(app: TestApp) {
    let ann = json!({
        "email": "ann@x.test", "phone": "+49 170 1", "external_id": "u-1", "iana_time_zone": "Europe/Copenhagen",
    });
    let body = |fields| Some(json!({ "user": fields }));
    let made = app.rest_json("POST", "/api/v2/users", body(ann), 201).await;
    let path = format!("/api/v2/users/{}", made["user"]["id"]);
    let none = json!({ "phone": "", "external_id": "", "iana_time_zone": "" });
    let cleared = app.rest_json("PUT", &path, body(none), 200).await;
    for field in ["phone", "external_id", "iana_time_zone", "time_zone"] {
        assert_eq!(cleared["user"][field], json!(null), "{field}");
    }
}

on_both_engines! {
    empty_text_clears_optional_fields,
    every_changing_route_replies_as_recorded,
    every_reading_route_replies_as_recorded,
    me_is_the_tokens_user,
}
