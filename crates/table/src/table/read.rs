//! Bytes → table: what kind of file it is, and which sheet is meant.

use std::borrow::Cow;
use std::io;

use super::build::build;
use super::cfb::{self, Compound};
use super::encoding::Written;
use super::grid::Over;
use super::header::{self, Sure};
use super::kept::{Form, Source, Table};
use super::package::{Broken, Package};
use super::places::{rows_place, rows_said};
use super::refuse::{no_table, refuse, refused, split_hint};
use super::sheet::{Sheet, Sheets};
use super::{delimited, encoding, json, markdown, ods, xls, xlsx};
use biaoyu_page::error::{Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::{TABLE_BYTES, TABLE_CELL_CHARS};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// What the user wants of a file that could be read in more than one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The sheet by its name, else the first whose header names two known columns.
    pub sheet: Option<String>,
    /// Read hidden rows too (those that a filter leaves out are hidden).
    pub hidden_rows: bool,
    /// The encoding of a text file by any of its usual names, else what its bytes show it to be.
    pub encoding: Option<String>,
    /// The first row is a record already: columns are named by what they hold, or by their letters.
    pub no_header: bool,
}

/// Reads a table; the kind of file is found by its content. The findings say how it was read.
///
/// # Errors
/// A file that is no table, is damaged, locked or beyond the [`limits`](biaoyu_page::limits), or has no row under its header.
pub fn read(name: &str, bytes: &[u8]) -> Result<(Table, Vec<Finding>), Faults> {
    read_with(name, bytes, &Options::default())
}

/// [`read`] with the user's choices. Bytes that are given away are not copied: a table of text is kept in them.
///
/// # Errors
/// As [`read`]; and a sheet or an encoding that is not there.
pub fn read_with<'b>(
    name: &str,
    bytes: impl Into<Cow<'b, [u8]>>,
    options: &Options,
) -> Result<(Table, Vec<Finding>), Faults> {
    let bytes = bytes.into();
    if bytes.len() > TABLE_BYTES {
        let (found, most) = (bytes.len() >> 20, TABLE_BYTES >> 20);
        let what =
            say!("the file has {found} MiB, at most {most} MiB are read", "文件有 {found} MiB，最多读 {most} MiB");
        return Err(refuse("table/too-large", name, what, split_hint()));
    }
    let enough = |sheet: &Sheet| is_enough(sheet, options);
    let wanted = options.sheet.as_deref();
    let broken = |broken: Broken| refused(name, broken);
    let written = options.encoding.as_deref().map(Written::named).transpose()?;
    if is_zip(&bytes) {
        return package(name, Package::open(&bytes), options);
    }
    let with = |built| with_unasked(built, name, options);
    if bytes.starts_with(cfb::SIGNATURE) {
        let file = Compound::open(&bytes).map_err(broken)?;
        if file.has("EncryptedPackage") {
            return Err(broken(Broken::Locked));
        }
        for (stream, kind) in [("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint")] {
            if file.has(stream) && !file.has("Workbook") {
                return Err(no_table(name, Some(kind)));
            }
        }
        let sheets = xls::read(&file, wanted, enough).map_err(broken)?;
        return chosen(name, sheets, Form::Xls, options, enough).map(with);
    }
    if xls::is_bare(&bytes) {
        return Err(no_table(name, Some("Excel 4")));
    }
    if let Some(over) = endless_cell(&bytes) {
        return Err(broken(over.into()));
    }
    text(name, bytes, written, options)
}

/// [`read_with`] of an XLSX or ODS that stays where it lies, so that a large one is not in memory beside its cells: of a
/// file that [`is_zip`] by its beginning.
///
/// # Errors
/// As [`read_with`]; a file that cannot be read to its end is damaged.
pub fn read_zip(
    name: &str,
    file: impl io::Read + io::Seek,
    options: &Options,
) -> Result<(Table, Vec<Finding>), Faults> {
    options.encoding.as_deref().map(Written::named).transpose()?;
    package(name, Package::over(io::BufReader::with_capacity(1 << 16, file)), options)
}

/// Whether a file begins as a zip.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether a sheet is the list, so that no other is looked at.
fn is_enough(sheet: &Sheet, options: &Options) -> bool {
    let skip = |row| !options.hidden_rows && sheet.hidden.binary_search(&row).is_ok();
    header::find(&sheet.grid, skip)
        .is_some_and(|(row, sure)| sure == Sure::Named && header::score(sheet.grid.row(row)) >= 2)
}

