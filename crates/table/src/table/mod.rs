//! Tables of records as people have them: CSV, TSV and other delimited text, JSON, XLSX, ODS and XLS.
//!
//! Bytes in, values out, in four steps that each say what they did:
//!
//! ```
//! let (table, notes) = biaoyu_table::table::read("staff.csv", "姓名,部门\n张三,一车间\n".as_bytes()).unwrap();
//! let mapping = table.map(&[]).unwrap();                      // 姓名 → name, 部门 → unit
//! let records = table.records(&mapping);
//! assert_eq!(records.get(0).unwrap().fields.get("name"), Some("张三"));
//! assert_eq!(records.get(0).unwrap().row, 2);                 // as the user sees it
//! let report = biaoyu_table::table::report(&records, &["name"]);
//! assert!(notes.len() == 1 && report.bad.is_empty());
//! ```
//!
//! Text is kept once, in the table; records are made of it when they are asked for, in any order and on any thread.

mod biff;
mod build;
mod cfb;
mod columns;
#[cfg(test)]
mod damage;
mod delimited;
mod encoding;
mod format_code;
mod grid;
mod header;
mod hygiene;
#[cfg(test)]
mod in_sheet;
mod json;
mod list;
mod map;
mod number_format;
mod ods;
mod package;
#[cfg(test)]
mod parity;
mod pictures;
mod plausible;
mod read;
mod records;
mod refuse;
mod report;
mod roster;
mod sheet;
mod spelling;
mod strings;
mod subset;
#[cfg(test)]
mod tests;
mod word;
mod xls;
mod xls_pictures;
mod xls_sheet;
mod xlsx;
mod xlsx_pictures;
mod xlsx_sheet;

pub use delimited::Delimiter;
pub use encoding::Written;
pub use list::{Line, Mark, lines};
pub use map::{Mapping, field_said};
pub use pictures::Picture;
pub use read::{Options, read, read_with};
pub use records::{Record, Records};
pub use report::{Bad, Cause, Report, report};
pub use spelling::spellings;

use std::sync::Arc;

use biaoyu_page::error::{Place, Say};
use biaoyu_page::say;
use grid::Grid;

/// The field that people call by this name: `日期` is `date`; `None` of a name that nothing is known by, or that may as
/// well be a field of their own (`车间`, `id`).
pub fn field_named(name: &str) -> Option<&'static str> {
    match header::meaning(name) {
        header::Meaning::Field(field, 0) if !name.is_ascii() || name == field => Some(field),
        _ => None,
    }
}

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
pub(crate) struct Column {
    /// Its name as written, trimmed; empty when it has none.
    header: String,
    /// From 0, as in the file.
    index: usize,
    is_empty: bool,
}

/// A table: its header and rows as they show, nothing cleaned or mapped yet.
#[derive(Clone, Debug)]
pub struct Table {
    name: String,
    sheet: Option<String>,
    form: Form,
    grid: Arc<Grid>,
    /// The header's place in the grid.
    header: usize,
    /// Whether the file has it: where it has none, the columns' names are ours.
    has_header: bool,
    /// Places of the records in the grid.
    rows: Arc<[u32]>,
    columns: Vec<Column>,
    /// Pictures that stand in the sheet, in the order of the records.
    pictures: Arc<[pictures::Placed]>,
    /// The text of a JSON file and where each object stands in it, for writing some of them again.
    json: Option<Source>,
}

/// A JSON text and where its objects stand in it, by their number.
#[derive(Clone, Debug)]
struct Source {
    text: Arc<String>,
    spans: Arc<[(usize, usize)]>,
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

    fn place(&self) -> Place {
        Place { thing: self.sheet.as_ref().map(|sheet| in_sheet(sheet)), ..Place::file(&self.name) }
    }
}

impl Column {
    /// The name that messages use.
    fn shown(&self) -> String {
        if self.header.is_empty() { grid::letters(self.index) } else { self.header.clone() }
    }
}

fn in_sheet(sheet: &str) -> Say {
    say!("sheet `{sheet}`", "工作表“{sheet}”")
}

/// A row of a file, as the user counts it.
fn place(name: &str, sheet: Option<&str>, row: u32) -> Place {
    rows_place(name, sheet, say!("row {row}", "第 {row} 行"))
}

fn rows_place(name: &str, sheet: Option<&str>, rows: Say) -> Place {
    let thing = match sheet.map(in_sheet) {
        Some(sheet) => Say { en: format!("{}, {}", sheet.en, rows.en), zh: format!("{}{}", sheet.zh, rows.zh) },
        None => rows,
    };
    Place { thing: Some(thing), ..Place::file(name) }
}

/// `row 3`, `rows 3, 7 and 9`, `rows 3, 7, 9, 12, 15 and 20 more`.
fn rows_said(rows: &[u32]) -> Say {
    const SHOWN: usize = 5;
    let list = |between: &str| {
        let shown: Vec<String> = rows.iter().take(SHOWN).map(u32::to_string).collect();
        shown.join(between)
    };
    let (en, zh) = (list(", "), list("、"));
    match rows {
        [row] => say!("row {row}", "第 {row} 行"),
        _ if rows.len() <= SHOWN => say!("rows {en}", "第 {zh} 行"),
        _ => {
            let (all, more) = (rows.len(), rows.len() - SHOWN);
            say!("rows {en} and {more} more", "第 {zh} 等 {all} 行")
        }
    }
}
