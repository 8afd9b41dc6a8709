//! Press sheets in one file: threads compose and impose, one writer takes the sheets in their order and lets each leave.

use std::collections::{BTreeMap, VecDeque};
use std::io::{ErrorKind, Write};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::book::TellPage;
use super::ordered::map_in_order;
use super::print::Press;
use crate::folder::files::{Doing, Draft, fault};
use crate::folder::places::target;
use crate::plan::SHOWN;
use crate::plan::given::names;
use crate::plan::imposed::Imposed;
use crate::plan::work::{FileWanted, Job, Leaf};
use biaoyu_out::pdf;
use biaoyu_page::error::Faults;
use biaoyu_page::page::Page;
use biaoyu_set::compose::Composed;
use biaoyu_set::finish::net_size;
use biaoyu_set::impose::{self, Side, as_piece};
use biaoyu_set::overview::Words;

/// A page with its back, ready for its places.
type Faces = Arc<(Page, Option<Page>)>;
/// What a page came to, and how long it took.
type Told = (usize, Result<Composed, Faults>, Duration);

/// A sheet between thread and writer.
struct Sheet {
    faces: Vec<Page>,
    /// Pages that were composed for it.
    told: Vec<Told>,
    /// The pages that lie on it, from the file's first.
    pages: Vec<usize>,
}

/// Pages that come again soon. Of equal pages any will do, so that it does not matter which thread was first.
struct Kept {
    pages: VecDeque<(usize, Option<Faces>)>,
    most: usize,
}

impl Press<'_> {
    /// Imposes the pages of a job and writes the sheets to a draft, or only tells of them when the file is there (`keep`).
    /// Places of pages that cannot be set stay free, and these are told.
    pub(super) fn sheets(
        &self,
        (job, imposed): (&Job, &Imposed),
        file: &FileWanted,
        keep: bool,
        first: &mut Vec<Page>,
        whole: &mut bool,
        tell: TellPage<'_>,
    ) -> Result<Option<Draft>, Faults> {
        let words = Words::new(&self.plan.fonts)?;
        let leaves = self.plan.pages.get(job.pages.clone()).unwrap_or_default();
        let most = if imposed.is_single { 0 } else { 3 * imposed.grid.slots.len() + 64 };
        let kept = Mutex::new(Kept { pages: VecDeque::new(), most });
        let make = |index: usize| self.sheet(job, imposed, index, leaves, &words, &kept);
        let options = pdf::Options { scale: 1.0, ..self.plan.settings.pdf.clone() };
        let with_records = options.records;
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let path = target(&self.plan.folder, &file.path);
        let mut teller = Teller::new(leaves.len(), self.approving && self.plan.pages.len() <= SHOWN, whole, tell);
        let mut refused = Faults::default();
        let bind = |out: &mut dyn Write| {
            let mut book = pdf::Writer::begin(out, options);
            let (mut broken, mut bound) = (None, 0);
            map_in_order(
                imposed.sheets(),
                self.options.threads,
                || self.is_stopped(),
                make,
                |index, sheet| {
                    bound += 1;
                    let fields = if with_records { self.part(leaves, &sheet) } else { Vec::new() };
                    let said: Vec<(&str, &str)> = fields.iter().map(|(f, t)| (f.as_str(), t.as_str())).collect();
                    for page in &sheet.faces {
                        match book.page_of(page, Some(&pdf::Part { record: index as u64, fields: &said })) {
                            Err(pdf::Error::Faults(faults)) => refused.0.extend(faults.0),
                            Err(pdf::Error::Io(error)) => broken = broken.take().or(Some(error)),
                            Ok(()) => {}
                        }
                    }
                    if first.is_empty() {
                        first.extend(sheet.faces.iter().cloned());
                    }
                    sheet.told.into_iter().for_each(|told| teller.take(told));
                },
            );
            match broken {
                Some(error) => Err(pdf::Error::Io(error)),
                None if bound < imposed.sheets() => Err(pdf::Error::Io(ErrorKind::Interrupted.into())),
                None => book.finish().map(drop),
            }
        };
        let bound =
            if keep { bind(&mut std::io::sink()).map(|()| None) } else { self.drafts.write(number, bind).map(Some) };
        let draft = bound.map_err(|error| match error {
            pdf::Error::Faults(faults) => faults,
            // Stopped, which is no fault.
            pdf::Error::Io(error) if error.kind() == ErrorKind::Interrupted => Faults::default(),
            pdf::Error::Io(error) => fault(&path, &error, Doing::Write).into(),
        })?;
        teller.finish();
        if refused.0.is_empty() {
            return Ok(draft);
        }
        // A sheet less would put every piece after it in another's place.
        draft.into_iter().for_each(Draft::discard);
        refused.0.dedup();
        Err(refused)
    }

    /// The pages of a sheet once more, for its proof.
    pub(super) fn sheet_again(&self, (job, imposed): (&Job, &Imposed), index: usize) -> Result<Vec<Page>, Faults> {
        let words = Words::new(&self.plan.fonts)?;
        let leaves = self.plan.pages.get(job.pages.clone()).unwrap_or_default();
        let kept = Mutex::new(Kept { pages: VecDeque::new(), most: 0 });
        Ok(self.sheet(job, imposed, index, leaves, &words, &kept).faces)
    }

    /// A sheet with what was composed for it.
    fn sheet(
        &self,
        job: &Job,
        imposed: &Imposed,
        index: usize,
        leaves: &[Leaf],
        words: &Words,
        kept: &Mutex<Kept>,
    ) -> Sheet {
        let (grid, places) = imposed.sheet(index);
        let mut told = Vec::new();
        let mut here: BTreeMap<usize, Option<Faces>> = BTreeMap::new();
        for page in places.iter().flatten() {
            if here.contains_key(page) {
                continue;
            }
            let known = kept.lock().unwrap_or_else(PoisonError::into_inner).get(*page);
            let faces = known.unwrap_or_else(|| {
                let (faces, new) = self.faces(*page, leaves);
                told.extend(new);
                kept.lock().unwrap_or_else(PoisonError::into_inner).put(*page, &faces);
                faces
            });
            here.insert(*page, faces);
        }
        let on = |page: &usize| {
            let faces = here.get(page)?.as_ref()?;
            Some(impose::Leaf { front: &faces.0, back: faces.1.as_ref() })
        };
        let lying: Vec<Option<impose::Leaf<'_>>> = places.iter().map(|page| on(page.as_ref()?)).collect();
        let (number, of) = (index + 1, imposed.sheets());
        let product = &job.work.product;
        let (named, size) = match &imposed.gang {
            Some(gang) => (gang.called(), String::new()),
            None => (product.name.clone(), format!("　{}", net_size(product))),
        };
        let title = format!("{} {named} {} {number}/{of}", self.plan.called(), grid.paper.name);
        let pieces = lying.iter().flatten().count() * if grid.is_half() { 2 } else { 1 };
        let line = |side: Side| {
            let behind = if side == Side::Back { "　反面 back" } else { "" };
            let both = if grid.is_half() { "　两面印同一页 print on both sides" } else { "" };
            format!("{}　{named}{size}　第 {number}/{of} 张{behind}　本张 {pieces} 件{both}", self.plan.called())
        };
        let sides = [Side::Front, Side::Back];
        let faces = sides.iter().take(grid.faces()).map(|side| grid.sheet(*side, &lying, words, &title, &line(*side)));
        let printer = self.plan.settings.printer.as_ref();
        let right = |face| match printer {
            Some(printer) => printer.corrected(face),
            None => face,
        };
        let faces: Vec<Page> = faces.map(right).collect();
        Sheet { faces, told, pages: places.into_iter().flatten().collect() }
    }

    /// A page as a piece; and what is to be told of it.
    fn faces(&self, page: usize, leaves: &[Leaf]) -> (Option<Faces>, Option<Told>) {
        let start = Instant::now();
        let Some(leaf) = leaves.get(page) else { return (None, None) };
        match self.stage.sides(*leaf) {
            Ok((mut composed, backs)) => {
                composed.page = as_piece(composed.page);
                let faces = Arc::new((composed.page.clone(), backs.into_iter().next().map(as_piece)));
                (Some(faces), Some((page, Ok(composed), start.elapsed())))
            }
            Err(faults) => (None, Some((page, Err(faults), start.elapsed()))),
        }
    }

    /// What PDF/VT says of a sheet: the records that lie on it, in the order of the places.
    fn part(&self, leaves: &[Leaf], sheet: &Sheet) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut add = |field: &str, text: &str, pieces: usize| {
            let own = fields.iter_mut().find(|(name, _)| name == field);
            match own {
                Some((_, all)) => *all = format!("{all}\u{1f}{text}"),
                // A field that earlier pieces do not have.
                None => fields.push((field.to_owned(), "\u{1f}".repeat(pieces) + text)),
            }
        };
        for (pieces, leaf) in sheet.pages.iter().filter_map(|page| leaves.get(*page)).enumerate() {
            let record = leaf.record().map_or(0, |record| record + 1);
            add("Pieces", &record.to_string(), pieces);
            let known = self.plan.fields(*leaf);
            let composed = sheet.told.iter().find_map(|(_, composed, _)| composed.as_ref().ok());
            for (field, text) in known.iter().filter(|(_, text)| !text.is_empty()) {
                let is_said = composed.is_some_and(|c| names(c, field))
                    || self.plan.settings.vt_fields.iter().any(|f| f == field);
                if is_said {
                    add(field, text, pieces);
                }
            }
        }
        for (_, text) in &mut fields {
            *text = text.replace('\u{1f}', " | ");
        }
        fields
    }
}

