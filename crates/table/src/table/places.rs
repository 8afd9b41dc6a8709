//! Places in a table, in the user's words: sheets, rows, cells.

use super::grid::letters;
use biaoyu_page::error::{Place, Say};
use biaoyu_page::say;

/// A sheet of a workbook.
pub(super) fn in_sheet(sheet: &str) -> Say {
    say!("sheet `{sheet}`", "工作表“{sheet}”")
}

/// A row of a file, as the user counts it.
pub(super) fn place(name: &str, sheet: Option<&str>, row: u32) -> Place {
    rows_place(name, sheet, say!("row {row}", "第 {row} 行"))
}

/// Rows of a file in words.
pub(super) fn rows_place(name: &str, sheet: Option<&str>, rows: Say) -> Place {
    let thing = match sheet.map(in_sheet) {
        Some(sheet) => Say { en: format!("{}, {}", sheet.en, rows.en), zh: format!("{}{}", sheet.zh, rows.zh) },
        None => rows,
    };
    Place { thing: Some(thing), ..Place::file(name) }
}

/// `row 3`, `rows 3, 7 and 9`, `rows 3, 7, 9, 12, 15 and 20 more`.
pub(super) fn rows_said(rows: &[u32]) -> Say {
    const SHOWN: usize = 5;
    let list = |between: &str| {
        let shown: Vec<String> = rows.iter().take(SHOWN).map(u32::to_string).collect();
        shown.join(between)
    };
    let (en, zh) = (list(", "), list("、"));
    match rows {
        [row] => say!("row {row}", "第 {row} 行"),
        _ if rows.len() <= SHOWN => say!("rows {en}", "第 {zh} 行"),
        _ => {
            let (all, more) = (rows.len(), rows.len() - SHOWN);
            say!("rows {en} and {more} more", "第 {zh} 等 {all} 行")
        }
    }
}

/// `D5` of a row and a column.
pub(super) fn cell_said(row: u32, column: usize) -> String {
    format!("{}{row}", letters(column))
}

/// `cell D5`, `cells D5, D6 and 20 more`.
pub(super) fn cells_said(cells: &[(u32, usize)]) -> Say {
    const SHOWN: usize = 5;
    let shown: Vec<String> = cells.iter().take(SHOWN).map(|(row, column)| cell_said(*row, *column)).collect();
    let (en, zh) = (shown.join(", "), shown.join("、"));
    match cells.len() {
        1 => say!("cell {en}", "单元格 {zh}"),
        all if all <= SHOWN => say!("cells {en}", "单元格 {zh}"),
        all => {
            let more = all - SHOWN;
            say!("cells {en} and {more} more", "单元格 {zh} 等 {all} 个")
        }
    }
}
