//! What a list of people is like: a second half beside the first, what columns hold that have no names, what names look
//! like.

use std::ops::Range;

use super::grid::{Grid, letters};
use super::header::{Meaning, meaning, plain};
use super::hygiene::is_han;
use super::surnames::is_name;

/// The columns of the parts of a list that stand beside each other under the same names: 姓名 部门 | 姓名 部门.
pub(super) fn halves(grid: &Grid, header: usize) -> Option<Vec<Range<usize>>> {
    let names: Vec<String> = grid.row(header).map(plain).collect();
    let first = names.iter().position(|name| matches!(meaning(name), Meaning::Field("name", _)))?;
    let own = names.get(first)?;
    let places: Vec<usize> = (0..names.len()).filter(|column| names.get(*column) == Some(own)).collect();
    let [_, second, ..] = places[..] else { return None };
    let width = second - first;
    let is_even = places.windows(2).all(|pair| matches!(pair, [a, b] if b - a == width));
    let at = |place: usize, left: usize, right: usize| names.get((place + right).checked_sub(left)?);
    let alike = |left: usize, right: usize| {
        let wanted = at(first, left, right);
        wanted.is_some() && places.iter().all(|place| at(*place, left, right) == wanted)
    };
    let left = (1..width.min(first + 1)).take_while(|left| alike(*left, 0)).last().unwrap_or(0);
    let right = (1..width - left).take_while(|right| alike(0, *right)).last().unwrap_or(0);
    let ranges: Vec<Range<usize>> = places.iter().map(|place| place - left..place + right + 1).collect();
    // What stands outside of the parts belongs to none of them: it is not for us to say to which.
    let is_inside = |column: usize| ranges.iter().any(|range| range.contains(&column));
    let is_lone = (0..names.len()).any(|column| !is_inside(column) && names.get(column).is_some_and(|n| !n.is_empty()));
    // A name merged over two columns is there twice in every row.
    let is_merged = (header + 1..grid.len()).all(|row| grid.cell(row, first) == grid.cell(row, second));
    (is_even && !is_lone && !is_merged).then_some(ranges)
}

/// Rows by which columns without names are judged.
const JUDGED: usize = 200;

/// Names for columns that have none, by what most of their cells look like; letters for the others.
pub(super) fn guess_names(grid: &Grid) -> Vec<String> {
    const UNITS: [&str; 24] = [
        "公司", "厂", "局", "部", "处", "室", "科", "院", "所", "站", "队", "车间", "班", "组", "中心", "集团", "学校",
        "银行", "支行", "分行", "办", "司", "系", "委",
    ];
    const POSTS: [&str; 12] = ["长", "员", "师", "经理", "主任", "工", "书记", "助理", "主管", "总监", "教授", "干事"];
    let width = (0..grid.len().min(JUDGED)).map(|row| grid.width(row)).max().unwrap_or(0);
    let mut taken: Vec<&str> = Vec::new();
    let mut names = Vec::with_capacity(width);
    for column in 0..width {
        let cells: Vec<&str> = (0..grid.len().min(JUDGED)).map(|row| grid.cell(row, column).trim()).collect();
        let filled: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        let share = |is_meant: &dyn Fn(&str) -> bool| {
            filled.iter().filter(|cell| is_meant(cell)).count() * 10 >= filled.len().max(1) * 6 && !filled.is_empty()
        };
        let ends = |cell: &str, all: &[&str]| {
            cell.chars().all(|c| is_han(c) || c.is_alphanumeric()) && all.iter().any(|end| cell.ends_with(end))
        };
        // 001 is a number of somebody's, 1 counts.
        let counts = filled.iter().enumerate().all(|(i, cell)| **cell == *(i + 1).to_string());
        let is_code = |cell: &str| {
            cell.len() >= 2
                && cell.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && cell.bytes().any(|b| b.is_ascii_digit())
        };
        // Nobody wears them: a mobile telephone's number, an identity card's.
        let is_private_number = |cell: &str| {
            let (digits, last) = cell.split_at_checked(cell.len().saturating_sub(1)).unwrap_or_default();
            let figures = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            (cell.len() == 11 && cell.starts_with('1') && figures(cell))
                || (cell.len() == 18 && figures(digits) && (figures(last) || matches!(last, "X" | "x")))
        };
        let guess = if counts && !filled.is_empty() {
            Some("序号")
        } else if share(&|cell| is_name(cell)) {
            Some("姓名")
        } else if share(&|cell| ends(cell, &UNITS)) {
            Some("单位")
        } else if share(&|cell| ends(cell, &POSTS)) {
            Some("职务")
        } else if share(&is_code) && !share(&is_private_number) {
            Some("编号")
        } else {
            None
        };
        let guess = guess.filter(|guess| !taken.contains(guess));
        taken.extend(guess);
        names.push(guess.map_or_else(|| letters(column), str::to_owned));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_found_when_they_are_alike() {
        let find = |header: &[&str], row: &[&str]| halves(&Grid::of(&[header, row]), 0);
        assert_eq!(find(&["姓名", "部门", "姓名", "部门"], &["张三", "一", "李四", "二"]), Some(vec![0..2, 2..4]));
        assert_eq!(
            find(&["序号", "姓名", "部门", "", "序号", "姓 名", "部门"], &["1", "张三", "一", "", "2", "李四"]),
            Some(vec![0..3, 4..7])
        );
        assert_eq!(find(&["姓名", "姓名", "姓名"], &["张三", "李四", "王五"]), Some(vec![0..1, 1..2, 2..3]));
        assert_eq!(find(&["姓名", "姓名", "部门"], &["张三", "张三", "一"]), None);
        assert_eq!(find(&["姓名", "部门", "姓名", "电话"], &["张三", "一", "李四", "2"]), None);
        assert_eq!(find(&["姓名", "部门"], &["张三", "一"]), None);
    }

    #[test]
    fn columns_without_names_are_guessed() {
        let rows: &[&[&str]] =
            &[&["1", "张三", "一车间", "班长", "00017", "x"], &["2", "李 四", "财务部", "会计师", "00018", "y"]];
        assert_eq!(guess_names(&Grid::of(rows)), ["序号", "姓名", "单位", "职务", "编号", "F"]);
        assert_eq!(guess_names(&Grid::of(&[&["001", "张三"], &["002", "李四"]])), ["编号", "姓名"]);
        // Nobody wears his telephone's number, nor that of his identity card.
        let rows: &[&[&str]] =
            &[&["张三", "13800138000", "11010519491231002X"], &["李四", "13900139000", "440308199901010012"]];
        assert_eq!(guess_names(&Grid::of(rows)), ["姓名", "B", "C"]);
    }
}
