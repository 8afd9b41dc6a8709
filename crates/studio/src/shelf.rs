//! What there is to choose from.

use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::say;
use biaoyu_page::words::Intent;
use biaoyu_press::{Colours, Shelf, Sources, Wanted, list, plan};
use biaoyu_set::palette::{Palette, Role};
use biaoyu_set::product::{Kind, Product};
use biaoyu_table::record::{CHOICES, KNOWN};
use serde_json::{Value, json};

use crate::answer::{findings, said};
use crate::fields::RARE;
use crate::query::Query;
use crate::state::Studio;

fn name(en: &str, zh: &str) -> Value {
    said(&Say { en: en.to_owned(), zh: zh.to_owned() })
}

/// Where a product hangs, as she asks for it.
fn group(product: &Product) -> &'static str {
    match product.kind {
        Kind::Name | Kind::Card => "card",
        Kind::Badge => "badge",
        Kind::Flag | Kind::TableFlag | Kind::Pennant => "flag",
        Kind::Rollup | Kind::XStand => "rollup",
        Kind::Banner | Kind::VBanner | Kind::Lamp => "outside",
        Kind::Backdrop => "backdrop",
        Kind::Screen | Kind::Social => "screen",
        Kind::Poster | Kind::Board => "wall",
        Kind::Cover | Kind::Seat | Kind::Certificate | Kind::Invitation | Kind::Label => "other",
        Kind::Sash | Kind::Armband | Kind::Sticker => "other",
    }
}

fn product(product: &Product) -> Value {
    json!({
        "id": product.id, "name": name(&product.name_en, &product.name), "kind": format!("{:?}", product.kind).to_lowercase(),
        "width": product.trim.width, "height": product.trim.height, "personal": product.personal,
        "round": product.is_round(), "sides": product.sides, "distance": product.distance, "group": group(product),
        // Made for it: taken whatever the project's layout is.
        "layout": product.layout,
    })
}

fn screen(cmyk: Cmyk) -> [u8; 3] {
    Profile::embedded().to_srgb(cmyk, Intent::Relative)
}

/// Roles of a palette in the order of swatches.
const ROLES: [(Role, &str); 6] = [
    (Role::Ground, "ground"),
    (Role::Display, "display"),
    (Role::Accent, "accent"),
    (Role::Second, "second"),
    (Role::Quiet, "quiet"),
    (Role::OnDisplay, "on_display"),
];

fn swatches(palette: &Palette) -> (Vec<String>, Vec<String>) {
    let hex = |cmyk: Cmyk| {
        let [r, g, b] = screen(cmyk);
        format!("#{r:02x}{g:02x}{b:02x}")
    };
    let inks = ROLES.map(|(role, _)| palette.get(role).cmyk);
    (inks.map(hex).to_vec(), inks.map(|cmyk| cmyk.to_string()).to_vec())
}

