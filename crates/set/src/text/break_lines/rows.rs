//! Clauses made into rows for [`choose`](super::choose): by words, by marks, or whole.

use super::atoms::{Atom, Role, atoms};
use super::bind::{self, NEVER};
use super::choose::Row;
use super::clauses::Clause;
use super::couplets;
use super::govern::governor;
use super::kinsoku::{closing, han, opening};
use super::title;
use crate::text::words::{cost, spans};
use std::ops::Range;

/// Added to the cost of every setting that joins clauses on a line.
pub(super) const JOINED: f64 = 0.05;

/// The most that the split of a clause by its words may cost.
const WORST: f64 = 0.82;
/// The same for four characters, beside other clauses: only subject and predicate part.
const WORST_OF_FOUR: f64 = 0.32;
/// The most that the split of a clause costs where the rules stand by it, in two lines and in more: of one beside others, whose
/// breaks answer each other, and of one alone.
const SURE: (f64, f64) = (0.5, 0.08);
const SURE_ALONE: (f64, f64) = (0.12, 0.05);
/// How much rarer a cut with a word across a break may be, in eighths of a bit.
const RARER: u32 = 40;
/// So many characters before a break a word may begin that lies across it.
const REACH: usize = 3;
/// The most that lines of joined clauses may differ: two and three of five equal ones still may.
const WORST_JOINED: f64 = 0.045;
/// Width of the gap between clauses on a line, ems.
const GAP: f64 = 0.7;

/// The clauses cut by their words; reads the dictionary for those that are not too short to be split.
pub(super) fn worded(texts: &[&str], is_title: bool) -> Vec<(Vec<Range<usize>>, Row)> {
    let short = |text: &str| text.chars().filter(|&c| !closing(c) && !opening(c)).count() < 4;
    let mut cut: Vec<Vec<Atom>> =
        texts.iter().map(|text| if short(text) { Vec::new() } else { atoms(text, None) }).collect();
    let pauses = couplets::pauses(texts, &cut);
    for ((text, atoms_of), pause) in texts.iter().zip(&mut cut).zip(pauses) {
        if pause.is_some() {
            *atoms_of = atoms(text, pause);
        }
    }
    let row = |(text, atoms): (&&str, Vec<Atom>)| {
        if short(text) { one(text) } else { row(text, atoms, is_title, texts.len() == 1) }
    };
    texts.iter().zip(cut).map(row).collect()
}

fn row(text: &str, atoms: Vec<Atom>, is_title: bool, only: bool) -> (Vec<Range<usize>>, Row) {
    let after = (0..atoms.len().saturating_sub(1))
        .map(|at| if is_title { title::after(text, &atoms, at) } else { bind::after(&atoms, at) })
        .collect();
    let chars: usize = atoms.iter().map(|a| a.chars).sum();
    let row = Row {
        widths: widths(text, atoms.iter().map(|a| &a.range)),
        after,
        governor: (0..atoms.len()).map(|at| if is_title { None } else { governor(&atoms, at) }).collect(),
        alone: atoms.iter().map(|a| if is_title { (0.1, 0.1) } else { alone(a) }).collect(),
        worst: if chars <= 4 && !only { WORST_OF_FOUR } else { WORST },
        sure: match (is_title, only) {
            (true, _) => (f64::MAX, f64::MAX),
            (false, true) => SURE_ALONE,
            (false, false) => SURE,
        },
        doubt: atoms.windows(2).map(in_doubt).collect(),
        strict: true,
    };
    (atoms.into_iter().map(|a| a.range).collect(), row)
}

/// Whether a break between two atoms may cut a word.
fn in_doubt(pair: &[Atom]) -> bool {
    let [left, right] = pair else { return false };
    left.beat.is_none() && !left.marked && (left.dangles || right.leans)
}

