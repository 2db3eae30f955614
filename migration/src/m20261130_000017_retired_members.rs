//! Adds an index of the retired members of each org, which is small and gives the status of the
//! members of a group, and a table of the users whom ambiguous rows of a sync run find.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
CREATE INDEX memberships_retired_by_member ON memberships (org_id, user_id) WHERE status = 'retired';
CREATE TABLE sync_ambiguous (
  run_id {uuid} NOT NULL REFERENCES sync_runs (id),
  user_id {uuid} NOT NULL,
  PRIMARY KEY (run_id, user_id)
) {clustered};
";

const DOWN: &str = "
DROP TABLE sync_ambiguous;
DROP INDEX memberships_retired_by_member;
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
