//! Curves into lines that are off by at most [`TOLERANCE`].

use biaoyu_page::geom::{Affine, PathEl, Point};

/// How far a line may lie from its curve, pixels: coverage is then right to three levels of 255.
pub(super) const TOLERANCE: f64 = 0.01;
/// Lines that one curve may become; a curve of the longest side needs a tenth of it.
const MOST: f64 = 20_000.0;

/// Takes the lines of closed polygons.
pub(super) trait Sink {
    /// A line, pixels.
    fn line(&mut self, a: Point, b: Point);
}

/// The filled figure of a path: each contour closed.
pub(super) fn fill(path: &[PathEl], to_px: Affine, out: &mut impl Sink) {
    let mut first = Point::ZERO;
    let mut last = Point::ZERO;
    for el in path {
        match to_px * *el {
            PathEl::MoveTo(p) => {
                out.line(last, first);
                (first, last) = (p, p);
            }
            PathEl::LineTo(p) => {
                out.line(last, p);
                last = p;
            }
            PathEl::ClosePath => {
                out.line(last, first);
                last = first;
            }
            curve => {
                let end = curve.end_point().unwrap_or(last);
                let n = steps(last, curve);
                let from = last;
                for i in 1..=n {
                    let p = if i == n { end } else { eval(from, curve, f64::from(i) / f64::from(n)) };
                    out.line(last, p);
                    last = p;
                }
            }
        }
    }
    out.line(last, first);
}

/// Equal steps of the parameter that keep the lines within the tolerance (Wang's bound by second differences).
pub(super) fn steps(from: Point, curve: PathEl) -> u32 {
    let bend = match curve {
        PathEl::QuadTo(b, c) => 0.25 * (from.to_vec2() - 2.0 * b.to_vec2() + c.to_vec2()).hypot(),
        PathEl::CurveTo(b, c, d) => {
            let (a, b, c, d) = (from.to_vec2(), b.to_vec2(), c.to_vec2(), d.to_vec2());
            0.75 * (a - 2.0 * b + c).hypot2().max((b - 2.0 * c + d).hypot2()).sqrt()
        }
        _ => 0.0,
    };
    // NaN from a broken path gives one line, which the coverage drops.
    (bend / TOLERANCE).sqrt().ceil().clamp(1.0, MOST) as u32
}

/// The point of a curve at parameter `t`.
pub(super) fn eval(a: Point, curve: PathEl, t: f64) -> Point {
    let u = 1.0 - t;
    let sum = match curve {
        PathEl::QuadTo(b, c) => a.to_vec2() * (u * u) + b.to_vec2() * (2.0 * u * t) + c.to_vec2() * (t * t),
        PathEl::CurveTo(b, c, d) => {
            a.to_vec2() * (u * u * u)
                + b.to_vec2() * (3.0 * u * u * t)
                + c.to_vec2() * (3.0 * u * t * t)
                + d.to_vec2() * (t * t * t)
        }
        PathEl::LineTo(b) | PathEl::MoveTo(b) => a.to_vec2() * u + b.to_vec2() * t,
        PathEl::ClosePath => a.to_vec2(),
    };
    sum.to_point()
}
