//! Headers further down a list: the same once more, as pages put together have it, others, by which the rows under them
//! are read, and those of another list.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::arrange::Section;
use super::grid::{Grid, Over};
use super::header::{Meaning, meaning, names, plain};
use super::said::{Said, is_label, is_mark, said};
use super::sheet::{At, Remark};
use super::sums::is_sum_said;
use super::surnames::is_name;
use biaoyu_page::error::{Say, Severity};
use biaoyu_page::limits::TABLE_COLUMNS;
use biaoyu_page::say;

/// What columns are called that no page prints.
const ELSE: &str = "电话 手机 手机号 手机号码 联系方式 联系电话 性别 年龄 民族 籍贯 学历 专业 备注 说明 签到 签名 签字 身份证 身份证号 身份证号码 车牌 车牌号 车牌号码 司机 车号 车型 房号 房间号 \
    座位 席位 桌次 人数 数量 份数 金额 单价 总价 合计 小计 总数 成绩 分数 名次 得分 奖项 班次 白班 夜班 早班 中班 晚班 类别 类型 类 组别 级别 等级 项目 内容 入职日期 \
    出生日期 生日 政治面貌 党派 邮箱 应到 实到 缺席 出勤 周次";

/// All that columns are called.
static WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| names().map(|(name, _)| name).chain(ELSE.split_whitespace()).collect());

/// Rows above a header further down that may be its title.
const TITLES: usize = 6;

/// What was found in a list.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Places of the headers and of the titles above them: no records.
    pub headers: Vec<usize>,
    pub titles: Vec<usize>,
    /// Places of the rows of other lists, which have no names of persons.
    pub apart: Vec<usize>,
    /// The rows that stand in other columns, by their places.
    pub sections: Vec<Section>,
    /// The row and the words of a header under which persons stand whose column no name says.
    pub unreadable: Option<(u32, String)>,
    /// Columns of the table before any were added.
    pub width: usize,
    added: Vec<(usize, usize)>,
    remarks: Vec<Remark>,
}

/// What a row is that names columns.
enum Kind {
    /// Of this list.
    Of,
    /// Of another one.
    Apart,
}

/// Whether a list is turned, so that a column names what a row should: 姓名 | 张三 | 李四, 部门 | 一车间 | 二车间.
pub(super) fn is_turned(grid: &Grid, header: usize) -> bool {
    let cells = || grid.row(header).map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty());
    let Some((column, first)) = cells().next() else { return false };
    let others: Vec<&str> = cells().skip(1).map(|(_, cell)| cell).collect();
    let is_person = |cell: &&&str| is_name(cell) && !is_word(cell);
    let below: Vec<&str> = (header + 1..grid.len()).map(|row| grid.cell(row, column).trim()).collect();
    matches!(meaning(first), Meaning::Field("name", _))
        && !others.is_empty()
        && others.iter().filter(is_person).count() * 2 > others.len()
        && !below.is_empty()
        && below.iter().all(|cell| is_word(cell))
}

struct List<'g> {
    grid: &'g Grid,
    header: usize,
    /// Its columns' names as they are compared.
    names: Vec<String>,
    meanings: Vec<Meaning>,
    name: Option<usize>,
    /// Whether the names are those of persons, not of tables or doors.
    is_people: bool,
}

