//! Column names as people write them → the fields that a page knows.

use super::columns::{BEFORE, COLUMNS, OTHERS, RUNNING, TRADITIONAL};
use super::grid::Grid;

/// Rows among which the header is looked for.
const HEAD_ROWS: usize = 30;

/// What a column's name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field; of two columns for one field the one of lower rank is meant.
    Field(&'static str, usize),
    /// A running number.
    Running,
    Unknown,
}

/// The name without what people put around it: `姓　名（必填）*` → `姓名`. Wide letters become narrow, capitals small.
pub(super) fn plain(header: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in header.chars() {
        let c = narrow(c);
        match c {
            '(' | '[' | '【' | '〔' | '<' | '《' | '{' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' | '》' | '}' => depth = depth.saturating_sub(1),
            '*' | ':' | '"' | '\'' | '“' | '”' | '★' => {}
            _ if depth > 0 || super::hygiene::is_invisible(c) || c.is_control() => {}
            _ if c.is_whitespace() => out.push(' '),
            _ => out.extend(c.to_lowercase()),
        }
    }
    // Spaces part English words and only align Chinese ones.
    let mut words = out.split_whitespace();
    let mut joined = words.next().unwrap_or_default().to_owned();
    for word in words {
        if joined.ends_with(|c: char| c.is_ascii()) && word.starts_with(|c: char| c.is_ascii()) {
            joined.push(' ');
        }
        joined += word;
    }
    joined
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '_' => ' ',
        '\u{2e80}'..='\u{9fff}' => simplified(c),
        _ => c,
    }
}

/// The simplified form of a character that names of columns have.
fn simplified(c: char) -> char {
    let mut pairs = TRADITIONAL.chars();
    while let (Some(traditional), Some(simplified)) = (pairs.next(), pairs.next()) {
        if traditional == c {
            return simplified;
        }
    }
    c
}

/// What a column of that name holds.
pub(super) fn meaning(header: &str) -> Meaning {
    let header = plain(header);
    if RUNNING.contains(&header.as_str()) {
        return Meaning::Running;
    }
    if let Some((field, rank)) = lookup(&header) {
        return Meaning::Field(field, rank);
    }
    for before in BEFORE {
        if let Some((field, rank)) = header.strip_prefix(before).and_then(lookup) {
            return Meaning::Field(field, rank + 10);
        }
    }
    if of_somebody(&header) {
        return Meaning::Field("name", 20);
    }
    either(&header).or_else(|| part(&header)).or_else(|| bilingual(&header)).unwrap_or(Meaning::Unknown)
}

/// 学生姓名, 参赛者姓名: the name of whoever the list is of; that of another than the bearer is not.
fn of_somebody(header: &str) -> bool {
    let who = header.strip_suffix("姓名");
    let is_han = |c: char| super::hygiene::is_han(c);
    who.is_some_and(|who| {
        // 部门姓名 has both in one.
        lookup(who).is_none_or(|(field, _)| field == "name")
            && (1..=8).contains(&who.chars().count())
            && who.chars().all(is_han)
            && !OTHERS.iter().any(|other| who.contains(other))
    })
}

/// user.姓名, a part of an object in JSON.
fn part(header: &str) -> Option<Meaning> {
    let (whole, part) = header.rsplit_once('.').filter(|(whole, part)| !whole.is_empty() && !part.is_empty())?;
    // Every object has an `id`: it is the number of nobody.
    let may_be = part != "id" && whole.chars().all(|c| c.is_alphanumeric() || c == '.');
    // What a department has of its own is nobody's.
    let is_other = |key: &str| lookup(key).is_some_and(|(field, _)| field != "name");
    let may_be = may_be && !whole.split('.').any(is_other);
    let (field, rank) = lookup(part).filter(|_| may_be)?;
    Some(Meaning::Field(field, rank + 10))
}

/// 职务/岗位, 部门（或班组）: two names for one thing.
fn either(header: &str) -> Option<Meaning> {
    let parts: Vec<&str> =
        header.split(['/', '、', '或', '和', '及', '|', '\\', '&', '+', '-']).map(str::trim).collect();
    if parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let all: Vec<(&str, usize)> = parts.into_iter().map(lookup).collect::<Option<_>>()?;
    let (field, _) = *all.first()?;
    let rank = all.iter().map(|(_, rank)| *rank).min()?;
    all.iter().all(|(own, _)| *own == field).then_some(Meaning::Field(field, rank))
}

