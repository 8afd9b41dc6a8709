//! Works and pages: what pages have in common, and what each of them is.

use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use super::imposed::Sheets;
use biaoyu_page::error::Place;
use biaoyu_page::page::Form;
use biaoyu_page::say;
use biaoyu_page::words::FileKind;
use biaoyu_set::compose::{Choice, Sheet};
use biaoyu_set::impose::Tiles;
use biaoyu_set::impose::panels::Panels;
use biaoyu_set::layout::Layout;
use biaoyu_set::palette::Palette;
use biaoyu_set::product::Product;
use biaoyu_table::record::Fields;

/// What pages have in common: all but the record that fills them.
#[derive(Clone, Debug)]
pub struct Work {
    /// What it says.
    pub sheet: Arc<Sheet>,
    /// Its number as it is asked for: `3`, `e1`.
    pub label: String,
    /// How big.
    pub product: Arc<Product>,
    /// The product as it is seen from behind; the same one when it looks alike.
    pub behind: Arc<Product>,
    /// The shop's own template, which lies over the product.
    pub guide: Option<Arc<Form>>,
    /// Which of the cloths that a slogan hangs on it is: 右, 左.
    pub cloth: Option<&'static str>,
    /// Where things go.
    pub layout: Arc<Layout>,
    /// The layout is a file of the user's own: who can change it is told how.
    pub authored: bool,
    /// In which colours.
    pub palette: Arc<Palette>,
    /// What its text is filled from, under the record.
    pub fields: Arc<Fields>,
    /// What holds for all slogans of its product.
    pub choice: Choice,
    /// The scale 1:n of its print files.
    pub scale: u32,
    /// All that its pages are made from but the record.
    pub(crate) key: blake3::Hash,
}

impl Work {
    /// The work in the user's words.
    pub fn place(&self) -> Place {
        let (label, product) = (&self.label, &self.product.id);
        Place::thing(match self.cloth {
            Some(cloth) => say!("slogan {label} on `{product}`, cloth {cloth}", "第 {label} 条，`{product}` {cloth}"),
            None => say!("slogan {label} on `{product}`", "第 {label} 条，`{product}`"),
        })
    }
}

/// A page: a work, and the record that fills it. A plan has millions of them: eight bytes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub(crate) work: u32,
    /// The record's number from 1.
    record: Option<NonZeroU32>,
}

impl Leaf {
    /// A page of a work, filled from a record, counted from 0.
    pub(crate) fn new(work: u32, record: Option<u32>) -> Self {
        Self { work, record: record.and_then(|record| NonZeroU32::new(record.saturating_add(1))) }
    }

    /// The record that fills it, counted from 0.
    pub(crate) fn record(self) -> Option<u32> {
        self.record.map(|number| number.get() - 1)
    }
}

/// A page, or the pages of one file, with the files that are made of them.
#[derive(Clone, Debug)]
pub struct Job {
    /// The work of its first page.
    pub work: Arc<Work>,
    /// Its pages among those of the plan.
    pub pages: Range<usize>,
    /// Its path below the output folder, with `/`, without ending.
    pub stem: String,
    /// The same of what it is a part of: of a book in several files without its number.
    pub(crate) of: String,
    /// Its files, one a format.
    pub files: Vec<FileWanted>,
    /// Pieces of its pages that were asked for; `None` where nobody said it.
    pub(crate) asked: Option<u64>,
    /// Its press sheets, if its pages are imposed.
    pub(crate) sheets: Sheets,
    /// The sheets that each of its pages is spread over.
    pub(crate) tiles: Option<Arc<Tiles>>,
    /// The panels that each of its pages is printed in.
    pub(crate) panels: Option<Arc<Panels>>,
}

impl Job {
    /// Whether a file is one of several that belong together: a press sheet, a panel, a part of a book.
    pub(crate) fn is_part(&self, file: &FileWanted) -> bool {
        let in_panels = file.format == FileKind::Pdf && self.panels.as_ref().is_some_and(|panels| panels.count() > 1);
        self.of != self.stem || file.show != Show::Whole || in_panels
    }
}

/// What a file shows of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Show {
    /// All of it; a PDF of a page in panels all of these.
    #[default]
    Whole,
    /// A panel, from 0.
    Panel(usize),
    /// A press sheet, from 0.
    Sheet(usize),
    /// The drawing for the sewing room.
    Drawing,
}

/// A file of a job.
#[derive(Clone, Debug)]
pub struct FileWanted {
    /// What it is.
    pub format: FileKind,
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// The plate that it shows, of [`FileKind::Plate`].
    pub plate: Option<Arc<str>>,
    /// It shows the back.
    pub back: bool,
    /// What of the page it shows.
    pub(crate) show: Show,
    /// The digest of all that it is made from.
    pub inputs: blake3::Hash,
}
