//! Adds the search index of e-mail addresses and mobile numbers, and indexes for lists by the time
//! of creation, lists of all groups, members in the order in which they were added to a group, and
//! jobs by kind and status.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The indexes, equal on both engines. Few jobs fail or are cancelled; `jobs_unfinished` has those
/// that wait or run.
const UP: &str = "
CREATE INDEX users_by_created_at ON users (created_at, id);
CREATE INDEX orgs_by_created_at ON orgs (created_at, id);
CREATE INDEX groups_by_name ON groups (name_key, id);
CREATE INDEX groups_by_created_at ON groups (created_at, id);
CREATE INDEX groups_by_external_id ON groups (external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX group_memberships_by_group ON group_memberships (group_id, id);
CREATE INDEX jobs_by_kind ON jobs (kind, id);
CREATE INDEX jobs_failed ON jobs (id) WHERE status = 'failed';
CREATE INDEX jobs_cancelled ON jobs (id) WHERE status = 'cancelled';
";

const DOWN: &str = "
DROP INDEX jobs_cancelled;
DROP INDEX jobs_failed;
DROP INDEX jobs_by_kind;
DROP INDEX group_memberships_by_group;
DROP INDEX groups_by_external_id;
DROP INDEX groups_by_created_at;
DROP INDEX groups_by_name;
DROP INDEX orgs_by_created_at;
DROP INDEX users_by_created_at;
";

/// Substring search in addresses and numbers on PostgreSQL, with a short pending list like that of
/// the index of names.
const SEARCH_POSTGRES: &str = "
CREATE INDEX users_by_contact ON users USING gin (email_key gin_trgm_ops, mobile_key gin_trgm_ops) WITH (gin_pending_list_limit = 256);
";

/// Substring search in addresses and numbers on SQLite: a full-text index like that of names.
const SEARCH_SQLITE: &str = "
CREATE VIRTUAL TABLE contacts_search USING fts5(
  email_key, mobile_key, content = 'users', content_rowid = 'seq', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER contacts_search_insert AFTER INSERT ON users BEGIN
  INSERT INTO contacts_search (rowid, email_key, mobile_key) VALUES (new.seq, new.email_key, new.mobile_key);
END;
CREATE TRIGGER contacts_search_delete AFTER DELETE ON users BEGIN
  INSERT INTO contacts_search (contacts_search, rowid, email_key, mobile_key)
    VALUES ('delete', old.seq, old.email_key, old.mobile_key);
END;
CREATE TRIGGER contacts_search_update AFTER UPDATE OF email_key, mobile_key ON users
  WHEN old.email_key <> new.email_key OR old.mobile_key IS NOT new.mobile_key BEGIN
  INSERT INTO contacts_search (contacts_search, rowid, email_key, mobile_key)
    VALUES ('delete', old.seq, old.email_key, old.mobile_key);
  INSERT INTO contacts_search (rowid, email_key, mobile_key) VALUES (new.seq, new.email_key, new.mobile_key);
END;
INSERT INTO contacts_search (contacts_search) VALUES ('rebuild');
";

const DOWN_POSTGRES: &str = "DROP INDEX users_by_contact;";

const DOWN_SQLITE: &str = "
DROP TRIGGER contacts_search_update;
DROP TRIGGER contacts_search_delete;
DROP TRIGGER contacts_search_insert;
DROP TABLE contacts_search;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(UP).await?;
        let search = match manager.get_database_backend() {
            DbBackend::Sqlite => SEARCH_SQLITE,
            _ => SEARCH_POSTGRES,
        };
        connection.execute_unprepared(search).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let search = match manager.get_database_backend() {
            DbBackend::Sqlite => DOWN_SQLITE,
            _ => DOWN_POSTGRES,
        };
        connection.execute_unprepared(search).await?;
        connection.execute_unprepared(DOWN).await.map(drop)
    }
}
