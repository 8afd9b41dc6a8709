//! Proves that every file of a plan is there exactly once, from its own inputs and with the content of its receipt.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::ordered::map_in_order;
use super::print::{Press, Printed};
use crate::folder::files::{Doing, Drafts, fault, measure};
use crate::folder::lists::is_list;
use crate::folder::places::{OWN_FILES, PLAN, UNFINISHED, target};
use crate::folder::receipts::{Receipt, Receipts, State, examine};
use crate::plan::Plan;
use crate::plan::work::FileWanted;
use crate::report::Options;
use crate::stage::Stage;
use biaoyu_page::error::{Faults, Lang, Say};
use biaoyu_page::say;

/// Files that are proved are not stopped: each is one page.
static NEVER: AtomicBool = AtomicBool::new(false);

/// Jobs that are tried whether they can be made at all; when so many can, the rest is missing too.
const TRIED: usize = 64;

/// A file that is there and whole.
pub(crate) struct Good {
    pub folder: PathBuf,
    pub receipt: Receipt,
    /// What the plan has it made from.
    pub inputs: blake3::Hash,
}

/// What was found.
pub(crate) struct Proved {
    pub good: Vec<Good>,
    pub wrong: Vec<Wrong>,
}

/// A file that is not as planned.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Its path below the folder, with `/`.
    pub file: String,
    /// The folders that it lies in.
    pub folders: Vec<PathBuf>,
    /// What is wrong.
    pub fate: Fate,
    /// The place of its job in the plan, from 0; `None` for what no plan knows.
    pub job: Option<usize>,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// No part made it.
    Missing,
    /// Several folders have it.
    Doubled,
    /// It is not what its receipt says.
    Damaged,
    /// It was made from something else, or by another version of the program.
    Other,
    /// No receipt or no plan knows it.
    Foreign,
    /// It cannot be made, with the reasons.
    Unmade(Faults),
}

impl Fate {
    /// The word of the JSON output.
    pub fn word(&self) -> &'static str {
        match self {
            Fate::Missing => "missing",
            Fate::Doubled => "doubled",
            Fate::Damaged => "damaged",
            Fate::Other => "other",
            Fate::Foreign => "foreign",
            Fate::Unmade(_) => "unmade",
        }
    }

    /// What is said of it.
    pub fn say(&self) -> Say {
        match self {
            Fate::Missing => say!("missing", "缺少"),
            Fate::Doubled => say!("more than once", "重复"),
            Fate::Damaged => say!("damaged: not what its receipt says", "损坏：与记录不符"),
            Fate::Other => say!("made from something else than planned", "不是按本计划做的"),
            Fate::Foreign => say!("not of this plan, or without a receipt", "不属于本计划，或没有记录"),
            Fate::Unmade(faults) => {
                let why = |lang: Lang| faults.0.first().map_or_else(String::new, |f| f.what.get(lang).to_owned());
                Say { en: format!("cannot be made: {}", why(Lang::En)), zh: format!("做不成：{}", why(Lang::Zh)) }
            }
        }
    }
}

impl Wrong {
    /// Whether it keeps the parts from being brought together. What cannot be made is missing from every run.
    pub(crate) fn is_grave(&self) -> bool {
        !matches!(self.fate, Fate::Unmade(_))
    }
}

/// What the folders have of one file: good ones and others.
type Found = (Vec<Good>, Vec<Wrong>);

/// One folder with its receipts.
struct Source<'f> {
    folder: &'f PathBuf,
    known: BTreeMap<String, Vec<Receipt>>,
}

/// Looks through the folders.
pub(crate) fn prove(plan: &Plan, folders: &[PathBuf], options: &Options) -> Result<Proved, Faults> {
    let mut sources = Vec::with_capacity(folders.len());
    for folder in folders {
        sources.push(Source { folder, known: Receipts::read(folder)? });
    }
    let wanted: Vec<(usize, &FileWanted)> =
        plan.jobs.iter().enumerate().flat_map(|(i, job)| job.files.iter().map(move |f| (i, f))).collect();
    let found: Vec<Result<Found, Faults>> = wanted.par_iter().map(|(_, file)| look(&sources, file)).collect();
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    let mut missing: BTreeSet<usize> = BTreeSet::new();
    for ((job, file), found) in wanted.iter().zip(found) {
        let (of, not) = found?;
        match of.len() {
            0 if not.is_empty() => {
                missing.insert(*job);
                wrong.push(Wrong {
                    file: file.path.clone(),
                    folders: Vec::new(),
                    fate: Fate::Missing,
                    job: Some(*job),
                });
            }
            0 | 1 => good.extend(of),
            _ => {
                let folders = of.into_iter().map(|g| g.folder).collect();
                wrong.push(Wrong { file: file.path.clone(), folders, fate: Fate::Doubled, job: Some(*job) });
            }
        }
        wrong.extend(not.into_iter().map(|wrong| Wrong { job: Some(*job), ..wrong }));
    }
    let unmade = try_to_make(plan, &missing, options)?;
    for wrong in wrong.iter_mut().filter(|w| w.fate == Fate::Missing) {
        if let Some(faults) = unmade.get(wrong.file.as_str()) {
            wrong.fate = Fate::Unmade(faults.clone());
        }
    }
    wrong.extend(strangers(plan, &sources));
    Ok(Proved { good, wrong })
}

