//! Synchronization: the APIs of uploads, runs, holds and exports; plans, applying and reverting
//! them.

mod apply;
mod erase;
mod export;
mod graphql;
mod hold;
mod http;
mod plan;
mod revert;
mod round;
pub(crate) mod runs;
