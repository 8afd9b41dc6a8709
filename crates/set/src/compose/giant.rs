//! One character as the picture: scaled by its ink, cut by its window, and readable all the same.

use std::sync::Arc;

use super::{Composer, Laid};
use crate::layout::{Extent, Giant, Item as Wanted};
use crate::text::Missing;
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, BezPath, Outline, PathEl, Point, Rect};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Fill, Group, Item, Mark, PathMark, Plane};
use biaoyu_page::say;

impl Composer<'_> {
    /// Draws a giant character. It is art, not text: the PDF's text stays the slogan.
    pub(super) fn giant(&mut self, item: &Wanted, giant: &Giant) -> Option<Laid> {
        let text = giant.text.expand(&self.fields);
        let wanted = giant.index.eval(&self.frame).max(0.0) as usize;
        let c = text.chars().filter(|c| !c.is_whitespace()).nth(wanted)?;
        // One face for the whole slogan, the large character too.
        let chain = self.chain(&item.id, &giant.style, &text)?;
        let Some((face, id)) = chain.lookup(c).and_then(|f| Some((f, f.glyph(c)?))) else {
            let face = giant.style.face.to_string();
            self.missing(&item.id, vec![Missing { character: c, index: wanted, face }]);
            return None;
        };
        let glyph = face.outline(id);
        let ink = glyph.ink;
        let outline = self.outline(&giant.region);
        let window = outline.bounds();
        let zoom = giant.zoom.eval(&self.frame);
        let (across, up) = (window.width() / ink.width().max(1e-9), window.height() / ink.height().max(1e-9));
        let size = zoom
            * match giant.by {
                Extent::Width => across,
                Extent::Height => up,
                Extent::Fill => across.max(up),
                Extent::Fit => across.min(up),
            };
        let (ax, ay) = (giant.anchor.0.eval(&self.frame), giant.anchor.1.eval(&self.frame));
        let left = window.x0 + ax * (window.width() - ink.width() * size);
        let top = window.y0 + ay * (window.height() - ink.height() * size);
        let place =
            Affine::translate((left - ink.x0 * size, top + ink.y1 * size)) * Affine::scale_non_uniform(size, -size);
        let path = place * glyph.path.clone();
        let drawn = place.transform_rect_bbox(ink);

        let seen = window.intersect(self.edition.product.trim_outline().bounds());
        // What lies in sight whole need not be measured.
        let is_whole = seen.union(drawn) == seen;
        let share = if is_whole { 1.0 } else { area(&path, Some(seen)) / area(&path, None).max(1e-9) };
        if share < giant.visible - 0.005 && matches!(outline, Outline::Rect(_)) {
            let (found, least) = (number(share * 100.0, 0), number(giant.visible * 100.0, 0));
            let what = say!(
                "{found} % of `{c}` is seen, {least} % is the least",
                "`{c}` 只露出 {found} %，至少应为 {least} %"
            );
            let hint = say!("lower the zoom, or move the anchor", "请减小放大倍数，或移动锚点");
            self.remark(&item.id, "glyph-cropped", Severity::Warning, what, hint);
        }
        let inside = drawn.x0 >= window.x0 && drawn.y0 >= window.y0 && drawn.x1 <= window.x1 && drawn.y1 <= window.y1;
        let clip = (!inside || matches!(outline, Outline::Circle(_))).then(|| Arc::new(outline.path()));
        let fill = Fill { paint: self.paint(giant.style.ink), even_odd: false };
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill: Some(fill), stroke: None });
        let figure = Item { mark, plane: Plane::Art, source: self.source(&item.id) };
        let group = Group { transform: Affine::IDENTITY, clip, text: None, items: vec![figure] };
        let group = Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(&item.id) };
        Some(Laid { items: vec![group], region: window, size, lines: 1.0, ink: drawn.intersect(window) })
    }
}

/// Area inside a path, of the part in `window` when there is one (Sutherland–Hodgman: the degenerate edges that it
/// leaves on concave figures enclose nothing).
fn area(path: &BezPath, window: Option<Rect>) -> f64 {
    let mut contours: Vec<Vec<Point>> = Vec::new();
    // A thousandth of the figure is finer than the percent that is reported.
    let tolerance = biaoyu_page::geom::Shape::bounding_box(path).width() * 1e-3 + 1e-6;
    biaoyu_page::geom::flatten(path, tolerance, |element| match element {
        PathEl::MoveTo(p) => contours.push(vec![p]),
        PathEl::LineTo(p) => {
            if let Some(contour) = contours.last_mut() {
                contour.push(p);
            }
        }
        _ => {}
    });
    contours
        .into_iter()
        .map(|contour| match window {
            None => shoelace(&contour),
            Some(w) => {
                let sides: [&dyn Fn(Point) -> f64; 4] =
                    [&|p| p.x - w.x0, &|p| w.x1 - p.x, &|p| p.y - w.y0, &|p| w.y1 - p.y];
                shoelace(&sides.into_iter().fold(contour, |c, side| half(&c, side)))
            }
        })
        .sum::<f64>()
        .abs()
}

/// The part of a contour where `side` is not negative.
fn half(contour: &[Point], side: &dyn Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(contour.len() + 4);
    for (i, b) in contour.iter().enumerate() {
        let a = contour[(i + contour.len() - 1) % contour.len()];
        let (da, db) = (side(a), side(*b));
        if (da < 0.0) != (db < 0.0) {
            kept.push(a.lerp(*b, da / (da - db)));
        }
        if db >= 0.0 {
            kept.push(*b);
        }
    }
    kept
}

fn shoelace(contour: &[Point]) -> f64 {
    let next = contour.iter().cycle().skip(1);
    contour.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{circle_path, rect_path};

    #[test]
    fn the_seen_area_is_that_of_the_part_in_the_window() {
        let disc = circle_path(Point::new(0.0, 0.0), 10.0);
        let whole = area(&disc, None);
        assert!((whole - 314.16).abs() < 1.5, "{whole}");
        let half = area(&disc, Some(Rect::new(0.0, -50.0, 50.0, 50.0)));
        assert!((half * 2.0 - whole).abs() < 0.5);
        // A ring is counted without its hole.
        let mut ring = rect_path(Rect::new(0.0, 0.0, 10.0, 10.0));
        let hole = rect_path(Rect::new(2.0, 2.0, 8.0, 8.0)).reverse_subpaths();
        ring.extend(hole);
        assert!((area(&ring, Some(Rect::new(0.0, 0.0, 5.0, 10.0))) - 32.0).abs() < 0.1);
    }
}
