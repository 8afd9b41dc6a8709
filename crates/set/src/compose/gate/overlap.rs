//! G1: ink over ink. What is read, the mark, the code and the key character keep clear of one another, and nothing is
//! painted over them.

use super::limits::OVERLAP;
use super::outline::meets;
use super::sight::{Role, Shape, Sight, Thing, is_han, is_seen};
use super::{Breach, Check};
use crate::compose::{Entry, Sort};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Point, Rect};

/// Whether boxes of what is read, of marks, codes and key characters meet at all: a cheap look, by what the composer noted of
/// each region, before outlines are held against each other.
pub(super) fn may_overlap(entries: &[Entry]) -> bool {
    let kept = |e: &&Entry| e.sort.is_type() || matches!(e.sort, Sort::Picture | Sort::Key | Sort::Seal);
    let kept: Vec<&Entry> = entries.iter().filter(kept).collect();
    kept.iter().enumerate().any(|(i, one)| {
        kept.iter().skip(i + 1).filter(|other| other.region != one.region).any(|other| {
            let (common, least) = (common(one.ink, other.ink), OVERLAP * one.size.min(other.size));
            common.width() > least && common.height() > least
        })
    })
}

/// Ink over ink, once for each two regions: the deepest, in ems of the smaller.
pub(super) fn overlaps(sight: &Sight) -> Vec<Breach> {
    let things = &sight.things;
    let mut worst: Vec<Breach> = Vec::new();
    let ends = runs(things);
    for (i, below) in things.iter().enumerate().filter(|(_, t)| keeps(t) && is_seen(t.bounds)) {
        // The parts of one figure never clash, and a drawing may have a hundred thousand of them.
        let from = if is_figure(below) { ends.get(i).copied().unwrap_or(i + 1) } else { i + 1 };
        for above in things.iter().skip(from).filter(|t| is_seen(t.bounds)) {
            let window = common(below.bounds, above.bounds);
            let em = below.em.min(above.em);
            let least = OVERLAP * em;
            if window.width() <= least || window.height() <= least || !clash(below, above) {
                continue;
            }
            if joined(below, above) || hides(things, below, above, window) {
                continue;
            }
            let depth = below.outline().overlap(above.outline(), window, least / 8.0);
            let depth = depth.across.min(depth.down);
            if depth > least {
                note(&mut worst, below, above, depth / em.max(1e-9));
            }
        }
    }
    worst
}

/// For each thing the end of the run of things of its region that it stands in.
fn runs(things: &[Thing]) -> Vec<usize> {
    let mut ends = vec![things.len(); things.len()];
    let mut end = things.len();
    for (i, (thing, slot)) in things.iter().zip(&mut ends).enumerate().rev() {
        if things.get(i + 1).is_some_and(|next| next.region != thing.region) {
            end = i + 1;
        }
        *slot = end;
    }
    ends
}

fn note(worst: &mut Vec<Breach>, below: &Thing, above: &Thing, depth: f64) {
    let same = |b: &&mut Breach| b.region == below.region && b.other.as_ref() == Some(&above.region);
    match worst.iter_mut().find(same) {
        Some(known) => known.found = known.found.max(depth),
        None => {
            let breach = Breach::new(Check::Overlap, Severity::Error, &below.region, depth, OVERLAP);
            worst.push(breach.beside(&above.region));
        }
    }
}

/// Whether a thing is to be seen whole.
fn keeps(thing: &Thing) -> bool {
    thing.is_type() || matches!(thing.role, Role::Logo | Role::Code | Role::Photo | Role::Key | Role::Seal)
}

/// Whether a thing is a part of one figure.
fn is_figure(thing: &Thing) -> bool {
    matches!(thing.role, Role::Key | Role::Logo | Role::Seal | Role::Photo | Role::Code)
}

/// Whether two things may not share ink. `above` is painted later.
fn clash(below: &Thing, above: &Thing) -> bool {
    match (keeps(below), keeps(above)) {
        // The parts of one figure lie over each other.
        (true, true) => !(is_figure(below) && above.region == below.region),
        // A later fill hides what lies below it; the ground of a page is its first.
        (true, false) => above.role != Role::Ground,
        (false, _) => false,
    }
}

/// Whether two letters of one word on one line touch as their face has them do: those of a written hand, `fi`, an `f`
/// before `T`.
fn joined(below: &Thing, above: &Thing) -> bool {
    let (Shape::Glyph { at: a, letter: Some(x), .. }, Shape::Glyph { at: b, letter: Some(y), .. }) =
        (&below.shape, &above.shape)
    else {
        return false;
    };
    let way = (*a).inverse() * *b;
    let [.., along, across] = way.as_coeffs();
    let letters = |c: char| c.is_alphabetic() && !is_han(c);
    // By their own advance, of which no letter has less than a fifth of an em.
    below.region == above.region
        && letters(*x)
        && letters(*y)
        && across.abs() < 1e-6
        && (0.15..1.2).contains(&along.abs())
}

/// Whether something opaque is painted between two things over all that they share.
fn hides(things: &[Thing], below: &Thing, above: &Thing, window: Rect) -> bool {
    // Over type itself nothing may be painted, so that only pictures may have a panel over them.
    if below.is_type() {
        return false;
    }
    let corners = [(window.x0, window.y0), (window.x1, window.y0), (window.x1, window.y1), (window.x0, window.y1)];
    let between = things.iter().skip(below.order + 1).take_while(|t| t.order < above.order);
    between
        .filter(|t| matches!(t.shape, Shape::Fill { .. }) && t.role == Role::Figure && meets(t.bounds, window))
        .any(|t| corners.into_iter().map(Point::from).all(|p| t.outline().holds(p)))
}

/// The common part of two boxes; empty where there is none.
fn common(a: Rect, b: Rect) -> Rect {
    let (x0, y0) = (a.x0.max(b.x0), a.y0.max(b.y0));
    Rect::new(x0, y0, a.x1.min(b.x1).max(x0), a.y1.min(b.y1).max(y0))
}
