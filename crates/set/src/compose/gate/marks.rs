//! G10: marks inside a line keep their room, and the windows of a board are neither strips nor towers. That a person is shown in
//! full colour and a name is not set beside a mark that holds it is how pages are composed, and nothing that is measured.

use super::limits::{MARK, MARKS, SLACK, WINDOW};
use super::sight::{Shape, Sight, Thing, is_han};
use super::{Breach, Check};
use crate::compose::{Composed, Sort};
use crate::product::{Kind, Product};
use biaoyu_page::error::Severity;

/// A glyph of a level line: where it begins, its baseline, its em along the line, what it shows.
struct Set<'a> {
    thing: &'a Thing,
    x: f64,
    y: f64,
    em: f64,
    letter: char,
}

/// Marks that stand nearer to the next character than they may, the worst of each region.
pub(super) fn marks(sight: &Sight) -> Vec<Breach> {
    let mut found: Vec<Breach> = Vec::new();
    let all: Vec<Option<Set<'_>>> = sight.type_().map(level).collect();
    let pitch = |a: &Set<'_>, b: &Set<'_>| (b.x - a.x) / a.em;
    let pairs = || {
        all.windows(2).filter_map(|pair| match pair {
            [Some(a), Some(b)] if a.thing.region == b.thing.region && (a.y - b.y).abs() < 0.01 * a.em && b.x > a.x => {
                Some((a, b))
            }
            _ => None,
        })
    };
    for (a, b) in pairs().filter(|(a, _)| "，、：；。".contains(a.letter)) {
        // Type that is set closer than its em takes its marks along.
        let own = pairs().filter(|(c, d)| c.thing.region == a.thing.region && is_han(c.letter) && is_han(d.letter));
        let closer = own.map(|(c, d)| 1.0 - pitch(c, d)).fold(0.0, f64::max);
        let least = if is_mark(b.letter) { MARKS } else { MARK };
        let seen = pitch(a, b) + closer;
        if seen >= least * (1.0 - SLACK) - 0.01 {
            continue;
        }
        match found.iter_mut().find(|breach| breach.region == a.thing.region) {
            Some(worst) if worst.found <= seen => {}
            Some(worst) => (worst.found, worst.wanted) = (seen, least),
            None => found.push(Breach::new(Check::Marks, Severity::Warning, &a.thing.region, seen, least)),
        }
    }
    found
}

fn is_mark(c: char) -> bool {
    "，、：；。！？“”‘’（）《》「」『』".contains(c)
}

fn level(thing: &Thing) -> Option<Set<'_>> {
    let Shape::Glyph { at, letter: Some(letter), .. } = &thing.shape else { return None };
    let [a, b, c, _, x, y] = at.as_coeffs();
    (b.abs() < 1e-9 && c.abs() < 1e-9 && a > 0.0).then_some(Set { thing, x, y, em: a, letter: *letter })
}

/// Windows of a board that are too flat or too tall.
pub(super) fn windows(composed: &Composed, product: &Product) -> Vec<Breach> {
    if product.kind != Kind::Board {
        return Vec::new();
    }
    let shown =
        composed.ledger.iter().filter(|e| e.sort == Sort::Picture && e.fields.iter().any(|f| &**f == "picture"));
    let breach = |entry: &crate::compose::Entry| {
        let aspect = entry.ink.width() / entry.ink.height().max(1e-9);
        let (low, high) = WINDOW;
        let wanted = if aspect < low { low } else { high };
        let is_off = aspect < low * (1.0 - SLACK) || aspect > high * (1.0 + SLACK);
        is_off.then(|| Breach::new(Check::Window, Severity::Warning, &entry.region, aspect, wanted))
    };
    shown.filter_map(breach).collect()
}
