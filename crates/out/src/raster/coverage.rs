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
    #[inline]
    fn line(&mut self, a: Point, b: Point) {
        let (low, high) = (a.y.min(b.y), a.y.max(b.y));
        let finite = (a.x + a.y + b.x + b.y).is_finite();
        if !finite || low >= high || high <= self.seen.0 || low >= self.seen.1 {
            return;
        }
        if low >= 0.0 && high <= self.height {
            if a.x.min(b.x) >= 0.0 && a.x.max(b.x) <= self.width {
                return self.push(a, b);
            }
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
    /// Coverage of neighbours.
    alphas: Vec<u8>,
}

/// Pixels whose bits are in one word.
const WORD: usize = 64;
/// Pixels between two that edges cross, at most, for which it is not worth to be told apart.
const NEAR: usize = 16;

/// Pixels `x0..x1` of a row, covered alike: 1 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) x0: u32,
    pub(super) x1: u32,
    pub(super) alpha: u8,
}

/// Takes what a sweep finds: row from the first, then left to right.
pub(super) trait Emit {
    /// Pixels that are covered alike.
    fn run(&mut self, row: u32, run: Run);
    /// Neighbours from `x0` on that are covered each in its own way: 0 to 255.
    fn pixels(&mut self, row: u32, x0: u32, alphas: &[u8]) {
        apart(x0, alphas, |run| self.run(row, run));
    }
}

/// Neighbours as runs.
pub(super) fn apart(mut x0: u32, alphas: &[u8], mut emit: impl FnMut(Run)) {
    for alike in alphas.chunk_by(|a, b| a == b) {
        let (x1, alpha) = (x0 + alike.len() as u32, alike.first().copied().unwrap_or_default());
        if alpha > 0 {
            emit(Run { x0, x1, alpha });
        }
        x0 = x1;
    }
}

impl<F: FnMut(u32, Run)> Emit for F {
    fn run(&mut self, row: u32, run: Run) {
        self(row, run);
    }
}

impl Cells {
    /// Covers rows `top..top + rows` with the figure and gives the runs: row from `top`, then left to right.
    pub(super) fn sweep(&mut self, edges: &Edges, rule: Rule, top: u32, rows: u32, mut emit: impl Emit) {
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
            // Neighbours are told together, as are both sides of a thin line: where they begin, and their coverage.
            let mut start = 0;
            let alphas = &mut self.alphas;
            for (word, bits) in touched.iter_mut().enumerate().take(end).skip(first) {
                let mut bits = std::mem::take(bits);
                while bits != 0 {
                    let skipped = bits.trailing_zeros();
                    let count = (!(bits >> skipped)).trailing_zeros();
                    let at = word * WORD + skipped as usize;
                    let Some(cells) = sums.get_mut(at..(at + count as usize).min(width as usize)) else { break };
                    let (next, after) = (start + alphas.len(), rule.alpha(winding));
                    if at - next <= NEAR && after > 0 && !alphas.is_empty() {
                        alphas.resize(at - start, after);
                    } else if at != next {
                        tell(&mut emit, row, start, alphas, at as u32, after);
                        alphas.clear();
                        start = at;
                    }
                    for sum in cells {
                        let [area, cover] = std::mem::take(sum);
                        alphas.push(rule.alpha(winding + area));
                        winding += cover;
                    }
                    // Shifted in two steps: a word may be full.
                    bits = bits >> skipped >> (count - 1) >> 1;
                    bits = bits << skipped << (count - 1) << 1;
                }
            }
            tell(&mut emit, row, start, alphas, width, rule.alpha(winding));
            alphas.clear();
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
        let at = |y: f32| (f64::from(xa) + (f64::from(y) - f64::from(ya)) * slope) as f32;
        let end = yb.min(y_high);
        let (mut y, mut x) = if ya >= y_low { (ya, xa) } else { (y_low, at(y_low)) };
        let mut row = (y as u32).max(top);
        let first = (row - top) as usize;
        let (width, words) = (self.width, self.width.div_ceil(WORD));
        let sums = self.sums.get_mut(first * width..).unwrap_or_default().chunks_exact_mut(width.max(1));
        let touched = self.touched.get_mut(first * words..).unwrap_or_default().chunks_exact_mut(words.max(1));
        let spans = self.spans.iter_mut().skip(first);
        for ((sums, touched), span) in sums.zip(touched).zip(spans) {
            row += 1;
            let below = row as f32;
            let next_y = if below < end { below } else { end };
            let next_x = if next_y < yb { at(next_y) } else { xb };
            across(sums, touched, span, x, next_x, (next_y - y) * sign);
            (x, y) = (next_x, next_y);
            if y >= end {
                break;
            }
        }
        self.rows = (self.rows.0.min(first), self.rows.1.max((row - top) as usize));
    }
}

