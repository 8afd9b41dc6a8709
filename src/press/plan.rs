//! Campaign × products × layouts → jobs, each with its files: all that can be refused is refused here, before the run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::digest::Digest;
use super::gather::{base_fields, campaign, check_fields, layouts, palettes, products, settings};
use super::licences::FONTS;
use super::names::{Naming, folded, safe};
use super::pictures::pictures;
use super::receipts::THUMBNAILS;
use super::sheets::{Chosen, choose_sheets};
use super::shop::Shop;
use super::sources::Sources;
use super::ticket::JOBS;
use super::want::{Format, Wanted};
use crate::campaign::Campaign;
use crate::compose::{Pictures, Sheet};
use crate::error::{Fault, Faults, Finding, Lang, Place, Say};
use crate::font::FontLibrary;
use crate::icc::Profile;
use crate::layout::Layout;
use crate::measure::number;
use crate::palette::{Palette, Role};
use crate::pdf;
use crate::product::Product;
use crate::record::{Fields, KNOWN};
use crate::say;

/// Files that the press writes beside the jobs' own, in the output folder.
pub(super) const OWN_FILES: [&str; 5] = ["index.html", "approval.pdf", "receipts.jsonl", JOBS, FONTS];
/// Pages of a run that gets a contact sheet with pictures of its own and approval sheets, at most.
pub(super) const SHOWN: usize = 600;

/// A run, ready to start.
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

impl Plan {
    /// How many files are asked for.
    pub fn files(&self) -> usize {
        self.jobs.iter().flat_map(|j| &j.files).filter(|f| f.format != Format::Thumbnail).count()
    }
}

/// How files are written.
#[derive(Clone)]
pub struct Settings {
    /// Kinds of files.
    pub formats: Vec<Format>,
    /// Dots an inch of the proofs; each product's own when `None`.
    pub dpi: Option<f64>,
    /// How PDFs are written.
    pub pdf: pdf::Options,
    /// The shop's printing condition; the embedded one when `None`.
    pub profile: Option<Arc<Profile>>,
    /// Only the jobs' files: no contact sheet, no approval sheets.
    pub bare: bool,
    /// What the print shop asks.
    pub shop: Shop,
}

impl Settings {
    /// The printing condition.
    pub fn profile(&self) -> &Profile {
        self.profile.as_deref().unwrap_or_else(|| Profile::embedded())
    }

    /// Dots an inch of the proof of a product.
    pub fn proof_dpi(&self, product: &Product) -> f64 {
        self.dpi.unwrap_or(product.proof_dpi)
    }

