//! `biaoyu-store`: the parts of a plan with their output in a store. How the store of an address is spoken to is told by the
//! program of that name (crates/store); `biaoyu` itself has none of these commands.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, value_parser};

use super::output::{Manner, When};
use super::report::Reporter;
use super::values::{choice, count, jobs};
use super::version::version;
use super::{AGAIN, DONE, Done, FAILED, early, fleet, help, interrupt, metrics, output, render};
use biaoyu_page::error::{Fault, Faults, Lang};
use biaoyu_page::say;
use biaoyu_press::away::{self, Open};
use biaoyu_press::{Options, Shard, Written, unwritable};

/// Makes parts of a plan of biaoyu straight into a store: s3://, file:// ‖ 把 biaoyu 计划的各份直接做进存储：s3://、file://
#[derive(Debug, Parser)]
#[command(name = "biaoyu-store", version = version(), disable_help_subcommand = true, subcommand_required = true, arg_required_else_help = true)]
struct Arguments {
    /// Language of messages [default: by locale] ‖ 提示语言，默认随系统
    #[arg(long, global = true, value_name = "zh|en", value_parser = choice::<Lang>())]
    lang: Option<Lang>,
    /// Say nothing but faults ‖ 只说错误
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say everything: each page's notes by themselves, every fault ‖ 全都说：逐页列出提醒，错误一条不省
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When messages are coloured [default: auto] ‖ 提示何时用颜色，默认 auto
    #[arg(long, global = true, value_name = "auto|always|never", value_parser = choice::<When>())]
    color: Option<When>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Put a plan and the folder that it was made in into a store, for machines that share no folder ‖ 把计划连同做计划的文件夹送进存储，供没有共享文件夹的机器使用
    Send(Send),
    /// Make a part of a plan, or all of it: each file is put under its name if nothing is there ‖ 做计划的一份，或全部：每个文件存到它的名字下，已有内容则不动
    Run(Run),
    /// Prove that every file of a plan is there, and write what goes with them ‖ 核对计划的每个文件都在，并写上一览、审批单等
    Merge(Merge),
    /// Say how far the parts of a plan are; exit 0 all there, 75 being made, 1 stopped with files missing ‖ 看计划各份做到哪里了；退出码 0 全部做完、75 正在做、1 停着且缺文件
    Status(Status),
}

#[derive(Debug, clap::Args)]
struct Send {
    /// The plan: DIR/plan.jsonl ‖ 计划文件：文件夹/plan.jsonl
    plan: PathBuf,
    /// Where to: s3://BUCKET/PREFIX or file:///FOLDER ‖ 送到哪里：s3://存储桶/前缀 或 file:///文件夹
    #[arg(long, value_name = "URL")]
    store: String,
}

