//! x
pub mod access;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod domain;
pub mod entity;
pub mod error;
pub mod fold;
pub mod graphql;
pub mod id;
pub mod page;
pub mod server;
