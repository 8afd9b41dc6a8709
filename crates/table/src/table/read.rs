//! Bytes → table: what kind of file it is, which sheet is meant, where its header is.

use std::sync::Arc;

use super::grid::{Grid, Over};
use super::header::{self, Sure};
use super::package::{Broken, Package};
use super::sheet::{Sheet, Sheets};
use super::{Column, Form, Source, Table, delimited, encoding, grid, json, ods, rows_place, rows_said, xls, xlsx};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::{
    TABLE_BYTES, TABLE_CELL_CHARS, TABLE_CELLS, TABLE_COLUMNS, TABLE_ROWS, TABLE_TEXT_BYTES, TABLE_UNPACKED_BYTES,
};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// What the user wants of a file that could be read in more than one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The sheet by its name, else the first whose header names two known columns.
    pub sheet: Option<String>,
    /// Read hidden rows too (those that a filter leaves out are hidden).
    pub hidden_rows: bool,
}

/// Reads a table; the kind of file is found by its content. The findings say how it was read.
///
/// # Errors
/// A file that is no table, is damaged, locked or beyond the [`limits`](biaoyu_page::limits), or has no row under its header.
pub fn read(name: &str, bytes: &[u8]) -> Result<(Table, Vec<Finding>), Faults> {
    read_with(name, bytes, &Options::default())
}

/// [`read`] with the user's choices.
///
/// # Errors
/// As [`read`]; and a sheet that is not there.
pub fn read_with(name: &str, bytes: &[u8], options: &Options) -> Result<(Table, Vec<Finding>), Faults> {
    if bytes.len() > TABLE_BYTES {
        let (found, most) = (bytes.len() >> 20, TABLE_BYTES >> 20);
        let what =
            say!("the file has {found} MiB, at most {most} MiB are read", "文件有 {found} MiB，最多读 {most} MiB");
        return Err(refuse("table/too-large", name, what, split_hint()));
    }
    let enough = |sheet: &Sheet| {
        let skip = |row| !options.hidden_rows && sheet.hidden.binary_search(&row).is_ok();
        header::find(&sheet.grid, skip)
            .is_some_and(|(row, sure)| sure == Sure::Named && header::score(sheet.grid.row(row)) >= 2)
    };
    let wanted = options.sheet.as_deref();
    let broken = |broken: Broken| refused(name, broken);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let mut package = Package::open(bytes).map_err(broken)?;
        let (sheets, form) = if package.has("content.xml") && package.has("mimetype") {
            (ods::read(&mut package, wanted).map_err(broken)?, Form::Ods)
        } else if package.has("xl/workbook.xml") || package.has("_rels/.rels") && !is_other(&package) {
            (xlsx::read(&mut package, wanted, enough).map_err(broken)?, Form::Xlsx)
        } else {
            return Err(no_table(name, other_kind(&package)));
        };
        return chosen(name, sheets, form, options, enough);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        if contains_utf16(bytes, "EncryptedPackage") {
            let what = say!("the file is locked with a password", "文件已用密码加密");
            let hint = say!("save it without the password", "请取消密码后另存");
            return Err(refuse("table/locked", name, what, hint));
        }
        if contains_utf16(bytes, "WordDocument") {
            return Err(no_table(name, Some("Word")));
        }
        let sheets = xls::read(bytes, wanted, enough).map_err(broken)?;
        return chosen(name, sheets, Form::Xls, options, enough);
    }
    text(name, bytes, options)
}

