//! Art that comes to the trim goes on to the bleed.
//!
//! The knife strays by a millimetre: what ends at the trim, or beyond it and yet short of the bleed, shows as a white
//! hairline or a crumb along the edge. What is printed inside the trim stays as the layout drew it; only the part beyond
//! is drawn out, so that no generator need know where the paper ends.

use std::sync::Arc;

use kurbo::common::{solve_cubic, solve_quadratic};
use kurbo::{ParamCurve as _, PathSeg};

use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Rect, Shape as _};
use biaoyu_page::page::{Boxes, Group, Item, Mark, PathMark, Plane};

/// Share of the shorter side of the trim within which art counts as being at the trim, with its least and most in
/// millimetres: a large print moves more on its way.
const NEAR: (f64, f64, f64) = (2e-3, 0.1, 1.0);
/// Drawn out this far beyond the bleed, mm.
const PAST: f64 = 1.0;
/// Short of the bleed by less than this is at the bleed, mm.
const SHORT: f64 = 0.02;

/// The edges of a page.
pub(super) struct Edge {
    trim: Rect,
    bleed: Rect,
    near: f64,
}

/// One edge: 0 top, 1 right, 2 bottom, 3 left.
type Side = usize;

/// A dot's part of a field: on the page, or beyond one of its edges.
const PARTS: [Option<Side>; 5] = [None, Some(0), Some(1), Some(2), Some(3)];

impl Edge {
    pub(super) fn new(boxes: &Boxes) -> Self {
        let trim = boxes.trim;
        let near = (NEAR.0 * trim.width().min(trim.height())).clamp(NEAR.1, NEAR.2);
        Self { trim, bleed: boxes.bleed, near }
    }

    /// Draws out all paths of printed art.
    pub(super) fn reach(&self, items: Vec<Item>) -> Vec<Item> {
        let whole = self.bleed.inflate(1e6, 1e6);
        self.items(items, Affine::IDENTITY, whole)
    }

    fn items(&self, items: Vec<Item>, at: Affine, clip: Rect) -> Vec<Item> {
        let mut reached = Vec::with_capacity(items.len());
        for mut item in items {
            if item.plane != Plane::Art {
                reached.push(item);
                continue;
            }
            match item.mark {
                Mark::Group(group) => {
                    item.mark = Mark::Group(self.group(group, at, clip));
                    reached.push(item);
                }
                Mark::Path(path) => {
                    let (plane, source) = (item.plane, item.source);
                    let marks = self.path(path, at, clip).into_iter();
                    reached.extend(marks.map(|m| Item {
                        mark: Mark::Path(m),
                        plane: plane.clone(),
                        source: source.clone(),
                    }));
                }
                _ => reached.push(item),
            }
        }
        reached
    }

    fn group(&self, group: Group, at: Affine, clip: Rect) -> Group {
        let at = at * group.transform;
        let own = group.clip.map(|own| self.drawn_out(&own, at, clip).map_or(own, Arc::new));
        let clip = match &own {
            Some(own) => at.transform_rect_bbox(own.bounding_box()).intersect(clip),
            None => clip,
        };
        Group { items: self.items(group.items, at, clip), clip: own, ..group }
    }

