//! Searches by name use an index on both engines, however many users there are.

use std::num::NonZeroU32;

use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use tenantry::{
    access::Actor,
    db::Conn,
    domain::user::{FindUserBy, find_by_sql},
    entity::Columns,
    normalize::search,
};

use crate::support::{Engine, ROOT, TestApp, on_both_engines, on_postgres_only};

/// Returns the lines of a query plan.
async fn explain(app: &TestApp, conn: &Conn, statement: Statement) -> String {
    let column = match app.engine {
        Engine::Sqlite => "detail",
        Engine::Postgres => "QUERY PLAN",
    };
    let rows = conn.query_all_raw(statement).await.expect("a plan");
    rows.iter()
        .map(|row| row.try_get::<String>("", column).expect("a line") + "\n")
        .collect()
}

/// Returns SQLite's plan of a search by name, for the statement of the search itself.
async fn plan_on_sqlite(app: &TestApp, name: &str) -> String {
    let by = FindUserBy::parse(None, None, None, Some(name)).expect("a criterion");
    let reader = app.app.read(&Actor::command_line());
    let sql = find_by_sql(&reader, &by, Columns::All)
        .await
        .expect("a statement");
    let mut statement = sql.statement();
    statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    explain(app, &app.app.db().reader(), statement).await
}

/// Returns PostgreSQL's plan of a search by name, for the statement that the only connection has
/// prepared and used.
async fn plan_on_postgres(app: &TestApp, name: &str) -> String {
    let conn = app.app.db().reader();
    let prepared = app
        .sql("SELECT name FROM pg_prepared_statements WHERE statement LIKE '%users u%search_text LIKE%' AND statement NOT LIKE '%pg_prepared%'")
        .await;
    assert_eq!(prepared.len(), 1, "the search is one statement");
    let statement: String = prepared[0].try_get("", "name").expect("a name");
    let part = search(name);
    let explain_it = format!("EXPLAIN EXECUTE {statement} ('{name}', '{name}', '%{part}%')");
    let backend = conn.get_database_backend();
    explain(app, &conn, Statement::from_string(backend, explain_it)).await
}

/// Returns the app with one connection and 20,000 users.
async fn crowded(app: TestApp) -> TestApp {
    let app = app
        .reconfigured(|config| config.database_connections = NonZeroU32::MIN)
        .await;
    let org = app.org("Acme").await;
    app.crowd(org, 20_000).await;
    let create = format!(
        "createUser(org: \"{org}\", email: \"li@example.com\", first: \"小龙\", last: \"李\")"
    );
    app.done(ROOT, &create).await;
    app.sql(match app.engine {
        Engine::Sqlite => "ANALYZE",
        Engine::Postgres => "VACUUM ANALYZE users",
    })
    .await;
    app
}

async fn search_by_name_uses_the_index(app: TestApp) {
    let app = crowded(app).await;
    // Often enough for the engine to choose one plan for all names.
    for number in 10_001..10_012 {
        let query = format!("findUserBy(name: \"son {number}\") {{ name }}");
        let name = format!("Person {number} of 20000");
        assert_eq!(app.read(ROOT, &query).await, json!([{ "name": name }]));
    }
    assert_uses_index(&app, "son 19999").await;
}

async fn search_by_two_han_characters_uses_the_index(app: TestApp) {
    let app = crowded(app).await;
    for _ in 0..11 {
        for part in ["小龙", "李小"] {
            let query = format!("findUserBy(name: \"{part}\") {{ name }}");
            let found = app.read(ROOT, &query).await;
            assert_eq!(found, json!([{ "name": "小龙 李" }]), "{part}");
        }
    }
    assert_uses_index(&app, "李小").await;
}

/// Asserts that a search by this name reads the index and does not scan the table.
async fn assert_uses_index(app: &TestApp, name: &str) {
    let (plan, index, scan) = match app.engine {
        Engine::Sqlite => (
            plan_on_sqlite(app, name).await,
            "users_search VIRTUAL TABLE INDEX",
            "SCAN u\n",
        ),
        Engine::Postgres => (
            plan_on_postgres(app, name).await,
            "users_by_search_text",
            "Seq Scan on users",
        ),
    };
    assert!(plan.contains(index), "{plan}");
    assert!(!plan.contains(scan), "{plan}");
}

/// The index for parts of addresses and numbers is never read for equality, even without any other
/// index.
async fn equality_does_not_use_the_index_of_parts(app: TestApp) {
    let app = app
        .reconfigured(|config| config.database_connections = NonZeroU32::MIN)
        .await;
    for statement in [
        "ALTER TABLE users DROP CONSTRAINT IF EXISTS users_email_key_key",
        "DROP INDEX IF EXISTS users_email_key_key",
        "DROP INDEX users_by_mobile",
        "SET enable_seqscan = off",
    ] {
        app.sql(statement).await;
    }
    let conn = app.app.db().reader();
    let backend = conn.get_database_backend();
    for (condition, is_by_parts) in [
        ("u.email_key = 'a'", false),
        ("u.email_key = ANY (ARRAY['a', 'b'])", false),
        ("u.mobile_key = '1'", false),
        ("(u.email_key || '') LIKE '%abc%'", true),
    ] {
        let sql = format!("EXPLAIN SELECT u.id FROM users u WHERE {condition}");
        let plan = explain(&app, &conn, Statement::from_string(backend, sql)).await;
        assert_eq!(
            plan.contains("users_by_part_of_contact"),
            is_by_parts,
            "{plan}"
        );
    }
}

on_both_engines! {
    search_by_name_uses_the_index,
    search_by_two_han_characters_uses_the_index,
}

on_postgres_only! {
    equality_does_not_use_the_index_of_parts,
}
