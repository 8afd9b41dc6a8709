//! Which rows of a list are its records, and what is said of the others.

use std::collections::BTreeMap;
use std::ops::Range;

use super::aside::{Aside, Sense, counts_columns};
use super::grid::{Grid, Merge};
use super::runs::Runs;
use super::sections::Found;
use super::sheet::{At, Remark};
use biaoyu_page::error::{Finding, Say, Severity};
use biaoyu_page::say;

/// What tells of rows left out that may be records, where it warns.
const IN_DOUBT: [&str; 5] =
    ["table-json-beside", "table-row-doubted", "table-rows-apart", "table-name-merged", "table-numbered-rows"];

/// Whether a finding tells of rows that were left out and may be records all the same: nobody who wants all of them
/// should be given less.
pub fn leaves_in_doubt(finding: &Finding) -> bool {
    finding.severity >= Severity::Warning && IN_DOUBT.contains(&finding.rule)
}

/// What is known of the rows beside their texts.
pub(super) struct Around<'a> {
    pub found: &'a Found,
    /// Rows that are merged over lists side by side.
    pub merged: &'a [u32],
    /// Ranges that are merged over several rows of the sheet.
    pub merges: &'a [Merge],
    /// The columns of lists that stood side by side, and where the rows of each begin.
    pub halves: &'a [Range<usize>],
    pub starts: &'a [usize],
}

/// Texts of rows left out that are shown.
const SHOWN: usize = 12;

/// Rows that are no records, by what they are.
#[derive(Default)]
struct Left {
    repeated: Vec<u32>,
    sums: Vec<u32>,
    headings: Vec<u32>,
    alone: Lone,
    doubted: Lone,
    below: Vec<u32>,
    marks: Vec<u32>,
    numbered: Vec<u32>,
    samples: Vec<u32>,
    apart: Vec<u32>,
    /// A row with nothing but its number has records below it.
    is_between: bool,
}

/// Rows whose only text is not thought to be a person's.
#[derive(Default)]
struct Lone {
    rows: Vec<u32>,
    /// Their texts, the first few, each once.
    texts: Vec<String>,
}

impl Lone {
    fn push(&mut self, row: u32, text: &str) {
        self.rows.push(row);
        let text: String = text.chars().take(30).collect();
        if self.texts.len() <= SHOWN && !self.texts.contains(&text) {
            self.texts.push(text);
        }
    }

    fn said(&self) -> Say {
        let more = if self.texts.len() > SHOWN { " …" } else { "" };
        let shown = || self.texts.iter().take(SHOWN);
        Say {
            en: shown().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ") + more,
            zh: shown().map(|text| format!("“{text}”")).collect::<Vec<_>>().join("、") + more,
        }
    }
}

