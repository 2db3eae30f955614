//! Tests permissions.
//!
//! `matrix` tests every operation of the schema with every kind of actor. `doors` compares the REST
//! APIs, which are called doors here, with the schema: `routes` names the equivalent operation of
//! each route. This file has the rules that the tables do not show.

mod actors;
mod doors;
mod matrix;
mod routes;
mod targets;

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

async fn admin_cannot_change_an_owner(app: TestApp) {
    let org = app.org("Acme").await;
    let (owner, admin) = (app.owner(org, "owner").await, app.admin(org, "admin").await);
    app.owner(org, "second").await;
    let token = app.token_of(admin).await;
    for call in [
        format!("updateMember(org: \"{org}\", userId: \"{owner}\", externalId: \"x\")"),
        format!("updateMember(org: \"{org}\", userId: \"{owner}\", status: \"retired\")"),
        format!("removeOrgMember(org: \"{org}\", userId: \"{owner}\")"),
        format!("updateUser(userId: \"{owner}\", email: \"mine@example.com\")"),
    ] {
        assert_eq!(app.refused(&token, &call).await, "FORBIDDEN", "{call}");
    }
}

async fn an_admin_of_one_org_cannot_take_over_a_user_of_two(app: TestApp) {
    let (org, other) = (app.org("Acme").await, app.org("Other").await);
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "user").await);
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{other}\", userId: \"{user}\")"),
    )
    .await;
    let token = app.token_of(admin).await;
    let change = format!("updateUser(userId: \"{user}\", email: \"taken.over@example.com\")");
    assert_eq!(app.refused(&token, &change).await, "FORBIDDEN");
    // A retired membership still counts, since the user may be reactivated there.
    app.done(
        ROOT,
        &format!("updateMember(org: \"{other}\", userId: \"{user}\", status: \"retired\")"),
    )
    .await;
    assert_eq!(app.refused(&token, &change).await, "FORBIDDEN");
    app.done(ROOT, &format!("retireOrg(org: \"{other}\")"))
        .await;
    assert_eq!(app.result(&token, &change).await, "updated");
}

async fn actor_cannot_grant_more_than_they_hold(app: TestApp) {
    let org = app.org("Acme").await;
    let (admin, user) = (app.admin(org, "admin").await, app.user(org, "user").await);
    let promote = format!("updateMember(org: \"{org}\", userId: \"{user}\", role: \"admin\")");
    let narrow = app
        .token(&format!("userId: \"{admin}\", scopes: [\"members:write\"]"))
        .await;
    assert_eq!(app.refused(&narrow, &promote).await, "FORBIDDEN");
    let granting = app
        .token(&format!(
            "org: \"{org}\", scopes: [\"members:grant\", \"members:write\", \"members:read\"]"
        ))
        .await;
    let retired = app.admin(org, "retired").await;
    app.done(
        ROOT,
        &format!("updateMember(org: \"{org}\", userId: \"{retired}\", status: \"retired\")"),
    )
    .await;
    // Reactivating an admin grants the permissions of an admin.
    assert_eq!(
        app.refused(
            &granting,
            &format!("addOrgMember(org: \"{org}\", userId: \"{retired}\")")
        )
        .await,
        "FORBIDDEN"
    );
    let reactivate =
        format!("updateMember(org: \"{org}\", userId: \"{retired}\", status: \"active\")");
    assert_eq!(app.refused(&granting, &reactivate).await, "FORBIDDEN");
    let full = app.token_of(admin).await;
    assert_eq!(app.result(&full, &promote).await, "updated");
}

async fn token_cannot_exceed_the_permissions_of_its_creator(app: TestApp) {
    let org = app.org("Acme").await;
    let owner = app.owner(org, "owner").await;
    let narrow = app
        .token(&format!(
            "org: \"{org}\", scopes: [\"tokens:write\", \"members:read\"]"
        ))
        .await;
    let make = |input: &str| {
        format!(
            "mutation {{ it: createToken(input: {{ name: \"x\", {input} }}) {{ secret result {{ code }} }} }}"
        )
    };
    for (input, code) in [
        (format!("org: \"{org}\""), json!("FORBIDDEN")),
        (
            format!("org: \"{org}\", scopes: [\"members:write\"]"),
            json!("FORBIDDEN"),
        ),
        (
            format!("org: \"{org}\", userId: \"{owner}\", scopes: [\"members:read\"]"),
            json!("FORBIDDEN"),
        ),
        (
            String::from("scopes: [\"members:read\"]"),
            json!("FORBIDDEN"),
        ),
        (
            format!("org: \"{org}\", scopes: [\"members:read\"]"),
            Json::Null,
        ),
    ] {
        let made = app.data(&narrow, &make(&input)).await;
        assert_eq!(made["it"]["result"]["code"], code, "{input}");
        assert_eq!(made["it"]["secret"].is_string(), code.is_null(), "{input}");
    }
}

async fn nested_fields_are_limited_to_what_the_token_may_see(app: TestApp) {
    let (org, hidden) = (app.org("Acme").await, app.org("Hidden").await);
    let user = app.user(hidden, "user").await;
    app.done(
        ROOT,
        &format!("addOrgMember(org: \"{org}\", userId: \"{user}\")"),
    )
    .await;
    let token = app.token_of_org(org).await;
    let seen = app
        .data(
            &token,
            &format!("{{ user(id: \"{user}\") {{ name defaultMembership {{ id }} }} }}"),
        )
        .await;
    // The default is in the hidden org.
    assert_eq!(
        seen["user"],
        json!({ "name": "user Test", "defaultMembership": null })
    );
    let all = app
        .data(
            ROOT,
            &format!("{{ user(id: \"{user}\") {{ defaultMembership {{ org {{ name }} }} }} }}"),
        )
        .await;
    assert_eq!(
        all["user"]["defaultMembership"]["org"]["name"],
        json!("Hidden")
    );
}

on_both_engines! {
    admin_cannot_change_an_owner,
    an_admin_of_one_org_cannot_take_over_a_user_of_two,
    actor_cannot_grant_more_than_they_hold,
    token_cannot_exceed_the_permissions_of_its_creator,
    nested_fields_are_limited_to_what_the_token_may_see,
}
