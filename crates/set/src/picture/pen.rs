//! Paths of a drawing in double precision, and its strokes: kept as lines where the page can say the same, else turned into the
//! figure they cover.

use kurbo::{StrokeOpts, dash};
use usvg::tiny_skia_path::PathSegment;

use biaoyu_page::geom::{Affine, BezPath, ParamCurve as _, Point, Shape as _, Vec2};
use biaoyu_page::page::{Cap, Join, Stroke};

/// The page's own limit of a mitre, in half widths.
const PAGE_LIMIT: f64 = 10.0;
/// Dashes of one line.
const DASHES: f64 = 50_000.0;
/// The longer side of a drawing's path, units, that its strokes are worked out at.
const LARGEST: f64 = 10_000.0;
/// How far an outlined curve may stray from the true one, mm of the figure.
const TOLERANCE: f64 = 0.002;

/// A stroke ready for the page.
pub(super) enum Drawn {
    /// A line along this path, with width and dashes in millimetres.
    Line { path: BezPath, width: f64, cap: Cap, join: Join, dash: Vec<f64> },
    /// A figure to be filled by the non-zero rule.
    Figure(BezPath),
    /// More dashes than can be printed.
    TooFine,
}

/// Draws a stroke along `path`, which `to_mm` leads to the page.
pub(super) fn draw(path: &BezPath, stroke: &usvg::Stroke, to_mm: Affine) -> Drawn {
    // Dashes are cut to a millionth of the unit: in a drawing of vast units that would never end.
    let bounds = path.control_box();
    let shrink = (LARGEST / bounds.width().max(bounds.height())).min(1.0);
    let to_mm = to_mm * Affine::scale(1.0 / shrink);
    let width = f64::from(stroke.width().get()) * shrink;
    let dashes: Vec<f64> = stroke.dasharray().unwrap_or(&[]).iter().map(|d| f64::from(*d) * shrink).collect();
    let period: f64 = dashes.iter().sum();
    let mut path = if shrink < 1.0 { Affine::scale(shrink) * path } else { path.clone() };
    let offset = f64::from(stroke.dashoffset()) * shrink;
    let mut dashes = if period > 0.0 { dashes } else { Vec::new() };
    if !dashes.is_empty() {
        let length = path.perimeter(period / 100.0);
        let count = length / period * dashes.len() as f64;
        if count > DASHES || count.is_nan() {
            return Drawn::TooFine;
        }
    }
    let [a, b, c, d, ..] = to_mm.as_coeffs();
    let (x, y) = (a.hypot(b), c.hypot(d));
    let round = (x - y).abs() <= 1e-5 * x && (a * c + b * d).abs() <= 1e-5 * x * x;
    if offset != 0.0 && !dashes.is_empty() {
        path = dash(path.elements().iter().copied(), offset, &dashes).collect();
        dashes.clear();
    }
    let limit = f64::from(stroke.miterlimit().get());
    let (cap, join) = (cap(stroke.linecap()), join(stroke.linejoin()));
    if !round || (join == Join::Miter && cut_differently(&path, limit)) {
        let style = kurbo::Stroke::new(width)
            .with_caps(kurbo_cap(cap))
            .with_join(kurbo_join(join))
            .with_miter_limit(limit)
            .with_dashes(0.0, dashes);
        let tolerance = TOLERANCE / x.max(y).max(1e-9);
        return Drawn::Figure(to_mm * kurbo::stroke(path, &style, &StrokeOpts::default(), tolerance));
    }
    let scale = (a * d - b * c).abs().sqrt();
    let dash = dashes.iter().map(|d| d * scale).collect();
    Drawn::Line { path: to_mm * path, width: width * scale, cap, join, dash }
}

/// What a line on the page covers, mitres and all, its dashes joined.
pub(super) fn outline(path: &BezPath, stroke: &Stroke) -> BezPath {
    figure(path, stroke.width, stroke.cap, stroke.join, &[])
}

