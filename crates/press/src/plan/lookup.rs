//! What was asked for, looked up: campaign, layouts, products, palettes, pictures, and how files are written.

use std::path::PathBuf;
use std::sync::Arc;

use super::colour::own_palettes;
use crate::folder::files::read_given;
use crate::shelf::faces;
use crate::shelf::named::choose;
use crate::shelf::sources::{Found, Shelf, Sources, Whence};
use crate::want::{Colours, Standing, Texts, Wanted};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::limits::{FIELD_CHARS, TEXT_FILE_BYTES};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_page::wording::offences;
use biaoyu_page::words::Intent;
use biaoyu_set::campaign::{Campaign, Slogan, stem};
use biaoyu_set::compose::Pictures;
use biaoyu_set::layout::{DUOTONE, FOCUS, LOCKUP, Layout, PAPER, STRIP};
use biaoyu_set::palette::Palette;
use biaoyu_set::picture::FILES;
use biaoyu_set::product::Product;
use biaoyu_table::record::{Fields, KNOWN, listed};

/// The layout, palette and products of a campaign that names none.
const USUAL_LAYOUTS: [&str; 3] = ["glyph", "official", "waves"];
const USUAL_PRODUCTS: [&str; 3] = ["poster-a2", "flag-4", "badge-58"];

/// Whose words a run prints.
pub(crate) struct Words {
    /// The campaign with the user's words in the place of its own.
    pub campaign: Campaign,
    /// Its slogans are texts that were given by hand.
    pub by_hand: bool,
    /// What its file says of unit and look, under what the user's own files say.
    pub standing: Standing,
    /// The list, table or campaign that they are of; empty for loose texts.
    pub source: String,
}

