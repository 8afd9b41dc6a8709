//! The texts of a row, and whether those that stand alone head the people below them or are guests themselves.

use super::grid::Grid;
use super::said::{self, Said};

/// What headings are in a list of one column, of which they are a third and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bodies {
    /// There are no such.
    None,
    /// Guests, who are called as bodies are.
    Guests,
    /// Headings: each has people below it, and is a part of one house.
    Headings,
    /// Each has people below it, and may be a guest as well.
    Doubted,
}

impl Bodies {
    /// Of the lone texts of a list.
    pub fn of<'g>(all: impl Iterator<Item = Texts<'g>>) -> Self {
        let (mut rows, mut heads, mut parts) = (0_usize, 0_usize, 0_usize);
        // A list that begins with one, and none of which stands above another or last.
        let (mut is_headed, mut was_head) = (true, None);
        for Texts { first, .. } in all {
            let is_head = said::said(first, true) == Said::Heading;
            is_headed &= match was_head {
                None => is_head,
                Some(was_head) => !(was_head && is_head),
            };
            rows += 1;
            heads += usize::from(is_head);
            parts += usize::from(is_head && said::is_own_part(first));
            was_head = Some(is_head);
        }
        match is_headed && was_head == Some(false) {
            _ if heads * 3 <= rows => Self::None,
            false => Self::Guests,
            true if parts * 2 > heads => Self::Headings,
            true => Self::Doubted,
        }
    }
}

/// The texts of a row: the first with its column, and how many others there are; what a merged range repeats is the same one.
pub(super) struct Texts<'g> {
    pub column: usize,
    pub first: &'g str,
    pub others: usize,
}

pub(super) fn texts(grid: &Grid, row: usize) -> Option<Texts<'_>> {
    let mut cells = grid.row(row).map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty());
    let (column, first) = cells.next()?;
    let others = cells.filter(|(_, cell)| !is_one(cell, first)).count();
    Some(Texts { column, first, others })
}

/// Whether two cells show one text of a merged range: who is called as the unit is fills both.
pub(super) fn is_one(a: &str, b: &str) -> bool {
    std::ptr::eq(a.as_ptr(), b.as_ptr()) && a.len() == b.len()
}
