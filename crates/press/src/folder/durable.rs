//! On the disk, so that a power failure takes nothing back. The order is always: bytes of a group, its receipts, then
//! names; so a receipt speaks only of what is there, and a file with a name has a receipt.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::files::Draft;

/// Files, or folders, that are waited for one by one; for more there is one wait for all.
const FEW: usize = 8;

/// Waits until the bytes of drafts below `folder` are on the disk.
pub(crate) fn bytes(folder: &Path, drafts: &[&Draft]) -> io::Result<()> {
    if drafts.len() > FEW && all(folder) {
        return Ok(());
    }
    drafts.iter().try_for_each(|draft| draft.sync())
}

/// Waits until the names of files are on the disk: `folders` hold them, `root` holds the folders.
pub(crate) fn names(root: &Path, folders: BTreeSet<PathBuf>) {
    if folders.is_empty() {
        return;
    }
    // A folder that is new has a name as well, in the one above it.
    let mut waited: BTreeSet<PathBuf> = BTreeSet::new();
    for folder in folders {
        let own = |f: &&Path| f.starts_with(root) || Some(*f) == root.parent();
        waited.extend(folder.ancestors().take_while(own).map(Path::to_path_buf));
    }
    if waited.len() > FEW && all(root) {
        return;
    }
    for folder in waited {
        // Windows opens no folders, and some network folders do not wait: names are theirs to keep.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        let _ = File::open(folder).and_then(|f| f.sync_all());
    }
}

/// Waits until all that was written to the file system of a folder is on the disk; false where there is no such wait.
fn all(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    return File::open(folder).is_ok_and(|f| rustix::fs::syncfs(f).is_ok());
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        false
    }
}
