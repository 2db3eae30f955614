//! The query plans of planning, of the items of a plan, and of exports.

use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tenantry::{
    access::Actor,
    db::{PLANNER, Sql},
    domain::{
        Reader,
        sync::{self, BY_POSITION, planning_sql},
    },
    entity::sync_item::SyncAction,
    id::SyncRunId,
    page::{PageRequest, Wanted},
};
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
            for (name, value) in PLANNER {
                let set = format!("SET {name} = '{value}'");
                connection.execute_unprepared(&set).await.expect(name);
            }
            "EXPLAIN "
        }
    };
    let run = Uuid::from_u128(1).into();
    let mut statements = planning_sql(&reader, run, app.clock.now());
    statements.extend(reading_sql(&reader, run));
    for (name, sql) in statements {
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

/// Returns the statements that read the items of a run and the rows of an export.
fn reading_sql(reader: &Reader, run: SyncRunId) -> Vec<(&'static str, Sql)> {
    let page = Wanted {
        first: Some(50),
        ..Wanted::default()
    };
    let page = PageRequest::parse(&BY_POSITION, page).expect("a page");
    let (org, user) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
    let items = |action| sync::items_sql(reader, run, action, &page);
    let members = |source, after| sync::members_sql(reader, org, source, after);
    vec![
        ("items", items(None)),
        ("conflicts", items(Some(SyncAction::Conflict))),
        ("members", members(None, None)),
        ("further members", members(None, Some(user))),
        ("members of a source", members(Some("hr"), None)),
        ("further ones", members(Some("hr"), Some(user))),
    ]
}

on_both_engines! {
    every_statement_starts_from_an_index,
}
