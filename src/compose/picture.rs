//! Pictures at their place: logo, photo, QR code.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Composer, Laid};
use crate::geom::{Affine, Rect, Size};
use crate::layout::{Item as Wanted, Picture as Slot};
use crate::page::{Form, Image, ImageMark, Item, Mark, Plane};

/// A picture that was read, in its own units.
#[derive(Clone, Debug)]
pub enum Picture {
    /// Vectors, drawn in millimetres of a figure of this size.
    Vector {
        /// Width and height of the figure.
        size: Size,
        /// Its marks.
        form: Arc<Form>,
    },
    /// Samples.
    Raster(Arc<Image>),
}

impl Picture {
    /// Width over height.
    fn aspect(&self) -> f64 {
        match self {
            Picture::Vector { size, .. } => size.width / size.height.max(1e-9),
            Picture::Raster(image) => f64::from(image.width) / f64::from(image.height.max(1)),
        }
    }
}

/// The pictures of an edition, by what layouts call them: `logo`, `photo`, `qr`.
#[derive(Clone, Debug, Default)]
pub struct Pictures(BTreeMap<String, Picture>);

impl Pictures {
    /// Adds or replaces one.
    pub fn set(&mut self, name: &str, picture: Picture) {
        self.0.insert(name.into(), picture);
    }

    /// Whether there is one of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

impl Composer<'_> {
    /// Places a picture, scaled to fit its region.
    pub(super) fn picture(&mut self, item: &Wanted, slot: &Slot) -> Option<Laid> {
        let picture = self.edition.pictures.0.get(&slot.what)?;
        let region = self.text_rect(&slot.region);
        // Clear space is counted in the picture's height, so the picture gives up its share on both sides.
        let share = 1.0 / (1.0 + 2.0 * slot.clear);
        let aspect = picture.aspect();
        let height = (region.height() * share).min(region.width() / (aspect + 2.0 * slot.clear));
        let (width, clear) = (height * aspect, height * slot.clear);
        let free = (region.width() - width - 2.0 * clear, region.height() - height - 2.0 * clear);
        let (x, y) = (region.x0 + clear + slot.align.x * free.0, region.y0 + clear + slot.align.y * free.1);
        let ink = Rect::new(x, y, x + width, y + height);
        let mark = match picture {
            Picture::Vector { size, form } => {
                let scale = height / size.height.max(1e-9);
                let transform = Affine::translate((x, y)) * Affine::scale(scale);
                Mark::Shared { form: form.clone(), transform }
            }
            Picture::Raster(image) => {
                let matrix = Affine::translate((x, y)) * Affine::scale_non_uniform(width, height);
                Mark::Image(ImageMark { image: image.clone(), matrix })
            }
        };
        let mark = Item { mark, plane: Plane::Art, source: self.source(&item.id) };
        Some(Laid { items: vec![mark], region, size: height, lines: 0.0, ink })
    }
}
