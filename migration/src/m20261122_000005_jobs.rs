//! Adds jobs and their rows. Each row is an operation as data, with its result.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = r#"
CREATE TABLE jobs (
  id {uuid} NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  format integer NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'working', 'completed', 'failed', 'cancelled')),
  dry_run boolean NOT NULL,
  total integer,
  progress integer NOT NULL,
  failed integer NOT NULL,
  message text,
  token_id {uuid},
  user_id {uuid},
  org_id {uuid},
  address text,
  request_id text,
  retry_of {uuid},
  retried integer NOT NULL,
  lease {uuid},
  lease_until {time},
  created_at {time} NOT NULL,
  started_at {time},
  finished_at {time},
  updated_at {time} NOT NULL
);
CREATE INDEX jobs_unfinished ON jobs (id) WHERE status IN ('queued', 'working');
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_by_token ON jobs (token_id, id) WHERE token_id IS NOT NULL;
CREATE INDEX jobs_by_user ON jobs (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX jobs_by_org ON jobs (org_id, id) WHERE org_id IS NOT NULL;

CREATE TABLE job_rows (
  job_id {uuid} NOT NULL REFERENCES jobs (id),
  number integer NOT NULL,
  operation text,
  ref text,
  result text,
  id {uuid},
  code text,
  field text,
  error text,
  existing_id {uuid},
  matches {json},
  PRIMARY KEY (job_id, number)
) {clustered};
CREATE INDEX job_rows_failed ON job_rows (job_id, number) WHERE code IS NOT NULL;
"#;

const DOWN: &str = "
DROP TABLE job_rows;
DROP TABLE jobs;
";

/// Returns the placeholders, and the words that replace them on this engine.
fn words(backend: DbBackend) -> [(&'static str, &'static str); 4] {
    match backend {
        DbBackend::Sqlite => [
            ("{uuid}", "blob"),
            ("{time}", "text"),
            ("{json}", "text"),
            // The rows of a job are stored side by side, in the order in which they are written and
            // executed.
            ("{clustered}", "WITHOUT ROWID"),
        ],
        _ => [
            ("{uuid}", "uuid"),
            ("{time}", "timestamptz"),
            ("{json}", "jsonb"),
            ("{clustered}", ""),
        ],
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut sql = UP.to_owned();
        for (word, meaning) in words(manager.get_database_backend()) {
            sql = sql.replace(word, meaning);
        }
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}
