//! JSON: an array of objects, wherever in the file it is, or an object a line (JSON Lines); other shapes become such an array
//! first (`json_shapes`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::grid::{Grid, Over};
use super::header::{Meaning, meaning};
use super::json_fault;
use super::json_shapes::objects;
use super::line::Line;
use super::number_format::general;
use super::sheet::{At, Remark};
use biaoyu_page::error::{Fault, Faults, Place, Severity};
use biaoyu_page::say;

/// What a JSON file holds.
pub(super) struct Read {
    /// The columns first, as row 0; then a row for each object, counted from 1.
    pub grid: Grid,
    /// The text of the file, for writing its objects again.
    pub text: Arc<String>,
    /// Where each object stands in the text, by its number.
    pub spans: Vec<(usize, usize)>,
    /// Whether it has an object a line.
    pub is_lines: bool,
    /// What is to be said of it.
    pub remarks: Vec<Remark>,
}

/// Faults that are told; a file with more is another kind of file.
const FAULTS: usize = 20;
/// Objects in objects that are looked into for the array of records.
pub(super) const WRAPS: usize = 6;
/// Keys of an object in a record whose value stands for it, the better first.
const NAMES: [&str; 10] = ["name", "名称", "姓名", "label", "title", "text", "value", "值", "全称", "简称"];

/// A row's keys and values, in the order of the file.
pub(super) struct Object<'t>(pub Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Object<'de>, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    pairs.push((pair.0.0, pair.1));
                }
                Ok(Object(pairs))
            }
        }
        from.deserialize_map(Pairs)
    }
}

/// A key, borrowed where it can be.
#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

/// The columns of the objects, in the order in which they come.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Columns {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }
}

/// Reads the text of a JSON file.
///
/// # Errors
/// Every object (up to twenty) that is none, with its line; a file without an array of objects, or with several.
pub(super) fn read(name: &str, text: String) -> Result<Result<Read, Over>, Faults> {
    let original = Arc::new(text);
    // Half of a character costs its cell, not the file: it becomes one that is known to be lost, as long as before.
    let mended = mend(&original);
    let text: Arc<String> = mended.as_ref().map_or_else(|| Arc::clone(&original), |(text, _)| Arc::new(text.clone()));
    let reshaped: Arc<String>;
    let mut found = items(name, &text);
    // Of a file with halves of characters the places in it are told: it is read as it stands.
    let other = match &found {
        _ if mended.is_some() => None,
        Err(_) => objects(&text),
        Ok((all, _)) => match all.as_slice() {
            [(first, _), ..] if first.starts_with('[') || holds_objects(first) => objects(&text),
            [_] => objects(&text),
            _ => None,
        },
    };
    let (text, original, shape) = match other {
        Some((objects, said)) => {
            reshaped = Arc::new(objects);
            found = items(name, &reshaped);
            (&reshaped, &reshaped, Some(said))
        }
        None => (&text, &original, None),
    };
    let (items, is_lines) = found?;
    let mut faults = Faults::default();
    let mut columns = Columns::default();
    let mut body = Grid::over(Arc::clone(text), 0, items.len());
    let mut line = Line::default();
    let mut spans = Vec::with_capacity(items.len());
    let (mut nested, mut joined): (Vec<u32>, Vec<u32>) = Default::default();
    for ((raw, start), number) in items.into_iter().zip(1u32..) {
        spans.push((start, start + raw.len()));
        let Ok(object) = serde_json::from_str::<Object<'_>>(raw) else {
            let column =
                text.get(..start).unwrap_or_default().rsplit('\n').next().map_or(0, |line| line.chars().count());
            let column = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1);
            let place = Place { at: Some((line_of(text, start), column)), ..Place::file(name) };
            let shown: String = raw.chars().take(20).collect();
            let what =
                say!("record {number} is no JSON object: `{shown}`", "第 {number} 条记录不是 JSON 对象：`{shown}`");
            let hint = say!("write {{\"name\": \"…\"}} for each record", "每条记录请写成 {{\"姓名\": \"…\"}}");
            // In a file of an object a line each may be broken in its own way.
            let broken = json_fault::fault(name, text, start, raw).filter(|_| is_lines);
            faults.push(broken.unwrap_or_else(|| Fault::new("table/json", place, what).hint(hint)));
            if faults.0.len() >= FAULTS {
                break;
            }
            continue;
        };
        let mut is_nested = false;
        for (key, value) in object.0 {
            if value.get().starts_with('[') && value.get().contains(',') && meaning(&key) == Meaning::Field("name", 0) {
                joined.push(number);
            }
            is_nested |= set(&key, value.get(), text, &mut columns, &mut line);
        }
        if is_nested {
            nested.push(number);
        }
        if let Err(over) = line.finish(number, &mut body) {
            return Ok(Err(over));
        }
    }
    let mut remarks = Vec::new();
    if let Some(what) = shape {
        remarks.push(Remark { rule: "table-json-shape", severity: Severity::Note, at: At::Sheet, what, hint: None });
    }
    let mut remark = |rule, severity, rows, what, hint| {
        remarks.push(Remark { rule, severity, at: At::Rows(rows), what, hint: Some(hint) });
    };
    if let Some((_, places)) = mended {
        let row = |at: &usize| spans.iter().position(|(from, to)| (*from..*to).contains(at));
        let mut rows: Vec<u32> = places.iter().filter_map(row).filter_map(|at| u32::try_from(at + 1).ok()).collect();
        rows.dedup();
        let half = places.first().and_then(|at| original.get(*at..at + 6)).unwrap_or_default().to_owned();
        remark(
            "table-half-character",
            Severity::Warning,
            rows,
            say!(
                "`{half}` is half a character (a lone surrogate): the other half was lost when the file was made",
                "`{half}` 只是半个字符（单独的代理项）：生成文件时丢了另一半"
            ),
            say!("write the character again", "请重新录入该字"),
        );
    }
    if !joined.is_empty() {
        remark(
            "table-names-joined",
            Severity::Warning,
            joined,
            say!("several names in one record are printed together", "一条记录里有几个姓名：印在一起"),
            say!("write a record for each person", "请一人写一条记录"),
        );
    }
    if !nested.is_empty() {
        remark(
            "table-nested",
            Severity::Note,
            nested,
            say!(
                "a value is an object of its own: its name is taken, the rest is under `key.part`",
                "有的值本身是对象：取其名称，其余在 `键.子键` 下"
            ),
            say!("map what is meant with `--map`", "要用别的部分，请用 `--map` 指明"),
        );
    }
    let filled = body.headed(columns.names.iter().map(String::as_str));
    faults.or(filled.map(|grid| Read { grid, text: Arc::clone(original), spans, is_lines, remarks }))
}

