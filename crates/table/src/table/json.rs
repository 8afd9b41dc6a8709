//! JSON: an array of objects, wherever in the file it is (`json_tree`), or an object a line (JSON Lines); other shapes become
//! such an array first (`json_table`, `json_shapes`).

use std::sync::Arc;

use serde_json::value::RawValue;

use super::grid::{Grid, Over};
use super::json_cells::Cells;
use super::json_object::{Object, may_hold};
use super::line::Line;
use super::sheet::{At, Remark};
use super::{json_fault, json_shapes, json_table, json_tree};
use biaoyu_page::error::{Fault, Faults, Place, Say, Severity};
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
/// Stands for half of a character, as long as its escape.
const LOST: &str = "\\ufffd";

/// Reads the text of a JSON file.
///
/// # Errors
/// Every object (up to twenty) that is none, with its line; a file without an array of objects, or with several.
pub(super) fn read(name: &str, text: String) -> Result<Result<Read, Over>, Faults> {
    let given = Arc::new(text);
    // Half of a character costs its cell, not the file: it becomes one that is known to be lost, as long as before.
    let mended = mend(&given);
    let text: Arc<String> = mended.as_ref().map_or_else(|| Arc::clone(&given), |(text, _)| Arc::new(text.clone()));
    let written: Arc<String>;
    let mut found = items(name, &text)?;
    let (other, mut remarks) = otherwise(name, &text, &found)?;
    let (text, kept) = match other {
        Other::Written(objects) => {
            written = Arc::new(objects);
            found = items(name, &written)?;
            (&written, &written)
        }
        Other::Within(within) => {
            found = (with_places(within, &text), false);
            (&text, &given)
        }
        Other::Same => (&text, &given),
    };
    let (items, is_lines) = found;
    let mut faults = Faults::default();
    let mut cells = Cells::default();
    let mut body = Grid::over(Arc::clone(text), 0, items.len());
    let mut line = Line::default();
    let mut spans = Vec::with_capacity(items.len());
    let mut halves = Vec::new();
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
        if mended.is_some() && raw.contains(LOST) {
            halves.push(number);
        }
        cells.row(number, object, text, &mut line);
        if let Err(over) = line.finish(number, &mut body) {
            return Ok(Err(over));
        }
    }
    if let Some((_, places)) = &mended {
        let half = places.first().and_then(|at| given.get(*at..at + 6)).unwrap_or_default();
        remarks.push(Remark {
            rule: "table-half-character",
            severity: Severity::Warning,
            at: if halves.is_empty() { At::Sheet } else { At::Rows(halves) },
            what: say!(
                "`{half}` is half a character (a lone surrogate): the other half was lost when the file was made",
                "`{half}` 只是半个字符（单独的代理项）：生成文件时丢了另一半"
            ),
            hint: Some(say!("write the character again", "请重新录入该字")),
        });
    }
    let filled = body.headed(cells.names.iter().map(String::as_str));
    remarks.extend(cells.remarks());
    faults.or(filled.map(|grid| Read { grid, text: Arc::clone(kept), spans, is_lines, remarks }))
}

/// Where the records are, when they are not simply what the text has.
enum Other<'t> {
    Same,
    /// Objects within the text.
    Within(Vec<&'t str>),
    /// The text of an array of them.
    Written(String),
}

/// Looks for records in lists of an object, in groups and by keys, with what is to be said of them.
fn otherwise<'t>(name: &str, text: &'t str, found: &Items<'t>) -> Result<(Other<'t>, Vec<Remark>), Faults> {
    let (all, is_lines) = found;
    let first = all.first().map_or("", |(raw, _)| raw);
    let is_object = *is_lines && all.len() == 1;
    if !is_object && !first.starts_with('[') && !all.iter().any(|(raw, _)| may_hold(raw)) {
        return Ok((Other::Same, Vec::new()));
    }
    let several = |left: Vec<json_table::Left>| {
        let all: Vec<&json_table::Left> = left.iter().collect();
        let Say { en, zh } = json_table::listed(&all);
        let what = say!("there are several arrays of records: {en}", "有不止一个记录数组：{zh}");
        let hint = say!("save the one that is meant as a file of its own", "请把要用的那个数组单独存为文件");
        Faults::from(Fault::new("table/json", Place::file(name), what).hint(hint))
    };
    if *is_lines && all.len() > 1 {
        let joined = format!("[{}]", all.iter().map(|(raw, _)| *raw).collect::<Vec<_>>().join(","));
        let table = json_tree::table(&joined).map_err(several)?;
        let written = table.map(|table| (table.plain().is_none().then(|| table.written()), table.remarks()));
        let (written, remarks) = written.unwrap_or_default();
        return Ok((written.map_or(Other::Same, Other::Written), remarks));
    }
    if let Some(table) = json_tree::table(text).map_err(several)? {
        let other = match table.plain() {
            Some(plain) if is_object && plain == [first] => Other::Same,
            Some(plain) => Other::Within(plain),
            None => Other::Written(table.written()),
        };
        return Ok((other, table.remarks()));
    }
    let other = json_shapes::table(text).map(|(text, what)| {
        let remark = Remark { rule: "table-json-shape", severity: Severity::Note, at: At::Sheet, what, hint: None };
        (Other::Written(text), vec![remark])
    });
    Ok(other.unwrap_or((Other::Same, Vec::new())))
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
        out.push_str(LOST);
        from = at + 6;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Some((out, lone))
}

/// Raw objects with their places in the text, and whether each has a line.
type Items<'t> = (Vec<(&'t str, usize)>, bool);

/// Parts of a text with their places in it.
fn with_places<'t>(all: impl IntoIterator<Item = &'t str>, text: &str) -> Vec<(&'t str, usize)> {
    all.into_iter().map(|raw| (raw, (raw.as_ptr() as usize).saturating_sub(text.as_ptr() as usize))).collect()
}

/// The raw objects of an array or of lines, each with its place in the text; an object by itself is one.
fn items<'t>(name: &str, text: &'t str) -> Result<Items<'t>, Faults> {
    let error = match serde_json::from_str::<&RawValue>(text) {
        Ok(whole) => {
            return Ok(match serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
                Ok(all) => (with_places(all.into_iter().map(RawValue::get), text), false),
                Err(_) => (with_places([whole.get()], text), true),
            });
        }
        Err(error) => error,
    };
    // An object a line; the first line alone decides whether that is what the file is.
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    if text.trim_start().starts_with('{')
        && lines.next().is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_ok())
    {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        return Ok((with_places(lines, text), true));
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

fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count();
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}
