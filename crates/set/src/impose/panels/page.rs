//! A panel as it is printed.

use std::sync::Arc;

use super::{Laid, Panel, Panels, STRIP, Strips};
use crate::impose::strokes::{key, stroked};
use crate::overview::{End, Words};
use biaoyu_page::geom::{Affine, BezPath, Outline, Point, Rect, circle_path, polygon, rect_path};
use biaoyu_page::page::{Boxes, Fill, Group, Item, Mark, Page, PathMark, Plane, Source, Step};
use biaoyu_page::words::Way;

/// Type of numbers, mm: read at arm's length from a cloth on the floor.
const SIZE: f64 = 11.0;
/// Width of the lines that show where a seam lies, mm.
const LINE: f64 = 0.6;

impl Panels {
    /// A panel of `page`, whose art is one form ([`crate::impose::as_piece`]): its part of the picture with what it takes
    /// for its seams, and at its ends in the hem its number, which way is up and what it is joined to. `raster` makes the
    /// whole canvas the trim, which is what rasters show.
    pub fn page(&self, laid: &Laid, panel: &Panel, page: &Page, (words, title): (&Words, &str), raster: bool) -> Page {
        let Panel { printed, canvas, .. } = *panel;
        // What it takes for its seams belongs to it: type that a seam cuts is not beyond its edge.
        let own = printed.intersect(self.trim);
        // A page's own millimetres begin at its trim.
        let to = Affine::translate(if raster { -canvas.origin().to_vec2() } else { -own.origin().to_vec2() });
        let mut items = Vec::new();
        let art: Vec<Item> = page.items.iter().filter(|item| item.plane == Plane::Art).cloned().collect();
        items.push(group(to, Some(rect_path(printed)), art, Plane::Art));
        items.extend(self.steps(laid, page, printed, to));
        let named = self.number(panel, (words, title));
        let marks: Vec<Item> = named.into_iter().chain(self.lines(panel)).collect();
        if !marks.is_empty() {
            // Rasters show art alone, and the sewing room has nothing but rasters.
            let plane = if raster { Plane::Art } else { Plane::Marks };
            items.push(group(to, None, marks.into_iter().map(|mark| on(mark, &plane)).collect(), plane));
        }
        let moved = |rect: Rect| to.transform_rect_bbox(rect);
        let (canvas, printed, own) = (moved(canvas), moved(printed), moved(own));
        let boxes = match raster {
            true => Boxes { media: canvas, bleed: canvas, trim: canvas },
            false => Boxes { media: canvas, bleed: printed, trim: own },
        };
        let whole = Outline::Rect(boxes.bleed);
        // At a seam type goes on in the next panel.
        let live = Outline::Rect(if raster { boxes.trim } else { moved(self.trim) });
        let title = format!("{title} {}", self.label(panel));
        Page { title, boxes, trim: Outline::Rect(boxes.trim), live, cut: whole, items }
    }

    /// `2`; of boards in rows and columns `1-2`.
    pub fn label(&self, panel: &Panel) -> String {
        match (self.rows, self.columns) {
            (1, _) => panel.column.to_string(),
            (_, 1) => panel.row.to_string(),
            _ => format!("{}-{}", panel.row, panel.column),
        }
    }

    /// The processing steps within a panel; holes where the rings are after they were moved away from type.
    fn steps(&self, laid: &Laid, page: &Page, printed: Rect, to: Affine) -> Vec<Item> {
        let mut items = Vec::new();
        let mut punched: Option<(Arc<Step>, Item)> = None;
        for item in &page.items {
            let Plane::Step(step) = &item.plane else { continue };
            if step.kind == Some("Punching") && !laid.rings.is_empty() {
                punched.get_or_insert_with(|| (step.clone(), item.clone()));
                continue;
            }
            let clip = Some(rect_path(printed));
            items.push(group(to, clip, vec![item.clone()], item.plane.clone()));
        }
        if let Some((step, Item { mark: Mark::Path(line), .. })) = punched {
            let mut path = BezPath::new();
            for ring in laid.rings.iter().filter(|ring| printed.contains(ring.centre)) {
                path.extend(circle_path(ring.centre, ring.hole / 2.0));
            }
            if !path.elements().is_empty() {
                let mark = Mark::Path(PathMark { path: Arc::new(path), ..line });
                let item = Item { mark, plane: Plane::Step(step.clone()), source: Source::default() };
                items.push(group(to, None, vec![item], Plane::Step(step)));
            }
        }
        items
    }

