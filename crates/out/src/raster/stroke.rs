//! Lines into the figures that they cover.
//!
//! A line becomes strips (where it bends so gently that its sides stay apart), wedges at its corners, and caps. All turn
//! the same way, so that under the non-zero rule their overlaps neither cancel nor leave holes, however tight
//! a bend is; edges that two of them share cancel exactly.

use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Vec2};
use biaoyu_page::page::{Cap, Join, Stroke};

use super::flatten::{Sink, TOLERANCE, eval, steps};

/// A mitre may reach this many half widths from its corner (the limit of PDF and SVG is counted so).
const MITER_LIMIT: f64 = 10.0;
/// Dashes of one path: more than anyone can see; a finer pattern is drawn whole.
const MOST_DASHES: f64 = 200_000.0;

/// The square of a length, pixels, below which a line has no direction worth following.
const SHORTEST: f64 = 1e-8;

/// Gives the covered figures of a stroked path, pixels, to be filled by the non-zero rule.
pub(super) fn outline(path: &BezPath, stroke: &Stroke, to_px: Affine, out: &mut impl Sink) {
    // Stroked at pixel size in the path's own axes: a skewed transform then skews the pen, as in PDF.
    let scale = to_px.determinant().abs().sqrt();
    if !(scale > 0.0 && stroke.width > 0.0) {
        return;
    }
    let mut pen = Pen {
        half: stroke.width * scale / 2.0,
        cap: stroke.cap,
        join: stroke.join,
        to_px: to_px * Affine::scale(1.0 / scale),
        strip: [Vec::new(), Vec::new()],
        half_turn: None,
        out,
    };
    let grow = Affine::scale(scale);
    let mut line = Polyline::default();
    match dashed(path, &stroke.dash, grow, pen.half) {
        Some((lines, dash)) => kurbo::dash(lines.iter(), 0.0, &dash).for_each(|el| line.add(el, &mut pen)),
        None => path.iter().for_each(|el| line.add(grow * el, &mut pen)),
    }
    line.end(&mut pen);
}

/// The path as lines, pixels, and its dashes, pixels, if they can be seen.
///
/// Lines, as the length of a line is known at once: to cut a curve by its length takes the longer the further a
/// stranger's curve goes, without end for some.
fn dashed(path: &BezPath, dash: &[f64], grow: Affine, half: f64) -> Option<(BezPath, Vec<f64>)> {
    let scale = grow.determinant().abs().sqrt();
    let dash: Vec<f64> = dash.iter().map(|d| d * scale).collect();
    let period: f64 = dash.iter().sum();
    if !(period > 0.0 && period.is_finite() && dash.iter().all(|d| *d >= 0.0)) {
        return None;
    }
    let mut lines = BezPath::new();
    let (mut first, mut last, mut length) = (Point::ZERO, Point::ZERO, 0.0);
    for el in path.iter() {
        match grow * el {
            PathEl::MoveTo(p) => {
                (first, last) = (p, p);
                lines.move_to(p);
            }
            PathEl::ClosePath => {
                length += (first - last).hypot();
                last = first;
                lines.close_path();
            }
            line_or_curve => {
                for (p, _) in points(last, line_or_curve, half) {
                    length += (p - last).hypot();
                    last = p;
                    lines.line_to(p);
                }
            }
        }
    }
    (length / period * (dash.len() as f64) < MOST_DASHES).then_some((lines, dash))
}

/// Where the lines end that stand for a line or a curve of a stroke this wide, pixels, and whether a corner is there:
/// close enough for the sides of the stroke, not only for its middle.
fn points(from: Point, el: PathEl, half: f64) -> impl Iterator<Item = (Point, bool)> {
    let legs: Vec<Vec2> = match el {
        PathEl::QuadTo(b, c) => vec![b - from, c - b],
        PathEl::CurveTo(b, c, d) => vec![b - from, c - b, d - c],
        _ => Vec::new(),
    };
    let legs: Vec<Vec2> = legs.into_iter().filter(|v| v.hypot2() > 1e-12).collect();
    let turn: f64 = legs.windows(2).map(|w| turn(w[0], w[1]).abs()).sum();
    let n = steps(from, el).max((turn / most_turn(half)).ceil().min(1e5) as u32);
    (1..=n).map(move |i| (eval(from, el, f64::from(i) / f64::from(n)), i == n))
}

