//! The database: connections, transactions, error mapping, and named SQL fragments that differ
//! between the two engines. Nothing above this layer (but `migration`) checks the engine.
//!
//! To add a fragment: a method of [`Sql`] that is named after its meaning, with both engines in it
//! and a test on both.

mod backup;
mod conn;
mod error;
mod file;
mod findings;
mod health;
mod load;
pub mod many;
mod meter;
mod open;
mod pool;
mod postgres;
mod refusal;
mod requirements;
mod sql;
mod sqlite;
mod sqlite_file;
mod statistics;

pub use backup::back_up;
pub use conn::Conn;
pub use error::{advice, found_no_room, from_db};
pub use file::database_file;
pub use health::Health;
pub use load::Load;
pub use meter::Meter;
pub use open::{Db, Options, known_migrations};
pub use pool::PoolState;
pub use postgres::PLANNER;
pub use sql::{Children, Kind, People, Sql, columns, prefixed_columns};
