//! The cheapest breaks for a number of lines.

use super::bind::{NEVER, TIGHTEST};

/// A clause as the chooser sees it.
#[derive(Debug)]
pub(super) struct Row {
    /// Width of each atom, in ems.
    pub widths: Vec<f64>,
    /// Cost of a break after each atom but the last.
    pub after: Vec<f64>,
    /// The atom after which a line must begin that ends after each atom; see [`governor`](super::govern::governor).
    pub governor: Vec<Option<usize>>,
    /// Extra cost of a line that begins at an atom and holds it alone; first line, other lines.
    pub alone: Vec<(f64, f64)>,
    /// The most that the split of this clause may cost by itself.
    pub worst: f64,
    /// The most that it costs where the rules stand by it: in two lines, in more.
    pub sure: (f64, f64),
    /// Places, an atom each, where a break may cut a word.
    pub doubt: Vec<bool>,
    /// Cut by words, so that short lines and tight breaks are watched.
    pub strict: bool,
}

/// What one unit of sense costs beside one unit of squared imbalance.
const SENSE: f64 = 0.18;
/// Width under which a line is short, and its cost. No clause in three or more lines has one.
const SHORT: (f64, f64) = (2.4, 0.10);
/// A break that hurts the sense this much is not taken beside a line narrower than this.
const TIGHT: (f64, f64) = (1.5, 3.6);
/// The most lines that one setting has.
pub(super) const MOST_LINES: usize = 16;

/// A break that hurts the sense this much wants no line beside it with a pause inside that hurts so much less; one between a
/// verb and its object (1.0) none that is no pause at all.
const STRADDLE: (f64, f64, f64) = (1.1, 0.7, 0.9);
/// Two ways to break that differ in cost by less than this are about as good.
const DOUBT: f64 = 0.30;
/// Where clauses of one length all break at one place, each says that the others are right: the most that they may cost then.
const TOGETHER: f64 = 0.7;
/// Where a clause is broken beside a whole one, the rules stand by a split that costs no more.
const UNEVEN: f64 = 0.1;
/// The same beside any line, in three or more.
const TIGHT_OF_MANY: f64 = 1.9;

impl Row {
    fn width(&self, from: usize, to: usize) -> f64 {
        self.widths.get(from..to).unwrap_or_default().iter().sum()
    }

    pub(super) fn total(&self) -> f64 {
        self.widths.iter().sum()
    }

    /// Cost of the line of atoms `from..to`, with the break that ends it, for lines of `ideal` ems.
    fn line(&self, from: usize, to: usize, ideal: f64, many: bool) -> f64 {
        let width = self.width(from, to);
        let off = (width - ideal) / ideal;
        let sense =
            |to: usize| if to < self.widths.len() { self.after.get(to - 1).copied().unwrap_or(NEVER) } else { 0.0 };
        let before = if from > 0 { sense(from) } else { 0.0 };
        let tight = before.max(sense(to));
        if self.strict
            && (many && (width < SHORT.0 || tight >= TIGHT_OF_MANY)
                || tight >= TIGHTEST
                || tight >= TIGHT.0 && width < TIGHT.1
                || self.governs(from, to)
                || self.straddles(from, to, tight))
        {
            return NEVER;
        }
        let alone = match self.alone.get(from) {
            Some(&(first, other)) if to == from + 1 => {
                if from == 0 {
                    first
                } else {
                    other
                }
            }
            _ => 0.0,
        };
        let short = if width < SHORT.0 { SHORT.1 } else { 0.0 };
        off * off + SENSE * sense(to) + alone + short
    }

    /// Whether the line of atoms `from..to` holds a verb and half of its object.
    fn governs(&self, from: usize, to: usize) -> bool {
        self.governor.get(to.wrapping_sub(1)).copied().flatten().is_some_and(|verb| from <= verb)
    }

