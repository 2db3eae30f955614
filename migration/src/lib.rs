//! The database schema as migrations, one per file, newest last.
//!
//! A migration is SQL text, because its most important parts (partial and trigram indexes,
//! collations, triggers) differ between the two engines and are easiest to read as SQL. A migration
//! never imports the entities, because entities change later and a migration never does.
//!
//! To add a migration, copy the structure of the newest file under a new date and name, list the
//! migration in [`Migrator`], and give it a `down`. A test then requires that each new text or JSON
//! column is listed in `domain/user/erase/places.rs`, as personal data or not.

pub use sea_orm_migration::prelude::*;

mod m20261122_000001_directory;
mod m20261122_000002_lists;
mod m20261122_000003_rights;
mod m20261122_000004_idempotency;
mod m20261122_000005_jobs;
mod m20261122_000006_events;
mod m20261122_000007_numbers;
mod m20261128_000008_root_overlap;
mod m20261128_000009_versions;
mod m20261129_000010_hidden_defaults;
mod m20261129_000011_keys;
mod m20261129_000012_sync;
mod m20261130_000013_search;
mod m20261130_000014_event_names;
mod m20261130_000015_user_aliases;
mod m20261130_000016_contact_search;
mod m20261130_000017_retired_members;
mod m20261130_000018_users_without_org;

/// All migrations in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_directory::Migration),
            Box::new(m20261122_000002_lists::Migration),
            Box::new(m20261122_000003_rights::Migration),
            Box::new(m20261122_000004_idempotency::Migration),
            Box::new(m20261122_000005_jobs::Migration),
            Box::new(m20261122_000006_events::Migration),
            Box::new(m20261122_000007_numbers::Migration),
            Box::new(m20261128_000008_root_overlap::Migration),
            Box::new(m20261128_000009_versions::Migration),
            Box::new(m20261129_000010_hidden_defaults::Migration),
            Box::new(m20261129_000011_keys::Migration),
            Box::new(m20261129_000012_sync::Migration),
            Box::new(m20261130_000013_search::Migration),
            Box::new(m20261130_000014_event_names::Migration),
            Box::new(m20261130_000015_user_aliases::Migration),
            Box::new(m20261130_000016_contact_search::Migration),
            Box::new(m20261130_000017_retired_members::Migration),
            Box::new(m20261130_000018_users_without_org::Migration),
        ]
    }
}
