//! Delimited text: CSV, TSV and their kin, as spreadsheets save them and people paste them.

use std::borrow::Cow;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::grid::{Grid, Over, Piece};
use super::header::{Sure, find, score};
use super::hygiene::is_link;
use super::places::{rows_place, rows_said};
use biaoyu_page::error::{Finding, Severity};
use biaoyu_page::limits::{TABLE_COLUMNS, TABLE_LINE_CELLS};
use biaoyu_page::say;

/// Between the cells of a file whose own delimiter is no ASCII character: a unit separator, which no text has.
const UNIT: u8 = 0x1f;
/// Lines in one cell from which on a quote is taken for one that was never closed.
const LINES_OF_CELL: usize = 40;
/// Open quotes that are mended one by one; in a file that has more, quotes are characters.
const OPEN_QUOTES: usize = 200;
/// Rows that decide the delimiter.
const SAMPLE: usize = 60;

/// What divides the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// A tab, as Excel's "Unicode text" and a pasted table have it.
    Tab,
    /// `;`, as Excel writes it where the comma is a decimal point.
    Semicolon,
    /// `，`, typed by hand in Chinese.
    WideComma,
    /// `；`, the same.
    WideSemicolon,
    /// `|`
    Bar,
    /// `｜`, typed by hand in Chinese.
    WideBar,
    /// None: a list, a cell a line.
    None,
}

impl Delimiter {
    const ALL: [Delimiter; 7] = [
        Delimiter::Tab,
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::WideComma,
        Delimiter::WideSemicolon,
        Delimiter::Bar,
        Delimiter::WideBar,
    ];

    pub(super) fn mark(self) -> char {
        match self {
            Delimiter::Comma => ',',
            Delimiter::Tab => '\t',
            Delimiter::Semicolon => ';',
            Delimiter::WideComma => '，',
            Delimiter::WideSemicolon => '；',
            Delimiter::Bar => '|',
            Delimiter::WideBar => '｜',
            Delimiter::None => char::from(UNIT),
        }
    }

    /// The byte that the reader and the writer work with.
    pub(super) fn byte(self) -> u8 {
        u8::try_from(self.mark()).unwrap_or(UNIT)
    }

    /// The file with that byte for its delimiter.
    fn prepared(self, text: &str) -> Cow<'_, str> {
        let mark = self.mark();
        if mark.is_ascii() {
            return text.into();
        }
        let mut quoted = false;
        let swap = |c: char| match c {
            '"' => {
                quoted = !quoted;
                c
            }
            _ if c == mark && !quoted => char::from(UNIT),
            _ => c,
        };
        text.chars().map(swap).collect::<String>().into()
    }
}

/// What a text holds.
#[derive(Debug)]
pub(super) struct Read {
    pub grid: Grid,
    pub delimiter: Delimiter,
    pub findings: Vec<Finding>,
}

/// Reads a text; its delimiter is the one that `sep=` names, else the one that makes the rows most alike.
pub(super) fn read(name: &str, text: String) -> Result<Read, Over> {
    // Excel of the last century and some registers end lines with a carriage return alone.
    let text = if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text };
    endless(&text)?;
    let (named, first_row, body) = separator_line(&text);
    let delimiter = named.unwrap_or_else(|| choose(body));
    let text = match delimiter.prepared(&text) {
        Cow::Owned(prepared) => prepared,
        Cow::Borrowed(_) => text,
    };
    let start = if first_row > 1 { text.find('\n').map_or(text.len(), |end| end + 1) } else { 0 };
    // Cells are parts of the text: room for as many as there seem to be.
    let rows = text.bytes().filter(|b| *b == b'\n').count() + 1;
    let first = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let width = first.matches(delimiter.mark_read()).count() + 1;
    let source = Arc::new(text);
    let grid = Grid::over(Arc::clone(&source), rows.saturating_mul(width), rows);
    let mut reading = Reading { delimiter, number: first_row, grid, open_quotes: Vec::new() };
    reading.all(&source, start)?;
    let mut findings = Vec::new();
    let zeros = reading.rows_with(&source, '\0');
    if !zeros.is_empty() {
        findings.push(Finding {
            rule: "table-zero-byte",
            severity: Severity::Warning,
            place: rows_place(name, None, rows_said(&zeros)),
            what: say!(
                "a byte of zero (NUL) in the text, which no program writes on purpose: left out of what is printed",
                "文本中有零字节（NUL），正常软件不会写入：印刷时已去掉"
            ),
            hint: Some(say!("check the row: something may be missing there", "请核对该行，可能缺了内容")),
        });
    }
    if !reading.open_quotes.is_empty() {
        findings.push(Finding {
            rule: "table-open-quote",
            severity: Severity::Warning,
            place: rows_place(name, None, rows_said(&reading.open_quotes)),
            what: say!("a quote is opened and never closed: it is read as a character", "有引号未闭合：按普通字符读取"),
            hint: Some(say!("check the row", "请核对")),
        });
    }
    findings.extend(ragged(name, &reading.grid, delimiter));
    Ok(Read { grid: reading.grid, delimiter, findings })
}

