//! What a list of people has that is no record: sums, signatures, headings between, a second half beside the first;
//! and what columns hold that have no names.

use std::ops::Range;

use super::grid::{Grid, letters};
use super::header::{Meaning, meaning, plain};
use super::hygiene::is_han;

/// What a row of sums begins with, without spaces and hyphens.
const SUMS: [&str; 24] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总数",
    "总人数",
    "人数合计",
    "合计人数",
    "人数",
    "人数小计",
    "汇总",
    "累计",
    "本页合计",
    "本页小计",
    "总和",
    "共",
    "total",
    "totals",
    "totalcount",
    "totalpeople",
    "subtotal",
    "sum",
    "sumtotal",
    "grandtotal",
];
/// What a row of sums of one part ends with: 运行部小计.
const SUMS_OF_PARTS: [&str; 5] = ["合计", "小计", "总计", "subtotal", "total"];
/// What stands below a list, before a colon or alone.
const BELOW: [&str; 46] = [
    "制表人",
    "制表",
    "制单",
    "制单人",
    "填表人",
    "填表",
    "填报人",
    "填报",
    "审核人",
    "审核",
    "审批人",
    "审批",
    "批准",
    "批准人",
    "复核",
    "复核人",
    "负责人",
    "部门负责人",
    "单位负责人",
    "主管领导",
    "领导签字",
    "经办人",
    "经手人",
    "联系人",
    "联系电话",
    "制表日期",
    "制表时间",
    "填表日期",
    "填报日期",
    "打印日期",
    "打印时间",
    "统计人",
    "备注",
    "说明",
    "注",
    "附注",
    "单位盖章",
    "盖章",
    "note",
    "notes",
    "remark",
    "remarks",
    "preparedby",
    "checkedby",
    "approvedby",
    "printedon",
];
/// Family names that most people have.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜古饶阚穆滕喻丰褚娄晏党荆仇佟党";

/// Whether a row holds sums and no record. `name` is the column of the names, `slogan` that of the slogans, if there is
/// one: a row that says something is no sum.
pub(super) fn is_sum(grid: &Grid, row: usize, name: Option<usize>, slogan: Option<usize>) -> bool {
    let is_said = |cell: &str| is_sum_said(cell);
    let first = grid.row(row).find(|cell| !cell.trim().is_empty()).is_some_and(is_said);
    let is_sum = first || name.is_some_and(|name| is_said(grid.cell(row, name)) || is_count(grid.cell(row, name)));
    is_sum && slogan.map(|slogan| grid.cell(row, slogan)).is_none_or(|said| said.trim().is_empty() || is_said(said))
}

/// Whether where a name should be there is a count of people: 40人, 3 名.
fn is_count(cell: &str) -> bool {
    let plain = plain(cell);
    let after = plain.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    after.len() < plain.len() && matches!(after, "人" | "名" | "位" | "people" | "persons")
}

fn is_sum_said(cell: &str) -> bool {
    // Most cells are names, which have none of what these words have.
    const OF_SUMS: [char; 15] = ['计', '計', '数', '數', '汇', '匯', '和', '共', 't', 'T', 'ｔ', 'Ｔ', 'm', 'M', 'Ｍ'];
    if cell.len() > 60 || !cell.contains(OF_SUMS) {
        return false;
    }
    let plain: String = plain(cell).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if SUMS.contains(&plain.as_str()) && plain != "共" {
        return true;
    }
    if SUMS_OF_PARTS.iter().any(|sum| plain.strip_suffix(sum).is_some_and(|part| !part.is_empty())) {
        return true;
    }
    // 合计40人, 共40人.
    SUMS.iter().filter_map(|sum| plain.strip_prefix(sum)).any(|rest| {
        let rest = rest.strip_prefix("of").unwrap_or(rest).trim_start_matches([':', '：', '为', '有', '计', '数', '=']);
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "，,.".contains(c));
        rest.len() > after.len()
            && matches!(
                after,
                "" | "人"
                    | "名"
                    | "条"
                    | "份"
                    | "个"
                    | "位"
                    | "张"
                    | "人。"
                    | "people"
                    | "persons"
                    | "records"
                    | "rows"
            )
    })
}