/// Whether an object has an array of objects in it.
pub(super) fn holds_objects(raw: &str) -> bool {
    let is_list = |raw: &str| raw.strip_prefix('[').is_some_and(|inside| inside.trim_start().starts_with('{'));
    raw.contains('[')
        && serde_json::from_str::<Object<'_>>(raw)
            .is_ok_and(|Object(pairs)| pairs.iter().any(|(_, value)| is_list(value.get())))
}

/// Sets the cell or the cells of a value; whether it was an object.
fn set(key: &str, raw: &str, text: &str, columns: &mut Columns, line: &mut Line) -> bool {
    if !raw.starts_with('{') {
        let place = columns.place(key);
        show_in(raw, text, place, line);
        return false;
    }
    let Ok(Object(parts)) = serde_json::from_str::<Object<'_>>(raw) else { return false };
    let is_plain = |raw: &&RawValue| !raw.get().starts_with(['{', '[']) && raw.get() != "null";
    let plain: Vec<usize> =
        parts.iter().enumerate().filter(|(_, (_, value))| is_plain(value)).map(|(i, _)| i).collect();
    // The name in `user` is somebody's; the name of a department is the department.
    let is_known = |name: &str| matches!(meaning(name), Meaning::Field(..));
    let stands_for = |i: &usize| is_known(key) || !parts.get(*i).is_some_and(|(part, _)| is_known(part));
    let named =
        NAMES.iter().find_map(|name| plain.iter().copied().find(|i| parts.get(*i).is_some_and(|p| p.0 == *name)));
    let own = named.or(match plain[..] {
        [only] => Some(only),
        _ => None,
    });
    let own = own.filter(stands_for);
    for (i, (part, value)) in parts.iter().enumerate() {
        let name = if own == Some(i) { key.to_owned() } else { format!("{key}.{part}") };
        let place = columns.place(&name);
        show_in(value.get(), text, place, line);
    }
    true
}

/// Puts what a value shows into a cell: a string that stands in the file as it is stays there.
fn show_in(raw: &str, text: &str, place: usize, line: &mut Line) {
    if let Some(inside) =
        raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).filter(|inside| !inside.contains('\\'))
    {
        let from = (inside.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        if let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(from + inside.len())) {
            return line.set_part(place, from, to, Some(inside));
        }
    }
    // A number has the digits that it is written with, however many.
    if raw.strip_prefix('-').unwrap_or(raw).bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return line.set(place, raw);
    }
    let value: Value = serde_json::from_str(raw).unwrap_or_else(|_| Value::String(raw.to_owned()));
    line.set(place, &show(&value));
}

