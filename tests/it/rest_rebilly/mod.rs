//! Tests of the Rebilly-compatible REST API.

mod etag;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, Tape, TestApp, With, number_of, on_both_engines, rest};

/// Returns the path of a membership.
fn at(org: Uuid, user: Uuid) -> String {
    format!("/memberships/{org}/{user}")
}

async fn every_route_replies_as_recorded(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let ann = app.user(globex, "ann").await;
    let role = format!(
        "createRole(org: \"{acme}\", name: \"Auditor\", permissions: [\"members:read\", \"books:read\"])"
    );
    app.done(ROOT, &role).await;
    let mut tape = Tape::of(&app, "rebilly").await;
    tape.send("GET", "/memberships", None).await;
    let one = at(acme, ann);
    let body = json!({
        "organization": { "id": acme, "name": "Other" }, "user": { "id": ann, "email": "other@x.test" },
        "isOwner": true, "roleIds": ["admin", "auditor"], "permissions": ["invoices:read"],
        "allowedIps": ["76.1.2.*"], "acl": [], "_links": [], "_embedded": {},
    });
    tape.send("PUT", &one, Some(body)).await;
    let read = tape.send("GET", &format!("{one}?expand=roles"), None).await;
    tape.send("PUT", &one, Some(read)).await;
    tape.send(
        "PUT",
        &one,
        Some(json!({ "isDefault": true, "allowedIps": null, "roleIds": [] })),
    )
    .await;
    tape.send(
        "GET",
        "/memberships?limit=1&offset=1&sort=organization.name&filter=user.id:"
            .to_owned()
            .as_str(),
        None,
    )
    .await;
    let filter =
        format!("/memberships?limit=1&offset=1&sort=-organization.name&filter=user.id:{ann}");
    tape.send("GET", &filter, None).await;
    let bound = format!("/organizations/{acme}");
    tape.send("GET", &format!("{bound}/memberships"), None)
        .await;
    tape.send("GET", &format!("{bound}{one}"), None).await;
    tape.send("GET", &format!("{bound}{}", at(globex, ann)), None)
        .await;
    tape.send(
        "PUT",
        &format!("{bound}{one}"),
        Some(json!({ "permissions": null })),
    )
    .await;
    tape.send("DELETE", &one, None).await;
    let bob = app.user(acme, "bob").await;
    tape.send(
        "PUT",
        &format!("{bound}{}", at(acme, bob)),
        Some(json!({ "isOwner": true })),
    )
    .await;
    tape.send("DELETE", &format!("{bound}{one}"), None).await;
    tape.send("GET", &one, None).await;
    insta::assert_snapshot!("memberships", tape.text());
}

async fn failures_are_reported_as_recorded(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let mut tape = Tape::of(&app, "rebilly").await;
    let one = at(acme, ann);
    for (method, path) in [
        ("GET", "/memberships/x"),
        ("POST", "/memberships"),
        ("GET", "/memberships/x/y"),
        ("GET", "/memberships?sort=name"),
        ("GET", "/memberships?filter=name:x"),
        ("GET", "/memberships?sort=user.name"),
        ("GET", "/memberships?offset=10000"),
        ("PUT", &one),
    ] {
        tape.send(method, path, None).await;
    }
    for body in [
        json!({ "organization": { "id": ann } }),
        json!({ "roleIds": ["nobody"] }),
        json!({ "isDefault": false, "allowedIps": ["10.0.0.1"] }),
        json!({ "allowedIps": [] }),
        json!({ "permissions": ["no spaces"] }),
        json!({ "isOwner": "yes" }),
    ] {
        tape.send("PUT", &one, Some(body)).await;
    }
    let nobody = at(acme, Uuid::from_u128(7));
    tape.send("PUT", &nobody, Some(json!({}))).await;
    insta::assert_snapshot!("failures", tape.text());
}

