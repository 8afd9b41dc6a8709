//! What was asked for → works, pages and jobs with their files: all that can be refused is refused here, before the run.

use std::path::PathBuf;

use super::data::Data;
use super::given::{self, Given};
use super::guides::guided;
use super::lookup::{Words, check_fields, layouts, palettes, products, words};
use super::outputs::add_thumbnail;
use super::parts::Of;
use super::paths::Paths;
use super::settings::settings;
use super::spread::{Asked, Made, Spread};
use super::{Plan, SHOWN};
use crate::folder::digest::Digest;
use crate::folder::names::safe;
use crate::shelf::faces::Faces;
use crate::shelf::pictures::pictures;
use crate::shelf::shop::Shop;
use crate::shelf::sources::Sources;
use crate::want::Wanted;
use biaoyu_page::error::{Faults, Finding, Place, Say, Severity};
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;

/// Plans a run.
///
/// # Errors
/// Every fault of what was asked for: unknown ids, broken files, words that cannot be printed, names that clash.
pub fn plan(wanted: &Wanted, sources: &Sources) -> Result<Plan, Faults> {
    let Words { campaign, by_hand, standing, source } = words(wanted, sources)?;
    // What stands for all runs was not typed for this one.
    let (asked, wanted) = (wanted, &wanted.settled(standing));
    let mut faults = Faults::default();
    let layouts = faults.take(layouts(wanted, &campaign, sources)).unwrap_or_default();
    let mut notes = campaign.notes.clone();
    let products = faults.take(products(wanted, &campaign, sources, &mut notes)).unwrap_or_default();
    check_fields(wanted, &layouts, &mut faults);
    let shop = faults.take(Shop::new(wanted, sources)).unwrap_or_default();
    let data = faults.take(Data::read(wanted, &products, &layouts, sources, &campaign)).flatten();
    // What only rows choose comes after what was asked for.
    let all = Asked { products: products.iter().map(|p| p.id.clone()).collect(), layouts: layouts.len() };
    let (mut products, mut layouts) = (products, layouts);
    if let Some(data) = &data {
        let chosen = data.choices.products.found.iter().map(|(_, product)| product);
        products.extend(chosen.filter(|product| !all.products.contains(&product.id)).cloned());
        let chosen = data.choices.layouts.found.iter().map(|(_, layout)| layout);
        let new = chosen.filter(|chosen| !layouts.iter().any(|l| l.value.id == chosen.value.id)).cloned();
        let new: Vec<_> = new.collect();
        layouts.extend(new);
    }
    let texts: Vec<&str> = layouts.iter().map(|l| l.text.as_str()).collect();
    let fonts = faults.take(sources.fonts(&texts));
    let Some(mut settings) = faults.take(settings(wanted, &campaign, shop)) else { return Err(faults) };
    let pictures = faults.take(pictures(wanted, settings.profile(), &products));
    let (Some(faces), Some((pictures, of_pictures, pictured))) = (fonts, pictures) else {
        return Err(faults);
    };
    let Faces { library: fonts, own: own_faces, notes: of_faces } = faces;
    let own = (&pictures, settings.profile());
    let palettes = faults.take(palettes(wanted, &campaign, &layouts, sources, own, &mut notes)).unwrap_or_default();
    notes.extend(of_pictures);
    notes.extend(of_faces);
    settings.shop = settings.shop.signed(&campaign.title, fonts.chain("hei-regular").ok());

    let mut made_from = Digest::new();
    made_from.add(env!("BIAOYU_BUILD")).add(&format!("{own_faces:?}")).add(&pictured);
    let template = wanted.output.combine.as_deref().or(wanted.output.name.as_deref()).or(settings.shop.naming());
    let Some(paths) = faults.take(Paths::new(template, data.as_ref(), &layouts, &products)) else {
        return Err(faults);
    };
    let Some((products, of_guides)) = faults.take(guided(products, wanted, &settings)) else { return Err(faults) };
    notes.extend(of_guides);
    let of = Of {
        campaign: &campaign,
        layouts: &layouts,
        palettes: &palettes,
        products: &products,
        faces: &own_faces,
        pictures: &pictured,
        settings: &settings,
        data: data.as_ref(),
    };
    let parts = of.parts();
    let spread = Spread {
        campaign: &campaign,
        by_hand,
        wanted,
        settings: &settings,
        layouts: &layouts,
        palettes: &palettes,
        asked: all,
        data: data.as_ref(),
        paths: &paths,
        fonts: &fonts,
        pictures: &pictures,
        given: made_from,
    };
    let Made { works, pages, jobs, used, renamed } = spread.make(products, &mut faults);
    // A doubt about a sheet that is not made is no news.
    let doubts: Vec<_> = all_notes(&campaign).filter(|note| !used.contains(note)).collect();
    notes.retain(|n| !doubts.contains(&n.what));
    notes.extend(data.iter().flat_map(|d| d.notes.clone()));
    let folder = wanted.output.folder.clone().unwrap_or_else(|| PathBuf::from("output").join(safe(&campaign.id)));
    if let (count, Some(first)) = renamed {
        notes.push(Finding {
            rule: "name-changed",
            severity: Severity::Note,
            place: Place::default(),
            what: say!(
                "{count} file names had characters that not every system takes, or were too long: `{first}` …",
                "{count} 个文件名含有系统不允许的字符或太长，已改：`{first}` 等"
            ),
            hint: None,
        });
    }
    if let Some(data) = &data {
        notes.push(data.cost(&works, &pages));
    }
    let is_all = wanted.what.picks.is_none();
    let columns = data.as_ref().map(Data::columns).unwrap_or_default();
    let given = Given::new(asked, &layouts, columns, paths.fields());
    let mut plan = Plan {
        campaign,
        folder,
        source,
        is_all,
        works,
        pages,
        jobs,
        settings,
        fonts,
        pictures,
        notes,
        data,
        given,
        parts,
    };
    plan.check_names(&paths, &mut faults);
    // Only of what could be made at all.
    if faults.0.is_empty() {
        faults.take(given::check(&plan, sources));
    }
    if plan.jobs.len() <= SHOWN && !wanted.output.bare {
        plan.jobs.iter_mut().for_each(add_thumbnail);
    }
    faults.or(plan)
}

/// The notes of all sheets.
fn all_notes(campaign: &Campaign) -> impl Iterator<Item = Say> {
    let slogans = campaign.own_sheet.iter().chain(&campaign.slogans).filter_map(|s| s.note.clone());
    slogans.chain(campaign.publications.iter().filter_map(|p| p.note.clone()))
}
