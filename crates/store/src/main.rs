//! The `biaoyu-store` command: the press with its output in a store. How S3 is spoken to stands here, in a program of its own, so
//! that `biaoyu` opens no connection; the commands are those of [`biaoyu::cli::store`].
#![forbid(unsafe_code)]

mod http;
mod s3;

use std::process::ExitCode;

use biaoyu_page::error::Fault;
use biaoyu_press::away::{Folder, Store, faults};
use mimalloc::MiMalloc;

/// Pages are made on one thread and given up on another, which the system's allocator makes both wait for.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    biaoyu::cli::store(&open)
}

/// The store of an address.
fn open(address: &str) -> Result<Box<dyn Store>, Fault> {
    match address.split_once("://") {
        Some(("s3", _)) => Ok(Box::new(s3::Bucket::of(address)?)),
        Some(("file", _)) => Ok(Box::new(Folder::of(address)?)),
        _ => Err(faults::address(address)),
    }
}
