//! Adds synchronization: uploads, runs with their plans, and holds on memberships.
//!
//! An upload is a file in pieces. A run stages the rows of an upload, one row of `sync_rows` for
//! each row of the file, plans from them the rows of `sync_items`, and applies these in the order
//! of their positions. A hold is part of its membership, so it ends with the membership.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
ALTER TABLE memberships ADD COLUMN hold_until {time};
ALTER TABLE memberships ADD COLUMN hold_reason text;
ALTER TABLE memberships ADD COLUMN hold_token_id {uuid};
CREATE INDEX memberships_held ON memberships (org_id, hold_until, id) WHERE hold_until IS NOT NULL;

-- The rows of a source in an org, for members that a run retires and for limits.
CREATE INDEX memberships_by_owner ON memberships (org_id, owned_by, user_id) WHERE owned_by IS NOT NULL;
CREATE INDEX memberships_of_source ON memberships (owned_by, org_id) WHERE owned_by IS NOT NULL;
-- The members of a source by their external ids, which rows of files name.
CREATE INDEX memberships_by_owner_and_external_id ON memberships (org_id, owned_by, external_id) WHERE owned_by IS NOT NULL;
CREATE INDEX group_memberships_by_owner ON group_memberships (group_id, owned_by, user_id) WHERE owned_by IS NOT NULL;
-- The past of a run: an undo reads the events of a run user by user.
CREATE INDEX events_by_sync_run ON events (sync_run, user_id, id) WHERE sync_run IS NOT NULL;

CREATE TABLE sync_uploads (
  id {uuid} NOT NULL PRIMARY KEY,
  token_id {uuid},
  format text NOT NULL CHECK (format IN ('csv', 'jsonl')),
  columns {json},
  dropped_columns {json},
  rows integer NOT NULL,
  bytes bigint NOT NULL,
  pieces integer NOT NULL,
  sha256 text,
  is_complete boolean NOT NULL,
  is_discarded boolean NOT NULL,
  run_id {uuid},
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL
);
CREATE INDEX sync_uploads_waiting ON sync_uploads (token_id, created_at) WHERE run_id IS NULL;
CREATE INDEX sync_uploads_discarded ON sync_uploads (id) WHERE is_discarded;
CREATE INDEX sync_uploads_by_age ON sync_uploads (created_at);

CREATE TABLE sync_pieces (
  upload_id {uuid} NOT NULL REFERENCES sync_uploads (id),
  number integer NOT NULL,
  records text NOT NULL,
  PRIMARY KEY (upload_id, number)
) {clustered};

CREATE TABLE sync_runs (
  id {uuid} NOT NULL PRIMARY KEY,
  status text NOT NULL CHECK (status IN ('planning', 'planned', 'applying', 'applied', 'failed', 'cancelled')),
  upload_id {uuid},
  org_id {uuid},
  source text NOT NULL,
  mode text NOT NULL,
  options {json} NOT NULL,
  revert_of {uuid},
  token_id {uuid},
  job_id {uuid},
  sha256 text,
  ignored_columns {json} NOT NULL,
  progress {json} NOT NULL,
  counts {json} NOT NULL,
  guard {json} NOT NULL,
  items integer NOT NULL,
  applied integer NOT NULL,
  failed integer NOT NULL,
  partial integer NOT NULL,
  error_code text,
  error text,
  created_at {time} NOT NULL,
  planned_at {time},
  applied_at {time},
  updated_at {time} NOT NULL
);
CREATE INDEX sync_runs_by_age ON sync_runs (created_at);
CREATE INDEX sync_runs_by_token ON sync_runs (token_id, id) WHERE token_id IS NOT NULL;
CREATE INDEX sync_runs_by_job ON sync_runs (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX sync_runs_reverting ON sync_runs (revert_of) WHERE revert_of IS NOT NULL;

CREATE TABLE sync_scopes (
  run_id {uuid} NOT NULL REFERENCES sync_runs (id),
  org_id {uuid} NOT NULL,
  is_touched boolean NOT NULL,
  removals integer NOT NULL,
  leaving integer NOT NULL,
  joining integer NOT NULL,
  PRIMARY KEY (run_id, org_id)
) {clustered};
CREATE INDEX sync_scopes_by_org ON sync_scopes (org_id, run_id);

CREATE TABLE sync_groups (
  run_id {uuid} NOT NULL REFERENCES sync_runs (id),
  org_id {uuid} NOT NULL,
  name_key text NOT NULL,
  name text NOT NULL,
  group_id {uuid},
  removals integer NOT NULL,
  leaving integer NOT NULL,
  joining integer NOT NULL,
  PRIMARY KEY (run_id, org_id, name_key)
) {clustered};

CREATE TABLE sync_rows (
  run_id {uuid} NOT NULL REFERENCES sync_runs (id),
  line integer NOT NULL,
  person text NOT NULL,
  org_id {uuid},
  user_id {uuid},
  email_key text,
  content text,
  code text,
  reason text,
  is_unchanged boolean,
  PRIMARY KEY (run_id, line)
) {clustered};
CREATE INDEX sync_rows_by_person ON sync_rows (run_id, person, line);
CREATE INDEX sync_rows_by_email ON sync_rows (run_id, email_key, line) WHERE email_key IS NOT NULL;

CREATE TABLE sync_items (
  run_id {uuid} NOT NULL REFERENCES sync_runs (id),
  position integer NOT NULL,
  line integer,
  lines integer NOT NULL,
  action text NOT NULL,
  org_id {uuid},
  user_id {uuid},
  is_hidden boolean NOT NULL,
  code text,
  reason text,
  changes text NOT NULL,
  PRIMARY KEY (run_id, position)
) {clustered};
CREATE INDEX sync_items_by_action ON sync_items (run_id, action, position);
CREATE INDEX sync_items_by_user ON sync_items (user_id, run_id, position) WHERE user_id IS NOT NULL;

CREATE TABLE sync_leases (
  org_id {uuid} NOT NULL,
  source text NOT NULL,
  run_id {uuid} NOT NULL,
  since {time} NOT NULL,
  PRIMARY KEY (org_id, source)
) {clustered};
CREATE INDEX sync_leases_by_run ON sync_leases (run_id);
";

const DOWN: &str = "
DROP TABLE sync_leases;
DROP TABLE sync_items;
DROP TABLE sync_rows;
DROP TABLE sync_groups;
DROP TABLE sync_scopes;
DROP TABLE sync_runs;
DROP TABLE sync_pieces;
DROP TABLE sync_uploads;
DROP INDEX events_by_sync_run;
DROP INDEX group_memberships_by_owner;
DROP INDEX memberships_by_owner_and_external_id;
DROP INDEX memberships_of_source;
DROP INDEX memberships_by_owner;
DROP INDEX memberships_held;
ALTER TABLE memberships DROP COLUMN hold_token_id;
ALTER TABLE memberships DROP COLUMN hold_reason;
ALTER TABLE memberships DROP COLUMN hold_until;
";

/// Returns the placeholders, and the words that replace them on this engine.
fn words(backend: DbBackend) -> [(&'static str, &'static str); 4] {
    match backend {
        DbBackend::Sqlite => [
            ("{uuid}", "blob"),
            ("{time}", "text"),
            ("{json}", "text"),
            // The rows of a run are stored side by side, in the order in which they are written and
            // read.
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
