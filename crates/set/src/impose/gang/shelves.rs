//! Straight pieces in shelves, what is left of a column in shelves again, so that every cut goes from edge to edge of what it
//! divides; discs staggered in what is left beyond. Several ways are tried in a fixed order; the first of those that take the
//! fewest sheets is taken.

use super::lanes::{Field, Kind, Ways, all_fit, go_through, ways};
use crate::impose::round::discs;
use biaoyu_page::geom::{Point, Rect, Size};

/// Kinds that are tried turned and not turned in all combinations.
const TRIED: usize = 5;
/// Orders that are tried by chance.
const CHANCES: usize = 200;
/// With more kinds than this they are tried as they are, all wide and all tall alone, and a fifth as many by chance.
const MANY: usize = 40;

/// A piece on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Laid {
    pub kind: usize,
    /// It lies turned by a quarter.
    pub turned: bool,
    /// Upper left corner of its box, bleed and all.
    pub at: Point,
}

/// What of a piece comes first.
#[derive(Clone, Copy, Debug)]
enum By {
    Height,
    Width,
    Area,
    Longer,
}

impl By {
    fn of(self, size: Size) -> f64 {
        match self {
            Self::Height => size.height,
            Self::Width => size.width,
            Self::Area => size.area(),
            Self::Longer => size.width.max(size.height),
        }
    }
}

/// Where a shelf is cut after a column of equal pieces.
#[derive(Clone, Copy, Debug)]
enum Split {
    /// Beside it from top to bottom: what is left below it is as wide as it is.
    Beside,
    /// Below it to the end of the shelf: what is left beside it is as high as it is.
    Below,
    /// Where more stays in one part.
    Larger,
}

/// A way to fill sheets.
struct Plan {
    split: Split,
    /// Shelves stand upright: all is reckoned with x and y exchanged.
    upright: bool,
    /// Straight kinds as they may lie, what comes first before the rest.
    order: Vec<(usize, bool, Size)>,
}

/// All ways that are tried, the plainest first.
fn plans(kinds: &[Kind], ways: &[Ways]) -> Vec<Plan> {
    let straight: Vec<usize> = (0..kinds.len()).filter(|i| kinds.get(*i).is_some_and(|k| !k.piece.round)).collect();
    let of = |kind: usize, turned: bool| ways.get(kind).and_then(|ways| ways[usize::from(turned)]);
    let mut free: Vec<usize> =
        straight.iter().copied().filter(|i| of(*i, false).is_some() && of(*i, true).is_some()).collect();
    let takes =
        |i: usize| of(i, false).map_or(0.0, |size| size.area()) * kinds.get(i).map_or(0.0, |kind| kind.count as f64);
    free.sort_by(|a, b| takes(*b).total_cmp(&takes(*a)).then(a.cmp(b)));
    free.truncate(if straight.len() > MANY { 0 } else { TRIED });
    // Which kinds lie turned where they can; what is not free lies as it must.
    let wide = |turn: bool| -> Vec<bool> {
        let is_wide = |i: usize| of(i, false).is_some_and(|size| size.width >= size.height);
        (0..kinds.len()).map(|i| is_wide(i) == turn).collect()
    };
    let mut leads: Vec<Vec<bool>> = (0..1_usize << free.len())
        .map(|mask| {
            let turned = |kind| free.iter().position(|known| *known == kind).is_some_and(|bit| mask >> bit & 1 == 1);
            (0..kinds.len()).map(turned).collect()
        })
        .collect();
    leads.extend([wide(false), wide(true)]);
    let plan = |split: Split, upright: bool, lead: &[bool], key: &dyn Fn(usize, Size) -> f64| {
        let lying = |kind: usize, second: bool| {
            let first = lead.get(kind).copied().unwrap_or(false);
            let first = if of(kind, first).is_some() { first } else { !first };
            let turned = first != second;
            let size = of(kind, turned)?;
            let size = if upright { Size::new(size.height, size.width) } else { size };
            Some((kind, turned, size))
        };
        let sorted = |second: bool| {
            let mut all: Vec<_> = straight.iter().filter_map(|kind| lying(*kind, second)).collect();
            all.sort_by(|a, b| key(b.0, b.2).total_cmp(&key(a.0, a.2)).then(a.0.cmp(&b.0)));
            all
        };
        Plan { split, upright, order: [sorted(false), sorted(true)].concat() }
    };
    let mut plans = Vec::new();
    for split in [Split::Beside, Split::Larger, Split::Below] {
        for upright in [false, true] {
            for by in [By::Height, By::Width, By::Area, By::Longer] {
                plans.extend(leads.iter().map(|lead| plan(split, upright, lead, &|_, size| by.of(size))));
            }
        }
    }
    // And some by chance, always the same: what is sorted need not lie best.
    let mut state = 1_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    for i in 0..if straight.len() > MANY { CHANCES / 5 } else { CHANCES } {
        let lead: Vec<bool> = kinds.iter().map(|_| chance() < 0.5).collect();
        let weights: Vec<f64> = kinds.iter().map(|_| 0.25 + chance()).collect();
        let weight = |kind: usize| weights.get(kind).copied().unwrap_or(1.0);
        let split = if i % 2 == 0 { Split::Beside } else { Split::Larger };
        plans.push(plan(split, i % 4 > 1, &lead, &|kind, size| weight(kind) * size.area()));
    }
    plans
}