    /// What the PDFs promise, if there are any.
    pub(super) fn promised(&self) -> Option<pdf::Standard> {
        self.formats.contains(&Format::Pdf).then_some(self.pdf.standard)
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
    /// The scale 1:n of its print files.
    pub scale: u32,
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
    /// The plate that it shows, of [`Format::Plate`].
    pub plate: Option<Arc<str>>,
    /// The digest of all that it is made from.
    pub inputs: blake3::Hash,
}

/// Plans a run.
///
/// # Errors
/// Every fault of what was asked for: unknown ids, broken files, words that cannot be printed, names that clash.
pub fn plan(wanted: &Wanted, sources: &Sources) -> Result<Plan, Faults> {
    let (campaign, by_hand) = campaign(wanted, sources)?;
    let mut faults = Faults::default();
    let layouts = faults.take(layouts(wanted, &campaign, sources)).unwrap_or_default();
    let products = faults.take(products(wanted, &campaign, sources)).unwrap_or_default();
    check_fields(wanted, &layouts, &mut faults);
    let mut notes = campaign.notes.clone();
    let palettes = faults.take(palettes(wanted, &campaign, &layouts, sources, &mut notes)).unwrap_or_default();
    let texts: Vec<&str> = layouts.iter().map(|l| l.text.as_str()).collect();
    let fonts = faults.take(sources.fonts(&texts));
    let shop = faults.take(Shop::new(&wanted.output.shop, sources)).unwrap_or_default();
    let Some(mut settings) = faults.take(settings(wanted, &campaign, shop)) else { return Err(faults) };
    let pictures = faults.take(pictures(wanted, settings.profile()));
    let (Some((fonts, own_faces)), Some((pictures, of_pictures, pictured))) = (fonts, pictures) else {
        return Err(faults);
    };
    notes.extend(of_pictures);
    settings.shop = settings.shop.signed(&campaign.title, fonts.chain("hei-regular").ok());

    let several = layouts.len() > 1;
    let mut given = Digest::new();
    given.add(env!("BIAOYU_BUILD")).add(&format!("{own_faces:?}")).add(&pictured);
    let mut jobs = Vec::new();
    let mut used = Vec::new();
    let asked_name = wanted.output.name.as_deref().or(settings.shop.naming());
    let naming = match asked_name.map(Naming::parse).transpose() {
        Ok(naming) => naming,
        Err(fault) => {
            faults.push(fault);
            return Err(faults);
        }
    };
    for product in products {
        let product = settings.shop.product(product);
        let scale = settings.shop.scale(&product, settings.promised());
        let sheets = match choose_sheets(&campaign, &product, wanted.picks.as_ref(), by_hand) {
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
                    scale,
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
    let tells_scale = naming.is_some_and(|n| n.fields().iter().any(|f| f == "scale"));
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
    // A file that is not of true size must say so wherever it goes.
    if job.scale != 1 && !tells_scale {
        job.stem += &format!("-{}", scale_word(job.scale));
    }
    let mut page = given.clone();
    page.add(&settings.shop.key(&job.product, job.scale));
    page.add(layout)
        .add(&format!("{:?}", job.product))
        .add(&format!("{:?}", job.palette))
        .add(&format!("{:?} {}", job.sheet, settings.pdf.spots));
    for (field, text) in job.fields.iter() {
        page.add(field).add(text);
    }
    let profile = settings.pdf.icc.digest();
    for format in &settings.formats {
        let mut digest = page.clone();
        digest.add(format.word());
        match format {
            Format::Pdf => {
                let pdf::Options { standard, outlines, spots, scale, icc, date, title, author } = &settings.pdf;
                digest.add(&format!("{standard:?} {outlines} {spots} {scale} {date:?} {title:?} {author:?}"));
                digest.add(icc.identifier()).bytes(profile.as_bytes());
            }
            Format::Png | Format::Jpeg | Format::Tiff | Format::Plate | Format::Thumbnail => {
                digest.add(&format!("{} {}", settings.proof_dpi(&job.product), settings.dpi.is_some()));
                digest.bytes(profile.as_bytes());
            }
        }
        let path = format!("{}.{}", job.stem, format.ending());
        job.files.push(FileWanted { format: *format, path, plate: None, inputs: digest.finish() });
    }
    if settings.shop.plates {
        for plate in plates(&job, settings.pdf.spots) {
            let mut digest = page.clone();
            digest.add(Format::Plate.word()).add(&plate).add(&format!("{:?} {}", settings.dpi, settings.pdf.spots));
            let path = format!("{}-{}.{}", job.stem, safe(&plate), Format::Plate.ending());
            job.files.push(FileWanted { format: Format::Plate, path, plate: Some(plate), inputs: digest.finish() });
        }
    }
    job
}

/// The plates that a job may print: the process inks, and the palette's spots.
fn plates(job: &Job, spots: bool) -> Vec<Arc<str>> {
    let mut plates: Vec<Arc<str>> = ["Cyan", "Magenta", "Yellow", "Black"].map(Arc::from).to_vec();
    for spot in Role::ALL.iter().filter_map(|role| job.palette.get(*role).spot.as_ref()).filter(|_| spots) {
        if !plates.iter().any(|p| **p == *spot.plate) {
            plates.push(spot.plate.as_str().into());
        }
    }
    plates
}

/// `1比10`: a colon is not allowed in names of files.
fn scale_word(scale: u32) -> String {
    format!("1比{scale}")
}

/// The picture of the contact sheet, made from what the first file is made from.
fn add_thumbnail(job: &mut Job) {
    if let Some(first) = job.files.first() {
        let mut digest = Digest::new();
        digest.bytes(first.inputs.as_bytes()).add(Format::Thumbnail.word());
        let path = format!("{THUMBNAILS}/{}.{}", job.stem, Format::Thumbnail.ending());
        job.files.push(FileWanted { format: Format::Thumbnail, path, plate: None, inputs: digest.finish() });
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
    let Product { trim, bleed, .. } = &*job.product;
    fields.set("size", format!("{}x{}mm", number(trim.width, 1), number(trim.height, 1)));
    fields.set("bleed", number(bleed.top.max(bleed.right).max(bleed.bottom).max(bleed.left), 1));
    fields.set("scale", scale_word(job.scale));
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
