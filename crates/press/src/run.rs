//! Jobs → files: threads compose and draw, one writer puts the files in their places in the order of the plan.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::approve::Approving;
use super::compositor::Compositor;
use super::files::{Doing, Drafts, fault};
use super::licences::{FONTS, Licences};
use super::ordered::map_in_order;
use super::own::Own;
use super::plan::{OWN_FILES, Plan};
use super::print::Press;
use super::receipts::{RECEIPTS, Receipts, State};
use super::shard::Shard;
use super::ticket::JOBS;
use super::want::Format;
use super::work::{FileWanted, Job, Leaf};
use super::writer::Writer;
use biaoyu_check::preflight::Series;
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::say;
use biaoyu_set::compose::Composed;

/// Faults that a refused run tells one by one.
const REFUSED_TOLD: usize = 40;

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
    /// The part of the plan that is made, without the press's own files; the whole when `None`.
    pub shard: Option<Shard>,
}

impl Options {
    /// Whether the job of this place in the plan is made.
    pub fn has(&self, job: usize) -> bool {
        self.shard.is_none_or(|shard| shard.has(job))
    }
}

/// What became of a job.
#[derive(Debug)]
pub struct Report<'a> {
    /// Which.
    pub job: &'a Job,
    /// Its place in the plan.
    pub index: usize,
    /// The page that this speaks of; `None` when it speaks of a file of many pages, which were told before.
    pub page: Option<Leaf>,
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

impl Outcome {
    /// Whether something is wrong with this file by itself, and not with its page.
    pub fn is_fault(&self) -> bool {
        matches!(self, Outcome::Failed(faults) if !faults.0.is_empty())
    }
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
    /// Pages that are left out of files of many.
    pub left_out: usize,
    /// Rows of the table that no page was made of.
    pub bad_rows: usize,
    /// The list of rows that must be printed again.
    pub reprint: Option<PathBuf>,
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
        self.failed + self.left + self.left_out + self.bad_rows == 0 && self.faults.0.is_empty()
    }
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
    strictly(plan, options, stop)?;
    fs::create_dir_all(&plan.folder).map_err(|e| fault(&plan.folder, &e, Doing::Write))?;
    let receipts = Receipts::open(&plan.folder, options.shard)?;
    let states = examine(plan, &receipts, options)?;
    let drafts = Drafts::open(&plan.folder, options.shard)?;
    let whole = options.shard.is_none();
    let approval = Approving::new(plan, &receipts).filter(|_| whole);
    let licences = Licences::new(plan, &receipts, options.lang).filter(|_| whole);
    let every_page = approval.is_some() || licences.is_some();
    let compositor = Compositor::new(plan);
    let press = Press { plan, options, compositor, states, drafts, numbers: AtomicU64::new(0), approving: every_page };
    let mut writer = Writer::new(plan, receipts, (approval, licences), tell);
    let share: Vec<usize> = (0..plan.jobs.len()).filter(|job| options.has(*job)).collect();
    if plan.is_bound() {
        for index in share.iter().copied().take_while(|_| !stop.load(Ordering::Relaxed)) {
            let proof = press.bind(index, &mut |page, composed, time| writer.page(index, page, composed, time));
            writer.take(index, proof);
            writer.flush();
        }
    } else {
        let job = |place: usize| share.get(place).copied().unwrap_or(usize::MAX);
        map_in_order(
            share.len(),
            options.threads,
            stop,
            |place| press.print(job(place)),
            |place, proof| writer.take(job(place), proof),
        );
        writer.flush();
    }
    let Writer { receipts, mut summary, approval, licences, spoilt, folders, unmade, .. } = writer;
    if stop.load(Ordering::Relaxed) {
        let files = plan.files_of(options.shard);
        summary.left = files - summary.made - summary.kept - summary.failed;
    }
    let mut own = Own { plan, receipts, drafts: &press.drafts, numbers: &press.numbers, force: options.force, folders };
    if whole {
        own.finish(approval, options.lang, &mut summary);
        // What counts all pages waits for the run that saw them.
        if summary.left == 0 {
            own.ticket(licences, options.lang, &mut summary);
            own.reprint(&spoilt, options.lang, &mut summary);
        }
        own.settle(&unmade, &mut summary);
    } else {
        own.names();
        summary.bad_rows = spoilt.len();
    }
    // The folder is free for the next run only when the drafts of this one are gone.
    let Own { receipts, .. } = own;
    drop(press);
    drop(receipts);
    Ok(summary)
}

/// With `--strict`: refuses a run in which a row could not be made.
fn strictly(plan: &Plan, options: &Options, stop: &AtomicBool) -> Result<(), Faults> {
    let Some(data) = plan.data.as_ref().filter(|data| data.strict) else { return Ok(()) };
    let mut faults = Faults(data.faults());
    check(plan, options, stop, &mut |report| faults.0.extend(report.faults.0.iter().cloned()));
    let more = faults.0.len().saturating_sub(REFUSED_TOLD);
    if more > 0 {
        faults.0.truncate(REFUSED_TOLD);
        let what = say!("{more} more faults like these", "还有 {more} 处这样的问题");
        faults.push(Fault::new("table/bad-row", Place::default(), what));
    }
    faults.or(())
}

/// Composes every page of a plan and writes nothing: what would fail is told.
pub fn check(plan: &Plan, options: &Options, stop: &AtomicBool, tell: &mut dyn FnMut(&Report<'_>)) {
    let compositor = Compositor::new(plan);
    let compose = |index: usize| {
        let start = Instant::now();
        let composed = plan.pages.get(index).map_or_else(|| Err(Faults::default()), |leaf| compositor.faces(*leaf));
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
                (Some(composed), Faults::default())
            }
            Err(faults) => (None, faults),
        };
        let outcome =
            |_: &FileWanted| if composed.is_some() { Outcome::Planned } else { Outcome::Failed(Faults::default()) };
        let report =
            |f: &FileWanted| FileReport { format: f.format, path: target(&plan.folder, &f.path), outcome: outcome(f) };
        // The files of a book are told with its first page.
        let told = job.files.iter().filter(|f| f.format != Format::Thumbnail && job.pages.start == page);
        let files = told.map(report).collect();
        tell(&Report { job, index, page: plan.pages.get(page).copied(), files, composed, faults, time });
    });
}

/// How each file of each job stands on disk.
///
/// # Errors
/// `file/foreign` for the files that may not be overwritten.
fn examine(plan: &Plan, receipts: &Receipts, options: &Options) -> Result<Vec<Vec<State>>, Faults> {
    let mut faults = Faults::default();
    let mut more = 0;
    let mut states = Vec::with_capacity(plan.jobs.len());
    for (index, job) in plan.jobs.iter().enumerate() {
        let mut of_job = Vec::with_capacity(job.files.len());
        if !options.has(index) {
            states.push(of_job);
            continue;
        }
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
    // What only a shop gets is in nobody's way without one.
    let with_shop = plan.settings.shop.profile.is_some();
    for own in OWN_FILES
        .into_iter()
        .filter(|own| with_shop || !matches!(*own, JOBS | FONTS))
        .filter(|_| options.shard.is_none())
    {
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
