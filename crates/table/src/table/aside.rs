//! Rows of a list that are no records: sums, headings between, lines of those who made it, marks of pages, rows that are
//! only numbered.

use std::cell::OnceCell;

use super::bodies::{Bodies, Texts, is_one, texts};
use super::grid::Grid;
use super::header::{Meaning, meaning, plain};
use super::hygiene::is_han;
use super::said::{self, Said};
use super::sums::{are_figures, is_count, is_sum, is_sum_said};
use super::surnames::is_name;

/// Rows by which a list is judged.
const JUDGED: usize = 200;

/// Why a row is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// It sums up.
    Sum,
    /// It is merged over the sheet, a heading.
    Heading,
    /// It has one text, which reads as a heading.
    Alone,
    /// It has one text, which may as well be somebody's name, or what is left of somebody whose name is missing.
    Doubted,
    /// It names those who made the list, or what it is about.
    Signed,
    /// It ends a page or the list.
    Mark,
    /// It has nothing but its running number.
    Numbered,
    /// It shows how the form is to be filled in.
    Sample,
}

/// What the columns of a list say of its rows.
#[derive(Debug)]
pub(super) struct Sense {
    meanings: Vec<Meaning>,
    /// The place of the first row below the header.
    first: usize,
    /// The column of the names.
    pub name: Option<usize>,
    slogan: Option<usize>,
    /// The names are those of persons.
    is_people: bool,
    may_have_sums: bool,
    /// Only one column has texts.
    is_one_column: bool,
    /// Most rows have more than one text.
    is_filled: bool,
    /// What the headings of a list of one column are that are a third of it and more.
    bodies: Bodies,
    /// Columns that most rows fill.
    usual: Vec<bool>,
    /// Whether lone texts are headings and none of them is a person; looked for when there is a doubt.
    is_headed: OnceCell<bool>,
}

impl Sense {
    /// Of the list under a header.
    pub fn of(grid: &Grid, header: usize) -> Self {
        let meanings: Vec<Meaning> = grid.row(header).map(meaning).collect();
        let column = |field: &str| meanings.iter().position(|m| matches!(m, Meaning::Field(own, _) if *own == field));
        let name = column("name");
        // Tables, doors and rooms have names as well.
        let is_people =
            name.is_some_and(|name| matches!(meanings.get(name), Some(Meaning::Field(_, rank)) if rank % 10 < 2));
        let judged = header + 1..grid.len().min(header + 1 + JUDGED);
        let (mut rows, mut filled) = (0_usize, 0_usize);
        let mut used = vec![0_usize; meanings.len()];
        for row in judged {
            let others = texts(grid, row).map_or(0, |texts| texts.others);
            rows += 1;
            filled += usize::from(others > 0);
            for (cell, used) in grid.row(row).zip(&mut used) {
                *used += usize::from(!cell.trim().is_empty());
            }
        }
        let is_one_column = used.iter().filter(|used| **used > 0).count() < 2;
        let bodies = match is_one_column && is_people {
            true => Bodies::of((header + 1..grid.len().min(header + 1 + JUDGED)).filter_map(|row| texts(grid, row))),
            false => Bodies::None,
        };
        let may_have_sums =
            ["name", "unit", "number", "post", "slogan", "item", "model"].iter().any(|field| column(field).is_some());
        Self {
            first: header + 1,
            name,
            slogan: column("slogan"),
            is_people,
            may_have_sums,
            is_one_column,
            bodies,
            is_filled: filled * 2 >= rows,
            usual: used.iter().map(|used| used * 2 > rows).collect(),
            is_headed: OnceCell::new(),
            meanings,
        }
    }

