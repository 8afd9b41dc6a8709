//! The press: plans what is to be made, makes it on all threads and puts the files in their places.
//!
//! It knows what is wanted ([`Wanted`]), the output folder with its receipts, the shelves that things are taken from, works
//! and jobs ([`Plan`]), finished pages before any backend ([`Stage`]), and how a run or a part of it goes ([`run()`]).
//! It never knows arguments or the terminal, and nothing below it knows files, the environment or the clock.
//!
//! ```
//! use biaoyu_press::{Sources, Stage, Texts, Wanted, plan};
//!
//! let mut wanted = Wanted::default();
//! wanted.what.texts = Texts::Each(vec!["质量先行 顾客为上".into()]);
//! wanted.what.products = vec!["badge-58".into(), "poster-a4".into()];
//! let plan = plan(&wanted, &Sources::default())?;
//! let stage = Stage::new(&plan);
//! for leaf in &plan.pages {
//!     assert!(!stage.page(*leaf)?.page.items.is_empty());
//! }
//! # Ok::<(), biaoyu_page::error::Faults>(())
//! ```
//!
//! ```text
//! want ─► folder ─► shelf ─► plan ─► stage ─► planned ─► own ─► run ─► away        each room knows those before it
//! ```
#![warn(unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod away;
mod coats;
mod folder;
mod impose;
mod own;
mod plan;
mod planned;
mod report;
mod run;
mod shelf;
mod stage;
mod stock;
mod want;

pub use folder::lists::parts_of;
pub use folder::names::{Naming, safe};
pub use folder::shard::Shard;
pub use impose::{ImposeReport, ImposeWanted, calibration, impose};
pub use plan::Plan;
pub use plan::roster::Roster;
pub use plan::settings::Settings;
pub use plan::work::{FileWanted, Job, Leaf, Work};
pub use plan::written::{PLAN_HEAD, Written};
pub use planned::plan;
pub use report::{FileReport, Options, Outcome, PageReport, Summary};
pub use run::check::check;
pub use run::gallery::{Gallery, gallery};
pub use run::merge::{Merged, merge};
pub use run::prove::{Fate, Wrong};
pub use run::run;
pub use run::size::{Size, size};
pub use run::status::{PartStatus, Status, status};
pub use shelf::kept::KeptPictures;
pub use shelf::list::{Entry, list};
pub use shelf::machines::keep;
pub use shelf::shop::Shop;
pub use shelf::sources::{Broken, Found, Shelf, Sources, Whence};
pub use shelf::standing::{STANDING, standing};
pub use stage::{Sides, Stage};
pub use want::{
    Colours, DataWanted, Given, Output, Pick, Picks, SheetsWanted, ShopWanted, Standing, Texts, Wanted, What, Words,
};

use std::path::Path;

use biaoyu_page::error::Fault;

/// A digest of the sources that pages are made by: builds of the same sources have the same, with and without git.
pub const BUILD: &str = env!("BIAOYU_BUILD");

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

/// Writes a file whole in a folder that is there, over one of the same name that begins with `own`, by which files of its
/// kind that are ours are known.
///
/// # Errors
/// `file/there` when another's file has that name; those of the file system.
pub fn write(path: &Path, bytes: &[u8], own: &str) -> Result<(), Fault> {
    folder::files::write_whole(path, bytes, own)
}

/// The same of bytes that come one after the other, in the place of what has its name. `write` may read back what it wrote.
///
/// # Errors
/// Those of the file system. Nothing is changed then.
pub fn write_by(path: &Path, write: impl FnOnce(&mut std::fs::File) -> std::io::Result<()>) -> Result<(), Fault> {
    folder::files::write_by(path, write)
}

/// Waits until the name of a new file is on the disk, too, where the system can say so.
pub fn keep_name(path: &Path) {
    if let Some(folder) = path.parent() {
        folder::durable::names(folder, [folder.to_path_buf()].into());
    }
}

/// Opens a file for reading where no link, pipe or device lies in its place.
///
/// # Errors
/// Those of the file system.
pub fn open_own(path: &Path) -> Result<std::fs::File, Fault> {
    folder::open::read(path).map_err(|error| folder::files::fault(path, &error, folder::files::Doing::Read))
}

/// Refuses a path that [`write()`] would refuse because another's file lies there.
///
/// # Errors
/// As [`write()`].
pub fn check_own(path: &Path, own: &str) -> Result<(), Fault> {
    folder::files::check_own(path, own)
}

/// What a refusal of the system to write means to the user.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Fault {
    folder::files::fault(path, error, folder::files::Doing::Write)
}
