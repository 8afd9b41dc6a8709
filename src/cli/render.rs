//! `biaoyu render`: from arguments to a plan, a run and its report.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::amounts::size;
use super::args::Render;
use super::ask::Entry;
use super::groups::How;
use super::report::Reporter;
use super::{AGAIN, DONE, Done, FAILED, interrupt, one_file, opener, output};
use biaoyu_page::error::{Fault, Faults, Lang, Place, Say};
use biaoyu_page::measure::count_of;
use biaoyu_page::say;
use biaoyu_press::{self as press, Plan, Size, Sources, Standing, Texts, Wanted};
use biaoyu_table::record::Fields;

/// A run as it was asked for.
pub(super) struct Asked<'a> {
    pub wanted: Wanted,
    pub how: &'a How,
    /// What `-o` says.
    output: Option<&'a Path>,
}

/// Renders what the arguments ask for.
pub(super) fn render(arguments: &Render, lang: Lang) -> Done {
    let stop = interrupt::flag(lang);
    let asked = Asked { wanted: wanted(arguments)?, how: &arguments.how, output: arguments.files.output.as_deref() };
    if asked.how.watch { super::watch::watch(&asked, lang, &stop) } else { once(&asked, lang, &stop) }
}

/// Renders once.
pub(super) fn once(asked: &Asked<'_>, lang: Lang, stop: &AtomicBool) -> Done {
    let how = asked.how;
    let sources = sources(&how.from, how.embedded);
    let plan = press::plan(&asked.wanted, &sources);
    let plan = plan.map_err(|faults| one_file::told(faults, asked.output))?;
    tell_taken(&sources, &how.from, lang);
    let options = options(how, lang);
    if how.dry_run {
        let mut reporter = Reporter::new(&plan, plan.pages.len(), how.json, lang);
        reporter.begin();
        let notes = press::check(&plan, &options, stop, &mut |report| reporter.job(report));
        let whole = reporter.finish_check(&notes);
        tell_size(&plan, &options, true, lang)?;
        return Ok(if whole { DONE } else { FAILED });
    }
    let (code, index) = press(&plan, &options, (how.json, how.metrics.as_deref()), stop, lang)?;
    let first = || Some(plan.folder.join(&plan.jobs.first()?.files.first()?.path));
    if let Some(shown) = index.or_else(first).filter(|path| how.open && path.exists()) {
        opener::open(&shown, lang);
    }
    Ok(code)
}

/// How a plan is run, as the arguments say.
pub(super) fn options(how: &How, lang: Lang) -> press::Options {
    press::Options {
        threads: threads(how.jobs),
        force: how.force,
        replace: how.replace,
        describe: how.json,
        tidy: how.tidy,
        whole: false,
        lang,
        shard: None,
    }
}

/// Tells once what was found on the disk and taken before what the program carries. What lies in folders that were named
/// was meant.
pub(super) fn tell_taken(sources: &Sources, named: &[PathBuf], lang: Lang) {
    let mut taken = sources.taken();
    taken.retain(|path| !named.iter().any(|folder| path.starts_with(folder)));
    let Some(first) = taken.first() else { return };
    let shown = |path: &PathBuf| format!("`{}`", path.strip_prefix(".").unwrap_or(path).display());
    let (first, others, all) = (shown(first), taken.len() - 1, taken.len());
    let more = count_of(others, "more file", "more files");
    let what = match others {
        0 => say!(
            "{first} was found and taken before what is built in; `--embedded` takes nothing from the disk",
            "用了找到的 {first}，先于内置内容；加 `--embedded` 则不取磁盘上的"
        ),
        _ => say!(
            "{first} and {more} were found and taken before what is built in; `--embedded` takes nothing from the disk",
            "用了找到的 {first} 等 {all} 个文件，先于内置内容；加 `--embedded` 则不取磁盘上的"
        ),
    };
    let label = output::label("note", "注意：", "36", lang);
    output::message(&format!("{label}{}", what.get(lang)));
}

/// Files from which on a run says what it comes to before it starts: that takes as long as a dozen of them.
const BATCH: usize = 500;
/// Files from which on a plan and a check say it.
const MANY: usize = 100;
/// Bytes from which on what would make the files smaller is worth a word.
const LARGE: u64 = 1 << 30;

