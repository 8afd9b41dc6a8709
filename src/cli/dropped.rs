//! A file without a command, dropped on the program: what can be made of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Lang, Place, Say};
use biaoyu_page::limits::{TABLE_BYTES, TEXT_FILE_BYTES};
use biaoyu_page::say;
use biaoyu_press as press;
use biaoyu_set::campaign::Campaign;
use biaoyu_table::table;

use super::ask::Entry;
use super::{REFUSED, act, output, render, stay, told};

/// What can be made of a file.
pub(super) struct Offer {
    /// What it is, or what comes of it.
    pub what: Say,
    /// The whole command.
    pub command: String,
    /// Where the questions begin, at a terminal.
    pub entry: Option<Entry>,
}

/// Endings of tables.
const TABLES: [&str; 8] = ["xlsx", "xls", "et", "ods", "csv", "tsv", "json", "jsonl"];
/// Endings of lists.
const LISTS: [&str; 5] = ["txt", "md", "docx", "doc", "wps"];

/// The files that the program was called with, when it was called with files and nothing else.
pub(super) fn files(arguments: &[OsString], command: &clap::Command) -> Option<Vec<PathBuf>> {
    let commands: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let mut files = Vec::new();
    let mut words = arguments.iter().skip(1);
    while let Some(word) = words.next() {
        let text = word.to_string_lossy();
        match &*text {
            "--lang" | "--color" => _ = words.next(),
            "-q" | "-v" | "--quiet" | "--verbose" => {}
            _ if text.starts_with("--lang=") || text.starts_with("--color=") => {}
            _ => files.push(PathBuf::from(word)),
        }
    }
    let first = files.first()?;
    if first.to_str().is_some_and(|word| commands.contains(&word) || word.starts_with('-')) {
        return None;
    }
    // A folder of a command's name is no command.
    let is_file = |path: &PathBuf| path.is_file() || path.is_dir() || is_named_like_one(path);
    files.iter().all(is_file).then_some(files)
}

fn is_named_like_one(path: &Path) -> bool {
    let known = [
        "toml", "pdf", "svg", "svgz", "png", "jpg", "jpeg", "ai", "eps", "ps", "otf", "ttf", "ttc", "icc", "icm",
        "cdr", "psd", "heic",
    ];
    ending(path)
        .is_some_and(|e| known.contains(&e.as_str()) || TABLES.contains(&e.as_str()) || LISTS.contains(&e.as_str()))
}

fn ending(path: &Path) -> Option<String> {
    path.extension().and_then(|e| e.to_str()).map(str::to_lowercase)
}

/// Takes files that were dropped on the program: PDFs are judged; of another file it is asked what to make, or said where
/// nobody can be asked. The exit code.
pub(super) fn take(files: &[PathBuf], command: clap::Command, lang: Lang) -> u8 {
    if files.iter().all(|file| file.is_file() && ending(file).as_deref() == Some("pdf")) {
        let mut arguments: Vec<OsString> = ["biaoyu", "preflight", "--"].map(OsString::from).to_vec();
        arguments.extend(files.iter().map(|file| file.clone().into_os_string()));
        return act(&arguments, command, lang);
    }
    if let [file] = files
        && file.is_file()
        && stay::is_desk()
        && let Some(entry) = commands(file).into_iter().find_map(|offer| offer.entry)
    {
        // A desktop starts programs wherever it likes: there the work is done beside the file.
        if stay::is_own_console()
            && let Some(folder) = file.parent()
        {
            // Where that cannot be, files come to where the program is.
            let _ = std::env::set_current_dir(folder);
        }
        return told(render::ask(Some(entry), lang), lang);
    }
    told(tell(files, lang).map(|()| REFUSED).map_err(Into::into), lang)
}

