//! Tests the program on the command line.

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
mod sync;
mod token;

use tempfile::TempDir;

use crate::support::Program;

/// Creates a temporary folder.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Returns the program in this folder, which also contains its database.
fn program(folder: &TempDir) -> Program {
    Program::in_folder(folder.path())
}

#[test]
fn console_is_announced_if_it_is_enabled() {
    let announced = Program::alone().serve().stopped();
    assert!(announced.contains("/console\n"), "{announced}");
    let without = Program::alone().env("TENANTRY_CONSOLE", "false");
    let announced = without.serve().stopped();
    assert!(!announced.contains("console"), "{announced}");
}

#[test]
fn playground_is_announced_if_it_is_enabled() {
    let announced = Program::alone().serve().stopped();
    assert!(announced.contains("/playground\n"), "{announced}");
    let without = Program::alone().env("TENANTRY_PLAYGROUND", "false");
    let announced = without.serve().stopped();
    assert!(!announced.contains("playground"), "{announced}");
}
