//! A grid with its columns in other places: lists side by side one below the other, and rows under a header of their own
//! in the columns of the first.

use super::grid::{Address, Grid, Over};

/// Rows under a header of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// The place of the header in the grid.
    pub header: usize,
    /// The place behind its last row.
    pub end: usize,
    /// Of each of its columns, the column of the table that it is; `None` of those that have no text.
    pub columns: Vec<Option<usize>>,
}

impl Grid {
    /// The columns of each range one below the other, under the rows up to the header as the first range has them.
    /// Rows keep their numbers, so that each comes as often as there are ranges with text in it.
    pub fn stacked(self, header: usize, ranges: &[std::ops::Range<usize>]) -> Result<Grid, Over> {
        let first = ranges.first().cloned().unwrap_or_default();
        self.arranged(|grid, push| {
            let row = |row: usize, range: &std::ops::Range<usize>| -> Vec<Address> {
                let before = std::iter::repeat_n(Address::default(), first.start);
                before.chain(range.clone().map(|column| grid.address(row, column))).collect()
            };
            (0..=header).try_for_each(|at| push(grid.number(at), &row(at, &first)))?;
            for range in ranges {
                (header + 1..grid.len()).try_for_each(|at| push(grid.number(at), &row(at, range)))?;
            }
            Ok(())
        })
    }

    /// The rows of each section moved to the columns of the table. `added` are the places, by row and column, of the names
    /// that the header at `header` lacks, behind the `width` columns that there are.
    pub fn sectioned(
        self,
        header: usize,
        width: usize,
        sections: &[Section],
        added: &[(usize, usize)],
    ) -> Result<Grid, Over> {
        self.arranged(|grid, push| {
            let mut sections = sections.iter().peekable();
            let mut line: Vec<Address> = Vec::new();
            for row in 0..grid.len() {
                while sections.next_if(|section| section.end <= row).is_some() {}
                line.clear();
                match sections.peek().filter(|section| section.header <= row) {
                    Some(section) => {
                        let columns = section.columns.iter().enumerate();
                        for (column, target) in columns.filter_map(|(column, target)| Some((column, target.as_ref()?)))
                        {
                            if line.len() <= *target {
                                line.resize(target + 1, Address::default());
                            }
                            if let Some(slot) = line.get_mut(*target) {
                                *slot = grid.address(row, column);
                            }
                        }
                    }
                    None => {
                        line.extend((0..grid.width(row)).map(|column| grid.address(row, column)));
                        if row == header {
                            line.resize(width, Address::default());
                            line.extend(added.iter().map(|(row, column)| grid.address(*row, *column)));
                        }
                    }
                }
                push(grid.number(row), &line)?;
            }
            Ok(())
        })
    }
}
