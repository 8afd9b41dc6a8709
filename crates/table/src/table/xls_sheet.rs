//! The cells of one XLS sheet, as they show.

use super::biff::{Count, Pieces, Record, compact, error, record};
use super::grid::{Grid, Merge};
use super::line::Line;
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
                let is_hidden = record.u16(12).is_some_and(|flags| flags & 0x20 != 0);
                if let Some(row) = record.u16(0).filter(|_| is_hidden) {
                    reading.sheet.hidden.push(u32::from(row) + 1);
                }
            }
            // MsoDrawing, whose continuations may follow other records.
            0xec => drawing.extend_from_slice(record.data),
            // Obj: remarks beside cells and the buttons of filters are shapes that show nothing.
            0x5d => notes += usize::from(matches!(record.u16(4), Some(0x14 | 0x19))),
            _ => {
                reading.cell(&record);
            }
        }
    }
    let Reading { mut cells, texts, mut sheet, .. } = reading;
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

    /// A cell of any other kind; records that are none are left out.
    fn cell(&mut self, record: &Record<'_>) -> Option<()> {
        let (row, column) = (record.u16(0)?, record.u16(2)?);
        let style = || record.u16(4);
        match record.kind {
            // LabelSst
            0xfd => {
                let index = record.u32(6)?;
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
                let text = Pieces::new(vec![record.data.get(6..)?]).string(self.book.letters, Count::Two)?;
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
                        let value = compact(u32::from_le_bytes([c, d, e, f]));
                        self.number(row, column, u16::from_le_bytes([a, b]), value);
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
