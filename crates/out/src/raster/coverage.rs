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
    /// Rows that are painted: lines outside of them are left out.
    seen: (f64, f64),
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
    /// For a canvas of `width` × `height` pixels, of which rows `seen.0..seen.1` are painted.
    pub(super) fn new(width: u32, height: u32, seen: (u32, u32)) -> Self {
        let seen = (f64::from(seen.0), f64::from(seen.1.min(height)));
        Self { width: f64::from(width), height: f64::from(height), seen, list: Vec::new() }
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
        if !finite || low >= high || high <= self.seen.0 || low >= self.seen.1 {
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

/// What the edges do to the pixels of a band, kept for reuse: all of it is zero between two sweeps.
///
/// Sums by pixel with a bit for each that was touched: read in the order of the bits they need no sorting, however many edges
/// cross a row.
#[derive(Default)]
pub(super) struct Cells {
    width: usize,
    /// Of each pixel, row after row: what its edges add to itself (`area`), and to all pixels right of it (`cover`).
    sums: Vec<[f32; 2]>,
    /// A bit for each pixel that an edge crosses, in words of 64; each row begins a word.
    touched: Vec<u64>,
    /// The words of a row that hold any, as a range.
    spans: Vec<(usize, usize)>,
    /// The rows that hold any.
    rows: (usize, usize),
}

/// Pixels whose bits are in one word.
const WORD: usize = 64;

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
        self.begin(width as usize, rows as usize);
        let (y_low, y_high) = (top as f32, (top + rows) as f32);
        for edge in &edges.list {
            if edge.y0.min(edge.y1) < y_high && edge.y0.max(edge.y1) > y_low {
                self.add(*edge, top, y_low, y_high);
            }
        }
        let words = self.width.div_ceil(WORD);
        let (first_row, last_row) = std::mem::replace(&mut self.rows, UNTOUCHED);
        let lines = self.sums.chunks_exact_mut(self.width.max(1)).zip(self.touched.chunks_exact_mut(words.max(1)));
        for ((row, span), (sums, touched)) in (0..).zip(&mut self.spans).zip(lines).take(last_row).skip(first_row) {
            let (first, end) = std::mem::replace(span, UNTOUCHED);
            let mut winding = 0.0;
            // The pixel before: where it is, its own coverage, and that of what follows it.
            let mut last = (0, 0, 0);
            let mut until = |next: u32, (x, alpha, after): (u32, u8, u8)| {
                if alpha == after && alpha > 0 {
                    return emit(row, Run { x0: x, x1: next, alpha });
                }
                if alpha > 0 {
                    emit(row, Run { x0: x, x1: x + 1, alpha });
                }
                if after > 0 && next > x + 1 {
                    emit(row, Run { x0: x + 1, x1: next, alpha: after });
                }
            };
            for (word, bits) in touched.iter_mut().enumerate().take(end).skip(first) {
                let mut bits = std::mem::take(bits);
                while bits != 0 {
                    let at = word * WORD + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    let Some(sum) = sums.get_mut(at) else { break };
                    let [area, cover] = std::mem::take(sum);
                    until(at as u32, last);
                    let alpha = rule.alpha(winding + area);
                    winding += cover;
                    last = (at as u32, alpha, rule.alpha(winding));
                }
            }
            until(width, last);
        }
    }

    /// Makes room for so many rows of so many pixels. What was left is zero, of whatever size it was.
    fn begin(&mut self, width: usize, rows: usize) {
        (self.width, self.rows) = (width, UNTOUCHED);
        let words = width.div_ceil(WORD);
        if self.sums.len() < width * rows {
            self.sums.resize(width * rows, [0.0; 2]);
        }
        if self.touched.len() < words * rows {
            self.touched.resize(words * rows, 0);
        }
        if self.spans.len() < rows {
            self.spans.resize(rows, UNTOUCHED);
        }
    }

    fn add(&mut self, edge: Edge, top: u32, y_low: f32, y_high: f32) {
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
            self.across((row - top) as usize, x, next_x, (next_y - y) * sign);
            (x, y) = (next_x, next_y);
            row += 1;
        }
    }

    /// Adds a piece of an edge within one row, from `xa` to `xb`, spanning `dy` of the row (signed).
    fn across(&mut self, row: usize, xa: f32, xb: f32, dy: f32) {
        let (xa, xb) = if xa <= xb { (xa, xb) } else { (xb, xa) };
        let column = xa as usize;
        if column >= self.width {
            return;
        }
        let last = (xb as usize).min(self.width - 1);
        let words = self.width.div_ceil(WORD);
        let (sums, touched) = (row * self.width, row * words);
        let (Some(sums), Some(touched), Some(span)) = (
            self.sums.get_mut(sums + column..=sums + last),
            self.touched.get_mut(touched..touched + words),
            self.spans.get_mut(row),
        ) else {
            return;
        };
        self.rows = (self.rows.0.min(row), self.rows.1.max(row + 1));
        *span = (span.0.min(column / WORD), span.1.max(last / WORD + 1));
        let mut touch = |at: usize| {
            if let Some(word) = touched.get_mut(at / WORD) {
                *word |= 1 << (at % WORD);
            }
        };
        if xb as usize == column {
            if let Some([area, cover]) = sums.first_mut() {
                *area += dy * (1.0 - ((xa + xb) * 0.5 - column as f32));
                *cover += dy;
            }
            return touch(column);
        }
        let per_x = dy / (xb - xa);
        let mut x = xa;
        for (at, sum) in (column..).zip(sums) {
            let next = xb.min((at + 1) as f32);
            let cover = (next - x) * per_x;
            if cover != 0.0 {
                sum[0] += cover * (1.0 - ((x + next) * 0.5 - at as f32));
                sum[1] += cover;
                touch(at);
            }
            x = next;
        }
    }
}

/// What no edge has crossed.
const UNTOUCHED: (usize, usize) = (usize::MAX, 0);