impl Kept {
    /// A page that is kept; `Some(None)` for one that could not be made.
    fn get(&self, page: usize) -> Option<Option<Faces>> {
        self.pages.iter().find(|(known, _)| *known == page).map(|(_, faces)| faces.clone())
    }

    fn put(&mut self, page: usize, faces: &Option<Faces>) {
        if self.most == 0 {
            return;
        }
        if self.pages.len() >= self.most {
            self.pages.pop_front();
        }
        self.pages.push_back((page, faces.clone()));
    }
}

/// Tells of each page once: as they come, or in their order where somebody lays them side by side.
struct Teller<'w, 't> {
    known: Vec<bool>,
    in_order: bool,
    waiting: BTreeMap<usize, (Result<Composed, Faults>, Duration)>,
    next: usize,
    whole: &'w mut bool,
    tell: TellPage<'t>,
}

impl<'w, 't> Teller<'w, 't> {
    fn new(pages: usize, in_order: bool, whole: &'w mut bool, tell: TellPage<'t>) -> Self {
        Self { known: vec![false; pages], in_order, waiting: BTreeMap::new(), next: 0, whole, tell }
    }

    fn take(&mut self, (page, composed, time): Told) {
        let Some(known) = self.known.get_mut(page).filter(|known| !**known) else { return };
        *known = true;
        *self.whole &= composed.is_ok();
        if !self.in_order {
            return (self.tell)(page, composed, time);
        }
        self.waiting.insert(page, (composed, time));
        while let Some((composed, time)) = self.waiting.remove(&self.next) {
            (self.tell)(self.next, composed, time);
            self.next += 1;
        }
    }

    fn finish(self) {
        let Self { waiting, tell, .. } = self;
        waiting.into_iter().for_each(|(page, (composed, time))| tell(page, composed, time));
    }
}
