//! `biaoyu studio`: the press in a window of the browser.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;

use super::args::{Arguments, Command, Studio};
use super::{DONE, Done, interrupt, opener, output, render, version};
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::say;
use biaoyu_press::Wanted;
use biaoyu_studio::{Host, Settings, serve};

/// The folder of projects among the user's documents.
const PROJECTS: &str = "标语";
/// What makes a folder a project.
const CAMPAIGN: &str = "活动.toml";
/// How long no tab may answer before the process ends.
const SILENCE: Duration = Duration::from_secs(30 * 60);

/// Serves the studio until it is ended.
pub(super) fn studio(asked: &Studio, lang: Lang) -> Done {
    let stop = interrupt::flag(lang);
    let (folder, open) = place(asked.folder.as_deref())?;
    let host = Host {
        version: version::version(),
        lang,
        config: render::config_folder(),
        wanted,
        roots: |folder| render::roots_in(folder, &[], false),
        show: |path| opener::open(path, Lang::Zh),
    };
    let settings = Settings { port: asked.port, folder, open, silence: SILENCE };
    serve(settings, host, &stop, &mut |address| {
        let said = match lang {
            Lang::En => {
                "the studio is open in the browser, on this machine only; this window closed (or Ctrl-C) ends it:"
            }
            Lang::Zh => "工作台已在浏览器里打开，只在本机运行；关掉这个窗口（或按 Ctrl-C）就退出：",
        };
        output::message(said);
        output::print(&format!("{address}\n"));
        if !asked.no_open {
            opener::show(OsStr::new(address), lang);
        }
    })?;
    Ok(DONE)
}

/// The folder of projects, and the project that is opened.
fn place(asked: Option<&Path>) -> Result<(PathBuf, Option<String>), Faults> {
    let folder = asked.map_or_else(usual, Path::to_path_buf);
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    if asked.is_some() && !folder.is_dir() {
        let what = say!("there is no such folder", "没有这个文件夹");
        let hint = say!("make it first, or leave it out", "请先建好，或不写");
        return Err(Fault::new("studio/folder", Place::file(folder.display().to_string()), what).hint(hint).into());
    }
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    match (folder.join(CAMPAIGN).is_file(), name, folder.parent()) {
        (true, Some(name), Some(parent)) => Ok((parent.to_path_buf(), Some(name))),
        _ => Ok((folder, None)),
    }
}

/// `标语` among the documents of the user; in the home where there are none.
fn usual() -> PathBuf {
    let home = std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(PathBuf::from);
    let home = home.filter(|home| home.is_absolute()).unwrap_or_else(|| PathBuf::from("."));
    let documents = ["Documents", "文档"].map(|name| home.join(name));
    documents.into_iter().find(|folder| folder.is_dir()).unwrap_or(home).join(PROJECTS)
}

/// What arguments of `render` ask for, typed in a folder.
fn wanted(words: &[OsString], folder: &Path) -> Result<Wanted, Faults> {
    let all = std::iter::once(OsString::from("biaoyu")).chain(words.iter().cloned());
    let refused = |why: String| {
        let what = say!("the command is refused: {why}", "命令被拒绝：{why}");
        Faults::from(Fault::new("studio/command", Place::default(), what))
    };
    match Arguments::try_parse_from(all) {
        Ok(Arguments { command: Some(Command::Render(asked)), .. }) => render::wanted_in(folder, &asked),
        Ok(_) => Err(refused("no `render`".to_owned())),
        Err(error) => Err(refused(error.to_string())),
    }
}
