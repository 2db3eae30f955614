//! Tests the cache of documents: a cached document gets the same response as a new one, for all
//! values of its variables.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, TestApp, on_both_engines};

/// A document and values of its variables. The first values put the document into the cache.
struct Case {
    document: &'static str,
    variables: Vec<Json>,
}

fn cases() -> Vec<Case> {
    let id = "00000000-0000-0000-0000-000000000001";
    let anything = || {
        vec![
            json!({}),
            json!({ "x": null }),
            json!({ "x": "" }),
            json!({ "x": "ann" }),
            json!({ "x": 1 }),
            json!({ "x": -1 }),
            json!({ "x": 1.5 }),
            json!({ "x": 3_000_000_000_u64 }),
            json!({ "x": true }),
            json!({ "x": ["ann"] }),
            json!({ "x": [null] }),
            json!({ "x": {} }),
            json!({ "x": { "name": "ann" } }),
            json!({ "x": { "name": 1 } }),
            json!({ "x": { "status": "ACTIVE" } }),
            json!({ "x": { "status": "active" } }),
            json!({ "x": { "unknown": 1 } }),
            json!({ "x": { "name": null, "updatedSince": "2026-01-01T00:00:00Z" } }),
            json!({ "x": { "updatedSince": "yesterday" } }),
            json!({ "x": "ACTIVE" }),
            json!({ "x": "NAME" }),
            json!({ "x": "2026-01-01T00:00:00Z" }),
            json!({ "x": id }),
            json!({ "x": id.replace('-', "") }),
            json!({ "x": "ann", "y": 1 }),
        ]
    };
    let of = |document: &'static str, good: Json| {
        let mut variables = vec![good];
        variables.extend(anything());
        Case {
            document,
            variables,
        }
    };
    vec![
        of(
            "query($x: String) { findUserBy(email: $x) { id } }",
            json!({ "x": "a@b" }),
        ),
        of(
            "query($x: String!) { findUserBy(name: $x) { id name } }",
            json!({ "x": "ann" }),
        ),
        of(
            "query($x: String = \"ann\") { findUserBy(name: $x) { id } }",
            json!({}),
        ),
        of(
            "query($x: Uuid!) { org(id: $x) { id } }",
            json!({ "x": id }),
        ),
        of(
            "query($x: Uuid) { groupUsers(org: \"00000000-0000-0000-0000-000000000001\", groupId: $x) { userId } }",
            json!({}),
        ),
        of(
            "query($x: Int) { users(first: $x) { nodes { id } } }",
            json!({ "x": 2 }),
        ),
        of(
            "query($x: Int = 3) { users(first: $x) { nodes { id } } }",
            json!({}),
        ),
        of(
            "query($x: UserFilter) { users(filter: $x) { nodes { id } } }",
            json!({ "x": {} }),
        ),
        of(
            "query($x: String) { users(filter: { name: $x }) { nodes { id } } }",
            json!({ "x": "ann" }),
        ),
        of(
            "query($x: UserStatus) { users(filter: { status: $x }) { nodes { id } } }",
            json!({ "x": "ACTIVE" }),
        ),
        of(
            "query($x: UserStatus = ACTIVE) { users(filter: { status: $x }) { totalCount } }",
            json!({}),
        ),
        of(
            "query($x: UserOrder) { users(orderBy: $x) { nodes { id } } }",
            json!({ "x": "ID" }),
        ),
        of(
            "query($x: DateTime) { users(filter: { updatedSince: $x }) { nodes { id } } }",
            json!({}),
        ),
        of(
            "query($x: Boolean!) { viewer { user @include(if: $x) { id } __typename } }",
            json!({ "x": true }),
        ),
        of(
            "query($x: Boolean = true) { viewer { user @skip(if: $x) { id } __typename } }",
            json!({}),
        ),
        of(
            "query A($x: String) { findUserBy(email: $x) { id } } query B($x: Int) { users(first: $x) { nodes { id } } }",
            json!({}),
        ),
        of(
            "mutation($x: String!) { createGroup(org: \"00000000-0000-0000-0000-000000000001\", name: $x) { result code field } }",
            json!({ "x": " " }),
        ),
        of(
            "mutation($x: [String!]) { createToken(input: { name: \" \", scopes: $x }) { result { code field } } }",
            json!({}),
        ),
        of(
            "mutation($x: String) { updateMember(org: \"00000000-0000-0000-0000-000000000001\", userId: \"00000000-0000-0000-0000-000000000001\", externalId: $x) { result code } }",
            json!({}),
        ),
    ]
}

async fn cached_document_gets_the_response_of_a_new_one(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    for Case {
        document,
        variables,
    } in cases()
    {
        let good = app.graphql(ROOT, document, variables[0].clone()).await;
        for (number, variables) in variables.iter().enumerate() {
            let again = app.graphql(ROOT, document, variables.clone()).await;
            // With spaces at its end the document has another cache key.
            let new = document.to_owned() + &" ".repeat(number + 1);
            let expected = app.graphql(ROOT, &new, variables.clone()).await;
            assert_eq!(
                comparable(again),
                comparable(expected),
                "{document}\n{variables}"
            );
        }
        // The other requests did not change the cached document.
        let still = app.graphql(ROOT, document, variables[0].clone()).await;
        assert_eq!(comparable(still), comparable(good), "{document}");
    }
}

/// Sorts the errors: the library returns the errors of several operations in any order.
fn comparable(mut reply: Json) -> Json {
    if let Some(errors) = reply["errors"].as_array_mut() {
        errors.sort_by_key(Json::to_string);
    }
    reply
}

async fn operation_name_selects_the_operation(app: TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    let document = "query A { users { totalCount } } query B { orgs { totalCount } }";
    for _ in 0..2 {
        for (name, expected) in [
            (json!("A"), json!({ "users": { "totalCount": 1 } })),
            (json!("B"), json!({ "orgs": { "totalCount": 1 } })),
            (json!("C"), Json::Null),
            (Json::Null, Json::Null),
        ] {
            let body = json!({ "query": document, "operationName": name });
            let request = TestApp::request_of(ROOT, &body);
            assert_eq!(app.send(request).await.json()["data"], expected, "{name}");
        }
    }
}

async fn invalid_document_gets_the_same_error_again(app: TestApp) {
    for document in [
        "{ nothing }",
        "{ viewer }",
        "query($x: Int) { viewer { __typename } }",
        "{",
    ] {
        let first = app.graphql(ROOT, document, json!({})).await;
        assert_eq!(
            first["errors"][0]["extensions"]["code"], "INVALID_REQUEST",
            "{document}"
        );
        assert_eq!(
            app.graphql(ROOT, document, json!({})).await,
            first,
            "{document}"
        );
    }
}

on_both_engines! {
    cached_document_gets_the_response_of_a_new_one,
    operation_name_selects_the_operation,
    invalid_document_gets_the_same_error_again,
}
