//! Jobs → files: threads compose and draw, one writer puts the files in their places in the order of the plan.

use std::any::Any;
use std::fs;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::approve::Approving;
use super::files::{Doing, Draft, Drafts, fault};
use super::index::THUMBNAIL_PX;
use super::ordered::map_in_order;
use super::own::Own;
use super::plan::{FileWanted, Job, OWN_FILES, Plan};
use super::receipts::{RECEIPTS, Receipt, Receipts, State};
use super::want::Format;
use crate::compose::{Composed, Edition, compose};
use crate::error::{Fault, Faults, Lang, Place};
use crate::measure::Length;
use crate::page::Page;
use crate::{pdf, raster, say};

/// How a plan is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that compose and draw.
    pub threads: usize,
    /// Overwrites files that were not made here.
    pub force: bool,
    /// Composes also what is kept, so that its lines and findings can be told.
    pub describe: bool,
    /// The language of the contact sheet.
    pub lang: Lang,
}

/// What became of a job.
#[derive(Debug)]
pub struct Report<'a> {
    /// Which.
    pub job: &'a Job,
    /// Its place in the plan.
    pub index: usize,
    /// What became of its files, in their order.
    pub files: Vec<FileReport>,
    /// The page with its lines and findings; `None` when it could not be composed, or was kept and not asked for.
    pub composed: Option<Composed>,
    /// Why there is no page.
    pub faults: Faults,
    /// How long it took.
    pub time: Duration,
}

/// What became of a file.
#[derive(Debug)]
pub struct FileReport {
    /// What it is.
    pub format: Format,
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
    /// Bytes written.
    pub bytes: u64,
    /// The contact sheet.
    pub index: Option<PathBuf>,
    /// The approval sheet.
    pub approval: Option<PathBuf>,
    /// Why one of these two is missing.
    pub faults: Faults,
}

impl Summary {
    /// Whether every file is there.
    pub fn is_whole(&self) -> bool {
        self.failed == 0 && self.left == 0 && self.faults.0.is_empty()
    }
}

/// A file of a job between thread and writer.
enum Printed {
    Kept,
    /// A draft; and whether the file in its place may only be replaced by a longer one that begins like it.
    Draft(Draft, bool),
    Failed(Faults),
}

/// A job between thread and writer.
struct Proof {
    files: Vec<Printed>,
    composed: Option<Composed>,
    faults: Faults,
    time: Duration,
}

