//! What the knife, the needle and the shop need on a page: page → page, so that every backend writes it.
//!
//! [`for_shop`] gives a product the bleed of a shop before its page is composed; [`Blacks`] prints its blacks by the
//! shop's recipes; [`Coater`] lays white, varnish and foil; [`finish`] adds processing steps, the shop's [`guide()`], crop and registration marks, colour bar and slug; [`whole`] is the
//! page as one raster file shows it. Lengths are millimetres on the finished product.

mod black;
mod coat_area;
mod coat_shapes;
mod coats;
mod fit;
mod flip;
mod guide;
mod marks;
mod plates;
mod proof;
mod slug;
mod steps;

pub use crate::technical::{Technical, technical};
pub use black::Blacks;
pub use coats::{Coat, Coater, Told};
pub use fit::{for_shop, whole};
pub use flip::flip;
pub use guide::{Contour, Guide, guide};
pub use plates::plates;
pub use proof::{has_coats, plated, proof, stand_in, with_marks};
pub use slug::{Slug, bleed, net_size};
pub use steps::{cut_line, cuts};

use std::sync::Arc;

use crate::product::Product;
use crate::profile::PlateNames;
use biaoyu_page::geom::{Affine, Rect, grow, rect_path};
use biaoyu_page::page::{Group, Item, Mark, Page, Plane, Source};

/// What is added to a page.
#[derive(Clone, Debug, Default)]
pub struct Finish {
    /// Processing steps as layers: cut contour, eyelets, folds, seams, slots, live area.
    pub steps: bool,
    /// The cutter's name for its spot ink; a product of straight edges gets a contour only when it is given.
    pub cut_spot: Option<String>,
    /// The shop's names of technical plates.
    pub plates: PlateNames,
    /// Crop marks, registration marks and colour bar.
    pub marks: bool,
    /// Each ink's marks apart, so that no place has more than one of them over another.
    pub marks_apart: bool,
    /// The line with the job's data; needs no marks.
    pub slug: Option<Slug>,
    /// White around the bleed that is part of the file.
    pub white_edge: f64,
    /// The shop's own template over the page.
    pub guide: Option<Guide>,
    /// Size on the product over size in the file; 0 is 1. Marks, lines and slug keep their size in the file.
    pub scale: u32,
}

/// Adds to a composed page what `finish` says. The art stays where it is; the media grows around the bleed.
pub fn finish(mut page: Page, product: &Product, finish: &Finish) -> Page {
    let (printed, coats): (Vec<&Item>, Vec<&Item>) = page.items.iter().partition(|item| item.plane == Plane::Art);
    let (art, coats) = (plates(printed), plates(coats));
    let spots = (finish.cut_spot.as_deref(), &finish.plates);
    let mut steps = if finish.steps { steps::steps(&page, product, spots, finish.scale) } else { Vec::new() };
    steps.extend(finish.guide.as_ref().and_then(|guide| guide::item(guide, page.boxes.trim)));
    let technical: Vec<String> = plates(&steps).into_iter().chain(coats.iter().cloned()).collect();
    page.items.extend(steps);
    let sheet = grow(page.boxes.bleed, finish.white_edge);
    if sheet != page.boxes.bleed || finish.marks || finish.slug.is_some() {
        clip_to_bleed(&mut page);
    }
    page.boxes.media = page.boxes.media.union(sheet);
    let frame = marks::Frame::new(sheet, product, finish.scale, finish.marks_apart);
    let mut below = sheet.y1;
    if finish.marks {
        let marked: Vec<String> = art.iter().chain(coats.iter().filter(|_| finish.marks_apart)).cloned().collect();
        page.items.extend(frame.marks(&marked));
        page.boxes.media = page.boxes.media.union(frame.room());
        below = frame.room().y1;
    }
    if let Some(slug) = &finish.slug {
        let (items, end) = slug.items(&frame, below, product, [&art, &technical]);
        page.items.extend(items);
        page.boxes.media = page.boxes.media.union(Rect::new(sheet.x0, sheet.y0, sheet.x1, end));
    }
    page
}

/// Where the media ends at the bleed nobody sees what stands over it; where it goes on, art must end there.
fn clip_to_bleed(page: &mut Page) {
    let (art, rest): (Vec<Item>, Vec<Item>) =
        std::mem::take(&mut page.items).into_iter().partition(|item| item.plane == Plane::Art);
    let clip = Some(Arc::new(rect_path(page.boxes.bleed)));
    let group = Group { transform: Affine::IDENTITY, clip, text: None, items: art };
    page.items.push(Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() });
    page.items.extend(rest);
}

#[cfg(test)]
mod tests;
