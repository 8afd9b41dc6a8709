//! Pages composed and finished for their shop: what a run asks of the engine, with all that its pages share.

use std::any::Any;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use crate::coats::Coats;
use crate::plan::Plan;
use crate::plan::given::names;
use crate::plan::lacking::empty_box;
use crate::plan::photos::Source;
use crate::plan::work::{Leaf, Work};
use crate::shelf::pictures::{PICTURE, file, given};
use crate::stock;
use biaoyu_check::preflight::{Context, inspect, review};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say};
use biaoyu_page::geom::Affine;
use biaoyu_page::page::{Group, Item, Mark, Page};
use biaoyu_page::say;
use biaoyu_page::words::Pass;
use biaoyu_set::compose::gate::has_overlap;
use biaoyu_set::compose::{
    Composed, Edition, Pictures, Series, Sheet, cell_samples, compose_in, enough_samples, scene_samples,
};
use biaoyu_set::finish::{Blacks, Finish, Guide, Technical, Told, finish, flip};
use biaoyu_set::layout::{LOCKUP, MARKS};
use biaoyu_set::picture::Options;
use biaoyu_set::product::{Back, Product, Side};
use biaoyu_set::profile::Profile;
use biaoyu_table::record::Fields;

/// Series that are kept: a run goes through its works in order, so that the oldest is not needed again soon.
const KEPT: usize = 64;

/// A work, whether it is seen from behind, and whether without the unit's name.
type Seen = (u32, bool, bool);

/// A page with its backs.
pub type Sides = (Composed, Vec<Page>);

/// Composes the pages of a plan, on any thread.
pub struct Stage<'a> {
    plan: &'a Plan,
    /// Those of the run.
    pictures: &'a Pictures,
    /// Fields and pictures that differ from record to record.
    varying: Vec<String>,
    series: Mutex<Vec<(Seen, Arc<Series<'a>>)>>,
    blacks: Option<Blacks<'a>>,
    coater: Coats,
}

impl<'a> Stage<'a> {
    /// For all pages of a plan.
    pub fn new(plan: &'a Plan) -> Self {
        Self::of(plan, &plan.pictures)
    }

    /// For pages that nobody draws: `pictures` are those of the plan, for drafts.
    pub(crate) fn of(plan: &'a Plan, pictures: &'a Pictures) -> Self {
        let varying = plan.data.as_ref().map_or_else(|| vec!["n".into()], |data| data.varying());
        let blacks = plan.settings.shop.profile.as_deref().map(Blacks::new);
        Self { plan, pictures, varying, series: Mutex::default(), blacks, coater: Coats::default() }
    }

    /// A page. A fault of the program costs this page only.
    ///
    /// # Errors
    /// Why it cannot be set.
    pub fn page(&self, leaf: Leaf) -> Result<Composed, Faults> {
        self.side(leaf, Side::Front)
    }

    /// The backs of a page: none of a product with one side.
    ///
    /// # Errors
    /// Why one cannot be set.
    pub fn backs(&self, leaf: Leaf) -> Result<Vec<Page>, Faults> {
        let sides = self.plan.work(leaf).map(|work| work.product.printed()).unwrap_or_default();
        sides.into_iter().skip(1).map(|side| self.side(leaf, side).map(|c| c.page)).collect()
    }

    /// A page with its backs.
    ///
    /// # Errors
    /// Why one of them cannot be set: one side alone is of no use to anyone.
    pub fn sides(&self, leaf: Leaf) -> Result<Sides, Faults> {
        let composed = self.page(leaf)?;
        Ok((composed, self.backs(leaf)?))
    }

    /// A page as it looks, not judged: what is seen while one types. It may be one that [`page`](Self::page) refuses.
    ///
    /// # Errors
    /// Why it cannot be set.
    pub fn seen(&self, leaf: Leaf) -> Result<Page, Faults> {
        guard(|| {
            let work = self.plan.work(leaf).ok_or_else(Faults::default)?;
            let mut composed = self.by_engine(leaf, work, &work.product)?;
            if let Some(blacks) = &self.blacks {
                composed.page = blacks.apply(composed.page);
            }
            self.coater.coat(self.plan, &work.product, &mut composed);
            Ok(self.with_marks((leaf, work), &work.product, Side::Front, composed.page))
        })
    }

