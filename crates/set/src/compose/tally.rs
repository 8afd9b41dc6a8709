//! A count that is drawn: a dot or a bar for each.

use std::sync::Arc;

use super::number::{Piece, pieces};
use super::{Composer, Laid};
use crate::layout::{Item as Wanted, RoleInk, Tally};
use biaoyu_page::geom::{BezPath, Circle, Point, Rect, Shape as _, rect_path};
use biaoyu_page::page::{Cap, Fill, Item, Join, Mark, PathMark, Plane, Stroke};

/// Most that are drawn, and least: two dots say nothing.
const MOST: u64 = 20_000;
/// See [`MOST`].
const LEAST: u64 = 3;
/// Diameter of a dot in its distance; line of a hollow one.
const DOT: f64 = 0.62;
/// See [`DOT`].
const RING: f64 = 0.13;
/// Width of a bar in its distance; height of the first over that of the last; how steeply they rise.
const BAR: f64 = 0.56;
/// See [`BAR`].
const FIRST: f64 = 0.26;
/// See [`BAR`].
const RISE: f64 = 1.5;

/// A count of a whole; both are the same where nothing is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    there: u64,
    of: u64,
}

impl Composer<'_> {
    /// Draws a count; `None` for what is none, or where there is no room for so many.
    pub(super) fn tally(&mut self, item: &Wanted, tally: &Tally) -> Option<Laid> {
        let count = count(&tally.text.expand(&self.fields))?;
        let region = self.text_rect(&tally.region);
        let is_bars = count.there == count.of && count.of as f64 <= tally.bars;
        let (columns, rows) = if is_bars { (count.of, 1) } else { grid(count.of, region) };
        let pitch = if is_bars {
            region.width() / columns as f64
        } else {
            (region.width() / columns as f64).min(region.height() / rows as f64)
        };
        // Measured from the second decimal on no press is even.
        if pitch + 1e-9 < tally.least.eval(&self.frame).max(0.5) {
            return None;
        }
        let (w, h) =
            if is_bars { (region.width(), region.height()) } else { (pitch * columns as f64, pitch * rows as f64) };
        let corner = Point::new(
            region.x0 + tally.align.x * (region.width() - w),
            region.y0 + tally.align.y * (region.height() - h),
        );
        let items = if is_bars {
            self.tally_bars(item, tally, Rect::from_origin_size(corner, (w, h)), count.of)
        } else {
            self.tally_dots(item, tally, (corner, pitch, columns), count)
        };
        // The first and the last stand on the edges.
        let aside = pitch * (1.0 - if is_bars { BAR } else { DOT }) / 2.0;
        let ink = Rect::from_origin_size(corner, (w, h)).inflate(-aside, if is_bars { 0.0 } else { -aside });
        Some(Laid { items, region, size: pitch, lines: rows as f64, ink })
    }

    fn tally_bars(&self, item: &Wanted, tally: &Tally, r: Rect, count: u64) -> Vec<Item> {
        let pitch = r.width() / count as f64;
        // Ink to ink the bars fill the box.
        let step = if count > 1 { (r.width() - BAR * pitch) / (count - 1) as f64 } else { 0.0 };
        let bar = |k: u64| {
            let share = k as f64 / (count - 1).max(1) as f64;
            let height = r.height() * (FIRST + (1.0 - FIRST) * libm::pow(share, RISE));
            let x = r.x0 + k as f64 * step;
            rect_path(Rect::new(x, r.y1 - height, x + BAR * pitch, r.y1))
        };
        let mut all = BezPath::new();
        (0..count - 1).for_each(|k| all.extend(bar(k)));
        let (most, last) = tally.inks;
        [(all, most), (bar(count - 1), last)].into_iter().map(|(path, ink)| self.tally_fill(item, path, ink)).collect()
    }

    fn tally_dots(
        &self,
        item: &Wanted,
        tally: &Tally,
        (corner, pitch, columns): (Point, f64, u64),
        count: Count,
    ) -> Vec<Item> {
        let middle = |k: u64| {
            let (column, row) = ((k % columns) as f64, (k / columns) as f64);
            corner + ((column + 0.5) * pitch, (row + 0.5) * pitch)
        };
        let whole = count.there == count.of;
        let solid = if whole { count.there - 1 } else { count.there };
        let mut dots = BezPath::new();
        for k in 0..solid {
            dots.move_to(middle(k));
            dots.line_to(middle(k));
        }
        let (most, other) = tally.inks;
        let line = |path: BezPath, width: f64, ink: RoleInk| {
            let stroke = Stroke { paint: self.paint(ink), width, cap: Cap::Round, join: Join::Round, dash: Vec::new() };
            let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
            Item { mark, plane: Plane::Art, source: self.source(&item.id) }
        };
        let mut items = vec![line(dots, DOT * pitch, most)];
        if whole {
            let mut last = BezPath::new();
            last.move_to(middle(solid));
            last.line_to(middle(solid));
            items.push(line(last, DOT * pitch, other));
        } else {
            let mut rings = BezPath::new();
            for k in count.there..count.of {
                rings.extend(Circle::new(middle(k), (DOT - RING) * pitch / 2.0).to_path(1e-3 * pitch));
            }
            items.push(line(rings, RING * pitch, other));
        }
        items
    }

    fn tally_fill(&self, item: &Wanted, path: BezPath, ink: RoleInk) -> Item {
        let fill = Some(Fill { paint: self.paint(ink), even_odd: false });
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
        Item { mark, plane: Plane::Art, source: self.source(&item.id) }
    }
}

