//! Outlines against outlines: how far two overlap, and how far apart they are. Page millimetres, y down.

use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Rect, flatten};

/// A straight piece of an outline.
type Edge = (Point, Point);

/// An outline made of straight pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    edges: Vec<Edge>,
    even_odd: bool,
}

/// How far two outlines overlap, mm: the widest common stretch of a level line, and the heights of all such lines
/// together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Depth {
    pub across: f64,
    pub down: f64,
}

/// A part of a level line that lies inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    /// Which line, from 0 at the top.
    pub line: u32,
    pub from: f64,
    pub to: f64,
}

/// Level lines on which overlaps are looked for, at most.
const LINES: usize = 256;

impl Outline {
    /// The inside of a path.
    pub(crate) fn of_fill(path: &BezPath, at: Affine, even_odd: bool, tolerance: f64) -> Self {
        Self { edges: edges(path, at, tolerance, true), even_odd }
    }

    /// A line of a width, each straight piece as a rectangle: where pieces meet at an angle a sliver is missing.
    pub(crate) fn of_line(path: &BezPath, at: Affine, width: f64, tolerance: f64) -> Self {
        let mut all = Vec::new();
        for (a, b) in edges(path, at, tolerance, false) {
            let along = b - a;
            let length = along.hypot();
            if length <= 0.0 {
                continue;
            }
            // Always turned the same way, so that pieces that overlap add up.
            let side = biaoyu_page::geom::Vec2::new(-along.y, along.x) * (width / 2.0 / length);
            let [p, q, r, s] = [a + side, a - side, b - side, b + side];
            all.extend([(p, q), (q, r), (r, s), (s, p)]);
        }
        Self { edges: all, even_odd: false }
    }

    /// An upright rectangle.
    pub(crate) fn of_box(r: Rect) -> Self {
        let [a, b, c, d] = [(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)].map(Point::from);
        Self { edges: vec![(a, b), (b, c), (c, d), (d, a)], even_odd: false }
    }

    /// How far both overlap within a window, on level lines at most `step` apart.
    pub(crate) fn overlap(&self, other: &Outline, window: Rect, step: f64) -> Depth {
        let mut depth = Depth::default();
        // Boxes of neighbours share a strip that the ink of neither may reach.
        if self.is_absent(window) || other.is_absent(window) {
            return depth;
        }
        let lines = ((window.height() / step.max(1e-9)).ceil() as usize).clamp(1, LINES);
        let step = window.height() / lines as f64;
        let (ours, theirs) = (self.stretches(window, lines), other.stretches(window, lines));
        let mut theirs = &*theirs;
        for ours in ours.chunk_by(|a, b| a.line == b.line) {
            let line = ours.first().map_or(0, |stretch| stretch.line);
            theirs = theirs.get(theirs.partition_point(|b| b.line < line)..).unwrap_or_default();
            let beside = theirs.iter().take_while(|b| b.line == line);
            let common = beside.flat_map(|b| ours.iter().map(|a| a.to.min(b.to) - a.from.max(b.from)));
            let widest = common.fold(0.0, f64::max);
            if widest > 0.0 {
                depth.across = depth.across.max(widest);
                depth.down += step;
            }
        }
        depth
    }

    /// Whether nothing of it lies in a window: no piece reaches it, and it is no hole in what lies all around.
    fn is_absent(&self, window: Rect) -> bool {
        !self.edges.iter().any(|edge| meets(grown(*edge, 0.0), window)) && !self.holds(window.center())
    }

