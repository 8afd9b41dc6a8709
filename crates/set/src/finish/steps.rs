//! Processing steps: one layer each, in a technical spot ink of its own that overprints (ISO 19593-1:2018, 6.2 and 6.3).

use std::sync::Arc;

use crate::product::{Product, StepMark};
use crate::profile::PlateNames;
use crate::technical::Technical;
use biaoyu_page::geom::{BezPath, Outline, Rect};
use biaoyu_page::ink::{Cmyk, Ink, Paint, Spot};
use biaoyu_page::page::{Boxes, Cap, Item, Join, Mark, Page, PathMark, Plane, Source, Step, Stroke};

/// Width of a line, mm: thin, but seen on a proof. Larger on what is seen from further away.
const LINE: f64 = 0.25;

/// The steps of a product as items: what is cut, folded, sewn and punched, and the live area.
pub(super) fn steps(
    page: &Page,
    product: &Product,
    (cut_spot, names): (Option<&str>, &PlateNames),
    scale: u32,
) -> Vec<Item> {
    let mut marks = product.step_marks();
    let cut = |path| StepMark { group: "Structural", kind: Some("Cutting"), layer: "刀线 cut", path };
    // A straight sheet is cut by its crop marks; who names the cutter's ink wants a line to cut along.
    if cut_spot.is_some() && !marks.iter().any(|m| m.kind == Some("Cutting")) {
        marks.insert(0, cut(page.trim.path()));
    }
    let width = hairline(page.boxes.trim.width().max(page.boxes.trim.height()), scale);
    let mut items: Vec<Item> = Vec::new();
    for mark in &marks {
        let (plate, alternate) = ink(mark.kind, (cut_spot, names));
        let step = step(mark.group, mark.kind, mark.layer, plate, alternate);
        items.push(line(mark.path.clone(), width, Vec::new(), step));
    }
    let live =
        step("Positions", Some("ContentArea"), "安全区 live area", "LiveArea", Cmyk::percent(60.0, 0.0, 0.0, 0.0));
    let dash = vec![8.0 * width, 4.0 * width];
    if page.live.bounds().area() > 0.0 || matches!(page.live, Outline::Circle(_)) {
        items.push(line(page.live.path(), width, dash, live));
    }
    items
}

/// What a plotter follows of a product, as a page of processing steps alone: its contour (of a straight sheet too), folds,
/// seams, holes.
pub fn cuts(product: &Product, cut_spot: Option<&str>, names: &PlateNames) -> Page {
    let boxes = product.boxes();
    let [trim, live, cut] = [product.trim_outline(), product.live(), product.cut()];
    let mut page = Page { title: product.name.clone(), boxes, trim, live, cut, items: Vec::new() };
    let cut = cut_spot.unwrap_or(names.of(Technical::Cut));
    let items = steps(&page, product, (Some(cut), names), 1);
    page.items.extend(items.into_iter().filter(|item| match &item.plane {
        Plane::Step(step) => step.group == "Structural",
        _ => false,
    }));
    page
}

/// What a plotter follows of a straight piece of which nothing else is known, as a page of one processing step.
pub fn cut_line(title: &str, knife: Rect, names: &PlateNames) -> Page {
    let whole = Outline::Rect(knife);
    let boxes = Boxes { media: knife, bleed: knife, trim: knife };
    let (plate, alternate) = ink(Some("Cutting"), (None, names));
    let step = step("Structural", Some("Cutting"), "刀线 cut", plate, alternate);
    let items = vec![line(whole.path(), LINE, Vec::new(), step)];
    Page { title: title.into(), boxes, trim: whole, live: whole, cut: whole, items }
}

/// Width of a line on a product of this longest side that is drawn 1:`scale`, mm on the product.
pub(super) fn hairline(longest: f64, scale: u32) -> f64 {
    let scale = f64::from(scale.max(1));
    LINE * scale * (longest / scale / 1000.0).clamp(1.0, 8.0)
}

/// The technical ink of a kind of work, and its colour on proofs.
fn ink<'a>(kind: Option<&str>, (cut_spot, names): (Option<&'a str>, &'a PlateNames)) -> (&'a str, Cmyk) {
    match kind {
        Some("Cutting") => (cut_spot.unwrap_or(names.of(Technical::Cut)), Cmyk::percent(0.0, 100.0, 0.0, 0.0)),
        Some("Folding") => (names.of(Technical::Crease), Cmyk::percent(100.0, 0.0, 0.0, 0.0)),
        Some("Punching") => (names.of(Technical::Punch), Cmyk::percent(0.0, 60.0, 100.0, 0.0)),
        _ => (names.of(Technical::Sew), Cmyk::percent(100.0, 0.0, 100.0, 0.0)),
    }
}

/// A step in its technical ink.
pub(super) fn step(
    group: &'static str,
    kind: Option<&'static str>,
    layer: &str,
    plate: &str,
    alternate: Cmyk,
) -> Arc<Step> {
    let spot = Arc::new(Spot { plate: plate.into(), alternate });
    Arc::new(Step { group, kind, layer: layer.into(), spot })
}

fn line(path: BezPath, width: f64, dash: Vec<f64>, step: Arc<Step>) -> Item {
    let paint = Paint::Solid { ink: Ink::Spot(step.spot.clone()), tint: 1.0, overprint: true };
    let stroke = Stroke { paint, width, cap: Cap::Butt, join: Join::Miter, dash };
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
    Item { mark, plane: Plane::Step(step), source: Source::default() }
}
