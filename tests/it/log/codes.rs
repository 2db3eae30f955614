//! Tests the log lines of failures, of probes, and of clients whose tokens are rejected.

use serde_json::{Value as Json, json};

use crate::support::{ROOT, Server, Stranger, TestApp, on_both_engines};

use super::{PATIENT, ask, end_of, server};

async fn graphql(server: &Server, id: &str, query: &str) -> Json {
    ask(server, ROOT, id, json!({ "query": query })).await;
    end_of(server, id).await
}

/// Sends a request to a REST API under this request id, and returns its last log line.
async fn rest(server: &Server, id: &str, path: &str) -> Json {
    let request = reqwest::Client::new().get(server.url(path));
    let request = request.bearer_auth(ROOT).header("x-request-id", id);
    request.send().await.expect("a reply");
    end_of(server, id).await
}

async fn a_failure_is_logged_with_its_code(app: TestApp) {
    let server = server(&app, &PATIENT);
    app.org("Acme").await;
    for (id, query, code) in [
        (
            "query",
            "{ findUserBy(name: \"te\") { id } }",
            "NAME_TOO_SHORT",
        ),
        (
            "mutation",
            "mutation { createOrg(name: \"Acme\") { id } }",
            "NAME_TAKEN",
        ),
        ("syntax", "{ viewer", "INVALID_REQUEST"),
        ("unknown-field", "{ nothing }", "INVALID_REQUEST"),
    ] {
        let line = graphql(&server, id, query).await;
        assert_eq!(
            (&line["level"], &line["code"]),
            (&json!("INFO"), &json!(code)),
            "{line:#}"
        );
    }
    let line = rest(&server, "zendesk", "/api/v2/users/999999999.json").await;
    assert_eq!(line["code"], "USER_NOT_FOUND", "{line:#}");
    let line = rest(&server, "native", "/jobs/none/results").await;
    assert!(line["code"].is_string(), "{line:#}");
    let well = graphql(&server, "well", "{ __typename }").await;
    assert_eq!(well["code"], Json::Null);
}

async fn busy_and_internal_errors_are_warnings(app: TestApp) {
    let [request, statement] = PATIENT;
    let short = ("TENANTRY_DATABASE_TIMEOUT", "100ms");
    let server = server(&app, &[request, statement, short]);
    let create = "mutation { createOrg(name: \"Acme\") { code } }";
    let stranger = Stranger::on(&app).await;
    stranger.lock("orgs").await;
    let busy = graphql(&server, "busy", create).await;
    stranger.let_go().await;
    assert_eq!(
        (&busy["level"], &busy["code"], &busy["status"]),
        (&json!("WARN"), &json!("BUSY"), &json!(200)),
        "{busy:#}"
    );
    app.sql("ALTER TABLE groups RENAME TO gone").await;
    let query = "{ a: __typename group(id: \"00000000-0000-0000-0000-000000000001\") { id } short: findUserBy(name: \"x\") { id } }";
    let fault = graphql(&server, "fault", query).await;
    assert_eq!(
        (&fault["level"], &fault["code"]),
        (&json!("WARN"), &json!("INTERNAL")),
        "{fault:#}"
    );
    app.sql("ALTER TABLE gone RENAME TO groups").await;
    app.sql("ALTER TABLE users RENAME TO gone").await;
    let fault = rest(&server, "rest-fault", "/api/v2/users.json").await;
    assert_eq!(
        (&fault["level"], &fault["code"]),
        (&json!("WARN"), &json!("INTERNAL")),
        "{fault:#}"
    );
    app.sql("ALTER TABLE gone RENAME TO users").await;
}

async fn probes_are_logged_at_debug_level(app: TestApp) {
    let [request, statement] = PATIENT;
    let closely = ("TENANTRY_LOG", "tenantry=debug");
    let quiet = server(&app, &PATIENT);
    let server = server(&app, &[request, statement, closely]);
    for (id, path) in [("a", "/healthz"), ("b", "/readyz"), ("c", "/metrics")] {
        for server in [&quiet, &server] {
            let request = reqwest::Client::new().get(server.url(path));
            let reply = request.header("x-request-id", id).send().await;
            assert_eq!(reply.expect("a reply").status(), 200);
        }
        assert_eq!(end_of(&server, id).await["level"], "DEBUG", "{path}");
    }
    graphql(&quiet, "after", "{ __typename }").await;
    let lines = quiet.log_lines();
    assert!(
        lines
            .iter()
            .all(|line| line["route"] == "/graphql" || line["route"] == Json::Null),
        "{lines:#?}"
    );
}

async fn address_of_the_client_is_logged_if_its_token_is_rejected(app: TestApp) {
    let [request, statement] = PATIENT;
    let once = ("TENANTRY_FAILED_TOKENS_PER_MINUTE", "1");
    let server = server(&app, &[request, statement, once]);
    let query = json!({ "query": "{ __typename }" });
    assert_eq!(
        graphql(&server, "well", "{ __typename }").await["address"],
        Json::Null
    );
    for (id, status, code) in [
        ("first", 401, "UNAUTHENTICATED"),
        ("second", 429, "RATE_LIMITED"),
    ] {
        ask(&server, "tnt_wrong", id, query.clone()).await;
        let line = end_of(&server, id).await;
        assert_eq!(
            (&line["status"], &line["code"], &line["address"]),
            (&json!(status), &json!(code), &json!("127.0.0.1")),
            "{line:#}"
        );
    }
    let request = reqwest::Client::new().get(server.url("/api/v2/users.json"));
    let request = request
        .bearer_auth("tnt_other")
        .header("x-request-id", "rest");
    request.send().await.expect("a reply");
    assert_eq!(end_of(&server, "rest").await["address"], "127.0.0.1");
}

on_both_engines! {
    a_failure_is_logged_with_its_code,
    busy_and_internal_errors_are_warnings,
    probes_are_logged_at_debug_level,
    address_of_the_client_is_logged_if_its_token_is_rejected,
}