    /// Whether the line holds the tail of one phrase and the head of another: a pause inside it that is far better than
    /// the breaks at its ends, which hurt `tight` at most.
    fn straddles(&self, from: usize, to: usize, tight: f64) -> bool {
        let inside = self.after.get(from..to.saturating_sub(1)).unwrap_or_default();
        let less = if tight >= STRADDLE.0 { STRADDLE.1 } else { STRADDLE.2 };
        tight >= 1.0 && inside.iter().any(|&pause| pause + less <= tight)
    }

    /// The cost of lines that end after the atoms `ends`, the last left out.
    pub(super) fn cost(&self, ends: &[usize], ideal: f64) -> f64 {
        let mut from = 0;
        let mut sum = 0.0;
        for &to in ends.iter().chain([&self.widths.len()]) {
            sum += self.line(from, to, ideal, ends.len() > 1);
            from = to;
        }
        sum
    }

    /// Where the first `count`−1 of `count` lines end, at the least cost; `None` when only a break
    /// that is never taken would do.
    pub(super) fn split(&self, count: usize, ideal: f64) -> Option<Vec<usize>> {
        let n = self.widths.len();
        if count == 0 || count > n {
            return None;
        }
        // best[k][j]: the cheapest k lines of the first j atoms, and where the last of them begins.
        let mut best = vec![vec![(NEVER, 0usize); n + 1]; count + 1];
        if let Some(start) = best.get_mut(0).and_then(|b| b.get_mut(0)) {
            *start = (0.0, 0);
        }
        for k in 1..=count {
            for to in k..=n {
                let mut found = (NEVER, 0);
                for from in k - 1..to {
                    let before = best.get(k - 1).and_then(|b| b.get(from)).map_or(NEVER, |b| b.0);
                    let cost = before + self.line(from, to, ideal, count > 2);
                    if cost < found.0 {
                        found = (cost, from);
                    }
                }
                if let Some(slot) = best.get_mut(k).and_then(|b| b.get_mut(to)) {
                    *slot = found;
                }
            }
        }
        let mut ends = Vec::new();
        let mut to = n;
        for k in (1..=count).rev() {
            let &(cost, from) = best.get(k)?.get(to)?;
            if !cost.is_finite() {
                return None;
            }
            if from > 0 {
                ends.push(from);
            }
            to = from;
        }
        ends.reverse();
        Some(ends)
    }

    /// The best place to break the row once and the next best, when that is nearly as good, or the rules do not stand by the first.
    pub(super) fn rivals(&self) -> Option<(usize, Option<usize>)> {
        let ideal = self.total() / 2.0;
        let mut ways: Vec<(f64, usize)> = (1..self.widths.len())
            .map(|at| (self.cost(&[at], ideal), at))
            .filter(|(cost, at)| cost.is_finite() && self.acceptable(&[*at]))
            .collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0));
        match ways.as_slice() {
            [best, next, ..] if next.0 - best.0 < DOUBT => Some((best.1, Some(next.1))),
            [best, rest @ ..] if !self.is_sure(&[best.1]) => Some((best.1, rest.first().map(|next| next.1))),
            _ => None,
        }
    }

    /// The cost of a split by itself, whatever stands on other lines.
    fn own_cost(&self, ends: &[usize]) -> f64 {
        let count = ends.len() + 1;
        let ideal = self.total() / count as f64;
        let mut from = 0;
        let mut balance = 0.0;
        for &to in ends.iter().chain([&self.widths.len()]) {
            let off = (self.width(from, to) - ideal) / ideal;
            balance += off * off;
            from = to;
        }
        let rest = self.cost(ends, ideal) - balance;
        balance / count as f64 + rest / ends.len().max(1) as f64
    }

    fn acceptable(&self, ends: &[usize]) -> bool {
        ends.is_empty() || self.own_cost(ends) <= self.worst
    }

    /// Whether the rules stand by a split: the dearer it is, the oftener it misleads.
    pub(super) fn is_sure(&self, ends: &[usize]) -> bool {
        let most = if ends.len() > 1 { self.sure.1 } else { self.sure.0 };
        let clear =
            ends.iter().all(|end| !end.checked_sub(1).and_then(|at| self.doubt.get(at)).is_some_and(|doubt| *doubt));
        ends.is_empty() || clear && self.own_cost(ends) <= most
    }
}

