//! Columns of which one row says what holds for those below it too.

/// For a column the rows whose cells are empty and the place of the cell that stands for them: from, to, its row.
pub(super) type Runs = Vec<(u32, u32, u32)>;

/// Columns that are filled down.
#[derive(Clone, Debug, Default)]
pub(super) struct Down(Vec<(usize, Runs)>);

impl Down {
    /// The place of the row whose cell is read for that of `row`.
    pub fn source(&self, row: usize, column: usize) -> usize {
        let Some((_, runs)) = self.0.iter().find(|(own, _)| *own == column) else { return row };
        let at = runs.partition_point(|(from, ..)| *from as usize <= row);
        match at.checked_sub(1).and_then(|at| runs.get(at)) {
            Some((_, to, source)) if row <= *to as usize => *source as usize,
            _ => row,
        }
    }

    /// Columns that have another row's text in that row.
    pub fn columns(&self, row: usize) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(column, _)| *column).filter(move |column| self.source(row, *column) != row)
    }

    /// Fills one more column.
    pub fn add(&mut self, column: usize, runs: Runs) {
        self.0.push((column, runs));
    }

    /// Whether a column is filled down.
    pub fn has(&self, column: usize) -> bool {
        self.0.iter().any(|(own, _)| *own == column)
    }
}
