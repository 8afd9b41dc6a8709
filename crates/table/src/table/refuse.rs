//! Files that are not read, and why: in the user's words, with the place and the cure.

use super::grid::{self, Over};
use super::package::Broken;
use super::places::{cell_said, in_sheet, place as place_of_row};
use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::limits::{
    TABLE_CELL_CHARS, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS, TABLE_SHEETS, TABLE_TEXT_BYTES, TABLE_UNPACKED_BYTES,
};
use biaoyu_page::say;

pub(super) fn no_table(name: &str, kind: Option<&str>) -> Faults {
    let what = match kind {
        Some(kind) => say!("this is a {kind} file, not a table that is read", "这是 {kind} 文件，不是可读的表格"),
        None => {
            say!("this is no table: not CSV, JSON, XLSX, ODS or XLS", "这不是表格：不是 CSV、JSON、XLSX、ODS 或 XLS")
        }
    };
    refuse("table/format", name, what, say!("save the table as .xlsx or .csv", "请把表格另存为 .xlsx 或 .csv"))
}

/// A spreadsheet that cannot be read, at the place that is known.
pub(super) fn refused(name: &str, broken: Broken) -> Faults {
    let (sheet, row, broken) = match broken {
        Broken::At(sheet, row, inner) => (Some(sheet).filter(|sheet| !sheet.is_empty()), row, *inner),
        broken => (None, None, broken),
    };
    let mut place = Place { thing: sheet.as_deref().map(in_sheet), ..Place::file(name) };
    let row_place = |row| place_of_row(name, sheet.as_deref(), row);
    if let Some(row) = row {
        place = row_place(row);
    }
    let (code, what, hint) = match broken {
        Broken::Locked => {
            let what = say!("the file is locked with a password", "文件已用密码加密");
            ("table/locked", what, say!("save it without the password", "请取消密码后另存"))
        }
        Broken::Damaged(Say { en, zh }) => {
            let what = say!("the spreadsheet is damaged: {en}", "电子表格已损坏：{zh}");
            let hint =
                say!("open it in Excel or WPS and save it again as .xlsx", "请用 Excel 或 WPS 打开后重新另存为 .xlsx");
            ("table/damaged", what, hint)
        }
        Broken::TooLarge => {
            let most = TABLE_UNPACKED_BYTES >> 20;
            let what = say!("the spreadsheet unpacks to more than {most} MiB", "电子表格解压后超过 {most} MiB");
            ("table/too-large", what, split_hint())
        }
        Broken::Over(Over::Rows) => {
            let what = say!("the table has more than {TABLE_ROWS} rows", "表格超过 {TABLE_ROWS} 行");
            ("table/too-large", what, split_hint())
        }
        Broken::Over(Over::Sheets) => {
            let what = say!("the workbook has more than {TABLE_SHEETS} sheets", "工作簿超过 {TABLE_SHEETS} 个工作表");
            (
                "table/too-large",
                what,
                say!("name the one that is meant with `--sheet`", "请用 `--sheet` 指定要用的那一个"),
            )
        }
        Broken::Over(Over::Text) => {
            let (text, cells) = (TABLE_TEXT_BYTES >> 20, TABLE_CELLS / 1_000_000);
            let what = say!(
                "the table has more than {text} MiB of text or {cells} million cells",
                "表格文字超过 {text} MiB，或单元格超过 {cells} 百万个"
            );
            ("table/too-large", what, split_hint())
        }
        Broken::Over(Over::Columns { row }) => {
            let last = grid::letters(TABLE_COLUMNS - 1);
            place = row_place(row);
            let what = say!(
                "there is text beyond column {last}, the last of {TABLE_COLUMNS} that are read",
                "第 {TABLE_COLUMNS} 列（{last}）之后还有内容，最多读到此列"
            );
            ("table/too-large", what, say!("delete the columns that are not needed", "请删去不用的列"))
        }
        Broken::Over(Over::Cell { row, column }) => {
            let cell = cell_said(row, column);
            place = row_place(row);
            let what = say!(
                "cell {cell} has more than {TABLE_CELL_CHARS} characters",
                "单元格 {cell} 超过 {TABLE_CELL_CHARS} 个字符"
            );
            ("table/too-large", what, say!("shorten the cell", "请缩短该单元格"))
        }
        // A place in a place: the outer one is the sheet's.
        Broken::At(_, row, inner) => {
            return refused(name, Broken::At(sheet.unwrap_or_default(), row, inner));
        }
    };
    Fault::new(code, place, what).hint(hint).into()
}

pub(super) fn split_hint() -> Say {
    say!("divide it into several files", "请分成几个文件")
}

pub(super) fn refuse(code: &'static str, name: &str, what: Say, hint: Say) -> Faults {
    Fault::new(code, Place::file(name), what).hint(hint).into()
}
