//! The roster: its columns and what they are, the rows that are of no use, the photos.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use biaoyu_page::error::{Fault, Faults, Finding, Place};
use biaoyu_page::limits::TABLE_BYTES;
use biaoyu_page::say;
use biaoyu_table::table::{self, Records, UNUSED, field_named};
use serde_json::{Value, json};

use crate::answer::{Refusal, fault, findings, said};
use crate::command::What;
use crate::cures::{of_files, of_names};
use crate::held::held;
use crate::pages::{ground, whole};
use crate::places::below;
use crate::project::Project;
use crate::query::Query;
use crate::state::Studio;

/// Rows that are wrong and are shown one by one.
const SHOWN: usize = 500;
/// Files of photos that are named.
const NAMED: usize = 200;

/// `roster`: the table as it is read.
///
/// # Errors
/// There is none; its file cannot be read.
pub(crate) fn roster(studio: &Studio, project: &Mutex<Project>, query: &Query) -> Result<Value, Refusal> {
    let (folder, bench, rev) = {
        let mut project = held(project);
        project.look();
        // What is not of the project is not read.
        project.own("roster", "file")?;
        project.own("roster", "photos")?;
        (project.folder.clone(), project.bench.clone(), project.rev)
    };
    let none = || Refusal::none(say!("no roster was dropped yet", "还没有拖入名单"));
    let file = bench.get("roster", "file").ok_or_else(none)?.to_owned();
    let bytes = biaoyu_press::read(&folder.join(&file), TABLE_BYTES)?;
    let no_header = bench.is("roster", "no_header");
    let sheet = bench.get("roster", "sheet").map(str::to_owned);
    let options = table::Options { sheet, no_header, ..table::Options::default() };
    let (table, mut notes) = table::read_with(&file, bytes, &options)?;
    let chosen = bench.pairs("roster", "map");
    let (mapping, mut faults) = match table.map(&chosen) {
        Ok(mapping) => (mapping, Faults::default()),
        // What she chose does not go together: what the headers say is shown, and why.
        Err(faults) => (table.map(&[])?, faults),
    };
    let records = table.records(&mapping);
    let headers: Vec<String> = table.headers().collect();
    let field_of = |header: &String| table.field(&mapping, header).map(str::to_owned);
    let fields: Vec<Option<String>> = headers.iter().map(field_of).collect();
    let cells = |record: usize| -> Vec<String> {
        fields
            .iter()
            .map(|field| field.as_ref().map_or_else(String::new, |f| records.text(record, f).into_owned()))
            .collect()
    };
    let columns: Vec<Value> = headers
        .iter()
        .zip(&fields)
        .map(|(header, field)| {
            let example = field.as_ref().and_then(|f| {
                (0..records.len().min(20)).map(|r| records.text(r, f).into_owned()).find(|text| !text.is_empty())
            });
            let own = chosen.iter().find(|(column, _)| column == header);
            let field = field.as_deref();
            let known = field
                .filter(|f| field_named(f).is_some() || biaoyu_table::record::CHOICES.iter().any(|(id, _)| id == f));
            json!({ "header": header, "field": known, "own": field, "chosen": own.is_some(), "example": example })
        })
        .collect();
    let number = |name: &str, usual: usize| query.number(name).and_then(|n| usize::try_from(n).ok()).unwrap_or(usual);
    let (from, count) = (number("from", 1).max(1) - 1, number("count", 50).min(500));
    let mut all = json!({
        "file": file, "rev": rev, "sheet": table.sheet(), "no_header": no_header, "may_lack_header": table.may_lack_header(),
        "rows": records.len(), "columns": columns,
    });
    // What the press would leave out, it says itself.
    let planned = ground(studio, project, What::Cards).and_then(|ground| whole(&ground, What::Cards));
    let plan = match planned {
        Ok(plan) => Some(plan),
        Err(more) => {
            faults.0.extend(more.0);
            None
        }
    };
    let roster = plan.as_ref().and_then(|plan| plan.roster());
    let mut bad: Vec<Value> = roster
        .iter()
        .flat_map(|roster| roster.bad().take(SHOWN))
        .map(|(record, row, why)| json!({ "row": row, "record": record + 1, "why": said(why), "cells": cells(record as usize) }))
        .collect();
    let partly: Vec<Value> = roster
        .iter()
        .flat_map(|roster| roster.lacking().take(SHOWN))
        .map(|(record, row, why)| json!({ "row": row, "record": record + 1, "why": said(why), "cells": cells(record as usize) }))
        .collect();
    // Rows of sums are no records: they are named by the reader.
    let row_of = |f: &Finding| f.place.thing.as_ref()?.en.rsplit("row ").next()?.trim().parse::<usize>().ok();
    let found: &[Finding] = roster.map_or(&records.findings, |roster| roster.notes());
    let sums = found.iter().chain(&notes).filter(|f| f.rule == "table-sum-rows");
    let mut sums: Vec<Value> =
        sums.map(|f| json!({ "row": row_of(f), "record": null, "why": said(&f.what), "cells": [] })).collect();
    sums.dedup();
    bad.extend(sums);
    let doubtful = doubtful(&records);
    let count_bad = roster.map_or(0, |roster| roster.bad().count());
    let photo = |record: usize| {
        let path = roster?.photo(u32::try_from(record).ok()?)?;
        Some(path.strip_prefix(&folder).unwrap_or(path).display().to_string())
    };
    let shown: Vec<Value> = (from..records.len().min(from.saturating_add(count)))
        .map(|record| json!({ "record": record + 1, "row": records.row(record), "cells": cells(record), "photo": photo(record) }))
        .collect();
    if let Some(roster) = roster {
        notes = roster.notes().to_vec();
    } else {
        notes.extend(mapping.findings.iter().cloned());
        notes.extend(records.findings.iter().cloned());
    }
    let photos = bench.get("roster", "photos").map(|name| {
        let used: BTreeSet<PathBuf> = (0..records.len()).filter_map(|r| roster?.photo(u32::try_from(r).ok()?).map(PathBuf::from)).collect();
        let with = (0..records.len()).filter(|r| roster.is_some_and(|roster| u32::try_from(*r).is_ok_and(|r| roster.has_photo(r)))).count();
        let mut unmatched: Vec<String> = fs::read_dir(folder.join(name))
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| !used.contains(&entry.path()))
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .collect();
        unmatched.sort();
        let more = unmatched.len();
        unmatched.truncate(NAMED);
        json!({ "folder": name, "matched": with, "missing": records.len().saturating_sub(with), "unmatched_files": unmatched, "unmatched": more })
    });
    // Where no row can be printed there is no plan to ask.
    let is_none = faults.0.iter().any(|fault| fault.code == "table/no-row");
    all["good"] = json!(if is_none { 0 } else { records.len() - count_bad.min(records.len()) });
    all["bad"] = json!(bad);
    all["partly"] = json!(partly);
    all["doubtful"] = json!(doubtful);
    all["bad_count"] = json!(count_bad);
    all["records"] = json!(shown);
    all["photos"] = json!(photos);
    all["notes"] = findings(&notes);
    all["faults"] = faults.0.iter().map(fault).collect();
    of_files(&mut all, &mut held(project));
    of_names(&mut all, &mut held(project));
    Ok(all)
}

