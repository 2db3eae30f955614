//! Adds permissions and allowed networks of memberships, roles that orgs define, and external ids
//! of users.
//!
//! `rights` contains the bits of those names in `permissions` that this server enforces, so that a
//! query can check a permission without reading lists. `ip_ranges` contains `allowed_ips` as pairs
//! of first and last address, all of equal length, so that both engines can compare addresses as
//! text. `membership_roles` repeats the ids in `roles` of `memberships`, so that queries can find
//! memberships by role, and so that foreign keys ensure that role and membership belong to one org.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

const UP: &str = r#"
ALTER TABLE users ADD COLUMN external_id text {bytewise};
CREATE INDEX users_by_external_id ON users (external_id) WHERE external_id IS NOT NULL;

ALTER TABLE memberships ADD COLUMN permissions {json};
ALTER TABLE memberships ADD COLUMN rights bigint NOT NULL DEFAULT 0;
ALTER TABLE memberships ADD COLUMN allowed_ips {json};
ALTER TABLE memberships ADD COLUMN ip_ranges {json};
ALTER TABLE memberships ADD COLUMN source text;
ALTER TABLE memberships ADD COLUMN roles {json};
DROP INDEX memberships_by_org;
CREATE UNIQUE INDEX memberships_by_org ON memberships (org_id, id);

CREATE TABLE roles (
  id {uuid} NOT NULL PRIMARY KEY,
  org_id {uuid} NOT NULL REFERENCES orgs (id),
  name text NOT NULL,
  name_key text {bytewise} NOT NULL,
  permissions {json} NOT NULL,
  rights bigint NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  UNIQUE (org_id, name_key),
  UNIQUE (org_id, id)
);

CREATE TABLE membership_roles (
  membership_id {uuid} NOT NULL,
  role_id {uuid} NOT NULL,
  org_id {uuid} NOT NULL,
  PRIMARY KEY (membership_id, role_id),
  FOREIGN KEY (org_id, membership_id) REFERENCES memberships (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, role_id) REFERENCES roles (org_id, id)
);
CREATE INDEX membership_roles_by_role ON membership_roles (role_id, membership_id);
"#;

const DOWN: &str = "
DROP TABLE membership_roles;
DROP TABLE roles;
DROP INDEX memberships_by_org;
CREATE INDEX memberships_by_org ON memberships (org_id, id);
ALTER TABLE memberships DROP COLUMN roles;
ALTER TABLE memberships DROP COLUMN source;
ALTER TABLE memberships DROP COLUMN ip_ranges;
ALTER TABLE memberships DROP COLUMN allowed_ips;
ALTER TABLE memberships DROP COLUMN rights;
ALTER TABLE memberships DROP COLUMN permissions;
DROP INDEX users_by_external_id;
ALTER TABLE users DROP COLUMN external_id;
";

/// Returns the placeholders, and the words that replace them on this engine.
fn words(backend: DbBackend) -> [(&'static str, &'static str); 4] {
    match backend {
        DbBackend::Sqlite => [
            ("{uuid}", "blob"),
            ("{time}", "text"),
            ("{json}", "text"),
            ("{bytewise}", "COLLATE BINARY"),
        ],
        _ => [
            ("{uuid}", "uuid"),
            ("{time}", "timestamptz"),
            ("{json}", "jsonb"),
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
        manager.get_connection().execute_unprepared(DOWN).await?;
        Ok(())
    }
}