/// Says what can be made of the files.
fn tell(files: &[PathBuf], lang: Lang) -> Result<(), Fault> {
    for path in files {
        let shown = path.display();
        let offers = commands(path);
        if offers.is_empty() {
            let what = say!("nothing is made of such a file", "不知道能用它做什么");
            let hint = say!(
                "give a list of slogans (.txt, .docx), a table (.xlsx, .csv), a campaign (.toml), a PDF or a logo",
                "请给标语清单（.txt、.docx）、名单表格（.xlsx、.csv）、活动文件（.toml）、PDF 或标志"
            );
            return Err(Fault::new("drop/kind", Place::file(shown.to_string()), what).hint(hint));
        }
        output::print(&match lang {
            Lang::En => format!("{shown}: what can be made of it\n"),
            Lang::Zh => format!("{shown}：可以这样用\n"),
        });
        for Offer { what, command, .. } in offers {
            output::print(&format!("  {command}\n      {}\n", what.get(lang)));
        }
    }
    Ok(())
}

/// What can be made of a file, the likeliest first.
pub(super) fn commands(path: &Path) -> Vec<Offer> {
    let shown = quoted(path);
    let offer = |what: Say, command: String| Offer { what, command, entry: None };
    if path.is_dir() {
        return vec![
            offer(
                say!("what a print shop would say of its PDFs", "印前检查：印厂会对里面的 PDF 说什么"),
                format!("biaoyu preflight {shown}"),
            ),
            offer(
                say!(
                    "its campaigns, layouts, palettes, products and faces are found first",
                    "优先用里面的活动、版式、配色、产品和字体"
                ),
                format!("biaoyu render --from {shown}"),
            ),
        ];
    }
    match ending(path).as_deref() {
        Some("toml") => vec![toml(path, &shown)],
        Some("jsonl") if path.file_name().is_some_and(|name| name == "plan.jsonl") => {
            vec![offer(say!("make what the plan says", "按计划制作"), format!("biaoyu run {shown}"))]
        }
        Some(e) if TABLES.contains(&e) => table(path, &shown),
        Some(e) if LISTS.contains(&e) => vec![list(path, &shown)],
        Some("pdf") => vec![
            offer(
                say!("what a print shop would say of it", "印前检查：印厂会怎么说"),
                format!("biaoyu preflight {shown}"),
            ),
            offer(
                say!("a logo, on the pages of a campaign", "当作标志，印在活动的页面上"),
                format!("biaoyu render --logo {shown}"),
            ),
        ],
        Some("svg" | "svgz" | "ai") => {
            vec![offer(
                say!("a logo, on the pages of a campaign", "当作标志，印在活动的页面上"),
                format!("biaoyu render --logo {shown}"),
            )]
        }
        Some("png" | "jpg" | "jpeg") => vec![
            offer(
                say!("a logo, on the pages of a campaign", "当作标志，印在活动的页面上"),
                format!("biaoyu render --logo {shown}"),
            ),
            offer(
                say!("a portrait, on a name badge", "当作照片，印在胸牌上"),
                format!("biaoyu render -l glyph -p name-85x54 --set name=王小明 --photo {shown}"),
            ),
        ],
        Some("eps" | "ps") => {
            let pdf = quoted(&path.with_extension("pdf"));
            vec![offer(
                say!("a PDF that can be a logo", "转成 PDF，就能当标志用"),
                format!("biaoyu convert {shown} -o {pdf}"),
            )]
        }
        Some("otf" | "ttf" | "ttc") => {
            vec![offer(say!("slogans in this face", "标语用这个字体"), format!("biaoyu render --face slogan={shown}"))]
        }
        Some("icc" | "icm") => {
            vec![offer(
                say!("PDFs for this printing condition", "按这个特性文件出 PDF"),
                format!("biaoyu render --icc {shown}"),
            )]
        }
        _ => Vec::new(),
    }
}

/// A path as it is typed.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '\\' | ':' | '~' | '+');
    if text.chars().all(plain) && !text.is_empty() { text } else { format!("\"{}\"", text.replace('"', "\\\"")) }
}

