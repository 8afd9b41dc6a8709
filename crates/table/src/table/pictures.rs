//! Pictures that stand in a sheet: which cell each of them belongs to.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid::Grid;
use super::header::{Meaning, meaning};
use super::picture::Picture;
use super::runs::Runs;
use super::sheet::{At, Remark};
use biaoyu_page::error::Severity;
use biaoyu_page::say;

/// The heights of rows or the widths of columns, in any unit.
#[derive(Clone, Debug)]
pub(super) struct Lengths {
    /// Of those that have none of their own.
    pub usual: f64,
    /// Of the others, counted from 0.
    pub own: BTreeMap<u32, f64>,
}

/// Rows or columns that are walked to find the middle of a picture.
const WALKED: u32 = 20_000;

impl Lengths {
    fn of(&self, index: u32) -> f64 {
        self.own.get(&index).copied().unwrap_or(self.usual).max(0.0)
    }

    /// The row or column that a picture is for, and the last that it covers. It begins at a distance into `from` and is
    /// as long as `length`: the first one of which it covers half, or that has half of it. One that begins a little
    /// above its cell is the cell's, and so is one that hangs far below it.
    pub fn meant(&self, from: u32, inset: f64, length: f64) -> (u32, u32) {
        let mut begin = inset;
        let mut left = length.max(1.0);
        let mut meant = None;
        let mut last = from;
        for index in from..from.saturating_add(WALKED) {
            let own = self.of(index);
            let here = (own - begin).max(0.0).min(left);
            begin = (begin - own).max(0.0);
            if here > 0.0 {
                last = index;
                if meant.is_none() && (here * 2.0 >= own || here * 2.0 >= length) {
                    meant = Some(index);
                }
            }
            left -= here;
            if left <= 0.5 {
                break;
            }
        }
        (meant.unwrap_or(from), last)
    }

    /// How far it is from the beginning of one to that of another.
    pub fn between(&self, from: u32, to: u32) -> f64 {
        (from..to.min(from.saturating_add(WALKED))).map(|index| self.of(index)).sum()
    }
}

/// A picture of a record: its place in the grid, and the column that it is for.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub place: u32,
    pub column: usize,
    pub picture: Picture,
}

/// Gives each picture the record and the column that it is for, in their order, and tells of those that belong to none.
/// `halves` are the columns of the parts that stood side by side in the sheet and are one after the other in the grid.
pub(super) fn settle(
    mut pictures: Vec<Picture>,
    grid: &Grid,
    (header, rows): (usize, &Runs),
    halves: &[Range<usize>],
    remarks: &mut Vec<Remark>,
) -> Vec<Placed> {
    let is_for = |column: usize| matches!(meaning(grid.cell(header, column)), Meaning::Field("photo" | "logo", _));
    let first_half = halves.first().map_or(0, |range| range.start);
    // The one that was put in first comes first.
    pictures.sort_by_key(|picture| (picture.row, picture.column));
    let (mut above, mut apart, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let mut kept: Vec<Placed> = Vec::with_capacity(pictures.len());
    for picture in pictures {
        let at = (picture.row, picture.column);
        if picture.row <= grid.number(header) {
            above.push(at);
            continue;
        }
        let half = halves.iter().position(|range| range.contains(&picture.column));
        let shift = half.and_then(|half| halves.get(half)).map_or(0, |range| range.start - first_half);
        let (first, last) = picture.covers;
        let mut column = picture.column - shift;
        // One that was put down a little beside its cell still lies over it.
        if !is_for(column) {
            let covered = first.saturating_sub(shift)..=last.min(first.saturating_add(16)).saturating_sub(shift);
            column = covered.into_iter().find(|column| is_for(*column)).unwrap_or(column);
        }
        // The rows of a half follow those of the one before.
        let mut alike = rows.iter().filter(|place| grid.number(*place as usize) == picture.row);
        let place = if halves.is_empty() { find(grid, rows, picture.row) } else { alike.nth(half.unwrap_or(0)) };
        match place {
            None => apart.push(at),
            Some(place) if kept.iter().rev().take(64).any(|k| (k.place, k.column) == (place, column)) => again.push(at),
            Some(place) => kept.push(Placed { place, column, picture }),
        }
    }
    kept.sort_by_key(|placed| (placed.place, placed.column));
    let mut tell = |cells: Vec<(u32, usize)>, severity, what, hint| {
        if !cells.is_empty() {
            remarks.push(Remark { rule: "picture-unread", severity, at: At::Cells(cells), what, hint });
        }
    };
    tell(
        above,
        Severity::Note,
        say!("a picture above the records is not read", "表头上方的图片未读取"),
        Some(say!("give a logo with `--logo`", "单位标志请用 `--logo` 给出")),
    );
    tell(
        apart,
        Severity::Warning,
        say!("a picture belongs to no record: not read", "图片不在任何一条记录所在的行：未读取"),
        Some(say!("move it into the row that it is for", "请移到所属的那一行")),
    );
    tell(
        again,
        Severity::Warning,
        say!("a second picture in one cell: not read", "同一单元格有第二张图片：未读取"),
        Some(say!("delete the one that is not wanted", "请删去多余的一张")),
    );
    kept
}

/// The place of the record whose row the user counts as `number`.
fn find(grid: &Grid, rows: &Runs, number: u32) -> Option<u32> {
    let place = u32::try_from(grid.find(number)?).ok()?;
    rows.find(place).map(|_| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_belongs_to_the_cell_that_it_covers() {
        let lengths = Lengths { usual: 10.0, own: [(2, 50.0), (3, 0.0)].into() };
        // Far below its cell; a little above; small in a tall one; across the hidden one.
        let places = [(1, 1.0, 30.0), (1, 9.0, 40.0), (2, 30.0, 10.0), (2, 45.0, 12.0)];
        let meant = places.map(|(from, inset, length)| lengths.meant(from, inset, length).0);
        assert_eq!(meant, [1, 2, 2, 4]);
        assert_eq!(lengths.between(1, 4), 60.0);
        let picture = |row, column, covers| Picture { covers, ..Picture::in_cell(row, column, "p".into(), [].into()) };
        let mut grid = Grid::default();
        for (number, row) in (2..).zip([["姓名", "单位", "编号", "照片"], ["甲"; 4], ["乙"; 4]]) {
            grid.push(number, row.into_iter()).unwrap();
        }
        let all = vec![
            picture(4, 2, (2, 3)),
            picture(1, 0, (0, 0)),
            picture(3, 3, (3, 3)),
            picture(3, 3, (3, 3)),
            picture(9, 3, (3, 3)),
        ];
        let mut remarks = Vec::new();
        let kept = settle(all, &grid, (0, &[1, 2].into_iter().collect()), &[], &mut remarks);
        let places: Vec<(u32, usize)> = kept.iter().map(|p| (p.picture.row, p.column)).collect();
        assert_eq!((places, remarks.len()), (vec![(3, 3), (4, 3)], 3));
    }
}
