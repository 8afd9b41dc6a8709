//! The bytes of a content stream: numbers, names, strings, path segments (ISO 32000-1, 7.8 and 8.5).

use biaoyu_page::geom::{Affine, BezPath, PathEl, Point, Rect};

/// A content stream being written. Operands are set apart by single spaces, operators end a line.
#[derive(Default)]
pub(super) struct Ops {
    bytes: Vec<u8>,
    /// A coordinate was not finite, or far outside any page.
    pub broken: bool,
    /// Whole numbers are written as so many decimals: of steps, in units of 10^`decimals` steps.
    pub decimals: u32,
}

/// Coordinates beyond this many grid steps are broken: ten times the longest page.
const FAR: f64 = 1e9;

impl Ops {
    /// The finished stream.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Rounds to the grid.
    pub(crate) fn grid(&mut self, value: f64) -> i64 {
        if value.abs() < FAR {
            nearest(value)
        } else {
            self.broken = true;
            0
        }
    }

    /// Rounds a point to the grid.
    pub(crate) fn grid_point(&mut self, p: Point) -> [i64; 2] {
        [self.grid(p.x), self.grid(p.y)]
    }

    /// Writes bytes as they are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes an operator.
    pub(crate) fn op(&mut self, operator: &str) {
        self.bytes.extend_from_slice(operator.as_bytes());
        self.bytes.push(b'\n');
    }

    /// Writes whole numbers.
    pub(crate) fn ints(&mut self, values: &[i64]) {
        // A code has hundreds of rectangles: their numbers go to the stream four at a time.
        const ROOM: usize = 4;
        if self.decimals > 0 {
            values.iter().for_each(|v| self.fixed(*v, self.decimals));
            return;
        }
        for four in values.chunks(ROOM) {
            self.gap();
            let mut room = [b' '; 21 * ROOM];
            let mut end = 0;
            for v in four {
                end = put_int(&mut room, end, *v) + 1;
            }
            self.bytes.extend_from_slice(&room[..end - 1]);
        }
    }

    /// Writes a number in fixed decimals, without the zeros that say nothing.
    pub(crate) fn real(&mut self, value: f64, decimals: u32) {
        let scaled = value * 10_f64.powi(decimals as i32);
        // Past this, the steps between 64-bit floats reach the last decimal. NaN is past everything.
        if scaled.abs() < 1e15 {
            self.fixed(nearest(scaled), decimals);
        } else {
            self.broken = true;
            self.fixed(0, 0);
        }
    }

    /// Writes `value` · 10^−`decimals`.
    pub(crate) fn fixed(&mut self, value: i64, decimals: u32) {
        self.gap();
        push_fixed(&mut self.bytes, value, decimals);
    }

    /// Writes 16 bits as hexadecimal.
    pub(crate) fn hex(&mut self, value: u16) {
        for shift in [12, 8, 4, 0] {
            self.bytes.push(b"0123456789ABCDEF"[usize::from(value >> shift & 15)]);
        }
    }

    /// Writes a resource's name.
    pub(crate) fn name(&mut self, letter: char, index: usize) {
        self.bytes.extend_from_slice(format!("/{letter}{index} ").as_bytes());
    }

    /// Writes a matrix: the linear part in `decimals`, the offset on the grid.
    pub(crate) fn matrix(&mut self, m: Affine, decimals: u32) {
        let [a, b, c, d, e, f] = m.as_coeffs();
        for v in [a, b, c, d] {
            self.real(v, decimals);
        }
        let offset = self.grid_point(Point::new(e, f));
        self.ints(&offset);
    }

    /// Writes a rectangle, moved by `to`, which keeps it upright, onto the grid.
    pub(crate) fn rect(&mut self, rect: Rect, to: Affine) {
        let [x0, y0] = self.grid_point(to * rect.origin());
        let [x1, y1] = self.grid_point(to * Point::new(rect.x1, rect.y1));
        self.ints(&[x0, y0, x1 - x0, y1 - y0]);
        self.op(" re");
    }

