//! ODS (OpenDocument 1.3 part 3, 9): cells hold the text they show, so that nothing needs to be formatted again.

use quick_xml::events::BytesStart;

use super::grid::{Merge, Over};
use super::line::Line;
use super::number_format::{general, is_cut};
use super::package::{Broken, Package, Token, Xml, attribute};
use super::picture::Picture;
use super::sheet::{At, Remark, Sheet, Sheets};
use super::xlsx;
use biaoyu_page::error::Severity;
use biaoyu_page::limits::{IMAGE_BYTES, TABLE_CELLS, TABLE_COLUMNS, TABLE_MERGES, TABLE_ROWS, TABLE_TEXT_BYTES};
use biaoyu_page::say;

/// Reads the sheet that `wanted` names, else all that can be seen.
pub(super) fn read(
    package: &mut Package<'_>,
    wanted: Option<&str>,
    is_enough: impl Fn(&Sheet) -> bool,
) -> Result<Sheets, Broken> {
    if is_locked(package)? {
        return Err(Broken::Locked);
    }
    let styles = package.stream("content.xml", styles)?.unwrap_or_default();
    let sheets = package.stream("content.xml", |xml| sheets(xml, wanted, &styles, is_enough))?;
    let (mut sheets, frames) =
        sheets.ok_or_else(|| Broken::Damaged(say!("its part `content.xml` is missing", "缺少 `content.xml` 部分")))?;
    for (sheet, frames) in sheets.read.iter_mut().zip(frames) {
        pictures(package, frames, sheet)?;
    }
    Ok(sheets)
}

/// Whether the file's list of parts says that they are encrypted.
pub(super) fn is_locked(package: &mut Package<'_>) -> Result<bool, Broken> {
    let found = package.stream("META-INF/manifest.xml", |xml| {
        loop {
            match xml.next()? {
                Token::Start(e) if e.local_name().as_ref() == "encryption-data" => return Ok(true),
                Token::Eof => return Ok(false),
                _ => {}
            }
        }
    })?;
    Ok(found.unwrap_or(false) || package.has("encrypted-package"))
}

/// A picture of a sheet: the cell that it stands in, and its part.
struct Frame {
    row: u32,
    column: usize,
    part: String,
}

/// Reads the pictures of a sheet.
fn pictures(package: &mut Package<'_>, frames: Vec<Frame>, sheet: &mut Sheet) -> Result<(), Broken> {
    let mut unread = Vec::new();
    for Frame { row, column, part } in frames {
        let lower = part.to_lowercase();
        let is_shown = ![".emf", ".wmf", ".svm"].iter().any(|end| lower.ends_with(end));
        let bytes = if is_shown { package.bytes(&part, IMAGE_BYTES as u64)? } else { None };
        match bytes {
            Some(bytes) => {
                let name = part.rsplit('/').next().unwrap_or(&part).to_owned();
                sheet.pictures.push(Picture::in_cell(row, column, name, bytes.into()));
            }
            None => unread.push((row, column)),
        }
    }
    if !unread.is_empty() {
        sheet.remarks.push(Remark {
            rule: "picture-unread",
            severity: Severity::Warning,
            at: At::Cells(unread),
            what: say!(
                "a picture that is only linked to, or of a kind that no page shows (EMF, WMF)",
                "图片只是链接，或格式无法印刷（EMF、WMF）"
            ),
            hint: Some(say!("put the picture itself in, as PNG or JPEG", "请把图片本身插入，用 PNG 或 JPEG")),
        });
    }
    Ok(())
}

/// Names of styles that say what is looked for.
#[derive(Default)]
struct Styles {
    /// Of tables that are not displayed.
    hidden: Vec<String>,
    /// Of cells and texts that are struck out.
    struck: Vec<String>,
}