/// Runs a plan. `tell` hears of every job in the order of the plan, once its files are in place. Setting `stop` ends the
/// run after the jobs that were begun.
///
/// # Errors
/// What keeps the run from starting: the folder cannot be written, another run holds it, files of someone else stand in
/// the places of new ones.
pub fn run(
    plan: &Plan,
    options: &Options,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(&Report<'_>),
) -> Result<Summary, Faults> {
    fs::create_dir_all(&plan.folder).map_err(|e| fault(&plan.folder, &e, Doing::Write))?;
    let receipts = Receipts::open(&plan.folder)?;
    let states = examine(plan, &receipts, options)?;
    let drafts = Drafts::open(&plan.folder)?;
    let approval = Approving::new(plan, &receipts);
    let press = Press { plan, options, states, drafts, numbers: AtomicU64::new(0), approving: approval.is_some() };
    let mut writer = Writer::new(plan, receipts, approval, tell);
    map_in_order(
        plan.jobs.len(),
        options.threads,
        stop,
        |index| press.print(index),
        |index, proof| writer.take(index, proof),
    );
    writer.flush();
    let Writer { receipts, mut summary, approval, .. } = writer;
    if stop.load(Ordering::Relaxed) {
        let files = plan.jobs.iter().flat_map(|j| &j.files).filter(|f| f.format != Format::Thumbnail).count();
        summary.left = files - summary.made - summary.kept - summary.failed;
    }
    let mut own = Own { plan, receipts, drafts: &press.drafts, numbers: &press.numbers, force: options.force };
    own.finish(approval, options.lang, &mut summary);
    Ok(summary)
}

/// Composes every page of a plan and writes nothing: what would fail is told.
pub fn check(plan: &Plan, options: &Options, stop: &AtomicBool, tell: &mut dyn FnMut(&Report<'_>)) {
    let compose = |index: usize| {
        let start = Instant::now();
        let composed =
            plan.jobs.get(index).map_or_else(|| Err(Faults::default()), |job| guard(|| compose_job(plan, job)));
        (composed, start.elapsed())
    };
    map_in_order(plan.jobs.len(), options.threads, stop, compose, |index, (composed, time)| {
        let Some(job) = plan.jobs.get(index) else { return };
        let (composed, faults) = match composed {
            Ok(composed) => (Some(composed), Faults::default()),
            Err(faults) => (None, faults),
        };
        let outcome =
            |_: &FileWanted| if composed.is_some() { Outcome::Planned } else { Outcome::Failed(Faults::default()) };
        let report =
            |f: &FileWanted| FileReport { format: f.format, path: target(&plan.folder, &f.path), outcome: outcome(f) };
        let files = job.files.iter().map(report).collect();
        tell(&Report { job, index, files, composed, faults, time });
    });
}

fn compose_job(plan: &Plan, job: &Job) -> Result<Composed, Faults> {
    compose(&Edition {
        layout: &job.layout,
        product: &job.product,
        palette: &job.palette,
        sheet: &job.sheet,
        fields: &job.fields,
        fonts: &plan.fonts,
        pictures: &plan.pictures,
        spots: plan.settings.pdf.spots,
    })
}

/// How each file of each job stands on disk.
///
/// # Errors
/// `file/foreign` for the files that may not be overwritten.
fn examine(plan: &Plan, receipts: &Receipts, options: &Options) -> Result<Vec<Vec<State>>, Faults> {
    let mut faults = Faults::default();
    let mut more = 0;
    let mut states = Vec::with_capacity(plan.jobs.len());
    for job in &plan.jobs {
        let mut of_job = Vec::with_capacity(job.files.len());
        for file in &job.files {
            let path = target(&plan.folder, &file.path);
            // What cannot be read is met again, and named, when it is to be written.
            let state = receipts.examine(&file.path, &path, &file.inputs).unwrap_or(State::Missing);
            if state == State::Foreign && !options.force {
                match faults.0.len() {
                    0..5 => faults.push(foreign(&path)),
                    _ => more += 1,
                }
            }
            of_job.push(state);
        }
        states.push(of_job);
    }
    for own in OWN_FILES {
        let path = target(&plan.folder, own);
        let state = receipts.examine(own, &path, &blake3::hash(b"")).unwrap_or(State::Missing);
        if own != RECEIPTS && state == State::Foreign && !options.force {
            faults.push(foreign(&path));
        }
    }
    if more > 0 {
        let what = say!("{more} more files like these", "还有 {more} 个这样的文件");
        faults.push(Fault::new("file/foreign", Place::default(), what));
    }
    faults.or(states)
}

pub(super) fn foreign(path: &Path) -> Fault {
    let what = say!("was not made by this program, or was changed since", "不是本程序做的，或后来被改过");
    let hint = say!(
        "move it away, choose another folder with `-o`, or overwrite with `--force`",
        "请移走它，或用 `-o` 换一个文件夹；要覆盖请加 `--force`"
    );
    Fault::new("file/foreign", Place::file(path.display().to_string()), what).hint(hint)
}

/// A path below the output folder in the system's own form.
pub(super) fn target(folder: &Path, file: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    path.extend(file.split('/'));
    path
}

/// What the threads share.
struct Press<'a> {
    plan: &'a Plan,
    options: &'a Options,
    states: Vec<Vec<State>>,
    drafts: Drafts,
    numbers: AtomicU64,
    /// Every page is wanted for the approval sheets.
    approving: bool,
}

impl Press<'_> {
    /// Composes a job and writes the drafts of its files.
    fn print(&self, index: usize) -> Proof {
        let start = Instant::now();
        let (Some(job), Some(states)) = (self.plan.jobs.get(index), self.states.get(index)) else {
            return Proof { files: Vec::new(), composed: None, faults: Faults::default(), time: Duration::ZERO };
        };
        let all_kept = states.iter().all(|s| *s == State::Current);
        if all_kept && !self.options.describe && !self.approving {
            let files = states.iter().map(|_| Printed::Kept).collect();
            return Proof { files, composed: None, faults: Faults::default(), time: start.elapsed() };
        }
        let (composed, faults) = match guard(|| compose_job(self.plan, job)) {
            Ok(composed) => (Some(composed), Faults::default()),
            Err(faults) => (None, faults),
        };
        let files = job
            .files
            .iter()
            .zip(states)
            .map(|(file, state)| match (&composed, state) {
                (_, State::Current) => Printed::Kept,
                (None, _) => Printed::Failed(Faults::default()),
                (Some(composed), _) => match guard(|| self.draw(job, file, &composed.page)) {
                    Ok(draft) => Printed::Draft(draft, *state == State::Short && !self.options.force),
                    Err(faults) => Printed::Failed(faults),
                },
            })
            .collect();
        Proof { files, composed, faults, time: start.elapsed() }
    }

    fn draw(&self, job: &Job, file: &FileWanted, page: &Page) -> Result<Draft, Faults> {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let settings = &self.plan.settings;
        let written = self.drafts.write(number, |mut out: &mut dyn Write| match file.format {
            Format::Pdf => {
                let bytes = pdf::write(std::slice::from_ref(page), &settings.pdf)?;
                Ok(out.write_all(&bytes)?)
            }
            Format::Png => {
                let options = raster::Options::new(settings.proof_dpi(&job.product));
                Ok(raster::png(page, &options, &mut out)?)
            }
            Format::Jpeg => {
                let options = raster::Options::new(settings.proof_dpi(&job.product));
                // Who asks for a resolution gets it; else what group chats pass on.
                let jpeg = match settings.dpi {
                    Some(_) => {
                        raster::JpegOptions { quality: raster::Quality::Fixed(90), max_px: None, ..Default::default() }
                    }
                    None => raster::JpegOptions::default(),
                };
                Ok(raster::jpeg(page, &options, &jpeg, &mut out)?)
            }
            Format::Thumbnail => {
                let trim = page.boxes.trim;
                let dpi = THUMBNAIL_PX / Length::mm(trim.width().max(trim.height())).to_px(1.0);
                let quality = raster::Quality::Fixed(82);
                let jpeg = raster::JpegOptions { quality, max_px: None, ..Default::default() };
                Ok(raster::jpeg(page, &raster::Options::new(dpi), &jpeg, &mut out)?)
            }
        });
        written.map_err(|error| match error {
            Unwritten::Faults(faults) => faults,
            Unwritten::Io(error) => fault(&target(&self.plan.folder, &file.path), &error, Doing::Write).into(),
        })
    }
}

