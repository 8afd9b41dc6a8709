//! Cut files for plotters: what the knife, the crease and the punch follow, from the processing steps of a page
//! (ISO 19593-1), and no art. [`dxf`] and [`svg`] hold the same contours as the PDF's layers, within 0.01 mm.
//!
//! Millimetres; the origin is the lower left corner of the page's media in DXF, whose y grows upward, and its upper left
//! corner in SVG.

mod arcs;
mod dxf;
mod svg;

use biaoyu_page::geom::{Affine, BezPath};
use biaoyu_page::page::{Item, Mark, Page, Plane};

pub use dxf::dxf;
pub use svg::svg;

/// What one tool follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The technical ink, by which plotters know it: `CutContour`.
    pub plate: String,
    /// The layer in the shop's words.
    pub name: String,
    /// The contours, in the page's millimetres.
    pub paths: Vec<BezPath>,
}

/// The contours of a page, a layer a step, in the order in which they are painted. What is only for eyes (the live area,
/// sizes, legends) is left out.
pub fn layers(page: &Page) -> Vec<Layer> {
    let mut layers = Vec::new();
    page.items.iter().for_each(|item| gather(item, Affine::IDENTITY, &mut layers));
    layers
}

fn gather(item: &Item, at: Affine, layers: &mut Vec<Layer>) {
    match &item.mark {
        Mark::Group(group) => group.items.iter().for_each(|item| gather(item, at * group.transform, layers)),
        Mark::Shared { form, transform } => form.items.iter().for_each(|item| gather(item, at * *transform, layers)),
        Mark::Path(path) => {
            let Plane::Step(step) = &item.plane else { return };
            // What the camera finds the sheet by stands beside what is cut.
            if step.group != "Structural" && step.kind != Some("BIAOYU_Register") {
                return;
            }
            let layer = match layers.iter_mut().find(|l| l.plate == step.spot.plate && l.name == step.layer) {
                Some(layer) => layer,
                None => {
                    let (plate, name) = (step.spot.plate.clone(), step.layer.clone());
                    layers.push(Layer { plate, name, paths: Vec::new() });
                    match layers.last_mut() {
                        Some(layer) => layer,
                        None => return,
                    }
                }
            };
            layer.paths.push(at * (*path.path).clone());
        }
        Mark::Glyphs(_) | Mark::Blocks(_) | Mark::Image(_) => {}
    }
}