/// Adds a piece of an edge within one row, from `xa` to `xb`, spanning `dy` of the row (signed).
#[inline]
fn across(sums: &mut [[f32; 2]], touched: &mut [u64], span: &mut (usize, usize), xa: f32, xb: f32, dy: f32) {
    let (xa, xb) = if xa <= xb { (xa, xb) } else { (xb, xa) };
    let (column, last) = (xa as u32 as usize, xb as u32 as usize);
    if last == column {
        let Some(sum) = sums.get_mut(column) else { return };
        sum[0] += dy * (1.0 - ((xa + xb) * 0.5 - column as f32));
        sum[1] += dy;
        let word = column / WORD;
        *span = (span.0.min(word), span.1.max(word + 1));
        if let Some(bits) = touched.get_mut(word) {
            *bits |= 1 << (column % WORD);
        }
        return;
    }
    let end = (last + 1).min(sums.len());
    let Some([first, later @ ..]) = sums.get_mut(column..end) else { return };
    *span = (span.0.min(column / WORD), span.1.max((end - 1) / WORD + 1));
    touch(touched, column, end);
    let per_x = dy / (xb - xa);
    let part = |sum: &mut [f32; 2], at: usize, from: f32, to: f32| {
        let cover = (to - from) * per_x;
        sum[0] += cover * (1.0 - ((from + to) * 0.5 - at as f32));
        sum[1] += cover;
    };
    part(first, column, xa, (column + 1) as f32);
    // Pixels that are crossed from side to side take all the same: half of it is area.
    let whole = (last - column - 1).min(later.len());
    let (whole, rest) = later.split_at_mut(whole);
    for sum in whole {
        sum[0] += per_x * 0.5;
        sum[1] += per_x;
    }
    if let Some(sum) = rest.first_mut() {
        part(sum, last, last as f32, xb);
    }
}

/// Sets the bits of pixels `from..to`, at least one.
#[inline]
fn touch(touched: &mut [u64], from: usize, to: usize) {
    let (first, last) = (from / WORD, (to - 1) / WORD);
    let head = u64::MAX << (from % WORD);
    let tail = u64::MAX >> (WORD - 1 - (to - 1) % WORD);
    if first == last {
        if let Some(word) = touched.get_mut(first) {
            *word |= head & tail;
        }
        return;
    }
    if let Some([first, inner @ .., last]) = touched.get_mut(first..=last) {
        *first |= head;
        *last |= tail;
        inner.fill(u64::MAX);
    }
}

/// Tells neighbours, and what follows them up to `next`.
fn tell(emit: &mut impl Emit, row: u32, start: usize, alphas: &[u8], next: u32, after: u8) {
    let (x0, end) = (start as u32, (start + alphas.len()) as u32);
    match alphas {
        [] => {}
        [alpha] if *alpha == after && after > 0 => return emit.run(row, Run { x0, x1: next, alpha: after }),
        [alpha] => {
            if *alpha > 0 {
                emit.run(row, Run { x0, x1: end, alpha: *alpha });
            }
        }
        alphas => emit.pixels(row, x0, alphas),
    }
    if after > 0 && next > end {
        emit.run(row, Run { x0: end, x1: next, alpha: after });
    }
}

/// What no edge has crossed.
const UNTOUCHED: (usize, usize) = (usize::MAX, 0);
