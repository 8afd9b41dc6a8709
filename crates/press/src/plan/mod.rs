//! A plan: what a run makes, with all that can be refused refused before it begins.

pub(crate) mod alike;
pub(crate) mod boards;
mod choices;
pub(crate) mod cloths;
mod colour;
pub(crate) mod data;
pub(crate) mod gang;
pub(crate) mod given;
pub(crate) mod guides;
pub(crate) mod imposed;
pub(crate) mod lacking;
mod listed;
pub(crate) mod lookup;
pub(crate) mod make;
mod nameless;
pub(crate) mod outputs;
pub(crate) mod panels;
pub(crate) mod parts;
pub(crate) mod paths;
pub(crate) mod photos;
pub(crate) mod pieces;
pub(crate) mod quote;
mod ranges;
mod read_table;
pub(crate) mod roster;
mod row_sheets;
pub(crate) mod settings;
pub(crate) mod sheets;
pub(crate) mod spread;
mod stock;
mod warned;
pub(crate) mod work;
pub(crate) mod written;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use self::data::{Data, fields};
use self::given::Given;
use self::parts::Parts;
use self::pieces::Pieces;
use self::settings::Settings;
use self::work::{Job, Leaf, Work};
use crate::folder::digest::Digest;
use crate::folder::places::target;
use crate::folder::shard::Shard;
use crate::shelf::kept::KeptPictures;
use biaoyu_page::error::{Finding, Place};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::say;
use biaoyu_page::words::FileKind;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::compose::Pictures;
use biaoyu_set::finish::{Coat, Technical};
use biaoyu_set::product::Product;
use biaoyu_table::record::Fields;

/// The rule of the note that a run's folder is another one than usual; no news for the folder's own sheets.
pub(crate) const FOLDER_BESIDE: &str = "folder-beside";

/// Pages of a run that gets a contact sheet with pictures of its own and approval sheets, at most.
pub(crate) const SHOWN: usize = 600;

/// What a coat was to lie on and none of a job's pages has.
#[derive(Clone, Debug)]
pub(crate) struct Bare {
    /// The job's place among those of the plan.
    pub job: usize,
    /// The product's id.
    pub product: Arc<str>,
    /// White, varnish or foil.
    pub what: Technical,
    /// What it was to lie on.
    pub on: String,
}

/// A run, ready to start.
pub struct Plan {
    /// What is said.
    pub campaign: Campaign,
    /// The output folder.
    pub folder: PathBuf,
    /// The list, table or campaign that it is made for; empty for loose texts.
    pub(crate) source: String,
    /// Every sheet of the source is made, and not a choice of them.
    pub(crate) is_all: bool,
    /// What pages have in common.
    pub works: Vec<Arc<Work>>,
    /// What is made, in order: product by product, record by record, sheet by sheet, layout by layout.
    pub pages: Vec<Leaf>,
    /// The files and the pages that they are made of.
    pub jobs: Vec<Job>,
    /// What coats were to lie on and no page of a job has.
    pub(crate) bare: Vec<Bare>,
    /// How it is written.
    pub settings: Settings,
    /// The faces.
    pub fonts: FontLibrary,
    /// Logo and the like.
    pub pictures: Pictures,
    /// What the clerk should know of the words, the table and the colours.
    pub notes: Vec<Finding>,
    /// The table, when there is one.
    pub(crate) data: Option<Data>,
    /// What was given for it by hand.
    pub(crate) given: Given,
    /// The column that says how many pieces of a row there are.
    pub(crate) counting: Option<String>,
    /// What it is made of.
    pub(crate) parts: Parts,
    /// Pictures that are kept from plan to plan.
    pub(crate) kept: Option<Arc<KeptPictures>>,
    /// The store that its files go to, when its folder only passes them on.
    pub(crate) away: Option<Away>,
}

