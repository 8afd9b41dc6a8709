//! Jobs → files: threads compose and draw, one writer puts the files in their places in the order of the plan.

mod book;
pub(crate) mod check;
pub(crate) mod gallery;
pub(crate) mod ledger;
pub(crate) mod merge;
mod ordered;
mod panels;
mod plates;
mod print;
pub(crate) mod prove;
mod sheets;
pub(crate) mod size;
pub(crate) mod status;
pub(crate) mod writer;

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use self::check::check;
use self::ordered::map_in_order;
use self::print::Press;
use self::writer::Writer;
use crate::folder::files::{Doing, Drafts, fault};
use crate::folder::places::{FONTS, JOBS, OWN_FILES, PROOFREAD, RECEIPTS, target};
use crate::folder::receipts::{Receipts, State, foreign};
use crate::own::Own;
use crate::own::approve::Approving;
use crate::own::licences::Licences;
use crate::plan::Plan;
use crate::report::{Options, PageReport, Summary};
use crate::stage::Stage;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;
use biaoyu_page::words::FileKind;

/// Faults that a refused run tells one by one.
const REFUSED_TOLD: usize = 40;

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
    tell: &mut dyn FnMut(&PageReport<'_>),
) -> Result<Summary, Faults> {
    strictly(plan, options, stop)?;
    fs::create_dir_all(&plan.folder).map_err(|e| fault(&plan.folder, &e, Doing::Write))?;
    let receipts = Receipts::open(&plan.folder, options.shard)?;
    let states = examine(plan, &receipts, options)?;
    if !options.force && !options.replace {
        spare_others(plan, &receipts, &states)?;
    }
    let drafts = Drafts::open(&plan.folder, options.shard)?;
    let whole = options.shard.is_none();
    let approval = Approving::new(plan, &receipts).filter(|_| whole);
    let licences = Licences::new(plan, &receipts, options.lang).filter(|_| whole);
    let every_page = approval.is_some() || licences.is_some();
    let stage = Stage::new(plan);
    let press = Press { plan, options, stage, states, drafts, numbers: AtomicU64::new(0), approving: every_page, stop };
    let mut writer = Writer::new(plan, receipts, (approval, licences), tell);
    // A full disk ends the run with the group that filled it: the pages after it would be drawn for nothing.
    let full = AtomicBool::new(false);
    let is_over = || stop.load(Ordering::Relaxed) || full.load(Ordering::Relaxed);
    let share: Vec<usize> = (0..plan.jobs.len()).filter(|job| options.has(*job)).collect();
    if plan.is_bound() {
        for index in share.iter().copied().take_while(|_| !is_over()) {
            let proof = press.bind(index, &mut |page, composed, time| writer.page(index, page, composed, time));
            writer.take(index, proof);
            writer.flush();
            full.store(writer.is_full, Ordering::Relaxed);
        }
    } else {
        let job = |place: usize| share.get(place).copied().unwrap_or(usize::MAX);
        map_in_order(
            share.len(),
            options.threads,
            is_over,
            |place| press.print(job(place)),
            |place, proof| {
                writer.take(job(place), proof);
                full.store(writer.is_full, Ordering::Relaxed);
            },
        );
        writer.flush();
    }
    let Writer { receipts, mut summary, approval, licences, spoilt, folders, unmade, ledger, .. } = writer;
    summary.notes = ledger.notes();
    if stop.load(Ordering::Relaxed) || full.load(Ordering::Relaxed) {
        let files = plan.files_of(options.shard);
        summary.left = files - summary.made - summary.kept - summary.failed;
    }
    let (drafts, numbers) = (&press.drafts, &press.numbers);
    let mut own = Own {
        plan,
        receipts,
        drafts,
        numbers,
        force: options.force,
        tidy: options.tidy,
        whole: options.whole,
        folders,
    };
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

/// Refuses to put files in the places of those of another layout: the first set would go without a word.
///
/// # Errors
/// `file/other-layout`, with how many there are and the first.
fn spare_others(plan: &Plan, receipts: &Receipts, states: &[Vec<State>]) -> Result<(), Faults> {
    let mut count = 0;
    let mut first: Option<(&str, &str)> = None;
    for (job, states) in plan.jobs.iter().zip(states) {
        for (file, _) in job.files.iter().zip(states).filter(|(_, state)| **state == State::Old) {
            let Some(old) = receipts.newest_of(&file.path) else { continue };
            if old.is_of_other(&job.work.layout.id) && file.format != FileKind::Thumbnail {
                count += 1;
                first.get_or_insert((&file.path, &old.layout));
            }
        }
    }
    let Some((file, layout)) = first else { return Ok(()) };
    let place = Place::file(target(&plan.folder, file).display().to_string());
    let what = say!(
        "this file is of layout `{layout}`, and {count} files of this run would take the places of such",
        "这个文件是版式 `{layout}` 的，本次有 {count} 个文件会顶替这样的文件"
    );
    let hint = say!(
        "choose another folder with `-o` to keep both, or add `--replace`",
        "要两种都留，请用 `-o` 换一个文件夹；要替换，请加 `--replace`"
    );
    Err(Fault::new("file/other-layout", place, what).hint(hint).into())
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
            if plan.is_away(&file.path) {
                of_job.push(State::Current);
                continue;
            }
            let path = target(&plan.folder, &file.path);
            // What cannot be read is met again, and named, when it is to be written.
            let state = match receipts.examine(&file.path, &path, &file.inputs) {
                Ok(state) => state,
                // Windows: another program holds it (ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION).
                Err(error) if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => {
                    faults.push(fault(&path, &error, Doing::Write));
                    of_job.push(State::Foreign);
                    continue;
                }
                Err(_) => State::Foreign,
            };
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
        .filter(|own| with_shop || !(*own == JOBS || (*own == FONTS || *own == PROOFREAD) && plan.settings.bare))
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
