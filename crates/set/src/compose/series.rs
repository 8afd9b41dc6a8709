//! Pages that differ in their record only: what no record touches is set once and painted as a form.
//!
//! A layout tells which of its steps show a field and which numbers each step reads. What depends on a field that
//! varies *moves*; all else is *fixed* for the records that fill the same fields, as a layout may ask whether a field
//! has text and take another variant. A page of the series equals the page that [`compose()`](super::compose()) gives.

use std::sync::{Arc, Mutex, PoisonError};

use super::composer::Kept;
use super::edition::{Code, code, taken_fields};
use super::engine::start;
use super::memo::Memo;
use super::{Choice, Composed, Composer, Drawn, Edition, Entry, Said, Set, compose_in, frame};
use crate::layout::{Kind, Node, Variant};
use crate::picture::{FILES, Pictures, modules};
use biaoyu_page::error::{Faults, Finding};
use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::page::{Form, Item, Mark, Plane, Source};
use biaoyu_table::record::Fields;

/// Sets of filled fields that are remembered; records that fill yet another set are composed each on its own.
const PATTERNS: usize = 64;

/// An edition whose records vary in some fields.
pub struct Series<'a> {
    edition: Edition<'a>,
    choice: Choice,
    varying: Vec<String>,
    known: Mutex<Vec<(Key, Pattern)>>,
    /// Of which varying fields the length counts, by keys without lengths.
    asked: Mutex<Vec<(Key, Arc<[usize]>)>>,
}

/// What records of one pattern have in common: which of the varying fields are filled, and the sizes of pictures that
/// layouts ask for.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    filled: Vec<bool>,
    modules: f64,
    logo: f64,
    /// Rows of the table that the page shows, and whether most of their pictures are upright.
    rows: usize,
    upright: bool,
    /// Lengths of those fields whose length the variant asks for.
    lengths: Vec<f64>,
}

impl Key {
    /// All but the lengths.
    fn of(varying: &[String], edition: &Edition<'_>, code: Option<&Code>) -> Self {
        let pictures = edition.pictures;
        let said = |f: &str| !FILES.contains(&f) && edition.fields.has(f);
        let filled = varying.iter().map(|f| said(f) || pictures.has(f)).collect();
        let modules = code.and_then(|c| c.as_ref().ok()).and_then(modules).unwrap_or(0.0);
        Self {
            filled,
            modules,
            logo: frame::logo_aspect(pictures),
            rows: edition.fields.rows().len(),
            upright: frame::upright(pictures, edition.fields.rows().len()),
            lengths: Vec::new(),
        }
    }
}

/// What is fixed for all records that fill the same fields.
type Pattern = Arc<Result<Option<Fixed>, Faults>>;

/// The fixed part of a page.
struct Fixed {
    /// Index of the variant in its layout.
    variant: usize,
    frame: Vec<f64>,
    /// The steps that move, in the variant's order.
    moving: Vec<Moving>,
    layers: Vec<Layer>,
    set: Vec<(usize, Arc<Set>)>,
    said: Vec<Said>,
    drawn: Vec<Drawn>,
    ledger: Vec<Entry>,
    findings: Vec<Finding>,
    taken: Vec<Rect>,
    kept: Vec<Kept>,
}

/// A step that moves.
struct Moving {
    /// Its place in the variant's order.
    step: usize,
    /// Slots that it reads and that move.
    reads: Vec<usize>,
    /// What it came to before.
    memo: Option<Memo>,
}

/// Parts of a page in the order of painting.
enum Layer {
    Fixed(Vec<Item>),
    /// The marks of an item, by its index.
    Moving(usize),
}

impl<'a> Series<'a> {
    /// A series of `edition`, whose own fields and pictures do not count; `varying` names the fields and pictures that
    /// differ from record to record. The slogan is not one of them: another slogan is another sheet.
    pub fn new(edition: Edition<'a>, varying: Vec<String>) -> Self {
        Self::chosen(edition, varying, Choice::default())
    }

    /// The same, in what was chosen for all slogans of the product.
    pub fn chosen(edition: Edition<'a>, varying: Vec<String>, choice: Choice) -> Self {
        Self { edition, choice, varying, known: Mutex::default(), asked: Mutex::default() }
    }

    /// Sets the page of a record. `fields` and `pictures` are all that there are, not only those that vary.
    ///
    /// # Errors
    /// As [`compose()`](super::compose()).
    pub fn page(&self, fields: &Fields, pictures: &Pictures) -> Result<Composed, Faults> {
        let edition = Edition { fields, pictures, ..self.edition };
        let code = code(&edition);
        let key = self.key(&edition, code.as_ref());
        let alone = || compose_in(&edition, &self.choice);
        let Some(pattern) = self.pattern(&edition, key, code.as_ref()) else { return alone() };
        match &*pattern {
            Ok(Some(fixed)) => match edition.layout.variants.get(fixed.variant) {
                Some(variant) => page(&edition, (variant, &self.choice), fixed, code),
                None => alone(),
            },
            Ok(None) => alone(),
            Err(faults) => Err(faults.clone()),
        }
    }

