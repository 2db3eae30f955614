//! Synchronization: the APIs of uploads, runs, holds and exports.

mod erase;
mod export;
mod graphql;
mod hold;
mod http;
mod plan;
mod round;
pub(crate) mod runs;