/// Looks for headers below the one at `header`. `starts` are the places from which the rows of a part begin that stood
/// beside the first: the first header holds for each of them.
pub(super) fn find(grid: &Grid, header: usize, starts: &[usize]) -> Found {
    let names: Vec<String> = grid.row(header).map(plain).collect();
    let meanings: Vec<Meaning> = grid.row(header).map(meaning).collect();
    let name = meanings.iter().position(|meaning| matches!(meaning, Meaning::Field("name", _)));
    let is_people =
        name.and_then(|name| meanings.get(name)).is_some_and(|m| matches!(m, Meaning::Field(_, rank) if rank % 10 < 2));
    let list = List { grid, header, names, meanings, name, is_people };
    let mut heads: Vec<(usize, Kind)> =
        (header + 1..grid.len()).filter_map(|row| Some((row, list.kind(row)?))).collect();
    let mut found = Found::default();
    // 手机 | 邮箱 right below 联系方式 is the second row of that header.
    let mut above = header;
    heads.retain(|(row, kind)| {
        let is_under = matches!(kind, Kind::Apart) && above + 1 == *row && list.is_nameless(*row);
        if is_under {
            found.titles.push(*row);
        }
        above = *row;
        !is_under
    });
    if heads.is_empty() {
        return found;
    }
    found.width = (0..grid.len()).map(|row| grid.width(row)).max().unwrap_or(0);
    for (at, (row, kind)) in heads.iter().enumerate() {
        let next = heads.get(at + 1).map_or(grid.len(), |(next, _)| *next);
        let end = starts.iter().copied().filter(|start| (*row + 1..next).contains(start)).min().unwrap_or(next);
        // Of a header in two rows the lower one names the columns.
        if heads.get(at + 1).is_some_and(|(next, kind)| *next == *row + 1 && matches!(kind, Kind::Of)) {
            found.titles.push(*row);
            continue;
        }
        found.headers.push(*row);
        let before = at.checked_sub(1).and_then(|before| heads.get(before)).map_or(header, |(row, _)| *row);
        found.titles.extend(list.titles(before, *row));
        match kind {
            Kind::Of => list.section(*row, end, &mut found),
            Kind::Apart => {
                let people = (*row + 1..end).any(|row| list.has_person(row));
                let words: Vec<&str> = grid.row(*row).map(str::trim).filter(|cell| !cell.is_empty()).take(6).collect();
                if people && found.unreadable.is_none() {
                    found.unreadable = Some((grid.number(*row), words.join(" ")));
                }
                found.headers.pop();
                found.apart.extend(*row..end);
            }
        }
    }
    // The title of the next list stands at the end of the one before.
    found.apart.retain(|row| !found.titles.contains(row));
    found
}

impl Found {
    /// The grid with all rows in the columns of the table.
    pub fn arranged(&mut self, grid: Grid, header: usize) -> Result<Grid, Over> {
        if self.sections.is_empty() {
            return Ok(grid);
        }
        if self.width + self.added.len() > TABLE_COLUMNS {
            return Err(Over::Columns { row: grid.number(header) });
        }
        grid.sectioned(header, self.width, &self.sections, &self.added)
    }

    /// What is to be said of it.
    pub fn remarks(&mut self) -> Vec<Remark> {
        std::mem::take(&mut self.remarks)
    }

    /// The column of the sheet whose cells stand in a column of the table now.
    pub fn source(&self, place: usize, column: usize) -> usize {
        let section = self.sections.iter().find(|section| (section.header..section.end).contains(&place));
        section.and_then(|s| s.columns.iter().position(|target| *target == Some(column))).unwrap_or(column)
    }

    /// The column of the table in which a cell stands now.
    pub fn column(&self, place: usize, column: usize) -> usize {
        let section = self.sections.iter().find(|section| (section.header..section.end).contains(&place));
        section.and_then(|section| section.columns.get(column).copied().flatten()).unwrap_or(column)
    }
}

