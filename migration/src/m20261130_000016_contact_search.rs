//! Replaces the search index of e-mail addresses and mobile numbers by an index on expressions. An
//! index on the columns also answers equality, many times slower than their B-trees, and PostgreSQL
//! chose it while its statistics were those of a small table.
//!
//! The new index is built before the old one is dropped, so that reads wait for a moment only.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
CREATE INDEX users_by_part_of_contact ON users
  USING gin ((email_key || '') gin_trgm_ops, (mobile_key || '') gin_trgm_ops) WITH (gin_pending_list_limit = 256);
DROP INDEX users_by_contact;
ANALYZE users;
";

const DOWN: &str = "
CREATE INDEX users_by_contact ON users USING gin (email_key gin_trgm_ops, mobile_key gin_trgm_ops)
  WITH (gin_pending_list_limit = 256);
DROP INDEX users_by_part_of_contact;
";

/// Runs the statements on PostgreSQL. On SQLite a full-text index is searched, which answers nothing
/// else.
async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }
}
