//! Geometry on the page. Unless a type says otherwise: millimetres, origin at the top left corner
//! of the trimmed page, x to the right, y **down**.

use crate::measure::number;

pub use kurbo::{
    Affine, BezPath, Circle, ParamCurve, ParamCurveNearest, PathEl, PathSeg, Point, Rect, Shape, Size, Vec2, flatten,
};

/// A closed figure on the page that other things are inside of: the trim, the live area, the cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outline {
    /// Edges parallel to the page.
    Rect(Rect),
    /// A disc.
    Circle(Circle),
    /// A rectangle with round corners of one radius (cards: ISO/IEC 7810 gives 3.18 mm).
    Rounded(Rect, f64),
}

impl Outline {
    /// The smallest upright rectangle around it.
    pub fn bounds(&self) -> Rect {
        match self {
            Outline::Rect(r) | Outline::Rounded(r, _) => *r,
            Outline::Circle(c) => c.bounding_box(),
        }
    }

    /// The figure as a closed path.
    pub fn path(&self) -> BezPath {
        match self {
            Outline::Rect(r) => rect_path(*r),
            Outline::Circle(c) => circle_path(c.center, c.radius),
            Outline::Rounded(r, radius) => r.to_rounded_rect(*radius).to_path(1e-4),
        }
    }

    /// How far `point` lies outside, in millimetres; 0 inside or on the edge.
    pub fn distance_outside(&self, point: Point) -> f64 {
        match self {
            Outline::Circle(c) => ((point - c.center).hypot() - c.radius).max(0.0),
            Outline::Rect(r) | Outline::Rounded(r, _) => {
                let dx = (r.x0 - point.x).max(point.x - r.x1).max(0.0);
                let dy = (r.y0 - point.y).max(point.y - r.y1).max(0.0);
                dx.hypot(dy)
            }
        }
    }
}

/// How often a path turns round a point: what [`Shape::winding`] counts. A piece is solved only where its handles lie on both
/// sides of the point; beside it they say what its ends say.
pub fn winding(path: &BezPath, p: Point) -> i32 {
    let turns = |segment: PathSeg| {
        let hull = control_box(&segment);
        if p.y < hull.y0 || p.y >= hull.y1 || p.x < hull.x0 {
            return 0;
        }
        if p.x < hull.x1 {
            let elements: &[PathEl] = &[PathEl::MoveTo(segment.start()), segment.as_path_el()];
            return elements.winding(p);
        }
        // It runs to the left of the point, where turns are counted.
        i32::from(segment.end().y <= p.y) - i32::from(segment.start().y <= p.y)
    };
    path.segments().map(turns).sum()
}

/// The box round the ends and handles of a segment.
pub fn control_box(segment: &PathSeg) -> Rect {
    match segment {
        PathSeg::Line(l) => Rect::from_points(l.p0, l.p1),
        PathSeg::Quad(q) => Rect::from_points(q.p0, q.p1).union_pt(q.p2),
        PathSeg::Cubic(c) => Rect::from_points(c.p0, c.p1).union_pt(c.p2).union_pt(c.p3),
    }
}

/// A rectangle as a closed path, from its top left corner, clockwise on the page.
pub fn rect_path(r: Rect) -> BezPath {
    polygon(&[Point::new(r.x0, r.y0), Point::new(r.x1, r.y0), Point::new(r.x1, r.y1), Point::new(r.x0, r.y1)])
}

/// A closed path through `points`.
pub fn polygon(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (i, p) in points.iter().enumerate() {
        if i == 0 { path.move_to(*p) } else { path.line_to(*p) }
    }
    path.close_path();
    path
}

/// A path as the `d` of an SVG's path writes it (SVG 1.1, 8.3), with at most so many decimals.
pub fn svg_data(path: &BezPath, decimals: usize) -> String {
    let mut out = String::new();
    let mut put = |letter: char, points: &[Point]| {
        out.push(letter);
        for (i, p) in points.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            out.push_str(&number(p.x, decimals));
            out.push(' ');
            out.push_str(&number(p.y, decimals));
        }
    };
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => put('M', &[p]),
            PathEl::LineTo(p) => put('L', &[p]),
            PathEl::QuadTo(a, p) => put('Q', &[a, p]),
            PathEl::CurveTo(a, b, p) => put('C', &[a, b, p]),
            PathEl::ClosePath => put('Z', &[]),
        }
    }
    out
}

/// A full circle of four cubics, clockwise on the page; its radius is off by at most 0.03 %.
pub fn circle_path(center: Point, radius: f64) -> BezPath {
    // The usual constant, 4/3·(√2−1): the arc's middle lies on the circle.
    let k = radius * 0.552_284_749_830_793_6;
    let at = |x: f64, y: f64| center + Vec2::new(x, y);
    let mut path = BezPath::new();
    path.move_to(at(radius, 0.0));
    path.curve_to(at(radius, k), at(k, radius), at(0.0, radius));
    path.curve_to(at(-k, radius), at(-radius, k), at(-radius, 0.0));
    path.curve_to(at(-radius, -k), at(-k, -radius), at(0.0, -radius));
    path.curve_to(at(k, -radius), at(radius, -k), at(radius, 0.0));
    path.close_path();
    path
}

/// A circle of eight curves, for knives: none lies farther from it than four millionths of its radius. Of four curves they lie up
/// to 0.03 % of it beyond.
pub fn fine_circle_path(center: Point, radius: f64) -> BezPath {
    // Four thirds of the tangent of a sixteenth of a half turn.
    let handle = radius * 0.265_216_489_839_544;
    let h = std::f64::consts::FRAC_1_SQRT_2;
    let ways = [(1.0, 0.0), (h, h), (0.0, 1.0), (-h, h), (-1.0, 0.0), (-h, -h), (0.0, -1.0), (h, -h)];
    let at = |i: usize| Vec2::from(ways[i % 8]);
    let mut path = BezPath::new();
    path.move_to(center + at(0) * radius);
    for i in 0..8 {
        let (from, to) = (at(i), at(i + 1));
        let (a, b) = (Vec2::new(-from.y, from.x), Vec2::new(to.y, -to.x));
        path.curve_to(center + from * radius + a * handle, center + to * radius + b * handle, center + to * radius);
    }
    path.close_path();
    path
}

/// `r` moved outward by `d` on every side (inward when negative).
pub fn grow(r: Rect, d: f64) -> Rect {
    Rect::new(r.x0 - d, r.y0 - d, r.x1 + d, r.y1 + d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_those_that_kurbo_counts() {
        // A ring, whose inner disc turns the other way, with an open stroke through both; whole points lie on ends and extremes.
        let mut path = circle_path(Point::new(0.0, 0.0), 10.0);
        path.extend(circle_path(Point::new(0.0, 0.0), 5.0).reverse_subpaths());
        path.extend(BezPath::from_svg("M-12 -3 Q0 9 12 -3 L12 4 C4 12 -4 -12 -12 4").unwrap());
        let mut inside = 0;
        for at in 0..60 * 60 {
            let p = Point::new(f64::from(at % 60) / 2.0 - 15.0, f64::from(at / 60) / 2.0 - 15.0);
            assert_eq!(winding(&path, p), path.winding(p), "{p}");
            inside += u32::from(winding(&path, p) != 0);
        }
        assert!((300..3000).contains(&inside), "{inside}");
    }
}
