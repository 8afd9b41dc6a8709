//! `biaoyu render --watch`: renders again whenever something that it reads is saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use super::groups::How;
use super::render::Asked;
use super::{DONE, Done, output, render};
use biaoyu_page::error::Lang;
use biaoyu_page::say;
use biaoyu_press::{STANDING, Wanted};

/// How often the files are looked at: well below what a hand notices.
const LOOK: Duration = Duration::from_millis(120);
/// Depth of folders that are looked through.
const DEPTH: usize = 3;

/// What a file was when it was looked at.
type State = BTreeMap<PathBuf, (SystemTime, u64)>;

/// Renders, then again after every change, until interrupted. What is wrong in a file is told, and mended by the next
/// save.
pub(super) fn watch(asked: &Asked<'_>, lang: Lang, stop: &AtomicBool) -> Done {
    let (wanted, how) = (&asked.wanted, asked.how);
    loop {
        let seen = look(wanted, how);
        if let Err(faults) = render::once(asked, lang, stop) {
            output::faults(&faults, lang);
        }
        output::message(say!("watching; Ctrl-C ends", "正在等候修改，按 Ctrl-C 结束").get(lang));
        if !changed(wanted, how, &seen, stop) {
            return Ok(DONE);
        }
    }
}

/// Waits for a change; false when interrupted.
fn changed(wanted: &Wanted, how: &How, seen: &State, stop: &AtomicBool) -> bool {
    loop {
        std::thread::sleep(LOOK);
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        if look(wanted, how) != *seen {
            return true;
        }
    }
}

/// The files that a render may read: what lies in the searched folders, and what is named.
fn look(wanted: &Wanted, how: &How) -> State {
    let mut state = State::new();
    for root in render::roots(&how.from, how.embedded) {
        for name in [
            "campaigns",
            "layouts",
            "palettes",
            "profiles",
            "fonts",
            "products.toml",
            "palettes.toml",
            "papers.toml",
            STANDING,
        ] {
            note(&root.join(name), DEPTH, &mut state);
        }
    }
    wanted.files().for_each(|path| note(path, 0, &mut state));
    state
}

fn note(path: &Path, depth: usize, state: &mut State) {
    let Ok(about) = std::fs::metadata(path) else { return };
    if about.is_file() {
        let time = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        state.insert(path.to_path_buf(), (time, about.len()));
    } else if depth > 0 {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            note(&entry.path(), depth - 1, state);
        }
    }
}
