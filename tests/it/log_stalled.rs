//! A log that nobody reads costs lines of the log, and neither answers nor the end of the server.

use crate::support::{Program, ROOT, Server, TestApp, on_both_engines};

/// A server that logs as much as it can.
fn chatty(app: &TestApp) -> Program {
    Program::alone()
        .on(&app.config.database_url)
        .env("TENANTRY_LOG", "trace")
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
        assert_eq!(server.status(ROOT).await, 200);
    }
    // The pipe is full from here on.
    for _ in 0..10 {
        assert_eq!(server.status(ROOT).await, 200);
    }
    server.terminate();
    assert!(server.ended_unread());
}

async fn a_log_whose_reader_is_gone_is_no_harm(app: TestApp) {
    let mut server = chatty(&app).serve_unread();
    server.close_output();
    for _ in 0..10 {
        assert_eq!(server.status(ROOT).await, 200);
    }
    server.terminate();
    assert!(server.ended_unread());
}

on_both_engines! {
    nobody_has_to_read_the_log,
    a_log_whose_reader_is_gone_is_no_harm,
}
