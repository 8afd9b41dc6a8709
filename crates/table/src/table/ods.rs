//! ODS (OpenDocument 1.3 part 3, 9): cells hold the text they show, so that nothing needs to be formatted again.

use quick_xml::events::BytesStart;

use super::grid::{Line, Merge};
use super::package::{Broken, Package, Token, Xml, attribute};
use super::sheet::{Sheet, Sheets};
use biaoyu_page::limits::{TABLE_COLUMNS, TABLE_MERGES, TABLE_ROWS};

/// Reads the sheet that `wanted` names, else all that can be seen.
pub(super) fn read(package: &mut Package<'_>, wanted: Option<&str>) -> Result<Sheets, Broken> {
    let hidden = package.stream("content.xml", hidden_styles)?.unwrap_or_default();
    let sheets = package.stream("content.xml", |xml| sheets(xml, wanted, &hidden))?;
    sheets.ok_or_else(|| Broken::Damaged("no content.xml".into()))
}

/// Names of the table styles that are not displayed.
fn hidden_styles(xml: &mut Xml<'_>) -> Result<Vec<String>, Broken> {
    let mut found = Vec::new();
    let mut style = None;
    loop {
        match xml.next()? {
            Token::Start(e) => match e.local_name().as_ref() {
                "style" => style = attribute(&e, "name"),
                "table-properties" if attribute(&e, "display").as_deref() == Some("false") => {
                    found.extend(style.take())
                }
                "body" => return Ok(found),
                _ => {}
            },
            Token::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// What stands in the cell being read.
#[derive(Default)]
struct Cell {
    text: String,
    paragraphs: usize,
    repeated: usize,
    columns: usize,
    rows: u32,
}

fn sheets(xml: &mut Xml<'_>, wanted: Option<&str>, hidden: &[String]) -> Result<Sheets, Broken> {
    let mut sheets = Sheets::default();
    loop {
        match xml.next()? {
            Token::Start(e) if e.local_name().as_ref() == "table" => {
                let name = attribute(&e, "name").unwrap_or_default();
                let is_hidden = attribute(&e, "style-name").is_some_and(|style| hidden.contains(&style));
                let sheet = sheet(xml, &name)?;
                if is_hidden {
                    sheets.hidden.push(name);
                    continue;
                }
                if wanted.is_none_or(|wanted| wanted.trim() == name.trim()) {
                    sheets.read.push(sheet);
                }
                sheets.names.push(name);
            }
            Token::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

fn sheet(xml: &mut Xml<'_>, name: &str) -> Result<Sheet, Broken> {
    let mut sheet = Sheet { name: Some(name.to_owned()), ..Sheet::default() };
    let mut merges: Vec<Merge> = Vec::new();
    let mut line = Line::default();
    // A row counts from 1; `times` repeats it.
    let (mut number, mut times, mut is_hidden) = (1u32, 1u32, false);
    let mut column = 0usize;
    let (mut cell, mut in_cell, mut in_paragraph, mut note) = (Cell::default(), false, false, 0usize);
    // Tables inside cells are no rows of this one.
    let mut depth = 0usize;
    loop {
        match xml.next()? {
            Token::Start(e) => match e.local_name().as_ref() {
                "table" => depth += 1,
                _ if depth > 0 => {}
                "table-row" => {
                    times = count(&e, "number-rows-repeated", 1);
                    is_hidden = attribute(&e, "visibility").is_some_and(|v| v != "visible");
                    column = 0;
                }
                "table-cell" | "covered-table-cell" => {
                    in_cell = true;
                    cell.text.clear();
                    cell.paragraphs = 0;
                    cell.repeated = usize::try_from(count(&e, "number-columns-repeated", 1)).unwrap_or(1);
                    cell.columns = usize::try_from(count(&e, "number-columns-spanned", 1)).unwrap_or(1);
                    cell.rows = count(&e, "number-rows-spanned", 1);
                }
                // A remark beside the cell, the reading over a name.
                "annotation" | "ruby-text" => note += 1,
                _ if !in_cell || note > 0 => {}
                "p" => {
                    in_paragraph = true;
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
                "s" => {
                    let spaces = count(&e, "c", 1).min(256);
                    cell.text.extend((0..spaces).map(|_| ' '));
                }
                "tab" => cell.text.push('\t'),
                "line-break" => cell.text.push('\n'),
                _ => {}
            },
            Token::Text(text) if in_paragraph && note == 0 && depth == 0 => cell.text.push_str(&text),
            Token::End(e) => match e.local_name().as_ref() {
                "table" if depth > 0 => depth -= 1,
                "table" => break,
                _ if depth > 0 => {}
                "annotation" | "ruby-text" => note = note.saturating_sub(1),
                "p" => in_paragraph = false,
                "table-cell" | "covered-table-cell" => {
                    in_cell = false;
                    let end = column.saturating_add(cell.repeated);
                    if !cell.text.trim().is_empty() {
                        for column in column..end.min(TABLE_COLUMNS + 1) {
                            line.set(column, &cell.text);
                        }
                        if (cell.columns > 1 || cell.rows > 1) && merges.len() < TABLE_MERGES {
                            let bottom = number.saturating_add(cell.rows - 1);
                            let right = column.saturating_add(cell.columns - 1);
                            merges.push(Merge { top: number, left: column, bottom, right });
                        }
                    }
                    column = end;
                }
                "table-row" => {
                    let before = sheet.grid.len();
                    line.finish(number, &mut sheet.grid)?;
                    if sheet.grid.len() > before {
                        repeat(&mut sheet, before, number, times, is_hidden)?;
                    }
                    number = number.saturating_add(times);
                }
                _ => {}
            },
            Token::Text(_) | Token::Other => {}
            Token::Eof => break,
        }
    }
    sheet.grid = std::mem::take(&mut sheet.grid).spread(merges)?;
    Ok(sheet)
}

/// Gives the row read last as often as it says.
fn repeat(sheet: &mut Sheet, row: usize, number: u32, times: u32, is_hidden: bool) -> Result<(), Broken> {
    if times > 1 {
        let cells: Vec<String> = sheet.grid.row(row).map(str::to_owned).collect();
        let most = u32::try_from(TABLE_ROWS).unwrap_or(u32::MAX).saturating_add(1);
        for more in 1..times.min(most) {
            sheet.grid.push(number.saturating_add(more), cells.iter().map(String::as_str))?;
        }
    }
    if is_hidden {
        sheet.hidden.extend((0..times).map(|more| number.saturating_add(more)).take(TABLE_ROWS));
    }
    Ok(())
}

fn count(element: &BytesStart<'_>, name: &str, otherwise: u32) -> u32 {
    attribute(element, name).and_then(|n| n.parse().ok()).filter(|n| *n > 0).unwrap_or(otherwise)
}
