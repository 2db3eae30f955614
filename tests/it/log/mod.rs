//! Tests the log lines of requests: they identify the request and its cost, and contain no secrets
//! and no personal data.

mod codes;

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value as Json, json};

use crate::support::{Engine, Program, ROOT, Server, Stranger, TestApp, on_both_engines};

/// Settings under which nothing is slow.
const PATIENT: [(&str, &str); 2] = [
    ("TENANTRY_SLOW_REQUEST", "1h"),
    ("TENANTRY_SLOW_STATEMENT", "1h"),
];
/// Settings under which everything is slow.
const HASTY: [(&str, &str); 2] = [
    ("TENANTRY_SLOW_REQUEST", "0s"),
    ("TENANTRY_SLOW_STATEMENT", "0s"),
];

/// Starts a server on the app's database with a JSON log.
fn server(app: &TestApp, settings: &[(&str, &str)]) -> Server {
    let program = Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_LOG_FORMAT", "json");
    let with = |program: Program, (name, value): &(&str, &str)| program.env(name, value);
    settings.iter().fold(program, with).serve()
}

/// Sends a request under this request id.
async fn ask(server: &Server, token: &str, id: &str, body: Json) -> Json {
    let request = reqwest::Client::new().post(server.url("/graphql"));
    let request = request.bearer_auth(token).header("x-request-id", id);
    let reply = request.json(&body).send().await.expect("a reply");
    reply.json().await.expect("JSON")
}

/// Returns the log lines of a request.
fn lines_of(server: &Server, id: &str) -> Vec<Json> {
    let mut lines = server.log_lines();
    lines.retain(|line| line["span"]["id"] == id);
    lines
}

/// Waits for the line about the end of a request, which is written after the response, and returns
/// it.
async fn end_of(server: &Server, id: &str) -> Json {
    while !lines_of(server, id)
        .iter()
        .any(|line| line["route"] != Json::Null)
    {
        tokio::task::yield_now().await;
    }
    let mut lines = lines_of(server, id);
    lines.retain(|line| line["route"] != Json::Null);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    lines.remove(0)
}

async fn request_is_logged_with_actor_operation_and_cost(app: TestApp) {
    let org = app.org("Acme").await;
    let user = app.user(org, "ann").await;
    let token = app.token_of(user).await;
    let server = server(&app, &PATIENT);
    let query = "query Who { viewer { user { name } } } query Other { __typename }";
    let body = json!({ "query": query, "operationName": "Who" });
    ask(&server, &token, "first", body.clone()).await;
    ask(&server, &token, "again", body).await;
    let (first, again) = (
        end_of(&server, "first").await,
        end_of(&server, "again").await,
    );
    let line = json!({
        "level": "INFO", "message": "answered", "target": "tenantry::server::middleware",
        "method": "POST", "route": "/graphql", "status": 200,
        "statements": again["statements"], "us": again["us"], "db_us": again["db_us"],
        "timestamp": again["timestamp"],
        "actor": again["actor"], "user": user, "kind": "query", "operation": "Who",
        "span": { "name": "request", "id": "again" },
    });
    assert_eq!(again, line);
    let actor = again["actor"].as_str().expect("the token's id");
    let known = format!(
        "SELECT count(*) FROM tokens WHERE id = {}",
        app.id(actor.parse().expect("an id"))
    );
    assert_eq!(app.count(&known).await, 1);
    // The first request looks up the token too.
    let statements = |line: &Json| line["statements"].as_u64().expect("a number");
    assert_eq!(statements(&first), statements(&again) + 1);
    assert!(again["db_us"].as_u64() > Some(0), "{again:#}");
}

async fn statements_of_a_change_are_counted_for_its_request(app: TestApp) {
    let server = server(&app, &PATIENT);
    let query = "mutation { createOrg(name: \"Acme\") { result } }";
    ask(&server, ROOT, "mine", json!({ "query": query })).await;
    let line = end_of(&server, "mine").await;
    assert_eq!(line["actor"], "root");
    assert_eq!(line["kind"], "mutation");
    // The token, the lookup of the name, and the org with its event, which SQLite writes in two
    // statements.
    let statements = match app.engine {
        Engine::Sqlite => 4,
        Engine::Postgres => 3,
    };
    assert_eq!(line["statements"], statements, "{line:#}");
}

