//! The mark of a plan below its prefix: it says whose the prefix is, and putting it proves that the store does not write over
//! what is there.

use std::sync::Arc;

use super::faults;
use super::put::{TRIES_OF_A_CLAIM, patiently};
use super::store::{About, Put, Store};
use crate::folder::places::RECEIPTS;
use biaoyu_page::error::Fault;

/// The key of the mark, gone when the plan is merged.
pub(crate) const MARK: &str = ".biaoyu-plan";

/// Whose the prefix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// This plan's, and the store keeps conditions.
    Ours,
    /// The plan was merged meanwhile.
    Merged,
}

fn mark(id: &str) -> Vec<u8> {
    format!("{{\"biaoyu_plan\":\"{id}\"}}\n").into_bytes()
}

/// Claims the prefix for a plan.
///
/// # Errors
/// `store/conditions` when the store writes over what is there; `store/other` when another plan has the prefix.
pub(crate) fn claim(store: &dyn Store, id: &str) -> Result<Claim, Fault> {
    let body = Arc::new(mark(id));
    let digest = blake3::hash(&body).to_hex();
    let about = About { blake3: digest.as_str(), inputs: id };
    for attempt in 1..=TRIES_OF_A_CLAIM {
        let first = patiently(store, || store.put(MARK, &body, &about))?;
        // It is there now: a store that puts it again would put anything over anything.
        if first == Put::Made && patiently(store, || store.put(MARK, &body, &about))? == Put::Made {
            let merged = patiently(store, || store.head(RECEIPTS))?.is_some();
            patiently(store, || store.delete(MARK))?;
            return if merged { Ok(Claim::Merged) } else { Err(faults::conditions(store.name())) };
        }
        match patiently(store, || store.get(MARK))? {
            Some(there) if there == *body => return Ok(Claim::Ours),
            Some(_) => return Err(faults::other(store.name(), MARK)),
            // Taken away by a merge, or by one that found the store unfit.
            None if patiently(store, || store.head(RECEIPTS))?.is_some() => return Ok(Claim::Merged),
            None => store.pause(attempt),
        }
    }
    Err(faults::conditions(store.name()))
}

/// Refuses a prefix that another plan has claimed.
///
/// # Errors
/// `store/other`.
pub(crate) fn check(store: &dyn Store, id: &str) -> Result<(), Fault> {
    match patiently(store, || store.get(MARK))? {
        Some(there) if there != mark(id) => Err(faults::other(store.name(), MARK)),
        _ => Ok(()),
    }
}
