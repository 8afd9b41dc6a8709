//! How a character covers a grid of cells, and where its counters must stay open.

use biaoyu_page::geom::{BezPath, PathEl, Point, Rect, flatten};

/// Scan lines a cell; along them coverage is exact.
const SCANS: usize = 8;
/// Widths of gaps, in cells, that the dots on both sides would close: wider ones stay open by themselves, narrower
/// ones are where two strokes meet.
const GAP: (f64, f64) = (0.3, 1.9);

/// Shares of cells, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cover {
    columns: usize,
    share: Vec<f64>,
    open: Vec<bool>,
}

impl Cover {
    /// The cover of a path that is given in cells, y down, on a grid from the origin.
    pub(crate) fn of(path: &BezPath, columns: usize, rows: usize) -> Self {
        let mut cover = Cover { columns, share: vec![0.0; columns * rows], open: vec![false; columns * rows] };
        let edges = edges(path, 0.01);
        let mut votes = vec![[0_usize; 2]; columns * rows];
        scan(&edges, rows * SCANS, SCANS as f64, &mut |line, spans| {
            let row = line / SCANS;
            for (a, b) in spans {
                let last = (b.ceil().max(0.0) as usize).min(columns);
                for column in (a.max(0.0) as usize)..last {
                    let left = column as f64;
                    let inside = b.min(left + 1.0) - a.max(left);
                    if let Some(share) = cover.share.get_mut(row * columns + column) {
                        *share += inside.max(0.0) / SCANS as f64;
                    }
                }
            }
            gaps(spans, columns, &mut |column| {
                if let Some(vote) = votes.get_mut(row * columns + column) {
                    vote[0] += 1;
                }
            });
        });
        // The same down the columns, for the gaps between strokes that lie.
        let turned: Vec<Edge> = edges.iter().map(|(a, b)| (Point::new(a.y, a.x), Point::new(b.y, b.x))).collect();
        scan(&turned, columns * SCANS, SCANS as f64, &mut |line, spans| {
            gaps(spans, rows, &mut |row| {
                if let Some(vote) = votes.get_mut(row * columns + line / SCANS) {
                    vote[1] += 1;
                }
            });
        });
        for (open, vote) in cover.open.iter_mut().zip(votes) {
            *open = vote.into_iter().any(|v| v * 2 >= SCANS);
        }
        cover
    }

    /// The share of a cell that is covered, 0 off the grid.
    pub(crate) fn share(&self, column: i64, row: i64) -> f64 {
        self.at(column, row).and_then(|i| self.share.get(i)).copied().unwrap_or(0.0)
    }

    /// Whether a cell is the middle of a narrow gap between strokes.
    pub(crate) fn open(&self, column: i64, row: i64) -> bool {
        self.at(column, row).and_then(|i| self.open.get(i)).copied().unwrap_or(false)
    }

    fn at(&self, column: i64, row: i64) -> Option<usize> {
        let (column, row) = (usize::try_from(column).ok()?, usize::try_from(row).ok()?);
        (column < self.columns).then_some(row * self.columns + column)
    }
}

/// Strokes that the busiest straight line crosses, across or down: how dense a character is. Lines that only a
/// twentieth of the figure has do not count.
pub(super) fn strokes(path: &BezPath, bounds: Rect) -> usize {
    const LINES: usize = 96;
    let edges = edges(path, bounds.width().max(bounds.height()) * 1e-3);
    let mut most = 0;
    for down in [false, true] {
        let (start, length) = if down { (bounds.x0, bounds.width()) } else { (bounds.y0, bounds.height()) };
        let per = LINES as f64 / length.max(1e-9);
        let place =
            |p: Point| if down { Point::new(p.y, (p.x - start) * per) } else { Point::new(p.x, (p.y - start) * per) };
        let placed: Vec<Edge> = edges.iter().map(|(a, b)| (place(*a), place(*b))).collect();
        let mut counts = vec![0; LINES];
        scan(&placed, LINES, 1.0, &mut |line, spans| counts[line] = spans.len());
        counts.sort_unstable();
        most = most.max(counts.get(LINES - 1 - LINES / 20).copied().unwrap_or(0));
    }
    most
}

type Edge = (Point, Point);

fn edges(path: &BezPath, tolerance: f64) -> Vec<Edge> {
    let mut edges = Vec::new();
    let (mut start, mut last) = (Point::ZERO, Point::ZERO);
    flatten(path, tolerance, |element| match element {
        PathEl::MoveTo(p) => (start, last) = (p, p),
        PathEl::LineTo(p) => {
            edges.push((last, p));
            last = p;
        }
        _ => {
            edges.push((last, start));
            last = start;
        }
    });
    edges
}

