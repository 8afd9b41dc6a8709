//! Rows whose photo is not there: they are on no page that shows one, and on all others.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::photos::{Shown, Source};
use crate::shelf::sources::Found;
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::geom::{Circle, Rect, Shape as _, Size, rect_path};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Fill, Form, Item, Mark, PathMark, Plane, Source as Origin};
use biaoyu_page::say;
use biaoyu_set::compose::may_show;
use biaoyu_set::layout::Layout;
use biaoyu_set::picture::Picture;
use biaoyu_set::product::Product;
use biaoyu_table::table::Records;

/// The picture that rows have of people.
const PHOTO: &str = "photo";

/// Whether a page of a product in a layout shows a photo, when there is one.
pub(crate) fn shows_photo(layout: &Layout, product: &Product) -> bool {
    may_show(layout, product, PHOTO)
}

/// Which pages of a run show a photo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// None of them.
    Nowhere,
    /// Some do, and others do not.
    Somewhere,
    /// All of them; or boards of several rows do, which are made for the rows that are on them.
    Everywhere,
}

impl Shows {
    /// Of these products in these layouts; `own`: a product that a layout is made for takes that one.
    pub(super) fn of(own: bool, products: &[&Arc<Product>], layouts: &[&Found<Arc<Layout>>]) -> Self {
        let made_for = |id: &String| own && products.iter().any(|p| p.layout.as_ref() == Some(id));
        let (mut with, mut without, mut boards) = (false, false, false);
        for product in products {
            let fits = |layout: &Layout| match &product.layout {
                Some(its) if own => layout.id == *its,
                _ => !made_for(&layout.id),
            };
            for layout in layouts.iter().map(|found| &*found.value).filter(|layout| fits(layout)) {
                let is_shown = shows_photo(layout, product);
                boards |= is_shown && layout.rows > 1;
                with |= is_shown;
                without |= !is_shown;
            }
        }
        match (with, without) {
            (false, true) => Shows::Nowhere,
            (true, true) if !boards => Shows::Somewhere,
            _ => Shows::Everywhere,
        }
    }
}

/// Records that make pages, but none that shows their photo, and why.
#[derive(Default)]
pub(crate) struct Lacking(BTreeMap<u32, Say>);

impl Lacking {
    /// Sorts the records whose photo was looked for in vain: where all pages show one they are bad, where none does they are as good
    /// as others. With `boxes` an empty box stands in the place of each photo that is not there.
    pub(super) fn new(
        lacking: BTreeMap<u32, Say>,
        shown: Shows,
        (name, rows, boxes): (&str, usize, bool),
        photos: &mut BTreeMap<u32, Shown>,
        bad: &mut BTreeMap<u32, Say>,
    ) -> (Self, Option<Finding>) {
        let note = |rule, what, hint| Finding { rule, severity: Severity::Note, place: Place::file(name), what, hint };
        if boxes && shown != Shows::Nowhere {
            let all = 0..u32::try_from(rows).unwrap_or(u32::MAX);
            let bare: Vec<u32> = all.filter(|r| !photos.contains_key(r) && !bad.contains_key(r)).collect();
            let count = bare.len();
            let shown = || Shown { source: Source::Box, hash: blake3::hash(BOX.id.as_bytes()) };
            photos.extend(bare.into_iter().map(|record| (record, shown())));
            let what = say!(
                "{count} rows have no photo: an empty box stands in its place",
                "{count} 行没有照片：照片处留空框"
            );
            return (Self::default(), (count > 0).then(|| note("photo-box", what, None)));
        }
        match shown {
            Shows::Nowhere => {
                let count = lacking.len();
                let what = say!(
                    "the photos of {count} rows are not there; no page shows one, so these rows are printed",
                    "{count} 行没有照片；这次的页面都不用照片，这些行照印"
                );
                (Self::default(), (count > 0).then(|| note("photo-unseen", what, None)))
            }
            Shows::Somewhere => (Self(lacking.into_iter().filter(|(r, _)| !bad.contains_key(r)).collect()), None),
            Shows::Everywhere => {
                lacking.into_iter().for_each(|(record, why)| _ = bad.entry(record).or_insert(why));
                (Self::default(), None)
            }
        }
    }

    /// The records, with why.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, &Say)> {
        self.0.iter().map(|(record, why)| (*record, why))
    }

    /// Why a record is on no page that shows a photo; `None` when it may be.
    pub(crate) fn why(&self, record: u32) -> Option<&Say> {
        self.0.get(&record)
    }

    /// Says which they are: the first `most` one by one.
    pub(super) fn told(&self, records: &Records, most: usize) -> Vec<Finding> {
        let said = |(record, why): (u32, &Say)| Finding {
            rule: "photo-left-out",
            severity: Severity::Warning,
            place: records.place_of(record as usize),
            what: Say {
                en: format!("left out of the pages that show a photo: {}", why.en),
                zh: format!("有照片的页里不印：{}", why.zh),
            },
            hint: None,
        };
        self.rows().take(most).map(said).collect()
    }
}

/// The empty box in the place of a photo, 3 : 4 as portraits are: white with a thin frame, and in it who is to be seen.
pub(crate) fn empty_box() -> Picture {
    Picture::Vector { size: Size::new(SIDES.0, SIDES.1), form: BOX.clone(), sheer: None }
}

/// Its sides, mm.
const SIDES: (f64, f64) = (27.0, 36.0);
/// Width of its frame and how far inside it stands, mm: a place of other proportions cuts the edges off.
const FRAME: f64 = 0.3;
const INSIDE: f64 = 0.8;

static BOX: LazyLock<Arc<Form>> = LazyLock::new(|| {
    let (w, h) = SIDES;
    let whole = Rect::new(0.0, 0.0, w, h);
    let filled = |path, ink, even_odd| Item {
        mark: Mark::Path(PathMark {
            path: Arc::new(path),
            fill: Some(Fill { paint: Paint::cmyk(ink), even_odd }),
            stroke: None,
        }),
        plane: Plane::Art,
        source: Origin::default(),
    };
    let gray = |k: f64| Cmyk::percent(0.0, 0.0, 0.0, k);
    let edge = whole.inset(-INSIDE);
    let mut frame = rect_path(edge);
    frame.extend(rect_path(edge.inset(-FRAME)));
    // A head, and shoulders that end at the frame.
    let head = Circle::new((0.5 * w, 0.38 * h), 0.19 * w).to_path(0.01);
    let mut body = biaoyu_page::geom::BezPath::new();
    let (left, right, foot, top) = (0.16 * w, 0.84 * w, edge.y1 - FRAME, 0.60 * h);
    body.move_to((left, foot));
    body.curve_to((left, 0.70 * h), (0.30 * w, top), (0.5 * w, top));
    body.curve_to((0.70 * w, top), (right, 0.70 * h), (right, foot));
    body.close_path();
    let items = vec![
        filled(rect_path(whole), Cmyk::PAPER, false),
        filled(head, gray(14.0), false),
        filled(body, gray(14.0), false),
        filled(frame, gray(55.0), true),
    ];
    Arc::new(Form { id: "photo-box".to_owned(), bounds: whole, items, once: false })
});