/// The cost of an atom that has a line to itself: first of its clause, or further down.
fn alone(atom: &Atom) -> (f64, f64) {
    if atom.chars < 2 {
        return (NEVER, NEVER);
    }
    match atom.opens {
        Role::Verb | Role::Adverb if atom.chars <= 2 => (0.12, NEVER),
        Role::Act if atom.chars <= 2 => (0.15, 0.15),
        Role::Prepositional | Role::Joined | Role::Attributive if atom.chars <= 2 => (0.3, NEVER),
        _ => (0.0, 0.0),
    }
}

/// A clause cut at its marks: bytes of the clause, and whether the mark is disliked.
pub(super) fn marked(text: &str, marks: impl Iterator<Item = (usize, bool)>) -> (Vec<Range<usize>>, Row) {
    let mut ranges = Vec::new();
    let mut after = Vec::new();
    let mut from = 0;
    for (at, disliked) in marks.filter(|&(at, _)| at > 0) {
        ranges.push(from..at);
        after.push(if disliked { 1.5 } else { 0.3 });
        from = at;
    }
    ranges.push(from..text.len());
    let pieces = || ranges.iter().map(|r| text.get(r.clone()).unwrap_or_default());
    let single = |t: &str| t.chars().filter(|&c| !closing(c) && !opening(c)).count() < 2;
    let row = Row {
        widths: widths(text, ranges.iter()),
        after,
        governor: Vec::new(),
        alone: pieces().map(|t| if single(t) && t.len() < text.len() { (NEVER, NEVER) } else { (0.0, 0.0) }).collect(),
        worst: f64::MAX,
        sure: (f64::MAX, f64::MAX),
        doubt: Vec::new(),
        strict: false,
    };
    (ranges, row)
}

/// The clauses of one paragraph as a row, to be joined on lines.
pub(super) fn whole(slogan: &str, clauses: &[Clause]) -> Row {
    let wide = |c: &Clause| width(slogan.get(c.range.clone()).unwrap_or_default()) + GAP;
    Row {
        widths: clauses.iter().map(wide).collect(),
        after: vec![0.0; clauses.len().saturating_sub(1)],
        governor: Vec::new(),
        alone: vec![(0.0, 0.0); clauses.len()],
        worst: WORST_JOINED,
        sure: (f64::MAX, f64::MAX),
        doubt: Vec::new(),
        strict: false,
    }
}

fn one(text: &str) -> (Vec<Range<usize>>, Row) {
    (
        std::iter::once(0..text.len()).collect(),
        Row {
            widths: vec![width(text)],
            after: Vec::new(),
            governor: Vec::new(),
            alone: vec![(0.0, 0.0)],
            worst: WORST,
            sure: SURE,
            doubt: Vec::new(),
            strict: true,
        },
    )
}

/// The widths of pieces; marks at the end of the clause hang and count for nothing.
fn widths<'a>(text: &str, ranges: impl Iterator<Item = &'a Range<usize>>) -> Vec<f64> {
    let end = text.trim_end_matches(closing).len();
    ranges.map(|r| width(text.get(r.start..r.end.min(end).max(r.start)).unwrap_or_default())).collect()
}

/// About how wide a text sets, in ems: Han 1, marks and Latin ½.
fn width(text: &str) -> f64 {
    text.trim().chars().map(|c| if han(c) || matches!(c, '—' | '…') { 1.0 } else { 0.5 }).sum()
}

/// Whether a word that is about as likely as the cut lies across byte `at` of a clause: 养老不|是生意.
pub(super) fn is_across(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let starts = before.char_indices().rev().map(|(start, _)| start).take(REACH);
    let whole = std::cell::OnceCell::new();
    starts.into_iter().any(|start| {
        let rest = text.get(start..).unwrap_or_default();
        spans(rest, at - start).into_iter().any(|end| {
            let parts = [text.get(..start), text.get(start..start + end), text.get(start + end..)];
            let apart: u32 = parts.into_iter().flatten().map(cost).sum();
            apart <= *whole.get_or_init(|| cost(text)) + RARER
        })
    })
}