/// The words of a run. With texts or a table of the user's own nothing is said of a campaign that was not named.
pub(crate) fn words(wanted: &Wanted, sources: &Sources) -> Result<Words, Faults> {
    let texts = match &wanted.what.texts {
        Texts::None => None,
        Texts::Each(texts) => Some(Campaign::read_texts(texts.iter().map(String::as_str), wanted.what.reading)?),
        Texts::List(list) => {
            let bytes = read_given(list, TEXT_FILE_BYTES)?;
            Some(Campaign::read_list(&list.name(), &bytes, wanted.what.reading)?)
        }
    };
    let (art, lettering) = (wanted.words.art.as_deref(), wanted.words.lettering.as_deref());
    let named = match (&wanted.what.campaign, &texts, &wanted.words.data) {
        // Finished art says all by itself.
        (None, None, None) if art.is_some() => None,
        (Some(asked), ..) => Some(sources.campaign(asked)?),
        (None, None, None) => {
            let usual = sources.campaign(&sources.usual_campaign())?;
            // A lettering is the title: nothing is said of a campaign that is nobody's.
            let is_nobodys = matches!(usual.whence, Whence::Embedded) && wanted.what.picks.is_none();
            Some(usual).filter(|_| lettering.is_none() || !is_nobodys)
        }
        _ => None,
    };
    let is_named = named.is_some();
    let words = &wanted.words;
    let is_own =
        words.logo.is_some() || words.code.is_some() || words.picture.is_some() || words.fields.iter().next().is_some();
    let built_in = named
        .as_ref()
        .filter(|n| {
            wanted.what.campaign.is_none()
                && wanted.what.picks.is_none()
                && is_own
                && matches!(n.whence, Whence::Embedded)
        })
        .map(|n| n.value.title.clone());
    let mut stands = wanted.standing.clone();
    // A palette that the campaign's own file names is not that of the unit.
    if named.as_ref().is_some_and(|n| matches!(n.whence, Whence::File(_)) && n.value.defaults.palette.is_some()) {
        stands.colour = None;
    }
    let standing = named.as_ref().map(standing).unwrap_or_default().or(stands);
    let by_hand = texts.is_some();
    let mut campaign = match (named.map(|found| found.value), texts) {
        (Some(named), Some(texts)) => Campaign { slogans: texts.slogans, notes: texts.notes, own_sheet: None, ..named },
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => {
            let own = art.or(lettering).map(|path| path.display().to_string());
            let data = wanted.words.data.as_ref().map(|data| data.table.name());
            let name = data.or(own).unwrap_or_else(|| "texts".to_owned());
            Campaign::bare(stem(&name))
        }
    };
    // Art and lettering take the place of all slogans: one sheet, unless one is picked.
    if (art.is_some() || lettering.is_some()) && !by_hand && wanted.what.picks.is_none() {
        let name = art.or(lettering).map(|path| path.display().to_string()).unwrap_or_default();
        let text = Some(campaign.title.clone()).filter(|t| !t.is_empty()).unwrap_or_else(|| stem(&name).to_owned());
        let own = Slogan { number: 0, text, key: None, breaks: None, note: None };
        campaign.own_sheet = campaign.own_sheet.or(Some(own));
        campaign.slogans.clear();
        campaign.events.clear();
        campaign.publications.clear();
    }
    if let Some(title) = built_in {
        campaign.notes.push(Finding {
            rule: "campaign-built-in",
            severity: Severity::Note,
            place: Place::default(),
            what: say!(
                "no slogans were given: those of the campaign `{title}`, which is built in, are printed",
                "没有给标语：印的是内置活动“{title}”的标语"
            ),
            hint: Some(say!(
                "`-t TEXT` or `--texts FILE` gives your own; `-s 0` makes the campaign's own sheet alone",
                "自己的标语用 `-t 文字` 或 `--texts 文件`；`-s 0` 只做活动本身的一张"
            )),
        });
    }
    let given = |field: &str| wanted.words.fields.get(field).map(|t| t.trim().to_owned());
    let or_none = |text: String| Some(text).filter(|t| !t.is_empty());
    if let Some(title) = given("title") {
        if let Some(sheet) = campaign.own_sheet.as_mut().filter(|_| !title.is_empty()) {
            sheet.text.clone_from(&title);
            sheet.breaks = None;
        }
        campaign.heading.clone_from(&title);
        if !is_named && !title.is_empty() {
            campaign.id.clone_from(&title);
        }
        campaign.title = title;
    }
    if let Some(heading) = given("campaign") {
        campaign.heading = heading;
    }
    if let Some(theme) = given("theme") {
        campaign.theme = or_none(theme);
    }
    if let Some(organisation) = given("organisation") {
        campaign.organisation = or_none(organisation);
    }
    set_keys(&mut campaign, &wanted.what.keys)?;
    let file = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let source = match (&wanted.words.data, &wanted.what.texts) {
        (Some(data), _) => file(&data.table.name()),
        (None, Texts::List(list)) => file(&list.name()),
        (None, Texts::Each(_)) => String::new(),
        (None, Texts::None) => campaign.id.clone(),
    };
    Ok(Words { campaign, by_hand, standing, source })
}

/// What a campaign's file says of unit and look; pictures are found from its folder.
fn standing(found: &Found<Campaign>) -> Standing {
    let folder = match &found.whence {
        Whence::File(path) => path.parent().map(PathBuf::from).unwrap_or_default(),
        Whence::Embedded => PathBuf::new(),
    };
    let own = &found.value.defaults;
    let picture = |file: &Option<String>| file.as_ref().map(|file| folder.join(file));
    Standing {
        unit: own.unit.clone(),
        logo: picture(&own.logo),
        logo_dark: picture(&own.logo_dark),
        logo_light: picture(&own.logo_light),
        logo_has_name: own.logo_has_name,
        logo_knockout: own.logo_knockout,
        colour: own.colour.clone(),
        picture: picture(&found.value.picture),
        shop: own.shop.clone(),
    }
}

