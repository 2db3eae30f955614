//! Lets a configured root token that is replaced work beside the new one for some time: only root
//! tokens without an expiry time must be unique.

use sea_orm_migration::prelude::*;

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
DROP INDEX tokens_by_root;
CREATE UNIQUE INDEX tokens_by_root ON tokens (kind) WHERE kind = 'root' AND revoked_at IS NULL AND expires_at IS NULL;
";

/// The previous index allows one root token that is not revoked, so root tokens with an expiry time
/// are revoked.
const DOWN: &str = "
UPDATE tokens SET revoked_at = expires_at WHERE kind = 'root' AND revoked_at IS NULL AND expires_at IS NOT NULL;
DROP INDEX tokens_by_root;
CREATE UNIQUE INDEX tokens_by_root ON tokens (kind) WHERE kind = 'root' AND revoked_at IS NULL;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared(DOWN).await.map(drop)
    }
}
