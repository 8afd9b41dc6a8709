//! Pictures at their place: logo, photo, QR code.

use super::{Composer, Laid};
use crate::geom::{Affine, Rect};
use crate::layout::{Item as Wanted, Picture as Slot};
use crate::page::{ImageMark, Item, Mark, Plane};
use crate::picture::Picture;

impl Composer<'_> {
    /// Places a picture, scaled to fit its region.
    pub(super) fn picture(&mut self, item: &Wanted, slot: &Slot) -> Option<Laid> {
        let picture = self.edition.pictures.get(&slot.what)?;
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
