//! A log that is not read loses lines. It blocks neither requests nor the end of the server.

use serde_json::json;

use crate::support::{Program, ROOT, Server, TestApp, on_both_engines};

/// Returns a server that logs every statement.
fn chatty(app: &TestApp) -> Program {
    Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_SLOW_STATEMENT", "0s")
}

/// Returns the status of a request with one hundred statements.
async fn ask(server: &Server) -> u16 {
    let fields = (0..100).map(|n| format!("a{n}: orgs(first: 1) {{ nodes {{ id }} }} "));
    let ask = json!({ "query": format!("{{ {} }}", fields.collect::<String>()) });
    let request = reqwest::Client::new().post(server.url("/graphql"));
    let reply = request.bearer_auth(ROOT).json(&ask).send().await;
    reply.expect("a reply").status().as_u16()
}

/// Returns the number of lost log lines in the server's metrics.
async fn lost(server: &Server) -> u64 {
    let metrics = reqwest::get(server.url("/metrics")).await.expect("metrics");
    let text = metrics.text().await.expect("text");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("tenantry_log_lines_lost_total "));
    line.map_or(0, |line| line.parse().expect("a number"))
}

async fn an_unread_log_does_not_block_the_server(app: TestApp) {
    let server = chatty(&app).serve_unread();
    while lost(&server).await == 0 {
        assert_eq!(ask(&server).await, 200);
    }
    // From here on the pipe is full.
    for _ in 0..10 {
        assert_eq!(ask(&server).await, 200);
    }
    server.terminate();
    assert!(server.ended_unread());
}

async fn a_closed_log_does_not_stop_the_server(app: TestApp) {
    let mut server = chatty(&app).serve_unread();
    server.close_output();
    for _ in 0..10 {
        assert_eq!(ask(&server).await, 200);
    }
    server.terminate();
    assert!(server.ended_unread());
}

on_both_engines! {
    an_unread_log_does_not_block_the_server,
    a_closed_log_does_not_stop_the_server,
}
