//! G6: emptiness. A page that is full everywhere has no place where the eye rests; counted are blocks without an edge.

use std::ops::Range;
use std::sync::Arc;

use super::limits::{BLOCKS, EDGE, EMPTY, SLACK};
use super::outline::Outline;
use super::sight::{Role, Shape, Sight, Thing};
use super::{Breach, Check};
use crate::compose::Sort;
use crate::product::Product;
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, Vec2};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::words::Intent;

/// A page that leaves too little empty.
pub(super) fn crowds(sight: &Sight, product: &Product) -> Vec<Breach> {
    // A name badge is a form, and small round ones are seen whole at a glance.
    if product.personal || product.is_round() {
        return Vec::new();
    }
    // How full finished art is, is its own affair.
    if sight.things.iter().any(|t| t.role == Role::Ground && t.sort == Sort::Picture) {
        return Vec::new();
    }
    let dots = sight.things.iter().any(|t| t.role == Role::Ornament(Sort::Dots));
    let least = if dots { EMPTY.1 } else { EMPTY.0 };
    let is_crowded = |share: f64| share < least * (1.0 - SLACK);
    // Most pages are far from it: outlines are asked for only where boxes leave it open.
    if !is_crowded(share(sight, product, Measure::Boxes)) {
        return Vec::new();
    }
    let share = empty(sight, product);
    let page: Arc<str> = "page".into();
    is_crowded(share)
        .then(|| Breach::new(Check::Emptiness, Severity::Warning, &page, share, least))
        .into_iter()
        .collect()
}

/// The share of blocks without an edge, 0 to 1.
pub(super) fn empty(sight: &Sight, product: &Product) -> f64 {
    share(sight, product, Measure::Outlines)
}

/// By what the blocks with an edge are found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// By outlines: the share itself.
    Outlines,
    /// By the boxes of glyphs: no more than the share, at a small part of the cost.
    Boxes,
}

fn share(sight: &Sight, product: &Product, by: Measure) -> f64 {
    let mut blocks = Blocks::new(product);
    let mut known = Known::default();
    for thing in &sight.things {
        match (&thing.shape, by) {
            (Shape::Glyph { .. }, Measure::Boxes) => blocks.stamp(thing),
            _ => blocks.paint(thing, &mut known),
        }
    }
    let edges = blocks.cells.iter().filter(|cell| cell.edge).count();
    1.0 - edges as f64 / blocks.cells.len().max(1) as f64
}

/// A block of the page.
#[derive(Clone, Copy)]
struct Cell {
    /// Gray of what covers it last, 0 to 1; NaN where that is not known.
    ground: f64,
    edge: bool,
}

struct Blocks {
    page: Rect,
    columns: usize,
    rows: usize,
    side: f64,
    cells: Vec<Cell>,
}

impl Blocks {
    fn new(product: &Product) -> Self {
        let (w, h) = (product.trim.width, product.trim.height);
        let side = w.min(h) / BLOCKS;
        let (columns, rows) = ((w / side).round().max(1.0) as usize, (h / side).round().max(1.0) as usize);
        let cells = vec![Cell { ground: 1.0, edge: false }; columns * rows];
        Self { page: Rect::new(0.0, 0.0, columns as f64 * side, rows as f64 * side), columns, rows, side, cells }
    }

