//! Pages with coats (white, varnish, foil) as rasters show them: as plates among the others, or as a proof that looks like the
//! piece.

use std::sync::Arc;

use super::coat_shapes::has_ink;
use super::coats::{GOLD, is_coat};
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Fill, Form, Group, Item, Mark, Page, PathMark, Plane, Source};

/// The page with its coats as plates among the others, for rasters that hold plates. Without `spots` the art's own spots are
/// their stand-ins.
pub fn plated(page: &Page, spots: bool) -> Page {
    let mut page = page.clone();
    for item in &mut page.items {
        match &item.plane {
            Plane::Step(step) if is_coat(step) => item.plane = Plane::Art,
            Plane::Art if !spots => unspotted(std::slice::from_mut(item)),
            _ => {}
        }
    }
    page
}

fn unspotted(items: &mut [Item]) {
    let process = |paint: &mut Paint| {
        if let Paint::Solid { ink, .. } = paint
            && let Ink::Spot(spot) = ink
        {
            *ink = Ink::Process(spot.alternate);
        }
    };
    for item in items {
        match &mut item.mark {
            Mark::Glyphs(run) => process(&mut run.paint),
            Mark::Path(mark) => {
                mark.fill.iter_mut().for_each(|fill| process(&mut fill.paint));
                mark.stroke.iter_mut().for_each(|stroke| process(&mut stroke.paint));
            }
            Mark::Blocks(blocks) => process(&mut blocks.paint),
            Mark::Image(_) => {}
            Mark::Group(group) => unspotted(&mut group.items),
            Mark::Shared { form, .. } => {
                let mut items = form.items.clone();
                unspotted(&mut items);
                *form = Arc::new(Form { id: form.id.clone(), bounds: form.bounds, items, once: form.once });
            }
        }
    }
}

/// A press sheet with its marks and the job's line among the art, for plates: who cuts and prints by the plates needs them. What
/// stands on every plate is on those of the process inks.
pub fn with_marks(page: &Page) -> Page {
    let mut page = page.clone();
    shown(&mut page.items);
    page
}

fn shown(items: &mut [Item]) {
    for item in items {
        if !matches!(item.plane, Plane::Marks | Plane::Slug) {
            continue;
        }
        unspotted(std::slice::from_mut(item));
        item.plane = Plane::Art;
        match &mut item.mark {
            Mark::Group(group) => shown(&mut group.items),
            Mark::Shared { form, .. } => {
                let mut items = form.items.clone();
                shown(&mut items);
                *form = Arc::new(Form { id: form.id.clone(), bounds: form.bounds, items, once: form.once });
            }
            _ => {}
        }
    }
}

/// Whether a page has coats.
pub fn has_coats(page: &Page) -> bool {
    page.items.iter().any(|item| matches!(&item.plane, Plane::Step(step) if is_coat(step)))
}

/// Film and glass on proofs: where there is no white they are seen through.
const FILM: Cmyk = Cmyk::percent(16.0, 8.0, 8.0, 4.0);
/// Lines of varnish on proofs over the shorter side, and how much of their distance they are wide.
const HATCH: (f64, f64) = (1.0 / 60.0, 0.18);

/// The page as its proof shows it: film with white on it below the art, varnish hatched, foil gold.
pub fn proof(page: &Page) -> Page {
    let mut proof = Page { items: Vec::new(), ..page.clone() };
    let coats = |wanted: &'static str| {
        page.items.iter().filter(move |item| match &item.plane {
            Plane::Step(step) if is_coat(step) => match step.kind {
                None => step.group == wanted,
                Some(_) => wanted == "Foil",
            },
            _ => false,
        })
    };
    let white: Vec<&Item> = coats("White").collect();
    let film = |ink: Cmyk, path: BezPath| {
        let fill = Some(Fill { paint: Paint::cmyk(ink), even_odd: false });
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
        Item { mark, plane: Plane::Art, source: Source::default() }
    };
    let sheet = page.boxes.bleed.area();
    if !white.is_empty() {
        proof.items.push(film(FILM, page.cut.path()));
        proof.items.extend(white.iter().map(|item| recoloured(item, Cmyk::PAPER)));
    }
    let is_ground = |item: &Item| match &item.mark {
        Mark::Path(mark) => {
            let bare = mark.fill.as_ref().is_none_or(|fill| !has_ink(&fill.paint)) && mark.stroke.is_none();
            bare && mark.path.bounding_box().area() > 0.9 * sheet
        }
        _ => false,
    };
    for item in &page.items {
        match &item.plane {
            // Paper that is not printed is no white on film.
            Plane::Art if !white.is_empty() && is_ground(item) => {}
            Plane::Step(step) if is_coat(step) => {}
            _ => proof.items.push(item.clone()),
        }
    }
    for item in coats("Varnish") {
        hatch(std::slice::from_ref(item), Affine::IDENTITY, page.boxes.bleed, &mut proof.items);
    }
    proof.items.extend(coats("Foil").map(|item| recoloured(item, GOLD)));
    proof
}

