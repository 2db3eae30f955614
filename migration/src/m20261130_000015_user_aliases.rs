//! Adds the former ids and e-mail addresses of merged users.
//!
//! An alias belongs to the user who was kept, and is deleted with that user. The normalized address
//! is null for an alias whose address became free.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = "
CREATE TABLE user_aliases (
  id {uuid} NOT NULL PRIMARY KEY,
  user_id {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  email text,
  email_key text {bytewise},
  created_at {time} NOT NULL
);
CREATE INDEX user_aliases_by_user ON user_aliases (user_id);
CREATE UNIQUE INDEX user_aliases_by_email ON user_aliases (email_key) WHERE email_key IS NOT NULL;
";

/// Returns the placeholders, and the words that replace them on this engine.
fn words(backend: DbBackend) -> [(&'static str, &'static str); 3] {
    match backend {
        DbBackend::Sqlite => [
            ("{uuid}", "blob"),
            ("{bytewise}", "COLLATE BINARY"),
            ("{time}", "text"),
        ],
        _ => [
            ("{uuid}", "uuid"),
            ("{bytewise}", "COLLATE \"C\""),
            ("{time}", "timestamptz"),
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
        let drop = "DROP TABLE user_aliases;";
        manager.get_connection().execute_unprepared(drop).await?;
        Ok(())
    }
}
