//! Some rows of a table with a reason each, as a file of the table's own kind: the list to correct and print again.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde_json::Value;

use super::delimited::Delimiter;
use super::encoding::Written;
use super::kept::{Form, Source, Table};
use super::workbook::workbook;
use biaoyu_page::error::{Fault, Faults};
use biaoyu_page::say;

/// The name of the last column.
const REASON: &str = "原因";

/// Whether a spreadsheet that opens a text makes another number of a cell, or a day.
fn loses(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_number = digits == cell.len() && digits > 0;
    let is_day = digits > 1 && cell.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'));
    is_number && (cell.len() > 11 || cell.len() > 1 && cell.starts_with('0')) || !is_number && is_day
}

impl Table {
    /// What a file of [`subset`](Self::subset) is called at its end: `csv`, `tsv`, `txt`, `json`, `jsonl`, `xlsx`.
    pub fn subset_extension(&self) -> &'static str {
        match self.form {
            Form::Delimited { delimiter: Delimiter::Tab, .. } => "tsv",
            Form::Delimited { delimiter: Delimiter::Comma | Delimiter::Semicolon, .. } => "csv",
            Form::Delimited { .. } => "txt",
            Form::Json => "json",
            Form::JsonLines => "jsonl",
            Form::Xlsx | Form::Ods | Form::Xls => "xlsx",
        }
    }

    /// The header and the records with these numbers (from 0), in the order given, with a last column 原因 of `reasons`;
    /// a record that is not in the table is left out. A table without a header gets none.
    ///
    /// Delimited text keeps its delimiter, encoding and byte order mark, JSON its objects as they are. XLSX holds all
    /// cells as text, as they showed, so that `00017` stays that. ODS and XLS become XLSX, which LibreOffice, WPS and
    /// Excel all open, and which is read back the same.
    ///
    /// # Errors
    /// Rows that the format cannot hold, which those of a table that was read never are.
    pub fn subset(&self, records: &[usize], reasons: &[String]) -> Result<Vec<u8>, Faults> {
        let places: Vec<(usize, &str)> = records
            .iter()
            .enumerate()
            .filter_map(|(i, record)| {
                let place = self.rows.get(*record)?;
                Some((place as usize, reasons.get(i).map_or("", String::as_str)))
            })
            .collect();
        let failed = || {
            let what = say!(
                "the list for printing again cannot be written: a cell or the sheet's name is longer than the format has room for",
                "无法写补印清单：单元格或工作表名超出格式所限"
            );
            let hint = say!("shorten the longest cells", "请缩短最长的单元格");
            Faults::from(Fault::new("table/subset", self.place(), what).hint(hint))
        };
        match self.form {
            Form::Delimited { delimiter, written } => self.delimited(&places, delimiter, written).map_err(|_| failed()),
            Form::Json | Form::JsonLines => Ok(self.objects(&places)),
            Form::Xlsx | Form::Ods | Form::Xls => {
                workbook(self.sheet.as_deref(), self.has_header, self.lines(&places)).ok_or_else(failed)
            }
        }
    }

    fn width(&self) -> usize {
        self.columns.iter().map(|c| c.index + 1).max().unwrap_or(0)
    }

    /// The header and the rows, all as wide as the table.
    fn lines<'t>(&'t self, places: &'t [(usize, &'t str)]) -> impl Iterator<Item = Vec<&'t str>> {
        let header = self.has_header.then_some((self.header, REASON));
        let all = header.into_iter().chain(places.iter().copied());
        let width = self.width();
        all.map(move |(row, last)| (0..width).map(|column| self.shown(row, column)).chain([last]).collect())
    }

    fn delimited(
        &self,
        places: &[(usize, &str)],
        delimiter: Delimiter,
        written: Written,
    ) -> Result<Vec<u8>, csv::Error> {
        // A list without a delimiter gets one, for its second column.
        let delimiter = if delimiter == Delimiter::None { Delimiter::Comma } else { delimiter };
        // What reads the file back knows a delimiter of Chinese typing outside quotes only.
        let quotes = if delimiter.mark().is_ascii() { QuoteStyle::Necessary } else { QuoteStyle::Always };
        let mut out = WriterBuilder::new()
            .delimiter(delimiter.byte())
            .quote_style(quotes)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        // Who wrapped numbers so that a spreadsheet keeps their zeros will open this list with it as well.
        let is_wrapped = self.grid.source().contains("=\"");
        for line in self.lines(places) {
            let wrapped = |cell: &str| match is_wrapped && loses(cell) {
                true => format!("=\"{cell}\""),
                false => cell.to_owned(),
            };
            out.write_record(line.into_iter().map(wrapped))?;
        }
        let bytes = out.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if !delimiter.mark().is_ascii() {
            text = text.replace(char::from(delimiter.byte()), &delimiter.mark().to_string());
        }
        Ok(written.encode(&text))
    }

    fn objects(&self, places: &[(usize, &str)]) -> Vec<u8> {
        let Some(Source { text, spans }) = &self.json else { return Vec::new() };
        let object = |(row, reason): &(usize, &str)| {
            let number = usize::try_from(self.grid.number(*row)).ok()?;
            let (start, end) = *spans.get(number.checked_sub(1)?)?;
            // The object as it is, every number as it was written; only the reason is put in before its end.
            let inside = text.get(start..end)?.trim().strip_suffix('}')?.trim_end();
            let comma = if inside.ends_with('{') { "" } else { "," };
            let reason = Value::from(*reason);
            let filled: String = self
                .down
                .columns(*row)
                .map(|column| {
                    let (key, text) = (self.grid.cell(self.header, column), self.shown(*row, column));
                    format!("{}: {}, ", Value::from(key), Value::from(text))
                })
                .collect();
            Some(format!("{inside}{comma} {filled}\"{REASON}\": {reason}}}"))
        };
        let objects: Vec<String> = places.iter().filter_map(object).collect();
        match self.form {
            Form::Json => format!("[\n{}\n]\n", objects.join(",\n")).into_bytes(),
            // An object over several lines would be several records.
            _ => objects.iter().flat_map(|o| format!("{}\n", o.replace(['\n', '\r'], " ")).into_bytes()).collect(),
        }
    }
}