    /// The items of the layout that differ from record to record on the page of these fields; `None` where all do.
    pub fn moving(&self, fields: &Fields, pictures: &Pictures) -> Option<Vec<Arc<str>>> {
        let edition = Edition { fields, pictures, ..self.edition };
        let code = code(&edition);
        let key = self.key(&edition, code.as_ref());
        let pattern = self.pattern(&edition, key, code.as_ref())?;
        let fixed = pattern.as_ref().as_ref().ok()?.as_ref()?;
        let variant = edition.layout.variants.get(fixed.variant)?;
        let item = |moving: &Moving| match variant.order.get(moving.step)?.node {
            Node::Item(index) => variant.items.get(index).map(|item| item.id.clone()),
            Node::Let(..) => None,
        };
        Some(fixed.moving.iter().filter_map(item).collect())
    }

    fn key(&self, edition: &Edition<'_>, code: Option<&Code>) -> Key {
        let mut key = Key::of(&self.varying, edition, code);
        let mut known = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = match known.iter().find(|(k, _)| *k == key) {
            Some((_, asked)) => asked.clone(),
            None => {
                let asked = self.asked(edition, code);
                if known.len() < PATTERNS {
                    known.push((key.clone(), asked.clone()));
                }
                asked
            }
        };
        drop(known);
        let fields = asked.iter().filter_map(|i| self.varying.get(*i));
        key.lengths = fields.map(|f| frame::length(edition.fields, f)).collect();
        key
    }

    /// The varying fields whose length the variant asks for that these records take; any variant, where the choice
    /// among them asks for a length too.
    fn asked(&self, edition: &Edition<'_>, code: Option<&Code>) -> Arc<[usize]> {
        let slot = |variant: &Variant, field: &str| variant.scope.slot(&format!("len.{field}"));
        let is_chosen_by = |variant: &Variant, field: &str| {
            let slot = slot(variant, field);
            slot.is_some() && variant.when.as_ref().is_some_and(|when| when.slots().any(|read| Some(read) == slot))
        };
        let all = &edition.layout.variants;
        let by_length = self.varying.iter().any(|f| all.iter().any(|v| is_chosen_by(v, f)));
        let taken = start(edition, code, &self.choice).ok().map(|(index, ..)| index).filter(|_| !by_length);
        let among = || all.iter().enumerate().filter(|(i, _)| taken.is_none_or(|taken| taken == *i));
        let asks = |(i, field): (usize, &String)| among().any(|(_, v)| slot(v, field).is_some()).then_some(i);
        self.varying.iter().enumerate().filter_map(asks).collect()
    }

    fn pattern(&self, edition: &Edition<'_>, key: Key, code: Option<&Code>) -> Option<Pattern> {
        // Found under the lock by whoever comes first: what is fixed is set once, and the others need it at once.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pattern)) = known.iter().find(|(k, _)| *k == key) {
            return Some(pattern.clone());
        }
        if known.len() >= PATTERNS {
            return None;
        }
        let pattern = Arc::new(fix(edition, &self.choice, &self.varying, code));
        known.push((key, pattern.clone()));
        Some(pattern)
    }
}

/// Sets what is fixed; `None` when nothing is, or when the order of painting moves.
fn fix(
    edition: &Edition<'_>,
    choice: &Choice,
    varying: &[String],
    code: Option<&Code>,
) -> Result<Option<Fixed>, Faults> {
    let (index, variant, frame) = start(edition, code, choice)?;
    let Some(moving) = moving(variant, varying) else { return Ok(None) };
    let mut composer = Composer::new(edition, variant, frame, taken_fields(edition), code.cloned(), choice);
    let mut order: Vec<(f64, usize, Option<Vec<Item>>)> = Vec::new();
    for (i, step) in variant.order.iter().enumerate() {
        let moves = moving.iter().any(|m| m.step == i);
        match &step.node {
            Node::Let(..) if moves => {}
            Node::Let(slot, program) => composer.compute(*slot, program),
            Node::Item(index) => {
                let Some(item) = variant.items.get(*index) else { continue };
                let z = item.z.as_ref().map_or(0.0, |z| z.eval(&composer.frame));
                order.push((z, *index, (!moves).then(|| composer.item(*index, item))));
            }
        }
    }
    let Composer { mut faults, frame, set, said, drawn, ledger, findings, taken, kept, .. } = composer;
    faults.0.dedup();
    faults.or(())?;
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut layers: Vec<Layer> = Vec::new();
    let ground = Composer::new(edition, variant, Vec::new(), Fields::default(), None, choice).ground();
    layers.push(Layer::Fixed(ground.into_iter().collect()));
    for (_, index, items) in order {
        match (items, layers.last_mut()) {
            (None, _) => layers.push(Layer::Moving(index)),
            (Some(more), Some(Layer::Fixed(items))) => items.extend(more),
            (Some(items), _) => layers.push(Layer::Fixed(items)),
        }
    }
    for layer in &mut layers {
        if let Layer::Fixed(items) = layer {
            share(items, edition);
        }
    }
    Ok(Some(Fixed { variant: index, frame, moving, layers, set, said, drawn, ledger, findings, taken, kept }))
}