    /// Whether a point lies inside.
    pub(crate) fn holds(&self, p: Point) -> bool {
        let mut turns = 0;
        for (a, b) in &self.edges {
            if (a.y <= p.y) != (b.y <= p.y) && a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) > p.x {
                turns += if b.y > a.y { 1 } else { -1 };
            }
        }
        if self.even_odd { turns % 2 != 0 } else { turns != 0 }
    }

    /// Its straight pieces.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = Edge> {
        self.edges.iter().copied()
    }

    /// The pieces that meet a window.
    pub(crate) fn near(&self, window: Rect) -> Outline {
        let edges = self.edges.iter().filter(|edge| meets(grown(**edge, 0.0), window)).copied().collect();
        Outline { edges, even_odd: self.even_odd }
    }

    /// Any point of the outline.
    pub(crate) fn point(&self) -> Option<Point> {
        self.edges.first().map(|edge| edge.0)
    }

    /// The distance of two outlines, mm, as far as it is below `most`; 0 where the first lies in the other.
    pub(crate) fn distance(&self, other: &Outline, most: f64) -> f64 {
        if self.point().is_some_and(|p| other.holds(p)) {
            return 0.0;
        }
        let mut least = most;
        for a in &self.edges {
            let near = grown(*a, least);
            for b in &other.edges {
                if meets(near, grown(*b, 0.0)) {
                    least = least.min(apart(*a, *b));
                }
            }
        }
        least
    }

    /// The stretches inside on the level lines of a window, line by line and from left to right, those that end at its
    /// sides cut there.
    pub(crate) fn stretches(&self, window: Rect, lines: usize) -> Vec<Stretch> {
        let step = window.height() / lines as f64;
        // What a line has turned through where the window begins, then line, place and turn of each crossing in it; what
        // lies beyond matters no more.
        let mut before = vec![0; lines];
        let mut crossings: Vec<(u32, f64, i32)> = Vec::new();
        for (a, b) in &self.edges {
            let (low, high, turn) = if a.y < b.y { (a, b, 1) } else { (b, a, -1) };
            if a.x >= window.x1 && b.x >= window.x1 {
                continue;
            }
            let line = |y: f64| ((y - window.y0) / step - 0.5).ceil().clamp(0.0, lines as f64) as usize;
            let (first, end) = (line(low.y), line(high.y));
            let is_before = a.x <= window.x0 && b.x <= window.x0;
            for (i, turns) in before.iter_mut().enumerate().take(end).skip(first) {
                let y = window.y0 + (i as f64 + 0.5) * step;
                let x = if is_before { window.x0 } else { low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x) };
                if x <= window.x0 {
                    *turns += turn;
                } else if x < window.x1 {
                    crossings.push((i as u32, x, turn));
                }
            }
        }
        crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let is_in = |turns: i32| if self.even_odd { turns % 2 != 0 } else { turns != 0 };
        let mut all = Vec::new();
        let mut rest = &*crossings;
        for (line, turns) in (0_u32..).zip(before) {
            let (of_line, others) = rest.split_at(rest.iter().take_while(|crossing| crossing.0 == line).count());
            rest = others;
            let (mut turns, mut from) = (turns, window.x0);
            // At the window's end all that is still open ends.
            let end = (line, window.x1, 0);
            for (_, x, turn) in of_line.iter().copied().chain([end]) {
                let was_in = is_in(turns);
                turns += turn;
                let is_end = turn == 0;
                if was_in && (is_end || !is_in(turns)) {
                    if x > from {
                        all.push(Stretch { line, from, to: x });
                    }
                } else if !was_in && is_in(turns) {
                    from = x;
                }
            }
        }
        all
    }
}

/// The straight pieces of a path, its figures closed when they are filled.
pub(super) fn edges(path: &BezPath, at: Affine, tolerance: f64, closed: bool) -> Vec<Edge> {
    let mut all = Vec::new();
    let (mut start, mut last) = (Point::ZERO, Point::ZERO);
    let [a, b, c, d, ..] = at.as_coeffs();
    let scale = a.hypot(b).max(c.hypot(d)).max(1e-9);
    flatten(path, tolerance / scale, |element| match element {
        PathEl::MoveTo(p) => {
            if closed && last != start {
                all.push((last, start));
            }
            (start, last) = (at * p, at * p);
        }
        PathEl::LineTo(p) => {
            all.push((last, at * p));
            last = at * p;
        }
        _ => {
            all.push((last, start));
            last = start;
        }
    });
    if closed && last != start {
        all.push((last, start));
    }
    all
}

