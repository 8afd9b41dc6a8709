//! What holds for all slogans of a product: they hang beside each other.

use std::sync::Arc;

use super::{Sheet, SheetKind};
use crate::text::break_lines::clauses;

/// The one size of items that are alike in all records of a table, mm, by their ids or the name that they share.
pub type Alike = Option<Arc<Vec<(Arc<str>, f64)>>>;

/// What holds for all slogans of a product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The variant, by its place in the layout; each page's first when `None`.
    pub variant: Option<usize>,
    /// Characters of the longest slogan (`series.N`).
    pub letters: usize,
    /// Most clauses of a slogan (`series.clauses`).
    pub clauses: usize,
    /// Characters of the longest clause (`series.longest`).
    pub longest: usize,
    /// What is alike in all records.
    pub alike: Alike,
    /// Only what bought forms have not: no ground, and no item that stands on them already.
    pub imprint: bool,
}

impl Choice {
    /// The series of these sheets, as far as their words go; sheets of other kinds than slogans are no part of it.
    pub fn of<'s>(sheets: impl IntoIterator<Item = &'s Sheet>) -> Self {
        let slogans = sheets.into_iter().filter(|s| s.kind == SheetKind::Slogan);
        slogans.map(|s| Self::of_text(&s.text)).fold(Self::default(), |a, b| Self {
            letters: a.letters.max(b.letters),
            clauses: a.clauses.max(b.clauses),
            longest: a.longest.max(b.longest),
            ..Self::default()
        })
    }

    /// The series of one slogan.
    pub(super) fn of_text(text: &str) -> Self {
        let all = clauses(text);
        let lengths = all.iter().map(|c| letters(text.get(c.range.clone()).unwrap_or_default()));
        let longest = lengths.max().unwrap_or(0);
        Self { letters: letters(text), clauses: all.len(), longest, ..Self::default() }
    }

    /// The variant that was chosen for a sheet: sheets of other kinds go their own way.
    pub(super) fn of_sheet(&self, sheet: &Sheet) -> Option<usize> {
        self.variant.filter(|_| sheet.kind == SheetKind::Slogan)
    }
}

/// Characters that are not white space.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
