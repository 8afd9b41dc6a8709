//! How far the parts of a plan are, by its lines and by the receipts: nothing is planned again, nothing is written.

use std::collections::BTreeMap;
use std::fs::{self, TryLockError};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::folder::files::{Doing, fault};
use crate::folder::lists::{lists, part_of, parts_of};
use crate::folder::open;
use crate::folder::places::target;
use crate::folder::receipts::known_of;
use crate::plan::written::Written;
use biaoyu_page::error::{Fault, Faults};
use biaoyu_page::words::{Choice as _, FileKind};

/// How far a plan is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Files that the plan asks for.
    pub files: usize,
    /// Of these, those that are there by their receipts and sizes.
    pub done: usize,
    /// Bytes of those.
    pub bytes: u64,
    /// Its parts in order; empty when nothing tells how many there are.
    pub parts: Vec<PartStatus>,
    /// Whether a run holds one of the folders.
    pub running: bool,
    /// How long the rest takes at the pace so far, while something is running.
    pub left: Option<Duration>,
}

/// How far a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartStatus {
    /// Its number, from 1.
    pub number: usize,
    /// Files that it makes.
    pub files: usize,
    /// Of these, those that are there.
    pub done: usize,
    /// Whether it is being made.
    pub running: bool,
}

/// Looks at the folders that the parts of a plan are made in. `of` says how many parts there are where the folders do not
/// tell; `now` is the moment of the look.
///
/// # Errors
/// `file/foreign` when a list of receipts is not ours; those of the file system.
pub fn status(plan: &Written, folders: &[PathBuf], of: Option<usize>, now: SystemTime) -> Result<Status, Faults> {
    let mut known: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    let mut busy: Vec<Option<(usize, usize)>> = Vec::new();
    let mut begun: Option<SystemTime> = None;
    for folder in folders {
        fs::read_dir(folder).map_err(|e| fault(folder, &e, Doing::Read))?;
        for list in lists(folder) {
            let (receipts, held) = look(&list)?;
            for (file, bytes, inputs) in receipts {
                known.entry(file).or_default().push((bytes, inputs));
            }
            let part = list.file_name().and_then(|name| part_of(name.to_str()?));
            if held {
                busy.push(part);
            }
            let made = fs::metadata(&list).and_then(|about| about.created().or_else(|_| about.modified())).ok();
            begun = begun.into_iter().chain(made).min();
        }
    }
    let of = parts_of(folders).or(of);
    let mut parts: Vec<PartStatus> = (1..=of.unwrap_or(0))
        .map(|number| PartStatus {
            number,
            files: 0,
            done: 0,
            running: busy.iter().flatten().any(|(part, of_them)| *part == number && Some(*of_them) == of),
        })
        .collect();
    let mut all = Status {
        files: 0,
        done: 0,
        bytes: 0,
        parts: Vec::new(),
        // The folder's own list is held together by all parts: theirs say more.
        running: if of.is_some() { busy.iter().flatten().next().is_some() } else { !busy.is_empty() },
        left: None,
    };
    plan.each(|line| {
        if line.format == FileKind::Thumbnail.word() {
            return true;
        }
        let lacking = blake3::hash(&hash_bytes(&line.inputs)).to_hex();
        let receipts = known.get(&line.file).map(Vec::as_slice).unwrap_or_default();
        let current = receipts.iter().find(|(bytes, inputs)| {
            (*inputs == line.inputs || inputs == lacking.as_str()) && is_there(folders, &line.file, *bytes)
        });
        all.files += 1;
        all.done += usize::from(current.is_some());
        all.bytes += current.map_or(0, |(bytes, _)| *bytes);
        if let Some(part) = of.and_then(|of| parts.get_mut(line.job % of)) {
            part.files += 1;
            part.done += usize::from(current.is_some());
        }
        true
    })?;
    all.parts = parts;
    if let (true, Some(begun), 1..) = (all.running, begun, all.done) {
        let spent = now.duration_since(begun).unwrap_or_default();
        all.left = Some(spent.mul_f64((all.files - all.done) as f64 / all.done as f64));
    }
    Ok(all)
}

/// Path, length and inputs of the receipts of a list, and whether a run holds it.
fn look(list: &Path) -> Result<(Vec<(String, u64, String)>, bool), Fault> {
    let failed = |e: std::io::Error| fault(list, &e, Doing::Read);
    let mut file = match open::read(list) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok((Vec::new(), false)),
        opened => opened.map_err(failed)?,
    };
    let held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    // Nobody is to wait for who only looks.
    let _ = file.unlock();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(failed)?;
    // What is being written has no end yet.
    let known = known_of(list, &bytes)?;
    let all = known.into_values().flatten().map(|receipt| (receipt.file, receipt.bytes, receipt.inputs));
    Ok((all.collect(), held))
}

fn is_there(folders: &[PathBuf], file: &str, bytes: u64) -> bool {
    folders.iter().any(|folder| fs::metadata(target(folder, file)).is_ok_and(|m| m.is_file() && m.len() == bytes))
}

/// The bytes of a digest that is written in hexadecimal digits; none when it is no such thing.
fn hash_bytes(hex: &str) -> Vec<u8> {
    blake3::Hash::from_hex(hex).map(|hash| hash.as_bytes().to_vec()).unwrap_or_default()
}
