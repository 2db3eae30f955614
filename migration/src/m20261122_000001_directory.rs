//! Creates the directory: users, orgs, memberships, groups, tokens, and the events that record
//! every change of them.
//!
//! Columns that are compared or sorted (`*_key`, ids) use byte order on both engines, so that both
//! return lists in one order.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// The migration that this module describes.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables. Placeholders stand for the few words that differ between the engines.
const TABLES: &str = r#"
CREATE TABLE users (
  {rowid}
  id {uuid} NOT NULL {primary},
  email text NOT NULL,
  email_key text {bytewise} NOT NULL UNIQUE,
  first_name text NOT NULL,
  last_name text NOT NULL,
  display_name text NOT NULL,
  display_name_is_custom boolean NOT NULL,
  display_name_key text {bytewise} NOT NULL,
  search_text text {bytewise} NOT NULL,
  mobile text,
  mobile_key text {bytewise},
  timezone text,
  status text NOT NULL CHECK (status IN ('active', 'suspended')),
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL
);
CREATE INDEX users_by_mobile ON users (mobile_key) WHERE mobile_key IS NOT NULL;
CREATE INDEX users_by_name ON users (display_name_key, id);
CREATE INDEX users_by_updated_at ON users (updated_at, id);

CREATE TABLE orgs (
  id {uuid} NOT NULL PRIMARY KEY,
  name text NOT NULL,
  name_key text {bytewise} NOT NULL,
  external_id text {bytewise},
  status text NOT NULL CHECK (status IN ('active', 'retired')),
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL
);
CREATE UNIQUE INDEX orgs_by_active_name ON orgs (name_key) WHERE status = 'active';
CREATE INDEX orgs_by_name ON orgs (name_key, id);
CREATE INDEX orgs_by_external_id ON orgs (external_id) WHERE external_id IS NOT NULL;