async fn adding_members_requires_the_grant_permission(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let admin = app.admin(acme, "ann").await;
    app.add(globex, admin).await;
    let owner = app.owner(acme, "olga").await;
    let bob = app.user(acme, "bob").await;
    let status = async |user, org, body: Json| {
        let bearer = format!("Bearer {}", app.token_of(user).await);
        let request = rest("PUT", &at(org, bob), Some(body));
        app.send(request.with("authorization", &bearer))
            .await
            .status
            .as_u16()
    };
    assert_eq!(status(admin, acme, json!({ "permissions": [] })).await, 200);
    assert_eq!(status(admin, acme, json!({ "isOwner": true })).await, 403);
    assert_eq!(status(admin, globex, json!({})).await, 403);
    assert_eq!(status(owner, globex, json!({})).await, 404);
    app.rest("DELETE", &at(acme, bob), None).await;
    assert_eq!(
        status(admin, acme, json!({})).await,
        404,
        "the admin cannot see a user who is not a member"
    );
}

async fn replace_mode_clears_absent_fields(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let full = json!({ "roleIds": ["admin"], "permissions": ["a:b"], "allowedIps": ["76.1.2.3"] });
    app.rest_json("PUT", &at(acme, ann), Some(full), 200).await;
    let merged = app
        .rest_json(
            "PUT",
            &at(acme, ann),
            Some(json!({ "permissions": [] })),
            200,
        )
        .await;
    assert_eq!(
        (&merged["roleIds"], &merged["permissions"]),
        (&json!(["admin"]), &json!([]))
    );
    let path = format!("{}?mode=replace", at(acme, ann));
    let replaced = app.rest_json("PUT", &path, Some(json!({})), 200).await;
    assert_eq!(
        (&replaced["roleIds"], &replaced["allowedIps"]),
        (&json!([]), &json!(null))
    );
    assert_eq!(replaced["isDefault"], true);
}

async fn retired_membership_is_hidden_and_put_creates_it_again(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    app.retire(acme, ann).await;
    assert_eq!(app.rest("GET", &at(acme, ann), None).await.status, 404);
    let list = app.rest("GET", "/memberships", None).await;
    assert_eq!(
        (list.body.as_str(), list.header("pagination-total")),
        ("[]", "0")
    );
    app.rest_json("PUT", &at(acme, ann), Some(json!({})), 201)
        .await;
    app.retire_org(acme).await;
    assert_eq!(app.rest("GET", &at(acme, ann), None).await.status, 404);
    assert_eq!(
        app.rest("PUT", &at(acme, ann), Some(json!({})))
            .await
            .status,
        404
    );
}

async fn removal_with_a_key_is_executed_once_and_replayed(app: TestApp) {
    let acme = app.org("Acme").await;
    let (ann, bob) = (app.user(acme, "ann").await, app.user(acme, "bob").await);
    let bound = format!("/organizations/{acme}{}", at(acme, bob));
    for path in [at(acme, ann), bound] {
        let request = || rest("DELETE", &path, None).with("idempotency-key", &path);
        let (first, again) = (app.send(request()).await, app.send(request()).await);
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (204, 204));
        assert_eq!(
            (
                first.header("idempotency-replayed"),
                again.header("idempotency-replayed")
            ),
            ("", "true")
        );
        assert_eq!(app.rest("DELETE", &path, None).await.status, 404);
    }
}

