//! Files that are dropped on the page: looked at, then kept in the project's folder under a name of their own.

use std::fs;
use std::path::Path;

use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::{IMAGE_BYTES, TABLE_BYTES};
use biaoyu_page::say;
use biaoyu_press::Sources;
use biaoyu_table::table;
use serde_json::{Value, json};

use crate::answer::{Refusal, findings};
use crate::fields::{FACES, GIVEN, ROLES};
use crate::keep::{has_white_ground, keep, picture};
use crate::names::{AWAY, PHOTOS};
use crate::ops::open;
use crate::places::{below, name_of};
use crate::plate::replate;
use crate::project::Project;
use crate::shown;

/// Whether files come in a role of this name.
pub(crate) fn is_role(role: &str) -> bool {
    let own = ["roster", "photo"].into_iter().chain(ROLES.map(|(own, ..)| own));
    own.chain(GIVEN.map(|(own, _)| own)).chain(FACES.map(|(own, _)| own)).any(|own| own == role)
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
        _ if FACES.iter().any(|(own, _)| *own == role) => {}
        "icc" => drop(Profile::parse(bytes, Place::file(name.as_str()))?),
        "logo" | "logo_dark" | "logo_light" | "picture" | "code" | "art" | "lettering" | "photo" => {
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
    let is_face = FACES.iter().any(|(own, _)| *own == role);
    let kept = if is_face {
        let (kept, found) = face(&project.folder, &name, bytes)?;
        notes.extend(found);
        kept
    } else if role == "photo" {
        notes.extend(photo(&project.folder, &name, bytes)?);
        bench.set("roster", "photos", Some(PHOTOS));
        format!("{PHOTOS}/{name}")
    } else {
        keep(&project.folder, &name, bytes)?.0
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
        _ if is_face || GIVEN.iter().any(|(own, _)| *own == role) => bench.set("", role, Some(&kept)),
        "photo" => {}
        _ => {
            for (_, table, key) in ROLES.iter().filter(|(own, ..)| *own == role) {
                file.set_text(table, key, Some(&kept));
            }
            if role == "logo" {
                notes.extend(replate(&project.folder, &mut file, &mut bench));
            }
        }
    }
    let (text, rev) = (file.text(), project.rev);
    project.change(text, bench)?;
    // Of a photo neither file may speak anew, and still its badge looks otherwise.
    if role == "photo" && project.rev == rev {
        project.came();
    }
    Ok(json!({ "project": shown::project(project), "file": kept, "notes": findings(&notes), "white_ground": white }))
}

/// Keeps a face, if the press can read it: it is read from its file.
///
/// # Errors
/// Those of the file system; those of the face, which is not kept then.
fn face(folder: &Path, name: &str, bytes: &[u8]) -> Result<(String, Vec<Finding>), Faults> {
    // `#2` and `:wght=900` behind a file's name have a meaning, and a quote ends it.
    let name = name.replace(['#', ':', '=', ',', '"'], "-");
    let (kept, is_new) = keep(folder, &name, bytes)?;
    let path = folder.join(&kept);
    match Sources::new(Vec::new()).fonts(&[&format!("\"{}\"", path.display())]) {
        Ok(faces) if !faces.own.is_empty() => Ok((kept, faces.notes)),
        read => {
            if is_new {
                let _ = fs::remove_file(&path);
            }
            read?;
            let what = say!("this is no face", "这不是字体文件");
            let hint = say!("give a `.ttf`, `.otf` or `.ttc`", "请给 `.ttf`、`.otf` 或 `.ttc`");
            Err(Fault::new("studio/face", Place::file(name), what).hint(hint).into())
        }
    }
}

/// Keeps a photo. It is found by its name: another one of that name is put away, where nobody takes it for hers.
///
/// # Errors
/// Those of the file system; `studio/path` when the folder of photos is a link to somewhere else.
fn photo(folder: &Path, name: &str, bytes: &[u8]) -> Result<Option<Finding>, Fault> {
    let photos = folder.join(PHOTOS);
    fs::create_dir_all(&photos).map_err(|error| biaoyu_press::unwritable(&photos, &error))?;
    let path = below(folder, PHOTOS)?.join(name);
    let mut told = None;
    match biaoyu_press::open_own(&path).and_then(|_| biaoyu_press::read(&path, IMAGE_BYTES)) {
        Ok(old) if old == bytes => return Ok(None),
        Ok(old) => {
            let away = folder.join(AWAY).join(PHOTOS);
            fs::create_dir_all(&away).map_err(|error| biaoyu_press::unwritable(&away, &error))?;
            let away = below(folder, &format!("{AWAY}/{PHOTOS}"))?;
            let (kept, _) = keep(&away, name, &old)?;
            let what = say!(
                "another photo was there, and is kept as `{AWAY}/{PHOTOS}/{kept}`",
                "原来有一张同名照片，已存为 `{AWAY}/{PHOTOS}/{kept}`"
            );
            let place = Place::file(format!("{PHOTOS}/{name}"));
            told = Some(Finding { rule: "studio-replaced", severity: Severity::Note, place, what, hint: None });
        }
        Err(fault) if fault.code == "file/not-found" => {}
        Err(fault) => return Err(fault),
    }
    biaoyu_press::write(&path, bytes, "")?;
    biaoyu_press::keep_name(&path);
    Ok(told)
}