async fn rejected_request_is_logged(app: TestApp) {
    let server = server(&app, &PATIENT);
    ask(
        &server,
        "tnt_wrong",
        "unknown",
        json!({ "query": "{ viewer }" }),
    )
    .await;
    ask(&server, ROOT, "no-graphql", json!({ "query": "nonsense" })).await;
    ask(
        &server,
        ROOT,
        "batch",
        json!([{ "query": "{ __typename }" }]),
    )
    .await;
    let unknown = end_of(&server, "unknown").await;
    assert_eq!(
        (&unknown["status"], &unknown["actor"]),
        (&json!(401), &Json::Null)
    );
    assert_eq!(end_of(&server, "no-graphql").await["actor"], "root");
    assert_eq!(end_of(&server, "batch").await["kind"], "batch");
}

async fn operation_name_is_truncated(app: TestApp) {
    let server = server(&app, &PATIENT);
    let query = format!("query {} {{ __typename }}", "a".repeat(1_000));
    ask(&server, ROOT, "long", json!({ "query": query })).await;
    assert_eq!(end_of(&server, "long").await["operation"], "a".repeat(64));
    // No operation has this name, so it can contain anything and is not logged.
    let body = json!({ "query": "{ __typename }", "operationName": "ann@example.com" });
    ask(&server, ROOT, "made-up", body).await;
    assert_eq!(end_of(&server, "made-up").await["operation"], Json::Null);
}

async fn log_contains_no_secrets_and_no_personal_data(app: TestApp) {
    let server = server(&app, &HASTY);
    let org = app.org("Acme").await;
    let query = format!(
        "mutation ($email: String!) {{ createUser(org: \"{org}\", email: $email, first: \"Clandestine\", last: \"Lee\", \
         mobile: \"+491701234567\") {{ id error }} }}"
    );
    let body = json!({ "query": query, "variables": { "email": "clandestine@example.com" } });
    let reply = ask(&server, ROOT, "create", body).await;
    assert_eq!(
        reply["data"]["createUser"]["error"],
        Json::Null,
        "{reply:#}"
    );
    for query in [
        "{ findUserBy(name: \"clandestine\") { email name } }",
        "{ findUserBy(email: \"clandestine@example.com\") { mobile } }",
        "{ user(email: \"clandestine@example.com\") { emaill } }",
        "{ clandestine",
    ] {
        ask(&server, ROOT, "ask", json!({ "query": query })).await;
    }
    let path = format!("/graphql?query={{user(email:\"clandestine@example.com\"){{id}}}}&{ROOT}");
    reqwest::get(server.url(&path)).await.expect("a reply");
    ask(
        &server,
        "tnt_clandestine",
        "wrong",
        json!({ "query": "{ viewer }" }),
    )
    .await;
    let log = server.log();
    assert!(log.contains("INSERT INTO"), "{log}");
    for kept in ["clandestine", ROOT, "1701234567", "tnt_"] {
        assert!(!log.to_lowercase().contains(kept), "{kept}\n{log}");
    }
}

async fn slow_requests_and_statements_are_warnings_with_the_request_id(app: TestApp) {
    let query = "mutation { createOrg(name: \"Acme\") { result } }";
    let usual = server(&app, &PATIENT);
    ask(&usual, ROOT, "usual", json!({ "query": query })).await;
    assert_eq!(end_of(&usual, "usual").await["level"], "INFO");
    let [request, statement] = HASTY;
    let slow = server(&app, &[request, statement, ("TENANTRY_LOG", "warn")]);
    let query = "mutation { createOrg(name: \"Beta\") { result } }";
    ask(&slow, ROOT, "slow", json!({ "query": query })).await;
    let end = end_of(&slow, "slow").await;
    assert_eq!(
        (&end["level"], &end["message"]),
        (&json!("WARN"), &json!("answered slowly"))
    );
    let texts: Vec<String> = lines_of(&slow, "slow")
        .iter()
        .filter_map(|line| Some(line["db.statement"].as_str()?.to_owned()))
        .collect();
    for part in ["SELECT", "INSERT INTO orgs", "INSERT INTO events"] {
        assert!(
            texts.iter().any(|text| text.contains(part)),
            "{part}: {texts:#?}"
        );
    }
}

