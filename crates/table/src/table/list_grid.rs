//! The texts of a sheet or of a table in a document: which columns hold them, and in which order they are read.

use super::grid::Grid;
use super::header::{Meaning, meaning, plain};
use super::list::{HEAD_ROWS, Line, Mark, note, push, split};
use biaoyu_page::error::Finding;
use biaoyu_page::say;

/// A text whose first line names columns, one of them that of the slogans.
pub(super) fn is_table(text: &str) -> bool {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    [',', '，', '\t', ';'].iter().any(|d| {
        let cells: Vec<&str> = first.split(*d).collect();
        cells.len() > 1 && cells.iter().any(|c| is_slogan_column(c))
    })
}

fn is_slogan_column(cell: &str) -> bool {
    if cell.chars().count() > 14 {
        return false;
    }
    let name = plain(cell);
    // 标语1, 标语二: columns of one kind, counted.
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    matches!(meaning(cell), Meaning::Field("slogan", _))
        || ["口号", "标语", "宣传语", "口号内容", "宣传内容", "宣传用语"].iter().any(|end| name.ends_with(end))
        || is_half(cell)
}

/// Whether a column has one half of couplets.
fn is_half(cell: &str) -> bool {
    matches!(plain(cell).as_str(), "上联" | "下联")
}

/// The row that names the columns. A title may say what the list is of (安全月标语); the row that names several columns is the header.
pub(super) fn header(grid: &Grid) -> Option<usize> {
    let names = |row: &usize| {
        let all = || grid.row(*row).map(str::trim).filter(|c| !c.is_empty());
        let mut cells: Vec<&str> = all().collect();
        cells.dedup();
        // A title over the whole table names no column, unless it is nothing but such a name.
        let is_title = cells.len() == 1 && all().count() > 1;
        let is_name = |cell: &&str| match is_title {
            true => matches!(meaning(cell), Meaning::Field("slogan", _)),
            false => is_slogan_column(cell),
        };
        if cells.iter().any(is_name) { cells.len() } else { 0 }
    };
    let mut rows = (0..grid.len().min(HEAD_ROWS)).filter(|row| names(row) > 0);
    let first = rows.next()?;
    if names(&first) > 1 { Some(first) } else { rows.find(|row| names(row) > 1).or(Some(first)) }
}

/// Where the texts of a sheet stand.
struct Texts {
    header: Option<usize>,
    /// Columns of texts. Below a header one is read after the other; without, row by row.
    columns: Vec<usize>,
    /// A row is one text, of all its columns: couplets.
    is_joined: bool,
}

impl Texts {
    fn of(grid: &Grid) -> Self {
        let Some(header) = header(grid) else {
            return Self { header: None, columns: text_columns(grid), is_joined: false };
        };
        let mut columns: Vec<usize> = Vec::new();
        for (column, cell) in grid.row(header).enumerate() {
            // Cells merged over two columns hold the same twice.
            let is_same = |other: &usize| {
                grid.cell(header, *other) == cell
                    && (header + 1..grid.len()).all(|row| grid.cell(row, *other) == grid.cell(row, column))
            };
            if is_slogan_column(cell) && !columns.last().is_some_and(is_same) {
                columns.push(column);
            }
        }
        let halves = columns.iter().filter(|column| is_half(grid.cell(header, **column))).count();
        Self { header: Some(header), is_joined: halves == 2 && columns.len() == 2, columns }
    }
}