/// Why there is no draft.
enum Unwritten {
    Faults(Faults),
    Io(io::Error),
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

impl From<raster::Error> for Unwritten {
    fn from(error: raster::Error) -> Self {
        match error {
            raster::Error::Fault(fault) => Unwritten::Faults((*fault).into()),
            raster::Error::Io(error) => Unwritten::Io(error),
        }
    }
}

/// Runs a step of one page so that a fault of the program costs this page only.
fn guard<T>(step: impl FnOnce() -> Result<T, Faults>) -> Result<T, Faults> {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|panic| {
        let why = words(&*panic);
        let what = say!("the program failed on this page: {why}", "程序在这一页出错：{why}");
        let hint = say!(
            "this is a fault of biaoyu: please report it with the slogan",
            "这是 biaoyu 的错误，请连同标语一起反馈"
        );
        Err(Fault::new("internal/panic", Place::default(), what).hint(hint).into())
    })
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "?".into())
}

/// Files that take their places together.
const GROUP_FILES: usize = 4096;
/// How long the first of them waits for the others, at least.
const GROUP_TIME: Duration = Duration::from_millis(250);
/// A run that is over sooner does not wait for the disk: to make its files again takes no longer than to find out
/// which of them a power failure spoiled.
const SHORT_RUN: Duration = Duration::from_secs(1);

/// The one who puts files in their places.
struct Writer<'a, 't> {
    plan: &'a Plan,
    receipts: Receipts,
    waiting: Vec<(usize, Proof)>,
    start: Instant,
    since: Instant,
    /// How long the last group waited for the disk.
    synced_in: Duration,
    summary: Summary,
    approval: Option<Approving>,
    tell: &'t mut dyn FnMut(&Report<'_>),
}

