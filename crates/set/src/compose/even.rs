//! Evening strokes: a character stretched more one way than the other has thick strokes across the stretch and thin
//! ones along it. Moving its outline inward or outward, by another distance along each axis, brings both to one weight.

use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Rect, Shape as _, Vec2, flatten};

/// A character stretched to a cell, its outline as polygons.
pub(super) struct Glyph {
    cell: Rect,
    contours: Vec<Vec<Point>>,
    /// Thickness of upright and of level strokes, mm.
    strokes: Vec2,
    /// Which side of the outline is inside: 1 or −1.
    side: f64,
}

/// Greatest distance of the polygon from the outline, in sides of the cell.
const TOLERANCE: f64 = 4e-4;
/// Ink is taken to be at least so many ems wide and high: filling a cell, 一 would be a block.
const FLATTEST: f64 = 0.35;
/// Share of a stroke that may be taken away, and added: what is added closes counters.
const LESS: f64 = 0.5;
const MORE: f64 = 0.08;
/// Farthest that a pointed corner moves, in distances of its edges.
const SHARPEST: f64 = 2.5;

impl Glyph {
    /// Stretches an outline (ems, y up) so that its ink fills `cell`.
    pub(super) fn stretched(outline: &BezPath, cell: Rect) -> Self {
        let ink = outline.bounding_box();
        let (sx, sy) = (cell.width() / ink.width().max(FLATTEST), cell.height() / ink.height().max(FLATTEST));
        let place = Affine::translate(cell.center().to_vec2())
            * Affine::scale_non_uniform(sx, -sy)
            * Affine::translate(-ink.center().to_vec2());
        let placed = place * outline.clone();
        let thickness = thickness(outline);
        let cell = placed.bounding_box();
        let contours = contours(&placed, TOLERANCE * cell.width().min(cell.height()));
        let side = contours.iter().map(|c| doubled_area(c)).sum::<f64>().signum();
        Self { cell, contours, strokes: Vec2::new(thickness * sx, thickness * sy), side }
    }

    /// Its mean stroke, mm.
    pub(super) fn weight(&self) -> f64 {
        libm::sqrt(self.strokes.x * self.strokes.y)
    }

    /// The outline with both kinds of strokes brought to `weight` by `share`, filling the same cell.
    pub(super) fn evened(&self, weight: f64, share: f64) -> BezPath {
        let move_by = |stroke: f64| share * (stroke - weight).clamp(-MORE * stroke, LESS * stroke) / 2.0;
        let inward = Vec2::new(move_by(self.strokes.x), move_by(self.strokes.y));
        let mut path = BezPath::new();
        for contour in &self.contours {
            for (i, point) in moved(contour, inward, self.side).into_iter().enumerate() {
                if i == 0 { path.move_to(point) } else { path.line_to(point) }
            }
            path.close_path();
        }
        // What was taken away at the rim is given back by a little more stretch.
        let now = path.bounding_box();
        let (sx, sy) = (self.cell.width() / now.width().max(1e-9), self.cell.height() / now.height().max(1e-9));
        let place = Affine::translate(self.cell.center().to_vec2())
            * Affine::scale_non_uniform(sx, sy)
            * Affine::translate(-now.center().to_vec2());
        place * path
    }
}

/// The mean thickness of strokes: a stroke of length l and thickness t has the area lt and the outline 2l.
fn thickness(outline: &BezPath) -> f64 {
    let contours = contours(outline, 1e-3);
    let area = contours.iter().map(|c| doubled_area(c)).sum::<f64>().abs() / 2.0;
    let length: f64 = contours.iter().flat_map(|c| edges(c).map(|(a, b)| (b - a).hypot())).sum();
    2.0 * area / length.max(1e-9)
}

