//! What each tile of a mosaic shows, so that neighbours differ in figure and in ground.

use super::tiles::Tile;
use crate::expr::hash;
use crate::layout::{RoleInk, TileKind, Tiles};

/// What a tile shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub kind: TileKind,
    pub figure: RoleInk,
    pub ground: RoleInk,
    /// Quarter turns.
    pub turn: u8,
}

/// A neighbour: which tile, and whether it touches along a side or at a corner only.
type Neighbour = (usize, bool);

/// Steps of repair for each tile. Grounds that are enough for a map are found within a few.
const STEPS: usize = 25;
/// What must not be costs this much.
const NEVER: f64 = 100.0;

/// Gives every tile its look. Around merged tiles the grounds may not suffice; then one of them is split: `split` puts
/// its cells in its place.
pub(super) fn settle(
    tiles: &mut Vec<Tile>,
    wanted: &Tiles,
    seed: f64,
    split: impl Fn(&mut Vec<Tile>, usize),
) -> Vec<Look> {
    loop {
        let looks = choose(tiles, wanted, seed);
        let alike = |i: usize, n: usize| {
            let pair = looks.get(i).zip(looks.get(n));
            pair.is_some_and(|(a, b)| a.kind == b.kind || a.ground == b.ground)
        };
        let conflicts =
            |i: usize, a: &Tile| tiles.iter().enumerate().any(|(n, b)| touch(a, b) == Some(true) && alike(i, n));
        let wrong: Vec<usize> = tiles.iter().enumerate().filter(|(i, a)| conflicts(*i, a)).map(|(i, _)| i).collect();
        let Some(first) = wrong.first().copied() else { return looks };
        // The one that conflicts itself, or the nearest to the conflict.
        let merged = tiles.iter().enumerate().filter(|(_, t)| t.side > 1).map(|(i, _)| i);
        match merged.min_by_key(|i| (!wrong.contains(i), i.abs_diff(first))) {
            Some(i) => split(tiles, i),
            None => return looks,
        }
    }
}

/// First grounds, then figures, then the figures' colours.
fn choose(tiles: &[Tile], wanted: &Tiles, seed: f64) -> Vec<Look> {
    let neighbours: Vec<Vec<Neighbour>> = tiles
        .iter()
        .map(|a| tiles.iter().enumerate().filter_map(|(i, b)| touch(a, b).map(|side| (i, side))).collect())
        .collect();
    let pairs = |tile: &Tile| if tile.side > 1 { &wanted.large_pairs } else { &wanted.pairs };
    let kinds = |tile: &Tile| if tile.side > 1 { &wanted.large_kinds } else { &wanted.kinds };

    let grounds: Vec<Vec<RoleInk>> = tiles.iter().map(|t| distinct(pairs(t).iter().map(|p| p.1))).collect();
    let grounds = assign(&grounds, &neighbours, &[seed, 2.0], |_, _| 0.0);
    let figures: Vec<Vec<TileKind>> = tiles.iter().map(|t| distinct(kinds(t).iter().copied())).collect();
    let figures = assign(&figures, &neighbours, &[seed, 3.0], |kind, other| f64::from(u8::from(kind == other)));

    let mut looks: Vec<Look> = Vec::with_capacity(tiles.len());
    for (i, tile) in tiles.iter().enumerate() {
        let (Some(Some(ground)), Some(Some(kind))) = (grounds.get(i), figures.get(i)) else { continue };
        let around: Vec<&Look> = neighbours.get(i).into_iter().flatten().filter_map(|(n, _)| looks.get(*n)).collect();
        let place = |k: f64| hash(&[seed, k, tile.column as f64, tile.row as f64]);
        let best = pairs(tile).iter().filter(|p| p.1 == *ground).enumerate().map(|(k, (figure, _))| {
            let same = around.iter().filter(|l| l.figure == *figure && l.ground == *ground).count() as f64;
            (same + 0.9 * place(10.0 + k as f64), *figure)
        });
        let Some((_, figure)) = best.min_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let turn = (4.0 * place(9.0)) as u8 % 4;
        looks.push(Look { kind: *kind, figure, ground: *ground, turn });
    }
    looks
}

