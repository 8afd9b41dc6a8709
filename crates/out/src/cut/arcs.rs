//! Curves as arcs of circles: what plotters cut without facets.

use biaoyu_page::geom::{BezPath, ParamCurve as _, PathSeg, Point, Shape as _};

/// How far an arc may lie beside its curve, mm: half of what is promised.
const NEAR: f64 = 0.004;
/// How far a circle may lie beside the curves that stand for it, mm: less than is promised.
const NEAR_CIRCLE: f64 = 0.0099;
/// Halvings of one curve, at most.
const DEPTH: u32 = 12;

/// A figure of straight lines and arcs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    /// Where each piece begins, and how far it bends: the tangent of a quarter of its angle, 0 for a straight line; to the
    /// left is positive where y grows upward (group 42 of DXF).
    pub points: Vec<(Point, f64)>,
    /// The last piece leads back to the first point.
    pub closed: bool,
    /// Centre and radius of a figure that is one circle.
    pub circle: Option<(Point, f64)>,
}

/// The figures of a path.
pub(super) fn figures(path: &BezPath) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for elements in split(path) {
        let mut points: Vec<(Point, f64)> = Vec::new();
        let mut end = None;
        for segment in elements.segments() {
            match segment {
                // Closing where the figure already ends adds nothing.
                PathSeg::Line(line) if (line.p1 - line.p0).hypot() < 1e-9 => {}
                PathSeg::Line(line) => points.push((line.p0, 0.0)),
                curve => bend(curve, DEPTH, &mut points),
            }
            end = Some(segment.end());
        }
        let (Some((first, _)), Some(end)) = (points.first().copied(), end) else { continue };
        let closed = (end - first).hypot() < 1e-6;
        if !closed {
            points.push((end, 0.0));
        }
        let circle = if closed { circle(&elements) } else { None };
        figures.push(Figure { points, closed, circle });
    }
    figures
}

/// Each figure as a path of its own.
fn split(path: &BezPath) -> Vec<BezPath> {
    let mut parts: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        if matches!(element, biaoyu_page::geom::PathEl::MoveTo(_)) || parts.is_empty() {
            parts.push(BezPath::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(*element);
        }
    }
    parts
}

/// Adds arcs for a curve, halved until they lie near enough.
fn bend(curve: PathSeg, depth: u32, points: &mut Vec<(Point, f64)>) {
    let (from, to) = (curve.start(), curve.end());
    if let Some(bulge) = arc(&curve).filter(|_| depth < DEPTH) {
        return points.push((from, bulge));
    }
    if depth == 0 || (to - from).hypot() < NEAR {
        return points.push((from, 0.0));
    }
    bend(curve.subsegment(0.0..0.5), depth - 1, points);
    bend(curve.subsegment(0.5..1.0), depth - 1, points);
}

/// How far an arc through the curve's ends and middle bends, if it lies near the curve.
fn arc(curve: &PathSeg) -> Option<f64> {
    let (from, to, middle) = (curve.start(), curve.end(), curve.eval(0.5));
    let chord = to - from;
    let length = chord.hypot();
    if length < 1e-9 {
        return None;
    }
    // The middle's height over the chord, and half the chord.
    let height = chord.cross(middle - from) / length;
    let along = chord.dot(middle - from) / length;
    if (along - length / 2.0).abs() > NEAR {
        return None;
    }
    let half = length / 2.0;
    if height.abs() < 1e-9 {
        let flat = [0.25, 0.75].iter().all(|t| (chord.cross(curve.eval(*t) - from) / length).abs() < NEAR);
        return flat.then_some(0.0);
    }
    let radius = (half * half + height * height) / (2.0 * height);
    let normal = biaoyu_page::geom::Vec2::new(-chord.y, chord.x) / length;
    let centre = from + chord * 0.5 + normal * (height - radius);
    let is_near = |t: f64| ((curve.eval(t) - centre).hypot() - radius.abs()).abs() < NEAR;
    // A bulge to the left of the way bends to the right.
    [0.125, 0.25, 0.375, 0.625, 0.75, 0.875].into_iter().all(is_near).then_some(-height / half)
}

/// The circle that a closed path stands for. Its curves begin on it, and lie beyond it between by up to 0.03 % of its radius; where
/// that is more than is promised, the circle half-way between is taken.
fn circle(path: &BezPath) -> Option<(Point, f64)> {
    let curves: Vec<PathSeg> = path.segments().filter(|s| (s.end() - s.start()).hypot() > 1e-9).collect();
    if curves.len() < 4 || curves.iter().any(|s| matches!(s, PathSeg::Line(_))) {
        return None;
    }
    let bounds = path.bounding_box();
    let centre = bounds.center();
    let ends = curves.iter().map(|curve| (curve.start() - centre).hypot());
    let (first, last) = ends.fold((f64::INFINITY, 0.0_f64), |(a, b), r| (a.min(r), b.max(r)));
    let sampled = curves.iter().flat_map(|curve| (0..8).map(|i| (curve.eval(f64::from(i) / 8.0) - centre).hypot()));
    let (least, most) = sampled.fold((f64::INFINITY, 0.0_f64), |(a, b), r| (a.min(r), b.max(r)));
    let exact = (first + last) / 2.0;
    let is_near = |radius: f64| (most - radius).max(radius - least) < NEAR_CIRCLE;
    let radius = [exact, (least + most) / 2.0].into_iter().find(|radius| last - first < 1e-6 && is_near(*radius));
    radius.map(|radius| (centre, radius))
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{Outline, Rect, circle_path, fine_circle_path};

    #[test]
    fn circles_and_round_corners_stay_what_they_are() {
        let figures = figures(&circle_path(Point::new(35.0, 35.0), 35.0));
        assert_eq!(figures.len(), 1);
        let (centre, radius) = figures[0].circle.unwrap();
        assert!((centre - Point::new(35.0, 35.0)).hypot() < 1e-6 && (radius - 35.0).abs() < 1e-6, "{centre} {radius}");
        for radius in [2.5, 34.0, 44.0, 400.0] {
            let exact = super::figures(&fine_circle_path(Point::new(1.0, 2.0), radius));
            assert!(exact[0].circle.is_some_and(|(_, r)| (r - radius).abs() < 1e-6), "{radius}: {exact:?}");
        }
        // Of larger ones the curves are farther off than is promised: no circle is exact and lies on them.
        let large = super::figures(&circle_path(Point::new(50.0, 50.0), 50.0));
        assert!(large[0].circle.is_none_or(|(_, radius)| (radius - 50.0068).abs() < 0.001), "{large:?}");
        let card = super::figures(&Outline::Rounded(Rect::new(0.0, 0.0, 85.5, 54.0), 3.0).path());
        assert!(card[0].closed && card[0].circle.is_none());
        let bent = card[0].points.iter().filter(|(_, bulge)| *bulge != 0.0).count();
        assert!((4..=16).contains(&bent), "{card:?}");
    }
}