/// Says what a run of many files comes to, and what would make it smaller.
///
/// # Errors
/// `file/disk-full` when the disk cannot hold it, unless that is only `told` or overruled.
pub(super) fn tell_size(plan: &Plan, options: &press::Options, told: bool, lang: Lang) -> Result<(), Faults> {
    if plan.files_of(options.shard) < if told { MANY } else { BATCH } {
        return Ok(());
    }
    let Size { files, bytes, unknown, free, profile } = press::size(plan, options);
    let (shown, at_least) = (size(bytes), unknown > 0);
    let room = free.map_or_else(
        || say!("", ""),
        |free| {
            let free = size(free);
            say!("; {free} are free", "；磁盘剩余 {free}")
        },
    );
    let about = if at_least { say!("at least", "至少") } else { say!("about", "约") };
    let line = Say {
        en: format!("{files} files to make, {} {shown}{}", about.en, room.en),
        zh: format!("要做 {files} 个文件，{} {shown}{}", about.zh, room.zh),
    };
    output::message(line.get(lang));
    let pdfs = plan.jobs.len() as u64;
    if bytes >= LARGE && profile * pdfs > bytes / 4 {
        let each = size(profile);
        let what = say!(
            "{each} of each PDF are the printing condition; `--combine FILE.pdf` holds it once for all pages, `--standard none` leaves it out",
            "每个 PDF 中有 {each} 是印刷特性文件；`--combine 文件.pdf` 所有页只带一份，`--standard none` 不带"
        );
        output::message(&format!("  {}", what.get(lang)));
    }
    match free {
        Some(free) if free < bytes && !options.force && !told => {
            let what = say!("the disk has no room for this run", "磁盘放不下这次要做的文件");
            let hint = say!(
                "free some space, choose another folder with `-o`, or begin nevertheless with `--force`",
                "请清出空间，或用 `-o` 换一个文件夹；一定要做请加 `--force`"
            );
            let place = Place::file(plan.folder.display().to_string());
            Err(Fault::new("file/disk-full", place, what).hint(hint).into())
        }
        _ => Ok(()),
    }
}

/// Threads as asked for, else one a core.
pub(super) fn threads(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().ok().map(usize::from);
    asked.map(usize::from).or_else(cores).unwrap_or(1)
}

/// Runs a plan, or its part, with progress, and reports: the exit code, and the contact sheet; `lang` is that of
/// the messages.
pub(super) fn press(
    plan: &Plan,
    options: &press::Options,
    (json, metrics): (bool, Option<&Path>),
    stop: &AtomicBool,
    lang: Lang,
) -> Result<(u8, Option<PathBuf>), Faults> {
    let start = Instant::now();
    super::metrics::check(metrics)?;
    let mut reporter = Reporter::new(plan, plan.pages_of(options.shard), json, lang);
    reporter.begin();
    tell_size(plan, options, false, lang)?;
    let summary = match press::run(plan, options, stop, &mut |report| reporter.job(report)) {
        Ok(summary) => summary,
        Err(faults) => {
            reporter.clear();
            return Err(faults);
        }
    };
    reporter.finish(&summary);
    let stopped = summary.left > 0;
    let code = if summary.is_whole() {
        DONE
    } else if stopped || reporter.all_passes(&summary) {
        AGAIN
    } else {
        FAILED
    };
    if let Some(path) = metrics {
        reporter.metrics().write(path, code, start.elapsed())?;
    }
    Ok((code, summary.index))
}

/// Where inputs are searched; `embedded` leaves out all folders that were not named.
pub(super) fn sources(from: &[PathBuf], embedded: bool) -> Sources {
    Sources::new(roots(from, embedded))
}

/// The folders that are searched, the first first.
pub(super) fn roots(from: &[PathBuf], embedded: bool) -> Vec<PathBuf> {
    roots_in(Path::new("."), from, embedded)
}

/// The same for who works in a folder.
pub(super) fn roots_in(folder: &Path, from: &[PathBuf], embedded: bool) -> Vec<PathBuf> {
    let mut roots = from.to_vec();
    if embedded {
        return roots;
    }
    roots.push(folder.to_path_buf());
    roots.extend(config_folder());
    roots
}

