//! The cells of one XLS sheet, as they show.

use std::collections::BTreeMap;

use super::biff::{Count, Letters, Pieces, Record, compact, error, record};
use super::grid::{Grid, Merge};
use super::line::Line;
use super::marks::Value;
use super::number_format::is_cut;
use super::package::Broken;
use super::sheet::Sheet;
use super::xls::Book;
use super::xls_pictures;
use biaoyu_page::limits::TABLE_MERGES;
use biaoyu_page::say;

/// What a cell holds, with its place.
struct Cell {
    row: u16,
    column: u16,
    what: What,
}

enum What {
    /// A string of the workbook, by its number.
    Shared(u32),
    /// A text: from and to in the texts of the sheet.
    Text(u32, u32),
}

/// Cells in the order of the file, which need not be that of the rows.
struct Reading<'b> {
    book: &'b Book,
    cells: Vec<Cell>,
    texts: String,
    sheet: Sheet,
}

/// Reads the sheet that begins at a byte of the stream: values of formulas, errors as `#N/A`, hidden rows apart, merged
/// ranges repeated.
pub(super) fn read(stream: &[u8], start: usize, book: &Book, name: &str) -> Result<Sheet, Broken> {
    let first = record(stream, start).filter(|first| first.kind == 0x809).ok_or_else(|| {
        Broken::Damaged(say!("the sheet does not begin where the workbook says", "工作表不在工作簿所说的位置"))
    })?;
    let mut reading = Reading { book, cells: Vec::new(), texts: String::new(), sheet: Sheet::named(name) };
    let (mut merges, mut drawing, mut notes) = (Vec::new(), Vec::new(), 0usize);
    let mut at = first.next;
    // Charts in the sheet are inside it, from their own beginning to their own end.
    let mut depth = 0usize;
    // The cell of a formula whose text comes in a record of its own.
    let mut waiting = None;
    // Comments: their texts by the number of their shape, and the cells that they are beside.
    let (mut shape, mut said, mut beside) = (0_u16, BTreeMap::new(), Vec::new());
    while let Some(record) = record(stream, at) {
        at = record.next;
        match record.kind {
            0x809 => depth += 1,
            0x0a if depth == 0 => break,
            0x0a => depth -= 1,
            _ if depth > 0 => {}
            // String, the value of the formula before it.
            0x207 => {
                let (parts, next) = record.continued(stream);
                at = next;
                if let (Some((row, column)), Some(text)) =
                    (waiting.take(), Pieces::new(parts).string(book.letters, Count::Two))
                {
                    reading.text(row, column, &text);
                }
            }
            // Formula, also as older versions numbered it: its value is a number, or says what else it is.
            0x06 | 0x206 | 0x406 => waiting = reading.formula(&record),
            // MergeCells
            0xe5 => merges.extend(ranges(&record).take(TABLE_MERGES.saturating_sub(merges.len()))),
            // Row
            0x208 => {
                let is_flat = record.u16(6).is_some_and(|height| height & 0x7fff == 0);
                let is_hidden = is_flat || record.u16(12).is_some_and(|flags| flags & 0x20 != 0);
                if let Some(row) = record.u16(0).filter(|_| is_hidden) {
                    reading.sheet.hidden.push(u32::from(row) + 1);
                }
            }
            // MsoDrawing, whose continuations may follow other records.
            0xec => drawing.extend_from_slice(record.data),
            // Obj: remarks beside cells and the buttons of filters are shapes that show nothing.
            0x5d => {
                notes += usize::from(matches!(record.u16(4), Some(0x14 | 0x19)));
                shape = record.u16(6).unwrap_or(0);
            }
            // TxO, the text of the shape before it.
            0x1b6 => {
                let (parts, next) = record.continued(stream);
                at = next;
                if let (Some(length), Some(text)) = (record.u16(10), parts.get(1)) {
                    said.insert(shape, shape_text(text, usize::from(length), book.letters));
                }
            }
            // Note
            0x1c => beside.extend(record.u16(0).zip(record.u16(2)).zip(record.u16(6))),
            // ColInfo
            0x7d => {
                if record.u16(8).is_some_and(|flags| flags & 1 != 0) || record.u16(4) == Some(0) {
                    let range = record.u16(0).zip(record.u16(2));
                    reading.sheet.marks.hidden_columns.extend(range.map(|(a, b)| (usize::from(a), usize::from(b))));
                }
            }
            _ => {
                reading.cell(&record);
            }
        }
    }
    let Reading { mut cells, texts, mut sheet, .. } = reading;
    for ((row, column), shape) in beside {
        let text = said.get(&shape).map_or("…", String::as_str);
        sheet.marks.comment(u32::from(row) + 1, usize::from(column), text);
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    sheet.hidden.sort_unstable();
    sheet.hidden.dedup();
    sheet.cut.sort_unstable();
    sheet.cut.dedup();
    let mut grid = Grid::over(book.strings.source().clone(), cells.len(), 0);
    let mut line = Line::default();
    for row in cells.chunk_by(|a, b| a.row == b.row) {
        for cell in row {
            let column = usize::from(cell.column);
            match cell.what {
                What::Shared(index) => match book.strings.place(index as usize) {
                    Some((from, to)) => line.set_part(column, from, to, book.strings.get(index as usize)),
                    None => line.set(column, "#REF!"),
                },
                What::Text(from, to) => {
                    line.set(column, texts.get(from as usize..to as usize).unwrap_or_default());
                }
            }
        }
        let number = row.first().map_or(0, |cell| u32::from(cell.row) + 1);
        line.finish(number, &mut grid)?;
    }
    sheet.fill(grid, merges)?;
    xls_pictures::place(&drawing, &book.pictures, notes, &mut sheet);
    Ok(sheet)
}

impl Reading<'_> {
    fn text(&mut self, row: u16, column: u16, text: &str) {
        if text.is_empty() {
            return;
        }
        let from = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push_str(text);
        let to = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.cells.push(Cell { row, column, what: What::Text(from, to) });
    }

    fn number(&mut self, row: u16, column: u16, style: u16, value: f64) {
        let number = u32::from(row) + 1;
        if is_cut(value) {
            self.sheet.cut.push(number);
        }
        let shown = self.book.formats.show(usize::from(style), value);
        if self.book.formats.is_unsure(usize::from(style)) {
            self.sheet.marks.doubt(number, usize::from(column));
        }
        if shown.is_empty() {
            self.sheet.unshown.push((number, usize::from(column)));
        }
        self.text(row, column, &shown);
    }

    /// A truth value or an error.
    fn logic(&mut self, row: u16, column: u16, value: u8, is_error: bool) {
        let text = match (is_error, value) {
            (true, code) => error(code),
            (false, 0) => "FALSE",
            (false, _) => "TRUE",
        };
        self.text(row, column, text);
    }

    /// A formula's value; the place of the cell when its text follows.
    fn formula(&mut self, record: &Record<'_>) -> Option<(u16, u16)> {
        let (row, column, style) = (record.u16(0)?, record.u16(2)?, record.u16(4)?);
        let place = (u32::from(row) + 1, usize::from(column));
        let value = match (record.u16(12)?, record.data.get(6)?) {
            (0xffff, 3) => Value::Blank,
            (0xffff, _) => Value::Other,
            _ if record.f64(6)? == 0.0 => Value::Zero,
            _ => Value::Other,
        };
        self.sheet.marks.formula(place.0, place.1, value);
        self.strike(row, column, style);
        if record.u16(12)? != 0xffff {
            self.number(row, column, style, record.f64(6)?);
            return None;
        }
        match (record.data.get(6)?, record.data.get(8)?) {
            (0, _) => return Some((row, column)),
            (1, value) => self.logic(row, column, *value, false),
            (2, value) => self.logic(row, column, *value, true),
            _ => {}
        }
        None
    }

    fn strike(&mut self, row: u16, column: u16, style: u16) {
        if self.book.struck.get(usize::from(style)).copied().unwrap_or(false) {
            self.sheet.marks.strike(u32::from(row) + 1, usize::from(column));
        }
    }

    /// A cell of any other kind; records that are none are left out.
    fn cell(&mut self, record: &Record<'_>) -> Option<()> {
        let (row, column) = (record.u16(0)?, record.u16(2)?);
        let style = || record.u16(4);
        if matches!(record.kind, 0xfd | 0x204 | 0xd6 | 0x203 | 0x205 | 0x27e) {
            self.strike(row, column, style()?);
        }
        match record.kind {
            // LabelSst
            0xfd => {
                let index = record.u32(6)?;
                if self.book.struck_strings.contains(&index) {
                    self.sheet.marks.strike(u32::from(row) + 1, usize::from(column));
                }
                let text = self.book.strings.get(index as usize);
                match text.and_then(|text| self.book.formats.show_text(usize::from(style()?), text)) {
                    Some(shown) if shown.trim().is_empty() => {
                        self.sheet.unshown.push((u32::from(row) + 1, usize::from(column)));
                    }
                    Some(shown) => self.text(row, column, &shown),
                    None => self.cells.push(Cell { row, column, what: What::Shared(index) }),
                }
            }
            // Label, RString: text in the cell itself.
            0x204 | 0xd6 => {
                let mut pieces = Pieces::new(vec![record.data.get(6..)?]);
                let text = pieces.string(self.book.letters, Count::Two)?;
                // The fonts of its parts come behind a text of a code page, each in two bytes.
                let fonts = match (self.book.letters, record.kind) {
                    (Letters::CodePage(_), 0xd6) => pieces.short_fonts(),
                    _ => std::mem::take(&mut pieces.fonts),
                };
                if fonts.iter().any(|(_, font)| self.book.fonts.is_struck(*font)) {
                    self.sheet.marks.strike(u32::from(row) + 1, usize::from(column));
                }
                self.text(row, column, &text);
            }
            // Number
            0x203 => self.number(row, column, style()?, record.f64(6)?),
            // RK
            0x27e => self.number(row, column, style()?, compact(record.u32(6)?)),
            // MulRk: neighbours in a row.
            0xbd => {
                let cells = record.data.get(4..record.data.len().checked_sub(2)?)?;
                for (cell, column) in cells.chunks_exact(6).zip(column..=u16::MAX) {
                    if let [a, b, c, d, e, f] = *cell {
                        let (style, value) = (u16::from_le_bytes([a, b]), compact(u32::from_le_bytes([c, d, e, f])));
                        self.strike(row, column, style);
                        self.number(row, column, style, value);
                    }
                }
            }
            // BoolErr
            0x205 => self.logic(row, column, *record.data.get(6)?, *record.data.get(7)? != 0),
            _ => {}
        }
        Some(())
    }
}

