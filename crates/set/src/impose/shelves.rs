//! Straight pieces in shelves, what is left of a column in shelves again, so that every cut goes from edge to edge of what it
//! divides; discs staggered in what is left beyond. Several ways are tried in a fixed order; the first of those that take the
//! fewest sheets is taken.

use super::gang::Kind;
use super::grid::{Rules, SLACK, TICKS, too_near};
use super::piece::Piece;
use super::round::discs;
use super::{camera, slug};
use crate::paper::Paper;
use crate::product::Edges;
use biaoyu_page::error::Fault;
use biaoyu_page::geom::{Point, Rect, Size};

/// Between the bleeds of two pieces, unless it is said: room for the ticks at their corners, mm.
const LANE: f64 = 4.5;
/// Between discs.
const DISC_GAP: f64 = 1.0;
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

/// How pieces lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Apart {
    /// Each with its own bleed, and a lane between.
    Lane,
    /// Bleed to bleed: no room for ticks between.
    Close,
    /// The same, with as much room for each as the widest bleed takes, mm: knives of equal pieces are in line where bleeds are not.
    Even(f64),
    /// From knife to knife, mm; at 0 one cut between two, and no bleed there.
    Knives(f64),
}

impl Apart {
    /// As it is asked for; refused where pieces would lie in each other's bleed.
    pub(crate) fn new(kinds: &[Kind], paper: &Paper, rules: &Rules) -> Result<Self, Fault> {
        let Some(gutter) = rules.gutter.or(paper.gutter) else { return Ok(Self::Lane) };
        let most = 2.0 * most_bleed(kinds);
        if gutter >= 1e-9 && gutter + 2.0 * SLACK < most {
            return Err(too_near(paper, gutter, most));
        }
        Ok(Self::Knives(if gutter < 1e-9 { 0.0 } else { gutter }))
    }

    /// What a piece takes around its knife.
    pub(crate) fn around(self, piece: &Piece, turned: bool) -> Edges {
        match self {
            _ if piece.round => Edges::default(),
            Self::Lane | Self::Close => piece.bleed_lying(turned),
            Self::Even(bleed) => Edges::all(bleed),
            Self::Knives(gutter) => Edges::all(gutter / 2.0),
        }
    }

    /// What is printed around its knife.
    pub(crate) fn bleed(self, piece: &Piece, turned: bool) -> Edges {
        if piece.round || self == Self::Knives(0.0) { Edges::default() } else { piece.bleed_lying(turned) }
    }

    /// Between what pieces take.
    pub(crate) fn lane(self) -> f64 {
        if self == Self::Lane { LANE } else { 0.0 }
    }

    /// Pieces lie too near for ticks between them.
    pub(crate) fn is_close(self) -> bool {
        matches!(self, Self::Close | Self::Even(_))
    }

    /// Between discs.
    pub(crate) fn discs(self) -> f64 {
        if let Self::Knives(gutter) = self { gutter.max(DISC_GAP) } else { DISC_GAP }
    }

    /// What a piece takes on the sheet.
    pub(crate) fn boxed(self, piece: &Piece, turned: bool) -> Size {
        let (width, height) = piece.lying(turned);
        let Edges { top, right, bottom, left } = self.around(piece, turned);
        Size::new(width + left + right, height + top + bottom)
    }
}

pub(super) fn most_bleed(kinds: &[Kind]) -> f64 {
    let straight = kinds.iter().filter(|kind| !kind.piece.round).map(|kind| kind.piece.bleed);
    straight.map(|Edges { top, right, bottom, left }| top.max(right).max(bottom).max(left)).fold(0.0, f64::max)
}

/// Where pieces may lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// What their bleeds may fill.
    pub area: Rect,
    /// What they may take: half a gutter needs no room at the rim.
    pub boxes: Rect,
    pub apart: Apart,
}

/// What pieces may fill: less the ticks at their corners, or at the rim where they lie close, the camera's marks and the job's line
/// below or at the right.
pub(super) fn areas(paper: &Paper, kinds: &[Kind], apart: Apart) -> [Rect; 2] {
    let ticks = match apart {
        _ if kinds.iter().all(|kind| kind.piece.round) => 0.0,
        Apart::Close | Apart::Even(_) => TICKS,
        _ => 2.0 * TICKS,
    };
    let area = paper.reach().inset(-ticks.max(camera::depth(paper)));
    [Rect { y1: area.y1 - slug::DEPTH, ..area }, Rect { x1: area.x1 - slug::DEPTH, ..area }]
}

/// What a kind takes as it is and turned by a quarter; none where it does not fit, or may not lie so.
pub(super) type Ways = [Option<Size>; 2];

