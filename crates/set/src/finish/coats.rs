//! What a shop lays on a sheet beside its printing inks: white under the colours of film and glass 白墨, spot varnish
//! 局部 UV, foil 烫金. Each is a processing step of its own (ISO 19593-1:2018, 6.2) in a spot that overprints, of the very
//! shapes that the page prints; what is foiled is no longer printed.

use std::sync::{Arc, Mutex, PoisonError};

use super::coat_area::united;
use super::coat_shapes::{are_fills, bare, figures, inked, shape, shapes};
use super::steps::step;
use crate::picture::pierced;
use crate::product::{ALL, ART};
use crate::technical::Technical;
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::page::{Form, Group, Item, Mark, Page, Plane, Source, Step};

/// One coat and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coat {
    /// White, varnish or foil.
    pub what: Technical,
    /// The name of its plate.
    pub plate: String,
    /// `all` (the sheet to the end of its bleed), `art` (wherever ink is), or fields: `slogan`, `logo`, `unit` …
    pub on: Vec<String>,
    /// How far its edges lie within what it lies under 内缩, micrometres; those that the knife cuts stay.
    pub choke: u32,
}

/// Lays coats, and remembers what has become of the forms that many pages share.
#[derive(Default)]
pub struct Coater {
    forms: Mutex<Vec<Known>>,
}

/// A form and what has become of it.
struct Known {
    form: Arc<Form>,
    /// The regions that are foiled, those of them that set type, and the one that the form stands in.
    of: (Vec<Arc<str>>, Vec<Arc<str>>, Option<Arc<str>>),
    left: Arc<Form>,
    foil: Vec<Item>,
    filled: bool,
}

/// Forms that are remembered; then all are dropped.
const KEPT: usize = 256;

/// What is told of a coat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The page does not have what it was to lie on.
    Nowhere(Technical, String),
    /// What is left white within a mark is coated with it, as its outline crosses that of the ink.
    Filled(Technical),
    /// A picture of samples is coated as its outline, or as its frame.
    Framed(Technical, String),
    /// Strokes that are thinner than twice the choke (micrometres) have no white: how many, and where the largest stands, mm
    /// from the trim's left and top.
    Thin(u32, usize, [i32; 2]),
    /// Too many points for one figure: its pieces are laid one by one, not pulled in.
    Pieces(Technical),
}

impl Coater {
    /// Lays coats on a page, one over the other. `regions` gives the regions in which a field stands. What they were to lie on
    /// and is not on the page is told.
    pub fn lay(&self, coats: &[Coat], page: &mut Page, regions: impl Fn(&str) -> Vec<Arc<str>>) -> Vec<Told> {
        let mut told = Vec::new();
        let mut laid = Vec::new();
        for coat in coats {
            let layer = layer(coat);
            let mut shapes = Vec::new();
            let (mut wanted, mut names) = (Vec::new(), Vec::new());
            for on in &coat.on {
                match on.as_str() {
                    ALL => shapes.push(solid(page.cut.path(), &layer)),
                    ART => shapes.extend(inked(&page.items, &layer)),
                    field => {
                        let own = regions(field);
                        if field != "picture" && own.iter().any(|region| has_samples(&page.items, region, false)) {
                            told.push(Told::Framed(coat.what, field.to_owned()));
                        }
                        wanted.extend(own);
                        names.push(field);
                    }
                }
            }
            let foils = coat.what == Technical::Foil;
            let typed = wanted.iter().filter(|region| has_type(&page.items, region, false)).cloned().collect();
            let mut part =
                Part { regions: &wanted, typed, layer: &layer, takes: foils, known: &self.forms, filled: false };
            let (rest, own) = part.items(&page.items, None);
            if foils {
                page.items = rest;
            }
            told.extend(part.filled.then_some(Told::Filled(coat.what)));
            for field in names {
                let found = regions(field).iter().any(|region| own.iter().any(|item| holds(item, region)));
                if !found {
                    told.push(Told::Nowhere(coat.what, field.to_owned()));
                }
            }
            shapes.extend(own);
            if coat.choke > 0 || coat.on.iter().any(|on| on == ART) {
                shapes = one(shapes, coat, page, &layer, &mut told);
            }
            if !shapes.is_empty() {
                let clip = Some(Arc::new(page.cut.path()));
                let group = Group { transform: Affine::IDENTITY, clip, text: None, items: shapes };
                laid.push(Item { mark: Mark::Group(group), plane: Plane::Step(layer), source: Source::default() });
            }
        }
        page.items.extend(laid);
        told
    }
}

