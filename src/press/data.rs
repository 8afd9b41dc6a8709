//! The table of a run: its records, what is wrong with it, and the list of what must be printed again.

use super::digest::Digest;
use super::gather::Laid;
use super::records::Records;
use super::want::Wanted;
use crate::error::{Faults, Finding};
use crate::record::Fields;

/// Rows to be printed again.
pub(super) struct Again {
    pub rows: usize,
    pub bytes: Vec<u8>,
}

/// A table that was read.
pub(super) struct Data {
    /// Its name as the user typed it.
    pub name: String,
    /// Its good rows.
    pub records: Records,
    /// What was found while it was read.
    pub notes: Vec<Finding>,
}

impl Data {
    /// Reads the table of a run, if it has one.
    pub fn read(wanted: &Wanted, _layouts: &[Laid]) -> Result<Option<Self>, Faults> {
        let Some(asked) = &wanted.data else { return Ok(None) };
        let mut reader = csv::Reader::from_reader(asked.bytes.as_slice());
        let head: Vec<String> = reader.headers().map(|h| h.iter().map(str::to_owned).collect()).unwrap_or_default();
        let mut records = Records::new(head.clone());
        for (row, record) in (2..).zip(reader.records().flatten()) {
            let mut fields = Fields::default();
            head.iter().zip(&record).for_each(|(h, t)| fields.set(h, t));
            records.push(row, &fields);
        }
        Ok(Some(Self { name: asked.name.clone(), records, notes: Vec::new() }))
    }

    /// Adds to a digest what a page shows of a record.
    pub fn digest(&self, record: u32, digest: &mut Digest) {
        digest.add(&record.to_string());
        for (column, text) in usize::try_from(record).ok().into_iter().flat_map(|r| self.records.cells(r)) {
            digest.add(column).add(text);
        }
    }

    /// The rows that no page was made of, with the reasons, as a table to be read again.
    pub fn again(&self, spoilt: &std::collections::BTreeMap<u32, Faults>, _lang: crate::error::Lang) -> Again {
        Again { rows: spoilt.len(), bytes: Vec::new() }
    }

    /// The path of the list of rows that must be printed again, folded.
    pub fn reprint(&self) -> &'static str {
        "reprint.csv"
    }
}