/// The figure that a line on the page covers.
pub(super) fn figure(path: &BezPath, width: f64, cap: Cap, join: Join, dashes: &[f64]) -> BezPath {
    let style = kurbo::Stroke::new(width)
        .with_caps(kurbo_cap(cap))
        .with_join(kurbo_join(join))
        .with_miter_limit(PAGE_LIMIT)
        .with_dashes(0.0, dashes.iter().copied());
    kurbo::stroke(path, &style, &StrokeOpts::default(), TOLERANCE)
}

fn kurbo_cap(cap: Cap) -> kurbo::Cap {
    match cap {
        Cap::Butt => kurbo::Cap::Butt,
        Cap::Round => kurbo::Cap::Round,
        Cap::Square => kurbo::Cap::Square,
    }
}

fn kurbo_join(join: Join) -> kurbo::Join {
    match join {
        Join::Miter => kurbo::Join::Miter,
        Join::Round => kurbo::Join::Round,
        Join::Bevel => kurbo::Join::Bevel,
    }
}

fn cap(cap: usvg::LineCap) -> Cap {
    match cap {
        usvg::LineCap::Butt => Cap::Butt,
        usvg::LineCap::Round => Cap::Round,
        usvg::LineCap::Square => Cap::Square,
    }
}

fn join(join: usvg::LineJoin) -> Join {
    match join {
        usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => Join::Miter,
        usvg::LineJoin::Round => Join::Round,
        usvg::LineJoin::Bevel => Join::Bevel,
    }
}

/// Whether a corner of the path is a point under one limit and cut off under the page's.
fn cut_differently(path: &BezPath, limit: f64) -> bool {
    let (low, high) = (limit.min(PAGE_LIMIT), limit.max(PAGE_LIMIT));
    let mut first: Option<Vec2> = None;
    let mut before: Option<(Vec2, Point)> = None;
    let mut start = None;
    let mut differs = false;
    let mut corner = |a: Vec2, b: Vec2| {
        // Length of the mitre over the width: 1 over the sine of half the inner angle.
        let cosine = (a.dot(b) / (a.hypot() * b.hypot()).max(1e-30)).clamp(-1.0, 1.0);
        let ratio = 1.0 / ((1.0 + cosine) / 2.0).sqrt().max(1e-9);
        differs |= ratio > low && ratio <= high;
    };
    for segment in path.segments() {
        let (head, tail) = directions(&segment);
        match before {
            Some((into, end)) if (end - segment.start()).hypot2() < 1e-12 => corner(into, head),
            _ => {
                first = Some(head);
                start = Some(segment.start());
            }
        }
        before = Some((tail, segment.end()));
        if let (Some(out), Some(from)) = (first, start)
            && (segment.end() - from).hypot2() < 1e-12
        {
            corner(tail, out);
        }
    }
    differs
}

/// The directions in which a segment leaves and arrives.
fn directions(segment: &kurbo::PathSeg) -> (Vec2, Vec2) {
    let cubic = segment.to_cubic();
    let points = [cubic.p0, cubic.p1, cubic.p2, cubic.p3];
    let head = points.iter().map(|p| *p - cubic.p0).find(|v| v.hypot2() > 1e-12);
    let tail = points.iter().rev().map(|p| cubic.p3 - *p).find(|v| v.hypot2() > 1e-12);
    (head.unwrap_or_default(), tail.unwrap_or_default())
}

/// A path in double precision.
pub(super) fn bez(path: &usvg::tiny_skia_path::Path) -> BezPath {
    let point = |p: usvg::tiny_skia_path::Point| Point::new(f64::from(p.x), f64::from(p.y));
    let mut out = BezPath::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(p) => out.move_to(point(p)),
            PathSegment::LineTo(p) => out.line_to(point(p)),
            PathSegment::QuadTo(a, p) => out.quad_to(point(a), point(p)),
            PathSegment::CubicTo(a, b, p) => out.curve_to(point(a), point(b), point(p)),
            PathSegment::Close => out.close_path(),
        }
    }
    out
}
