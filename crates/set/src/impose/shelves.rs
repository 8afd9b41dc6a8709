//! Straight pieces in shelves, so that every cut goes from edge to edge; discs staggered in what is left below.

use super::gang::Kind;
use super::grid::{Rules, TICKS, too_near};
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
/// A piece on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Laid {
    pub kind: usize,
    /// Upper left corner of its box, bleed and all.
    pub at: Point,
}

/// How pieces lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Apart {
    /// Each with its own bleed, and a lane between.
    Lane,
    /// From knife to knife, mm; at 0 one cut between two, and no bleed there.
    Knives(f64),
}

impl Apart {
    /// As it is asked for; refused where pieces would lie in each other's bleed.
    pub(crate) fn new(kinds: &[Kind], paper: &Paper, rules: &Rules) -> Result<Self, Fault> {
        let Some(gutter) = rules.gutter.or(paper.gutter) else { return Ok(Self::Lane) };
        let most = 2.0 * most_bleed(kinds);
        if gutter >= 1e-9 && gutter + 1e-9 < most {
            return Err(too_near(paper, gutter, most));
        }
        Ok(Self::Knives(if gutter < 1e-9 { 0.0 } else { gutter }))
    }

    /// What a piece takes around its knife.
    pub(crate) fn around(self, piece: &Piece, turned: bool) -> Edges {
        match self {
            _ if piece.round => Edges::default(),
            Self::Lane => piece.bleed_lying(turned),
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

/// What pieces may fill: less the ticks at their corners, the camera's marks and the job's line below or at the right.
pub(super) fn areas(paper: &Paper, kinds: &[Kind]) -> [Rect; 2] {
    let ticks = if kinds.iter().all(|kind| kind.piece.round) { 0.0 } else { 2.0 * TICKS };
    let area = paper.reach().inset(-ticks.max(camera::depth(paper)));
    [Rect { y1: area.y1 - slug::DEPTH, ..area }, Rect { x1: area.x1 - slug::DEPTH, ..area }]
}

/// Which kinds must lie turned, and which may lie either way, those that take most of the sheets first; `None` when one
/// lies neither way.
pub(super) fn turns(kinds: &[Kind], field: &Field, upright: bool) -> Option<(Vec<bool>, Vec<usize>)> {
    let fits = |kind: &Kind, turned: bool| {
        let Size { width, height } = field.apart.boxed(&kind.piece, turned);
        let room = if kind.piece.round { field.area } else { field.boxes };
        width <= room.width() + 1e-6 && height <= room.height() + 1e-6
    };
    let (mut forced, mut free) = (Vec::with_capacity(kinds.len()), Vec::new());
    for (i, kind) in kinds.iter().enumerate() {
        let may_turn = !upright && !kind.piece.is_square() && fits(kind, true);
        match (fits(kind, false), may_turn) {
            (true, may) => {
                forced.push(false);
                free.extend(may.then_some(i));
            }
            (false, true) => forced.push(true),
            (false, false) => return None,
        }
    }
    let takes =
        |i: &usize| kinds.get(*i).map_or(0.0, |kind| field.apart.boxed(&kind.piece, false).area() * kind.count as f64);
    free.sort_by(|a, b| takes(b).total_cmp(&takes(a)).then(a.cmp(b)));
    Some((forced, free))
}

/// All sheets, or `None` when a piece fits on none, or when they come to no fewer than `most`.
pub(super) fn spread(kinds: &[Kind], sizes: &[Size], field: &Field, most: usize) -> Option<Vec<Vec<Laid>>> {
    let mut left: Vec<usize> = kinds.iter().map(|kind| kind.count).collect();
    let mut sheets = Vec::new();
    while left.iter().any(|count| *count > 0) {
        if sheets.len() + 1 >= most {
            return None;
        }
        let before: usize = left.iter().sum();
        let laid = fill(kinds, sizes, field, &mut left);
        if left.iter().sum::<usize>() == before {
            return None;
        }
        sheets.push(laid);
    }
    Some(sheets)
}

/// One sheet of what is `left`.
fn fill(kinds: &[Kind], sizes: &[Size], field: &Field, left: &mut [usize]) -> Vec<Laid> {
    let (area, lane, gap) = (field.boxes, field.apart.lane(), field.apart.discs());
    let size = |kind: usize| sizes.get(kind).copied().unwrap_or(Size::ZERO);
    // The tallest first: what is lower stands beside it, in columns.
    let mut straight: Vec<usize> = (0..kinds.len()).filter(|i| kinds.get(*i).is_some_and(|k| !k.piece.round)).collect();
    straight.sort_by(|a, b| size(*b).height.total_cmp(&size(*a).height).then(a.cmp(b)));
    let mut laid = Vec::new();
    let mut y = area.y0;
    loop {
        let has = |kind: &&usize, left: &[usize]| left.get(**kind).is_some_and(|n| *n > 0);
        let fits = |kind: &&usize| {
            let Size { width, height } = size(**kind);
            width <= area.width() + 1e-6 && y + height <= area.y1 + 1e-6
        };
        let Some(first) = straight.iter().filter(|kind| has(kind, left)).find(fits) else { break };
        let shelf = size(*first).height;
        let mut x = area.x0;
        loop {
            let fits = |kind: &&usize| {
                let Size { width, height } = size(**kind);
                x + width <= area.x1 + 1e-6 && height <= shelf + 1e-6
            };
            let Some(kind) = straight.iter().filter(|kind| has(kind, left)).find(fits) else { break };
            let Size { width, height } = size(*kind);
            let stack = ((shelf + lane + 1e-6) / (height + lane)).floor().max(1.0) as usize;
            let Some(rest) = left.get_mut(*kind) else { break };
            let count = stack.min(*rest);
            *rest -= count;
            let at = |i: usize| Point::new(x, y + i as f64 * (height + lane));
            laid.extend((0..count).map(|i| Laid { kind: *kind, at: at(i) }));
            x += width + lane;
        }
        y += shelf + lane;
    }
    for (kind, _) in kinds.iter().enumerate().filter(|(_, kind)| kind.piece.round) {
        let Some(rest) = left.get_mut(kind).filter(|rest| **rest > 0) else { continue };
        let room = Rect { y0: y.max(field.area.y0), ..field.area };
        let places = discs(room, size(kind).width, gap);
        let count = places.len().min(*rest);
        *rest -= count;
        laid.extend(places.into_iter().take(count).map(|at| Laid { kind, at }));
        let lowest = laid.iter().filter(|l| l.kind == kind).map(|l| l.at.y + size(kind).height);
        y = lowest.fold(y, f64::max) + gap;
    }
    laid
}
