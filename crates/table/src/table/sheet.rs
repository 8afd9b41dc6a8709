//! A sheet as it comes from any kind of file, before its header is known.

use super::grid::{Grid, Merge, Over};
use super::marks::Marks;
use super::picture::Picture;
use super::places::{cells_said, in_sheet, rows_place, rows_said};
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::limits::{TABLE_CELLS, TABLE_SHEETS, TABLE_TEXT_BYTES};
use biaoyu_page::say;

/// Rows of one sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name; `None` in files that have only one.
    pub name: Option<String>,
    /// All rows with text, title and header too.
    pub grid: Grid,
    /// Numbers of the rows that cannot be seen.
    pub hidden: Vec<u32>,
    /// Rows where a number had more digits than are kept.
    pub cut: Vec<u32>,
    /// Formulas that no program has left its value with.
    pub unvalued: Vec<(u32, usize)>,
    /// Numbers that their format does not show.
    pub unshown: Vec<(u32, usize)>,
    /// Ranges that are merged over several rows.
    pub merges: Vec<Merge>,
    /// What it shows beside its texts.
    pub marks: Marks,
    /// Pictures that stand in it, in the order of rows and columns once the sheet is read.
    pub pictures: Vec<Picture>,
    /// What was done to read it, and what was not read.
    pub remarks: Vec<Remark>,
}

/// Something to be said of a sheet.
#[derive(Debug)]
pub(super) struct Remark {
    pub rule: &'static str,
    pub severity: Severity,
    pub at: At,
    pub what: Say,
    pub hint: Option<Say>,
}

/// Where in a sheet.
#[derive(Debug)]
pub(super) enum At {
    Sheet,
    Rows(Vec<u32>),
    Cells(Vec<(u32, usize)>),
}

impl Remark {
    /// The finding of it in a file.
    pub fn finding(self, name: &str, sheet: Option<&str>) -> Finding {
        let place = match self.at {
            At::Sheet => Place { thing: sheet.map(in_sheet), ..Place::file(name) },
            At::Rows(rows) => rows_place(name, sheet, rows_said(&rows)),
            At::Cells(cells) => rows_place(name, sheet, cells_said(&cells)),
        };
        Finding { rule: self.rule, severity: self.severity, place, what: self.what, hint: self.hint }
    }
}

impl Sheet {
    /// An empty one of that name.
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::default() }
    }

    /// Takes the rows that were read, what is merged repeated over its range.
    pub fn fill(&mut self, grid: Grid, merges: Vec<Merge>) -> Result<(), Over> {
        self.merges = merges.iter().filter(|merge| merge.bottom > merge.top).copied().collect();
        self.grid = grid.spread(merges)?;
        Ok(())
    }

    /// Adds what is to be said of the cells that were counted apart.
    pub fn remark_cells(&mut self, first_row: u32) {
        let under = |cells: &mut Vec<(u32, usize)>| {
            let mut cells = std::mem::take(cells);
            cells.retain(|(row, _)| *row >= first_row);
            cells
        };
        self.unvalued.extend(self.marks.unvalued());
        let (unvalued, unshown) = (under(&mut self.unvalued), under(&mut self.unshown));
        if !unvalued.is_empty() {
            self.remarks.push(Remark {
                rule: "cell-without-value",
                severity: Severity::Warning,
                at: At::Cells(unvalued),
                what: say!(
                    "a formula whose value was never saved: read as empty",
                    "公式没有保存过计算结果：按空白读取"
                ),
                hint: Some(say!(
                    "open the file in Excel or WPS and save it, so that values are kept",
                    "请用 Excel 或 WPS 打开并保存一次，以便存入结果"
                )),
            });
        }
        if !unshown.is_empty() {
            self.remarks.push(Remark {
                rule: "cell-unshown",
                severity: Severity::Note,
                at: At::Cells(unshown),
                what: say!(
                    "the number format hides what the cell holds: read as it shows, empty",
                    "数字格式把内容隐藏了：按所见读取，为空"
                ),
                hint: Some(say!("change the format of the cell to print it", "要印出来，请改单元格格式")),
            });
        }
    }
}

/// Sheets of one file.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// Those that can be seen, in order.
    pub names: Vec<String>,
    /// Those that cannot.
    pub hidden: Vec<String>,
    /// Those that were read, in order.
    pub read: Vec<Sheet>,
    /// One that cannot be seen and has the columns of a list, where none that can be seen has.
    pub unseen: Option<String>,
}

impl Sheets {
    /// None read yet.
    pub fn new(names: Vec<String>, hidden: Vec<String>) -> Self {
        Self { names, hidden, ..Self::default() }
    }

    /// Adds a sheet that was read.
    ///
    /// # Errors
    /// When the sheets together have more than a table may: they are held at once.
    pub fn add(&mut self, sheet: Sheet) -> Result<(), Over> {
        self.read.push(sheet);
        let sum = |of: fn(&Grid) -> usize| self.read.iter().map(|sheet| of(&sheet.grid)).fold(0, usize::saturating_add);
        match () {
            () if self.read.len() > TABLE_SHEETS => Err(Over::Sheets),
            () if sum(Grid::cells_held) > TABLE_CELLS || sum(Grid::text_held) > TABLE_TEXT_BYTES => Err(Over::Text),
            () => Ok(()),
        }
    }
}

/// Charts and the like that a sheet has and no record shows.
pub(super) fn unread_shapes(count: usize) -> Remark {
    Remark {
        rule: "shapes-unread",
        severity: Severity::Note,
        at: At::Sheet,
        what: say!(
            "{count} charts, drawings or text boxes in the sheet are not read",
            "工作表中有 {count} 个图表、图形或文本框未读取"
        ),
        hint: None,
    }
}
