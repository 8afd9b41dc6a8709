//! The wall: all pages of a project.

use std::collections::BTreeMap;
use std::sync::Mutex;

use biaoyu_page::error::Say;
use biaoyu_press::{Leaf, Plan, Stage};
use serde_json::{Value, json};

use crate::answer::{Refusal, findings, said};
use crate::command::What;
use crate::cures::refused;
use crate::hits::placed;
use crate::pages::{Ground, ground, whole, whole_for};
use crate::project::Project;
use crate::query::{Query, encoded};
use crate::state::Studio;

/// Pages that are told at once, at most.
const MOST: usize = 500;

/// A part of the pages of a plan: the first, and how many.
fn part(query: &Query) -> (usize, usize) {
    let number = |name: &str, usual: usize| query.number(name).and_then(|n| usize::try_from(n).ok()).unwrap_or(usual);
    (number("from", 1).max(1) - 1, number("count", 60).min(MOST))
}

/// A page as the wall has it, and the query that names it.
pub(crate) fn named(plan: &Plan, leaf: Leaf) -> Option<(Value, String)> {
    let work = plan.work(leaf)?;
    let record = plan.record(leaf).map(|record| record + 1);
    let parts = [("product", work.product.id.as_str()), ("slogan", &work.label), ("layout", &work.layout.id)];
    let mut page = parts.map(|(name, value)| format!("{name}={}", encoded(value))).join("&");
    if let Some(record) = record {
        page += &format!("&record={record}");
    }
    // Of people their names tell the pages apart.
    let person = record.and_then(|_| plan.fields(leaf).get("name").map(str::to_owned)).filter(|name| !name.is_empty());
    let text = person.unwrap_or_else(|| work.sheet.text.clone());
    let value = json!({
        "page": page, "product": work.product.id, "slogan": work.label, "layout": work.layout.id, "record": record,
        "text": text, "width": work.product.trim.width, "height": work.product.trim.height,
        "round": work.product.is_round(), "row": plan.row(leaf),
    });
    Some((value, page))
}

/// `wall`: the pages, without composing them.
pub(crate) fn wall(studio: &Studio, project: &Mutex<Project>, query: &Query) -> Result<Value, Refusal> {
    wall_of(&ground(studio, project, What::of(query.get("what")))?, query)
}

/// The same of any ground.
pub(crate) fn wall_of(ground: &Ground, query: &Query) -> Result<Value, Refusal> {
    let what = What::of(query.get("what"));
    let (rev, plan) = (ground.rev, whole(ground, what)?);
    let (from, count) = part(query);
    let mut names: BTreeMap<&str, Value> = BTreeMap::new();
    for work in &plan.works {
        let (name, name_en) = (work.product.name.clone(), work.product.name_en.clone());
        names.entry(&work.product.id).or_insert_with(|| said(&Say { en: name_en, zh: name }));
    }
    let pages: Vec<Value> = (from..plan.pages.len().min(from.saturating_add(count)))
        .filter_map(|index| {
            let (mut page, _) = named(&plan, *plan.pages.get(index)?)?;
            let job = plan.jobs.iter().find(|job| job.pages.contains(&index));
            page["file"] = json!(job.map(|job| job.stem.as_str()));
            Some(page)
        })
        .collect();
    Ok(json!({ "rev": rev, "count": plan.pages.len(), "pages": pages, "notes": findings(&plan.notes), "names": names }))
}

/// `findings`: what is to be said of the pages, composed.
pub(crate) fn told(studio: &Studio, project: &Mutex<Project>, query: &Query) -> Result<Value, Refusal> {
    let what = What::of(query.get("what"));
    let ground = ground(studio, project, what)?;
    let (rev, plan) = (ground.rev, whole_for(&ground, what, query.get("shop"))?);
    let (from, count) = part(query);
    let stage = Stage::new(&plan);
    let page = |index: usize| {
        let leaf = *plan.pages.get(index)?;
        let (page, name) = named(&plan, leaf)?;
        let (told, faults) = match stage.page(leaf) {
            Ok(composed) => (json!(placed(&stage, (&plan, leaf), &composed)), json!([])),
            Err(faults) => (json!([]), refused(faults, plan.work(leaf)).body["faults"].take()),
        };
        Some(
            json!({ "page": name, "product": page["product"], "slogan": page["slogan"], "findings": told, "faults": faults }),
        )
    };
    let pages: Vec<Value> = (from..plan.pages.len().min(from.saturating_add(count))).filter_map(page).collect();
    Ok(json!({ "rev": rev, "count": plan.pages.len(), "pages": pages }))
}