fn styles(xml: &mut Xml<'_>) -> Result<Styles, Broken> {
    let mut found = Styles::default();
    let mut style = None;
    loop {
        match xml.next()? {
            Token::Start(e) => match e.local_name().as_ref() {
                "style" => style = attribute(&e, "name"),
                "table-properties" if attribute(&e, "display").as_deref() == Some("false") => {
                    found.hidden.extend(style.clone())
                }
                "text-properties" => {
                    let line = |name: &str| attribute(&e, name).is_some_and(|line| line != "none");
                    if line("text-line-through-style") || line("text-line-through-type") {
                        found.struck.extend(style.clone());
                    }
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
    /// The value that stands for its text in files of programs that leave the text out.
    value: Option<String>,
    is_number: bool,
    has_formula: bool,
    style: Option<String>,
    /// A part of its text is struck out.
    is_struck: bool,
}

impl Cell {
    /// Begins at a `table-cell` element.
    fn begin(&mut self, element: &BytesStart<'_>) {
        self.text.clear();
        self.paragraphs = 0;
        self.style = attribute(element, "style-name");
        self.is_struck = false;
        self.repeated = usize::try_from(count(element, "number-columns-repeated", 1)).unwrap_or(1);
        self.columns = usize::try_from(count(element, "number-columns-spanned", 1)).unwrap_or(1);
        self.rows = count(element, "number-rows-spanned", 1);
        self.has_formula = attribute(element, "formula").is_some();
        let kind = attribute(element, "value-type").unwrap_or_default();
        self.is_number = matches!(kind.as_str(), "float" | "currency" | "percentage");
        self.value = match kind.as_str() {
            "date" => attribute(element, "date-value"),
            "time" => attribute(element, "time-value"),
            "boolean" => attribute(element, "boolean-value").map(|value| value.to_uppercase()),
            "string" => attribute(element, "string-value"),
            _ => attribute(element, "value"),
        };
    }

    /// Gives a cell that has no text of its own the text of its value, and notes what was not kept.
    fn settle(&mut self, row: u32, column: usize, sheet: &mut Sheet) {
        let number = self.value.as_ref().filter(|_| self.is_number).and_then(|value| value.parse::<f64>().ok());
        if number.is_some_and(is_cut) && sheet.cut.last() != Some(&row) {
            sheet.cut.push(row);
        }
        if !self.text.trim().is_empty() {
            return;
        }
        match (&self.value, self.paragraphs) {
            (Some(value), 0) => self.text = number.map_or_else(|| value.clone(), general),
            (Some(value), _) if self.is_number && !value.is_empty() => sheet.unshown.push((row, column)),
            (None, 0) if self.has_formula => sheet.unvalued.push((row, column)),
            _ => {}
        }
    }
}

fn sheets(
    xml: &mut Xml<'_>,
    wanted: Option<&str>,
    styles: &Styles,
    is_enough: impl Fn(&Sheet) -> bool,
) -> Result<(Sheets, Vec<Vec<Frame>>), Broken> {
    let mut sheets = Sheets::default();
    let mut all_frames = Vec::new();
    loop {
        match xml.next()? {
            Token::Start(e) if e.local_name().as_ref() == "table" => {
                let name = attribute(&e, "name").unwrap_or_default();
                let is_hidden = attribute(&e, "style-name").is_some_and(|style| styles.hidden.contains(&style));
                let (sheet, frames) = sheet(xml, &name, styles).map_err(|broken| broken.in_sheet(&name))?;
                let is_wanted = wanted.map(|wanted| wanted.trim() == name.trim());
                if is_hidden && is_wanted != Some(true) {
                    if sheets.unseen.is_none() && is_enough(&sheet) {
                        sheets.unseen = Some(name.clone());
                    }
                } else if is_wanted != Some(false) {
                    sheets.add(sheet)?;
                    all_frames.push(frames);
                }
                if is_hidden { sheets.hidden.push(name) } else { sheets.names.push(name) }
            }
            Token::Eof => {
                if sheets.read.iter().any(is_enough) {
                    sheets.unseen = None;
                }
                return Ok((sheets, all_frames));
            }
            _ => {}
        }
    }
}

fn sheet(xml: &mut Xml<'_>, name: &str, styles: &Styles) -> Result<(Sheet, Vec<Frame>), Broken> {
    let mut sheet = Sheet::named(name);
    let mut frames: Vec<Frame> = Vec::new();
    // Where a picture of the sheet's own layer ends.
    let mut end_cell = None;
    let mut merges: Vec<Merge> = Vec::new();
    let mut line = Line::default();
    // A row counts from 1; `times` repeats it.
    let (mut number, mut times, mut is_hidden) = (1u32, 1u32, false);
    let mut column = 0usize;
    let (mut cell, mut in_cell, mut in_paragraph, mut note) = (Cell::default(), false, false, 0usize);
    // Tables inside cells are no rows of this one.
    let mut depth = 0usize;
    let (mut shown_columns, mut comment, mut in_comment) = (0usize, String::new(), false);
    loop {
        match xml.next().map_err(|broken| broken.at_row(number))? {
            Token::Start(e) => match e.local_name().as_ref() {
                "table" => depth += 1,
                "frame" if depth == 0 => {
                    let end = attribute(&e, "end-cell-address");
                    end_cell = end.and_then(|end| xlsx::cell(end.rsplit('.').next().unwrap_or(&end)));
                }
                "image" if depth == 0 => {
                    let at = if in_cell { Some((column, number)) } else { end_cell };
                    if let (Some((column, row)), Some(part)) = (at, attribute(&e, "href")) {
                        frames.push(Frame { row, column, part });
                    }
                }
                _ if depth > 0 => {}
                "table-column" => {
                    let times = usize::try_from(count(&e, "number-columns-repeated", 1)).unwrap_or(1);
                    if attribute(&e, "visibility").is_some_and(|v| v != "visible") {
                        sheet.marks.hidden_columns.push((shown_columns, shown_columns.saturating_add(times - 1)));
                    }
                    shown_columns = shown_columns.saturating_add(times);
                }
                "p" if note > 0 => {
                    in_comment = true;
                    comment.push(' ');
                }
                "span" if in_cell && note == 0 => {
                    cell.is_struck |= attribute(&e, "style-name").is_some_and(|style| styles.struck.contains(&style));
                }
                "table-row" => {
                    times = count(&e, "number-rows-repeated", 1);
                    is_hidden = attribute(&e, "visibility").is_some_and(|v| v != "visible");
                    column = 0;
                }
                "table-cell" | "covered-table-cell" => {
                    in_cell = true;
                    cell.begin(&e);
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
            Token::Text(text) if in_comment && note > 0 && depth == 0 => comment.push_str(&text),
            Token::Text(text) if in_paragraph && note == 0 && depth == 0 => cell.text.push_str(&text),
            Token::End(e) => match e.local_name().as_ref() {
                "table" if depth > 0 => depth -= 1,
                "table" => break,
                _ if depth > 0 => {}
                "annotation" | "ruby-text" => {
                    note = note.saturating_sub(1);
                    let text = std::mem::take(&mut comment);
                    if e.local_name().as_ref() == "annotation" {
                        sheet.marks.comment(number, column, &text);
                    }
                }
                "p" if note > 0 => in_comment = false,
                "p" => in_paragraph = false,
                "table-cell" | "covered-table-cell" => {
                    in_cell = false;
                    let end = column.saturating_add(cell.repeated);
                    cell.settle(number, column, &mut sheet);
                    let is_struck =
                        cell.is_struck || cell.style.as_ref().is_some_and(|style| styles.struck.contains(style));
                    if is_struck && !cell.text.trim().is_empty() {
                        sheet.marks.strike(number, column);
                    }
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
    let grid = std::mem::take(&mut sheet.grid);
    sheet.fill(grid, merges)?;
    Ok((sheet, frames))
}

/// Gives the row read last as often as it says.
fn repeat(sheet: &mut Sheet, row: usize, number: u32, times: u32, is_hidden: bool) -> Result<(), Broken> {
    if times > 1 {
        let cells: Vec<String> = sheet.grid.row(row).map(str::to_owned).collect();
        let most = u32::try_from(TABLE_ROWS).unwrap_or(u32::MAX).saturating_add(1);
        // What would not fit is refused before the memory for it is taken.
        let rows = times.min(most) as usize;
        let bytes: usize = cells.iter().map(|cell| cell.len() + 1).sum();
        let is_over = |held: usize, each: usize, most: usize| held.saturating_add(each.saturating_mul(rows)) > most;
        if is_over(sheet.grid.cells_held(), cells.len(), TABLE_CELLS)
            || is_over(sheet.grid.text_held(), bytes, TABLE_TEXT_BYTES)
        {
            return Err(Over::Text.into());
        }
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
