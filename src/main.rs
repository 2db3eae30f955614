//! The program: parses the command line, nothing else.

use std::process::ExitCode;

/// Half of the time of a long list is spent on memory. SQLite takes its memory from here too (the crate's feature
/// `override`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tenantry::cli::main()
}
