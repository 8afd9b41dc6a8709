//! What was asked for → works, pages and jobs with their files: all that can be refused is refused here, before the run.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use super::data::Data;
use super::digest::Digest;
use super::gather::{campaign, check_fields, layouts, palettes, products, settings};
use super::guides::guided;
use super::licences::FONTS;
use super::names::safe;
use super::parts::{Of, Parts};
use super::paths::Paths;
use super::pictures::pictures;
use super::shard::Shard;
use super::shop::Shop;
use super::sources::Sources;
use super::spread::{Made, Spread};
use super::ticket::JOBS;
use super::want::{Format, Wanted};
use super::wanted_files::add_thumbnail;
use super::work::{Job, Leaf, Work, fields};
use biaoyu_out::pdf;
use biaoyu_page::error::{Faults, Finding, Place, Say, Severity};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::icc::Profile;
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::compose::Pictures;
use biaoyu_set::product::Product;
use biaoyu_table::record::Fields;

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
    /// What pages have in common.
    pub works: Vec<Arc<Work>>,
    /// What is made, in order: product by product, record by record, sheet by sheet, layout by layout.
    pub pages: Vec<Leaf>,
    /// The files and the pages that they are made of.
    pub jobs: Vec<Job>,
    /// How it is written.
    pub settings: Settings,
    /// The faces.
    pub fonts: FontLibrary,
    /// Logo and the like.
    pub pictures: Pictures,
    /// What the clerk should know of the words, the table and the colours.
    pub notes: Vec<Finding>,
    /// The table, when there is one.
    pub(super) data: Option<Data>,
    /// What it is made of.
    pub(super) parts: Parts,
}

impl Plan {
    /// How many files are asked for.
    pub fn files(&self) -> usize {
        self.files_of(None)
    }

    /// How many files are asked for in a part of the plan.
    pub fn files_of(&self, shard: Option<Shard>) -> usize {
        let jobs = self.jobs.iter().enumerate().filter(|(index, _)| shard.is_none_or(|s| s.has(*index)));
        jobs.flat_map(|(_, job)| &job.files).filter(|f| f.format != Format::Thumbnail).count()
    }

    /// How many pages are asked for in a part of the plan.
    pub fn pages_of(&self, shard: Option<Shard>) -> usize {
        let jobs = self.jobs.iter().enumerate().filter(|(index, _)| shard.is_none_or(|s| s.has(*index)));
        jobs.map(|(_, job)| job.pages.len()).sum()
    }

    /// Whether pages are bound together in files.
    pub fn is_bound(&self) -> bool {
        self.settings.bound
    }

    /// The work of a page.
    pub(super) fn work(&self, leaf: Leaf) -> Option<&Arc<Work>> {
        self.works.get(usize::try_from(leaf.work).ok()?)
    }

    /// What the text of a page is filled from.
    pub(super) fn fields(&self, leaf: Leaf) -> Cow<'_, Fields> {
        match (self.work(leaf), self.data.as_ref()) {
            (Some(work), data) => fields(work, data, leaf.record),
            (None, _) => Cow::Owned(Fields::default()),
        }
    }

    /// The row that a page is filled from.
    pub fn row(&self, leaf: Leaf) -> Option<usize> {
        Some(self.data.as_ref()?.row(leaf.record?))
    }

    /// Rows of the table that make no page.
    pub fn bad_rows(&self) -> usize {
        self.data.as_ref().map_or(0, Data::bad_rows)
    }

    /// Whether a place lies in the table.
    pub fn is_of_table(&self, place: &Place) -> bool {
        self.data.as_ref().is_some_and(|data| place.file.as_deref() == Some(data.name()))
    }

    /// A page in the user's words.
    pub fn place(&self, leaf: Leaf) -> Place {
        match (leaf.record, self.data.as_ref()) {
            (Some(record), Some(data)) => data.place(record),
            _ => self.work(leaf).map_or_else(Place::default, |work| work.place()),
        }
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
    /// Pages are bound together in files.
    pub bound: bool,
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
    let data = faults.take(Data::read(wanted, &products, &layouts)).flatten();
    let Some(mut settings) = faults.take(settings(wanted, &campaign, shop)) else { return Err(faults) };
    let pictures = faults.take(pictures(wanted, settings.profile()));
    let (Some((fonts, own_faces)), Some((pictures, of_pictures, pictured))) = (fonts, pictures) else {
        return Err(faults);
    };
    notes.extend(of_pictures);
    settings.shop = settings.shop.signed(&campaign.title, fonts.chain("hei-regular").ok());

    let mut given = Digest::new();
    given.add(env!("BIAOYU_BUILD")).add(&format!("{own_faces:?}")).add(&pictured);
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
        data: data.as_ref(),
        paths: &paths,
        given,
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
    let mut plan = Plan { campaign, folder, works, pages, jobs, settings, fonts, pictures, notes, data, parts };
    plan.check_names(&paths, &mut faults);
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
