//! `biaoyu studio`: the press in a window of the browser.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write as _};
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
    let mut door = None;
    let beside = folder.clone();
    let settings = Settings { port: asked.port, folder, open, silence: SILENCE };
    let served = serve(settings, host, &stop, &mut |address| {
        let said = match asked.no_open {
            true => say!(
                "the studio runs on this machine only; open this address in a browser; this window closed (or Ctrl-C) ends it:",
                "工作台已启动，只在本机运行；请在浏览器里打开下面的地址；关掉这个窗口（或按 Ctrl-C）就退出："
            ),
            false => say!(
                "the studio is open in the browser, on this machine only; this window closed (or Ctrl-C) ends it:",
                "工作台已在浏览器里打开，只在本机运行；关掉这个窗口（或按 Ctrl-C）就退出："
            ),
        };
        output::message(said.get(lang));
        output::print(&format!("{address}\n"));
        match asked.no_open {
            true => {}
            // What a program is started with is seen by its user alone there.
            false if cfg!(windows) => opener::show(OsStr::new(address), lang),
            false => door = lead(address, &beside, lang),
        }
    });
    if let Some((path, page)) = door {
        // It leads nowhere any more.
        if fs::read(&path).is_ok_and(|bytes| bytes == page.as_bytes()) {
            let _ = fs::remove_file(path);
        }
    }
    served?;
    Ok(DONE)
}

/// A page that leads to the studio, by its name.
const DOOR: &str = "标语工作台.html";
/// What it begins with.
const OWN: &str = "<!doctype html><!-- biaoyu studio -->";

/// Opens the browser on a page that leads to the address, which nobody but the user may read: what a program is started with is
/// seen by all users of the machine. It lies among the documents, where browsers that are shut in reach it, too. The page.
fn lead(address: &str, folder: &Path, lang: Lang) -> Option<(PathBuf, String)> {
    let page = format!(
        "{OWN}<meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url={address}\"><title>标语工作台</title>\n<p><a href=\"{address}\">标语工作台 biaoyu studio</a></p>\n"
    );
    let temporary = std::env::temp_dir();
    let folders = folder.ancestors().take(2).chain([temporary.as_path()]).filter(|folder| folder.is_dir());
    let mut refused = None;
    for path in folders.map(|folder| folder.join(DOOR)) {
        match leave(&path, &page) {
            Ok(()) => {
                opener::show(path.as_os_str(), lang);
                return Some((path, page));
            }
            Err(error) => refused = refused.or(Some(biaoyu_press::unwritable(&path, &error))),
        }
    }
    output::faults(&refused?.hint(say!("open the address by hand", "请自己打开上面的地址")).into(), lang);
    None
}

/// Writes the page, over one that a killed studio left.
fn leave(path: &Path, page: &str) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        biaoyu_press::check_own(path, OWN).map_err(|_| io::Error::from(io::ErrorKind::AlreadyExists))?;
        fs::remove_file(path)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(page.as_bytes())
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
