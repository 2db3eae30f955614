//! The statistics of the engines' query planners.
//!
//! SQLite collects statistics only on request (`ANALYZE`, `PRAGMA optimize`), and plans with them
//! until the next request. With statistics of five users it reads whole tables of thousands. So
//! SQLite tables are never analyzed: `sqlite_stat1` holds the numbers of a large directory, and
//! each statement is planned as tested, whatever the size of the tables. On small tables any plan
//! is fast. SQLite's documentation calls this "Fixed Results Of ANALYZE".
//!
//! PostgreSQL's autovacuum analyzes a table when a tenth of it has changed, but it runs once a
//! minute, and may be off. This module analyzes a table that has doubled.
//!
//! To add an index: give it a line in [`STATISTICS`]. The tests of `plans` report missing lines.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::error::Result;

use super::{Conn, Db, Meter};

/// A table, an index, and their `sqlite_stat1` value: the number of entries, then the number of
/// entries that share the first column of the index, the first two, and so on.
const STATISTICS: &[(&str, &str, &str)] = &[
    ("events", "events_by_actor", "510000 1001 1"),
    ("events", "events_by_actor_kind", "1200000 334 1"),
    ("events", "events_by_entity", "1200000 3 1"),
    ("events", "events_by_group", "400000 182 1"),
    ("events", "events_by_job", "500000 1001 1"),
    ("events", "events_by_kind", "1200000 334 334 1"),
    ("events", "events_by_org", "1000000 182 1"),
    ("events", "events_by_org_and_actor", "510000 182 182 1"),
    (
        "events",
        "events_by_org_and_actor_kind",
        "1000000 182 182 1",
    ),
    ("events", "events_by_org_and_job", "500000 182 182 1"),
    ("events", "events_by_org_and_kind", "1000000 182 182 182 1"),
    ("events", "events_by_org_and_source", "500000 182 182 1"),
    ("events", "events_by_org_and_token", "1000000 182 182 1"),
    ("events", "events_by_request", "1200000 3 1"),
    ("events", "events_by_role", "10000 11 1"),
    ("events", "events_by_source", "500000 1001 1"),
    ("events", "events_by_sync_run", "500000 5001 3 1"),
    ("events", "events_by_token", "1200000 1001 1"),
    ("events", "events_by_user", "1200000 3 1"),
    ("events", "sqlite_autoindex_events_1", "1200000 1"),
    (
        "group_memberships",
        "group_memberships_by_group",
        "400000 182 1",
    ),
    (
        "group_memberships",
        "group_memberships_by_member",
        "400000 182 1",
    ),
    (
        "group_memberships",
        "group_memberships_by_owner",
        "200000 182 182 1",
    ),
    (
        "group_memberships",
        "sqlite_autoindex_group_memberships_1",
        "400000 1",
    ),
    (
        "group_memberships",
        "sqlite_autoindex_group_memberships_2",
        "400000 182 1",
    ),
    ("groups", "groups_by_created_at", "20000 1 1"),
    ("groups", "groups_by_external_id", "20000 2 1"),
    ("groups", "groups_by_name", "20000 3 1"),
    ("groups", "sqlite_autoindex_groups_1", "20000 1"),
    ("groups", "sqlite_autoindex_groups_2", "20000 3 1"),
    ("groups", "sqlite_autoindex_groups_3", "20000 3 1"),
    ("idempotency_keys", "idempotency_keys_by_expiry", "100000 1"),
    (
        "idempotency_keys",
        "sqlite_autoindex_idempotency_keys_1",
        "100000 1001 1 1",
    ),
    ("job_rows", "job_rows", "1000000 1001 1"),
    ("job_rows", "job_rows_failed", "10000 11 1"),
    ("jobs", "jobs_by_kind", "10000 1001 1"),
    ("jobs", "jobs_by_org", "10000 101 1"),
    ("jobs", "jobs_by_token", "10000 101 1"),
    ("jobs", "jobs_by_user", "10000 101 1"),
    ("jobs", "jobs_cancelled", "100 1"),
    ("jobs", "jobs_failed", "100 1"),
    ("jobs", "jobs_finished", "10000 1"),
    ("jobs", "jobs_unfinished", "10 1"),
    ("jobs", "sqlite_autoindex_jobs_1", "10000 1"),
    (
        "membership_roles",
        "membership_roles_by_role",
        "100000 1001 1",
    ),
    (
        "membership_roles",
        "sqlite_autoindex_membership_roles_1",
        "100000 1 1",
    ),
    ("memberships", "memberships_by_default", "997000 1"),
    ("memberships", "memberships_by_external_id", "1000000 2 1"),
    ("memberships", "memberships_by_org", "2000000 1001 1"),
    ("memberships", "memberships_by_owner", "1000000 1001 1001 1"),
    (
        "memberships",
        "memberships_by_status",
        "2000000 1001 1001 1",
    ),
    ("memberships", "memberships_by_user", "2000000 2"),
    (
        "memberships",
        "memberships_by_owner_and_external_id",
        "1000000 1001 1001 1",
    ),
    ("memberships", "memberships_held", "1000 3 1 1"),
    ("memberships", "memberships_in_charge", "11000 3 1"),
    (
        "memberships",
        "memberships_of_source",
        "1000000 100001 1001",
    ),
    ("memberships", "memberships_retired", "103000 1"),
    (
        "memberships",
        "memberships_retired_by_member",
        "103000 53 1",
    ),
    ("memberships", "sqlite_autoindex_memberships_1", "2000000 1"),
    (
        "memberships",
        "sqlite_autoindex_memberships_2",
        "2000000 1001 1",
    ),
    ("numbers", "sqlite_autoindex_numbers_1", "1000000 1"),
    ("numbers", "sqlite_autoindex_numbers_2", "1000000 1"),
    ("orgs", "orgs_by_active_name", "9900 1"),
    ("orgs", "orgs_by_created_at", "10000 1 1"),
    ("orgs", "orgs_by_external_id", "10000 1"),
    ("orgs", "orgs_by_name", "10000 1 1"),
    ("orgs", "orgs_retired", "100 1 1"),
    ("orgs", "sqlite_autoindex_orgs_1", "10000 1"),
    ("roles", "sqlite_autoindex_roles_1", "10000 1"),
    ("roles", "sqlite_autoindex_roles_2", "10000 1 1"),
    ("roles", "sqlite_autoindex_roles_3", "10000 1 1"),
    ("sync_ambiguous", "sync_ambiguous", "10000 101 1"),
    ("sync_groups", "sync_groups", "100000 101 11 1"),
    ("sync_items", "sync_items", "1000000 10001 1"),
    ("sync_items", "sync_items_by_action", "1000000 10001 2001 1"),
    ("sync_items", "sync_items_by_user", "500000 11 1 1"),
    ("sync_leases", "sync_leases", "100 2 1"),
    ("sync_leases", "sync_leases_by_run", "100 3"),
    ("sync_pieces", "sync_pieces", "100000 101 1"),
    ("sync_rows", "sync_rows", "1000000 10001 1"),
    ("sync_rows", "sync_rows_by_email", "1000000 10001 2 1"),
    ("sync_rows", "sync_rows_by_person", "1000000 10001 2 1"),
    ("sync_runs", "sqlite_autoindex_sync_runs_1", "10000 1"),
    ("sync_runs", "sync_runs_by_age", "10000 1"),
    ("sync_runs", "sync_runs_by_job", "10000 1"),
    ("sync_runs", "sync_runs_by_token", "10000 101 1"),
    ("sync_runs", "sync_runs_reverting", "1000 1"),
    ("sync_scopes", "sync_scopes", "20000 3 1"),
    ("sync_scopes", "sync_scopes_by_org", "20000 31 1"),
    ("sync_uploads", "sqlite_autoindex_sync_uploads_1", "1000 1"),
    ("sync_uploads", "sync_uploads_by_age", "1000 1"),
    ("sync_uploads", "sync_uploads_discarded", "10 1"),
    ("sync_uploads", "sync_uploads_waiting", "100 3 1"),
    ("tokens", "sqlite_autoindex_tokens_1", "10000 1"),
    ("tokens", "sqlite_autoindex_tokens_2", "10000 1"),
    ("tokens", "tokens_by_org", "10000 3 1"),
    ("tokens", "tokens_by_root", "1 1"),
    ("tokens", "tokens_by_user", "5000 2"),
    ("user_aliases", "sqlite_autoindex_user_aliases_1", "10000 1"),
    ("user_aliases", "user_aliases_by_email", "10000 1"),
    ("user_aliases", "user_aliases_by_user", "10000 2"),
    ("users", "sqlite_autoindex_users_1", "1000000 1"),
    ("users", "sqlite_autoindex_users_2", "1000000 1"),
    ("users", "users_by_created_at", "1000000 1 1"),
    ("users", "users_by_external_id", "1000000 2"),
    ("users", "users_by_mobile", "1000000 2"),
    ("users", "users_by_name", "1000000 2 1"),
    ("users", "users_by_updated_at", "1000000 1 1"),
    ("users", "users_suspended", "2500 1"),
    ("users_without_org", "users_without_org", "10000 1"),
];

