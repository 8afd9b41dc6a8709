//! What is odd of names and of remarks, so that somebody looks before it is printed.

use super::hygiene::{is_han, is_private};
use super::records::Records;
use super::report::{Report, group, rows};
use super::said::{Said, said, says_not};
use super::surnames::{is_name, parts_are_several};
use biaoyu_page::error::Severity;
use biaoyu_page::say;

/// What is written or shown for characters that could not be typed or saved.
pub(super) const PLACEHOLDERS: [char; 10] = ['?', '？', '□', '〓', '■', '囗', '*', '○', '◯', '×'];

/// Posts that begin with what is a family name too.
const POSTS: [&str; 8] = ["董事长", "董事", "安全员", "施工员", "计划员", "司机", "解说员", "常务副总"];

/// Names with characters that only some computers have, or that stand for a lost one.
pub(super) fn names(records: &Records, report: &mut Report) {
    let Some(column) = records.column("name") else { return };
    let asked = rows(records, |record| {
        let name = records.raw(record, column);
        name.contains(PLACEHOLDERS) && name.chars().any(is_han)
    });
    group(records, report, asked, "name-placeholder", Severity::Warning, || {
        let hint = say!("look the character up and write it", "请查明该字后补上");
        (
            say!(
                "a sign in the name stands for a character that could not be typed or saved",
                "姓名中有代替生僻字的符号"
            ),
            Some(hint),
        )
    });
    lone(records, column, report);
    odd(records, column, report);
    for (column, field) in records.columns() {
        let ditto = rows(records, |record| matches!(records.raw(record, column).trim(), "同上" | "〃" | "″" | "\""));
        group(records, report, ditto, "cell-ditto", Severity::Warning, || {
            let what = say!(
                "a sign for “as above” in `{field}`, which would be printed as it is",
                "`{field}` 写的是“同上”，会照样印出"
            );
            (what, Some(say!("write it out, or merge the cells", "请写全，或合并单元格")))
        });
        let mut sample = None;
        let rows = rows(records, |record| {
            let raw = records.raw(record, column);
            let found = if raw.is_ascii() { None } else { raw.chars().find(|c| is_private(*c)) };
            sample = sample.or(found);
            found.is_some()
        });
        let code = sample.map_or(0, u32::from);
        group(records, report, rows, "cell-private-character", Severity::Warning, || {
            let what = say!(
                "`{field}` has a character of somebody's own making (U+{code:04X}), which other faces do not have",
                "`{field}` 有自造字（U+{code:04X}），其他字体里没有"
            );
            (what, Some(say!("write the character that Unicode has for it", "请换成 Unicode 中的正式字")))
        });
    }
}

/// Rows in which the column of the names alone has text, and no name: a heading, the office that signs.
fn lone(records: &Records, column: usize, report: &mut Report) {
    let others: Vec<usize> = records.columns().map(|(own, _)| own).filter(|own| *own != column).collect();
    let is_lone = |record: usize| others.iter().all(|other| records.own(record, *other).trim().is_empty());
    let alone = (0..records.len()).filter(|record| is_lone(*record)).count();
    let is_only = others.is_empty() || alone == records.len();
    // Where nearly all have more than a name, one that has not and looks like none is asked about.
    let is_rare = !is_only && alone * 5 <= records.len();
    let (sample, rows) = sampled(records, |record| {
        let name = records.raw(record, column).trim();
        let is_odd = name.contains(['（', '(', '：', ':', '。', '，']) || name.chars().any(|c| c.is_ascii_digit());
        let is_long = name.chars().filter(|c| is_han(*c)).count() > 4 && !name.contains(['·', '・', '•']);
        // Whom somebody has counted is no heading.
        let is_doubted = || said(name, true) == Said::Doubt && !records.is_counted(record);
        let is_asked = || match is_only {
            true => is_doubted(),
            false => is_odd || is_long || is_rare && !is_name(name) || is_doubted(),
        };
        (!name.is_empty() && is_lone(record) && is_asked()).then_some(name)
    });
    group(records, report, rows, "name-alone", Severity::Warning, || {
        let what = say!(
            "nothing but `{sample}` in the column of the names, which looks like a heading or a note: it is printed",
            "整行只有姓名列的“{sample}”，像是小标题或落款：会照样印出"
        );
        (what, Some(say!("delete the row if it is nobody", "如果不是人名，请删去该行")))
    });
}

/// Rows of which something is found, with the first that was.
fn sampled<'r>(records: &'r Records, mut find: impl FnMut(usize) -> Option<&'r str>) -> (String, Vec<u32>) {
    let mut sample = String::new();
    let rows = rows(records, |record| {
        let found = find(record);
        if let Some(text) = found.filter(|_| sample.is_empty()) {
            sample = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(20).collect();
        }
        found.is_some()
    });
    (sample, rows)
}

