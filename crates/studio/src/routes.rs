//! Which question is answered by what. `API.md` is the same for people.

mod news;
mod projects;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::limits::{FONT_BYTES, IMAGE_BYTES, PDF_BYTES, TABLE_BYTES, TEXT_FILE_BYTES};
use biaoyu_page::say;
use biaoyu_page::words::Choice as _;
use serde_json::{Value, json};

use crate::answer::{Answer, Answered, NEWER, Refusal};
use crate::bundle;
use crate::command::Ask;
use crate::cures::{of_files, of_names};
use crate::fields::FACES;
use crate::held::held;
use crate::places::{below, is_name, name_of, own_id};
use crate::project::Project;
use crate::query::Query;
use crate::state::Studio;
use crate::{checkup, hits, lists, logo, making, ops, page, pages, roster, shelf, shown, uploads, wall};

pub(crate) use news::{news, waits};

/// Bytes of JSON, at most.
const JSON_BYTES: usize = 4 << 20;

/// A question that was let in.
pub(crate) struct Asked {
    method: Method,
    path: String,
    query: Query,
    body: Vec<u8>,
    /// Nobody waits for the answer any more.
    pub gone: Arc<AtomicBool>,
}

impl Asked {
    pub(crate) fn new(method: Method, path: String, query: &str, body: Vec<u8>) -> Self {
        Self { method, path, query: Query::parse(query), body, gone: Arc::default() }
    }

    /// Whether a page is composed for it.
    pub(crate) fn is_drawn(&self) -> bool {
        self.path.ends_with(".img") || ["/page", "/findings", "/count"].iter().any(|end| self.path.ends_with(end))
    }

    /// Tells the studio of it before its turn comes.
    pub(crate) fn announce(&self, studio: &Studio) {
        studio.slots.hear(&self.query);
    }
}

/// Bytes that a question of this path may have.
pub(crate) fn most(method: &Method, path: &str) -> usize {
    let parts: Vec<&str> = path.split('/').collect();
    match (method, &parts[..]) {
        (&Method::PUT, ["api", "preflight"]) => PDF_BYTES,
        (&Method::PUT, ["api", "p", _, "list"]) => TEXT_FILE_BYTES,
        (&Method::PUT, ["api", "p", _, "file", "roster"]) => TABLE_BYTES,
        (&Method::PUT, ["api", "p", _, "file", role]) if FACES.iter().any(|(own, _)| own == role) => FONT_BYTES,
        (&Method::PUT, _) => IMAGE_BYTES,
        _ => JSON_BYTES,
    }
}

/// Why a body is not even read: it is for nothing that there is. A large one would be taken in for minutes before that is said.
pub(crate) fn refuse_unread(studio: &Studio, method: &Method, path: &str) -> Option<Refusal> {
    if method != Method::PUT {
        return None;
    }
    let parts: Vec<&str> = path.split('/').collect();
    match &parts[..] {
        ["api", "preflight"] => None,
        ["api", "p", name, rest @ ..] => {
            let is_there = is_name(name) && studio.folder.join(name).is_dir();
            let is_known = match rest {
                ["list"] => true,
                ["file", role] => uploads::is_role(role),
                _ => false,
            };
            (!is_there).then(|| no_project(name)).or_else(|| (!is_known).then(unknown))
        }
        _ => Some(unknown()),
    }
}

fn no_project(name: &str) -> Refusal {
    Refusal::none(say!("there is no project `{name}`", "没有项目 `{name}`"))
}

fn unknown() -> Refusal {
    Refusal::none(say!("there is no such thing", "没有这个地址"))
}

