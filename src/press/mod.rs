//! The press: plans what is to be made, makes it on all threads and puts the files in their places. With `cli` the only
//! module that knows files.
//!
//! ```text
//! Wanted ─► plan (sources · data · sheets · spread · paths) ─► Plan ─► run (ordered · print · book · receipts) ─► files
//! ```

mod approve;
mod book;
mod compositor;
mod data;
mod digest;
mod files;
mod gallery;
mod gather;
mod index;
mod licences;
mod list;
mod names;
mod ordered;
mod own;
mod paths;
mod pictures;
mod plan;
mod print;
mod receipts;
mod run;
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
pub use list::{Entry, list};
pub use names::{Naming, safe};
pub use plan::{Plan, Settings, plan};
pub use run::{FileReport, Options, Outcome, Report, Summary, check, run};
pub use shop::Shop;
pub use sources::{Broken, Found, Shelf, Sources, Whence};
pub use want::{Colours, DataWanted, Format, Output, Pick, Picks, ShopWanted, Texts, Wanted};
pub use work::{FileWanted, Job, Leaf, Work};

use std::path::Path;

use crate::error::Fault;

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
