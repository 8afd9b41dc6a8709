//! Exact area coverage: polygons → cells along their edges → runs of equal coverage.
//!
//! Each edge adds to the cells that it crosses how much of the cell lies right of it (`area`) and to all cells further
//! right how much of the row it spans (`cover`), signed by its direction. Summed from left to right this is the
//! winding number averaged over each pixel; the fill rule folds it to 0–1. Only pixels on edges are ever visited.

use biaoyu_page::geom::Point;

use super::flatten::Sink;

/// The edges of one figure, clipped to the canvas.
#[derive(Default)]
pub(super) struct Edges {
    width: f64,
    height: f64,
    list: Vec<Edge>,
}

/// A line that is not level, pixels.
#[derive(Clone, Copy)]
struct Edge {
    x0: f32,
    y0: f32,
    x1: f32,
    y1: f32,
}

impl Edges {
    /// For a canvas of `width` × `height` pixels.
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self { width: f64::from(width), height: f64::from(height), list: Vec::new() }
    }

    /// Adds a line within the rows of the canvas whose ends may lie left or right of it.
    fn clip_sides(&mut self, a: Point, b: Point) {
        let (low, high) = (a.x.min(b.x), a.x.max(b.x));
        if low >= self.width {
            return;
        }
        if high <= 0.0 {
            self.push(Point::new(0.0, a.y), Point::new(0.0, b.y));
        } else if low >= 0.0 && high <= self.width {
            self.push(a, b);
        } else {
            let edge = if low < 0.0 { 0.0 } else { self.width };
            let share = (edge - a.x) / (b.x - a.x);
            let middle = Point::new(edge, a.y + (b.y - a.y) * share);
            self.clip_sides(a, middle);
            self.clip_sides(middle, b);
        }
    }

    fn push(&mut self, a: Point, b: Point) {
        let edge = Edge { x0: a.x as f32, y0: a.y as f32, x1: b.x as f32, y1: b.y as f32 };
        if edge.y0 != edge.y1 {
            self.list.push(edge);
        }
    }
}

impl Sink for Edges {
    fn line(&mut self, a: Point, b: Point) {
        let (low, high) = (a.y.min(b.y), a.y.max(b.y));
        let finite = (a.x + a.y + b.x + b.y).is_finite();
        if !finite || low >= high || high <= 0.0 || low >= self.height {
            return;
        }
        if low >= 0.0 && high <= self.height {
            return self.clip_sides(a, b);
        }
        let at = |p: Point| {
            let y = p.y.clamp(0.0, self.height);
            if y == p.y { p } else { Point::new(a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)), y) }
        };
        self.clip_sides(at(a), at(b));
    }
}

/// What the winding number says about inside and outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    NonZero,
    EvenOdd,
}

impl Rule {
    fn alpha(self, winding: f32) -> u8 {
        let v = winding.abs();
        let share = match self {
            Rule::NonZero => v.min(1.0),
            Rule::EvenOdd => {
                let v = v % 2.0;
                if v > 1.0 { 2.0 - v } else { v }
            }
        };
        (share * 255.0 + 0.5) as u8
    }
}

/// What one edge does to one pixel and to all pixels right of it.
#[derive(Clone, Copy)]
struct Cell {
    x: u32,
    area: f32,
    cover: f32,
}

/// The cells of a band of rows, kept for reuse.
#[derive(Default)]
pub(super) struct Cells {
    rows: Vec<Vec<Cell>>,
}

/// Pixels `x0..x1` of a row, covered alike: 1 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) x0: u32,
    pub(super) x1: u32,
    pub(super) alpha: u8,
}

impl Cells {
    /// Covers rows `top..top + rows` with the figure and gives the runs: row from `top`, then left to right.
    pub(super) fn sweep(&mut self, edges: &Edges, rule: Rule, top: u32, rows: u32, mut emit: impl FnMut(u32, Run)) {
        let width = edges.width as u32;
        if self.rows.len() < rows as usize {
            self.rows.resize_with(rows as usize, Vec::new);
        }
        let (y_low, y_high) = (top as f32, (top + rows) as f32);
        for edge in &edges.list {
            if edge.y0.min(edge.y1) < y_high && edge.y0.max(edge.y1) > y_low {
                self.add(*edge, top, y_low, y_high, width);
            }
        }
        for (row, cells) in self.rows.iter_mut().enumerate().take(rows as usize) {
            cells.sort_unstable_by_key(|c| c.x);
            let mut winding = 0.0;
            let mut rest = cells.iter().peekable();
            while let Some(first) = rest.next() {
                let (x, mut here, mut beyond) = (first.x, winding + first.area, winding + first.cover);
                while let Some(more) = rest.next_if(|c| c.x == x) {
                    here += more.area;
                    beyond += more.cover;
                }
                winding = beyond;
                let alpha = rule.alpha(here);
                let next = rest.peek().map_or(width, |c| c.x);
                let after = rule.alpha(winding);
                if alpha == after && alpha > 0 {
                    emit(row as u32, Run { x0: x, x1: next, alpha });
                    continue;
                }
                if alpha > 0 {
                    emit(row as u32, Run { x0: x, x1: x + 1, alpha });
                }
                if after > 0 && next > x + 1 {
                    emit(row as u32, Run { x0: x + 1, x1: next, alpha: after });
                }
            }
            cells.clear();
        }
    }

    fn add(&mut self, edge: Edge, top: u32, y_low: f32, y_high: f32, width: u32) {
        let Edge { x0, y0, x1, y1 } = edge;
        let (sign, xa, ya, xb, yb) = if y0 < y1 { (1.0, x0, y0, x1, y1) } else { (-1.0, x1, y1, x0, y0) };
        let slope = (f64::from(xb) - f64::from(xa)) / (f64::from(yb) - f64::from(ya));
        // Positions come from the edge's own start, not from the row before: bands cannot change them.
        let at = |y: f32| {
            if y <= ya {
                xa
            } else if y >= yb {
                xb
            } else {
                (f64::from(xa) + (f64::from(y) - f64::from(ya)) * slope) as f32
            }
        };
        let (start, end) = (ya.max(y_low), yb.min(y_high));
        let mut y = start;
        let mut x = at(y);
        let mut row = (start as u32).max(top);
        while y < end {
            let next_y = end.min((row + 1) as f32);
            let next_x = at(next_y);
            if let Some(cells) = self.rows.get_mut((row - top) as usize) {
                across(cells, x, next_x, (next_y - y) * sign, width);
            }
            (x, y) = (next_x, next_y);
            row += 1;
        }
    }
}

/// Adds a piece of an edge within one row, from `xa` to `xb`, spanning `dy` of the row (signed).
fn across(cells: &mut Vec<Cell>, xa: f32, xb: f32, dy: f32, width: u32) {
    let (xa, xb) = if xa <= xb { (xa, xb) } else { (xb, xa) };
    let mut column = xa as u32;
    let last = xb as u32;
    if column >= width {
        return;
    }
    if last == column {
        let area = dy * (1.0 - ((xa + xb) * 0.5 - column as f32));
        return cells.push(Cell { x: column, area, cover: dy });
    }
    let per_x = dy / (xb - xa);
    let mut x = xa;
    while column <= last && column < width {
        let next = xb.min((column + 1) as f32);
        let cover = (next - x) * per_x;
        if cover != 0.0 {
            cells.push(Cell { x: column, area: cover * (1.0 - ((x + next) * 0.5 - column as f32)), cover });
        }
        x = next;
        column += 1;
    }
}
