//! The whole system through its doors, on both engines. See `support` for how a test is written.

mod support;

mod access;
mod cli;
mod concurrency;
mod event;
mod examples;
mod faults;
mod gate;
mod group;
mod guide;
mod http;
mod limits;
mod membership;
mod migration;
mod org;
mod schema;
mod search;
mod statements;
mod stop;
mod token;
mod user;