/// A store that a plan's files lie in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Away {
    /// What the user calls it: `s3://bucket/prefix`.
    pub name: String,
    /// The files that are there as planned, once they are known.
    pub files: OnceLock<BTreeSet<String>>,
}

impl Plan {
    /// The coats that a product of a job has on one page at least, with what they lie on.
    pub(crate) fn laid(&self, job: usize, product: &Product) -> Vec<Coat> {
        let mut coats = self.settings.shop.coats(product);
        for coat in &mut coats {
            let is_bare = |on: &str| {
                let at = (job, product.id.as_str(), coat.what, on);
                self.bare.iter().any(|bare| (bare.job, &*bare.product, bare.what, bare.on.as_str()) == at)
            };
            let bare: Vec<bool> = coat.on.iter().map(|on| is_bare(on)).collect();
            let mut bare = bare.into_iter();
            coat.on.retain(|_| bare.next() != Some(true));
        }
        coats.retain(|coat| !coat.on.is_empty());
        coats
    }

    /// Whether a file is there: in the folder, or in the store.
    pub(crate) fn is_there(&self, file: &str) -> bool {
        self.is_away(file) || target(&self.folder, file).is_file()
    }

    /// Whether a file lies in the store as planned.
    pub(crate) fn is_away(&self, file: &str) -> bool {
        self.away.as_ref().and_then(|away| away.files.get()).is_some_and(|files| files.contains(file))
    }

    /// Says that the plan's files go to a store, which the user calls `name`; `folder` only passes them on.
    pub fn send_to(&mut self, name: &str, folder: PathBuf) {
        self.folder = folder;
        self.away = Some(Away { name: name.to_owned(), files: OnceLock::new() });
    }

    /// Where a file lies, as the user is told.
    pub fn shown(&self, file: &str) -> PathBuf {
        match &self.away {
            Some(away) => PathBuf::from(format!("{}/{file}", away.name)),
            None => target(&self.folder, file),
        }
    }

    /// The folder, or the store, as the user calls it.
    pub fn called_folder(&self) -> String {
        self.away.as_ref().map_or_else(|| self.folder.display().to_string(), |away| away.name.clone())
    }

    /// How many files are asked for.
    pub fn files(&self) -> usize {
        self.files_of(None)
    }

    /// How many files are asked for in a part of the plan.
    pub fn files_of(&self, shard: Option<Shard>) -> usize {
        let jobs = self.jobs.iter().enumerate().filter(|(index, _)| shard.is_none_or(|s| s.has(*index)));
        jobs.flat_map(|(_, job)| &job.files).filter(|f| f.format != FileKind::Thumbnail).count()
    }

    /// How many pages are asked for in a part of the plan.
    pub fn pages_of(&self, shard: Option<Shard>) -> usize {
        let jobs = self.jobs.iter().enumerate().filter(|(index, _)| shard.is_none_or(|s| s.has(*index)));
        jobs.map(|(_, job)| job.pages.len()).sum()
    }

    /// How many press sheets or tiles its pages are printed on, each set once; `None` where pages are printed as they are.
    pub fn sheets(&self) -> Option<usize> {
        let of = |job: &Job| match (&job.sheets, &job.tiles) {
            (Some(sheets), _) => Some(sheets.sheets()),
            (None, Some(tiles)) => Some(tiles.sheets() * job.pages.len()),
            (None, None) => None,
        };
        self.jobs.iter().filter_map(of).reduce(|all, more| all.saturating_add(more))
    }

    /// What the run is called: by its title, else by its list, its table or its first words.
    pub(crate) fn called(&self) -> &str {
        let Campaign { heading, title, id, .. } = &self.campaign;
        [heading, title, id].into_iter().find(|text| !text.is_empty()).map_or("标语", String::as_str)
    }