/// Answers a question.
pub(crate) fn answer(studio: &Arc<Studio>, asked: &Asked) -> Answered {
    let parts: Vec<&str> = asked.path.split('/').collect();
    let is_get = matches!(asked.method, Method::GET | Method::HEAD);
    match &parts[..] {
        ["api", "p", name, rest @ ..] => {
            let project = studio.project(name).ok_or_else(|| no_project(name))?;
            let known = {
                let project = held(&project);
                Known { name: project.name.clone(), folder: project.folder.clone() }
            };
            let answered = match (asked.method.as_str(), rest) {
                ("POST", ["rename"]) => rename(studio, &project, &known, &body(asked)?),
                _ => of_project(studio, &project, &known, rest, asked),
            };
            from_folder(answered, &known.folder).map_err(|mut refusal| {
                of_files(&mut refusal.body, &mut held(&project));
                of_names(&mut refusal.body, &mut held(&project));
                refusal
            })
        }
        ["api", "c", id, rest @ ..] if is_get => of_campaign(studio, id, rest, asked),
        ["api", rest @ ..] => of_program(studio, rest, asked),
        _ if is_get => match page::file(&asked.path) {
            Some((bytes, kind)) => Ok(Answer::bytes(kind, bytes.to_vec())),
            None => Ok(Answer::empty(StatusCode::NOT_FOUND)),
        },
        _ => Err(unknown()),
    }
}

/// Files of a project are named from its folder, as the user has them, wherever the words come from.
fn from_folder(answered: Answered, folder: &Path) -> Answered {
    let before = json!(format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR)).to_string();
    let before = before.trim_matches('"');
    match answered {
        Ok(answer) if answer.kind == "application/json" => {
            let bytes = match String::from_utf8(answer.bytes) {
                Ok(text) => text.replace(before, "").into_bytes(),
                Err(error) => error.into_bytes(),
            };
            Ok(Answer { bytes, ..answer })
        }
        Err(Refusal { status, body }) => {
            let text = body.to_string().replace(before, "");
            Err(Refusal { status, body: serde_json::from_str(&text).unwrap_or(body) })
        }
        other => other,
    }
}

fn body(asked: &Asked) -> Result<Value, Refusal> {
    serde_json::from_slice(&asked.body)
        .map_err(|error| Refusal::bad(say!("the request is no JSON: {error}", "请求不是 JSON：{error}")))
}

fn json_of(value: Value) -> Answered {
    Ok(Answer::json(&value))
}

fn of_program(studio: &Arc<Studio>, rest: &[&str], asked: &Asked) -> Answered {
    let query = &asked.query;
    let here = || studio.sources(&studio.folder);
    match (asked.method.as_str(), rest) {
        ("GET", ["state"]) => json_of(projects::state(studio)),
        ("GET", ["shelf"]) => {
            let folder =
                query.get("p").and_then(|name| studio.project(name)).map(|project| held(&project).folder.clone());
            json_of(shelf::shelf(&folder.map_or_else(here, |folder| studio.sources(&folder))))
        }
        ("GET", ["product"]) => {
            let id = own_id(&studio.folder, query.get("id").unwrap_or_default())?;
            json_of(shelf::one_product(&here(), &id)?)
        }
        ("GET", ["colour"]) => {
            let ground = match query.get("p").and_then(|name| studio.project(name)) {
                Some(project) => {
                    let ground = pages::ground(studio, &project, crate::command::What::Sheets)?;
                    Some((ground.wanted, ground.sources))
                }
                None => None,
            };
            json_of(shelf::colour(studio, ground, query)?)
        }
        ("GET", ["lines"]) => json_of(shelf::lines(query.get("text").unwrap_or_default())),
        ("POST", ["projects"]) => projects::create(studio, &body(asked)?),
        ("POST", ["language"]) => {
            let lang = body(asked)?.get("lang").and_then(Value::as_str).and_then(biaoyu_page::error::Lang::of);
            let lang = lang.ok_or_else(|| Refusal::bad(say!("that is no language", "没有这种语言")))?;
            *held(&studio.lang) = lang;
            crate::host::keep_language(&studio.host, lang);
            json_of(json!({ "lang": lang.word() }))
        }
        ("POST", ["alive"]) => {
            let making = held(&studio.making).project();
            json_of(json!({ "making": making }))
        }
        ("POST", ["quit"]) if studio.is_making() => Err(Refusal::busy()),
        ("POST", ["quit"]) => {
            studio.over.store(true, Ordering::Relaxed);
            json_of(json!({ "over": true }))
        }
        ("PUT", ["preflight"]) => {
            for name in ["shop", "product"] {
                query.get(name).map(|id| own_id(&studio.folder, id)).transpose()?;
            }
            json_of(checkup::take(&studio.checkups, &here(), query, &asked.body)?)
        }
        ("GET", ["preflight", id, image]) => {
            let number = image.strip_suffix(".img").and_then(|n| n.parse().ok());
            let (id, number) = id.parse().ok().zip(number).ok_or_else(unknown)?;
            checkup::image(&studio.checkups, id, number, query)
        }
        _ => Err(unknown()),
    }
}

