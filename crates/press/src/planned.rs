//! Plans whose pages print all that was given for them: nothing that is typed is lost without a word.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::plan::given::{Typed, prints};
use crate::plan::make::make;
use crate::plan::work::Leaf;
use crate::plan::written::Written;
use crate::plan::{Bare, Plan};
use crate::shelf::sources::{Shelf, Sources};
use crate::stage::Stage;
use crate::want::Wanted;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;
use biaoyu_set::compose::{Edition, compose};
use biaoyu_set::finish::Technical;
use biaoyu_set::layout::Layout;
use biaoyu_set::product::{ALL, ART, Product};
use biaoyu_table::table::field_said;

/// Pages that are tried for a field that the first ones do not print.
const TRIED: usize = 4_000;
/// Layouts and products that a hint names, at most.
const NAMED: usize = 8;

/// Plans a run.
///
/// # Errors
/// Every fault of what was asked for: unknown ids, broken files, words that cannot be printed, names that clash; of what
/// could be made, what was given for it and stands on no page.
pub fn plan(wanted: &Wanted, sources: &Sources) -> Result<Plan, Faults> {
    let mut plan = make(wanted, sources)?;
    check(&plan, sources)?;
    plan.bare = bare(&plan);
    let numbers: BTreeSet<usize> = plan.bare.iter().map(|bare| bare.job).collect();
    for number in numbers {
        let Some(job) = plan.jobs.get(number) else { continue };
        let of = |product| plan.settings.shop.coats(product).into_iter();
        let (all, laid): (BTreeSet<_>, BTreeSet<_>) = (
            job.products().iter().flat_map(|(p, _)| of(p)).map(|coat| coat.plate).collect(),
            job.products().iter().flat_map(|(p, _)| plan.laid(number, p)).map(|coat| coat.plate).collect(),
        );
        if let Some(job) = plan.jobs.get_mut(number) {
            let is_bare = |plate: &Arc<str>| all.contains(&**plate) && !laid.contains(&**plate);
            job.files.retain(|file| !file.plate.as_ref().is_some_and(is_bare));
        }
    }
    Ok(plan)
}

impl Written {
    /// Plans again what was asked for, of what is found here. Paths start from the current folder.
    ///
    /// # Errors
    /// As [`plan()`]; `plan/differs` when what is here is not what the plan was made with.
    pub fn plan(&self, sources: &Sources) -> Result<Plan, Faults> {
        let plan = plan(self.wanted(), sources)?;
        plan.agrees(self)?;
        Ok(plan)
    }
}

/// Refuses a run whose pages print something nowhere that was typed for it.
///
/// # Errors
/// `given-not-shown` for each such field, with the layouts and products that print it.
fn check(plan: &Plan, sources: &Sources) -> Result<(), Faults> {
    let mut missing: Vec<&Typed> = plan.given.typed().collect();
    let stage = Stage::new(plan);
    let (mut faults, mut pages) = (Faults::default(), 0);
    for leaf in plan.pages.iter().take(TRIED) {
        if missing.is_empty() {
            return Ok(());
        }
        let fields = plan.fields(*leaf);
        let has = |t: &&Typed| fields.has(&t.field) || plan.pictures.has(&t.field) || t.field == "logo";
        if !missing.iter().any(has) {
            continue;
        }
        // What cannot be set is told by the run.
        let (Ok(composed), Some(work)) = (stage.set(*leaf), plan.work(*leaf)) else { continue };
        missing.retain(|t| !prints(&composed, &fields, &work.sheet, &t.field));
        pages += 1;
    }
    if pages == 0 {
        return Ok(());
    }
    for typed in missing {
        faults.push(refused(plan, sources, typed));
    }
    faults.or(())
}

