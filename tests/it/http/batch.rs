//! Tests batches: arrays of requests in one body.

use serde_json::{Value as Json, json};

use crate::support::{TestApp, With, on_both_engines, post, post_json};

use super::{ASK, answer, assert_refused};

fn create(org: &str) -> Json {
    json!({ "query": "mutation ($name: String!) { createOrg(name: $name) { result } }", "variables": { "name": org } })
}

fn created(result: &str) -> Json {
    json!({ "data": { "createOrg": { "result": result } } })
}

async fn a_batch_gets_a_reply_for_each_request_in_order(app: TestApp) {
    let reply = app
        .send(post_json(
            &json!([{ "query": ASK }, create("Acme"), { "query": ASK }]),
        ))
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()),
        (200, json!([answer(), created("created"), answer()]))
    );
    assert_eq!(
        reply.header("content-type"),
        "application/json; charset=utf-8"
    );
}

async fn requests_of_a_batch_run_one_after_the_other(app: TestApp) {
    let find = json!({ "query": "{ org(name: \"Acme\") { name } }" });
    let reply = app
        .send(post_json(&json!([find, create("Acme"), find])))
        .await;
    let (none, one) = (
        json!({ "data": { "org": null } }),
        json!({ "data": { "org": { "name": "Acme" } } }),
    );
    assert_eq!(reply.json(), json!([none, created("created"), one]));
}

async fn a_request_of_a_batch_that_fails_does_not_stop_the_others(app: TestApp) {
    let nonsense = json!({ "query": "{ nonsense }" });
    let syntax = json!({ "query": "{" });
    let replies = app
        .send(post_json(&json!([nonsense, syntax, create("Acme")])))
        .await
        .json();
    for failed in [&replies[0], &replies[1]] {
        assert_eq!(
            failed["errors"][0]["extensions"]["code"], "INVALID_REQUEST",
            "{failed:#}"
        );
        assert_eq!(failed.get("data"), None);
    }
    assert_eq!(replies[2], created("created"));
}

async fn batch_with_an_invalid_request_is_rejected_as_a_whole(app: TestApp) {
    for (other, message) in [
        (json!(7), "JSON object"),
        (json!([]), "JSON object"),
        (json!({}), "`query` is missing"),
    ] {
        let reply = app.send(post_json(&json!([create("Acme"), other]))).await;
        assert_refused(&reply, 400, message);
    }
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn an_empty_batch_is_refused(app: TestApp) {
    assert_refused(&app.send(post("[]")).await, 400, "The batch is empty.");
}

async fn batch_of_ten_requests_is_accepted(app: TestApp) {
    let batch: Vec<Json> = (0..10).map(|_| json!({ "query": ASK })).collect();
    let reply = app
        .send(post_json(&json!(batch)).with("accept", "application/graphql-response+json"))
        .await;
    assert_eq!(reply.json(), json!(vec![answer(); 10]));
    assert_eq!(
        reply.header("content-type"),
        "application/graphql-response+json; charset=utf-8"
    );
}

on_both_engines! {
    a_batch_gets_a_reply_for_each_request_in_order,
    requests_of_a_batch_run_one_after_the_other,
    a_request_of_a_batch_that_fails_does_not_stop_the_others,
    batch_with_an_invalid_request_is_rejected_as_a_whole,
    an_empty_batch_is_refused,
    batch_of_ten_requests_is_accepted,
}
