//! `biaoyu plan`, `run` and `merge`: one campaign on many machines.

use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::args::{Merge, Render, Run, Status};
use super::report::Reporter;
use super::{AGAIN, DONE, Done, FAILED, interrupt, output, render};
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::say;
use biaoyu_press::{self as press, Fate, Merged, Options, Plan, Shard, Written};

/// The plan's name in its folder.
const PLAN: &str = "plan.jsonl";
/// Files that are told one by one; the rest is counted.
const TOLD: usize = 40;

/// Writes a plan of what `render` would make.
pub(super) fn plan(arguments: &Render, lang: Lang) -> Done {
    let _stop = interrupt::flag(lang);
    refuse(arguments)?;
    let (wanted, how) = (render::wanted(arguments)?, &arguments.how);
    let sources = render::sources(&how.from, how.embedded);
    let plan = press::plan(&wanted, &sources)?;
    render::tell_taken(&sources, &how.from, lang);
    std::fs::create_dir_all(&plan.folder).map_err(|e| press::unwritable(&plan.folder, &e))?;
    let bytes = plan.written(&wanted, (&how.from, how.embedded), from(&plan.folder)?, lang)?;
    let path = plan.folder.join(PLAN);
    press::write(&path, &bytes, press::PLAN_HEAD)?;
    let (files, pages, shown) = (plan.files(), plan.pages.len(), path.display());
    if how.json {
        let object = json!({
            "kind": "file",
            "path": shown.to_string(),
            "status": "made",
            "bytes": bytes.len(),
            "pages": pages,
            "files": files,
        });
        output::print(&format!("{object}\n"));
    }
    output::message(&match lang {
        Lang::En => format!(
            "planned {pages} pages, {files} files → {shown}\nnext: biaoyu run {shown} --shard 1/N, on each machine"
        ),
        Lang::Zh => format!(
            "计划 {pages} 页，{files} 个文件 → {shown}\n下一步：在每台机器上运行 biaoyu run {shown} --shard 1/N"
        ),
    });
    // Parts may be made elsewhere: here it is only said.
    render::tell_size(&plan, &render::options(how, lang), true, lang)?;
    Ok(DONE)
}

/// What makes no sense in a plan.
fn refuse(arguments: &Render) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let how = &arguments.how;
    let refused = [
        (how.watch, "--watch"),
        (how.dry_run, "--dry-run"),
        (how.tidy, "--tidy"),
        (how.open, "--open"),
        (how.metrics.is_some(), "--metrics"),
    ];
    for (given, name) in refused {
        if given {
            let what = say!("a plan has no `{name}`", "做计划时没有 `{name}`");
            faults.push(Fault::new("plan/argument", Place::thing(say!("`{name}`", "`{name}`")), what));
        }
    }
    let stdin = |path: &Option<PathBuf>| path.as_ref().is_some_and(|p| p.as_os_str() == "-");
    for (given, name) in [(stdin(&arguments.what.texts), "--texts"), (stdin(&arguments.words.data), "--data")] {
        if given {
            let what =
                say!("what comes on stdin cannot be read again by other machines", "标准输入的内容，别的机器无法再读");
            let hint = say!("save it to a file first", "请先存成文件");
            faults.push(Fault::new("plan/stdin", Place::thing(say!("`{name}`", "`{name}`")), what).hint(hint));
        }
    }
    faults.or(())
}

/// The current folder seen from that of the plan, with `/`; its own path where there is no way from the one to the
/// other.
fn from(folder: &Path) -> Result<String, Faults> {
    let here =
        std::env::current_dir().and_then(|f| f.canonicalize()).map_err(|e| press::unwritable(Path::new("."), &e))?;
    let there = folder.canonicalize().map_err(|e| press::unwritable(folder, &e))?;
    let names = |path: &Path| path.components().map(|c| c.as_os_str().to_owned()).collect::<Vec<_>>();
    let (a, b) = (names(&there), names(&here));
    let roots = |path: &Path| path.components().next().map(|c| matches!(c, Component::Prefix(_) | Component::RootDir));
    let common = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    if common == 0 || roots(&there) != roots(&here) {
        return Ok(here.to_string_lossy().into_owned());
    }
    let up = a.iter().skip(common).map(|_| "..".to_owned());
    let down = b.iter().skip(common).map(|name| name.to_string_lossy().into_owned());
    let steps: Vec<String> = up.chain(down).collect();
    Ok(if steps.is_empty() { ".".into() } else { steps.join("/") })
}

