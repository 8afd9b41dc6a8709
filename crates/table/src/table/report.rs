//! What is wrong with the records, before a page is made: said by row, grouped when there is much of it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

use super::hygiene::{is_error, is_formula, is_scientific};
use super::map::field_said;
use super::names::{self, PLACEHOLDERS};
use super::records::Records;
use super::xlsx_pictures::dispimg;
use biaoyu_page::error::{Finding, Say, Severity};
use biaoyu_page::limits::FIELD_CHARS;
use biaoyu_page::say;

/// What the records are like for a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// For the user, the worst first.
    pub findings: Vec<Finding>,
    /// Records that a run leaves out, in their order.
    pub bad: Vec<Bad>,
}

/// A record that cannot be printed as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// The record, from 0.
    pub record: usize,
    /// Its row as the user counts it.
    pub row: usize,
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub cause: Cause,
    /// The same in words, for the re-print list.
    pub reason: Say,
}

/// Why a record is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The field has no text.
    Missing,
    /// The cell holds a formula's error.
    Error,
    /// The text is longer than any field may be.
    TooLong,
    /// A character was lost when the file was saved.
    Lost,
}

/// Looks through the records. `wanted` are the fields that the run cannot do without.
pub fn report(records: &Records, wanted: &[&str]) -> Report {
    let mut report = Report::default();
    for field in wanted {
        match records.column(field) {
            Some(column) => wanted_field(records, field, column, &mut report),
            None => report.findings.push(no_column(records, field)),
        }
    }
    report.bad.sort_by_key(|bad| bad.record);
    for (column, field) in records.columns().filter(|(_, field)| !wanted.contains(field)) {
        let rows = rows(records, |record| is_error(records.raw(record, column)));
        group(records, &mut report, rows, "cell-error", Severity::Note, || {
            (
                say!("an error of a formula in `{field}`: left out", "`{field}` 列的公式出错：该处留空"),
                Some(say!("correct the formula, or write the value", "请改正公式，或直接写值")),
            )
        });
    }
    for field in ["photo", "logo"] {
        missing_pictures(records, field, &mut report);
    }
    report.bad.sort_by_key(|bad| bad.record);
    names::names(records, &mut report);
    spoilt(records, &mut report);
    duplicates(records, &mut report);
    report.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    report
}

fn no_column(records: &Records, field: &str) -> Finding {
    let said = field_said(field);
    Finding {
        rule: "field-without-column",
        severity: Severity::Error,
        place: records.place(),
        what: say!("no column gives the field `{said}`", "没有哪一列是字段 `{said}`"),
        hint: Some(say!("say which: `--map COLUMN={field}`", "请指明：`--map 列名={field}`")),
    }
}

fn wanted_field(records: &Records, field: &str, column: usize, report: &mut Report) {
    let said = field_said(field);
    let chars = |text: &str| if text.len() > FIELD_CHARS { text.chars().count() } else { 0 };
    let mut bad: [Vec<u32>; 4] = Default::default();
    let causes = [Cause::Missing, Cause::Error, Cause::TooLong, Cause::Lost];
    for record in 0..records.len() {
        let text = records.cell(record, column);
        let raw = records.raw(record, column).trim();
        let (cause, reason) = if is_error(raw) {
            (Cause::Error, say!("`{raw}` in {said}", "{said} 为 `{raw}`"))
        } else if text.is_empty() || field == "name" && is_none(&text) {
            (Cause::Missing, say!("no {said}", "缺少 {said}"))
        } else if field == "name" && is_lost(&text) {
            (Cause::Lost, say!("nothing is left of {said}: `{text}`", "{said} 的字全丢了：`{text}`"))
        } else if chars(&text) > FIELD_CHARS {
            let count = chars(&text);
            (Cause::TooLong, say!("{count} characters in {said}", "{said} 有 {count} 字"))
        } else if text.contains('\u{fffd}') {
            (Cause::Lost, say!("a lost character in {said}: `{text}`", "{said} 丢了字：`{text}`"))
        } else {
            continue;
        };
        let row = records.row(record);
        for (rows, own) in bad.iter_mut().zip(causes) {
            if own == cause {
                rows.push(u32::try_from(row).unwrap_or(u32::MAX));
            }
        }
        report.bad.push(Bad { record, row, field: field.to_owned(), cause, reason });
    }
    let [missing, error, long, lost] = bad;
    group(records, report, missing, "field-missing", Severity::Error, || {
        (say!("no {said}", "缺少 {said}"), Some(say!("fill it in", "请补填")))
    });
    group(records, report, error, "cell-error", Severity::Error, || {
        let hint = say!("correct the formula, or write the value", "请改正公式，或直接写值");
        (say!("{said} is an error of a formula", "{said} 的公式出错"), Some(hint))
    });
    group(records, report, long, "field-too-long", Severity::Error, || {
        let what = say!(
            "{said} has more than {FIELD_CHARS} characters, the most that are set",
            "{said} 超过 {FIELD_CHARS} 字，无法排版"
        );
        (what, Some(say!("shorten it", "请缩短")))
    });
    group(records, report, lost, "field-lost-character", Severity::Error, || {
        let hint = say!("write the character again and save as UTF-8 or .xlsx", "请重新录入该字，存为 UTF-8 或 .xlsx");
        (say!("a character of {said} was lost when the file was saved", "{said} 有字在保存时丢失"), Some(hint))
    });
}

