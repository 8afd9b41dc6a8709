//! Parts of a plan in a store → the whole: proves by receipts and looks that every planned file is there, writes what the
//! press writes beside them, and takes away what only the parts needed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::claim::{MARK, check};
use super::faults;
use super::put::{each, patiently, put};
use super::run::{proves, put_file};
use super::store::{Listed, Store};
use crate::folder::lists::{is_list, part_of};
use crate::folder::places::{OWN_FILES, PLAN, RECEIPTS, target};
use crate::folder::receipts::{Receipt, Receipts, known_of};
use crate::own::proofread;
use crate::plan::Plan;
use crate::plan::work::FileWanted;
use crate::report::{Options, PageReport};
use crate::run::merge::Merged;
use crate::run::prove::{Fate, Wrong, known, try_to_make};
use crate::run::run;
use crate::run::writer::lacking;
use biaoyu_page::error::{Fault, Faults};
use biaoyu_page::words::{Choice as _, FileKind};

/// The receipts of every list in a store.
pub(super) struct Lists {
    /// Names with their bytes.
    pub lists: Vec<(String, Vec<u8>)>,
    /// Receipts of a path, oldest first.
    pub known: BTreeMap<String, Vec<Receipt>>,
    /// How many parts there are; `None` when the lists say nothing, or differ.
    pub parts: Option<usize>,
}

/// Reads the lists of receipts.
///
/// # Errors
/// `store/foreign` for a list that is not ours.
pub(super) fn lists(store: &dyn Store, listed: &BTreeMap<String, Listed>) -> Result<Lists, Fault> {
    let names: Vec<&String> = listed.keys().filter(|key| is_list(key)).collect();
    let bytes = each(&names, |name| patiently(store, || store.get(name)))?;
    let mut found = Lists { lists: Vec::new(), known: BTreeMap::new(), parts: None };
    let mut counts = BTreeSet::new();
    for (name, bytes) in names.into_iter().zip(bytes) {
        let Some(bytes) = bytes else { continue };
        let known = known_of(name.as_ref(), &bytes).map_err(|_| faults::foreign(store.name(), name))?;
        known.into_iter().for_each(|(file, receipts)| found.known.entry(file).or_default().extend(receipts));
        counts.extend(part_of(name).map(|(_, of)| of));
        found.lists.push((name.clone(), bytes));
    }
    found.parts = counts.first().copied().filter(|_| counts.len() == 1);
    Ok(found)
}

/// How many parts there are, by the receipts of those that are done; `None` when there are none, or they differ.
///
/// # Errors
/// `store/…`.
pub fn parts_in(store: &dyn Store) -> Result<Option<usize>, Fault> {
    let listed = patiently(store, || store.list())?;
    let counts: BTreeSet<usize> = listed.keys().filter_map(|key| Some(part_of(key)?.1)).collect();
    Ok(counts.first().copied().filter(|_| counts.len() == 1))
}

