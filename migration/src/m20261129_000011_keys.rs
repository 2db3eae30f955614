//! Adds the version of the stored keys, such as normalized names, so that a newer program can
//! rewrite them.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The table has one row. During a rewrite of the keys, `place` names the current table and
/// `after_id` is its last finished row. Version 0 means keys from before this migration.
const UP: &str = "
CREATE TABLE key_version (
  version integer NOT NULL,
  place text,
  after_id {uuid}
);
INSERT INTO key_version (version) VALUES (0);
";

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
        let connection = manager.get_connection();
        connection.execute_unprepared(&sql).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let down = "DROP TABLE key_version";
        connection.execute_unprepared(down).await.map(drop)
    }
}
