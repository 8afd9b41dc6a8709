//! What a seam or a ring should not go through: the strokes of type, codes, pictures.

use std::sync::Arc;

use crate::compose::{Entry, Sort};
use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Rect, Shape as _, flatten};
use biaoyu_page::page::{Item, Mark, Page, Plane};
use biaoyu_page::words::Way;

/// What a figure is to the one who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A character.
    Type,
    /// A code that a camera reads.
    Code,
    /// A logo or photo.
    Picture,
}

#[derive(Clone, Debug)]
struct Figure {
    kind: Kind,
    bounds: Rect,
    /// Its edges as straight lines; of a code or picture none, it counts as its box.
    edges: Vec<(Point, Point)>,
    text: String,
}

/// The figures of a page that are read.
#[derive(Clone, Debug, Default)]
pub struct Obstacles {
    figures: Vec<Figure>,
}

/// What a line goes through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Through {
    /// Millimetres of it that lie on strokes of type.
    pub ink: f64,
    /// The characters whose strokes it cuts.
    pub text: String,
    /// It cuts a code.
    pub code: bool,
    /// It cuts a logo or photo.
    pub picture: bool,
    /// What it costs where a seam may choose.
    pub(super) cost: f64,
}

/// How near a straight line must lie to its curve, mm: a thousandth of a hand-high character.
const NEAR: f64 = 0.2;

impl Obstacles {
    /// Of a page that was set so.
    pub fn of(page: &Page, ledger: &[Entry]) -> Self {
        let mut found = Gather { all: Self::default(), ledger };
        page.items.iter().for_each(|item| found.item(item, Affine::IDENTITY, None));
        let mut all = found.all;
        for entry in ledger.iter().filter(|entry| entry.sort == Sort::Picture && entry.ink.area() > 0.0) {
            let code = entry.fields.iter().any(|field| &**field == "qr");
            let is_ground = entry.ink.area() > 0.5 * page.boxes.trim.area();
            if code || !is_ground {
                let kind = if code { Kind::Code } else { Kind::Picture };
                all.figures.push(Figure { kind, bounds: entry.ink, edges: Vec::new(), text: String::new() });
            }
        }
        all
    }

    /// What a line within `clear` mm of `at` goes through.
    pub fn through(&self, way: Way, at: f64, clear: f64) -> Through {
        let mut all = Through::default();
        for figure in &self.figures {
            let (from, to, high) = match way {
                Way::Upright => (figure.bounds.x0, figure.bounds.x1, figure.bounds.height()),
                Way::Level => (figure.bounds.y0, figure.bounds.y1, figure.bounds.width()),
            };
            if at + clear <= from || at - clear >= to {
                continue;
            }
            match figure.kind {
                Kind::Code => {
                    all.code = true;
                    all.cost += 50.0 * high;
                }
                Kind::Picture => {
                    all.picture = true;
                    all.cost += high;
                }
                Kind::Type => {
                    let ink = [at - clear, at, at + clear].into_iter().map(|at| chord(&figure.edges, way, at));
                    let ink = ink.fold(0.0, f64::max);
                    if ink > 0.0 {
                        all.text.push_str(&figure.text);
                    }
                    all.ink += ink;
                    // Between the strokes of a character is worse than between two characters.
                    all.cost += ink + 0.05 * high;
                }
            }
        }
        all
    }

    /// Whether a disc lies on type, a code or a picture.
    pub fn hits(&self, centre: Point, radius: f64) -> bool {
        self.figures.iter().any(|figure| {
            let near = Point::new(
                centre.x.clamp(figure.bounds.x0, figure.bounds.x1),
                centre.y.clamp(figure.bounds.y0, figure.bounds.y1),
            );
            if (near - centre).hypot() >= radius {
                return false;
            }
            let touches = |(a, b): &(Point, Point)| distance(centre, *a, *b) < radius;
            figure.edges.is_empty() || figure.edges.iter().any(touches) || is_inside(&figure.edges, centre)
        })
    }

    /// The widest character across a line of this way, mm.
    pub fn widest(&self, way: Way) -> f64 {
        let types = self.figures.iter().filter(|figure| figure.kind == Kind::Type);
        types.map(|f| if way == Way::Upright { f.bounds.width() } else { f.bounds.height() }).fold(0.0, f64::max)
    }
}

struct Gather<'l> {
    all: Obstacles,
    ledger: &'l [Entry],
}

