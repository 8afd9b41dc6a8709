//! A table: its header and rows as they show.

use std::sync::Arc;

use super::delimited::Delimiter;
use super::down::Down;
use super::encoding::Written;
use super::grid::{Grid, letters};
use super::header::{Meaning, meaning};
use super::pictures::Placed;
use super::places::in_sheet;
use super::runs::Runs;
use super::surnames::is_name;
use biaoyu_page::error::Place;

/// The kind of file that a table came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// CSV, TSV and their kin.
    Delimited {
        /// What divides the cells.
        delimiter: Delimiter,
        /// How the text is written.
        written: Written,
    },
    /// An array of objects.
    Json,
    /// An object a line.
    JsonLines,
    /// Excel since 2007, WPS.
    Xlsx,
    /// LibreOffice.
    Ods,
    /// Excel until 2003, WPS's `.et`.
    Xls,
}

/// A column that has a name or cells with text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its name as written, trimmed; empty when it has none.
    pub(super) header: String,
    /// From 0, as in the file.
    pub(super) index: usize,
    pub(super) is_empty: bool,
}

/// A table: its header and rows as they show, nothing cleaned or mapped yet.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) name: String,
    pub(super) sheet: Option<String>,
    pub(super) form: Form,
    pub(super) grid: Arc<Grid>,
    /// The header's place in the grid.
    pub(super) header: usize,
    /// Whether the file has it: where it has none, the columns' names are ours.
    pub(super) has_header: bool,
    /// Places of the records in the grid.
    pub(super) rows: Arc<Runs>,
    pub(super) columns: Vec<Column>,
    /// Columns whose empty cells have the text above.
    pub(super) down: Arc<Down>,
    /// Pictures that stand in the sheet, in the order of the records.
    pub(super) pictures: Arc<[Placed]>,
    /// The text of a JSON file and where each object stands in it, for writing some of them again.
    pub(super) json: Option<Source>,
}

/// A JSON text and where its objects stand in it, by their number.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub text: Arc<String>,
    pub spans: Arc<[(usize, usize)]>,
}

impl Table {
    /// The file's name, as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The sheet that was read; `None` in files that have only one.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The kind of file.
    pub fn form(&self) -> Form {
        self.form
    }

    /// How many records it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no record.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The names of its columns as written; a column without a name has its letter.
    pub fn headers(&self) -> impl Iterator<Item = String> {
        self.columns.iter().map(Column::shown)
    }

    /// Whether what was taken for the header names a person: the list may have none, and its first record was lost.
    pub fn may_lack_header(&self) -> bool {
        self.has_header && self.grid.row(self.header).any(is_name)
    }

    /// Whether what was taken for the header says a known label and its value in one cell: `姓名：王明`.
    pub fn has_labels_in_cells(&self) -> bool {
        let is = |cell: &str| {
            let (label, value) = cell.split_once(['：', ':']).unwrap_or_default();
            !value.trim().is_empty() && matches!(meaning(label.trim()), Meaning::Field(..))
        };
        self.has_header && self.grid.row(self.header).any(is)
    }

    pub(super) fn place(&self) -> Place {
        Place { thing: self.sheet.as_ref().map(|sheet| in_sheet(sheet)), ..Place::file(&self.name) }
    }
}

impl Column {
    /// The name that messages use.
    pub(super) fn shown(&self) -> String {
        if self.header.is_empty() { letters(self.index) } else { self.header.clone() }
    }
}