/// The steps that depend on a varying field; `None` when that is every item, or the place of one in the order of
/// painting.
fn moving(variant: &Variant, varying: &[String]) -> Option<Vec<Moving>> {
    let mut moved = vec![false; variant.scope.len()];
    let mut moving = Vec::new();
    let mut cells = false;
    let mut fixed = 0;
    for (i, step) in variant.order.iter().enumerate() {
        let item = if let Node::Item(index) = step.node { variant.items.get(index) } else { None };
        let is = |slot: &usize| moved.get(*slot).is_some_and(|m| *m);
        // A mosaic leaves out the cells that type has taken.
        let shaped = cells && item.is_some_and(|item| matches!(item.kind, Kind::Tiles(_)));
        let moves = shaped || step.reads.iter().any(is) || step.fields.iter().any(|f| varying.contains(f));
        if item.and_then(|item| item.z.as_ref()).is_some_and(|z| z.slots().any(|slot| is(&slot))) {
            return None;
        }
        if moves {
            let reads = step.reads.iter().copied().filter(|slot| is(slot)).collect();
            moving.push(Moving { step: i, reads, memo: item.and_then(Memo::of) });
            cells |= item.is_some_and(|item| matches!(item.kind, Kind::Cells(_)));
            moved.get_mut(step.writes.clone()).into_iter().flatten().for_each(|m| *m = true);
        } else {
            fixed += usize::from(item.is_some());
        }
    }
    (fixed > 0).then_some(moving)
}

/// Makes a form of items where that is shorter than to paint them anew.
fn share(items: &mut Vec<Item>, edition: &Edition<'_>) {
    let is_small = |item: &Item| matches!(&item.mark, Mark::Path(path) if path.path.elements().len() <= 8);
    if items.is_empty() || (items.len() == 1 && items.iter().all(is_small)) {
        return;
    }
    let id = format!("{}-{}-{}", edition.layout.id, edition.product.id, edition.sheet.number);
    let form = Form { id, bounds: edition.product.boxes().media, items: std::mem::take(items), once: false };
    let mark = Mark::Shared { form: Arc::new(form), transform: Affine::IDENTITY };
    // Each item of the form keeps its own source.
    items.push(Item { mark, plane: Plane::Art, source: Source::default() });
}

/// Sets what moves, between what is fixed.
fn page(
    edition: &Edition<'_>,
    (variant, choice): (&Variant, &Choice),
    fixed: &Fixed,
    code: Option<Code>,
) -> Result<Composed, Faults> {
    let mut composer = Composer::new(edition, variant, fixed.frame.clone(), taken_fields(edition), code, choice);
    composer.set.clone_from(&fixed.set);
    composer.said.clone_from(&fixed.said);
    composer.drawn.clone_from(&fixed.drawn);
    composer.ledger.clone_from(&fixed.ledger);
    composer.findings.clone_from(&fixed.findings);
    composer.taken.clone_from(&fixed.taken);
    composer.kept.clone_from(&fixed.kept);
    let mut own: Vec<(usize, Vec<Item>)> = Vec::with_capacity(fixed.moving.len());
    for moving in &fixed.moving {
        let Some(step) = variant.order.get(moving.step) else { continue };
        match &step.node {
            Node::Let(slot, program) => composer.compute(*slot, program),
            Node::Item(index) => {
                let Some(item) = variant.items.get(*index) else { continue };
                let items = match &moving.memo {
                    Some(memo) => composer.remembered((*index, item), step, &moving.reads, memo),
                    None => composer.item(*index, item),
                };
                own.push((*index, items));
            }
        }
    }
    let mut items = Vec::new();
    for layer in &fixed.layers {
        match layer {
            Layer::Fixed(fixed) => items.extend(fixed.iter().cloned()),
            Layer::Moving(index) => {
                let found = own.iter_mut().find(|(i, _)| i == index);
                items.extend(found.map(|(_, items)| std::mem::take(items)).unwrap_or_default());
            }
        }
    }
    composer.close(items)
}
