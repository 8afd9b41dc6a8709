//! Files that are dropped on the page: looked at, then kept in the project's folder under a name of their own.

use std::fs;
use std::path::Path;

use biaoyu_check::import::load;
use biaoyu_page::error::{Fault, Faults, Finding, Place};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::{IMAGE_BYTES, TABLE_BYTES};
use biaoyu_page::say;
use biaoyu_set::picture::{Options, Picture, Pictures};
use biaoyu_table::table;
use serde_json::{Value, json};

use crate::answer::{Refusal, findings};
use crate::ops::{ROLES, open};
use crate::output::write_whole;
use crate::places::name_of;
use crate::project::Project;
use crate::shown;

/// The folder of photos.
pub(crate) const PHOTOS: &str = "照片";
/// Files of one name that are kept, at most.
const COPIES: usize = 1000;

/// Keeps bytes under a name; under another one where that is taken by other bytes. The name that they have.
///
/// # Errors
/// Those of the file system.
pub(crate) fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<String, Fault> {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    for copy in 1..COPIES {
        let own = if copy == 1 { name.to_owned() } else { format!("{stem}-{copy}{ending}") };
        let path = folder.join(&own);
        match fs::symlink_metadata(&path) {
            Err(_) => {
                write_whole(&path, bytes)?;
                return Ok(own);
            }
            Ok(about)
                if about.is_file()
                    && about.len() == bytes.len() as u64
                    && fs::read(&path).is_ok_and(|b| b == bytes) =>
            {
                return Ok(own);
            }
            Ok(_) => {}
        }
    }
    let what = say!("too many files of this name lie there", "同名文件太多");
    Err(Fault::new("file/there", Place::file(folder.join(name).display().to_string()), what))
}

/// Takes a file in a role.
///
/// # Errors
/// There is no such role; the file cannot be read as what it is to be.
pub(crate) fn take(project: &mut Project, role: &str, name: &str, bytes: &[u8]) -> Result<Value, Refusal> {
    let name = name_of(name);
    let mut notes = Vec::new();
    let mut white = false;
    match role {
        "roster" => {
            if bytes.len() > TABLE_BYTES {
                return Err(Refusal::too_large(TABLE_BYTES));
            }
            let (_, found) = table::read(&name, bytes)?;
            notes.extend(found);
        }
        "logo" | "logo_dark" | "logo_light" | "picture" | "code" | "photo" => {
            if bytes.len() > IMAGE_BYTES {
                return Err(Refusal::too_large(IMAGE_BYTES));
            }
            let (picture, found) = picture(&name, bytes, false)?;
            notes.extend(found);
            white = role.starts_with("logo") && has_white_ground(&picture);
        }
        _ => return Err(Refusal::none(say!("there is no such role", "没有这种文件"))),
    }
    let mut file = open(&project.text)?;
    let mut bench = project.bench.clone();
    let kept = if role == "photo" {
        let folder = project.folder.join(PHOTOS);
        fs::create_dir_all(&folder).map_err(|error| biaoyu_press::unwritable(&folder, &error))?;
        // A photo is found by its name: another one of that name takes its place.
        if folder.join(&name).is_file() {
            write_whole(&folder.join(&name), bytes)?
        } else {
            keep(&folder, &name, bytes).map(|_| ())?
        }
        bench.set("roster", "photos", Some(PHOTOS));
        format!("{PHOTOS}/{name}")
    } else {
        keep(&project.folder, &name, bytes)?
    };
    match role {
        "roster" => {
            if bench.get("roster", "file") != Some(&kept) {
                let photos = bench.get("roster", "photos").map(str::to_owned);
                bench.forget("roster");
                bench.set("roster", "photos", photos.as_deref());
            }
            bench.set("roster", "file", Some(&kept));
        }
        "code" => bench.set("", "code", Some(&kept)),
        "photo" => {}
        _ => {
            for (_, table, key) in ROLES.iter().filter(|(own, ..)| *own == role) {
                file.set_text(table, key, Some(&kept));
            }
        }
    }
    project.change(file.text(), bench)?;
    Ok(json!({ "project": shown::project(project), "file": kept, "notes": findings(&notes), "white_ground": white }))
}

/// A picture as logos are read.
///
/// # Errors
/// It cannot be placed as it is meant.
pub(crate) fn picture(name: &str, bytes: &[u8], knockout: bool) -> Result<(Picture, Vec<Finding>), Faults> {
    let options = Options { enough: Some(1200), knockout, ..Options::default() };
    load(name, bytes, Profile::embedded(), &options)
}

/// Whether a logo shows as a white box on a dark ground.
fn has_white_ground(picture: &Picture) -> bool {
    let mut pictures = Pictures::default();
    pictures.set("logo", picture.clone());
    pictures.is_boxed("logo")
}