/// Sets the characters that slogans are carried by.
fn set_keys(campaign: &mut Campaign, keys: &[String]) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let place = || Place::thing(say!("`--key`", "`--key`"));
    for asked in keys {
        let (number, key) = match asked.split_once(['=', '＝']) {
            Some((number, key)) => match number.trim().parse::<u32>() {
                Ok(number) => (Some(number), key),
                Err(_) => {
                    let what = say!("`{asked}` is no `NUMBER=CHARACTER`", "`{asked}` 不是 `序号=字`");
                    let hint = say!("write for instance `--key 3=质`", "例如 `--key 3=质`");
                    faults.push(Fault::new("key/form", place(), what).hint(hint));
                    continue;
                }
            },
            None => (None, asked.as_str()),
        };
        let mut found = false;
        for slogan in campaign.own_sheet.iter_mut().chain(&mut campaign.slogans) {
            let is_meant = number.map_or_else(|| key.chars().all(|c| slogan.text.contains(c)), |n| slogan.number == n);
            if is_meant {
                found = true;
                faults.take(slogan.set_key(key).map_err(Faults::from));
            }
        }
        if !found {
            let what = say!("no slogan for `{asked}`", "没有 `{asked}` 对应的标语");
            let hint = say!(
                "write a character of a slogan, or its number: `--key 3=质`; in a table use a column 关键字",
                "请写标语里的字，或加序号：`--key 3=质`；表格里请用“关键字”一列"
            );
            faults.push(Fault::new("key/none", place(), what).hint(hint));
        }
    }
    faults.or(())
}

/// What pages may say of the campaign: its organisation signs only when asked, and the day of the notice is not the
/// day of anything that is printed.
pub(crate) fn base_fields(campaign: &Campaign, wanted: &Wanted) -> Fields {
    let mut fields = Fields::default();
    for (field, text) in campaign.fields().iter() {
        if field != "date" && (field != "organisation" || wanted.words.organisation) {
            fields.set(field, text);
        }
    }
    // A day that the file gives to be printed is no day of a notice.
    if let Some(date) = campaign.shows.get("date") {
        fields.set("date", date);
    }
    fields
}

pub(crate) fn layouts(
    wanted: &Wanted,
    campaign: &Campaign,
    sources: &Sources,
) -> Result<Vec<Found<Arc<Layout>>>, Faults> {
    let mut asked: Vec<String> = match (&wanted.what.layouts, &campaign.defaults.layouts) {
        (asked, _) if !asked.is_empty() => asked.clone(),
        _ if wanted.words.art.is_some() => vec!["art".to_owned()],
        (_, own) if !own.is_empty() => own.clone(),
        _ => {
            let there = sources.ids(Shelf::Layouts);
            let usual = USUAL_LAYOUTS.iter().find(|id| there.iter().any(|t| t == *id)).map(|id| (*id).to_owned());
            usual.or(there.first().cloned()).into_iter().collect()
        }
    };
    unique(&mut asked);
    let mut faults = Faults::default();
    let faces = faults.take(faces::wanted(&wanted.what.faces)).unwrap_or_default();
    let mut found: Vec<Found<Arc<Layout>>> = Vec::new();
    for layout in asked.iter().filter_map(|id| faults.take(sources.layout_with(id, &faces))) {
        // `glyph` and `大字` are one.
        if !found.iter().any(|known| known.value.id == layout.value.id && known.whence == layout.whence) {
            found.push(layout);
        }
    }
    if !found.is_empty() {
        faults.take(faces::check_styles(&faces, found.iter().flat_map(|layout| &layout.value.styles)));
    }
    faults.or(found)
}

/// Whether a product is printed in the layout that is made for it: one that was asked for by name wins.
pub(crate) fn takes_own(wanted: &Wanted) -> bool {
    wanted.what.layouts.is_empty() && wanted.words.art.is_none()
}

/// These layouts, and behind them those that are made for products of the run.
pub(crate) fn with_own(
    wanted: &Wanted,
    mut layouts: Vec<Found<Arc<Layout>>>,
    products: &[Arc<Product>],
    sources: &Sources,
) -> Result<Vec<Found<Arc<Layout>>>, Faults> {
    let mut faults = Faults::default();
    let own = products.iter().filter_map(|p| p.layout.as_ref()).filter(|_| takes_own(wanted));
    let faces = faces::wanted(&wanted.what.faces)?;
    for id in own {
        if !layouts.iter().any(|layout| layout.value.id == *id) {
            layouts.extend(faults.take(sources.layout_with(id, &faces)));
        }
    }
    faults.or(layouts)
}

