//! Adds versions of rows, owners of synchronized rows, and the origin of events.
//!
//! `version` counts the writes of a row, so that a caller can require that a row has not changed
//! since they read it. `owned_by` names the external system that owns a row. An event names the
//! change that it belongs to (`change_id`), the job or sync run that made the change, the group or
//! role concerned, and the names of the row (`label`) and of the actor (`actor_label`) at the time,
//! because both may be deleted before the event is read. These columns are null in events from
//! before this migration.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables whose rows have a version.
const VERSIONED: [&str; 7] = [
    "users",
    "orgs",
    "memberships",
    "groups",
    "group_memberships",
    "roles",
    "tokens",
];

/// The tables whose rows an external system can own.
const OWNED: [&str; 3] = ["users", "memberships", "group_memberships"];

/// The columns that are added to events, and their types.
const OF_EVENTS: [(&str, &str); 8] = [
    ("version", "bigint"),
    ("change_id", "{uuid}"),
    ("sync_run", "{uuid}"),
    ("job_id", "{uuid}"),
    ("group_id", "{uuid}"),
    ("role_id", "{uuid}"),
    ("label", "text"),
    ("actor_label", "text"),
];

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
        let mut sql = String::new();
        for table in VERSIONED {
            sql += &format!("ALTER TABLE {table} ADD COLUMN version bigint NOT NULL DEFAULT 1;\n");
        }
        for table in OWNED {
            sql += &format!("ALTER TABLE {table} ADD COLUMN owned_by text;\n");
        }
        for (column, kind) in OF_EVENTS {
            let kind = kind.replace("{uuid}", uuid);
            sql += &format!("ALTER TABLE events ADD COLUMN {column} {kind};\n");
        }
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut sql = String::new();
        for (column, _) in OF_EVENTS.iter().rev() {
            sql += &format!("ALTER TABLE events DROP COLUMN {column};\n");
        }
        for table in OWNED.iter().rev() {
            sql += &format!("ALTER TABLE {table} DROP COLUMN owned_by;\n");
        }
        for table in VERSIONED.iter().rev() {
            sql += &format!("ALTER TABLE {table} DROP COLUMN version;\n");
        }
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }
}
