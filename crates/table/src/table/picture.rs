//! A picture that stands in a sheet.

use std::sync::Arc;

use super::grid::letters;

/// A picture in a workbook, at the cell that it belongs to.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// The row as the user counts it, from 1.
    pub row: u32,
    /// The column, from 0.
    pub column: usize,
    /// The columns that it covers, first and last.
    pub(super) covers: (usize, usize),
    /// What the workbook calls it, for messages.
    pub name: String,
    /// The file as it was put in: PNG, JPEG or whatever else.
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Picture { row, column, name, .. }, bytes) = (self, self.bytes.len());
        write!(f, "{}{row}: {name}, {bytes} bytes", letters(*column))
    }
}

impl Picture {
    /// A picture in one cell.
    pub(super) fn in_cell(row: u32, column: usize, name: String, bytes: Arc<[u8]>) -> Self {
        Self { row, column, covers: (column, column), name, bytes }
    }
}
