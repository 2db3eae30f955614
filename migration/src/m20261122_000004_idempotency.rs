//! Adds the outcomes of changes that were sent with an idempotency key. They are returned when the
//! changes are sent again.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The table has no foreign key to the token: a deleted token is never used again, and its rows
/// expire.
const UP: &str = "
CREATE TABLE idempotency_keys (
  token_id {uuid} NOT NULL,
  key text {bytewise} NOT NULL,
  path text {bytewise} NOT NULL,
  hash {bytes} NOT NULL,
  outcome text,
  expires_at {time} NOT NULL,
  PRIMARY KEY (token_id, key, path)
);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
";

/// Returns the placeholders, and the words that replace them on this engine.
fn words(backend: DbBackend) -> [(&'static str, &'static str); 4] {
    match backend {
        DbBackend::Sqlite => [
            ("{uuid}", "blob"),
            ("{time}", "text"),
            ("{bytes}", "blob"),
            ("{bytewise}", "COLLATE BINARY"),
        ],
        _ => [
            ("{uuid}", "uuid"),
            ("{time}", "timestamptz"),
            ("{bytes}", "bytea"),
            ("{bytewise}", "COLLATE \"C\""),
        ],
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut sql = UP.to_owned();
        for (word, meaning) in words(manager.get_database_backend()) {
            sql = sql.replace(word, meaning);
        }
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection
            .execute_unprepared("DROP TABLE idempotency_keys")
            .await?;
        Ok(())
    }
}