/// The shapes of a coat as one figure: pieces that meet would leave hairlines between them.
fn one(shapes: Vec<Item>, coat: &Coat, page: &Page, layer: &Step, told: &mut Vec<Told>) -> Vec<Item> {
    let Some(united) = united(&shapes, &page.cut.path(), f64::from(coat.choke) / 1000.0) else {
        told.push(Told::Pieces(coat.what));
        return shapes;
    };
    if let Some((count, at)) = united.lost {
        told.push(Told::Thin(coat.choke, count, [at.x, at.y].map(|mm| mm.round() as i32)));
    }
    if united.path.is_empty() { Vec::new() } else { vec![solid(united.path, layer)] }
}

/// The layer of a coat. It overprints without a blend mode: overprint and `Multiply` together multiply the inks below with
/// themselves (ISO 32000-2, 11.7.4.3).
fn layer(coat: &Coat) -> Arc<Step> {
    let (group, kind) = coat.what.step();
    let (name, alternate) = match coat.what {
        Technical::Varnish => ("局部UV varnish", Cmyk::percent(12.0, 0.0, 0.0, 0.0)),
        Technical::Foil => ("烫金 foil", GOLD),
        _ => ("白墨 white", Cmyk::percent(4.0, 0.0, 0.0, 0.0)),
    };
    step(group, kind, name, &coat.plate, alternate)
}

/// Gold foil on proofs.
pub(super) const GOLD: Cmyk = Cmyk::percent(18.0, 32.0, 78.0, 4.0);

/// Whether a step lays something on the sheet.
pub(super) fn is_coat(step: &Step) -> bool {
    matches!((step.group, step.kind), ("White" | "Varnish", _) | ("Structural", Some("FoilStamping")))
}

/// A figure of a mark.
struct Figure {
    path: BezPath,
    even_odd: bool,
}

fn lies_on(on: Rect, bounds: Rect) -> bool {
    on.intersect(bounds).area() > 0.9 * bounds.area()
}

fn solid(path: BezPath, layer: &Step) -> Item {
    shape((path, false), layer, Source::default())
}

/// Whether an item is of a region, or holds one that is.
fn holds(item: &Item, region: &str) -> bool {
    item.source.region.as_deref() == Some(region)
        || matches!(&item.mark, Mark::Group(group) if group.items.iter().any(|item| holds(item, region)))
}

/// Whether a region sets type.
fn has_type(items: &[Item], region: &str, is_within: bool) -> bool {
    any(items, region, is_within, &|mark| matches!(mark, Mark::Glyphs(_)))
}

/// Whether a region paints samples.
fn has_samples(items: &[Item], region: &str, is_within: bool) -> bool {
    any(items, region, is_within, &|mark| matches!(mark, Mark::Image(_)))
}

fn any(items: &[Item], region: &str, is_within: bool, is: &dyn Fn(&Mark) -> bool) -> bool {
    items.iter().any(|item| {
        let is_own = is_within || item.source.region.as_deref() == Some(region);
        match &item.mark {
            Mark::Group(group) => any(&group.items, region, is_own, is),
            Mark::Shared { form, .. } => any(&form.items, region, is_own, is),
            mark => is_own && is(mark),
        }
    })
}

/// Takes regions out of a page.
struct Part<'a> {
    regions: &'a [Arc<str>],
    /// Those that set type: the bars and panels below it are no part of its words.
    typed: Vec<Arc<str>>,
    layer: &'a Step,
    /// What is laid is no longer printed.
    takes: bool,
    known: &'a Mutex<Vec<Known>>,
    /// Something white on ink could not be left out.
    filled: bool,
}

