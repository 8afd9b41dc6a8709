//! Rays: a fan of wedges from a point, straight or swirling.

use std::sync::Arc;

use super::{Composer, Laid, frame};
use crate::layout::{Item as Wanted, Rays};
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, Vec2};
use biaoyu_page::limits::REPEATS;
use biaoyu_page::page::{Fill, Group, Item, Mark, PathMark, Plane};

/// A turn that one cubic follows to a hundred-thousandth of the radius.
const PIECE: f64 = 20.0;

/// One ray about the origin, angles in radians clockwise from the top.
#[derive(Clone, Copy, Debug)]
struct Ray {
    inner: f64,
    outer: f64,
    /// The angle of its middle at the inner end, and half of what it is wide.
    middle: f64,
    half: f64,
    /// How far the outer end is turned past the inner end.
    swirl: f64,
}

impl Composer<'_> {
    /// Draws a fan of rays.
    pub(super) fn rays(&mut self, item: &Wanted, rays: &Rays) -> Option<Laid> {
        let at = |p: &crate::expr::Program| p.eval(&self.frame);
        let centre = Point::new(at(&rays.centre.0), at(&rays.centre.1));
        let count = at(&rays.count).clamp(0.0, REPEATS as f64) as usize;
        let (turn, swirl) = (at(&rays.turn).to_radians(), at(&rays.swirl).clamp(-1080.0, 1080.0).to_radians());
        let spread = at(&rays.spread).clamp(0.0, 360.0);
        let part = spread.to_radians() / count.max(1) as f64;
        // A whole turn has no ends: its first ray points where it is told. A part of one lies about its middle.
        let first = if spread >= 360.0 { turn } else { turn - part * (count as f64 - 1.0) / 2.0 };
        let outline = rays.region.as_ref().map_or(self.edition.product.cut(), |r| self.outline(r));
        let bounds = outline.bounds();
        let beyond = farthest(bounds, centre) * 1.01;

        let mut frame = std::mem::take(&mut self.frame);
        frame::set(&mut frame, "count", count as f64);
        let k_slot = frame::slot("k");
        let mut paths = vec![BezPath::new(); rays.inks.len()];
        let mut reach: f64 = 0.0;
        for k in 0..count {
            frame::put(&mut frame, k_slot, k as f64);
            let inner = rays.inner.eval(&frame).max(0.0);
            let outer = rays.outer.as_ref().map_or(beyond, |o| o.eval(&frame)).min(beyond.max(inner));
            let half = part / 2.0 * rays.share.eval(&frame).clamp(0.0, 1.0);
            if outer - inner < 1e-6 || half < 1e-9 {
                continue;
            }
            reach = reach.max(outer);
            let ray = Ray { inner, outer, middle: first + part * k as f64, half, swirl };
            if let Some(path) = paths.get_mut(k % rays.inks.len().max(1)) {
                ray.draw(centre, path);
            }
        }
        self.frame = frame;
        let items: Vec<Item> = paths
            .into_iter()
            .zip(&rays.inks)
            .filter(|(path, _)| !path.is_empty())
            .map(|(path, role)| {
                let fill = Fill { paint: self.paint(*role), even_odd: false };
                let mark = Mark::Path(PathMark { path: Arc::new(path), fill: Some(fill), stroke: None });
                Item { mark, plane: Plane::Art, source: self.source(&item.id) }
            })
            .collect();
        if items.is_empty() {
            return None;
        }
        let disc = Rect::from_center_size(centre, (2.0 * reach, 2.0 * reach));
        let clip = Some(Arc::new(outline.path()));
        let group = Group { transform: Affine::IDENTITY, clip, text: None, items };
        let group = Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(&item.id) };
        Some(Laid { items: vec![group], region: bounds, size: reach, lines: count as f64, ink: disc.intersect(bounds) })
    }
}

/// Distance to the farthest corner.
fn farthest(r: Rect, p: Point) -> f64 {
    let corners = [(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)];
    corners.into_iter().map(|c| (Point::from(c) - p).hypot()).fold(0.0, f64::max)
}

