//! Pages composed and finished for their shop: what a run asks of the engine, with all that its pages share.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use super::pictures::file;
use super::plan::Plan;
use super::print::guard;
use super::work::{Leaf, Work};
use crate::compose::{Composed, Edition, Pictures, Series, compose};
use crate::error::{Faults, Finding, Place, Say};
use crate::finish::{Blacks, finish};
use crate::picture::Options;
use crate::preflight::{Context, inspect, review};
use crate::profile::Profile;
use crate::record::Fields;

/// Series that are kept: a run goes through its works in order, so that the oldest is not needed again soon.
const KEPT: usize = 64;

/// Composes the pages of a plan, on any thread.
pub(super) struct Compositor<'a> {
    plan: &'a Plan,
    /// Fields and pictures that differ from record to record.
    varying: Vec<String>,
    series: Mutex<Vec<(u32, Arc<Series<'a>>)>>,
    blacks: Option<Blacks<'a>>,
}

impl<'a> Compositor<'a> {
    /// For all pages of a plan.
    pub fn new(plan: &'a Plan) -> Self {
        let columns = plan.data.as_ref().map(|d| d.columns().to_vec()).unwrap_or_default();
        let mut varying: Vec<String> = columns.into_iter().filter(|c| c != "slogan").collect();
        varying.push("n".into());
        let blacks = plan.settings.shop.profile.as_deref().map(Blacks::new);
        Self { plan, varying, series: Mutex::default(), blacks }
    }

    /// A page. A fault of the program costs this page only.
    ///
    /// # Errors
    /// Why it cannot be set.
    pub fn page(&self, leaf: Leaf) -> Result<Composed, Faults> {
        guard(|| self.compose(leaf)).map_err(|mut faults| {
            if self.plan.row(leaf).is_some() {
                let row = self.plan.place(leaf);
                faults.0.iter_mut().for_each(|fault| fault.place = inside(&row, &fault.place));
            }
            // A character that no face has is told once a region, not once a line.
            faults.0.dedup();
            faults
        })
    }

    fn compose(&self, leaf: Leaf) -> Result<Composed, Faults> {
        let plan = self.plan;
        let work = plan.work(leaf).ok_or_else(Faults::default)?;
        let fields = plan.fields(leaf);
        let composed = match leaf.record {
            Some(record) => {
                let pictures = self.pictures(record)?;
                self.series(leaf.work, work).page(&fields, &pictures)
            }
            None => compose(&self.edition(work, &fields)),
        };
        Ok(self.finished(work, composed?))
    }

    /// The pictures of the run, and the photo of a record.
    fn pictures(&self, record: u32) -> Result<Cow<'a, Pictures>, Faults> {
        let (common, settings) = (&self.plan.pictures, &self.plan.settings);
        let Some(path) = self.plan.data.as_ref().and_then(|data| data.photo(record)) else {
            return Ok(Cow::Borrowed(common));
        };
        let (photo, ..) = file(path, settings.profile(), &Options::default())?;
        Ok(Cow::Owned(common.with("photo", photo)))
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
            pictures: &self.plan.pictures,
            spots: self.plan.settings.pdf.spots,
        }
    }

    fn series(&self, index: u32, work: &'a Work) -> Arc<Series<'a>> {
        let mut known = self.series.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, series)) = known.iter().find(|(i, _)| *i == index) {
            return series.clone();
        }
        let series = Arc::new(Series::new(self.edition(work, &work.fields), self.varying.clone()));
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((index, series.clone()));
        series
    }

    /// The page as its shop gets it, and what the shop would say of it.
    fn finished(&self, work: &Work, mut composed: Composed) -> Composed {
        let (plan, product) = (self.plan, &*work.product);
        let shop = &plan.settings.shop;
        let design = review(&composed, product, &work.sheet);
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
        composed.page = finish(composed.page, product, &shop.finish(product, &work.sheet.text, work.scale));
        composed
    }
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
