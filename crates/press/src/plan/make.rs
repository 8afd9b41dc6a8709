//! What was asked for → works, pages and jobs with their files: all that can be refused is refused here, before the run.

use std::path::PathBuf;
use std::sync::Arc;

use super::data::Data;
use super::given::Given;
use super::guides::guided;
use super::imposed::SheetsAsked;
use super::lookup::{Words, check_fields, layouts, palettes, products, takes_own, with_own, words};
use super::outputs::add_thumbnail;
use super::panels::PanelsAsked;
use super::parts::Of;
use super::paths::Paths;
use super::pieces::{Pieces, counting};
use super::quote::quote;
use super::settings::{Settings, settings};
use super::spread::{Asked, Made, Spread};
use super::tiles::TilesAsked;
use super::work::{Job, Work};
use super::{FOLDER_BESIDE, Plan, SHOWN};
use crate::folder::digest::Digest;
use crate::folder::names::safe;
use crate::folder::places::target;
use crate::folder::receipts::Receipts;
use crate::shelf::faces::{self, Faces};
use crate::shelf::pictures::pictures;
use crate::shelf::shop::Shop;
use crate::shelf::sources::Sources;
use crate::want::Wanted;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::finish::Technical;
use biaoyu_set::product::ALL;

/// Plans a run; nobody has looked yet whether its pages print what was given for them.
///
/// # Errors
/// Every fault of what was asked for: unknown ids, broken files, words that cannot be printed, names that clash.
pub(crate) fn make(wanted: &Wanted, sources: &Sources) -> Result<Plan, Faults> {
    let Words { campaign, by_hand, standing, source } = words(wanted, sources)?;
    // What stands for all runs was not typed for this one.
    let (asked, wanted) = (wanted, &wanted.settled(standing));
    let mut faults = Faults::default();
    let layouts = faults.take(layouts(wanted, &campaign, sources)).unwrap_or_default();
    let mut notes = campaign.notes.clone();
    let products = faults.take(products(wanted, &campaign, sources, &mut notes)).unwrap_or_default();
    let asked_layouts = layouts.len();
    let layouts = faults.take(with_own(wanted, layouts, &products, sources)).unwrap_or_default();
    check_fields(wanted, &layouts, &mut faults);
    let shop = faults.take(Shop::new(wanted, sources)).unwrap_or_default();
    let data = faults.take(Data::read(wanted, &products, &layouts, sources, &campaign)).flatten();
    check_codes(wanted, data.as_ref(), &mut faults);
    // What is made for a product, and what only rows choose, comes after what was asked for.
    let all = Asked { products: products.iter().map(|p| p.id.clone()).collect(), layouts: asked_layouts };
    let (mut products, mut layouts) = (products, layouts);
    if let Some(data) = &data {
        let chosen = data.choices.products.found.iter().map(|(_, product)| product);
        products.extend(chosen.filter(|product| !all.products.contains(&product.id)).cloned());
        let chosen = data.choices.layouts.found.iter().map(|(_, layout)| layout);
        let new = chosen.filter(|chosen| !layouts.iter().any(|l| l.value.id == chosen.value.id)).cloned();
        let new: Vec<_> = new.collect();
        layouts.extend(new);
        layouts = faults.take(with_own(wanted, layouts, &products, sources)).unwrap_or_default();
    }
    faults.take(sources.check_cuts(products.iter().map(|product| &**product)));
    let [logo_face, rare] = [faces::LOGO, faces::RARE].map(|name| faces::given_for(name, &wanted.what.faces));
    let named: Vec<String> = logo_face.iter().chain(&rare).map(|face| format!("\"{face}\"")).collect();
    let texts: Vec<&str> = layouts.iter().map(|l| l.text.as_str()).chain(named.iter().map(String::as_str)).collect();
    let fonts = faults.take(sources.fonts(&texts));
    // Whatever face is there lends what no other has.
    if let (Some(fonts), Some(rare)) = (&fonts, &rare) {
        faults.take(fonts.library.face(rare).map_err(Faults::from));
    }
    let sheets = faults.take(SheetsAsked::new(&wanted.sheets, &shop, sources)).flatten();
    let tiles = faults.take(TilesAsked::new(&wanted.sheets, sources)).flatten();
    let panels = faults.take(PanelsAsked::new(&wanted.sheets, &shop)).flatten();
    let printer = wanted.sheets.printer.as_deref().and_then(|name| faults.take(sources.printer(name)));
    let Some(mut settings) = faults.take(settings(wanted, &campaign, shop, (sheets, tiles, panels, printer))) else {
        return Err(faults);
    };
    let logo_face = match (&fonts, logo_face) {
        (Some(fonts), Some(id)) => faults.take(fonts.library.face(&id).map_err(Faults::from)),
        _ => None,
    };
    let (ink, kept) = (settings.shop.most_ink(), sources.kept.as_deref());
    let pictures = faults.take(pictures(wanted, settings.profile(), &products, (logo_face, ink), kept));
    let (Some(faces), Some((pictures, of_pictures, pictured))) = (fonts, pictures) else {
        return Err(faults);
    };
    let Faces { library: fonts, own: own_faces, notes: of_faces } = faces;
    let own = (&pictures, settings.profile());
    let palettes =
        faults.take(palettes(wanted, &campaign, &layouts, sources, own, &products, &mut notes)).unwrap_or_default();
    notes.extend(of_pictures);
    notes.extend(of_faces);
    settings.shop = settings.shop.signed(&campaign.title, fonts.chain("hei-regular").ok());

    let mut made_from = Digest::new();
    made_from.add(env!("BIAOYU_BUILD")).add(&format!("{own_faces:?}")).add(&pictured);
    for column in data.iter().flat_map(|data| data.columns()) {
        made_from.add(column);
    }
    let on_sheets = settings.sheets.as_ref().map(|sheets| match sheets.gang {
        true => format!("gang-{}", sheets.on),
        false => format!("{{product}}-{}", sheets.on),
    });
    // A product in the layout that is made for it has one, unless rows choose.
    let is_shared = products.iter().any(|p| p.layout.is_none() || !takes_own(wanted));
    let by_rows = data.as_ref().map_or(0, |data| data.choices.layouts.found.len());
    let has_layouts = is_shared && asked_layouts > 1 || by_rows > 0 && layouts.len() > 1;
    let asked_name = wanted.output.combine.as_deref().or(wanted.output.name.as_deref());
    let template = asked_name.or(on_sheets.as_deref()).or(settings.shop.naming());
    let counting = data.as_ref().and_then(|data| counting(data, &layouts, settings.sheets.is_some()));
    let marks = (has_layouts, counting.is_some());
    let Some(paths) = faults.take(Paths::new(template, data.as_ref(), marks, &products)) else {
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
        pieces: Pieces::new(&settings.shop, data.as_ref(), counting.as_deref()),
        paths: &paths,
        fonts: &fonts,
        pictures: &pictures,
        given: made_from,
    };
    let Made { works, pages, jobs, used, renamed, told, .. } = spread.make(products, &mut faults);
    // A doubt about a sheet that is not made is no news.
    let doubts: Vec<_> = all_notes(&campaign).filter(|note| !used.contains(note)).collect();
    notes.retain(|n| !doubts.contains(&n.what));
    notes.extend(data.iter().flat_map(|d| d.notes.clone()));
    let folder = match &wanted.output.folder {
        Some(folder) => folder.clone(),
        None => usual_folder(&campaign, &jobs, &mut notes),
    };
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
        notes.push(data.cost(&works, &pages, &jobs));
        notes.extend(wanted.output.combine.as_deref().and_then(|asked| data.choices.several(asked, &jobs)));
    }
    notes.extend(told);
    notes.extend(choke_for_nothing(wanted, &works, &settings));
    notes.extend(quote(&jobs, &settings));
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
        bare: Vec::new(),
        settings,
        fonts,
        pictures,
        notes,
        data,
        given,
        counting,
        parts,
        kept: sources.kept.clone(),
        away: None,
    };
    plan.check_names(&paths, &mut faults);
    if plan.jobs.len() <= SHOWN && !wanted.output.bare {
        plan.jobs.iter_mut().for_each(add_thumbnail);
    }
    faults.or(plan)
}

