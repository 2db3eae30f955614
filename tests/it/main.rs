//! The whole system through its doors, on both engines. See `support` for how a test is written.

mod support;

mod access;
mod cli;
mod concurrency;
mod connections;
mod cost;
mod demo;
mod documents;
mod event;
mod examples;
mod faults;
mod gate;
mod group;
mod group_users;
mod guide;
mod http;
mod limits;
mod log;
mod membership;
mod membership_add;
mod membership_default;
mod membership_owner;
mod migration;
mod org;
mod plans;
mod playground;
mod schema;
mod search;
mod search_index;
mod statements;
mod stop;
mod token;
mod user;
mod user_read;
mod user_update;
