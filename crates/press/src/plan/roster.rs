//! The table of a plan, for who shows it beside the pages.

use std::borrow::Cow;
use std::path::Path;

use super::Plan;
use super::data::Data;
use super::photos::Source;
use super::work::Leaf;
use biaoyu_page::error::{Finding, Say};

/// The table of a plan: its records by number, from 0 in the order of the rows.
#[derive(Clone, Copy)]
pub struct Roster<'a>(&'a Data);

impl Plan {
    /// The table, when there is one.
    pub fn roster(&self) -> Option<Roster<'_>> {
        self.data.as_ref().map(Roster)
    }

    /// The record that fills a page, counted from 0.
    pub fn record(&self, leaf: Leaf) -> Option<u32> {
        leaf.record()
    }
}

impl<'a> Roster<'a> {
    /// How many records there are, those that make no page too.
    pub fn records(self) -> usize {
        self.0.len()
    }

    /// The records that make no page: number, row as the user counts it, and why.
    pub fn bad(self) -> impl Iterator<Item = (u32, usize, &'a Say)> {
        self.0.bad().map(move |(record, why)| (record, self.0.row(record), why))
    }

    /// The records that are on no page that shows a photo, as theirs is not there: number, row, and why.
    pub fn lacking(self) -> impl Iterator<Item = (u32, usize, &'a Say)> {
        self.0.lacking.rows().map(move |(record, why)| (record, self.0.row(record), why))
    }

    /// The row of a record as the user counts it.
    pub fn row(self, record: u32) -> usize {
        self.0.row(record)
    }

    /// The text of one field of a record; empty when it has none.
    pub fn text(self, record: u32, field: &str) -> Cow<'a, str> {
        self.0.text(record, field)
    }

    /// The photo of a record, where it is a file.
    pub fn photo(self, record: u32) -> Option<&'a Path> {
        self.0.pictures(record).find_map(|(name, source)| match source {
            Source::File(path) if name == "photo" => Some(path.as_path()),
            _ => None,
        })
    }

    /// Whether a record has a photo, in a file or in the workbook.
    pub fn has_photo(self, record: u32) -> bool {
        self.0.pictures(record).any(|(name, source)| name == "photo" && !matches!(source, Source::Box))
    }

    /// What was found while the table was read.
    pub fn notes(self) -> &'a [Finding] {
        &self.0.notes
    }
}