pub(crate) fn products(
    wanted: &Wanted,
    campaign: &Campaign,
    sources: &Sources,
    notes: &mut Vec<Finding>,
) -> Result<Vec<Arc<Product>>, Faults> {
    let usual = || USUAL_PRODUCTS.map(str::to_owned).to_vec();
    let mut asked = match (&wanted.what.products, &campaign.defaults.products) {
        (asked, _) if !asked.is_empty() => asked.clone(),
        (_, own) if !own.is_empty() => own.clone(),
        _ => usual(),
    };
    unique(&mut asked);
    let all = sources.products();
    let mut faults = Faults::default();
    let mut found: Vec<Arc<Product>> = Vec::new();
    for id in &asked {
        if let Some(product) = all.0.iter().find(|p| p.value.id == *id) {
            found.push(Arc::new(product.value.clone()));
        } else if let Some(made) = Product::ad_hoc(id) {
            found.extend(faults.take(made).map(Arc::new));
        } else {
            let chosen = choose(Shelf::Products, &all, id, notes);
            found.extend(faults.take(chosen).map(|p| Arc::new(p.value.clone())));
        }
    }
    // `poster-a3` and `A3` are one.
    let mut seen: Vec<String> = Vec::new();
    found.retain(|product| {
        !seen.contains(&product.id) && {
            seen.push(product.id.clone());
            true
        }
    });
    faults.or(found)
}

/// The product of an id, a name or a size; `None` when there is none.
pub(crate) fn find_product(asked: &str, sources: &Sources) -> Option<Arc<Product>> {
    if let Some(made) = Product::ad_hoc(asked) {
        return made.ok().map(Arc::new);
    }
    // Of several that a row may mean none is taken.
    let mut notes = Vec::new();
    let found = choose(Shelf::Products, &sources.products(), asked, &mut notes).ok().map(|p| Arc::new(p.value.clone()));
    found.filter(|_| notes.is_empty())
}

/// The palette of each layout; behind them those of what people wear, where these are others.
pub(crate) fn palettes(
    wanted: &Wanted,
    campaign: &Campaign,
    layouts: &[Found<Arc<Layout>>],
    sources: &Sources,
    (pictures, profile): (&Pictures, &Profile),
    made_for: &[Arc<Product>],
    notes: &mut Vec<Finding>,
) -> Result<Vec<Arc<Palette>>, Faults> {
    let screen = |cmyk: Cmyk| Profile::embedded().to_srgb(cmyk, Intent::Relative);
    if let Some(Colours::Own(text)) = &wanted.what.colours {
        let (sheets, worn) = own_palettes(text, pictures, profile, notes)?;
        notes.extend(sheets.check(screen));
        let all = [Some(sheets), worn].into_iter().flatten().map(Arc::new);
        return Ok(all.flat_map(|palette| vec![palette; layouts.len()]).collect());
    }
    let all = sources.palettes();
    let mut faults = Faults::default();
    let mut chosen = Vec::new();
    for layout in layouts {
        // What is made for a product wears no campaign's colours.
        let is_own = takes_own(wanted) && made_for.iter().any(|p| p.layout.as_ref() == Some(&layout.value.id));
        let of_campaign = campaign.defaults.palette.as_ref().filter(|_| !is_own);
        let asked = match (&wanted.what.colours, of_campaign, layout.value.palettes.first()) {
            (Some(Colours::Palette(asked)), _, _) => Some(asked),
            (_, Some(own), _) => Some(own),
            (_, None, first) => first,
        };
        // Where every product has a layout of its own, the colours of others are nobody's question.
        let is_all_own = takes_own(wanted) && !made_for.is_empty() && made_for.iter().all(|p| p.layout.is_some());
        let asked = if is_all_own && !is_own { layout.value.palettes.first() } else { asked };
        let asked = asked.map_or("state-red", String::as_str);
        let found = choose(Shelf::Palettes, &all, asked, notes).map_err(|mut faults| {
            // What suits the layout is nearer to what was meant than what is spelt alike, unless it is both.
            let own = suiting(std::iter::once(&*layout.value), sources);
            let is_both = |hint: &Say| {
                let near = hint.en.split('`').nth(1).filter(|_| hint.en.starts_with("did you mean"));
                let near = near.map(|near| format!("`{near}`"));
                own.as_ref().zip(near).is_some_and(|(own, near)| own.en.contains(&near) || own.zh.contains(&near))
            };
            for fault in faults.0.iter_mut().filter(|fault| fault.code == "source/unknown") {
                let near = fault.hint.take().filter(|hint| own.is_none() || is_both(hint));
                fault.hint = match (near, own.clone()) {
                    (Some(near), Some(own)) => {
                        Some(Say { en: format!("{} {}", near.en, own.en), zh: near.zh + &own.zh })
                    }
                    (near, own) => own.or(near),
                };
            }
            faults
        });
        if let Some(found) = faults.take(found) {
            if matches!(found.whence, Whence::File(_)) {
                notes.extend(found.value.check(screen));
            }
            chosen.push(Arc::new(found.value.clone()));
        }
    }
    faults.0.dedup();
    faults.or(chosen)
}

