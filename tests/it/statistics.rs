//! The planner's statistics of tables that have grown.

use std::time::Duration;

use tenantry::runner::Runner;

use crate::support::{Engine, TestApp, on_both_engines, on_sqlite_only};

const GROWN: u32 = 3_000;

/// Analyzes the tables while they are small, and then fills them. On PostgreSQL, autovacuum is
/// turned off, so that only the server can update the statistics.
async fn outgrow(app: &TestApp) {
    let org = app.org("Acme").await;
    app.user(org, "ann").await;
    if app.engine == Engine::Postgres {
        for table in ["users", "memberships"] {
            let alone = format!("ALTER TABLE {table} SET (autovacuum_enabled = false)");
            app.sql(&alone).await;
        }
    }
    app.sql("ANALYZE").await;
    assert!(!knows_large_tables(app).await);
    app.crowd(org, GROWN).await;
}

/// Returns whether the statistics are those of large tables.
async fn knows_large_tables(app: &TestApp) -> bool {
    let known = match app.engine {
        Engine::Sqlite => {
            "SELECT count(*) FROM sqlite_stat1 WHERE idx IN ('memberships_by_org', 'users_by_name') \
             AND CAST(stat AS integer) >= 1000000"
        }
        Engine::Postgres => {
            "SELECT count(*) FROM pg_stats WHERE tablename IN ('users', 'memberships') AND attname = 'id' \
             AND array_length(histogram_bounds::text::text[], 1) > 50"
        }
    };
    app.count(known).await == 2
}

async fn server_updates_statistics_of_grown_tables(app: TestApp) {
    outgrow(&app).await;
    let runner = Runner::start(&app.app, 0);
    let known = async {
        while !knows_large_tables(&app).await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let seen = tokio::time::timeout(Duration::from_secs(60), known).await;
    seen.expect("statistics of large tables");
    runner.stop().await;
}

/// On PostgreSQL, a running server checks the statistics; opening a database does not.
async fn opening_a_database_replaces_statistics_of_small_tables(app: TestApp) {
    outgrow(&app).await;
    let another = app.another().await;
    assert!(knows_large_tables(&app).await);
    another.app.close().await;
    // Closing a database does not change the statistics.
    assert!(knows_large_tables(&app).await);
}

on_both_engines! {
    server_updates_statistics_of_grown_tables,
}

on_sqlite_only! {
    opening_a_database_replaces_statistics_of_small_tables,
}
