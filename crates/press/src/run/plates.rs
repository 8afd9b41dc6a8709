//! The plates of a page as files of their own: composed and drawn once for all of them.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::atomic::Ordering;

use super::print::{Press, Unwritten, face, for_press};
use crate::folder::files::{Draft, NewDraft};
use crate::folder::places::target;
use crate::folder::receipts::State;
use crate::plan::work::{FileWanted, Job};
use crate::stage::guard;
use biaoyu_out::raster;
use biaoyu_page::error::Faults;
use biaoyu_page::page::Page;
use biaoyu_page::words::FileKind;
use biaoyu_set::finish::{plated, with_marks};

impl Press<'_> {
    /// Drafts of the plates of a job that are not there, by their place among its files.
    pub(crate) fn plates(&self, job: &Job, states: &[State], faces: &[Page]) -> BTreeMap<usize, Result<Draft, Faults>> {
        let mut drawn = BTreeMap::new();
        for back in [false, true] {
            let files = job.files.iter().zip(states).enumerate();
            let wanted =
                files.filter(|(_, (f, s))| f.format == FileKind::Plate && f.back == back && **s != State::Current);
            let wanted: Vec<(usize, &FileWanted)> = wanted.map(|(place, (file, _))| (place, file)).collect();
            let Some(page) = wanted.first().and_then(|(_, file)| face(file, faces)) else { continue };
            match guard(|| self.plates_of(job, &wanted, page)) {
                Ok(drafts) => drawn.extend(wanted.iter().map(|(place, _)| *place).zip(drafts.into_iter().map(Ok))),
                Err(faults) => drawn.extend(wanted.iter().map(|(place, _)| (*place, Err(faults.clone())))),
            }
        }
        drawn
    }

    /// Drafts of some plates of one face, in their order.
    fn plates_of(&self, job: &Job, wanted: &[(usize, &FileWanted)], page: &Page) -> Result<Vec<Draft>, Faults> {
        let Some((_, first)) = wanted.first() else { return Ok(Vec::new()) };
        let refused = |error: Unwritten| error.of(&target(&self.plan.folder, &first.path));
        let (page, options) = for_press(&self.plan.settings, job, page);
        let page = plated(&page, self.plan.settings.pdf.spots);
        let page = if job.sheets.is_some() { with_marks(&page) } else { page };
        let open = |_: &_| self.drafts.open_draft(self.numbers.fetch_add(1, Ordering::Relaxed));
        let mut drafts = wanted.iter().map(open).collect::<io::Result<Vec<_>>>().map_err(|e| refused(e.into()))?;
        let names = wanted.iter().map(|(_, file)| file.plate.as_deref().unwrap_or_default());
        draw(&page, &options, names.zip(&mut drafts).collect()).map_err(|e| refused(e.into()))?;
        let drafts: io::Result<Vec<Draft>> = drafts.into_iter().map(NewDraft::finish).collect();
        drafts.map_err(|e| refused(e.into()))
    }
}

/// Writes the plates of these names; one that the page does not use is blank.
fn draw(page: &Page, options: &raster::Options, mut wanted: Vec<(&str, &mut NewDraft)>) -> Result<(), raster::Error> {
    raster::plate_pngs(page, options, |plate| {
        let found = wanted.iter().position(|(name, _)| *name == plate.name);
        Ok(into(found.map(|found| wanted.remove(found).1)))
    })?;
    let blank = Page { items: Vec::new(), ..page.clone() };
    while !wanted.is_empty() {
        raster::plate_pngs(&blank, options, |_| Ok(into(wanted.pop().map(|(_, out)| out))))?;
    }
    Ok(())
}

/// Where a plate goes; one that nobody asked for goes nowhere.
fn into(out: Option<&mut NewDraft>) -> Box<dyn Write + '_> {
    match out {
        Some(out) => Box::new(out),
        None => Box::new(io::sink()),
    }
}