    /// Why a row is no record; `None` of one.
    pub fn aside(&self, grid: &Grid, row: usize) -> Option<Aside> {
        let Texts { column, first, others } = texts(grid, row)?;
        let is_alone = others == 0;
        if self.may_have_sums && is_sum(grid, row, self.name, self.slogan) {
            return Some(Aside::Sum);
        }
        if is_alone && self.slogan.is_none() && self.may_have_sums && is_count(first) {
            return Some(Aside::Sum);
        }
        if is_alone && self.may_have_sums && said::is_mark(first) {
            return Some(Aside::Mark);
        }
        if is_alone && self.name.is_some() && is_heading(grid, row) {
            return Some(Aside::Heading);
        }
        if self.slogan.is_none() && self.may_have_sums && self.is_signed(grid, row) {
            return Some(Aside::Signed);
        }
        if !self.is_people {
            return None;
        }
        if is_alone && said::is_signing(first) {
            return Some(Aside::Signed);
        }
        if said::is_measure(first) && (are_figures(grid, row, column) || is_alone) {
            // Somebody may be called 平均, nobody ∑.
            return Some(if is_alone && !said::is_sign_of_sums(first) { Aside::Doubted } else { Aside::Sum });
        }
        let meant = self.meanings.get(column).copied().unwrap_or(Meaning::Unknown);
        // 男 | 10 where a running number and a name should be.
        let is_figure = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let own = self.name.map_or("", |name| grid.cell(row, name).trim());
        if matches!(own, "男" | "女" | "男性" | "女性")
            && self.all(grid, row, |cell| {
                matches!(cell, "男" | "女" | "男性" | "女性") || is_count(cell) || cell.parse::<f64>().is_ok()
            })
            && !is_alone
        {
            return Some(Aside::Sum);
        }
        if meant == Meaning::Running && !first.chars().any(|c| c.is_ascii_digit()) && is_figure(own) {
            return Some(Aside::Sum);
        }
        if said::is_sample(own) || said::is_sample(first) || said::is_rule(first) && self.all(grid, row, said::is_rule)
        {
            return Some(Aside::Sample);
        }
        if !is_alone {
            if self.all(grid, row, said::is_mark) {
                return Some(Aside::Mark);
            }
            return match (others == 1).then(|| self.counted(grid, row, column, first))? {
                Said::Heading => Some(Aside::Alone),
                Said::Doubt if self.is_headed(grid) => Some(Aside::Doubted),
                _ => None,
            };
        }
        let is_left = self.name.is_some_and(|name| column < name);
        let has_han = first.chars().any(is_han);
        match meant {
            _ if Some(column) == self.name && self.bodies == Bodies::Guests => None,
            _ if Some(column) == self.name => match said::said(first, self.is_one_column || !self.is_filled) {
                Said::Heading if self.bodies == Bodies::Doubted => Some(Aside::Doubted),
                Said::Heading => Some(Aside::Alone),
                Said::Doubt if self.is_headed(grid) => Some(Aside::Doubted),
                Said::Doubt | Said::Name | Said::Either => None,
            },
            Meaning::Running if first.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '、' | '０'..='９')) => {
                Some(Aside::Numbered)
            }
            Meaning::Running | Meaning::Field("number" | "unit", _) | Meaning::Unknown
                if is_left && has_han && !is_name(first) =>
            {
                // Where each has his department, one who has nothing else lacks his name.
                let is_usual = meant != Meaning::Running && self.usual.get(column).copied().unwrap_or(false);
                // A sentence is nobody, nor his department.
                let is_sentence = first.contains(['。', '；']);
                let is_sure = is_sentence || !is_usual && said::said(first, false) == Said::Heading;
                Some(if is_sure { Aside::Alone } else { Aside::Doubted })
            }
            _ => None,
        }
    }

    /// The text of a row that may be somebody's name and has nothing beside it, not even itself once more.
    pub fn lone_name<'g>(&self, grid: &'g Grid, row: usize) -> Option<&'g str> {
        let (column, mut cells) = (self.name?, grid.row(row).enumerate().filter(|(_, cell)| !cell.trim().is_empty()));
        let (own, text) = cells.next()?;
        let may_be = own == column && cells.next().is_none() && is_name(text.trim());
        (may_be && matches!(said::said(text.trim(), true), Said::Name | Said::Doubt)).then(|| text.trim())
    }

    /// Whether lone texts of the list are headings, and none but those in doubt is a person's name.
    fn is_headed(&self, grid: &Grid) -> bool {
        *self.is_headed.get_or_init(|| {
            let mut headings = false;
            for row in self.first..grid.len() {
                let Some(Texts { column, first, others }) = texts(grid, row) else { continue };
                let is_own = Some(column) == self.name;
                let may_head = is_own || self.name.is_some_and(|name| column < name);
                let said = if may_head && others == 0 {
                    said::said(first, self.is_one_column || !self.is_filled)
                } else if others == 1 {
                    self.counted(grid, row, column, first)
                } else {
                    continue;
                };
                match said {
                    Said::Name | Said::Either if is_own && others == 0 && is_name(first) => return false,
                    Said::Heading => headings = true,
                    _ => {}
                }
            }
            headings
        })
    }

    /// Whether all texts of a row are such.
    fn all(&self, grid: &Grid, row: usize, is_such: impl Fn(&str) -> bool) -> bool {
        grid.row(row).map(str::trim).filter(|cell| !cell.is_empty()).all(is_such)
    }

    /// What the text of a row says that has nothing beside but the count of those below it: 运行部 | 12人.
    fn counted(&self, grid: &Grid, row: usize, column: usize, first: &str) -> Said {
        let may_head = Some(column) == self.name || self.name.is_some_and(|name| column < name);
        let other = grid.row(row).map(str::trim).filter(|cell| !cell.is_empty() && *cell != first).last();
        match may_head && other.is_some_and(|other| is_count(other) || is_sum_said(other)) {
            true => said::said(first, false),
            false => Said::Name,
        }
    }

    /// Whether a row is of labels and what they say: 制表：张三 | 审核：李四 | 日期：2024年3月5日; 制表人： | 张三.
    fn is_signed(&self, grid: &Grid, row: usize) -> bool {
        let mut cells = grid.row(row).map(str::trim).filter(|cell| !cell.is_empty()).peekable();
        if !cells.peek().is_some_and(|first| first.contains(['：', ':'])) {
            return false;
        }
        let mut before = "";
        while let Some(cell) = cells.next() {
            // Merged over its neighbour.
            if std::mem::replace(&mut before, cell) == cell {
                continue;
            }
            match cell.split_once(['：', ':']) {
                // 总经理：王五 may be one of those on the list.
                Some((label, value)) if said::is_label(label) && (value.trim().is_empty() || !said::is_post(label)) => {
                    if value.trim().is_empty() {
                        while cells.next_if(|next| *next == cell).is_some() {}
                        cells.next_if(|next| !next.contains(['：', ':']));
                    }
                }
                Some(_) => return false,
                None if is_day(cell) || said::is_mark(cell) => {}
                None => return false,
            }
        }
        true
    }

    /// Whether a row below the last record is of those who made the list, their label without a colon too.
    pub fn is_below(&self, grid: &Grid, row: usize) -> bool {
        let Some(Texts { column, first, .. }) = texts(grid, row) else { return false };
        let (label, has_colon) = match first.split_once(['：', ':']) {
            Some((label, _)) => (label, true),
            None => (first, false),
        };
        // In a column of posts 联系人 is somebody's.
        let may_be_label =
            matches!(self.meanings.get(column), Some(Meaning::Running | Meaning::Field("name" | "number", _)));
        let is_counting = matches!(self.meanings.get(column), Some(Meaning::Running));
        said::is_below_word(label) && (has_colon || may_be_label) || (has_colon || is_counting) && said::is_label(label)
    }

    /// Whether a row below the last record has one text that is a day or the number of a page: who signs dates it.
    pub fn is_dated(&self, grid: &Grid, row: usize) -> bool {
        let Some(Texts { column, first, others: 0 }) = texts(grid, row) else { return false };
        // In a column of days it is somebody's.
        !matches!(self.meanings.get(column), Some(Meaning::Field("date" | "year", _))) && is_day(first)
    }

    /// Whether a row below a note goes on with it: it has one text, which is nobody's name.
    pub fn goes_on(&self, grid: &Grid, row: usize) -> bool {
        self.is_people
            && self.meanings.len() > 1
            && texts(grid, row).is_some_and(|texts| texts.others == 0 && !could_be_name(texts.first))
    }

    /// Whether a table of one column has nothing but lone texts.
    pub fn may_go_on(&self) -> bool {
        self.meanings.len() > 1
    }
}

