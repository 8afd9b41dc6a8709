//! The run that lasts, or the last one: how far it is, and what it came to.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use biaoyu_page::error::{Fault, Finding, Say, Severity};
use serde_json::{Value, json};

use crate::answer::{fault, finding};
use crate::command::Ask;
use crate::held::held;

/// The last run, or the one that lasts.
#[derive(Default)]
pub(crate) struct Making {
    pub job: u64,
    pub now: Option<Arc<Run>>,
}

/// A run.
pub(crate) struct Run {
    pub job: u64,
    pub project: String,
    /// What was asked for.
    pub ask: Ask,
    /// The project's revision when it began.
    pub rev: u64,
    /// Products of the project that this way leaves out, with why.
    pub left_out: Vec<Value>,
    pub stop: AtomicBool,
    pub command: String,
    pub folder: PathBuf,
    pub begun: Instant,
    pub state: Mutex<Progress>,
}

/// How far it is.
#[derive(Default)]
pub(crate) struct Progress {
    pub state: &'static str,
    pub done: usize,
    pub pages: usize,
    /// Sheets of paper that the pages lie on, where they do.
    pub sheets: Option<usize>,
    pub made: usize,
    pub kept: usize,
    pub failed: usize,
    pub bytes: u64,
    pub seconds: f64,
    pub out: Option<PathBuf>,
    pub faults: Vec<Told>,
    /// Pages that could not be made.
    pub spoilt: usize,
    pub findings: Vec<(Finding, usize)>,
    pub top: Vec<String>,
    pub stale: Vec<String>,
    pub moved: usize,
    /// Rows of the roster that no page was made of, and the list of them.
    pub rows: usize,
    pub reprint: Option<String>,
    pub zip: Option<String>,
}

/// A fault of a run, with what of the project it is about.
pub(crate) struct Told {
    pub fault: Fault,
    /// What the press said of it; the page may be told in other words.
    pub said: Say,
    /// The product that could not be made.
    pub product: Option<String>,
    /// The first page that has it, as its query.
    pub page: Option<String>,
    /// Pages that have it.
    pub pages: usize,
    /// What may be done about it, as the page offers it.
    pub cures: Vec<Value>,
}

impl From<Fault> for Told {
    fn from(fault: Fault) -> Self {
        Self { said: fault.what.clone(), fault, product: None, page: None, pages: 0, cures: Vec::new() }
    }
}

impl Told {
    fn shown(&self) -> Value {
        let mut value = fault(&self.fault);
        if self.pages > 0 {
            value["pages"] = json!(self.pages);
            value["page"] = json!(self.page);
        }
        if !self.cures.is_empty() {
            value["cures"] = json!(self.cures);
        }
        value
    }
}

impl Making {
    pub(crate) fn is_running(&self) -> bool {
        self.now.as_ref().is_some_and(|run| held(&run.state).state == "running")
    }

    /// How a project's run goes, or went.
    pub(crate) fn status(&self, project: &str) -> Value {
        match self.now.as_ref().filter(|run| run.project == project) {
            Some(run) => run.status(),
            None => json!({ "job": 0, "state": "idle", "busy": self.is_running() }),
        }
    }

    /// Where the last run of a project put its files in this way.
    pub(crate) fn folder(&self, project: &str, way: Option<&str>) -> Option<PathBuf> {
        let run = self.now.as_ref().filter(|run| run.project == project)?;
        let p = held(&run.state);
        p.out.clone().filter(|_| way.is_none_or(|way| way == run.ask.way))
    }

    /// The project that is being made.
    pub(crate) fn project(&self) -> Option<String> {
        self.now.as_ref().filter(|_| self.is_running()).map(|run| run.project.clone())
    }

    /// Ends a project's run after the pages that were begun.
    pub(crate) fn stop(&self, project: &str) {
        if let Some(run) = self.now.as_ref().filter(|run| run.project == project) {
            run.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Run {
    pub(crate) fn status(&self) -> Value {
        let (p, ask) = (held(&self.state), &self.ask);
        let running = p.state == "running";
        let seconds = if running { self.begun.elapsed().as_secs_f64() } else { p.seconds };
        let left = (running && p.done > 0).then(|| seconds / p.done as f64 * p.pages.saturating_sub(p.done) as f64);
        let count = |severity: Severity| {
            p.findings.iter().filter(|(f, _)| f.severity == severity).map(|(_, n)| n).sum::<usize>()
        };
        let findings: Vec<Value> = p
            .findings
            .iter()
            .map(|(f, pages)| {
                let mut value = finding(f);
                value["pages"] = json!(pages);
                value
            })
            .collect();
        let out = p.out.as_ref().map(|out| out.display().to_string());
        json!({
            "job": self.job, "state": p.state, "done": p.done, "pages": p.pages, "sheets": p.sheets, "files_made": p.made, "files_kept": p.kept,
            "failed": p.failed, "pages_failed": p.spoilt, "seconds": seconds, "seconds_left": left, "bytes": p.bytes, "folder": out, "top": p.top,
            "stale": p.stale, "moved": p.moved, "faults": p.faults.iter().map(Told::shown).collect::<Vec<_>>(), "findings": findings,
            "preflight": { "error": count(Severity::Error), "warning": count(Severity::Warning), "note": count(Severity::Note) },
            "rows_left": p.rows, "reprint": p.reprint, "zip": p.zip, "way": ask.way, "what": ask.what.word(), "shop": ask.shop, "paper": ask.paper, "tile": ask.tile, "rev": self.rev,
            "left_out": self.left_out, "command": self.command, "root": self.folder.display().to_string(),
        })
    }
}