/// Rows that have more cells than the header, and those that have fewer where another mark divides: what stands in them has
/// moved to the next column.
fn ragged(name: &str, grid: &Grid, delimiter: Delimiter) -> Option<Finding> {
    let (header, Sure::Named) = find(grid, |_| false)? else { return None };
    let width = grid.width(header);
    // Where many rows are longer, the header lacks names: columns without one are told anyway.
    let others = || header + 1..grid.len();
    let long = |row: &usize| grid.row(*row).skip(width).any(|cell| !cell.trim().is_empty());
    let is_divided = |cell: &str| Delimiter::ALL.iter().any(|d| *d != delimiter && cell.contains(d.mark()));
    let short = |row: &usize| (2..width).contains(&grid.width(*row)) && grid.row(*row).take(2).any(is_divided);
    let lengthy: Vec<usize> = others().filter(long).collect();
    let lengthy = if lengthy.len() * 2 > grid.len() - header { Vec::new() } else { lengthy };
    let mut rows: Vec<u32> = lengthy.into_iter().chain(others().filter(short)).map(|row| grid.number(row)).collect();
    rows.sort_unstable();
    let mark = delimiter.mark();
    let mark = if mark == '\t' { "Tab".to_owned() } else { mark.to_string() };
    (!rows.is_empty() && delimiter != Delimiter::None).then(|| Finding {
        rule: "table-ragged",
        severity: Severity::Warning,
        place: rows_place(name, None, rows_said(&rows)),
        what: say!(
            "these rows have more or fewer cells than the {width} of the header: what stands in them may be in the wrong columns",
            "这些行的格数与表头（{width} 格）不符：内容可能错了列"
        ),
        hint: Some(say!(
            "put a cell that holds `{mark}` in quotes, and divide all cells by `{mark}`",
            "格内有 `{mark}` 的请加英文双引号；各格都用 `{mark}` 分隔"
        )),
    })
}

/// What divides the columns of a text that seems to have only one, by its header, and what divides most of its rows: none that
/// is read, or two that differ.
pub(super) fn divided(grid: &Grid) -> Option<(char, char)> {
    const MARKS: [char; 14] = ['\t', ',', ';', '，', '；', '|', '｜', '、', '/', '：', ':', '^', '\\', ' '];
    let parts = |text: &str, mark: char| -> Vec<String> {
        let by = |c: char| c == mark || mark == ' ' && c == '\u{3000}';
        text.split(by).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let named = (0..grid.len().min(SAMPLE)).find_map(|row| {
        let text = grid.cell(row, 0);
        let is_header = |mark: &char| score(parts(text, *mark).iter().map(String::as_str)) >= 2;
        // 职务/岗位 is one column of two names: a header has two fields.
        MARKS.into_iter().filter(|_| text.len() < 200 && grid.width(row) == 1).find(is_header).map(|mark| (row, mark))
    });
    let (header, mark) = named?;
    let rows: Vec<&str> = (header + 1..grid.len().min(header + 1 + SAMPLE)).map(|row| grid.cell(row, 0)).collect();
    let divides = |mark: &char| rows.iter().filter(|text| parts(text, *mark).len() > 1).count();
    let most =
        MARKS.into_iter().filter(|mark| divides(mark) * 2 > rows.len()).max_by_key(|own| (divides(own), *own == mark));
    Some((mark, most?))
}

/// Refuses a line that holds more cells than any table has, whatever divides them: each would take more room than its text.
fn endless(text: &str) -> Result<(), Over> {
    let (mut row, mut cells) = (1_u32, 0_usize);
    for byte in text.bytes() {
        match byte {
            b'\n' => (row, cells) = (row.saturating_add(1), 0),
            // The last begins `，`.
            b',' | b'\t' | b';' | b'|' | 0xEF => cells += 1,
            _ => continue,
        }
        if cells > TABLE_LINE_CELLS {
            return Err(Over::Columns { row });
        }
    }
    Ok(())
}

/// `sep=;` in the first line is Excel's own way to name the delimiter: no row of the table.
fn separator_line(text: &str) -> (Option<Delimiter>, u32, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mark = line.trim_end_matches('\r').strip_prefix("sep=");
    let named = Delimiter::ALL.into_iter().find(|d| mark.is_some_and(|mark| mark.chars().eq([d.mark()])));
    if named.is_some() { (named, 2, rest) } else { (None, 1, text) }
}

/// The delimiter by which most of the first rows have as many cells as each other, and the header its names.
fn choose(text: &str) -> Delimiter {
    let mut best = (Delimiter::None, 0.0);
    for delimiter in Delimiter::ALL {
        let rows = sample(text, delimiter);
        let Some((width, share)) = usual_width(&rows) else { continue };
        let names = rows.iter().take(20).map(|row| score(row.iter().map(String::as_str))).max().unwrap_or(0);
        // Without known names the first row must be divided as the others are: slogans have commas, their header none.
        let is_even = share >= 0.8 && rows.first().is_some_and(|row| row.len() == width);
        if width < 2 || (names < 2 && !is_even) {
            continue;
        }
        let points = names as f64 * 10.0 + share;
        if points > best.1 {
            best = (delimiter, points);
        }
    }
    best.0
}

fn sample(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    let end = text.match_indices('\n').nth(SAMPLE * 2).map_or(text.len(), |(at, _)| at);
    let text = delimiter.prepared(text.get(..end).unwrap_or(text));
    let records = reader(&text, delimiter, true).into_records().flatten().take(SAMPLE);
    // Who has more columns than are read is refused later, whatever the delimiter.
    records.map(|row| row.iter().take(TABLE_COLUMNS + 1).map(str::to_owned).collect()).collect()
}

/// How many cells most rows have, and which share of the rows.
fn usual_width(rows: &[Vec<String>]) -> Option<(usize, f64)> {
    let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    let most = widths.iter().copied().max_by_key(|w| (widths.iter().filter(|v| *v == w).count(), *w))?;
    let alike = widths.iter().filter(|w| **w == most).count();
    Some((most, alike as f64 / widths.len() as f64))
}

fn reader(text: &str, delimiter: Delimiter, quoting: bool) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .quoting(quoting)
        .from_reader(text.as_bytes())
}

