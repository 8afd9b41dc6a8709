//! Files that the studio writes into a project, whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use biaoyu_page::error::Fault;
use biaoyu_press::unwritable;

/// What a file is called until it is whole; another of that name is of a run that was killed.
const DRAFT: &str = ".biaoyu-studio.tmp";

/// Writes a file so that at every moment either the old or the new one is there, on the disk before this returns.
///
/// # Errors
/// Those of the file system.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let draft = folder.join(DRAFT);
    let written = File::create(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_data()
    });
    let placed = written.and_then(|()| fs::rename(&draft, path));
    placed.map_err(|error| {
        let _ = fs::remove_file(&draft);
        unwritable(path, &error)
    })
}