/// Delimited text and JSON.
fn text(name: &str, bytes: &[u8], options: &Options) -> Result<(Table, Vec<Finding>), Faults> {
    let (decoded, written) = encoding::read(bytes);
    let start = decoded.text.trim_start();
    if decoded.text.contains('\0') || (bytes.len() > 8 && decoded.damaged && start.starts_with('\u{fffd}')) {
        return Err(no_table(name, bytes.starts_with(b"%PDF").then_some("PDF")));
    }
    let lower: String = start.chars().take(200).collect::<String>().to_lowercase();
    if lower.starts_with("%pdf") {
        return Err(no_table(name, Some("PDF")));
    }
    if ["<html", "<!doctype", "<table", "<?xml", "<style", "<meta", "<div"].iter().any(|tag| lower.starts_with(tag)) {
        let what = say!("this is a web page or XML, whatever its name says", "这是网页或 XML，与扩展名不符");
        let hint = say!("open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx");
        return Err(refuse("table/format", name, what, hint));
    }
    let encoding = written.name();
    let mut findings = Vec::new();
    let mut sheet = Sheet::default();
    let (form, how, json) = if is_json(start) {
        let read = json::read(name, &decoded.text)?.map_err(|over| refused(name, over.into()))?;
        sheet.grid = read.grid;
        let form = if read.is_lines { Form::JsonLines } else { Form::Json };
        let how = if read.is_lines { "JSON Lines" } else { "JSON" };
        let text: Arc<str> = decoded.text.as_str().into();
        (form, say!("{how}, {encoding}", "{how}，{encoding}"), Some(Source { text, spans: read.spans.into() }))
    } else {
        let read = delimited::read(name, &decoded.text).map_err(|over| refused(name, over.into()))?;
        sheet.grid = read.grid;
        findings.extend(read.findings);
        let delimiter = read.delimiter;
        let mark = delimiter.mark();
        let how = match delimiter {
            delimited::Delimiter::Tab => say!("text, {encoding}, divided by tabs", "文本，{encoding}，以制表符分列"),
            delimited::Delimiter::None => say!("a list, {encoding}, one column", "清单，{encoding}，只有一列"),
            _ => say!("text, {encoding}, divided by `{mark}`", "文本，{encoding}，以 `{mark}` 分列"),
        };
        (Form::Delimited { delimiter, written }, how, None)
    };
    if decoded.damaged {
        findings.push(Finding {
            rule: "table-damaged",
            severity: Severity::Warning,
            place: Place::file(name),
            what: say!("some bytes mean nothing in {encoding}", "有些字节在 {encoding} 中没有意义"),
            hint: Some(say!("save the file again as UTF-8 or .xlsx", "请另存为 UTF-8 或 .xlsx")),
        });
    }
    let mut built = build(name, sheet, form, how, options)?;
    built.0.json = json;
    built.1.extend(findings);
    Ok(built)
}

fn is_json(start: &str) -> bool {
    let next = |after: &str| after.trim_start().chars().next();
    match (start.strip_prefix('['), start.strip_prefix('{')) {
        (Some(after), _) => matches!(next(after), Some('{' | ']')),
        (_, Some(after)) => matches!(next(after), Some('"' | '}')),
        _ => false,
    }
}

/// The sheet that is meant, and the table in it.
fn chosen(
    name: &str,
    sheets: Sheets,
    form: Form,
    options: &Options,
    is_enough: impl Fn(&Sheet) -> bool,
) -> Result<(Table, Vec<Finding>), Faults> {
    let kind = match form {
        Form::Ods => "ODS",
        Form::Xls => "XLS",
        _ => "XLSX",
    };
    let mut read = sheets.read;
    if let Some(wanted) = options.sheet.as_deref()
        && read.is_empty()
    {
        let what = say!("there is no sheet `{wanted}` that can be seen", "没有名为“{wanted}”的可见工作表");
        let all = sheets.names.join("`, `");
        let hint = match nearest(wanted, sheets.names.iter().map(String::as_str)) {
            Some(near) => say!("did you mean `{near}`?", "是不是“{near}”？"),
            None => say!("choose one of `{all}`", "可选：`{all}`"),
        };
        return Err(refuse("table/no-sheet", name, what, hint));
    }
    let index = read.iter().position(is_enough).or_else(|| read.iter().position(|sheet| sheet.grid.len() > 0));
    let sheet = index.map(|index| read.swap_remove(index)).unwrap_or_default();
    let own = sheet.name.clone().unwrap_or_default();
    let others: Vec<&str> =
        sheets.names.iter().chain(&sheets.hidden).map(String::as_str).filter(|other| *other != own).collect();
    let mut how = say!("{kind}", "{kind}");
    if !others.is_empty() {
        let others = others.join("`, `");
        how = say!("{kind}, beside the sheets `{others}` that are not read", "{kind}，未读其他工作表 `{others}`");
    }
    let (cut, hidden) = (sheet.cut.clone(), sheet.hidden.clone());
    let sheet_name = sheet.name.clone();
    let kept: Vec<u32> = hidden.into_iter().filter(|row| sheet.grid.find(*row).is_some()).collect();
    let (table, mut findings) = build(name, sheet, form, how, options)?;
    let under = |rows: &[u32]| {
        let first = table.grid.number(table.header);
        rows.iter().copied().filter(|row| *row > first).collect::<Vec<_>>()
    };
    let mut warn = |rule, rows: Vec<u32>, what, hint| {
        if !rows.is_empty() {
            let place = rows_place(name, sheet_name.as_deref(), rows_said(&rows));
            findings.push(Finding { rule, severity: Severity::Warning, place, what, hint: Some(hint) });
        }
    };
    if !options.hidden_rows {
        warn(
            "table-hidden-rows",
            under(&kept),
            say!("hidden or filtered out in the sheet: left out", "在表中已隐藏或被筛选掉：未读入"),
            say!("show the rows in the sheet to print them", "要印这些行，请在表中取消隐藏或筛选"),
        );
    }
    warn(
        "table-cut-number",
        under(&cut),
        say!(
            "a number of more than 15 digits: a spreadsheet has made its last digits zeros",
            "数字超过 15 位：电子表格已把末尾几位变成 0"
        ),
        say!("format the column as text and enter it again", "请把该列设为文本格式后重新录入"),
    );
    Ok((table, findings))
}

