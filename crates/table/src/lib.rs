//! Rosters and other tables as records.
//!
//! It knows delimited text in whatever encoding, JSON, XLSX, ODS and XLS, headers as offices write them, cells as they
//! show, and how to hand the rows that are of no use back in the form that they came in.
//! It never knows what a field is printed on, or where a table lies: it is given bytes and a name for messages.
//!
//! ```
//! use biaoyu_table::table;
//!
//! let (table, _) = table::read("staff.csv", "姓名,部门\n王小明,运行部\n".as_bytes())?;
//! let mapping = table.map(&[])?;
//! assert_eq!(table.records(&mapping).text(0, "name"), "王小明");
//! # Ok::<(), biaoyu_page::error::Faults>(())
//! ```
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod record;
pub mod table;