/// Whether a text could be somebody's name, of whatever people: a few characters, or a few words of letters.
fn could_be_name(text: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() || matches!(c, '·' | '・' | '•' | '.' | '-' | '\'' | ' ' | '\u{3000}');
    let count = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_short = match text.chars().any(is_han) {
        true => count <= 4 || text.contains(['·', '・', '•']),
        false => count <= 40 && text.split_whitespace().count() <= 5,
    };
    is_short && text.chars().all(letter)
}

/// Whether a text is a day or the number of a page.
fn is_day(text: &str) -> bool {
    let plain: String = plain(text).chars().filter(|c| !c.is_whitespace()).collect();
    const OF_DAYS: &str = "〇○零一二三四五六七八九十年月日号时分-/.:";
    let is_day = plain.contains(['年', '月', '-', '/', '.'])
        && plain.chars().any(|c| c.is_ascii_digit() || "〇零一二三四五六七八九十年".contains(c))
        && plain.chars().all(|c| c.is_ascii_digit() || OF_DAYS.contains(c));
    let is_page = plain.starts_with('第')
        && plain.contains('页')
        && plain.chars().all(|c| c.is_ascii_digit() || "第共页,，/".contains(c));
    is_page || (is_day && (plain.chars().count() >= 5 || plain == "年月日"))
}

