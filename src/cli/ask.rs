//! A few questions at a terminal, for who runs the program by its name alone.

use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Input, MultiSelect, Select};

use super::args::Render;
use super::groups::{What, Words};
use super::{output, render};
use biaoyu_page::error::Lang;
use biaoyu_press::{Shelf, list};

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

/// Asks for unit, layout and products; `None` when the user leaves.
pub(super) fn ask(lang: Lang) -> Option<Render> {
    let say = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
    let coloured = ColorfulTheme::default();
    let theme: &dyn Theme = if output::colours() { &coloured } else { &SimpleTheme };
    let sources = render::sources(&[]);
    output::message(say(
        "biaoyu 标语: posters, flags and badges from slogans. Enter takes what is offered, Esc leaves.",
        "biaoyu 标语：把标语做成海报、旗帜和徽章。回车采用默认，Esc 退出。",
    ));

    let campaigns = list(&sources, Shelf::Campaigns);
    let campaign = match campaigns.as_slice() {
        [] | [_] => None,
        several => {
            let names: Vec<&str> = several.iter().map(|c| c.name.get(lang)).collect();
            let chosen =
                Select::with_theme(theme).with_prompt(say("Campaign", "活动")).items(&names).default(0).interact_opt();
            Some(several.get(chosen.ok()??)?.id.clone())
        }
    };
    let unit: String = Input::with_theme(theme)
        .with_prompt(say("Unit that signs (may be empty)", "落款单位（可留空）"))
        .allow_empty(true)
        .interact_text()
        .ok()?;

    let layouts = list(&sources, Shelf::Layouts);
    let names: Vec<String> = layouts.iter().map(|l| format!("{}  {}", l.name.get(lang), l.detail.get(lang))).collect();
    let usual = layouts.iter().position(|l| l.id == "glyph").unwrap_or(0);
    let layout =
        Select::with_theme(theme).with_prompt(say("Layout", "版式")).items(&names).default(usual).interact_opt();
    let layout = layouts.get(layout.ok()??)?.id.clone();

    let all = list(&sources, Shelf::Products);
    let products: Vec<_> = OFFERED.iter().filter_map(|id| all.iter().find(|p| p.id == *id)).collect();
    let names: Vec<String> = products.iter().map(|p| format!("{}  {}", p.name.get(lang), p.detail.get(lang))).collect();
    let ticked: Vec<bool> = (0..products.len()).map(|i| i < TICKED).collect();
    let chosen = MultiSelect::with_theme(theme)
        .with_prompt(say("Products (space ticks)", "产品（空格勾选）"))
        .items(&names)
        .defaults(&ticked)
        .interact_opt();
    let product: Vec<String> =
        chosen.ok()??.into_iter().filter_map(|i| products.get(i)).map(|p| p.id.clone()).collect();
    if product.is_empty() {
        return None;
    }
    let unit = Some(unit.trim().to_owned()).filter(|u| !u.is_empty());
    let what = What { campaign, layout: vec![layout], product, ..What::default() };
    Some(Render { what, words: Words { unit, ..Words::default() }, ..Render::default() })
}
