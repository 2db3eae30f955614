//! Tests partial failures: the response has every requested key, and null propagates to the nearest
//! nullable parent.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns the path and the code of each error.
fn failures(reply: &Json) -> Vec<(Json, Json)> {
    let errors = reply["errors"].as_array().expect("errors");
    errors
        .iter()
        .map(|error| (error["path"].clone(), error["extensions"]["code"].clone()))
        .collect()
}

async fn failed_nullable_field_is_null_and_others_remain(app: TestApp) {
    app.org("Acme").await;
    let query = "{ none: org(name: \"Other\") { name } bad: org { name } org(name: \"Acme\") { externalId name } }";
    let reply = app.graphql(ROOT, query, json!({})).await;
    let acme = json!({ "externalId": null, "name": "Acme" });
    assert_eq!(
        reply["data"],
        json!({ "none": null, "bad": null, "org": acme })
    );
    assert_eq!(failures(&reply), [(json!(["bad"]), json!("INVALID_VALUE"))]);
}

async fn failed_non_null_field_of_the_root_makes_data_null(app: TestApp) {
    let none = Uuid::nil();
    let query = format!(
        "{{ viewer {{ __typename }} checkAccess(org: \"{none}\", user: \"{none}\", permission: \"*\") {{ allowed }} }}"
    );
    let reply = app.send(TestApp::request(ROOT, &query, json!({}))).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json().get("data")),
        (200, Some(&Json::Null))
    );
    assert_eq!(
        failures(&reply.json()),
        [(json!(["checkAccess"]), json!("ORG_NOT_FOUND"))]
    );
}

async fn failed_list_of_the_root_is_null_and_others_remain(app: TestApp) {
    let none = Uuid::nil();
    for (list, code) in [
        (
            "users(first: -1) { nodes { id } }".to_owned(),
            "INVALID_VALUE",
        ),
        (
            "orgs(filter: { name: \"x\" }) { totalCount }".to_owned(),
            "NAME_TOO_SHORT",
        ),
        (
            "memberships(after: \"x\") { nodes { id } }".to_owned(),
            "INVALID_CURSOR",
        ),
        (
            format!("tokens(org: \"{none}\") {{ nodes {{ id }} }}"),
            "ORG_NOT_FOUND",
        ),
        (
            "jobs(after: \"x\") { nodes { id } }".to_owned(),
            "INVALID_CURSOR",
        ),
        (
            "events(filter: { verb: \"x\" }) { nodes { id } }".to_owned(),
            "INVALID_VALUE",
        ),
        (
            "findUserBy(name: \"x\") { id }".to_owned(),
            "NAME_TOO_SHORT",
        ),
        (
            format!("groupUsers(org: \"{none}\") {{ userId }}"),
            "ORG_NOT_FOUND",
        ),
    ] {
        let query = format!("{{ viewer {{ __typename }} it: {list} }}");
        let reply = app.graphql(ROOT, &query, json!({})).await;
        let data = json!({ "viewer": { "__typename": "Viewer" }, "it": null });
        assert_eq!(reply["data"], data, "{list}");
        assert_eq!(failures(&reply), [(json!(["it"]), json!(code))], "{list}");
    }
}

async fn failed_non_null_field_makes_its_nearest_nullable_parent_null(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.sql("ALTER TABLE users RENAME TO elsewhere").await;
    let query = format!(
        "{{ org(name: \"Acme\") {{ name }} it: membership(org: \"{org}\", user: \"{user}\") {{ id user {{ name }} role }} viewer {{ __typename }} }}"
    );
    let reply = app.graphql(ROOT, &query, json!({})).await;
    assert_eq!(
        reply["data"],
        json!({ "org": { "name": "Acme" }, "it": null, "viewer": { "__typename": "Viewer" } })
    );
    assert_eq!(
        failures(&reply),
        [(json!(["it", "user"]), json!("INTERNAL"))]
    );
}

async fn keys_keep_the_order_of_the_document_after_a_failure(app: TestApp) {
    let query = "query ($no: Boolean!) { z: org { id } ...f y: viewer { __typename } x: org @skip(if: $no) { id } } fragment f on Query { a: org { id } }";
    let reply = app
        .send(TestApp::request(ROOT, query, json!({ "no": true })))
        .await;
    let data = r#""data":{"z":null,"a":null,"y":{"__typename":"Viewer"}}"#;
    assert!(reply.body.contains(data), "{}", reply.body);
}

async fn keys_keep_the_order_of_the_document_whichever_field_ends_first(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let query = format!(
        "{{ m: membership(org: \"{org}\", user: \"{user}\") {{ user {{ defaultMembership {{ isDefault }} first }} org {{ name }} role }} t: __typename org(id: \"{org}\") {{ name }} }}"
    );
    let reply = app.send(TestApp::request(ROOT, &query, json!({}))).await;
    assert_eq!(
        reply.body,
        r#"{"data":{"m":{"user":{"defaultMembership":{"isDefault":true},"first":"ann"},"org":{"name":"Acme"},"role":"USER"},"t":"Query","org":{"name":"Acme"}}}"#
    );
}

async fn failed_mutation_is_a_result_and_the_others_run(app: TestApp) {
    let query = format!(
        "mutation {{ a: createOrg(name: \"Acme\") {{ result code }} b: createOrg(name: \"\") {{ result code }} c: createGroup(org: \"{}\", name: \"x\") {{ result code }} d: createOrg(name: \"Beta\") {{ result code }} }}",
        Uuid::nil()
    );
    let reply = app.graphql(ROOT, &query, json!({})).await;
    let result = |result, code: Json| json!({ "result": result, "code": code });
    let (created, error) = (result("created", Json::Null), |code: &str| {
        result("error", json!(code))
    });
    let data = json!({ "a": created, "b": error("INVALID_VALUE"), "c": error("ORG_NOT_FOUND"), "d": created });
    assert_eq!(reply, json!({ "data": data }));
}

on_both_engines! {
    failed_nullable_field_is_null_and_others_remain,
    failed_non_null_field_of_the_root_makes_data_null,
    failed_list_of_the_root_is_null_and_others_remain,
    failed_non_null_field_makes_its_nearest_nullable_parent_null,
    keys_keep_the_order_of_the_document_after_a_failure,
    keys_keep_the_order_of_the_document_whichever_field_ends_first,
    failed_mutation_is_a_result_and_the_others_run,
}
