//! What a shop lays on a sheet beside its printing inks: white under the colours of film and glass 白墨, spot varnish
//! 局部 UV, foil 烫金. Each is a processing step of its own (ISO 19593-1:2018, 6.2) in a spot that overprints, of the very
//! shapes that the page prints; what is foiled is no longer printed.

use std::sync::{Arc, Mutex, PoisonError};

use super::steps::step;
use super::technical::Technical;
use crate::picture::{Picture, pierced, traced};
use crate::product::{ALL, ART};
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _, rect_path};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{
    Fill, Form, Group, Image, ImageMark, Item, Mark, Page, PathMark, Plane, Samples, Source, Step,
};

/// One coat and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coat {
    /// White, varnish or foil.
    pub what: Technical,
    /// `all` (the sheet to the end of its bleed), `art` (wherever ink is), or fields: `slogan`, `logo`, `unit` …
    pub on: Vec<String>,
}

impl Coat {
    /// The name of its plate.
    pub fn plate(&self) -> &'static str {
        plate(self.what)
    }
}

fn plate(what: Technical) -> &'static str {
    match what {
        Technical::Varnish => "Varnish",
        Technical::Foil => "Foil",
        _ => "White",
    }
}

/// Lays coats, and remembers what has become of the forms that many pages share.
#[derive(Default)]
pub struct Coater {
    forms: Mutex<Vec<Known>>,
}

/// A form, the regions that are foiled, what is left of it, and the foil.
type Known = (Arc<Form>, Vec<Arc<str>>, Arc<Form>, Vec<Item>);

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
}

impl Coater {
    /// Lays coats on a page, one over the other. `regions` gives the regions in which a field stands. What they were to lie on
    /// and is not on the page is told.
    pub fn lay(&self, coats: &[Coat], page: &mut Page, regions: impl Fn(&str) -> Vec<Arc<str>>) -> Vec<Told> {
        let mut told = Vec::new();
        let mut laid = Vec::new();
        for coat in coats {
            let layer = layer(coat.what);
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

/// The layer of a coat. It overprints without a blend mode: overprint and `Multiply` together multiply the inks below with
/// themselves (ISO 32000-2, 11.7.4.3).
fn layer(what: Technical) -> Arc<Step> {
    let (group, kind) = what.step();
    let (name, alternate) = match what {
        Technical::Varnish => ("局部UV varnish", Cmyk::percent(12.0, 0.0, 0.0, 0.0)),
        Technical::Foil => ("烫金 foil", GOLD),
        _ => ("白墨 white", Cmyk::percent(4.0, 0.0, 0.0, 0.0)),
    };
    step(group, kind, name, plate(what), alternate)
}

/// Gold foil on proofs.
pub(super) const GOLD: Cmyk = Cmyk::percent(18.0, 32.0, 78.0, 4.0);

/// Whether a step lays something on the sheet.
pub(super) fn is_coat(step: &Step) -> bool {
    matches!((step.group, step.kind), ("White" | "Varnish", _) | ("Structural", Some("FoilStamping")))
}

fn paint(layer: &Step, tint: f64) -> Paint {
    Paint::Solid { ink: Ink::Spot(layer.spot.clone()), tint, overprint: true }
}

/// A figure of a mark.
struct Figure {
    path: BezPath,
    even_odd: bool,
}

fn lies_on(on: Rect, bounds: Rect) -> bool {
    on.intersect(bounds).area() > 0.9 * bounds.area()
}

/// The fills of items as paths in one space, each with its rule and whether it holds ink; lines are none.
fn figures(items: &[Item], at: Affine, take: &mut dyn FnMut(BezPath, bool, bool)) {
    for item in items {
        match &item.mark {
            Mark::Glyphs(run) => {
                for glyph in &run.glyphs {
                    let path = at * glyph.matrix * &run.face.outline(glyph.id).path;
                    take(path, false, has_ink(&run.paint));
                }
            }
            Mark::Path(mark) => {
                if let Some(fill) = &mark.fill {
                    take(at * &*mark.path, fill.even_odd, has_ink(&fill.paint));
                }
            }
            Mark::Blocks(blocks) => take(at * &**blocks.path(), false, has_ink(&blocks.paint)),
            Mark::Image(mark) => take(at * silhouette(mark), false, true),
            Mark::Group(group) => figures(&group.items, at * group.transform, take),
            Mark::Shared { form, transform } => figures(&form.items, at * *transform, take),
        }
    }
}

fn solid(path: BezPath, layer: &Step) -> Item {
    shape((path, false), layer, Source::default())
}

fn shape((path, even_odd): (BezPath, bool), layer: &Step, source: Source) -> Item {
    let fill = Some(Fill { paint: paint(layer, 1.0), even_odd });
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
    Item { mark, plane: Plane::Art, source }
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
            Some(1.0)
        });
        if !holes {
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
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(old, regions, ..)| Arc::ptr_eq(old, form) && regions == self.regions);
        if let Some((.., left, own)) = found {
            return (left.clone(), own.clone());
        }
        drop(known);
        let (items, own) = self.items(&form.items, within);
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
        known.push((form.clone(), self.regions.to_vec(), left.clone(), own.clone()));
        (left, own)
    }
}

fn bare(group: &Group) -> Group {
    Group { transform: group.transform, clip: group.clip.clone(), text: group.text.clone(), items: Vec::new() }
}

