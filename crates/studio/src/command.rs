//! What is to be made, as the command line says it: the files of the studio are those of the command, for it is the command.

use std::path::Path;

use biaoyu_page::error::{Fault, Faults};
use biaoyu_page::say;
use biaoyu_press::Sources;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::product::Product;
use serde_json::{Value, json};

use crate::answer::said;
use crate::fields::{COATS, FACES, GIVEN, PRESS, SAID, SWITCHED};
use crate::names::CAMPAIGN;
use crate::plainly::called;
use crate::project::Project;

/// Which pages: slogans on sheets, or people on cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum What {
    #[default]
    Sheets,
    Cards,
}

impl What {
    pub(crate) fn of(word: Option<&str>) -> Self {
        if word == Some("cards") { What::Cards } else { What::Sheets }
    }

    pub(crate) fn word(self) -> &'static str {
        if self == What::Cards { "cards" } else { "sheets" }
    }
}

/// What is made of the pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    pub way: String,
    pub what: What,
    pub products: Vec<String>,
    pub slogans: String,
    pub layouts: Vec<String>,
    pub paper: Option<String>,
    pub tile: Option<String>,
    pub shop: Option<String>,
    pub quantity: Option<String>,
    pub outlines: bool,
    pub tidy: bool,
    /// So many sheets are meant.
    pub many: bool,
}

impl Ask {
    /// What the page sent; `None` when it is no such thing.
    pub(crate) fn parse(value: &Value) -> Option<Self> {
        let word = |key: &str| value.get(key).and_then(Value::as_str).map(str::trim).filter(|w| !w.is_empty());
        let words = |key: &str| -> Vec<String> {
            let all = value.get(key).and_then(Value::as_array).into_iter().flatten();
            all.filter_map(|word| Some(word.as_str()?.to_owned())).collect()
        };
        let is = |key: &str| value.get(key).and_then(Value::as_bool).unwrap_or(false);
        let way = word("way").unwrap_or("plain").to_owned();
        ["plain", "proofs", "office", "shop"].contains(&way.as_str()).then(|| Self {
            way,
            what: What::of(word("what")),
            products: words("products"),
            slogans: word("slogans").unwrap_or_default().to_owned(),
            layouts: words("layouts"),
            paper: word("paper").map(str::to_owned),
            tile: word("tile").map(str::to_owned),
            shop: word("shop").map(str::to_owned),
            quantity: value
                .get("quantity")
                .and_then(|q| q.as_str().map(str::to_owned).or_else(|| Some(q.as_u64()?.to_string()))),
            outlines: is("outlines"),
            tidy: is("tidy"),
            many: is("many"),
        })
    }

    /// The folder below the project that its files go to; `None` for the usual one of `render`.
    pub(crate) fn folder(&self) -> Option<String> {
        let cards = if self.what == What::Cards { "胸卡-" } else { "" };
        match self.way.as_str() {
            "proofs" => Some(format!("成品/{cards}微信")),
            "office" if self.tile.is_some() => Some(format!("成品/{cards}拼贴")),
            "office" => Some(format!("成品/{cards}打印")),
            "shop" => {
                let shop = self.shop.as_deref().map_or("通用", |id| called(id).unwrap_or(id));
                Some(format!("成品/{cards}印厂-{}", biaoyu_press::safe(shop)))
            }
            _ if self.what == What::Cards => Some("成品/胸卡".to_owned()),
            _ => None,
        }
    }
}

/// The usual product of a roster.
const CARD: &str = "name-85x54";

/// The products of a project that are for slogans, or for people.
pub(crate) fn products(campaign: &Campaign, sources: &Sources, what: What) -> Vec<String> {
    let known = sources.products().0;
    let personal = |id: &String| match Product::ad_hoc(id) {
        Some(_) => false,
        None => match known.iter().find(|found| found.value.id == *id) {
            Some(found) => found.value.personal,
            // By a name.
            None => sources.product(id).is_ok_and(|product| product.personal),
        },
    };
    let all = &campaign.defaults.products;
    let fit: Vec<String> = all.iter().filter(|id| personal(id) == (what == What::Cards)).cloned().collect();
    match what {
        What::Cards if fit.is_empty() => vec![CARD.to_owned()],
        // What the file says need not be said again.
        What::Sheets if fit.len() == all.len() => Vec::new(),
        _ => fit,
    }
}