fn contours(path: &BezPath, tolerance: f64) -> Vec<Vec<Point>> {
    let mut contours: Vec<Vec<Point>> = Vec::new();
    flatten(path, tolerance.max(1e-6), |element| match element {
        PathEl::MoveTo(p) => contours.push(vec![p]),
        PathEl::LineTo(p) => {
            if let Some(contour) = contours.last_mut() {
                contour.push(p);
            }
        }
        _ => {}
    });
    for contour in &mut contours {
        contour.dedup_by(|a, b| (*a - *b).hypot() < 1e-9);
        if contour.len() > 1 && contour.first().zip(contour.last()).is_some_and(|(a, b)| (*a - *b).hypot() < 1e-9) {
            contour.pop();
        }
    }
    contours.retain(|c| c.len() > 2);
    contours
}

/// A contour's edges, the last one back to its start.
fn edges(contour: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    contour.iter().copied().zip(contour.iter().copied().cycle().skip(1))
}

fn doubled_area(contour: &[Point]) -> f64 {
    edges(contour).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

/// The corners moved inward, by `inward.x` where the outline stands upright and `inward.y` where it lies level: each
/// edge along its normal, and a corner to where its two edges then meet.
fn moved(contour: &[Point], inward: Vec2, side: f64) -> Vec<Point> {
    let normals: Vec<Vec2> = edges(contour)
        .map(|(a, b)| {
            let along = b - a;
            Vec2::new(-along.y, along.x) * (side / along.hypot().max(1e-12))
        })
        .collect();
    let distance = |n: Vec2| inward.x * n.x * n.x + inward.y * n.y * n.y;
    let most = SHARPEST * inward.x.abs().max(inward.y.abs());
    let before = normals.iter().cycle().skip(normals.len().saturating_sub(1));
    let pairs = contour.iter().zip(before.zip(&normals));
    pairs
        .map(|(point, (n1, n2))| {
            let (d1, d2) = (distance(*n1), distance(*n2));
            let across = n1.cross(*n2);
            let way = if across.abs() < 0.05 {
                (*n1 * d1 + *n2 * d2) / 2.0
            } else {
                Vec2::new(d1 * n2.y - d2 * n1.y, d2 * n1.x - d1 * n2.x) / across
            };
            *point + way * (most / way.hypot().max(1e-12)).min(1.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::rect_path;

    /// 口 with strokes of a tenth: stretched to twice the height, its level strokes are twice as thick.
    fn mouth() -> BezPath {
        let mut path = rect_path(Rect::new(0.0, 0.0, 1.0, 1.0));
        path.extend(rect_path(Rect::new(0.1, 0.1, 0.9, 0.9)).reverse_subpaths());
        path
    }

    #[test]
    fn strokes_have_one_weight_however_a_character_is_stretched() {
        let glyph = Glyph::stretched(&mouth(), Rect::new(0.0, 0.0, 50.0, 100.0));
        let inner = |path: &BezPath| {
            let boxes: Vec<Rect> =
                contours(path, 1e-3).iter().map(|c| biaoyu_page::geom::polygon(c).bounding_box()).collect();
            (boxes[0], boxes[1])
        };
        let (outer, hole) = inner(&glyph.evened(7.0, 0.0));
        assert!((hole.x0 - outer.x0 - 5.0).abs() < 0.01 && (hole.y0 - outer.y0 - 10.0).abs() < 0.01);
        let weight = glyph.weight();
        let (outer, hole) = inner(&glyph.evened(weight, 1.0));
        let (upright, level) = (hole.x0 - outer.x0, hole.y0 - outer.y0);
        assert!((outer.width() - 50.0).abs() < 1e-6 && (outer.height() - 100.0).abs() < 1e-6);
        // Bolder strokes close counters, so that they gain less than the others lose.
        assert!(level / upright < 1.45, "{upright} {level}");
        let (outer, hole) = inner(&glyph.evened(5.0, 1.0));
        assert!((hole.y0 - outer.y0) / (hole.x0 - outer.x0) < 1.15);
    }
}