    /// Digest of the row that the page of a job is of; empty for one of many pages, or without a table.
    pub(crate) fn row_key(&self, job: &Job) -> String {
        let leaf = self.pages.get(job.pages.start).filter(|_| job.pages.len() == 1 && !self.is_bound());
        let Some((data, record)) = leaf.and_then(|leaf| Some((self.data.as_ref()?, leaf.record()?))) else {
            return String::new();
        };
        let mut digest = Digest::new();
        digest.add(&record.to_string());
        for field in ["name", "number", "unit"] {
            digest.add(&data.text(record, field));
        }
        digest.finish().to_hex().chars().take(16).collect()
    }

    /// Whom the page of a job is of: name and number, else the unit, and the record's number from 1; `None` without a table.
    pub(crate) fn who(&self, job: &Job) -> Option<(usize, String)> {
        let leaf = self.pages.get(job.pages.start).filter(|_| job.pages.len() == 1)?;
        let (data, record) = (self.data.as_ref()?, leaf.record()?);
        let words = |fields: &[&str]| {
            let texts: Vec<_> = fields.iter().map(|field| data.text(record, field)).filter(|t| !t.is_empty()).collect();
            texts.join("　")
        };
        let named = words(&["name", "number"]);
        let who = if named.is_empty() { words(&["unit"]) } else { named };
        (!who.is_empty()).then(|| (record as usize + 1, who))
    }

    /// Whether pages are bound together in files.
    pub fn is_bound(&self) -> bool {
        self.settings.bound
    }

    /// How many pieces are asked for of a page; `None` where nobody says it.
    pub(crate) fn pieces(&self, leaf: Leaf) -> Option<u32> {
        let pieces = Pieces::new(&self.settings.shop, self.data.as_ref(), self.counting.as_deref());
        pieces.again(&self.work(leaf)?.product, leaf)
    }

    /// Whether pages lie on press sheets or over tiles.
    pub(crate) fn is_imposed(&self) -> bool {
        self.settings.sheets.is_some() || self.settings.tiles.is_some()
    }

    /// The work of a page.
    pub fn work(&self, leaf: Leaf) -> Option<&Arc<Work>> {
        self.works.get(usize::try_from(leaf.work).ok()?)
    }

    /// What the text of a page is filled from.
    pub fn fields(&self, leaf: Leaf) -> Cow<'_, Fields> {
        match (self.work(leaf), self.data.as_ref()) {
            (Some(work), data) => fields(work, data, leaf.record()),
            (None, _) => Cow::Owned(Fields::default()),
        }
    }

    /// The row that a page is filled from.
    pub fn row(&self, leaf: Leaf) -> Option<usize> {
        Some(self.data.as_ref()?.row(leaf.record()?))
    }

    /// Rows of the table that make no page.
    pub fn bad_rows(&self) -> usize {
        self.data.as_ref().map_or(0, Data::bad_rows)
    }

    /// Whether a place lies in the table.
    pub fn is_of_table(&self, place: &Place) -> bool {
        self.data.as_ref().is_some_and(|data| place.file.as_deref() == Some(data.name()))
    }

    /// The records that a page shows: one, or the rows of its board; none without a table.
    pub(crate) fn records(&self, leaf: Leaf) -> Vec<u32> {
        match (self.work(leaf), self.data.as_ref(), leaf.record()) {
            (Some(work), Some(data), Some(record)) => data.records_of(record, work.layout.rows),
            _ => Vec::new(),
        }
    }

    /// A page in the user's words.
    pub fn place(&self, leaf: Leaf) -> Place {
        let records = self.records(leaf);
        if let (Some(data), [first, _, ..]) = (self.data.as_ref(), records.as_slice()) {
            let rows: Vec<String> = records.iter().map(|record| data.row(*record).to_string()).collect();
            let rows = rows.join(", ");
            return Place { thing: Some(say!("rows {rows}", "第 {rows} 行")), ..data.place(*first) };
        }
        match (leaf.record(), self.data.as_ref()) {
            (Some(record), Some(data)) => data.place(record),
            _ => self.work(leaf).map_or_else(Place::default, |work| work.place()),
        }
    }
}