/// Of the products, those that are cut from a sheet of the paper, or that are put together from several: what does not fit one
/// way fits the other.
fn for_paper(campaign: &Campaign, sources: &Sources, ask: &Ask, products: Vec<String>) -> Vec<String> {
    let id = ask.tile.as_deref().or(ask.paper.as_deref()).unwrap_or("a4");
    let Some(paper) = sources.papers().0.into_iter().map(|found| found.value).find(|paper| paper.id == id) else {
        return products;
    };
    let reach = paper.reach();
    let (short, long) = (reach.width().min(reach.height()) - MARKS, reach.width().max(reach.height()) - MARKS);
    let fits = |id: &String| {
        let product = match Product::ad_hoc(id) {
            Some(made) => made.ok(),
            None => sources.product(id).ok(),
        };
        product.is_none_or(|product| {
            let bleed = product.bleed_rect();
            let (a, b) = (bleed.width().min(bleed.height()), bleed.width().max(bleed.height()));
            let is_small = a <= short && b <= long;
            is_small != ask.tile.is_some()
        })
    };
    let all = if products.is_empty() { campaign.defaults.products.clone() } else { products };
    all.into_iter().filter(fits).collect()
}

/// Products of a project that are not made in this way, each with why: what was chosen is not left out without a word.
///
/// # Errors
/// The faults of the campaign file.
pub(crate) fn left_out(sources: &Sources, project: &Project, ask: &Ask) -> Result<Vec<Value>, Faults> {
    let campaign = project.campaign()?;
    let chosen = &campaign.defaults.products;
    if !ask.products.is_empty() || chosen.is_empty() {
        return Ok(Vec::new());
    }
    let of_kind = match products(&campaign, sources, ask.what) {
        fit if fit.is_empty() => chosen.clone(),
        fit => fit,
    };
    let taken = match ask.way == "office" {
        true => for_paper(&campaign, sources, ask, of_kind.clone()),
        false => of_kind.clone(),
    };
    let id = ask.tile.as_deref().or(ask.paper.as_deref()).unwrap_or("a4");
    let papers = sources.papers().0;
    let paper = papers.iter().find(|found| found.value.id == id).map(|found| &found.value);
    let (name, name_en) = paper.map_or((id, id), |paper| (&paper.name, &paper.name_en));
    // What no margin is left of is printed page by page.
    let is_paper = |product: &String| {
        let (Some(paper), Ok(product)) = (paper, sources.product(product)) else { return false };
        let sides = |a: f64, b: f64| (a.min(b), a.max(b));
        let (own, all) = (sides(product.trim.width, product.trim.height), sides(paper.size.width, paper.size.height));
        (own.0 - all.0).abs() < 1.0 && (own.1 - all.1).abs() < 1.0
    };
    let why = |product: &String| match (of_kind.contains(product), ask.what, ask.tile.is_some()) {
        (false, What::Sheets, _) => {
            say!("one a person: make it behind the door of name badges", "一人一张的，请从“胸卡和证书”那扇门做")
        }
        (false, What::Cards, _) => {
            say!("not one a person: make it behind another door", "不是一人一张的，请从“口号宣传品”那扇门做")
        }
        (true, _, false) if is_paper(product) => {
            say!(
                "as large as {name_en}: choose “office printing” among the shops, a page a sheet",
                "和{name}一样大，请到“送印厂”选“办公打印”，一页一张"
            )
        }
        (true, _, false) => {
            say!("larger than {name_en}: print it over several sheets", "{name}放不下，请选“大张分成几张打”")
        }
        (true, _, true) => say!("fits on one {name_en}", "一张{name}就放得下，请选“拼在一起”"),
    };
    let left = chosen.iter().filter(|id| !taken.contains(id));
    Ok(left.map(|id| json!({ "product": id, "why": said(&why(id)) })).collect())
}

