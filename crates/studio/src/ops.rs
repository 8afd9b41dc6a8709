//! Changes that the page asks for → the new text of the project's files.

use std::path::Path;

use serde_json::Value;
use toml_edit::Value as Toml;

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;
use biaoyu_set::layout;

use crate::answer::Refusal;
use crate::bench::Bench;
use crate::campaign::{File, SloganChange};
use crate::fields::{FACES, FIELDS, GIVEN, OFF, PRESS, ROLES, ROOT, SAID, SWITCHED, SWITCHES};
use crate::marks::Marked;
use crate::names::CAMPAIGN;
use crate::places::own_id;
use crate::plate::{plate, replate};
use crate::project::{Project, parsed};

/// Does what is asked, all or nothing.
///
/// # Errors
/// What is no change; the faults of what would come of it.
pub(crate) fn change(project: &mut Project, ops: &[Value]) -> Result<(), Refusal> {
    let mut text = project.text.clone();
    let mut bench = project.bench.clone();
    for op in ops {
        text = one(&project.folder, text, &mut bench, op)?;
    }
    Ok(project.change(text, bench)?)
}

fn bad(op: &Value) -> Refusal {
    let shown: String = op.to_string().chars().take(200).collect();
    Refusal::bad(say!("`{shown}` is no change", "`{shown}` 不是一项修改"))
}

fn one(folder: &Path, text: String, bench: &mut Bench, op: &Value) -> Result<String, Refusal> {
    let word = |key: &str| op.get(key).and_then(Value::as_str);
    let number = |key: &str| op.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let no = || bad(op);
    let kind = word("op").ok_or_else(no)?;
    if kind == "text" {
        return word("text").map(str::to_owned).ok_or_else(no);
    }
    let mut file = open(&text)?;
    if kind == "set" && word("field") == Some("logo_plate") {
        let on = op.get("value").and_then(Value::as_bool).ok_or_else(no)?;
        plate(folder, &mut file, bench, on)?;
        return Ok(file.text());
    }
    if kind == "set" && word("field") == Some("shop") {
        word("value").map(|id| own_id(folder, id)).transpose()?;
    }
    if kind == "set" {
        let text = word("value").unwrap_or_default();
        let is_wrong = match word("field") {
            Some("focus") => layout::focus(text).is_none(),
            Some("strip") => layout::place(text).is_none(),
            _ => false,
        };
        if is_wrong && !text.is_empty() {
            let what = say!("`{text}` is no part of a picture", "`{text}` 不是图片上的位置");
            let hint = say!("write parts of 0 to 1: `0.5,0.3`", "请写 0 到 1 的数：`0.5,0.3`");
            return Err(Fault::new("studio/part", Place::default(), what).hint(hint).into());
        }
    }
    match kind {
        "set" => set(&mut file, bench, word("field").ok_or_else(no)?, op.get("value").unwrap_or(&Value::Null))
            .ok_or_else(no)?,
        "show" => {
            let on = op.get("on").and_then(Value::as_bool).ok_or_else(no)?;
            show(&mut file, bench, word("field").ok_or_else(no)?, on).ok_or_else(no)?;
        }
        "slogan" => slogan(&mut file, &text, number("number").ok_or_else(no)?, op)?,
        "break" => {
            let (number, after) = (number("number").ok_or_else(no)?, number("after").ok_or_else(no)?);
            let mark = match word("kind").ok_or_else(no)? {
                "" => None,
                "|" => Some('|'),
                "¦" => Some('¦'),
                _ => return Err(no()),
            };
            let campaign = parsed(&text)?;
            let slogan = campaign.slogan(number).ok_or_else(|| unknown(number))?;
            let mut marked = Marked::of(&slogan.text, slogan.breaks.as_deref());
            if !marked.set(after as usize, mark) {
                let what = say!("no break mark stands there", "这里不能放换行记号");
                let hint = say!("put it between two characters of one clause", "请放在同一句的两个字之间");
                return Err(Fault::new("studio/break", Place::default(), what).hint(hint).into());
            }
            let change = SloganChange { breaks: Some(marked.breaks()), ..SloganChange::default() };
            if !file.change(number, &change) {
                return Err(unknown(number));
            }
        }
        "add" => file.add(word("text").ok_or_else(no)?, &SloganChange::default(), None, number("before")),
        "remove" => {
            let number = number("number").ok_or_else(no)?;
            file.remove(number).then_some(()).ok_or_else(|| unknown(number))?;
        }
        "move" => {
            let own = number("number").ok_or_else(no)?;
            file.shift(own, number("before")).then_some(()).ok_or_else(|| unknown(own))?;
        }
        "event" => event(&mut file, op).ok_or_else(no)?,
        "layouts" | "products" => {
            let ids = op.get("ids").and_then(Value::as_array).ok_or_else(no)?;
            let ids: Vec<String> = ids.iter().filter_map(|id| Some(id.as_str()?.to_owned())).collect();
            ids.iter().try_for_each(|id| own_id(folder, id).map(|_| ()))?;
            file.set_list("defaults", kind, &ids);
        }
        "without" => {
            let product = word("product").ok_or_else(no)?;
            let mut ids = parsed(&text)?.defaults.products.clone();
            ids.retain(|id| id != product);
            file.set_list("defaults", "products", &ids);
        }
        "palette" => {
            word("id").map(|id| own_id(folder, id)).transpose()?;
            file.set_text("defaults", "palette", word("id"));
            file.set_text("defaults", "colour", None);
        }
        "colour" => {
            file.set_text("defaults", "colour", word("value"));
            file.set_text("defaults", "palette", None);
        }
        "forget" => {
            let role = word("role").ok_or_else(no)?;
            forget(&mut file, bench, role).ok_or_else(no)?;
            if role == "logo" {
                // Its plate goes with it.
                let _ = replate(folder, &mut file, bench);
            }
        }
        _ => return Err(no()),
    }
    Ok(file.text())
}

