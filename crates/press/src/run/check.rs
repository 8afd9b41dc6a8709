//! Every page composed, and no file written.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::ledger::Ledger;
use super::ordered::map_in_order;
use crate::folder::places::target;
use crate::plan::Plan;
use crate::plan::work::FileWanted;
use crate::report::{FileReport, Options, Outcome, Report};
use crate::stage::Stage;
use biaoyu_check::preflight::Series;
use biaoyu_page::error::{Faults, Finding};
use biaoyu_page::words::FileKind;

/// Composes every page of a plan and writes nothing: what would fail is told. Gives what is to be said of the whole run.
pub fn check(plan: &Plan, options: &Options, stop: &AtomicBool, tell: &mut dyn FnMut(&Report<'_>)) -> Vec<Finding> {
    let stage = Stage::new(plan);
    let mut ledger = Ledger::new(plan);
    let compose = |index: usize| {
        let start = Instant::now();
        let composed = plan.pages.get(index).map_or_else(|| Err(Faults::default()), |leaf| stage.sides(*leaf));
        (composed.map(|(front, _)| front), start.elapsed())
    };
    let mut series = Series::default();
    let mut index = 0;
    map_in_order(plan.pages.len(), options.threads, stop, compose, |page, (composed, time)| {
        while plan.jobs.get(index).is_some_and(|job| job.pages.end <= page) {
            index += 1;
        }
        let Some(job) = plan.jobs.get(index) else { return };
        let (composed, faults) = match composed {
            Ok(mut composed) => {
                composed.findings.extend(series.meet(
                    &composed,
                    &job.work.layout.id,
                    &job.work.product,
                    &job.work.sheet,
                ));
                if let Some(leaf) = plan.pages.get(page) {
                    let told = ledger.meet(*leaf, &composed);
                    composed.findings.extend(told);
                }
                (Some(composed), Faults::default())
            }
            Err(faults) => (None, faults),
        };
        let outcome =
            |_: &FileWanted| if composed.is_some() { Outcome::Planned } else { Outcome::Failed(Faults::default()) };
        let report =
            |f: &FileWanted| FileReport { format: f.format, path: target(&plan.folder, &f.path), outcome: outcome(f) };
        // The files of a book are told with its first page.
        let told = job.files.iter().filter(|f| f.format != FileKind::Thumbnail && job.pages.start == page);
        let files = told.map(report).collect();
        tell(&Report { job, index, page: plan.pages.get(page).copied(), files, composed, faults, time });
    });
    ledger.notes()
}
