//! Tests draining, the first step of a stop: the server reports that it is not ready, and still
//! responds to every request.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use crate::support::{Program, ROOT, Server, Stranger, TestApp, on_both_engines};

fn draining_for(app: &TestApp, delay: &str) -> Program {
    Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_DRAIN_DELAY", delay)
}

/// Returns the status and the body of `/readyz`, over a new connection.
async fn readiness(server: &Server) -> (u16, String) {
    let reply = reqwest::get(server.url("/readyz")).await.expect("a reply");
    let status = reply.status().as_u16();
    (status, reply.text().await.expect("text"))
}

/// Waits until the server reports that it is stopping. Until then it may be unready for another
/// reason, such as a slow database.
async fn unready(server: &Server) {
    loop {
        let (status, body) = readiness(server).await;
        if body.contains("the server is stopping") {
            assert_eq!(status, 503);
            return;
        }
    }
}

/// A persistent connection.
struct KeptAlive(BufReader<TcpStream>);

impl KeptAlive {
    fn open(server: &Server) -> Self {
        let stream = TcpStream::connect(&server.address).expect("a connection");
        Self(BufReader::new(stream))
    }

    /// Sends a query.
    fn write(&mut self) {
        let body = r#"{"query":"{ viewer { __typename } }"}"#;
        let length = body.len();
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {ROOT}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        let stream = self.0.get_mut();
        stream.write_all(request.as_bytes()).expect("written");
    }

    /// Sends a query and returns the head of the response.
    fn ask(&mut self) -> String {
        self.write();
        self.read()
    }

    /// Reads the next response and returns its head.
    fn read(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut head).expect("a line"), 0, "{head}");
        }
        let head = head.to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.expect("a length").parse().expect("a number")];
        self.0.read_exact(&mut body).expect("a body");
        head
    }

    /// Waits until the server closes the connection.
    fn closed(mut self) {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).expect("an end");
        assert!(rest.is_empty());
    }
}

async fn a_draining_server_answers_and_closes_each_connection(app: TestApp) {
    let server = draining_for(&app, "1h").serve();
    let mut early = KeptAlive::open(&server);
    assert!(!early.ask().contains("connection: close"));
    assert_eq!(readiness(&server).await.0, 200);
    server.terminate();
    unready(&server).await;
    for mut connection in [early, KeptAlive::open(&server)] {
        let head = connection.ask();
        assert!(head.starts_with("http/1.1 200 "), "{head}");
        assert!(head.contains("connection: close"), "{head}");
        connection.closed();
    }
    assert_eq!(server.status(ROOT).await, 200);
    server.terminate();
    assert!(server.ended().0);
}

async fn second_signal_stops_the_server_at_once(app: TestApp) {
    let stranger = Stranger::on(&app).await;
    let program = draining_for(&app, "1h")
        .env("TENANTRY_SHUTDOWN_TIMEOUT", "1h")
        .env("TENANTRY_DATABASE_TIMEOUT", "1h")
        .env("TENANTRY_REQUEST_TIMEOUT", "1h");
    let server = program.serve();
    stranger.lock("orgs").await;
    let request = reqwest::Client::new().post(server.url("/graphql"));
    let create = serde_json::json!({ "query": "mutation { createOrg(name: \"Acme\") { id } }" });
    let reply = tokio::spawn(request.bearer_auth(ROOT).json(&create).send());
    server.terminate();
    unready(&server).await;
    server.terminate();
    assert!(server.ended().0);
    assert!(reply.await.expect("no panic").is_err());
    stranger.let_go().await;
}

async fn drain_ends_after_its_delay(app: TestApp) {
    let server = draining_for(&app, "100ms").serve();
    let mut idle = KeptAlive::open(&server);
    idle.ask();
    server.terminate();
    assert!(server.ended().0);
    idle.closed();
}

async fn connections_opened_before_the_stop_get_a_response(app: TestApp) {
    let server = draining_for(&app, "0s").serve();
    let open = |_| KeptAlive::open(&server);
    let mut connections: Vec<KeptAlive> = (0..50).map(open).collect();
    server.terminate();
    // Some are accepted by now, some wait in the backlog of the system.
    connections.iter_mut().for_each(KeptAlive::write);
    for mut connection in connections {
        let head = connection.read();
        assert!(head.starts_with("http/1.1 200 "), "{head}");
        connection.closed();
    }
    assert!(server.ended().0);
}

on_both_engines! {
    a_draining_server_answers_and_closes_each_connection,
    second_signal_stops_the_server_at_once,
    drain_ends_after_its_delay,
    connections_opened_before_the_stop_get_a_response,
}