/// The text of a shape ([MS-XLS] 2.4.329, TxO): a byte says whether its characters have two.
fn shape_text(part: &[u8], length: usize, letters: Letters) -> String {
    match (part.split_first(), letters) {
        (Some((0, text)), Letters::Unicode) => text.iter().take(length).map(|b| char::from(*b)).collect(),
        (Some((_, text)), Letters::Unicode) => {
            let units: Vec<u16> = text
                .chunks_exact(2)
                .take(length)
                .map(|two| two.iter().rev().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
                .collect();
            String::from_utf16_lossy(&units)
        }
        (_, Letters::CodePage(encoding)) => {
            encoding.decode_without_bom_handling(part.get(..length).unwrap_or(part)).0.into_owned()
        }
        (None, _) => String::new(),
    }
}

/// The ranges of a record of merged cells.
fn ranges(record: &Record<'_>) -> impl Iterator<Item = Merge> {
    let ranges = record.data.get(2..).unwrap_or_default().chunks_exact(8);
    ranges.filter_map(|range| match *range {
        [a, b, c, d, e, f, g, h] => Some(Merge {
            top: u32::from(u16::from_le_bytes([a, b])) + 1,
            bottom: u32::from(u16::from_le_bytes([c, d])) + 1,
            left: usize::from(u16::from_le_bytes([e, f])),
            right: usize::from(u16::from_le_bytes([g, h])),
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::number_format::Formats;
    use super::super::strings::Strings;
    use super::super::xls::Fonts;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn comments_are_read_with_their_cells() {
        let record = |kind: u16, data: &[u8]| {
            let length = u16::try_from(data.len()).unwrap();
            [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
        };
        let wide = "已离职".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut text = [0_u8; 18];
        text[10] = 3;
        let stream = [
            record(0x809, &[0, 6, 16, 0]),
            record(0x204, b"\x00\x00\x00\x00\x00\x00\x02\x00\x00ab"),
            // A comment's shape of the number 7, its text, and the cell B1 that it is beside.
            record(0x5d, &[0x15, 0, 0x12, 0, 0x19, 0, 7, 0]),
            record(0x1b6, &text),
            record(0x3c, &[&[1], &wide[..]].concat()),
            record(0x1c, &[0, 0, 1, 0, 0, 0, 7, 0]),
            record(0x0a, &[]),
        ]
        .concat();
        let book = Book {
            strings: Strings::default(),
            formats: Formats::new(false),
            letters: Letters::Unicode,
            struck: Vec::new(),
            fonts: Fonts::default(),
            struck_strings: BTreeSet::new(),
            pictures: Vec::new(),
        };
        let mut sheet = read(&stream, 0, &book, "名单").unwrap();
        let told = sheet.marks.remarks(1, |_| true).pop().unwrap().finding("a.xls", None);
        assert_eq!((sheet.grid.cell(0, 0), told.rule), ("ab", "cell-comment"));
        assert!(
            told.text(biaoyu_page::error::Lang::En).starts_with("a.xls, cell B1: ") && told.what.en.contains("已离职")
        );
    }
}
