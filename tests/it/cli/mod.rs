//! The built program, as an operator runs it.

mod backup;
mod config;
mod demo;
mod hangup;
mod healthcheck;
mod help;
mod migrate;
mod no_database;
mod root_token;
mod secret;
mod start;
mod token;

use tempfile::TempDir;

use crate::support::Program;

/// A folder of the operator's own.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The program in this folder, where its database is too.
fn program(folder: &TempDir) -> Program {
    Program::in_folder(folder.path())
}

#[test]
fn the_playground_is_announced_where_there_is_one() {
    let announced = Program::alone().serve().stopped();
    assert!(announced.contains("/playground\n"), "{announced}");
    let without = Program::alone().env("TENANTRY_PLAYGROUND", "false");
    let announced = without.serve().stopped();
    assert!(!announced.contains("playground"), "{announced}");
}