    fn side(&self, leaf: Leaf, side: Side) -> Result<Composed, Faults> {
        guard(|| self.compose(leaf, side)).map_err(|mut faults| {
            if self.plan.row(leaf).is_some() {
                let row = self.plan.place(leaf);
                faults.0.iter_mut().for_each(|fault| fault.place = inside(&row, &fault.place));
            }
            // A character that no face has is told once a region, not once a line.
            faults.0.dedup();
            faults
        })
    }

    /// A page as the engine sets it, neither judged nor finished.
    ///
    /// # Errors
    /// Why it cannot be set.
    pub(crate) fn set(&self, leaf: Leaf) -> Result<Composed, Faults> {
        let plan = self.plan;
        let work = plan.work(leaf).ok_or_else(Faults::default)?;
        guard(|| self.by_engine(leaf, work, &work.product))
    }

    /// A page of no record as the engine would set it if its sheet were another: what a change would come to.
    ///
    /// # Errors
    /// Why it cannot be set.
    pub fn tried(&self, leaf: Leaf, sheet: &Sheet) -> Result<Composed, Faults> {
        guard(|| {
            let work = self.plan.work(leaf).ok_or_else(Faults::default)?;
            let fields = self.plan.fields(leaf);
            compose_in(&Edition { sheet, ..self.edition(work, &fields) }, &work.choice)
        })
    }

    /// What coats were to lie on and the page does not have.
    ///
    /// # Errors
    /// Why it cannot be set.
    pub(crate) fn nowhere(&self, leaf: Leaf) -> Result<Vec<(Technical, String)>, Faults> {
        let mut composed = self.set(leaf)?;
        let told = self.plan.work(leaf).map(|work| self.coater.lay(self.plan, &work.product, &mut composed));
        let nowhere = |told| match told {
            Told::Nowhere(what, on) => Some((what, on)),
            _ => None,
        };
        Ok(told.unwrap_or_default().into_iter().filter_map(nowhere).collect())
    }

    /// The page as the engine sets it on its product as one sees it, or from behind. A unit whose logo holds its name does
    /// without the name wherever the logo stands.
    fn by_engine(&self, leaf: Leaf, work: &'a Work, product: &'a Arc<Product>) -> Result<Composed, Faults> {
        let fields = self.plan.fields(leaf);
        let pictures = match leaf.record() {
            Some(_) => self.pictures(leaf, work, product)?,
            None => Cow::Borrowed(self.pictures),
        };
        let set = |fields: &Fields, is_bare: bool| match leaf.record() {
            Some(_) => self.series(leaf.work, work, (product, is_bare)).page(fields, &pictures),
            None => compose_in(&Edition { product, ..self.edition(work, fields) }, &work.choice),
        };
        if fields.has(LOCKUP) && fields.has("unit") && pictures.has(MARKS[0]) {
            let mut bare = Fields::clone(&fields);
            bare.set("unit", "");
            let composed = set(&bare, true)?;
            if names(&composed, MARKS[0]) {
                return Ok(composed);
            }
        }
        set(&fields, false)
    }

    fn compose(&self, leaf: Leaf, side: Side) -> Result<Composed, Faults> {
        let plan = self.plan;
        let work = plan.work(leaf).ok_or_else(Faults::default)?;
        // Who walks round the product finds its left side at the right; what is printed through is the front mirrored.
        let product = if side == Side::Back(Back::Same) { &work.behind } else { &work.product };
        let mut composed = self.by_engine(leaf, work, product)?;
        let moving = plan
            .settings
            .only
            .filter(|only| *only != Pass::Imprint)
            .map(|_| self.moving(leaf, work, product))
            .transpose()?
            .flatten();
        if side == Side::Back(Back::Mirror) {
            composed.page = flip(composed.page);
        }
        let product = if side == Side::Front { &work.product } else { &work.behind };
        if side == Side::Front {
            composed.findings.extend(plan.settings.seams_told(work, product, &composed));
        }
        let is_judged = is_sampled(leaf) || has_overlap(&composed);
        refused(self.finished((leaf, work), product, side, (is_judged, moving.as_deref()), composed))
    }

    /// The items of the layout that differ from record to record; `None` where all do.
    fn moving(&self, leaf: Leaf, work: &'a Work, product: &'a Arc<Product>) -> Result<Option<Vec<Arc<str>>>, Faults> {
        if leaf.record().is_none() {
            return Ok(None);
        }
        let (fields, pictures) = (self.plan.fields(leaf), self.pictures(leaf, work, product)?);
        Ok(self.series(leaf.work, work, (product, false)).moving(&fields, &pictures))
    }

