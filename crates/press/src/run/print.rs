//! One job: composed, and drafts of its files written.

use std::borrow::Cow;
use std::io::{self, Seek, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::panels::{self, Cut};
use crate::folder::files::{Doing, Draft, Drafts, fault};
use crate::folder::places::target;
use crate::folder::receipts::State;
use crate::plan::Plan;
use crate::plan::cuts::cut_file;
use crate::plan::settings::Settings;
use crate::plan::work::{FileWanted, Job, Show};
use crate::report::Options;
use crate::stage::{Stage, guard};
use biaoyu_out::{pdf, raster};
use biaoyu_page::error::Faults;
use biaoyu_page::measure::Length;
use biaoyu_page::page::Page;
use biaoyu_page::words::{FileKind, Intent};
use biaoyu_set::compose::{Composed, Entry};
use biaoyu_set::finish::{has_coats, plated, proof, stand_in, whole};
use biaoyu_set::impose::as_piece;

/// Longest side of the pictures of the contact sheet, in pixels: twice what is shown, for dense screens.
const THUMBNAIL_PX: f64 = 640.0;

/// Dots an inch of the proof of a press sheet: an A3 fills a screen, and its type can be read.
const SHEET_DPI: f64 = 150.0;

/// A file of a job between thread and writer.
pub(crate) enum Printed {
    Kept,
    /// A draft; and whether the file in its place may only be replaced if it is a spoilt copy.
    Draft(Draft, bool),
    Failed(Faults),
}

/// A job between thread and writer.
#[derive(Default)]
pub(crate) struct Proof {
    pub files: Vec<Printed>,
    pub composed: Option<Composed>,
    pub faults: Faults,
    /// All its pages are there.
    pub whole: bool,
    pub time: Duration,
}

/// The faces of a page, the front first, and what was set on them.
#[derive(Clone, Copy)]
pub(crate) struct Faces<'p> {
    pub pages: &'p [Page],
    pub ledger: &'p [Entry],
    /// How they are cut into panels.
    pub cut: &'p Cut,
}

/// What the threads share.
pub(crate) struct Press<'a> {
    pub plan: &'a Plan,
    pub options: &'a Options,
    pub stage: Stage<'a>,
    pub states: Vec<Vec<State>>,
    pub drafts: Drafts,
    pub numbers: AtomicU64,
    /// Every page is wanted for the approval sheets.
    pub approving: bool,
    /// No page is begun once it says so.
    pub stop: &'a AtomicBool,
}

impl Press<'_> {
    /// Nothing more is to be made.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Composes a job and writes the drafts of its files.
    pub(crate) fn print(&self, index: usize) -> Proof {
        let start = Instant::now();
        let (Some(job), Some(states)) = (self.plan.jobs.get(index), self.states.get(index)) else {
            return Proof::default();
        };
        let all_kept = states.iter().all(|s| *s == State::Current);
        if all_kept && !self.options.describe && !self.approving {
            let files = states.iter().map(|_| Printed::Kept).collect();
            return Proof { files, whole: true, time: start.elapsed(), ..Proof::default() };
        }
        let wants = |(file, state): (&FileWanted, &State)| {
            *state != State::Current && (file.back || file.format == FileKind::Pdf)
        };
        let both = job.files.iter().zip(states).any(wants);
        let composed = self.plan.pages.get(job.pages.start).map(|leaf| match both {
            true => self.stage.sides(*leaf),
            false => self.stage.page(*leaf).map(|composed| (composed, Vec::new())),
        });
        let (composed, backs, faults) = match composed {
            Some(Ok((composed, backs))) => (Some(composed), backs, Faults::default()),
            Some(Err(faults)) => (None, Vec::new(), faults),
            None => (None, Vec::new(), Faults::default()),
        };
        let front = composed.as_ref().map(|composed| &composed.page);
        let faces: Cow<'_, [Page]> = match (front, backs.is_empty()) {
            (None, _) => Cow::Borrowed(&[]),
            (Some(front), true) => Cow::Borrowed(std::slice::from_ref(front)),
            (Some(front), false) => Cow::Owned(std::iter::once(front.clone()).chain(backs).collect()),
        };
        let ledger = composed.as_ref().map(|composed| &composed.ledger[..]).unwrap_or_default();
        let files = self.drafts_of(job, states, Faces { pages: &faces, ledger, cut: &Cut::default() });
        drop(faces);
        Proof { files, whole: composed.is_some(), composed, faults, time: start.elapsed() }
    }

    /// Drafts of the files of a job, of those that are not there. `faces` are its front and its backs; without them no
    /// file is made.
    pub(crate) fn drafts_of(&self, job: &Job, states: &[State], faces: Faces<'_>) -> Vec<Printed> {
        let mut plates = self.plates(job, states, faces.pages);
        let files = job.files.iter().zip(states).enumerate();
        let printed = files.map(|(place, (file, state))| {
            if *state == State::Current {
                return Printed::Kept;
            }
            let drawn = match (plates.remove(&place), face(file, faces.pages)) {
                (Some(drawn), _) => drawn,
                (None, Some(page)) => guard(|| self.draw(job, file, page, &faces)),
                (None, None) => Err(Faults::default()),
            };
            match drawn {
                Ok(draft) => Printed::Draft(draft, *state == State::Spoilt && !self.options.force),
                Err(faults) => Printed::Failed(faults),
            }
        });
        printed.collect()
    }

    /// Draws a file of a page; a PDF holds all faces.
    fn draw(&self, job: &Job, file: &FileWanted, page: &Page, faces: &Faces<'_>) -> Result<Draft, Faults> {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let settings = &self.plan.settings;
        let refused = |error: Unwritten| error.of(&target(&self.plan.folder, &file.path));
        if file.format == FileKind::Tiff {
            return self
                .drafts
                .write_seeking(number, |out| tiff(settings, job, file, page, faces, out))
                .map_err(refused);
        }
        self.drafts.write(number, |out| write(settings, job, file, page, faces, out)).map_err(refused)
    }
}

