//! Which sheets a product gets: slogans, or what this kind of product is for.

use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::say;
use biaoyu_set::campaign::{Campaign, Event, Publication, Reading, Slogan};
use biaoyu_set::compose::{Sheet, SheetKind};
use biaoyu_set::product::{Kind, Product};
use biaoyu_table::record::Fields;

use crate::want::{Pick, Picks};

/// A sheet that is made.
pub(crate) struct Chosen {
    pub sheet: Sheet,
    /// As it is asked for: `3`, `e1`.
    pub label: String,
    /// Its own fields.
    pub fields: Fields,
    /// A doubt about its words.
    pub note: Option<Say>,
    /// Which of the cloths that the slogan hangs on it is.
    pub cloth: Option<&'static str>,
}

/// The sheets of a campaign for a product.
///
/// Without a choice: the campaign's own sheet and all slogans; a backdrop takes the events and a cover the
/// publications, if there are any; what is one person's carries the badge line, once, or no line where there is none.
/// `by_hand`: the slogans are texts that were given, and everything takes those. `rows_bring`: each row of the table has
/// its own.
///
/// # Errors
/// `slogan/none` for a number that there is not; `slogan/empty` when the campaign has nothing to say.
pub(crate) fn choose_sheets(
    campaign: &Campaign,
    product: &Product,
    picks: Option<&Picks>,
    by_hand: bool,
    rows_bring: bool,
) -> Result<Vec<Chosen>, Faults> {
    let slogans = || campaign.own_sheet.iter().chain(&campaign.slogans);
    let events = || campaign.events.iter().zip(1..).map(|(e, i)| of_event(campaign, e, i));
    let publications = || campaign.publications.iter().zip(1..).map(|(p, i)| of_publication(campaign, p, i));
    let Some(picks) = picks else {
        let line = campaign.badge_line();
        let chosen: Vec<Chosen> = match product.kind {
            _ if by_hand => slogans().map(of_slogan).collect(),
            Kind::Backdrop if !campaign.events.is_empty() => events().collect(),
            // A board says what the campaign is about; its cells say the rest.
            Kind::Board if campaign.own_sheet.is_some() => campaign.own_sheet.iter().map(of_slogan).collect(),
            Kind::Cover if !campaign.publications.is_empty() => publications().collect(),
            _ if product.personal && !line.is_empty() => vec![of_line(campaign, line)],
            _ if product.personal && campaign.slogans.is_empty() => vec![of_line(campaign, "")],
            _ => slogans().map(of_slogan).collect(),
        };
        return if chosen.is_empty() && !rows_bring { Err(wordless(campaign, product).into()) } else { Ok(chosen) };
    };
    // A campaign of meetings alone has something to say.
    let is_silent = campaign.slogans.is_empty() && campaign.own_sheet.is_none();
    if is_silent && campaign.events.is_empty() && campaign.publications.is_empty() {
        return Err(wordless(campaign, product).into());
    }
    let mut faults = Faults::default();
    let mut chosen: Vec<Chosen> = Vec::new();
    for pick in picks.iter() {
        let (found, asked): (Vec<Chosen>, String) = match pick {
            Pick::Slogans(from, to) => {
                let found = slogans().filter(|s| (*from..=*to).contains(&s.number)).map(of_slogan).collect();
                (span_of(found, *to), to.to_string())
            }
            Pick::Events(from, to) => (span(events().collect(), *from, *to), format!("e{to}")),
            Pick::Publications(from, to) => (span(publications().collect(), *from, *to), format!("p{to}")),
        };
        if found.is_empty() {
            faults.push(none(campaign, &asked));
        }
        for new in found {
            if !chosen.iter().any(|c| c.label == new.label) {
                chosen.push(new);
            }
        }
    }
    faults.or(chosen)
}

/// Nothing says what is to stand on a product.
fn wordless(campaign: &Campaign, product: &Product) -> Fault {
    let (id, product) = (&campaign.id, &product.id);
    let what = say!("`{id}` has no slogans for `{product}`", "“{id}”没有给出 `{product}` 上的标语");
    let hint = say!(
        "give them: a column 标语 in the table, `--text`, a list with `--texts`, or a campaign (`biaoyu list campaigns`)",
        "请给出标语：表格里加“标语”一列，或用 `--text`、`--texts 清单`，或写明活动（`biaoyu list campaigns` 可列出）"
    );
    Fault::new("slogan/empty", Place::default(), what).hint(hint)
}

