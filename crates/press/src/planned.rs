//! Plans whose pages print all that was given for them: nothing that is typed is lost without a word.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::plan::given::{Typed, names, prints};
use crate::plan::make::make;
use crate::plan::work::{Leaf, Work};
use crate::plan::written::Written;
use crate::plan::{Bare, Plan};
use crate::shelf::sources::{Shelf, Sources};
use crate::stage::Stage;
use crate::want::Wanted;
use biaoyu_check::preflight::GIVEN_NOT_SHOWN;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say};
use biaoyu_page::say;
use biaoyu_set::compose::{Edition, compose};
use biaoyu_set::finish::Technical;
use biaoyu_set::layout::{Kind, Layout};
use biaoyu_set::picture::FILES;
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
    let (wordless, displaced) = (wordless(&plan), displaced(&plan, wanted));
    plan.notes.extend(wordless.into_iter().chain(displaced));
    // Of a campaign that no page speaks of nothing is said.
    if plan.works.iter().all(|work| plan.given.is_wordless(&work.layout.id)) {
        plan.notes.retain(|note| note.rule != "campaign-built-in");
    }
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
    faults.0.extend(no_slogan(plan));
    for leaf in plan.pages.iter().take(TRIED) {
        if missing.is_empty() {
            return faults.or(());
        }
        let fields = plan.fields(*leaf);
        let has = |t: &&Typed| fields.has(&t.field) || plan.pictures.has(&t.field) || t.field == "logo";
        if !missing.iter().any(has) {
            continue;
        }
        // What cannot be set is told by the run.
        let (Ok(composed), Some(work)) = (stage.set(*leaf), plan.work(*leaf)) else { continue };
        // Who signs for all rows is their issuer.
        let unit = work.fields.get("unit").filter(|unit| fields.get("issuer") == Some(unit));
        let signs = unit.is_some() && names(&composed, "issuer");
        let is_printed = |t: &Typed| prints(&composed, &fields, &work.sheet, &t.field) || (signs && t.field == "unit");
        missing.retain(|t| !is_printed(t));
        pages += 1;
    }
    if pages == 0 {
        return faults.or(());
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

/// Slogans that were given by hand, where no page shows one.
fn no_slogan(plan: &Plan) -> Option<Fault> {
    let by = plan.given.texts()?;
    let works = || plan.works.iter();
    if works().any(|work| !plan.given.is_wordless(&work.layout.id)) {
        return None;
    }
    let layout = &works().next()?.layout;
    let (id, shown) = (&layout.id, shown(layout));
    let list = listed(&shown);
    let what = say!("`{by}`: no page of this run shows a slogan", "`{by}`：本次没有一页会印出标语");
    // One text was meant for what the layout is about.
    let needed = layout.needs.iter().map(String::as_str).find(|need| !FILES.contains(need));
    let field = needed.or(shown.iter().map(String::as_str).find(|field| *field != "title")).unwrap_or("name");
    let text = by.strip_prefix("--text ").filter(|text| !text.ends_with(" …")).unwrap_or("…");
    let hint = say!(
        "layout `{id}` prints {list}: write `--set {field}={text}`, for several a table by `--data`",
        "版式 `{id}` 印的是 {list}：请写 `--set {field}={text}`，多张请用 `--data 表格`"
    );
    Some(Fault::new("given-not-shown", Place::default(), what).hint(hint))
}

/// The products that show no slogan, where slogans were given by hand and others show them.
fn wordless(plan: &Plan) -> Vec<Finding> {
    let Some(by) = plan.given.texts() else { return Vec::new() };
    let mut told: Vec<(&str, &str)> = Vec::new();
    for work in &plan.works {
        let pair = (work.product.id.as_str(), work.layout.id.as_str());
        if plan.given.is_wordless(pair.1) && !told.contains(&pair) {
            told.push(pair);
        }
    }
    let finding = |(product, layout): (&str, &str)| Finding {
        rule: GIVEN_NOT_SHOWN.id,
        severity: GIVEN_NOT_SHOWN.severity,
        place: Place::default(),
        what: say!(
            "`{by}` was given and is not printed on `{product}`: layout `{layout}` shows no slogan",
            "给了 `{by}`，`{product}` 没有印出：版式 `{layout}` 不印标语"
        ),
        hint: Some(Say { en: GIVEN_NOT_SHOWN.cure.en.into(), zh: GIVEN_NOT_SHOWN.cure.zh.into() }),
    };
    told.into_iter().map(finding).collect()
}

/// Slogans that were chosen, where a lettering or finished art stands in their place: they name the files, no more.
fn displaced(plan: &Plan, wanted: &Wanted) -> Option<Finding> {
    let words = &wanted.words;
    let (picture, by) = match (&words.lettering, &words.art) {
        (Some(_), _) => ("lettering", "--lettering"),
        (None, Some(_)) => ("art", "--art"),
        (None, None) => return None,
    };
    let shows = |layout: &Layout| {
        let mut items = layout.variants.iter().flat_map(|variant| &variant.items);
        items.any(|item| matches!(&item.kind, Kind::Picture(slot) if slot.what == picture))
    };
    let layout = &plan.works.iter().find(|work| shows(&work.layout))?.layout.id;
    let given = match (plan.given.texts(), wanted.what.picks.is_some()) {
        (Some(given), _) => given,
        (None, true) => "-s",
        (None, false) => return None,
    };
    Some(Finding {
        rule: GIVEN_NOT_SHOWN.id,
        severity: GIVEN_NOT_SHOWN.severity,
        place: Place::default(),
        what: say!(
            "`{given}` is not printed on layout `{layout}`: `{by}` stands in the place of the slogan, which names the file",
            "`{given}` 在版式 `{layout}` 上不印出：`{by}` 的画面代替标语，标语只用作文件名"
        ),
        hint: Some(say!("leave one of them out, or make a run of each", "请去掉其中一个，或分两次运行")),
    })
}

/// Fields as messages name them.
fn listed(fields: &[String]) -> String {
    fields.iter().map(|field| field_said(field)).collect::<Vec<_>>().join(", ")
}

/// The fields that the lines of a layout show, in its order.
fn shown(layout: &Layout) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for item in layout.variants.iter().flat_map(|variant| &variant.items) {
        let Kind::Text(text) = &item.kind else { continue };
        for (field, _) in text.text.iter().flat_map(|line| line.fields()) {
            if !fields.iter().any(|known| known == field) {
                fields.push(field.to_owned());
            }
        }
    }
    fields
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
    // A paper of an event shows what its row says: the cure is there, not in another layout.
    let is_own = |work: &Arc<Work>| work.product.layout.as_ref() == Some(&work.layout.id);
    let own = plan.works.first().filter(|_| plan.works.iter().all(is_own)).map(|work| &work.layout);
    if let Some(own) = own {
        let (id, shown) = (&own.id, listed(&shown(own)));
        let (en, zh) = match (layouts.is_empty(), products.is_empty()) {
            (_, false) => (format!("; products on which it is printed: {p}"), format!("；能印出它的产品：{p}")),
            (false, true) => {
                (format!("; layouts that print it on these products: {l}"), format!("；这些产品上能印出它的版式：{l}"))
            }
            (true, true) => Default::default(),
        };
        let hint = say!("leave it out: layout `{id}` prints {shown}{en}", "请去掉它：版式 `{id}` 印的是 {shown}{zh}");
        return Fault::new("given-not-shown", place, what).hint(hint);
    }
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
