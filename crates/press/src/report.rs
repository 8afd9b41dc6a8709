//! How a plan is run, and what is told of it.

use std::path::PathBuf;
use std::time::Duration;

use crate::folder::shard::Shard;
use crate::plan::work::{Job, Leaf};
use biaoyu_page::error::{Faults, Finding, Lang};
use biaoyu_page::words::FileKind;
use biaoyu_set::compose::Composed;

/// How a plan is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that compose and draw.
    pub threads: usize,
    /// Overwrites files that were not made here.
    pub force: bool,
    /// Overwrites files of another layout.
    pub replace: bool,
    /// Composes also what is kept, so that its lines and findings can be told.
    pub describe: bool,
    /// Moves files that are of no sheet any more.
    pub tidy: bool,
    /// The folder is of this plan alone: what earlier runs made of other products and layouts is of no sheet any more, either.
    pub whole: bool,
    /// The language of the contact sheet.
    pub lang: Lang,
    /// The part of the plan that is made, without the press's own files; the whole when `None`.
    pub shard: Option<Shard>,
}

impl Options {
    /// Whether the job of this place in the plan is made.
    pub fn has(&self, job: usize) -> bool {
        self.shard.is_none_or(|shard| shard.has(job))
    }
}

/// What became of a job.
#[derive(Debug)]
pub struct PageReport<'a> {
    /// Which.
    pub job: &'a Job,
    /// Its place in the plan.
    pub index: usize,
    /// The page that this speaks of; `None` when it speaks of a file of many pages, which were told before.
    pub page: Option<Leaf>,
    /// What became of its files, in their order.
    pub files: Vec<FileReport>,
    /// The page with its lines and findings; `None` when it could not be composed, or was kept and not asked for.
    pub composed: Option<Composed>,
    /// Why there is no page.
    pub faults: Faults,
    /// Its files have all their pages.
    pub whole: bool,
    /// How long it took.
    pub time: Duration,
}

/// What became of a file.
#[derive(Debug)]
pub struct FileReport {
    /// What it is.
    pub format: FileKind,
    /// Where, as the user would type it.
    pub path: PathBuf,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a file.
#[derive(Debug)]
pub enum Outcome {
    /// It was made, of so many bytes.
    Made(u64),
    /// It is there from an earlier run on the same inputs.
    Kept,
    /// It would be made.
    Planned,
    /// It is missing.
    Failed(Faults),
}

impl Outcome {
    /// Whether something is wrong with this file by itself, and not with its page.
    pub fn is_fault(&self) -> bool {
        matches!(self, Outcome::Failed(faults) if !faults.0.is_empty())
    }
}

/// What became of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files made.
    pub made: usize,
    /// Files kept.
    pub kept: usize,
    /// Files that failed.
    pub failed: usize,
    /// Jobs that were not begun, because the run was stopped.
    pub left: usize,
    /// Pages that are left out of files of many.
    pub left_out: usize,
    /// Rows of the table that no page was made of.
    pub bad_rows: usize,
    /// The list of rows that must be printed again.
    pub reprint: Option<PathBuf>,
    /// Bytes written.
    pub bytes: u64,
    /// The contact sheet.
    pub index: Option<PathBuf>,
    /// The approval sheet.
    pub approval: Option<PathBuf>,
    /// The proofreading sheet.
    pub proofread: Option<PathBuf>,
    /// Files that are there and of no sheet any more: their slogan or row is no longer in the list.
    pub stale: Vec<PathBuf>,
    /// How many such files were moved.
    pub moved: usize,
    /// Why one of these two is missing.
    pub faults: Faults,
    /// What is to be said of the whole run.
    pub notes: Vec<Finding>,
}

impl Summary {
    /// Whether every file is there.
    pub fn is_whole(&self) -> bool {
        self.failed + self.left + self.left_out + self.bad_rows == 0 && self.faults.0.is_empty()
    }
}