/// The styles of the layouts of a run.
fn styles(campaign: &Campaign, sources: &Sources, ask: &Ask, has_art: bool) -> Vec<String> {
    // As the press chooses where none is asked for.
    let usual = [if has_art { "art" } else { "glyph" }.to_owned()];
    let ids = match (&ask.layouts, &campaign.defaults.layouts) {
        (asked, _) if !asked.is_empty() => asked,
        (_, own) if !own.is_empty() && !has_art => own,
        _ => &usual[..],
    };
    ids.iter().filter_map(|id| sources.layout(id).ok()).flat_map(|found| found.value.styles.clone()).collect()
}

/// What marks take of a sheet, mm.
const MARKS: f64 = 7.5;

/// The arguments of `biaoyu`, as they are typed in the project's folder; with `root` before its files when they are read from
/// elsewhere.
///
/// # Errors
/// `studio/path`: the bench names a file that is none of the project.
pub(crate) fn arguments(
    project: &Project,
    campaign: &Campaign,
    sources: &Sources,
    ask: &Ask,
    root: Option<&Path>,
) -> Result<Vec<String>, Fault> {
    let file = |name: &str| match root {
        Some(root) => root.join(name).display().to_string(),
        // What begins like an option is a file all the same.
        None if name.starts_with('-') => format!("./{name}"),
        None => name.to_owned(),
    };
    let mut all = vec!["render".to_owned(), file(CAMPAIGN)];
    let mut say = |option: &str, text: String| {
        if !text.starts_with('-') {
            all.push(option.to_owned());
            all.push(text);
        } else if option.starts_with("--") {
            all.push(format!("{option}={text}"));
        } else {
            all.push(format!("{option}{text}"));
        }
    };
    let bench = &project.bench;
    let mut switched: Vec<String> = Vec::new();
    if ask.what == What::Cards {
        project.own("roster", "file")?;
        project.own("roster", "photos")?;
    }
    for role in GIVEN.map(|(role, _)| role).into_iter().chain(FACES.map(|(role, _)| role)) {
        project.own("", role)?;
    }
    let mut products =
        if ask.products.is_empty() { self::products(campaign, sources, ask.what) } else { ask.products.clone() };
    if ask.way == "office" && ask.products.is_empty() {
        let fit = for_paper(campaign, sources, ask, products.clone());
        // With nothing left the press says why.
        products = if fit.is_empty() { products } else { fit };
    }
    if ask.what == What::Cards
        && let Some(roster) = bench.get("roster", "file")
    {
        say("--data", file(roster));
        if let Some(sheet) = bench.get("roster", "sheet") {
            say("--sheet", sheet.to_owned());
        }
        if let Some(photos) = bench.get("roster", "photos") {
            say("--photo", file(photos));
        }
        for (column, field) in bench.pairs("roster", "map") {
            say("--map", format!("{column}={field}"));
        }
    }
    if !products.is_empty() {
        say("-p", products.join(","));
    }
    if !ask.layouts.is_empty() {
        say("-l", ask.layouts.join(","));
    }
    if !ask.slogans.is_empty() {
        say("-s", ask.slogans.clone());
    } else if ask.what == What::Sheets && campaign.slogans.is_empty() && !campaign.events.is_empty() {
        // Where there are meetings alone they stand on everything, not on backdrops only.
        say(
            "-s",
            match campaign.events.len() {
                1 => "e1".to_owned(),
                count => format!("e1-e{count}"),
            },
        );
    }
    for (role, option) in GIVEN {
        if let Some(name) = bench.get("", role) {
            say(option, file(name));
        }
    }
    if FACES.iter().any(|(role, _)| bench.get("", role).is_some()) {
        let known = styles(campaign, sources, ask, bench.get("", "art").is_some());
        for (role, own) in FACES {
            let Some(name) = bench.get("", role) else { continue };
            // A style that none of the layouts has is refused.
            for style in own.iter().filter(|style| **style == "rare" || known.iter().any(|known| known == **style)) {
                say("--face", format!("{style}={}", file(name)));
            }
        }
    }
    // What goes with a file is not said without it.
    let needed = |field: &str| match field {
        "strip" => bench.get("", "art").is_some(),
        "lettering_paper" => bench.get("", "lettering").is_some(),
        "focus" | "duotone" => campaign.picture.is_some(),
        _ => !(COATS.contains(&field) && ask.way == "office"),
    };
    for (field, option) in SAID.into_iter().filter(|(field, _)| needed(field)) {
        match bench.get(PRESS, field) {
            // Its value is a part of the word.
            Some(text) if field == "white" => switched.push(format!("{option}={text}")),
            Some(text) => say(option, text.to_owned()),
            None => {}
        }
    }
    for (_, words) in SWITCHED.into_iter().filter(|(field, _)| needed(field) && bench.is(PRESS, field)) {
        switched.extend(words.iter().map(|word| (*word).to_owned()));
    }
    // What is sent around or printed here is for no shop, though the project names one.
    if matches!(ask.way.as_str(), "proofs" | "office") && campaign.defaults.shop.is_some() {
        say("--for", "none".to_owned());
    }
    match ask.way.as_str() {
        "proofs" => say("-f", "jpeg".to_owned()),
        "office" => {
            say("-f", "pdf".to_owned());
            match (&ask.tile, &ask.paper) {
                (Some(tile), _) => say("--tile", tile.clone()),
                (None, paper) => say("--on", paper.clone().unwrap_or_else(|| "a4".to_owned())),
            }
        }
        "shop" => {
            if let Some(shop) = &ask.shop {
                say("--for", shop.clone());
            }
            if let Some(quantity) = &ask.quantity {
                say("--quantity", quantity.clone());
            }
        }
        _ => {}
    }
    if ask.what == What::Cards && matches!(ask.way.as_str(), "plain" | "shop") {
        say("--combine", "胸卡.pdf".to_owned());
        say("-f", "pdf".to_owned());
    }
    if let Some(folder) = ask.folder() {
        say("-o", folder);
    }
    all.extend(switched);
    let has_roster = bench.get("roster", "file").is_some();
    // Of chosen sheets the command moves nothing; here it is known that they are all.
    let is_chosen = all.iter().any(|word| word == "-s");
    let switches = [
        (ask.what == What::Cards && bench.is("roster", "no_header"), "--no-header"),
        (ask.what == What::Cards && has_roster && bench.is("roster", "photo_box"), "--photo-box"),
        (matches!(ask.way.as_str(), "proofs" | "office"), "--bare"),
        (ask.many && ask.tile.is_some(), "--many"),
        (ask.outlines, "--outlines"),
        (ask.folder().is_some(), "--replace"),
        (ask.tidy && !is_chosen, "--tidy"),
    ];
    all.extend(switches.into_iter().filter(|(on, _)| *on).map(|(_, switch)| switch.to_owned()));
    Ok(all)
}

