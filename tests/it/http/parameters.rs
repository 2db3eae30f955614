//! What a request says: its own media type, and the parameters `query`, `variables`, `operationName`, `extensions`.

use serde_json::json;

use crate::support::{ROOT, TestApp, With, get, on_both_engines, post, post_json};

use super::{ASK, answer, ask, assert_refused};

const TWO: &str = "query A { a: viewer { __typename } } query B { b: viewer { __typename } }";
const BY_NAME: &str = "query ($name: String!) { org(name: $name) { name } }";

async fn a_body_of_another_media_type_is_refused(app: TestApp) {
    for media_type in [
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin1",
        "nonsense",
    ] {
        let reply = app.send(ask().with("content-type", media_type)).await;
        assert_refused(&reply, 415, "Content-Type: application/json");
    }
}

async fn a_body_without_a_media_type_is_refused(app: TestApp) {
    let reply = app.send(ask().without("content-type")).await;
    assert_refused(&reply, 415, "Content-Type: application/json");
}

async fn a_body_is_utf_8_whether_it_says_so_or_not(app: TestApp) {
    for media_type in [
        "application/json",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "Application/JSON",
    ] {
        let body = json!({ "query": "query ($n: String!) { org(name: $n) { id } }", "variables": { "n": "Žluťoučký 🐎" } });
        let reply = app
            .send(post_json(&body).with("content-type", media_type))
            .await;
        assert_eq!(
            reply.json(),
            json!({ "data": { "org": null } }),
            "{media_type}"
        );
    }
    let reply = app.send(post(&b"{\"query\": \"{ \xff }\"}"[..])).await;
    assert_refused(&reply, 400, "JSON");
}

async fn a_body_that_is_no_json_object_is_refused(app: TestApp) {
    for (body, message) in [
        ("", "The body is no JSON"),
        ("{", "The body is no JSON"),
        ("{\"query\": \"{ a }\"} {}", "The body is no JSON"),
        ("query=%7Ba%7D", "The body is no JSON"),
        ("null", "JSON object"),
        ("7", "JSON object"),
        ("\"{ viewer }\"", "JSON object"),
        ("{}", "`query` is missing"),
    ] {
        assert_refused(&app.send(post(body)).await, 400, message);
    }
}

async fn parameters_of_a_wrong_type_are_refused_and_named(app: TestApp) {
    let wrong = [
        json!(7),
        json!("text"),
        json!(true),
        json!(["list"]),
        json!({ "a": 1 }),
    ];
    for (name, allowed) in [
        ("query", 1),
        ("operationName", 1),
        ("variables", 4),
        ("extensions", 4),
    ] {
        for (_, value) in wrong
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != allowed)
        {
            let mut body = json!({ "query": ASK });
            body[name] = value.clone();
            let reply = app.send(post_json(&body)).await;
            assert_refused(&reply, 400, &format!("`{name}` must be"));
        }
    }
}

async fn a_query_of_null_is_none(app: TestApp) {
    let reply = app.send(post_json(&json!({ "query": null }))).await;
    assert_refused(&reply, 400, "`query`");
}

async fn optional_parameters_of_null_are_as_absent(app: TestApp) {
    let body =
        json!({ "query": ASK, "operationName": null, "variables": null, "extensions": null });
    assert_eq!(app.send(post_json(&body)).await.json(), answer());
}

async fn unknown_parameters_are_ignored(app: TestApp) {
    let body =
        json!({ "query": ASK, "id": 7, "extensions": { "persistedQuery": { "version": 1 } } });
    assert_eq!(app.send(post_json(&body)).await.json(), answer());
    let reply = app.send(get(&[("query", ASK), ("id", "7")])).await;
    assert_eq!(reply.json(), answer());
}

async fn the_operation_of_that_name_runs(app: TestApp) {
    for (name, key) in [("A", "a"), ("B", "b")] {
        let body = json!({ "query": TWO, "operationName": name });
        let data = json!({ "data": { key: { "__typename": "Viewer" } } });
        assert_eq!(app.send(post_json(&body)).await.json(), data);
        let reply = app
            .send(get(&[("query", TWO), ("operationName", name)]))
            .await;
        assert_eq!(reply.json(), data);
    }
}

async fn get_takes_all_parameters_from_the_query_string(app: TestApp) {
    app.org("Acme & Söhne +1").await;
    let reply = app
        .send(get(&[
            ("query", BY_NAME),
            ("variables", r#"{"name": "Acme & Söhne +1"}"#),
            ("operationName", ""),
            ("extensions", "{}"),
        ]))
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (
            200,
            json!({ "data": { "org": { "name": "Acme & Söhne +1" } } })
        )
    );
}

