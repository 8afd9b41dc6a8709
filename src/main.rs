//! The `biaoyu` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    biaoyu::cli::main()
}