/// Name姓名, 职务/title: the Chinese word says which.
fn bilingual(header: &str) -> Option<Meaning> {
    let latin = header.chars().filter(char::is_ascii_alphabetic).count();
    let of_latin = |c: char| c.is_ascii_alphabetic() || " .&/-|'\\".contains(c);
    let start = header.trim_matches(of_latin);
    // user.部门.parent is a part of it, as `part` has it.
    let is_part = header.split(['.', ' ']).filter(|part| !part.is_empty()).count() > 1 && !header.contains(' ');
    let is_whole = !is_part && latin >= 3 && !start.is_empty() && !start.contains(of_latin);
    let (field, rank) = lookup(start).filter(|_| is_whole)?;
    Some(Meaning::Field(field, rank + 10))
}

fn lookup(plain: &str) -> Option<(&'static str, usize)> {
    COLUMNS.iter().find_map(|(field, groups)| {
        let rank = groups.iter().position(|names| names.iter().any(|name| same(name, plain)))?;
        Some((*field, rank))
    })
}

fn same(name: &str, plain: &str) -> bool {
    name == plain || (name.contains(['_', '（', '職']) && self::plain(name) == plain)
}

/// All names of columns, with the field that each is for.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
    COLUMNS.iter().flat_map(|(field, groups)| groups.iter().flat_map(|g| g.iter()).map(|name| (*name, *field)))
}

/// The Chinese name that a field's column has most often; the field itself when there is none.
pub(super) fn spoken(field: &str) -> &str {
    COLUMNS
        .iter()
        .find(|(own, _)| *own == field)
        .and_then(|(_, groups)| groups.first()?.first().copied())
        .unwrap_or(field)
}

/// How many different fields a row names.
pub(super) fn score<'c>(cells: impl Iterator<Item = &'c str>) -> usize {
    let mut fields: Vec<&str> = Vec::new();
    let mut is_running = false;
    for cell in cells {
        if cell.len() > 60 {
            continue;
        }
        match meaning(cell) {
            Meaning::Field(field, _) if !fields.contains(&field) => fields.push(field),
            Meaning::Running => is_running = true,
            _ => {}
        }
    }
    fields.len() + usize::from(is_running && !fields.is_empty())
}

/// How sure it is that a row is the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    /// It names two fields or more, or is all that a list of one column can be.
    Named,
    /// It only looks like one.
    Guessed,
}

/// Whether a row says labels and what stands for them, by turns, and no label beside a label.
fn is_pairs(grid: &Grid, row: usize) -> bool {
    let cells: Vec<&str> = grid.row(row).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let is_known = |cell: &&str| meaning(cell) != Meaning::Unknown;
    cells.len() > 1 && cells.chunks(2).all(|pair| matches!(pair, [label, value] if is_known(label) && !is_known(value)))
}

