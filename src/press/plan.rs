//! Campaign × products × layouts → jobs, each with its files: all that can be refused is refused here, before the run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::digest::Digest;
use super::files::read_limited;
use super::names::{Naming, folded, safe};
use super::receipts::THUMBNAILS;
use super::sheets::{Chosen, choose_sheets};
use super::sources::{Found, Shelf, Sources, Whence, choose};
use super::want::{Colours, Format, Texts, Wanted};
use crate::campaign::Campaign;
use crate::compose::{Pictures, Sheet};
use crate::error::{Fault, Faults, Finding, Lang, Place, Say};
use crate::font::FontLibrary;
use crate::icc::{Intent, Profile};
use crate::ink::Cmyk;
use crate::layout::Layout;
use crate::limits::{FIELD_CHARS, IMAGE_BYTES};
use crate::palette::Palette;
use crate::pdf::{self, OutputIntent};
use crate::product::Product;
use crate::record::{Fields, KNOWN};
use crate::say;
use crate::suggest::nearest;
use crate::wording::offences;

/// The layout, palette and products of a campaign that names none.
const USUAL_LAYOUTS: [&str; 3] = ["glyph", "official", "waves"];
const USUAL_PRODUCTS: [&str; 3] = ["poster-a2", "flag-4", "badge-58"];

/// Files that the press writes beside the jobs' own, in the output folder.
pub(super) const OWN_FILES: [&str; 3] = ["index.html", "approval.pdf", "receipts.jsonl"];
/// Pages of a run that gets a contact sheet with pictures of its own and approval sheets, at most.
pub(super) const SHOWN: usize = 600;

/// A run, ready to start.
#[derive(Debug)]
pub struct Plan {
    /// What is said.
    pub campaign: Campaign,
    /// The output folder.
    pub folder: PathBuf,
    /// What is made, in order: product by product, sheet by sheet, layout by layout.
    pub jobs: Vec<Job>,
    /// How it is written.
    pub settings: Settings,
    /// The faces.
    pub fonts: FontLibrary,
    /// Logo and the like.
    pub pictures: Pictures,
    /// What the clerk should know of the words and colours.
    pub notes: Vec<Finding>,
}

/// How files are written.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Kinds of files.
    pub formats: Vec<Format>,
    /// Dots an inch of the proofs; each product's own when `None`.
    pub dpi: Option<f64>,
    /// How PDFs are written.
    pub pdf: pdf::Options,
    /// Only the jobs' files: no contact sheet, no approval sheets.
    pub bare: bool,
}

impl Settings {
    /// Dots an inch of the proof of a product.
    pub fn proof_dpi(&self, product: &Product) -> f64 {
        self.dpi.unwrap_or(product.proof_dpi)
    }
}

/// One page with its files.
#[derive(Clone, Debug)]
pub struct Job {
    /// What it says.
    pub sheet: Arc<Sheet>,
    /// Its number as it is asked for: `3`, `e1`.
    pub label: String,
    /// How big.
    pub product: Arc<Product>,
    /// Where things go.
    pub layout: Arc<Layout>,
    /// In which colours.
    pub palette: Arc<Palette>,
    /// What its text is filled from.
    pub fields: Arc<Fields>,
    /// Its path below the output folder, with `/`, without ending.
    pub stem: String,
    /// Its files, one a format.
    pub files: Vec<FileWanted>,
}

impl Job {
    /// The job in the user's words.
    pub fn place(&self) -> Place {
        let (label, product) = (&self.label, &self.product.id);
        Place::thing(say!("slogan {label} on `{product}`", "第 {label} 条，`{product}`"))
    }
}

/// A file of a job.
#[derive(Clone, Debug)]
pub struct FileWanted {
    /// What it is.
    pub format: Format,
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// The digest of all that it is made from.
    pub inputs: blake3::Hash,
}

