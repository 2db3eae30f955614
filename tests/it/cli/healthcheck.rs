//! Tests `tenantry healthcheck`.

use crate::support::{Program, TestApp, on_both_engines};

async fn a_ready_server_is_healthy(app: TestApp) {
    let server = Program::alone().on(&app.config.database_url).serve();
    let text = Program::alone()
        .env("TENANTRY_LISTEN", &server.address)
        .says(&["healthcheck"]);
    assert_eq!(text, "ready\n");
}

async fn server_without_migrations_is_not_ready(app: TestApp) {
    let server = Program::alone().on(&app.config.database_url).serve();
    app.sql("DELETE FROM seaql_migrations").await;
    let check = Program::alone().run(&["healthcheck", "--listen", &server.address]);
    assert_eq!(check.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&check.stdout),
        "not ready: 503 Service Unavailable\n"
    );
}

#[test]
fn unreachable_server_is_not_healthy() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let check = Program::alone().run(&["healthcheck", "--listen", &address]);
    assert_eq!(check.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&check.stdout).starts_with(&format!("no answer from {address}"))
    );
}

#[test]
fn silent_server_times_out() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address").to_string();
    let check = Program::alone().run(&["healthcheck", "--timeout", "1", "--listen", &address]);
    assert_eq!(check.status.code(), Some(1));
}

on_both_engines! {
    a_ready_server_is_healthy,
    server_without_migrations_is_not_ready,
}
