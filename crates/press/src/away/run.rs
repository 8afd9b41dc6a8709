//! A part of a plan into a store.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::claim::{Claim, MARK, check, claim};
use super::faults;
use super::put::{each, is_same, patiently, put};
use super::send::{SENDERS, Sender};
use super::store::{Listed, Store};
use crate::folder::lists::of_shard;
use crate::folder::places::RECEIPTS;
use crate::folder::receipts::{Receipt, known_of};
use crate::folder::shard::Shard;
use crate::plan::Plan;
use crate::plan::work::{FileWanted, Job};
use crate::report::{Options, PageReport, Summary};
use crate::run::run;
use crate::run::writer::{lacking, receipt_of};
use biaoyu_page::error::{Fault, Faults};
use biaoyu_page::words::FileKind;

/// Faults of the same kind that are told.
const TOLD: usize = 5;

/// Makes a part of a plan and puts its files into a store while it goes on, those that are there already left out; in the end
/// its receipts, as the sign that the part is done. `id` is that of the written plan, which was told where it goes
/// ([`Plan::send_to`]); its folder is empty.
///
/// # Errors
/// `store/…`; those of [`run()`](crate::run()).
pub fn run_to(
    store: &dyn Store,
    id: &str,
    plan: &Plan,
    options: &Options,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(&PageReport<'_>),
) -> Result<Summary, Faults> {
    let part = options.shard.unwrap_or(Shard::WHOLE);
    let options = Options { shard: Some(part), ..options.clone() };
    let listed = patiently(store, || store.list())?;
    if listed.contains_key(RECEIPTS) {
        return Ok(merged(store, plan, part, &listed)?);
    }
    check(store, id)?;
    if claim(store, id)? == Claim::Merged {
        let listed = patiently(store, || store.list())?;
        return Ok(merged(store, plan, part, &listed)?);
    }
    let kept = kept(store, plan, part, &listed)?;
    if let Some(away) = &plan.away {
        let _ = away.files.set(kept.keys().cloned().collect());
    }
    let sender = Sender::new(store, plan, stop);
    // A file that failed by itself, as on a full disk, may be made another time; one whose page cannot be made is not.
    let mut hurt = false;
    let summary = std::thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| sender.work());
        }
        let _closing = sender.closing();
        run(plan, &options, stop, &mut |report| {
            sender.take(report.index, report.whole);
            hurt |= report.files.iter().any(|file| file.outcome.is_fault());
            tell(report);
        })
    });
    let sent = sender.finish()?;
    let summary = summary?;
    if summary.left > 0 || hurt || !summary.faults.0.is_empty() || stop.load(Ordering::Relaxed) {
        return Ok(summary);
    }
    let mut lines = String::new();
    for (_, file) in files_of(plan, part) {
        if let Some(receipt) = sent.get(&file.path).or_else(|| kept.get(&file.path)) {
            lines += &serde_json::to_string(receipt).unwrap_or_default();
            lines.push('\n');
        }
    }
    let list = of_shard(part);
    put(store, &list, &Arc::new(lines.into_bytes()), id)?;
    // A merge that another worker of this part made possible has taken its own away before this one came.
    if patiently(store, || store.head(RECEIPTS))?.is_some() {
        leave(store, &list)?;
    }
    Ok(summary)
}

/// The files of a part, in the order of the plan.
pub(super) fn files_of(plan: &Plan, part: Shard) -> impl Iterator<Item = (&Job, &FileWanted)> {
    let jobs = plan.jobs.iter().enumerate().filter(move |(index, _)| part.has(*index));
    jobs.flat_map(|(_, job)| job.files.iter().map(move |file| (job, file)))
}

/// The receipts of files of a part that are there as planned.
///
/// # Errors
/// `store/other` for files of another plan, before anything is made.
fn kept(
    store: &dyn Store,
    plan: &Plan,
    part: Shard,
    listed: &BTreeMap<String, Listed>,
) -> Result<BTreeMap<String, Receipt>, Faults> {
    let there: Vec<(&Job, &FileWanted)> =
        files_of(plan, part).filter(|(_, file)| listed.contains_key(&file.path)).collect();
    let looks = each(&there, |(_, file)| patiently(store, || store.head(&file.path)))?;
    let mut faults = Faults::default();
    let mut kept = BTreeMap::new();
    for ((job, file), lying) in there.iter().zip(looks) {
        let Some(lying) = lying else { continue };
        // Whose inputs nobody says is made again, and compared.
        let Some(inputs) = &lying.inputs else { continue };
        match &lying.blake3 {
            Some(digest) if *inputs == file.inputs.to_hex().as_str() => {
                let receipt = receipt_of(plan, (job, file), true, lying.bytes, digest);
                kept.insert(file.path.clone(), receipt);
            }
            // It lacks pages: it is made again, so that they are told again.
            _ if *inputs == lacking(file).to_hex().as_str() => {}
            _ if faults.0.len() < TOLD => faults.push(faults::other(store.name(), &file.path)),
            _ => {}
        }
    }
    faults.or(kept)
}

/// What is left to do where the plan was merged: nothing, if it was this one.
fn merged(store: &dyn Store, plan: &Plan, part: Shard, listed: &BTreeMap<String, Listed>) -> Result<Summary, Fault> {
    let bytes = patiently(store, || store.get(RECEIPTS))?.unwrap_or_default();
    let other = || faults::other(store.name(), RECEIPTS);
    let known = known_of(RECEIPTS.as_ref(), &bytes).map_err(|_| faults::foreign(store.name(), RECEIPTS))?;
    let mut summary = Summary::default();
    let mut wanted = 0;
    for (_, file) in files_of(plan, part) {
        let inputs = [file.inputs, lacking(file)].map(|inputs| inputs.to_hex().to_string());
        let is_ours = |r: &Receipt| inputs.contains(&r.inputs);
        let there = match known.get(&file.path) {
            Some(receipts) if receipts.iter().any(is_ours) => true,
            Some(_) => return Err(other()),
            // What could not be made is in no list.
            None => false,
        };
        wanted += 1;
        if file.format != FileKind::Thumbnail {
            summary.kept += usize::from(there);
            summary.failed += usize::from(!there);
        }
    }
    if wanted > 0 && summary.kept == 0 && !known.is_empty() {
        return Err(other());
    }
    // A worker of the same part that was late may have left these.
    let list = of_shard(part);
    if listed.contains_key(&list) || listed.contains_key(MARK) {
        leave(store, &list)?;
    }
    store.tidy();
    Ok(summary)
}

/// Takes away what a worker put that came after the merge.
fn leave(store: &dyn Store, list: &str) -> Result<(), Fault> {
    patiently(store, || store.delete(list))?;
    patiently(store, || store.delete(MARK))?;
    store.tidy();
    Ok(())
}

/// What was proved of a file in a store.
pub(super) fn proves(store: &dyn Store, receipt: &Receipt) -> Result<bool, Fault> {
    let Some(lying) = patiently(store, || store.head(&receipt.file))? else { return Ok(false) };
    is_same(store, &receipt.file, &lying, receipt.bytes, &receipt.blake3)
}

/// Puts a file of the folder into the store.
pub(super) fn put_file(store: &dyn Store, plan: &Plan, key: &str, inputs: &str) -> Result<(), Fault> {
    let path = crate::folder::places::target(&plan.folder, key);
    let bytes = fs::read(&path).map_err(|error| faults::disk(&path, &error))?;
    put(store, key, &Arc::new(bytes), inputs).map(drop)
}
