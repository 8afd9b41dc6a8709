//! Column names as people write them → the fields that a page knows.

use super::grid::Grid;

/// Rows among which the header is looked for.
const HEAD_ROWS: usize = 30;

/// Names of a field's column: those of a group are as good as each other, an earlier group before a later one.
type Names = (&'static str, &'static [&'static [&'static str]]);

/// What columns are called. A field's own name is one of its names.
const COLUMNS: [Names; 18] = [
    (
        "name",
        &[
            &["姓名", "名字", "中文姓名", "中文名", "姓名（中文）", "持证人", "name", "full name", "chinese name"],
            &["人员", "员工", "参会人", "嘉宾", "称呼"],
        ],
    ),
    (
        "unit",
        &[
            &[
                "单位",
                "单位名称",
                "工作单位",
                "单位全称",
                "落款",
                "落款单位",
                "公司",
                "公司名称",
                "企业",
                "企业名称",
                "unit",
                "company",
            ],
            &[
                "部门",
                "部门名称",
                "科室",
                "处室",
                "车间",
                "班组",
                "单位/部门",
                "部门/单位",
                "单位部门",
                "department",
                "dept",
            ],
        ],
    ),
    (
        "post",
        &[
            &["职务", "post", "position", "job title", "职务/职称", "职务职称"],
            &["岗位", "岗位名称", "职位", "工种"],
            &["职称", "职级", "头衔", "身份"],
        ],
    ),
    (
        "number",
        &[
            &["编号", "胸卡编号", "胸牌编号", "证件编号", "证件号", "证号", "证书编号", "卡号", "number", "no", "no."],
            &["工号", "员工号", "员工编号", "职工号", "人员编号", "工作证号", "学号", "座位号", "id", "employee id"],
        ],
    ),
    ("qr", &[&["二维码", "二维码内容", "二维码链接", "qr", "qrcode", "qr code"], &["链接", "网址", "url", "link"]]),
    (
        "photo",
        &[&["照片", "相片", "头像", "证件照", "照片文件", "照片文件名", "照片路径", "photo", "picture"], &["图片"]],
    ),
    (
        "slogan",
        &[&["标语", "口号", "标语内容", "宣传标语", "宣传口号", "标语口号", "slogan"], &["文字", "内容", "text"]],
    ),
    ("key", &[&["关键字", "大字", "key"], &["关键词", "主字"]]),
    ("s", &[&["标语序号", "标语编号", "标语号", "s"]]),
    ("theme", &[&["主题", "活动主题", "theme"]]),
    ("title", &[&["活动", "活动名称", "会议名称", "会标", "title", "event"], &["标题"]]),
    ("campaign", &[&["活动全称", "campaign"]]),
    ("year", &[&["年份", "年度", "year"], &["年"]]),
    ("organisation", &[&["主办协会", "协会", "organisation", "organization"]]),
    ("date", &[&["日期", "时间", "活动日期", "活动时间", "会议时间", "date"], &["有效期", "发证日期"]]),
    ("place", &[&["地点", "活动地点", "会议地点", "地址", "place", "venue"]]),
    ("host", &[&["主办", "主办单位", "主办方", "host"]]),
    ("co_host", &[&["承办", "承办单位", "承办方", "co_host", "co-host", "cohost"]]),
];

/// What may stand before a name without changing it: 所在单位, 员工姓名.
const BEFORE: [&str; 18] = [
    "所在",
    "所属",
    "员工",
    "职工",
    "人员",
    "参会人员",
    "参会人",
    "参会",
    "参赛人员",
    "参赛",
    "学员",
    "嘉宾",
    "代表",
    "现任",
    "本人",
    "持证人",
    "佩戴人",
    "您的",
];

/// Counts the rows, and is never what a person's number is.
const RUNNING: [&str; 6] = ["序号", "序", "顺序号", "#", "index", "row"];

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
        _ => c,
    }
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
    Meaning::Unknown
}

fn lookup(plain: &str) -> Option<(&'static str, usize)> {
    COLUMNS.iter().find_map(|(field, groups)| {
        let rank = groups.iter().position(|names| names.iter().any(|name| same(name, plain)))?;
        Some((*field, rank))
    })
}

fn same(name: &str, plain: &str) -> bool {
    name == plain || (name.contains(['_', '（']) && self::plain(name) == plain)
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

/// The header: below titles, the first row that names two fields or more; else one; else the one with most texts.
pub(super) fn find(grid: &Grid, skip: impl Fn(u32) -> bool) -> Option<(usize, Sure)> {
    let rows: Vec<usize> = (0..grid.len().min(HEAD_ROWS)).filter(|row| !skip(grid.number(*row))).collect();
    let score = |row: usize| score(grid.row(row));
    if let Some(first) = rows.iter().copied().find(|row| score(*row) >= 2) {
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
            ("Full Name", "name"),
            ("所在单位", "unit"),
            ("部门", "unit"),
            ("职\n务", "post"),
            ("胸卡编号", "number"),
            ("NO.", "number"),
            ("Employee_ID", "number"),
            ("二维码", "qr"),
            ("相片", "photo"),
            ("口号", "slogan"),
            ("主办单位", "host"),
            ("co-host", "co_host"),
            ("co_host", "co_host"),
        ] {
            assert!(matches!(meaning(header), Meaning::Field(found, _) if found == field), "{header}");
        }
        assert_eq!(meaning("序号"), Meaning::Running);
        for other in ["家长姓名", "英文姓名", "支持单位", "电话", "", "性别", "备注"] {
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
    }
}