    /// Writes the segments of a path, moved by `to` onto the grid.
    pub(crate) fn path(&mut self, path: &BezPath, to: Affine) {
        let (mut now, mut start) = ([0; 2], [0; 2]);
        let mut open = false;
        // The exact end of the last segment: quadratics are raised from there, not from the grid.
        let (mut exact, mut exact_start) = (Point::ORIGIN, Point::ORIGIN);
        let mut rest = path.elements();
        while let [first, more @ ..] = rest {
            if let Some(rect) = self.as_rect(rest, to) {
                self.ints(&rect);
                self.op(" re");
                // `re` closes: what goes on without a move does so from its first corner.
                let from = first.end_point().map_or(exact, |p| to * p);
                (now, start) = ([rect[0], rect[1]], [rect[0], rect[1]]);
                (exact, exact_start, open) = (from, from, true);
                rest = rest.get(5..).unwrap_or_default();
                continue;
            }
            rest = more;
            let el = to * *first;
            match el {
                PathEl::MoveTo(p) => {
                    now = self.grid_point(p);
                    (start, exact_start, open) = (now, p, true);
                    self.segment(&[now], " m");
                }
                PathEl::LineTo(p) if open => {
                    now = self.grid_point(p);
                    self.segment(&[now], " l");
                }
                PathEl::QuadTo(q, p) if open => {
                    let third = |end: Point| end + (q - end) * (2.0 / 3.0);
                    now = self.curve(now, third(exact), third(p), p);
                }
                PathEl::CurveTo(c1, c2, p) if open => now = self.curve(now, c1, c2, p),
                PathEl::ClosePath if open => {
                    (now, exact) = (start, exact_start);
                    self.op("h");
                    continue;
                }
                // A path that does not begin with a move has no shape.
                _ => {
                    self.broken = true;
                    continue;
                }
            }
            exact = el.end_point().unwrap_or(exact);
        }
    }

    fn curve(&mut self, now: [i64; 2], c1: Point, c2: Point, p: Point) -> [i64; 2] {
        let [c1, c2, p] = [c1, c2, p].map(|p| self.grid_point(p));
        if c1 == now {
            self.segment(&[c2, p], " v");
        } else if c2 == p {
            self.segment(&[c1, p], " y");
        } else {
            self.segment(&[c1, c2, p], " c");
        }
        p
    }

    fn segment(&mut self, points: &[[i64; 2]], operator: &str) {
        for p in points {
            self.ints(p);
        }
        self.op(operator);
    }

    /// The path's next figure as an upright rectangle from its first corner, sideways first: the shape of `re`.
    fn as_rect(&mut self, path: &[PathEl], to: Affine) -> Option<[i64; 4]> {
        let &[PathEl::MoveTo(a), PathEl::LineTo(b), PathEl::LineTo(c), PathEl::LineTo(d), PathEl::ClosePath, ..] = path
        else {
            return None;
        };
        let [a, b, c, d] = [a, b, c, d].map(|p| self.grid_point(to * p));
        let upright = a[1] == b[1] && b[0] == c[0] && c[1] == d[1] && d[0] == a[0];
        upright.then(|| [a[0], a[1], c[0] - a[0], c[1] - a[1]])
    }

    /// A space, where the last byte does not set the next token apart by itself.
    fn gap(&mut self) {
        if self.bytes.last().is_some_and(|b| !matches!(b, b'\n' | b' ' | b'[' | b'>' | b']')) {
            self.bytes.push(b' ');
        }
    }
}

/// The nearest whole number, of halves the one farther from 0. Rounding by the standard library is a call where the
/// processor's own instruction cannot be counted on, and coordinates come by the million.
fn nearest(value: f64) -> i64 {
    (value + 0.5_f64.copysign(value)) as i64
}