/// A contour as points; a curve's inner points are no corners.
#[derive(Default)]
struct Polyline {
    points: Vec<(Point, bool)>,
    started: bool,
}

impl Polyline {
    fn add<S: Sink>(&mut self, el: PathEl, pen: &mut Pen<'_, S>) {
        match el {
            PathEl::MoveTo(p) => {
                self.end(pen);
                self.points.push((p, true));
            }
            PathEl::ClosePath => {
                let Some((first, _)) = self.points.first().copied() else { return };
                self.push(first, true);
                if self.points.len() > 1 {
                    // The last line ends where the first begins.
                    self.points.pop_if(|(p, _)| (*p - first).hypot2() < SHORTEST);
                }
                pen.contour(&self.points, true);
                self.points.clear();
                self.started = false;
                self.points.push((first, true));
            }
            line_or_curve => {
                let Some((from, _)) = self.points.last().copied() else { return };
                for (p, corner) in points(from, line_or_curve, pen.half) {
                    self.push(p, corner);
                }
            }
        }
    }

    fn push(&mut self, p: Point, corner: bool) {
        self.started = true;
        if let Some((last, is_corner)) = self.points.last_mut()
            && (p - *last).hypot2() < SHORTEST
        {
            *is_corner |= corner;
            return;
        }
        self.points.push((p, corner));
    }

    fn end<S: Sink>(&mut self, pen: &mut Pen<'_, S>) {
        if self.started {
            pen.contour(&self.points, false);
        }
        self.points.clear();
        self.started = false;
    }
}

/// The signed angle from one direction to another, radians.
fn turn(a: Vec2, b: Vec2) -> f64 {
    libm::atan2(a.cross(b), a.dot(b))
}

/// The turn at which a chord of a circle of this radius is off by the tolerance.
fn most_turn(radius: f64) -> f64 {
    2.0 * libm::acos((1.0 - TOLERANCE / radius).clamp(0.0, 1.0))
}

struct Pen<'a, S> {
    half: f64,
    cap: Cap,
    join: Join,
    to_px: Affine,
    strip: [Vec<Point>; 2],
    /// Sine and cosine of the steps of a round cap, once one was drawn: patterns have thousands of dots.
    half_turn: Option<Vec<(f64, f64)>>,
    out: &'a mut S,
}

