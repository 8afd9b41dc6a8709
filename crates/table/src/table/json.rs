//! JSON: an array of objects, an object that holds one, or an object a line (JSON Lines).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::grid::{Grid, Line, Over};
use super::number_format::general;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;

/// What a JSON file holds.
pub(super) struct Read {
    /// The columns first, as row 0; then a row for each object, counted from 1.
    pub grid: Grid,
    /// Where each object stands in the text, by its number.
    pub spans: Vec<(usize, usize)>,
    /// Whether it has an object a line.
    pub is_lines: bool,
}

/// A row's keys and values, in the order of the file.
struct Object<'t>(Vec<(Cow<'t, str>, Value)>);

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
                while let Some(pair) = map.next_entry::<Cow<'de, str>, Value>()? {
                    pairs.push(pair);
                }
                Ok(Object(pairs))
            }
        }
        from.deserialize_map(Pairs)
    }
}

/// Reads the text of a JSON file.
///
/// # Errors
/// Every object (up to twenty) that is none, with its line.
pub(super) fn read(name: &str, text: &str) -> Result<Result<Read, Over>, Faults> {
    let (items, is_lines) = items(name, text)?;
    let mut faults = Faults::default();
    let mut columns: Vec<String> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut body = Grid::default();
    let mut line = Line::default();
    let mut spans = Vec::new();
    for ((raw, start), number) in items.into_iter().zip(1u32..) {
        spans.push((start, start + raw.len()));
        let object = match serde_json::from_str::<Object<'_>>(raw) {
            Ok(object) => object,
            Err(error) => {
                let at = line_of(text, start) + u32::try_from(error.line()).unwrap_or(1).saturating_sub(1);
                let place = Place { at: Some((at, 1)), ..Place::file(name) };
                let what = say!("record {number} is no JSON object", "第 {number} 条记录不是 JSON 对象");
                let hint = say!("write {{\"name\": \"…\"}} for each record", "每条记录请写成 {{\"姓名\": \"…\"}}");
                faults.push(Fault::new("table/json", place, what).hint(hint));
                if faults.0.len() >= 20 {
                    break;
                }
                continue;
            }
        };
        for (key, value) in object.0 {
            let column = *places.entry(key.clone().into_owned()).or_insert_with(|| {
                columns.push(key.into_owned());
                columns.len() - 1
            });
            line.set(column, &show(&value));
        }
        if let Err(over) = line.finish(number, &mut body) {
            return Ok(Err(over));
        }
    }
    let mut grid = Grid::default();
    let mut fill = || -> Result<(), Over> {
        grid.push(0, columns.iter().map(String::as_str))?;
        (0..body.len()).try_for_each(|row| grid.push(body.number(row), body.row(row)))
    };
    let filled = fill();
    faults.or(filled.map(|()| Read { grid, spans, is_lines }))
}

/// Raw objects with their places in the text, and whether each has a line.
type Items<'t> = (Vec<(&'t str, usize)>, bool);

/// The raw objects, each with its place in the text.
fn items<'t>(name: &str, text: &'t str) -> Result<Items<'t>, Faults> {
    let offset = |raw: &str| (raw.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let with_places = |all: Vec<&'t RawValue>| all.into_iter().map(|raw| (raw.get(), offset(raw.get()))).collect();
    let whole = serde_json::from_str::<&RawValue>(text);
    let error = match whole {
        Ok(_) => match serde_json::from_str::<Vec<&RawValue>>(text) {
            Ok(all) => return Ok((with_places(all), false)),
            // One object: what holds the records, or a single record.
            Err(_) => {
                let inside: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap_or_default();
                let lists: Vec<&RawValue> = inside.values().copied().filter(|raw| raw.get().starts_with('[')).collect();
                if let [list] = lists[..]
                    && let Ok(all) = serde_json::from_str::<Vec<&'t RawValue>>(list.get())
                    && all.first().is_some_and(|raw| raw.get().starts_with('{'))
                {
                    return Ok((with_places(all), false));
                }
                return Ok((vec![(text.trim(), text.len() - text.trim_start().len())], true));
            }
        },
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
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let place = Place { at: Some((number(error.line()), number(error.column()))), ..Place::file(name) };
    let what = say!("the JSON is broken here ({error})", "JSON 在此处有误（{error}）");
    let hint = say!("write an array of objects, or an object a line", "请写成对象的数组，或一行一个对象");
    Err(Fault::new("table/json", place, what).hint(hint).into())
}

fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count();
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

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
