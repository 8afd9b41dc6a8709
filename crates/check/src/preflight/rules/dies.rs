//! Lines that look like a knife's and are printed.

use crate::preflight::rule::{Rule, Words, Worst};
use crate::read::{Object, Seen, Tone, What};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{BezPath, PathEl, Point, Rect};
use biaoyu_page::measure::number;
use biaoyu_page::say;

use super::PageCheck;
use super::lines::edges_its_fill;
use super::steps::meet;

pub(crate) const DIE_LINE_IN_INK: Rule<PageCheck> = Rule {
    id: "die-line-in-ink",
    severity: Severity::Note,
    what: Words { en: "probably a die line, in printing ink", zh: "疑似刀线，却用了印刷油墨" },
    why: Words {
        en: "A closed hairline on top of everything is mostly meant for the knife; in process ink it is printed.",
        zh: "盖在最上面的封闭细线多半是刀线；用四色画的会被印出来。",
    },
    cure: Words {
        en: "if it is for the knife, draw it in a spot such as `CutContour`, overprinting; else make it thicker",
        zh: "若是刀线，请改用 `CutContour`、`刀线` 等叠印专色；否则请加粗",
    },
    example: "page 1, line at 105, 148 mm: a closed line of 0.09 mm in `C0 M100 Y0 K0` on top of everything",
    check: |seen, _, out| {
        let mut worst = Worst::new();
        for (at, object) in seen.objects.iter().enumerate().filter(|(_, o)| o.is_art()) {
            let Some((path, width)) = hairline(object).filter(|_| !edges_its_fill(seen, at)) else { continue };
            let closed = path.elements().iter().any(|e| matches!(e, PathEl::ClosePath)) || ends_where_it_began(path);
            if !closed || object.bounds.width().min(object.bounds.height()) < LEAST {
                continue;
            }
            let Some(tone) = object.tones.first().filter(|_| is_on_top(seen, at)) else { continue };
            worst.note(seen, object, "", -width, (width, tone.process, 1));
        }
        for (first, count) in rings(seen) {
            let Some(object) = seen.objects.get(first) else { continue };
            let (Some((_, width)), Some(tone)) = (hairline(object), object.tones.first()) else { continue };
            worst.note(seen, object, "", -width, (width, tone.process, count));
        }
        worst.tell(out, |(width, inks, count)| {
            let width = number(*width, 2);
            let what = if *count > 1 {
                say!(
                    "{count} lines of {width} mm in `{inks}` that meet in a ring, on top of everything",
                    "最上层有 {count} 条 {width} mm 的细线首尾相接围成一圈，颜色 `{inks}`"
                )
            } else {
                say!(
                    "a closed line of {width} mm in `{inks}` on top of everything",
                    "最上层有一条 {width} mm 的封闭细线，颜色 `{inks}`"
                )
            };
            (Severity::Note, what)
        });
    },
};

/// Widest line that nobody draws to be seen, with the rounding of files, millimetres.
const HAIRLINE: f64 = 0.1011;
/// Less than this across is a drawing's detail, no product.
const LEAST: f64 = 5.0;

/// The path and the width of a hairline in a colour that people draw knives in.
fn hairline(object: &Object) -> Option<(&BezPath, f64)> {
    let What::Line { path, pen } = &object.what else { return None };
    let fits = !object.of_type && pen.width <= HAIRLINE && object.tones.first().is_some_and(is_marking);
    fits.then_some((&**path, pen.width))
}

/// Whether nothing but lines is painted over object number `at`.
fn is_on_top(seen: &Seen, at: usize) -> bool {
    let Some(object) = seen.objects.get(at) else { return false };
    let after = seen.objects.get(at + 1..).unwrap_or_default();
    !after.iter().any(|o| o.is_art() && !matches!(o.what, What::Line { .. }) && meet(o, object))
}

/// Open hairlines of a page that are looked at; a page of more is a drawing, or a table.
const OPEN: usize = 24;
/// Ends that are no farther apart are one, millimetres.
const JOINED: f64 = 0.15;

/// Rings that open hairlines make, end to end: the first of the lines by its number, and how many there are.
fn rings(seen: &Seen) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, Point, Point)> = Vec::new();
    for (at, object) in seen.objects.iter().enumerate().filter(|(_, o)| o.is_art()) {
        let Some((path, _)) = hairline(object) else { continue };
        let mut part: Option<(Point, Point)> = None;
        for element in path.elements() {
            match (element, &mut part) {
                (PathEl::MoveTo(p), _) => {
                    open.extend(part.take().filter(|(a, b)| a.distance(*b) > JOINED).map(|(a, b)| (at, a, b)));
                    part = Some((*p, *p));
                }
                (PathEl::ClosePath, _) => part = None,
                (other, Some((_, end))) => *end = other.end_point().unwrap_or(*end),
                _ => {}
            }
        }
        open.extend(part.filter(|(a, b)| a.distance(*b) > JOINED).map(|(a, b)| (at, a, b)));
        if open.len() > OPEN {
            return Vec::new();
        }
    }
    let mut rings = Vec::new();
    while let Some((first, start, mut end)) = open.pop() {
        let (mut bounds, mut count) = (Rect::from_points(start, end), 1);
        let mut members = vec![first];
        while end.distance(start) > JOINED {
            let next = open.iter().position(|(_, a, b)| a.distance(end) <= JOINED || b.distance(end) <= JOINED);
            let Some((at, a, b)) = next.map(|i| open.remove(i)) else { break };
            end = if a.distance(end) <= JOINED { b } else { a };
            bounds = bounds.union_pt(end);
            members.push(at);
            count += 1;
        }
        let is_ring = count > 2 && end.distance(start) <= JOINED && bounds.width().min(bounds.height()) >= LEAST;
        if is_ring && members.iter().all(|at| is_on_top(seen, *at)) {
            rings.extend(members.into_iter().min().map(|at| (at, count)));
        }
    }
    rings
}

fn ends_where_it_began(path: &BezPath) -> bool {
    let points: Vec<Point> = path.elements().iter().filter_map(|e| e.end_point()).collect();
    points.len() > 3 && points.first().zip(points.last()).is_some_and(|(a, b)| a.distance(*b) < 0.01)
}

/// The colours in which people draw what is not to be printed: magenta, black or red alone.
fn is_marking(tone: &Tone) -> bool {
    if let Some([r, g, b]) = tone.screen {
        return (r >= 200 && g <= 60 && b <= 60) || (r >= 200 && g <= 60 && b >= 100) || r.max(g).max(b) <= 30;
    }
    let [c, m, y, k] = tone.process.array().map(|v| v >= 0.95);
    let none = |v: &f64| *v < 0.05;
    let [nc, nm, ny, nk] = [tone.process.c, tone.process.m, tone.process.y, tone.process.k].map(|v| none(&v));
    tone.spots.is_empty() && ((m && nc && nk && (ny || y)) || (k && nc && nm && ny) || (c && nm && ny && nk))
}