fn recoloured(item: &Item, ink: Cmyk) -> Item {
    let mut item = item.clone();
    item.plane = Plane::Art;
    recolour(std::slice::from_mut(&mut item), ink);
    item
}

fn recolour(items: &mut [Item], ink: Cmyk) {
    let change = |paint: &mut Paint| *paint = Paint::cmyk(ink);
    for item in items {
        match &mut item.mark {
            Mark::Glyphs(run) => change(&mut run.paint),
            Mark::Path(mark) => {
                mark.fill.iter_mut().for_each(|fill| change(&mut fill.paint));
                mark.stroke.iter_mut().for_each(|stroke| change(&mut stroke.paint));
            }
            Mark::Blocks(blocks) => change(&mut blocks.paint),
            Mark::Group(group) => recolour(&mut group.items, ink),
            _ => {}
        }
    }
}

/// Hatches the fills of items, within what clips them.
fn hatch(items: &[Item], at: Affine, over: Rect, out: &mut Vec<Item>) {
    for item in items {
        match &item.mark {
            Mark::Path(mark) if mark.fill.is_some() => out.push(hatched(at * &*mark.path, over)),
            Mark::Blocks(blocks) => out.push(hatched(at * &**blocks.path(), over)),
            Mark::Group(group) => {
                let mut inner = Vec::new();
                let at = at * group.transform;
                hatch(&group.items, at, over, &mut inner);
                match &group.clip {
                    None => out.append(&mut inner),
                    Some(clip) => {
                        let clip = Some(Arc::new(at * &**clip));
                        let group = Group { transform: Affine::IDENTITY, clip, text: None, items: inner };
                        out.push(Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() });
                    }
                }
            }
            _ => {}
        }
    }
}

/// Light and dark lines within a figure: seen on any ground.
fn hatched(path: BezPath, over: Rect) -> Item {
    let step = over.width().min(over.height()) * HATCH.0;
    let width = step * HATCH.1;
    let reach = over.width() + over.height();
    let count = (reach / step).ceil() as usize;
    let band = |i: usize, from: f64| {
        let x = over.x0 - over.height() + step * i as f64 + from;
        let mut line = BezPath::new();
        line.move_to((x, over.y1));
        line.line_to((x + over.height(), over.y0));
        line.line_to((x + over.height() + width, over.y0));
        line.line_to((x + width, over.y1));
        line.close_path();
        line
    };
    let lines = |from: f64, ink: Cmyk| {
        let mut all = BezPath::new();
        (0..count).for_each(|i| all.extend(band(i, from).iter()));
        let fill = Some(Fill { paint: Paint::cmyk(ink), even_odd: false });
        let mark = Mark::Path(PathMark { path: Arc::new(all), fill, stroke: None });
        Item { mark, plane: Plane::Art, source: Source::default() }
    };
    let items = vec![lines(0.0, Cmyk::PAPER), lines(width, Cmyk::percent(0.0, 0.0, 0.0, 45.0))];
    let group = Group { transform: Affine::IDENTITY, clip: Some(Arc::new(path)), text: None, items };
    Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() }
}

/// The page for files that have no plates of their own, tiles, panels and JPEGs: foil is printed in gold, white and varnish are
/// left out.
pub fn stand_in(page: &Page) -> Page {
    let mut page = page.clone();
    page.items.retain(|item| !matches!(&item.plane, Plane::Step(step) if is_coat(step) && step.kind.is_none()));
    for item in &mut page.items {
        if matches!(&item.plane, Plane::Step(step) if is_coat(step)) {
            *item = recoloured(item, GOLD);
        }
    }
    page
}
