//! What is written only in the first row of its group: a department over its people, the cells below it empty.

use super::down::{Down, Runs};
use super::header::{Meaning, meaning, plain};
use super::kept::Table;
use super::places::{rows_place, rows_said};
use super::records::Records;
use super::said::is_mark;
use super::sums::is_sum_said;
use biaoyu_page::error::{Faults, Finding, Severity};
use biaoyu_page::say;

/// Columns by which people are grouped, beside those of their units.
const GROUPS: &str =
    "组别 小组 分组 组 组名 类别 区域 代表团 代表队 队伍 参赛队 项目部 楼层 车次 车号 房间 房号 桌号 桌次";

impl Table {
    /// The text of a cell: of a column that is filled down, the one above where its own is empty.
    pub(super) fn shown(&self, row: usize, column: usize) -> &str {
        self.grid.cell(self.down.source(row, column), column)
    }

    /// Fills the empty cells of these columns, which are called by their names or letters, with what stands above them:
    /// the nearest text below the header, be it of a heading or of a hidden row. What was filled is told.
    ///
    /// # Errors
    /// `table/no-column`, `table/two-columns`: a column that is not there, and a name that several have.
    pub fn fill_down(&mut self, columns: &[String]) -> Result<Vec<Finding>, Faults> {
        let (mut faults, mut findings) = (Faults::default(), Vec::new());
        let mut down = Down::default();
        for wanted in columns {
            let Some(place) = faults.take(self.column_named(wanted).map_err(|fault| Faults::from(*fault))) else {
                continue;
            };
            let Some(column) = self.columns.get(place) else { continue };
            let (index, name) = (column.index, column.shown());
            down.add(index, self.runs(index));
            let places = self.rows.iter().map(|row| row as usize);
            let filled = places.filter(|row| down.source(*row, index) != *row);
            let rows: Vec<u32> = filled.map(|row| self.grid.number(row)).collect();
            findings.push(self.filled(&name, &rows));
        }
        self.down = down.into();
        faults.or(findings)
    }

    fn filled(&self, name: &str, rows: &[u32]) -> Finding {
        let place =
            if rows.is_empty() { self.place() } else { rows_place(&self.name, self.sheet.as_deref(), rows_said(rows)) };
        let what = match rows.is_empty() {
            true => say!(
                "`--fill-down {name}`: no cell of it is empty below a filled one",
                "`--fill-down {name}`：该列没有空格可填"
            ),
            false => say!("`{name}` is empty: filled with what stands above", "`{name}` 为空：已按上方的内容填充"),
        };
        Finding { rule: "column-filled-down", severity: Severity::Note, place, what, hint: None }
    }

    /// The empty cells of a column below filled ones.
    fn runs(&self, column: usize) -> Runs {
        let header = plain(self.grid.cell(self.header, column));
        let mut runs = Runs::new();
        let mut above: Option<u32> = None;
        for row in self.header + 1..self.grid.len() {
            let text = self.grid.cell(row, column).trim();
            let place = u32::try_from(row).unwrap_or(u32::MAX);
            // What is no record may head those below it; a sum, a mark or a header does not.
            let is_source = || {
                self.rows.find(place).is_some()
                    || !is_sum_said(text) && !is_mark(text) && !text.contains(['：', ':']) && plain(text) != header
            };
            match (text.is_empty(), above) {
                (false, _) if is_source() => above = Some(place),
                (true, Some(source)) => match runs.last_mut() {
                    Some((_, to, last)) if *last == source && *to + 1 == place => *to = place,
                    _ => runs.push((place, place, source)),
                },
                _ => {}
            }
        }
        runs
    }
}

/// Rows whose department, or what else groups people, is empty below one that has it: nothing is filled without being
/// asked for, and the option that does it is told.
pub fn gaps(table: &Table, records: &Records) -> Vec<Finding> {
    let is_group = |header: &str| {
        matches!(meaning(header), Meaning::Field("unit", _))
            || GROUPS.split_whitespace().any(|own| own == plain(header))
    };
    let mut findings = Vec::new();
    for column in table.columns.iter().filter(|column| is_group(&column.header)) {
        let is_unused = !records.columns().any(|(own, _)| own == column.index);
        if is_unused || table.down.has(column.index) {
            continue;
        }
        let mut down = Down::default();
        down.add(column.index, table.runs(column.index));
        let places = table.rows.iter().map(|row| row as usize);
        let empty = places.filter(|row| down.source(*row, column.index) != *row);
        let rows: Vec<u32> = empty.map(|row| table.grid.number(row)).collect();
        if rows.is_empty() {
            continue;
        }
        let name = column.shown();
        let typed = if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.clone() };
        findings.push(Finding {
            rule: "column-gaps",
            severity: Severity::Warning,
            place: rows_place(&table.name, table.sheet.as_deref(), rows_said(&rows)),
            what: say!(
                "`{name}` is empty below a row that has it: these rows have none",
                "`{name}` 为空，而上方的行有内容：不擅自填充"
            ),
            hint: Some(say!(
                "if it is written once for its group, add `--fill-down {typed}`; else fill in the cells",
                "如果每组只在第一行写了一次，请加 `--fill-down {typed}` 向下填充；否则请补填"
            )),
        });
    }
    findings
}
