//! G6: emptiness. A page that is full everywhere has no place where the eye rests; counted are blocks without an edge.

use std::sync::Arc;

use super::limits::{BLOCKS, EDGE, EMPTY, SLACK};
use super::outline::Outline;
use super::sight::{Role, Shape, Sight, Thing};
use super::{Breach, Check};
use crate::compose::Form;
use crate::product::Product;
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::words::Intent;

/// A page that leaves too little empty.
pub(super) fn crowds(sight: &Sight, product: &Product) -> Vec<Breach> {
    // A name badge is a form, and small round ones are seen whole at a glance.
    if product.personal || product.is_round() {
        return Vec::new();
    }
    let dots = sight.things.iter().any(|t| t.role == Role::Ornament(Form::Dots));
    let least = if dots { EMPTY.1 } else { EMPTY.0 };
    let share = empty(sight, product);
    let page: Arc<str> = "page".into();
    let is_crowded = share < least * (1.0 - SLACK);
    is_crowded.then(|| Breach::new(Check::Emptiness, Severity::Warning, &page, share, least)).into_iter().collect()
}

/// The share of blocks without an edge, 0 to 1.
pub(super) fn empty(sight: &Sight, product: &Product) -> f64 {
    let mut blocks = Blocks::new(product);
    let mut known: Vec<(Cmyk, f64)> = Vec::new();
    for thing in &sight.things {
        blocks.paint(thing, &mut known);
    }
    let edges = blocks.cells.iter().filter(|cell| cell.edge).count();
    1.0 - edges as f64 / blocks.cells.len().max(1) as f64
}

/// A block of the page.
#[derive(Clone, Copy)]
struct Cell {
    /// Gray of what covers it last, 0 to 1.
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
    fn paint(&mut self, thing: &Thing, known: &mut Vec<(Cmyk, f64)>) {
        let gray = thing.look.map(|look| gray(look, known));
        let clips: Vec<Vec<bool>> = thing.clips.iter().map(|c| self.inside(&clip(c))).collect();
        let is_seen = |place: usize| clips.iter().all(|c| c.get(place).is_some_and(|inside| *inside));
        let outline = thing.outline();
        let crossed = self.crossed(&outline, thing);
        let covered = match thing.shape {
            Shape::Line { .. } => Vec::new(),
            _ => self.inside(&outline),
        };
        for (place, cell) in self.cells.iter_mut().enumerate().filter(|(place, _)| is_seen(*place)) {
            let is = |of: &[bool]| of.get(place).is_some_and(|v| *v);
            match gray {
                // Samples change everywhere.
                None if is(&covered) || is(&crossed) => cell.edge = true,
                Some(gray) if is(&crossed) => cell.edge |= (gray - cell.ground).abs() >= EDGE,
                Some(gray) if is(&covered) => *cell = Cell { ground: gray, edge: false },
                _ => {}
            }
        }
    }

    /// The blocks that an outline passes through.
    fn crossed(&self, outline: &Outline, thing: &Thing) -> Vec<bool> {
        let mut all = vec![false; self.cells.len()];
        for (a, b) in outline.pieces() {
            let steps = ((b - a).hypot() / (self.side / 6.0)).ceil().clamp(1.0, 100_000.0) as usize;
            for i in 0..=steps {
                let p = a.lerp(b, i as f64 / steps as f64);
                if !thing.bounds.inflate(1e-6, 1e-6).contains(p) && thing.bounds.width() > 0.0 {
                    continue;
                }
                if let Some(cell) = self.place(p.x, p.y).and_then(|place| all.get_mut(place)) {
                    *cell = true;
                }
            }
        }
        all
    }

    /// The blocks whose middles lie inside an outline.
    fn inside(&self, outline: &Outline) -> Vec<bool> {
        let mut all = vec![false; self.cells.len()];
        for (row, spans) in outline.spans(self.page, self.rows).into_iter().enumerate() {
            for column in 0..self.columns {
                let x = (column as f64 + 0.5) * self.side;
                if spans.iter().any(|(a, b)| *a <= x && x <= *b)
                    && let Some(cell) = all.get_mut(row * self.columns + column)
                {
                    *cell = true;
                }
            }
        }
        all
    }

    fn place(&self, x: f64, y: f64) -> Option<usize> {
        let is_in = x >= 0.0 && y >= 0.0 && x < self.page.x1 && y < self.page.y1;
        let (column, row) = ((x / self.side) as usize, (y / self.side) as usize);
        (is_in && column < self.columns && row < self.rows).then_some(row * self.columns + column)
    }
}

fn clip(path: &biaoyu_page::geom::BezPath) -> Outline {
    Outline::of_fill(path, Affine::IDENTITY, false, 0.5)
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
