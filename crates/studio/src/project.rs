//! A project: a folder with a campaign file, what the page keeps beside it, and the way back.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use axum::http::StatusCode;
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::limits::TEXT_FILE_BYTES;
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;

use crate::answer::Refusal;
use crate::bench::Bench;
use crate::output::write_whole;
use crate::pages::Plans;
use crate::places::is_name;

/// The campaign file of a project.
pub(crate) const CAMPAIGN: &str = "活动.toml";
/// What belongs to no campaign file.
pub(crate) const BENCH: &str = "工作台.toml";
/// Changes that can be taken back.
const KEPT: usize = 200;

/// A project.
pub(crate) struct Project {
    pub name: String,
    pub folder: PathBuf,
    /// The campaign file as it is on the disk.
    pub text: String,
    pub bench: Bench,
    /// Grows with every change.
    pub rev: u64,
    undo: Vec<Kept>,
    redo: Vec<Kept>,
    stamp: Stamp,
    pub plans: Plans,
}

/// What a change may have changed.
#[derive(Clone, PartialEq)]
struct Kept {
    text: String,
    bench: String,
}

/// When the files were written, and how long they are: someone may edit them by hand.
type Stamp = [Option<(SystemTime, u64)>; 2];

fn stamp(folder: &Path) -> Stamp {
    [CAMPAIGN, BENCH].map(|name| {
        let about = fs::metadata(folder.join(name)).ok()?;
        Some((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), about.len()))
    })
}

fn read(folder: &Path, name: &str) -> Option<String> {
    let bytes = biaoyu_press::read(&folder.join(name), TEXT_FILE_BYTES).ok()?;
    Some(decode(&bytes).text.to_string())
}

impl Project {
    /// The project of a name in the folder of projects; `None` where there is none.
    pub(crate) fn open(all: &Path, name: &str) -> Option<Self> {
        let folder = all.join(name);
        if !is_name(name) || !folder.join(CAMPAIGN).is_file() {
            return None;
        }
        let folder = std::path::absolute(&folder).ok()?;
        let stamp = stamp(&folder);
        let text = read(&folder, CAMPAIGN).unwrap_or_default();
        let bench = Bench::parse(&read(&folder, BENCH).unwrap_or_default());
        let (undo, redo, plans) = (Vec::new(), Vec::new(), Plans::default());
        Some(Self { name: name.to_owned(), folder, text, bench, rev: 1, undo, redo, stamp, plans })
    }

    /// Takes in what was changed by hand since.
    pub(crate) fn look(&mut self) {
        let now = stamp(&self.folder);
        if now == self.stamp {
            return;
        }
        let text = read(&self.folder, CAMPAIGN).unwrap_or_default();
        let bench = read(&self.folder, BENCH).unwrap_or_default();
        self.stamp = now;
        if text != self.text || bench != self.bench.text() {
            self.remember();
            self.text = text;
            self.bench = Bench::parse(&bench);
            self.rev += 1;
        }
    }

    /// The campaign of the file.
    ///
    /// # Errors
    /// Every fault of the file.
    pub(crate) fn campaign(&self) -> Result<Campaign, Faults> {
        Campaign::parse(CAMPAIGN, &self.text)
    }

    fn kept(&self) -> Kept {
        Kept { text: self.text.clone(), bench: self.bench.text() }
    }

    fn remember(&mut self) {
        let kept = self.kept();
        self.undo.push(kept);
        self.redo.clear();
        if self.undo.len() > KEPT {
            self.undo.remove(0);
        }
    }

    /// Puts a change on the disk, and then takes it for true. The new campaign must be readable.
    ///
    /// # Errors
    /// The faults of the new campaign; what keeps the file from being written.
    pub(crate) fn change(&mut self, text: String, bench: Bench) -> Result<(), Faults> {
        if text != self.text {
            Campaign::parse(CAMPAIGN, &text)?;
        }
        if text == self.text && bench.text() == self.bench.text() {
            return Ok(());
        }
        let before = self.kept();
        self.put(Kept { text, bench: bench.text() })?;
        self.undo.push(before);
        self.redo.clear();
        if self.undo.len() > KEPT {
            self.undo.remove(0);
        }
        Ok(())
    }

    /// Writes both files, as far as they differ.
    fn put(&mut self, kept: Kept) -> Result<(), Faults> {
        if kept.text != self.text || !self.folder.join(CAMPAIGN).is_file() {
            write_whole(&self.folder.join(CAMPAIGN), kept.text.as_bytes())?;
            self.text = kept.text;
        }
        if kept.bench != self.bench.text() {
            write_whole(&self.folder.join(BENCH), kept.bench.as_bytes())?;
            self.bench = Bench::parse(&kept.bench);
        }
        self.stamp = stamp(&self.folder);
        self.rev += 1;
        Ok(())
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Takes the last change back, or back again.
    ///
    /// # Errors
    /// There is none; the file cannot be written.
    pub(crate) fn step(&mut self, is_back: bool) -> Result<(), Refusal> {
        let from = if is_back { &mut self.undo } else { &mut self.redo };
        let Some(kept) = from.pop() else {
            let what = say!("nothing is left to take back", "没有可撤销或重做的了");
            let fault = Fault::new("studio/undo", Place::default(), what);
            return Err(Refusal::new(StatusCode::CONFLICT, &fault.into()));
        };
        let now = self.kept();
        if let Err(faults) = self.put(kept.clone()) {
            if is_back { &mut self.undo } else { &mut self.redo }.push(kept);
            return Err(faults.into());
        }
        if is_back { &mut self.redo } else { &mut self.undo }.push(now);
        Ok(())
    }
}
