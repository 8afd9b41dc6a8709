//! Files of earlier runs that are of nothing any more: their slogan or row is no longer in the list that they were made
//! for, they are a sheet or panel of which there are fewer now, or they cut pieces where these lie no more. They are named and leave the
//! contact sheet; they are moved only when that is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Own;
use crate::folder::files::{Doing, fault, measure};
use crate::folder::places::{OLD, target};
use crate::folder::receipts::{Receipt, Receipts};
use crate::plan::Plan;
use crate::plan::cuts::cut_file;
use crate::plan::outputs;
use crate::plan::work::Work;
use biaoyu_page::error::Faults;
use biaoyu_page::words::{Choice as _, FileKind};

/// What a page is of: product, layout, number, words and row.
type Identity<'a> = (&'a str, &'a str, &'a str, &'a str, String);

/// The receipts of such files, by path, and of those that an earlier run made beside files that this one makes: sheets, panels and
/// parts of a book of which there are fewer now, and cut files of another layout.
pub(crate) fn stale(plan: &Plan, receipts: &Receipts, whole: bool) -> Vec<Receipt> {
    let mut all = unlisted(plan, receipts, whole);
    for more in [leftover(plan, receipts), misplaced(plan, receipts)] {
        let known: BTreeSet<String> = all.iter().map(|receipt| receipt.file.clone()).collect();
        all.extend(more.into_iter().filter(|receipt| !known.contains(&receipt.file)));
    }
    all
}

/// Cut files that an earlier run made beside a file of this run, and that this run would write otherwise: a plotter that follows
/// them cuts through the pieces. No picture shows it, so that they are looked at byte by byte.
fn misplaced(plan: &Plan, receipts: &Receipts) -> Vec<Receipt> {
    let is_cut = |r: &Receipt| [FileKind::Dxf, FileKind::Svg].iter().any(|kind| r.format == kind.word());
    if !receipts.newest().any(is_cut) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for job in &plan.jobs {
        for (kind, path, show) in outputs::other_cuts(job, &plan.settings) {
            let Some(old) = receipts.newest_of(&path).filter(|r| is_cut(r)) else { continue };
            let now = blake3::hash(&cut_file(&plan.settings, job, kind, show));
            if old.blake3 != now.to_hex().as_str() {
                found.push(old.clone());
            }
        }
    }
    found
}

/// Files that an earlier run made of what a file of this run is made of, as a part that there is no more: the proof of a sheet
/// that is not needed now, a panel of a narrower cloth. Files of other formats that this run would give the same names are left
/// where they show the same slogan of the same list.
fn leftover(plan: &Plan, receipts: &Receipts) -> Vec<Receipt> {
    // Of panels the whole page is none of their own.
    let mut families: BTreeMap<&str, bool> = BTreeMap::new();
    let mut possible: BTreeMap<String, &Work> = BTreeMap::new();
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for job in &plan.jobs {
        let has_parts = plan.is_bound() || job.sheets.is_some();
        if has_parts || job.panels.is_some() {
            families.insert(&job.of, has_parts);
            let leaves = plan.pages.get(job.pages.clone()).unwrap_or_default();
            let works = leaves.iter().filter_map(|leaf| plan.work(*leaf));
            possible.extend(outputs::possible(job, works, &plan.settings).into_iter().map(|path| (path, &*job.work)));
            paths.extend(job.files.iter().map(|file| file.path.as_str()));
        }
    }
    let is_alike = |r: &Receipt, work: &Work| {
        let own = (work.product.id.as_str(), work.layout.id.as_str(), work.label.as_str(), work.sheet.text.as_str());
        r.source == plan.source && own == (&r.product, &r.layout, &r.slogan, &r.text)
    };
    let is_left = |r: &&Receipt| {
        let of = if r.of.is_empty() { r.stem() } else { &r.of };
        families.get(of).is_some_and(|has_parts| *has_parts || !r.of.is_empty())
            && !paths.contains(r.file.as_str())
            && !possible.get(&r.file).is_some_and(|work| is_alike(r, work))
            && !r.file.starts_with(OLD)
    };
    receipts.newest().filter(is_left).cloned().collect()
}

