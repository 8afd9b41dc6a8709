//! The cells of one XLSX sheet, as they show.

use quick_xml::events::BytesStart;

use super::grid::Line;
use super::number_format::is_cut;
use super::package::{Broken, Token, Xml, attribute};
use super::sheet::Sheet;
use super::xlsx::{Workbook, cell, range, unescape};
use biaoyu_page::limits::TABLE_MERGES;

/// A cell being read.
#[derive(Default)]
struct Cell {
    column: usize,
    style: usize,
    kind: Kind,
    value: String,
}

impl Cell {
    /// Begins at a `c` element; `next` is the column when the element does not say.
    fn begin(&mut self, element: &BytesStart<'_>, next: usize) {
        *self = Cell { column: next, value: std::mem::take(&mut self.value), ..Cell::default() };
        self.value.clear();
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().as_ref() {
                "r" => self.column = cell(&attribute.value).map_or(next, |(column, _)| column),
                "s" => self.style = attribute.value.parse().unwrap_or(0),
                "t" => {
                    self.kind = match &*attribute.value {
                        "s" => Kind::Shared,
                        "b" => Kind::Bool,
                        "n" => Kind::Number,
                        "d" => Kind::Day,
                        _ => Kind::Text,
                    }
                }
                _ => {}
            }
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Bool,
    Day,
    Text,
}

/// Reads a sheet: the cached value of formulas, errors as `#N/A`, hidden rows apart, merged ranges repeated.
pub(super) fn read(xml: &mut Xml<'_>, workbook: &Workbook, name: &str) -> Result<Sheet, Broken> {
    let mut sheet = Sheet { name: Some(name.to_owned()), ..Sheet::default() };
    let mut merges = Vec::new();
    let mut line = Line::default();
    let (mut number, mut next_column, mut is_hidden) = (0u32, 0usize, false);
    let (mut in_value, mut phonetic) = (false, false);
    let mut at = Cell::default();
    loop {
        match xml.next()? {
            Token::Start(e) => match e.local_name().as_ref() {
                "c" => {
                    at.begin(&e, next_column);
                    next_column = at.column.saturating_add(1);
                }
                "v" | "t" => in_value = !phonetic,
                "rPh" => phonetic = true,
                "row" => {
                    let (place, hidden) = (attribute(&e, "r"), attribute(&e, "hidden"));
                    let follows = number.saturating_add(1);
                    // Rows go down; a place that does not is a place that lies.
                    number = place.and_then(|r| r.parse().ok()).unwrap_or(follows).max(follows);
                    next_column = 0;
                    is_hidden = hidden.is_some_and(|h| matches!(h.as_str(), "1" | "true" | "on"));
                }
                "mergeCell" if merges.len() < TABLE_MERGES => {
                    merges.extend(attribute(&e, "ref").as_deref().and_then(range));
                }
                _ => {}
            },
            Token::Text(text) if in_value => at.value.push_str(&text),
            Token::End(e) => match e.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "rPh" => phonetic = false,
                "c" if !at.value.is_empty() => {
                    show(&at, workbook, number, &mut line, &mut sheet);
                    at.value.clear();
                }
                "row" => {
                    line.finish(number, &mut sheet.grid)?;
                    if is_hidden {
                        sheet.hidden.push(number);
                    }
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

/// Puts the text that a cell shows in its place.
fn show(at: &Cell, workbook: &Workbook, number: u32, line: &mut Line, sheet: &mut Sheet) {
    let value = at.value.trim();
    match at.kind {
        Kind::Shared => {
            let text = value.parse().ok().and_then(|index| workbook.strings.get(index));
            line.set(at.column, text.unwrap_or("#REF!"));
        }
        Kind::Bool => line.set(at.column, if matches!(value, "0" | "false") { "FALSE" } else { "TRUE" }),
        // ISO 8601, in files whose dates are no numbers.
        Kind::Day => line.set(at.column, value.strip_suffix("T00:00:00").unwrap_or(value)),
        Kind::Text => line.set(at.column, &unescape(&at.value)),
        Kind::Number => match value.parse::<f64>() {
            Ok(parsed) => {
                if is_cut(parsed) && sheet.cut.last() != Some(&number) {
                    sheet.cut.push(number);
                }
                line.set(at.column, &workbook.formats.show(at.style, parsed));
            }
            Err(_) => line.set(at.column, value),
        },
    }
}
