//! How pieces of several kinds lie apart, and what of a sheet they may fill.

use crate::impose::grid::{Rules, SLACK, TICKS, too_near};
use crate::impose::piece::Piece;
use crate::impose::{camera, slug};
use crate::paper::Paper;
use crate::product::Edges;
use biaoyu_page::error::Fault;
use biaoyu_page::geom::{Rect, Size};

/// Between the bleeds of two pieces, unless it is said: room for the ticks at their corners, mm.
const LANE: f64 = 4.5;
/// Between discs.
const DISC_GAP: f64 = 1.0;

/// A kind of piece, and how many of it there are.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its shape.
    pub piece: Piece,
    /// Printed sides.
    pub sides: u8,
    /// How many pieces.
    pub count: usize,
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

/// Which way each kind may lie.
pub(super) fn ways(kinds: &[Kind], field: &Field, upright: bool) -> Vec<Ways> {
    let way = |kind: &Kind, turned: bool| {
        if turned && (upright || kind.piece.is_square()) {
            return None;
        }
        let size = field.apart.boxed(&kind.piece, turned);
        let room = if kind.piece.round { field.area } else { field.boxes };
        (size.width <= room.width() + 1e-6 && size.height <= room.height() + 1e-6).then_some(size)
    };
    kinds.iter().map(|kind| [way(kind, false), way(kind, true)]).collect()
}

/// Whether every kind lies one way at least.
pub(super) fn all_fit(ways: &[Ways]) -> bool {
    ways.iter().all(|ways| ways.iter().any(Option::is_some))
}

/// Whether no straight cut, drawn on over the whole sheet, meets the inside of a piece: knives, and which of them are discs.
pub(super) fn go_through(knives: &[(Rect, bool)]) -> bool {
    let inside = |at: f64, from: f64, to: f64| at > from + 0.01 && at < to - 0.01;
    knives.iter().filter(|(_, round)| !round).all(|(a, _)| {
        knives.iter().all(|(b, _)| {
            ![a.x0, a.x1].iter().any(|x| inside(*x, b.x0, b.x1)) && ![a.y0, a.y1].iter().any(|y| inside(*y, b.y0, b.y1))
        })
    })
}