    /// The mark as it is printed; dots beyond the edges are marks of their own.
    fn path(&self, mark: PathMark, at: Affine, clip: Rect) -> Vec<PathMark> {
        let half = match (&mark.fill, &mark.stroke) {
            (None, Some(stroke)) => stroke.width / 2.0 * libm::sqrt(at.determinant().abs()),
            _ => 0.0,
        };
        let seen = at.transform_rect_bbox(mark.path.control_box()).inflate(half, half);
        let inner = self.trim.inflate(-self.near, -self.near);
        if inner.contains_rect(seen) || at.determinant().abs() < 1e-12 {
            return vec![mark];
        }
        if half == 0.0 {
            let path = self.drawn_out(&mark.path, at, clip).map_or(mark.path, Arc::new);
            return vec![PathMark { path, ..mark }];
        }
        let (mut parts, mut changed) = (PARTS.map(|_| BezPath::new()), false);
        for contour in contours(&(at * (*mark.path).clone())) {
            let dot = Some(contour.bounding_box()).filter(|b| b.width().max(b.height()) < 1e-9);
            let part = dot.and_then(|b| self.beyond(b.inflate(half, half)));
            changed |= part.is_some();
            let drawn = self.longer(&contour, half, clip);
            changed |= drawn.is_some();
            let mut drawn = drawn.unwrap_or(contour);
            for side in 0..4 {
                // A bow over the edge and back, or up to it.
                let b = drawn.bounding_box();
                if dot.is_none() && self.ends(b.inflate(half, half), side, clip) {
                    changed |= if self.depth(b, side) > half + SHORT {
                        self.move_end(&mut drawn, side, half, self.depth(self.bleed, side) + PAST + half)
                    } else {
                        self.pull_in(&mut drawn, side, half)
                    };
                }
            }
            if let Some(path) = PARTS.iter().position(|p| *p == part).and_then(|i| parts.get_mut(i)) {
                path.extend(drawn);
            }
        }
        if !changed {
            return vec![mark];
        }
        let back = at.inverse();
        let parts = parts.into_iter().filter(|p| !p.elements().is_empty());
        parts.map(|p| PathMark { path: Arc::new(back * p), ..mark.clone() }).collect()
    }

    /// A filled path, its contours drawn out where they end near the trim; `None` when it stays as it is.
    fn drawn_out(&self, path: &BezPath, at: Affine, clip: Rect) -> Option<BezPath> {
        let mut contours = contours(&(at * path.clone()));
        let mut changed = false;
        for side in 0..4 {
            for contour in &mut contours {
                let b = contour.bounding_box();
                if self.ends(b, side, clip) {
                    let touches = self.depth(b, side) <= self.near && !self.is_flat(contour, side);
                    changed |= if touches { self.pull_in(contour, side, 0.0) } else { self.stretch(contour, side) };
                }
            }
            // A contour beyond the trim ends where it likes, unless it is the last of a path that crosses the trim.
            let all = contours.iter().map(BezPath::bounding_box).reduce(|a, b| a.union(b))?;
            if self.ends(all, side, clip) {
                let last = contours.iter_mut().max_by(|a, b| {
                    let depth = |c: &BezPath| self.depth(c.bounding_box(), side);
                    depth(a).total_cmp(&depth(b))
                });
                changed |= last.is_some_and(|c| self.stretch(c, side));
            }
        }
        changed.then(|| {
            let whole = contours.into_iter().fold(BezPath::new(), |mut whole, contour| {
                whole.extend(contour);
                whole
            });
            at.inverse() * whole
        })
    }

    /// How far a box reaches beyond the trim at a side, mm; below 0 inside.
    fn depth(&self, b: Rect, side: Side) -> f64 {
        match side {
            0 => self.trim.y0 - b.y0,
            1 => b.x1 - self.trim.x1,
            2 => b.y1 - self.trim.y1,
            _ => self.trim.x0 - b.x0,
        }
    }

    /// A direction out of the page.
    fn out(side: Side) -> kurbo::Vec2 {
        match side {
            0 => (0.0, -1.0),
            1 => (1.0, 0.0),
            2 => (0.0, 1.0),
            _ => (-1.0, 0.0),
        }
        .into()
    }

    /// Whether a thing that is on the page ends by itself between trim and bleed.
    fn ends(&self, b: Rect, side: Side, clip: Rect) -> bool {
        let seen = b.intersect(clip);
        let on_page = seen.intersect(self.trim);
        // A clip may end it at the trim just as well, and then it is the clip that is drawn out.
        let own = self.depth(b, side) <= self.depth(clip, side) + SHORT;
        let (depth, bleed) = (self.depth(b, side), self.depth(self.bleed, side));
        own && on_page.width() > 0.0 && on_page.height() > 0.0 && depth >= -self.near && depth < bleed - SHORT
    }