/// `shelf`: everything that can be chosen in a folder.
pub(crate) fn shelf(sources: &Sources) -> Value {
    let palettes = sources.palettes().0.into_iter().map(|found| {
        let (colours, inks) = swatches(&found.value);
        let roles = ROLES.map(|(_, word)| word);
        json!({ "id": found.value.id, "name": name(&found.value.name_en, &found.value.name), "swatches": colours, "inks": inks, "roles": roles })
    });
    let layouts = list(sources, Shelf::Layouts).into_iter().filter(|entry| entry.faults.0.is_empty()).map(|entry| {
        let (read, text) = sources.layout(&entry.id).ok().map(|found| (found.value, found.text)).unzip();
        let text = text.unwrap_or_default();
        let asks: Vec<&str> = RARE.into_iter().filter(|field| text.contains(&format!("{{{field}}}"))).collect();
        // Filled from a table.
        let rows = read.as_ref().is_some_and(|layout| layout.rows > 1);
        let (needs, palettes) = read.as_ref().map(|l| (l.needs.clone(), l.palettes.clone())).unwrap_or_default();
        json!({ "id": entry.id, "name": said(&entry.name), "about": said(&entry.detail), "needs": needs, "palettes": palettes, "rows": rows, "asks": asks })
    });
    let entries = |shelf: Shelf| {
        let good = list(sources, shelf).into_iter().filter(|entry| entry.faults.0.is_empty());
        good.map(|e| json!({ "id": e.id, "name": said(&e.name), "detail": said(&e.detail) })).collect::<Vec<_>>()
    };
    let campaigns =
        list(sources, Shelf::Campaigns).into_iter().filter(|entry| entry.faults.0.is_empty()).map(|entry| {
            let count = sources.campaign(&entry.id).map_or(0, |found| found.value.slogans.len());
            json!({ "id": entry.id, "name": said(&entry.name), "slogans": count })
        });
    let papers = sources.papers().0.into_iter().map(|found| {
        let paper = found.value;
        json!({ "id": paper.id, "name": name(&paper.name_en, &paper.name), "width": paper.size.width, "height": paper.size.height, "labels": paper.stock.is_some() })
    });
    let broken: Vec<Value> = [sources.products().1, sources.palettes().1, sources.profiles().1, sources.papers().1]
        .into_iter()
        .flatten()
        .flat_map(|broken| broken.faults.0.iter().map(crate::answer::fault).collect::<Vec<_>>())
        .collect();
    let fields = KNOWN.iter().chain(&CHOICES).map(|(id, zh)| json!({ "id": id, "name": { "en": id, "zh": zh } }));
    json!({
        "products": sources.products().0.iter().map(|found| product(&found.value)).collect::<Vec<_>>(),
        "layouts": layouts.collect::<Vec<_>>(), "palettes": palettes.collect::<Vec<_>>(), "shops": entries(Shelf::Profiles),
        "papers": papers.collect::<Vec<_>>(), "campaigns": campaigns.collect::<Vec<_>>(), "fields": fields.collect::<Vec<_>>(),
        "faults": broken,
    })
}

/// `product`: one product, or a size of one's own.
///
/// # Errors
/// It is none.
pub(crate) fn one_product(sources: &Sources, id: &str) -> Result<Value, Faults> {
    let found = match Product::ad_hoc(id) {
        Some(made) => made?,
        None => sources.product(id)?,
    };
    Ok(product(&found))
}

/// `colour`: what comes of a colour of one's own.
///
/// # Errors
/// It is none; it is to come from a logo, and there is none.
pub(crate) fn colour(studio: &Studio, ground: Option<(Wanted, Sources)>, query: &Query) -> Result<Value, Faults> {
    let (mut wanted, sources) = ground.unwrap_or_else(|| (Wanted::default(), studio.sources(&studio.folder)));
    wanted.what.colours = Some(Colours::Own(query.get("value").unwrap_or_default().to_owned()));
    wanted.what.products = vec!["poster-a4".to_owned()];
    wanted.output.folder = Some(studio.folder.join("output"));
    let plan = plan(&wanted, &sources)?;
    let Some(work) = plan.works.first() else {
        let what = say!("no page shows it", "没有页面用到它");
        return Err(Fault::new("studio/none", Place::default(), what).into());
    };
    let (colours, inks) = swatches(&work.palette);
    Ok(json!({ "swatches": colours, "inks": inks, "notes": findings(&plan.notes) }))
}

/// `lines`: how a slogan may be broken.
pub(crate) fn lines(text: &str) -> Value {
    use biaoyu_set::text::break_lines::Breaks;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().take(biaoyu_page::limits::SLOGAN_CHARS).collect();
    let breaks = Breaks::new(&text, None);
    let settings: Vec<Vec<String>> = std::iter::once(breaks.per_clause())
        .chain(breaks.split().into_iter().filter(|s| s.sure))
        .map(|setting| setting.lines.iter().map(|line| line.text.clone()).collect())
        .collect();
    let key = biaoyu_set::campaign::key_of(&text).map(String::from);
    json!({ "settings": settings, "key": key, "unsure": breaks.doubts() })
}
