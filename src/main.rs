//! The program. Its only task is to call the command line in `cli`.

use std::process::ExitCode;

/// The memory allocator. Long lists spent half of their time in the system's allocator. SQLite uses
/// this allocator too, through the `override` feature of the crate.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tenantry::cli::main()
}
