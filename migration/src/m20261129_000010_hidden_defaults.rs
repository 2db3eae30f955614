//! Queues a job that replaces the defaults in orgs that were retired earlier. A default in a
//! retired org is hidden, and another active org of the user takes its place.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The job has one row for each retired org that is a default of a member.
const UP: &str = r#"
INSERT INTO jobs (id, kind, format, status, dry_run, total, progress, failed, retried, created_at, updated_at)
SELECT {job}, 'settleDefaults', 3, 'queued', FALSE, n.orgs, 0, 0, 0, {now}, {now}
FROM (SELECT count(*) AS orgs FROM orgs o WHERE {has_defaults}) AS n WHERE n.orgs > 0;

INSERT INTO job_rows (job_id, number, operation)
SELECT {job}, row_number() OVER (ORDER BY o.id) - 1, '{"org":"' || {org} || '","after":null}'
FROM orgs o WHERE {has_defaults};
"#;

const DOWN: &str = "
DELETE FROM job_rows WHERE job_id IN (SELECT id FROM jobs WHERE kind = 'settleDefaults');
DELETE FROM jobs WHERE kind = 'settleDefaults';
";

const HAS_DEFAULTS: &str = "o.status = 'retired' AND EXISTS \
     (SELECT 1 FROM memberships m WHERE m.org_id = o.id AND m.is_default)";

/// Returns the placeholders, and the words that replace them on this engine.
fn words(backend: DbBackend) -> [(&'static str, &'static str); 3] {
    match backend {
        DbBackend::Sqlite => [
            ("{job}", "x'019ad000000070008000000000000010'"),
            ("{now}", "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"),
            (
                "{org}",
                "lower(substr(hex(o.id), 1, 8) || '-' || substr(hex(o.id), 9, 4) || '-' || substr(hex(o.id), 13, 4) \
                 || '-' || substr(hex(o.id), 17, 4) || '-' || substr(hex(o.id), 21))",
            ),
        ],
        _ => [
            ("{job}", "'019ad000-0000-7000-8000-000000000010'::uuid"),
            ("{now}", "now()"),
            ("{org}", "o.id::text"),
        ],
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let mut sql = UP.replace("{has_defaults}", HAS_DEFAULTS);
        for (word, text) in words(manager.get_database_backend()) {
            sql = sql.replace(word, text);
        }
        connection.execute_unprepared(&sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(DOWN).await.map(drop)
    }
}