    /// The strips of white at a panel's ends, and how what stands there is turned.
    fn ends(&self, panel: &Panel) -> Vec<(Rect, bool)> {
        let (Rect { x0, y0, x1, y1 }, printed) = (panel.canvas, panel.printed);
        let (above, below) = (Rect::new(x0, y0, x1, printed.y0), Rect::new(x0, printed.y1, x1, y1));
        let (left, right) = (Rect::new(x0, y0, printed.x0, y1), Rect::new(printed.x1, y0, x1, y1));
        match self.strips() {
            Strips::None => Vec::new(),
            Strips::Below => vec![(below, false)],
            Strips::Ends(Way::Upright) => vec![(above, false), (below, false)],
            Strips::Ends(Way::Level) => vec![(left, true), (right, true)],
        }
    }

    /// Number, title, neighbours and an arrow upward, on each strip.
    fn number(&self, panel: &Panel, (words, title): (&Words, &str)) -> Vec<Item> {
        let label = self.label(panel);
        let beside = |row: usize, column: usize| self.label(&Panel { row, column, ..panel.clone() });
        let mut says = vec![format!("第 {label} 片／共 {} 片", self.count())];
        let mut joins = |there: bool, zh: &str, row: usize, column: usize| {
            if there {
                says.push(format!("{zh}接第 {} 片", beside(row, column)));
            }
        };
        let Panel { row, column, .. } = *panel;
        joins(column > 1, "← 左", row, column.saturating_sub(1));
        joins(column < self.columns, "→ 右", row, column + 1);
        joins(row > 1, "↑ 上", row.saturating_sub(1), column);
        joins(row < self.rows, "↓ 下", row + 1, column);
        says.push(title.to_owned());
        let text = says.join("　");
        let mut items = Vec::new();
        for (strip, turned) in self.ends(panel) {
            let length = if turned { strip.height() } else { strip.width() };
            // From the strip's own millimetres, x along it, to the page's.
            let at = if turned {
                Affine::new([0.0, -1.0, 1.0, 0.0, strip.x0, strip.y1])
            } else {
                Affine::translate(strip.origin().to_vec2())
            };
            let line = Point::new(32.0, STRIP / 2.0 + SIZE * 0.36);
            let own = words.set(&words.bold, &text, SIZE, line, End::Left, (length - 64.0).max(20.0));
            items.push(group(at, None, own, Plane::Marks));
            // Upward on the wall, whichever way the strip runs.
            for along in [14.0, length - 14.0] {
                items.push(arrow(at * Point::new(along, STRIP / 2.0)));
            }
        }
        items
    }

    /// Where the seams lie, beyond the picture: a line on each strip by itself, so that none is taken for one across the picture.
    fn lines(&self, panel: &Panel) -> Vec<Item> {
        let Panel { part, printed, .. } = *panel;
        let mut lines = Vec::new();
        let mut line = |from: (f64, f64), to: (f64, f64)| {
            let mut path = BezPath::new();
            path.move_to(from);
            path.line_to(to);
            lines.push(stroked(path, LINE, key(1.0)));
        };
        let within = |at: &f64, from: f64, to: f64| *at > from + 0.1 && *at < to - 0.1;
        for (strip, turned) in self.ends(panel) {
            if turned {
                let seams = [part.y0, part.y1].into_iter().filter(|y| within(y, printed.y0, printed.y1));
                seams.for_each(|y| line((strip.x0, y), (strip.x1, y)));
            } else {
                let seams = [part.x0, part.x1].into_iter().filter(|x| within(x, printed.x0, printed.x1));
                seams.for_each(|x| line((x, strip.y0), (x, strip.y1)));
            }
        }
        lines
    }
}

/// An arrow upward about a point.
fn arrow(at: Point) -> Item {
    let shape = [(0.0, -9.0), (6.0, -1.0), (2.0, -1.0), (2.0, 9.0), (-2.0, 9.0), (-2.0, -1.0), (-6.0, -1.0)];
    let points: Vec<Point> = shape.iter().map(|(x, y)| Point::new(at.x + x, at.y + y)).collect();
    let fill = Some(Fill { paint: key(1.0), even_odd: false });
    let mark = Mark::Path(PathMark { path: Arc::new(polygon(&points)), fill, stroke: None });
    Item { mark, plane: Plane::Marks, source: Source::default() }
}

/// An item, and all within it, on a plane.
fn on(item: Item, plane: &Plane) -> Item {
    let mark = match item.mark {
        Mark::Group(group) => {
            let items = group.items.into_iter().map(|item| on(item, plane)).collect();
            Mark::Group(Group { items, ..group })
        }
        mark => mark,
    };
    Item { mark, plane: plane.clone(), source: item.source }
}

fn group(transform: Affine, clip: Option<BezPath>, items: Vec<Item>, plane: Plane) -> Item {
    let group = Group { transform, clip: clip.map(Arc::new), text: None, items };
    Item { mark: Mark::Group(group), plane, source: Source::default() }
}