/// Files of slogans and rows that are in the list no more. A run of chosen sheets knows nothing of the others, and one that binds
/// pages together nothing of files that hold one each; nor does a run of such files know what earlier ones bound. Where the
/// folder is of this plan alone (`whole`) other products and layouts are none of it.
fn unlisted(plan: &Plan, receipts: &Receipts, whole: bool) -> Vec<Receipt> {
    if !(plan.is_all || whole) || plan.source.is_empty() || plan.is_bound() {
        return Vec::new();
    }
    let mut made: BTreeSet<Identity<'_>> = BTreeSet::new();
    let mut kinds: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for job in &plan.jobs {
        let (product, layout) = (job.work.product.id.as_str(), job.work.layout.id.as_str());
        made.insert((product, layout, &job.work.label, &job.work.sheet.text, plan.row_key(job)));
        kinds.insert((product, layout));
        paths.extend(job.files.iter().map(|file| file.path.as_str()));
    }
    let is_stale = |r: &&Receipt| {
        r.source == plan.source
            && (whole || kinds.contains(&(r.product.as_str(), r.layout.as_str())))
            && !paths.contains(r.file.as_str())
            && !r.file.starts_with(OLD)
            && !(plan.data.is_some() && r.row.is_empty())
            && !made.contains(&(&*r.product, &*r.layout, &*r.slogan, &*r.text, r.row.clone()))
    };
    receipts.newest().filter(is_stale).cloned().collect()
}

/// Whether a file is one that was asked for, and no picture of the contact sheet.
pub(crate) fn is_asked_for(receipt: &Receipt) -> bool {
    receipt.format != FileKind::Thumbnail.word()
}

impl Own<'_> {
    /// Moves stale files into their own folder, by renaming: receipts of the new places are on the disk before, those of
    /// the old ones go after. A file that was changed by someone else stays. Gives those that are still where they were.
    pub(crate) fn tidy(&mut self, stale: &[Receipt]) -> Result<Vec<Receipt>, Faults> {
        let mut left = Vec::new();
        for old in stale {
            let from = target(&self.plan.folder, &old.file);
            let failed = |error: io::Error| Faults::from(fault(&from, &error, Doing::Write));
            let is_own = measure(&from)
                .map_err(failed)?
                .is_some_and(|(bytes, hash)| (bytes, hash.to_hex().as_str()) == (old.bytes, old.blake3.as_str()));
            if !is_own {
                left.push(old.clone());
                continue;
            }
            let new = Receipt { file: self.place_of_old(&old.file), ..old.clone() };
            self.receipts.add(std::slice::from_ref(&new)).map_err(failed)?;
            let to = target(&self.plan.folder, &new.file);
            to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(&from, &to)).map_err(failed)?;
            self.receipts.forget(&old.file);
            self.folders.extend([&from, &to].into_iter().filter_map(|path| path.parent()).map(PathBuf::from));
            remove_empty(&from, &self.plan.folder);
        }
        Ok(left)
    }

    /// Where an old file goes: a place that is free, or was meant for it by a run that was killed.
    fn place_of_old(&self, file: &str) -> String {
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let name = |count: usize| match count {
            1 => format!("{OLD}/{file}"),
            _ => format!("{OLD}/{stem}-{count}.{ending}"),
        };
        let is_free = |name: &String| !target(&self.plan.folder, name).exists();
        (1..).map(name).find(is_free).unwrap_or_default()
    }

    /// Forgets files that a run was killed over after it had moved them.
    pub(crate) fn forget_moved(&mut self, stale: &mut Vec<Receipt>) {
        stale.retain(|old| {
            let is_there = self.plan.is_there(&old.file);
            if !is_there && self.receipts.newest_of(&format!("{OLD}/{}", old.file)).is_some() {
                self.receipts.forget(&old.file);
            }
            is_there
        });
    }
}

/// Takes away the folder of a file that has gone, and those above it, where nothing is left in them.
fn remove_empty(file: &Path, root: &Path) {
    let inside = |folder: &&Path| folder.starts_with(root) && *folder != root;
    for folder in file.ancestors().skip(1).take_while(inside) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}