/// What the folders have of a planned file.
fn look(sources: &[Source<'_>], file: &FileWanted) -> Result<Found, Faults> {
    // A file that lacks pages says so in its inputs, and is what a run of the whole would have made.
    let lacking = blake3::hash(file.inputs.as_bytes());
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for source in sources {
        let path = target(source.folder, &file.path);
        let known = source.known.get(&file.path).map(Vec::as_slice).unwrap_or_default();
        let failed = |e| Faults::from(fault(&path, &e, Doing::Read));
        let fate = match examine(known, &path, &file.inputs).map_err(failed)? {
            State::Missing => continue,
            State::Current => None,
            State::Old if examine(known, &path, &lacking).map_err(failed)? == State::Current => None,
            State::Old => Some(Fate::Other),
            State::Spoilt => Some(Fate::Damaged),
            State::Foreign if !known.is_empty() => Some(Fate::Damaged),
            State::Foreign => Some(Fate::Foreign),
        };
        match fate {
            Some(fate) => {
                wrong.push(Wrong { file: file.path.clone(), folders: vec![source.folder.clone()], fate, job: None });
            }
            None => {
                let Some((bytes, hash)) = measure(&path).map_err(failed)? else { continue };
                let (hash, inputs) = (hash.to_hex(), [file.inputs.to_hex(), lacking.to_hex()]);
                let is = |r: &&Receipt| {
                    r.bytes == bytes && r.blake3 == hash.as_str() && inputs.iter().any(|i| r.inputs == i.as_str())
                };
                let receipt = known.iter().rev().find(is).cloned();
                good.extend(receipt.map(|receipt| Good {
                    folder: source.folder.clone(),
                    receipt,
                    inputs: file.inputs,
                }));
            }
        }
    }
    Ok((good, wrong))
}

/// The files of these jobs that cannot be made, by path. Only a run can tell; what it makes is thrown away.
pub(crate) fn try_to_make(
    plan: &Plan,
    jobs: &BTreeSet<usize>,
    options: &Options,
) -> Result<BTreeMap<String, Faults>, Faults> {
    let mut unmade = BTreeMap::new();
    if jobs.is_empty() {
        return Ok(unmade);
    }
    let new = !plan.folder.exists();
    let drafts = Drafts::open(&plan.folder, None)?;
    let states = plan.jobs.iter().map(|job| vec![State::Missing; job.files.len()]).collect();
    let stage = Stage::new(plan);
    let press =
        Press { plan, options, stage, states, drafts, numbers: AtomicU64::new(0), approving: false, stop: &NEVER };
    let jobs: Vec<usize> = jobs.iter().copied().collect();
    let enough = AtomicBool::new(false);
    let mut made = 0;
    let proof = |place: usize| {
        let job = jobs.get(place).copied().unwrap_or(usize::MAX);
        if plan.is_bound() { press.bind(job, &mut |_, _, _| {}) } else { press.print(job) }
    };
    // Books use all threads themselves.
    let threads = if plan.is_bound() { 1 } else { options.threads };
    map_in_order(
        jobs.len(),
        threads,
        || enough.load(Ordering::Relaxed),
        proof,
        |place, proof| {
            let Some(job) = jobs.get(place).and_then(|job| plan.jobs.get(*job)) else { return };
            let mut whole = true;
            for (file, printed) in job.files.iter().zip(proof.files) {
                match printed {
                    Printed::Kept => {}
                    Printed::Draft(draft, _) => draft.discard(),
                    Printed::Failed(faults) => {
                        whole = false;
                        let faults = if faults.0.is_empty() { proof.faults.clone() } else { faults };
                        unmade.insert(file.path.clone(), faults);
                    }
                }
            }
            made += usize::from(whole);
            if made >= TRIED {
                enough.store(true, Ordering::Relaxed);
            }
        },
    );
    drop(press);
    if new {
        // Only when nothing else came into it.
        let _ = fs::remove_dir(&plan.folder);
    }
    Ok(unmade)
}

/// Files in the folders that the plan does not know; hidden ones are the system's own business.
fn strangers(plan: &Plan, sources: &[Source<'_>]) -> Vec<Wrong> {
    let own = known(plan);
    let mut wrong = Vec::new();
    for source in sources {
        let mut files = Vec::new();
        walk(source.folder, "", &mut files);
        files.sort();
        for file in files.into_iter().filter(|file| !own(file)) {
            wrong.push(Wrong { file, folders: vec![source.folder.clone()], fate: Fate::Foreign, job: None });
        }
    }
    wrong
}

/// Whether a plan knows a file: one of its own, or one that the press writes beside them.
pub(crate) fn known(plan: &Plan) -> impl Fn(&str) -> bool + '_ {
    let planned: BTreeSet<&str> = plan.jobs.iter().flat_map(|j| &j.files).map(|f| f.path.as_str()).collect();
    let reprint = plan.data.as_ref().map(|data| data.again_file());
    move |file| {
        OWN_FILES.contains(&file)
            || is_list(file)
            || reprint.as_deref() == Some(file)
            || file == PLAN
            || planned.contains(file)
    }
}

fn walk(folder: &Path, inside: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{inside}{name}");
        if name.starts_with(UNFINISHED) || name.starts_with('.') || path == "lost+found" {
            continue;
        }
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            walk(&entry.path(), &format!("{path}/"), files);
        } else {
            files.push(path);
        }
    }
}
