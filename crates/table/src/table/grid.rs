//! Rows of cells as text, in three allocations: a hundred thousand rows of ten cells cost their text and four bytes a cell.

use biaoyu_page::limits::{TABLE_CELL_CHARS, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS, TABLE_TEXT_BYTES};

/// Why a grid takes no more; the row is as the user counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Rows,
    Columns { row: u32 },
    Cell { row: u32 },
    Text,
}

/// Cells of a sheet, row by row; empty rows are not kept, and cells after the last one with text neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Grid {
    text: String,
    /// End of each cell in `text`.
    ends: Vec<u32>,
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    /// As the user counts it, from 1.
    number: u32,
    /// End of its cells in `ends`.
    end: u32,
}

impl Grid {
    /// Appends a row unless it is empty.
    pub fn push<'c>(
        &mut self,
        number: u32,
        cells: impl DoubleEndedIterator<Item = &'c str> + ExactSizeIterator + Clone,
    ) -> Result<(), Over> {
        let Some(last) = cells.clone().rposition(|cell| !cell.trim().is_empty()) else { return Ok(()) };
        if self.rows.len() >= TABLE_ROWS {
            return Err(Over::Rows);
        }
        if last >= TABLE_COLUMNS {
            return Err(Over::Columns { row: number });
        }
        for cell in cells.take(last + 1) {
            if cell.len() > TABLE_CELL_CHARS && cell.chars().count() > TABLE_CELL_CHARS {
                return Err(Over::Cell { row: number });
            }
            self.text.push_str(cell);
            self.ends.push(u32::try_from(self.text.len()).map_err(|_| Over::Text)?);
        }
        if self.text.len() > TABLE_TEXT_BYTES || self.ends.len() > TABLE_CELLS {
            return Err(Over::Text);
        }
        let end = u32::try_from(self.ends.len()).map_err(|_| Over::Text)?;
        self.rows.push(Row { number, end });
        Ok(())
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row's number as the user counts it; 0 when there is no such row.
    pub fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    /// The place of the row that the user counts as `number`.
    pub fn find(&self, number: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok()
    }

    fn cells(&self, row: usize) -> std::ops::Range<usize> {
        let end = |row: usize| self.rows.get(row).map_or(0, |row| row.end as usize);
        let start = row.checked_sub(1).map_or(0, end);
        start..end(row).max(start)
    }

    /// Cells that a row has.
    pub fn width(&self, row: usize) -> usize {
        self.cells(row).len()
    }

    fn text(&self, cell: usize) -> &str {
        let end = |cell: usize| self.ends.get(cell).map_or(0, |end| *end as usize);
        let start = cell.checked_sub(1).map_or(0, end);
        self.text.get(start..end(cell)).unwrap_or_default()
    }

    /// The text of a cell, empty where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let cells = self.cells(row);
        if column < cells.len() { self.text(cells.start + column) } else { "" }
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        self.cells(row).map(|cell| self.text(cell))
    }

    /// The same with merged ranges repeated: the reader sees the value on all the rows and columns that it spans. A row
    /// that has nothing of its own stays empty. `merges` are of rows as the user counts them.
    pub fn spread(self, mut merges: Vec<Merge>) -> Result<Grid, Over> {
        merges.retain(|m| m.left < TABLE_COLUMNS && (m.bottom > m.top || m.right > m.left));
        if merges.is_empty() {
            return Ok(self);
        }
        merges.sort_by_key(|m| (m.top, m.left));
        let mut waiting = merges.into_iter().peekable();
        let mut active: Vec<(Merge, String)> = Vec::new();
        let mut out = Grid::default();
        let mut line: Vec<String> = Vec::new();
        for row in 0..self.len() {
            let number = self.number(row);
            active.retain(|(merge, _)| merge.bottom >= number);
            while let Some(merge) = waiting.next_if(|merge| merge.top <= number) {
                // A range whose first row is empty has no value to repeat.
                // Ranges do not lie over each other: in a file where they do, the first ones count.
                if merge.top == number && active.len() < TABLE_COLUMNS {
                    let value = self.cell(row, merge.left).to_owned();
                    if !value.trim().is_empty() {
                        active.push((merge, value));
                    }
                }
            }
            if active.is_empty() {
                out.push(number, self.row(row))?;
                continue;
            }
            line.clear();
            line.extend(self.row(row).map(str::to_owned));
            for (merge, value) in &active {
                let right = merge.right.min(TABLE_COLUMNS - 1);
                if line.len() <= right {
                    line.resize(right + 1, String::new());
                }
                for cell in line.iter_mut().take(right + 1).skip(merge.left) {
                    cell.clone_from(value);
                }
            }
            out.push(number, line.iter().map(String::as_str))?;
        }
        Ok(out)
    }
}

/// A merged range: rows as the user counts them, columns from 0, all four inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub top: u32,
    pub left: usize,
    pub bottom: u32,
    pub right: usize,
}

/// A row that is being read, whose cells may come in any order or not at all.
#[derive(Debug, Default)]
pub(super) struct Line {
    cells: Vec<String>,
    used: usize,
    /// A cell with text beyond the last column that is read.
    beyond: bool,
}

impl Line {
    /// Sets a cell, the column counted from 0.
    pub fn set(&mut self, column: usize, text: &str) {
        if column >= TABLE_COLUMNS {
            self.beyond |= !text.trim().is_empty();
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        for cell in self.cells.iter_mut().take(column + 1).skip(self.used) {
            cell.clear();
        }
        self.used = self.used.max(column + 1);
        if let Some(cell) = self.cells.get_mut(column) {
            cell.clear();
            cell.push_str(text);
        }
    }

    /// Gives the row to the grid and begins the next.
    pub fn finish(&mut self, number: u32, grid: &mut Grid) -> Result<(), Over> {
        if std::mem::take(&mut self.beyond) {
            return Err(Over::Columns { row: number });
        }
        let used = std::mem::take(&mut self.used);
        grid.push(number, self.cells.iter().take(used).map(String::as_str))
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut out = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        out.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    out.iter().rev().collect()
}
