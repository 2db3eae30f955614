//! Adds indexes for the filters of events, the token that created a token, and the user and the org
//! of the result of a job's row.
//!
//! The token that created a token is read from the events of existing tokens. It stays null for
//! tokens of the command line, and for tokens whose event was deleted.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The columns that are added: table and name.
const COLUMNS: [(&str, &str); 3] = [
    ("job_rows", "user_id"),
    ("job_rows", "org_id"),
    ("tokens", "created_by"),
];

/// The indexes on events, each with its columns and its condition. A filter that may match many rows
/// of many orgs has an index for each org too.
const INDEXES: [(&str, &str, &str); 12] = [
    ("events_by_entity", "entity_id, id", ""),
    ("events_by_group", "group_id, id", "group_id IS NOT NULL"),
    ("events_by_role", "role_id, id", "role_id IS NOT NULL"),
    (
        "events_by_request",
        "request_id, id",
        "request_id IS NOT NULL",
    ),
    ("events_by_job", "job_id, id", "job_id IS NOT NULL"),
    ("events_by_token", "token_id, id", "token_id IS NOT NULL"),
    ("events_by_source", "source, id", "source IS NOT NULL"),
    ("events_by_actor_kind", "actor_kind, id", ""),
    (
        "events_by_org_and_job",
        "org_id, job_id, id",
        "org_id IS NOT NULL AND job_id IS NOT NULL",
    ),
    (
        "events_by_org_and_token",
        "org_id, token_id, id",
        "org_id IS NOT NULL AND token_id IS NOT NULL",
    ),
    (
        "events_by_org_and_source",
        "org_id, source, id",
        "org_id IS NOT NULL AND source IS NOT NULL",
    ),
    (
        "events_by_org_and_actor_kind",
        "org_id, actor_kind, id",
        "org_id IS NOT NULL",
    ),
];

const CREATED_BY: &str = "
UPDATE tokens SET created_by = (
  SELECT e.token_id FROM events e
  WHERE e.entity_id = tokens.id AND e.entity = 'token' AND e.verb = 'created'
  ORDER BY e.id LIMIT 1
);
";

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
        for (table, column) in COLUMNS {
            sql += &format!("ALTER TABLE {table} ADD COLUMN {column} {uuid};\n");
        }
        for (name, columns, condition) in INDEXES {
            let condition = match condition {
                "" => String::new(),
                condition => format!(" WHERE {condition}"),
            };
            sql += &format!("CREATE INDEX {name} ON events ({columns}){condition};\n");
        }
        sql += CREATED_BY;
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut sql = String::new();
        for (name, ..) in INDEXES.iter().rev() {
            sql += &format!("DROP INDEX {name};\n");
        }
        for (table, column) in COLUMNS.iter().rev() {
            sql += &format!("ALTER TABLE {table} DROP COLUMN {column};\n");
        }
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }
}