    /// Whether a contour ends with an edge, not with a bow or a corner that touches the trim in a point.
    fn is_flat(&self, contour: &BezPath, side: Side) -> bool {
        let end = self.depth(contour.bounding_box(), side);
        contour.segments().any(|segment| {
            let points = [segment.start(), segment.eval(0.5), segment.end()];
            points.iter().all(|p| end - self.depth(Rect::from_points(*p, *p), side) < 0.5 * self.near)
                && points[0].distance(points[2]) > self.near
        })
    }

    /// The side beyond which a box lies.
    fn beyond(&self, b: Rect) -> Option<Side> {
        let t = self.trim;
        [b.y1 <= t.y0, b.x0 >= t.x1, b.y0 >= t.y1, b.x1 <= t.x0].iter().position(|out| *out)
    }

    /// Draws the part of a contour at the trim out past the bleed; what is further inside stays. Whether it changed.
    fn stretch(&self, contour: &mut BezPath, side: Side) -> bool {
        let b = contour.bounding_box();
        let depth = self.depth(b, side);
        let inward = -self.depth(b, (side + 2) % 4) - self.trim_across(side);
        // What lies wholly beyond the trim keeps its inner half.
        let from = (-self.near).min(depth - 0.1 * self.near).max(f64::midpoint(inward, depth).min(depth - 1e-6));
        self.move_end(contour, side, from, self.depth(self.bleed, side) + PAST)
    }

    /// Draws what only touches the trim, or nearly, a little in. Whether it changed.
    fn pull_in(&self, contour: &mut BezPath, side: Side, half: f64) -> bool {
        let depth = self.depth(contour.bounding_box(), side);
        let to = -1.2 * self.near - half;
        // Over so long a way that no eye sees it.
        self.move_end(contour, side, to - 6.0 * (depth - to), to)
    }

    /// Moves the end of a contour to the depth `to`, and what is deeper than `from` in proportion. Whether it changed.
    fn move_end(&self, contour: &mut BezPath, side: Side, from: f64, to: f64) -> bool {
        let by = (to - from) / (self.depth(contour.bounding_box(), side) - from);
        if !by.is_finite() || by <= 0.0 || (by - 1.0).abs() < 1e-9 {
            return false;
        }
        let (out, edge) = (Self::out(side), self.edge(side));
        let deep = |p: Point| p.to_vec2().dot(out) - edge;
        let moved = |p: Point| p + out * ((deep(p) - from) * (by - 1.0));
        let mut path = BezPath::new();
        for segment in contour.segments() {
            if path.elements().is_empty() {
                let p = segment.start();
                path.move_to(if deep(p) > from { moved(p) } else { p });
            }
            for piece in pieces(segment, |p| deep(p) - from) {
                let outside = deep(piece.eval(0.5)) > from;
                let place = |p: Point| if outside { moved(p) } else { p };
                match piece {
                    PathSeg::Line(l) => path.line_to(place(l.p1)),
                    PathSeg::Quad(q) => path.quad_to(place(q.p1), place(q.p2)),
                    PathSeg::Cubic(c) => path.curve_to(place(c.p1), place(c.p2), place(c.p3)),
                }
            }
        }
        if contour.elements().iter().any(|e| matches!(e, PathEl::ClosePath)) {
            path.close_path();
        }
        *contour = path;
        true
    }

    /// The trim's edge along its own way out.
    fn edge(&self, side: Side) -> f64 {
        match side {
            0 => -self.trim.y0,
            1 => self.trim.x1,
            2 => self.trim.y1,
            _ => -self.trim.x0,
        }
    }

    fn trim_across(&self, side: Side) -> f64 {
        if side.is_multiple_of(2) { self.trim.height() } else { self.trim.width() }
    }

