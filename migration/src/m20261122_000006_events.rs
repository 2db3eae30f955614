//! Indexes for reading the audit trail: what a user did in an org, and events of a kind, which can be few among millions of
//! another.

use sea_orm_migration::prelude::*;

/// See the module.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
CREATE INDEX events_by_kind ON events (entity, verb, id);
CREATE INDEX events_by_org_and_kind ON events (org_id, entity, verb, id) WHERE org_id IS NOT NULL;
CREATE INDEX events_by_org_and_actor ON events (org_id, actor_user_id, id)
  WHERE org_id IS NOT NULL AND actor_user_id IS NOT NULL;
";

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
        manager.get_connection().execute_unprepared(UP).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}
