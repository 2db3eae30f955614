//! Tests of requests that name rows which are unknown, absent or suspended.

use serde_json::{Value as Json, json};

use crate::support::{TestApp, With, membership, number_of, on_both_engines, rest};

fn user(fields: Json) -> Option<Json> {
    Some(json!({ "user": fields }))
}

/// Checks the beginning of a field's error description.
fn says(refused: &Json, field: &str, description: &str) {
    let problem = &refused["details"][field][0]["description"];
    let text = problem.as_str().unwrap_or_default();
    assert!(text.starts_with(description), "{refused:#}");
}

async fn unknown_and_absent_references_have_different_errors(app: TestApp) {
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

async fn hidden_and_unknown_orgs_get_the_same_reply(app: TestApp) {
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

async fn taken_email_of_a_suspended_user_explains_how_to_reactivate_them(app: TestApp) {
    let acme = app.org("Acme").await;
    let fields = json!({ "email": "ann@x.test", "name": "Ann" });
    let users = "/api/v2/users";
    let made = app
        .rest_json("POST", users, user(fields.clone()), 201)
        .await;
    let ann = made["user"]["id"].as_i64().expect("a number");
    let one = format!("{users}/{ann}");
    app.rest_json("DELETE", &one, None, 200).await;

    let refused = app
        .rest_json("POST", users, user(fields.clone()), 422)
        .await;
    says(
        &refused,
        "email",
        "Email: A suspended user has this address",
    );
    let problem = &refused["details"]["email"][0];
    assert_eq!(
        (&problem["error"], &problem["existing_id"]),
        (&json!("DuplicateValue"), &json!(ann))
    );
    let how = problem["description"].as_str().unwrap_or_default();
    assert!(
        how.contains("`{\"user\": {\"suspended\": false}}`"),
        "{how}"
    );

    // Another user cannot take the address either, and the suspended user cannot join an org.
    app.user(acme, "bob").await;
    let bob = number_of(&app.zendesk("users").await["users"], "name", "bob Test");
    let path = format!("{users}/{bob}");
    let refused = app
        .rest_json("PUT", &path, user(json!({ "email": "ann@x.test" })), 422)
        .await;
    says(
        &refused,
        "email",
        "Email: A suspended user has this address",
    );
    let organizations = app.zendesk("organizations").await;
    let org = number_of(&organizations["organizations"], "name", "Acme");
    let path = "/api/v2/organization_memberships";
    let refused = app
        .rest_json("POST", path, Some(membership(ann, org)), 422)
        .await;
    assert!(refused.to_string().contains("suspended"), "{refused:#}");

    // An update leaves the user suspended, unless it sets `suspended` to false.
    let path = format!("{users}/create_or_update");
    let changed = app.rest_json("POST", &path, user(fields), 200).await;
    assert_eq!(
        (&changed["user"]["id"], &changed["user"]["active"]),
        (&json!(ann), &json!(false))
    );
    let back = app
        .rest_json("PUT", &one, user(json!({ "suspended": false })), 200)
        .await;
    assert_eq!(back["user"]["active"], true);
    let active = app
        .rest_json("POST", users, user(json!({ "email": "ann@x.test" })), 422)
        .await;
    says(
        &active,
        "email",
        "Email: Another user has this e-mail address",
    );
}

on_both_engines! {
    unknown_and_absent_references_have_different_errors,
    hidden_and_unknown_orgs_get_the_same_reply,
    taken_email_of_a_suspended_user_explains_how_to_reactivate_them,
}
