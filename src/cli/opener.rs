//! `--open`: shows a file with the system's own viewer.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use super::output;
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::say;

/// Opens a file as a double click does. That nothing can show it is told, and is no failure of the run.
pub(super) fn open(path: &Path, lang: Lang) {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    show(path.as_os_str(), lang);
}

/// Shows a file, or an address in the browser.
pub(super) fn show(what: &OsStr, lang: Lang) {
    let mut failure = None;
    for (program, before) in PROGRAMS {
        let mut command = Command::new(program);
        command.args(*before).arg(what).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.spawn() {
            // The viewer outlives this program.
            Ok(_) => return,
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    let why = failure.map(|error| error.to_string()).unwrap_or_default();
    let place = Place::file(what.to_string_lossy());
    let what = say!("no program is there to show it: {why}", "没有能打开它的程序：{why}");
    let hint = say!("open it by hand", "请自己打开");
    let fault = Fault::new("open/none", place, what).hint(hint);
    output::faults(&Faults::from(fault), lang);
}

/// What opens a file as a double click does: freedesktop.org's xdg-utils, GLib's own, and those of the other systems.
#[cfg(not(any(windows, target_os = "macos")))]
const PROGRAMS: &[(&str, &[&str])] = &[("xdg-open", &[]), ("gio", &["open"])];
#[cfg(target_os = "macos")]
const PROGRAMS: &[(&str, &[&str])] = &[("open", &[])];
#[cfg(windows)]
const PROGRAMS: &[(&str, &[&str])] = &[("explorer.exe", &[])];