/// What a plan says, planned again here.
pub(super) struct Again {
    pub plan: Plan,
    /// The language that it was planned in.
    pub lang: Lang,
    /// What the written plan is told from others by.
    pub id: String,
    /// The folder of the written plan.
    home: PathBuf,
    /// The current folder is another one now.
    moved: bool,
}

impl Again {
    /// A path that was typed before, as short as it can be.
    fn path(&self, typed: &Path, absolute: PathBuf) -> PathBuf {
        if self.moved { absolute } else { typed.to_path_buf() }
    }
}

/// Reads a plan and plans it again, in the folder that it was made in.
pub(super) fn again(path: &Path) -> Result<Again, Faults> {
    let written = Written::read(path)?;
    let home =
        path.parent().filter(|f| !f.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let from = home.join(written.from());
    let real = |path: &Path| path.canonicalize();
    let (there, here) = (real(&from), std::env::current_dir().and_then(|f| real(&f)));
    let there = there.map_err(|_| {
        let from = from.display();
        let what =
            say!("the folder that the plan was made in is not here: `{from}`", "这里没有做计划时的文件夹：`{from}`");
        let hint = say!(
            "bring the whole tree to this machine, the plan in its place",
            "请把整个目录连同计划原样放到这台机器上"
        );
        Fault::new("plan/from", Place::file(path.display().to_string()), what).hint(hint)
    })?;
    let moved = here.is_ok_and(|here| here != there);
    let home = if moved { real(&home).map_err(|e| press::unwritable(&home, &e))? } else { home };
    if moved {
        std::env::set_current_dir(&there).map_err(|e| press::unwritable(&there, &e))?;
    }
    let plan = written.plan(&render::sources(written.searched(), written.is_embedded()))?;
    Ok(Again { plan, lang: written.lang(), id: written.id(), home, moved })
}

/// A path that stays what it is when the current folder changes.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Does a part of a plan, or all of it.
pub(super) fn run(arguments: &Run, lang: Lang) -> Done {
    let stop = interrupt::flag(lang);
    let get = |name: &str| std::env::var(name).ok();
    let shard = match &arguments.shard {
        Some(text) => Some(Shard::parse(text)?),
        None => Shard::of_environment(&get, arguments.shards.and_then(|n| usize::try_from(n).ok()))?,
    };
    let metrics = arguments.metrics.as_deref().map(absolute);
    let folder = arguments.output.as_deref().map(|f| (f, absolute(f)));
    let again = again(&arguments.plan)?;
    let folder = folder.map_or_else(|| again.home.clone(), |(typed, absolute)| again.path(typed, absolute));
    let mut plan = again.plan;
    plan.folder = folder;
    if arguments.shard.is_none() {
        let place = || plan.folder.display().to_string();
        whole_of_parts(shard, press::parts_of(std::slice::from_ref(&plan.folder)), place)?;
    }
    let options = Options {
        threads: render::threads(arguments.jobs),
        force: arguments.force,
        replace: false,
        describe: arguments.json,
        tidy: false,
        whole: false,
        lang: again.lang,
        shard,
    };
    if let Some(shard) = shard {
        let (part, files) = (shard.words(), plan.files_of(Some(shard)));
        output::message(say!("part {part}: {files} files", "第 {part} 份：{files} 个文件").get(lang));
    }
    render::press(&plan, &options, (arguments.json, metrics.as_deref()), &stop, lang).map(|(code, _)| code)
}

/// Refuses a scheduler's array of one in a folder that parts of several are made in: a task that was submitted again alone
/// would make everything.
pub(super) fn whole_of_parts(
    shard: Option<Shard>,
    made: Option<usize>,
    place: impl FnOnce() -> String,
) -> Result<(), Faults> {
    let (Some(shard), Some(of)) = (shard.filter(|shard| shard.is_all()), made) else { return Ok(()) };
    if of == 1 {
        return Ok(());
    }
    let part = shard.words();
    let what = say!(
        "the scheduler says part {part}, which is everything, and parts of {of} were made in this folder",
        "调度系统说是第 {part} 份，也就是全部，而这个文件夹里做的是 {of} 份中的各份"
    );
    let hint = say!(
        "say which part this is: `--shard 3/{of}`, or `--shard 1/1` for everything",
        "请写明是哪一份：`--shard 3/{of}`；要全部请写 `--shard 1/1`"
    );
    Err(Fault::new("shard/partial", Place::file(place()), what).hint(hint).into())
}

/// Says how far the parts of a plan are: exit 0 when all is there, 75 while something is being made, 1 when nothing is and
/// files are missing.
pub(super) fn status(arguments: &Status, lang: Lang) -> Done {
    let written = Written::read(&arguments.plan)?;
    let mut folders = arguments.folders.clone();
    if folders.is_empty() {
        let home = arguments.plan.parent().filter(|f| !f.as_os_str().is_empty());
        folders.push(home.map_or_else(|| PathBuf::from("."), Path::to_path_buf));
    }
    let found = press::status(&written, &folders, arguments.shards.map(|n| n as usize), std::time::SystemTime::now())?;
    Ok(tell_status(&found, arguments.json, lang))
}

/// Prints how far a plan is: the exit code.
pub(super) fn tell_status(found: &press::Status, json: bool, lang: Lang) -> u8 {
    let text = if json { status_json(found) } else { status_text(found, lang) };
    output::print(&format!("{text}\n"));
    match () {
        () if found.done == found.files => DONE,
        () if found.running => AGAIN,
        () => FAILED,
    }
}

fn status_json(found: &press::Status) -> String {
    let part = |part: &press::PartStatus| json!({ "part": part.number, "files": part.files, "done": part.done, "running": part.running });
    json!({
        "kind": "status",
        "files": found.files,
        "done": found.done,
        "bytes": found.bytes,
        "running": found.running,
        "seconds_left": found.left.map(|left| left.as_secs()),
        "parts": found.parts.iter().map(part).collect::<Vec<_>>(),
    })
    .to_string()
}

fn status_text(found: &press::Status, lang: Lang) -> String {
    let mut lines = Vec::new();
    for press::PartStatus { number, files, done, running } in &found.parts {
        let of = found.parts.len();
        let state = match (done == files, running) {
            (true, _) => say!("done", "已完成"),
            (false, true) => say!("running", "正在做"),
            (false, false) => say!("not running", "没有在做"),
        };
        let (en, zh) = (state.en, state.zh);
        let line = say!(
            "part {number}/{of}: {done} of {files} files, {en}",
            "第 {number}/{of} 份：{files} 个文件已有 {done} 个，{zh}"
        );
        lines.push(line.get(lang).to_owned());
    }
    let press::Status { files, done, bytes, .. } = found;
    let (missing, size) = (files - done, super::amounts::size(*bytes));
    lines.push(
        say!(
            "{done} of {files} files are there, {size}; {missing} missing",
            "共 {files} 个文件，已有 {done} 个，{size}；缺 {missing} 个"
        )
        .get(lang)
        .to_owned(),
    );
    if let Some(left) = found.left {
        let minutes = left.as_secs().div_ceil(60);
        lines.push(say!("about {minutes} min left at this pace", "照此进度约需 {minutes} 分钟").get(lang).to_owned());
    } else if missing > 0 && !found.running {
        lines.push(
            say!("nothing is running: start the parts again that are not done", "没有在运行：请重新启动没有做完的份")
                .get(lang)
                .to_owned(),
        );
    }
    lines.join("\n")
}

/// Proves that all parts are there, and brings them together.
pub(super) fn merge(arguments: &Merge, lang: Lang) -> Done {
    let started = std::time::Instant::now();
    let metrics = arguments.metrics.as_deref().map(absolute);
    super::metrics::check(metrics.as_deref())?;
    let stop: &AtomicBool = &interrupt::flag(lang);
    let typed = arguments.folders.iter().chain(&arguments.output);
    let absolute: Vec<PathBuf> = typed.clone().map(|f| absolute(f)).collect();
    let again = again(&arguments.plan)?;
    let mut folders: Vec<PathBuf> = typed.zip(absolute).map(|(typed, absolute)| again.path(typed, absolute)).collect();
    let target = arguments.output.as_ref().and_then(|_| folders.pop());
    if folders.is_empty() {
        folders.push(again.home.clone());
    }
    let folder = match (target, folders.as_slice()) {
        (Some(target), _) => target,
        (None, [one]) => one.clone(),
        (None, _) => again.home,
    };
    let mut plan = again.plan;
    plan.folder = folder;
    let threads = render::threads(arguments.jobs);
    let (force, sheet) = (arguments.force, again.lang);
    let options = Options {
        threads,
        force,
        replace: false,
        describe: false,
        tidy: false,
        whole: false,
        lang: sheet,
        shard: None,
    };
    let mut reporter = Reporter::new(&plan, plan.pages.len(), false, lang);
    let merged = press::merge(&plan, &folders, &options, stop, &mut |report| reporter.job(report));
    reporter.clear();
    let merged = merged?;
    let code = conclude(&plan, &merged, arguments.json, stop, lang);
    if let Some(path) = &metrics {
        reporter.metrics().write(path, code, started.elapsed())?;
    }
    Ok(code)
}

/// Tells what became of a merge: the exit code.
pub(super) fn conclude(plan: &Plan, merged: &Merged, json: bool, stop: &AtomicBool, lang: Lang) -> u8 {
    if json {
        print_json(plan, merged, lang);
    } else {
        tell(merged, lang);
    }
    let whole = merged.summary.as_ref().is_some_and(press::Summary::is_whole) && merged.wrong.is_empty();
    let (files, folder) = (merged.good, plan.called_folder());
    match &merged.summary {
        Some(summary) => {
            output::faults(&summary.faults, lang);
            if let Some(list) = &summary.reprint {
                let list = list.strip_prefix(&plan.folder).ok().and_then(Path::to_str).map(|file| plan.shown(file));
                let (rows, list) = (summary.bad_rows, list.unwrap_or_default().display().to_string());
                output::message(say!("{rows} rows to print again: {list}", "需补印 {rows} 行：{list}").get(lang));
            }
            output::message(say!("whole: {files} files → {folder}", "齐全：{files} 个文件 → {folder}").get(lang));
        }
        None => {
            let wrong = merged.wrong.len();
            output::message(&match lang {
                Lang::En => format!("not whole: {files} files are good, {wrong} are not; nothing was brought together"),
                Lang::Zh => format!("不齐全：{files} 个文件完好，{wrong} 个有问题；没有合并"),
            });
        }
    }
    let stopped = stop.load(Ordering::Relaxed);
    match (whole, stopped) {
        (true, _) => DONE,
        (false, true) => AGAIN,
        (false, false) => FAILED,
    }
}

fn tell(merged: &Merged, lang: Lang) {
    let told = if output::manner().verbose { usize::MAX } else { TOLD };
    for wrong in merged.wrong.iter().take(told) {
        let folders: Vec<String> = wrong.folders.iter().map(|f| f.display().to_string()).collect();
        let inside = if folders.is_empty() { String::new() } else { format!(" ({})", folders.join(", ")) };
        output::message(&format!("{}{inside}: {}", wrong.file, wrong.fate.say().get(lang)));
    }
    let more = merged.wrong.len().saturating_sub(told);
    if more > 0 {
        output::message(say!("and {more} more", "还有 {more} 个").get(lang));
    }
    let again = merged.again();
    if !again.is_empty() {
        let parts = again.join(", ");
        output::message(say!("parts to run again: {parts}", "需要重做的份：{parts}").get(lang));
    }
    let has = |fate: &Fate| merged.wrong.iter().any(|w| w.fate == *fate);
    let hints = [
        (
            Fate::Missing,
            say!(
                "run the parts again that are not done: they make what is missing",
                "请重新运行没有做完的份，只会补做缺少的文件"
            ),
        ),
        (Fate::Damaged, say!("delete what is damaged and run its part again", "请删去损坏的文件，重新运行那一份")),
        (Fate::Other, say!("run its part again with this plan", "请用本计划重新运行那一份")),
        (
            Fate::Doubled,
            say!("give each folder once, and parts that were made only once", "同一份只做一次、只给一个文件夹"),
        ),
        (Fate::Foreign, say!("move away what is not of this plan", "请移走不属于本计划的文件")),
    ];
    for (_, hint) in hints.into_iter().filter(|(fate, _)| has(fate)) {
        let word = if lang == Lang::En { "hint: " } else { "提示：" };
        output::message(&format!("  {word}{}", hint.get(lang)));
    }
}

/// One object a file that is not as planned, then one that counts.
fn print_json(plan: &Plan, merged: &Merged, lang: Lang) {
    for wrong in &merged.wrong {
        let folders: Vec<String> = wrong.folders.iter().map(|f| f.display().to_string()).collect();
        let said = wrong.fate.say();
        let line = json!({ "kind": "file", "file": wrong.file, "fate": wrong.fate.word(), "folders": folders, "message": said.get(lang) });
        output::print(&format!("{line}\n"));
    }
    let line = json!({
        "kind": "summary",
        "folder": plan.called_folder(),
        "whole": merged.summary.is_some(),
        "good": merged.good,
        "wrong": merged.counts(),
        "again": merged.again(),
    });
    output::print(&format!("{line}\n"));
}