/// Merges the parts of a plan in a store. `id` is that of the written plan, which was told where it goes
/// ([`Plan::send_to`]); its folder is empty, and what the press writes beside the files is made in it. Nothing is put unless every file is proved.
///
/// # Errors
/// `store/…`; those of [`run()`](crate::run()).
pub fn merge_in(
    store: &dyn Store,
    id: &str,
    plan: &Plan,
    options: &Options,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(&PageReport<'_>),
) -> Result<Merged, Faults> {
    let listed = patiently(store, || store.list())?;
    check(store, id)?;
    let lists = lists(store, &listed)?;
    let (good, wrong) = prove(store, plan, &listed, &lists, options)?;
    let count = good.values().filter(|r| r.format != FileKind::Thumbnail.word()).count();
    let merged = Merged { good: count, wrong, parts: lists.parts, summary: None };
    if merged.wrong.iter().any(Wrong::is_grave) || stop.load(Ordering::Relaxed) {
        return Ok(merged);
    }
    // What is read back for the proofreading sheet is drawn again here, and compared with what lies there.
    let read_back = proofread::is_of(plan);
    if let Some(away) = &plan.away {
        let lies = |receipt: &&Receipt| !(read_back && receipt.format == FileKind::Pdf.word());
        let _ = away.files.set(good.values().filter(lies).map(|receipt| receipt.file.clone()).collect());
    }
    fs::create_dir_all(&plan.folder).map_err(|error| faults::disk(&plan.folder, &error))?;
    for (name, bytes) in &lists.lists {
        let path = plan.folder.join(name);
        fs::write(&path, bytes).map_err(|error| faults::disk(&path, &error))?;
    }
    let whole = Options { shard: None, describe: false, ..options.clone() };
    let summary = run(plan, &whole, stop, tell)?;
    if summary.left == 0 && !stop.load(Ordering::Relaxed) {
        finish(store, plan, &good)?;
    }
    Ok(Merged { summary: Some(summary), ..merged })
}

/// Puts what the press wrote beside the files, the receipts last; then the plan's mark and the lists of its parts go.
fn finish(store: &dyn Store, plan: &Plan, good: &BTreeMap<String, Receipt>) -> Result<(), Faults> {
    let settled = Receipts::read(&plan.folder)?;
    let now = |file: &str| settled.get(file).and_then(|receipts| receipts.last());
    for (file, there) in good {
        if now(file).is_none_or(|now| (now.bytes, &now.blake3) != (there.bytes, &there.blake3)) {
            return Err(faults::other(store.name(), file).into());
        }
    }
    let reprint = plan.data.as_ref().map(|data| data.again_file());
    let own = OWN_FILES.into_iter().filter(|own| *own != RECEIPTS).chain(reprint.as_deref());
    for file in own.filter(|file| target(&plan.folder, file).is_file()) {
        let Some(receipt) = now(file) else { continue };
        put_file(store, plan, file, &receipt.inputs)?;
    }
    let path = plan.folder.join(RECEIPTS);
    let bytes = fs::read(&path).map_err(|error| faults::disk(&path, &error))?;
    let inputs = blake3::hash(&bytes).to_hex();
    put(store, RECEIPTS, &Arc::new(bytes), inputs.as_str())?;
    let left = patiently(store, || store.list())?;
    let gone: Vec<&String> = left.keys().filter(|key| key.as_str() != RECEIPTS && is_list(key)).collect();
    each(&gone, |key| patiently(store, || store.delete(key)))?;
    patiently(store, || store.delete(MARK))?;
    store.tidy();
    Ok(())
}

/// What is there as planned, by path, and what is not.
fn prove(
    store: &dyn Store,
    plan: &Plan,
    listed: &BTreeMap<String, Listed>,
    lists: &Lists,
    options: &Options,
) -> Result<(BTreeMap<String, Receipt>, Vec<Wrong>), Faults> {
    let wanted: Vec<(usize, &FileWanted)> =
        plan.jobs.iter().enumerate().flat_map(|(i, job)| job.files.iter().map(move |f| (i, f))).collect();
    let found = each(&wanted, |(_, file)| look(store, file, listed, lists))?;
    let (mut good, mut wrong) = (BTreeMap::new(), Vec::new());
    let mut missing: BTreeSet<usize> = BTreeSet::new();
    for ((job, file), found) in wanted.iter().zip(found) {
        let fate = match found {
            Ok(receipt) => {
                good.insert(receipt.file.clone(), receipt);
                continue;
            }
            Err(fate) => fate,
        };
        if fate == Fate::Missing {
            missing.insert(*job);
        }
        let folders = if fate == Fate::Missing { Vec::new() } else { vec![PathBuf::from(store.name())] };
        wrong.push(Wrong { file: file.path.clone(), folders, fate, job: Some(*job) });
    }
    let unmade = try_to_make(plan, &missing, options)?;
    for wrong in wrong.iter_mut().filter(|w| w.fate == Fate::Missing) {
        if let Some(faults) = unmade.get(wrong.file.as_str()) {
            wrong.fate = Fate::Unmade(faults.clone());
        }
    }
    let is_known = known(plan);
    let hidden = |key: &str| key.split('/').any(|part| part.starts_with('.'));
    for key in listed.keys().filter(|key| !is_known(key) && !hidden(key) && key.as_str() != PLAN) {
        let folders = vec![PathBuf::from(store.name())];
        wrong.push(Wrong { file: key.clone(), folders, fate: Fate::Foreign, job: None });
    }
    Ok((good, wrong))
}

/// The receipt of a planned file that is there, or what is wrong with it.
fn look(
    store: &dyn Store,
    file: &FileWanted,
    listed: &BTreeMap<String, Listed>,
    lists: &Lists,
) -> Result<Result<Receipt, Fate>, Fault> {
    if !listed.contains_key(&file.path) {
        return Ok(Err(Fate::Missing));
    }
    let inputs = [file.inputs, lacking(file)].map(|inputs| inputs.to_hex().to_string());
    let Some(receipts) = lists.known.get(&file.path) else {
        // Its part is not done; if it is of this plan, running the part again settles it.
        let lying = patiently(store, || store.head(&file.path))?;
        let is_ours = lying.and_then(|lying| lying.inputs).is_some_and(|said| inputs.contains(&said));
        return Ok(Err(if is_ours { Fate::Missing } else { Fate::Foreign }));
    };
    let Some(receipt) = receipts.iter().rev().find(|r| inputs.contains(&r.inputs)) else {
        return Ok(Err(Fate::Other));
    };
    Ok(if proves(store, receipt)? { Ok(receipt.clone()) } else { Err(Fate::Damaged) })
}