/// Sends the first `sent` bytes of a body over a new connection, and reads nothing.
fn begin(server: &Server, id: &str, body: &str, sent: usize) -> TcpStream {
    let mut stream = TcpStream::connect(&server.address).expect("a connection");
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {ROOT}\r\nX-Request-Id: {id}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        body.len(),
        &body[..sent]
    )
    .expect("written");
    stream
}

fn assert_quiet(server: &Server) {
    for line in server.log_lines() {
        assert_eq!(line["level"], "INFO", "{line:#}");
    }
}

/// Disconnects while the document is executed. If the client disconnected before the execution
/// began, tries again.
async fn leave(server: &Server, kind: &str, query: &str) {
    let body = json!({ "query": query }).to_string();
    for n in 0.. {
        let id = format!("{kind}-{n}");
        let stream = begin(server, &id, &body, body.len());
        ask(
            server,
            ROOT,
            &format!("beside-{id}"),
            json!({ "query": "{ __typename }" }),
        )
        .await;
        drop(stream);
        let line = end_of(server, &id).await;
        assert_eq!(
            line["message"],
            "the client disconnected before the response"
        );
        if line["kind"] == kind {
            return;
        }
    }
}

async fn client_that_disconnects_during_execution_causes_no_warning(app: TestApp) {
    let [request, statement] = PATIENT;
    let waits = [
        ("TENANTRY_DATABASE_TIMEOUT", "60s"),
        ("TENANTRY_REQUEST_TIMEOUT", "60s"),
    ];
    let server = server(&app, &[request, statement, waits[0], waits[1]]);
    let stranger = Stranger::on(&app).await;
    stranger.lock("orgs").await;
    let create = "mutation { createOrg(name: \"Acme\") { result } }";
    leave(&server, "mutation", create).await;
    if app.engine == Engine::Postgres {
        leave(&server, "query", "{ org(name: \"Acme\") { name } }").await;
    }
    stranger.let_go().await;
    while app.count("SELECT count(*) FROM orgs").await == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.status(ROOT).await, 200);
    assert_quiet(&server);
}

async fn client_that_disconnects_during_its_body_causes_no_warning(app: TestApp) {
    let server = server(&app, &PATIENT);
    let body = json!({ "query": "{ __typename }" }).to_string();
    drop(begin(&server, "half", &body, 5));
    end_of(&server, "half").await;
    assert_eq!(server.status(ROOT).await, 200);
    assert_quiet(&server);
}

async fn client_that_disconnects_during_the_response_causes_no_warning(app: TestApp) {
    let org = app.org("Acme").await;
    let group = app.group(org, "Ops").await;
    app.crowd(org, 5_000).await;
    app.crowd_into(org, group).await;
    let server = server(&app, &PATIENT);
    let fields = "a: userName b: userName c: userName d: userName userId groupId status";
    let list = format!("groupUsers(org: \"{org}\", groupId: \"{group}\") {{ {fields} }}");
    let query = format!("{{ x: {list} y: {list} }}");
    let body = json!({ "query": query }).to_string();
    for id in ["first", "second"] {
        let mut stream = begin(&server, id, &body, body.len());
        let mut start = [0; 1_000];
        stream.read_exact(&mut start).expect("a reply");
        assert!(start.starts_with(b"HTTP/1.1 200 OK"));
    }
    assert_eq!(server.status(ROOT).await, 200);
    assert_quiet(&server);
    assert!(server.stopped().contains("tenantry"));
}

on_both_engines! {
    request_is_logged_with_actor_operation_and_cost,
    statements_of_a_change_are_counted_for_its_request,
    rejected_request_is_logged,
    operation_name_is_truncated,
    log_contains_no_secrets_and_no_personal_data,
    slow_requests_and_statements_are_warnings_with_the_request_id,
    client_that_disconnects_during_execution_causes_no_warning,
    client_that_disconnects_during_its_body_causes_no_warning,
    client_that_disconnects_during_the_response_causes_no_warning,
}