/// The places of the records: what is hidden, sums up, signs or heads is none.
pub(super) fn records(
    grid: &Grid,
    header: usize,
    skip: impl Fn(u32) -> bool,
    around: &Around<'_>,
    remarks: &mut Vec<Remark>,
) -> Runs {
    let sense = Sense::of(grid, header);
    let Around { found, merged, .. } = around;
    let mut left = Left::default();
    let mut continued = Continued::new(around, sense.name);
    let mut rows = Runs::default();
    // Behind a signature in the middle: the lines that go on with it.
    let mut is_foot = false;
    let mut people: Option<usize> = None;
    // The first row that has nothing but its number.
    let mut unfilled: Option<usize> = None;
    for row in header + 1..grid.len() {
        let number = grid.number(row);
        if skip(number) {
            continue;
        }
        let is_repeated = || grid.width(row) > 1 && grid.row(row).map(str::trim).eq(grid.row(header).map(str::trim));
        if found.headers.binary_search(&row).is_ok() {
            if !found.sections.iter().any(|section| section.header == row) {
                left.repeated.push(number);
            }
        } else if found.titles.contains(&row) {
            // The last of a page may have nothing but his name.
            match sense.lone_name(grid, row) {
                Some(name) => left.doubted.push(number, name),
                None => left.headings.push(number),
            }
        } else if found.apart.binary_search(&row).is_ok() {
            left.apart.push(number);
        } else if is_repeated() {
            left.repeated.push(number);
        } else if merged.contains(&number) {
            left.headings.push(number);
        } else if row == header + 1 && counts_columns(grid, row) {
            left.samples.push(number);
        } else if let Some(aside) = sense.aside(grid, row) {
            is_foot = aside == Aside::Signed;
            let text = || grid.row(row).map(str::trim).find(|cell| !cell.is_empty()).unwrap_or_default();
            match aside {
                Aside::Sum => left.sums.push(number),
                Aside::Heading => left.headings.push(number),
                Aside::Alone => left.alone.push(number, text()),
                Aside::Doubted => left.doubted.push(number, text()),
                Aside::Signed => left.below.push(number),
                Aside::Mark => left.marks.push(number),
                Aside::Numbered => {
                    unfilled = unfilled.or(Some(row));
                    left.numbered.push(number);
                }
                Aside::Sample => left.samples.push(number),
            }
        } else if is_foot && (sense.is_dated(grid, row) || sense.goes_on(grid, row)) {
            left.below.push(number);
        } else if let Some(first) = people.filter(|first| continued.goes_on(grid, row, *first)) {
            continued.add(grid, header, (first, row));
        } else {
            (is_foot, people) = (false, Some(row));
            rows.push(u32::try_from(row).unwrap_or(u32::MAX));
        }
    }
    if sense.name.is_some() {
        let is_below = |row: usize| sense.is_below(grid, row) || sense.may_go_on() && sense.is_dated(grid, row);
        loop {
            // A note of several lines: those behind its first have no label.
            let foot = (0..rows.len()).rev().filter_map(|at| rows.get(at)).map(|row| row as usize);
            let foot = foot.take_while(|row| is_below(*row) || sense.goes_on(grid, *row));
            let Some(first) = foot.filter(|row| is_below(*row)).last() else { break };
            while let Some(last) = rows.last().filter(|last| *last as usize >= first) {
                left.below.push(grid.number(last as usize));
                rows.pop();
            }
        }
    }
    left.is_between = unfilled.is_some_and(|first| rows.last().is_some_and(|last| last as usize > first));
    remarks.extend(continued.remark());
    left.tell(remarks);
    rows
}

impl Left {
    fn tell(self, remarks: &mut Vec<Remark>) {
        let mut tell = |rule, severity, mut rows: Vec<u32>, what, hint| {
            rows.sort_unstable();
            rows.dedup();
            if !rows.is_empty() {
                remarks.push(Remark { rule, severity, at: At::Rows(rows), what, hint });
            }
        };
        let note = Severity::Note;
        tell(
            "table-header-repeated",
            note,
            self.repeated,
            say!("the header once more: left out", "重复的表头：已略过"),
            None,
        );
        let sum = say!("a row of sums (合计) is no record: left out", "合计行不是记录：已略过");
        tell("table-sum-rows", note, self.sums, sum, None);
        let heading = say!(
            "one text in all cells or above a header is a heading, no record: left out",
            "各格同一内容或在表头上方，是标题而非记录：已略过"
        );
        tell("table-heading-rows", note, self.headings, heading, None);
        let Say { en: english, zh: chinese } = self.alone.said();
        tell(
            "table-heading-alone",
            Severity::Warning,
            self.alone.rows,
            say!(
                "{english} alone in the row reads as a heading, not as a person: left out",
                "整行只有{chinese}，是小标题而非人名：已略过"
            ),
            Some(say!(
                "if it is somebody, write something into another cell of the row, such as the unit",
                "如果确是人名，请在该行其他格（如部门）也填上内容"
            )),
        );
        let Say { en: english, zh: chinese } = self.doubted.said();
        tell(
            "table-row-doubted",
            Severity::Warning,
            self.doubted.rows,
            say!(
                "{english} alone in the row may be a heading or a person of whom the rest is missing: left out",
                "整行只有{chinese}，可能是小标题，也可能是内容没填全的人：已略过"
            ),
            Some(say!(
                "if it is somebody, fill in his other cells (unit, name); if it is a heading, write it as `一、…` or delete the row",
                "如果是人，请补填该行其他格（部门、姓名）；如果是小标题，请写成“一、……”或删去该行"
            )),
        );
        let below = say!(
            "a line of those who made the list (制表人, 备注 …) is no record: left out",
            "落款行（制表人、备注等）不是记录：已略过"
        );
        tell("table-rows-below", note, self.below, below, None);
        let mark = say!(
            "the end of a page or of the list (以下空白, 接上页 …) is no record: left out",
            "页尾或表尾的字样（以下空白、接上页等）不是记录：已略过"
        );
        tell("table-marks", note, self.marks, mark, None);
        let numbered = say!("nothing but a running number: left out", "只有序号、没有内容：已略过");
        let (severity, hint) = match self.is_between {
            true => (Severity::Warning, Some(say!("fill in who it is, or delete the row", "请补填姓名，或删去该行"))),
            false => (note, None),
        };
        tell("table-numbered-rows", severity, self.numbered, numbered, hint);
        let sample = say!(
            "it shows how the form is to be filled in (示例, 必填, numbers of columns): left out",
            "填写示例、必填说明或栏号，不是记录：已略过"
        );
        tell("table-sample-rows", note, self.samples, sample, None);
        tell(
            "table-rows-apart",
            Severity::Warning,
            self.apart,
            say!(
                "another table under a header of its own, which has no column of names: not read",
                "下方另有一张表，表头里没有姓名列：未读入"
            ),
            Some(say!("to print it, put it on a sheet of its own", "要印它，请放到单独的工作表")),
        );
    }
}