/// A campaign that is of no project: pictures of it hang beside the doors.
fn of_campaign(studio: &Arc<Studio>, id: &str, rest: &[&str], asked: &Asked) -> Answered {
    if !is_name(id) {
        return Err(unknown());
    }
    let ground = pages::ground_of(studio, id);
    match rest {
        ["page.img"] => pages::image_of(studio, ground, &asked.query, &asked.gone),
        ["page"] => json_of(hits::page(&pages::find_in(ground, &asked.query)?)?),
        ["wall"] => json_of(wall::wall_of(&ground, &asked.query)?),
        _ => Err(unknown()),
    }
}

/// What never changes of a project: known without its lock.
struct Known {
    name: String,
    folder: PathBuf,
}

/// Changes a project as it is on the disk now, when the window that asks has seen it so (`rev`). All that changes one goes
/// through here.
fn edit(
    project: &Mutex<Project>,
    rev: Option<u64>,
    work: impl FnOnce(&mut Project) -> Result<Value, Refusal>,
) -> Answered {
    let mut project = held(project);
    project.look();
    let is_old = rev.is_some_and(|rev| rev < project.rev);
    let done = if is_old { Err(Faults::from(newer()).into()) } else { work(&mut project) };
    match done {
        Ok(value) => json_of(value),
        Err(Refusal { mut body, status }) => {
            if body["faults"].as_array().is_some_and(|all| all.iter().any(|fault| fault["code"] == NEWER)) {
                body["project"] = shown::project(&mut project);
            }
            Err(Refusal { status, body })
        }
    }
}

/// Gives a project another name.
fn rename(studio: &Studio, project: &Arc<Mutex<Project>>, known: &Known, asked: &Value) -> Answered {
    let name = name_of(asked.get("name").and_then(Value::as_str).unwrap_or_default().trim());
    let making = held(&studio.making).project();
    if making.as_ref() == Some(&known.name) {
        return Err(Refusal::busy());
    }
    if name != known.name {
        if fs::symlink_metadata(studio.folder.join(&name)).is_ok() {
            return Err(there(&name));
        }
        studio.rename(project, &name)?;
    }
    json_of(shown::project(&mut held(project)))
}

/// Another project, or something else, has the name.
fn there(name: &str) -> Refusal {
    let what = say!("there is something called `{name}` already", "已经有叫 `{name}` 的了");
    let fault = Fault::new("project/there", Place::default(), what).hint(say!("choose another name", "请换一个名字"));
    Refusal::new(StatusCode::CONFLICT, &fault.into())
}

