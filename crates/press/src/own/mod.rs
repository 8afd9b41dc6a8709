//! The press's own files in the output folder: contact sheet and approval sheets.

pub(crate) mod approve;
mod index;
pub(crate) mod licences;
pub(crate) mod proofread;
pub(crate) mod stale;
mod ticket;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use self::approve::Approving;
use self::index::index;
use self::licences::Licences;
use self::stale::{is_asked_for, stale};
use self::ticket::ticket;
use crate::folder::durable;
use crate::folder::files::{Doing, Drafts, fault, measure};
use crate::folder::places::{APPROVAL, FONTS, INDEX, JOBS, OLD, PROOFREAD, UNFINISHED, target};
use crate::folder::receipts::{Receipt, Receipts, State, foreign};
use crate::plan::Plan;
use crate::report::Summary;
use biaoyu_page::error::{Faults, Lang};

/// Files that a contact sheet lists, at most: browsers open no more.
const LISTED: usize = 20_000;

/// What writes them.
pub(crate) struct Own<'a> {
    pub plan: &'a Plan,
    pub receipts: Receipts,
    pub drafts: &'a Drafts,
    pub numbers: &'a AtomicU64,
    pub force: bool,
    /// Files that are of no sheet any more are moved.
    pub tidy: bool,
    /// The folder is of the plan alone.
    pub whole: bool,
    /// Folders in which files took their places.
    pub folders: BTreeSet<PathBuf>,
}