/// Selects the tables of this program that its role may analyze and that have doubled since the
/// last analysis. Small tables are left to autovacuum.
const OUTGROWN: &str = "SELECT s.relid::regclass::text FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid \
    WHERE s.schemaname = ANY (current_schemas(false)) AND pg_has_role(c.relowner, 'USAGE') \
    AND s.n_mod_since_analyze > 1000 AND 2 * s.n_mod_since_analyze > s.n_live_tup";

impl Db {
    /// Updates outdated planner statistics, and returns the number of tables that had them.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn tend_statistics(&self) -> Result<usize> {
        match self.engine() {
            "sqlite" => self.fix().await,
            _ => self.analyze().await,
        }
    }

    /// Runs [`Db::tend_statistics`], and continues when the database cannot be written now.
    pub(crate) async fn try_to_tend_statistics(&self) {
        if let Err(error) = self.tend_statistics().await {
            tracing::debug!(?error, "statements may be planned by outdated statistics");
        }
    }

    async fn fix(&self) -> Result<usize> {
        let wrong = wrong(&self.reader()).await?;
        if wrong == 0 {
            return Ok(0);
        }
        let values: Vec<String> = STATISTICS
            .iter()
            .map(|(table, index, numbers)| format!("('{table}', '{index}', '{numbers}')"))
            .collect();
        // Dropped, so that open connections read the new values. `ANALYZE sqlite_schema` counts
        // nothing: it creates the tables and reads them.
        let script = format!(
            "DROP TABLE IF EXISTS sqlite_stat1; DROP TABLE IF EXISTS sqlite_stat4; ANALYZE sqlite_schema; \
             INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES {}; ANALYZE sqlite_schema",
            values.join(", ")
        );
        let conn = self.begin(&Meter::default()).await?;
        let written = conn.execute_unprepared(&script).await;
        conn.close(written.is_ok()).await?;
        written?;
        Ok(wrong)
    }

    async fn analyze(&self) -> Result<usize> {
        let writer = self.writer();
        let outgrown = writer.query_all_raw(statement(&writer, OUTGROWN)).await?;
        for table in &outgrown {
            let table: String = table.try_get_by_index(0)?;
            // Another server may be analyzing the table.
            let analyze = format!("ANALYZE (SKIP_LOCKED) {table}");
            writer.execute_unprepared(&analyze).await?;
        }
        Ok(outgrown.len())
    }
}

