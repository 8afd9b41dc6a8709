//! Rows of cells as text: a byte a cell and eight a row beside the text, which is the file's own where that is text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::row::{Adding, Kind, Row};
use super::runs::Runs;
use super::strings;
use biaoyu_page::limits::{
    TABLE_CELL_CHARS, TABLE_CELLS, TABLE_COLUMNS, TABLE_LONG_BYTES, TABLE_ROWS, TABLE_TEXT_BYTES,
};

/// Rows above the header and below the last record that a table of the most records may have besides.
const ROWS_AROUND: usize = 1_000;

/// Why a grid takes no more; the row is as the user counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    Rows,
    Sheets,
    Columns { row: u32 },
    Cell { row: u32, column: usize },
    Text,
}

/// Cells of a sheet, row by row; empty rows are not kept, and cells after the last one with text neither.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// A text that cells may be parts of: of a CSV or JSON file, or the strings that all sheets of a workbook share.
    source: Arc<String>,
    /// The text of the cells that are no parts of it, each with a separator behind it.
    own: String,
    /// How many bytes each cell has; [`LONG`] for those that have more than fit.
    lengths: Vec<u8>,
    /// The lengths of the long ones, by their number.
    long: BTreeMap<u32, u32>,
    /// Their sum: cells may share a text, and each is read.
    long_bytes: usize,
    /// Where each cell of the scattered rows begins: in `source`, or beyond its end in `own`.
    starts: Vec<u32>,
    rows: Vec<Row>,
    /// The rows' numbers as the user counts them, from 1.
    numbers: Runs,
}

/// Stands for a length that is in `long`.
const LONG: u8 = u8::MAX;
/// Cells of a row, at most, whose places are found by adding up the lengths before them.
const IN_LINE: usize = 64;
/// Stands after each text of the grid's own, as delimiters do in the source.
const SEPARATOR: char = '\u{1f}';

/// Where the text of a cell is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Address {
    start: u32,
    length: usize,
}

/// The addresses of the cells of a row.
#[derive(Clone, Debug)]
struct Addresses<'g> {
    grid: &'g Grid,
    cells: std::ops::Range<usize>,
    kind: Kind,
    /// Where the next one begins; of a scattered row the place of that.
    next: u32,
}

impl Iterator for Addresses<'_> {
    type Item = Address;

    fn next(&mut self) -> Option<Address> {
        let length = self.grid.length(self.cells.next()?);
        let start = match self.kind {
            Kind::Line(gap) => {
                let start = self.next;
                self.next = start.saturating_add(u32::try_from(length).unwrap_or(u32::MAX)).saturating_add(gap);
                start
            }
            Kind::Scattered => {
                let start = self.grid.starts.get(self.next as usize).copied().unwrap_or_default();
                self.next += 1;
                start
            }
        };
        Some(Address { start, length })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.cells.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<Address> {
        if self.kind == Kind::Scattered {
            self.next += u32::try_from(n.min(self.cells.len())).unwrap_or(u32::MAX);
            self.cells.start = self.cells.start.saturating_add(n).min(self.cells.end);
            return self.next();
        }
        for _ in 0..n {
            self.next()?;
        }
        self.next()
    }
}

impl ExactSizeIterator for Addresses<'_> {}

/// A cell to be added: a text of its own, or a part of the source.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'c> {
    /// Text.
    Own(&'c str),
    /// Bytes of the source, from and to.
    Part(u32, u32),
}

impl Grid {
    /// A grid whose cells may be parts of `source`, with room for as many cells and rows.
    pub fn over(source: Arc<String>, cells: usize, rows: usize) -> Self {
        let cells = cells.min(TABLE_CELLS);
        Self {
            source,
            lengths: Vec::with_capacity(cells),
            rows: Vec::with_capacity(rows.min(TABLE_ROWS + ROWS_AROUND)),
            ..Self::default()
        }
    }