/// What a figure counts: a whole number, or a share of 100, 1,000 or 10,000 by its decimals.
fn count(text: &str) -> Option<Count> {
    let pieces = pieces(text).ok()?;
    let (digits, sign) = match pieces.as_slice() {
        [Piece::Digits(digits)] | [Piece::Digits(digits), Piece::Sign('+')] => (digits, None),
        [Piece::Digits(digits), Piece::Sign(sign @ ('%' | '‰'))] => (digits, Some(*sign)),
        _ => return None,
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, decimals),
        None => (digits.as_str(), ""),
    };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let whole = if whole.contains(',') { grouped(whole)? } else { whole.to_owned() };
    let count = match sign {
        None if decimals.is_empty() => number(&whole).map(|there| Count { there, of: there })?,
        None => return None,
        Some(sign) => {
            let base: u64 = if sign == '%' { 100 } else { 1000 };
            let of = base.checked_mul(10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?)?;
            Count { there: number(&format!("{whole}{decimals}"))?, of }
        }
    };
    (count.there <= count.of && (LEAST..=MOST).contains(&count.of)).then_some(count)
}

/// Digits parted by commas in groups of three.
fn grouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let right = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    right.then(|| text.replace(',', ""))
}

/// Columns and rows that let so many stand farthest apart; of equal ones those that leave no row short.
fn grid(of: u64, region: Rect) -> (u64, u64) {
    let (w, h) = (region.width().max(1e-9), region.height().max(1e-9));
    let best = (1..=of).map(|columns| {
        let rows = of.div_ceil(columns);
        let pitch = (w / columns as f64).min(h / rows as f64);
        // A last row that is full is worth a tenth of the distance.
        let even = if of.is_multiple_of(columns) { 1.1 } else { 1.0 };
        (pitch * even, columns, rows)
    });
    best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map_or((of.max(1), 1), |(_, columns, rows)| (columns, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_counted_by_what_they_say() {
        let all = |n: u64| Some(Count { there: n, of: n });
        assert_eq!(count("1286"), all(1286));
        assert_eq!(count("1,286"), all(1286));
        assert_eq!(count("300+"), all(300));
        assert_eq!(count("99.6%"), Some(Count { there: 996, of: 1000 }));
        assert_eq!(count("99.99 ％"), Some(Count { there: 9999, of: 10_000 }));
        assert_eq!(count("7"), all(7));
        for none in ["1,286,000", "12,86", "99.999%", "120%", "3.5", "□□", "2", "A+", "", "5-7"] {
            assert_eq!(count(none), None, "{none}");
        }
    }

    #[test]
    fn a_grid_holds_its_count() {
        for (of, w, h) in [(1286, 300.0, 100.0), (1000, 80.0, 80.0), (61, 10.0, 400.0), (7, 100.0, 1.0)] {
            let (columns, rows) = grid(of, Rect::new(0.0, 0.0, w, h));
            assert!(columns * rows >= of && columns * (rows - 1) < of, "{of}: {columns} × {rows}");
        }
        assert_eq!(grid(1000, Rect::new(0.0, 0.0, 100.0, 40.0)), (50, 20));
    }
}
