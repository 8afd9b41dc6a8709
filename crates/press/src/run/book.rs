//! Many pages in one file: threads compose, one writer takes the pages in their order and lets each leave at once.

use std::io::{ErrorKind, Write};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::ordered::{gathering, map_in_order};
use super::panels::Cut;
use super::print::{Faces, Press, Printed, Proof};
use crate::folder::files::{Doing, Draft, fault};
use crate::folder::places::target;
use crate::folder::receipts::State;
use crate::plan::data::Data;
use crate::plan::given::names;
use crate::plan::work::{FileWanted, Job, Leaf, Show};
use crate::stage::Sides;
use biaoyu_out::pdf;
use biaoyu_page::error::Faults;
use biaoyu_page::page::Page;
use biaoyu_page::words::FileKind;
use biaoyu_set::compose::Composed;

/// What is told of each page of a book: its place among the book's pages, the page or why there is none, and how long
/// it took.
pub(crate) type TellPage<'t> = &'t mut dyn FnMut(usize, Result<Composed, Faults>, Duration);

/// Pages that a thread hands over at once, at most.
pub(crate) const GATHERING: usize = 16;

impl Press<'_> {
    /// Binds the pages of a job in one PDF. Pages that cannot be set are left out and told. One that is stopped leaves nothing:
    /// half a book would be of no use to anyone.
    pub(crate) fn bind(&self, index: usize, tell: TellPage<'_>) -> Proof {
        let start = Instant::now();
        let (Some(job), Some(states)) = (self.plan.jobs.get(index), self.states.get(index)) else {
            return Proof::default();
        };
        if states.iter().all(|s| *s == State::Current) && !self.options.describe && !self.approving {
            let files = states.iter().map(|_| Printed::Kept).collect();
            return Proof { files, whole: true, ..Proof::default() };
        }
        let mut first: Vec<Page> = Vec::new();
        let mut whole = true;
        let books = job.files.iter().zip(states).map(|(file, state)| {
            let keep = *state == State::Current;
            let mut made = || match job.sheets.as_deref() {
                Some(imposed) => self.sheets((job, imposed), file, keep, &mut first, &mut whole, &mut *tell),
                None => self.pages(job, file, keep, &mut first, &mut whole, &mut *tell),
            };
            (file.format == FileKind::Pdf).then(|| match made() {
                Ok(Some(draft)) => Printed::Draft(draft, *state == State::Spoilt && !self.options.force),
                Ok(None) => Printed::Kept,
                Err(faults) => Printed::Failed(faults),
            })
        });
        let books: Vec<Option<Printed>> = books.collect();
        // What failed by itself is told, although the run was stopped as well.
        if books.iter().flatten().any(|book| matches!(book, Printed::Failed(faults) if faults.0.is_empty())) {
            return Proof::default();
        }
        // The other files show the first page.
        let others = job.files.iter().zip(states);
        let others = others.map(|(file, state)| if file.format == FileKind::Pdf { State::Current } else { *state });
        let others: Vec<State> = others.collect();
        let mut drawn =
            self.drafts_of(job, &shown(job, &others, 0), Faces { pages: &first, ledger: &[], cut: &Cut::default() });
        if let Some(imposed) = job.sheets.as_deref() {
            // The other sheets are made once more, one by one, for their proofs.
            for sheet in 1..imposed.sheets() {
                let own = shown(job, &others, sheet);
                if own.iter().all(|state| *state == State::Current) {
                    continue;
                }
                let made = self
                    .sheet_again((job, imposed), sheet)
                    .map(|pages| self.drafts_of(job, &own, Faces { pages: &pages, ledger: &[], cut: &Cut::default() }));
                for (i, slot) in drawn.iter_mut().enumerate() {
                    if own.get(i).is_some_and(|state| *state != State::Current) {
                        *slot = match &made {
                            Err(faults) => Printed::Failed(faults.clone()),
                            Ok(_) => Printed::Kept,
                        };
                    }
                }
                for (i, printed) in made.into_iter().flatten().enumerate() {
                    let is_own = own.get(i).is_some_and(|state| *state != State::Current);
                    if let Some(slot) = drawn.get_mut(i).filter(|_| is_own) {
                        *slot = printed;
                    }
                }
            }
        }
        let files = books.into_iter().zip(drawn).map(|(book, other)| book.unwrap_or(other)).collect();
        Proof { files, whole, time: start.elapsed(), ..Proof::default() }
    }

    /// Composes the pages and writes them to a draft, or only tells of them when the file is there (`keep`).
    fn pages(
        &self,
        job: &Job,
        file: &FileWanted,
        keep: bool,
        first: &mut Vec<Page>,
        whole: &mut bool,
        tell: TellPage<'_>,
    ) -> Result<Option<Draft>, Faults> {
        let leaves = self.plan.pages.get(job.pages.clone()).unwrap_or_default();
        let photos = self.plan.data.as_ref().is_some_and(Data::has_photos);
        let size = gathering(leaves.len(), self.options.threads, if photos { 1 } else { GATHERING });
        let compose = |i: usize| {
            let compose = |leaf: &Leaf| {
                let start = Instant::now();
                (*leaf, self.stage.sides(*leaf), start.elapsed())
            };
            leaves.iter().skip(i * size).take(size).map(compose).collect::<Vec<_>>()
        };
        let options = pdf::Options { scale: 1.0 / f64::from(job.work.scale), ..self.plan.settings.pdf.clone() };
        let bound_records = options.records;
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let path = target(&self.plan.folder, &file.path);
        let bind = |out: &mut dyn Write| {
            let mut book = pdf::Writer::begin(out, options);
            let mut broken = None;
            let mut pages = 0;
            let mut page = |(leaf, composed, time): (Leaf, Result<Sides, Faults>, Duration)| {
                let composed = composed.and_then(|(composed, backs)| {
                    let fields = bound_records.then(|| self.plan.fields(leaf));
                    // What the page prints, and what was asked for: nothing else leaves the office.
                    let is_said = |field: &str| {
                        names(&composed, field) || self.plan.settings.vt_fields.iter().any(|f| f == field)
                    };
                    let said: Vec<(&str, &str)> = fields
                        .iter()
                        .flat_map(|f| f.iter())
                        .filter(|(field, text)| !text.is_empty() && is_said(field))
                        .collect();
                    let record = leaf.record().map_or(pages as u64, u64::from);
                    // A press that turns the sheet wants front, back, front, back.
                    for page in std::iter::once(&composed.page).chain(&backs) {
                        match book.page_of(page, Some(&pdf::Part { record, fields: &said })) {
                            Err(pdf::Error::Faults(faults)) => return Err(faults),
                            Err(pdf::Error::Io(error)) => broken = broken.take().or(Some(error)),
                            Ok(()) => {}
                        }
                    }
                    if first.is_empty() {
                        first.push(composed.page.clone());
                    }
                    Ok(composed)
                });
                *whole &= composed.is_ok();
                tell(pages, composed, time);
                pages += 1;
            };
            let gatherings = leaves.len().div_ceil(size);
            map_in_order(
                gatherings,
                self.options.threads,
                || self.is_stopped(),
                compose,
                |_, gathering| {
                    gathering.into_iter().for_each(&mut page);
                },
            );
            match broken {
                Some(error) => Err(pdf::Error::Io(error)),
                None if pages < leaves.len() => Err(pdf::Error::Io(ErrorKind::Interrupted.into())),
                None => book.finish().map(drop),
            }
        };
        let bound =
            if keep { bind(&mut std::io::sink()).map(|()| None) } else { self.drafts.write(number, bind).map(Some) };
        bound.map_err(|error| match error {
            pdf::Error::Faults(faults) => faults,
            // Stopped, which is no fault.
            pdf::Error::Io(error) if error.kind() == ErrorKind::Interrupted => Faults::default(),
            pdf::Error::Io(error) => fault(&path, &error, Doing::Write).into(),
        })
    }
}

/// The states of the files that show a sheet, those that show none with the first; the others are not drawn now.
fn shown(job: &Job, states: &[State], sheet: usize) -> Vec<State> {
    let own = |(file, state): (&FileWanted, &State)| match file.show {
        Show::Sheet(of) if of != sheet => State::Current,
        Show::Sheet(_) => *state,
        _ if sheet > 0 => State::Current,
        _ => *state,
    };
    job.files.iter().zip(states).map(own).collect()
}
