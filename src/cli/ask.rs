//! A few questions at a terminal, for who runs the program by its name alone or by a file dropped on it.

use std::path::{Path, PathBuf};

use console::{Key, Term};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{MultiSelect, Select};

use super::args::Render;
use super::groups::{What, Words};
use super::{output, render};
use biaoyu_page::error::Lang;
use biaoyu_press::{self as press, Shelf, list};

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
enum Entry {
    Campaign(String),
    Typed,
    List,
    Table,
}

/// What a file that was given may hold, the likelier first.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Holds {
    /// A campaign.
    Campaign,
    /// Slogans.
    List,
    /// Slogans, or people and units.
    Sheet,
}

/// Asks for slogans, unless a file of them was given, and for unit, layout and products; `None` when the user leaves.
pub(super) fn ask(given: Option<(&Path, Holds)>, lang: Lang) -> Option<Render> {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
    let coloured = ColorfulTheme::default();
    let theme: &dyn Theme = if output::colours() { &coloured } else { &SimpleTheme };
    let sources = render::sources(&[]);
    output::message(say(
        "biaoyu 标语: posters, flags and badges from slogans. Enter takes what is offered, Esc leaves.",
        "biaoyu 标语：把标语做成海报、旗帜和徽章。回车采用默认，Esc 退出。",
    ));

    let mut all = vec![
        (Entry::Typed, say("type them now", "现在输入").to_owned()),
        (Entry::List, say("a list in a file (text, Word, sheet)", "清单文件（文本、Word、表格）").to_owned()),
        (Entry::Table, say("a table of people or units", "人员或单位的名单表格").to_owned()),
    ];
    let campaigns = list(&sources, Shelf::Campaigns);
    let named = |campaign: &press::Entry| {
        let name = campaign.name.get(lang);
        (Entry::Campaign(campaign.id.clone()), format!("{}{name}", say("campaign: ", "活动：")))
    };
    all.extend(campaigns.iter().map(named));
    let (file_given, mut prompt) = (given.map(|(path, _)| path.to_owned()), say("Which slogans", "印哪些标语"));
    if let Some((path, holds)) = given {
        all = match holds {
            Holds::Campaign => vec![(Entry::Campaign(path.display().to_string()), String::new())],
            Holds::List => vec![(Entry::List, String::new())],
            Holds::Sheet => vec![
                (Entry::Table, say("people or units, a page a row", "人员或单位，一行一页").to_owned()),
                (Entry::List, say("slogans", "标语").to_owned()),
            ],
        };
        output::message(&format!("{}{}", say("File: ", "文件："), path.display()));
        prompt = say("What does it hold", "里面是什么");
    }
    let entry = match &all[..] {
        [(only, _)] => only.clone(),
        _ => {
            let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
            let chosen = Select::with_theme(theme).with_prompt(prompt).items(&names).default(0).interact_opt();
            all.get(chosen.ok()??)?.0.clone()
        }
    };
    let file = |prompt| file_given.clone().or_else(|| file(prompt, lang));
    let (mut what, mut words) = (What::default(), Words::default());
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
        Entry::List => what.texts = Some(file(say("File of the list", "清单文件"))?),
        Entry::Table => words.data = Some(file(say("File of the table", "表格文件"))?),
    }
    let unit = line(say("Unit that signs (may be empty): ", "落款单位（可留空）："))?;
    words.unit = Some(unit).filter(|unit| !unit.is_empty());

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
    let chosen = MultiSelect::with_theme(theme)
        .with_prompt(say("Products (space ticks)", "产品（空格勾选）"))
        .items(&names)
        .defaults(&ticked)
        .interact_opt();
    what.product = chosen.ok()??.into_iter().filter_map(|i| products.get(i)).map(|p| p.id.clone()).collect();
    (!what.product.is_empty()).then(|| Render { what, words, ..Render::default() })
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

/// Reads a line; `None` when Esc is pressed or there is no more to read.
fn line(prompt: &str) -> Option<String> {
    let term = Term::stderr();
    let mut text = String::new();
    term.write_str(prompt).ok()?;
    loop {
        match term.read_key().ok()? {
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
            Key::Escape | Key::CtrlC => {
                term.write_line("").ok()?;
                return None;
            }
            _ => {}
        }
    }
}