    /// Appends a row unless it is empty.
    pub fn push<'c>(
        &mut self,
        number: u32,
        cells: impl DoubleEndedIterator<Item = &'c str> + ExactSizeIterator + Clone,
    ) -> Result<(), Over> {
        self.push_pieces(number, cells.map(Piece::Own))
    }

    /// [`push`](Self::push) with cells that may be parts of the source.
    pub fn push_pieces<'c>(
        &mut self,
        number: u32,
        cells: impl DoubleEndedIterator<Item = Piece<'c>> + ExactSizeIterator + Clone,
    ) -> Result<(), Over> {
        let source = Arc::clone(&self.source);
        let text = |piece: Piece<'c>| match piece {
            Piece::Own(text) => text.len(),
            Piece::Part(from, to) => to.saturating_sub(from) as usize,
        };
        let is_blank = |piece: &Piece<'c>| match piece {
            Piece::Own(text) => text.trim().is_empty(),
            Piece::Part(from, to) => part(&source, *from, *to).trim().is_empty(),
        };
        let Some(last) = cells.clone().rposition(|cell| !is_blank(&cell)) else { return Ok(()) };
        if self.rows.len() >= TABLE_ROWS + ROWS_AROUND {
            return Err(Over::Rows);
        }
        if last >= TABLE_COLUMNS {
            return Err(Over::Columns { row: number });
        }
        let mut row = Adding::default();
        for (column, cell) in cells.take(last + 1).enumerate() {
            let length = text(cell);
            if length > TABLE_CELL_CHARS {
                let chars = match cell {
                    Piece::Own(text) => text.chars().count(),
                    Piece::Part(from, to) => part(&source, from, to).chars().count(),
                };
                if chars > TABLE_CELL_CHARS {
                    return Err(Over::Cell { row: number, column });
                }
            }
            let start = match cell {
                Piece::Part(from, _) => from,
                Piece::Own(text) => {
                    let start = source.len() + self.own.len();
                    strings::append(&mut self.own, text);
                    self.own.push(SEPARATOR);
                    u32::try_from(start).map_err(|_| Over::Text)?
                }
            };
            self.add(&mut row, start, length)?;
        }
        if self.own.len() > TABLE_TEXT_BYTES {
            return Err(Over::Text);
        }
        self.end(number, row)
    }

    /// Adds a cell to the row that is being added.
    fn add(&mut self, row: &mut Adding, start: u32, length: usize) -> Result<(), Over> {
        let short = u8::try_from(length).ok().filter(|length| *length != LONG);
        let length = u32::try_from(length).map_err(|_| Over::Text)?;
        if short.is_none() {
            let cell = u32::try_from(self.lengths.len()).map_err(|_| Over::Text)?;
            self.long.insert(cell, length);
            self.long_bytes = self.long_bytes.saturating_add(length as usize);
            if self.long_bytes > TABLE_LONG_BYTES {
                return Err(Over::Text);
            }
        }
        self.lengths.push(short.unwrap_or(LONG));
        let gap = start.checked_sub(row.end).filter(|gap| (1..=Row::GAP).contains(gap));
        match (row.kind, gap) {
            (None, _) if row.cells == 0 => {
                row.first = start;
                row.scattered = u32::try_from(self.starts.len()).map_err(|_| Over::Text)?;
            }
            (None, Some(gap)) => row.kind = Some(Kind::Line(gap)),
            (Some(Kind::Line(own)), Some(gap)) if own == gap => {}
            _ => row.kind = Some(Kind::Scattered),
        }
        row.cells += 1;
        row.end = start.saturating_add(length);
        // Kept until the row is known to be in line.
        self.starts.push(start);
        Ok(())
    }

    /// Ends the row that is being added.
    fn end(&mut self, number: u32, row: Adding) -> Result<(), Over> {
        if self.lengths.len() > TABLE_CELLS {
            return Err(Over::Text);
        }
        let end = u32::try_from(self.lengths.len()).map_err(|_| Over::Text)?;
        let kind = row.kind.filter(|_| row.cells <= IN_LINE).unwrap_or(match row.cells {
            0 | 1 => Kind::Line(1),
            _ => Kind::Scattered,
        });
        let first = match kind {
            Kind::Scattered => row.scattered,
            Kind::Line(_) => {
                self.starts.truncate(row.scattered as usize);
                row.first
            }
        };
        self.rows.push(Row::new(end, kind, first));
        self.numbers.push(number);
        Ok(())
    }

    /// The same text with other rows: each is given as its number and the addresses of its cells.
    pub fn arranged(
        self,
        rows: impl FnOnce(&Grid, &mut dyn FnMut(u32, &[Address]) -> Result<(), Over>) -> Result<(), Over>,
    ) -> Result<Grid, Over> {
        let mut out = Grid::over(Arc::clone(&self.source), self.lengths.len(), self.rows.len());
        rows(&self, &mut |number, cells| {
            let is_blank = |cell: &Address| self.read(*cell).trim().is_empty();
            let Some(last) = cells.iter().rposition(|cell| !is_blank(cell)) else { return Ok(()) };
            if out.rows.len() >= TABLE_ROWS + ROWS_AROUND {
                return Err(Over::Rows);
            }
            let mut row = Adding::default();
            for cell in cells.iter().take(last + 1) {
                out.add(&mut row, cell.start, cell.length)?;
            }
            out.end(number, row)
        })?;
        out.own = self.own;
        Ok(out)
    }

    /// The same with a first row, numbered 0.
    pub fn headed<'c>(self, cells: impl Iterator<Item = &'c str>) -> Result<Grid, Over> {
        let mut grid = self;
        let texts: Vec<&str> = cells.collect();
        let before = grid.rows.len();
        grid.push(0, texts.into_iter())?;
        if grid.rows.len() == before {
            return Ok(grid);
        }
        grid.arranged(|grid, push| {
            let row = |row: usize| grid.addresses(row).collect::<Vec<_>>();
            push(0, &row(before))?;
            (0..before).try_for_each(|at| push(grid.number(at), &row(at)))
        })
    }

    /// How many cells it holds.
    pub fn cells_held(&self) -> usize {
        self.starts.len()
    }

    /// Bytes of the text that is its own.
    pub fn text_held(&self) -> usize {
        self.own.len()
    }

    /// The text that cells may be parts of.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row's number as the user counts it; 0 when there is no such row.
    pub fn number(&self, row: usize) -> u32 {
        self.numbers.get(row).unwrap_or(0)
    }

    /// The place of the row that the user counts as `number`.
    pub fn find(&self, number: u32) -> Option<usize> {
        self.numbers.find(number)
    }

    fn cells(&self, row: usize) -> std::ops::Range<usize> {
        let end = |row: usize| self.rows.get(row).map_or(0, |row| row.end());
        let start = row.checked_sub(1).map_or(0, end);
        start..end(row).max(start)
    }

    /// Cells that a row has.
    pub fn width(&self, row: usize) -> usize {
        self.cells(row).len()
    }

    fn length(&self, cell: usize) -> usize {
        match self.lengths.get(cell) {
            Some(&LONG) => {
                u32::try_from(cell).ok().and_then(|cell| self.long.get(&cell)).map_or(0, |length| *length as usize)
            }
            length => length.map_or(0, |length| usize::from(*length)),
        }
    }

    /// Where the cells of a row are.
    fn addresses(&self, row: usize) -> Addresses<'_> {
        let cells = self.cells(row);
        let (kind, first) = self.rows.get(row).map_or((Kind::Line(1), 0), |row| (row.kind(), row.first));
        Addresses { grid: self, cells, kind, next: first }
    }

    pub fn address(&self, row: usize, column: usize) -> Address {
        self.addresses(row).nth(column).unwrap_or_default()
    }

    fn read(&self, at: Address) -> &str {
        let start = at.start as usize;
        let (text, start) = match start.checked_sub(self.source.len()) {
            Some(start) => (self.own.as_str(), start),
            None => (self.source.as_str(), start),
        };
        text.get(start..start.saturating_add(at.length)).unwrap_or_default()
    }

    /// The text of a cell, empty where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.read(self.address(row, column))
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.addresses(row).map(|address| self.read(address))
    }

    /// Of these cells, its rows counted from 1.
    #[cfg(test)]
    pub fn of(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::default();
        for (cells, number) in rows.iter().zip(1..) {
            grid.push(number, cells.iter().copied()).unwrap();
        }
        grid
    }

    /// The same with merged ranges repeated: the reader sees the value on all the rows and columns that it spans. A row
    /// that has nothing of its own stays empty. `merges` are of rows as the user counts them.
    pub fn spread(self, mut merges: Vec<Merge>) -> Result<Grid, Over> {
        merges.retain(|m| m.left < TABLE_COLUMNS && (m.bottom > m.top || m.right > m.left));
        if merges.is_empty() {
            return Ok(self);
        }
        merges.sort_by_key(|m| (m.top, m.left));
        self.arranged(|grid, push| {
            let mut waiting = merges.into_iter().peekable();
            let mut active: Vec<(Merge, Address)> = Vec::new();
            let mut line: Vec<Address> = Vec::new();
            for row in 0..grid.len() {
                let number = grid.number(row);
                active.retain(|(merge, _)| merge.bottom >= number);
                while let Some(merge) = waiting.next_if(|merge| merge.top <= number) {
                    // A range whose first row is empty has no value to repeat.
                    // Ranges do not lie over each other: in a file where they do, the first ones count.
                    if merge.top == number && active.len() < TABLE_COLUMNS {
                        let value = grid.address(row, merge.left);
                        if !grid.read(value).trim().is_empty() {
                            active.push((merge, value));
                        }
                    }
                }
                line.clear();
                line.extend(grid.addresses(row));
                for (merge, value) in &active {
                    let right = merge.right.min(TABLE_COLUMNS - 1);
                    if line.len() <= right {
                        line.resize(right + 1, Address::default());
                    }
                    for cell in line.iter_mut().take(right + 1).skip(merge.left) {
                        *cell = *value;
                    }
                }
                push(number, &line)?;
            }
            Ok(())
        })
    }
}

/// A part of the source.
fn part(source: &str, from: u32, to: u32) -> &str {
    source.get(from as usize..to as usize).unwrap_or_default()
}

/// A merged range: rows as the user counts them, columns from 0, all four inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub top: u32,
    pub left: usize,
    pub bottom: u32,
    pub right: usize,
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
