//! Rows that share a page: which of them stand on which board.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::data::Data;
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_table::record::{Fields, Row};
use biaoyu_table::table::{Records, field_said};

/// The field whose text says on which board a row stands.
pub(crate) const PANEL: &str = "panel";
/// The field that says whether a row is before or after.
const STATE: &str = "state";
/// What a board says once, and by which rows are parted.
const ONCE: [&str; 3] = [PANEL, "slogan", "unit"];

/// Whose cells are meant where a row leaves some of [`ONCE`] empty, as merged cells do: those of the nearest row above that has
/// them, also of one that makes no page.
#[derive(Default)]
pub(super) struct Above(BTreeMap<u32, [Option<u32>; 3]>);

impl Above {
    /// Looks through all the records of a table, in their order.
    pub(super) fn new(records: &Records) -> Self {
        let mut all = BTreeMap::new();
        let mut last: [Option<u32>; 3] = Default::default();
        for record in 0..records.len() {
            let own = u32::try_from(record).unwrap_or(u32::MAX);
            let mut others = last;
            for ((field, last), other) in ONCE.into_iter().zip(&mut last).zip(&mut others) {
                if !records.text(record, field).trim().is_empty() {
                    (*last, *other) = (Some(own), None);
                }
            }
            if others.iter().any(Option::is_some) {
                all.insert(own, others);
            }
        }
        Self(all)
    }

    /// The record whose text a field of a record has; the same one where it has its own.
    pub(super) fn of(&self, record: u32, field: &str) -> u32 {
        let Some(at) = ONCE.iter().position(|once| *once == field) else { return record };
        self.0.get(&record).and_then(|others| *others.get(at)?).unwrap_or(record)
    }

    /// The fields that a record has from others, with those.
    pub(super) fn taken(&self, record: u32) -> impl Iterator<Item = (&'static str, u32)> + '_ {
        let others = self.0.get(&record).into_iter().flatten();
        ONCE.into_iter().zip(others).filter_map(|(field, of)| Some((field, (*of)?)))
    }
}

/// Boards that only the rows' units part, which nobody may have wanted.
fn parted_by_unit(data: &Data, groups: &[([String; 3], Vec<u32>)]) -> Option<Finding> {
    let [panel, slogan, _] = &groups.first()?.0;
    let alike = groups.iter().all(|([p, s, _], _)| (p, s) == (panel, slogan));
    if groups.len() < 2 || !alike {
        return None;
    }
    let count = groups.len();
    Some(Finding {
        rule: "board-units",
        severity: Severity::Warning,
        place: Place::file(data.name()),
        what: say!(
            "{count} boards, one for each unit or department in the table: a board is signed by one",
            "按表中的单位（部门）分成 {count} 块展板：每块只落一个款"
        ),
        hint: Some(say!(
            "for one board: `--map COLUMN=-` leaves the column out, `--map COLUMN=post` prints it below each name",
            "要合成一块：`--map 部门=-` 不用这一列，`--map 部门=post` 印在每人姓名下面（把“部门”换成表里的列名）"
        )),
    })
}

/// The rows of boards of at most so many cells.
pub(crate) struct Boards {
    /// Most rows of a board.
    pub most: usize,
    /// The records of each board by its first one, in the order of the table.
    of: BTreeMap<u32, Vec<u32>>,
}

impl Boards {
    /// Gathers the good rows of a table. Rows of one panel, slogan and unit share a board wherever they stand in the table; what
    /// an empty cell means is told by [`Above`]. More rows than a board has cells make several boards of about equal numbers,
    /// which is told.
    pub(crate) fn new(data: &Data, most: usize) -> (Self, Vec<Finding>) {
        let mut groups: Vec<([String; 3], Vec<u32>)> = Vec::new();
        for record in data.good() {
            let key = ONCE.map(|field| data.text(record, field).trim().to_owned());
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, records)) => records.push(record),
                None => groups.push((key, vec![record])),
            }
        }
        let (mut of, mut notes) = (BTreeMap::new(), Vec::new());
        notes.extend(parted_by_unit(data, &groups));
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
    /// Says where a row's empty slogan or unit is that of a row of another board: of its own board nobody would expect another.
    pub(super) fn tell_above(&mut self) {
        let mut told = Vec::new();
        for record in self.good() {
            let panel = self.text(record, PANEL);
            for (field, of) in self.above.taken(record).filter(|(field, _)| *field != PANEL) {
                if self.text(of, PANEL).trim() != panel.trim()
                    && !told.iter().any(|(p, f, _)| (p, f) == (&panel, &field))
                {
                    told.push((panel.clone(), field, (record, of)));
                }
            }
        }
        let finding = |(panel, field, (record, of)): &(Cow<'_, str>, &'static str, (u32, u32))| {
            let (said, text, row) = (field_said(field), self.text(*record, field), self.row(*of));
            Finding {
                rule: "board-as-above",
                severity: Severity::Note,
                place: self.place(*record),
                what: say!(
                    "`{panel}` has no {said} of its own: it is that of row {row}, `{text}`",
                    "版面“{panel}”没有自己的{said}：同第 {row} 行“{text}”"
                ),
                hint: Some(say!(
                    "where it is another, write it in the first row of the board",
                    "如不相同，请在该版面第一行写明"
                )),
            }
        };
        let told: Vec<Finding> = told.iter().map(finding).collect();
        self.notes.extend(told);
    }

    /// Leaves out rows on which no slogan would stand: they have none, nor has a row above. `says`: only rows say it.
    pub(super) fn check_wordless(&mut self, says: bool) {
        if !says {
            return;
        }
        let said = field_said("slogan");
        let without: Vec<u32> = self.good().filter(|record| self.text(*record, "slogan").trim().is_empty()).collect();
        let why = say!("no {said}, and none in a row above", "缺少 {said}，上面各行也没有");
        self.bad.extend(without.into_iter().map(|record| (record, why.clone())));
    }

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