/// The shapes that hold ink.
fn inked(items: &[Item], layer: &Step) -> Vec<Item> {
    shapes(items, layer, Affine::IDENTITY, &mut |_, has_ink| has_ink.then_some(1.0))
}

/// Items as shapes of a coat: `tint` is asked for each mark by its box on the page and whether it holds ink; `None` leaves it
/// out.
fn shapes(items: &[Item], layer: &Step, at: Affine, tint: &mut dyn FnMut(Rect, bool) -> Option<f64>) -> Vec<Item> {
    let mut out = Vec::new();
    for item in items.iter().filter(|item| item.plane == Plane::Art) {
        let source = item.source.clone();
        let mut push = |mark| out.push(Item { mark, plane: Plane::Art, source: source.clone() });
        match &item.mark {
            Mark::Glyphs(run) => {
                let boxes = run.glyphs.iter().map(|g| g.matrix.transform_rect_bbox(run.face.outline(g.id).ink));
                let bounds = boxes.reduce(|a, b| a.union(b)).unwrap_or_default();
                if let Some(tint) = tint(at.transform_rect_bbox(bounds), has_ink(&run.paint)) {
                    if layer.kind.is_none() {
                        // White and varnish lie on words that the art says: they are shapes, and are not read again.
                        let mut path = BezPath::new();
                        for glyph in &run.glyphs {
                            path.extend((glyph.matrix * &run.face.outline(glyph.id).path).iter());
                        }
                        let fill = Some(Fill { paint: paint(layer, tint), even_odd: false });
                        push(Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None }));
                    } else {
                        let mut run = run.clone();
                        run.paint = paint(layer, tint);
                        push(Mark::Glyphs(run));
                    }
                }
            }
            Mark::Path(mark) => {
                let bounds = at.transform_rect_bbox(mark.path.bounding_box());
                let fill = mark.fill.as_ref().and_then(|fill| {
                    let tint = tint(bounds, has_ink(&fill.paint))?;
                    Some(Fill { paint: paint(layer, tint), even_odd: fill.even_odd })
                });
                let stroke = mark.stroke.as_ref().and_then(|stroke| {
                    let tint = tint(bounds, has_ink(&stroke.paint))?;
                    let mut stroke = stroke.clone();
                    stroke.paint = paint(layer, tint);
                    Some(stroke)
                });
                if fill.is_some() || stroke.is_some() {
                    push(Mark::Path(PathMark { path: mark.path.clone(), fill, stroke }));
                }
            }
            Mark::Blocks(blocks) => {
                let bounds = blocks.rects.iter().copied().reduce(|a, b| a.union(b)).unwrap_or_default();
                if let Some(tint) = tint(at.transform_rect_bbox(bounds), has_ink(&blocks.paint)) {
                    let mut blocks = blocks.clone();
                    blocks.paint = paint(layer, tint);
                    push(Mark::Blocks(blocks));
                }
            }
            Mark::Image(mark) => {
                let path = silhouette(mark);
                if tint(at.transform_rect_bbox(path.bounding_box()), true).is_some() {
                    out.push(shape((path, false), layer, source));
                }
            }
            Mark::Group(group) => {
                let inner = shapes(&group.items, layer, at * group.transform, tint);
                if !inner.is_empty() {
                    let text = group.text.clone().filter(|_| layer.kind.is_some());
                    push(Mark::Group(Group { items: inner, text, ..bare(group) }));
                }
            }
            Mark::Shared { form, transform } => {
                let inner = shapes(&form.items, layer, at * *transform, tint);
                if !inner.is_empty() {
                    let group = Group { transform: *transform, clip: None, text: None, items: inner };
                    push(Mark::Group(group));
                }
            }
        }
    }
    out
}

/// The outline of what a picture paints, or its frame.
fn silhouette(mark: &ImageMark) -> BezPath {
    let path = mark.image.alpha.as_ref().and_then(|alpha| outline(&mark.image, alpha));
    mark.matrix * path.unwrap_or_else(|| rect_path(Rect::new(0.0, 0.0, 1.0, 1.0)))
}

/// What is opaque of a picture, in its unit square; `None` where that has no outline (all of it is, or hardly any).
fn outline(image: &Image, alpha: &[u8]) -> Option<BezPath> {
    let samples = Samples::Gray(alpha.iter().map(|a| 255 - a).collect());
    let gray = Image { width: image.width, height: image.height, samples, alpha: None };
    let (traced, _) = traced("alpha", Picture::Raster(Arc::new(gray)), Profile::embedded()).ok()?;
    let Picture::Vector { form, size, .. } = traced else { return None };
    let mut path = BezPath::new();
    for item in &form.items {
        if let Mark::Path(mark) = &item.mark {
            path.extend(mark.path.iter());
        }
    }
    Some(Affine::scale_non_uniform(1.0 / size.width, 1.0 / size.height) * path)
}

pub(super) fn has_ink(paint: &Paint) -> bool {
    let inked = |cmyk: &Cmyk| cmyk.total() > 0.0;
    match paint {
        Paint::Solid { ink: Ink::Process(cmyk), tint, .. } => *tint > 0.0 && inked(cmyk),
        Paint::Solid { ink: Ink::Spot(_), tint, .. } => *tint > 0.0,
        Paint::Linear(gradient) => gradient.stops.iter().any(|(_, cmyk)| inked(cmyk)),
        Paint::Radial(radial) => radial.stops.iter().any(|(_, cmyk)| inked(cmyk)),
    }
}