/// Whether a row below the last record is of those who made the list.
pub(super) fn is_below(grid: &Grid, row: usize, meanings: &[Meaning]) -> bool {
    let Some((column, cell)) = grid.row(row).enumerate().find(|(_, cell)| !cell.trim().is_empty()) else {
        return false;
    };
    let (label, has_colon) = match cell.split_once(['：', ':']) {
        Some((label, _)) => (label, true),
        None => (cell, false),
    };
    // Notes are longer than any label: 注：请于周五前 …
    let label: String = plain(label).chars().filter(|c| !c.is_whitespace()).collect();
    let is_said = BELOW.contains(&label.as_str());
    // In a column of posts 联系人 is somebody's.
    let may_be_label = matches!(meanings.get(column), Some(Meaning::Running | Meaning::Field("name" | "number", _)));
    is_said && (has_colon || may_be_label)
}

/// Whether a row below the last record has one text that is a day or the number of a page: who signs dates it.
pub(super) fn is_dated(grid: &Grid, row: usize, meanings: &[Meaning]) -> bool {
    let Some(text) = only_text(grid, row) else { return false };
    // In a column of days it is somebody's.
    let column = grid.row(row).position(|cell| !cell.trim().is_empty());
    if column.is_some_and(|column| matches!(meanings.get(column), Some(Meaning::Field("date" | "year", _)))) {
        return false;
    }
    let plain: String = plain(text).chars().filter(|c| !c.is_whitespace()).collect();
    const OF_DAYS: &str = "〇○零一二三四五六七八九十年月日号时分-/.:";
    let is_day = plain.contains(['年', '月', '-', '/', '.'])
        && plain.chars().any(|c| c.is_ascii_digit() || "〇零一二三四五六七八九十".contains(c))
        && plain.chars().all(|c| c.is_ascii_digit() || OF_DAYS.contains(c));
    let is_page = plain.starts_with('第')
        && plain.contains('页')
        && plain.chars().all(|c| c.is_ascii_digit() || "第共页,，/".contains(c));
    is_page || (is_day && plain.chars().count() >= 5)
}

/// Whether a row below a note goes on with it: it has one text, which is nobody's name.
pub(super) fn goes_on(grid: &Grid, row: usize) -> bool {
    only_text(grid, row).is_some_and(|text| !is_name(text))
}

/// The text of a row that has no other.
fn only_text(grid: &Grid, row: usize) -> Option<&str> {
    let mut cells = grid.row(row).map(str::trim).filter(|cell| !cell.is_empty());
    let first = cells.next()?;
    cells.all(|cell| cell == first).then_some(first)
}

/// Whether a row has one text in three cells or more, and nothing else: a heading merged over the sheet.
pub(super) fn is_heading(grid: &Grid, row: usize) -> bool {
    let mut cells = grid.row(row).map(str::trim).filter(|cell| !cell.is_empty());
    let Some(first) = cells.next() else { return false };
    let mut others = 0;
    cells.all(|cell| {
        others += 1;
        cell == first
    }) && others >= 2
}

/// The columns of the parts of a list that stand beside each other under the same names: 姓名 部门 | 姓名 部门.
pub(super) fn halves(grid: &Grid, header: usize) -> Option<Vec<Range<usize>>> {
    let names: Vec<String> = grid.row(header).map(plain).collect();
    let first = names.iter().position(|name| matches!(meaning(name), Meaning::Field("name", _)))?;
    let own = names.get(first)?;
    let places: Vec<usize> = (0..names.len()).filter(|column| names.get(*column) == Some(own)).collect();
    let [_, second, ..] = places[..] else { return None };
    let width = second - first;
    let is_even = places.windows(2).all(|pair| matches!(pair, [a, b] if b - a == width));
    let at = |place: usize, left: usize, right: usize| names.get((place + right).checked_sub(left)?);
    let alike = |left: usize, right: usize| {
        let wanted = at(first, left, right);
        wanted.is_some() && places.iter().all(|place| at(*place, left, right) == wanted)
    };
    let left = (1..width.min(first + 1)).take_while(|left| alike(*left, 0)).last().unwrap_or(0);
    let right = (1..width - left).take_while(|right| alike(0, *right)).last().unwrap_or(0);
    let ranges: Vec<Range<usize>> = places.iter().map(|place| place - left..place + right + 1).collect();
    // What stands outside of the parts belongs to none of them: it is not for us to say to which.
    let is_inside = |column: usize| ranges.iter().any(|range| range.contains(&column));
    let is_lone = (0..names.len()).any(|column| !is_inside(column) && names.get(column).is_some_and(|n| !n.is_empty()));
    // A name merged over two columns is there twice in every row.
    let is_merged = (header + 1..grid.len()).all(|row| grid.cell(row, first) == grid.cell(row, second));
    (is_even && !is_lone && !is_merged).then_some(ranges)
}

