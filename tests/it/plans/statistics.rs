//! What the planner was left to know of the tables: nothing, what was true of five users, or the truth.

use std::time::Duration;

use crate::support::{Engine, TestApp};

use super::million::TABLES;

/// What the planner knows before the program looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statistics {
    /// The tables were analyzed when there were five users, and have grown to a million since.
    OfFiveUsers,
    /// The tables were never analyzed.
    None,
    /// The tables were analyzed as they are.
    True,
}

impl Statistics {
    pub(super) const ALL: [Self; 3] = [Self::OfFiveUsers, Self::None, Self::True];

    /// Makes five users, and has the planner look at them.
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

    /// Leaves the planner with these statistics, and waits until the program has seen to it.
    pub(super) async fn set(self, app: &TestApp) {
        let script: &[&str] = match (self, app.engine) {
            (Self::OfFiveUsers, Engine::Sqlite) => &[
                "DELETE FROM sqlite_stat1",
                "INSERT INTO sqlite_stat1 SELECT * FROM statistics_of_five",
                "ANALYZE sqlite_schema",
            ],
            (Self::None, Engine::Sqlite) => &["DROP TABLE sqlite_stat1", "DROP TABLE sqlite_stat4"],
            // They are what was true before the tables were filled.
            (Self::OfFiveUsers, Engine::Postgres) => &[],
            // To PostgreSQL a table that was never analyzed is one like any other that has grown.
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
                // PostgreSQL says a little later how much was written.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        let seen = tokio::time::timeout(Duration::from_secs(60), tended).await;
        seen.unwrap_or_else(|_| panic!("planned by statistics that are {self:?}"));
        let again = app.app.db().tend_statistics().await;
        assert_eq!(again.expect("statistics"), 0, "{self:?}");
    }
}

/// Whether the planner knows that the tables are large.
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

/// Indexes that the program states no statistics for, and statistics for which there is no index.
pub(super) async fn missing_or_unknown(app: &TestApp) -> Vec<String> {
    let indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' \
        AND tbl_name <> 'seaql_migrations' AND tbl_name NOT LIKE 'users_search%'";
    let stated = "SELECT idx FROM sqlite_stat1";
    // Of a table without row ids, its primary key.
    let sql = format!(
        "SELECT name FROM ({indexes} UNION SELECT 'job_rows') WHERE name NOT IN ({stated}) \
         UNION ALL SELECT idx FROM sqlite_stat1 WHERE idx NOT IN ({indexes} UNION SELECT 'job_rows')"
    );
    let rows = app.sql(&sql).await;
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a name"))
        .collect()
}
