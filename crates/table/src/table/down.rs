//! Columns of which one row says what holds for those below it too.

use super::grid::Grid;

/// Rows whose cells are empty, and what stands for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub from: u32,
    pub to: u32,
    /// The place of the row whose cell it is, and its bytes from and to.
    pub source: u32,
    pub part: (u32, u32),
}

/// Columns that are filled down.
#[derive(Clone, Debug, Default)]
pub(super) struct Down(Vec<(usize, Vec<Run>)>);

impl Down {
    /// What stands for the cells of a row's run.
    fn run(&self, row: usize, column: usize) -> Option<&Run> {
        let (_, runs) = self.0.iter().find(|(own, _)| *own == column)?;
        let at = runs.partition_point(|run| run.from as usize <= row);
        runs.get(at.checked_sub(1)?).filter(|run| row <= run.to as usize)
    }

    /// The text that stands for an empty cell.
    pub fn text<'g>(&self, grid: &'g Grid, row: usize, column: usize) -> Option<&'g str> {
        let Run { source, part: (from, to), .. } = *self.run(row, column)?;
        grid.cell(source as usize, column).get(from as usize..to as usize)
    }

    /// Columns that have another row's text in that row.
    pub fn columns(&self, row: usize) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(column, _)| *column).filter(move |column| self.run(row, *column).is_some())
    }

    /// Fills one more column, its runs in their order.
    pub fn add(&mut self, column: usize, runs: Vec<Run>) {
        self.0.push((column, runs));
    }

    /// Whether a column is filled down.
    pub fn has(&self, column: usize) -> bool {
        self.0.iter().any(|(own, _)| *own == column)
    }
}