#[derive(Debug, clap::Args)]
struct Run {
    /// The plan: DIR/plan.jsonl, or its address in a store ‖ 计划文件：文件夹/plan.jsonl，或它在存储里的地址
    plan: String,
    /// Where to: s3://BUCKET/PREFIX or file:///FOLDER ‖ 存到哪里：s3://存储桶/前缀 或 file:///文件夹
    #[arg(long, value_name = "URL")]
    store: String,
    /// The part: 3/7 [default: as Kubernetes, Slurm or AWS Batch say, else all] ‖ 第几份：3/7，默认按 Kubernetes、Slurm 或 AWS Batch 所说，否则全部
    #[arg(long, value_name = "I/N")]
    shard: Option<String>,
    /// How many parts there are, where the scheduler does not say ‖ 共几份，调度系统没有说时用
    #[arg(long, value_name = "N", value_parser = count, conflicts_with = "shard")]
    shards: Option<u32>,
    /// Threads [default: all cores] ‖ 线程数，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    jobs: Option<u16>,
    /// Folder that files only pass through [default: the system's for temporary files] ‖ 文件中转的文件夹，默认系统的临时文件夹
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// One JSON object a line on stdout: file, fault or note ‖ 标准输出上每行一个 JSON 对象：文件、错误或提醒
    #[arg(long)]
    json: bool,
    /// Counts for Prometheus, written when the run ends: a file for the textfile collector ‖ 结束时写给 Prometheus 的统计，供 textfile collector 读取
    #[arg(long, value_name = "FILE.prom")]
    metrics: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Merge {
    /// The plan: DIR/plan.jsonl, or its address in a store ‖ 计划文件：文件夹/plan.jsonl，或它在存储里的地址
    plan: String,
    /// Where the parts are: s3://BUCKET/PREFIX or file:///FOLDER ‖ 各份所在：s3://存储桶/前缀 或 file:///文件夹
    #[arg(long, value_name = "URL")]
    store: String,
    /// Threads [default: all cores] ‖ 线程数，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    jobs: Option<u16>,
    /// Folder that files only pass through [default: the system's for temporary files] ‖ 文件中转的文件夹，默认系统的临时文件夹
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// JSON on stdout: one object a file that is not as planned, then the counts ‖ 标准输出上每个不合计划的文件一个 JSON 对象，最后是总数
    #[arg(long)]
    json: bool,
    /// Counts for Prometheus, written when the run ends: a file for the textfile collector ‖ 结束时写给 Prometheus 的统计，供 textfile collector 读取
    #[arg(long, value_name = "FILE.prom")]
    metrics: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Status {
    /// The plan: DIR/plan.jsonl, or its address in a store ‖ 计划文件：文件夹/plan.jsonl，或它在存储里的地址
    plan: String,
    /// Where the parts are: s3://BUCKET/PREFIX or file:///FOLDER ‖ 各份所在：s3://存储桶/前缀 或 file:///文件夹
    #[arg(long, value_name = "URL")]
    store: String,
    /// How many parts there are, while no part is done ‖ 共几份，还没有一份做完时用
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    shards: Option<u32>,
    /// JSON on stdout ‖ 输出 JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command that the process was called with. `open` gives the store of an address.
pub(super) fn main(open: &Open) -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let lang = early::language(&arguments).unwrap_or_else(early::of_locale);
    super::install_panic_message(lang);
    let code = act(&arguments, open, lang);
    let unprinted = output::unprinted();
    output::faults(&unprinted.clone().map(Faults::from).unwrap_or_default(), lang);
    ExitCode::from(if unprinted.is_some() { code.max(FAILED) } else { code })
}

fn act(arguments: &[OsString], open: &Open, lang: Lang) -> u8 {
    let foot = match lang {
        Lang::En => "`biaoyu-store COMMAND --help` says all of a command; docs/batch.md shows a whole batch.",
        Lang::Zh => "每个命令的用法：biaoyu-store 命令 --help；整批的做法见 docs/zh/batch.md。",
    };
    let mut command = help::in_language(Arguments::command(), lang).after_help(foot);
    let parsed = command.clone().try_get_matches_from(arguments).and_then(|m| Arguments::from_arg_matches(&m));
    let error = match parsed {
        Ok(arguments) => {
            let json = match &arguments.command {
                Command::Run(asked) => asked.json,
                Command::Merge(asked) => asked.json,
                Command::Send(_) | Command::Status(_) => false,
            };
            let Arguments { quiet, verbose, color, .. } = arguments;
            output::set_manner(Manner { quiet, verbose, json, colour: color.unwrap_or_default() });
            return super::told(take(&arguments.command, open, lang), lang);
        }
        Err(error) => error,
    };
    super::unparsed(&error, arguments, &mut command, lang)
}

fn take(command: &Command, open: &Open, lang: Lang) -> Done {
    match command {
        Command::Send(asked) => send(asked, open, lang),
        Command::Run(asked) => run(asked, open, lang),
        Command::Merge(asked) => merge(asked, open, lang),
        Command::Status(asked) => status(asked, open, lang),
    }
}

fn send(asked: &Send, open: &Open, lang: Lang) -> Done {
    let _stop = interrupt::flag(lang);
    let store = open(&asked.store)?;
    let key = away::send(&*store, &asked.plan)?;
    let address = format!("{}/{key}", store.name());
    output::message(&match lang {
        Lang::En => {
            format!("sent → {address}\nnext: biaoyu-store run {address} --shard 1/N --store URL, on each machine")
        }
        Lang::Zh => {
            format!("已送到 {address}\n下一步：在每台机器上运行 biaoyu-store run {address} --shard 1/N --store 地址")
        }
    });
    Ok(DONE)
}

/// The plan of an argument, on this disk: one in a store is brought into the scratch folder with what it reads.
fn brought(plan: &str, scratch: &Scratch, open: &Open) -> Result<PathBuf, Faults> {
    match plan.contains("://") {
        true => away::fetch(open, plan, &scratch.folder.join("in")),
        false => Ok(PathBuf::from(plan)),
    }
}

fn run(asked: &Run, open: &Open, lang: Lang) -> Done {
    let started = Instant::now();
    let stop = interrupt::flag(lang);
    let get = |name: &str| std::env::var(name).ok();
    let shard = match &asked.shard {
        Some(text) => Some(Shard::parse(text)?),
        None => Shard::of_environment(&get, asked.shards.and_then(|n| usize::try_from(n).ok()))?,
    };
    let to = asked.metrics.as_deref().map(fleet::absolute);
    metrics::check(to.as_deref())?;
    let store = open(&asked.store)?;
    let scratch = Scratch::new(asked.scratch.as_deref())?;
    if asked.shard.is_none() {
        fleet::whole_of_parts(shard, away::parts_in(&*store)?, || store.name().to_owned())?;
    }
    let again = fleet::again(&brought(&asked.plan, &scratch, open)?)?;
    let mut plan = again.plan;
    plan.send_to(store.name(), scratch.folder.join("out"));
    let options = options(asked.jobs, shard, asked.json, again.lang);
    if let Some(shard) = shard {
        let (part, files) = (shard.words(), plan.files_of(Some(shard)));
        output::message(say!("part {part}: {files} files", "第 {part} 份：{files} 个文件").get(lang));
    }
    let mut reporter = Reporter::new(&plan, plan.pages_of(shard), asked.json, lang);
    reporter.begin();
    let summary = away::run_to(&*store, &again.id, &plan, &options, &stop, &mut |report| reporter.job(report));
    let summary = summary.inspect_err(|_| reporter.clear())?;
    reporter.finish(&summary);
    let code = if summary.is_whole() {
        DONE
    } else if summary.left > 0 || reporter.all_passes(&summary) {
        AGAIN
    } else {
        FAILED
    };
    if let Some(path) = &to {
        reporter.metrics().write(path, code, started.elapsed())?;
    }
    Ok(code)
}

fn merge(asked: &Merge, open: &Open, lang: Lang) -> Done {
    let started = Instant::now();
    let to = asked.metrics.as_deref().map(fleet::absolute);
    metrics::check(to.as_deref())?;
    let stop = interrupt::flag(lang);
    let store = open(&asked.store)?;
    let scratch = Scratch::new(asked.scratch.as_deref())?;
    let again = fleet::again(&brought(&asked.plan, &scratch, open)?)?;
    let mut plan = again.plan;
    plan.send_to(store.name(), scratch.folder.join("out"));
    let options = options(asked.jobs, None, false, again.lang);
    let mut reporter = Reporter::new(&plan, plan.pages.len(), false, lang);
    let merged = away::merge_in(&*store, &again.id, &plan, &options, &stop, &mut |report| reporter.job(report));
    reporter.clear();
    let code = fleet::conclude(&plan, &merged?, asked.json, &stop, lang);
    if let Some(path) = &to {
        reporter.metrics().write(path, code, started.elapsed())?;
    }
    Ok(code)
}

fn status(asked: &Status, open: &Open, lang: Lang) -> Done {
    let store = open(&asked.store)?;
    let scratch;
    let path = match asked.plan.contains("://") {
        true => {
            scratch = Scratch::new(None)?;
            away::fetch_plan(open, &asked.plan, &scratch.folder)?
        }
        false => PathBuf::from(&asked.plan),
    };
    let written = Written::read(&path)?;
    let found = away::status_in(&*store, &written, asked.shards.map(|n| n as usize), SystemTime::now())?;
    Ok(fleet::tell_status(&found, asked.json, lang))
}

fn options(jobs: Option<u16>, shard: Option<Shard>, describe: bool, lang: Lang) -> Options {
    let threads = render::threads(jobs);
    Options { threads, force: false, replace: false, describe, tidy: false, whole: false, lang, shard }
}

/// How scratch folders are called.
const SCRATCH: &str = "biaoyu-store-";
/// The file in a scratch folder that is locked while it is used.
const LOCK: &str = "lock";

/// A folder that files only pass through, gone at the end; the next run takes away what a killed one left.
struct Scratch {
    folder: PathBuf,
    _lock: File,
}

impl Scratch {
    fn new(inside: Option<&Path>) -> Result<Self, Fault> {
        let base = fleet::absolute(&inside.map_or_else(std::env::temp_dir, Path::to_path_buf));
        let failed = |error: std::io::Error| {
            let cure = say!(
                "files only pass through there: name a folder that can be written with `--scratch`, or in `TMPDIR`",
                "文件只是经过这里：请用 `--scratch` 或 `TMPDIR` 指定一个可写的文件夹"
            );
            unwritable(&base, &error).hint(cure)
        };
        fs::create_dir_all(&base).map_err(failed)?;
        for entry in fs::read_dir(&base).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(SCRATCH)) {
                let lock = File::options().write(true).open(entry.path().join(LOCK));
                if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
                    let _ = fs::remove_dir_all(entry.path());
                }
            }
        }
        let mut turn = 0_u32;
        let folder = loop {
            let folder = base.join(format!("{SCRATCH}{}-{turn}", std::process::id()));
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => turn += 1,
                made => {
                    made.map_err(failed)?;
                    break folder;
                }
            }
        };
        // It gets its name when it is locked, or another run would take it for one that was left.
        let lock = File::create_new(folder.join("locking")).map_err(failed)?;
        let _ = lock.try_lock();
        fs::rename(folder.join("locking"), folder.join(LOCK)).map_err(failed)?;
        Ok(Self { folder, _lock: lock })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The plan may have made it the current folder.
        let _ = std::env::set_current_dir(std::env::temp_dir());
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Its tests want a compile of their own; that the shared help takes its commands is seen here.
    #[test]
    fn its_commands_have_help_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            help::in_language(Arguments::command(), lang).debug_assert();
        }
    }
}
