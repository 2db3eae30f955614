//! Adds integer ids, for protocols whose clients support no other ids. Each identifies one object
//! forever.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The table has no foreign keys to the objects: an integer id is never reused, even after its
/// object is deleted.
const UP: &str = "
CREATE TABLE numbers (
  number bigint NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  id {uuid} NOT NULL UNIQUE
);
";

const DOWN: &str = "DROP TABLE numbers;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let uuid = match manager.get_database_backend() {
            DbBackend::Sqlite => "blob",
            _ => "uuid",
        };
        let sql = UP.replace("{uuid}", uuid);
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}