    /// Paints a thing: blocks that its edge crosses have one where it is seen, blocks inside it lose those below.
    fn paint(&mut self, thing: &Thing, known: &mut Known) {
        let Some(area) = self.around(thing.bounds) else { return };
        let gray = thing.look.map(|look| gray(look, &mut known.grays));
        let clips: Vec<usize> = thing.clips.iter().map(|c| known.clip(self, c)).collect();
        let outline = thing.outline();
        let crossed = self.crossed(outline, thing, &area);
        let covered = match thing.shape {
            Shape::Line { .. } => Vec::new(),
            _ => self.inside(outline, &area),
        };
        let places = area.rows.clone().flat_map(|row| area.columns.clone().map(move |column| (row, column)));
        for (at, (row, column)) in places.enumerate() {
            let place = row * self.columns + column;
            let is_seen = |clip: &usize| known.clips.get(*clip).is_some_and(|(_, inside)| is(inside, place));
            let Some(cell) = self.cells.get_mut(place).filter(|_| clips.iter().all(is_seen)) else { continue };
            match gray {
                // Samples change everywhere.
                None if is(&covered, at) || is(&crossed, at) => cell.edge = true,
                Some(gray) if is(&crossed, at) => {
                    cell.edge |= cell.ground.is_nan() || (gray - cell.ground).abs() >= EDGE;
                }
                Some(gray) if is(&covered, at) => *cell = Cell { ground: gray, edge: false },
                _ => {}
            }
        }
    }

    /// Takes every block that a glyph's box touches for one with an edge, whatever the window it is seen through.
    fn stamp(&mut self, glyph: &Thing) {
        let Some(area) = self.around(glyph.bounds) else { return };
        for row in area.rows {
            let cells = self.cells.get_mut(row * self.columns..(row + 1) * self.columns).unwrap_or_default();
            for cell in cells.get_mut(area.columns.clone()).unwrap_or_default() {
                *cell = Cell { ground: f64::NAN, edge: true };
            }
        }
    }

    /// The blocks that a box touches; `None` where it lies beside the page.
    fn around(&self, bounds: Rect) -> Option<Area> {
        let range = |low: f64, high: f64, count: usize| {
            let first = (low / self.side).floor().clamp(0.0, count as f64) as usize;
            first..(((high / self.side).floor() + 1.0).clamp(0.0, count as f64) as usize)
        };
        let area =
            Area { rows: range(bounds.y0, bounds.y1, self.rows), columns: range(bounds.x0, bounds.x1, self.columns) };
        (!area.rows.is_empty() && !area.columns.is_empty()).then_some(area)
    }

    /// The blocks of an area that an outline passes through, row by row.
    fn crossed(&self, outline: &Outline, thing: &Thing, area: &Area) -> Vec<bool> {
        let mut all = vec![false; area.len()];
        let within = thing.bounds.inflate(1e-6, 1e-6);
        let is_inside = |p: Point| within.contains(p) || thing.bounds.width() <= 0.0;
        let mut mark = |p: Point| {
            let place = self.place(p.x, p.y).filter(|_| is_inside(p)).and_then(|(row, column)| area.place(row, column));
            match place.and_then(|place| all.get_mut(place)) {
                Some(cell) => {
                    *cell = true;
                    true
                }
                None => false,
            }
        };
        let mut last = None;
        for (a, b) in outline.pieces() {
            // Where a piece goes on from the one before, its first point was looked at.
            let first = usize::from(last == Some(a));
            last = Some(b);
            // What runs beside the page on one side of it.
            let (low, high) = (Point::new(a.x.min(b.x), a.y.min(b.y)), Point::new(a.x.max(b.x), a.y.max(b.y)));
            if high.x < 0.0 || high.y < 0.0 || low.x >= self.page.x1 || low.y >= self.page.y1 {
                continue;
            }
            // What stays in one block, as most pieces of a round line do.
            let block = self.place(a.x, a.y);
            if block.is_some() && block == self.place(b.x, b.y) && is_inside(a) && is_inside(b) {
                mark(b);
                continue;
            }
            let steps = ((b - a).hypot() / (self.side / 6.0)).ceil().clamp(1.0, 100_000.0) as usize;
            let mut i = first;
            while i <= steps {
                let p = a.lerp(b, i as f64 / steps as f64);
                let skipped = if mark(p) { self.ahead(p, b - a, steps, i) } else { 0 };
                i += 1 + skipped;
            }
        }
        all
    }