/// The user's own folder: `%APPDATA%\biaoyu`, `$XDG_CONFIG_HOME/biaoyu`, `~/.config/biaoyu`.
pub(super) fn config_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let base = if cfg!(windows) {
        folder("APPDATA")?
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config")))?
    };
    Some(base.join("biaoyu"))
}

/// What the user's own `biaoyu.toml`s say: of the folders that are searched, the first first.
fn standing(folder: &Path, from: &[PathBuf], embedded: bool) -> Result<Standing, Faults> {
    let mut all = Standing::default();
    let mut faults = Faults::default();
    for root in roots_in(folder, from, embedded) {
        all = all.or(faults.take(press::standing(&root)).unwrap_or_default());
    }
    faults.or(all)
}

/// What the arguments ask for.
pub(super) fn wanted(asked: &Render) -> Result<Wanted, Faults> {
    wanted_in(Path::new("."), asked)
}

/// The same, typed in a folder.
pub(super) fn wanted_in(
    folder: &Path,
    Render { what, words, files, shop, sheets, how }: &Render,
) -> Result<Wanted, Faults> {
    let mut faults = Faults::default();
    let mut what = faults.take(what.wanted()).unwrap_or_default();
    let mut words = faults.take(words.wanted()).unwrap_or_default();
    faults.take(take_slogan(&mut what, &mut words));
    let standing = faults.take(standing(folder, &how.from, how.embedded)).unwrap_or_default();
    let epoch = faults.take(epoch().map_err(Faults::from)).flatten();
    let mut output = files.wanted(epoch);
    faults.take(one_file::settle(&mut output));
    if sheets.tile.is_some() || sheets.panel.is_some() {
        // Tiles or panels of one page are a file of many pages by themselves.
        output.name = output.name.take().or(output.combine.take());
    }
    let (shop, sheets) = (shop.wanted(), sheets.wanted());
    faults.or(Wanted { what, words, output, shop, sheets, standing })
}

/// What is no field of a page among the fields: the slogan and the character that carries it, which are said where slogans
/// are, and numbers, which the program gives.
fn take_slogan(what: &mut press::What, words: &mut press::Words) -> Result<(), Faults> {
    let mut fields = Fields::default();
    let mut faults = Faults::default();
    for (field, text) in words.fields.iter() {
        let place = || Place::thing(say!("`--set {field}`", "`--set {field}`"));
        match field {
            "key" => what.keys.push(text.to_owned()),
            "slogan" if matches!(what.texts, Texts::None) && what.picks.is_none() => {
                what.texts = Texts::Each(vec![text.to_owned()]);
            }
            "slogan" => {
                let said = say!("slogans are given already", "已经另外给了标语");
                let hint = say!("give them by `--text` alone, once each", "请只用 `--text` 给标语，一条一次");
                faults.push(Fault::new("set/slogan", place(), said).hint(hint));
            }
            "s" | "n" => {
                let said = say!("numbers are given by the program", "序号由程序给出");
                let hint = say!(
                    "choose slogans by their numbers with `--slogan {text}`",
                    "按序号选标语请用 `--slogan {text}`"
                );
                faults.push(Fault::new("set/number", place(), said).hint(hint));
            }
            _ => fields.set(field, text),
        }
    }
    words.fields = fields;
    faults.or(())
}

/// SOURCE_DATE_EPOCH (reproducible-builds.org), when it is set.
pub(super) fn epoch() -> Result<Option<i64>, Fault> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|t| !t.is_empty()) else { return Ok(None) };
    let text = text.to_string_lossy();
    text.trim().parse().map(Some).map_err(|_| {
        let what = say!("`{text}` is no number of seconds since 1970", "`{text}` 不是自 1970 年起的秒数");
        Fault::new("date/epoch", Place::thing(say!("`SOURCE_DATE_EPOCH`", "`SOURCE_DATE_EPOCH`")), what)
    })
}

/// Asks for what matters, then renders.
pub(super) fn ask(given: Option<Entry>, lang: Lang) -> Done {
    match super::ask::ask(given, lang) {
        Some(arguments) => render(&arguments, lang),
        None => Ok(DONE),
    }
}