impl List<'_> {
    fn kind(&self, row: usize) -> Option<Kind> {
        let cells = || self.grid.row(row).map(str::trim).filter(|cell| !cell.is_empty());
        // Most rows are none: a look at the first cells tells.
        let own = self.name.map(|name| self.grid.cell(row, name).trim());
        if !cells().take(2).chain(own).any(is_word) {
            return None;
        }
        let mut texts: Vec<&str> = cells().collect();
        texts.dedup();
        let is_head = |text: &&str| text.chars().count() <= 16 && text.parse::<f64>().is_err() && !is_mark(text);
        if !texts.iter().all(is_head) {
            return None;
        }
        let is_own = |text: &str| self.names.iter().any(|name| !name.is_empty() && *name == plain(text));
        let is_known = |text: &str| meaning(text) != Meaning::Unknown || is_own(text) || is_word(text);
        // Persons and what they belong to are no names of columns.
        let is_value = |text: &str| is_name(text) || said(text, true) == Said::Heading;
        if texts.iter().any(|text| !is_known(text) && is_value(text)) {
            return None;
        }
        let own_name = self.name.and_then(|name| self.names.get(name));
        let is_name_column = |text: &str| {
            matches!(meaning(text), Meaning::Field("name", rank) if rank % 10 == 0)
                || own_name.is_some_and(|own| *own == plain(text))
        };
        // 审批人： | 日期： and 小计 | 一车间 head nothing.
        let is_label = || texts.iter().any(|text| text.ends_with(['：', ':'])) || own.is_some_and(is_sum_said);
        if !texts.iter().any(|text| is_name_column(text)) && is_label() {
            return None;
        }
        let known = texts.iter().filter(|text| is_known(text)).count();
        let owned = texts.iter().filter(|text| is_own(text)).count();
        let has_name = texts.iter().any(|text| is_name_column(text));
        let is_whole = known == texts.len();
        // Where the names stand there is a name, or the word for them.
        let may_be_apart = own.is_none_or(|own| own.is_empty() || is_known(own));
        match self.name {
            Some(_) if has_name => Some(Kind::Of),
            Some(_) if texts.len() < 2 || !may_be_apart => None,
            // 部门 | 人数 below the list; 日期 | 白班 | 值长 behind a gap. Doors and things may be called as columns are.
            Some(_) if self.is_people && (is_whole || known > 0 && self.is_apart(row)) => Some(Kind::Apart),
            None if owned >= 2 && is_whole => Some(Kind::Of),
            None if has_name && texts.len() > 1 => Some(Kind::Apart),
            None if is_whole && texts.len() > 2 && self.fields(row) > 2 && self.is_apart(row) => Some(Kind::Apart),
            _ => None,
        }
    }

    /// Whether nothing stands where names do.
    fn is_nameless(&self, row: usize) -> bool {
        self.name.is_some_and(|name| self.grid.cell(row, name).trim().is_empty())
    }

    /// How many fields a row names.
    fn fields(&self, row: usize) -> usize {
        super::header::score(self.grid.row(row))
    }

    /// Whether empty rows or a lone title part a row from the list.
    fn is_apart(&self, row: usize) -> bool {
        let gap = self.grid.number(row).saturating_sub(self.grid.number(row.saturating_sub(1)));
        gap > 1 || row > self.header + 1 && self.is_lone(row - 1)
    }

    fn is_lone(&self, row: usize) -> bool {
        let mut cells = self.grid.row(row).map(str::trim).filter(|cell| !cell.is_empty());
        let first = cells.next();
        first.is_some() && cells.all(|cell| Some(cell) == first)
    }

    fn has_person(&self, row: usize) -> bool {
        self.grid.row(row).map(str::trim).any(|cell| is_name(cell) && !is_word(cell))
    }

    /// The titles above a header: lone texts, what also stands above the first header, labels and what they say.
    fn titles(&self, before: usize, row: usize) -> Vec<usize> {
        let above: BTreeSet<&str> = (0..self.header).flat_map(|row| self.grid.row(row)).map(str::trim).collect();
        let is_title = |row: &usize| {
            let cells: Vec<&str> = self.grid.row(*row).map(str::trim).filter(|cell| !cell.is_empty()).collect();
            let is_pairs = || cells.len() > 1 && cells.iter().step_by(2).all(|cell| is_label(cell));
            self.is_lone(*row) || cells.iter().all(|cell| above.contains(cell)) || is_pairs()
        };
        // A lone text that may be somebody's name is a title only where names have other texts beside them.
        let is_one_column = self.names.iter().filter(|name| !name.is_empty()).count() < 2;
        let is_list = |row: &usize| self.grid.row(*row).filter(|cell| !cell.trim().is_empty()).count() > 1;
        let filled = (before + 1..row).filter(is_list).count();
        let is_filled = filled > 2 && filled * 10 >= (row - before - 1) * 7;
        let is_heading = |row: &usize| {
            let text = self.grid.row(*row).map(str::trim).find(|cell| !cell.is_empty()).unwrap_or_default();
            said(text, is_one_column) == Said::Heading || is_mark(text) || above.contains(text)
        };
        let may_be = |row: &usize| match is_one_column {
            true => is_heading(row),
            false => is_filled || !self.is_lone(*row) || is_heading(row) || !self.has_person(*row),
        };
        (before + 1..row).rev().take(TITLES).take_while(|row| is_title(row) && may_be(row)).collect()
    }

    /// The columns of a header further down, in those of the table.
    fn section(&self, row: usize, end: usize, found: &mut Found) {
        let own: Vec<String> = self.grid.row(row).map(plain).collect();
        let width = (row..end).map(|row| self.grid.width(row)).max().unwrap_or(0);
        let mut columns: Vec<Option<usize>> = vec![None; width];
        let mut taken: Vec<usize> = Vec::new();
        // By their names first, by what these mean then, those without one in their place.
        for round in 0..3 {
            for (column, slot) in columns.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
                let name = own.get(column).map_or("", String::as_str);
                let fits = |target: &usize| {
                    let (known, meant) =
                        (self.names.get(*target).map_or("", String::as_str), self.meanings.get(*target));
                    let alike = || match (meaning(name), meant) {
                        (Meaning::Field(a, _), Some(Meaning::Field(b, _))) => a == *b,
                        (Meaning::Running, Some(Meaning::Running)) => true,
                        _ => false,
                    };
                    match round {
                        0 => !name.is_empty() && known == name,
                        1 => !name.is_empty() && alike(),
                        _ => name.is_empty() && known.is_empty() && *target == column,
                    }
                };
                let free = |target: &usize| !taken.contains(target);
                // Of several of one name the one in this place is meant.
                let here = Some(column).filter(|own| free(own) && fits(own));
                let found = here.or_else(|| (0..found.width).filter(free).find(fits));
                taken.extend(found);
                *slot = found;
            }
        }
        let is_used = |column: usize| (row..end).any(|row| !self.grid.cell(row, column).trim().is_empty());
        let mut added = Vec::new();
        let mut targets = Vec::with_capacity(width);
        for (column, target) in columns.into_iter().enumerate() {
            targets.push(match target {
                Some(target) => Some(target),
                None if !is_used(column) => None,
                None => {
                    let name = own.get(column).filter(|name| !name.is_empty());
                    let known = |(row, column): &(usize, usize)| Some(&plain(self.grid.cell(*row, *column))) == name;
                    let at = found.added.iter().position(known).filter(|at| !targets.contains(&Some(found.width + at)));
                    let at = at.unwrap_or_else(|| {
                        found.added.push((row, column));
                        found.added.len() - 1
                    });
                    added.push(self.grid.cell(row, column).trim().to_owned());
                    Some(found.width + at)
                }
            });
        }
        let missing: Vec<&str> = (0..self.names.len())
            .filter(|column| {
                !targets.contains(&Some(*column)) && self.names.get(*column).is_some_and(|name| !name.is_empty())
            })
            .map(|column| self.grid.cell(self.header, column).trim())
            .collect();
        let is_same = targets.iter().enumerate().all(|(column, target)| target.is_none_or(|target| target == column));
        if is_same {
            return;
        }
        // Lists side by side have it once each.
        let number = self.grid.number(row);
        if !found.remarks.iter().any(|told| matches!(&told.at, At::Rows(rows) if *rows == [number])) {
            found.remarks.push(remark(number, &added, &missing));
        }
        found.sections.push(Section { header: row, end, columns: targets });
    }
}