/// Gives the spans inside the edges (non-zero winding) on `lines` scan lines, `per` of them a unit of y.
fn scan(edges: &[Edge], lines: usize, per: f64, seen: &mut impl FnMut(usize, &[(f64, f64)])) {
    let mut crossings: Vec<Vec<(f64, i32)>> = vec![Vec::new(); lines];
    for (a, b) in edges {
        let (low, high, turn) = if a.y < b.y { (a, b, 1) } else { (b, a, -1) };
        // Scan line j lies at (j + ½)/per; an edge holds its upper end and not its lower one.
        let first = (low.y * per - 0.5).ceil().max(0.0) as usize;
        let end = ((high.y * per - 0.5).ceil().max(0.0) as usize).min(lines);
        for (line, crossed) in crossings.iter_mut().enumerate().take(end).skip(first) {
            let t = ((line as f64 + 0.5) / per - low.y) / (high.y - low.y);
            crossed.push((low.x + t * (high.x - low.x), turn));
        }
    }
    let mut spans = Vec::new();
    for (line, crossed) in crossings.iter_mut().enumerate() {
        crossed.sort_by(|a, b| a.0.total_cmp(&b.0));
        spans.clear();
        let mut winding = 0;
        let mut start = 0.0;
        for (x, turn) in crossed {
            let before = winding;
            winding += *turn;
            if before == 0 {
                start = *x;
            } else if winding == 0 && *x > start {
                spans.push((start, *x));
            }
        }
        seen(line, &spans);
    }
}

/// The cells in the middles of narrow gaps between spans.
fn gaps(spans: &[(f64, f64)], cells: usize, seen: &mut impl FnMut(usize)) {
    for pair in spans.windows(2) {
        let [(_, a), (b, _)] = pair else { continue };
        let middle = f64::midpoint(*a, *b);
        if (GAP.0..=GAP.1).contains(&(b - a)) && middle >= 0.0 && (middle as usize) < cells {
            seen(middle as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{Circle, Shape as _, rect_path};

    #[test]
    fn shares_add_up_to_the_area() {
        let disc = Circle::new((10.3, 9.8), 7.7).to_path(1e-4);
        let cover = Cover::of(&disc, 20, 20);
        let sum: f64 = cover.share.iter().sum();
        // Chords up to a hundredth of a cell inside a rim of 48 cells.
        assert!((sum - disc.area().abs()).abs() < 0.35, "{sum}");
        assert!(cover.share.iter().all(|s| (0.0..=1.0 + 1e-9).contains(s)));
        assert!((cover.share(10, 10) - 1.0).abs() < 1e-9 && cover.share(0, 0) == 0.0 && cover.share(-1, 3) == 0.0);
    }

    #[test]
    fn a_gap_too_narrow_for_the_cells_is_held_open_and_a_wide_one_needs_nothing() {
        // Two stems with a gap of half a cell across the edge of two cells.
        let mut stems = rect_path(Rect::new(1.0, 0.0, 3.6, 8.0));
        stems.extend(rect_path(Rect::new(4.1, 0.0, 7.0, 8.0)));
        let cover = Cover::of(&stems, 8, 8);
        assert!((0..8).all(|row| cover.open(3, row) && !cover.open(4, row)), "{cover:?}");
        let mut stems = rect_path(Rect::new(0.0, 0.0, 2.0, 8.0));
        stems.extend(rect_path(Rect::new(5.0, 0.0, 7.0, 8.0)));
        assert!(!Cover::of(&stems, 8, 8).open.iter().any(|o| *o));
    }

    #[test]
    fn overlapping_contours_count_once_and_holes_do_not() {
        let mut figure = rect_path(Rect::new(0.0, 0.0, 6.0, 6.0));
        figure.extend(rect_path(Rect::new(3.0, 3.0, 9.0, 9.0)));
        let sum: f64 = Cover::of(&figure, 10, 10).share.iter().sum();
        assert!((sum - 63.0).abs() < 1e-6, "{sum}");
        let mut ring = rect_path(Rect::new(0.0, 0.0, 9.0, 9.0));
        ring.extend(rect_path(Rect::new(3.0, 3.0, 6.0, 6.0)).reverse_subpaths());
        assert_eq!(Cover::of(&ring, 9, 9).share(4, 4), 0.0);
        assert_eq!(strokes(&ring, ring.bounding_box()), 2);
    }

    #[test]
    fn dense_characters_have_more_strokes() {
        let library = biaoyu_page::font::FontLibrary::embedded();
        let chain = library.chain("hei-black").unwrap();
        let count = |c: char| {
            let outline = chain.face().outline(chain.face().glyph(c).unwrap());
            strokes(&outline.path, outline.ink)
        };
        assert_eq!(count('一'), 1);
        assert!(count('人') <= 3 && count('质') < count('量') && count('量') >= 9, "{}", count('量'));
    }
}