async fn array_in_place_of_an_object_is_refused(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    for body in [json!({ "organization": [acme] }), json!({ "user": [ann] })] {
        let refused = app.rest_json("PUT", &at(acme, ann), Some(body), 400).await;
        let detail = refused["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("expected an object"), "{refused:#}");
    }
}

async fn unknown_path_fails_in_the_format_of_the_api(app: TestApp) {
    let acme = app.org("Acme").await;
    for path in [
        "/memberships/".to_owned(),
        "/memberships.json".to_owned(),
        format!("/organizations/{acme}/memberships/"),
        format!("/organizations/{acme}/memberships.json"),
        "/memberships/%ff/x".to_owned(),
    ] {
        let refused = app.rest_json("GET", &path, None, 404).await;
        assert_eq!(refused["status"], 404, "{path}");
    }
}

async fn offset_is_limited_to_ten_thousand_rows(app: TestApp) {
    for offset in ["10000", "4294967296", "99999999999999999999"] {
        let path = format!("/memberships?offset={offset}");
        let refused = app.rest_json("GET", &path, None, 400).await;
        let detail = refused["detail"].as_str().unwrap_or_default();
        assert!(
            detail.contains("`offset`") && !detail.contains("cursor"),
            "{refused:#}"
        );
    }
}

async fn integer_ids_are_accepted(app: TestApp) {
    let acme = app.org("Acme").await;
    let ann = app.user(acme, "ann").await;
    let org = number_of(
        &app.zendesk("organizations").await["organizations"],
        "name",
        "Acme",
    );
    let user = number_of(&app.zendesk("users").await["users"], "name", "ann Test");
    let by_number = app
        .rest_json("GET", &format!("/memberships/{org}/{user}"), None, 200)
        .await;
    let by_id = app.rest_json("GET", &at(acme, ann), None, 200).await;
    assert_eq!(by_number, by_id);
    let path = format!("/memberships?filter=organization.id:{org};user.id:{user},{ann}");
    assert_eq!(app.rest_json("GET", &path, None, 200).await, json!([by_id]));
}

async fn list_contains_only_what_the_caller_may_see(app: TestApp) {
    let (acme, globex) = (app.org("Acme").await, app.org("Globex").await);
    let admin = app.admin(acme, "ann").await;
    app.add(globex, admin).await;
    app.user(acme, "bob").await;
    app.user(globex, "carl").await;
    let bearer = format!("Bearer {}", app.token_of(admin).await);
    let seen = async |path: &str| {
        let reply = app
            .send(rest("GET", path, None).with("authorization", &bearer))
            .await;
        let list = reply.json();
        let rows = list.as_array().expect("a list").iter();
        let names: Vec<String> = rows
            .map(|row| {
                format!(
                    "{} in {}",
                    row["user"]["name"].as_str().expect("a name"),
                    row["organization"]["name"].as_str().expect("a name")
                )
            })
            .collect();
        assert_eq!(reply.header("pagination-total"), names.len().to_string());
        names
    };
    let all = ["ann Test in Acme", "bob Test in Acme", "ann Test in Globex"];
    assert_eq!(
        seen("/memberships?sort=organization.name,user.name").await,
        all
    );
    assert_eq!(
        seen(&format!("/organizations/{globex}/memberships")).await,
        ["ann Test in Globex"]
    );
    assert_eq!(
        seen(&format!(
            "/organizations/{acme}/memberships?filter=organization.id:{globex}"
        ))
        .await,
        Vec::<String>::new()
    );
}

async fn a_list_costs_a_fixed_number_of_statements(app: TestApp) {
    let (small, large) = (app.org("Small").await, app.org("Large").await);
    app.user(small, "ann").await;
    app.crowd(large, 100).await;
    for org in [small, large] {
        // The org, the memberships with their orgs and users, and the total count.
        let path = format!("/organizations/{org}/memberships?limit=100");
        app.rest_json("GET", &path, None, 200).await;
        app.app.finish_background_work().await;
        let before = app.app.db().statements();
        app.rest_json("GET", &path, None, 200).await;
        assert_eq!(app.app.db().statements() - before, 3, "{path}");
    }
}

async fn api_can_be_switched_off(app: TestApp) {
    let shut = app.reconfigured(|config| config.rebilly = false).await;
    assert_eq!(shut.rest("GET", "/memberships", None).await.status, 404);
    shut.app.close().await;
}

on_both_engines! {
    every_route_replies_as_recorded,
    failures_are_reported_as_recorded,
    adding_members_requires_the_grant_permission,
    replace_mode_clears_absent_fields,
    retired_membership_is_hidden_and_put_creates_it_again,
    removal_with_a_key_is_executed_once_and_replayed,
    array_in_place_of_an_object_is_refused,
    unknown_path_fails_in_the_format_of_the_api,
    offset_is_limited_to_ten_thousand_rows,
    integer_ids_are_accepted,
    list_contains_only_what_the_caller_may_see,
    a_list_costs_a_fixed_number_of_statements,
    api_can_be_switched_off,
}
