//! Every page composed, and no file written.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::book::GATHERING;
use super::ledger::Ledger;
use super::ordered::{gathering, map_in_order};
use crate::folder::places::target;
use crate::plan::Plan;
use crate::plan::work::{FileWanted, Leaf};
use crate::report::{FileReport, Options, Outcome, PageReport};
use crate::stage::Stage;
use biaoyu_check::preflight::{RunReview, tell_author};
use biaoyu_page::error::{Faults, Finding};
use biaoyu_page::words::FileKind;
use biaoyu_set::compose::Composed;

/// Composes every page of a plan and writes nothing: what would fail is told. Gives what is to be said of the whole run.
pub fn check(plan: &Plan, options: &Options, stop: &AtomicBool, tell: &mut dyn FnMut(&PageReport<'_>)) -> Vec<Finding> {
    let pictures = plan.pictures.for_drafts();
    let stage = Stage::of(plan, &pictures);
    let mut ledger = Ledger::new(plan);
    // A table's pages are many and small.
    let is_table = plan.data.as_ref().is_some_and(|data| !data.has_photos());
    let size = gathering(plan.pages.len(), options.threads, if is_table { GATHERING } else { 1 });
    let compose = |gathering: usize| {
        let leaves = plan.pages.iter().skip(gathering * size).take(size);
        let compose = |leaf: &Leaf| {
            let start = Instant::now();
            let composed = stage.sides(*leaf);
            (*leaf, composed.map(|(front, _)| front), start.elapsed())
        };
        leaves.map(compose).collect::<Vec<_>>()
    };
    let mut series = RunReview::default();
    let (mut index, mut page) = (0, 0);
    let mut take = |leaf: Leaf, composed: Result<Composed, Faults>, time: Duration| {
        let at = page;
        page += 1;
        while plan.jobs.get(index).is_some_and(|job| job.pages.end <= at) {
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
                if job.work.authored {
                    tell_author(&mut composed.findings);
                }
                let told = ledger.meet(leaf, &composed);
                composed.findings.extend(told);
                (Some(composed), Faults::default())
            }
            Err(faults) => (None, faults),
        };
        let outcome =
            |_: &FileWanted| if composed.is_some() { Outcome::Planned } else { Outcome::Failed(Faults::default()) };
        let report =
            |f: &FileWanted| FileReport { format: f.format, path: target(&plan.folder, &f.path), outcome: outcome(f) };
        // The files of a book are told with its first page.
        let told = job.files.iter().filter(|f| f.format != FileKind::Thumbnail && job.pages.start == at);
        let files = told.map(report).collect();
        let whole = composed.is_some();
        tell(&PageReport { job, index, page: Some(leaf), files, composed, faults, whole, time });
    };
    let gatherings = plan.pages.len().div_ceil(size);
    map_in_order(
        gatherings,
        options.threads,
        || stop.load(Ordering::Relaxed),
        compose,
        |_, gathering| {
            gathering.into_iter().for_each(|(leaf, composed, time)| take(leaf, composed, time));
        },
    );
    ledger.notes()
}
