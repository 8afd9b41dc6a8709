//! The mosaic: free cells, merged to tiles and filled with figures.
//!
//! Everything is chosen by [`hash`] of the seed and the place: the same seed gives the same mosaic everywhere.

use std::sync::Arc;

use super::tile_choice::{Look, settle};
use super::{Composer, Laid, tile_art};
use crate::expr::hash;
use crate::layout::{Item as Wanted, Tiles};
use biaoyu_page::geom::{Affine, Outline, Point, Rect};
use biaoyu_page::limits::REPEATS;
use biaoyu_page::page::{Fill, Group, Item, Mark, PathMark, Plane};

/// A tile with its place on the grid.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tile {
    /// Column and row of its first cell, and how many cells its side has.
    pub column: usize,
    pub row: usize,
    pub side: usize,
    /// The square that its figure is drawn in, mm.
    pub square: Rect,
    /// What is seen of it: cut, or widened, at the region's edge, mm.
    pub seen: Rect,
}

/// A cell narrower than this at the region's edge, in sides, is part of its neighbour.
const SLIVER: f64 = 0.3;
/// How far a tile reaches under the next, mm.
const HAIR: f64 = 0.05;

impl Composer<'_> {
    /// Lays a mosaic.
    pub(super) fn tiles(&mut self, item: &Wanted, tiles: &Tiles) -> Option<Laid> {
        let outline = self.outline(&tiles.region);
        let region = outline.bounds();
        let cell = tiles.cell.eval(&self.frame);
        let origin = Point::new(tiles.origin.0.eval(&self.frame), tiles.origin.1.eval(&self.frame));
        let seed = tiles.seed.eval(&self.frame);
        let largest = tiles.largest.eval(&self.frame).clamp(1.0, 8.0) as usize;
        let merged = tiles.merged.eval(&self.frame).clamp(0.0, 1.0);
        let free = free_cells(region, origin, cell, &self.taken);
        let mut laid = merge(&free, largest, merged, seed);
        if laid.is_empty() {
            return None;
        }
        let looks = settle(&mut laid, tiles, seed, |laid, i| split(laid, i, &free));
        let mut items: Vec<Item> = Vec::with_capacity(laid.len());
        for (tile, look) in laid.iter().zip(&looks) {
            let marks = self.tile(tile, *look);
            let seen = tile.seen;
            // Two tiles of one colour show no seam: each reaches a hair under the next, which is painted over it.
            let seen = Rect::new(seen.x0, seen.y0, (seen.x1 + HAIR).min(region.x1), (seen.y1 + HAIR).min(region.y1));
            let clip = Some(Arc::new(biaoyu_page::geom::rect_path(seen)));
            let group = Group { transform: Affine::IDENTITY, clip, text: None, items: self.sourced(marks, item) };
            items.push(Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(&item.id) });
        }
        if matches!(outline, Outline::Circle(_)) {
            let clip = Some(Arc::new(outline.path()));
            let group = Group { transform: Affine::IDENTITY, clip, text: None, items };
            items = vec![Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(&item.id) }];
        }
        Some(Laid { items, region, size: cell, lines: laid.len() as f64, ink: region })
    }

    fn sourced(&self, marks: Vec<PathMark>, item: &Wanted) -> Vec<Item> {
        let source = self.source(&item.id);
        marks.into_iter().map(|m| Item { mark: Mark::Path(m), plane: Plane::Art, source: source.clone() }).collect()
    }

    /// The marks of a tile. What has the page's own colour is left out: a figure of it is drawn by its complement, so that
    /// no hairline of a ground shows where both have the same edge.
    fn tile(&self, tile: &Tile, look: Look) -> Vec<PathMark> {
        let page = self.variant.ground;
        let figure = tile_art::figure(look.kind, look.turn, tile.square);
        let ground = biaoyu_page::geom::rect_path(biaoyu_page::geom::grow(tile.seen, 0.5 * tile.square.width()));
        let mark = |path, role, even_odd| PathMark {
            path: Arc::new(path),
            fill: Some(Fill { paint: self.paint(role), even_odd }),
            stroke: None,
        };
        if Some(look.figure) == page {
            let mut complement = ground;
            complement.extend(figure);
            vec![mark(complement, look.ground, true)]
        } else if Some(look.ground) == page {
            vec![mark(figure, look.figure, true)]
        } else {
            vec![mark(ground, look.ground, false), mark(figure, look.figure, true)]
        }
    }
}

/// A cell that is free: its indices, its square, what is seen of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    column: usize,
    row: usize,
    square: Rect,
    seen: Rect,
}

/// The cells of a region that meet no taken one.
pub(super) fn free_cells(region: Rect, origin: Point, cell: f64, taken: &[Rect]) -> Vec<Cell> {
    let columns = spans(origin.x, cell, region.x0, region.x1);
    let rows = spans(origin.y, cell, region.y0, region.y1);
    if columns.len().saturating_mul(rows.len()) > REPEATS {
        return Vec::new();
    }
    let mut free = Vec::new();
    for (row, (y, y0, y1)) in rows.iter().enumerate() {
        for (column, (x, x0, x1)) in columns.iter().enumerate() {
            let square = Rect::new(*x, *y, x + cell, y + cell);
            let is_taken = taken.iter().any(|t| {
                let both = t.intersect(square);
                both.width() > 0.02 * cell && both.height() > 0.02 * cell
            });
            if !is_taken {
                free.push(Cell { column, row, square, seen: Rect::new(*x0, *y0, *x1, *y1) });
            }
        }
    }
    free
}