/// The rows of a sheet: below a header the columns of slogans, else the columns that hold the text.
pub(super) fn of_grid(name: &str, sheet: Option<&str>, grid: &Grid, hidden: &[u32]) -> (Vec<Line>, Vec<Finding>) {
    let Texts { header: head, columns, is_joined } = Texts::of(grid);
    // The nearest column on the left that is named so; for the first text any.
    let named = |wanted: &dyn Fn(&str) -> bool, text: usize| {
        let all: Vec<usize> = grid.row(head?).enumerate().filter(|(_, cell)| wanted(cell)).map(|(at, _)| at).collect();
        let from = columns.iter().copied().take_while(|column| *column < text).last();
        let own = all.iter().copied().rfind(|at| *at < text && from.is_none_or(|from| *at > from));
        own.or_else(|| all.first().copied().filter(|_| from.is_none()))
    };
    let is_number = |c: &str| matches!(meaning(c), Meaning::Running | Meaning::Field("number" | "s", _));
    let is_key = |c: &str| matches!(meaning(c), Meaning::Field("key", _));
    let mut lines: Vec<Line> = Vec::new();
    let mut last = 0;
    let mut after_blank = false;
    let mut add = |lines: &mut Vec<Line>, row: usize, text: &str, mark: Mark, key: Option<usize>| {
        let number = grid.number(row);
        after_blank |= number > last + 1;
        last = number;
        let place = super::places::place(name, sheet, number);
        for part in split(text) {
            push(lines, &mut after_blank, part, place.clone(), number, mark);
        }
        if let (Some(line), Some(key), true) = (lines.last_mut(), key, matches!(mark, Mark::Column(_))) {
            line.key = Some(grid.cell(row, key).trim().to_owned()).filter(|key| !key.is_empty());
        }
    };
    // A title, a signature: all that the row has, each once.
    let whole = |row: usize| {
        let mut cells: Vec<&str> = grid.row(row).map(str::trim).filter(|c| !c.is_empty()).collect();
        cells.dedup();
        cells.join(" ")
    };
    let is_shown = |row: &usize| hidden.binary_search(&grid.number(*row)).is_err();
    let skipped = (0..grid.len()).filter(|row| !is_shown(row)).count();
    let texts = |row: usize| columns.iter().map(move |column| grid.cell(row, *column).trim());
    match head {
        None => {
            for row in (0..grid.len()).filter(is_shown) {
                let mut is_empty = true;
                for text in texts(row).filter(|text| !text.is_empty()) {
                    is_empty = false;
                    add(&mut lines, row, text, Mark::None, None);
                }
                if is_empty {
                    add(&mut lines, row, &whole(row), Mark::None, None);
                }
            }
        }
        Some(head) => {
            for row in (0..head).filter(is_shown) {
                add(&mut lines, row, &whole(row), Mark::None, None);
            }
            // The row of the header itself, so that the one below is no later part.
            add(&mut lines, head, "", Mark::None, None);
            let joined = columns.get(..1).unwrap_or_default();
            for (at, column) in if is_joined { joined } else { &columns }.iter().enumerate() {
                let (numbers, keys) = (named(&is_number, *column), named(&is_key, *column));
                for row in (head + 1..grid.len()).filter(is_shown) {
                    let text = match is_joined {
                        true => texts(row).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "),
                        false => grid.cell(row, *column).trim().to_owned(),
                    };
                    if !text.is_empty() {
                        let own = numbers.and_then(|n| grid.cell(row, n).trim().parse().ok());
                        add(&mut lines, row, &text.replace(['\n', '\r'], " "), Mark::Column(own), keys);
                    } else if at == 0 && texts(row).all(str::is_empty) {
                        add(&mut lines, row, &whole(row), Mark::None, None);
                    }
                }
            }
        }
    }
    let mut findings = Vec::new();
    if columns.len() > 1 {
        let letters = columns.iter().map(|column| super::grid::letters(*column)).collect::<Vec<_>>().join(", ");
        let what = match (is_joined, head) {
            (true, _) => {
                say!("columns {letters} are the halves of couplets: joined", "{letters} 列是上下联：已合为一条")
            }
            (_, Some(_)) => say!("columns {letters} are read, one after the other", "{letters} 列都是标语：逐列读入"),
            (_, None) => say!("columns {letters} are read, row by row", "{letters} 列都有文字：逐行读入"),
        };
        findings.push(note("list-columns", name, what));
    }
    let used = |c: usize| {
        let beside = |text: &usize| [named(&is_number, *text), named(&is_key, *text)].contains(&Some(c));
        columns.contains(&c) || columns.iter().any(beside)
    };
    let first = head.map_or(0, |head| head + 1);
    let has_text = |c: usize| (first..grid.len()).any(|row| grid.cell(row, c).chars().any(char::is_alphabetic));
    let width = (0..grid.len()).map(|row| grid.width(row)).max().unwrap_or(0);
    // What is merged over a column of texts and another stands in both.
    let is_same =
        |c: usize| columns.iter().any(|text| (first..grid.len()).all(|row| grid.cell(row, *text) == grid.cell(row, c)));
    let unread = (0..width).filter(|c| !used(*c) && has_text(*c) && !is_same(*c));
    let unread: Vec<String> = unread
        .map(|c| match head.map_or("", |head| grid.cell(head, c).trim()) {
            "" => super::grid::letters(c),
            name => name.to_owned(),
        })
        .collect();
    if !unread.is_empty() {
        let names = unread.join(" ");
        let hint = say!("to fill pages from them give the file with `--data`", "要把它们印出来，请改用 `--data`");
        let what = say!("columns that are not printed: {names}", "未印的列：{names}");
        findings.push(Finding { hint: Some(hint), ..note("list-other-columns", name, what) });
    }
    if skipped > 0 {
        let what = say!("{skipped} hidden rows are left out", "有 {skipped} 行在表中已隐藏，未读入");
        findings.push(note("list-hidden-rows", name, what));
    }
    (lines, findings)
}

