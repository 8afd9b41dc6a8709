//! Rows that share a page: which of them stand on which board.

use std::collections::BTreeMap;

use super::data::Data;
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_table::record::{Fields, Row};

/// The field whose text says on which board a row stands.
pub(crate) const PANEL: &str = "panel";
/// The field that says whether a row is before or after.
const STATE: &str = "state";
/// Fields by which rows are parted besides: what a board says once.
const ONCE: [&str; 3] = [PANEL, "slogan", "unit"];

/// The rows of boards of at most so many cells.
pub(crate) struct Boards {
    /// Most rows of a board.
    pub most: usize,
    /// The records of each board by its first one, in the order of the table.
    of: BTreeMap<u32, Vec<u32>>,
}

impl Boards {
    /// Gathers the good rows of a table. Rows of one panel, slogan and unit share a board wherever they stand in the table; an
    /// empty cell means what the row before it says, as merged cells do. More rows than a board has cells make several boards
    /// of about equal numbers, which is told.
    pub(crate) fn new(data: &Data, most: usize) -> (Self, Vec<Finding>) {
        let mut groups: Vec<([String; 3], Vec<u32>)> = Vec::new();
        let mut before: [String; 3] = Default::default();
        for record in data.good() {
            let mut key = ONCE.map(|field| data.text(record, field).trim().to_owned());
            for (own, old) in key.iter_mut().zip(&before) {
                if own.is_empty() {
                    own.clone_from(old);
                }
            }
            before.clone_from(&key);
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, records)) => records.push(record),
                None => groups.push((key, vec![record])),
            }
        }
        let (mut of, mut notes) = (BTreeMap::new(), Vec::new());
        for ([panel, ..], records) in groups {
            let count = records.len();
            // Before and after stand on one board.
            let compares = records.iter().any(|record| !data.text(*record, STATE).trim().is_empty());
            let most = if compares { (most - most % 2).max(1) } else { most };
            let boards = count.div_ceil(most);
            if boards > 1 {
                let what = if panel.is_empty() {
                    say!(
                        "{count} rows on boards of at most {most} cells: {boards} boards",
                        "共 {count} 行，每块展板最多 {most} 格：分成 {boards} 块"
                    )
                } else {
                    say!(
                        "`{panel}` has {count} rows, a board has at most {most} cells: {boards} boards",
                        "版面“{panel}”有 {count} 行，每块展板最多 {most} 格：分成 {boards} 块"
                    )
                };
                let hint = Some(say!(
                    "say in a column 版面 which rows share a board",
                    "可用“版面”一列写明哪些行放在同一块展板上"
                ));
                let place = Place::file(data.name());
                notes.push(Finding { rule: "board-split", severity: Severity::Note, place, what, hint });
            }
            let each = count.div_ceil(boards.max(1)).max(1);
            let each = if compares { each + each % 2 } else { each };
            for part in records.chunks(each) {
                if let Some(first) = part.first() {
                    of.insert(*first, part.to_vec());
                }
            }
        }
        (Self { most, of }, notes)
    }

    /// The records of the board that begins with one; none of a record that stands on another's.
    pub(crate) fn rows(&self, first: u32) -> &[u32] {
        self.of.get(&first).map_or(&[], Vec::as_slice)
    }
}

impl Data {
    /// The records on the page that begins with one, of pages that show at most so many; none where it stands on another's.
    pub(crate) fn records_of(&self, record: u32, most: usize) -> Vec<u32> {
        if most <= 1 {
            return vec![record];
        }
        self.boards.iter().find(|b| b.most == most).map(|b| b.rows(record).to_vec()).unwrap_or_default()
    }

    /// The rows of such a page, each with its own fields.
    pub(super) fn rows_of(&self, record: u32, most: usize) -> Vec<Row> {
        let row = |record: u32| {
            let mut fields = Fields::default();
            self.fill(record, &mut fields);
            Row { number: self.row(record), fields }
        };
        self.records_of(record, most).into_iter().map(row).collect()
    }
}
