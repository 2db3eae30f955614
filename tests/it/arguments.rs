//! Tests that a value of the wrong type is rejected before anything runs. If other fields of the
//! mutation ran first, the error would hide their results.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

/// Returns a document with a change before and a change after this field.
fn between(declared: &str, field: &str) -> String {
    format!(
        "mutation{declared} {{ a: createOrg(name: \"Acme\") {{ result }} b: {field} {{ result }} \
         c: createOrg(name: \"Bolt\") {{ result }} }}"
    )
}

/// Checks that the document is rejected before anything runs, on the first and on the second call,
/// with `part` in the message.
async fn refuses(app: &TestApp, document: &str, variables: Json, part: &str) {
    for _ in 0..2 {
        let request = TestApp::request(ROOT, document, variables.clone());
        let reply = app.send(request).await.json();
        assert!(reply.get("data").is_none(), "{document}\n{reply:#}");
        let error = &reply["errors"][0];
        assert_eq!(error["extensions"]["code"], "INVALID_REQUEST", "{reply:#}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains(part), "{document}\n{message}");
    }
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn invalid_literal_is_rejected_before_execution(app: TestApp) {
    let id = "00000000-0000-0000-0000-000000000001";
    let set = |expected: &str| {
        format!("setOrgMembers(org: \"{id}\", members: [], mode: ADD, expectRemoved: {expected})")
    };
    for number in ["2147483648", "-2147483649", "1099511627776", "1.5", "\"1\""] {
        let part = "\"expectRemoved\", expected type \"Int\"";
        refuses(&app, &between("", &set(number)), json!({}), part).await;
    }
    for (field, part) in [
        (
            "upsertUser(input: 5)",
            "\"input\", expected type \"UpsertUserInput\"",
        ),
        (
            "upsertUser(input: { match: \"ann\" })",
            "\"input.match\", expected type \"UserRef\"",
        ),
        (
            "upsertUser(input: { email: \"a@b.cc\", organizations: [{ id: \"x\" }] })",
            "\"input.organizations.0.id\", expected type \"Uuid\"",
        ),
        (
            "upsertUser(input: { email: \"a@b.cc\", organizations: [{ name: \"A\", membership: [1] }] })",
            "\"input.organizations.0.membership\", expected type \"MembershipInput\"",
        ),
    ] {
        refuses(&app, &between("", field), json!({}), part).await;
    }
}

async fn invalid_variable_is_rejected_before_execution(app: TestApp) {
    let id = "00000000-0000-0000-0000-000000000001";
    let set = format!("setOrgMembers(org: \"{id}\", members: [], mode: ADD, expectRemoved: $x)");
    let document = between("($x: Int)", &set);
    for number in [
        json!(2_147_483_648_u64),
        json!(-2_147_483_649_i64),
        json!(1.5),
        json!("1"),
    ] {
        let part = "\"expectRemoved\", expected type \"Int\"";
        refuses(&app, &document, json!({ "x": number }), part).await;
    }
    let document = between("($x: UpsertUserInput!)", "upsertUser(input: $x)");
    for (value, part) in [
        (json!("ann"), "\"input\""),
        (
            json!({ "match": { "id": id, "email": "a@b.cc" } }),
            "\"input.match\"",
        ),
        (json!({ "organizations": [5] }), "\"input.organizations.0\""),
        (
            json!({ "organizations": [{ "membership": { "roleIds": [7] } }] }),
            "\"input.organizations.0.membership.roleIds.0\"",
        ),
    ] {
        refuses(&app, &document, json!({ "x": value }), part).await;
    }
}

async fn values_around_an_absent_variable_are_validated(app: TestApp) {
    for (ty, field, part) in [
        (
            "String",
            "upsertUser(input: { email: $x, first: 5 })",
            "\"input.first\", expected type \"String\"",
        ),
        (
            "UserRef",
            "upsertUser(input: { match: $x, mode: \"all\" })",
            "\"input.mode\", expected type \"SetMode\"",
        ),
        (
            "Uuid",
            "upsertUser(input: { match: { id: $x } })",
            "\"input.match\", exactly one field",
        ),
    ] {
        refuses(
            &app,
            &between(&format!("($x: {ty})"), field),
            json!({}),
            part,
        )
        .await;
    }
}

async fn largest_and_smallest_ints_are_accepted(app: TestApp) {
    let org = app.org("Acme").await;
    let set = |expected: i32| {
        format!("setOrgMembers(org: \"{org}\", members: [], mode: ADD, expectRemoved: {expected})")
    };
    assert_eq!(app.refused(ROOT, &set(i32::MAX)).await, "GUARD_TRIPPED");
    assert_eq!(app.refused(ROOT, &set(i32::MIN)).await, "INVALID_VALUE");
}

on_both_engines! {
    invalid_literal_is_rejected_before_execution,
    invalid_variable_is_rejected_before_execution,
    values_around_an_absent_variable_are_validated,
    largest_and_smallest_ints_are_accepted,
}
