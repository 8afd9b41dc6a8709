//! A project as the page has it.

use serde_json::{Map, Value, json};

use biaoyu_page::error::Say;
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;
use toml_edit::DocumentMut;

use crate::answer::{fault, findings, said};
use crate::bench::Bench;
use crate::fields::{FACES, FIELDS, GIVEN, OFF, PRESS, ROLES, SAID, SWITCHED, SWITCHES};
use crate::project::Project;

/// The whole of a project.
pub(crate) fn project(project: &mut Project) -> Value {
    project.look();
    let folder = project.folder.display().to_string();
    // What its own file cannot say is said wherever she is.
    let told: Vec<Value> = project.bench.fault.iter().map(fault).collect();
    let mut all = json!({
        "bench_faults": told,
        "name": project.name, "rev": project.rev, "folder": folder, "faults": null,
        "can_undo": project.can_undo(), "can_redo": project.can_redo(),
        "door": project.bench.get("", "door").unwrap_or("sheets"),
    });
    let campaign = match project.campaign() {
        Ok(campaign) => campaign,
        Err(faults) => {
            all["faults"] = faults.0.iter().map(fault).collect();
            all["text"] = json!(project.text);
            return all;
        }
    };
    let bench = &project.bench;
    let off = |field: &str| bench.get(OFF, field);
    let shows = |field: &str| campaign.shows.get(field);
    let mut fields = Map::new();
    for field in FIELDS.into_iter().chain(["caption", "figure", "measure"]) {
        fields.insert(field.to_owned(), json!(shows(field).or_else(|| off(field)).unwrap_or_default()));
    }
    let switches: Map<String, Value> =
        SWITCHES.into_iter().map(|(field, _)| (field.to_owned(), json!(off(field).is_none()))).collect();
    let defaults = &campaign.defaults;
    let files: Map<String, Value> =
        files(&campaign, bench).map(|(role, file)| (role.to_owned(), json!(file))).collect();
    let mut press = Map::new();
    for (field, _) in SAID {
        press.insert(field.to_owned(), json!(bench.get(PRESS, field)));
    }
    press.insert("photo_box".to_owned(), json!(bench.is("roster", "photo_box")));
    for (field, _) in SWITCHED {
        press.insert(field.to_owned(), json!(bench.is(PRESS, field)));
    }
    let written = written_keys(&project.text);
    let slogan = |s: &biaoyu_set::campaign::Slogan| {
        json!({
            "number": s.number, "text": s.text, "key": s.key, "own_key": written.contains(&s.text), "breaks": s.breaks,
            "note": s.note.as_ref().map(said),
        })
    };
    let event = |(at, e): (usize, &biaoyu_set::campaign::Event)| {
        let label = format!("e{}", at + 1);
        json!({ "label": label, "title": e.title, "host": e.host, "co_host": e.co_host, "date": e.date, "place": e.place })
    };
    let rest = json!({
        "title": off("title").unwrap_or(&campaign.title), "heading": off("heading").unwrap_or(&campaign.heading), "year": campaign.year,
        "theme": campaign.theme.as_deref().or_else(|| off("theme")), "badge_line": campaign.badge_line,
        "unit": defaults.unit.as_deref().or_else(|| off("unit")), "organisation": campaign.organisation,
        "fields": fields, "shows": switches,
        "slogans": campaign.slogans.iter().map(slogan).collect::<Vec<_>>(),
        "sheet": campaign.own_sheet.as_ref().map(slogan),
        "events": campaign.events.iter().enumerate().map(event).collect::<Vec<_>>(),
        "layouts": defaults.layouts, "palette": defaults.palette, "colour": defaults.colour, "products": defaults.products,
        "shop": defaults.shop, "files": files, "press": press, "logo_has_name": defaults.logo_has_name,
        "logo_knockout": defaults.logo_knockout,
        "logo_plate": defaults.logo_light.is_some() && defaults.logo_light.as_deref() == bench.get("", "plate"), "offers": offers(bench, &campaign), "notes": findings(&campaign.notes),
    });
    if let (Some(all), Value::Object(rest)) = (all.as_object_mut(), rest) {
        all.extend(rest);
    }
    all
}

/// The roles that files have in a project, with the file of each.
pub(crate) fn files<'p>(
    campaign: &'p Campaign,
    bench: &'p Bench,
) -> impl Iterator<Item = (&'static str, Option<&'p str>)> {
    let defaults = &campaign.defaults;
    let named = ROLES.map(|(role, ..)| match role {
        "logo" => (role, defaults.logo.as_deref()),
        "logo_dark" => (role, defaults.logo_dark.as_deref()),
        "logo_light" => (role, defaults.logo_light.as_deref()),
        _ => (role, campaign.picture.as_deref().or_else(|| bench.get(OFF, "picture"))),
    });
    let given = GIVEN.map(|(role, _)| role).into_iter().chain(FACES.map(|(role, _)| role));
    let rows = [("roster", bench.get("roster", "file")), ("photos", bench.get("roster", "photos"))];
    named.into_iter().chain(given.map(|role| (role, bench.get("", role)))).chain(rows)
}

/// The texts of slogans whose key is written in the file.
fn written_keys(text: &str) -> Vec<String> {
    let Ok(document) = text.parse::<DocumentMut>() else { return Vec::new() };
    let slogans = document.get("slogan").and_then(toml_edit::Item::as_array_of_tables);
    let with =
        |table: &toml_edit::Table| Some(table.get("text")?.as_str().filter(|_| table.contains_key("key"))?.to_owned());
    slogans.into_iter().flatten().filter_map(with).collect()
}

/// What the heading of the list says of the campaign, as far as it is not said already.
fn offers(bench: &Bench, campaign: &Campaign) -> Vec<Value> {
    let from = say!("heading of the list", "清单的标题");
    let offer = |field: &str, value: &str, from: &Say| json!({ "field": field, "value": value, "from": said(from) });
    let mut all = Vec::new();
    for (field, now) in [
        ("title", campaign.title.clone()),
        ("heading", campaign.heading.clone()),
        ("year", campaign.year.map(|y| y.to_string()).unwrap_or_default()),
        ("unit", campaign.defaults.unit.clone().unwrap_or_default()),
    ] {
        if let Some(found) = bench.get("list", field).filter(|found| *found != now) {
            let words = if field == "unit" { say!("signature of the list", "清单的落款") } else { from.clone() };
            all.push(offer(field, found, &words));
        }
    }
    all
}