async fn empty_optional_parameters_of_get_are_as_absent(app: TestApp) {
    let reply = app
        .send(get(&[
            ("query", ASK),
            ("variables", ""),
            ("operationName", ""),
            ("extensions", ""),
        ]))
        .await;
    assert_eq!(reply.json(), answer());
}

async fn parameters_of_get_that_cannot_be_read_are_refused_and_named(app: TestApp) {
    for (name, value) in [
        ("variables", "nonsense"),
        ("variables", "[]"),
        ("variables", "7"),
        ("extensions", "nonsense"),
        ("extensions", "\"text\""),
    ] {
        let reply = app.send(get(&[("query", ASK), (name, value)])).await;
        assert_refused(&reply, 400, &format!("`{name}` must be"));
    }
    assert_refused(&app.send(get(&[])).await, 400, "`query` is missing");
    let twice = app.send(get(&[("query", ASK), ("query", ASK)])).await;
    assert_refused(&twice, 400, "`query` stands twice");
}

async fn the_name_null_in_a_query_string_is_a_name(app: TestApp) {
    let query = "query null { viewer { __typename } } query other { __typename }";
    let reply = app
        .send(get(&[("query", query), ("operationName", "null")]))
        .await;
    assert_eq!(reply.json(), answer());
}

async fn a_variable_that_was_not_given_is_an_absent_argument(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{user}\", mobile: \"+4930123456\")"),
    )
    .await;
    let update = "mutation ($user: Uuid!, $first: String, $mobile: String) { updateUser(userId: $user, first: $first, mobile: $mobile) { user { first mobile } } }";
    let reply = app
        .graphql(ROOT, update, json!({ "user": user, "first": "Anne" }))
        .await;
    assert_eq!(
        reply["data"]["updateUser"]["user"],
        json!({ "first": "Anne", "mobile": "+4930123456" }),
        "{reply:#}"
    );
}

async fn a_variable_of_null_is_null(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    app.done(
        ROOT,
        &format!("updateUser(userId: \"{user}\", mobile: \"+4930123456\")"),
    )
    .await;
    let update = "mutation ($user: Uuid!, $mobile: String) { updateUser(userId: $user, mobile: $mobile) { user { mobile } } }";
    let reply = app
        .graphql(ROOT, update, json!({ "user": user, "mobile": null }))
        .await;
    assert_eq!(
        reply["data"]["updateUser"]["user"],
        json!({ "mobile": null }),
        "{reply:#}"
    );
}

async fn a_field_of_an_input_object_whose_variable_was_not_given_is_absent(app: TestApp) {
    let create = "mutation ($org: Uuid, $ips: [String!]) { createToken(input: { name: \"t\", org: $org, allowedIps: $ips }) { result { error } token { name } } }";
    let reply = app.graphql(ROOT, create, json!({})).await;
    let made = json!({ "result": { "error": null }, "token": { "name": "t" } });
    assert_eq!(reply, json!({ "data": { "createToken": made } }));
}

async fn a_default_stands_in_for_a_variable_that_was_not_given(app: TestApp) {
    app.org("Acme").await;
    let query = "query ($name: String! = \"acme\") { org(name: $name) { name } }";
    let reply = app.graphql(ROOT, query, json!({})).await;
    assert_eq!(reply, json!({ "data": { "org": { "name": "Acme" } } }));
}

on_both_engines! {
    a_body_of_another_media_type_is_refused,
    a_body_without_a_media_type_is_refused,
    a_body_is_utf_8_whether_it_says_so_or_not,
    a_body_that_is_no_json_object_is_refused,
    parameters_of_a_wrong_type_are_refused_and_named,
    a_query_of_null_is_none,
    optional_parameters_of_null_are_as_absent,
    unknown_parameters_are_ignored,
    the_operation_of_that_name_runs,
    get_takes_all_parameters_from_the_query_string,
    empty_optional_parameters_of_get_are_as_absent,
    parameters_of_get_that_cannot_be_read_are_refused_and_named,
    the_name_null_in_a_query_string_is_a_name,
    a_variable_that_was_not_given_is_an_absent_argument,
    a_variable_of_null_is_null,
    a_field_of_an_input_object_whose_variable_was_not_given_is_absent,
    a_default_stands_in_for_a_variable_that_was_not_given,
}
