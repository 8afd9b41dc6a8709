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

mod folder;
mod own;
mod plan;
mod report;
mod run;
mod shelf;
mod stage;
mod want;

pub use folder::names::{Naming, safe};
pub use folder::shard::Shard;
pub use plan::Plan;
pub use plan::make::plan;
pub use plan::settings::Settings;
pub use plan::work::{FileWanted, Job, Leaf, Work};
pub use plan::written::{Header, Written};
pub use report::{FileReport, Options, Outcome, Report, Summary};
pub use run::check::check;
pub use run::gallery::{Gallery, gallery};
pub use run::merge::{Merged, merge};
pub use run::prove::{Fate, Wrong};
pub use run::run;
pub use shelf::list::{Entry, list};
pub use shelf::shop::Shop;
pub use shelf::sources::{Broken, Found, Shelf, Sources, Whence};
pub use stage::{Sides, Stage};
pub use want::{Colours, DataWanted, Output, Pick, Picks, ShopWanted, Texts, Wanted};

use std::path::Path;

use biaoyu_page::error::Fault;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// `file/…`: it is not there, is no file, is too large, or cannot be read.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Fault> {
    folder::files::read_limited(path, limit)
}

/// Writes a text to a file that is not there yet, making its folder.
///
/// # Errors
/// `file/there` when the file is there; those of the file system.
pub fn write_new(path: &Path, text: &str) -> Result<(), Fault> {
    folder::files::write_new(path, text)
}

/// Writes a file whole, over one of the same name, in a folder that is there.
///
/// # Errors
/// Those of the file system.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    folder::files::write_whole(path, bytes).map_err(|error| unwritable(path, &error))
}

/// What a refusal of the system to write means to the user.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    folder::files::fault(path, error, folder::files::Doing::Write)
}