/// Writes a TIFF of a page.
pub(crate) fn tiff<W: Write + Seek>(
    settings: &Settings,
    job: &Job,
    file: &FileWanted,
    page: &Page,
    faces: &Faces<'_>,
    out: &mut W,
) -> Result<(), Unwritten> {
    let (page, options) = shown_for_press(settings, job, file, page, faces)?;
    let page = plated(&page, settings.pdf.spots);
    Ok(raster::tiff(&page, &options, settings.shop.packing(), out)?)
}

/// Writes a file of a page that needs no going back in it; a PDF holds all faces.
pub(crate) fn write(
    settings: &Settings,
    job: &Job,
    file: &FileWanted,
    page: &Page,
    faces: &Faces<'_>,
    mut out: &mut dyn Write,
) -> Result<(), Unwritten> {
    // What is looked at shows film, varnish and foil as they will be.
    let is_proof = matches!(file.format, FileKind::Png | FileKind::Thumbnail)
        || file.format == FileKind::Jpeg && !settings.shop.prints_jpeg();
    let shown = if is_proof && has_coats(page) { Cow::Owned(proof(page)) } else { Cow::Borrowed(page) };
    let page = &*shown;
    let at = |dpi: f64| raster::Options { profile: settings.profile.clone(), ..raster::Options::new(dpi) };
    match file.format {
        FileKind::Pdf => {
            let options = pdf::Options { scale: 1.0 / f64::from(job.work.scale), ..settings.pdf.clone() };
            if let (Some(panels), Show::Drawing) = (&job.panels, file.show) {
                let drawing = panels::drawing(settings, job, (panels, file.back), page, faces)?;
                return Ok(pdf::write_to(&[drawing], &settings.pdf, out)?);
            }
            if let Some(panels) = job.panels.as_ref().filter(|panels| panels.count() > 1) {
                let pages = panels::pages(settings, job, panels, faces)?;
                return Ok(pdf::write_to(&pages, &options, out)?);
            }
            let Some(tiles) = &job.tiles else { return Ok(pdf::write_to(faces.pages, &options, out)?) };
            let words = faces.cut.words()?;
            let mut pages = Vec::new();
            for face in faces.pages {
                let piece = as_piece(stand_in(face));
                let tiled = tiles.pages(&piece, words, &face.title);
                match &settings.printer {
                    Some(printer) => pages.extend(tiled.map(|page| printer.corrected(page))),
                    None => pages.extend(tiled),
                }
            }
            Ok(pdf::write_to(&pages, &options, out)?)
        }
        FileKind::Png => {
            let intent = if settings.shop.paper_white { Intent::Absolute } else { Intent::Relative };
            let overprint = settings.shop.paper_white || settings.pdf.spots;
            let dpi = match (settings.dpi, &job.sheets) {
                (None, Some(_)) => SHEET_DPI,
                _ => settings.proof_dpi(&job.work.product),
            };
            let options = at(dpi);
            Ok(raster::png(page, &raster::Options { intent, overprint, ..options }, &mut out)?)
        }
        FileKind::Jpeg if settings.shop.prints_jpeg() => {
            let (page, options) = shown_for_press(settings, job, file, page, faces)?;
            let page = stand_in(&page);
            let (quality, space) = (raster::Quality::Fixed(92), settings.shop.space());
            let jpeg = raster::JpegOptions { quality, max_px: None, space };
            Ok(raster::jpeg(&page, &options, &jpeg, &mut out)?)
        }
        FileKind::Dxf | FileKind::Svg => Ok(out.write_all(&cut_file(settings, job, file.format, file.show))?),
        // Written by `tiff` and in `plates`.
        FileKind::Tiff | FileKind::Plate => Ok(()),
        FileKind::Jpeg => {
            let options = at(settings.proof_dpi(&job.work.product));
            // Who asks for a resolution gets it; else what group chats pass on.
            let jpeg = match settings.dpi {
                Some(_) => {
                    raster::JpegOptions { quality: raster::Quality::Fixed(90), max_px: None, ..Default::default() }
                }
                None => raster::JpegOptions::default(),
            };
            Ok(raster::jpeg(page, &options, &jpeg, &mut out)?)
        }
        FileKind::Thumbnail => {
            let trim = page.boxes.trim;
            let dpi = THUMBNAIL_PX / Length::mm(trim.width().max(trim.height())).to_px(1.0);
            let quality = raster::Quality::Fixed(82);
            let jpeg = raster::JpegOptions { quality, max_px: None, ..Default::default() };
            Ok(raster::jpeg(page, &at(dpi), &jpeg, &mut out)?)
        }
    }
}