    /// The pictures of the run, and a record's own; of a page that shows several rows each row's own by its place.
    fn pictures(&self, leaf: Leaf, work: &Work, product: &Product) -> Result<Cow<'a, Pictures>, Faults> {
        let (common, settings) = (self.pictures, &self.plan.settings);
        let mut all = Cow::Borrowed(common);
        // A camera's file is a hundred times what a badge shows.
        let ink = Some(settings.shop.most_ink());
        let options = Options { enough: Some(enough_samples(product)), ink, ..Options::default() };
        let scene = Options { covers: vec![scene_samples(product)], ink, ..Options::default() };
        let mark = Options { tight: true, whole: settings.keeps_margin, ..options.clone() };
        let is_board = work.layout.rows > 1;
        let scene = if is_board { Options { covers: vec![cell_samples(product)], ..scene } } else { scene };
        let own = self.plan.records(leaf).into_iter().zip(1..);
        let own = own.flat_map(|(record, i)| {
            self.plan
                .data
                .iter()
                .flat_map(move |data| data.pictures(record).map(move |(name, source)| (i, name, source)))
        });
        for (i, name, source) in own {
            // A board has one logo, its first row's.
            if is_board && name == MARKS[0] && i > 1 {
                continue;
            }
            let options = match name {
                PICTURE => &scene,
                _ if MARKS.contains(&name) => &mark,
                _ => &options,
            };
            let picture = match source {
                Source::File(path) => file(path, settings.profile(), options, self.plan.kept.as_deref())?.0,
                Source::Sheet(found) => given(&found.name, &found.bytes, settings.profile(), options)?.0,
                Source::Box => empty_box(),
            };
            if is_board && name != MARKS[0] {
                all = Cow::Owned(all.with(&format!("{name}#{i}"), picture.clone()));
                if all.has(name) {
                    continue;
                }
            }
            all = Cow::Owned(all.with(name, picture));
        }
        Ok(all)
    }

    fn edition<'f>(&self, work: &'f Work, fields: &'f Fields) -> Edition<'f>
    where
        'a: 'f,
    {
        Edition {
            layout: &work.layout,
            product: &work.product,
            palette: &work.palette,
            sheet: &work.sheet,
            fields,
            fonts: &self.plan.fonts,
            pictures: self.pictures,
            spots: self.plan.settings.pdf.spots,
        }
    }

    /// The series of a work on its product as one sees it, or from behind: where the two look alike they are one. That
    /// without the unit's name (`is_bare`) is another.
    fn series(&self, index: u32, work: &'a Work, of: (&'a Arc<Product>, bool)) -> Arc<Series<'a>> {
        let (product, is_bare) = of;
        let key = (index, !Arc::ptr_eq(product, &work.product), is_bare);
        let mut known = self.series.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, series)) = known.iter().find(|(k, _)| *k == key) {
            return series.clone();
        }
        let edition = Edition { product, ..self.edition(work, &work.fields) };
        let series = Arc::new(Series::chosen(edition, self.varying.clone(), work.choice.clone()));
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((key, series.clone()));
        series
    }

    /// The page as its shop gets it, and what the shop would say of it; without one, what any would say.
    fn finished(
        &self,
        (leaf, work): (Leaf, &Work),
        product: &Product,
        side: Side,
        (sampled, moving): (bool, Option<&[Arc<str>]>),
        mut composed: Composed,
    ) -> Composed {
        let plan = self.plan;
        let shop = &plan.settings.shop;
        let design = if sampled { review(&composed, product, &work.sheet, shop.profile.is_none()) } else { Vec::new() };
        if let Some(profile) = shop.profile.as_deref() {
            if let Some(blacks) = &self.blacks {
                composed.page = blacks.apply(composed.page);
            }
            // Marks and slug come later: they stand outside of what is judged.
            // Type that is outlined on its way into the file is no longer type.
            let outlined = Profile { live_type: true, ..profile.clone() };
            let profile = if plan.settings.pdf.outlines { &outlined } else { profile };
            let judged = inspect(&composed.page, &Context { product: Some(product), profile });
            add_new(&mut composed.findings, judged);
        }
        add_new(&mut composed.findings, design);
        // The whole page was judged: that is what hangs on the wall.
        if let Some(only) = plan.settings.only.filter(|only| *only != Pass::Imprint) {
            let moves = |item: &Item| match (moving, &item.source.region) {
                (None, _) => true,
                (Some(moving), Some(region)) => moving.contains(region),
                (Some(_), None) => false,
            };
            let items = std::mem::take(&mut composed.page.items);
            composed.page.items = if only == Pass::Variable {
                items.into_iter().filter(moves).collect()
            } else {
                let (kept, is_left_white) = stock::fixed(items, moves);
                composed.findings.extend(is_left_white.then(stock::told));
                kept
            };
        }
        self.coater.coat(self.plan, product, &mut composed);
        composed.page = self.with_marks((leaf, work), product, side, composed.page);
        // Onto stock as it lies: the printer's own error is taken out.
        if let (Some(printer), Some(_)) =
            (plan.settings.printer.as_ref().filter(|_| !plan.is_imposed()), plan.settings.only)
        {
            composed.page = printer.corrected(composed.page);
        }
        composed
    }

    /// The page with what the shop wants around it.
    fn with_marks(&self, (leaf, work): (Leaf, &Work), product: &Product, side: Side, mut page: Page) -> Page {
        let (plan, shop) = (self.plan, &self.plan.settings.shop);
        if let Some((x, y)) = plan.settings.shift.map(|[x, y]| (f64::from(x) / 1e3, f64::from(y) / 1e3)) {
            page.items = shifted(page.items, Affine::translate((x, y)));
        }
        let named = (product.sides > 1).then_some(match side {
            Side::Front => "正面",
            Side::Back(Back::Same) => "反面",
            Side::Back(Back::Mirror) => "反面（透印，镜像）",
        });
        let guide = work.guide.as_ref().map(|form| Guide { form: form.clone(), behind: side != Side::Front });
        let finishing =
            Finish { guide, ..shop.finish(product, &work.sheet.text, work.scale, (named, plan.pieces(leaf))) };
        finish(page, product, &finishing)
    }
}