impl<S: Sink> Pen<'_, S> {
    fn polygon(&mut self, points: impl IntoIterator<Item = Point>) {
        let mut points = points.into_iter().map(|p| self.to_px * p);
        let Some(first) = points.next() else { return };
        let mut last = first;
        for p in points {
            self.out.line(last, p);
            last = p;
        }
        self.out.line(last, first);
    }

    fn contour(&mut self, points: &[(Point, bool)], closed: bool) {
        let count = points.len();
        let Some((first, _)) = points.first().copied() else { return };
        if count == 1 {
            // A line of no length: a dot of the pen's shape.
            if self.cap != Cap::Butt {
                self.cap(first, Vec2::new(1.0, 0.0));
                self.cap(first, Vec2::new(-1.0, 0.0));
            }
            return;
        }
        let point = |i: usize| points.get(i % count).map_or((first, true), |p| *p);
        let lines = if closed { count } else { count - 1 };
        let along = |i: usize| {
            let v = point(i + 1).0 - point(i).0;
            let length = v.hypot();
            (v / length, length)
        };
        let (start, mut length) = along(0);
        let mut direction = start;
        if !closed {
            self.cap(first, -start);
        }
        self.edge(first, direction);
        for i in 1..lines {
            let (corner, is_corner) = point(i);
            let (next, next_length) = along(i);
            if !self.bend(corner, is_corner, direction, next, length.min(next_length)) {
                self.edge(corner, direction);
                self.flush();
                self.wedge(corner, is_corner, direction, next);
                self.edge(corner, next);
            }
            (direction, length) = (next, next_length);
        }
        let (end, is_corner) = point(lines);
        self.edge(end, direction);
        self.flush();
        if closed {
            self.wedge(end, is_corner, direction, start);
        } else {
            self.cap(end, direction);
        }
    }

    fn normal(&self, direction: Vec2) -> Vec2 {
        Vec2::new(-direction.y, direction.x) * self.half
    }

    fn edge(&mut self, p: Point, direction: Vec2) {
        let n = self.normal(direction);
        self.strip[0].push(p + n);
        self.strip[1].push(p - n);
    }

    /// Ends the strip: one side forth, the other back.
    fn flush(&mut self) {
        let [mut left, mut right] = std::mem::take(&mut self.strip);
        self.polygon(left.iter().chain(right.iter().rev()).copied());
        left.clear();
        right.clear();
        self.strip = [left, right];
    }

    /// Goes round a bend within the strip when that is right: the tip shows no more than the tolerance (or is wanted),
    /// and neither side runs backwards.
    fn bend(&mut self, p: Point, corner: bool, a: Vec2, b: Vec2, shortest: f64) -> bool {
        let cos = a.dot(b);
        if cos < 0.2 {
            return false;
        }
        let m = (self.normal(a) + self.normal(b)) / (1.0 + cos);
        let backwards = self.half * a.cross(b).abs() / (1.0 + cos) > shortest * 0.5;
        let shows = m.hypot() - self.half > TOLERANCE;
        if backwards || (shows && !(corner && self.join == Join::Miter)) {
            return false;
        }
        self.strip[0].push(p + m);
        self.strip[1].push(p - m);
        true
    }

    /// The outside of a corner.
    fn wedge(&mut self, p: Point, corner: bool, a: Vec2, b: Vec2) {
        let angle = turn(a, b);
        let side = if angle > 0.0 { -1.0 } else { 1.0 };
        let (from, to) = (self.normal(a) * side, self.normal(b) * side);
        let mut points = vec![p, p + from];
        match if corner { self.join } else { Join::Round } {
            Join::Bevel => {}
            Join::Miter => {
                let cos = libm::cos(angle / 2.0);
                if cos * MITER_LIMIT >= 1.0 {
                    points.push(p + (from + to) / (1.0 + a.dot(b)));
                }
            }
            Join::Round => points.extend(self.turns(angle).map(|turn| p + turned(from, turn))),
        }
        points.push(p + to);
        if angle > 0.0 {
            points.reverse();
        }
        self.polygon(points);
    }

    /// Sine and cosine of the turns that part an arc of the pen's edge, without its ends.
    fn turns(&self, angle: f64) -> impl Iterator<Item = (f64, f64)> + use<S> {
        let n = (angle.abs() / most_turn(self.half)).ceil().clamp(1.0, 1e5) as u32;
        (1..n).map(move |i| libm::sincos(angle * f64::from(i) / f64::from(n)))
    }

    /// What lies beyond the end of a line that arrives in `direction`.
    fn cap(&mut self, p: Point, direction: Vec2) {
        let n = self.normal(direction);
        let ahead = direction * self.half;
        match self.cap {
            Cap::Butt => {}
            Cap::Square => self.polygon([p + n, p + n + ahead, p - n + ahead, p - n]),
            Cap::Round => {
                let turns = self.half_turn.take().unwrap_or_else(|| self.turns(-std::f64::consts::PI).collect());
                let arc = turns.iter().map(|turn| p + turned(n, *turn));
                self.polygon(std::iter::once(p + n).chain(arc).chain([p - n]));
                self.half_turn = Some(turns);
            }
        }
    }
}

/// A vector turned by the angle of a sine and cosine.
fn turned(v: Vec2, (sin, cos): (f64, f64)) -> Vec2 {
    Vec2::new(v.x * cos - v.y * sin, v.x * sin + v.y * cos)
}

/// How far a stroke may reach from its path, in the path's units.
pub(super) fn reach(stroke: &Stroke) -> f64 {
    let corner = if stroke.join == Join::Miter { MITER_LIMIT } else { 1.5 };
    stroke.width / 2.0 * corner
}
