//! Which parts of a path pass through a box.

use biaoyu_page::geom::{Affine, BezPath, ParamCurve as _, PathSeg, Point, Rect, control_box, winding};

/// Halvings of a curve after which its chord stands for it: 1/32 of a piece of display ornament is straight.
const HALVINGS: u32 = 5;

/// How often a path passes through the box: stretches of neighbouring segments count once. `at` takes the path's space
/// into the box's, so that the box of turned type stays narrow. `rough` is the box in the path's own space.
pub(super) fn passes(path: &BezPath, rough: Rect, at: Affine, fine: Rect) -> usize {
    let (mut count, mut inside) = (0, false);
    let mut end = None;
    for segment in path.segments() {
        let joined = end == Some(segment.start());
        let hit = meets(control_box(&segment), rough) && through(&(at * segment), fine, HALVINGS);
        if hit && !(inside && joined) {
            count += 1;
        }
        (inside, end) = (hit, Some(segment.end()));
    }
    count
}

/// Whether a segment has a point in the box.
fn through(segment: &PathSeg, r: Rect, halvings: u32) -> bool {
    if !meets(control_box(segment), r) {
        return false;
    }
    if within(r, segment.start()) || within(r, segment.end()) {
        return true;
    }
    if let PathSeg::Line(line) = segment {
        return chord(line.p0, line.p1, r);
    }
    if halvings == 0 {
        return chord(segment.start(), segment.end(), r);
    }
    let (a, b) = (segment.subsegment(0.0..0.5), segment.subsegment(0.5..1.0));
    through(&a, r, halvings - 1) || through(&b, r, halvings - 1)
}

/// Whether a straight line passes through the box (Liang and Barsky).
fn chord(a: Point, b: Point, r: Rect) -> bool {
    let d = b - a;
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (p, q) in [(-d.x, a.x - r.x0), (d.x, r.x1 - a.x), (-d.y, a.y - r.y0), (d.y, r.y1 - a.y)] {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            from = from.max(q / p);
        } else {
            to = to.min(q / p);
        }
    }
    from <= to
}

/// Whether boxes touch, thin ones too.
pub(super) fn meets(a: Rect, b: Rect) -> bool {
    a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1
}

fn within(r: Rect, p: Point) -> bool {
    r.x0 <= p.x && p.x <= r.x1 && r.y0 <= p.y && p.y <= r.y1
}

/// Whether all corners and the middle of a box lie inside a path; `at` takes the box's space into the path's.
pub(super) fn covers(path: &BezPath, even_odd: bool, at: Affine, r: Rect) -> bool {
    let corners = [(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)].map(Point::from);
    corners.into_iter().chain([r.center()]).all(|p| {
        let turns = winding(path, at * p);
        if even_odd { turns % 2 != 0 } else { turns != 0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::circle_path;

    #[test]
    fn a_curve_passes_where_it_runs_not_where_its_handles_are() {
        let arch = BezPath::from_svg("M0 0 C0 40 60 40 60 0").unwrap();
        let count = |r: Rect| passes(&arch, r, Affine::IDENTITY, r);
        assert_eq!(count(Rect::new(25.0, 28.0, 35.0, 32.0)), 1, "its top");
        assert_eq!(count(Rect::new(25.0, 33.0, 35.0, 39.0)), 0, "below its handles");
        assert_eq!(count(Rect::new(-5.0, 5.0, 65.0, 10.0)), 1, "one segment, one stretch");
    }

    #[test]
    fn dots_count_one_by_one() {
        let mut dots = BezPath::new();
        for x in 0..10 {
            dots.move_to((f64::from(x), 0.0));
            dots.line_to((f64::from(x), 0.0));
        }
        let r = Rect::new(1.5, -1.0, 4.5, 1.0);
        assert_eq!(passes(&dots, r, Affine::IDENTITY, r), 3);
    }

    #[test]
    fn a_disc_covers_what_lies_in_it() {
        let disc = circle_path(Point::new(0.0, 0.0), 10.0);
        assert!(covers(&disc, false, Affine::IDENTITY, Rect::new(-7.0, -7.0, 7.0, 7.0)));
        assert!(!covers(&disc, false, Affine::IDENTITY, Rect::new(-8.0, -8.0, 8.0, 8.0)));
    }
}