struct Reading {
    delimiter: Delimiter,
    /// The next row, as a spreadsheet counts it: empty lines count, line breaks in quotes do not.
    number: u32,
    grid: Grid,
    /// Rows with a quote that is never closed.
    open_quotes: Vec<u32>,
}

impl Reading {
    /// Rows whose cells have that character.
    fn rows_with(&self, text: &str, wanted: char) -> Vec<u32> {
        if !text.contains(wanted) {
            return Vec::new();
        }
        let rows = (0..self.grid.len()).filter(|row| self.grid.row(*row).any(|cell| cell.contains(wanted)));
        rows.map(|row| self.grid.number(row)).collect()
    }

    fn all(&mut self, text: &str, start: usize) -> Result<(), Over> {
        let mut at = start;
        while let Some(broken) = self.until_broken(text, at)? {
            // A quote that is never closed swallows the rows below: its line is read once more without quotes.
            let rest = text.get(broken..).unwrap_or_default();
            let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let line = rest.get(..end).unwrap_or_default();
            self.open_quotes.push(self.number);
            if self.open_quotes.len() >= OPEN_QUOTES {
                return self.without_quotes(text, broken);
            }
            if let Some(Ok(record)) = reader(line, self.delimiter, false).into_records().next() {
                self.push(&record, text, broken)?;
            }
            self.number += 1;
            at = broken + end;
        }
        Ok(())
    }