/// Names that are several, that have more with them, or that are figures; remarks that say not to print.
fn odd(records: &Records, column: usize, report: &mut Report) {
    // Most names are a few characters of one script: they are looked at once.
    let is_plain = |name: &str| name.len() <= 12 && name.chars().all(is_han);
    let others: Vec<bool> = (0..records.len()).map(|record| !is_plain(records.raw(record, column).trim())).collect();
    let name = |record: usize| others.get(record)?.then(|| records.raw(record, column).trim());
    let (sample, rows) = sampled(records, |record| name(record).filter(|name| are_several(name)));
    group(records, report, rows, "names-joined", Severity::Warning, || {
        let what =
            say!("several names in one cell, `{sample}`: printed together", "一格里有几个姓名“{sample}”：印在一起");
        (what, Some(say!("write each person in a row of his own", "请一人写一行")))
    });
    let (sample, rows) = sampled(records, |record| name(record).filter(|name| has_more(name) && !are_several(name)));
    group(records, report, rows, "name-with-more", Severity::Warning, || {
        let what = say!(
            "more than a name in `{sample}`: printed as it is written",
            "姓名列的“{sample}”不只是姓名：会照样印出"
        );
        (
            what,
            Some(say!(
                "put what is no name into a column of its own (职务, 备注)",
                "请把姓名以外的内容移到单独的列（职务、备注）"
            )),
        )
    });
    let is_figure = |name: &&str| {
        name.chars().any(|c| c.is_ascii_digit())
            && name.chars().all(|c| c.is_ascii_digit() || " -/.:年月日".contains(c))
    };
    let (sample, rows) = sampled(records, |record| name(record).filter(is_figure));
    group(records, report, rows, "name-figure", Severity::Warning, || {
        let what =
            say!("`{sample}` in the column of the names is a figure or a day", "姓名列里的“{sample}”是数字或日期");
        (
            what,
            Some(say!(
                "write the name, or say which column has it with `--map`",
                "请填写姓名，或用 `--map` 指明姓名在哪一列"
            )),
        )
    });
    for (other, field) in records.columns().filter(|(other, _)| *other != column) {
        let (sample, rows) = sampled(records, |record| Some(records.raw(record, other)).filter(|text| says_not(text)));
        group(records, report, rows, "row-not-meant", Severity::Warning, || {
            let what = say!("`{field}` says `{sample}`: printed all the same", "`{field}` 列写着“{sample}”：仍会印出");
            (what, Some(say!("delete or hide the rows that are not to be printed", "不印的行请删去或隐藏")))
        });
    }
}

/// Whether a text is the names of several persons: 张三、李四.
fn are_several(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split(['、', '，', ',', '；', ';', '/', '\n', '和', '与', '及'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let spaced = || text.split_whitespace().all(is_name) && parts_are_several(text.trim());
    // What somebody is may begin as a name does.
    let is_post = |part: &&str| POSTS.contains(part);
    !parts.iter().any(is_post) && (parts.len() > 1 && parts.iter().all(|part| is_name(part)) || spaced())
}

/// Whether a text has a mark or a bracket beside a name: 张三（组长）, ★李四, 1.王五, 补：赵六.
fn has_more(text: &str) -> bool {
    let is_mark =
        |c: char| matches!(c, '★' | '☆' | '●' | '▲' | '■' | '◆' | '※' | '√' | '①'..='⑳' | '“' | '”' | '"' | '#');
    let is_bracket = |c: char| matches!(c, '(' | '（' | '[' | '【' | '<' | '《' | ')' | '）');
    let has_han = text.chars().any(is_han);
    if parts_are_several(text.trim()) {
        return true;
    }
    let closed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if is_name(&closed) {
        return false;
    }
    // 王伟1 and 王伟A are two of one name.
    let before = closed.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let behind = closed.get(before.len()..).unwrap_or_default();
    if is_name(before) && (behind.len() == 1 || behind.bytes().all(|b| b.is_ascii_digit())) {
        return true;
    }
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = numbered.len() < text.len() && numbered.starts_with(['.', '、', '．', ')', '）', ' ']);
    text.chars().any(|c| is_mark(c) || is_bracket(c)) || has_han && (text.contains(['：', ':', '\n']) || is_numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_more_are_known() {
        assert!(
            ["张三、李四", "赵六\n钱七", "王五/赵六", "张三 、 李四", "李雷 韩梅梅"]
                .iter()
                .all(|text| are_several(text))
        );
        assert!(
            !["张三", "张三\n董事长", "阿卜杜拉·买买提", "和平", "John, Smith", "张三（组长）"]
                .iter()
                .any(|text| are_several(text))
        );
        assert!(
            [
                "张三（组长）",
                "★李四",
                "1.王五",
                "补：赵六",
                "(周九)",
                "①孙八",
                "张三\nZhang San",
                "张三\n董事长",
                "王晓明 副总经理",
                "王伟1",
                "王伟A",
                "王小明13800138000"
            ]
            .iter()
            .all(|text| has_more(text))
        );
        assert!(
            !["张三", "John Smith", "Łukasz", "José M. Cruz", "7", "欧阳Anna", "王Wei"]
                .iter()
                .any(|text| has_more(text))
        );
    }
}