/// A file of settings is known by its keys.
fn toml(path: &Path, shown: &str) -> Offer {
    let text = press::read(path, TEXT_FILE_BYTES).map(|bytes| decode(&bytes).text).unwrap_or_default();
    let has = |keys: &[&str]| text.lines().any(|line| keys.iter().any(|key| line.trim_start().starts_with(key)));
    let offer = |what: Say, command: String| Offer { what, command, entry: None };
    if path.file_name().is_some_and(|name| name == press::STANDING) {
        let what = say!("holds for every run in its folder by itself", "在它所在的文件夹里自动生效");
        return offer(what, "biaoyu render".into());
    }
    if has(&["[[variant"]) {
        return offer(say!("a layout: a campaign in it", "版式：用它排一次活动"), format!("biaoyu render -l {shown}"));
    }
    if has(&["[[palette", "ground"]) {
        return offer(
            say!("palettes: put the file into ./palettes, then name one", "配色：请放进 ./palettes，再写它的名称"),
            "biaoyu list palettes".into(),
        );
    }
    if has(&["[[product", "trim", "like"]) {
        return offer(
            say!("products: put the file into ./products, then name one", "产品：请放进 ./products，再写它的名称"),
            "biaoyu list products".into(),
        );
    }
    if has(&["[[profile"]) {
        return offer(
            say!("files as this print shop wants them", "按这家印厂的要求出文件"),
            format!("biaoyu render --for {shown}"),
        );
    }
    let name = path.display().to_string();
    let what = match Campaign::parse(&name, &text) {
        Ok(campaign) => {
            let (title, count) = (&campaign.heading, campaign.slogans.len());
            say!(
                "campaign “{title}”, {count} slogans: posters, flags and badges",
                "活动“{title}”，{count} 条标语：做成海报、旗帜、徽章"
            )
        }
        Err(_) => say!("a campaign: posters, flags and badges", "活动：做成海报、旗帜、徽章"),
    };
    Offer { what, command: format!("biaoyu render {shown}"), entry: Some(Entry::Campaign(name)) }
}

/// A list of slogans.
fn list(path: &Path, shown: &str) -> Offer {
    let name = path.display().to_string();
    let read = press::read(path, TEXT_FILE_BYTES).ok().and_then(|bytes| Campaign::from_list(&name, &bytes).ok());
    let what = match read.map(|campaign| campaign.slogans.len()) {
        Some(count) => say!("{count} slogans: posters, flags and badges", "{count} 条标语：做成海报、旗帜、徽章"),
        None => say!("a list of slogans: posters, flags and badges", "标语清单：做成海报、旗帜、徽章"),
    };
    Offer { what, command: format!("biaoyu render --texts {shown}"), entry: Some(Entry::List(path.to_path_buf())) }
}

/// A table of people, of units, or of slogans: its columns tell.
fn table(path: &Path, shown: &str) -> Vec<Offer> {
    let name = path.display().to_string();
    let read = press::read(path, TABLE_BYTES).ok().and_then(|bytes| table::read(&name, &bytes).ok());
    let columns = read.as_ref().and_then(|(table, _)| table.map(&[]).ok());
    let has = |field: &str| columns.as_ref().is_some_and(|mapping| mapping.has(field));
    let rows = read.as_ref().map(|(table, _)| table.len()).filter(|_| columns.is_some());
    let (en, zh) = rows.map_or_else(Default::default, |rows| (format!("{rows} rows: "), format!("共 {rows} 行：")));
    let entry = || Some(Entry::Table(path.to_path_buf()));
    let badges = Offer {
        what: say!("{en}a name badge each, all in one PDF", "{zh}每人一张胸牌，合成一个 PDF"),
        command: format!("biaoyu render --data {shown} -p name-85x54 --combine 胸牌.pdf"),
        entry: entry(),
    };
    let units = Offer {
        what: say!("{en}the campaign's posters for each of them", "{zh}给每一行各做一套活动海报"),
        command: format!("biaoyu render quality-month-2021 --data {shown} -p poster-a2"),
        entry: entry(),
    };
    let slogans = Offer {
        what: say!("{en}a slogan a row: posters, flags and badges", "{zh}一行一条标语：做成海报、旗帜、徽章"),
        command: format!("biaoyu render --texts {shown}"),
        entry: Some(Entry::List(path.to_path_buf())),
    };
    let look = Offer {
        what: say!("only say what is read in it, and what is wrong with it", "先看看读到了什么、有什么问题，不制作"),
        command: format!("biaoyu render --data {shown} --dry-run"),
        entry: None,
    };
    let mut offers = if has("slogan") && !has("name") {
        vec![slogans]
    } else if has("unit") && !has("name") {
        vec![units]
    } else {
        vec![badges]
    };
    offers.push(look);
    offers
}