    /// How many of the points behind `p`, the `i`th of a level or upright piece, lie in the block that it marked, and need
    /// no look of their own. The last is always looked at.
    fn ahead(&self, p: Point, along: Vec2, steps: usize, i: usize) -> usize {
        let (at, by) = match (along.x == 0.0, along.y == 0.0) {
            (true, false) => (p.y, along.y),
            (false, true) => (p.x, along.x),
            _ => return 0,
        };
        let block = (at / self.side).floor();
        let edge = if by > 0.0 { block + 1.0 } else { block } * self.side;
        // One less than there are: what lies on the edge itself is looked at.
        let count = (edge - at) / by * steps as f64 - 1.0;
        (count.max(0.0) as usize).min((steps - i).saturating_sub(1))
    }

    /// The blocks of an area whose middles lie inside an outline, row by row.
    fn inside(&self, outline: &Outline, area: &Area) -> Vec<bool> {
        let mut all = vec![false; area.len()];
        let (y0, y1) = (area.rows.start as f64 * self.side, area.rows.end as f64 * self.side);
        for stretch in outline.stretches(Rect::new(self.page.x0, y0, self.page.x1, y1), area.rows.len()) {
            let row = stretch.line as usize * area.columns.len();
            let middle = |column: usize| (column as f64 + 0.5) * self.side;
            // Near the first block whose middle it holds, and then on.
            let from = ((stretch.from / self.side - 1.5).floor().max(0.0) as usize).max(area.columns.start);
            for column in (from..area.columns.end).take_while(|c| middle(*c) <= stretch.to) {
                if stretch.from <= middle(column)
                    && let Some(cell) = all.get_mut(row + column - area.columns.start)
                {
                    *cell = true;
                }
            }
        }
        all
    }

    /// Row and column of a point on the page.
    fn place(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let is_in = x >= 0.0 && y >= 0.0 && x < self.page.x1 && y < self.page.y1;
        let (column, row) = ((x / self.side) as usize, (y / self.side) as usize);
        (is_in && column < self.columns && row < self.rows).then_some((row, column))
    }
}

/// Rows and columns of blocks.
struct Area {
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Area {
    fn len(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    fn place(&self, row: usize, column: usize) -> Option<usize> {
        let is_in = self.rows.contains(&row) && self.columns.contains(&column);
        is_in.then(|| (row - self.rows.start) * self.columns.len() + column - self.columns.start)
    }
}

/// What many things of a page have in common.
#[derive(Default)]
struct Known {
    grays: Vec<(Cmyk, f64)>,
    /// Windows with the blocks of the page inside them.
    clips: Vec<(Arc<BezPath>, Vec<bool>)>,
}

impl Known {
    /// The place of a window among those that are known.
    fn clip(&mut self, blocks: &Blocks, path: &Arc<BezPath>) -> usize {
        let place = self.clips.iter().position(|(known, _)| Arc::ptr_eq(known, path));
        place.unwrap_or_else(|| {
            let outline = Outline::of_fill(path, Affine::IDENTITY, false, 0.5);
            let whole = Area { rows: 0..blocks.rows, columns: 0..blocks.columns };
            self.clips.push((path.clone(), blocks.inside(&outline, &whole)));
            self.clips.len() - 1
        })
    }
}

fn is(of: &[bool], place: usize) -> bool {
    of.get(place).is_some_and(|v| *v)
}

/// How light a colour looks, 0 black to 1 white, as gray pictures have it (ITU-R BT.601).
fn gray(look: Cmyk, known: &mut Vec<(Cmyk, f64)>) -> f64 {
    if let Some((_, gray)) = known.iter().find(|(cmyk, _)| *cmyk == look) {
        return *gray;
    }
    let [r, g, b] = Profile::embedded().to_srgb(look, Intent::Relative).map(f64::from);
    let gray = (0.299 * r + 0.587 * g + 0.114 * b) / 255.0;
    known.push((look, gray));
    gray
}
