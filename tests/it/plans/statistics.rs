//! The statistics of the planner: none, those of a database with five users, or accurate ones.

use std::time::Duration;

use crate::support::{Engine, TestApp};

use super::million::TABLES;

/// The planner's statistics before the program checks them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statistics {
    /// The tables were analyzed when there were five users, and have grown to a million since.
    OfFiveUsers,
    /// The tables were never analyzed.
    None,
    /// The tables were analyzed with a million users.
    True,
}

impl Statistics {
    pub(super) const ALL: [Self; 3] = [Self::OfFiveUsers, Self::None, Self::True];

    /// Creates five users and analyzes the tables.
    pub(super) async fn of_five_users(app: &TestApp) {
        let org = app.org("First").await;
        let group = app.group(org, "First").await;
        app.role(org, "First", &["groups:read"]).await;
        for n in 0..5 {
            let user = app.user(org, &format!("first{n}")).await;
            app.join(org, group, user).await;
        }
        if app.engine == Engine::Postgres {
            for table in TABLES {
                let alone = format!("ALTER TABLE {table} SET (autovacuum_enabled = false)");
                app.sql(&alone).await;
            }
        }
        app.sql("ANALYZE").await;
        if app.engine == Engine::Sqlite {
            let keep = "CREATE TABLE statistics_of_five AS SELECT * FROM sqlite_stat1";
            app.sql(keep).await;
        }
    }

    /// Sets these statistics, and waits until the program has corrected them.
    pub(super) async fn set(self, app: &TestApp) {
        let script: &[&str] = match (self, app.engine) {
            (Self::OfFiveUsers, Engine::Sqlite) => &[
                "DELETE FROM sqlite_stat1",
                "INSERT INTO sqlite_stat1 SELECT * FROM statistics_of_five",
                "ANALYZE sqlite_schema",
            ],
            (Self::None, Engine::Sqlite) => &["DROP TABLE sqlite_stat1", "DROP TABLE sqlite_stat4"],
            // The tables were analyzed before they were filled.
            (Self::OfFiveUsers, Engine::Postgres) => &[],
            // PostgreSQL treats a table that was never analyzed like one that has grown.
            (Self::None, Engine::Postgres) => return,
            (Self::True, _) => &["ANALYZE"],
        };
        for statement in script {
            app.sql(statement).await;
        }
        let tended = async {
            loop {
                let tended = app.app.db().tend_statistics().await;
                tended.expect("statistics");
                if are_of_large_tables(app).await {
                    return;
                }
                // PostgreSQL publishes its counts of written rows with a delay.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        let seen = tokio::time::timeout(Duration::from_secs(60), tended).await;
        seen.unwrap_or_else(|_| panic!("planned by statistics that are {self:?}"));
        let again = app.app.db().tend_statistics().await;
        assert_eq!(again.expect("statistics"), 0, "{self:?}");
    }
}

/// Returns whether the statistics are those of large tables.
async fn are_of_large_tables(app: &TestApp) -> bool {
    match app.engine {
        Engine::Sqlite => {
            let known = "SELECT count(*) FROM sqlite_stat1 WHERE idx IN ('memberships_by_org', 'users_by_name') \
                AND CAST(stat AS integer) >= 1000000";
            app.count(known).await == 2
        }
        Engine::Postgres => {
            let known = "SELECT count(*) FROM pg_stats WHERE attname = 'id' \
                AND tablename IN ('users', 'memberships', 'groups', 'group_memberships', 'events') \
                AND array_length(histogram_bounds::text::text[], 1) > 50";
            app.count(known).await == 5
        }
    }
}

/// Returns indexes for which the program sets no statistics, and statistics without an index.
pub(super) async fn missing_or_unknown(app: &TestApp) -> Vec<String> {
    let indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' \
        AND tbl_name <> 'seaql_migrations' AND tbl_name NOT LIKE '%_search%'";
    let stated = "SELECT idx FROM sqlite_stat1";
    // The statistics of a table without row ids are those of its primary key.
    let clustered = "SELECT name FROM sqlite_schema WHERE sql LIKE '%WITHOUT ROWID%' AND name NOT LIKE '%_search%'";
    let sql = format!(
        "SELECT name FROM ({indexes} UNION {clustered}) WHERE name NOT IN ({stated}) \
         UNION ALL SELECT idx FROM sqlite_stat1 WHERE idx NOT IN ({indexes} UNION {clustered})"
    );
    let rows = app.sql(&sql).await;
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a name"))
        .collect()
}
