//! The version of the keys that rows have, such as normalized names, so that a newer program can write them anew.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// See the module.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// One row. While keys are written anew, `place` is the table that is under way and `after_id` its last row that is done. Keys
/// of version 0 are those from before this step.
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
