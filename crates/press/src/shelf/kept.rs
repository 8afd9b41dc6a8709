//! Pictures that are kept between plans: whoever plans again at every keystroke decodes none twice.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::sources::Sources;
use biaoyu_page::error::{Faults, Finding};
use biaoyu_page::icc::Profile;
use biaoyu_set::compose::Picture;
use biaoyu_set::picture::Options;

/// Pictures that are kept, at most.
const MOST: usize = 48;

/// A picture as it was read, what a printer should know of it, and the digest of its bytes.
type Read = (Picture, Vec<Finding>, blake3::Hash);

/// A file as it was when it was read, and how.
#[derive(PartialEq)]
struct Key {
    path: PathBuf,
    changed: SystemTime,
    length: u64,
    how: String,
}

/// Pictures by their files; one that has changed since is read again.
#[derive(Default)]
pub struct KeptPictures(Mutex<Vec<(Key, Read)>>);

impl std::fmt::Debug for KeptPictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeptPictures")
    }
}

impl Sources {
    /// The same, with pictures that are kept from plan to plan.
    #[must_use]
    pub fn keeping(mut self, kept: Arc<KeptPictures>) -> Self {
        self.kept = Some(kept);
        self
    }
}

impl KeptPictures {
    /// A picture that is kept, or read now.
    pub(crate) fn get(
        &self,
        path: &Path,
        profile: &Profile,
        options: &Options,
        read: impl FnOnce() -> Result<Read, Faults>,
    ) -> Result<Read, Faults> {
        let Ok(about) = path.metadata() else { return read() };
        let changed = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let how = format!("{options:?} {}", blake3::hash(profile.bytes()));
        let key = Key { path: path.to_path_buf(), changed, length: about.len(), how };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = all.iter().position(|(own, _)| *own == key) {
            let known = all.remove(at);
            let found = known.1.clone();
            all.push(known);
            return Ok(found);
        }
        drop(all);
        let found = read()?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.remove(0);
        }
        all.push((key, found.clone()));
        Ok(found)
    }
}