fn of_project(studio: &Arc<Studio>, project: &Mutex<Project>, known: &Known, rest: &[&str], asked: &Asked) -> Answered {
    let query = &asked.query;
    let ask = |value: &Value| {
        let ask = Ask::parse(value);
        let ask = ask.ok_or_else(|| Refusal::bad(say!("that is no way to make files", "没有这种制作方式")))?;
        let ids = ask.products.iter().chain(&ask.layouts).chain(&ask.paper).chain(&ask.tile).chain(&ask.shop);
        ids.map(|id| own_id(&known.folder, id)).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, Refusal>(ask)
    };
    let rev_of = |body: &Value| body.get("rev").and_then(Value::as_u64);
    // A way by its name, as a query has it.
    let way = || {
        let mut value = json!({});
        for key in ["way", "what", "shop", "tile", "paper"] {
            value[key] = json!(query.get(key));
        }
        ask(&value)
    };
    match (asked.method.as_str(), rest) {
        ("GET", []) => json_of(shown::project(&mut held(project))),
        ("POST", ["change"]) => {
            let body = body(asked)?;
            let ops = body.get("ops").and_then(Value::as_array);
            let ops = ops.ok_or_else(|| Refusal::bad(say!("there are no `ops`", "缺少 `ops`")))?;
            edit(project, rev_of(&body), |project| {
                ops::change(project, ops)?;
                Ok(shown::project(project))
            })
        }
        ("POST", [step @ ("undo" | "redo")]) => edit(project, rev_of(&body(asked)?), |project| {
            project.step(*step == "undo")?;
            Ok(shown::project(project))
        }),
        ("POST", ["paste"]) => {
            let body = body(asked)?;
            let is = |key: &str| body.get(key).and_then(Value::as_bool).unwrap_or(false);
            let bytes = body.get("text").and_then(Value::as_str).unwrap_or_default().as_bytes();
            let (verbatim, add, typed) = (is("verbatim"), is("add"), is("typed"));
            let given = lists::Given { name: lists::PASTED, bytes, verbatim, add, typed };
            edit(project, rev_of(&body), |project| lists::take(project, &given))
        }
        ("PUT", ["list"]) => {
            let is = |key: &str| query.get(key).is_some_and(|value| value != "0" && value != "false");
            let (name, bytes) = (query.get("name").unwrap_or(lists::PASTED), &asked.body);
            let given = lists::Given { name, bytes, verbatim: is("verbatim"), add: is("add"), typed: false };
            edit(project, query.number("rev"), |project| lists::take(project, &given))
        }
        ("GET", ["list"]) => {
            let mut project = held(project);
            project.look();
            json_of(lists::again(&mut project)?)
        }
        ("POST", ["line"]) => {
            let body = body(asked)?;
            edit(project, rev_of(&body), |project| lists::line(project, &body))
        }
        ("PUT", ["file", role]) => {
            let name = query.get("name").unwrap_or_default();
            edit(project, query.number("rev"), |project| uploads::take(project, role, name, &asked.body))
        }
        ("GET", ["logo.img"]) => logo::image(studio, project, query),
        ("GET", ["page.img"]) => pages::image(studio, project, query, &asked.gone),
        ("GET", ["page"]) => json_of(hits::page(&pages::find(studio, project, query)?)?),
        ("GET", ["wall"]) => json_of(wall::wall(studio, project, query)?),
        ("GET", ["findings"]) => json_of(wall::told(studio, project, query)?),
        ("GET", ["roster"]) => json_of(roster::roster(studio, project, query)?),
        ("POST", ["roster"]) => {
            let body = body(asked)?;
            edit(project, rev_of(&body), |project| roster::settle(project, &body).map(|()| Value::Null))?;
            json_of(roster::roster(studio, project, query)?)
        }
        ("POST", ["count"]) => json_of(making::counted(studio, project, &ask(&body(asked)?)?)?),
        ("POST", ["command"]) => json_of(making::shown(studio, project, &ask(&body(asked)?)?)?),
        ("POST", ["make"]) => {
            Ok(Answer::json_as(StatusCode::ACCEPTED, &making::begin(studio, project, ask(&body(asked)?)?)?))
        }
        ("POST", ["tidy"]) => {
            let ask = Ask { tidy: true, ..ask(&body(asked)?)? };
            Ok(Answer::json_as(StatusCode::ACCEPTED, &making::begin(studio, project, ask)?))
        }
        ("GET", ["make"]) => {
            let mut status = held(&studio.making).status(&known.name);
            of_files(&mut status, &mut held(project));
            of_names(&mut status, &mut held(project));
            json_of(status)
        }
        ("POST", ["stop"]) => {
            let making = held(&studio.making);
            making.stop(&known.name);
            json_of(making.status(&known.name))
        }
        ("GET", ["output"]) => {
            let (folder, shown) = output_of(studio, project, known, query, &way()?);
            // A folder that is not there yet has nothing in it; one that is a link to elsewhere is not of the project.
            if std::fs::symlink_metadata(&folder).is_ok() {
                below(&known.folder, &shown)?;
            }
            json_of(bundle::listed(&folder, &shown))
        }
        ("GET", ["output", path @ ..]) => output(&known.folder, &path.join("/")),
        ("GET", ["zip"]) => {
            let (folder, shown) = output_of(studio, project, known, query, &way()?);
            let none = || Refusal::none(say!("`{shown}` was not made yet", "`{shown}` 还没有制作"));
            below(&known.folder, &shown).map_err(|_| none())?;
            let path = bundle::written(&folder).ok_or_else(none)?;
            let bytes = fs::read(&path).map_err(|_| none())?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            Ok(Answer { download: name, ..Answer::bytes("application/zip", bytes) })
        }
        ("POST", ["open"]) => {
            let body = body(asked)?;
            let folder = known.folder.clone();
            let path = match body.get("path").and_then(Value::as_str).filter(|path| !path.is_empty()) {
                Some(path) => below(&folder, path)?,
                None => folder,
            };
            (studio.host.show)(&path);
            json_of(json!({ "opened": path.display().to_string() }))
        }
        _ => Err(unknown()),
    }
}