/// Plans a run.
///
/// # Errors
/// Every fault of what was asked for: unknown ids, broken files, words that cannot be printed, names that clash.
pub fn plan(wanted: &Wanted, sources: &Sources) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let (campaign, texts_only) =
        faults.take(campaign(wanted, sources)).ok_or(()).map_err(|()| std::mem::take(&mut faults))?;
    let layouts = faults.take(layouts(wanted, &campaign, sources)).unwrap_or_default();
    let products = faults.take(products(wanted, &campaign, sources)).unwrap_or_default();
    check_fields(wanted, &layouts, &mut faults);
    let mut notes = campaign.notes.clone();
    let palettes = faults.take(palettes(wanted, &campaign, &layouts, sources, &mut notes)).unwrap_or_default();
    let texts: Vec<&str> = layouts.iter().map(|l| l.text.as_str()).collect();
    let fonts = faults.take(sources.fonts(&texts));
    let pictures = faults.take(pictures(wanted).map_err(Faults::from));
    let settings = faults.take(settings(wanted, &campaign));
    let (Some((fonts, own_faces)), Some((pictures, logo)), Some(settings)) = (fonts, pictures, settings) else {
        return Err(faults);
    };

    let several = layouts.len() > 1;
    let mut given = Digest::new();
    given.add(env!("BIAOYU_BUILD")).add(&format!("{own_faces:?}")).add(&format!("{logo:?}"));
    let mut jobs = Vec::new();
    let mut used = Vec::new();
    let asked_name = wanted.output.name.as_deref();
    let naming = match asked_name.map(Naming::parse).transpose() {
        Ok(naming) => naming,
        Err(fault) => {
            faults.push(fault);
            return Err(faults);
        }
    };
    for product in products {
        let sheets = match choose_sheets(&campaign, &product, wanted.picks.as_ref(), texts_only) {
            Ok(sheets) => sheets,
            Err(more) => {
                // The same choice fails alike for each product.
                if faults.0.is_empty() {
                    faults.0.extend(more.0);
                }
                continue;
            }
        };
        for Chosen { sheet, label, fields, note } in sheets {
            let mut fields = base_fields(&campaign, wanted).with(&fields).with(&wanted.fields);
            fields.set("s", label.clone());
            let (sheet, fields) = (Arc::new(sheet), Arc::new(fields));
            if let Some(note) = note {
                used.push(note);
            }
            for (layout, palette) in layouts.iter().zip(&palettes) {
                let job = Job {
                    sheet: sheet.clone(),
                    label: label.clone(),
                    product: product.clone(),
                    layout: layout.value.clone(),
                    palette: palette.clone(),
                    fields: fields.clone(),
                    stem: String::new(),
                    files: Vec::new(),
                };
                jobs.push(finish(job, naming.as_ref(), several, &settings, &given, &layout.text, &mut faults));
            }
        }
    }
    check_names(&jobs, naming.as_ref(), &mut faults);
    if jobs.len() <= SHOWN && !wanted.output.bare {
        jobs.iter_mut().for_each(add_thumbnail);
    }
    // A doubt about a sheet that is not made is no news.
    let doubts: Vec<_> = all_notes(&campaign).filter(|note| !used.contains(note)).collect();
    notes.retain(|n| !doubts.contains(&n.what));
    let folder = wanted.output.folder.clone().unwrap_or_else(|| PathBuf::from("output").join(safe(&campaign.id)));
    faults.or(Plan { campaign, folder, jobs, settings, fonts, pictures, notes })
}

