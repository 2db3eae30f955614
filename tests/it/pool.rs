//! Database connections whose users are cancelled.

use std::time::Duration;

use futures_util::FutureExt;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};
use tenantry::db::{Conn, Meter};

use crate::support::{Engine, TestApp, on_both_engines};

/// Runs a query and returns its number as text.
async fn run(conn: &Conn, sql: &str) -> String {
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.expect("an answer");
    let row = row.expect("a row");
    let number = row.try_get_by_index::<i32>(0).expect("a number");
    number.to_string()
}

/// Returns a query whose result identifies the connection.
fn own(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "SELECT pg_backend_pid()",
        Engine::Sqlite => "PRAGMA cache_size",
    }
}

async fn cancelled_read_keeps_its_connection(app: TestApp) {
    let app = app
        .reconfigured(|config| config.database_connections = 1.try_into().expect("not zero"))
        .await;
    let conn = app.app.db().reader();
    if app.engine == Engine::Sqlite {
        let mark = conn.execute_unprepared("PRAGMA cache_size = 777").await;
        mark.expect("marked");
    }
    let (own, long) = (own(app.engine), app.long_statement());
    let before = run(&conn, own).await;
    for _ in 0..3 {
        let read = tokio::time::timeout(Duration::from_millis(10), run(&conn, long)).await;
        assert!(read.is_err(), "the statement ended at once");
        assert_eq!(run(&conn, own).await, before);
    }
    assert_eq!(run(&conn, "SELECT 7").await, "7");
}

async fn dropped_transaction_is_rolled_back(app: TestApp) {
    let app = app
        .reconfigured(|config| config.database_connections = 1.try_into().expect("not zero"))
        .await;
    let tx = app.app.db().begin(&Default::default()).await;
    let tx = tx.expect("a transaction");
    let made = tx
        .execute_unprepared("CREATE TABLE left_behind (n integer)")
        .await;
    made.expect("made");
    drop(tx);
    // The dropped transaction closed the only connection. The next connection does not see the
    // table, and no lock is held.
    let tx = app.app.db().begin(&Default::default()).await;
    let tx = tx.expect("a transaction");
    let made = tx
        .execute_unprepared("CREATE TABLE left_behind (n integer)")
        .await;
    made.expect("made again");
    tx.close(false).await.expect("rolled back");
}

async fn cancelled_begin_leaves_no_open_transaction(app: TestApp) {
    let one = app
        .reconfigured(|config| config.database_connections = 1.try_into().expect("not zero"))
        .await;
    let db = one.app.db();
    let meter = Meter::default();
    // Polled once and dropped, whether or not the transaction has begun by then.
    drop(db.begin(&meter).now_or_never());
    let made = db.writer();
    let made = made
        .execute_unprepared("CREATE TABLE mine (n integer)")
        .await;
    made.expect("made");
    // The table exists, so it was not created in an open transaction. The next transaction begins.
    assert_eq!(app.count("SELECT count(*) FROM mine").await, 0);
    let tx = db.begin(&meter).await.expect("a transaction");
    tx.close(false).await.expect("rolled back");
    one.app.close().await;
}

/// Returns a statement that practically never ends.
fn endless(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "SELECT 1 FROM pg_sleep(100000)",
        Engine::Sqlite => {
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT 1 FROM s WHERE n = 0"
        }
    }
}

async fn cancelled_read_is_ended(app: TestApp) {
    let app = app
        .reconfigured(|config| {
            config.database_connections = 1.try_into().expect("not zero");
            // PostgreSQL ends a statement one second after this timeout.
            config.request_timeout = Duration::from_secs(1);
        })
        .await;
    let conn = app.app.db().reader();
    for _ in 0..2 {
        let read = tokio::time::timeout(Duration::from_millis(10), run(&conn, endless(app.engine)));
        assert!(read.await.is_err(), "the statement ended");
        assert_eq!(run(&conn, "SELECT 7").await, "7");
    }
    app.app.close().await;
}

async fn cancelled_write_continues(app: TestApp) {
    let app = app
        .reconfigured(|config| config.database_timeout = Duration::from_secs(60))
        .await;
    let conn = app.app.db().writer();
    app.sql("CREATE TABLE left_behind (n integer)").await;
    let insert = match app.engine {
        Engine::Postgres => "INSERT INTO left_behind SELECT 1 FROM pg_sleep(0.3)",
        Engine::Sqlite => {
            "INSERT INTO left_behind WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1000000) \
             SELECT 1 FROM s WHERE n = 1000000"
        }
    };
    let write = tokio::time::timeout(Duration::from_millis(10), conn.execute_unprepared(insert));
    assert!(write.await.is_err(), "the statement ended at once");
    let written = async {
        // On SQLite this query waits for the only connection that writes.
        while app.count("SELECT count(*) FROM left_behind").await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), written).await;
    waited.expect("the row of the cancelled write");
    app.app.close().await;
}

on_both_engines! {
    cancelled_read_is_ended,
    cancelled_write_continues,
    cancelled_begin_leaves_no_open_transaction,
    cancelled_read_keeps_its_connection,
    dropped_transaction_is_rolled_back,
}
