//! A row of a sheet while it is read.

use super::grid::{Grid, Over, Piece};
use biaoyu_page::limits::TABLE_COLUMNS;

/// A row that is being read, whose cells may come in any order or not at all.
#[derive(Debug, Default)]
pub(super) struct Line {
    cells: Vec<Slot>,
    used: usize,
    /// A cell with text beyond the last column that is read.
    beyond: bool,
}

/// A cell of a line: a text of its own, or a part of the grid's source.
#[derive(Clone, Debug, Default)]
struct Slot {
    text: String,
    part: Option<(u32, u32)>,
}

impl Slot {
    fn clear(&mut self) {
        self.text.clear();
        self.part = None;
    }

    fn piece(&self) -> Piece<'_> {
        match self.part {
            Some((from, to)) => Piece::Part(from, to),
            None => Piece::Own(&self.text),
        }
    }
}

impl Line {
    /// Sets a cell, the column counted from 0.
    pub fn set(&mut self, column: usize, text: &str) {
        if let Some(slot) = self.slot(column, text) {
            slot.clear();
            slot.text.push_str(text);
        }
    }

    /// Sets a cell to a part of the grid's source, which is `text`.
    pub fn set_part(&mut self, column: usize, from: u32, to: u32, text: Option<&str>) {
        if let Some(slot) = self.slot(column, text.unwrap_or_default()) {
            slot.clear();
            slot.part = Some((from, to));
        }
    }

    fn slot(&mut self, column: usize, text: &str) -> Option<&mut Slot> {
        if column >= TABLE_COLUMNS {
            self.beyond |= !text.trim().is_empty();
            return None;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Slot::default());
        }
        for slot in self.cells.iter_mut().take(column + 1).skip(self.used) {
            slot.clear();
        }
        self.used = self.used.max(column + 1);
        self.cells.get_mut(column)
    }

    /// Gives the row to the grid and begins the next.
    pub fn finish(&mut self, number: u32, grid: &mut Grid) -> Result<(), Over> {
        if std::mem::take(&mut self.beyond) {
            return Err(Over::Columns { row: number });
        }
        let used = std::mem::take(&mut self.used);
        let pieces: Vec<Piece<'_>> = self.cells.iter().take(used).map(Slot::piece).collect();
        grid.push_pieces(number, pieces.into_iter())
    }
}