impl Ray {
    /// Out along one side, along the outer arc, back along the other side, along the inner arc.
    fn draw(&self, centre: Point, path: &mut BezPath) {
        let Self { inner, outer, middle, half, swirl } = *self;
        let (left, right) = (middle - half, middle + half);
        path.move_to(centre + inner * direction(left));
        spiral(path, centre, (inner, left), (outer, left + swirl));
        spiral(path, centre, (outer, left + swirl), (outer, right + swirl));
        spiral(path, centre, (outer, right + swirl), (inner, right));
        if inner > 0.0 {
            spiral(path, centre, (inner, right), (inner, left));
        }
        path.close_path();
    }
}

/// The unit vector of an angle.
fn direction(angle: f64) -> Vec2 {
    Vec2::new(libm::sin(angle), -libm::cos(angle))
}

/// The curve on which radius and angle grow evenly together: an arc, a straight ray, or a spiral of Archimedes.
fn spiral(path: &mut BezPath, centre: Point, from: (f64, f64), to: (f64, f64)) {
    let (grow, turn) = (to.0 - from.0, to.1 - from.1);
    if turn.abs() < 1e-9 {
        path.line_to(centre + to.0 * direction(to.1));
        return;
    }
    let pieces = (turn.abs().to_degrees() / PIECE).ceil().max(1.0);
    let knot = |t: f64| {
        let (r, a) = (from.0 + grow * t, from.1 + turn * t);
        let (along, across) = (direction(a), Vec2::new(libm::cos(a), libm::sin(a)));
        (centre + r * along, grow * along + r * turn * across)
    };
    // Of an arc the handles of Hermite are a little short; these meet its middle.
    let angle = turn.abs() / pieces;
    let handle = if grow == 0.0 { 4.0 / 3.0 * libm::tan(angle / 4.0) / angle } else { 1.0 / 3.0 };
    let mut start = knot(0.0);
    for i in 1..=pieces as usize {
        let end = knot(i as f64 / pieces);
        path.curve_to(start.0 + start.1 * (handle / pieces), end.0 - end.1 * (handle / pieces), end.0);
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{ParamCurve as _, Shape as _};

    fn drawn(ray: Ray) -> BezPath {
        let mut path = BezPath::new();
        ray.draw(Point::new(5.0, 7.0), &mut path);
        path
    }

    #[test]
    fn a_ray_has_the_area_of_its_sector() {
        let (inner, outer, half) = (20.0, 100.0, 0.1);
        // A swirl shears a ring into itself: it keeps all areas.
        for swirl in [0.0, 1.0, -4.0] {
            let area = drawn(Ray { inner, outer, middle: 0.7, half, swirl }).area().abs();
            let wanted = half * (outer * outer - inner * inner);
            assert!((area / wanted - 1.0).abs() < 1e-4, "{swirl}: {area} for {wanted}");
        }
    }

    #[test]
    fn sides_of_a_swirling_ray_lie_on_the_spiral() {
        let (inner, outer, swirl) = (20.0, 100.0, 2.5);
        let path = drawn(Ray { inner, outer, middle: 0.0, half: 0.2, swirl });
        let side = (swirl.to_degrees() / PIECE).ceil() as usize;
        for segment in path.segments().take(side) {
            for t in [0.0, 0.3, 0.5, 0.8] {
                let p = segment.eval(t) - Point::new(5.0, 7.0);
                let angle = libm::atan2(p.x, -p.y);
                let along = (p.hypot() - inner) / (outer - inner);
                let off = angle - (-0.2 + swirl * along);
                assert!(off.abs() < 2e-4, "{off} at {along}");
            }
        }
    }

    #[test]
    fn rays_share_the_turn() {
        // The first points up, the second of four to the right.
        let up = drawn(Ray { inner: 0.0, outer: 50.0, middle: 0.0, half: 0.05, swirl: 0.0 }).bounding_box();
        assert!((up.y0 - (7.0 - 50.0)).abs() < 1e-3 && (up.center().x - 5.0).abs() < 1e-9, "{up:?}");
        let right = std::f64::consts::FRAC_PI_2;
        let right = drawn(Ray { inner: 0.0, outer: 50.0, middle: right, half: 0.05, swirl: 0.0 }).bounding_box();
        assert!((right.x1 - 55.0).abs() < 1e-3, "{right:?}");
    }
}
