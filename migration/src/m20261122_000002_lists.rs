//! Adds indexes for lists by status and by a member's external id, each in the order of the list.

use sea_orm_migration::prelude::*;

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The statements, equal on both engines. Most rows have the usual status and need no index by
/// status. The exception is `memberships_by_status`: in a large org, members who were retired long
/// ago would precede all other members.
const UP: &str = "
CREATE INDEX users_suspended ON users (id) WHERE status = 'suspended';
CREATE INDEX orgs_retired ON orgs (name_key, id) WHERE status = 'retired';
CREATE INDEX memberships_by_status ON memberships (org_id, status, id);
CREATE INDEX memberships_retired ON memberships (id) WHERE status = 'retired';
DROP INDEX memberships_by_external_id;
CREATE INDEX memberships_by_external_id ON memberships (external_id, id) WHERE external_id IS NOT NULL;
";

const DOWN: &str = "
DROP INDEX memberships_by_external_id;
CREATE INDEX memberships_by_external_id ON memberships (external_id) WHERE external_id IS NOT NULL;
DROP INDEX memberships_retired;
DROP INDEX memberships_by_status;
DROP INDEX orgs_retired;
DROP INDEX users_suspended;
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