/// Records that are printed and look like a mistake: the same as one before, or its number.
fn doubtful(records: &Records) -> Vec<Value> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for record in 0..records.len() {
        let cells: Vec<String> = records.texts(record).map(|text| text.into_owned()).collect();
        let number = records.text(record, "number").into_owned();
        let same = known.get(&cells.join("\u{1f}")).copied();
        let shared = numbers.get(&number).copied().filter(|_| !number.is_empty());
        let why = match (same, shared) {
            (Some(other), _) => Some(say!("the same as row {other}", "与第 {other} 行重复")),
            (None, Some(other)) => Some(say!("its number is that of row {other}", "编号与第 {other} 行相同")),
            (None, None) => None,
        };
        let row = records.row(record);
        known.entry(cells.join("\u{1f}")).or_insert(row);
        numbers.entry(number).or_insert(row);
        if let Some(why) = why.filter(|_| all.len() < SHOWN) {
            all.push(json!({ "row": row, "record": record + 1, "why": said(&why), "cells": cells }));
        }
    }
    all
}

/// Says which column is what.
///
/// # Errors
/// There is no roster; a field that there is not.
pub(crate) fn settle(project: &mut Project, asked: &Value) -> Result<(), Refusal> {
    let mut bench = project.bench.clone();
    if bench.get("roster", "file").is_none() {
        return Err(Refusal::none(say!("no roster was dropped yet", "还没有拖入名单")));
    }
    if let Some(map) = asked.get("map").and_then(Value::as_object) {
        let mut pairs = bench.pairs("roster", "map");
        for (column, field) in map {
            pairs.retain(|(own, _)| own != column);
            match field.as_str() {
                Some("") => pairs.push((column.clone(), UNUSED.to_owned())),
                Some(field) => pairs.push((column.clone(), field.to_owned())),
                // Back to what its header says.
                None => {}
            }
        }
        bench.set_pairs("roster", "map", &pairs);
    }
    for key in ["sheet", "photo"] {
        if let Some(value) = asked.get(key) {
            let name = if key == "photo" { "photos" } else { key };
            if let Some(photos) = value.as_str().filter(|photos| key == "photo" && !photos.is_empty()) {
                let what = || say!("`{photos}` is no folder of photos", "`{photos}` 不是照片文件夹");
                // Braces would make it a pattern.
                if !below(&project.folder, photos)?.is_dir() || photos.contains(['{', '}']) {
                    return Err(Fault::new("studio/path", Place::default(), what()).into());
                }
            }
            bench.set("roster", name, value.as_str());
        }
    }
    if let Some(on) = asked.get("no_header").and_then(Value::as_bool) {
        bench.set_switch("roster", "no_header", on);
    }
    let text = project.text.clone();
    Ok(project.change(text, bench)?)
}
