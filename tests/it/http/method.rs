//! Tests methods: POST executes everything, GET only queries, and other methods are rejected.

use crate::support::{ROOT, TestApp, With, get, on_both_engines, unreadable};

use super::{ASK, answer, ask, assert_refused};

const CREATE: &str = "mutation { createOrg(name: \"Acme\") { id } }";

async fn get_executes_queries(app: TestApp) {
    let reply = app.send(get(&[("query", ASK)])).await;
    assert_eq!((reply.status.as_u16(), reply.json()), (200, answer()));
}

async fn get_rejects_mutations(app: TestApp) {
    let reply = app.send(get(&[("query", CREATE)])).await;
    assert_refused(&reply, 405, "GET only reads; send mutations by POST.");
    assert_eq!(reply.header("allow"), "POST");
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn get_executes_a_query_of_a_document_with_mutations(app: TestApp) {
    let both = format!(
        "query Ask {ASK} mutation Create {}",
        &CREATE["mutation".len()..]
    );
    let read = app
        .send(get(&[("query", &both), ("operationName", "Ask")]))
        .await;
    assert_eq!((read.status.as_u16(), read.json()), (200, answer()));
    let change = app
        .send(get(&[("query", &both), ("operationName", "Create")]))
        .await;
    assert_refused(&change, 405, "GET only reads");
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn other_methods_are_refused_and_the_allowed_ones_named(app: TestApp) {
    for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"] {
        let reply = app.send(ask().by(method)).await;
        assert_refused(&reply, 405, "Send GraphQL by POST, or a query by GET.");
        assert_eq!(reply.header("allow"), "GET, POST", "{method}");
    }
}

async fn body_is_not_read_without_a_valid_token(app: TestApp) {
    for authorization in [
        "",
        "Bearer",
        "Bearer ",
        "Basic dG50",
        ROOT,
        "Bearer tnt_nobody",
    ] {
        let mut request = ask().with("authorization", authorization);
        *request.body_mut() = unreadable();
        let reply = app.send(request).await;
        assert_eq!(reply.status, 401, "{authorization}");
        assert_eq!(
            reply.json()["errors"][0]["extensions"]["code"],
            "UNAUTHENTICATED"
        );
        assert_eq!(
            reply.header("www-authenticate"),
            "Bearer realm=\"tenantry\""
        );
    }
    let absent = app.send(ask().without("authorization").by("DELETE")).await;
    assert_eq!(absent.status, 401);
}

on_both_engines! {
    get_executes_queries,
    get_rejects_mutations,
    get_executes_a_query_of_a_document_with_mutations,
    other_methods_are_refused_and_the_allowed_ones_named,
    body_is_not_read_without_a_valid_token,
}