fn distinct<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// Gives every tile one of its values, so that tiles along a side differ: greedily, then by repair. `near` is what two
/// values cost at a corner. Values that are much used already wait their turn.
fn assign<T: Copy + PartialEq>(
    values: &[Vec<T>],
    neighbours: &[Vec<Neighbour>],
    seed: &[f64; 2],
    near: impl Fn(T, T) -> f64,
) -> Vec<Option<T>> {
    let mut found: Vec<Option<T>> = vec![None; values.len()];
    let conflict = |found: &[Option<T>], tile: usize, value: T| -> f64 {
        let around = neighbours.get(tile).into_iter().flatten();
        around
            .filter_map(|(n, side)| Some((found.get(*n).copied().flatten()?, *side)))
            .map(|(other, side)| if side { NEVER * f64::from(u8::from(other == value)) } else { near(value, other) })
            .sum()
    };
    let best = |found: &[Option<T>], tile: usize, step: f64| -> Option<T> {
        let own = values.get(tile)?;
        let cost = |(k, value): (usize, &T)| {
            let used = found.iter().flatten().filter(|v| *v == value).count() as f64 * own.len() as f64;
            let noise = hash(&[seed[0], seed[1], tile as f64, k as f64, step]);
            (conflict(found, tile, *value) + used / values.len() as f64 + 1.5 * noise, *value)
        };
        own.iter().enumerate().map(cost).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, value)| value)
    };
    for tile in 0..values.len() {
        let value = best(&found, tile, 0.0);
        if let Some(slot) = found.get_mut(tile) {
            *slot = value;
        }
    }
    for step in 1..=STEPS * values.len() {
        let wrong: Vec<usize> = (0..values.len())
            .filter(|i| found.get(*i).copied().flatten().is_some_and(|v| conflict(&found, *i, v) >= NEVER))
            .collect();
        let pick = |salt: f64, count: usize| (hash(&[seed[0], seed[1], salt, step as f64]) * count as f64) as usize;
        let Some(tile) = wrong.get(pick(0.5, wrong.len())).copied() else { break };
        // Mostly what conflicts least; now and then anything, to leave a dead end.
        let own = values.get(tile).map_or(&[][..], Vec::as_slice);
        let any = own.get(pick(1.5, own.len())).copied();
        let value = if pick(2.5, 5) == 0 { any } else { best(&found, tile, step as f64) };
        if let Some(slot) = found.get_mut(tile) {
            *slot = value;
        }
    }
    found
}

/// Whether two tiles touch: along a side, or at a corner only.
fn touch(a: &Tile, b: &Tile) -> Option<bool> {
    // How far apart on one axis: −1 overlap, 0 touch.
    let gap = |a: usize, al: usize, b: usize, bl: usize| {
        if b >= a + al {
            (b - a - al) as i64
        } else if a >= b + bl {
            (a - b - bl) as i64
        } else {
            -1
        }
    };
    let (x, y) = (gap(a.column, a.side, b.column, b.side), gap(a.row, a.side, b.row, b.side));
    match (x, y) {
        (-1, 0) | (0, -1) => Some(true),
        (0, 0) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::tiles::{free_cells, merge, split};
    use crate::expr::Program;
    use crate::layout::{Box4, Region};
    use crate::palette::Role;
    use biaoyu_page::geom::{Point, Rect};

    fn wanted() -> Tiles {
        let c = Program::constant;
        let ink = |role| RoleInk { role, tint: 1.0 };
        let (ground, display, accent) = (ink(Role::Ground), ink(Role::Display), ink(Role::Accent));
        let pairs = vec![(accent, ground), (display, accent), (ground, accent), (accent, display), (display, ground)];
        Tiles {
            region: Region::Box(Box4 { x: c(0.0), y: c(0.0), w: c(1.0), h: c(1.0) }),
            origin: (c(0.0), c(0.0)),
            cell: c(1.0),
            seed: c(0.0),
            kinds: TileKind::ALL.map(|(_, k)| k).to_vec(),
            pairs: pairs.clone(),
            large_kinds: vec![TileKind::Target, TileKind::Quarter, TileKind::Rings, TileKind::Waves],
            large_pairs: pairs,
            largest: c(2.0),
            merged: c(0.67),
        }
    }

    #[test]
    fn neighbours_differ_in_figure_and_ground() {
        let wanted = wanted();
        let (mut differ, mut wished, mut kept) = (0, 0, 0);
        for seed in 0..200 {
            let seed = f64::from(seed);
            let columns = 3.0 + libm::floor(9.0 * hash(&[seed]));
            let region = Rect::new(0.0, 0.0, columns * 10.0, 40.0 + 10.0 * libm::floor(6.0 * hash(&[seed, 1.0])));
            let taken = [Rect::new(0.0, 0.0, 20.0, 10.0), Rect::new(10.0, 10.0, 30.0, 20.0)];
            let free = free_cells(region, Point::ZERO, 10.0, &taken);
            let mut tiles = merge(&free, 2, 0.67, seed);
            let merged = |tiles: &[Tile]| tiles.iter().filter(|t| t.side > 1).count();
            wished += merged(&tiles);
            let looks = settle(&mut tiles, &wanted, seed, |tiles, i| split(tiles, i, &free));
            kept += merged(&tiles);
            assert_eq!(looks.len(), tiles.len());
            assert_eq!(looks, choose(&tiles, &wanted, seed));
            differ += usize::from(looks != choose(&tiles, &wanted, seed + 1.0));
            for (a, x) in tiles.iter().zip(&looks) {
                for (b, y) in tiles.iter().zip(&looks).filter(|(b, _)| touch(a, b) == Some(true)) {
                    assert!(x.kind != y.kind && x.ground != y.ground, "seed {seed}: {a:?} {b:?} {x:?} {y:?}");
                }
            }
        }
        assert_eq!(differ, 200, "another seed is another mosaic");
        assert!(kept * 10 > wished * 9, "splitting must stay rare: {kept} of {wished}");
    }
}