/// The campaign with the user's words in the place of its own; and whether its slogans are texts given by hand.
fn campaign(wanted: &Wanted, sources: &Sources) -> Result<(Campaign, bool), Faults> {
    let texts = match &wanted.texts {
        Texts::None => None,
        Texts::Each(texts) => Some(Campaign::from_texts(texts.iter().map(String::as_str))?),
        Texts::List(name, bytes) => Some(Campaign::from_list(name, bytes)?),
    };
    let named = match (&wanted.campaign, &texts) {
        (Some(asked), _) => Some(sources.campaign(asked)?.value),
        (None, None) => {
            let first = sources.usual_campaign();
            Some(sources.campaign(&first)?.value)
        }
        (None, Some(_)) => None,
    };
    let by_hand = texts.is_some();
    let mut campaign = match (named, texts) {
        (Some(named), Some(texts)) => Campaign { slogans: texts.slogans, notes: texts.notes, own_sheet: None, ..named },
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return Err(Faults::default()),
    };
    let given = |field: &str| wanted.fields.get(field).map(|t| t.trim().to_owned());
    let or_none = |text: String| Some(text).filter(|t| !t.is_empty());
    if let Some(title) = given("title") {
        if let Some(sheet) = campaign.own_sheet.as_mut().filter(|_| !title.is_empty()) {
            sheet.text.clone_from(&title);
            sheet.breaks = None;
        }
        campaign.heading.clone_from(&title);
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
    Ok((campaign, by_hand))
}

/// What pages may say of the campaign: its organisation signs only when asked, and the day of the notice is not the
/// day of anything that is printed.
fn base_fields(campaign: &Campaign, wanted: &Wanted) -> Fields {
    let mut fields = Fields::default();
    for (field, text) in campaign.fields().iter() {
        if field != "date" && (field != "organisation" || wanted.organisation) {
            fields.set(field, text);
        }
    }
    fields
}

/// A layout with its text.
struct Laid {
    value: Arc<Layout>,
    text: String,
}

fn layouts(wanted: &Wanted, campaign: &Campaign, sources: &Sources) -> Result<Vec<Laid>, Faults> {
    let mut asked: Vec<String> = match (&wanted.layouts, &campaign.defaults.layouts) {
        (asked, _) if !asked.is_empty() => asked.clone(),
        (_, own) if !own.is_empty() => own.clone(),
        _ => {
            let there = sources.ids(Shelf::Layouts);
            let usual = USUAL_LAYOUTS.iter().find(|id| there.iter().any(|t| t == *id)).map(|id| (*id).to_owned());
            usual.or(there.first().cloned()).into_iter().collect()
        }
    };
    unique(&mut asked);
    let mut faults = Faults::default();
    let found: Vec<Laid> = asked
        .iter()
        .filter_map(|id| faults.take(sources.layout(id)))
        .map(|Found { value, text, .. }| Laid { value: Arc::new(value), text })
        .collect();
    faults.or(found)
}

fn products(wanted: &Wanted, campaign: &Campaign, sources: &Sources) -> Result<Vec<Arc<Product>>, Faults> {
    let usual = || USUAL_PRODUCTS.map(str::to_owned).to_vec();
    let mut asked = match (&wanted.products, &campaign.defaults.products) {
        (asked, _) if !asked.is_empty() => asked.clone(),
        (_, own) if !own.is_empty() => own.clone(),
        _ => usual(),
    };
    unique(&mut asked);
    let all = sources.products();
    let mut faults = Faults::default();
    let mut found = Vec::new();
    for id in &asked {
        if let Some(product) = all.0.iter().find(|p| p.value.id == *id) {
            found.push(Arc::new(product.value.clone()));
        } else if let Some(made) = Product::ad_hoc(id) {
            found.extend(faults.take(made).map(Arc::new));
        } else {
            let chosen = choose(Shelf::Products, &all, id, |p| &p.id);
            found.extend(faults.take(chosen).map(|p| Arc::new(p.value.clone())));
        }
    }
    faults.or(found)
}

/// The palette of each layout.
fn palettes(
    wanted: &Wanted,
    campaign: &Campaign,
    layouts: &[Laid],
    sources: &Sources,
    notes: &mut Vec<Finding>,
) -> Result<Vec<Arc<Palette>>, Faults> {
    let screen = |cmyk: Cmyk| Profile::embedded().to_srgb(cmyk, Intent::Relative);
    if let Some(Colours::Own(text)) = &wanted.colours {
        let colour = Cmyk::parse(text).ok_or_else(|| {
            let what = say!("`{text}` is no ink mixture", "`{text}` 不是 CMYK 颜色");
            let hint = say!("write four inks in per cent: `C100 M5 Y50 K40`", "请写四色百分数：`C100 M5 Y50 K40`");
            Fault::new("colour/cmyk", Place::thing(say!("`--colour`", "`--colour`")), what).hint(hint)
        })?;
        let palette = Arc::new(Palette::from_colour(colour, screen));
        notes.extend(palette.check(screen));
        return Ok(layouts.iter().map(|_| palette.clone()).collect());
    }
    let all = sources.palettes();
    let mut faults = Faults::default();
    let mut chosen = Vec::new();
    for layout in layouts {
        let asked = match (&wanted.colours, &campaign.defaults.palette, layout.value.palettes.first()) {
            (Some(Colours::Palette(asked)), _, _) => Some(asked),
            (_, Some(own), _) => Some(own),
            (_, None, first) => first,
        };
        let asked = asked.map_or("state-red", String::as_str);
        if let Some(found) = faults.take(choose(Shelf::Palettes, &all, asked, |p| &p.id)) {
            if matches!(found.whence, Whence::File(_)) {
                notes.extend(found.value.check(screen));
            }
            chosen.push(Arc::new(found.value.clone()));
        }
    }
    faults.0.dedup();
    faults.or(chosen)
}

/// Fields that the user sets: known or used by a layout, and printable.
fn check_fields(wanted: &Wanted, layouts: &[Laid], faults: &mut Faults) {
    for (field, text) in wanted.fields.iter() {
        let place = || Place::thing(say!("field `{field}`", "字段 `{field}`"));
        let known = KNOWN.iter().any(|(name, _)| *name == field);
        let used = |l: &Laid| l.text.contains(&format!("{{{field}")) || l.text.contains(&format!("has.{field}"));
        if !known && !layouts.iter().any(used) {
            let what = say!("no layout of this run uses it", "本次所用的版式都没有这个字段");
            let hint = nearest(field, KNOWN.iter().map(|(name, _)| *name))
                .map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"));
            faults.push(Fault { hint, ..Fault::new("set/unknown-field", place(), what) });
        }
        if text.trim().is_empty() {
            continue;
        }
        for offence in offences(text, FIELD_CHARS) {
            faults.push(Fault { hint: offence.hint, ..Fault::new(offence.code, place(), offence.what) });
        }
    }
}

/// The pictures and the digest of their files.
fn pictures(wanted: &Wanted) -> Result<(Pictures, Option<blake3::Hash>), Fault> {
    let pictures = Pictures::default();
    let Some(path) = &wanted.logo else { return Ok((pictures, None)) };
    let bytes = read_limited(path, IMAGE_BYTES)?;
    super::pictures::logo(path, &bytes, pictures).map(|p| (p, Some(blake3::hash(&bytes))))
}

fn settings(wanted: &Wanted, campaign: &Campaign) -> Result<Settings, Faults> {
    let output = &wanted.output;
    let icc = match &output.icc {
        None => OutputIntent::fogra39(),
        Some(path) => {
            let bytes = read_limited(path, 64 << 20)?;
            Arc::new(OutputIntent::from_profile(&path.display().to_string(), bytes)?)
        }
    };
    let date = match (output.epoch, campaign.date, campaign.year) {
        (Some(seconds), _, _) => pdf::Date::from_unix(seconds),
        (None, Some(day), _) => pdf::Date::day(day.year(), day.month(), day.day()),
        (None, None, Some(year)) => pdf::Date::day(year, 1, 1),
        // A file must be dated, and equal input must give equal bytes.
        (None, None, None) => pdf::Date::day(2000, 1, 1),
    };
    let author = wanted.fields.get("unit").map(str::to_owned).filter(|u| !u.trim().is_empty());
    let pdf = pdf::Options {
        standard: output.standard,
        outlines: output.outlines,
        spots: output.spots,
        icc,
        author,
        ..pdf::Options::new(date)
    };
    Ok(Settings { formats: output.formats.clone(), dpi: output.dpi, pdf, bare: output.bare })
}

/// The job with its path and files.
fn finish(
    mut job: Job,
    naming: Option<&Naming>,
    several: bool,
    settings: &Settings,
    given: &Digest,
    layout: &str,
    faults: &mut Faults,
) -> Job {
    let fields = name_fields(&job);
    job.stem = match naming {
        Some(naming) => {
            if faults.0.is_empty() {
                let known: Vec<&str> = KNOWN.iter().map(|(n, _)| *n).chain(fields.iter().map(|(n, _)| n)).collect();
                faults.0.extend(naming.unknown(known.iter().copied()));
            }
            naming.path(&fields)
        }
        None => {
            let named = job.product.personal && job.fields.has("name");
            let words = if named { "{product}/{name}" } else { "{product}/{s:02}-{slogan}" };
            let template = if several { format!("{words}-{{layout}}") } else { words.to_owned() };
            Naming::parse(&template).map(|n| n.path(&fields)).unwrap_or_default()
        }
    };
    let mut page = given.clone();
    page.add(layout)
        .add(&format!("{:?}", job.product))
        .add(&format!("{:?}", job.palette))
        .add(&format!("{:?}", job.sheet));
    for (field, text) in job.fields.iter() {
        page.add(field).add(text);
    }
    for format in &settings.formats {
        let mut digest = page.clone();
        digest.add(format.word());
        match format {
            Format::Pdf => {
                let pdf::Options { standard, outlines, spots, scale, icc, date, title, author } = &settings.pdf;
                digest.add(&format!("{standard:?} {outlines} {spots} {scale} {date:?} {title:?} {author:?}"));
                digest.add(icc.identifier()).bytes(icc.digest().as_bytes());
            }
            Format::Png | Format::Jpeg | Format::Thumbnail => {
                digest.add(&format!("{} {}", settings.proof_dpi(&job.product), settings.dpi.is_some()));
            }
        }
        let path = format!("{}.{}", job.stem, format.ending());
        job.files.push(FileWanted { format: *format, path, inputs: digest.finish() });
    }
    job
}

/// The picture of the contact sheet, made from what the first file is made from.
fn add_thumbnail(job: &mut Job) {
    if let Some(first) = job.files.first() {
        let mut digest = Digest::new();
        digest.bytes(first.inputs.as_bytes()).add(Format::Thumbnail.word());
        let path = format!("{THUMBNAILS}/{}.{}", job.stem, Format::Thumbnail.ending());
        job.files.push(FileWanted { format: Format::Thumbnail, path, inputs: digest.finish() });
    }
}

/// What a file name may tell of a job.
fn name_fields(job: &Job) -> Fields {
    let mut fields = (*job.fields).clone();
    fields.set("s", job.label.clone());
    fields.set("slogan", job.sheet.text.clone());
    fields.set("product", job.product.id.clone());
    fields.set("layout", job.layout.id.clone());
    fields.set("palette", job.palette.id.clone());
    fields
}

/// No two jobs write one file, and none writes the press's own.
fn check_names(jobs: &[Job], naming: Option<&Naming>, faults: &mut Faults) {
    let mut seen: BTreeMap<String, &Job> = BTreeMap::new();
    for (job, file) in jobs.iter().flat_map(|j| j.files.iter().map(move |f| (j, f))) {
        let folded = folded(&file.path);
        let path = &file.path;
        if OWN_FILES.contains(&folded.as_str()) || folded.starts_with(&format!("{THUMBNAILS}/")) {
            let what = say!("`{path}` is a file of the press itself", "`{path}` 是程序自己要写的文件");
            faults.push(
                Fault::new("name/taken", job.place(), what).hint(say!("choose another `--name`", "请换一个 `--name`")),
            );
            return;
        }
        let Some(other) = seen.insert(folded, job) else { continue };
        let (a, b) = (name_fields(other), name_fields(job));
        let used = naming.map(Naming::fields).unwrap_or_default();
        let tell: Vec<String> = b
            .iter()
            .filter(|(field, text)| a.get(field) != Some(text) && !used.iter().any(|u| u == field))
            .map(|(field, _)| format!("`{{{field}}}`"))
            .collect();
        let tell = tell.join(" ");
        let both = |lang| (other.place().text(lang), job.place().text(lang));
        let (en, zh) = (both(Lang::En), both(Lang::Zh));
        let what = Say {
            en: format!("two pages would be written to `{path}`: {} and {}", en.0, en.1),
            zh: format!("有两页要写到同一个文件 `{path}`：{}；{}", zh.0, zh.1),
        };
        let hint = if tell.is_empty() {
            say!("ask for one of them only", "请只做其中之一")
        } else {
            say!("add one of {tell} to `--name`", "请在 `--name` 里加上 {tell} 之一")
        };
        faults.push(Fault::new("name/clash", Place::default(), what).hint(hint));
        return;
    }
}

/// The notes of all sheets.
fn all_notes(campaign: &Campaign) -> impl Iterator<Item = Say> {
    let slogans = campaign.own_sheet.iter().chain(&campaign.slogans).filter_map(|s| s.note.clone());
    slogans.chain(campaign.publications.iter().filter_map(|p| p.note.clone()))
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
