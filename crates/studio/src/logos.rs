//! Logos that were decoded.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use biaoyu_page::error::Faults;
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_set::picture::Picture;

use crate::held::held;
use crate::keep;

/// Logos that are kept decoded, at most.
const KEPT: usize = 12;

/// A file as it was when it was decoded, and whether its white ground was taken off.
type Key = (PathBuf, Option<SystemTime>, u64, bool);

/// Logos by their files: one that has changed is decoded anew.
#[derive(Default)]
pub(crate) struct Logos(Mutex<Vec<(Key, Picture)>>);

impl Logos {
    /// The logo of a file, with its white ground taken off where that is wanted.
    ///
    /// # Errors
    /// It cannot be read, or not be placed.
    pub(crate) fn get(&self, path: &Path, name: &str, knockout: bool) -> Result<Picture, Faults> {
        let about = std::fs::metadata(path).ok();
        let changed = about.as_ref().and_then(|about| about.modified().ok());
        let key = (path.to_path_buf(), changed, about.map_or(0, |about| about.len()), knockout);
        if let Some((_, known)) = held(&self.0).iter().find(|(own, _)| *own == key) {
            return Ok(known.clone());
        }
        let bytes = biaoyu_press::read(path, IMAGE_BYTES)?;
        let (picture, _) = keep::picture(name, &bytes, knockout)?;
        let mut all = held(&self.0);
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push((key, picture.clone()));
        Ok(picture)
    }
}
