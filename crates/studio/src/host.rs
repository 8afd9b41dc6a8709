//! What the command line lends to the studio, and what is kept of the user in their own folder.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use biaoyu_page::error::{Faults, Lang};
use biaoyu_page::words::Choice as _;
use biaoyu_press::Wanted;
use serde_json::{Value, json};

/// What the command line lends to the studio.
#[derive(Clone)]
pub struct Host {
    /// The program's version.
    pub version: &'static str,
    /// The language that it speaks.
    pub lang: Lang,
    /// The user's own folder, for the language that was chosen in the page.
    pub config: Option<PathBuf>,
    /// What arguments of `render` ask for; the folder is the one that they are typed in.
    pub wanted: fn(&[OsString], &Path) -> Result<Wanted, Faults>,
    /// Where inputs are searched from a folder, the first first.
    pub roots: fn(&Path) -> Vec<PathBuf>,
    /// Shows a file or folder with the desktop's own program.
    pub show: fn(&Path),
}

/// The file in the user's own folder that keeps the language.
const KEPT: &str = "studio.json";

fn kept(host: &Host) -> Option<PathBuf> {
    Some(host.config.as_ref()?.join(KEPT))
}

/// The language that was chosen in the page.
pub(crate) fn kept_language(host: &Host) -> Option<Lang> {
    let text = fs::read_to_string(kept(host)?).ok()?;
    Lang::of(serde_json::from_str::<Value>(&text).ok()?.get("lang")?.as_str()?)
}

/// Keeps the language for the next time; that it cannot be kept is no fault of today.
pub(crate) fn keep_language(host: &Host, lang: Lang) {
    let Some(path) = kept(host) else { return };
    if let Some(folder) = path.parent() {
        let _ = fs::create_dir_all(folder);
    }
    let _ = biaoyu_press::write(&path, json!({ "lang": lang.word() }).to_string().as_bytes(), "{\"lang\"");
}
