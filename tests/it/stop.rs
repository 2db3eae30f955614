//! Stopping a server: requests in flight are answered, and new connections are refused.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use serde_json::{Value as Json, json};

use crate::support::{Program, ROOT, Server, Stranger, TestApp, on_both_engines};

const CREATE: &str = "mutation { createOrg(name: \"Acme\") { result } }";

/// Sends [`CREATE`] and returns a task that waits for the reply.
fn create(server: &Server) -> tokio::task::JoinHandle<reqwest::Result<Json>> {
    let url = server.url("/graphql");
    tokio::spawn(async move {
        let client = reqwest::Client::new();
        let request = client.post(url).bearer_auth(ROOT);
        let reply = request.json(&json!({ "query": CREATE })).send().await?;
        reply.error_for_status()?.json().await
    })
}

/// Returns the number of statements that the server has run.
async fn statements(server: &Server) -> u64 {
    let metrics = reqwest::get(server.url("/metrics")).await.expect("metrics");
    let text = metrics.text().await.expect("text");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("tenantry_db_statements_total "));
    line.expect("the counter").parse().expect("a number")
}

/// Starts a server on the app's database and sends it [`CREATE`], which waits for the stranger's
/// lock.
async fn in_flight(
    program: Program,
    stranger: &Stranger,
) -> (Server, tokio::task::JoinHandle<reqwest::Result<Json>>) {
    let server = program.serve();
    stranger.lock("orgs").await;
    let before = statements(&server).await;
    let reply = create(&server);
    // The lookup of the token is the first statement of an accepted request.
    while statements(&server).await == before {
        assert!(!reply.is_finished(), "the request did not wait");
    }
    (server, reply)
}

/// Waits until the server accepts no more connections.
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
    assert!(!reply.is_finished(), "the request was not in flight");
    stranger.let_go().await;
    let reply = reply.await.expect("no panic").expect("a reply");
    assert_eq!(
        reply,
        json!({ "data": { "createOrg": { "result": "created" } } })
    );
    assert!(server.ended().0);
    assert_eq!(app.count("SELECT count(*) FROM orgs").await, 1);
}

async fn stopping_waits_at_most_for_the_shutdown_timeout(app: TestApp) {
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

async fn incomplete_requests_do_not_delay_stopping(app: TestApp) {
    let program = Program::alone().on(&app.config.database_url);
    let server = program.env("TENANTRY_SHUTDOWN_TIMEOUT", "1h").serve();
    let mut wires = Vec::new();
    for head in ["", "PRI", "POST /graphql HTTP/1.1\r\nHost: "] {
        let mut wire = TcpStream::connect(&server.address).expect("a connection");
        wire.write_all(head.as_bytes()).expect("written");
        wires.push(wire);
    }
    // Connections are accepted in order: after this request, those above have been accepted.
    statements(&server).await;
    server.terminate();
    assert!(server.ended().0);
}

/// A request whose last byte has not been sent.
struct Unfinished {
    wire: TcpStream,
    rest: [u8; 1],
}

impl Unfinished {
    /// Sends all but the last byte, and waits until the server has accepted the request.
    async fn begin(server: &Server, document: &str) -> Self {
        let body = json!({ "query": document }).to_string();
        let (length, begun) = (body.len(), &body[..body.len() - 1]);
        let before = statements(server).await;
        let mut wire = TcpStream::connect(&server.address).expect("a connection");
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {ROOT}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{begun}",
            server.address
        );
        wire.write_all(head.as_bytes()).expect("written");
        // The lookup of the token is the first statement of an accepted request.
        while statements(server).await == before {
            tokio::task::yield_now().await;
        }
        Self { wire, rest: *b"}" }
    }

    /// Sends the last byte and returns the body of the reply.
    fn end(mut self) -> Json {
        self.wire.write_all(&self.rest).expect("written");
        let mut reply = BufReader::new(self.wire);
        let mut line = String::from("status");
        while !line.trim().is_empty() {
            line.clear();
            reply.read_line(&mut line).expect("a line");
        }
        let mut body = String::new();
        reply.read_to_string(&mut body).expect("text");
        let json = body.find('{').map(|at| body[at..].trim_end());
        serde_json::from_str(json.expect("a body").trim_end_matches("\r\n0")).expect("JSON")
    }
}

async fn a_stopping_server_starts_no_jobs(app: TestApp) {
    let org = app.org("Acme").await;
    let ann = app.newcomer("ann").await;
    let program = Program::alone().on(&app.config.database_url);
    let server = program.env("TENANTRY_MAX_RUNNING_JOBS", "1").serve();
    let queue = format!(
        "mutation {{ it: queueMemberships(rows: [{{ org: {{ id: \"{org}\" }}, user: {{ id: \"{ann}\" }} }}]) {{ id }} }}"
    );
    let last = Unfinished::begin(&server, "{ viewer { __typename } }").await;
    let queues = Unfinished::begin(&server, &queue).await;
    server.terminate();
    closed(&server).await;
    // The server knows at once of a job that it has queued itself.
    let reply = queues.end();
    let job = format!("job(id: {}) {{ status }}", reply["data"]["it"]["id"]);
    for _ in 0..100 {
        assert_eq!(app.read(ROOT, &job).await["status"], "QUEUED");
    }
    last.end();
    assert!(server.ended().0);
    assert_eq!(app.read(ROOT, &job).await["status"], "QUEUED");
}

on_both_engines! {
    a_stopping_server_starts_no_jobs,
    requests_in_flight_are_answered_before_the_end,
    stopping_waits_at_most_for_the_shutdown_timeout,
    incomplete_requests_do_not_delay_stopping,
}
