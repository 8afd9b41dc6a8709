//! Tables that JSON holds in another shape than an object for each record: rows as arrays, columns as arrays, records by
//! their keys. Each is written as an array of objects, which is then read as any other.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::header::{Meaning, meaning};
use super::json::{Object, WRAPS};
use biaoyu_page::error::Say;
use biaoyu_page::say;

/// The column for keys by which records are held.
const KEY: &str = "键";

/// The text as an array of objects, with what is to be said of it; `None` where it is no table in one of these shapes, or
/// where something of it would be lost.
pub(super) fn objects(text: &str) -> Option<(String, Say)> {
    let whole = serde_json::from_str::<&RawValue>(text).ok()?;
    shaped(whole.get(), 0)
}

fn shaped(raw: &str, depth: usize) -> Option<(String, Say)> {
    if let Some((names, rows)) = rows_of(raw).and_then(|rows| Some((names_of(rows.first()?)?, rows.get(1..)?.to_vec())))
    {
        let said = say!(
            "the JSON has its rows as arrays: the first names the columns",
            "JSON 的每一行是一个数组：以第一行为列名"
        );
        return Some((by_rows(&names, &rows)?, said));
    }
    let Object(pairs) = serde_json::from_str::<Object<'_>>(raw).ok()?;
    let named = pairs.iter().find_map(|(_, value)| names_of(value.get()));
    let rows = pairs.iter().find_map(|(_, value)| rows_of(value.get()));
    if let (Some(names), Some(rows)) = (named, rows) {
        let said = say!("the JSON names its columns beside its rows", "JSON 的列名与各行分开存放：已合并");
        return Some((by_rows(&names, &rows)?, said));
    }
    if let Some(text) = by_columns(&pairs) {
        let said = say!(
            "the JSON has its table by columns, an array for each: read row by row",
            "JSON 按列存放，一列一个数组：已逐行读取"
        );
        return Some((text, said));
    }
    if let Some(text) = by_keys(&pairs) {
        let said = say!(
            "the JSON holds each record by a key: the keys are the column `{KEY}` (as numbers: `--map {KEY}=number`)",
            "JSON 以键区分每条记录：键作为 `{KEY}` 列（要作编号请用 `--map {KEY}=number`）"
        );
        return Some((text, said));
    }
    if depth >= WRAPS {
        return None;
    }
    let mut inside = pairs.iter().filter_map(|(_, value)| shaped(value.get(), depth + 1));
    let only = inside.next()?;
    inside.next().is_none().then_some(only)
}

/// The rows of an array of arrays.
fn rows_of(raw: &str) -> Option<Vec<&str>> {
    let rows = serde_json::from_str::<Vec<&RawValue>>(raw).ok()?;
    let all: Vec<&str> = rows.into_iter().map(RawValue::get).collect();
    (!all.is_empty() && all.iter().all(|row| row.starts_with('['))).then_some(all)
}

/// The names of an array of columns: each is there and another, and one of them is known.
fn names_of(raw: &str) -> Option<Vec<String>> {
    let names = serde_json::from_str::<Vec<String>>(raw).ok()?;
    let different: BTreeSet<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    (different.len() == names.len() && names.iter().any(|name| is_known(name))).then_some(names)
}

fn is_known(name: &str) -> bool {
    matches!(meaning(name), Meaning::Field(..))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn object<'t>(cells: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let cells: Vec<String> = cells.map(|(name, value)| format!("{}:{value}", quoted(name))).collect();
    format!("{{{}}}", cells.join(","))
}

fn array(objects: &[String]) -> String {
    format!("[{}]", objects.join(",\n"))
}

fn by_rows(names: &[String], rows: &[&str]) -> Option<String> {
    let row = |raw: &&str| {
        let cells = serde_json::from_str::<Vec<&RawValue>>(raw).ok()?;
        // What stands behind the last column has no name.
        let fits = cells.len() <= names.len();
        fits.then(|| object(names.iter().map(String::as_str).zip(cells.into_iter().map(RawValue::get))))
    };
    Some(array(&rows.iter().map(row).collect::<Option<Vec<String>>>()?))
}

