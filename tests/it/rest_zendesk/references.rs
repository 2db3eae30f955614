//! Things that a body names and that are unknown, absent or suspended.

use serde_json::{Value as Json, json};

use crate::support::{TestApp, With, membership, number_of, on_both_engines, rest};

fn user(fields: Json) -> Option<Json> {
    Some(json!({ "user": fields }))
}

fn says(refused: &Json, field: &str, description: &str) {
    let problem = &refused["details"][field][0]["description"];
    let text = problem.as_str().unwrap_or_default();
    assert!(text.starts_with(description), "{refused:#}");
}

async fn an_unknown_reference_is_unknown_and_an_absent_one_is_blank(app: TestApp) {
    let acme = app.org("Acme").await;
    app.user(acme, "ann").await;
    let ann = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let path = "/api/v2/organization_memberships";
    let unknown_org = app
        .rest_json("POST", path, Some(membership(ann, 7)), 422)
        .await;
    says(&unknown_org, "organization", "The organization is unknown");
    let acme = number_of(
        &app.zendesk("organizations").await["organizations"],
        "name",
        "Acme",
    );
    let unknown_user = app
        .rest_json("POST", path, Some(membership(7, acme)), 422)
        .await;
    says(&unknown_user, "user", "The user is unknown");
    for (fields, field, noun) in [
        (json!({ "user_id": ann }), "organization", "Organization"),
        (json!({ "organization_id": acme }), "user", "User"),
    ] {
        let body = Some(json!({ "organization_membership": fields }));
        let blank = app.rest_json("POST", path, body, 422).await;
        says(&blank, field, &format!("{noun} cannot be blank"));
        assert_eq!(blank["details"][field][0]["error"], "BlankValue");
    }
    for fields in [
        json!({ "organization_id": 7 }),
        json!({ "organization_ids": [acme, 7] }),
        json!({ "organizations": [{ "id": acme }, { "name": "Globex" }] }),
    ] {
        let path = format!("/api/v2/users/{ann}");
        let refused = app.rest_json("PUT", &path, user(fields), 422).await;
        says(&refused, "organization", "The organization is unknown");
    }
}

async fn a_hidden_org_and_an_unknown_one_get_the_same_answer(app: TestApp) {
    let (acme, _) = (app.org("Acme").await, app.org("Globex").await);
    let owner = app.owner(acme, "olga").await;
    let organizations = app.zendesk("organizations").await;
    let globex = number_of(&organizations["organizations"], "name", "Globex");
    let olga = number_of(&app.zendesk("users").await["users"], "name", "olga Test");
    let bearer = format!("Bearer {}", app.token_of(owner).await);
    let add = async |org: i64| {
        let request = rest(
            "POST",
            "/api/v2/organization_memberships",
            Some(membership(olga, org)),
        );
        let reply = app.send(request.with("authorization", &bearer)).await;
        (reply.status, reply.json())
    };
    assert_eq!(add(globex).await, add(7).await);
}

on_both_engines! {
    an_unknown_reference_is_unknown_and_an_absent_one_is_blank,
    a_hidden_org_and_an_unknown_one_get_the_same_answer,
}