/// The header: below titles, the first row that names two fields or more; else one; else the one with most texts.
pub(super) fn find(grid: &Grid, skip: impl Fn(u32) -> bool) -> Option<(usize, Sure)> {
    let rows: Vec<usize> = (0..grid.len().min(HEAD_ROWS)).filter(|row| !skip(grid.number(*row))).collect();
    let score = |row: usize| score(grid.row(row));
    // 单位 | 某某厂 | 日期 | 3月5日 says what the list is about, where its header stands further down.
    let has_name = |row: usize| grid.row(row).any(|cell| matches!(meaning(cell), Meaning::Field("name", _)));
    let mut named = rows.iter().copied().filter(|row| score(*row) >= 2);
    let lists = rows.iter().copied().find(|row| score(*row) >= 2 && has_name(*row));
    let first = named.find(|row| lists.is_none_or(|list| list <= *row) || !is_pairs(grid, *row));
    if let Some(first) = first {
        // A header of two rows: the lower one names the columns under a common heading.
        let mut header = first;
        while score(header + 1) >= score(header) && rows.contains(&(header + 1)) {
            header += 1;
        }
        return Some((header, Sure::Named));
    }
    if let Some(row) = rows.iter().copied().find(|row| score(*row) == 1) {
        return Some((row, Sure::Named));
    }
    let texts = |row: usize| {
        let mut seen: Vec<&str> = Vec::new();
        for cell in grid.row(row).map(str::trim).filter(|c| !c.is_empty() && c.parse::<f64>().is_err()) {
            if !seen.contains(&cell) {
                seen.push(cell);
            }
        }
        seen.len()
    };
    let most = rows.iter().copied().map(texts).max()?;
    let row = rows.into_iter().find(|row| texts(*row) == most)?;
    Some((row, Sure::Guessed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_however_they_are_written() {
        for (header, field) in [
            ("姓名", "name"),
            (" 姓　名 ", "name"),
            ("姓名（必填）", "name"),
            ("*姓名：", "name"),
            ("员工姓名", "name"),
            ("Ｎａｍｅ", "name"),
            ("学生姓名", "name"),
            ("参赛选手姓名（必填）", "name"),
            ("志愿者姓名", "name"),
            ("參賽者", "name"),
            ("Full Name", "name"),
            ("所在单位", "unit"),
            ("部门", "unit"),
            ("职\n务", "post"),
            ("职务/岗位", "post"),
            ("岗位（职务）", "post"),
            ("职务、职称", "post"),
            ("單位", "unit"),
            ("部門", "unit"),
            ("職務", "post"),
            ("編號", "number"),
            ("版式", "layout"),
            ("产品", "product"),
            ("配色", "palette"),
            ("标志", "logo"),
            ("胸卡编号", "number"),
            ("NO.", "number"),
            ("Employee_ID", "number"),
            ("二维码", "qr"),
            ("相片", "photo"),
            ("口号", "slogan"),
            ("主办单位", "host"),
            ("co-host", "co_host"),
            ("co_host", "co_host"),
            ("user.姓名", "name"),
            ("data.user.name", "name"),
            ("Name 姓名", "name"),
            ("Title 职务", "post"),
            ("职务/Title", "post"),
            ("部门 Dept.", "unit"),
            ("Dept.", "unit"),
            ("Emp No", "number"),
        ] {
            assert!(matches!(meaning(header), Meaning::Field(found, _) if found == field), "{header}");
        }
        assert_eq!(meaning("序号"), Meaning::Running);
        for other in [
            "家长姓名",
            "紧急联系人姓名",
            "指导教师姓名",
            "法定代表人姓名",
            "文件名字",
            "使用人姓名",
            "姓名/学生",
            "部门姓名",
            "英文姓名",
            "支持单位",
            "电话",
            "",
            "性别",
            "备注",
            "姓名/部门",
            "/",
            "部门.id",
            "部门.parent",
            "部门.parent.name",
            ".姓名",
            "IP地址",
            "WeChat号",
        ] {
            assert_eq!(meaning(other), Meaning::Unknown, "{other}");
        }
        for (name, field) in names() {
            assert!(matches!(meaning(name), Meaning::Field(found, _) if found == field), "{name}");
        }
    }

    #[test]
    fn the_header_is_found_below_titles_and_headings() {
        let grid = |rows: &[&[&str]]| {
            let mut grid = Grid::default();
            for (cells, number) in rows.iter().zip(1..) {
                grid.push(number, cells.iter().copied()).unwrap();
            }
            grid
        };
        let title = grid(&[&["某公司胸卡名单"; 3], &["序号", "姓名", "部门"], &["1", "张三", "一车间"]]);
        assert_eq!(find(&title, |_| false), Some((1, Sure::Named)));
        let two =
            grid(&[&["姓名", "部门", "联系", "联系"], &["姓名", "部门", "电话", "邮箱"], &["张三", "一", "2", "3"]]);
        assert_eq!(find(&two, |_| false), Some((1, Sure::Named)));
        let one = grid(&[&["姓名"], &["张三"]]);
        assert_eq!(find(&one, |_| false), Some((0, Sure::Named)));
        let unknown = grid(&[&["2021"], &["甲", "乙", "丙"], &["1", "2", "丁"]]);
        assert_eq!(find(&unknown, |_| false), Some((1, Sure::Guessed)));
        assert_eq!(find(&Grid::default(), |_| false), None);
        let about = grid(&[&["单位", "某某厂", "日期", "3月5日"], &["请核对"], &["姓名", "部门"], &["张三", "一"]]);
        assert_eq!(find(&about, |_| false), Some((2, Sure::Named)));
    }
}
