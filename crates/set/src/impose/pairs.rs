//! Sheets of which one page serves both sides: every place has its back on the same page.

use super::grid::{Grid, place};
use biaoyu_page::error::Fault;
use biaoyu_page::geom::{Affine, Point, Rect, Vec2};
use biaoyu_page::say;
use biaoyu_page::words::Duplex;

/// Where rounding may put a back beside its front, mm.
const NEAR: f64 = 0.01;

/// Whether the place of a knife carries a front: of two places that are each other's back when the sheet is turned `over`, the
/// first one does.
pub(super) fn is_front(knife: Rect, all: &[Rect], (over, duplex): (Affine, Duplex)) -> bool {
    let back = over.transform_rect_bbox(knife);
    let is_first = if duplex == Duplex::Turn { knife.x1 <= back.x0 + 1e-6 } else { knife.y1 <= back.y0 + 1e-6 };
    is_first && all.iter().any(|other| (other.origin() - back.origin()).hypot() < NEAR)
}

impl Grid {
    /// Places that all have a back among them: half of the area is filled and mirrored, or of the places of the whole one,
    /// `whole`, those are taken that are each other's back, where these are more.
    pub(super) fn paired(
        &self,
        whole: Vec<Point>,
        (area, gaps, turned): (Rect, (f64, f64), bool),
        over: Affine,
    ) -> Vec<Point> {
        let size = self.piece.lying(turned);
        let knife = |at: &Point| Rect::from_origin_size(*at, size);
        let mirrored = |at: &Point| over.transform_rect_bbox(knife(at)).origin();
        // What of the area is reached on both sides, up to half of what lies between two pieces at the middle.
        let common = area.intersect(over.transform_rect_bbox(area));
        let bleed = self.piece.bleed_lying(turned);
        let is_turn = self.duplex == Duplex::Turn;
        let (gap, facing) = if is_turn { (gaps.0, bleed.right) } else { (gaps.1, bleed.bottom) };
        // Fronts meet their own mirrored selves there, whose bleeds may be wider than those of neighbours.
        let between = if gap > 0.0 { gap.max(2.0 * facing) / 2.0 } else { 0.0 };
        let end = common.center() + Vec2::splat(facing - between);
        let half = if is_turn { Rect { x1: end.x, ..common } } else { Rect { y1: end.y, ..common } };
        let mut fronts = self.fill(half, gaps, turned);
        self.draw_near(&mut fronts, (half, area), turned);
        let backs: Vec<Point> = fronts.iter().map(mirrored).collect();
        let knives: Vec<Rect> = whole.iter().map(knife).collect();
        let mut pairs = Vec::new();
        for (at, knife) in whole.iter().zip(&knives).filter(|(_, k)| is_front(**k, &knives, (over, self.duplex))) {
            let back = over.transform_rect_bbox(*knife).origin();
            pairs.extend([*at, back]);
        }
        if pairs.len() > 2 * fronts.len() { pairs } else { [fronts, backs].concat() }
    }

    /// Moves fronts up to the middle of the sheet, and the other way to where all pieces lie in its middle.
    fn draw_near(&self, places: &mut [Point], (half, area): (Rect, Rect), turned: bool) {
        let (width, height) = self.piece.lying(turned);
        let bleed = self.piece.bleed_lying(turned);
        let printed = places.iter().map(|p| bleed.outside(Rect::from_origin_size(*p, (width, height))));
        let Some(block) = printed.reduce(|a, b| a.union(b)) else { return };
        let (x, y) = (half.x1 - block.x1, half.y1 - block.y1);
        let is_turn = self.duplex == Duplex::Turn;
        let mut moved = places.to_vec();
        self.centre(&mut moved, area, turned);
        for (at, centred) in places.iter_mut().zip(moved) {
            *at = if is_turn { Point::new(at.x + x, centred.y) } else { Point::new(centred.x, at.y + y) };
        }
    }

    /// No place has its back on the same page.
    pub(super) fn no_pair(&self) -> Fault {
        let what = say!(
            "no two places of this sheet are each other's back when it is turned",
            "这张纸翻转后没有两个位置正反相对"
        );
        let hint =
            say!("write `--duplex long-edge`, or choose a larger paper", "请写 `--duplex long-edge`，或换大一点的纸");
        Fault::new("impose/half", place(&self.paper), what).hint(hint)
    }
}
