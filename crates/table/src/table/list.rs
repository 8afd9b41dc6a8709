//! A file of slogans → its lines: text in any encoding, a Word document, a sheet. What the lines mean is not asked here.

use super::cfb::{self, Compound};
use super::encoding;
use super::grid::Grid;
use super::list_grid::{header, is_table, of_grid};
use super::package::{Broken, Package};
use super::refuse::refused;
use super::sheet::{Sheet, Sheets};
use super::word::{self, Paragraph, Piece};
use super::{delimited, ods, xls, xlsx};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::TABLE_ROWS;
use biaoyu_page::say;

/// A line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// As it is written, white space and all.
    pub text: String,
    /// Where.
    pub place: Place,
    /// Its number in the file, from 1, as an editor or a spreadsheet counts.
    pub number: u32,
    /// What the file says of it beside its text.
    pub mark: Mark,
    /// The character that carries it, where a column gives one.
    pub key: Option<String>,
    /// Nothing stands on the line before.
    pub after_blank: bool,
}

/// What a file says of a line beside its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// It is a heading or title.
    Heading,
    /// A list of the document numbers it, or gives it a bullet: which list, and the level there.
    List(u32, u32),
    /// It stands in the column of slogans, with its number where there is a column for it.
    Column(Option<u32>),
}

/// Rows in which the header is looked for.
pub(super) const HEAD_ROWS: usize = 30;

/// The lines of a list, and what was left aside to read them.
///
/// # Errors
/// `texts/format`: a kind of file that holds no lines that are read, with the cure; a damaged one; `texts/encoding`.
pub fn lines(name: &str, bytes: &[u8]) -> Result<(Vec<Line>, Vec<Finding>), Faults> {
    let broken = |broken: Broken| refused(name, broken);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let mut package = Package::open(bytes).map_err(broken)?;
        if package.has("word/document.xml") {
            return Ok(of_document(name, word::read(&mut package).map_err(broken)?));
        }
        if package.has("xl/workbook.xml") {
            return Ok(of_sheets(name, xlsx::read(&mut package, None, has_slogans).map_err(broken)?));
        }
        let kind = package.text("mimetype").ok().flatten().unwrap_or_default();
        if package.has("content.xml") && kind.contains("spreadsheet") {
            return Ok(of_sheets(name, ods::read(&mut package, None, has_slogans).map_err(broken)?));
        }
        let others = [("ppt/presentation.xml", "PowerPoint"), ("xl/workbook.bin", "XLSB")];
        let kind = others.into_iter().find(|(part, _)| package.has(part)).map_or("ZIP", |(_, kind)| kind);
        return Err(other(name, if package.has("content.xml") { "OpenDocument" } else { kind }));
    }
    if bytes.starts_with(cfb::SIGNATURE) {
        let file = Compound::open(bytes).map_err(broken)?;
        if file.has("EncryptedPackage") {
            let what = say!("the file is locked with a password", "文件已用密码加密");
            let hint = say!("open it, take the password off and save it again", "请打开后取消密码，再另存");
            return Err(Fault::new("texts/locked", Place::file(name), what).hint(hint).into());
        }
        if file.has("WordDocument") {
            return Err(other(name, "DOC"));
        }
        return Ok(of_sheets(name, xls::read(&file, None, has_slogans).map_err(broken)?));
    }
    let signs: [(&[u8], &str); 8] = [
        (b"%PDF", "PDF"),
        (b"{\\rtf", "RTF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"BM", "BMP"),
        (b"Rar!", "RAR"),
        (b"7z\xbc\xaf", "7z"),
    ];
    let is_text = std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0);
    if let Some((_, kind)) =
        signs.into_iter().find(|(sign, kind)| bytes.starts_with(sign) && (*kind != "BMP" || !is_text))
    {
        return Err(other(name, kind));
    }
    of_text(name, bytes)
}

/// What cannot be read, with the cure.
fn other(name: &str, kind: &str) -> Faults {
    let what = match kind {
        "DOC" => say!("this is a document of Word before 2007, or of WPS", "这是 .doc 或 .wps 格式的旧版文档"),
        "PNG" | "JPEG" | "GIF" | "BMP" => say!("this is a picture ({kind}), not text", "这是图片（{kind}），不是文字"),
        _ => say!("this is a {kind} file, of which no lines are read", "这是 {kind} 文件，读不出一行一行的文字"),
    };
    let hint = match kind {
        "DOC" | "RTF" | "OpenDocument" => {
            say!("open it in Word or WPS and save it as .docx", "请用 Word 或 WPS 打开，另存为 .docx")
        }
        "XLSB" => say!("open it in Excel or WPS and save it as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx"),
        "PNG" | "JPEG" | "GIF" | "BMP" => {
            say!("type the slogans into a text file, one a line", "请把标语打成文字，一行一条，存为 .txt")
        }
        "ZIP" | "RAR" | "7z" => say!("unpack it and give the file that is in it", "请先解压，再给出里面的文件"),
        _ => say!(
            "copy the slogans into Notepad, one a line, and save them as .txt in UTF-8",
            "请把标语复制到记事本，一行一条，另存为 .txt（编码选 UTF-8）"
        ),
    };
    Fault::new("texts/format", Place::file(name), what).hint(hint).into()
}