/// The page, or its panel, as a raster file for the press shows it, and how it is drawn.
fn shown_for_press(
    settings: &Settings,
    job: &Job,
    file: &FileWanted,
    page: &Page,
    faces: &Faces<'_>,
) -> Result<(Page, raster::Options), Unwritten> {
    match (&job.panels, file.show) {
        (Some(panels), Show::Panel(index)) => panels::panel(settings, job, (panels, file.back, index), page, faces),
        _ => Ok(for_press(settings, job, page)),
    }
}

/// The page as a raster file for the press shows it, and how it is drawn.
pub(crate) fn for_press(settings: &Settings, job: &Job, page: &Page) -> (Page, raster::Options) {
    let page = whole(page, settings.shop.white_edge());
    let dpi = settings.dpi.unwrap_or_else(|| settings.shop.print_dpi(&page));
    let scale = 1.0 / f64::from(job.work.scale);
    (page, raster::Options { scale, profile: settings.profile.clone(), ..raster::Options::new(dpi) })
}

/// The face that a file shows: the front, or the back.
pub(crate) fn face<'p>(file: &FileWanted, faces: &'p [Page]) -> Option<&'p Page> {
    faces.get(usize::from(file.back))
}

/// Why there is no draft.
pub(crate) enum Unwritten {
    Faults(Faults),
    Io(io::Error),
}

impl Unwritten {
    /// In the user's words, of a file.
    pub(crate) fn of(self, path: &Path) -> Faults {
        match self {
            Unwritten::Faults(faults) => faults,
            Unwritten::Io(error) => fault(path, &error, Doing::Write).into(),
        }
    }
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Unwritten::Io(error)
    }
}

impl From<Faults> for Unwritten {
    fn from(faults: Faults) -> Self {
        Unwritten::Faults(faults)
    }
}

impl From<pdf::Error> for Unwritten {
    fn from(error: pdf::Error) -> Self {
        match error {
            pdf::Error::Faults(faults) => Unwritten::Faults(faults),
            pdf::Error::Io(error) => Unwritten::Io(error),
        }
    }
}

impl From<raster::Error> for Unwritten {
    fn from(error: raster::Error) -> Self {
        match error {
            raster::Error::Fault(fault) => Unwritten::Faults((*fault).into()),
            raster::Error::Io(error) => Unwritten::Io(error),
        }
    }
}