/// Writes a number at `start` of `room` and gives its end.
fn put_int(room: &mut [u8], start: usize, value: i64) -> usize {
    let digit = |v: u64| b'0' + (v % 10) as u8;
    match value {
        // Nearly all numbers of a code.
        0..10 => {
            room[start] = digit(value as u64);
            start + 1
        }
        10..100 => {
            room[start..start + 2].copy_from_slice(&[digit(value as u64 / 10), digit(value as u64)]);
            start + 2
        }
        _ => {
            room[start] = b'-';
            let first = start + usize::from(value < 0);
            let (mut end, mut rest) = (first, value.unsigned_abs());
            while rest > 0 {
                room[end] = digit(rest);
                end += 1;
                rest /= 10;
            }
            room[first..end].reverse();
            end
        }
    }
}

fn push_fixed(out: &mut Vec<u8>, value: i64, mut decimals: u32) {
    let (mut digits, negative) = (value.unsigned_abs(), value < 0);
    while decimals > 0 && digits % 10 == 0 {
        digits /= 10;
        decimals -= 1;
    }
    if negative && digits > 0 {
        out.push(b'-');
    }
    let unit = 10_u64.pow(decimals);
    let whole = digits / unit;
    if whole > 0 || decimals == 0 {
        push_digits(out, whole, 1);
    }
    if decimals > 0 {
        out.push(b'.');
        push_digits(out, digits % unit, decimals as usize);
    }
}

/// Decimal digits, at least `least` of them.
fn push_digits(out: &mut Vec<u8>, mut value: u64, least: usize) {
    let start = out.len();
    while value > 0 || out.len() - start < least {
        out.push(b'0' + (value % 10) as u8);
        value /= 10;
    }
    out[start..].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::{circle_path, rect_path};

    fn text(write: impl FnOnce(&mut Ops)) -> String {
        let mut ops = Ops::default();
        write(&mut ops);
        String::from_utf8(ops.bytes).unwrap()
    }

    #[test]
    fn numbers_are_as_short_as_they_are_exact() {
        for (value, decimals, want) in [
            (0.0, 5, "0"),
            (-0.000_001, 5, "0"),
            (1.0, 5, "1"),
            (-1.0, 5, "-1"),
            (0.05, 5, ".05"),
            (-0.333_333_3, 5, "-.33333"),
            (1234.5, 3, "1234.5"),
            (10.0, 0, "10"),
        ] {
            assert_eq!(text(|o| o.real(value, decimals)), want);
        }
    }

    #[test]
    fn whole_numbers_are_written_whatever_their_length() {
        for (values, want) in [
            (&[0, 7, -7][..], "0 7 -7"),
            (&[10, 1_000_000_000, -999][..], "10 1000000000 -999"),
            (&[1, 2, 3, 4, 5, 60][..], "1 2 3 4 5 60"),
            (&[i64::MIN, i64::MAX][..], "-9223372036854775808 9223372036854775807"),
        ] {
            assert_eq!(text(|o| o.ints(values)), want);
        }
    }

    #[test]
    fn rectangles_and_curves_take_their_short_forms() {
        let r = Rect::new(-3.0, -3.0, 100.0, 50.0);
        assert_eq!(text(|o| o.path(&rect_path(r), Affine::scale(10.0))), "-30 -30 1030 530 re\n");
        let mut path = BezPath::new();
        path.move_to((0.0, 0.0));
        path.curve_to((0.0, 0.0), (1.0, 2.0), (3.0, 4.0));
        path.quad_to((3.0, 7.0), (6.0, 7.0));
        assert_eq!(text(|o| o.path(&path, Affine::IDENTITY)), "0 0 m\n1 2 3 4 v\n3 6 4 7 6 7 c\n");
    }

    #[test]
    fn numbers_that_are_none_are_noticed() {
        let mut ops = Ops::default();
        ops.path(&circle_path(Point::new(f64::NAN, 0.0), 1.0), Affine::IDENTITY);
        assert!(ops.broken);
    }
}