/// Marks moved as one, each under its own source.
fn shifted(items: Vec<Item>, transform: Affine) -> Vec<Item> {
    let moved = |item: Item| {
        let (plane, source) = (item.plane.clone(), item.source.clone());
        Item { mark: Mark::Group(Group { transform, clip: None, text: None, items: vec![item] }), plane, source }
    };
    items.into_iter().map(moved).collect()
}

/// Refuses a page on which ink lies over ink that must be seen.
fn refused(composed: Composed) -> Result<Composed, Faults> {
    let overlaps = composed.findings.iter().filter(|f| f.rule == INK_OVERLAP);
    let fault = |finding: &Finding| Fault {
        hint: finding.hint.clone(),
        ..Fault::new(INK_OVERLAP, finding.place.clone(), finding.what.clone())
    };
    Faults(overlaps.map(fault).collect()).or(composed)
}

/// The code of that fault: the rule of preflight has the same.
const INK_OVERLAP: &str = "ink-overlap";

/// Records of a table whose pages are judged, from the first; then one in so many.
const SAMPLE: (u32, u32) = (20, 500);

/// Whether a page is judged as a design: what is wrong with one of ten thousand badges is wrong with the first, and a
/// judgement takes longer than the badge.
fn is_sampled(leaf: Leaf) -> bool {
    leaf.record().is_none_or(|record| record < SAMPLE.0 || record % SAMPLE.1 == 0)
}

/// Adds what no rule that spoke already has said: composer, shop and designer may find the same.
fn add_new(findings: &mut Vec<Finding>, more: Vec<Finding>) {
    let known: Vec<&str> = findings.iter().map(|f| f.rule).collect();
    findings.extend(more.into_iter().filter(|f| !known.contains(&f.rule)));
}

/// A place inside another.
fn inside(outer: &Place, inner: &Place) -> Place {
    let thing = match (&outer.thing, &inner.thing) {
        (Some(a), Some(b)) => Some(Say { en: format!("{}, {}", a.en, b.en), zh: format!("{}，{}", a.zh, b.zh) }),
        (a, b) => a.clone().or_else(|| b.clone()),
    };
    Place { thing, ..outer.clone() }
}

/// Runs a step of one page so that a fault of the program costs this page only.
pub(crate) fn guard<T>(step: impl FnOnce() -> Result<T, Faults>) -> Result<T, Faults> {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|panic| {
        let why = words(&*panic);
        let what = say!("the program failed on this page: {why}", "程序在这一页出错：{why}");
        let hint = say!(
            "this is a fault of biaoyu: please report it with the slogan",
            "这是 biaoyu 的错误，请连同标语一起反馈"
        );
        Err(Fault::new("internal/panic", Place::default(), what).hint(hint).into())
    })
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "?".into())
}