    fn without_quotes(&mut self, text: &str, from: usize) -> Result<(), Over> {
        let mut at = from;
        for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
            if let Some(Ok(record)) = reader(line, self.delimiter, false).into_records().next() {
                self.push(&record, text, at)?;
            }
            self.number += 1;
            at += line.len();
        }
        Ok(())
    }

    /// Reads from a byte on; gives the byte of the first row whose quotes cannot be right.
    fn until_broken(&mut self, text: &str, at: usize) -> Result<Option<usize>, Over> {
        let rest = text.get(at..).unwrap_or_default();
        let mut reader = reader(rest, self.delimiter, true);
        let mut record = StringRecord::new();
        let bytes = rest.as_bytes();
        loop {
            let mut start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            // The reader stops between the two characters of a line's end.
            if bytes.get(start) == Some(&b'\n') && start > 0 && bytes.get(start - 1) == Some(&b'\r') {
                start += 1;
            }
            while let Some(b @ (b'\n' | b'\r')) = bytes.get(start) {
                self.number += u32::from(*b == b'\n');
                start += 1;
            }
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) | Err(_) => return Ok(None),
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(rest.len());
            let source = rest.get(start..end).unwrap_or_default();
            if source.contains('"') && self.is_swallowed(&record, source, end == rest.len()) {
                return Ok(Some(at + start));
            }
            self.push(&record, text, at + start)?;
            self.number += 1;
        }
    }

    /// Whether a quote in `source` took in rows that are not its own.
    fn is_swallowed(&self, record: &StringRecord, source: &str, is_last: bool) -> bool {
        let lines = source.trim_end().lines().count();
        if lines < 2 && !is_last {
            return false;
        }
        // At the end of the file: quotes do not come in pairs.
        if is_last && !source.bytes().filter(|b| *b == b'"').count().is_multiple_of(2) {
            return true;
        }
        if lines > 1 && self.has_text_after_quote(source) {
            return true;
        }
        let usual = (0..self.grid.len().min(SAMPLE)).map(|row| self.grid.width(row)).max().unwrap_or(record.len());
        record.iter().filter(|cell| cell.contains('\n')).any(|cell| {
            let whole_rows = |line: &str| line.matches(self.delimiter.mark_read()).count() + 1 >= usual.max(3);
            cell.lines().count() > LINES_OF_CELL || cell.lines().skip(1).any(whole_rows)
        })
    }

    /// Whether a quoted cell goes on behind its closing quote: the quote then was another cell's opening one.
    fn has_text_after_quote(&self, source: &str) -> bool {
        let mark = self.delimiter.mark_read();
        let (mut quoted, mut at_start) = (false, true);
        let mut chars = source.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.next_if_eq(&'"').is_some() => {}
                '"' if quoted => {
                    quoted = false;
                    if chars.peek().is_some_and(|next| *next != mark && !matches!(next, '\n' | '\r' | ' ')) {
                        return true;
                    }
                }
                '"' if at_start => quoted = true,
                _ => {}
            }
            at_start = !quoted && (c == mark || c == '\n');
        }
        false
    }

    /// Adds a row that begins at a byte of the text: cells that stand there as they are stay there.
    fn push(&mut self, record: &StringRecord, text: &str, start: usize) -> Result<(), Over> {
        if record.iter().skip(TABLE_COLUMNS).any(|cell| !cell.trim().is_empty()) {
            return Err(Over::Columns { row: self.number });
        }
        let mut at = start;
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(record.len().min(TABLE_COLUMNS));
        // Where a formula for a link began that no quotes hold together: =HYPERLINK("https://…","王明").
        let mut link: Option<(usize, usize)> = None;
        for cell in record.iter().take(TABLE_COLUMNS) {
            // In quotes it stands one byte later, and each quote in it is two.
            let in_quotes = usize::from(text.as_bytes().get(at) == Some(&b'"'));
            let (from, to) = (at + in_quotes, at + in_quotes + cell.len());
            let own = unwrapped(cell);
            let is_here = own.len() == cell.len() && text.get(from..to) == Some(cell);
            pieces.push(match (u32::try_from(from), u32::try_from(to)) {
                (Ok(from), Ok(to)) if is_here => Piece::Part(from, to),
                _ => Piece::Own(own),
            });
            let doubled = if in_quotes > 0 { cell.matches('"').count() } else { 0 };
            if begins_link(cell) {
                link = Some((pieces.len() - 1, at));
            }
            at = to + in_quotes + doubled + 1;
            let whole = link.and_then(|(piece, from)| Some((piece, from, text.get(from..at - 1)?)));
            if let Some((piece, from, whole)) = whole.filter(|(_, _, whole)| is_link(whole))
                && let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(from + whole.len()))
            {
                pieces.truncate(piece);
                pieces.push(Piece::Part(from, to));
                link = None;
            }
        }
        self.grid.push_pieces(self.number, pieces.into_iter())
    }
}

/// Whether a cell is the beginning of a formula for a link, cut at the comma in it.
fn begins_link(cell: &str) -> bool {
    const BEGIN: &str = "=hyperlink(";
    cell.trim_start().get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN)) && !is_link(cell)
}

impl Delimiter {
    /// The delimiter in a text that is [`prepared`](Self::prepared).
    fn mark_read(self) -> char {
        char::from(self.byte())
    }
}

/// `="00017"`, a way to make Excel keep zeros, is the text in the quotes.
fn unwrapped(cell: &str) -> &str {
    cell.trim().strip_prefix("=\"").and_then(|c| c.strip_suffix('"')).filter(|c| !c.contains('"')).unwrap_or(cell)
}