/// Rows whose name is merged with the one above: one person, not two.
struct Continued<'a> {
    around: &'a Around<'a>,
    name: Option<usize>,
    /// The first and last rows of the ranges, by the column of the sheet.
    ranges: BTreeMap<usize, Vec<(u32, u32)>>,
    rows: Vec<u32>,
    /// Names of the columns in which the rows differ.
    differing: Vec<String>,
}

impl<'a> Continued<'a> {
    fn new(around: &'a Around<'a>, name: Option<usize>) -> Self {
        Self { around, name, ranges: BTreeMap::new(), rows: Vec::new(), differing: Vec::new() }
    }

    /// Whether a row belongs to the person of a row above.
    fn goes_on(&mut self, grid: &Grid, row: usize, first: usize) -> bool {
        let Some(name) = self.name.filter(|_| !self.around.merges.is_empty()) else { return false };
        let Around { found, merges, halves, starts, .. } = self.around;
        let half = starts.iter().rposition(|start| *start <= row);
        let shift = half
            .and_then(|half| halves.get(half))
            .zip(halves.first())
            .map_or(0, |(own, first)| own.start - first.start);
        let column = found.source(row, name) + shift;
        let ranges = self.ranges.entry(column).or_insert_with(|| {
            let own = merges.iter().filter(|merge| (merge.left..=merge.right).contains(&column));
            let mut ranges: Vec<(u32, u32)> = own.map(|merge| (merge.top, merge.bottom)).collect();
            ranges.sort_unstable();
            ranges
        });
        let number = grid.number(row);
        let at = ranges.partition_point(|(top, _)| *top < number);
        let range = at.checked_sub(1).and_then(|at| ranges.get(at));
        // Its first row must be a record of the same part.
        let is_same_half = half == starts.iter().rposition(|start| *start <= first);
        is_same_half && range.is_some_and(|(top, bottom)| number <= *bottom && *top <= grid.number(first))
    }

    fn add(&mut self, grid: &Grid, header: usize, (first, row): (usize, usize)) {
        self.rows.push(grid.number(row));
        for column in 0..grid.width(row) {
            let text = grid.cell(row, column).trim();
            let name = grid.cell(header, column).trim();
            if !text.is_empty()
                && text != grid.cell(first, column).trim()
                && !self.differing.iter().any(|own| own == name)
            {
                self.differing.push(name.to_owned());
            }
        }
    }

    fn remark(self) -> Option<Remark> {
        let differing =
            self.differing.iter().filter(|name| !name.is_empty()).take(6).cloned().collect::<Vec<_>>().join("`, `");
        let (what, severity) = match differing.is_empty() {
            true => (
                say!(
                    "the name is merged with the one above: one person, printed once",
                    "姓名与上一行合并：算一个人，只印一次"
                ),
                Severity::Note,
            ),
            false => (
                say!(
                    "the name is merged with the one above: one person, printed once; what these rows have of their own in `{differing}` is not printed",
                    "姓名与上一行合并：算一个人，只印一次；这些行 `{differing}` 列中不同的内容不印"
                ),
                Severity::Warning,
            ),
        };
        (!self.rows.is_empty()).then_some(Remark {
            rule: "table-name-merged",
            severity,
            at: At::Rows(self.rows),
            what,
            hint: Some(say!(
                "to print each row, unmerge the cells and write the name into each",
                "如需每行各印一张，请取消合并并逐行填写姓名"
            )),
        })
    }
}
