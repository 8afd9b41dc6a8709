//! Art in the bleed: whether it goes on to its edge, and whether it is seen there.

use crate::preflight::rule::{Rule, Words, Worst, page};
use crate::read::{Object, Seen, What, shared};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Outline, PathEl, Point, Rect, Shape as _, grow};
use biaoyu_page::measure::number;
use biaoyu_page::say;

use super::PageCheck;
use super::ground::{Face, Ground};
use super::paper::{NEAR, SIDES};

pub(crate) const ART_SHORT_OF_BLEED: Rule<PageCheck> = Rule {
    id: "art-short-of-bleed",
    severity: Severity::Warning,
    what: Words { en: "art reaches the trim but not the bleed", zh: "画面到了成品边却没有到出血边" },
    why: Words {
        en: "The knife that strays outward finds bare paper: a white hairline along the edge.",
        zh: "刀口稍偏外就露出白纸，成品边上一条白线。",
    },
    cure: Words { en: "extend it to the bleed edge", zh: "请把它延伸到出血边" },
    example: "page 1, area at 210, 297 mm: stops 3 mm before the bleed edge at the left",
    check: |seen, context, out| {
        let (trim, bleed) = (seen.boxes.trim, seen.boxes.bleed);
        let mut worst = Worst::new();
        let ground = Ground::of(seen);
        for object in seen.objects.iter().filter(|o| o.is_art() && !o.of_type && !matches!(o.what, What::Text(_))) {
            let b = object.bounds;
            let inside = shared(b, trim);
            // A round product's art follows its cut, which touches the square at four points only. Crop marks stand
            // beyond the trim.
            let round = matches!(seen.cut, Outline::Circle(_)) || context.product.is_some_and(|p| p.is_round());
            if round || inside.width() <= NEAR || inside.height() <= NEAR {
                continue;
            }
            for end in ends(object) {
                for (side, short) in stops_short(end, trim, bleed) {
                    // White shows only where nothing else is painted: a dot of a field ends where the next begins.
                    // Small pieces are a pattern's, that goes on or leaves off as it likes.
                    let along = shared(b, trim);
                    let share =
                        if side % 2 == 0 { along.width() / trim.width() } else { along.height() / trim.height() };
                    let bare =
                        share >= PIECE && ground.at(beyond(end, side, short, trim)).is_some_and(|t| t.is_paper());
                    worst.note(seen, object, &format!("{side} {bare}"), short, (side, short, bare));
                }
            }
        }
        worst.tell(out, |(side, short, bare)| {
            let (en, zh) = SIDES.get(*side).copied().unwrap_or_default();
            let short = number(*short, 2);
            let what = say!("stops {short} mm before the bleed edge at the {en}", "离{zh}边出血线还差 {short} mm");
            (if *bare { Severity::Warning } else { Severity::Note }, what)
        });
        let round = matches!(seen.cut, Outline::Circle(_)) || context.product.is_some_and(|p| p.is_round());
        for (side, share) in whitened(seen, &ground).into_iter().filter(|_| !round) {
            let (en, zh) = SIDES.get(side).copied().unwrap_or_default();
            let share = number(share * 100.0, 0);
            out.add(
                page(seen),
                say!(
                    "white lies over the bleed at the {en}, along {share} % of it: art ends at the trim there",
                    "{zh}边出血上盖着白色，占该边 {share} %：画面到成品边就断了"
                ),
            );
        }
    },
};

/// Places along a side that are looked at.
const LOOKS: usize = 40;
/// Steps from the trim to the edge of the bleed.
const STEPS: u32 = 12;
/// Places beside each other at which white begins alike before it is an edge along the trim, and no stripe of a pattern: a fifth of
/// the side.
const LEVEL: usize = LOOKS / 5;
/// How far from the trim art is looked for, inside it and beyond, millimetres.
const INSIDE: f64 = 0.3;

