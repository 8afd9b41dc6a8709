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

mod arrange;
mod aside;
mod biff;
mod bodies;
mod build;
mod cfb;
mod chinese;
mod columns;
#[cfg(test)]
mod damage;
mod delimited;
mod down;
mod encoding;
mod filled;
mod format_code;
mod grid;
mod header;
mod hygiene;
#[cfg(test)]
mod in_sheet;
mod json;
mod json_cells;
mod json_fault;
mod json_object;
mod json_shapes;
mod json_table;
#[cfg(test)]
mod json_tests;
mod json_tree;
mod kept;
mod letters;
mod line;
mod list;
mod list_grid;
mod map;
mod markdown;
mod marks;
mod mixed;
mod names;
mod number_format;
mod ods;
mod package;
#[cfg(test)]
mod parity;
mod picture;
mod pictures;
mod places;
mod plausible;
mod read;
mod records;
mod refuse;
mod report;
mod roster;
#[cfg(test)]
mod roster_tests;
mod row;
mod rows;
mod runs;
mod said;
mod sections;
mod sheet;
mod spelling;
mod strings;
mod subset;
mod sums;
mod surnames;
#[cfg(test)]
mod tests;
mod word;
mod workbook;
mod xls;
mod xls_pictures;
mod xls_sheet;
mod xlsx;
mod xlsx_pictures;
mod xlsx_sheet;

pub use delimited::Delimiter;
pub use encoding::{Written, text_of};
pub use filled::gaps;
pub use kept::{Form, Table};
pub use list::{Line, Mark, lines};
pub use map::{Mapping, UNUSED, field_said};
pub use picture::Picture;
pub use read::{Options, is_zip, read, read_with, read_zip};
pub use records::{Record, Records};
pub use report::{Bad, Cause, Report, report};
pub use rows::leaves_in_doubt;
pub use spelling::spellings;

/// The field that people call by this name: `日期` is `date`; `None` of a name that nothing is known by, or that may as
/// well be a field of their own (`车间`, `id`).
pub fn field_named(name: &str) -> Option<&'static str> {
    match header::meaning(name) {
        header::Meaning::Field(field, 0) if !name.is_ascii() || name == field => Some(field),
        _ => None,
    }
}
