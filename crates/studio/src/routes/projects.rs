//! The projects of the folder: which there are, and a new one.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use biaoyu_page::say;
use biaoyu_page::words::Choice as _;
use serde_json::{Value, json};

use super::{there, unknown};
use crate::answer::{Answer, Answered, Refusal, fault};
use crate::campaign::File;
use crate::clock::day;
use crate::held::held;
use crate::names::{BENCH, CAMPAIGN, MADE};
use crate::places::{is_name, name_of, own_id};
use crate::query::encoded;
use crate::shown;
use crate::state::Studio;

/// `state`: the program and the projects.
pub(super) fn state(studio: &Studio) -> Value {
    let mut projects = Vec::new();
    for entry in fs::read_dir(&studio.folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let file = entry.path().join(CAMPAIGN);
        let Ok(about) = fs::metadata(&file) else { continue };
        if !is_name(&name) || !about.is_file() {
            continue;
        }
        let changed = about.modified().unwrap_or(UNIX_EPOCH);
        let Some(project) = studio.project(&name) else { continue };
        let mut project = held(&project);
        project.look();
        let door = project.bench.get("", "door").unwrap_or("sheets").to_owned();
        let (title, slogans, faults, cover) = match project.campaign() {
            Ok(campaign) => {
                let first = campaign.defaults.products.first().map(|id| format!("product={}", encoded(id)));
                let says = !campaign.slogans.is_empty() || campaign.own_sheet.is_some() || !campaign.events.is_empty();
                (campaign.title.clone(), campaign.slogans.len(), Value::Null, first.filter(|_| says && door != "cards"))
            }
            Err(faults) => (String::new(), 0, faults.0.iter().map(fault).collect(), None),
        };
        let seconds = changed.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        projects.push((
            changed,
            json!({
                "name": name, "title": title, "slogans": slogans, "door": door, "faults": faults, "seconds": seconds, "changed": day(seconds), "cover": cover,
                "what": if door == "cards" { "cards" } else { "sheets" },
            }),
        ));
    }
    projects.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1["name"].as_str().cmp(&b.1["name"].as_str())));
    let projects: Vec<Value> = projects.into_iter().map(|(_, value)| value).collect();
    let (lang, making) = (*held(&studio.lang), held(&studio.making).project());
    json!({
        "version": studio.host.version, "lang": lang.word(), "folder": studio.folder.display().to_string(),
        "projects": projects, "making": making, "open": studio.open,
    })
}

/// Makes a project.
pub(super) fn create(studio: &Arc<Studio>, asked: &Value) -> Answered {
    let word = |key: &str| asked.get(key).and_then(Value::as_str).map(str::trim).filter(|word| !word.is_empty());
    if let Some(of) = word("copy") {
        return copied(studio, of);
    }
    let door = word("door").unwrap_or("sheets");
    if !["sheets", "banners", "cards"].contains(&door) {
        return Err(Refusal::bad(say!("there is no such door", "没有这一类")));
    }
    let sources = studio.sources(&studio.folder);
    let campaign = word("campaign").map(|id| own_id(&studio.folder, id)).transpose()?;
    let campaign = campaign.map(|id| sources.campaign(&id)).transpose()?;
    let title = campaign.as_ref().map(|found| found.value.title.clone());
    let wanted =
        word("name").map(name_of).or(title.clone().map(|t| name_of(&t))).unwrap_or_else(|| "新项目".to_owned());
    let taken = |name: &str| fs::symlink_metadata(studio.folder.join(name)).is_ok();
    let name = if word("name").is_some() {
        if taken(&wanted) {
            return Err(there(&wanted));
        }
        wanted
    } else {
        free(studio, &wanted)
    };
    let folder = studio.folder.join(&name);
    // The folder of projects is made with the first of them; that of the project is nobody else's.
    let made = fs::create_dir_all(&studio.folder).and_then(|()| fs::create_dir(&folder));
    made.map_err(|error| biaoyu_press::unwritable(&folder, &error))?;
    let text = match campaign {
        Some(found) => found.text,
        None => begun(door),
    };
    fill(studio, &folder, (&name, door), &text).inspect_err(|_| {
        // Half a project would stand among the others for ever.
        for own in [CAMPAIGN, BENCH] {
            let _ = fs::remove_file(folder.join(own));
        }
        let _ = fs::remove_dir(&folder);
    })
}

/// A name that no project has: the one that is wanted, or with the first number that is free.
fn free(studio: &Studio, wanted: &str) -> String {
    let taken = |name: &String| fs::symlink_metadata(studio.folder.join(name)).is_ok();
    let numbered = (2_u64..).map(|n| format!("{wanted}-{n}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Begins a project with all that another one holds, but for what was made of it: next year's from this year's.
fn copied(studio: &Arc<Studio>, of: &str) -> Answered {
    let project = studio.project(of).ok_or_else(|| super::no_project(of))?;
    let from = held(&project).folder.clone();
    // A copy of a copy counts on.
    let first = of.rsplit_once('-').filter(|(stem, n)| n.parse::<u8>().is_ok() && studio.folder.join(stem).is_dir());
    let name = free(studio, &name_of(first.map_or(of, |(stem, _)| stem)));
    let folder = studio.folder.join(&name);
    fs::create_dir(&folder).map_err(|error| biaoyu_press::unwritable(&folder, &error))?;
    if let Err(error) = copy(&from, &folder, true) {
        // It was made a moment ago, and holds copies only.
        let _ = fs::remove_dir_all(&folder);
        return Err(biaoyu_press::unwritable(&folder, &error).into());
    }
    biaoyu_press::keep_name(&folder.join(CAMPAIGN));
    let project = studio.project(&name).ok_or_else(unknown)?;
    let shown = shown::project(&mut held(&project));
    Ok(Answer::json_as(StatusCode::CREATED, &shown))
}

/// Copies the files of a folder into another one, and of a project (`whole`) none that was made of it. Links are not followed.
fn copy(from: &Path, to: &Path, whole: bool) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let is_made = whole && MADE.iter().any(|made| name.to_str() == Some(*made));
        if is_made || name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if kind.is_dir() {
            fs::create_dir(to.join(&name))?;
            copy(&entry.path(), &to.join(&name), false)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

/// Writes the files of a new project into its folder.
fn fill(studio: &Studio, folder: &Path, (name, door): (&str, &str), text: &str) -> Answered {
    biaoyu_press::write_new(&folder.join(CAMPAIGN), text)?;
    biaoyu_press::keep_name(&folder.join(CAMPAIGN));
    let project = studio.project(name).ok_or_else(unknown)?;
    let mut project = held(&project);
    let mut bench = project.bench.clone();
    bench.set("", "door", Some(door));
    let text = project.text.clone();
    project.change(text, bench)?;
    project.forget_steps();
    Ok(Answer::json_as(StatusCode::CREATED, &shown::project(&mut project)))
}

/// The campaign file of a new project of a door.
fn begun(door: &str) -> String {
    let mut file = File::new("");
    let products: &[&str] = match door {
        "banners" => &["banner-6000x700", "backdrop-6000x3000"],
        "cards" => &["name-85x54"],
        _ => &["poster-a2", "flag-4", "badge-58"],
    };
    file.set_list("defaults", "products", &products.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
    let layout = if door == "banners" { "official" } else { "waves" };
    file.set_list("defaults", "layouts", &[layout.to_owned()]);
    file.text()
}
