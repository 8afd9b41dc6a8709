//! `biaoyu render`: from arguments to a plan, a run and its report.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::args::Render;
use super::ask::Entry;
use super::groups::How;
use super::report::Reporter;
use super::{AGAIN, DONE, Done, FAILED, interrupt, one_file, opener};
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::say;
use biaoyu_press::{self as press, Plan, Sources, Standing, Texts, Wanted};
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
    let plan = press::plan(&asked.wanted, &sources(&how.from));
    let plan = plan.map_err(|faults| one_file::told(faults, asked.output))?;
    let threads = threads(how.jobs);
    let options = press::Options {
        threads,
        force: how.force,
        replace: how.replace,
        describe: how.json,
        tidy: how.tidy,
        lang,
        shard: None,
    };
    if how.dry_run {
        let mut reporter = Reporter::new(&plan, plan.pages.len(), how.json, lang);
        reporter.begin();
        let notes = press::check(&plan, &options, stop, &mut |report| reporter.job(report));
        return Ok(if reporter.finish_check(&notes) { DONE } else { FAILED });
    }
    let (code, index) = press(&plan, &options, how.json, stop)?;
    let first = || Some(plan.folder.join(&plan.jobs.first()?.files.first()?.path));
    if let Some(shown) = index.or_else(first).filter(|path| how.open && path.exists()) {
        opener::open(&shown, lang);
    }
    Ok(code)
}

/// Threads as asked for, else one a core.
pub(super) fn threads(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().ok().map(usize::from);
    asked.map(usize::from).or_else(cores).unwrap_or(1)
}

/// Runs a plan, or its part, with progress, and reports: the exit code, and the contact sheet.
pub(super) fn press(
    plan: &Plan,
    options: &press::Options,
    json: bool,
    stop: &AtomicBool,
) -> Result<(u8, Option<PathBuf>), Faults> {
    let mut reporter = Reporter::new(plan, plan.pages_of(options.shard), json, options.lang);
    reporter.begin();
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
    Ok((code, summary.index))
}

/// Where inputs are searched.
pub(super) fn sources(from: &[PathBuf]) -> Sources {
    Sources::new(roots(from))
}

/// The folders that are searched, the first first.
pub(super) fn roots(from: &[PathBuf]) -> Vec<PathBuf> {
    let mut roots = from.to_vec();
    roots.push(PathBuf::from("."));
    roots.extend(config_folder());
    roots
}

/// The user's own folder: `%APPDATA%\biaoyu`, `$XDG_CONFIG_HOME/biaoyu`, `~/.config/biaoyu`.
fn config_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let base = if cfg!(windows) {
        folder("APPDATA")?
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config")))?
    };
    Some(base.join("biaoyu"))
}

/// What the user's own `biaoyu.toml`s say: of the folders that are searched, the first first.
fn standing(from: &[PathBuf]) -> Result<Standing, Faults> {
    let mut all = Standing::default();
    let mut faults = Faults::default();
    for root in roots(from) {
        all = all.or(faults.take(press::standing(&root)).unwrap_or_default());
    }
    faults.or(all)
}

/// What the arguments ask for.
pub(super) fn wanted(Render { what, words, files, shop, how }: &Render) -> Result<Wanted, Faults> {
    let mut faults = Faults::default();
    let mut what = faults.take(what.wanted()).unwrap_or_default();
    let mut words = faults.take(words.wanted()).unwrap_or_default();
    faults.take(take_slogan(&mut what, &mut words));
    let standing = faults.take(standing(&how.from)).unwrap_or_default();
    let epoch = faults.take(epoch().map_err(Faults::from)).flatten();
    let mut output = files.wanted(epoch);
    faults.take(one_file::settle(&mut output));
    faults.or(Wanted { what, words, output, shop: shop.wanted(), standing })
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
fn epoch() -> Result<Option<i64>, Fault> {
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