type Pairs<'t, 'r> = &'r [(std::borrow::Cow<'t, str>, &'t RawValue)];

fn by_columns(pairs: Pairs<'_, '_>) -> Option<String> {
    let cells = |raw: &RawValue| -> Option<Vec<String>> {
        let all = serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok()?;
        Some(all.into_iter().map(|cell| cell.get().to_owned()).collect())
    };
    let columns: Vec<Vec<String>> = pairs.iter().map(|(_, value)| cells(value)).collect::<Option<_>>()?;
    let count = columns.first()?.len();
    if count < 2 || columns.iter().any(|column| column.len() != count) {
        return None;
    }
    let names = || pairs.iter().map(|(name, _)| name.as_ref());
    let row = |i: usize| object(names().zip(columns.iter().filter_map(|column| column.get(i)).map(String::as_str)));
    Some(array(&(0..count).map(row).collect::<Vec<_>>()))
}

/// Records by keys are objects, all of them, and it is their keys that are known, not those that hold them.
fn by_keys(pairs: Pairs<'_, '_>) -> Option<String> {
    if pairs.is_empty() || pairs.iter().any(|(key, _)| is_known(key)) {
        return None;
    }
    let mut records = Vec::with_capacity(pairs.len());
    let mut knows = false;
    for (key, value) in pairs {
        let Object(cells) = serde_json::from_str::<Object<'_>>(value.get()).ok()?;
        if cells.iter().any(|(name, _)| name == KEY) {
            return None;
        }
        knows |= cells.iter().any(|(name, value)| is_known(name) && !value.get().starts_with(['{', '[']));
        let own = quoted(key);
        let cells = cells.iter().map(|(name, value)| (name.as_ref(), value.get()));
        records.push(object(std::iter::once((KEY, own.as_str())).chain(cells)));
    }
    knows.then(|| array(&records))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_in_other_shapes_become_objects() {
        let wanted = r#"[{"姓名":"王明","部门":"运行部"},{"姓名":"李丽"}]"#;
        for text in [
            r#"[["姓名","部门"],["王明","运行部"],["李丽"]]"#,
            r#"{"columns":["姓名","部门"],"data":[["王明","运行部"],["李丽"]]}"#,
            r#"{"code":0,"result":{"total":2,"columns":["姓名","部门"],"rows":[["王明","运行部"],["李丽"]]}}"#,
        ] {
            assert_eq!(objects(text).map(|(text, _)| text.replace('\n', "")).as_deref(), Some(wanted), "{text}");
        }
        let columns = objects(r#"{"姓名":["王明","李丽"],"部门":["运行部",null]}"#).unwrap().0.replace('\n', "");
        assert_eq!(columns, r#"[{"姓名":"王明","部门":"运行部"},{"姓名":"李丽","部门":null}]"#);
        let keyed = objects(r#"{"data":{"1001":{"姓名":"王明"},"1\"2":{"姓名":"李丽"}}}"#).unwrap().0.replace('\n', "");
        assert_eq!(keyed, r#"[{"键":"1001","姓名":"王明"},{"键":"1\"2","姓名":"李丽"}]"#);
    }

    #[test]
    fn what_would_lose_something_or_is_one_record_stays() {
        for text in [
            r#"[["姓名","部门"],["王明","运行部","多"]]"#,
            r#"[["姓名","姓名"],["王明","运行部"]]"#,
            r#"[["王明","运行部"],["李丽","检修部"]]"#,
            r#"{"姓名":{"姓":"王","名":"明"},"部门":{"名称":"运行部"}}"#,
            r#"{"王明":"运行部","李丽":"检修部"}"#,
            r#"{"a":{"1":{"姓名":"王明"}},"b":{"2":{"姓名":"李丽"}}}"#,
            "[1, 2]",
            "{",
        ] {
            assert_eq!(objects(text), None, "{text}");
        }
    }
}
