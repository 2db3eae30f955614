//! Tests the media type of the response, which `Accept` selects, and the status, which depends on
//! the media type.

use serde_json::json;

use crate::support::{ROOT, TestApp, With, get, on_both_engines, post, post_json};

use super::{ASK, answer, ask, assert_refused};

const GRAPHQL: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

/// Documents that cannot be executed, with their variables and a part of the error message.
const FAULTY: [(&str, &str, &str); 10] = [
    ("{", "{}", "line 1"),
    ("nonsense", "{}", "line 1"),
    ("{ nonsense }", "{}", "nonsense"),
    ("{ user(id: 1) { id } }", "{}", "Uuid"),
    (
        "query A { viewer { __typename } } query B { viewer { __typename } }",
        "{}",
        "Operation",
    ),
    (
        "query ($id: Uuid!) { user(id: $id) { id } }",
        "{}",
        "The variable `$id` of type `Uuid!` is missing.",
    ),
    (
        "query ($id: Uuid!) { user(id: $id) { id } }",
        r#"{"id": null}"#,
        "The variable `$id` of type `Uuid!` is null.",
    ),
    (
        "query ($id: Uuid!) { user(id: $id) { id } }",
        r#"{"id": "nonsense"}"#,
        "Uuid",
    ),
    (
        "mutation ($s: [String!]) { createToken(input: { name: \"t\", scopes: $s }) { secret } }",
        r#"{"s": [null]}"#,
        "The variable `$s` of type `[String!]` contains null.",
    ),
    (
        "query ($n: Int) { tokens(first: $n) { __typename } }",
        r#"{"n": "many"}"#,
        "Int",
    ),
];

async fn accept_selects_the_media_type_of_the_response(app: TestApp) {
    for (accept, media_type) in [
        (GRAPHQL, GRAPHQL),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (
            "application/graphql-response+json, application/json",
            GRAPHQL,
        ),
        ("application/json, application/graphql-response+json", JSON),
        (
            "application/graphql-response+json, application/json;q=0.9",
            GRAPHQL,
        ),
        (
            "application/graphql-response+json;q=0.1, application/json;q=0.9",
            JSON,
        ),
        (
            "application/graphql-response+json;charset=utf-8, application/json;charset=UTF-8",
            GRAPHQL,
        ),
        ("APPLICATION/GraphQL-Response+JSON", GRAPHQL),
        ("text/html, application/json;q=0, */*", GRAPHQL),
        (
            "text/html, application/graphql-response+json;q=0.2",
            GRAPHQL,
        ),
    ] {
        let reply = app.send(ask().with("accept", accept)).await;
        assert_eq!(
            (reply.status.as_u16(), reply.json()),
            (200, answer()),
            "{accept}"
        );
        assert_eq!(
            reply.header("content-type"),
            format!("{media_type}; charset=utf-8"),
            "{accept}"
        );
    }
}

async fn without_accept_the_reply_is_json(app: TestApp) {
    for request in [ask(), get(&[("query", ASK)]), ask().with("accept", "")] {
        let reply = app.send(request).await;
        assert_eq!((reply.status.as_u16(), reply.json()), (200, answer()));
        assert_eq!(
            reply.header("content-type"),
            "application/json; charset=utf-8"
        );
    }
}

async fn accept_is_read_from_several_headers(app: TestApp) {
    let request = ask().with("accept", "text/html").and("accept", GRAPHQL);
    let reply = app.send(request).await;
    assert_eq!(
        reply.header("content-type"),
        format!("{GRAPHQL}; charset=utf-8")
    );
}

async fn unsupported_media_types_are_not_acceptable(app: TestApp) {
    for accept in [
        "text/html",
        "image/*",
        "application/json;q=0",
        "application/json; charset=latin1",
    ] {
        let reply = app.send(ask().with("accept", accept)).await;
        assert_refused(
            &reply,
            406,
            "application/graphql-response+json or application/json",
        );
        assert_eq!(
            reply.header("content-type"),
            "application/json; charset=utf-8"
        );
    }
}

async fn request_without_an_acceptable_media_type_is_not_executed(app: TestApp) {
    let create = "mutation { createOrg(name: \"Acme\") { id } }";
    let request = TestApp::request(ROOT, create, json!({})).with("accept", "text/html");
    assert_eq!(app.send(request).await.status, 406);
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn invalid_document_is_a_400_in_the_graphql_media_type(app: TestApp) {
    for (query, variables, message) in FAULTY {
        let variables: serde_json::Value = serde_json::from_str(variables).expect("JSON");
        let body = json!({ "query": query, "variables": variables });
        let reply = app.send(post_json(&body).with("accept", GRAPHQL)).await;
        assert_refused(&reply, 400, message);
        assert_eq!(
            reply.header("content-type"),
            format!("{GRAPHQL}; charset=utf-8")
        );
    }
}

async fn invalid_document_is_a_200_in_plain_json(app: TestApp) {
    for (query, variables, message) in FAULTY {
        let variables: serde_json::Value = serde_json::from_str(variables).expect("JSON");
        let body = json!({ "query": query, "variables": variables });
        let reply = app.send(post_json(&body).with("accept", JSON)).await;
        assert_refused(&reply, 200, message);
        assert_eq!(
            reply.header("content-type"),
            "application/json; charset=utf-8"
        );
    }
}

async fn unknown_operation_is_a_400_in_graphql_and_a_200_in_plain_json(app: TestApp) {
    for query in [ASK, "query A { viewer { __typename } }"] {
        let body = json!({ "query": query, "operationName": "B" });
        for (accept, status) in [(GRAPHQL, 400), (JSON, 200)] {
            let reply = app.send(post_json(&body).with("accept", accept)).await;
            assert_refused(&reply, status, "B");
        }
    }
}

async fn unreadable_request_is_a_400_in_both_media_types(app: TestApp) {
    for body in [
        "nonsense",
        "{\"query\":",
        "",
        "{\"qeury\": \"{ viewer }\"}",
        "{\"query\": \"{ a }\", \"variables\": [7]}",
    ] {
        for accept in [GRAPHQL, JSON] {
            let reply = app.send(post(body).with("accept", accept)).await;
            assert_refused(&reply, 400, "");
            assert_eq!(
                reply.header("content-type"),
                format!("{accept}; charset=utf-8")
            );
        }
    }
}

async fn failed_field_is_a_200_with_data_in_both_media_types(app: TestApp) {
    let body = json!({ "query": "{ org { id } viewer { __typename } }" });
    for accept in [GRAPHQL, JSON] {
        let reply = app.send(post_json(&body).with("accept", accept)).await;
        assert_eq!(reply.status, 200);
        assert_eq!(
            reply.json()["data"],
            json!({ "org": null, "viewer": { "__typename": "Viewer" } })
        );
    }
}

async fn responses_must_not_be_cached(app: TestApp) {
    let reply = app.send(ask()).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(reply.header("vary").contains("accept"), "{reply:?}");
}

on_both_engines! {
    accept_selects_the_media_type_of_the_response,
    without_accept_the_reply_is_json,
    accept_is_read_from_several_headers,
    unsupported_media_types_are_not_acceptable,
    request_without_an_acceptable_media_type_is_not_executed,
    invalid_document_is_a_400_in_the_graphql_media_type,
    invalid_document_is_a_200_in_plain_json,
    unknown_operation_is_a_400_in_graphql_and_a_200_in_plain_json,
    unreadable_request_is_a_400_in_both_media_types,
    failed_field_is_a_200_with_data_in_both_media_types,
    responses_must_not_be_cached,
}
