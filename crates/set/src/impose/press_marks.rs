//! Registration marks at the middles of a sheet's sides and a colour bar, where the pieces leave room for them.

use std::sync::Arc;

use super::strokes::line;
use biaoyu_page::geom::{BezPath, Point, Rect, circle_path, rect_path};
use biaoyu_page::ink::{Cmyk, Ink, Paint, Spot};
use biaoyu_page::page::{Cap, Fill, Item, Join, Mark, PathMark, Plane, Source, Stroke};

/// Between the pieces' bleed and the marks: beyond the ticks' gap.
const GAP: f64 = 0.5;
/// Arm to arm of a registration mark, and side of a patch.
const CROSS: f64 = 5.0;
const PATCH: f64 = 4.0;
/// Patches of the bar, at most.
const PATCHES: usize = 44;

/// The marks around `block`, all that is printed of pieces, within `free`, what is left of the sheet.
pub(super) fn marks(block: Rect, free: Rect) -> Vec<Item> {
    let middle = block.center();
    let room = |space: f64, of: f64| space + 1e-6 >= GAP + of;
    let sides = [
        (room(block.y0 - free.y0, CROSS), Point::new(middle.x, block.y0 - GAP - CROSS / 2.0)),
        (room(free.y1 - block.y1, CROSS), Point::new(middle.x, block.y1 + GAP + CROSS / 2.0)),
        (room(block.x0 - free.x0, CROSS), Point::new(block.x0 - GAP - CROSS / 2.0, middle.y)),
        (room(free.x1 - block.x1, CROSS), Point::new(block.x1 + GAP + CROSS / 2.0, middle.y)),
    ];
    let mut items: Vec<Item> = sides.iter().filter(|(fits, _)| *fits).flat_map(|(_, at)| cross(*at)).collect();
    // The bar lies along the sheet's own edge, beyond the ticks; it runs across the sheet, as ink keys do.
    let above = block.y0 - free.y0;
    let below = free.y1 - block.y1;
    let apart = GAP + CROSS + 1.0;
    let top = if room(above, apart + PATCH) {
        Some(free.y0)
    } else if room(below, apart + PATCH) {
        Some(free.y1 - PATCH)
    } else {
        None
    };
    let count = ((free.width() / PATCH).floor() as usize).min(PATCHES);
    let left = free.center().x - PATCH * count as f64 / 2.0;
    for (i, paint) in
        top.into_iter().flat_map(|top| patches().into_iter().cycle().take(count).map(move |p| (top, p))).enumerate()
    {
        let (top, paint) = paint;
        let place = Rect::from_origin_size((left + PATCH * i as f64, top), (PATCH, PATCH));
        let fill = Some(Fill { paint, even_odd: false });
        let mark = Mark::Path(PathMark { path: Arc::new(rect_path(place)), fill, stroke: None });
        items.push(Item { mark, plane: Plane::Marks, source: Source::default() });
    }
    items
}

/// Solids, mixtures of two, halves of the process inks.
fn patches() -> Vec<Paint> {
    let mix = |[c, m, y, k]: [f64; 4]| Paint::cmyk(Cmyk::percent(c, m, y, k));
    let all = [
        [100.0, 0.0, 0.0, 0.0],
        [0.0, 100.0, 0.0, 0.0],
        [0.0, 0.0, 100.0, 0.0],
        [0.0, 0.0, 0.0, 100.0],
        [0.0, 100.0, 100.0, 0.0],
        [100.0, 0.0, 100.0, 0.0],
        [100.0, 100.0, 0.0, 0.0],
        [50.0, 0.0, 0.0, 0.0],
        [0.0, 50.0, 0.0, 0.0],
        [0.0, 0.0, 50.0, 0.0],
        [0.0, 0.0, 0.0, 50.0],
    ];
    all.map(mix).to_vec()
}

/// A circle with a cross, on every plate.
fn cross(at: Point) -> Vec<Item> {
    let half = CROSS / 2.0;
    let mut circle: BezPath = circle_path(at, half * 0.6);
    circle.close_path();
    let alternate = Cmyk::percent(100.0, 100.0, 100.0, 100.0);
    let paint = Paint::solid(Ink::Spot(Arc::new(Spot { plate: Spot::EVERY.into(), alternate })));
    let stroke = Stroke { paint, width: 0.09, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
    let mark = Mark::Path(PathMark { path: Arc::new(circle), fill: None, stroke: Some(stroke) });
    vec![
        Item { mark, plane: Plane::Marks, source: Source::default() },
        line((at.x - half, at.y), (at.x + half, at.y)),
        line((at.x, at.y - half), (at.x, at.y + half)),
    ]
}
