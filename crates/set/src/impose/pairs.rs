//! Sheets of which one page serves both sides: every place has its back on the same page.

use crate::product::Edges;
use biaoyu_page::geom::{Affine, Point, Rect, Size, Vec2};
use biaoyu_page::words::Duplex;

/// Where rounding may put a back beside its front, mm.
const NEAR: f64 = 0.01;

/// How such a sheet is turned: about its upright middle or its level one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fold {
    over: Affine,
    is_turn: bool,
}

impl Fold {
    /// Of a sheet that is turned `over`; `None` where its back is a page of its own.
    pub(super) fn new(over: Affine, duplex: Duplex) -> Option<Self> {
        matches!(duplex, Duplex::Turn | Duplex::Tumble).then_some(Self { over, is_turn: duplex == Duplex::Turn })
    }

    /// Whether the place of a knife carries a front: of two places that are each other's back the first one does.
    pub(super) fn is_front(&self, knife: Rect, all: &[Rect]) -> bool {
        let back = self.over.transform_rect_bbox(knife);
        let is_first = if self.is_turn { knife.x1 <= back.x0 + 1e-6 } else { knife.y1 <= back.y0 + 1e-6 };
        is_first && all.iter().any(|other| (other.origin() - back.origin()).hypot() < NEAR)
    }

    /// The half of an area that fronts may fill, with the bleed that reaches over its middle: there they meet their own backs,
    /// whose bleed may be wider than the gap to a neighbour.
    pub(super) fn half(&self, area: Rect, (across, down): (f64, f64), bleed: Edges) -> Rect {
        // What is reached on both sides.
        let common = area.intersect(self.over.transform_rect_bbox(area));
        let (gap, facing) = if self.is_turn { (across, bleed.right) } else { (down, bleed.bottom) };
        let between = if gap > 0.0 { gap.max(2.0 * facing) / 2.0 } else { 0.0 };
        let end = common.center() + Vec2::splat(facing - between);
        if self.is_turn { Rect { x1: end.x, ..common } } else { Rect { y1: end.y, ..common } }
    }

    /// Fronts moved up to the middle of the sheet, and the other way to where `centred` has them, each followed by all their backs.
    pub(super) fn both(
        &self,
        fronts: &[Point],
        centred: &[Point],
        half: Rect,
        (size, bleed): (Size, Edges),
    ) -> Vec<Point> {
        let printed = fronts.iter().map(|at| bleed.outside(Rect::from_origin_size(*at, size)));
        let Some(block) = printed.reduce(|a, b| a.union(b)) else { return Vec::new() };
        let by = Vec2::new(half.x1 - block.x1, half.y1 - block.y1);
        let place = |(at, centred): (&Point, &Point)| match self.is_turn {
            true => Point::new(at.x + by.x, centred.y),
            false => Point::new(centred.x, at.y + by.y),
        };
        let mut places: Vec<Point> = fronts.iter().zip(centred).map(place).collect();
        let backs: Vec<Point> = places.iter().map(|at| self.behind(*at, size)).collect();
        places.extend(backs);
        places
    }

    /// Of these places those that are each other's back.
    pub(super) fn pairs(&self, places: &[Point], size: Size) -> Vec<Point> {
        let knives: Vec<Rect> = places.iter().map(|at| Rect::from_origin_size(*at, size)).collect();
        let fronts = places.iter().zip(&knives).filter(|(_, knife)| self.is_front(**knife, &knives));
        fronts.flat_map(|(at, _)| [*at, self.behind(*at, size)]).collect()
    }

    fn behind(&self, at: Point, size: Size) -> Point {
        self.over.transform_rect_bbox(Rect::from_origin_size(at, size)).origin()
    }
}
