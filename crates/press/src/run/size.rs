//! How large a run becomes, before it starts: some of its files are drawn and counted, the rest is reckoned by them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Write};
use std::path::Path;

use super::panels::Cut;
use super::print::{Faces, Unwritten, face, tiff, write};
use crate::folder::places::target;
use crate::plan::Plan;
use crate::plan::work::{FileWanted, Job};
use crate::report::Options;
use crate::stage::{Stage, guard};
use biaoyu_out::pdf;
use biaoyu_page::page::Page;
use biaoyu_page::words::{FileKind, Standard};
use biaoyu_set::compose::Composed;

/// Jobs, or pages of a book, that are drawn to be counted, at most; each product has one of them as far as they go.
const SAMPLES: usize = 16;

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Files that are not there yet.
    pub files: usize,
    /// Their bytes, reckoned.
    pub bytes: u64,
    /// Files whose bytes are not known: plates, and those that cannot be drawn.
    pub unknown: usize,
    /// Bytes that the disk of the output folder has left for the user; `None` where the system does not say.
    pub free: Option<u64>,
    /// Bytes of the printing condition in each PDF of its own; 0 in books, which have it once.
    pub profile: u64,
}

/// Reckons what a run of a plan, or of a part of it, writes. Nothing is written.
pub fn size(plan: &Plan, options: &Options) -> Size {
    let stage = Stage::new(plan);
    let jobs: Vec<&Job> = plan.jobs.iter().enumerate().filter(|(i, _)| options.has(*i)).map(|(_, job)| job).collect();
    let absent = |file: &&FileWanted| file.format != FileKind::Thumbnail && !target(&plan.folder, &file.path).exists();
    let mut known: BTreeMap<(&str, FileKind), (u64, u64)> = BTreeMap::new();
    let mut size = Size { files: 0, bytes: 0, unknown: 0, free: free(&plan.folder), profile: 0 };
    for job in sampled(&jobs) {
        let Some(leaf) = plan.pages.get(job.pages.start) else { continue };
        let Ok((composed, backs)) = stage.sides(*leaf) else { continue };
        let Composed { page, ledger, .. } = composed;
        let faces: Vec<Page> = std::iter::once(page).chain(backs).collect();
        for file in job.files.iter().filter(|file| file.format != FileKind::Thumbnail) {
            let counted = match (file.format, plan.is_bound()) {
                (FileKind::Plate, _) => None,
                (FileKind::Pdf, true) => book(plan, &stage, job),
                _ => counted(plan, job, file, &Faces { pages: &faces, ledger: &ledger, cut: &Cut::default() }),
            };
            if let (Some(bytes), FileKind::Pdf, 0, false) = (counted, file.format, size.profile, plan.is_bound()) {
                size.profile = bytes.saturating_sub(bare(plan, job, &faces).unwrap_or(bytes));
            }
            if let Some(bytes) = counted {
                let sum = known.entry((&job.work.product.id, file.format)).or_default();
                (sum.0, sum.1) = (sum.0 + bytes, sum.1 + 1);
            }
        }
    }
    let mean = |wanted: &dyn Fn(&str, FileKind) -> bool| {
        let of = known.iter().filter(|((product, kind), _)| wanted(product, *kind)).map(|(_, sum)| *sum);
        let (bytes, count) = of.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        (count > 0).then(|| bytes / count)
    };
    let mut means: BTreeMap<(&str, FileKind), Option<u64>> = BTreeMap::new();
    for job in &jobs {
        for file in job.files.iter().filter(absent) {
            let key = (job.work.product.id.as_str(), file.format);
            let bytes = *means.entry(key).or_insert_with(|| {
                mean(&|product, kind| (product, kind) == key).or_else(|| mean(&|_, kind| kind == key.1))
            });
            size.files += 1;
            match bytes {
                Some(bytes) => size.bytes += bytes,
                None => size.unknown += 1,
            }
        }
    }
    size
}

/// Some of the jobs: the first of each product, then others at even distances.
fn sampled<'j>(jobs: &[&'j Job]) -> Vec<&'j Job> {
    let mut products = BTreeSet::new();
    let first = jobs.iter().enumerate().filter(|(_, job)| products.insert(job.work.product.id.as_str()));
    let mut places: BTreeSet<usize> = first.map(|(place, _)| place).take(SAMPLES).collect();
    for i in 0..SAMPLES {
        if places.len() < SAMPLES {
            places.insert(i * jobs.len() / SAMPLES);
        }
    }
    places.into_iter().filter_map(|place| jobs.get(place).copied()).collect()
}

/// The bytes of a file, which goes nowhere.
fn counted(plan: &Plan, job: &Job, file: &FileWanted, faces: &Faces<'_>) -> Option<u64> {
    let page = face(file, faces.pages)?;
    let settings = &plan.settings;
    let drawn = guard(|| {
        let written = if file.format == FileKind::Tiff {
            let mut out = Cursor::new(Vec::new());
            tiff(settings, job, file, page, faces, &mut out).map(|()| out.into_inner().len() as u64)
        } else {
            let mut out = Counted(0);
            write(settings, job, file, page, faces, &mut out).map(|()| out.0)
        };
        written.map_err(|error: Unwritten| error.of(Path::new(&file.path)))
    });
    drawn.ok()
}

/// The bytes of a PDF without a printing condition.
fn bare(plan: &Plan, job: &Job, faces: &[Page]) -> Option<u64> {
    let scale = 1.0 / f64::from(job.work.scale);
    let options = pdf::Options { scale, standard: Standard::None, ..plan.settings.pdf.clone() };
    pdf::write(faces, &options).ok().map(|bytes| bytes.len() as u64)
}

/// The bytes of a book: those of one of its pages, and what each of a dozen more adds.
fn book(plan: &Plan, stage: &Stage<'_>, job: &Job) -> Option<u64> {
    let leaves = plan.pages.get(job.pages.clone())?;
    let options = pdf::Options { scale: 1.0 / f64::from(job.work.scale), ..plan.settings.pdf.clone() };
    let bound = |count: usize| {
        let mut out = Counted(0);
        let mut book = pdf::Writer::begin(&mut out, options.clone());
        for i in 0..count {
            let (composed, backs) = stage.sides(*leaves.get(i * leaves.len() / count)?).ok()?;
            for page in std::iter::once(&composed.page).chain(&backs) {
                book.page_of(page, Some(&pdf::Part { record: i as u64, fields: &[] })).ok()?;
            }
        }
        book.finish().ok()?;
        Some(out.0)
    };
    let count = leaves.len().min(SAMPLES);
    let one = bound(1)?;
    if count < 2 {
        return Some(one);
    }
    let each = bound(count)?.saturating_sub(one) as f64 / (count - 1) as f64;
    Some(one + (each * (leaves.len() - 1) as f64) as u64)
}

/// Counts what is written.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes that are left for the user on the disk that a folder lies on, or will lie on.
fn free(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let absolute = std::path::absolute(folder).ok()?;
        let there = absolute.ancestors().find(|folder| folder.is_dir())?;
        let disk = rustix::fs::statvfs(there).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}
