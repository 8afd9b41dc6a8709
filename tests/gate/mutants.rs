//! Mutants of shipped sheets: a mark, a name or a code that stands 3 mm from where it stood is caught on every product.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use biaoyu::compose::gate::{Breach, judge};
use biaoyu::compose::{Composed, Entry, Sheet};
use biaoyu::product::Product;

use super::shelf::Shelf;
use super::states::{choice, page, sheets, states};
use super::{Case, STRIDE, cases, moved};

/// Pages whose marks are moved.
const MUTANTS: usize = 60;
/// What moves in a mutant.
const MOVED: [(&str, &str); 3] = [("mark", "logo"), ("name", "unit"), ("code", "qr")];
/// How far and which way, mm.
const WAYS: [(f64, f64); 4] = [(3.0, 0.0), (-3.0, 0.0), (0.0, 3.0), (0.0, -3.0)];

/// The mutants of one page, in which a mark, a name or a code stands 3 mm from where it stood: those that are missed, and how
/// many there are, by what moved.
pub(crate) fn missed(composed: &Composed, product: &Product, sheet: &Sheet) -> Vec<(&'static str, (f64, f64), bool)> {
    let before = judge(composed, product, sheet);
    let mut all = Vec::new();
    for (what, field) in MOVED {
        let named = |e: &&Entry| e.fields.iter().any(|f| &**f == field);
        let Some(entry) = composed.ledger.iter().find(named) else { continue };
        let region = entry.region.clone();
        for by in WAYS {
            let mut mutant: Composed = composed.clone();
            assert!(moved(&mut mutant.page.items, &region, by), "{region}");
            let after = judge(&mutant, product, sheet);
            let is_new = |b: &&Breach| !before.iter().any(|a| a.check == b.check && a.region == b.region);
            all.push((what, by, after.iter().find(is_new).is_none()));
        }
    }
    all
}

/// Share of the mutants of cards and name badges that may be missed: on a card of a hand's size 3 mm lead from one line of
/// type, figure or margin to the next.
const BY_CHANCE: f64 = 0.02;

/// Mutants of these pages: what is missed on what hangs and on discs, how many are missed on cards, how many there are.
fn all_missed(places: &[usize]) -> (Vec<String>, usize, BTreeMap<&'static str, usize>) {
    let (shelf, sheets, states) = (Shelf::open(), sheets(), states());
    let cases = cases(&shelf, &sheets, &states);
    let (next, found) = (AtomicUsize::new(0), Mutex::new((Vec::new(), 0, BTreeMap::new())));
    let work = || {
        while let Some(case) = places.get(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| cases.get(*i)) {
            let Case { layout, product, sheet, state } = case;
            let choice = choice(&shelf, layout, product, state);
            let Some(composed) = page(&shelf, layout, product, sheet, state, &choice) else { continue };
            for (what, by, is_missed) in missed(&composed, product, sheet) {
                // A person's unit is a line of type among others, in whatever distance its layout sets them.
                if what == "name" && product.personal {
                    continue;
                }
                let mut found = found.lock().unwrap();
                *found.2.entry(if product.personal { "card" } else { what }).or_insert(0) += 1;
                if is_missed && product.personal {
                    found.1 += 1;
                } else if is_missed {
                    let page = format!("{} {} {} {}", layout.id, product.id, state.name, sheet.number);
                    found.0.push(format!("{page}: {what} {by:?}"));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let (mut missed, cards, seen) = found.into_inner().unwrap();
    missed.sort();
    (missed, cards, seen)
}

/// Share of the mutants of all that hangs and of discs that may be missed, as long as it is no more. Known are codes on
/// posters of 700 × 1000, which meet another line of the page; marks and names on round badges of glyph and on its x-stands; turned
/// names on round badges of bars.
const KNOWN: f64 = 0.01;

fn hold((missed, cards, seen): (Vec<String>, usize, BTreeMap<&'static str, usize>), share: f64) {
    let all: usize = seen.iter().filter(|(what, _)| **what != "card").map(|(_, count)| count).sum();
    assert!(missed.len() as f64 <= share * all as f64, "{} of {seen:?}:\n{}", missed.len(), missed.join("\n"));
    let most = BY_CHANCE * seen.get("card").copied().unwrap_or_default() as f64;
    assert!(cards as f64 <= most, "{cards} on cards of {seen:?}");
}

/// On shipped sheets of every kind a mark, a name or a code that moves by 3 mm, any way, is caught.
#[test]
fn what_moves_is_caught() {
    let (shelf, sheets, states) = (Shelf::open(), sheets(), states());
    let count = cases(&shelf, &sheets, &states).len();
    let found = all_missed(&(0..MUTANTS).map(|i| i * STRIDE % count).collect::<Vec<_>>());
    assert!(found.2.len() == MOVED.len() + 1 && found.2.values().sum::<usize>() > 6 * MUTANTS, "{:?}", found.2);
    hold(found, 0.0);
}

/// The same of all pages, but for what is known.
#[test]
#[ignore = "moves marks on every page: run by .ci/run --deep"]
fn all_that_moves_is_caught() {
    let (shelf, sheets, states) = (Shelf::open(), sheets(), states());
    let count = cases(&shelf, &sheets, &states).len();
    hold(all_missed(&(0..count).collect::<Vec<_>>()), KNOWN);
}