impl Gather<'_> {
    fn item(&mut self, item: &Item, at: Affine, of: Option<&Arc<str>>) {
        if item.plane != Plane::Art {
            return;
        }
        let region = item.source.region.as_ref().or(of);
        match &item.mark {
            Mark::Group(group) => group.items.iter().for_each(|item| self.item(item, at * group.transform, region)),
            Mark::Shared { form, transform } => {
                form.items.iter().for_each(|item| self.item(item, at * *transform, region));
            }
            Mark::Glyphs(run) => {
                for glyph in &run.glyphs {
                    let outline = run.face.outline(glyph.id);
                    let (from, to) = (glyph.range.start as usize, glyph.range.end as usize);
                    let text = run.text.get(from..to).unwrap_or_default().to_owned();
                    self.figure(at * glyph.matrix * outline.path.clone(), text);
                }
            }
            // Characters that are drawn: by bars, cells, brush.
            Mark::Path(path) if path.fill.is_some() && self.is_type(region) => {
                self.figure(at * (*path.path).clone(), String::new());
            }
            Mark::Path(_) | Mark::Blocks(_) | Mark::Image(_) => {}
        }
    }

    fn is_type(&self, region: Option<&Arc<str>>) -> bool {
        let reads = |sort| {
            matches!(
                sort,
                Sort::Type | Sort::Run | Sort::Arc | Sort::Bars | Sort::Slashes | Sort::Cells | Sort::Key | Sort::Seal
            )
        };
        self.ledger.iter().any(|entry| Some(&entry.region) == region && reads(entry.sort))
    }

    fn figure(&mut self, path: BezPath, text: String) {
        if path.elements().is_empty() {
            return;
        }
        let bounds = path.bounding_box();
        let mut edges = Vec::new();
        let (mut first, mut last) = (Point::ORIGIN, Point::ORIGIN);
        flatten(path.elements().iter().copied(), NEAR, |element| match element {
            PathEl::MoveTo(p) => (first, last) = (p, p),
            PathEl::LineTo(p) => {
                edges.push((last, p));
                last = p;
            }
            PathEl::ClosePath => {
                edges.push((last, first));
                last = first;
            }
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
        });
        self.all.figures.push(Figure { kind: Kind::Type, bounds, edges, text });
    }
}

/// Millimetres of a line that lie inside of a figure (non-zero winding).
fn chord(edges: &[(Point, Point)], way: Way, at: f64) -> f64 {
    let mut crossings: Vec<(f64, i32)> = Vec::new();
    for (a, b) in edges {
        let ((across_a, along_a), (across_b, along_b)) = match way {
            Way::Upright => ((a.x, a.y), (b.x, b.y)),
            Way::Level => ((a.y, a.x), (b.y, b.x)),
        };
        if (across_a <= at) != (across_b <= at) {
            let t = (at - across_a) / (across_b - across_a);
            crossings.push((along_a + t * (along_b - along_a), if across_b > across_a { 1 } else { -1 }));
        }
    }
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut winding, mut length) = (0, 0.0);
    for pair in crossings.windows(2) {
        winding += pair[0].1;
        if winding != 0 {
            length += pair[1].0 - pair[0].0;
        }
    }
    length
}

fn is_inside(edges: &[(Point, Point)], p: Point) -> bool {
    let mut winding = 0;
    for (a, b) in edges {
        if (a.y <= p.y) != (b.y <= p.y) && a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) > p.x {
            winding += if b.y > a.y { 1 } else { -1 };
        }
    }
    winding != 0
}

fn distance(p: Point, a: Point, b: Point) -> f64 {
    let along = b - a;
    let t = if along.hypot2() > 0.0 { ((p - a).dot(along) / along.hypot2()).clamp(0.0, 1.0) } else { 0.0 };
    (p - (a + along * t)).hypot()
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::rect_path;

    #[test]
    fn a_line_is_as_long_as_the_strokes_it_cuts() {
        // 日: a frame with a hole.
        let mut path = rect_path(Rect::new(0.0, 0.0, 100.0, 200.0));
        path.extend(rect_path(Rect::new(20.0, 20.0, 80.0, 180.0)).reverse_subpaths());
        let mut gather = Gather { all: Obstacles::default(), ledger: &[] };
        gather.figure(path, "日".into());
        let all = gather.all;
        assert_eq!(all.through(Way::Upright, 50.0, 0.0).ink, 40.0);
        assert_eq!(
            all.through(Way::Upright, 10.0, 0.0),
            Through { ink: 200.0, text: "日".into(), cost: 210.0, ..Default::default() }
        );
        assert_eq!(all.through(Way::Level, 100.0, 0.0).ink, 40.0);
        assert_eq!(all.through(Way::Upright, 101.0, 0.0), Through::default());
        assert_eq!(all.through(Way::Upright, 103.0, 5.0).ink, 200.0, "near enough to be in the weld");
        assert!(all.hits(Point::new(10.0, 100.0), 5.0) && all.hits(Point::new(-4.0, 100.0), 5.0));
        assert!(!all.hits(Point::new(50.0, 100.0), 5.0));
    }
}
