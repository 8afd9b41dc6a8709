//! A plan: what a run makes, with all that can be refused refused before it begins.

pub(crate) mod choices;
pub(crate) mod data;
pub(crate) mod guides;
pub(crate) mod lookup;
pub(crate) mod make;
pub(crate) mod outputs;
pub(crate) mod parts;
pub(crate) mod paths;
pub(crate) mod photos;
pub(crate) mod settings;
pub(crate) mod sheets;
pub(crate) mod spread;
pub(crate) mod work;
pub(crate) mod written;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use self::data::{Data, fields};
use self::parts::Parts;
use self::settings::Settings;
use self::work::{Job, Leaf, Work};
use crate::folder::shard::Shard;
use biaoyu_page::error::{Finding, Place};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::words::FileKind;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::compose::Pictures;
use biaoyu_table::record::Fields;

/// Pages of a run that gets a contact sheet with pictures of its own and approval sheets, at most.
pub(crate) const SHOWN: usize = 600;

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
    pub(crate) data: Option<Data>,
    /// What it is made of.
    pub(crate) parts: Parts,
}

impl Plan {
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

    /// Whether pages are bound together in files.
    pub fn is_bound(&self) -> bool {
        self.settings.bound
    }

    /// The work of a page.
    pub fn work(&self, leaf: Leaf) -> Option<&Arc<Work>> {
        self.works.get(usize::try_from(leaf.work).ok()?)
    }

    /// What the text of a page is filled from.
    pub(crate) fn fields(&self, leaf: Leaf) -> Cow<'_, Fields> {
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