/// The cells along one axis between `low` and `high`: where each begins on the grid, and what of it is seen.
fn spans(origin: f64, cell: f64, low: f64, high: f64) -> Vec<(f64, f64, f64)> {
    if !(cell > 0.0 && high > low) || (high - low) / cell > REPEATS as f64 {
        return Vec::new();
    }
    let first = libm::floor((low - origin) / cell + 1e-6) as i64;
    let last = libm::ceil((high - origin) / cell - 1e-6) as i64;
    let mut spans: Vec<(f64, f64, f64)> = (first..last)
        .map(|i| {
            let start = origin + i as f64 * cell;
            (start, start.max(low), (start + cell).min(high))
        })
        .collect();
    let sliver = |s: &(f64, f64, f64)| s.2 - s.1 < SLIVER * cell;
    if spans.len() > 1 && spans.first().is_some_and(sliver) {
        spans.remove(0);
        if let Some(first) = spans.first_mut() {
            first.1 = low;
        }
    }
    if spans.len() > 1 && spans.last().is_some_and(sliver) {
        spans.pop();
        if let Some(last) = spans.last_mut() {
            last.2 = high;
        }
    }
    spans
}

/// Joins free cells to larger tiles, largest first, in scattered order.
pub(super) fn merge(free: &[Cell], largest: usize, share: f64, seed: f64) -> Vec<Tile> {
    let mut used = vec![false; free.len()];
    let find = |column: usize, row: usize| free.binary_search_by(|c| (c.row, c.column).cmp(&(row, column))).ok();
    let mut tiles = Vec::new();
    let mut covered = 0;
    for side in (2..=largest).rev() {
        let mut starts: Vec<(f64, usize)> = (0..free.len())
            .filter_map(|i| free.get(i).map(|c| (hash(&[seed, 1.0, side as f64, c.column as f64, c.row as f64]), i)))
            .collect();
        starts.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, i) in starts {
            let Some(first) = free.get(i) else { continue };
            let block: Option<Vec<usize>> = (0..side * side)
                .map(|k| find(first.column + k % side, first.row + k / side).filter(|i| used.get(*i) == Some(&false)))
                .collect();
            let Some(block) = block else { continue };
            let area = side * side;
            if covered > 0 && (covered + area) as f64 > share * free.len() as f64 {
                continue;
            }
            let Some(last) = block.last().and_then(|i| free.get(*i)) else { continue };
            covered += area;
            tiles.push(Tile {
                column: first.column,
                row: first.row,
                side,
                square: first.square.union(last.square),
                seen: first.seen.union(last.seen),
            });
            block.into_iter().filter_map(|i| used.get_mut(i).map(|u| *u = true)).for_each(drop);
        }
    }
    tiles.extend(free.iter().zip(&used).filter(|(_, used)| !**used).map(|(c, _)| single(c)));
    tiles.sort_by_key(|t| (t.row, t.column));
    tiles
}

fn single(c: &Cell) -> Tile {
    Tile { column: c.column, row: c.row, side: 1, square: c.square, seen: c.seen }
}

/// Puts the cells of a merged tile in its place.
pub(super) fn split(tiles: &mut Vec<Tile>, index: usize, free: &[Cell]) {
    let Some(tile) = tiles.get(index).cloned() else { return };
    tiles.remove(index);
    let (columns, rows) = (tile.column..tile.column + tile.side, tile.row..tile.row + tile.side);
    tiles.extend(free.iter().filter(|c| columns.contains(&c.column) && rows.contains(&c.row)).map(single));
    tiles.sort_by_key(|t| (t.row, t.column));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_every_free_cell_once() {
        for seed in 0..200 {
            let seed = f64::from(seed);
            let columns = 3.0 + libm::floor(9.0 * hash(&[seed]));
            let region = Rect::new(0.0, 0.0, columns * 10.0, 40.0 + 10.0 * libm::floor(6.0 * hash(&[seed, 1.0])));
            let taken = [Rect::new(0.0, 0.0, 20.0, 10.0), Rect::new(10.0, 10.0, 30.0, 20.0)];
            let free = free_cells(region, Point::ZERO, 10.0, &taken);
            let tiles = merge(&free, 3, 0.67, seed);
            assert_eq!(tiles, merge(&free, 3, 0.67, seed));
            let area: f64 = tiles.iter().map(|t| t.seen.area()).sum();
            assert!((area - (region.area() - 400.0)).abs() < 1e-6, "seed {seed}");
            for (i, a) in tiles.iter().enumerate() {
                assert!(taken.iter().all(|t| a.seen.intersect(*t).area() < 1e-9), "seed {seed}");
                assert!(tiles.iter().skip(i + 1).all(|b| a.seen.intersect(b.seen).area() < 1e-9), "seed {seed}");
            }
        }
    }

    #[test]
    fn slivers_at_the_edge_belong_to_their_neighbour() {
        let found = spans(0.0, 10.0, -3.0 + 1e-9, 24.0);
        assert_eq!(found.iter().map(|s| s.0).collect::<Vec<_>>(), [0.0, 10.0, 20.0]);
        assert!((found[0].1 + 3.0).abs() < 1e-6 && found[2].2 == 24.0);
        assert_eq!(spans(0.0, 10.0, 0.0, 22.0).len(), 2);
        assert!(spans(0.0, 0.0, 0.0, 22.0).is_empty());
    }
}
