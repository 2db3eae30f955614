//! Synchronization: the APIs of uploads, runs, holds and exports.

mod export;
mod graphql;
mod hold;
mod http;
mod plan;
