//! How far the parts of a plan in a store are, by its list of keys and by receipts.

use std::time::{Duration, SystemTime};

use super::claim::MARK;
use super::merge::lists;
use super::put::patiently;
use super::store::{Listed, Store};
use crate::plan::written::Written;
use crate::run::status::{PartStatus, Status};
use biaoyu_page::error::Faults;
use biaoyu_page::words::{Choice as _, FileKind};

/// A part that put nothing for so long is not running: a store has no locks that say so.
const RECENT: Duration = Duration::from_secs(600);

/// Looks into a store. `of` says how many parts there are where the store does not tell; `now` is the moment of the look.
///
/// # Errors
/// `store/…`.
pub fn status_in(store: &dyn Store, plan: &Written, of: Option<usize>, now: SystemTime) -> Result<Status, Faults> {
    let listed = patiently(store, || store.list())?;
    let lists = lists(store, &listed)?;
    let of = of.or(lists.parts);
    let is_recent = |put: Option<SystemTime>| {
        // The store's clock may be ahead of this one.
        put.is_some_and(|put| now.duration_since(put).map_or(true, |since| since < RECENT))
    };
    let mut parts: Vec<PartStatus> =
        (1..=of.unwrap_or(0)).map(|number| PartStatus { number, files: 0, done: 0, running: false }).collect();
    let mut all = Status { files: 0, done: 0, bytes: 0, parts: Vec::new(), running: false, left: None };
    plan.each(|line| {
        if line.format == FileKind::Thumbnail.word() {
            return true;
        }
        let there: Option<&Listed> = listed.get(&line.file);
        let receipts = lists.known.get(&line.file);
        // Before its part is done a file has no receipt; then its length must be right.
        let there = there.filter(|l| receipts.is_none_or(|known| known.iter().any(|r| r.bytes == l.bytes)));
        let (is_there, is_new) = (there.is_some(), there.is_some_and(|listed| is_recent(listed.put)));
        all.files += 1;
        all.done += usize::from(is_there);
        all.bytes += there.map_or(0, |listed| listed.bytes);
        all.running |= is_new;
        if let Some(part) = of.and_then(|of| parts.get_mut(line.job % of)) {
            part.files += 1;
            part.done += usize::from(is_there);
            part.running |= is_new;
        }
        true
    })?;
    parts.iter_mut().for_each(|part| part.running &= part.done < part.files);
    let mark = listed.get(MARK).and_then(|mark| mark.put);
    all.running = all.done < all.files && (all.running || is_recent(mark));
    all.parts = parts;
    if let (true, Some(begun), 1..) = (all.running, mark, all.done) {
        let spent = now.duration_since(begun).unwrap_or_default();
        all.left = Some(spent.mul_f64((all.files - all.done) as f64 / all.done as f64));
    }
    Ok(all)
}