CREATE TABLE memberships (
  id {uuid} NOT NULL PRIMARY KEY,
  org_id {uuid} NOT NULL REFERENCES orgs (id),
  user_id {uuid} NOT NULL REFERENCES users (id),
  role text NOT NULL CHECK (role IN ('user', 'admin')),
  status text NOT NULL CHECK (status IN ('active', 'retired')),
  is_owner boolean NOT NULL,
  is_default boolean NOT NULL,
  default_reason text CHECK (default_reason IN ('explicit', 'only', 'alphabetical', 'promoted')),
  external_id text {bytewise},
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  UNIQUE (org_id, user_id),
  CHECK (is_default = (default_reason IS NOT NULL)),
  CHECK (status = 'active' OR NOT is_default)
);
CREATE UNIQUE INDEX memberships_by_default ON memberships (user_id) WHERE is_default;
CREATE INDEX memberships_by_user ON memberships (user_id);
CREATE INDEX memberships_by_external_id ON memberships (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX memberships_by_org ON memberships (org_id, id);
CREATE INDEX memberships_in_charge ON memberships (org_id, id) WHERE is_owner OR role = 'admin';

CREATE TABLE groups (
  id {uuid} NOT NULL PRIMARY KEY,
  org_id {uuid} NOT NULL REFERENCES orgs (id),
  name text NOT NULL,
  name_key text {bytewise} NOT NULL,
  external_id text {bytewise},
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  UNIQUE (org_id, name_key),
  UNIQUE (org_id, id)
);

CREATE TABLE group_memberships (
  id {uuid} NOT NULL PRIMARY KEY,
  group_id {uuid} NOT NULL,
  org_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  UNIQUE (group_id, user_id),
  FOREIGN KEY (org_id, group_id) REFERENCES groups (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES memberships (org_id, user_id)
);
CREATE INDEX group_memberships_by_member ON group_memberships (org_id, user_id);

CREATE TABLE tokens (
  id {uuid} NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('token', 'root')),
  name text NOT NULL,
  hash {bytes} NOT NULL UNIQUE,
  prefix text NOT NULL,
  user_id {uuid} REFERENCES users (id),
  org_id {uuid} REFERENCES orgs (id),
  scopes {json},
  allowed_ips {json},
  source text,
  expires_at {time},
  last_used_at {time},
  revoked_at {time},
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL
);
CREATE INDEX tokens_by_org ON tokens (org_id, id);
CREATE INDEX tokens_by_user ON tokens (user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX tokens_by_root ON tokens (kind) WHERE kind = 'root' AND revoked_at IS NULL;

CREATE TABLE events (
  id {uuid} NOT NULL PRIMARY KEY,
  at {time} NOT NULL,
  request_id text,
  actor_kind text NOT NULL CHECK (actor_kind IN ('token', 'root', 'cli', 'job')),
  token_id {uuid},
  actor_user_id {uuid},
  source text,
  org_id {uuid},
  user_id {uuid},
  entity text NOT NULL,
  entity_id {uuid} NOT NULL,
  verb text NOT NULL,
  before {json},
  after {json}
);
CREATE INDEX events_by_org ON events (org_id, id) WHERE org_id IS NOT NULL;
CREATE INDEX events_by_user ON events (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX events_by_actor ON events (actor_user_id, id) WHERE actor_user_id IS NOT NULL;
"#;

/// Substring search on PostgreSQL. New index entries wait in a pending list, which each search
/// scans and which the writer that fills it merges into the index. The limit of the list is 256 kB
/// instead of 4 MB, so that neither takes long.
const SEARCH_POSTGRES: &str = "
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX users_by_search_text ON users USING gin (search_text gin_trgm_ops) WITH (gin_pending_list_limit = 256);
";

/// Substring search on SQLite: a full-text index that reads its text from `users` and is updated by
/// triggers. The index refers to rows by `seq`, because an implicit rowid may change when the
/// database is vacuumed.
const SEARCH_SQLITE: &str = "
CREATE VIRTUAL TABLE users_search USING fts5(
  search_text, content = 'users', content_rowid = 'seq', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN
  INSERT INTO users_search (rowid, search_text) VALUES (new.seq, new.search_text);
END;
CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN
  INSERT INTO users_search (users_search, rowid, search_text) VALUES ('delete', old.seq, old.search_text);
END;
CREATE TRIGGER users_search_update AFTER UPDATE OF search_text ON users WHEN old.search_text <> new.search_text BEGIN
  INSERT INTO users_search (users_search, rowid, search_text) VALUES ('delete', old.seq, old.search_text);
  INSERT INTO users_search (rowid, search_text) VALUES (new.seq, new.search_text);
END;
";

/// Returns the placeholders, and the words that replace them on this engine.
fn words(backend: DbBackend) -> Result<[(&'static str, &'static str); 7], DbErr> {
    match backend {
        DbBackend::Postgres => Ok([
            ("{rowid}", ""),
            ("{primary}", "PRIMARY KEY"),
            ("{uuid}", "uuid"),
            ("{time}", "timestamptz"),
            ("{bytes}", "bytea"),
            ("{json}", "jsonb"),
            ("{bytewise}", "COLLATE \"C\""),
        ]),
        DbBackend::Sqlite => Ok([
            ("{rowid}", "seq INTEGER PRIMARY KEY,"),
            ("{primary}", "UNIQUE"),
            ("{uuid}", "blob"),
            ("{time}", "text"),
            ("{bytes}", "blob"),
            ("{json}", "text"),
            ("{bytewise}", "COLLATE BINARY"),
        ]),
        other => Err(DbErr::BackendNotSupported {
            db: other.as_str(),
            ctx: "migration",
        }),
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite uses a transaction too: if two servers start at once, the second one waits and finds
    // the migration done.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut sql = TABLES.to_owned();
        for (word, meaning) in words(backend)? {
            sql = sql.replace(word, meaning);
        }
        let connection = manager.get_connection();
        connection.execute_unprepared(&sql).await?;
        let search = match backend {
            DbBackend::Sqlite => SEARCH_SQLITE,
            _ => SEARCH_POSTGRES,
        };
        connection.execute_unprepared(search).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Sqlite {
            connection
                .execute_unprepared("DROP TABLE users_search")
                .await?;
        }
        for table in [
            "events",
            "tokens",
            "group_memberships",
            "groups",
            "memberships",
            "orgs",
            "users",
        ] {
            connection
                .execute_unprepared(&format!("DROP TABLE {table}"))
                .await?;
        }
        Ok(())
    }
}