impl<'a, 't> Writer<'a, 't> {
    fn new(
        plan: &'a Plan,
        receipts: Receipts,
        approval: Option<Approving>,
        tell: &'t mut dyn FnMut(&Report<'_>),
    ) -> Self {
        let (start, summary) = (Instant::now(), Summary::default());
        Self {
            plan,
            receipts,
            waiting: Vec::new(),
            start,
            since: start,
            synced_in: Duration::ZERO,
            summary,
            approval,
            tell,
        }
    }

    fn take(&mut self, index: usize, proof: Proof) {
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.waiting.push((index, proof));
        let files: usize = self.waiting.iter().map(|(_, p)| p.files.len()).sum();
        // A slow disk gets larger groups, so that the press does not stand still for it.
        if files >= GROUP_FILES || self.since.elapsed() >= GROUP_TIME.max(4 * self.synced_in) {
            self.flush();
        }
    }

    /// Makes a group durable, writes its receipts, then moves its files to their places.
    fn flush(&mut self) {
        let group = std::mem::take(&mut self.waiting);
        let drafts: Vec<&Draft> = group
            .iter()
            .flat_map(|(_, proof)| &proof.files)
            .filter_map(|f| if let Printed::Draft(draft, _) = f { Some(draft) } else { None })
            .collect();
        let durable = self.start.elapsed() >= SHORT_RUN && !drafts.is_empty();
        let begun = Instant::now();
        let synced = if durable { sync_all(&self.plan.folder, &drafts) } else { Ok(()) };
        self.synced_in = begun.elapsed();
        let receipts: Vec<Receipt> = group.iter().flat_map(|(index, proof)| self.receipts_of(*index, proof)).collect();
        let ready = synced.and_then(|()| self.receipts.add(&receipts, durable));
        for (index, proof) in group {
            self.place(index, proof, &ready);
        }
    }

    fn receipts_of(&self, index: usize, proof: &Proof) -> Vec<Receipt> {
        let Some(job) = self.plan.jobs.get(index) else { return Vec::new() };
        let of = |(file, printed): (&FileWanted, &Printed)| {
            let Printed::Draft(draft, _) = printed else { return None };
            Some(Receipt {
                file: file.path.clone(),
                format: file.format.word().into(),
                product: job.product.id.clone(),
                name: job.product.name.clone(),
                name_en: job.product.name_en.clone(),
                trim_mm: [job.product.trim.width, job.product.trim.height],
                round: job.product.is_round(),
                layout: job.layout.id.clone(),
                slogan: job.label.clone(),
                text: job.sheet.text.clone(),
                inputs: file.inputs.to_hex().to_string(),
                bytes: draft.bytes,
                blake3: draft.hash.to_hex().to_string(),
            })
        };
        job.files.iter().zip(&proof.files).filter_map(of).collect()
    }

    fn place(&mut self, index: usize, proof: Proof, ready: &io::Result<()>) {
        let Some(job) = self.plan.jobs.get(index) else { return };
        let Proof { files, composed, faults, time } = proof;
        let mut reports = Vec::with_capacity(files.len());
        for (file, printed) in job.files.iter().zip(files) {
            let path = target(&self.plan.folder, &file.path);
            let outcome = match printed {
                Printed::Kept => Outcome::Kept,
                Printed::Failed(faults) => Outcome::Failed(faults),
                Printed::Draft(draft, must_match) => match ready {
                    Err(error) => Outcome::Failed(fault(&path, error, Doing::Write).into()),
                    Ok(()) if must_match && !draft.begins_like(&path).unwrap_or(false) => {
                        Outcome::Failed(foreign(&path).into())
                    }
                    Ok(()) => {
                        let bytes = draft.bytes;
                        match draft.place(&path) {
                            Ok(()) => Outcome::Made(bytes),
                            Err(error) => Outcome::Failed(fault(&path, &error, Doing::Write).into()),
                        }
                    }
                },
            };
            match &outcome {
                // The pictures of the contact sheet are not what was asked for.
                Outcome::Made(_) | Outcome::Kept if file.format == Format::Thumbnail => {}
                Outcome::Made(bytes) => {
                    self.summary.made += 1;
                    self.summary.bytes += bytes;
                }
                Outcome::Kept | Outcome::Planned => self.summary.kept += 1,
                Outcome::Failed(_) => self.summary.failed += 1,
            }
            reports.push(FileReport { format: file.format, path, outcome });
        }
        if let Some(approval) = &mut self.approval {
            approval.take(composed.as_ref().map(|c| &c.page));
        }
        reports.retain(|r| r.format != Format::Thumbnail || matches!(r.outcome, Outcome::Failed(_)));
        (self.tell)(&Report { job, index, files: reports, composed, faults, time });
    }
}

/// Waits until these, and all that was written to the folder before, are on the disk.
fn sync_all(folder: &Path, drafts: &[&Draft]) -> io::Result<()> {
    // One wait for all where the system has it; else file by file.
    #[cfg(target_os = "linux")]
    if fs::File::open(folder).is_ok_and(|f| rustix::fs::syncfs(f).is_ok()) {
        return Ok(());
    }
    let _ = folder;
    drafts.iter().try_for_each(|draft| draft.sync())
}
