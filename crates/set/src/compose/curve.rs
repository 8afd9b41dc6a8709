//! Functions drawn as lines: sampled no more than needed and fitted with cubics.

use std::sync::Arc;

use super::{Composer, Laid, frame};
use crate::layout::{Item as Wanted, Lines};
use biaoyu_page::geom::{BezPath, Point, Vec2};
use biaoyu_page::limits::REPEATS;
use biaoyu_page::page::{Cap, Group, Item, Join, Mark, PathMark, Plane, Stroke};

/// Thinnest line that a press holds, mm (a quarter point is 0.09; cloth and film want more).
pub(super) const HAIRLINE: f64 = 0.15;

impl Composer<'_> {
    /// Draws a family of lines.
    pub(super) fn lines(&mut self, item: &Wanted, lines: &Lines) -> Option<Laid> {
        let count = lines.count.eval(&self.frame).clamp(0.0, REPEATS as f64) as usize;
        let width = lines.stroke.eval(&self.frame).max(HAIRLINE);
        let clip = lines.region.as_ref().map(|r| self.outline(r));
        let cut = self.edition.product.cut();
        // Off by less than an eighth of its own width, a line looks the same at any size.
        let tolerance = 0.12 * width;
        let mut frame = std::mem::take(&mut self.frame);
        frame::set(&mut frame, "count", count as f64);
        // Found once: the functions run thousands of times.
        let (u_slot, k_slot) = (frame::slot("u"), frame::slot("k"));
        let mut paths = vec![BezPath::new(); lines.inks.len()];
        for k in 0..count {
            frame::put(&mut frame, k_slot, k as f64);
            // Of one line only `u` moves: what does not depend on it is computed once.
            let (x, y) = (lines.x.varying(u_slot, &frame), lines.y.varying(u_slot, &frame));
            let mut at = |u: f64| {
                frame::put(&mut frame, u_slot, u);
                Point::new(x.eval(&frame), y.eval(&frame))
            };
            let shown = |p: Point| cut.bounds().inflate(width, width).contains(p);
            let ink = k * lines.inks.len() / count.max(1);
            if let Some(path) = paths.get_mut(ink) {
                fit(&mut at, lines.closed, tolerance, &shown, path);
            }
        }
        self.frame = frame;
        let marks = paths.into_iter().zip(&lines.inks).filter(|(path, _)| !path.is_empty());
        let items: Vec<Item> = marks
            .map(|(path, role)| {
                let paint = self.paint(*role);
                let stroke = Stroke { paint, width, cap: Cap::Butt, join: Join::Round, dash: Vec::new() };
                let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
                Item { mark, plane: Plane::Art, source: self.source(&item.id) }
            })
            .collect();
        let region = clip.as_ref().map_or(cut.bounds(), |c| c.bounds());
        let clip = Some(Arc::new(clip.unwrap_or(cut).path()));
        let group = Group { transform: biaoyu_page::geom::Affine::IDENTITY, clip, text: None, items };
        let item = Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(&item.id) };
        Some(Laid { items: vec![item], region, size: width, lines: count as f64, ink: region })
    }
}

/// Pieces that a line is first cut into: enough that no wave of a display ornament falls between two.
const PIECES: usize = 12;
/// Times a piece is halved at most.
const HALVINGS: u32 = 6;
/// Share of the line over which a slope is measured.
const STEP: f64 = 1e-4;

/// Appends the curve of `at` over 0…1, with Hermite cubics halved until the middle is within `tolerance`.
/// Pieces with both ends and middle outside of what is `shown` are left out.
fn fit(
    at: &mut impl FnMut(f64) -> Point,
    closed: bool,
    tolerance: f64,
    shown: &impl Fn(Point) -> bool,
    path: &mut BezPath,
) {
    let mut pen = Pen { path, at_end: false };
    let mut start = Knot::at(at, 0.0);
    for i in 1..=PIECES {
        let end = Knot::at(at, i as f64 / PIECES as f64);
        piece(at, &start, &end, tolerance, shown, HALVINGS, &mut pen);
        start = end;
    }
    if closed && pen.at_end {
        path.close_path();
    }
}

/// A point of the curve with its slope.
struct Knot {
    u: f64,
    point: Point,
    slope: Vec2,
}

impl Knot {
    fn at(at: &mut impl FnMut(f64) -> Point, u: f64) -> Self {
        let slope = (at(u + STEP) - at(u - STEP)) / (2.0 * STEP);
        Self { u, point: at(u), slope }
    }
}

struct Pen<'a> {
    path: &'a mut BezPath,
    at_end: bool,
}

fn piece(
    at: &mut impl FnMut(f64) -> Point,
    a: &Knot,
    b: &Knot,
    tolerance: f64,
    shown: &impl Fn(Point) -> bool,
    halvings: u32,
    pen: &mut Pen<'_>,
) {
    let third = (b.u - a.u) / 3.0;
    let (c1, c2) = (a.point + a.slope * third, b.point - b.slope * third);
    let middle = Knot::at(at, f64::midpoint(a.u, b.u));
    if ![a.point, middle.point, b.point].into_iter().any(shown) {
        pen.at_end = false;
        return;
    }
    let fitted = ((a.point.to_vec2() + b.point.to_vec2()) + (c1.to_vec2() + c2.to_vec2()) * 3.0) / 8.0;
    if halvings > 0 && (fitted - middle.point.to_vec2()).hypot() > tolerance {
        piece(at, a, &middle, tolerance, shown, halvings - 1, pen);
        piece(at, &middle, b, tolerance, shown, halvings - 1, pen);
        return;
    }
    if !pen.at_end {
        pen.path.move_to(a.point);
        pen.at_end = true;
    }
    pen.path.curve_to(c1, c2, b.point);
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{ParamCurve as _, Shape as _};

    #[test]
    fn a_sine_is_met_within_tolerance_by_few_cubics() {
        let sine = |u: f64| Point::new(400.0 * u, 100.0 * libm::sin(6.0 * u));
        let mut path = BezPath::new();
        fit(&mut |u| sine(u), false, 0.02, &|_| true, &mut path);
        assert!(path.elements().len() <= 2 * PIECES, "{}", path.elements().len());
        for segment in path.segments() {
            for t in [0.0, 0.25, 0.5, 0.75] {
                let p = segment.eval(t);
                assert!((p.y - 100.0 * libm::sin(6.0 * p.x / 400.0)).abs() < 0.05);
            }
        }
    }

    #[test]
    fn what_is_not_shown_is_not_drawn() {
        let mut path = BezPath::new();
        fit(&mut |u| Point::new(100.0 * u, 0.0), false, 0.1, &|p| p.x < 50.0, &mut path);
        assert!(path.bounding_box().x1 < 70.0);
    }
}