/// A sheet has one code: either a picture of the unit's own, or one that is made of a link.
fn check_codes(wanted: &Wanted, data: Option<&Data>, faults: &mut Faults) {
    let Some(code) = &wanted.words.code else { return };
    let by_column = data.is_some_and(|data| data.columns().iter().any(|column| column == "qr"));
    if !by_column && !wanted.words.fields.has("qr") {
        return;
    }
    let code = code.display();
    let what = match by_column {
        true => say!(
            "the picture `{code}` and a column of links: a page has one code",
            "既有图片 `{code}`，表里又有二维码一列：一页只印一个码"
        ),
        false => say!(
            "the picture `{code}` and `--set qr=`: a page has one code",
            "既有图片 `{code}`，又有 `--set qr=`：一页只印一个码"
        ),
    };
    let hint = match by_column {
        true => say!("leave out `--code`, or take that column out of the table", "请去掉 `--code`，或从表里去掉这一列"),
        false => say!("give one of them", "请只给其中一个"),
    };
    faults.push(Fault::new("code/two", Place::thing(say!("`--code`", "`--code`")), what).hint(hint));
}

/// Where a run goes that says nothing of it: a folder called as its campaign. One that has the same files in another
/// layout is left as it is, and the layout's own lies beside it.
fn usual_folder(campaign: &Campaign, jobs: &[Job], notes: &mut Vec<Finding>) -> PathBuf {
    let usual = PathBuf::from("output").join(safe(&campaign.id));
    // What cannot be read is told when the run begins.
    let there = Receipts::read(&usual).unwrap_or_default();
    let other = |job: &Job| {
        let newest = job.files.iter().find_map(|file| there.get(&file.path)?.last());
        newest.filter(|r| r.is_of_other(&job.work.layout.id) && target(&usual, &r.file).is_file())
    };
    let Some((job, old)) = jobs.iter().find_map(|job| Some((job, other(job)?))) else { return usual };
    let own = PathBuf::from("output").join(safe(&format!("{}-{}", campaign.id, job.work.layout.id)));
    let (old, first, second) = (&old.layout, usual.display(), own.display());
    notes.push(Finding {
        rule: FOLDER_BESIDE,
        severity: Severity::Note,
        place: Place::default(),
        what: say!(
            "`{first}` holds these in layout `{old}`: they are left as they are, this run goes to `{second}`",
            "`{first}` 里已有版式 `{old}` 的同名文件，不动它们；本次放在 `{second}`"
        ),
        hint: None,
    });
    own
}

/// White is to be pulled in, and none is laid that could be.
fn choke_for_nothing(wanted: &Wanted, works: &[Arc<Work>], settings: &Settings) -> Option<Finding> {
    wanted.shop.white_choke?;
    let is_laid = |work: &Arc<Work>| {
        settings
            .shop
            .coats(&work.product)
            .iter()
            .any(|c| c.what == Technical::White && !c.on.iter().any(|on| on == ALL))
    };
    (!works.iter().any(is_laid)).then(|| Finding {
        rule: "coat-choke",
        severity: Severity::Warning,
        place: Place::thing(say!("`--white-choke`", "`--white-choke`")),
        what: say!("no white is laid that could be pulled in", "没有铺可以内缩的白墨"),
        hint: Some(say!(
            "write `--white=art`; white of the whole sheet is cut by the knife",
            "请写 `--white=art`；满版的白墨由刀裁边，不内缩"
        )),
    })
}

/// The notes of all sheets.
fn all_notes(campaign: &Campaign) -> impl Iterator<Item = Say> {
    let slogans = campaign.own_sheet.iter().chain(&campaign.slogans).filter_map(|s| s.note.clone());
    slogans.chain(campaign.publications.iter().filter_map(|p| p.note.clone()))
}