/// Whether a row has one text in three cells or more, and nothing else: a heading merged over the sheet.
pub(super) fn is_heading(grid: &Grid, row: usize) -> bool {
    let mut cells = grid.row(row).map(str::trim).filter(|cell| !cell.is_empty());
    let Some(first) = cells.next() else { return false };
    let mut others = 0;
    cells.all(|cell| {
        others += 1;
        is_one(cell, first)
    }) && others >= 2
}

/// Whether a row numbers the columns, as forms have it: (1) (2) (3).
pub(super) fn counts_columns(grid: &Grid, row: usize) -> bool {
    let mut cells = grid.row(row).map(str::trim).filter(|cell| !cell.is_empty()).peekable();
    let bare = |cell: &str| cell.trim_matches(['(', ')', '（', '）', '[', ']', '栏', '列']).parse::<usize>().ok();
    // 甲 乙 1 2 3: columns of words have no number.
    let mut words = 0;
    while cells.next_if(|cell| matches!(*cell, "甲" | "乙" | "丙")).is_some() {
        words += 1;
    }
    let numbers: Vec<Option<usize>> = cells.map(bare).collect();
    numbers.len() + words > 2
        && !numbers.is_empty()
        && numbers.iter().zip(1..).all(|(number, wanted)| *number == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_known() {
        let bare = Sense::of(&Grid::of(&[&["姓名", "部门"]]), 0);
        let foot =
            Grid::of(&[&["2024年5月1日"], &["二〇二四年五月"], &["第1页 共2页"], &["2024-05-01", "张三"], &["17.5"]]);
        assert_eq!([0, 1, 2, 3, 4].map(|row| bare.is_dated(&foot, row)), [true, true, true, false, false]);
        let people = Grid::of(&[&["序号", "姓名", "部门"], &["制表人：王芳"], &["", "审核人"], &["", "张三", "注"]]);
        let sense = Sense::of(&people, 0);
        assert_eq!([1, 2, 3].map(|row| sense.is_below(&people, row)), [true, true, false]);
        let posts = Grid::of(&[&["职务", "姓名"], &["联系人", "李四"]]);
        assert!(!Sense::of(&posts, 0).is_below(&posts, 1));
        let merged = Grid::of(&[&["一车间"], &["张三", "张三"], &["张三", "一", "一"], &["和平", "和平", "和平"]]);
        let merged = merged.spread(vec![super::super::grid::Merge { top: 1, left: 0, bottom: 1, right: 2 }]).unwrap();
        assert_eq!([0, 1, 2, 3].map(|row| is_heading(&merged, row)), [true, false, false, false]);
    }

    #[test]
    fn a_note_goes_on_with_no_names() {
        let lines = ["扎西次仁", "Maria de la O", "买买提·阿不都拉", "谢谢各位配合，请于周五前交回", "2. 逾期不候"];
        let rows: Vec<[&str; 1]> = lines.iter().map(|line| [*line]).collect();
        let mut all: Vec<&[&str]> = vec![&["姓名", "部门"]];
        all.extend(rows.iter().map(|row| &row[..]));
        let grid = Grid::of(&all);
        let sense = Sense::of(&grid, 0);
        assert_eq!([1, 2, 3, 4, 5].map(|row| sense.goes_on(&grid, row)), [false, false, false, true, true]);
    }

    #[test]
    fn a_list_of_bodies_is_no_list_of_headings() {
        let count = |cells: &[&str]| {
            let rows: Vec<[&str; 1]> = cells.iter().map(|cell| [*cell]).collect();
            let grid = Grid::of(&rows.iter().map(|row| &row[..]).collect::<Vec<_>>());
            let sense = Sense::of(&grid, 0);
            (1..grid.len()).filter(|row| sense.aside(&grid, *row).is_none()).count()
        };
        assert_eq!(count(&["姓名", "华电集团", "市应急局", "国家能源集团", "王明"]), 4);
        assert_eq!(count(&["姓名", "生产部", "王明", "李雷", "张三"]), 3);
    }

    #[test]
    fn rows_that_are_no_records_are_told_from_those_that_are() {
        use Aside::*;
        let rows: &[(&[&str], Option<Aside>)] = &[
            (&["1", "张三", "一车间", "班长"], None),
            (&["一、运行部"], Some(Alone)),
            (&["", "生产部"], Some(Alone)),
            (&["检修部", "", "共2人"], Some(Alone)),
            (&["", "检修部", "一车间", "班长"], None),
            (&["", "张三"], None),
            (&["7"], Some(Numbered)),
            (&["", "以下空白"], Some(Mark)),
            (&["———", "———", "***"], Some(Mark)),
            (&["（接上页）"], Some(Mark)),
            (&["", "共 12 人"], Some(Sum)),
            (&["本页小计", "", "12"], Some(Sum)),
            (&["制表：张三  审核：李四  日期：2024年3月"], Some(Signed)),
            (&["制表人：", "张三", "日期：", "2024年3月5日"], Some(Signed)),
            (&["部门：检修部", "", "负责人：李四"], Some(Signed)),
            (&["备注：新来的", "张三", "一车间"], None),
            (&["填报单位：某某厂", "姓名：张三"], None),
            (&["例", "示例：王小明", "运行部"], Some(Sample)),
            (&["必填", "必填", "选填", "选填"], Some(Sample)),
            (&["", "", "一车间"], None),
            // Who fills several cells is somebody, whatever the name says.
            (&["3", "余合计", "检修部", "班长"], None),
            (&["", "Jane Total", "Finance"], None),
            (&["", "Example Okoro", "Sales"], None),
            (&["", "华电集团", "华电集团"], None),
            (&["合计", "王芳", "检修部"], None),
            (&["合计", "王芳", "40人"], Some(Sum)),
        ];
        let header: &[&str] = &["序号", "姓名", "部门", "职务"];
        let all: Vec<&[&str]> = std::iter::once(header).chain(rows.iter().map(|(row, _)| *row)).collect();
        let grid = Grid::of(&all);
        let sense = Sense::of(&grid, 0);
        for (row, (cells, wanted)) in (1..).zip(rows) {
            assert_eq!(sense.aside(&grid, row), *wanted, "{cells:?}");
        }
    }
}