impl Own<'_> {
    /// Writes both, after all pages; of a run that was stopped the contact sheet only.
    pub(crate) fn finish(&mut self, approval: Option<Approving>, lang: Lang, summary: &mut Summary) {
        if let Some(approval) = approval.filter(Approving::is_full) {
            let written = approval.write(self.plan).and_then(|bytes| self.write(APPROVAL, approval.inputs, &bytes));
            summary.faults.take(written);
        }
        if self.plan.settings.bare {
            self.old(summary);
            return;
        }
        if let Some(inputs) =
            proofread::wanted(self.plan, &self.receipts, lang).filter(|_| summary.left + summary.failed == 0)
        {
            let sheet = proofread::sheet(self.plan, lang);
            let written = sheet.and_then(|sheet| self.write(PROOFREAD, inputs, &sheet));
            summary.faults.take(written);
        }
        summary.proofread = Some(target(&self.plan.folder, PROOFREAD)).filter(|p| p.is_file());
        let there = |file: &str| self.plan.is_there(file);
        summary.approval = Some(target(&self.plan.folder, APPROVAL)).filter(|p| p.is_file());
        let old = self.old(summary);
        let is_shown =
            |r: &&Receipt| there(&r.file) && !r.file.starts_with(OLD) && !old.iter().any(|o| o.file == r.file);
        let receipts: Vec<&Receipt> = self.receipts.newest().filter(is_shown).collect();
        if receipts.is_empty() || receipts.len() > LISTED {
            return;
        }
        let page = index(self.plan, &receipts, (summary.approval.is_some(), summary.proofread.is_some()), lang);
        let written = self.write(INDEX, blake3::hash(page.as_bytes()), page.as_bytes());
        summary.faults.take(written);
        summary.index = Some(target(&self.plan.folder, INDEX)).filter(|p| p.is_file());
    }

    /// The receipts of files that are of no sheet any more, after those that are to be moved were.
    fn old(&mut self, summary: &mut Summary) -> Vec<Receipt> {
        let mut old = stale(self.plan, &self.receipts, self.whole);
        self.forget_moved(&mut old);
        if self.tidy && summary.left == 0 {
            let moved = old.iter().filter(|r| is_asked_for(r)).count();
            let left = summary.faults.take(self.tidy(&old)).unwrap_or(old);
            summary.moved = moved - left.iter().filter(|r| is_asked_for(r)).count();
            old = left;
        }
        summary.stale = old.iter().filter(|r| is_asked_for(r)).map(|r| target(&self.plan.folder, &r.file)).collect();
        old
    }

    /// Writes what goes with the files: the report of faces, and for a shop the ticket.
    pub(crate) fn ticket(&mut self, licences: Option<Licences>, lang: Lang, summary: &mut Summary) {
        if self.plan.jobs.is_empty() {
            return;
        }
        if self.plan.settings.shop.profile.is_some() {
            let jobs = ticket(self.plan, lang);
            let written = self.write(JOBS, blake3::hash(&jobs), &jobs);
            summary.faults.take(written);
        }
        if let Some(licences) = licences {
            let text = licences.text(self.plan, lang);
            let written = self.write(FONTS, licences.inputs, text.as_bytes());
            summary.faults.take(written);
        }
    }

    /// Writes the list of rows that must be printed again; takes away the one of an earlier run when there are none.
    pub(crate) fn reprint(&mut self, spoilt: &BTreeMap<u32, Faults>, lang: Lang, summary: &mut Summary) {
        let Some(data) = &self.plan.data else { return };
        let Some(list) = summary.faults.take(data.again(spoilt, lang)) else { return };
        summary.bad_rows = list.rows;
        let file = &data.again_file();
        let path = target(&self.plan.folder, file);
        if list.rows == 0 {
            let own = measure(&path).ok().flatten().is_some_and(|(bytes, hash)| self.receipts.made(file, bytes, &hash));
            if own {
                let _ = std::fs::remove_file(&path);
            }
            return;
        }
        let written = self.write(file, blake3::hash(&list.bytes), &list.bytes);
        summary.faults.take(written);
        summary.reprint = Some(path).filter(|p| p.is_file());
    }

    /// Waits until the names of all files are on the disk.
    pub(crate) fn names(&mut self) {
        durable::names(&self.plan.folder, std::mem::take(&mut self.folders));
    }

    /// Ends the run: names are on the disk, and after a run that was not stopped the receipts are settled.
    pub(crate) fn settle(&mut self, unmade: &BTreeSet<String>, summary: &mut Summary) {
        self.names();
        if summary.left > 0 {
            return;
        }
        let jobs = self.plan.jobs.iter().flat_map(|job| &job.files).map(|f| (f.path.as_str(), Some(&f.inputs)));
        let reprint = self.plan.data.as_ref().map(|data| data.again_file());
        let own =
            [APPROVAL, INDEX, JOBS, FONTS, PROOFREAD].into_iter().chain(reprint.as_deref()).map(|file| (file, None));
        let failed = |error: io::Error| fault(&self.plan.folder, &error, Doing::Write).into();
        let settled = self.receipts.settle(&self.plan.folder, self.drafts, jobs.chain(own), unmade);
        summary.faults.take(settled.map_err(failed));
        leave(&self.plan.folder);
    }

    /// Puts a file in its place, unless it is there.
    fn write(&mut self, file: &str, inputs: blake3::Hash, bytes: &[u8]) -> Result<(), Faults> {
        let path = target(&self.plan.folder, file);
        let failed = |error: io::Error| Faults::from(fault(&path, &error, Doing::Write));
        let state = match self.receipts.examine(file, &path, &inputs).map_err(failed)? {
            State::Current => return Ok(()),
            State::Foreign if !self.force => return Err(foreign(&path).into()),
            state => state,
        };
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let draft = self.drafts.write(number, |out: &mut dyn Write| out.write_all(bytes)).map_err(failed)?;
        if state == State::Spoilt && !self.force && !draft.is_spoilt_at(&path).unwrap_or(false) {
            draft.discard();
            return Err(foreign(&path).into());
        }
        let receipt = Receipt::own(file, inputs, draft.bytes, draft.hash);
        let ready = durable::bytes(&self.plan.folder, &[&draft]).and_then(|()| self.receipts.add(&[receipt]));
        if let Err(error) = ready {
            draft.discard();
            return Err(failed(error));
        }
        draft.place(&path).map_err(failed)?;
        self.folders.extend(path.parent().map(PathBuf::from));
        Ok(())
    }
}

/// Takes away the drafts that killed runs of parts of a plan left behind.
fn leave(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().and_then(|n| n.strip_prefix(UNFINISHED)).is_some_and(|part| part.contains("-of-")) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
