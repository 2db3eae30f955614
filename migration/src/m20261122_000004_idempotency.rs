//! Changes that came with an idempotency key: what they gave back, for when they come again.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// See the module.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// No reference to the token: one that is deleted comes never again, and its keys end with their time.
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

/// The words in which the engines differ.
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