/// Lone surrogates in the escapes of a text, each in the place of the character for what was lost; `None` when there are none.
fn mend(text: &str) -> Option<(String, Vec<usize>)> {
    let bytes = text.as_bytes();
    let code = |at: usize| -> Option<u32> {
        let escape = text.get(at..at + 6).filter(|escape| escape.starts_with("\\u"))?;
        u32::from_str_radix(escape.get(2..)?, 16).ok()
    };
    let mut lone = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'\\')) {
        at += found;
        match code(at) {
            Some(0xd800..=0xdbff) if code(at + 6).is_some_and(|low| (0xdc00..=0xdfff).contains(&low)) => at += 12,
            Some(0xd800..=0xdfff) => {
                lone.push(at);
                at += 6;
            }
            _ => at += 2,
        }
    }
    if lone.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in &lone {
        out.push_str(text.get(from..*at).unwrap_or_default());
        out.push_str("\\ufffd");
        from = at + 6;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Some((out, lone))
}

/// Raw objects with their places in the text, and whether each has a line.
type Items<'t> = (Vec<(&'t str, usize)>, bool);

/// The raw objects, each with its place in the text.
fn items<'t>(name: &str, text: &'t str) -> Result<Items<'t>, Faults> {
    let offset = |raw: &str| (raw.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let with_places = |all: Vec<&'t RawValue>| all.into_iter().map(|raw| (raw.get(), offset(raw.get()))).collect();
    let error = match serde_json::from_str::<&RawValue>(text) {
        Ok(whole) => {
            if let Ok(all) = serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
                return Ok((with_places(all), false));
            }
            // An object: what holds the records, or a single record.
            let lists = lists(whole.get());
            return match &lists[..] {
                [] => Ok((vec![(whole.get(), offset(whole.get()))], true)),
                [(_, list)] => Ok((with_places(serde_json::from_str(list).unwrap_or_default()), false)),
                several => {
                    let names = several.iter().map(|(path, _)| format!("`{path}`")).collect::<Vec<_>>().join(", ");
                    let what = say!("there are several arrays of records: {names}", "有不止一个记录数组：{names}");
                    let hint =
                        say!("save the one that is meant as a file of its own", "请把要用的那个数组单独存为文件");
                    Err(Fault::new("table/json", Place::file(name), what).hint(hint).into())
                }
            };
        }
        Err(error) => error,
    };
    // An object a line; the first line alone decides whether that is what the file is.
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    if text.trim_start().starts_with('{')
        && lines.next().is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_ok())
    {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        return Ok((lines.map(|line| (line, offset(line))).collect(), true));
    }
    if let Some(fault) = json_fault::fault(name, text, 0, text) {
        return Err(fault.into());
    }
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let place = Place { at: Some((number(error.line()), number(error.column()))), ..Place::file(name) };
    let what = say!("the JSON cannot be read from here on", "JSON 从这里起无法读取");
    let hint = say!("write an array of objects, or an object a line", "请写成对象的数组，或一行一个对象");
    Err(Fault::new("table/json", place, what).hint(hint).into())
}

/// The arrays of objects in an object, on the first level that has one, each with the keys that lead to it.
fn lists(object: &str) -> Vec<(String, &str)> {
    let mut level = vec![(String::new(), object)];
    for _ in 0..WRAPS {
        let mut next = Vec::new();
        let mut found = Vec::new();
        for (path, object) in level {
            let Ok(Object(pairs)) = serde_json::from_str::<Object<'_>>(object) else { continue };
            for (key, value) in pairs {
                let path = if path.is_empty() { key.into_owned() } else { format!("{path}.{key}") };
                let raw = value.get();
                let holds_objects = || raw.get(1..).is_some_and(|inside| inside.trim_start().starts_with('{'));
                match raw.chars().next() {
                    Some('[') if holds_objects() => found.push((path, raw)),
                    Some('{') => next.push((path, raw)),
                    _ => {}
                }
            }
        }
        if !found.is_empty() {
            return found;
        }
        level = next;
    }
    Vec::new()
}

fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count();
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

/// The text of a value: arrays of simple values are joined, others are shown as they are written.
fn show(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "TRUE".into(),
        Value::Bool(false) => "FALSE".into(),
        Value::Number(number) if number.is_f64() => number.as_f64().map_or_else(String::new, general),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(all) if all.iter().all(|v| !v.is_array() && !v.is_object()) => {
            all.iter().map(show).collect::<Vec<_>>().join("、")
        }
        other => other.to_string(),
    }
}
