//! Making the files: the command's own plan and run, in the project's folder, one at a time.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::say;
use biaoyu_page::words::FileKind;
use biaoyu_press::{Leaf, Options, Outcome, PageReport, Plan, Summary, plan, run};
use serde_json::{Value, json};

use crate::answer::Refusal;
use crate::bundle;
use crate::command::{Ask, arguments, left_out, powershell, shell};
use crate::cures;
use crate::held::held;
use crate::project::Project;
use crate::runs::{Progress, Run, Told};
use crate::state::Studio;
use crate::wall::named;

/// Faults and findings that are kept of a run, at most.
const TOLD: usize = 200;

/// The command that makes what is asked for.
///
/// # Errors
/// The faults of the campaign file.
pub(crate) fn command(studio: &Studio, project: &Mutex<Project>, ask: &Ask) -> Result<(Vec<String>, PathBuf), Faults> {
    let mut project = held(project);
    project.look();
    let campaign = project.campaign()?;
    let sources = studio.sources(&project.folder);
    Ok((arguments(&project, &campaign, &sources, ask, None)?, project.folder.clone()))
}

/// `command`: the same as it is typed.
///
/// # Errors
/// As [`command`].
pub(crate) fn shown(studio: &Studio, project: &Mutex<Project>, ask: &Ask) -> Result<Value, Faults> {
    let (words, folder) = command(studio, project, ask)?;
    let words = typed(studio, words);
    let left_out = left_out(&studio.sources(&folder), &held(project), ask)?;
    Ok(json!({
        "folder": folder.display().to_string(), "command": shell(&words), "powershell": powershell(&words), "arguments": words,
        "left_out": left_out,
    }))
}

/// `count`: the pages, files and sheets that a way comes to, by the plan that makes them.
///
/// # Errors
/// Why nothing can be planned.
pub(crate) fn counted(studio: &Studio, project: &Mutex<Project>, ask: &Ask) -> Result<Value, Faults> {
    let (words, folder, sources, plans, seen) = {
        let mut project = held(project);
        project.look();
        let campaign = project.campaign()?;
        let sources = studio.sources(&project.folder);
        let words = arguments(&project, &campaign, &sources, ask, Some(&project.folder))?;
        let seen = format!("{} {:x}", project.rev, project.around());
        (words, project.folder.clone(), sources, project.plans.clone(), seen)
    };
    let key = format!("{seen} {words:?}");
    let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    let mut wanted = (studio.host.wanted)(&words, &folder)?;
    // What is counted is not on the disk: no run goes there.
    wanted.output.folder = Some(folder.join("output"));
    let plan = plans.get(&key, || plan(&wanted, &sources))?;
    Ok(json!({ "pages": plan.pages_of(None), "files": plan.files(), "sheets": plan.sheets() }))
}

/// The words with the language of the window: in another one the pages of the folder would read otherwise.
fn typed(studio: &Studio, mut words: Vec<String>) -> Vec<String> {
    let lang = match *held(&studio.lang) {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    words.extend(["--lang".to_owned(), lang.to_owned()]);
    words
}

/// Begins a run.
///
/// # Errors
/// Another one lasts; the faults of the campaign file.
pub(crate) fn begin(studio: &Arc<Studio>, project: &Mutex<Project>, ask: Ask) -> Result<Value, Refusal> {
    let (words, folder) = command(studio, project, &ask)?;
    let (name, rev, left_out) = {
        let project = held(project);
        (project.name.clone(), project.rev, left_out(&studio.sources(&project.folder), &project, &ask)?)
    };
    let run = {
        let mut making = held(&studio.making);
        if making.is_running() {
            return Err(Refusal::busy());
        }
        making.job += 1;
        let progress = Progress { state: "running", ..Progress::default() };
        let run = Arc::new(Run {
            job: making.job,
            project: name,
            ask: ask.clone(),
            rev,
            left_out,
            stop: AtomicBool::new(false),
            command: shell(&typed(studio, words.clone())),
            folder: folder.clone(),
            begun: Instant::now(),
            state: Mutex::new(progress),
        });
        making.now = Some(run.clone());
        run
    };
    let status = run.status();
    let studio = studio.clone();
    std::thread::spawn(move || {
        let whole =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| make(&studio, &run, &words, &folder, &ask)));
        let mut p = held(&run.state);
        p.seconds = run.begun.elapsed().as_secs_f64();
        let (faults, is_through) = match whole {
            Ok(Ok(())) => (Faults::default(), true),
            Ok(Err(faults)) => (faults, false),
            Err(_) => {
                let what = say!("the program failed while it made files", "程序在制作时出错");
                let hint = say!("this is a fault of biaoyu: please report it", "这是 biaoyu 的错误，请反馈");
                (Fault::new("internal/panic", Place::default(), what).hint(hint).into(), false)
            }
        };
        p.faults.extend(faults.0.into_iter().map(|fault| Told { cures: cures::of_run(&fault), ..Told::from(fault) }));
        if p.state == "running" {
            // What was made is hers, although a page of all could not be set.
            let is_made = p.faults.is_empty() || (is_through && p.made + p.kept > 0);
            p.state = if is_made { "done" } else { "failed" };
        }
        studio.touch();
    });
    Ok(status)
}

