//! Tests of organization memberships in the Zendesk API.

use serde_json::json;

use crate::support::{ROOT, Tape, TestApp, membership, number_of, on_both_engines};

async fn every_route_replies_as_recorded(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(globex, "ann").await;
    app.add(acme, ann).await;
    app.user(acme, "bob").await;
    let users = app.zendesk("users").await;
    let (ann, bob) = (
        number_of(&users["users"], "name", "ann Test"),
        number_of(&users["users"], "name", "bob Test"),
    );
    let organizations = app.zendesk("organizations").await;
    let globex = number_of(&organizations["organizations"], "name", "Globex");
    let mut tape = Tape::of(&app, "zendesk").await;
    let root = "/api/v2/organization_memberships";
    tape.send("GET", root, None).await;
    tape.send("GET", &format!("{root}.json?page%5Bsize%5D=2"), None)
        .await;
    tape.send(
        "GET",
        &format!("/api/v2/users/{ann}/organization_memberships.json"),
        None,
    )
    .await;
    tape.send(
        "GET",
        &format!("/api/v2/organizations/{globex}/organization_memberships"),
        None,
    )
    .await;
    let made = tape
        .send(
            "POST",
            &format!("{root}.json"),
            Some(membership(bob, globex)),
        )
        .await;
    let made = made["organization_membership"]["id"]
        .as_i64()
        .expect("a number");
    tape.send("POST", root, Some(membership(bob, globex))).await;
    tape.send("GET", &format!("{root}/{made}.json"), None).await;
    tape.send(
        "GET",
        &format!("/api/v2/users/{bob}/organization_memberships/{made}.json"),
        None,
    )
    .await;
    tape.send(
        "GET",
        &format!("/api/v2/users/{ann}/organization_memberships/{made}.json"),
        None,
    )
    .await;
    tape.send("DELETE", &format!("{root}/{made}.json"), None)
        .await;
    tape.send("DELETE", &format!("{root}/{made}.json"), None)
        .await;
    let of_bob = format!("/api/v2/users/{bob}/organization_memberships");
    let body = json!({ "organization_membership": { "organization_id": globex.to_string() } });
    let made = tape.send("POST", &of_bob, Some(body)).await;
    let made = made["organization_membership"]["id"]
        .as_i64()
        .expect("a number");
    tape.send("DELETE", &format!("{of_bob}/{made}"), None).await;
    tape.send("POST", root, Some(membership(bob, 7))).await;
    tape.send("POST", root, Some(membership(7, globex))).await;
    tape.send("POST", root, Some(json!({ "organization_membership": {} })))
        .await;
    insta::assert_snapshot!("memberships", tape.text());
}

async fn make_default_returns_the_whole_list(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(globex, "ann").await;
    app.add(acme, ann).await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let of_ann = format!("/api/v2/users/{ann}/organization_memberships");
    let list = app.rest_json("GET", &of_ann, None, 200).await;
    let of_acme = number_of(
        &list["organization_memberships"],
        "organization_name",
        "Acme",
    );
    let mut tape = Tape::of(&app, "zendesk").await;
    // One known client sends no body, another sends an empty object.
    let path = format!("{of_ann}/{of_acme}/make_default.json");
    tape.send("PUT", &path, None).await;
    tape.send("PUT", &path, Some(json!({}))).await;
    tape.send("PUT", &format!("{of_ann}/7/make_default"), None)
        .await;
    insta::assert_snapshot!("make_default", tape.text());
}

async fn new_membership_becomes_default_on_request(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    app.user(acme, "ann").await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let organizations = app.zendesk("organizations").await;
    let number = number_of(&organizations["organizations"], "name", "Globex");
    let mut body = membership(ann, number);
    body["organization_membership"]["default"] = json!(true);
    let path = "/api/v2/organization_memberships";
    let made = app.rest_json("POST", path, Some(body.clone()), 201).await;
    assert_eq!(made["organization_membership"]["default"], true, "{globex}");
    let user = app.zendesk(&format!("users/{ann}")).await;
    assert_eq!(user["user"]["organization_id"], number);
    app.rest_json("POST", path, Some(body), 422).await;
}

async fn retired_rows_are_hidden(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(acme, "ann").await;
    app.add(globex, ann).await;
    let bob = app.user(globex, "bob").await;
    let list = app.zendesk("organization_memberships").await;
    let of_globex = number_of(
        &list["organization_memberships"],
        "organization_name",
        "Globex",
    );
    let number = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    app.retire(acme, ann).await;
    app.retire_org(globex).await;
    for path in [
        "organization_memberships".to_owned(),
        format!("users/{number}/organization_memberships"),
    ] {
        let list = app.zendesk(&path).await;
        assert_eq!(
            (&list["organization_memberships"], &list["count"]),
            (&json!([]), &json!(0))
        );
    }
    let path = format!("/api/v2/organization_memberships/{of_globex}");
    assert_eq!(app.rest("GET", &path, None).await.status, 404);
    let user = app.zendesk(&format!("users/{number}")).await;
    assert_eq!(user["user"]["organization_id"], json!(null));
    app.done(ROOT, &format!("restoreOrg(org: \"{globex}\")"))
        .await;
    let list = app.zendesk("organization_memberships").await;
    assert_eq!(list["count"], 2, "{bob}");
}

async fn a_list_of_a_hundred_costs_a_fixed_number_of_statements(app: TestApp) {
    let (small, large) = (app.org("Small").await, app.org("Large").await);
    app.user(small, "ann").await;
    app.crowd(large, 100).await;
    let list = app.zendesk("organizations").await;
    let (small, large) = (
        number_of(&list["organizations"], "name", "Small"),
        number_of(&list["organizations"], "name", "Large"),
    );
    for (nested, statements) in [
        // The integer id of the org, the org, the memberships, their orgs, and their integer ids.
        ("organization_memberships", 5),
        // The integer id of the org, the org, the memberships, the users, their defaults, and their
        // integer ids.
        ("users", 6),
    ] {
        for org in [small, large] {
            let path = format!("organizations/{org}/{nested}?page[size]=100");
            // The first request generates the integer ids.
            app.zendesk(&path).await;
            app.app.finish_background_work().await;
            let before = app.app.db().statements();
            app.zendesk(&path).await;
            assert_eq!(app.app.db().statements() - before, statements, "{path}");
        }
    }
}

on_both_engines! {
    every_route_replies_as_recorded,
    make_default_returns_the_whole_list,
    new_membership_becomes_default_on_request,
    retired_rows_are_hidden,
    a_list_of_a_hundred_costs_a_fixed_number_of_statements,
}
