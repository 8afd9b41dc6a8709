//! What lies in a folder, known at once.

use std::ffi::OsStr;
use std::path::Path;
use std::{fs, io};

/// A digest of a name: of a million a few megabytes.
pub(super) fn digest(name: &str) -> u64 {
    blake3::hash(name.as_bytes()).as_bytes().first_chunk().copied().map_or(0, u64::from_le_bytes)
}

/// The names in a folder, as digests: each whole, and without its last ending.
pub(super) enum Listed {
    /// They are these, ascending.
    All(Vec<u64>),
    /// It cannot be listed, or the system takes several spellings for one name.
    Unknown,
}

impl Listed {
    /// Those of a folder.
    pub(super) fn of(folder: &Path) -> Self {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut all = Vec::new();
        match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(_) => return Self::Unknown,
            Ok(entries) => {
                for entry in entries {
                    let Ok(entry) = entry else { return Self::Unknown };
                    let name = Self::folded(&entry.file_name());
                    all.extend(name.rsplit_once('.').map(|(stem, _)| digest(stem)));
                    all.push(digest(&name));
                }
            }
        }
        all.sort_unstable();
        Self::All(all)
    }

    /// Systems that take large and small letters for the same are given what they would take.
    fn folded(name: &OsStr) -> String {
        name.to_string_lossy().to_uppercase()
    }

    /// Whether a file of this name, or with an ending behind it, may be there; `false` is certain.
    pub(super) fn may_have(&self, path: &Path) -> bool {
        let (Self::All(all), Some(name)) = (self, path.file_name()) else { return true };
        let name = Self::folded(name);
        // Composed and apart are the same there; short names and trailing dots stand for others here.
        let is_odd = cfg!(target_os = "macos") || (cfg!(windows) && (name.contains('~') || name.ends_with(['.', ' '])));
        is_odd || all.binary_search(&digest(&name)).is_ok()
    }
}
