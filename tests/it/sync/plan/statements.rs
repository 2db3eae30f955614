//! The query plans of planning.

use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tenantry::{access::Actor, domain::sync::planning_sql};
use uuid::Uuid;

use crate::support::{Engine, TestApp, on_both_engines};

async fn every_statement_starts_from_an_index(app: TestApp) {
    let reader = app.app.read(&Actor::command_line());
    let mut options = ConnectOptions::new(&app.config.database_url);
    options.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(options).await.expect("a connection");
    let explain = match app.engine {
        Engine::Sqlite => "EXPLAIN QUERY PLAN ",
        Engine::Postgres => {
            // The tables are empty, so that any plan would do.
            let set = "SET enable_seqscan = off";
            connection.execute_unprepared(set).await.expect(set);
            "EXPLAIN "
        }
    };
    let run = Uuid::from_u128(1).into();
    for (name, sql) in planning_sql(&reader, run, app.clock.now()) {
        let mut statement = sql.statement();
        statement.sql.insert_str(0, explain);
        let rows = connection.query_all_raw(statement).await.expect(name);
        let (column, whole) = match app.engine {
            Engine::Sqlite => ("detail", "SCAN "),
            Engine::Postgres => ("QUERY PLAN", "Seq Scan"),
        };
        let lines = rows
            .iter()
            .map(|row| row.try_get("", column).expect("a line"));
        let lines: Vec<String> = lines.collect();
        let is_free = |line: &str| {
            ["json_each", "owning", "SCAN k", "CONSTANT"]
                .iter()
                .any(|free| line.contains(free))
        };
        let scans: Vec<&String> = lines
            .iter()
            .filter(|line| line.contains(whole) && !is_free(line))
            .collect();
        assert!(scans.is_empty(), "{name}: {lines:#?}");
        let (of_rows, found) = match app.engine {
            Engine::Sqlite => ("SEARCH", "SEARCH"),
            Engine::Postgres => ("Index", "Index Cond"),
        };
        assert!(
            lines.iter().any(|line| line.contains(of_rows)),
            "{name}: {lines:#?}"
        );
        assert!(
            lines.iter().any(|line| line.contains(found)),
            "{name}: {lines:#?}"
        );
    }
}

on_both_engines! {
    every_statement_starts_from_an_index,
}