/// Finds header, columns and records in a sheet.
fn build(name: &str, sheet: Sheet, form: Form, how: Say, options: &Options) -> Result<(Table, Vec<Finding>), Faults> {
    let Sheet { name: sheet_name, grid, hidden, mut findings, .. } = sheet;
    let skip = |row: u32| !options.hidden_rows && hidden.binary_search(&row).is_ok();
    let Some((header, sure)) = header::find(&grid, skip) else {
        let what = say!("there is nothing in this table", "表里没有内容");
        return Err(refuse(
            "table/empty",
            name,
            what,
            say!("write a header and a row for each record", "请写表头，一行一条"),
        ));
    };
    let mut repeated = Vec::new();
    let mut rows = Vec::new();
    for row in header + 1..grid.len() {
        let number = grid.number(row);
        if skip(number) {
            continue;
        }
        // Lists made of several lists have the header again on each page.
        if grid.width(row) > 1 && grid.row(row).map(str::trim).eq(grid.row(header).map(str::trim)) {
            repeated.push(number);
            continue;
        }
        rows.push(u32::try_from(row).unwrap_or(u32::MAX));
    }
    let columns = columns(&grid, header, &rows);
    let (count, at) = (rows.len(), grid.number(header));
    let Say { en, zh } = how;
    let said = match at {
        0 => say!("{en}; {count} records", "{zh}；{count} 条记录"),
        _ => say!("{en}; header in row {at}, {count} records", "{zh}；表头在第 {at} 行，{count} 条记录"),
    };
    let table = Table {
        name: name.to_owned(),
        sheet: sheet_name,
        form,
        grid: Arc::new(grid),
        header,
        rows: rows.into(),
        columns,
        json: None,
    };
    if table.is_empty() {
        let what = say!("there is no row below the header", "表头下面没有内容");
        return Err(Fault::new("table/empty", table.place(), what)
            .hint(say!("write a row for each record", "请一行写一条"))
            .into());
    }
    findings.insert(
        0,
        Finding { rule: "table-read", severity: Severity::Note, place: table.place(), what: said, hint: None },
    );
    if sure == Sure::Guessed {
        let names: Vec<String> = table.headers().take(6).collect();
        let names = names.join("`, `");
        findings.push(Finding {
            rule: "table-header-guessed",
            severity: Severity::Warning,
            place: super::place(name, table.sheet(), at),
            what: say!(
                "no column has a known name: `{names}` is taken for the header",
                "没有认识的列名：以 `{names}` 为表头"
            ),
            hint: Some(say!("name the columns 姓名, 单位 …, or use --map", "请写列名“姓名”“单位”等，或用 --map")),
        });
    }
    if !repeated.is_empty() {
        findings.push(Finding {
            rule: "table-header-repeated",
            severity: Severity::Note,
            place: rows_place(name, table.sheet(), rows_said(&repeated)),
            what: say!("the header once more: left out", "重复的表头：已略过"),
            hint: None,
        });
    }
    Ok((table, findings))
}

