//! A product as one kind of shop prints it, and a page as one raster file shows it.

use std::sync::Arc;

use crate::product::{Area, Edge, Edges, Operation, Product};
use crate::profile::Profile;
use biaoyu_page::geom::{Affine, Outline, grow};
use biaoyu_page::page::{Group, Item, Mark, Page, Plane, Source};

/// The product with the bleed that a shop wants. A side keeps its own where the cloth or paper beyond the trim is
/// needed: where it is folded, sewn on or held by a stand, and around a round badge.
pub fn for_shop(product: &Product, profile: &Profile) -> Product {
    let mut fitted = product.clone();
    if !product.is_round() {
        let mut bleed = Edges::all(profile.bleed);
        for (_, side) in Edge::ALL.iter().filter(|(_, side)| is_needed(product, *side)) {
            *bleed.get_mut(*side) = product.bleed.get(*side);
        }
        fitted.bleed = bleed;
    }
    fitted
}

/// Whether what lies beyond the trim at a side is part of the finished product.
fn is_needed(product: &Product, side: Edge) -> bool {
    let worked = product.steps.iter().any(|step| match step {
        Operation::Fold { side: at, inset } | Operation::Sew { side: at, inset } => *at == side && *inset <= 0.0,
        Operation::Eyelets { .. } | Operation::Slot { .. } => false,
    });
    let held = |area: &Area| matches!(area, Area::Band { side: at, depth } if *at == side && *depth < 0.0);
    worked || product.zones.iter().any(|zone| held(&zone.area))
}

/// The page as a raster file of its own: the art to the end of its bleed (or its cut circle), and `white` mm of paper
/// around it. Rasters show the trim; here the trim is all of that.
pub fn whole(page: &Page, white: f64) -> Page {
    let mut page = page.clone();
    let canvas = grow(page.boxes.bleed, white);
    if white > 0.0 {
        let clip = Some(Arc::new(page.cut.path()));
        let items = std::mem::take(&mut page.items);
        let group = Group { transform: Affine::IDENTITY, clip, text: None, items };
        page.items.push(Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() });
        page.cut = Outline::Rect(canvas);
    }
    page.trim = page.cut;
    page.boxes.trim = canvas;
    page.boxes.bleed = canvas;
    page.boxes.media = page.boxes.media.union(canvas);
    page
}