/// Whether a text is a program's word for nothing.
fn is_none(text: &str) -> bool {
    const NONE: &[&str] = &[
        "null",
        "none",
        "nil",
        "n/a",
        "nan",
        "undefined",
        "-",
        "--",
        "/",
        "无",
        "空",
        "空缺",
        "暂缺",
        "暂无",
        "待定",
        "待补",
        "待补充",
        "空白",
        "缺",
        "tbd",
        "vacant",
        "未定",
        "待填",
        "未填",
        "未知",
        "不详",
        "无名",
        "匿名",
        "保密",
        "某某",
        "某某某",
        "空岗",
        "缺员",
        "已退",
        "测试",
        "test",
        "xx",
        "xxx",
    ];
    NONE.contains(&text.trim_matches(['(', ')', '（', '）', '[', ']', '【', '】']).to_lowercase().as_str())
}

/// Whether all characters of a text stand for lost ones.
fn is_lost(text: &str) -> bool {
    let is_sign = |c: char| PLACEHOLDERS.contains(&c) || c.is_whitespace();
    text.contains("锟斤拷") || (!text.is_empty() && text.chars().all(is_sign))
}

/// Cells that show a picture in WPS which the workbook does not hold.
fn missing_pictures(records: &Records, field: &str, report: &mut Report) {
    let Some(column) = records.column(field) else { return };
    let said = field_said(field);
    for record in 0..records.len() {
        if let Some(name) = dispimg(records.raw(record, column))
            && records.picture(record, field).is_none()
        {
            let reason = say!("the picture `{name}` of {said} is not in the file", "{said} 的图片 `{name}` 不在文件里");
            let (row, field) = (records.row(record), field.to_owned());
            report.bad.push(Bad { record, row, field, cause: Cause::Missing, reason });
        }
    }
}

/// What a spreadsheet spoils when it saves text: long numbers, and formulas instead of what they give.
fn spoilt(records: &Records, report: &mut Report) {
    for (column, field) in records.columns() {
        let said = field_said(field);
        let mut sample = String::new();
        let rows_of = |is_meant: &dyn Fn(&str) -> bool, sample: &mut String| {
            rows(records, |record| {
                let raw = records.raw(record, column);
                let found = is_meant(raw);
                if found && sample.is_empty() {
                    *sample = raw.trim().chars().take(40).collect();
                }
                found
            })
        };
        let numbers = rows_of(&is_scientific, &mut sample);
        group(records, report, numbers, "cell-scientific", Severity::Warning, || {
            (
                say!(
                    "`{sample}` in {said}: a spreadsheet has destroyed a long number, its last digits are gone",
                    "{said} 为 `{sample}`：长数字已被电子表格毁坏，末尾几位已丢失"
                ),
                Some(say!(
                    "format the column as text, enter the number again, save once more",
                    "请把该列设为文本格式，重新录入后再保存"
                )),
            )
        });
        sample.clear();
        let formulas = rows_of(&|raw| is_formula(raw) && dispimg(raw).is_none(), &mut sample);
        group(records, report, formulas, "cell-formula", Severity::Warning, || {
            (
                say!(
                    "`{sample}` in {said} is a formula, not what it gives: it would be printed as it is",
                    "{said} 为公式 `{sample}`，不是结果：会照样印出"
                ),
                Some(say!(
                    "in the spreadsheet copy the column and paste it as values",
                    "请在电子表格中复制该列，选择性粘贴为“数值”"
                )),
            )
        });
    }
}