    /// A line whose free ends near the trim go on past the bleed: a dot straight outward, a longer one its own way.
    fn longer(&self, contour: &BezPath, half: f64, clip: Rect) -> Option<BezPath> {
        if contour.elements().iter().any(|e| matches!(e, PathEl::ClosePath)) {
            return None;
        }
        let points: Vec<Point> = contour.elements().iter().filter_map(PathEl::end_point).collect();
        let (first, last) = (*points.first()?, *points.last()?);
        let (second, before) = (points.get(1).copied()?, points.iter().rev().nth(1).copied()?);
        let is_dot = points.iter().all(|p| p.distance(first) < 1e-9);
        let mut path = BezPath::new();
        let head = self.onward(first, first - second, half, clip, is_dot);
        let tail = if is_dot { Vec::new() } else { self.onward(last, last - before, half, clip, false) };
        if head.is_empty() && tail.is_empty() {
            return None;
        }
        // A dot between two edges goes out of both.
        if let [one, two] = head.as_slice() {
            path.move_to(*one);
            path.line_to(first);
            path.line_to(*two);
            return Some(path);
        }
        path.move_to(head.first().copied().unwrap_or(first));
        if !head.is_empty() {
            path.line_to(first);
        }
        contour.elements().iter().skip(1).for_each(|e| path.push(*e));
        tail.iter().for_each(|p| path.line_to(*p));
        Some(path)
    }

    /// Where an end goes on to, past the bleed.
    fn onward(&self, end: Point, way: kurbo::Vec2, half: f64, clip: Rect, dot: bool) -> Vec<Point> {
        let b = Rect::from_points(end, end).inflate(half, half);
        let sides = (0..4).filter(|side| self.ends(b, *side, clip));
        let targets = sides.filter_map(|side| {
            let out = Self::out(side);
            let way = if dot { out } else { way / way.hypot().max(1e-9) };
            let left = self.depth(self.bleed, side) + PAST + half - self.depth(Rect::from_points(end, end), side);
            (way.dot(out) > 0.2).then(|| end + way * (left / way.dot(out)))
        });
        targets.take(if dot { 2 } else { 1 }).collect()
    }
}

/// The contours of a path.
fn contours(path: &BezPath) -> Vec<BezPath> {
    let mut contours: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        match (element, contours.last_mut()) {
            (PathEl::MoveTo(_), _) | (_, None) => contours.push(BezPath::from_vec(vec![*element])),
            (_, Some(contour)) => contour.push(*element),
        }
    }
    contours
}

/// A segment in pieces that each keep to one side of the line on which `depth`, a coordinate, is 0.
fn pieces(segment: PathSeg, depth: impl Fn(Point) -> f64) -> Vec<PathSeg> {
    let mut cuts: Vec<f64> = match segment {
        PathSeg::Line(l) => {
            let (a, b) = (depth(l.p0), depth(l.p1));
            vec![a / (a - b)]
        }
        _ => {
            let c = segment.to_cubic();
            let [a, b, c, d] = [c.p0, c.p1, c.p2, c.p3].map(depth);
            let (linear, square, cube) = (3.0 * (b - a), 3.0 * (c - 2.0 * b + a), d - 3.0 * c + 3.0 * b - a);
            // A symmetric bow has no cubic part but what rounding leaves, and its roots would drown in that.
            if cube.abs() < 1e-9 * (a.abs() + linear.abs() + square.abs()) {
                solve_quadratic(a, linear, square).into_iter().collect()
            } else {
                solve_cubic(a, linear, square, cube).into_iter().collect()
            }
        }
    };
    cuts.retain(|t| *t > 1e-6 && *t < 1.0 - 1e-6);
    cuts.sort_by(f64::total_cmp);
    let (starts, ends) = (std::iter::once(0.0).chain(cuts.clone()), cuts.iter().copied().chain([1.0]));
    starts.zip(ends).map(|(from, to)| segment.subsegment(from..to)).collect()
}

#[cfg(test)]
mod tests;
