//! The press: plans what is to be made, makes it on all threads and puts the files in their places. With `cli` the only
//! module that knows files.
//!
//! ```text
//! Wanted ─► plan (sources · data · sheets · spread · paths) ─► Plan ─► run (ordered · print · book · receipts) ─► files
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::dbg_macro,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::disallowed_methods
    )
)]

mod approve;
mod book;
mod compositor;
mod data;
mod digest;
mod durable;
mod files;
mod gallery;
mod gather;
mod guides;
mod index;
mod jobs;
mod licences;
mod list;
mod merge;
mod names;
mod ordered;
mod own;
mod parts;
mod paths;
mod pictures;
mod plan;
mod plates;
mod print;
mod prove;
mod receipts;
mod run;
mod shard;
mod sheets;
mod shop;
mod sources;
mod spread;
mod ticket;
mod want;
mod wanted_files;
mod work;
mod writer;

pub use gallery::{Gallery, gallery};
pub use jobs::{Header, Written};
pub use list::{Entry, list};
pub use merge::{Merged, merge};
pub use names::{Naming, safe};
pub use plan::{Plan, Settings, plan};
pub use prove::{Fate, Wrong};
pub use run::{FileReport, Options, Outcome, Report, Summary, check, run};
pub use shard::Shard;
pub use shop::Shop;
pub use sources::{Broken, Found, Shelf, Sources, Whence};
pub use want::{Colours, DataWanted, Format, Output, Pick, Picks, ShopWanted, Texts, Wanted};
pub use work::{FileWanted, Job, Leaf, Work};

use std::path::Path;

use biaoyu_page::error::Fault;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// `file/…`: it is not there, is no file, is too large, or cannot be read.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Fault> {
    files::read_limited(path, limit)
}

/// Writes a text to a file that is not there yet, making its folder.
///
/// # Errors
/// `file/there` when the file is there; those of the file system.
pub fn write_new(path: &Path, text: &str) -> Result<(), Fault> {
    files::write_new(path, text)
}

/// Writes a file whole, over one of the same name, in a folder that is there.
///
/// # Errors
/// Those of the file system.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    files::write_whole(path, bytes).map_err(|error| unwritable(path, &error))
}

/// What a refusal of the system to write means to the user.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    files::fault(path, error, files::Doing::Write)
}