/// What coats were to lie on and none of a job's pages has, by job and product.
fn bare(plan: &Plan) -> Vec<Bare> {
    if plan.works.iter().all(|work| plan.settings.shop.coats(&work.product).is_empty()) {
        return Vec::new();
    }
    let (stage, mut found, mut pages) = (Stage::new(plan), Vec::new(), 0);
    for (number, job) in plan.jobs.iter().enumerate() {
        let leaves = plan.pages.get(job.pages.clone()).unwrap_or_default();
        for (product, _) in job.products() {
            let coats = plan.settings.shop.coats(product);
            let all = coats.iter().flat_map(|coat| coat.on.iter().map(|on| (coat.what, on.clone())));
            let mut bare: Vec<(Technical, String)> = all.filter(|(_, on)| on != ALL && on != ART).collect();
            for leaf in leaves {
                if bare.is_empty() || plan.work(*leaf).is_none_or(|work| work.product.id != product.id) {
                    continue;
                }
                pages += 1;
                // Of what is not tried, or cannot be set, nothing is known.
                match stage.nowhere(*leaf) {
                    Ok(nowhere) if pages <= TRIED => bare.retain(|place| nowhere.contains(place)),
                    _ => bare.clear(),
                }
            }
            let product: Arc<str> = product.id.as_str().into();
            found.extend(bare.into_iter().map(|(what, on)| Bare { job: number, product: product.clone(), what, on }));
        }
        if pages > TRIED {
            break;
        }
    }
    found
}

fn refused(plan: &Plan, sources: &Sources, typed: &Typed) -> Fault {
    let Typed { field, by } = typed;
    let said = field_said(field);
    let what = say!("`{by}`: no page of this run prints `{field}`", "`{by}`：本次没有一页会印出 `{said}`");
    let place = Place::thing(say!("field `{field}`", "字段 `{said}`"));
    let (layouts, products) = elsewhere(plan, sources, field);
    let list = |all: &[String]| {
        let more = if all.len() > NAMED { " …" } else { "" };
        all.iter().take(NAMED).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" ") + more
    };
    let (l, p) = (list(&layouts), list(&products));
    let hint = match (layouts.is_empty(), products.is_empty()) {
        (true, true) => say!(
            "leave it out, or use a layout of your own that prints `{{{field}}}`",
            "请去掉它，或用自己的版式印出 `{{{field}}}`"
        ),
        (false, true) => say!("layouts that print it on these products: {l}", "这些产品上能印出它的版式：{l}"),
        (true, false) => say!("products on which these layouts print it: {p}", "这些版式能印出它的产品：{p}"),
        (false, false) => say!(
            "layouts that print it on these products: {l}; products on which these layouts print it: {p}",
            "这些产品上能印出它的版式：{l}；这些版式能印出它的产品：{p}"
        ),
    };
    Fault::new("given-not-shown", place, what).hint(hint)
}

/// The layouts that print a field on the run's products, and the products on which the run's layouts print it.
fn elsewhere(plan: &Plan, sources: &Sources, field: &str) -> (Vec<String>, Vec<String>) {
    let mut works: Vec<(&Layout, &Product, Leaf)> = Vec::new();
    for leaf in &plan.pages {
        let Some(work) = plan.work(*leaf) else { continue };
        if !works.iter().any(|(l, p, _)| l.id == work.layout.id && p.id == work.product.id) {
            works.push((&*work.layout, &*work.product, *leaf));
        }
    }
    let prints = |layout: &Layout, product: &Product, leaf: Leaf| {
        let Some(work) = plan.work(leaf) else { return false };
        let fields = plan.fields(leaf);
        let edition = Edition {
            layout,
            product,
            palette: &work.palette,
            sheet: &work.sheet,
            fields: &fields,
            fonts: &plan.fonts,
            pictures: &plan.pictures,
            spots: false,
        };
        compose(&edition).is_ok_and(|composed| prints(&composed, &fields, &work.sheet, field))
    };
    let others = sources.ids(Shelf::Layouts);
    let read = others.iter().filter_map(|id| sources.layout(id).ok().map(|found| (id, found.value)));
    let on = |layout: &Layout| works.iter().any(|(_, product, leaf)| prints(layout, product, *leaf));
    let layouts = read.filter(|(_, layout)| on(layout)).map(|(id, _)| id.clone()).collect();
    let all = sources.products().0;
    let by = |product: &Product| works.iter().any(|(layout, _, leaf)| prints(layout, product, *leaf));
    let products = all.iter().filter(|p| by(&p.value)).map(|p| p.value.id.clone()).collect();
    (layouts, products)
}