/// Whether a text is what columns are called, however it is spaced.
fn is_word(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    if WORDS.contains(text) {
        return true;
    }
    // Names of persons have neither spaces nor marks, mostly.
    let is_plain = text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c.is_ascii_digit());
    !is_plain && WORDS.contains(plain(text).as_str())
}

fn remark(row: u32, added: &[String], missing: &[&str]) -> Remark {
    let list = |names: Vec<&str>| names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("`, `");
    let (more, less) = (list(added.iter().map(String::as_str).collect()), list(missing.to_vec()));
    let what = say!(
        "another header: the rows below it are read by it, not by the first one",
        "这里另有表头，次序或列名与第一个不同：以下各行按此表头读取"
    );
    let what = match (more.is_empty(), less.is_empty()) {
        (true, true) => what,
        (false, _) => and(what, say!("new columns `{more}`", "新增列 `{more}`")),
        (true, false) => and(what, say!("it lacks `{less}`", "缺少列 `{less}`")),
    };
    Remark {
        rule: "table-second-header",
        severity: if more.is_empty() && less.is_empty() { Severity::Note } else { Severity::Warning },
        at: At::Rows(vec![row]),
        what,
        hint: Some(say!("if it is another list, put it on a sheet of its own", "如果是另一份名单，请放到单独的工作表")),
    }
}

fn and(what: Say, more: Say) -> Say {
    Say { en: format!("{}; {}", what.en, more.en), zh: format!("{}；{}", what.zh, more.zh) }
}
