//! Indexes for reading the audit trail: what a user did in an org, and events of a kind, which can be few among millions of
//! another.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// See the module.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
CREATE INDEX events_by_kind ON events (entity, verb, id);
CREATE INDEX events_by_org_and_kind ON events (org_id, entity, verb, id) WHERE org_id IS NOT NULL;
CREATE INDEX events_by_org_and_actor ON events (org_id, actor_user_id, id)
  WHERE org_id IS NOT NULL AND actor_user_id IS NOT NULL;
";

/// PostgreSQL takes an org for an average one, of which it would put all events of a kind in order for a page of fifty. So it
/// is told that orgs are few and large: then it reads a page in the order of the index, whichever org it is.
const ESTIMATE: &str = "ALTER TABLE events ALTER COLUMN org_id SET (n_distinct = 200)";

const DOWN: &str = "
DROP INDEX events_by_org_and_actor;
DROP INDEX events_by_org_and_kind;
DROP INDEX events_by_kind;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(UP).await?;
        if manager.get_database_backend() != DbBackend::Sqlite {
            connection.execute_unprepared(ESTIMATE).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(DOWN).await?;
        if manager.get_database_backend() != DbBackend::Sqlite {
            let reset = "ALTER TABLE events ALTER COLUMN org_id RESET (n_distinct)";
            connection.execute_unprepared(reset).await?;
        }
        Ok(())
    }
}
