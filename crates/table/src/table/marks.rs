//! What a sheet shows beside its texts: struck out, hidden columns, comments, formulas that were never calculated. It is read
//! all the same, and told once.

use super::said::says_not;
use super::sheet::{At, Remark};
use biaoyu_page::error::Severity;
use biaoyu_page::say;

/// Cells that are kept to be told of; of more the first.
const KEPT: usize = 10_000;

/// A cell: its row as the user counts it, its column from 0.
type Place = (u32, usize);

/// What a sheet says beside its texts.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Columns that cannot be seen, first and last, from 0.
    pub hidden_columns: Vec<(usize, usize)>,
    struck: Vec<Place>,
    unsure: Vec<Place>,
    comments: Vec<(Place, String)>,
    formulas: Formulas,
}

/// The formulas of a sheet by what was saved for them.
#[derive(Debug, Default)]
struct Formulas {
    all: usize,
    blank: Vec<Place>,
    zero: Vec<Place>,
}

/// What a formula's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Blank,
    Zero,
    Other,
}

impl Marks {
    /// A cell whose text, or a part of it, is struck out.
    pub fn strike(&mut self, row: u32, column: usize) {
        if self.struck.len() < KEPT && self.struck.last() != Some(&(row, column)) {
            self.struck.push((row, column));
        }
    }

    /// A cell whose number format asks for what is not known.
    pub fn doubt(&mut self, row: u32, column: usize) {
        if self.unsure.len() < KEPT {
            self.unsure.push((row, column));
        }
    }

    /// A comment beside a cell. A later one of the same cell stands for the earlier.
    pub fn comment(&mut self, row: u32, column: usize, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() || self.comments.len() >= KEPT {
            return;
        }
        match self.comments.iter_mut().find(|(place, _)| *place == (row, column)) {
            Some((_, own)) => *own = text,
            None => self.comments.push(((row, column), text)),
        }
    }

    /// A cell with a formula.
    pub fn formula(&mut self, row: u32, column: usize, value: Value) {
        self.formulas.all += 1;
        let places = match value {
            Value::Blank => &mut self.formulas.blank,
            Value::Zero => &mut self.formulas.zero,
            Value::Other => return,
        };
        if places.len() < KEPT {
            places.push((row, column));
        }
    }

    /// Formulas that no program has left a value with, as far as the format says it: where all of a sheet's have an
    /// empty text, none was calculated.
    pub fn unvalued(&mut self) -> Vec<Place> {
        let all = self.formulas.all;
        if all > 0 && self.formulas.blank.len() == all { std::mem::take(&mut self.formulas.blank) } else { Vec::new() }
    }

    /// What is to be said of the cells from a row on that is not left out.
    pub fn remarks(&mut self, first_row: u32, is_read: impl Fn(u32) -> bool) -> Vec<Remark> {
        let meant = |(row, _): &Place| *row >= first_row && is_read(*row);
        let mut remarks = Vec::new();
        let struck: Vec<Place> = std::mem::take(&mut self.struck).into_iter().filter(meant).collect();
        if !struck.is_empty() {
            remarks.push(Remark {
                rule: "cell-struck",
                severity: Severity::Warning,
                at: At::Cells(struck),
                what: say!("struck out in the sheet: printed all the same", "在表中已划掉（删除线）：仍会印出"),
                hint: Some(say!("delete or hide the rows that are not to be printed", "不印的行请删去或隐藏")),
            });
        }
        let unsure: Vec<Place> = std::mem::take(&mut self.unsure).into_iter().filter(meant).collect();
        if !unsure.is_empty() {
            remarks.push(Remark {
                rule: "cell-format",
                severity: Severity::Warning,
                at: At::Cells(unsure),
                what: say!(
                    "the number format asks for a calendar that is not known (the moon's, the Hijra's): read as a day of ours",
                    "数字格式用了农历、回历等历法：按公历读取"
                ),
                hint: Some(say!(
                    "if another is to be printed, copy the cells and paste them as text",
                    "如需按所见印出，请复制后粘贴为文本"
                )),
            });
        }
        let mut comments = std::mem::take(&mut self.comments);
        comments.retain(|(place, _)| meant(place));
        comments.sort_by_key(|(place, _)| *place);
        // One that says not to print is told before others.
        let first = comments.iter().find(|(_, text)| says_not(text)).or_else(|| comments.first());
        if let Some((_, text)) = first {
            let is_grave = comments.iter().any(|(_, text)| says_not(text));
            let shown: String = text.chars().take(40).collect();
            remarks.push(Remark {
                rule: "cell-comment",
                severity: if is_grave { Severity::Warning } else { Severity::Note },
                what: say!("comments beside cells are not printed: “{shown}”", "单元格的批注不印：“{shown}”"),
                hint: Some(say!(
                    "write what is to be printed into a column; delete or hide rows that are not meant",
                    "要印的内容请写进列里；不印的行请删去或隐藏"
                )),
                at: At::Cells(comments.into_iter().map(|(place, _)| place).collect()),
            });
        }
        let (all, zero) = (self.formulas.all, std::mem::take(&mut self.formulas.zero));
        if all > 1 && zero.len() == all && zero.iter().any(meant) {
            remarks.push(Remark {
                rule: "cell-without-value",
                severity: Severity::Warning,
                at: At::Cells(zero.into_iter().filter(meant).collect()),
                what: say!(
                    "all formulas of the sheet were saved with the value 0: they were probably never calculated",
                    "表中公式保存的结果全是 0：可能从未计算过"
                ),
                hint: Some(say!(
                    "open the file in Excel or WPS and save it, so that values are kept",
                    "请用 Excel 或 WPS 打开并保存一次，以便存入结果"
                )),
            });
        }
        remarks
    }

    /// What is to be said of the columns that cannot be seen, of those that have text: their letters and names.
    pub fn hidden_remark(&self, columns: impl Iterator<Item = (usize, String)>) -> Option<Remark> {
        let is_hidden =
            |column: usize| self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column));
        let hidden: Vec<(usize, String)> = columns.filter(|(column, _)| is_hidden(*column)).collect();
        let (first, _) = hidden.first()?;
        let letter = super::grid::letters(*first);
        let said = |(column, name): &(usize, String)| format!("{} `{name}`", super::grid::letters(*column));
        let all = hidden.iter().map(said).collect::<Vec<_>>().join(", ");
        Some(Remark {
            rule: "table-hidden-columns",
            severity: Severity::Note,
            at: At::Sheet,
            what: say!(
                "columns that are hidden in the sheet are read all the same: {all}",
                "表中隐藏的列照样读入：{all}"
            ),
            hint: Some(say!("to leave one out write `--map {letter}=-`", "不用某列请写 `--map {letter}=-`")),
        })
    }
}
