//! Connections to the database outlive those who use them.

use std::time::Duration;

use futures_util::FutureExt;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};
use tenantry::db::{Conn, Meter};

use crate::support::{Engine, TestApp, on_both_engines};

async fn run(conn: &Conn, sql: &str) -> String {
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.expect("an answer");
    let row = row.expect("a row");
    let number = row.try_get_by_index::<i32>(0).expect("a number");
    number.to_string()
}

/// What only this connection has.
fn own(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "SELECT pg_backend_pid()",
        Engine::Sqlite => "PRAGMA cache_size",
    }
}

async fn who_leaves_while_a_statement_runs_leaves_the_connection_as_it_was(app: TestApp) {
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
        let left = tokio::time::timeout(Duration::from_millis(10), run(&conn, long)).await;
        assert!(left.is_err(), "it took no time at all");
        assert_eq!(run(&conn, own).await, before);
    }
    assert_eq!(run(&conn, "SELECT 7").await, "7");
}

async fn who_leaves_a_transaction_leaves_nothing_of_it(app: TestApp) {
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
    // The only connection was closed, the next one sees nothing of the table, and nobody holds a lock.
    let tx = app.app.db().begin(&Default::default()).await;
    let tx = tx.expect("a transaction");
    let made = tx
        .execute_unprepared("CREATE TABLE left_behind (n integer)")
        .await;
    made.expect("made anew");
    tx.close(false).await.expect("rolled back");
}

async fn a_transaction_that_nobody_waits_for_is_not_somebody_elses(app: TestApp) {
    let one = app
        .reconfigured(|config| config.database_connections = 1.try_into().expect("not zero"))
        .await;
    let db = one.app.db();
    let nobody = Meter::default();
    // Asked once and left, whether it was begun by then or not.
    drop(db.begin(&nobody).now_or_never());
    let made = db.writer();
    let made = made
        .execute_unprepared("CREATE TABLE mine (n integer)")
        .await;
    made.expect("made");
    // Kept, so no transaction was open; and the next one begins.
    assert_eq!(app.count("SELECT count(*) FROM mine").await, 0);
    let tx = db.begin(&nobody).await.expect("a transaction");
    tx.close(false).await.expect("rolled back");
    one.app.close().await;
}

/// A statement that takes as good as forever.
fn endless(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "SELECT 1 FROM pg_sleep(100000)",
        Engine::Sqlite => {
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT 1 FROM s WHERE n = 0"
        }
    }
}

async fn read_that_nobody_waits_for_is_ended(app: TestApp) {
    let app = app
        .reconfigured(|config| {
            config.database_connections = 1.try_into().expect("not zero");
            // PostgreSQL ends a statement a second after this.
            config.request_timeout = Duration::from_secs(1);
        })
        .await;
    let conn = app.app.db().reader();
    for _ in 0..2 {
        let left = tokio::time::timeout(Duration::from_millis(10), run(&conn, endless(app.engine)));
        assert!(left.await.is_err(), "it ended");
        assert_eq!(run(&conn, "SELECT 7").await, "7");
    }
    app.app.close().await;
}

async fn write_that_nobody_waits_for_goes_on(app: TestApp) {
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
    let left = tokio::time::timeout(Duration::from_millis(10), conn.execute_unprepared(insert));
    assert!(left.await.is_err(), "it took no time at all");
    let written = async {
        // On SQLite this waits for the only connection that writes.
        while app.count("SELECT count(*) FROM left_behind").await == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), written).await;
    waited.expect("the row that was being written");
    app.app.close().await;
}

on_both_engines! {
    read_that_nobody_waits_for_is_ended,
    write_that_nobody_waits_for_goes_on,
    a_transaction_that_nobody_waits_for_is_not_somebody_elses,
    who_leaves_while_a_statement_runs_leaves_the_connection_as_it_was,
    who_leaves_a_transaction_leaves_nothing_of_it,
}