/// Which way each kind may lie; `None` when one lies neither way.
pub(super) fn ways(kinds: &[Kind], field: &Field, upright: bool) -> Option<Vec<Ways>> {
    let way = |kind: &Kind, turned: bool| {
        if turned && (upright || kind.piece.is_square()) {
            return None;
        }
        let size = field.apart.boxed(&kind.piece, turned);
        let room = if kind.piece.round { field.area } else { field.boxes };
        (size.width <= room.width() + 1e-6 && size.height <= room.height() + 1e-6).then_some(size)
    };
    let all: Vec<Ways> = kinds.iter().map(|kind| [way(kind, false), way(kind, true)]).collect();
    all.iter().all(|ways| ways.iter().any(Option::is_some)).then_some(all)
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

/// A sheet, and how many are filled alike.
pub(super) type Filled = (Vec<Laid>, usize);

/// All sheets of the way that takes the fewest, and how many they are; `None` where none takes fewer than `most`.
pub(super) fn spread(kinds: &[Kind], ways: &[Ways], field: &Field, most: usize) -> Option<(Vec<Filled>, usize)> {
    let plans = plans(kinds, ways);
    let least = least(kinds, ways, field);
    let mut best: Option<(Vec<Filled>, usize)> = None;
    let fewer = |best: &Option<(Vec<Filled>, usize)>| best.as_ref().map_or(most, |(_, sheets)| *sheets);
    for plan in &plans {
        best = all(kinds, ways, field, (std::slice::from_ref(plan), f64::from), fewer(&best)).or(best);
        if fewer(&best) <= least {
            return best;
        }
    }
    // Each sheet by the way that brings most onto it, or most of what is large: small pieces find a place later.
    for worth in [f64::from as fn(f64) -> f64, |area: f64| area * area.sqrt(), |area: f64| area * area] {
        best = all(kinds, ways, field, (&plans, worth), fewer(&best)).or(best);
    }
    best
}

/// Sheets that no way can do with less than, by the area of straight pieces.
fn least(kinds: &[Kind], ways: &[Ways], field: &Field) -> usize {
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
    ways: &[Ways],
    field: &Field,
    (plans, worth): (&[Plan], fn(f64) -> f64),
    most: usize,
) -> Option<(Vec<Filled>, usize)> {
    let mut left: Vec<usize> = kinds.iter().map(|kind| kind.count).collect();
    let (mut filled, mut sheets) = (Vec::new(), 0_usize);
    while left.iter().any(|count| *count > 0) {
        if sheets + 1 >= most {
            return None;
        }
        let mut fullest: Option<(f64, Vec<Laid>, Vec<usize>)> = None;
        for plan in plans {
            let mut rest = left.clone();
            let laid = fill(kinds, ways, field, plan, &mut rest);
            let area = |l: &Laid| kinds.get(l.kind).map_or(0.0, |kind| worth(kind.piece.knife.area()));
            let full: f64 = laid.iter().map(area).sum();
            if fullest.as_ref().is_none_or(|(most, ..)| full > most + 1e-6) {
                fullest = Some((full, laid, rest));
            }
        }
        let (_, laid, rest) = fullest.filter(|(_, laid, _)| !laid.is_empty())?;
        // As many sheets alike as there are pieces for.
        let used = || left.iter().zip(&rest).map(|(before, after)| (before, before - after)).filter(|(_, n)| *n > 0);
        let times = used().map(|(before, n)| before / n).min().unwrap_or(1).max(1);
        left = left.iter().zip(&rest).map(|(before, after)| before - (before - after) * times).collect();
        sheets = sheets.saturating_add(times);
        filled.push((laid, times));
    }
    (sheets < most).then_some((filled, sheets))
}

/// One sheet of what is `left`.
fn fill(kinds: &[Kind], ways: &[Ways], field: &Field, plan: &Plan, left: &mut [usize]) -> Vec<Laid> {
    let (lane, gap) = (field.apart.lane(), field.apart.discs());
    let over = |rect: Rect| if plan.upright { Rect::new(rect.y0, rect.x0, rect.y1, rect.x1) } else { rect };
    let (boxes, area) = (over(field.boxes), over(field.area));
    let mut laid = Vec::new();
    let mut y = shelves(boxes, plan, lane, left, &mut laid);
    for (kind, _) in kinds.iter().enumerate().filter(|(_, kind)| kind.piece.round) {
        let Some(rest) = left.get_mut(kind).filter(|rest| **rest > 0) else { continue };
        let size = ways.get(kind).and_then(|ways| ways[0]).map_or(0.0, |size| size.width);
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