/// How pieces lie apart, with all ways to fill a sheet so.
pub(super) struct Setting {
    pub field: Field,
    /// Which way each kind may lie; one that lies neither way waits for another setting.
    ways: Vec<Ways>,
    /// Only sheets all of whose cuts go through are taken: nothing but ticks at the rim shows them.
    through: bool,
    plans: Vec<Plan>,
}

/// A sheet, how many are filled alike, and by which setting.
pub(super) struct Filled {
    pub laid: Vec<Laid>,
    pub times: usize,
    pub setting: usize,
}

/// All sheets of a way, and how many they are.
pub(super) type Sheets = (Vec<Filled>, usize);

impl Setting {
    pub(super) fn new(kinds: &[Kind], field: Field, upright: bool, through: bool) -> Self {
        let ways = ways(kinds, &field, upright);
        let mut plans = plans(kinds, &ways);
        if through {
            // Of one kind alone all cuts go through.
            let alone = |kind: usize| {
                let lies = |turned: bool| Some((kind, turned, ways.get(kind)?[usize::from(turned)]?));
                let order: Vec<_> = [false, true].into_iter().filter_map(lies).collect();
                order.into_iter().map(|way| Plan { split: Split::Beside, upright: false, order: vec![way] })
            };
            plans.extend((0..kinds.len()).flat_map(alone));
        }
        Self { field, ways, through, plans }
    }
}

/// All sheets of the way that takes the fewest; `None` where none takes fewer than `most`.
pub(super) fn spread(kinds: &[Kind], setting: &Setting, most: usize) -> Option<Sheets> {
    if !all_fit(&setting.ways) {
        return None;
    }
    let least = least(kinds, setting);
    let mut best: Option<Sheets> = None;
    for plan in &setting.plans {
        best = all(kinds, (std::slice::from_ref(setting), &[(0, plan)], f64::from), fewer(&best, most)).or(best);
        if fewer(&best, most) <= least {
            return best;
        }
    }
    // Each sheet by the way that brings most onto it, or most of what is large: small pieces find a place later.
    let tried: Vec<(usize, &Plan)> = setting.plans.iter().map(|plan| (0, plan)).collect();
    for worth in WORTHS {
        best = all(kinds, (std::slice::from_ref(setting), &tried, worth), fewer(&best, most)).or(best);
    }
    best
}