/// The command as it is typed in a shell of Unix.
pub(crate) fn shell(arguments: &[String]) -> String {
    let quoted = |word: &String| {
        let plain = word.chars().all(|c| c.is_alphanumeric() || "-_./,:=%+@".contains(c));
        if plain && !word.is_empty() { word.clone() } else { format!("'{}'", word.replace('\'', "'\\''")) }
    };
    std::iter::once("biaoyu".to_owned()).chain(arguments.iter().map(quoted)).collect::<Vec<_>>().join(" ")
}

/// The same in PowerShell.
pub(crate) fn powershell(arguments: &[String]) -> String {
    let quoted = |word: &String| {
        let plain = word.chars().all(|c| c.is_alphanumeric() || "-_./:\\=%+".contains(c));
        if plain && !word.is_empty() {
            return word.clone();
        }
        // PowerShell takes all of these for the same quote (its language specification, 2.3.5.2).
        let doubled = |c: char| std::iter::repeat_n(c, 1 + usize::from("'‘’‚‛".contains(c)));
        format!("'{}'", word.chars().flat_map(doubled).collect::<String>())
    };
    std::iter::once("biaoyu.exe".to_owned()).chain(arguments.iter().map(quoted)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_take_a_word_as_it_is() {
        let words = ["a b", "it's", "‘x’", "$HOME", "plain-1.5,x=y", ""].map(str::to_owned);
        assert_eq!(shell(&words), "biaoyu 'a b' 'it'\\''s' '‘x’' '$HOME' plain-1.5,x=y ''");
        assert_eq!(powershell(&words), "biaoyu.exe 'a b' 'it''s' '‘‘x’’' '$HOME' 'plain-1.5,x=y' ''");
    }
}