impl Conn {
    /// Analyzes a table that a job has filled for its own next statements, because the regular
    /// analysis may come too late. Does nothing on SQLite, whose statistics are fixed, and if the
    /// role does not own the table.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) async fn analyze(&self, table: &'static str) -> Result<()> {
        if self.get_database_backend() == DbBackend::Postgres {
            let analyze = format!("ANALYZE (SKIP_LOCKED) {table}");
            self.execute_unprepared(&analyze).await?;
        }
        Ok(())
    }
}

fn statement(conn: &Conn, sql: &str) -> Statement {
    Statement::from_string(conn.get_database_backend(), sql)
}

/// Returns the number of tables or indexes whose statistics differ from [`STATISTICS`] or are
/// missing. 0 before the first migration.
async fn wrong(conn: &Conn) -> Result<usize> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE name IN ('users', 'sqlite_stat1', 'sqlite_stat4')";
    let mut tables = BTreeSet::new();
    for row in conn.query_all_raw(statement(conn, sql)).await? {
        tables.insert(row.try_get_by_index::<String>(0)?);
    }
    if !tables.contains("users") {
        return Ok(0);
    }
    let mut known = BTreeSet::new();
    for (table, sql) in [
        ("sqlite_stat1", "SELECT tbl, idx, stat FROM sqlite_stat1"),
        (
            "sqlite_stat4",
            "SELECT DISTINCT tbl, idx, 'samples' FROM sqlite_stat4",
        ),
    ] {
        if !tables.contains(table) {
            continue;
        }
        for row in conn.query_all_raw(statement(conn, sql)).await? {
            let index: Option<String> = row.try_get_by_index(1)?;
            let (table, numbers) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
            known.insert((table, index.unwrap_or_default(), numbers));
        }
    }
    let fixed = STATISTICS.iter().map(|&(table, index, numbers)| {
        let text = str::to_owned;
        (text(table), text(index), text(numbers))
    });
    Ok(known.symmetric_difference(&fixed.collect()).count())
}
