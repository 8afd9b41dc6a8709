//! The press's own files in the output folder: contact sheet and approval sheets.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use super::approve::{APPROVAL, Approving};
use super::files::{Doing, Drafts, fault, measure};
use super::index::index;
use super::licences::{FONTS, Licences};
use super::plan::Plan;
use super::receipts::{Receipt, Receipts, State};
use super::run::{Summary, foreign, target};
use super::ticket::{JOBS, ticket};
use crate::error::{Faults, Lang};

/// The contact sheet's name in the output folder.
const INDEX: &str = "index.html";

/// Files that a contact sheet lists, at most: browsers open no more.
const LISTED: usize = 20_000;

/// What writes them.
pub(super) struct Own<'a> {
    pub plan: &'a Plan,
    pub receipts: Receipts,
    pub drafts: &'a Drafts,
    pub numbers: &'a AtomicU64,
    pub force: bool,
}

impl Own<'_> {
    /// Writes both, after all pages; of a run that was stopped the contact sheet only.
    pub fn finish(&mut self, approval: Option<Approving>, lang: Lang, summary: &mut Summary) {
        if let Some(approval) = approval.filter(Approving::is_full) {
            let written = approval.write(self.plan).and_then(|bytes| self.write(APPROVAL, approval.inputs, &bytes));
            summary.faults.take(written);
        }
        if self.plan.settings.bare {
            return;
        }
        let there = |file: &str| target(&self.plan.folder, file).is_file();
        summary.approval = Some(target(&self.plan.folder, APPROVAL)).filter(|p| p.is_file());
        let receipts: Vec<&Receipt> = self.receipts.newest().filter(|r| there(&r.file)).collect();
        if receipts.is_empty() || receipts.len() > LISTED {
            return;
        }
        let page = index(self.plan, &receipts, summary.approval.is_some(), lang);
        let written = self.write(INDEX, blake3::hash(page.as_bytes()), page.as_bytes());
        summary.faults.take(written);
        summary.index = Some(target(&self.plan.folder, INDEX)).filter(|p| p.is_file());
    }

    /// Writes what goes with the files to the shop: the ticket and the report of faces.
    pub fn ticket(&mut self, licences: Option<Licences>, lang: Lang, summary: &mut Summary) {
        if self.plan.settings.shop.profile.is_none() || self.plan.jobs.is_empty() {
            return;
        }
        let jobs = ticket(self.plan, lang);
        let written = self.write(JOBS, blake3::hash(&jobs), &jobs);
        summary.faults.take(written);
        if let Some(licences) = licences {
            let text = licences.text(self.plan, lang);
            let written = self.write(FONTS, licences.inputs, text.as_bytes());
            summary.faults.take(written);
        }
    }

    /// Writes the list of rows that must be printed again; takes away the one of an earlier run when there are none.
    pub fn reprint(&mut self, spoilt: &BTreeMap<u32, Faults>, lang: Lang, summary: &mut Summary) {
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

    /// Puts a file in its place, unless it is there.
    fn write(&mut self, file: &str, inputs: blake3::Hash, bytes: &[u8]) -> Result<(), Faults> {
        let path = target(&self.plan.folder, file);
        let failed = |error: io::Error| Faults::from(fault(&path, &error, Doing::Write));
        match self.receipts.examine(file, &path, &inputs).map_err(failed)? {
            State::Current => return Ok(()),
            State::Foreign | State::Spoilt if !self.force => return Err(foreign(&path).into()),
            _ => {}
        }
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let draft = self.drafts.write(number, |out: &mut dyn Write| out.write_all(bytes)).map_err(failed)?;
        self.receipts.add(&[Receipt::own(file, inputs, draft.bytes, draft.hash)], false).map_err(failed)?;
        draft.place(&path).map_err(failed)
    }
}
