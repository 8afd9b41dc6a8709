//! Clip paths: several figures of either fill rule become one path of the non-zero rule, which is all that a page knows.
//!
//! A figure whose contours do not cross is wound so that every place inside counts once and every place outside not at
//! all. Such figures, put together, are their union.

use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Shape as _, flatten};

use super::pen::bez;

/// Points of one figure that crossings are looked for among: the search is quadratic.
const POINTS: usize = 4_000;

/// A figure of a clip path, millimetres.
pub(super) struct Figure {
    pub path: BezPath,
    pub even_odd: bool,
}

/// The union of `figures` under the non-zero rule; `None` when a figure that has to be wound anew crosses itself.
pub(super) fn unite(figures: &[Figure]) -> Option<BezPath> {
    if let [only] = figures
        && !only.even_odd
    {
        return Some(only.path.clone());
    }
    let mut union = BezPath::new();
    for figure in figures {
        for contour in wind(figure)? {
            union.extend(contour);
        }
    }
    Some(union)
}

/// A figure without another that lies in it, under the non-zero rule; `None` when their outlines cross.
pub(super) fn pierced(figure: &Figure, hole: &Figure) -> Option<BezPath> {
    let (outer, inner) = (wind(figure)?, wind(hole)?);
    let all: Vec<Contour> = outer.iter().chain(&inner).flat_map(contours).collect();
    if all.iter().map(|c| c.points.len()).sum::<usize>() > POINTS || crosses(&all) {
        return None;
    }
    let mut path = BezPath::new();
    outer.iter().for_each(|contour| path.extend(contour.iter()));
    inner.iter().for_each(|contour| path.extend(contour.reverse_subpaths().iter()));
    Some(path)
}

struct Contour {
    path: BezPath,
    points: Vec<Point>,
    /// Turns clockwise on the page.
    forward: bool,
}

/// The contours of a figure, wound so that its inside counts 1.
fn wind(figure: &Figure) -> Option<Vec<BezPath>> {
    let contours = contours(&figure.path);
    if contours.iter().map(|c| c.points.len()).sum::<usize>() > POINTS || crosses(&contours) {
        return None;
    }
    let mut out = Vec::new();
    for (i, contour) in contours.iter().enumerate() {
        let Some(inner) = contour.points.first() else { continue };
        let sign = |c: &Contour| if c.forward { 1 } else { -1 };
        let around: i32 = contours
            .iter()
            .enumerate()
            .filter(|(j, c)| *j != i && contains(&c.points, *inner))
            .map(|(_, c)| sign(c))
            .sum();
        let inside = |winding: i32| if figure.even_odd { winding % 2 != 0 } else { winding != 0 };
        let (outer, inner) = (inside(around), inside(around + sign(contour)));
        if outer != inner {
            // Forward where it leads into the figure, backward where it leads into a hole.
            out.push(if contour.forward == inner { contour.path.clone() } else { contour.path.reverse_subpaths() });
        }
    }
    Some(out)
}

fn contours(path: &BezPath) -> Vec<Contour> {
    let mut parts: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        match (element, parts.last_mut()) {
            (PathEl::MoveTo(_), _) => parts.push(BezPath::from_vec(vec![*element])),
            (_, Some(part)) => part.push(*element),
            (_, None) => {}
        }
    }
    let bounds = path.control_box();
    let tolerance = (bounds.width().max(bounds.height()) / 5_000.0).max(1e-6);
    let contour = |mut path: BezPath| {
        if !matches!(path.elements().last(), Some(PathEl::ClosePath)) {
            path.close_path();
        }
        let mut points = Vec::new();
        flatten(path.elements().iter().copied(), tolerance, |e| match e {
            PathEl::MoveTo(p) | PathEl::LineTo(p) => points.push(p),
            _ => {}
        });
        points.dedup_by(|a, b| (*a - *b).hypot2() < 1e-14);
        if points.len() > 1 && points.first().zip(points.last()).is_some_and(|(a, b)| (*a - *b).hypot2() < 1e-14) {
            points.pop();
        }
        let forward = path.area() > 0.0;
        Contour { path, points, forward }
    };
    parts.into_iter().map(contour).filter(|c| c.points.len() > 2).collect()
}

/// Whether a point lies inside a polygon (even–odd: the polygon is simple).
fn contains(polygon: &[Point], p: Point) -> bool {
    let next = polygon.iter().cycle().skip(1);
    let crossed = polygon
        .iter()
        .zip(next)
        .filter(|(a, b)| (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x));
    crossed.count() % 2 == 1
}

/// Whether any two edges cross in their middles.
fn crosses(contours: &[Contour]) -> bool {
    let edges: Vec<(Point, Point)> =
        contours.iter().flat_map(|c| c.points.iter().copied().zip(c.points.iter().copied().cycle().skip(1))).collect();
    let side = |a: Point, b: Point, p: Point| (b - a).cross(p - a);
    edges.iter().enumerate().any(|(i, (a, b))| {
        edges
            .iter()
            .skip(i + 1)
            .any(|(c, d)| side(*a, *b, *c) * side(*a, *b, *d) < 0.0 && side(*c, *d, *a) * side(*c, *d, *b) < 0.0)
    })
}

/// The figures of a clip path's children, millimetres; false when a child is clipped itself among others. `at` leads
/// from the children's space: every group's own transform is followed, as the absolute ones that the parser keeps are
/// not those of a nested viewport.
pub(super) fn figures(root: &usvg::Group, at: Affine, out: &mut Vec<Figure>) -> bool {
    root.children().iter().all(|child| match child {
        usvg::Node::Path(path) => {
            if let Some(fill) = path.fill().filter(|_| path.is_visible()) {
                let even_odd = fill.rule() == usvg::FillRule::EvenOdd;
                out.push(Figure { path: at * bez(path.data()), even_odd });
            }
            true
        }
        usvg::Node::Group(group) => {
            let inner = at * super::gradient::affine(group.transform());
            group.clip_path().is_none() && figures(group, inner, out)
        }
        usvg::Node::Image(_) | usvg::Node::Text(_) => true,
    })
}

/// Everything but a figure; `None` when its edge crosses itself.
pub(super) fn without(figure: &Figure, page: biaoyu_page::geom::Rect) -> Option<BezPath> {
    let mut path = biaoyu_page::geom::rect_path(page.union(figure.path.bounding_box()).inflate(10.0, 10.0));
    for contour in wind(figure)? {
        path.extend(contour.reverse_subpaths());
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x0: f64, x1: f64, forward: bool) -> BezPath {
        let path = biaoyu_page::geom::rect_path(biaoyu_page::geom::Rect::new(x0, x0, x1, x1));
        if forward { path } else { path.reverse_subpaths() }
    }

    #[test]
    fn a_ring_of_either_rule_keeps_its_hole_beside_another_figure() {
        for (even_odd, inner_forward) in [(true, true), (true, false), (false, false)] {
            let mut ring = square(0.0, 10.0, true);
            ring.extend(square(3.0, 7.0, inner_forward));
            let other = Figure { path: square(4.0, 5.0, false), even_odd: false };
            let union = unite(&[Figure { path: ring, even_odd }, other]).unwrap();
            for (at, inside) in [(1.0, true), (3.5, false), (4.5, true), (6.5, false), (11.0, false)] {
                assert_eq!(union.winding(Point::new(at, at)) != 0, inside, "{even_odd} {inner_forward} {at}");
            }
        }
        let star = "M0 0L10 10L0 10L10 0Z";
        assert!(unite(&[Figure { path: BezPath::from_svg(star).unwrap(), even_odd: true }]).is_none());
    }
}