/// The same where each sheet may have another setting.
pub(super) fn mixed(kinds: &[Kind], settings: &[Setting], most: usize) -> Option<Sheets> {
    let least = settings.iter().map(|setting| least(kinds, setting)).min().unwrap_or(1);
    let tried: Vec<(usize, &Plan)> =
        settings.iter().enumerate().flat_map(|(i, setting)| setting.plans.iter().map(move |plan| (i, plan))).collect();
    let mut best: Option<Sheets> = None;
    for worth in WORTHS {
        if fewer(&best, most) > least {
            best = all(kinds, (settings, &tried, worth), fewer(&best, most)).or(best);
        }
    }
    best
}

/// What a piece of an area is worth on a sheet.
const WORTHS: [fn(f64) -> f64; 3] =
    [f64::from as fn(f64) -> f64, |area: f64| area * area.sqrt(), |area: f64| area * area];

fn fewer(best: &Option<Sheets>, most: usize) -> usize {
    best.as_ref().map_or(most, |(_, sheets)| *sheets)
}

/// Sheets that no way can do with less than, by the area of straight pieces.
fn least(kinds: &[Kind], Setting { field, ways, .. }: &Setting) -> usize {
    let lane = field.apart.lane();
    let with_lane = |size: Size| (size.width + lane) * (size.height + lane);
    let straight = kinds.iter().zip(ways).filter(|(kind, _)| !kind.piece.round);
    let taken: f64 = straight
        .map(|(kind, ways)| kind.count as f64 * ways.iter().flatten().next().map_or(0.0, |size| with_lane(*size)))
        .sum();
    (taken / with_lane(field.boxes.size()) - 1e-9).ceil().max(1.0) as usize
}

/// All sheets, each by whichever of these ways brings most onto it, reckoned by what a piece of an area is worth; `None` when
/// they come to no fewer than `most`.
fn all(
    kinds: &[Kind],
    (settings, tried, worth): (&[Setting], &[(usize, &Plan)], fn(f64) -> f64),
    most: usize,
) -> Option<Sheets> {
    let mut left: Vec<usize> = kinds.iter().map(|kind| kind.count).collect();
    let (mut filled, mut sheets) = (Vec::new(), 0_usize);
    while left.iter().any(|count| *count > 0) {
        if sheets + 1 >= most {
            return None;
        }
        let mut fullest: Option<(f64, Vec<Laid>, Vec<usize>, usize)> = None;
        for (at, plan) in tried {
            let setting = settings.get(*at)?;
            let mut rest = left.clone();
            let laid = fill(kinds, setting, plan, &mut rest);
            let area = |l: &Laid| kinds.get(l.kind).map_or(0.0, |kind| worth(kind.piece.knife.area()));
            let full: f64 = laid.iter().map(area).sum();
            let is_fuller = fullest.as_ref().is_none_or(|(most, ..)| full > most + 1e-6);
            if is_fuller && (!setting.through || go_through(&knives(kinds, &laid, &setting.field))) {
                fullest = Some((full, laid, rest, *at));
            }
        }
        let (_, laid, rest, setting) = fullest.filter(|(_, laid, ..)| !laid.is_empty())?;
        // As many sheets alike as there are pieces for.
        let used = || left.iter().zip(&rest).map(|(before, after)| (before, before - after)).filter(|(_, n)| *n > 0);
        let times = used().map(|(before, n)| before / n).min().unwrap_or(1).max(1);
        left = left.iter().zip(&rest).map(|(before, after)| before - (before - after) * times).collect();
        sheets = sheets.saturating_add(times);
        filled.push(Filled { laid, times, setting });
    }
    (sheets < most).then_some((filled, sheets))
}

/// Where the knives of these pieces lie, and which are discs.
fn knives(kinds: &[Kind], laid: &[Laid], field: &Field) -> Vec<(Rect, bool)> {
    let knife = |l: &Laid| {
        let piece = &kinds.get(l.kind)?.piece;
        let around = field.apart.around(piece, l.turned);
        let corner = Point::new(l.at.x + around.left, l.at.y + around.top);
        Some((Rect::from_origin_size(corner, piece.lying(l.turned)), piece.round))
    };
    laid.iter().filter_map(knife).collect()
}

