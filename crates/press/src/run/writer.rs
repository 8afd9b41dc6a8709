//! The writer: takes jobs in the order of the plan and puts their files in their places, a group at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::ledger::Ledger;
use super::print::{Printed, Proof};
use crate::folder::durable;
use crate::folder::files::{Doing, Draft, fault};
use crate::folder::places::target;
use crate::folder::receipts::{Receipt, Receipts, foreign};
use crate::own::approve::Approving;
use crate::own::licences::Licences;
use crate::plan::Plan;
use crate::plan::work::{FileWanted, Job, Leaf};
use crate::report::{FileReport, Outcome, PageReport, Summary};
use biaoyu_check::preflight::{RunReview, tell_author};
use biaoyu_page::error::Faults;
use biaoyu_page::words::{Choice as _, FileKind};
use biaoyu_set::compose::Composed;

/// Files that take their places together.
const GROUP_FILES: usize = 4096;
/// How long the first of them waits for the others, at least.
const GROUP_TIME: Duration = Duration::from_millis(250);

/// The one who puts files in their places.
pub(crate) struct Writer<'a, 't> {
    plan: &'a Plan,
    pub receipts: Receipts,
    waiting: Vec<(usize, Proof)>,
    since: Instant,
    /// How long the last group waited for the disk.
    synced_in: Duration,
    pub summary: Summary,
    pub approval: Option<Approving>,
    pub licences: Option<Licences>,
    /// What the sheets placed so far show.
    series: RunReview,
    /// What they printed of what was given.
    pub ledger: Ledger<'a>,
    /// Records of which a page could not be made, with the reasons.
    pub spoilt: BTreeMap<u32, Faults>,
    /// Folders in which files took their places.
    pub folders: BTreeSet<PathBuf>,
    /// Paths whose file could not be made or placed.
    pub unmade: BTreeSet<String>,
    /// The disk is full: what comes after would fail alike.
    pub is_full: bool,
    tell: &'t mut dyn FnMut(&PageReport<'_>),
}

