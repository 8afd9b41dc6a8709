//! What is written only in the first row of its group: a department over its people, the cells below it empty.

use super::down::{Down, Run};
use super::header::{Meaning, meaning, plain};
use super::kept::Table;
use super::places::{rows_place, rows_said};
use super::records::Records;
use super::said::{bare_heading, is_mark};
use super::sums::is_sum_said;
use biaoyu_page::error::{Faults, Finding, Severity};
use biaoyu_page::say;

/// Columns by which people are grouped, beside those of their units.
const GROUPS: &str =
    "组别 小组 分组 组 组名 类别 区域 代表团 代表队 队伍 参赛队 项目部 楼层 车次 车号 房间 房号 桌号 桌次";

impl Table {
    /// The text of a cell: of a column that is filled down, the one above where its own is empty.
    pub(super) fn shown(&self, row: usize, column: usize) -> &str {
        self.down.text(&self.grid, row, column).unwrap_or_else(|| self.grid.cell(row, column))
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
            let (rows, texts) = self.empty(&down, index);
            findings.push(self.filled(&name, &rows, &texts.join("`, `")));
        }
        self.down = down.into();
        faults.or(findings)
    }

    fn filled(&self, name: &str, rows: &[u32], texts: &str) -> Finding {
        let place =
            if rows.is_empty() { self.place() } else { rows_place(&self.name, self.sheet.as_deref(), rows_said(rows)) };
        let what = match rows.is_empty() {
            true => say!(
                "`--fill-down {name}`: no cell of it is empty below a filled one",
                "`--fill-down {name}`：该列没有空格可填"
            ),
            false => say!(
                "`{name}` is empty: filled with what stands above, `{texts}`",
                "`{name}` 为空：已按上方的内容填充：`{texts}`"
            ),
        };
        Finding { rule: "column-filled-down", severity: Severity::Note, place, what, hint: None }
    }

    /// The empty cells of a column below filled ones.
    fn runs(&self, column: usize) -> Vec<Run> {
        let header = plain(self.grid.cell(self.header, column));
        let mut runs: Vec<Run> = Vec::new();
        let mut above: Option<(u32, (u32, u32))> = None;
        for row in self.header + 1..self.grid.len() {
            let cell = self.grid.cell(row, column);
            let (text, place) = (cell.trim(), u32::try_from(row).unwrap_or(u32::MAX));
            if text.is_empty() {
                let Some((source, part)) = above else { continue };
                match runs.last_mut().filter(|run| run.source == source && run.to + 1 == place) {
                    Some(run) => run.to = place,
                    None => runs.push(Run { from: place, to: place, source, part }),
                }
                continue;
            }
            let part = |text: &str| {
                let from = cell.find(text).unwrap_or(0);
                let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                (place, (byte(from), byte(from + text.len())))
            };
            if self.rows.find(place).is_some() {
                above = Some(part(text));
            } else if !is_sum_said(text) && !is_mark(text) && plain(text) != header {
                // What is no record may head those below it, its number and the count of them aside; a label ends the group.
                let bare = bare_heading(text);
                above = (!bare.is_empty() && !bare.contains(['：', ':'])).then(|| part(bare));
            }
        }
        runs
    }

    /// The rows of the records that a column's runs stand for, as the user counts them, and their texts, each once.
    fn empty(&self, down: &Down, column: usize) -> (Vec<u32>, Vec<&str>) {
        const SHOWN: usize = 6;
        let (mut rows, mut texts) = (Vec::new(), Vec::new());
        for row in self.rows.iter().map(|row| row as usize) {
            let Some(text) = down.text(&self.grid, row, column) else { continue };
            rows.push(self.grid.number(row));
            if texts.len() <= SHOWN && !texts.contains(&text) {
                texts.push(text);
            }
        }
        // Lists side by side have several records in a row of the sheet.
        rows.sort_unstable();
        rows.dedup();
        if texts.len() > SHOWN {
            texts.pop();
            texts.push("…");
        }
        (rows, texts)
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
        let (rows, _) = table.empty(&down, column.index);
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
