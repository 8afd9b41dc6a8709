//! A few questions at a terminal, for who runs the program by its name alone.

use std::path::PathBuf;

use console::{Key, Term};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{MultiSelect, Select};

use super::args::Render;
use super::groups::{What, Words};
use super::{output, render};
use biaoyu_page::error::Lang;
use biaoyu_press::{Shelf, Sources, list};

/// What is offered first; everything else is asked for by `--product`.
const OFFERED: [&str; 12] = [
    "poster-a2",
    "flag-4",
    "badge-58",
    "poster-a3",
    "poster-a1",
    "banner-6000x700",
    "vbanner-700x3000",
    "rollup-800x2000",
    "backdrop-6000x3000",
    "name-85x54",
    "cover-a4",
    "screen-1920x1080",
];
/// Those of the offered ones that are ticked.
const TICKED: usize = 3;

/// Where slogans come from.
#[derive(Clone)]
pub(super) enum Entry {
    /// A campaign, by id or file.
    Campaign(String),
    /// Typed here.
    Typed,
    /// A list in a file.
    List(PathBuf),
    /// A table in a file.
    Table(PathBuf),
}

/// Asks for slogans (unless they are given), unit, layout and products; `None` when the user leaves.
pub(super) fn ask(given: Option<Entry>, lang: Lang) -> Option<Render> {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
    let coloured = ColorfulTheme::default();
    let theme: &dyn Theme = if output::colours() { &coloured } else { &SimpleTheme };
    let sources = render::sources(&[], false);
    output::message(say(
        "biaoyu 标语: posters, flags and badges from slogans. Enter takes what is offered, Esc leaves.",
        "biaoyu 标语：把标语做成海报、旗帜和徽章。回车采用默认，Esc 退出。",
    ));

    let entry = match given {
        Some(entry) => entry,
        None => entry(theme, &sources, lang)?,
    };
    let (mut what, mut words) = (What::default(), Words::default());
    let held = Held::new();
    match entry {
        Entry::Campaign(id) => what.campaign = Some(id),
        Entry::Typed => {
            output::message(say(
                "One slogan a line; a space parts clauses; an empty line ends.",
                "一行一条，空格分句；空行结束。",
            ));
            loop {
                let text = line("  ")?;
                if !text.is_empty() {
                    what.text.push(text);
                } else if !what.text.is_empty() {
                    break;
                }
            }
        }
        Entry::List(path) => what.texts = Some(path),
        Entry::Table(path) => words.data = Some(path),
    }
    let unit = line(say("Unit that signs (may be empty): ", "落款单位（可留空）："))?;
    words.unit = Some(unit).filter(|unit| !unit.is_empty());
    drop(held);

    let layouts = list(&sources, Shelf::Layouts);
    let names: Vec<String> = layouts.iter().map(|l| format!("{}  {}", l.name.get(lang), l.detail.get(lang))).collect();
    let usual = layouts.iter().position(|l| l.id == "glyph").unwrap_or(0);
    let layout =
        Select::with_theme(theme).with_prompt(say("Layout", "版式")).items(&names).default(usual).interact_opt();
    what.layout = vec![layouts.get(layout.ok()??)?.id.clone()];

    let all = list(&sources, Shelf::Products);
    let products: Vec<_> = OFFERED.iter().filter_map(|id| all.iter().find(|p| p.id == *id)).collect();
    let names: Vec<String> = products.iter().map(|p| format!("{}  {}", p.name.get(lang), p.detail.get(lang))).collect();
    // A table is of people first.
    let is_ticked = |id: &str| {
        if words.data.is_some() { id == "name-85x54" } else { OFFERED.iter().take(TICKED).any(|o| *o == id) }
    };
    let ticked: Vec<bool> = products.iter().map(|p| is_ticked(&p.id)).collect();
    while what.product.is_empty() {
        let chosen = MultiSelect::with_theme(theme)
            .with_prompt(say("Products (space ticks)", "产品（空格勾选）"))
            .items(&names)
            .defaults(&ticked)
            .interact_opt();
        what.product = chosen.ok()??.into_iter().filter_map(|i| products.get(i)).map(|p| p.id.clone()).collect();
        if what.product.is_empty() {
            output::message(say("tick one at least", "请至少勾选一种"));
        }
    }
    Some(Render { what, words, ..Render::default() })
}

/// Asks where the slogans come from.
fn entry(theme: &dyn Theme, sources: &Sources, lang: Lang) -> Option<Entry> {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
    let mut names = vec![
        say("type them now", "现在输入").to_owned(),
        say("a list in a file (text, Word, sheet)", "清单文件（文本、Word、表格）").to_owned(),
        say("a table of people or units", "人员或单位的名单表格").to_owned(),
    ];
    let campaigns = list(sources, Shelf::Campaigns);
    names.extend(campaigns.iter().map(|c| format!("{}{}", say("campaign: ", "活动："), c.name.get(lang))));
    let chosen = Select::with_theme(theme)
        .with_prompt(say("Which slogans", "印哪些标语"))
        .items(&names)
        .default(0)
        .interact_opt();
    match chosen.ok()?? {
        0 => Some(Entry::Typed),
        1 => Some(Entry::List(file(say("File of the list", "清单文件"), lang)?)),
        2 => Some(Entry::Table(file(say("File of the table", "表格文件"), lang)?)),
        other => Some(Entry::Campaign(campaigns.get(other - 3)?.id.clone())),
    }
}

/// Asks for a file until there is one of that name; quotes and spaces that dragging leaves are taken off.
fn file(prompt: &str, lang: Lang) -> Option<PathBuf> {
    loop {
        let typed = line(&format!("{prompt}{}", if lang == Lang::En { ": " } else { "：" }))?;
        let path = PathBuf::from(typed.trim_matches(['"', '\'', ' ']));
        if path.is_file() {
            return Some(path);
        }
        output::message(if lang == Lang::En { "there is no such file" } else { "没有这个文件" });
    }
}

/// Ctrl-D.
const END_OF_INPUT: char = '\u{4}';

/// The terminal gives every key at once and shows none, until this is dropped. A key that is asked for alone sets that up
/// for itself; between two of them the terminal would edit lines by itself, and lose of a list that is pasted.
struct Held {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Held {
    #[cfg(unix)]
    fn new() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(std::io::stdin()).ok();
        if let Some(before) = &before {
            let mut keys = before.clone();
            keys.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &keys);
        }
        Self { before }
    }

    #[cfg(not(unix))]
    fn new() -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Held {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, before);
        }
    }
}

/// Reads a line; `None` when Esc or Ctrl-D is pressed or there is no more to read.
fn line(prompt: &str) -> Option<String> {
    let term = Term::stderr();
    let mut text = String::new();
    term.write_str(prompt).ok()?;
    loop {
        match term.read_key_raw().ok()? {
            Key::Enter => {
                term.write_line("").ok()?;
                return Some(text.trim().to_owned());
            }
            Key::Char(c) if !c.is_control() => {
                text.push(c);
                term.write_str(c.encode_utf8(&mut [0; 4])).ok()?;
            }
            Key::Backspace => {
                if let Some(c) = text.pop() {
                    term.clear_chars(unicode_width::UnicodeWidthChar::width(c).unwrap_or(1)).ok()?;
                }
            }
            Key::Escape | Key::CtrlC | Key::Char(END_OF_INPUT) => {
                term.write_line("").ok()?;
                return None;
            }
            _ => {}
        }
    }
}