/// Where the lines of a clause end, the last left out, and what that costs.
type Way = (Vec<usize>, f64);

/// The best way to set clauses in `count` lines: for each clause where its lines end (the last left
/// out), and the cost of the whole. `None` when no way is acceptable.
pub(super) fn choose<R: std::borrow::Borrow<Row>>(rows: &[R], count: usize) -> Option<(Vec<Vec<usize>>, f64)> {
    let rows: Vec<&Row> = rows.iter().map(std::borrow::Borrow::borrow).collect();
    let rows = rows.as_slice();
    let ideal = rows.iter().map(|r| r.total()).sum::<f64>() / count as f64;
    let spare = count.checked_sub(rows.len())?;
    // ways[i][k]: clause i in k + 1 lines.
    let ways: Vec<Vec<Option<Way>>> = rows
        .iter()
        .map(|row| {
            (1..=spare + 1)
                .map(|k| {
                    row.split(k, ideal).filter(|ends| row.acceptable(ends)).map(|ends| (row.cost(&ends, ideal), ends))
                })
                .map(|way| way.map(|(cost, ends)| (ends, cost)))
                .collect()
        })
        .collect();
    let mut best: Vec<Option<(f64, Vec<usize>)>> = vec![None; spare + 1];
    *best.first_mut()? = Some((0.0, Vec::new()));
    for way in &ways {
        let mut next: Vec<Option<(f64, Vec<usize>)>> = vec![None; spare + 1];
        for (used, state) in best.iter().enumerate() {
            let Some((sum, counts)) = state else { continue };
            for (more, way) in way.iter().enumerate() {
                let (Some((_, cost)), Some(slot)) = (way, next.get_mut(used + more)) else { continue };
                if slot.as_ref().is_none_or(|s| sum + cost < s.0) {
                    let mut counts = counts.clone();
                    counts.push(more);
                    *slot = Some((sum + cost, counts));
                }
            }
        }
        best = next;
    }
    let (_, counts) = best.pop()??;
    let mut ends: Vec<Vec<usize>> = counts
        .iter()
        .zip(&ways)
        .map(|(&k, way)| way.get(k).cloned().flatten().map(|w| w.0).unwrap_or_default())
        .collect();
    bring_together(rows, &mut ends, ideal);
    even(rows, &ends).then(|| {
        let breaks = spare.max(1) as f64;
        let cost: f64 = rows.iter().zip(&ends).map(|(row, ends)| row.cost(ends, ideal)).sum();
        let balance: f64 = lines(rows, &ends).map(|w| ((w - ideal) / ideal).powi(2)).sum();
        (ends, (balance / count as f64 + (cost - balance) / breaks).max(0.0))
    })
}

fn lines<'a>(rows: &'a [&Row], ends: &'a [Vec<usize>]) -> impl Iterator<Item = f64> + 'a {
    rows.iter().zip(ends).flat_map(|(row, ends)| {
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends.iter().copied().chain([row.widths.len()])).map(|(from, to)| row.width(from, to))
    })
}

/// Whether clauses of one length, two or more, all break once and at one place, as couplets do: 优化|供给结构 提高|供给质量.
pub(super) fn answer(rows: &[&Row], ends: &[Vec<usize>]) -> bool {
    let (Some(first), Some(place)) = (rows.first(), ends.first().and_then(|e| e.first())) else { return false };
    let (total, place) = (first.total(), first.width(0, *place));
    rows.len() > 1
        && rows.iter().zip(ends).all(|(row, e)| {
            let at = e.first().map(|end| row.width(0, *end));
            row.strict
                && e.len() == 1
                && (row.total() - total).abs() < 0.3
                && at.is_some_and(|at| (at - place).abs() < 0.3)
                && row.own_cost(e) <= TOGETHER
        })
}

