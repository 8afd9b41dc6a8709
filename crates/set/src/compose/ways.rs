//! The largest size at which lines on parallel ways stay inside their limits, and where they then start.

use crate::layout::Bars;
use crate::text::{Flow, Line};
use biaoyu_page::geom::{Affine, Outline, Point, Vec2};

/// Extra space between clauses where one takes more than one line, in sizes of the type.
const CLAUSE_SPACE: f64 = 0.22;

/// Bar space: u along the bars (the way the type reads), v across them from the first to the last, mm; and what no type
/// may leave.
pub(super) struct Ways {
    pub to_page: Affine,
    pub vertical: bool,
    pub limits: Vec<Outline>,
    /// Where the bars may lie across: v.
    pub across: (f64, f64),
}

/// Lines at their places, in ems of a size that is not chosen yet.
pub(super) struct Block {
    pub lines: Vec<Line>,
    pub clauses: Vec<usize>,
    /// Middles of the bars, ems from the middle of all.
    pub middles: Vec<f64>,
    /// Half the thickness of all bars with their spaces, ems.
    pub half: f64,
    pub cost: f64,
}

/// A size with its places.
#[derive(Clone)]
pub(super) struct Fitted {
    pub size: f64,
    /// How far each line starts behind the one before it, ems.
    pub step: f64,
    /// u that all lines could still be moved.
    pub slack: f64,
    /// v of the middle of all bars.
    pub middle: f64,
    /// u of every line's start.
    pub starts: Vec<f64>,
}

impl Block {
    pub(crate) fn new(lines: Vec<Line>, clauses: Vec<usize>, bars: &Bars, cost: f64) -> Self {
        let split = clauses.windows(2).any(|w| matches!(w, [a, b] if a == b));
        let mut middles = vec![0.0];
        for pair in clauses.windows(2) {
            let extra = if split && matches!(pair, [a, b] if a != b) { CLAUSE_SPACE } else { 0.0 };
            let last = middles.last().copied().unwrap_or(0.0);
            middles.push(last + bars.bar + bars.space + extra);
        }
        let middle = middles.last().copied().unwrap_or(0.0) / 2.0;
        for m in &mut middles {
            *m -= middle;
        }
        let half = middle + (bars.bar + bars.space) / 2.0;
        Self { lines, clauses, middles, half, cost }
    }

    /// Length of a line's ink along the bars, ems.
    pub(crate) fn length(&self, i: usize) -> f64 {
        let line = self.lines.get(i);
        line.map_or(0.0, |l| if l.flow == Flow::Vertical { l.core.height() } else { l.core.width() })
    }

    /// The largest size with which all lines stay inside, each starting `step` ems behind the one before it.
    pub(crate) fn largest(&self, ways: &Ways, step: f64, align: f64, max: f64) -> Option<Fitted> {
        let extent = ways.limits.first()?.bounds();
        let mut high = max.min(extent.width() + extent.height());
        let mut best = self.at(ways, step, align, high);
        if best.is_some() {
            return best;
        }
        let mut low = 0.0;
        best = self.at(ways, step, align, low);
        best.as_ref()?;
        for _ in 0..22 {
            let size = f64::midpoint(low, high);
            match self.at(ways, step, align, size) {
                Some(fitted) => (low, best) = (size, Some(fitted)),
                None => high = size,
            }
        }
        best
    }

    /// The places at a size, if there are any.
    pub(crate) fn at(&self, ways: &Ways, step: f64, align: f64, size: f64) -> Option<Fitted> {
        let half = self.half * size;
        let (low, high) = (ways.across.0 + half, ways.across.1 - half);
        if low > high {
            return None;
        }
        let middle = 0.0_f64.clamp(low, high);
        let (mut first, mut last) = (f64::NEG_INFINITY, f64::INFINITY);
        for (i, m) in self.middles.iter().enumerate() {
            let line = self.lines.get(i)?;
            let (above, below) = ways.reach(line);
            let v = middle + m * size;
            let (a, b) = ways.span(v - above * size)?;
            let (c, d) = ways.span(v + below * size)?;
            let shift = step * i as f64 * size;
            first = first.max(a.max(c) - shift);
            last = last.min(b.min(d) - self.length(i) * size - shift);
        }
        let start = first + align * (last - first);
        let starts = (0..self.lines.len()).map(|i| start + step * i as f64 * size).collect();
        (first <= last).then_some(Fitted { size, step, slack: last - first, middle, starts })
    }
}

impl Ways {
    /// How far a line's ink reaches to both sides of its bar's middle, ems.
    fn reach(&self, line: &Line) -> (f64, f64) {
        if self.vertical {
            // v grows to the left.
            (line.ink.x1, -line.ink.x0)
        } else {
            let middle = baseline(line);
            (-line.ink.y0 - middle, line.ink.y1 + middle)
        }
    }

    /// From line space to the page for a line whose ink starts at u on the bar of middle v.
    pub(crate) fn line(&self, line: &Line, u: f64, v: f64, size: f64) -> Affine {
        if self.vertical {
            // Line space is upright: x to the right is −v, y down is u.
            let upright = Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]);
            let origin = Vec2::new(u - line.core.y0 * size, v);
            self.to_page * Affine::translate(origin) * upright * Affine::scale(size)
        } else {
            let origin = Vec2::new(u - line.core.x0 * size, v + baseline(line) * size);
            self.to_page * Affine::translate(origin) * Affine::scale(size)
        }
    }

    /// The part of the way at v that lies inside all limits.
    fn span(&self, v: f64) -> Option<(f64, f64)> {
        let start = self.to_page * Point::new(0.0, v);
        let way = self.to_page * Point::new(1.0, v) - start;
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        for limit in &self.limits {
            let (a, b) = match limit {
                Outline::Circle(c) => {
                    let to = c.center - start;
                    let near = to.dot(way);
                    let room = c.radius * c.radius - to.hypot2() + near * near;
                    if room < 0.0 {
                        return None;
                    }
                    (near - libm::sqrt(room), near + libm::sqrt(room))
                }
                Outline::Rect(r) | Outline::Rounded(r, _) => {
                    let x = between(start.x, way.x, r.x0, r.x1)?;
                    let y = between(start.y, way.y, r.y0, r.y1)?;
                    (x.0.max(y.0), x.1.min(y.1))
                }
            };
            (low, high) = (low.max(a), high.min(b));
        }
        (low <= high).then_some((low, high))
    }

    /// u on the way at v where the page's x is `place` (its y in vertical flow).
    pub(crate) fn along(&self, place: f64, v: f64) -> f64 {
        let start = self.to_page * Point::new(0.0, v);
        let way = self.to_page * Point::new(1.0, v) - start;
        if self.vertical { (place - start.y) / way.y } else { (place - start.x) / way.x }
    }
}

/// Height of the bar's middle above the baseline, ems: where the face's Chinese characters have theirs.
fn baseline(line: &Line) -> f64 {
    line.glyphs.first().map_or(0.38, |g| g.face.measures().han_middle)
}

/// The part of `start + t·way` that lies from `low` to `high`.
fn between(start: f64, way: f64, low: f64, high: f64) -> Option<(f64, f64)> {
    if way.abs() < 1e-9 {
        return (low..=high).contains(&start).then_some((f64::NEG_INFINITY, f64::INFINITY));
    }
    let (a, b) = ((low - start) / way, (high - start) / way);
    Some((a.min(b), a.max(b)))
}