fn newer() -> Fault {
    let what = say!("the project was changed in another window", "项目在另一个窗口里改过");
    let hint = say!("look at it as it is now, then change it again", "请看看现在的样子，再改一次");
    Fault::new(NEWER, Place::default(), what).hint(hint)
}

/// The folder of a way, and its name below the project: that of the last run where it went this way.
fn output_of(studio: &Studio, project: &Mutex<Project>, known: &Known, query: &Query, ask: &Ask) -> (PathBuf, String) {
    let last = held(&studio.making).folder(&known.name, query.get("way"));
    let last = last.filter(|_| query.get("shop").is_none());
    let last = last.map(|last| last.display().to_string().replace(std::path::MAIN_SEPARATOR, "/"));
    let usual = || {
        let id = held(project).campaign().map_or_else(|_| "活动".to_owned(), |campaign| campaign.id.clone());
        format!("output/{}", biaoyu_press::safe(&id))
    };
    let shown = last.or_else(|| ask.folder()).unwrap_or_else(usual);
    (shown.split('/').fold(known.folder.clone(), |folder, part| folder.join(part)), shown)
}

/// A file of the folders that files are made in.
fn output(folder: &Path, path: &str) -> Answered {
    if !path.starts_with("output/") && !path.starts_with("成品/") {
        return Err(unknown());
    }
    let full = below(folder, path).map_err(|fault| Refusal::new(StatusCode::NOT_FOUND, &fault.into()))?;
    let bytes = biaoyu_press::read(&full, usize::MAX >> 1)?;
    let name = path.rsplit('/').next().unwrap_or_default();
    let own_page = name == "index.html";
    let kind = match name.rsplit('.').next().unwrap_or_default().to_lowercase().as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        _ if own_page => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    };
    let download = (kind == "application/octet-stream").then(|| name.to_owned());
    Ok(Answer { download, own_page, ..Answer::bytes(kind, bytes) })
}