impl Part<'_> {
    /// What is left of the items, and what of them is laid.
    fn items(&mut self, items: &[Item], within: Option<&Arc<str>>) -> (Vec<Item>, Vec<Item>) {
        let (mut rest, mut laid) = (Vec::new(), Vec::new());
        for item in items.iter() {
            if item.plane != Plane::Art {
                rest.push(item.clone());
                continue;
            }
            let own = item.source.region.as_ref().filter(|region| self.regions.contains(region)).or(within);
            let is_parted = matches!(item.mark, Mark::Group(_) | Mark::Shared { .. } | Mark::Path(_) | Mark::Blocks(_));
            let is_typed = own.is_some_and(|region| self.typed.contains(region));
            if own.is_some() && !(is_typed && is_parted) {
                laid.extend(self.coated(item));
                if !self.takes {
                    rest.push(item.clone());
                }
                continue;
            }
            match &item.mark {
                Mark::Group(group) => {
                    let (left, own) = self.items(&group.items, own);
                    let of = |items| Group { items, ..bare(group) };
                    if !own.is_empty() {
                        // What is foiled takes its words along; of the others the art has them.
                        let text = group.text.clone().filter(|_| self.takes && is_typed);
                        let mark = Mark::Group(Group { text, ..of(own) });
                        laid.push(Item { mark, plane: Plane::Art, source: item.source.clone() });
                    }
                    if !left.is_empty() || group.items.is_empty() {
                        let text = group.text.clone().filter(|_| !(self.takes && is_typed));
                        let mark = Mark::Group(Group { text, ..of(left) });
                        rest.push(Item { mark, plane: Plane::Art, source: item.source.clone() });
                    }
                }
                Mark::Shared { form, transform } => {
                    let (left, own) = self.form(form, own);
                    if !own.is_empty() {
                        let group = Group { transform: *transform, clip: None, text: None, items: own };
                        laid.push(Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() });
                    }
                    let mark = Mark::Shared { form: left, transform: *transform };
                    rest.push(Item { mark, plane: Plane::Art, source: item.source.clone() });
                }
                _ => rest.push(item.clone()),
            }
        }
        (rest, laid)
    }

    /// The shapes of an item in the coat. What is left white on ink of the same mark is left out; a mark that is white
    /// altogether is coated.
    fn coated(&mut self, item: &Item) -> Vec<Item> {
        let (mut inked, mut holes) = (Vec::new(), false);
        let items = std::slice::from_ref(item);
        let plain = shapes(items, self.layer, Affine::IDENTITY, &mut |bounds, has_ink| {
            if has_ink {
                inked.push(bounds);
            } else {
                holes |= inked.iter().any(|on| lies_on(*on, bounds));
            }
            true
        });
        // What has lines or clips is more than its fills.
        if !holes || !are_fills(items) {
            self.filled |= holes;
            return plain;
        }
        let mut found: Vec<Figure> = Vec::new();
        let mut is_whole = true;
        figures(items, Affine::IDENTITY, &mut |path, even_odd, has_ink| {
            let bounds = path.bounding_box();
            let under = found.iter_mut().rev().find(|figure| lies_on(figure.path.bounding_box(), bounds));
            match under.filter(|_| !has_ink) {
                None => found.push(Figure { path, even_odd }),
                Some(under) => match pierced((under.path.clone(), under.even_odd), (path, even_odd)) {
                    Some(path) => *under = Figure { path, even_odd: false },
                    None => is_whole = false,
                },
            }
        });
        self.filled |= !is_whole;
        found.into_iter().map(|figure| shape((figure.path, figure.even_odd), self.layer, item.source.clone())).collect()
    }

    fn form(&mut self, form: &Arc<Form>, within: Option<&Arc<str>>) -> (Arc<Form>, Vec<Item>) {
        if !self.takes {
            return (form.clone(), self.items(&form.items, within).1);
        }
        let of = (self.regions.to_vec(), self.typed.clone(), within.cloned());
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.iter().find(|known| Arc::ptr_eq(&known.form, form) && known.of == of) {
            self.filled |= found.filled;
            return (found.left.clone(), found.foil.clone());
        }
        drop(known);
        let before = std::mem::take(&mut self.filled);
        let (items, own) = self.items(&form.items, within);
        let filled = std::mem::replace(&mut self.filled, before);
        self.filled |= filled;
        let left = if own.is_empty() {
            form.clone()
        } else {
            // Another picture must have another name.
            let id = format!("{} without {}", form.id, self.regions.join(" "));
            Arc::new(Form { id, bounds: form.bounds, items, once: form.once })
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > KEPT {
            known.clear();
        }
        known.push(Known { form: form.clone(), of, left: left.clone(), foil: own.clone(), filled });
        (left, own)
    }
}
