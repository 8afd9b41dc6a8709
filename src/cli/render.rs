//! `biaoyu render`: from arguments to a plan, a run and its report.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::Render;
use super::report::Reporter;
use super::{DONE, Done, FAILED};

use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::limits::{TABLE_BYTES, TEXT_FILE_BYTES};
use biaoyu_page::say;
use biaoyu_press::{self as press, Colours, DataWanted, Output, Picks, Plan, ShopWanted, Sources, Texts, Wanted};
use biaoyu_table::record::Fields;

/// Renders what the arguments ask for.
pub(super) fn render(arguments: &Render, lang: Lang) -> Done {
    if arguments.watch {
        return super::watch::watch(arguments, lang);
    }
    once(arguments, lang, &interruptible())
}

/// Renders once.
pub(super) fn once(arguments: &Render, lang: Lang, stop: &AtomicBool) -> Done {
    let wanted = wanted(arguments, epoch()?)?;
    let plan = press::plan(&wanted, &sources(&arguments.from))?;
    // It holds the bytes of the table.
    drop(wanted);
    press_plan(&plan, arguments, lang, stop)
}

/// A flag that the first interrupt sets. A second one ends the program at once; drafts are cleared by the next run.
pub(super) fn interruptible() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    let handler = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(FAILED));
        }
    });
    // Without a handler an interrupt ends the program, as everywhere.
    let _ = handler;
    stop
}

/// Runs or checks a plan as the arguments say.
fn press_plan(plan: &Plan, arguments: &Render, lang: Lang, stop: &AtomicBool) -> Done {
    let threads = threads(arguments.jobs);
    let options = press::Options { threads, force: arguments.force, describe: arguments.json, lang, shard: None };
    if arguments.dry_run {
        let mut reporter = Reporter::new(plan, plan.pages.len(), arguments.json, lang);
        reporter.begin();
        press::check(plan, &options, stop, &mut |report| reporter.job(report));
        return Ok(if reporter.finish_check() { DONE } else { FAILED });
    }
    self::press(plan, &options, arguments.json, stop)
}

/// Threads as asked for, else one a core.
pub(super) fn threads(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().ok().map(usize::from);
    asked.map(usize::from).or_else(cores).unwrap_or(1)
}