/// Whether clauses of one length that break once do so at one place, and none is broken beside a whole one but at a clear pause:
/// 后厨亮|起来 beside 食客|放下心 says that one of the two is wrong.
pub(super) fn agree(rows: &[&Row], ends: &[Vec<usize>]) -> bool {
    let all = || rows.iter().zip(ends).filter(|(row, _)| row.strict);
    let uneven = all().any(|(_, e)| e.is_empty()) && all().any(|(row, e)| !e.is_empty() && row.own_cost(e) > UNEVEN);
    let place = |row: &Row, e: &[usize]| e.first().map(|end| row.width(0, *end));
    let like = |(a, e): (&&Row, &Vec<usize>), (b, f): (&&Row, &Vec<usize>)| {
        let same = (a.total() - b.total()).abs() < 0.3 && e.len() == 1 && f.len() == 1;
        !same || place(a, e).zip(place(b, f)).is_some_and(|(a, b)| (a - b).abs() < 0.3)
    };
    !uneven && all().all(|one| all().all(|other| like(one, other)))
}

/// Clauses of one length in one number of lines break at one place when that costs little.
fn bring_together(rows: &[&Row], ends: &mut [Vec<usize>], ideal: f64) {
    let Some(first) = rows.first() else { return };
    let lines = ends.first().map_or(0, Vec::len);
    if lines == 0
        || ends.iter().any(|e| e.len() != lines)
        || rows.iter().any(|r| (r.total() - first.total()).abs() > 0.3)
    {
        return;
    }
    let at = |row: &Row, ends: &[usize]| -> Vec<f64> { ends.iter().map(|&e| row.width(0, e)).collect() };
    let find = |row: &Row, places: &[f64]| -> Option<Vec<usize>> {
        let ends: Option<Vec<usize>> =
            places.iter().map(|p| (1..row.widths.len()).find(|&e| (row.width(0, e) - p).abs() < 0.3)).collect();
        ends.filter(|e| row.acceptable(e) && row.cost(e, ideal).is_finite())
    };
    let sum = |ends: &[Vec<usize>]| rows.iter().zip(ends).map(|(row, e)| row.cost(e, ideal)).sum::<f64>();
    let now = sum(ends);
    let mut found: Option<(f64, Vec<Vec<usize>>)> = None;
    for pattern in rows.iter().zip(ends.iter()).map(|(row, e)| at(row, e)) {
        let all: Option<Vec<Vec<usize>>> = rows.iter().map(|row| find(row, &pattern)).collect();
        let Some(all) = all else { continue };
        let cost = sum(&all);
        if cost <= now + 0.12 * rows.len() as f64 && found.as_ref().is_none_or(|f| cost < f.0) {
            found = Some((cost, all));
        }
    }
    if let Some((_, all)) = found {
        ends.clone_from_slice(&all);
    }
}

/// Whether clauses of about one length have the same number of lines, and a clause that is split
/// beside a whole one is longer, balanced, and has no line far shorter than the whole one.
fn even(rows: &[&Row], ends: &[Vec<usize>]) -> bool {
    let all = || rows.iter().zip(ends);
    all().all(|(row, e)| {
        let widths: Vec<f64> = lines(&[row], std::slice::from_ref(e)).collect();
        let (least, most) = widths.iter().fold((f64::MAX, 0.0f64), |(least, most), &w| (least.min(w), most.max(w)));
        all().all(|(other, o)| {
            let (long, short) = (row.total(), other.total());
            let like = (long - short).abs() <= 0.15 * long.max(short);
            let whole = !e.is_empty() && o.is_empty();
            (!like || e.len() == o.len())
                && (!whole || !row.strict || long >= 1.3 * short && least >= 0.6 * most && short <= 1.51 * most)
        })
    })
}