fn grown((a, b): Edge, by: f64) -> Rect {
    let r = Rect::from_points(a, b);
    Rect::new(r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by)
}

/// Whether boxes touch, thin ones too.
pub(super) fn meets(a: Rect, b: Rect) -> bool {
    a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
}

/// The distance of boxes; 0 where they touch.
pub(super) fn between(a: Rect, b: Rect) -> f64 {
    let dx = (a.x0 - b.x1).max(b.x0 - a.x1).max(0.0);
    let dy = (a.y0 - b.y1).max(b.y0 - a.y1).max(0.0);
    dx.hypot(dy)
}

/// The distance of two straight pieces.
fn apart((a, b): Edge, (c, d): Edge) -> f64 {
    let side = |p: Point, q: Point, r: Point| (q - p).cross(r - p);
    let crosses = side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0;
    if crosses {
        return 0.0;
    }
    let to = |p: Point, (a, b): Edge| {
        let along = b - a;
        let t = ((p - a).dot(along) / along.hypot2().max(1e-18)).clamp(0.0, 1.0);
        (p - (a + along * t)).hypot()
    };
    to(a, (c, d)).min(to(b, (c, d))).min(to(c, (a, b))).min(to(d, (a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{circle_path, rect_path};

    fn fill(path: &BezPath) -> Outline {
        Outline::of_fill(path, Affine::IDENTITY, false, 1e-3)
    }

    #[test]
    fn boxes_may_overlap_where_outlines_do_not() {
        // Two discs: their boxes share a corner, they do not.
        let a = fill(&circle_path(Point::new(0.0, 0.0), 10.0));
        let b = fill(&circle_path(Point::new(15.0, 15.0), 10.0));
        let window = Rect::new(5.0, 5.0, 10.0, 10.0);
        assert_eq!(a.overlap(&b, window, 0.05), Depth::default());
        assert!((a.distance(&b, 5.0) - (15.0 * 2.0_f64.sqrt() - 20.0)).abs() < 0.02);
        let c = fill(&circle_path(Point::new(12.0, 0.0), 10.0));
        let depth = a.overlap(&c, Rect::new(2.0, -10.0, 10.0, 10.0), 0.1);
        assert!((depth.across - 8.0).abs() < 0.05 && (depth.down - 16.0).abs() < 0.3, "{depth:?}");
        assert_eq!(a.distance(&c, 5.0), 0.0);
    }

    #[test]
    fn a_line_has_its_width_and_a_hole_is_empty() {
        let mut line = BezPath::new();
        line.move_to((0.0, 5.0));
        line.line_to((20.0, 5.0));
        let pen = Outline::of_line(&line, Affine::IDENTITY, 2.0, 1e-3);
        let square = fill(&rect_path(Rect::new(5.0, 0.0, 10.0, 10.0)));
        let depth = square.overlap(&pen, Rect::new(0.0, 0.0, 20.0, 10.0), 0.05);
        assert!((depth.across - 5.0).abs() < 1e-9 && (depth.down - 2.0).abs() < 0.1, "{depth:?}");
        let mut ring = rect_path(Rect::new(0.0, 0.0, 20.0, 20.0));
        ring.extend(rect_path(Rect::new(4.0, 4.0, 16.0, 16.0)).reverse_subpaths());
        let ring = fill(&ring);
        let inner = fill(&rect_path(Rect::new(6.0, 6.0, 8.0, 8.0)));
        assert_eq!(ring.overlap(&inner, Rect::new(6.0, 6.0, 8.0, 8.0), 0.05), Depth::default());
        assert!((ring.distance(&inner, 9.0) - 2.0).abs() < 1e-9);
    }
}