/// One sheet of what is `left`.
fn fill(kinds: &[Kind], Setting { field, ways, .. }: &Setting, plan: &Plan, left: &mut [usize]) -> Vec<Laid> {
    let (lane, gap) = (field.apart.lane(), field.apart.discs());
    let over = |rect: Rect| if plan.upright { Rect::new(rect.y0, rect.x0, rect.y1, rect.x1) } else { rect };
    let (boxes, area) = (over(field.boxes), over(field.area));
    let mut laid = Vec::new();
    let mut y = shelves(boxes, plan, lane, left, &mut laid);
    for (kind, _) in kinds.iter().enumerate().filter(|(_, kind)| kind.piece.round) {
        let Some(rest) = left.get_mut(kind).filter(|rest| **rest > 0) else { continue };
        let Some(size) = ways.get(kind).and_then(|ways| ways[0]).map(|size| size.width) else { continue };
        let places = discs(Rect { y0: y.max(area.y0), ..area }, size, gap);
        let count = places.len().min(*rest);
        *rest -= count;
        laid.extend(places.into_iter().take(count).map(|at| Laid { kind, turned: false, at }));
        let lowest = laid.iter().filter(|l| l.kind == kind).map(|l| l.at.y + size);
        y = lowest.fold(y, f64::max) + gap;
    }
    if plan.upright {
        laid.iter_mut().for_each(|l| l.at = Point::new(l.at.y, l.at.x));
    }
    laid
}

/// Fills `room` with shelves as high as what opens them; says where the last shelf and its lane end.
fn shelves(room: Rect, plan: &Plan, lane: f64, left: &mut [usize], laid: &mut Vec<Laid>) -> f64 {
    let mut y = room.y0;
    while let Some((_, _, Size { height, .. })) = plan.first(left, room.width(), room.y1 - y) {
        shelf(Rect { y0: y, y1: y + height, ..room }, plan, lane, left, laid);
        y += height + lane;
    }
    y
}

/// Fills a shelf with columns of equal pieces, and what is left beside and below each likewise.
fn shelf(mut room: Rect, plan: &Plan, lane: f64, left: &mut [usize], laid: &mut Vec<Laid>) {
    while let Some((kind, turned, Size { width, height })) = plan.first(left, room.width(), room.height()) {
        let stack = ((room.height() + lane + 1e-6) / (height + lane)).floor().max(1.0) as usize;
        let Some(rest) = left.get_mut(kind) else { return };
        let count = stack.min(*rest);
        *rest -= count;
        let at = |i: usize| Point::new(room.x0, room.y0 + i as f64 * (height + lane));
        laid.extend((0..count).map(|i| Laid { kind, turned, at: at(i) }));
        let (x, y) = (room.x0 + width + lane, at(count).y);
        let (wide, deep) = ((room.x1 - x).max(0.0), (room.y1 - y).max(0.0));
        let is_below = match plan.split {
            Split::Beside => false,
            Split::Below => true,
            Split::Larger => room.width() * deep > wide * room.height(),
        };
        let below = Rect::new(room.x0, y, if is_below { room.x1 } else { room.x0 + width }, room.y1);
        if deep > 0.0 {
            shelf(below, plan, lane, left, laid);
        }
        room = Rect { x0: x, y1: if is_below { y - lane } else { room.y1 }, ..room };
    }
}

impl Plan {
    /// What comes first of what is left and fits.
    fn first(&self, left: &[usize], width: f64, height: f64) -> Option<(usize, bool, Size)> {
        let fits = |(kind, _, size): &&(usize, bool, Size)| {
            size.width <= width + 1e-6 && size.height <= height + 1e-6 && left.get(*kind).is_some_and(|n| *n > 0)
        };
        self.order.iter().find(fits).copied()
    }
}