/// The sides along which white paint hides the bleed of art, with the share of the side.
fn whitened(seen: &Seen, ground: &Ground<'_>) -> Vec<(usize, f64)> {
    let (trim, bleed) = (seen.boxes.trim, seen.boxes.bleed);
    let rooms = [trim.y0 - bleed.y0, bleed.x1 - trim.x1, bleed.y1 - trim.y1, trim.x0 - bleed.x0];
    let is_white = |o: &Object| o.is_art() && o.is_white();
    let outside = |o: &Object| o.bounds.union(trim) != trim;
    if !seen.objects.iter().any(|o| is_white(o) && outside(o)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (side, room) in rooms.into_iter().enumerate().filter(|(_, room)| *room > 2.0 * INSIDE) {
        let at = |share: f64, beyond: f64| {
            let (x, y) = (trim.x0 + share * trim.width(), trim.y0 + share * trim.height());
            match side {
                0 => Point::new(x, trim.y0 - beyond),
                1 => Point::new(trim.x1 + beyond, y),
                2 => Point::new(x, trim.y1 + beyond),
                _ => Point::new(trim.x0 - beyond, y),
            }
        };
        let shares = (0..LOOKS).map(|i| (2 * i + 1) as f64 / (2 * LOOKS) as f64);
        // Where white begins beyond art; a wave or a slant that crosses the trim begins elsewhere at each place.
        let begins = |share: f64| {
            let white = |step: &u32| {
                let beyond = INSIDE + (room - 2.0 * INSIDE) * f64::from(*step) / f64::from(STEPS);
                ground.face(at(share, beyond)) == Some(Face::White)
            };
            (ground.face(at(share, -INSIDE)) == Some(Face::Inked)).then(|| (0..=STEPS).find(white)).flatten()
        };
        let all: Vec<Option<u32>> = shares.map(begins).collect();
        let level = all.chunk_by(|a, b| a == b).filter(|run| run.len() >= LEVEL && run.iter().all(Option::is_some));
        let share = level.map(<[_]>::len).sum::<usize>() as f64 / LOOKS as f64;
        if share > 0.0 {
            found.push((side, share));
        }
    }
    found
}

/// The boxes in which a thing ends: an open line at its two ends, wherever it wanders between; all else all around.
fn ends(object: &Object) -> Vec<Rect> {
    let What::Line { path, pen } = &object.what else { return vec![object.bounds] };
    let closed = path.elements().iter().any(|e| matches!(e, PathEl::ClosePath));
    if closed {
        return vec![object.bounds];
    }
    let mut ends = Vec::new();
    let mut last = None;
    for element in path.elements() {
        if let PathEl::MoveTo(p) = element {
            ends.extend(last);
            ends.push(*p);
        }
        last = element.end_point();
    }
    ends.extend(last);
    let mut boxes: Vec<Rect> = ends.into_iter().map(|p| grow(Rect::from_points(p, p), pen.width / 2.0)).collect();
    if !object.clips.is_empty() {
        // Where a clip cuts it off, it ends too.
        let (own, seen) = (path.bounding_box(), object.bounds);
        let middle = seen.center();
        let side = |cut: bool, edge: f64, middle: f64| if cut { edge } else { middle };
        boxes.push(Rect {
            x0: side(own.x0 < seen.x0, seen.x0, middle.x),
            y0: side(own.y0 < seen.y0, seen.y0, middle.y),
            x1: side(own.x1 > seen.x1, seen.x1, middle.x),
            y1: side(own.y1 > seen.y1, seen.y1, middle.y),
        });
    }
    boxes
}

/// Share of a side from which on art is an area and no piece of a pattern.
const PIECE: f64 = 0.15;

/// A point just beyond the side of a box, level with its middle as far as that is on the page.
fn beyond(b: Rect, side: usize, short: f64, trim: Rect) -> Point {
    let (step, middle) = ((short / 2.0).min(0.5), shared(b, trim).center());
    match side {
        0 => Point::new(middle.x, b.y0 - step),
        1 => Point::new(b.x1 + step, middle.y),
        2 => Point::new(middle.x, b.y1 + step),
        _ => Point::new(b.x0 - step, middle.y),
    }
}

/// Less than this is how boxes are rounded, millimetres. Where there is no bleed at all `no-bleed` says so.
const ROUNDING: f64 = 0.1001;

/// The sides on which a box lies at the trim, from inside or just beyond it, and yet short of the bleed; how far short.
fn stops_short(b: Rect, trim: Rect, bleed: Rect) -> Vec<(usize, f64)> {
    let gone = shared(b, grow(bleed, -0.05));
    if gone.width() < 0.0 || gone.height() < 0.0 {
        return Vec::new();
    }
    let sides = [
        (b.y0, trim.y0, bleed.y0, -1.0),
        (b.x1, trim.x1, bleed.x1, 1.0),
        (b.y1, trim.y1, bleed.y1, 1.0),
        (b.x0, trim.x0, bleed.x0, -1.0),
    ];
    let short = sides.map(|(edge, trim, bleed, out)| ((edge - trim) * out >= -NEAR).then_some((bleed - edge) * out));
    short.into_iter().enumerate().filter_map(|(side, s)| Some((side, s.filter(|s| *s > ROUNDING)?))).collect()
}