/// Rows by which columns without names are judged.
const JUDGED: usize = 200;

/// Names for columns that have none, by what most of their cells look like; letters for the others.
pub(super) fn guess_names(grid: &Grid) -> Vec<String> {
    const UNITS: [&str; 24] = [
        "公司", "厂", "局", "部", "处", "室", "科", "院", "所", "站", "队", "车间", "班", "组", "中心", "集团", "学校",
        "银行", "支行", "分行", "办", "司", "系", "委",
    ];
    const POSTS: [&str; 12] = ["长", "员", "师", "经理", "主任", "工", "书记", "助理", "主管", "总监", "教授", "干事"];
    let width = (0..grid.len().min(JUDGED)).map(|row| grid.width(row)).max().unwrap_or(0);
    let mut taken: Vec<&str> = Vec::new();
    let mut names = Vec::with_capacity(width);
    for column in 0..width {
        let cells: Vec<&str> = (0..grid.len().min(JUDGED)).map(|row| grid.cell(row, column).trim()).collect();
        let filled: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        let share = |is_meant: &dyn Fn(&str) -> bool| {
            filled.iter().filter(|cell| is_meant(cell)).count() * 10 >= filled.len().max(1) * 6 && !filled.is_empty()
        };
        let ends = |cell: &str, all: &[&str]| {
            cell.chars().all(|c| is_han(c) || c.is_alphanumeric()) && all.iter().any(|end| cell.ends_with(end))
        };
        // 001 is a number of somebody's, 1 counts.
        let counts = filled.iter().enumerate().all(|(i, cell)| **cell == *(i + 1).to_string());
        let is_code = |cell: &str| {
            cell.len() >= 2
                && cell.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && cell.bytes().any(|b| b.is_ascii_digit())
        };
        // Nobody wears them: a mobile telephone's number, an identity card's.
        let is_private_number = |cell: &str| {
            let (digits, last) = cell.split_at_checked(cell.len().saturating_sub(1)).unwrap_or_default();
            let figures = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            (cell.len() == 11 && cell.starts_with('1') && figures(cell))
                || (cell.len() == 18 && figures(digits) && (figures(last) || matches!(last, "X" | "x")))
        };
        let guess = if counts && !filled.is_empty() {
            Some("序号")
        } else if share(&|cell| is_name(cell)) {
            Some("姓名")
        } else if share(&|cell| ends(cell, &UNITS)) {
            Some("单位")
        } else if share(&|cell| ends(cell, &POSTS)) {
            Some("职务")
        } else if share(&is_code) && !share(&is_private_number) {
            Some("编号")
        } else {
            None
        };
        let guess = guess.filter(|guess| !taken.contains(guess));
        taken.extend(guess);
        names.push(guess.map_or_else(|| letters(column), str::to_owned));
    }
    names
}

