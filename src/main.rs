//! The `biaoyu` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Pages are made on one thread and given up on another, which the system's allocator makes both wait for.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    biaoyu::cli::main()
}
