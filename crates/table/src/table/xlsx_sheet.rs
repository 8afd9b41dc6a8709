//! The cells of one XLSX sheet, as they show.

use quick_xml::events::BytesStart;

use super::grid::{Grid, Over};
use super::line::Line;
use super::marks::Value;
use super::number_format::is_cut;
use super::package::{Broken, Token, Xml, attribute};
use super::sheet::Sheet;
use super::xlsx::{Workbook, cell, is_on, range, unescape};
use super::xlsx_pictures::{Shape, dispimg};
use biaoyu_page::limits::{TABLE_MERGES, TABLE_SHEET_ROWS};

/// A cell being read.
#[derive(Default)]
struct Cell {
    column: usize,
    style: usize,
    kind: Kind,
    value: String,
    /// Whether it has a formula, and its text.
    has_formula: bool,
    formula: String,
    /// A part of its own text is struck out.
    is_struck: bool,
    /// The number of what its value stands for, a picture say; 0 when it is what it is.
    meaning: usize,
}

impl Cell {
    /// Begins at a `c` element; `next` is the column when the element does not say.
    fn begin(&mut self, element: &BytesStart<'_>, next: usize) {
        let (value, formula) = (std::mem::take(&mut self.value), std::mem::take(&mut self.formula));
        *self = Cell { column: next, value, formula, ..Cell::default() };
        self.value.clear();
        self.formula.clear();
        for attribute in element.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().as_ref() {
                "r" => self.column = cell(&attribute.value).map_or(next, |(column, _)| column),
                "vm" => self.meaning = attribute.value.parse().unwrap_or(0),
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

/// Reads a sheet: the cached value of formulas, errors as `#N/A`, hidden rows apart, merged ranges repeated; and what
/// its pictures need.
pub(super) fn read(xml: &mut Xml<'_>, workbook: &Workbook, name: &str) -> Result<(Sheet, Shape), Broken> {
    let mut sheet = Sheet { grid: Grid::over(workbook.strings.source().clone(), 0, 0), ..Sheet::named(name) };
    let mut shape = Shape::default();
    let mut merges = Vec::new();
    let mut line = Line::default();
    let mut opened = 0_usize;
    let (mut number, mut next_column, mut is_hidden, mut is_flat_by_default) = (0u32, 0usize, false, false);
    let (mut in_value, mut in_formula, mut phonetic) = (false, false, false);
    let mut at = Cell::default();
    loop {
        match xml.next().map_err(|broken| if number > 0 { broken.at_row(number) } else { broken })? {
            Token::Start(e) => match e.local_name().as_ref() {
                "c" => {
                    at.begin(&e, next_column);
                    next_column = at.column.saturating_add(1);
                }
                "v" | "t" => in_value = !phonetic,
                "f" => (at.has_formula, in_formula) = (true, true),
                "rPh" => phonetic = true,
                // A text of the cell's own counts, and not what stands for it beside.
                "is" => at.value.clear(),
                "sheetFormatPr" => {
                    is_flat_by_default =
                        attribute(&e, "zeroHeight").is_some_and(|h| matches!(h.as_str(), "1" | "true" | "on"));
                    let height = attribute(&e, "defaultRowHeight").and_then(|height| height.parse().ok());
                    height.into_iter().for_each(|height| shape.usual_height(height));
                }
                "strike" if is_on(&e) => at.is_struck = true,
                "col" => {
                    if attribute(&e, "hidden").is_some_and(|h| matches!(h.as_str(), "1" | "true" | "on"))
                        || attribute(&e, "width").is_some_and(|w| w.parse() == Ok(0.0))
                    {
                        let number = |name| attribute(&e, name).and_then(|n| n.parse::<usize>().ok()?.checked_sub(1));
                        sheet.marks.hidden_columns.extend(number("min").zip(number("max")));
                    }
                    let number = |name| attribute(&e, name).and_then(|n| n.parse::<f64>().ok());
                    if let (Some(first), Some(last), Some(width)) = (number("min"), number("max"), number("width")) {
                        shape.column_width(first as u32, last as u32, width);
                    }
                }
                "row" => {
                    opened += 1;
                    if opened > TABLE_SHEET_ROWS {
                        return Err(Broken::Over(Over::Rows));
                    }
                    let (place, hidden) = (attribute(&e, "r"), attribute(&e, "hidden"));
                    let height = attribute(&e, "ht").and_then(|height| height.parse::<f64>().ok());
                    let follows = number.saturating_add(1);
                    // Rows go down; a place that does not is a place that lies.
                    number = place.and_then(|r| r.parse().ok()).unwrap_or(follows).max(follows);
                    next_column = 0;
                    height.into_iter().for_each(|height| shape.row_height(number, height));
                    let is_flat = height.map_or(is_flat_by_default, |height| height == 0.0);
                    is_hidden = is_flat || hidden.is_some_and(|h| matches!(h.as_str(), "1" | "true" | "on"));
                }
                "mergeCell" if merges.len() < TABLE_MERGES => {
                    merges.extend(attribute(&e, "ref").as_deref().and_then(range));
                }
                _ => {}
            },
            Token::Text(text) if in_value => at.value.push_str(&text),
            Token::Text(text) if in_formula => at.formula.push_str(&text),
            Token::End(e) => match e.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "f" => in_formula = false,
                "rPh" => phonetic = false,
                "c" => {
                    if !picture(&at, workbook, number, &mut shape) {
                        show(&at, workbook, number, &mut line, &mut sheet);
                    }
                    at.value.clear();
                }
                "row" => {
                    line.finish(number, &mut sheet.grid).map_err(Broken::Over)?;
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
    let grid = std::mem::take(&mut sheet.grid);
    sheet.fill(grid, merges)?;
    Ok((sheet, shape))
}

/// Whether a cell shows a picture, which then is noted.
fn picture(at: &Cell, workbook: &Workbook, row: u32, shape: &mut Shape) -> bool {
    if let Some(part) = workbook.inserted.numbered(at.meaning) {
        shape.inserted.push((row, at.column, part.to_owned()));
        return true;
    }
    let Some(name) = dispimg(&at.value).or_else(|| dispimg(&at.formula)) else { return false };
    match workbook.inserted.named(name) {
        Some(part) => {
            shape.inserted.push((row, at.column, part.to_owned()));
            true
        }
        None => {
            shape.missing.push((row, at.column, name.to_owned()));
            false
        }
    }
}

/// Puts the text that a cell shows in its place.
fn show(at: &Cell, workbook: &Workbook, number: u32, line: &mut Line, sheet: &mut Sheet) {
    let value = at.value.trim();
    let is_zero = at.has_formula && at.kind == Kind::Number && matches!(value, "0" | "0.0");
    if value.is_empty() && at.kind != Kind::Text || is_zero && workbook.is_uncalculated {
        if at.has_formula {
            sheet.unvalued.push((number, at.column));
        }
        return;
    }
    if at.has_formula {
        sheet.marks.formula(number, at.column, if is_zero { Value::Zero } else { Value::Other });
    }
    let in_part = || at.kind == Kind::Shared && value.parse().is_ok_and(|n| workbook.struck_strings.contains(&n));
    if at.is_struck || workbook.struck.get(at.style).copied().unwrap_or(false) || in_part() {
        sheet.marks.strike(number, at.column);
    }
    let mut text = |text: &str, line: &mut Line| match workbook.formats.show_text(at.style, text) {
        Some(shown) => {
            if shown.trim().is_empty() && !text.trim().is_empty() {
                sheet.unshown.push((number, at.column));
            }
            line.set(at.column, &shown);
            true
        }
        None => false,
    };
    match at.kind {
        Kind::Shared => {
            let index = value.parse().unwrap_or(usize::MAX);
            match (workbook.strings.get(index), workbook.strings.place(index)) {
                (Some(shared), Some((from, to))) => {
                    if !text(shared, line) {
                        line.set_part(at.column, from, to, Some(shared));
                    }
                }
                _ => line.set(at.column, "#REF!"),
            }
        }
        Kind::Bool => line.set(at.column, if matches!(value, "0" | "false") { "FALSE" } else { "TRUE" }),
        // ISO 8601, in files whose dates are no numbers.
        Kind::Day => line.set(at.column, value.strip_suffix("T00:00:00").unwrap_or(value)),
        Kind::Text => {
            let own = unescape(&at.value);
            if !text(&own, line) {
                line.set(at.column, &own);
            }
        }
        Kind::Number => match value.parse::<f64>() {
            Ok(parsed) => {
                if is_cut(parsed) && sheet.cut.last() != Some(&number) {
                    sheet.cut.push(number);
                }
                let shown = workbook.formats.show(at.style, parsed);
                if workbook.formats.is_unsure(at.style) {
                    sheet.marks.doubt(number, at.column);
                }
                if shown.is_empty() {
                    sheet.unshown.push((number, at.column));
                }
                line.set(at.column, &shown);
            }
            Err(_) => line.set(at.column, value),
        },
    }
}
