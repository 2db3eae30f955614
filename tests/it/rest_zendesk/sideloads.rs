//! Tests of the parameter `include` of the Zendesk API, which adds referenced rows to a reply.

use serde_json::{Value as Json, json};

use crate::support::{TestApp, With, number_of, on_both_engines, rest};

/// Returns the names in a list of rows.
fn names(list: &Json) -> Vec<&str> {
    let rows = list.as_array().expect("a list").iter();
    rows.filter_map(|row| row["name"].as_str()).collect()
}

async fn include_adds_the_referenced_rows(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(acme, "ann").await;
    app.user(acme, "bob").await;
    app.add(globex, ann).await;
    let users = app.zendesk("users").await;
    assert!(users.get("organizations").is_none(), "{users:#}");
    let number = number_of(&users["users"], "name", "ann Test");
    let list = app.zendesk("organization_memberships").await;
    let of_globex = number_of(
        &list["organization_memberships"],
        "organization_name",
        "Globex",
    );
    let organizations = app.zendesk("organizations").await;
    let org = number_of(&organizations["organizations"], "name", "Acme");

    for path in [
        "users.json?include=organizations".to_owned(),
        "users?page[size]=1&include=organizations".to_owned(),
        format!("users/{number}?include=organizations"),
        format!("users/show_many?ids={number}&include=organizations"),
        "users/search?query=ann&include=None,organizations".to_owned(),
        format!("organizations/{org}/users?include=organizations"),
    ] {
        let reply = app.zendesk(&path).await;
        assert_eq!(names(&reply["organizations"]), ["Acme"], "{path}");
        assert_eq!(reply["organizations"][0], organizations["organizations"][0]);
    }
    for (path, users, orgs) in [
        (
            "organization_memberships".to_owned(),
            vec!["ann Test", "bob Test"],
            vec!["Acme", "Globex"],
        ),
        (
            format!("users/{number}/organization_memberships"),
            vec!["ann Test"],
            vec!["Acme", "Globex"],
        ),
        (
            format!("organizations/{org}/organization_memberships"),
            vec!["ann Test", "bob Test"],
            vec!["Acme"],
        ),
        (
            format!("organization_memberships/{of_globex}.json"),
            vec!["ann Test"],
            vec!["Globex"],
        ),
        (
            format!("users/{number}/organization_memberships/{of_globex}"),
            vec!["ann Test"],
            vec!["Globex"],
        ),
    ] {
        let reply = app
            .zendesk(&format!("{path}?include=users,organizations"))
            .await;
        assert_eq!(names(&reply["users"]), users, "{path}");
        assert_eq!(names(&reply["organizations"]), orgs, "{path}");
        let reply = app.zendesk(&format!("{path}?include=users")).await;
        assert!(reply.get("organizations").is_none(), "{reply:#}");
    }
    let page = app
        .zendesk("users?page[size]=1&include=organizations")
        .await;
    let next = page["links"]["next"].as_str().expect("a link");
    assert!(next.contains("include=organizations"), "{next}");
    let me = app.zendesk("users/me?include=organizations").await;
    assert_eq!(me["organizations"], json!([]));
}

async fn sideload_contains_only_what_the_token_may_read(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let owner = app.owner(acme, "olga").await;
    let ann = app.user(globex, "ann").await;
    app.add(acme, ann).await;
    let bearer = format!("Bearer {}", app.token_of(owner).await);
    let ask = rest("GET", "/api/v2/users?include=organizations", None);
    let reply = app.send(ask.with("authorization", &bearer)).await.json();
    assert_eq!(names(&reply["users"]).len(), 2);
    assert_eq!(names(&reply["organizations"]), ["Acme"]);
    let ask = rest(
        "GET",
        "/api/v2/organization_memberships?include=organizations",
        None,
    );
    let reply = app.send(ask.with("authorization", &bearer)).await.json();
    assert_eq!(names(&reply["organizations"]), ["Acme"]);
}

async fn other_values_of_include_are_refused(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    let organizations = app.zendesk("organizations").await;
    let org = number_of(&organizations["organizations"], "name", "Acme");
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    for (path, served) in [
        (
            "users?include=identities".to_owned(),
            "supports only `organizations`",
        ),
        (
            "users?include=organizations,users".to_owned(),
            "supports only `organizations`",
        ),
        (
            format!("users/{ann}?include=abilities"),
            "supports only `organizations`",
        ),
        (
            "organization_memberships?include=groups".to_owned(),
            "supports only `users` and `organizations`",
        ),
        (
            "organizations?include=users".to_owned(),
            "does not support `include`",
        ),
        (
            format!("organizations/{org}.json?include=abilities"),
            "does not support `include`",
        ),
        (
            format!("users/{ann}/organizations?include=users"),
            "does not support `include`",
        ),
        (
            "job_statuses?include=users".to_owned(),
            "does not support `include`",
        ),
    ] {
        let refused = app
            .rest_json("GET", &format!("/api/v2/{path}"), None, 400)
            .await;
        assert_eq!(refused["error"], "BadRequest");
        let description = refused["description"].as_str().unwrap_or_default();
        assert!(description.contains(served), "{path}: {description}");
    }
    let body = Some(json!({ "user": { "email": "bob@x.test" } }));
    let path = "/api/v2/users?include=organizations";
    app.rest_json("POST", path, body, 400).await;
    assert_eq!(app.zendesk("users").await["count"], 1);
    for path in [
        format!("users/{ann}/organizations"),
        "organizations".to_owned(),
    ] {
        app.zendesk(&format!("{path}?include=None")).await;
    }
}

on_both_engines! {
    include_adds_the_referenced_rows,
    sideload_contains_only_what_the_token_may_read,
    other_values_of_include_are_refused,
}
