//! Adds a table of the users who have no membership, so that the few of them are found among a
//! million users.
//!
//! The migration leaves the table empty. Servers of older versions may still run, and do not write
//! it, so it is filled when the keys are rewritten.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
CREATE TABLE users_without_org (
  user_id {uuid} NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE
) {clustered};
";

// Without the table, the keys are those of the version before, so that the table is filled again
// after the next migration up. An unfinished rewriting of keys starts again.
const DOWN: &str = "
DROP TABLE users_without_org;
UPDATE key_version SET version = 2, place = CASE WHEN place IS NULL THEN NULL ELSE 'orgs' END, after_id = NULL WHERE version > 2;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (uuid, clustered) = match manager.get_database_backend() {
            DbBackend::Sqlite => ("blob", "WITHOUT ROWID"),
            _ => ("uuid", ""),
        };
        let sql = UP.replace("{uuid}", uuid).replace("{clustered}", clustered);
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}