/// Plain text, or a table in it.
fn of_text(name: &str, bytes: &[u8]) -> Result<(Vec<Line>, Vec<Finding>), Faults> {
    let marked = unmarked_utf16(bytes);
    let decoded = encoding::read(marked.as_deref().unwrap_or(bytes).into(), None);
    let start: String = decoded.text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    if ["<html", "<!doctype", "<?xml", "<head", "<body"].iter().any(|tag| start.starts_with(tag)) {
        return Err(other(name, "HTML"));
    }
    let lost = decoded.text.chars().filter(|c| *c == '\u{fffd}').count();
    let controls = decoded.text.chars().filter(|c| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}')).count();
    if decoded.damaged && (lost * 20 > decoded.text.chars().count() || decoded.written.name() == "GB18030")
        || controls > 8
        || controls * 20 > decoded.text.chars().count()
    {
        let what = say!("this is no text that can be read", "文件里的文字读不出来");
        let hint = say!(
            "open it where it was written and save it as plain text in UTF-8 (Notepad: Save as, Encoding UTF-8)",
            "请在原来的程序里打开，另存为 UTF-8 纯文本（记事本：另存为，编码选 UTF-8）"
        );
        return Err(Fault::new("texts/encoding", Place::file(name), what).hint(hint).into());
    }
    if is_table(&decoded.text)
        && let Ok(read) = delimited::read(name, decoded.text.clone())
    {
        return Ok(of_grid(name, None, &read.grid, &[]));
    }
    let mut lines = Vec::new();
    let mut after_blank = false;
    for (text, number) in split(&decoded.text).into_iter().zip(1..) {
        let place = Place { at: Some((number, 1)), ..Place::file(name) };
        push(&mut lines, &mut after_blank, text, place, number, Mark::None);
    }
    Ok((lines, Vec::new()))
}

/// UTF-16 without a mark, known by its line ends and spaces, with a mark before it.
fn unmarked_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || !bytes.contains(&0)
        || !bytes.len().is_multiple_of(2)
    {
        return None;
    }
    let count =
        |high: usize| bytes.chunks_exact(2).filter(|p| p.get(high) == Some(&0) && p.get(1 - high) != Some(&0)).count();
    let (little, big) = (count(1), count(0));
    let mark: &[u8] = if little > big { b"\xff\xfe" } else { b"\xfe\xff" };
    (little != big).then(|| [mark, bytes].concat())
}

/// Lines as an editor counts them, ended in any way.
pub(super) fn split(text: &str) -> Vec<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            continue;
        }
        lines.push(text.get(start..at).unwrap_or_default());
        start = at + c.len_utf8();
        if c == '\r' && chars.next_if(|(_, c)| *c == '\n').is_some() {
            start += 1;
        }
    }
    lines.push(text.get(start..).unwrap_or_default());
    lines
}

pub(super) fn push(lines: &mut Vec<Line>, after_blank: &mut bool, text: &str, place: Place, number: u32, mark: Mark) {
    if text.trim().is_empty() {
        *after_blank = true;
        return;
    }
    let after_blank = std::mem::take(after_blank);
    lines.push(Line { text: text.to_owned(), place, number, mark, key: None, after_blank });
}

fn of_document(name: &str, pieces: Vec<Piece>) -> (Vec<Line>, Vec<Finding>) {
    let (mut lines, mut findings) = (Vec::new(), Vec::new());
    let mut after_blank = false;
    let mut number = 0;
    let mut table: Option<(u32, Grid)> = None;
    let mut close = |table: &mut Option<(u32, Grid)>, lines: &mut Vec<Line>| {
        if let Some((_, grid)) = table.take() {
            let (rows, said) = of_grid(name, None, &grid, &[]);
            lines.extend(rows);
            findings.extend(said);
        }
    };
    for piece in pieces {
        number += 1;
        match piece {
            Piece::Row { table: id, cells } => {
                if table.as_ref().is_some_and(|(open, _)| *open != id) {
                    close(&mut table, &mut lines);
                }
                let grid = &mut table.get_or_insert_with(|| (id, Grid::default())).1;
                // A document of more rows than a table may have ends there.
                let _ = grid.push(number, cells.iter().map(String::as_str));
            }
            Piece::Paragraph(Paragraph { text, list, is_heading }) => {
                close(&mut table, &mut lines);
                let place = Place { thing: Some(say!("paragraph {number}", "第 {number} 段")), ..Place::file(name) };
                let mark = match list {
                    _ if is_heading => Mark::Heading,
                    Some((id, level)) => Mark::List(id, level),
                    None => Mark::None,
                };
                let parts = split(&text);
                for (index, part) in parts.into_iter().enumerate() {
                    let mark = if index == 0 || mark == Mark::Heading { mark } else { Mark::None };
                    push(&mut lines, &mut after_blank, part, place.clone(), number, mark);
                }
            }
        }
        if lines.len() > TABLE_ROWS {
            break;
        }
    }
    close(&mut table, &mut lines);
    (lines, findings)
}

fn of_sheets(name: &str, sheets: Sheets) -> (Vec<Line>, Vec<Finding>) {
    let mut read = sheets.read;
    let index = read.iter().position(has_slogans).or_else(|| read.iter().position(|s| s.grid.len() > 0));
    let sheet = index.map(|index| read.swap_remove(index)).unwrap_or_default();
    let own = sheet.name.clone().unwrap_or_default();
    let others: Vec<&str> =
        sheets.names.iter().chain(&sheets.hidden).map(String::as_str).filter(|other| *other != own).collect();
    let (lines, mut findings) = of_grid(name, sheet.name.as_deref(), &sheet.grid, &sheet.hidden);
    if !others.is_empty() {
        let others = others.join("`, `");
        let what = say!("the sheets `{others}` are not read", "未读其他工作表 `{others}`");
        findings.push(note("list-other-sheets", name, what));
    }
    (lines, findings)
}

pub(super) fn note(rule: &'static str, name: &str, what: Say) -> Finding {
    Finding { rule, severity: Severity::Note, place: Place::file(name), what, hint: None }
}

fn has_slogans(sheet: &Sheet) -> bool {
    header(&sheet.grid).is_some()
}
