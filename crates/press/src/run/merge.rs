//! Parts of a plan → one folder: proves that every planned file is there once and whole, brings them together, and
//! leaves the folder that one undisturbed run would have left.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::prove::{Fate, Good, Proved, Wrong, prove};
use super::run;
use crate::folder::durable;
use crate::folder::files::{Doing, Draft, Drafts, fault};
use crate::folder::lists::parts_of;
use crate::folder::places::target;
use crate::folder::receipts::{Receipt, Receipts, State, foreign};
use crate::plan::Plan;
use crate::report::{Options, PageReport, Summary};
use biaoyu_page::error::Faults;
use biaoyu_page::words::{Choice as _, FileKind};

/// Files that take their places together.
const GROUP: usize = 4096;

/// What became of a merge.
#[derive(Debug)]
pub struct Merged {
    /// Files that are there once and whole; pictures of the contact sheet are nobody's order and not counted.
    pub good: usize,
    /// What is wrong, in the order of the plan; what the plan does not know comes last.
    pub wrong: Vec<Wrong>,
    /// The parts that were made in the folders say that there are so many; `None` when they say nothing, or differ.
    pub parts: Option<usize>,
    /// What became of the folder; `None` when it was left as it was, because something is wrong.
    pub summary: Option<Summary>,
}

/// Brings the parts of a plan that were made in `folders` together in the plan's own folder. Nothing is written unless
/// every file is proved; files that cannot be made at all are told, as a run of the whole tells them.
///
/// # Errors
/// `run/busy` when a part is still being made; those of the file system.
pub fn merge(
    plan: &Plan,
    folders: &[PathBuf],
    options: &Options,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(&PageReport<'_>),
) -> Result<Merged, Faults> {
    let folders = distinct(folders);
    for folder in &folders {
        fs::read_dir(folder).map_err(|e| fault(folder, &e, Doing::Read))?;
    }
    let Proved { good, wrong } = prove(plan, &folders, options)?;
    let count = good.iter().filter(|g| g.receipt.format != FileKind::Thumbnail.word()).count();
    let parts = parts_of(&folders);
    if wrong.iter().any(Wrong::is_grave) || stop.load(Ordering::Relaxed) {
        return Ok(Merged { good: count, wrong, parts, summary: None });
    }
    bring(plan, good, options)?;
    let whole = Options { shard: None, describe: false, ..options.clone() };
    let summary = run(plan, &whole, stop, tell)?;
    Ok(Merged { good: count, wrong, parts, summary: Some(summary) })
}

/// Each folder once, however it is written.
fn distinct(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    let real = |f: &PathBuf| f.canonicalize().unwrap_or_else(|_| f.clone());
    folders.iter().filter(|f| seen.insert(real(f))).cloned().collect()
}

/// Puts the files of other folders in the plan's own, with their receipts.
fn bring(plan: &Plan, good: Vec<Good>, options: &Options) -> Result<(), Faults> {
    fs::create_dir_all(&plan.folder).map_err(|e| fault(&plan.folder, &e, Doing::Write))?;
    let own = plan.folder.canonicalize().unwrap_or_else(|_| plan.folder.clone());
    let elsewhere = |g: &Good| g.folder.canonicalize().unwrap_or_else(|_| g.folder.clone()) != own;
    let from: Vec<Good> = good.into_iter().filter(elsewhere).collect();
    if from.is_empty() {
        return Ok(());
    }
    let mut receipts = Receipts::open(&plan.folder, None)?;
    let drafts = Drafts::open(&plan.folder, None)?;
    let mut names = BTreeSet::new();
    for (place, group) in from.chunks(GROUP).enumerate() {
        let mut ready: Vec<(Draft, PathBuf)> = Vec::new();
        let mut lines: Vec<Receipt> = Vec::new();
        for (number, file) in group.iter().enumerate() {
            let path = target(&plan.folder, &file.receipt.file);
            let failed = |error: io::Error| fault(&path, &error, Doing::Write);
            match receipts.examine(&file.receipt.file, &path, &file.inputs).map_err(failed)? {
                State::Current => continue,
                State::Foreign | State::Spoilt if !options.force => return Err(foreign(&path).into()),
                _ => {}
            }
            let source = target(&file.folder, &file.receipt.file);
            let draft = drafts.adopt((place * GROUP + number) as u64, &source).map_err(failed)?;
            if (draft.bytes, draft.hash.to_hex().as_str()) != (file.receipt.bytes, &file.receipt.blake3) {
                return Err(failed(io::Error::other("changed while it was copied")).into());
            }
            lines.push(file.receipt.clone());
            ready.push((draft, path));
        }
        let waiting: Vec<&Draft> = ready.iter().map(|(draft, _)| draft).collect();
        let durable = durable::bytes(&plan.folder, &waiting).and_then(|()| receipts.add(&lines));
        durable.map_err(|e| fault(&plan.folder, &e, Doing::Write))?;
        for (draft, path) in ready {
            draft.place(&path).map_err(|e| fault(&path, &e, Doing::Write))?;
            names.extend(path.parent().map(Path::to_path_buf));
        }
    }
    durable::names(&plan.folder, names);
    drop(drafts);
    drop(receipts);
    Ok(())
}

impl Merged {
    /// The parts that must be run again, as `--shard` takes them: those that files are missing of, or damaged, or of
    /// something else. Empty when it is not known how many parts there are.
    pub fn again(&self) -> Vec<String> {
        let Some(of) = self.parts else { return Vec::new() };
        let mended = |wrong: &&Wrong| matches!(wrong.fate, Fate::Missing | Fate::Damaged | Fate::Other);
        let numbers: BTreeSet<usize> =
            self.wrong.iter().filter(mended).filter_map(|wrong| wrong.job).map(|job| job % of + 1).collect();
        numbers.into_iter().map(|number| format!("{number}/{of}")).collect()
    }

    /// Counts by the word of what is wrong.
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for wrong in &self.wrong {
            *counts.entry(wrong.fate.word()).or_default() += 1;
        }
        counts
    }
}