/// The file for changes. What is no TOML is told with its line, as everywhere.
pub(crate) fn open(text: &str) -> Result<File, Refusal> {
    File::open(text).map_err(|error| match parsed(text) {
        Err(faults) => faults.into(),
        Ok(_) => {
            let what = say!("the file cannot be changed: {error}", "文件无法修改：{error}");
            Fault::new("studio/toml", Place::file(CAMPAIGN), what).into()
        }
    })
}

fn unknown(number: u32) -> Refusal {
    Refusal::none(say!("there is no slogan {number}", "没有第 {number} 条标语"))
}

/// Sets a field.
fn set(file: &mut File, bench: &mut Bench, field: &str, value: &Value) -> Option<()> {
    let text = match value {
        Value::Null => None,
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        Value::Bool(_) | Value::Number(_) => None,
        _ => return None,
    };
    if matches!(field, "title" | "heading") {
        // Of the two the other one comes back.
        show(file, bench, "title", true);
    }
    match field {
        // A campaign always has a title, if only an empty one.
        "title" => file.set_text("", "title", Some(text.unwrap_or_default())),
        "year" => {
            let year = value.as_i64().or_else(|| text?.parse().ok());
            file.set("", "year", year.map(Toml::from));
        }
        "unit" | "shop" => file.set_text("defaults", field, text),
        "logo_has_name" => file.set_text("defaults", "logo_contains", value.as_bool()?.then_some("name")),
        "logo_knockout" => file.set("defaults", field, value.as_bool()?.then(|| Toml::from(true))),
        "photo_box" => {
            bench.set_switch("roster", "photo_box", value.as_bool()?);
            return Some(());
        }
        _ if SAID.iter().any(|(own, _)| *own == field) => {
            bench.set(PRESS, field, text);
            return Some(());
        }
        _ if SWITCHED.iter().any(|(own, _)| *own == field) => {
            bench.set_switch(PRESS, field, value.as_bool()?);
            return Some(());
        }
        _ if ROOT.contains(&field) => file.set_text("", field, text),
        _ if FIELDS.contains(&field) => file.set_text("fields", field, text),
        _ => return None,
    }
    bench.set(OFF, field, None);
    Some(())
}

/// Switches a field off, which keeps its words, or on again.
fn show(file: &mut File, bench: &mut Bench, field: &str, on: bool) -> Option<()> {
    let (_, table) = SWITCHES.iter().find(|(name, _)| *name == field)?;
    if field == "title" {
        // Its full form goes with it: alone it would stand in its place.
        for name in ["title", "heading"] {
            let (from, empty) = (file.get("", name).unwrap_or_default().to_owned(), (name == "title").then_some(""));
            match bench.get(OFF, name).map(str::to_owned) {
                Some(text) if on => file.set_text("", name, Some(&text)),
                None if on => continue,
                _ if from.is_empty() => continue,
                _ => file.set_text("", name, empty),
            }
            bench.set(OFF, name, (!on).then_some(&from));
        }
        return Some(());
    }
    if on {
        if let Some(text) = bench.get(OFF, field).map(str::to_owned) {
            file.set_text(table, field, Some(&text));
            bench.set(OFF, field, None);
        }
    } else if let Some(text) = file.get(table, field).map(str::to_owned) {
        bench.set(OFF, field, Some(&text));
        file.set_text(table, field, None);
    }
    Some(())
}

/// Changes a slogan; what does not fit its new words goes with the old ones.
fn slogan(file: &mut File, text: &str, number: u32, op: &Value) -> Result<(), Refusal> {
    let said = |key: &str| match op.get(key) {
        None => None,
        Some(Value::String(text)) if !text.trim().is_empty() => Some(Some(text.trim().to_owned())),
        Some(_) => Some(None),
    };
    let mut change = SloganChange { text: said("text").flatten(), key: said("key"), breaks: said("breaks") };
    if let Some(new) = &change.text {
        let old = parsed(text).ok();
        let old = old.as_ref().and_then(|campaign| campaign.slogan(number));
        let same = old.is_some_and(|old| old.text == *new);
        if !same && change.breaks.is_none() {
            change.breaks = Some(None);
        }
        // The key that was written may be in the new words, too.
        let key = old.and_then(|old| old.key.clone()).unwrap_or_default();
        if change.key.is_none() && !key.chars().all(|c| new.contains(c)) {
            change.key = Some(None);
        }
    }
    if file.change(number, &change) { Ok(()) } else { Err(unknown(number)) }
}

fn event(file: &mut File, op: &Value) -> Option<()> {
    let place = op.get("index").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    if op.get("remove").and_then(Value::as_bool) == Some(true) {
        return file.remove_event(place?).then_some(());
    }
    let mut set = Vec::new();
    for (key, value) in op.get("set")?.as_object()? {
        if !["title", "host", "co_host", "date", "place"].contains(&key.as_str()) {
            return None;
        }
        set.push((key.clone(), value.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)));
    }
    file.event(place, &set).then_some(())
}

fn forget(file: &mut File, bench: &mut Bench, role: &str) -> Option<()> {
    match role {
        "roster" => bench.forget("roster"),
        "photos" => bench.set("roster", "photos", None),
        _ if GIVEN.iter().any(|(own, _)| *own == role) => bench.set("", role, None),
        _ if FACES.iter().any(|(own, _)| *own == role) => bench.set("", role, None),
        _ => {
            let (_, table, key) = ROLES.iter().find(|(name, ..)| *name == role)?;
            file.set_text(table, key, None);
        }
    }
    Some(())
}
