//! Sheets of one kind each, as dense as the jobs apart have them: common sheets never take more.

use std::sync::Arc;

use super::lanes::Kind;
use super::{Asked, Ganged, duplex};
use crate::impose::grid::{Grid, Rules};

/// The sheet of each kind alone; `None` where one cannot be had so.
pub(super) fn grids(kinds: &[Kind], asked: &Asked<'_>) -> Option<Vec<Grid>> {
    let own = Rules { duplex: Some(duplex(asked.paper, asked.rules)), ..*asked.rules };
    // Every sheet of a file has as many sides.
    kinds.iter().map(|kind| Grid::new(&kind.piece, asked.paper, &own, asked.sides).ok()).collect()
}

/// How many sheets of these the pieces fill, and what is left of each kind.
pub(super) fn full(kinds: &[Kind], grids: &[Grid]) -> (usize, Vec<Kind>) {
    let places = |grid: &Grid| grid.slots.len().max(1);
    let each = || kinds.iter().zip(grids);
    let sheets = each().map(|(kind, grid)| kind.count / places(grid)).sum();
    let rest = each().map(|(kind, grid)| Kind { count: kind.count % places(grid), ..kind.clone() });
    (sheets, rest.collect())
}

/// Sheets of one kind after the other, each full but the last of its kind.
pub(super) fn apart(kinds: &[Kind], grids: &[Grid]) -> Vec<Ganged> {
    let mut sheets = Vec::new();
    for (kind, (Kind { count, .. }, grid)) in kinds.iter().zip(grids).enumerate() {
        let places = grid.slots.len().max(1);
        let whole = Arc::new(grid.clone());
        let kinds = vec![kind; places];
        sheets.extend((0..count / places).map(|_| Ganged { grid: whole.clone(), kinds: kinds.clone() }));
        let rest = count % places;
        if rest > 0 {
            let mut grid = grid.clone();
            grid.slots.truncate(rest);
            grid.backs.truncate(rest);
            sheets.push(Ganged { grid: Arc::new(grid.marked()), kinds: vec![kind; rest] });
        }
    }
    sheets
}
