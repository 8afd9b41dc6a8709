//! `biaoyu render --watch`: renders again whenever something that it reads is saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use super::args::Render;
use super::{DONE, Done, output, render};
use biaoyu_page::error::Lang;
use biaoyu_page::say;
use biaoyu_press::STANDING;

/// How often the files are looked at: well below what a hand notices.
const LOOK: Duration = Duration::from_millis(120);
/// Depth of folders that are looked through.
const DEPTH: usize = 3;

/// What a file was when it was looked at.
type State = BTreeMap<PathBuf, (SystemTime, u64)>;

/// Renders, then again after every change, until interrupted. What is wrong in a file is told, and mended by the next
/// save.
pub(super) fn watch(arguments: &Render, lang: Lang) -> Done {
    let stop = render::interruptible();
    loop {
        let seen = look(arguments);
        if let Err(faults) = render::once(arguments, lang, &stop) {
            output::faults(&faults, lang);
        }
        output::message(say!("watching; Ctrl-C ends", "正在等候修改，按 Ctrl-C 结束").get(lang));
        if !changed(arguments, &seen, &stop) {
            return Ok(DONE);
        }
    }
}

/// Waits for a change; false when interrupted.
fn changed(arguments: &Render, seen: &State, stop: &AtomicBool) -> bool {
    loop {
        std::thread::sleep(LOOK);
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        if look(arguments) != *seen {
            return true;
        }
    }
}

/// The files that a render may read: what lies in the searched folders, and what is named.
fn look(arguments: &Render) -> State {
    let mut state = State::new();
    for root in render::roots(&arguments.from) {
        for name in
            ["campaigns", "layouts", "palettes", "profiles", "fonts", "products.toml", "palettes.toml", STANDING]
        {
            note(&root.join(name), DEPTH, &mut state);
        }
    }
    let named = arguments.campaign.iter().chain(&arguments.campaign_named).map(PathBuf::from);
    for path in named.chain(arguments.texts.clone()).chain(pictures(arguments)).chain(arguments.icc.clone()) {
        note(&path, 0, &mut state);
    }
    state
}

/// The picture and template files that are named.
fn pictures(arguments: &Render) -> Vec<PathBuf> {
    let set = arguments.set.iter().filter_map(|pair| pair.strip_prefix("photo=")).map(PathBuf::from);
    let Render { logo, logo_dark, logo_light, photo, guide, .. } = arguments;
    [logo, logo_dark, logo_light, photo, guide].into_iter().flatten().cloned().chain(set).collect()
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
