//! Where panels meet: as few as the cloth allows, and of all places the ones that cut the fewest strokes.

use super::obstacles::Obstacles;
use biaoyu_page::words::Way;

/// Most places that a seam is tried at.
const PLACES: f64 = 3_000.0;
/// What a seam keeps from ink at both sides, mm: what the hand that welds is off by.
pub(super) const CLEAR: f64 = 5.0;
/// No panel is narrower than this part of the mean.
const LEAST: f64 = 0.5;

/// What a panel takes beyond its part of the picture at a seam.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lap {
    /// At its left or upper end.
    pub before: f64,
    /// At its right or lower end.
    pub after: f64,
}

/// How many panels of at most `most` mm a side of `length` mm takes.
pub(super) fn count(length: f64, most: f64, lap: Lap) -> Option<usize> {
    if length <= most + 1e-6 {
        return Some(1);
    }
    let (first, inner, last) = (most - lap.after, most - lap.before - lap.after, most - lap.before);
    if inner <= 0.0 {
        return None;
    }
    let rest = (length - first - last).max(0.0);
    Some(2 + (rest / inner - 1e-9).ceil() as usize)
}

/// The seams of a side of `length` mm, on multiples of `pitch`: where least is cut, and then evenly.
pub(super) fn seams(
    length: f64,
    panels: usize,
    (most, lap): (f64, Lap),
    pitch: f64,
    (obstacles, way, origin): (&Obstacles, Way, f64),
) -> Vec<f64> {
    if panels < 2 {
        return Vec::new();
    }
    let step = ((CLEAR.max(length / PLACES)) / pitch).ceil().max(1.0);
    let all: Vec<f64> = (1..).map(|i| f64::from(i) * step * pitch).take_while(|s| *s < length - 1e-9).collect();
    let even = length / panels as f64;
    let cost: Vec<f64> = all.iter().map(|s| obstacles.through(way, origin + s, CLEAR).cost).collect();
    // The best way to each place with each number of seams before it.
    let fits = |from: Option<f64>, to: Option<f64>| {
        let width = to.unwrap_or(length) - from.unwrap_or(0.0);
        let taken = width + from.map_or(0.0, |_| lap.before) + to.map_or(0.0, |_| lap.after);
        taken <= most + 1e-6 && width >= LEAST * even.min(most)
    };
    let uneven = |from: f64, to: f64| 0.001 * (to - from - even).powi(2) / even;
    let mut ways: Vec<Vec<Option<(f64, usize)>>> = Vec::new();
    for seam in 1..panels {
        let row = all.iter().enumerate().map(|(i, at)| {
            let own = *cost.get(i)?;
            if seam == 1 {
                return fits(None, Some(*at)).then(|| (own + uneven(0.0, *at), 0));
            }
            let before = ways.last()?;
            let mut best: Option<(f64, usize)> = None;
            for (j, from) in all.iter().enumerate().take(i).rev() {
                if at - from > most {
                    break;
                }
                let Some((sum, _)) = before.get(j).copied().flatten().filter(|_| fits(Some(*from), Some(*at))) else {
                    continue;
                };
                let sum = sum + own + uneven(*from, *at);
                if best.is_none_or(|(least, _)| sum < least - 1e-9) {
                    best = Some((sum, j));
                }
            }
            best
        });
        let row: Vec<_> = row.collect();
        ways.push(row);
    }
    let ends = all.iter().zip(ways.last().into_iter().flatten()).enumerate();
    let ends = ends.filter(|(_, (at, _))| fits(Some(**at), None));
    let ends = ends.filter_map(|(i, (at, way))| Some((i, way.as_ref()?.0 + uneven(*at, length))));
    let Some((mut i, _)) = ends.min_by(|a, b| a.1.total_cmp(&b.1)) else {
        return spread(length, panels, (most, lap), pitch);
    };
    let mut found = Vec::new();
    for row in ways.iter().rev() {
        let (Some(at), Some((_, from))) = (all.get(i), row.get(i).copied().flatten()) else { break };
        found.push(*at);
        i = from;
    }
    found.reverse();
    found
}

/// Seams where the cloth is all but used up and the grid of tries was too coarse: every panel as wide as it can be, less
/// its share of what is left.
fn spread(length: f64, panels: usize, (most, lap): (f64, Lap), pitch: f64) -> Vec<f64> {
    let width = |i: usize| {
        let before = if i > 0 { lap.before } else { 0.0 };
        let after = if i + 1 < panels { lap.after } else { 0.0 };
        most - before - after
    };
    let left = (0..panels).map(width).sum::<f64>() - length;
    let mut at = 0.0;
    let seam = |i: usize| {
        at += width(i) - left / panels as f64;
        (at / pitch).round() * pitch
    };
    (0..panels - 1).map(seam).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_are_as_few_as_the_cloth_allows_and_even() {
        let weld = Lap { before: 0.0, after: 30.0 };
        for (length, most, panels) in
            [(3170.0, 3170.0, 1), (3171.0, 3170.0, 2), (6310.0, 3170.0, 2), (6311.0, 3170.0, 3), (12_000.0, 3170.0, 4)]
        {
            assert_eq!(count(length, most, weld), Some(panels), "{length}");
            let nothing = Obstacles::default();
            let found = seams(length, panels, (most, weld), 0.5644, (&nothing, Way::Upright, 0.0));
            assert_eq!(found.len(), panels - 1, "{length}");
            let ends: Vec<f64> = [&[0.0], &found[..], &[length]].concat();
            for (i, pair) in ends.windows(2).enumerate() {
                let taken = pair[1] - pair[0] + if i + 1 < panels { 30.0 } else { 0.0 };
                assert!(taken <= most + 0.5644, "{length}: {ends:?}");
            }
        }
        assert_eq!(count(100.0, 50.0, Lap { before: 30.0, after: 30.0 }), None);
    }
}
