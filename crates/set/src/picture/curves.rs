//! Closed lines of points, as traced from samples, as curves.

use biaoyu_page::geom::{BezPath, Point};

/// How far a curve may be off, in samples; and the turn from which a corner stays one.
const OFF: f64 = 0.42;
/// See [`OFF`]: cosine.
const CORNER: f64 = 0.55;

/// Area of a closed line, by its sign the way round.
pub(super) fn area(points: &[Point]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
}

/// Adds a closed line as curves through the points that matter.
pub(super) fn curve(points: &[Point], path: &mut BezPath) {
    let points = thinned(&evened(points));
    let count = points.len();
    if count < 3 {
        return;
    }
    let at = |i: usize| points.get(i % count).copied().unwrap_or_default();
    // The direction in which the line passes a point; none at a corner.
    let way = |i: usize| {
        let (a, b, c) = (at(i + count - 1), at(i), at(i + 1));
        let (one, two) = ((b - a).normalize(), (c - b).normalize());
        (one.dot(two) > CORNER).then(|| (one + two).normalize())
    };
    path.move_to(at(0));
    for i in 0..count {
        let (a, b) = (at(i), at(i + 1));
        let third = (b - a).hypot() / 3.0;
        let (out, into) = (way(i), way(i + 1));
        match (out, into) {
            (None, None) => path.line_to(b),
            _ => {
                let along = (b - a).normalize();
                let (p, q) = (a + third * out.unwrap_or(along), b - third * into.unwrap_or(along));
                path.curve_to(p, q, b);
            }
        }
    }
    path.close_path();
}

/// Each point between its neighbours, twice: the steps of the samples are no part of a stroke.
fn evened(points: &[Point]) -> Vec<Point> {
    let mut even = points.to_vec();
    for _ in 0..2 {
        let count = even.len();
        let at = |i: usize| even.get(i % count).copied().unwrap_or_default();
        even = (0..count)
            .map(|i| {
                let (a, b, c) = (at(i + count - 1), at(i), at(i + 1));
                Point::new((a.x + 2.0 * b.x + c.x) / 4.0, (a.y + 2.0 * b.y + c.y) / 4.0)
            })
            .collect();
    }
    even
}

/// The points without which the line would be off (Ramer, Douglas and Peucker), of a closed line.
fn thinned(points: &[Point]) -> Vec<Point> {
    let count = points.len();
    let Some(first) = points.first().copied() else { return Vec::new() };
    // From the first point to the one farthest from it, and back.
    let far = (0..count).max_by(|a, b| {
        let d = |i: usize| points.get(i).map_or(0.0, |p| p.distance(first));
        d(*a).total_cmp(&d(*b))
    });
    let far = far.unwrap_or(0);
    let mut keep = vec![false; count + 1];
    for i in [0, far, count] {
        if let Some(cell) = keep.get_mut(i) {
            *cell = true;
        }
    }
    let at = |i: usize| points.get(i % count).copied().unwrap_or_default();
    let mut open = vec![(0, far), (far, count)];
    while let Some((from, to)) = open.pop() {
        if to <= from + 1 {
            continue;
        }
        let (a, b) = (at(from), at(to));
        let length = (b - a).hypot();
        let off = |i: usize| {
            let p = at(i);
            if length < 1e-9 { p.distance(a) } else { ((b - a).cross(p - a) / length).abs() }
        };
        let worst = (from + 1..to).max_by(|i, j| off(*i).total_cmp(&off(*j)));
        if let Some(worst) = worst.filter(|i| off(*i) > OFF) {
            if let Some(cell) = keep.get_mut(worst) {
                *cell = true;
            }
            open.extend([(from, worst), (worst, to)]);
        }
    }
    (0..count).filter(|i| keep.get(*i).is_some_and(|k| *k)).map(at).collect()
}
