//! `biaoyu plan`, `run` and `merge`: one campaign on many machines.

use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::args::{Merge, Render, Run};
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
    let (wanted, searched) = (render::wanted(arguments)?, &arguments.how.from);
    let plan = press::plan(&wanted, &render::sources(searched))?;
    std::fs::create_dir_all(&plan.folder).map_err(|e| press::unwritable(&plan.folder, &e))?;
    let bytes = plan.written(&wanted, searched, from(&plan.folder)?)?;
    let path = plan.folder.join(PLAN);
    press::write(&path, &bytes, press::PLAN_HEAD)?;
    let (files, pages, shown) = (plan.files(), plan.pages.len(), path.display());
    output::message(&match lang {
        Lang::En => format!(
            "planned {pages} pages, {files} files → {shown}\nnext: biaoyu run {shown} --shard 1/N, on each machine"
        ),
        Lang::Zh => format!(
            "计划 {pages} 页，{files} 个文件 → {shown}\n下一步：在每台机器上运行 biaoyu run {shown} --shard 1/N"
        ),
    });
    Ok(DONE)
}

/// What makes no sense in a plan.
fn refuse(arguments: &Render) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let how = &arguments.how;
    for (given, name) in
        [(how.watch, "--watch"), (how.dry_run, "--dry-run"), (how.tidy, "--tidy"), (how.open, "--open")]
    {
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
struct Again {
    plan: Plan,
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
fn again(path: &Path) -> Result<Again, Faults> {
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
    let plan = written.plan(&render::sources(written.searched()))?;
    Ok(Again { plan, home, moved })
}

/// A path that stays what it is when the current folder changes.
fn absolute(path: &Path) -> PathBuf {
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
    let folder = arguments.output.as_deref().map(|f| (f, absolute(f)));
    let again = again(&arguments.plan)?;
    let folder = folder.map_or_else(|| again.home.clone(), |(typed, absolute)| again.path(typed, absolute));
    let mut plan = again.plan;
    plan.folder = folder;
    let options = Options {
        threads: render::threads(arguments.jobs),
        force: arguments.force,
        replace: false,
        describe: arguments.json,
        tidy: false,
        lang,
        shard,
    };
    if let Some(shard) = shard {
        let (part, files) = (shard.words(), plan.files_of(Some(shard)));
        output::message(say!("part {part}: {files} files", "第 {part} 份：{files} 个文件").get(lang));
    }
    render::press(&plan, &options, arguments.json, &stop).map(|(code, _)| code)
}

/// Proves that all parts are there, and brings them together.
pub(super) fn merge(arguments: &Merge, lang: Lang) -> Done {
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
    let force = arguments.force;
    let options = Options { threads, force, replace: false, describe: false, tidy: false, lang, shard: None };
    let mut reporter = Reporter::new(&plan, plan.pages.len(), false, lang);
    let merged = press::merge(&plan, &folders, &options, stop, &mut |report| reporter.job(report));
    reporter.clear();
    let merged = merged?;
    if arguments.json {
        print_json(&plan, &merged, lang);
    } else {
        tell(&merged, lang);
    }
    let whole = merged.summary.as_ref().is_some_and(press::Summary::is_whole) && merged.wrong.is_empty();
    let (files, folder) = (merged.good, plan.folder.display());
    match &merged.summary {
        Some(summary) => {
            output::faults(&summary.faults, lang);
            if let Some(list) = &summary.reprint {
                let (rows, list) = (summary.bad_rows, list.display());
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
    Ok(if whole {
        DONE
    } else if stopped {
        AGAIN
    } else {
        FAILED
    })
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
        "folder": plan.folder.display().to_string(),
        "whole": merged.summary.is_some(),
        "good": merged.good,
        "wrong": merged.counts(),
    });
    output::print(&format!("{line}\n"));
}