impl<'a, 't> Writer<'a, 't> {
    pub(crate) fn new(
        plan: &'a Plan,
        receipts: Receipts,
        (approval, licences): (Option<Approving>, Option<Licences>),
        tell: &'t mut dyn FnMut(&PageReport<'_>),
    ) -> Self {
        Self {
            plan,
            receipts,
            waiting: Vec::new(),
            since: Instant::now(),
            synced_in: Duration::ZERO,
            summary: Summary::default(),
            approval,
            licences,
            series: RunReview::default(),
            ledger: Ledger::new(plan),
            spoilt: BTreeMap::new(),
            folders: BTreeSet::new(),
            unmade: BTreeSet::new(),
            is_full: false,
            tell,
        }
    }

    pub(crate) fn take(&mut self, index: usize, proof: Proof) {
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.waiting.push((index, proof));
        let files: usize = self.waiting.iter().map(|(_, p)| p.files.len()).sum();
        // A slow disk gets larger groups, so that the press does not stand still for it.
        if files >= GROUP_FILES || self.since.elapsed() >= GROUP_TIME.max(4 * self.synced_in) {
            self.flush();
        }
    }

    /// Makes a group durable, writes its receipts, then moves its files to their places.
    pub(crate) fn flush(&mut self) {
        let group = std::mem::take(&mut self.waiting);
        let drafts: Vec<&Draft> = group
            .iter()
            .flat_map(|(_, proof)| &proof.files)
            .filter_map(|f| if let Printed::Draft(draft, _) = f { Some(draft) } else { None })
            .collect();
        let begun = Instant::now();
        // What only passes through to a store is not waited for.
        let passes = self.plan.away.is_some();
        let synced = if passes { Ok(()) } else { durable::bytes(&self.plan.folder, &drafts) };
        self.synced_in = begun.elapsed();
        let receipts: Vec<Receipt> = group.iter().flat_map(|(index, proof)| self.receipts_of(*index, proof)).collect();
        let ready = synced.and_then(|()| self.receipts.add(&receipts));
        for (index, proof) in group {
            self.place(index, proof, &ready);
        }
    }

    fn receipts_of(&self, index: usize, proof: &Proof) -> Vec<Receipt> {
        let Some(job) = self.plan.jobs.get(index) else { return Vec::new() };
        let of = |(file, printed): (&FileWanted, &Printed)| {
            let Printed::Draft(draft, _) = printed else { return None };
            Some(receipt_of(self.plan, (job, file), proof.whole, draft.bytes, draft.hash.to_hex().as_str()))
        };
        job.files.iter().zip(&proof.files).filter_map(of).collect()
    }

    fn place(&mut self, index: usize, proof: Proof, ready: &io::Result<()>) {
        let Some(job) = self.plan.jobs.get(index) else { return };
        let Proof { files, mut composed, faults, whole, time } = proof;
        if let Some(composed) = &mut composed {
            let work = &job.work;
            composed.findings.extend(self.series.meet(composed, &work.layout.id, &work.product, &work.sheet));
            if work.authored {
                tell_author(&mut composed.findings);
            }
            let leaf = self.plan.pages.get(job.pages.start);
            composed
                .findings
                .extend(leaf.into_iter().flat_map(|leaf| self.ledger.meet(*leaf, composed)).collect::<Vec<_>>());
        }
        let mut reports = Vec::with_capacity(files.len());
        for (file, printed) in job.files.iter().zip(files) {
            let path = target(&self.plan.folder, &file.path);
            let outcome = match printed {
                Printed::Kept => Outcome::Kept,
                Printed::Failed(faults) => Outcome::Failed(faults),
                Printed::Draft(draft, must_match) => match ready {
                    Err(error) => {
                        draft.discard();
                        Outcome::Failed(fault(&path, error, Doing::Write).into())
                    }
                    Ok(()) if must_match && !draft.is_spoilt_at(&path).unwrap_or(false) => {
                        draft.discard();
                        Outcome::Failed(foreign(&path).into())
                    }
                    Ok(()) => {
                        let bytes = draft.bytes;
                        match draft.place(&path) {
                            Ok(()) => {
                                self.folders.extend(path.parent().map(PathBuf::from));
                                Outcome::Made(bytes)
                            }
                            Err(error) => Outcome::Failed(fault(&path, &error, Doing::Write).into()),
                        }
                    }
                },
            };
            if let Outcome::Failed(faults) = &outcome {
                self.is_full |= faults.0.iter().any(|fault| fault.code == "file/disk-full");
                self.unmade.insert(file.path.clone());
            }
            match &outcome {
                // The pictures of the contact sheet are not what was asked for.
                outcome if file.format == FileKind::Thumbnail && !outcome.is_fault() => {}
                Outcome::Made(bytes) => {
                    self.summary.made += 1;
                    self.summary.bytes += bytes;
                }
                Outcome::Kept | Outcome::Planned => self.summary.kept += 1,
                Outcome::Failed(_) => self.summary.failed += 1,
            }
            reports.push(FileReport { format: file.format, path: self.plan.shown(&file.path), outcome });
        }
        reports.retain(|r| r.format != FileKind::Thumbnail || r.outcome.is_fault());
        let page = self.plan.pages.get(job.pages.start).copied().filter(|_| !self.plan.is_bound());
        if let Some(leaf) = page {
            self.seen(leaf, composed.as_ref(), &faults);
        }
        (self.tell)(&PageReport { job, index, page, files: reports, composed, faults, whole, time });
    }

    /// Hears of a page of a book.
    pub(crate) fn page(&mut self, index: usize, page: usize, composed: Result<Composed, Faults>, time: Duration) {
        let Some(job) = self.plan.jobs.get(index) else { return };
        let Some(leaf) = self.plan.pages.get(job.pages.start + page).copied() else { return };
        let (composed, faults) = match composed {
            Ok(mut composed) => {
                if job.work.authored {
                    tell_author(&mut composed.findings);
                }
                let told = self.ledger.meet(leaf, &composed);
                composed.findings.extend(told);
                (Some(composed), Faults::default())
            }
            Err(faults) => (None, faults),
        };
        self.summary.left_out += usize::from(composed.is_none());
        self.seen(leaf, composed.as_ref(), &faults);
        (self.tell)(&PageReport {
            job,
            index,
            page: Some(leaf),
            files: Vec::new(),
            composed,
            faults,
            whole: false,
            time,
        });
    }

    /// Takes a page for the sheets that go with the files, and its record for the list of those to print again.
    fn seen(&mut self, leaf: Leaf, composed: Option<&Composed>, faults: &Faults) {
        let page = composed.map(|c| &c.page);
        self.approval.iter_mut().for_each(|approval| approval.take(page));
        self.licences.iter_mut().for_each(|licences| licences.take(page));
        if !faults.0.is_empty() {
            for record in self.plan.records(leaf) {
                self.spoilt.entry(record).or_insert_with(|| faults.clone());
            }
        }
    }
}

/// The receipt of a file of a job; `whole` says whether it has all its pages.
pub(crate) fn receipt_of(
    plan: &Plan,
    (job, file): (&Job, &FileWanted),
    whole: bool,
    bytes: u64,
    digest: &str,
) -> Receipt {
    Receipt {
        file: file.path.clone(),
        format: file.format.word().into(),
        product: job.work.product.id.clone(),
        name: job.work.product.name.clone(),
        name_en: job.work.product.name_en.clone(),
        trim_mm: [job.work.product.trim.width, job.work.product.trim.height],
        round: job.work.product.is_round(),
        layout: job.work.layout.id.clone(),
        slogan: job.work.label.clone(),
        text: job.work.sheet.text.clone(),
        back: file.back,
        of: if job.is_part(file) { job.of.clone() } else { String::new() },
        source: plan.source.clone(),
        row: plan.row_key(job),
        // A file that lacks pages is made again by the next run, which says so again.
        inputs: if whole { file.inputs } else { lacking(file) }.to_hex().to_string(),
        bytes,
        blake3: digest.into(),
    }
}

/// The inputs of a file that lacks pages.
pub(crate) fn lacking(file: &FileWanted) -> blake3::Hash {
    blake3::hash(file.inputs.as_bytes())
}
