//! Lines and paints of marks.

use std::sync::Arc;

use biaoyu_page::geom::{BezPath, Point};
use biaoyu_page::ink::{Cmyk, Ink, Paint, Spot};
use biaoyu_page::page::{Cap, Item, Join, Mark, PathMark, Plane, Source, Stroke};

/// Width of ticks: 0.25 pt.
pub(super) const LINE: f64 = 0.09;

/// A tick of the knife: black ink alone. It stands between pieces, inside the sheet's trim, where ink on every plate is a
/// fault.
pub(super) fn tick(from: impl Into<Point>, to: impl Into<Point>) -> Item {
    stroked(straight(from, to), LINE, key(1.0))
}

fn straight(from: impl Into<Point>, to: impl Into<Point>) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(from.into());
    path.line_to(to.into());
    path
}

/// A line on every plate.
pub(super) fn line(from: impl Into<Point>, to: impl Into<Point>) -> Item {
    let path = straight(from, to);
    let alternate = Cmyk::percent(100.0, 100.0, 100.0, 100.0);
    stroked(path, LINE, Paint::solid(Ink::Spot(Arc::new(Spot { plate: Spot::EVERY.into(), alternate }))))
}

/// Black in this strength.
pub(super) fn key(tint: f64) -> Paint {
    Paint::cmyk(Cmyk::percent(0.0, 0.0, 0.0, 100.0 * tint))
}

/// A stroked path.
pub(super) fn stroked(path: BezPath, width: f64, paint: Paint) -> Item {
    let stroke = Stroke { paint, width, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
    Item { mark, plane: Plane::Marks, source: Source::default() }
}
