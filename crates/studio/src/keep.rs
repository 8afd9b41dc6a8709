//! Files kept in a project's folder under a name of their own, and pictures read before they are.

use std::path::Path;
use std::{fs, io};

use biaoyu_check::import::load;
use biaoyu_page::error::{Fault, Faults, Finding, Place};
use biaoyu_page::icc::Profile;
use biaoyu_page::say;
use biaoyu_set::picture::{Options, Picture, Pictures};

use crate::names::{BENCH, CAMPAIGN, MADE, PHOTOS};

/// Files of one name that are kept, at most.
const COPIES: usize = 1000;

/// Names that the project's own files and folders have, or will have.
fn is_reserved(name: &str) -> bool {
    let lower = name.to_lowercase();
    [CAMPAIGN, BENCH, PHOTOS].iter().chain(&MADE).any(|own| lower == *own)
}

/// Keeps bytes under a name; under another one where that is taken by other bytes. The name that they have, and whether it is
/// new. Nothing that is there is written over.
///
/// # Errors
/// Those of the file system.
pub(crate) fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<(String, bool), Fault> {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    for copy in 1..COPIES {
        let own = if copy == 1 { name.to_owned() } else { format!("{stem}-{copy}{ending}") };
        let path = folder.join(&own);
        if is_reserved(&own) {
            continue;
        }
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                biaoyu_press::write(&path, bytes, "")?;
                biaoyu_press::keep_name(&path);
                return Ok((own, true));
            }
            Err(error) => return Err(biaoyu_press::unwritable(&path, &error)),
            Ok(about)
                if about.is_file()
                    && about.len() == bytes.len() as u64
                    && fs::read(&path).is_ok_and(|b| b == bytes) =>
            {
                return Ok((own, false));
            }
            Ok(_) => {}
        }
    }
    let what = say!("too many files of this name lie there", "同名文件太多");
    Err(Fault::new("file/there", Place::file(folder.join(name).display().to_string()), what))
}

/// A picture as logos are read.
///
/// # Errors
/// It cannot be placed as it is meant.
pub(crate) fn picture(name: &str, bytes: &[u8], knockout: bool) -> Result<(Picture, Vec<Finding>), Faults> {
    let options = Options { enough: Some(1200), knockout, tight: true, ..Options::default() };
    load(name, bytes, Profile::embedded(), &options)
}

/// Whether a logo shows as a white box on a dark ground.
pub(crate) fn has_white_ground(picture: &Picture) -> bool {
    let mut pictures = Pictures::default();
    pictures.set("logo", picture.clone());
    pictures.is_boxed("logo")
}
