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
    if let Some(found) = by_groups(raw, depth) {
        return Some(found);
    }
    let Object(pairs) = serde_json::from_str::<Object<'_>>(raw).ok()?;
    if let Some(text) = by_lists(&pairs) {
        let said = say!(
            "the JSON has a list of records for each key: the keys are the column `{KEY}` (as departments: `--map {KEY}=unit`)",
            "JSON 以键分组存放记录：键作为 `{KEY}` 列（要作部门请用 `--map {KEY}=unit`）"
        );
        return Some((text, said));
    }
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
    Some(array(&(0..count).map(row).collect::<Vec<_>>()))
}

/// Groups, each with its records in a list of its own: `[{"部门":"运行部","人员":[{"姓名":"王明"}]}]`. What the group says is
/// said of each of its records.
fn by_groups(raw: &str, depth: usize) -> Option<(String, Say)> {
    let groups = serde_json::from_str::<Vec<&RawValue>>(raw).ok()?;
    let groups: Vec<Object<'_>> =
        groups.iter().map(|group| serde_json::from_str(group.get()).ok()).collect::<Option<_>>()?;
    let is_list = |value: &RawValue| list(value).is_some_and(|all| !all.is_empty());
    let key = groups.iter().find_map(|group| group.0.iter().find(|(_, value)| is_list(value)))?.0.as_ref();
    let mut records = Vec::new();
    let (mut knows, mut empty) = (false, 0_usize);
    for Object(group) in &groups {
        let (inside, own): (Vec<_>, Vec<_>) = group.iter().partition(|(name, _)| name == key);
        let [(_, inside)] = inside[..] else { return None };
        let inside = list(inside)?;
        empty += usize::from(inside.is_empty());
        for Object(record) in inside {
            knows |= record.iter().any(|(name, _)| is_known(name));
            // Of a person with a list of other things the list is the person's.
            if group.iter().any(|(name, _)| is_name(name)) && !PEOPLE.contains(&&*key.to_lowercase()) {
                return None;
            }
            let of_group = |name: &str| match record.iter().any(|(own, _)| own == name) {
                // `name` of a group of people is the department's.
                true if is_name(name) => "部门".to_owned(),
                true => format!("{key}.{name}"),
                false => name.to_owned(),
            };
            let own: Vec<(String, &str)> = own.iter().map(|(name, value)| (of_group(name), value.get())).collect();
            let own = own.iter().filter(|(name, _)| !record.iter().any(|(inside, _)| inside == name));
            let own = own.map(|(name, value)| (name.as_str(), *value));
            records.push(object(own.chain(record.iter().map(|(name, value)| (name.as_ref(), value.get())))));
        }
    }
    if !knows || records.is_empty() {
        return None;
    }
    let said = match empty {
        0 => say!(
            "the JSON has its records in groups, under `{key}`: what a group says is said of each of its records",
            "JSON 分组存放记录（在 `{key}` 下）：组的内容归于组内每一条"
        ),
        _ => say!(
            "the JSON has its records in groups, under `{key}`: what a group says is said of each of its records; {empty} groups have none and print nothing",
            "JSON 分组存放记录（在 `{key}` 下）：组的内容归于组内每一条；有 {empty} 组没有记录，不印"
        ),
    };
    let text = array(&records);
    let deeper = if depth < WRAPS { by_groups(&text, depth + 1) } else { None };
    Some((deeper.map_or(text, |(text, _)| text), said))
}

/// What lists of people are called in a group that has a name itself.
const PEOPLE: [&str; 16] = [
    "人员",
    "员工",
    "成员",
    "名单",
    "职工",
    "人员名单",
    "人员列表",
    "学生",
    "members",
    "people",
    "staff",
    "employees",
    "users",
    "persons",
    "students",
    "children",
];

fn is_name(name: &str) -> bool {
    matches!(meaning(name), Meaning::Field("name", _))
}

/// The objects of an array of nothing else.
fn list(value: &RawValue) -> Option<Vec<Object<'_>>> {
    serde_json::from_str(value.get()).ok()
}

