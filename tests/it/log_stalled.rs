//! A log that nobody reads costs lines of the log, and neither answers nor the end of the server.

use serde_json::json;

use crate::support::{Program, ROOT, Server, TestApp, on_both_engines};

/// A server that logs each statement.
fn chatty(app: &TestApp) -> Program {
    Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_SLOW_STATEMENT", "0s")
}

/// The status of a request with a hundred statements.
async fn ask(server: &Server) -> u16 {
    let fields = (0..100).map(|n| format!("a{n}: orgs(first: 1) {{ nodes {{ id }} }} "));
    let ask = json!({ "query": format!("{{ {} }}", fields.collect::<String>()) });
    let request = reqwest::Client::new().post(server.url("/graphql"));
    let reply = request.bearer_auth(ROOT).json(&ask).send().await;
    reply.expect("a reply").status().as_u16()
}

/// Log lines that the server says it has lost.
async fn lost(server: &Server) -> u64 {
    let metrics = reqwest::get(server.url("/metrics")).await.expect("metrics");
    let text = metrics.text().await.expect("text");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("tenantry_log_lines_lost_total "));
    line.map_or(0, |line| line.parse().expect("a number"))
}

async fn nobody_has_to_read_the_log(app: TestApp) {
    let server = chatty(&app).serve_unread();
    while lost(&server).await == 0 {
        assert_eq!(ask(&server).await, 200);
    }
    // The pipe is full from here on.
    for _ in 0..10 {
        assert_eq!(ask(&server).await, 200);
    }
    server.terminate();
    assert!(server.ended_unread());
}

async fn a_log_whose_reader_is_gone_is_no_harm(app: TestApp) {
    let mut server = chatty(&app).serve_unread();
    server.close_output();
    for _ in 0..10 {
        assert_eq!(ask(&server).await, 200);
    }
    server.terminate();
    assert!(server.ended_unread());
}

on_both_engines! {
    nobody_has_to_read_the_log,
    a_log_whose_reader_is_gone_is_no_harm,
}