/// Runs a plan, or its part, with progress, and reports.
pub(super) fn press(plan: &Plan, options: &press::Options, json: bool, stop: &AtomicBool) -> Done {
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
    Ok(if summary.is_whole() { DONE } else { FAILED })
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

/// What the arguments ask for. `epoch` dates the files.
pub(super) fn wanted(arguments: &Render, epoch: Option<i64>) -> Result<Wanted, Faults> {
    let mut faults = Faults::default();
    let mut fields = Fields::default();
    for pair in &arguments.set {
        match pair.split_once(['=', '＝']) {
            Some((field, value)) if !field.trim().is_empty() => fields.set(field.trim(), value),
            _ => {
                let what = say!("`{pair}` is no `FIELD=VALUE`", "`{pair}` 不是 `字段=内容`");
                let hint = say!("write for instance `--set name=王小明`", "例如 `--set name=王小明`");
                faults.push(Fault::new("set/form", Place::thing(say!("`--set`", "`--set`")), what).hint(hint));
            }
        }
    }
    let named = [("unit", &arguments.unit), ("title", &arguments.title), ("theme", &arguments.theme)];
    for (field, text) in named {
        if let Some(text) = text {
            fields.set(field, text.clone());
        }
    }
    if let Some(photo) = &arguments.photo {
        fields.set("photo", photo.display().to_string());
    }
    if let Some(organisation) = arguments.organisation.as_deref().filter(|o| !o.is_empty()) {
        fields.set("organisation", organisation);
    }
    let mut picks: Option<Picks> = None;
    for text in &arguments.slogan {
        match Picks::parse(text) {
            Ok(more) => picks = Some(picks.unwrap_or_default().and(more)),
            Err(fault) => faults.push(fault),
        }
    }
    let texts = faults.take(texts(arguments).map_err(Faults::from)).unwrap_or_default();
    let output = output(arguments, epoch);
    let data = faults.take(data(arguments)).flatten();
    let colours = match (&arguments.palette, &arguments.colour) {
        (Some(id), _) => Some(Colours::Palette(id.clone())),
        (None, Some(colour)) => Some(Colours::Own(colour.clone())),
        (None, None) => None,
    };
    faults.or(Wanted {
        campaign: arguments.campaign.clone(),
        texts,
        picks,
        products: plain(&arguments.product),
        layouts: plain(&arguments.layout),
        colours,
        fields,
        organisation: arguments.organisation.is_some(),
        logo: arguments.logo.clone(),
        guide: arguments.guide.clone(),
        data,
        logo_dark: arguments.logo_dark.clone(),
        logo_light: arguments.logo_light.clone(),
        logo_inks: arguments.logo_ink.clone(),
        logo_knockout: arguments.logo_knockout,
        faces: arguments.face.clone(),
        output,
    })
}

/// Ids without the white space that pasting leaves.
fn plain(ids: &[String]) -> Vec<String> {
    ids.iter()
        .flat_map(|id| id.split(['，', '、']))
        .map(|id| id.trim().to_owned())
        .filter(|id| !id.is_empty())
        .collect()
}

fn texts(arguments: &Render) -> Result<Texts, Fault> {
    if !arguments.text.is_empty() {
        return Ok(Texts::Each(arguments.text.clone()));
    }
    let Some(path) = &arguments.texts else { return Ok(Texts::None) };
    if path.as_os_str() == "-" {
        return Ok(Texts::List("stdin".into(), stdin(TEXT_FILE_BYTES)?));
    }
    Ok(Texts::List(path.display().to_string(), press::read(path, TEXT_FILE_BYTES)?))
}

/// The table of the run.
fn data(arguments: &Render) -> Result<Option<DataWanted>, Faults> {
    let Some(path) = &arguments.data else { return Ok(None) };
    let mut faults = Faults::default();
    let mut map = Vec::new();
    for pair in &arguments.map {
        match pair.split_once(['=', '＝']) {
            Some((column, field)) if !column.trim().is_empty() && !field.trim().is_empty() => {
                map.push((column.trim().to_owned(), field.trim().to_owned()));
            }
            _ => {
                let what = say!("`{pair}` is no `COLUMN=FIELD`", "`{pair}` 不是 `列名=字段`");
                let hint = say!("write for instance `--map 员工=name`", "例如 `--map 员工=name`");
                faults.push(Fault::new("map/form", Place::thing(say!("`--map`", "`--map`")), what).hint(hint));
            }
        }
    }
    let (name, bytes) = if path.as_os_str() == "-" {
        ("stdin".to_owned(), faults.take(stdin(TABLE_BYTES).map_err(Faults::from)))
    } else {
        (path.display().to_string(), faults.take(press::read(path, TABLE_BYTES).map_err(Faults::from)))
    };
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    faults.or(Some(DataWanted {
        name,
        bytes: bytes.unwrap_or_default(),
        map,
        sheet: arguments.sheet.clone(),
        folder,
        strict: arguments.strict,
    }))
}

/// What comes on stdin, at most one byte more than `limit`.
fn stdin(limit: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    std::io::stdin().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| {
        let what = say!("cannot be read: {error}", "无法读取：{error}");
        Fault::new("file/system", Place::file("stdin"), what)
    })?;
    Ok(bytes)
}

fn output(arguments: &Render, epoch: Option<i64>) -> Output {
    let mut formats = Vec::new();
    for format in &arguments.format {
        if !formats.contains(format) {
            formats.push(*format);
        }
    }
    Output {
        formats,
        dpi: arguments.dpi,
        outlines: arguments.outlines,
        standard: arguments.standard,
        icc: arguments.icc.clone(),
        spots: arguments.inks,
        folder: arguments.output.clone(),
        bare: arguments.bare,
        name: arguments.name.clone(),
        combine: arguments.combine.as_deref().map(|file| pdf_stem(file).to_owned()),
        records: arguments.vt,
        split: arguments.split.and_then(|n| usize::try_from(n).ok()),
        epoch,
        shop: shop(arguments),
    }
}

/// A name without `.pdf`.
fn pdf_stem(file: &str) -> &str {
    let ending = file.len().saturating_sub(4);
    match file.get(ending..) {
        Some(end) if end.eq_ignore_ascii_case(".pdf") => file.get(..ending).unwrap_or(file),
        _ => file,
    }
}

/// The print shop and what is asked of its files.
fn shop(arguments: &Render) -> ShopWanted {
    ShopWanted {
        profile: arguments.shop.clone(),
        marks: arguments.marks,
        steps: arguments.steps,
        cut_spot: arguments.cut_spot.clone(),
        scale: arguments.scale,
        quantity: plain(&arguments.quantity),
        plates: arguments.plates,
        paper_white: arguments.paper_white,
        space: arguments.space,
    }
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
pub(super) fn ask(lang: Lang) -> Done {
    debug_assert!(std::io::stderr().is_terminal());
    match super::ask::ask(lang) {
        Some(arguments) => render(&arguments, lang),
        None => Ok(DONE),
    }
}