/// Plans and runs as the command does, in the folder that it is typed in.
fn make(studio: &Studio, made: &Run, words: &[String], folder: &Path, ask: &Ask) -> Result<(), Faults> {
    let before = std::env::current_dir().unwrap_or_else(|_| std::env::temp_dir());
    // All else in this process names its files from the root: only the one run that lasts has a folder.
    std::env::set_current_dir(folder).map_err(|error| biaoyu_press::unwritable(folder, &error))?;
    let _back = Back(before);
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    let here = Path::new(".");
    let wanted = (studio.host.wanted)(&words, here)?;
    let plan = plan(&wanted, &studio.sources(here))?;
    {
        let mut p = held(&made.state);
        (p.pages, p.sheets) = (plan.pages_of(None), plan.sheets());
        p.out = Some(plan.folder.clone());
    }
    let lang = *held(&studio.lang);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let replace = ask.folder().is_some();
    // Its folder is of this way alone; a part of the products or slogans leaves the others where they are.
    let whole = replace && ask.products.is_empty() && ask.layouts.is_empty() && ask.slogans.is_empty();
    let options = Options { threads, force: false, replace, describe: true, tidy: ask.tidy, whole, lang, shard: None };
    let mut seen: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let summary = run(&plan, &options, &made.stop, &mut |report| heard(made, &plan, report, &mut seen))?;
    let Summary { left, stale, moved, notes, faults, index, approval, proofread, bad_rows, reprint, .. } = summary;
    let zip = if left == 0 && matches!(ask.way.as_str(), "shop" | "plain") {
        let files = plan.jobs.iter().flat_map(|job| &job.files).filter(|file| file.format != FileKind::Thumbnail);
        Some(bundle::write(&plan.folder, files.map(|file| file.path.clone()).collect())?)
    } else {
        None
    };
    let mut p = held(&made.state);
    // From the folder of the files on, as the page asks for them.
    let shown = |path: &PathBuf| {
        path.strip_prefix(&plan.folder).unwrap_or(path).display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
    };
    let whole = |path: &PathBuf| path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
    p.top = [proofread, approval, index].iter().flatten().map(shown).collect();
    p.stale = stale.iter().take(TOLD).map(shown).collect();
    p.moved = moved;
    p.rows = bad_rows;
    p.reprint = reprint.as_ref().map(shown);
    p.zip = zip.as_ref().map(whole);
    p.faults.extend(faults.0.into_iter().map(Told::from));
    for note in plan.notes.iter().chain(&notes) {
        p.findings.push((note.clone(), 0));
    }
    if left > 0 {
        p.state = "stopped";
    }
    Ok(())
}

/// Leaves the project's folder when the run is over, so that it can be moved or deleted.
struct Back(PathBuf);

impl Drop for Back {
    fn drop(&mut self) {
        let _ = std::env::set_current_dir(&self.0);
    }
}

/// Adds a fault of a page: with its product and page, and once where several pages have the same.
fn add(p: &mut Progress, plan: &Plan, leaf: Option<Leaf>, fault: &Fault) {
    let work = leaf.and_then(|leaf| plan.work(leaf));
    let product = work.map(|work| work.product.id.clone());
    let same = |told: &&mut Told| {
        (told.fault.code, &told.said) == (fault.code, &fault.what) && told.pages > 0 && told.product == product
    };
    if let Some(told) = p.faults.iter_mut().find(same) {
        told.pages += 1;
        return;
    }
    if p.faults.len() >= TOLD {
        return;
    }
    let mut told = Told { product, ..Told::from(fault.clone()) };
    if let (Some(leaf), Some(work)) = (leaf, work) {
        told.pages = 1;
        told.page = named(plan, leaf).map(|(_, page)| page);
        told.cures = cures::of_page(&mut told.fault, work);
    }
    p.faults.push(told);
}

fn heard(made: &Run, plan: &Plan, report: &PageReport<'_>, seen: &mut BTreeMap<(&'static str, String), usize>) {
    let mut p = held(&made.state);
    p.done += usize::from(report.page.is_some());
    let leaf = report.page.or_else(|| plan.pages.get(report.job.pages.start).copied());
    for file in &report.files {
        match &file.outcome {
            Outcome::Made(bytes) => {
                p.made += 1;
                p.bytes += bytes;
            }
            Outcome::Kept => p.kept += 1,
            Outcome::Planned => {}
            Outcome::Failed(faults) => {
                p.failed += 1;
                faults.0.iter().for_each(|fault| add(&mut p, plan, leaf, fault));
            }
        }
    }
    p.spoilt += usize::from(report.page.is_some() && !report.faults.0.is_empty());
    report.faults.0.iter().for_each(|fault| add(&mut p, plan, leaf, fault));
    for finding in report.composed.iter().flat_map(|composed| &composed.findings) {
        let key = (finding.rule, finding.what.en.clone());
        match seen.get(&key).copied() {
            Some(at) => p.findings.get_mut(at).into_iter().for_each(|(_, pages)| *pages += 1),
            None if p.findings.len() < TOLD => {
                seen.insert(key, p.findings.len());
                p.findings.push((finding.clone(), 1));
            }
            None => {}
        }
    }
}