/// An XLSX or ODS.
fn package(
    name: &str,
    package: Result<Package<'_>, Broken>,
    options: &Options,
) -> Result<(Table, Vec<Finding>), Faults> {
    let broken = |broken: Broken| refused(name, broken);
    let (wanted, enough) = (options.sheet.as_deref(), |sheet: &Sheet| is_enough(sheet, options));
    let mut package = package.map_err(broken)?;
    let is_ods = package.has("content.xml") && package.has("mimetype");
    let (sheets, form) = if is_ods || package.has("encrypted-package") {
        (ods::read(&mut package, wanted, enough).map_err(broken)?, Form::Ods)
    } else if package.has("xl/workbook.xml") || package.has("_rels/.rels") && !is_other(&package) {
        (xlsx::read(&mut package, wanted, enough).map_err(broken)?, Form::Xlsx)
    } else {
        return Err(no_table(name, other_kind(&package)));
    };
    chosen(name, sheets, form, options, enough).map(|built| with_unasked(built, name, options))
}

/// Says of a spreadsheet that it says itself how it is written, where somebody says it too.
fn with_unasked((table, mut findings): (Table, Vec<Finding>), name: &str, options: &Options) -> (Table, Vec<Finding>) {
    findings.extend(options.encoding.iter().map(|encoding| Finding {
        rule: "table-encoding",
        severity: Severity::Note,
        place: Place::file(name),
        what: say!(
            "`--encoding {encoding}` is for text: a spreadsheet says itself how it is written",
            "`--encoding {encoding}` 只用于文本文件：电子表格自带编码信息"
        ),
        hint: None,
    }));
    (table, findings)
}

/// Where in a text more stands in one piece than any cell may hold: found before such a text is decoded, searched for
/// its encoding and divided, each of which holds it once more.
fn endless_cell(bytes: &[u8]) -> Option<Over> {
    // Four bytes of a character, at most. What divides cells divides it, in any encoding; markup and binaries are told otherwise.
    let most = 4 * TABLE_CELL_CHARS;
    let (mut row, mut column, mut since) = (1_u32, 0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => (row, column) = (row.saturating_add(1), 0),
            // Old files end their lines so.
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => (row, column) = (row.saturating_add(1), 0),
            b',' | b'\t' | b';' | b'|' => column += 1,
            b'\r' | b'"' | b'<' | b'>' | b'/' | b'+' | b'=' | b'[' | b']' | b'{' | b'}' | 0 | 0xA3 | 0xEF => {}
            _ if at - since > most => return Some(Over::Cell { row, column }),
            _ => continue,
        }
        since = at;
    }
    None
}

