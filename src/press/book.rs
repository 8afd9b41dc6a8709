//! Many pages in one file: threads compose, one writer takes the pages in their order and lets each leave at once.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::files::{Doing, Draft, fault};
use super::ordered::map_in_order;
use super::print::{Press, Printed, Proof};
use super::receipts::State;
use super::run::target;
use super::want::Format;
use super::work::{FileWanted, Job};
use crate::compose::Composed;
use crate::error::Faults;
use crate::page::Page;
use crate::pdf;

/// What is told of each page of a book: its place among the book's pages, the page or why there is none, and how long
/// it took.
pub(super) type TellPage<'t> = &'t mut dyn FnMut(usize, Result<Composed, Faults>, Duration);

impl Press<'_> {
    /// Binds the pages of a job in one PDF. Pages that cannot be set are left out and told; what was begun is finished.
    pub fn bind(&self, index: usize, tell: TellPage<'_>) -> Proof {
        let start = Instant::now();
        let (Some(job), Some(states)) = (self.plan.jobs.get(index), self.states.get(index)) else {
            return Proof::default();
        };
        if states.iter().all(|s| *s == State::Current) && !self.options.describe && !self.approving {
            let files = states.iter().map(|_| Printed::Kept).collect();
            return Proof { files, whole: true, ..Proof::default() };
        }
        let mut first: Option<Page> = None;
        let mut whole = true;
        let mut files = Vec::with_capacity(job.files.len());
        for (file, state) in job.files.iter().zip(states) {
            let printed = match (file.format, state) {
                (Format::Pdf, state) => {
                    let keep = *state == State::Current;
                    match self.pages(job, file, keep, &mut first, &mut whole, tell) {
                        Ok(Some(draft)) => Printed::Draft(draft, *state == State::Spoilt && !self.options.force),
                        Ok(None) => Printed::Kept,
                        Err(faults) => Printed::Failed(faults),
                    }
                }
                (_, State::Current) => Printed::Kept,
                (_, _) => match first.as_ref().map(|page| self.draw(job, file, page)) {
                    Some(Ok(draft)) => Printed::Draft(draft, *state == State::Spoilt && !self.options.force),
                    Some(Err(faults)) => Printed::Failed(faults),
                    None => Printed::Failed(Faults::default()),
                },
            };
            files.push(printed);
        }
        Proof { files, whole, time: start.elapsed(), ..Proof::default() }
    }

    /// Composes the pages and writes them to a draft, or only tells of them when the file is there (`keep`).
    fn pages(
        &self,
        job: &Job,
        file: &FileWanted,
        keep: bool,
        first: &mut Option<Page>,
        whole: &mut bool,
        tell: TellPage<'_>,
    ) -> Result<Option<Draft>, Faults> {
        // A book that was begun is finished: half of it would be of no use to anyone.
        let never = AtomicBool::new(false);
        let leaves = self.plan.pages.get(job.pages.clone()).unwrap_or_default();
        let compose = |i: usize| {
            let start = Instant::now();
            let composed = leaves.get(i).map_or_else(|| Err(Faults::default()), |leaf| self.compositor.page(*leaf));
            (composed, start.elapsed())
        };
        let options = pdf::Options { scale: 1.0 / f64::from(job.work.scale), ..self.plan.settings.pdf.clone() };
        let bound_records = options.records;
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let path = target(&self.plan.folder, &file.path);
        let bind = |out: &mut dyn Write| {
            let mut book = pdf::Writer::begin(out, options);
            let mut broken = None;
            map_in_order(leaves.len(), self.options.threads, &never, compose, |i, (composed, time)| {
                let composed = composed.and_then(|composed| {
                    let fields = leaves.get(i).map(|leaf| self.plan.fields(*leaf)).filter(|_| bound_records);
                    let said: Vec<(&str, &str)> =
                        fields.iter().flat_map(|f| f.iter()).filter(|(_, t)| !t.is_empty()).collect();
                    let record = leaves.get(i).and_then(|leaf| leaf.record).map_or(i as u64, u64::from);
                    match book.page_of(&composed.page, Some(&pdf::Part { record, fields: &said })) {
                        Err(pdf::Error::Faults(faults)) => return Err(faults),
                        Err(pdf::Error::Io(error)) => broken = broken.take().or(Some(error)),
                        Ok(()) => {}
                    }
                    if first.is_none() {
                        *first = Some(composed.page.clone());
                    }
                    Ok(composed)
                });
                *whole &= composed.is_ok();
                tell(i, composed, time);
            });
            match broken {
                Some(error) => Err(pdf::Error::Io(error)),
                None => book.finish().map(drop),
            }
        };
        if keep {
            return match bind(&mut std::io::sink()) {
                Ok(()) => Ok(None),
                Err(pdf::Error::Faults(faults)) => Err(faults),
                Err(pdf::Error::Io(error)) => Err(fault(&path, &error, Doing::Write).into()),
            };
        }
        self.drafts.write(number, bind).map(Some).map_err(|error| match error {
            pdf::Error::Faults(faults) => faults,
            pdf::Error::Io(error) => fault(&path, &error, Doing::Write).into(),
        })
    }
}