/// The palettes that suit layouts, by id and name: those of the layout that names most of them.
pub(crate) fn suiting<'l>(layouts: impl Iterator<Item = &'l Layout>, sources: &Sources) -> Option<Say> {
    let all = sources.palettes();
    let own = layouts.map(|layout| &layout.palettes).max_by_key(|palettes| palettes.len())?;
    let found: Vec<&Palette> =
        own.iter().filter_map(|id| all.0.iter().find(|p| p.value.id == *id)).map(|p| &p.value).collect();
    if found.is_empty() {
        return None;
    }
    let list = |of: fn(&Palette) -> &str, between: &str| {
        found.iter().map(|p| format!("`{}`", of(p))).collect::<Vec<_>>().join(between)
    };
    let (en, zh) = (list(|p| &p.id, " "), list(|p| &p.name, "、"));
    Some(say!("there are {en}; all: `biaoyu list palettes`", "可选 {zh}；全部见 `biaoyu list palettes`"))
}

/// Fields that the user sets: known or used by a layout, and printable.
pub(crate) fn check_fields(wanted: &Wanted, layouts: &[Found<Arc<Layout>>], faults: &mut Faults) {
    for (field, text) in wanted.words.fields.iter() {
        let place = || Place::thing(say!("field `{field}`", "字段 `{field}`"));
        let known =
            [LOCKUP, FOCUS, DUOTONE, STRIP, PAPER].contains(&field) || KNOWN.iter().any(|(name, _)| *name == field);
        let used =
            |l: &Found<Arc<Layout>>| l.text.contains(&format!("{{{field}")) || l.text.contains(&format!("has.{field}"));
        if !known && !layouts.iter().any(used) {
            let what = say!("no layout of this run uses it", "本次所用的版式都没有这个字段");
            let hint = nearest(field, KNOWN.iter().map(|(name, _)| *name))
                .map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"))
                .or_else(|| Some(listed()));
            faults.push(Fault { hint, ..Fault::new("set/unknown-field", place(), what) });
        }
        if text.trim().is_empty() || FILES.contains(&field) {
            continue;
        }
        for offence in offences(text, FIELD_CHARS) {
            faults.push(Fault { hint: offence.hint, ..Fault::new(offence.code, place(), offence.what) });
        }
    }
}

fn unique(ids: &mut Vec<String>) {
    let mut seen = Vec::new();
    ids.retain(|id| {
        !seen.contains(id) && {
            seen.push(id.clone());
            true
        }
    });
}