/// Delimited text and JSON.
fn text(
    name: &str,
    bytes: Cow<'_, [u8]>,
    wanted: Option<Written>,
    options: &Options,
) -> Result<(Table, Vec<Finding>), Faults> {
    let head: Vec<u8> = bytes.iter().take(64).copied().collect();
    let decoded = encoding::read(bytes, wanted);
    let mut findings = decoded.findings(name);
    let encoding::Text { text, written, damaged, .. } = decoded;
    let start = text.trim_start();
    // One byte of zero is a slip; a file that is full of them, or begins with what is no letter, is no text.
    let zeros = text.bytes().filter(|b| *b == 0).count();
    let odd = text.chars().take(2_000).filter(|c| c.is_control() && !c.is_whitespace()).count();
    let is_binary = zeros * 200 > text.len().max(400) || odd > 20 || head.starts_with(b"\x89PNG");
    let is_lost = head.len() > 8 && damaged && start.starts_with('\u{fffd}');
    if head.starts_with(b"%PDF") || is_binary || is_lost {
        return Err(no_table(name, head.starts_with(b"%PDF").then_some("PDF")));
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
    let mut sheet = Sheet::default();
    let (form, how, json) = if is_json(name, start) {
        let read = json::read(name, text)?.map_err(|over| refused(name, over.into()))?;
        (sheet.grid, sheet.remarks) = (read.grid, read.remarks);
        let form = if read.is_lines { Form::JsonLines } else { Form::Json };
        let how = if read.is_lines { "JSON Lines" } else { "JSON" };
        (
            form,
            say!("{how}, {encoding}", "{how}，{encoding}"),
            Some(Source { text: read.text, spans: read.spans.into() }),
        )
    } else {
        let text = match markdown::plainly(name, &text) {
            Some((plain, told)) => {
                findings.push(told);
                plain
            }
            None => text,
        };
        let read = delimited::read(name, text).map_err(|over| refused(name, over.into()))?;
        sheet.grid = read.grid;
        findings.extend(read.findings);
        let delimiter = read.delimiter;
        if let Some((header, rows)) =
            delimited::divided(&sheet.grid).filter(|_| delimiter == delimited::Delimiter::None)
        {
            return Err(undivided(name, header, rows));
        }
        let mark = delimiter.mark();
        let how = match delimiter {
            delimited::Delimiter::Tab => say!("text, {encoding}, divided by tabs", "文本，{encoding}，以制表符分列"),
            delimited::Delimiter::None => say!("a list, {encoding}, one column", "清单，{encoding}，只有一列"),
            _ => say!("text, {encoding}, divided by `{mark}`", "文本，{encoding}，以 `{mark}` 分列"),
        };
        (Form::Delimited { delimiter, written }, how, None)
    };
    let mut built = build(name, sheet, form, how, options)?;
    built.0.json = json;
    built.1.extend(findings);
    Ok(built)
}

/// Whether a text is JSON, whole or broken: by how it begins, or by its name where it only may be.
fn is_json(name: &str, start: &str) -> bool {
    let next = |after: &str| after.trim_start().chars().next();
    let is_named = || {
        let lower = name.to_lowercase();
        [".json", ".jsonl", ".ndjson"].iter().any(|end| lower.ends_with(end))
    };
    match (start.strip_prefix('['), start.strip_prefix('{')) {
        (Some(after), _) => matches!(next(after), Some('{' | ']' | '[')) || is_named(),
        (_, Some(after)) => matches!(next(after), Some('"' | '}' | '\'' | '“')) || is_named(),
        _ => is_named() && start.contains(['{', '[']),
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
        let what = say!("there is no sheet `{wanted}` with cells", "没有名为“{wanted}”的工作表");
        let all: Vec<&str> = sheets.names.iter().chain(&sheets.hidden).map(String::as_str).collect();
        let nearest = nearest(wanted, all.iter().copied());
        let all = all.join("`, `");
        let hint = match nearest {
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
    let (table, mut findings) = match (build(name, sheet, form, how, options), &sheets.unseen) {
        (Ok(built), _) => built,
        (Err(_), Some(unseen)) if options.sheet.is_none() => return Err(in_unseen(name, unseen)),
        (Err(faults), _) => return Err(faults),
    };
    if let Some(unseen) = sheets.unseen.filter(|_| options.sheet.is_none()) {
        findings.push(Finding {
            rule: "table-hidden-sheet",
            severity: Severity::Warning,
            place: table.place(),
            what: say!(
                "no column here is known, and the hidden sheet `{unseen}` has the columns of a list",
                "这张表没有认识的列，而隐藏的工作表“{unseen}”像是名单"
            ),
            hint: Some(say!("if that is meant, write `--sheet {unseen}`", "如果是它，请写 `--sheet {unseen}`")),
        });
    }
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

/// The columns of a text stand side by side, and nothing that is read divides them.
fn undivided(name: &str, header: char, rows: char) -> Faults {
    let said = |mark: char| match mark {
        '\t' => say!("tabs", "制表符"),
        ' ' => say!("spaces", "空格"),
        mark => say!("`{mark}`", "`{mark}`"),
    };
    let (header_said, rows_said) = (said(header), said(rows));
    let what = match header == rows {
        true => Say {
            en: format!("the columns are divided by {}, which may stand inside a cell too", rows_said.en),
            zh: format!("各列用{}分开，而格内也可能有它", rows_said.zh),
        },
        false => Say {
            en: format!("the header is divided by {}, the rows by {}", header_said.en, rows_said.en),
            zh: format!("表头用{}分列，下面各行用{}", header_said.zh, rows_said.zh),
        },
    };
    let hint = say!(
        "divide all by commas (姓名,部门), or save the table as .xlsx",
        "请一律用英文逗号分列（姓名,部门），或另存为 .xlsx"
    );
    refuse("table/divided", name, what, hint)
}

/// No sheet that can be seen has a list, and one that cannot has.
fn in_unseen(name: &str, unseen: &str) -> Faults {
    let what = say!(
        "no sheet that can be seen has a list; the hidden sheet `{unseen}` has the columns of one",
        "看得见的工作表里没有名单，像是在隐藏的工作表“{unseen}”里"
    );
    let hint = say!("write `--sheet {unseen}`, or show the sheet", "请写 `--sheet {unseen}`，或取消隐藏");
    refuse("table/no-sheet", name, what, hint)
}

fn is_other(package: &Package<'_>) -> bool {
    other_kind(package).is_some()
}

fn other_kind(package: &Package<'_>) -> Option<&'static str> {
    let kinds = [("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("xl/workbook.bin", "XLSB")];
    kinds.into_iter().find(|(part, _)| package.has(part)).map(|(_, kind)| kind)
}