/// Lists of records by keys: `{"运行部":[{"姓名":"王明"}],"检修部":[…]}`.
fn by_lists(pairs: Pairs<'_, '_>) -> Option<String> {
    if pairs.len() < 2 || pairs.iter().any(|(key, _)| is_known(key)) {
        return None;
    }
    let lists: Vec<(&str, Vec<Object<'_>>)> =
        pairs.iter().map(|(key, value)| Some((key.as_ref(), list(value)?))).collect::<Option<_>>()?;
    // Parts of one table have the same columns, if not all of them; people beside products are two tables.
    let columns = |all: &[Object<'_>]| -> BTreeSet<String> {
        all.iter().flat_map(|Object(cells)| cells.iter().map(|(name, _)| name.to_string())).collect()
    };
    let first = columns(&lists.first()?.1);
    let is_part = |own: BTreeSet<String>| own.is_subset(&first) || own.is_superset(&first);
    if !lists.iter().all(|(_, all)| is_part(columns(all))) {
        return None;
    }
    let mut records = Vec::new();
    let mut knows = false;
    for (key, all) in &lists {
        let own = quoted(key);
        for Object(cells) in all {
            if cells.iter().any(|(name, _)| name == KEY) {
                return None;
            }
            knows |= cells.iter().any(|(name, _)| is_known(name));
            let cells = cells.iter().map(|(name, value)| (name.as_ref(), value.get()));
            records.push(object(std::iter::once((KEY, own.as_str())).chain(cells)));
        }
    }
    knows.then(|| array(&records))
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
    fn groups_give_what_they_say_to_their_records() {
        let is = |text: &str, wanted: &str| {
            assert_eq!(objects(text).map(|(text, _)| text.replace('\n', "")).as_deref(), Some(wanted), "{text}");
        };
        is(
            r#"[{"部门":"运行部","人员":[{"姓名":"王明"},{"姓名":"李丽"}]},{"部门":"检修部","人员":[]}]"#,
            r#"[{"部门":"运行部","姓名":"王明"},{"部门":"运行部","姓名":"李丽"}]"#,
        );
        is(
            r#"[{"name":"运行部","members":[{"name":"王明","post":"班长"}]}]"#,
            r#"[{"部门":"运行部","name":"王明","post":"班长"}]"#,
        );
        is(
            r#"[{"部门":"运行部","班组":[{"班":"一班","人员":[{"姓名":"王明"}]}]}]"#,
            r#"[{"部门":"运行部","班":"一班","姓名":"王明"}]"#,
        );
        is(
            r#"{"departments":[{"name":"运行部","members":[{"name":"王明"}]},{"name":"检修部","members":[{"name":"李丽"}]}]}"#,
            r#"[{"部门":"运行部","name":"王明"},{"部门":"检修部","name":"李丽"}]"#,
        );
        is(
            r#"{"运行部":[{"姓名":"王明"}],"检修部":[{"姓名":"李丽"}]}"#,
            r#"[{"键":"运行部","姓名":"王明"},{"键":"检修部","姓名":"李丽"}]"#,
        );
    }

    #[test]
    fn what_would_lose_something_or_is_one_record_stays() {
        for text in [
            r#"[["姓名","部门"],["王明","运行部","多"]]"#,
            r#"[["姓名","姓名"],["王明","运行部"]]"#,
            r#"[["王明","运行部"],["李丽","检修部"]]"#,
            r#"{"姓名":{"姓":"王","名":"明"},"部门":{"名称":"运行部"}}"#,
            r#"{"王明":"运行部","李丽":"检修部"}"#,
            r#"{"users":[{"name":"王明","post":"班长"}],"products":[{"name":"阀门","price":3}]}"#,
            r#"{"a":{"1":{"姓名":"王明"}},"b":{"2":{"姓名":"李丽"}}}"#,
            "[1, 2]",
            "{",
        ] {
            assert_eq!(objects(text), None, "{text}");
        }
    }
}
