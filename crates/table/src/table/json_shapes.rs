//! Tables that JSON holds by rows or columns: rows as arrays, columns as arrays. Each is written as an array of objects, which
//! is then read as any other.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::json_object::{Object, Pair, WRAPS, array, is_known, object, objects};
use biaoyu_page::error::Say;
use biaoyu_page::say;

/// The text as an array of objects, with what is to be said of it; `None` where it is no table in one of these shapes, or
/// where something of it would be lost.
pub(super) fn table(text: &str) -> Option<(String, Say)> {
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
    let Object(pairs) = Object::of(raw)?;
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
    if depth >= WRAPS {
        return None;
    }
    let mut inside = pairs.iter().filter_map(|(_, value)| shaped(value.get(), depth + 1));
    let only = inside.next()?;
    inside.next().is_none().then_some(only)
}

/// The rows of an array of arrays.
fn rows_of(raw: &str) -> Option<Vec<&str>> {
    let all = array(raw)?;
    (!all.is_empty() && all.iter().all(|row| row.starts_with('['))).then_some(all)
}

/// The names of an array of columns: each is there and another, and one of them is known.
fn names_of(raw: &str) -> Option<Vec<String>> {
    let names = serde_json::from_str::<Vec<String>>(raw).ok()?;
    let different: BTreeSet<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    (different.len() == names.len() && names.iter().any(|name| is_known(name))).then_some(names)
}

fn by_rows(names: &[String], rows: &[&str]) -> Option<String> {
    let row = |raw: &&str| {
        let cells = serde_json::from_str::<Vec<&RawValue>>(raw).ok()?;
        // What stands behind the last column has no name.
        let fits = cells.len() <= names.len();
        fits.then(|| object(names.iter().map(String::as_str).zip(cells.into_iter().map(RawValue::get))))
    };
    Some(objects(&rows.iter().map(row).collect::<Option<Vec<String>>>()?))
}

fn by_columns(pairs: &[Pair<'_>]) -> Option<String> {
    let cells = |raw: &RawValue| -> Option<Vec<String>> {
        let all = serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok()?;
        let is_plain = |cell: &&RawValue| !cell.get().starts_with(['{', '[']);
        all.iter().all(is_plain).then(|| all.into_iter().map(|cell| cell.get().to_owned()).collect())
    };
    let columns: Vec<Vec<String>> = pairs.iter().map(|(_, value)| cells(value)).collect::<Option<_>>()?;
    let count = columns.first()?.len();
    if count < 2 || columns.iter().any(|column| column.len() != count) {
        return None;
    }
    let names = || pairs.iter().map(|(name, _)| name.as_ref());
    let row = |i: usize| object(names().zip(columns.iter().filter_map(|column| column.get(i)).map(String::as_str)));
    Some(objects(&(0..count).map(row).collect::<Vec<_>>()))
}
