//! The table of a run as it is given: a file, or bytes.

use std::io::{self, Read, Seek};

use crate::folder::files::{Doing, fault, open_limited, read_given};
use crate::want::Given;
use biaoyu_page::error::{Faults, Finding};
use biaoyu_page::limits::TABLE_BYTES;
use biaoyu_table::table::{self, Table};

/// Reads the table that was given. A file's bytes become the table, so that a large one is there once; one that is packed
/// is read where it lies.
///
/// # Errors
/// Those of [`read_given`] and of the table.
pub(super) fn read_table(name: &str, given: &Given, options: &table::Options) -> Result<(Table, Vec<Finding>), Faults> {
    if let Given::File(path) = given {
        let (mut file, _) = open_limited(path, TABLE_BYTES)?;
        let mut head = Vec::new();
        let failed = |error: io::Error| fault(path, &error, Doing::Read);
        (&file).take(4).read_to_end(&mut head).map_err(failed)?;
        if table::is_zip(&head) {
            file.rewind().map_err(failed)?;
            return table::read_zip(name, file, options);
        }
    }
    table::read_with(name, read_given(given, TABLE_BYTES)?, options)
}