fn columns(grid: &Grid, header: usize, rows: &[u32]) -> Vec<Column> {
    let mut used = vec![false; rows.iter().map(|row| grid.width(*row as usize)).max().unwrap_or(0)];
    for row in rows {
        for (cell, used) in grid.row(*row as usize).zip(&mut used) {
            *used |= !cell.trim().is_empty();
        }
    }
    let width = used.len().max(grid.width(header));
    let column = |index: usize| Column {
        header: grid.cell(header, index).split_whitespace().collect::<Vec<_>>().join(" "),
        index,
        is_empty: !used.get(index).copied().unwrap_or(false),
    };
    let mut columns: Vec<Column> = Vec::new();
    for column in (0..width).map(column).filter(|c| !c.header.is_empty() || !c.is_empty) {
        // A column merged with the one before, from the header to the last row, is that one.
        let is_same = |other: &Column| {
            let alike = |row: &u32| grid.cell(*row as usize, other.index) == grid.cell(*row as usize, column.index);
            other.header == column.header && !column.is_empty && rows.iter().all(alike)
        };
        if !columns.last().is_some_and(is_same) {
            columns.push(column);
        }
    }
    columns
}

pub(super) fn contains_utf16(bytes: &[u8], text: &str) -> bool {
    let wanted: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn is_other(package: &Package<'_>) -> bool {
    other_kind(package).is_some()
}

fn other_kind(package: &Package<'_>) -> Option<&'static str> {
    let kinds = [("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("xl/workbook.bin", "XLSB")];
    kinds.into_iter().find(|(part, _)| package.has(part)).map(|(_, kind)| kind)
}

fn no_table(name: &str, kind: Option<&str>) -> Faults {
    let what = match kind {
        Some(kind) => say!("this is a {kind} file, not a table that is read", "这是 {kind} 文件，不是可读的表格"),
        None => {
            say!("this is no table: not CSV, JSON, XLSX, ODS or XLS", "这不是表格：不是 CSV、JSON、XLSX、ODS 或 XLS")
        }
    };
    refuse("table/format", name, what, say!("save the table as .xlsx or .csv", "请把表格另存为 .xlsx 或 .csv"))
}

pub(super) fn refused(name: &str, broken: Broken) -> Faults {
    match broken {
        Broken::Damaged(why) => {
            let what = say!("the spreadsheet is damaged ({why})", "电子表格已损坏（{why}）");
            refuse("table/damaged", name, what, say!("open it and save it again", "请打开后重新保存"))
        }
        Broken::TooLarge => {
            let most = TABLE_UNPACKED_BYTES >> 20;
            let what = say!("the spreadsheet unpacks to more than {most} MiB", "电子表格解压后超过 {most} MiB");
            refuse("table/too-large", name, what, split_hint())
        }
        Broken::Over(Over::Rows) => {
            let what = say!("the table has more than {TABLE_ROWS} rows", "表格超过 {TABLE_ROWS} 行");
            refuse("table/too-large", name, what, split_hint())
        }
        Broken::Over(Over::Text) => {
            let (text, cells) = (TABLE_TEXT_BYTES >> 20, TABLE_CELLS / 1_000_000);
            let what = say!(
                "the table has more than {text} MiB of text or {cells} million cells",
                "表格文字超过 {text} MiB，或单元格超过 {cells} 百万个"
            );
            refuse("table/too-large", name, what, split_hint())
        }
        Broken::Over(Over::Columns { row }) => {
            let last = grid::letters(TABLE_COLUMNS - 1);
            let what = say!(
                "row {row} has text beyond column {last}, the last of {TABLE_COLUMNS} that are read",
                "第 {row} 行在第 {TABLE_COLUMNS} 列（{last}）之后还有内容，最多读到此列"
            );
            refuse("table/too-large", name, what, say!("delete the columns that are not needed", "请删去不用的列"))
        }
        Broken::Over(Over::Cell { row }) => {
            let what = say!(
                "a cell of row {row} has more than {TABLE_CELL_CHARS} characters",
                "第 {row} 行有单元格超过 {TABLE_CELL_CHARS} 个字符"
            );
            refuse("table/too-large", name, what, say!("shorten the cell", "请缩短该单元格"))
        }
    }
}

fn split_hint() -> Say {
    say!("divide it into several files", "请分成几个文件")
}

fn refuse(code: &'static str, name: &str, what: Say, hint: Say) -> Faults {
    Fault::new(code, Place::file(name), what).hint(hint).into()
}