/// Whether a text looks like a Chinese person's name.
pub(super) fn is_name(cell: &str) -> bool {
    let chars: Vec<char> = cell.chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).collect();
    let is_short = (2..=4).contains(&chars.len()) && chars.iter().all(|c| is_han(*c));
    let is_foreign = chars.contains(&'·') && chars.iter().all(|c| is_han(*c) || *c == '·');
    is_foreign || (is_short && chars.first().is_some_and(|c| SURNAMES.contains(*c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::default();
        for (cells, number) in rows.iter().zip(1..) {
            grid.push(number, cells.iter().copied()).unwrap();
        }
        grid
    }

    #[test]
    fn sums_and_signatures_are_known() {
        for sum in [
            "合计",
            "合　计",
            "合计：40人",
            "共40人",
            "总计 40",
            "小计:",
            "Total",
            "本页小计 12 人",
            "Grand Total",
            "Sub-total",
            "TOTAL: 40",
            "Total of 40",
            "Total people: 40",
            "运行部小计",
            "合計",
        ] {
            assert!(is_sum_said(sum), "{sum}");
        }
        for name in [
            "共同",
            "合计算",
            "总经理",
            "小计划",
            "共青团",
            "张三",
            "",
            "人数统计员",
            "共",
            "Tom",
            "Matt Sumner",
            "共和",
            "会计",
        ] {
            assert!(!is_sum_said(name), "{name}");
        }
        assert!(["40人", "3 名", "40 People"].iter().all(|cell| is_count(cell)));
        assert!(!["人", "40", "一名", "40岁", "张三"].iter().any(|cell| is_count(cell)));
        let foot =
            grid(&[&["2024年5月1日"], &["二〇二四年五月"], &["第1页 共2页"], &["2024-05-01", "张三"], &["17.5"]]);
        assert_eq!([0, 1, 2, 3, 4].map(|row| is_dated(&foot, row, &[])), [true, true, true, false, false]);
        let people = grid(&[&["序号", "姓名", "部门"], &["制表人：王芳"], &["", "审核人"], &["", "张三", "注"]]);
        let meanings = [Meaning::Running, Meaning::Field("name", 0), Meaning::Field("unit", 1)];
        assert_eq!([1, 2, 3].map(|row| is_below(&people, row, &meanings)), [true, true, false]);
        let posts = grid(&[&["职务", "姓名"], &["联系人", "李四"]]);
        assert!(!is_below(&posts, 1, &[Meaning::Field("post", 0), Meaning::Field("name", 0)]));
        let merged = grid(&[&["一车间", "一车间", "一车间"], &["张三", "张三"], &["张三", "一", "一"]]);
        assert_eq!([0, 1, 2].map(|row| is_heading(&merged, row)), [true, false, false]);
    }

    #[test]
    fn halves_are_found_when_they_are_alike() {
        let find = |header: &[&str], row: &[&str]| halves(&grid(&[header, row]), 0);
        assert_eq!(find(&["姓名", "部门", "姓名", "部门"], &["张三", "一", "李四", "二"]), Some(vec![0..2, 2..4]));
        assert_eq!(
            find(&["序号", "姓名", "部门", "", "序号", "姓 名", "部门"], &["1", "张三", "一", "", "2", "李四"]),
            Some(vec![0..3, 4..7])
        );
        assert_eq!(find(&["姓名", "姓名", "姓名"], &["张三", "李四", "王五"]), Some(vec![0..1, 1..2, 2..3]));
        assert_eq!(find(&["姓名", "姓名", "部门"], &["张三", "张三", "一"]), None);
        assert_eq!(find(&["姓名", "部门", "姓名", "电话"], &["张三", "一", "李四", "2"]), None);
        assert_eq!(find(&["姓名", "部门"], &["张三", "一"]), None);
    }

    #[test]
    fn columns_without_names_are_guessed() {
        let rows: &[&[&str]] =
            &[&["1", "张三", "一车间", "班长", "00017", "x"], &["2", "李 四", "财务部", "会计师", "00018", "y"]];
        assert_eq!(guess_names(&grid(rows)), ["序号", "姓名", "单位", "职务", "编号", "F"]);
        assert_eq!(guess_names(&grid(&[&["001", "张三"], &["002", "李四"]])), ["编号", "姓名"]);
        // Nobody wears his telephone's number, nor that of his identity card.
        let rows: &[&[&str]] =
            &[&["张三", "13800138000", "11010519491231002X"], &["李四", "13900139000", "440308199901010012"]];
        assert_eq!(guess_names(&grid(rows)), ["姓名", "B", "C"]);
    }
}