/// The sheets from one place to another, from 1; none when there are not so many.
fn span(all: Vec<Chosen>, from: u32, to: u32) -> Vec<Chosen> {
    let skip = (from as usize).saturating_sub(1);
    let found: Vec<Chosen> = all.into_iter().take(to as usize).skip(skip).collect();
    span_of(found, to)
}

/// `found` when it reaches number `to`: half a range is a slip.
fn span_of(found: Vec<Chosen>, to: u32) -> Vec<Chosen> {
    if found.last().is_some_and(|c| c.sheet.number == to) { found } else { Vec::new() }
}

/// There is no sheet of that number: with those that there are.
fn none(campaign: &Campaign, asked: &str) -> Fault {
    let mut there = Vec::new();
    if campaign.own_sheet.is_some() {
        there.push("0".to_owned());
    }
    match (campaign.slogans.first(), campaign.slogans.last()) {
        (Some(a), Some(b)) if a.number < b.number => there.push(format!("{}-{}", a.number, b.number)),
        (Some(a), _) => there.push(a.number.to_string()),
        _ => {}
    }
    for (letter, count) in [("e", campaign.events.len()), ("p", campaign.publications.len())] {
        match count {
            0 => {}
            1 => there.push(format!("{letter}1")),
            _ => there.push(format!("{letter}1-{letter}{count}")),
        }
    }
    let (id, there) = (&campaign.id, there.join(", "));
    let what = say!("campaign `{id}` has no sheet `{asked}`", "活动 `{id}` 没有第 `{asked}` 条");
    Fault::new("slogan/none", Place::thing(say!("`--slogan`", "`--slogan`")), what)
        .hint(say!("it has {there}", "有：{there}"))
}

pub(super) fn of_slogan(slogan: &Slogan) -> Chosen {
    let sheet = Sheet {
        number: slogan.number,
        kind: if slogan.number == 0 { SheetKind::Own } else { SheetKind::Slogan },
        text: slogan.text.clone(),
        breaks: slogan.breaks.clone(),
        keys: slogan.key.clone().unwrap_or_default(),
    };
    Chosen { sheet, label: slogan.number.to_string(), fields: slogan.fields(), note: slogan.note.clone(), cloth: None }
}

/// The sheet of a text that a row brings along, with its key character where the row names one: the campaign's own when
/// it is one of its slogans.
pub(crate) fn of_text(campaign: &Campaign, (text, key): (&str, &str), reading: Reading, number: u32) -> Option<Chosen> {
    let slogan = row_slogan(text, key, reading).ok()?;
    let own = campaign.own_sheet.iter().chain(&campaign.slogans).find(|s| s.text == slogan.text);
    if let Some(own) = own.filter(|_| key.is_empty() && slogan.breaks.is_none()) {
        return Some(of_slogan(own));
    }
    Some(of_slogan(&Slogan { number: own.map_or(number, |own| own.number), ..slogan }))
}

/// The slogan of a row.
///
/// # Errors
/// When it cannot be printed, or its key character is not in it.
pub(crate) fn row_slogan(text: &str, key: &str, reading: Reading) -> Result<Slogan, Faults> {
    let mut slogan = Campaign::read_texts([text], reading)?.slogans.into_iter().next().ok_or_else(Faults::default)?;
    if !key.is_empty() {
        slogan.set_key(key)?;
    }
    Ok(slogan)
}

fn of_event(campaign: &Campaign, event: &Event, place: u32) -> Chosen {
    let sheet = titled(campaign, SheetKind::Event, &event.title, place);
    Chosen { sheet, label: format!("e{place}"), fields: event.fields(), note: None, cloth: None }
}

fn of_publication(campaign: &Campaign, publication: &Publication, place: u32) -> Chosen {
    let sheet = titled(campaign, SheetKind::Publication, &publication.title, place);
    let note = publication.note.clone();
    Chosen { sheet, label: format!("p{place}"), fields: publication.fields(), note, cloth: None }
}

fn of_line(campaign: &Campaign, line: &str) -> Chosen {
    let sheet = titled(campaign, SheetKind::Slogan, line, 0);
    let mut fields = Fields::default();
    fields.set("slogan", line);
    Chosen { sheet, label: "0".into(), fields, note: None, cloth: None }
}

/// A sheet of a title; the campaign's own key character carries it.
fn titled(campaign: &Campaign, kind: SheetKind, text: &str, number: u32) -> Sheet {
    let keys = campaign.own_sheet.as_ref().and_then(|s| s.key.clone()).unwrap_or_default();
    Sheet { number, kind, text: text.into(), breaks: None, keys }
}
