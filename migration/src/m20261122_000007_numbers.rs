//! Integer ids, for protocols whose clients cannot do with others: each stands for one id, for good.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// See the module.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// No reference to what an id names: a number is never given to anything else, also when the thing is gone.
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
