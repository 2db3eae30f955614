//! The end of a server: what is in flight is answered, nothing new is let in.

use std::{io::Write, net::TcpStream};

use serde_json::{Value as Json, json};

use crate::support::{Program, ROOT, Server, Stranger, TestApp, on_both_engines};

const CREATE: &str = "mutation { createOrg(name: \"Acme\") { result } }";

/// The reply to [`CREATE`], whenever it comes.
fn create(server: &Server) -> tokio::task::JoinHandle<reqwest::Result<Json>> {
    let url = server.url("/graphql");
    tokio::spawn(async move {
        let client = reqwest::Client::new();
        let request = client.post(url).bearer_auth(ROOT);
        let reply = request.json(&json!({ "query": CREATE })).send().await?;
        reply.error_for_status()?.json().await
    })
}

/// Statements that the server has run.
async fn statements(server: &Server) -> u64 {
    let metrics = reqwest::get(server.url("/metrics")).await.expect("metrics");
    let text = metrics.text().await.expect("text");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("tenantry_db_statements_total "));
    line.expect("the counter").parse().expect("a number")
}

/// A server on the app's database, with [`CREATE`] in flight: it waits for the stranger.
async fn in_flight(
    program: Program,
    stranger: &Stranger,
) -> (Server, tokio::task::JoinHandle<reqwest::Result<Json>>) {
    let server = program.serve();
    stranger.lock("orgs").await;
    let before = statements(&server).await;
    let reply = create(&server);
    // The token's look-up is the first statement of a request that was admitted.
    while statements(&server).await == before {
        assert!(!reply.is_finished(), "it did not wait");
    }
    (server, reply)
}

/// Waits until nobody is let in any more.
async fn closed(server: &Server) {
    while TcpStream::connect(&server.address).is_ok() {
        tokio::task::yield_now().await;
    }
}

async fn requests_in_flight_are_answered_before_the_end(app: TestApp) {
    let stranger = Stranger::on(&app).await;
    let program = Program::alone().on(&app.config.database_url);
    let (server, reply) = in_flight(program, &stranger).await;
    server.terminate();
    closed(&server).await;
    assert!(!reply.is_finished(), "it was not in flight");
    stranger.let_go().await;
    let reply = reply.await.expect("no panic").expect("a reply");
    assert_eq!(
        reply,
        json!({ "data": { "createOrg": { "result": "created" } } })
    );
    assert!(server.ended().0);
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 1);
}

async fn a_stop_waits_no_longer_than_it_is_told(app: TestApp) {
    let stranger = Stranger::on(&app).await;
    let program = Program::alone().on(&app.config.database_url);
    let program = program
        .env("TENANTRY_SHUTDOWN_TIMEOUT", "100ms")
        .env("TENANTRY_DATABASE_TIMEOUT", "1s");
    let (server, reply) = in_flight(program, &stranger).await;
    server.terminate();
    assert!(server.ended().0);
    assert!(reply.await.expect("no panic").is_err());
    stranger.let_go().await;
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 0);
}

async fn half_a_request_does_not_keep_a_stop_waiting(app: TestApp) {
    let program = Program::alone().on(&app.config.database_url);
    let server = program.env("TENANTRY_SHUTDOWN_TIMEOUT", "1h").serve();
    let mut wires = Vec::new();
    for head in ["", "PRI", "POST /graphql HTTP/1.1\r\nHost: "] {
        let mut wire = TcpStream::connect(&server.address).expect("a connection");
        wire.write_all(head.as_bytes()).expect("written");
        wires.push(wire);
    }
    // Whoever comes later is let in later.
    statements(&server).await;
    server.terminate();
    assert!(server.ended().0);
}

on_both_engines! {
    requests_in_flight_are_answered_before_the_end,
    a_stop_waits_no_longer_than_it_is_told,
    half_a_request_does_not_keep_a_stop_waiting,
}
