//! A workbook of one sheet of texts (ECMA-376 part 1, SpreadsheetML), as small as Excel, WPS and LibreOffice open it.

use biaoyu_page::xml::escape;
use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime, System};

/// Rows and columns of a sheet, and characters (UTF-16) of a cell and of a sheet's name, at most (Excel's own limits).
const ROWS: usize = 1 << 20;
const COLUMNS: usize = 1 << 14;
const CELL: usize = 32_767;
const NAME: usize = 31;

/// A cell is text and stays text (number format 49, `@`), so that `00017` is not 17.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";

/// The bytes of a workbook: lines of cells, the first bold when it is a header, which stays in sight. `None` where a line,
/// a cell or the sheet's name is longer than the form has room for, or two of a kind cannot be told apart by it.
pub(super) fn workbook<'t>(
    name: Option<&str>,
    has_header: bool,
    lines: impl Iterator<Item = Vec<&'t str>>,
) -> Option<Vec<u8>> {
    // A damaged workbook may have a sheet without a name.
    let name = name.filter(|name| !name.is_empty()).unwrap_or("Sheet1");
    let is_name = |name: &str| {
        name.encode_utf16().count() <= NAME
            && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
            && !name.starts_with('\'')
            && !name.ends_with('\'')
    };
    if !is_name(name) {
        return None;
    }
    let (mut rows, mut width) = (String::new(), 0);
    for (line, row) in lines.zip(1_usize..) {
        if row > ROWS || line.len() > COLUMNS {
            return None;
        }
        width = width.max(line.len());
        let style = if row == 1 && has_header { 2 } else { 1 };
        rows += &format!("<row r=\"{row}\">");
        for (cell, column) in line.into_iter().zip(0..).filter(|(cell, _)| !cell.is_empty()) {
            if cell.encode_utf16().count() > CELL {
                return None;
            }
            let (place, text) = (letters(column), escaped(cell));
            rows += &format!(
                "<c r=\"{place}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            );
        }
        rows += "</row>";
    }
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |inside: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
        )
    };
    let pane = "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
        state=\"frozen\"/></sheetView></sheetViews>";
    let sheet = format!(
        "<worksheet {MAIN}>{pane}<cols><col min=\"1\" max=\"{}\" width=\"14.7109375\" customWidth=\"1\"/></cols>\
         <sheetData>{rows}</sheetData></worksheet>",
        width.max(1)
    );
    let book = format!(
        "<workbook {MAIN} xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        escaped(name)
    );
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        (
            "_rels/.rels",
            relations(&format!(
                "<Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>"
            )),
        ),
        ("xl/workbook.xml", book),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&format!(
                "<Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"rId2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>"
            )),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/styles.xml", STYLES.to_owned()),
    ];
    // The day is always the same one, the least that the form knows, and so is the system: the same input gives the same bytes,
    // on Windows too.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .system(System::Unix)
        .last_modified_time(DateTime::default());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, text) in parts {
        out.start_file(part, options).ok()?;
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n").ok()?;
        out.write_all(text.as_bytes()).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// The letters of a column: A, Z, AA.
fn letters(column: usize) -> String {
    let (mut rest, mut out) = (column + 1, Vec::new());
    while rest > 0 {
        out.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    out.iter().rev().map(|b| char::from(*b)).collect()
}

/// Text of XML; characters that XML has not, and what looks like their escape, as `_x000D_` (22.9.2.19, ST_Xstring).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        match c {
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out += &format!("_x{:04X}_", u32::from(c)),
            '_' if is_escape(text.get(i..).unwrap_or_default()) => out += "_x005F_",
            _ => out.push(c),
        }
    }
    escape(&out)
}

/// Whether a text begins as `_x000D_` does.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [b'_', b'x', a, b, c, d, b'_', ..] if [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Reader as _, Xlsx};

    use super::{letters, workbook};

    #[test]
    fn calamine_reads_what_was_written() {
        let rows = [
            vec!["姓名", "工号", "原因"],
            vec!["张<三>&\"", "00017", ""],
            vec!["", " 前空\n换行 ", "_x000D_ \u{1} 𪩘"],
        ];
        let bytes = workbook(Some("名单 & 单"), true, rows.iter().cloned()).unwrap();
        assert_eq!(workbook(Some("名单 & 单"), true, rows.iter().cloned()).unwrap(), bytes);
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
        let range = book.worksheet_range("名单 & 单").unwrap();
        for (row, line) in (0..).zip(&rows) {
            for (column, cell) in (0..).zip(line) {
                let found = range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
                // calamine leaves control characters as they are escaped.
                assert_eq!(found.replace("_x005F_", "_").replace("_x0001_", "\u{1}"), *cell, "{row} {column}");
            }
        }
    }

    #[test]
    fn what_has_no_room_is_refused() {
        let long = "长".repeat(32_768);
        assert!(workbook(None, false, std::iter::once(vec![&*long])).is_none());
        assert!(workbook(None, false, std::iter::once(vec![&long[3..]])).is_some());
        for name in ["a/b", "'a", &"名".repeat(32)] {
            assert!(workbook(Some(name), false, std::iter::empty()).is_none(), "{name}");
        }
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
