//! A sheet as it comes from any kind of file, before its header is known.

use super::grid::Grid;
use biaoyu_page::error::Finding;

/// Rows of one sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name; `None` in files that have only one.
    pub name: Option<String>,
    /// All rows with text, title and header too.
    pub grid: Grid,
    /// Numbers of the rows that cannot be seen.
    pub hidden: Vec<u32>,
    /// Rows where a number had more digits than are kept.
    pub cut: Vec<u32>,
    /// What was done to read it.
    pub findings: Vec<Finding>,
}

/// Sheets of one file.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// Those that can be seen, in order.
    pub names: Vec<String>,
    /// Those that cannot.
    pub hidden: Vec<String>,
    /// Those that were read, in order.
    pub read: Vec<Sheet>,
}

impl Sheets {
    /// None read yet.
    pub fn new(names: Vec<String>, hidden: Vec<String>) -> Self {
        Self { names, hidden, read: Vec::new() }
    }
}
