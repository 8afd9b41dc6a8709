//! Stock that is printed beforehand: rows that have the same stock need one page of it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::data::Data;
use super::work::{Leaf, Work};
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_set::layout::MARKS;

/// Keeps, of the pages from `first` on, one of each stock, with how many are wanted of it in `copies` (empty where nobody says
/// it); gives what is to be told. Rows have one stock when they fill the same fields of one work: a layout may ask whether a field
/// has text, and how long it is.
pub(super) fn once(
    pages: &mut Vec<Leaf>,
    first: usize,
    copies: &mut Vec<u32>,
    (data, works): (&Data, &[Arc<Work>]),
    asks_length: impl Fn(&Work, &str) -> bool,
) -> Option<Finding> {
    let rows = pages.len().saturating_sub(first);
    if copies.is_empty() {
        copies.resize(rows, 1);
    }
    let mut known: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let (mut kept, mut wanted): (Vec<Leaf>, Vec<u32>) = (Vec::new(), Vec::new());
    for (leaf, count) in pages.drain(first..).zip(copies.drain(..)) {
        let work = works.get(leaf.work as usize);
        match work
            .and_then(|work| key(leaf, work, data, |column| asks_length(work, column)))
            .map(|key| known.entry(key))
        {
            Some(Entry::Occupied(at)) => {
                if let Some(sum) = wanted.get_mut(*at.get()) {
                    *sum = sum.saturating_add(count);
                }
                continue;
            }
            Some(Entry::Vacant(at)) => _ = at.insert(kept.len()),
            None => {}
        }
        kept.push(leaf);
        wanted.push(count);
    }
    let made = kept.len();
    pages.append(&mut kept);
    *copies = wanted;
    (made < rows).then(|| Finding {
        rule: "stock-once",
        severity: Severity::Note,
        place: Place::file(data.name()),
        what: say!(
            "the stock of {rows} rows is {made} pages: each is printed as often as it is needed",
            "{rows} 行的底版相同，只做 {made} 页：按需要的张数印"
        ),
        hint: None,
    })
}

/// Whether the text of a layout asks for the length of a column: as such, or as the size of the code that holds it (`of_code`: all
/// columns may stand in it).
pub(super) fn asks(layout: &str, column: &str, of_code: bool) -> bool {
    layout.contains(&format!("len.{column}")) || ((of_code || column == "qr") && layout.contains("modules"))
}

/// What tells the stock of a page from others; `None` where it may be like no other.
fn key(leaf: Leaf, work: &Work, data: &Data, asks_length: impl Fn(&str) -> bool) -> Option<Vec<u32>> {
    let record = leaf.record().filter(|_| work.layout.rows <= 1)?;
    let pictures: Vec<&str> = data.pictures(record).map(|(name, _)| name).collect();
    // A mark's own proportions move what stands beside it.
    if pictures.iter().any(|name| MARKS.contains(name)) {
        return None;
    }
    let length = |column: &String| {
        let count = data.text(record, column).trim().chars().count();
        u32::try_from(if asks_length(column) { count } else { count.min(1) }).unwrap_or(u32::MAX)
    };
    let mut key = vec![leaf.work, u32::try_from(pictures.len()).unwrap_or(u32::MAX)];
    key.extend(data.columns().iter().map(length));
    Some(key)
}
