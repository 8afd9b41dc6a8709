//! XLS, the format of Excel until 2003 and of WPS's `.et`, read by calamine: values without their number formats.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls};

use super::grid::{Grid, Line, Merge};
use super::number_format::{Formats, general, is_cut};
use super::package::Broken;
use super::sheet::{Sheet, Sheets};

/// Reads the sheet that `wanted` names, else all that can be seen until `is_enough` says stop.
pub(super) fn read(bytes: &[u8], wanted: Option<&str>, is_enough: impl Fn(&Sheet) -> bool) -> Result<Sheets, Broken> {
    if !has_true_dimensions(bytes) {
        return Err(Broken::Damaged("a sheet larger than any".into()));
    }
    // The reader indexes into records as they come: a damaged one is its panic, and our message.
    let read = catch_unwind(AssertUnwindSafe(|| sheets(bytes, wanted, is_enough)));
    read.unwrap_or_else(|_| Err(Broken::Damaged("a record is cut off".into())))
}

/// Whether sheets say that they have at most as many cells as the format allows: the reader sets memory aside for as
/// many as they say ([MS-XLS] 2.4.90, Dimensions).
fn has_true_dimensions(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.windows(4).position(|window| window == [0x00, 0x02, 0x0e, 0x00]) {
        rest = rest.get(at + 4..).unwrap_or_default();
        if let [a, b, c, d, e, f, g, h, i, j, k, l, ..] = *rest {
            let (top, bottom) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
            let (left, right) = (u16::from_le_bytes([i, j]), u16::from_le_bytes([k, l]));
            if bottom > 0x1_0000 || right > 0x100 || top > bottom || left > right {
                return false;
            }
        }
    }
    true
}

fn sheets(bytes: &[u8], wanted: Option<&str>, is_enough: impl Fn(&Sheet) -> bool) -> Result<Sheets, Broken> {
    let damaged = |e: calamine::XlsError| Broken::Damaged(e.to_string());
    let mut book = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let (mut names, mut hidden) = (Vec::new(), Vec::new());
    for sheet in book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let list = if sheet.visible == SheetVisible::Visible { &mut names } else { &mut hidden };
        list.push(sheet.name.clone());
    }
    let dates = dates(book.has_1904_epoch());
    let mut sheets = Sheets::new(names, hidden);
    for name in sheets.names.clone() {
        if wanted.is_some_and(|wanted| wanted.trim() != name.trim()) {
            continue;
        }
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut sheet = Sheet { name: Some(name.clone()), ..Sheet::default() };
        let mut grid = Grid::default();
        let mut line = Line::default();
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, number) in range.rows().zip(top + 1..) {
            for (cell, column) in row.iter().zip(left as usize..) {
                if matches!(cell, Data::Float(value) if is_cut(*value)) && sheet.cut.last() != Some(&number) {
                    sheet.cut.push(number);
                }
                let text = show(cell, &dates);
                if !text.is_empty() {
                    line.set(column, &text);
                }
            }
            line.finish(number, &mut grid)?;
        }
        let merges = merges.iter().map(|m| Merge {
            top: m.start.0 + 1,
            left: m.start.1 as usize,
            bottom: m.end.0 + 1,
            right: m.end.1 as usize,
        });
        sheet.grid = grid.spread(merges.collect())?;
        let enough = is_enough(&sheet);
        sheets.read.push(sheet);
        if enough {
            break;
        }
    }
    Ok(sheets)
}

/// Styles for a day, a day with its time, and a time.
fn dates(from_1904: bool) -> Formats {
    let mut formats = Formats::new(from_1904);
    for code in ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "h:mm:ss"] {
        formats.push(u32::MAX, Some(code));
    }
    formats
}

fn show(cell: &Data, dates: &Formats) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(value) => general(*value),
        Data::Int(value) => value.to_string(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.into(),
        Data::DateTime(time) => {
            let value = time.as_f64();
            let style = match (time.is_duration() || value < 1.0, value.fract() == 0.0) {
                (true, _) => 2,
                (_, true) => 0,
                _ => 1,
            };
            dates.show(style, value)
        }
        Data::Error(error) => error.to_string(),
    }
}