/// Records that are there twice, and numbers that two records share.
fn duplicates(records: &Records, report: &mut Report) {
    let columns: Vec<usize> = records.columns().map(|(column, _)| column).collect();
    let key = |record: usize, key: &mut String| {
        for column in &columns {
            key.push_str(&records.cell(record, *column));
            key.push('\u{1f}');
        }
    };
    let again = repeated(0..records.len(), key);
    let mut is_again = vec![false; records.len()];
    for (record, _) in &again {
        if let Some(is_again) = is_again.get_mut(*record) {
            *is_again = true;
        }
    }
    pairs(records, report, &again, "record-twice", |pairs| {
        (say!("the same record twice: {pairs}", "重复的记录：{pairs}"), say!("delete one of them", "请删去一条"))
    });
    let Some(column) = records.column("number") else { return };
    let numbered = (0..records.len())
        .filter(|record| !is_again.get(*record).copied().unwrap_or(false) && !records.cell(*record, column).is_empty());
    let shared = repeated(numbered, |record, key| key.push_str(&records.cell(record, column)));
    let name = |record: usize| records.text(record, "name");
    let (same, other): (Vec<_>, Vec<_>) = shared.into_iter().partition(|(a, b)| name(*a) == name(*b));
    pairs(records, report, &other, "number-shared", |pairs| {
        let what = say!("one number for two names: {pairs}", "同一编号不同姓名：{pairs}");
        (what, say!("correct the number", "请改正编号"))
    });
    pairs(records, report, &same, "number-twice", |pairs| {
        let what = say!(
            "the same number and name twice, and something else differs: {pairs}",
            "编号姓名相同而其他不同：{pairs}"
        );
        (what, say!("keep the one that is right", "请保留正确的一条"))
    });
}

/// Records whose key an earlier one has, each with that one. Keys are compared by half of their hash first, so that of a
/// million of them eight bytes each are kept, and some hundred pairs are compared for nothing.
fn repeated(records: impl Iterator<Item = usize>, key: impl Fn(usize, &mut String)) -> Vec<(usize, usize)> {
    let mut text = String::new();
    let mut hashes: Vec<(u32, u32)> = Vec::with_capacity(records.size_hint().1.unwrap_or(0));
    for record in records {
        text.clear();
        key(record, &mut text);
        let mut hasher = DefaultHasher::new();
        hasher.write(text.as_bytes());
        hashes.push((hasher.finish() as u32, u32::try_from(record).unwrap_or(u32::MAX)));
    }
    hashes.sort_unstable();
    let mut found = Vec::new();
    for alike in hashes.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        // Two texts may have one hash.
        let mut first: HashMap<String, usize> = HashMap::new();
        for (_, record) in alike {
            let record = *record as usize;
            let mut text = String::new();
            key(record, &mut text);
            match first.get(&text) {
                Some(earlier) => found.push((record, *earlier)),
                None => {
                    first.insert(text, record);
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// `row 12 as row 3`, for the first five.
fn pairs(
    records: &Records,
    report: &mut Report,
    pairs: &[(usize, usize)],
    rule: &'static str,
    say: impl Fn(&str) -> (Say, Say),
) {
    if pairs.is_empty() {
        return;
    }
    let shown =
        pairs.iter().take(5).map(|(later, earlier)| format!("{} = {}", records.row(*later), records.row(*earlier)));
    let mut list = shown.collect::<Vec<_>>().join(", ");
    if pairs.len() > 5 {
        list += " …";
    }
    let (what, hint) = say(&list);
    let rows: Vec<u32> =
        pairs.iter().map(|(later, _)| u32::try_from(records.row(*later)).unwrap_or(u32::MAX)).collect();
    report.findings.push(Finding {
        rule,
        severity: Severity::Warning,
        place: records.at(&rows),
        what,
        hint: Some(hint),
    });
}

pub(super) fn rows(records: &Records, mut is_meant: impl FnMut(usize) -> bool) -> Vec<u32> {
    let meant = (0..records.len()).filter(|record| is_meant(*record));
    meant.map(|record| u32::try_from(records.row(record)).unwrap_or(u32::MAX)).collect()
}

pub(super) fn group(
    records: &Records,
    report: &mut Report,
    rows: Vec<u32>,
    rule: &'static str,
    severity: Severity,
    say: impl FnOnce() -> (Say, Option<Say>),
) {
    if !rows.is_empty() {
        let (what, hint) = say();
        report.findings.push(Finding { rule, severity, place: records.at(&rows), what, hint });
    }
}