/// The columns of texts where no header says which: the one with most letters, and those that have about as many in as many rows.
fn text_columns(grid: &Grid) -> Vec<usize> {
    let main = text_column(grid);
    let texts = |column: usize| {
        let cells = (0..grid.len()).map(|row| grid.cell(row, column).trim()).filter(|c| !c.is_empty());
        cells.fold((0, 0), |(n, sum), cell| (n + 1, sum + cell.chars().filter(|c| c.is_alphabetic()).count()))
    };
    let (count, letters) = texts(main);
    let width = (0..grid.len()).map(|row| grid.width(row)).max().unwrap_or(0);
    let is_like = |column: usize| {
        let (own, sum) = texts(column);
        let is_same = || (0..grid.len()).all(|row| grid.cell(row, column) == grid.cell(row, main));
        // As long on the average, at least two thirds, and no words of two or three characters: those are departments and names.
        own * 2 >= count && sum * count * 3 >= letters * own * 2 && sum * 2 >= own * 7 && !is_same()
    };
    (0..width).filter(|column| *column == main || is_like(*column)).collect()
}

/// The column whose cells are the longest, of those that have text in most rows that have any.
fn text_column(grid: &Grid) -> usize {
    let width = (0..grid.len()).map(|row| grid.width(row)).max().unwrap_or(0);
    let weight = |column: usize| {
        let cells = (0..grid.len()).map(|row| grid.cell(row, column).trim());
        let (count, letters) = cells
            .filter(|c| !c.is_empty())
            .fold((0, 0), |(n, sum), cell| (n + 1, sum + cell.chars().filter(|c| c.is_alphabetic()).count()));
        if count * 2 >= grid.len() { letters } else { 0 }
    };
    // The first of equals.
    (0..width).rev().max_by_key(|column| weight(*column)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&[&str]]) -> (Vec<String>, Vec<&'static str>) {
        let mut grid = Grid::default();
        for (cells, number) in rows.iter().zip(1..) {
            grid.push(number, cells.iter().copied()).unwrap();
        }
        let (lines, findings) = of_grid("a", None, &grid, &[]);
        let shown = |line: Line| match line.mark {
            Mark::Column(Some(number)) => format!("{number} {}", line.text),
            Mark::Column(None) => format!("- {}", line.text),
            _ => line.text,
        };
        (lines.into_iter().map(shown).collect(), findings.into_iter().map(|f| f.rule).collect())
    }

    #[test]
    fn a_title_that_says_slogans_is_no_header_where_columns_have_names() {
        for title in [&["安全月标语"][..], &["安全月标语", "", ""]] {
            let (lines, told) =
                read(&[title, &["序号", "标语", "类别"], &["1", "安全第一", "甲"], &["2", "预防为主", "乙"]]);
            assert_eq!(lines, ["安全月标语", "1 安全第一", "2 预防为主"]);
            assert_eq!(told, ["list-other-columns"]);
        }
        assert_eq!(read(&[&["标语"], &["安全第一"], &["预防为主"]]).0, ["- 安全第一", "- 预防为主"]);
    }

    #[test]
    fn all_columns_of_slogans_are_read() {
        let two: &[&[&str]] = &[
            &["序号", "标语", "序号", "标语"],
            &["1", "安全第一", "3", "综合治理"],
            &["2", "预防为主", "4", "质量强国"],
        ];
        assert_eq!(
            read(two),
            (
                vec!["1 安全第一".into(), "2 预防为主".into(), "3 综合治理".into(), "4 质量强国".into()],
                vec!["list-columns"]
            )
        );
        let counted: &[&[&str]] = &[&["标语1", "标语2"], &["安全第一", "预防为主"], &["综合治理", ""]];
        assert_eq!(read(counted).0, ["- 安全第一", "- 综合治理", "- 预防为主"]);
        let halves: &[&[&str]] = &[&["上联", "下联"], &["安全在心中", "生命在手中"]];
        assert_eq!(read(halves), (vec!["- 安全在心中 生命在手中".into()], vec!["list-columns"]));
        // Without a header: those that have about as much to say, row by row.
        let alike: &[&[&str]] = &[&["标语", "标语"], &["安全第一", "预防为主"]];
        assert_eq!(read(alike).0, ["- 安全第一", "- 预防为主"]);
        let bare: &[&[&str]] = &[&["质量第一", "服务第一"], &["安全第一", "信誉第一"]];
        assert_eq!(
            read(bare),
            (vec!["质量第一".into(), "服务第一".into(), "安全第一".into(), "信誉第一".into()], vec!["list-columns"])
        );
        let with_rooms: &[&[&str]] = &[&["人人讲安全，个个会应急", "运行部"], &["安全第一，预防为主", "检修部"]];
        assert_eq!(
            read(with_rooms),
            (vec!["人人讲安全，个个会应急".into(), "安全第一，预防为主".into()], vec!["list-other-columns"])
        );
    }
}
