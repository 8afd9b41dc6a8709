//! A page as a picture on another page.

use std::collections::HashMap;
use std::sync::Arc;

use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Cap, Group, Image, ImageMark, Item, Join, Mark, Page, PathMark, Plane, Source, Stroke};
use biaoyu_page::reduce::reduced;

/// Samples of a picture on a sheet that an office printer prints: 300 to the inch, in samples a millimetre.
const ENOUGH: f64 = 300.0 / 25.4;

/// Makes pages small. A picture on them keeps the samples that are still seen: a sheet of small pages is else as
/// large as all of them together.
#[derive(Default)]
pub struct Small {
    /// By address and size; the first handle keeps the address from being given to another picture.
    known: HashMap<(usize, [u32; 2]), (Arc<Image>, Arc<Image>)>,
}

impl Small {
    /// The printed art of a page inside its trim, its trim's box filling `rect`; marks and processing steps stay behind.
    pub fn picture(&mut self, page: &Page, rect: Rect) -> Item {
        let transform = to(page, rect);
        let items = page.items.iter().filter(|item| item.plane == Plane::Art);
        let items = items.map(|item| self.item(item, transform)).collect();
        let group = Group { transform, clip: Some(Arc::new(page.trim.path())), text: None, items };
        Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() }
    }

    /// An item as it is seen through `view`, from its millimetres to those of the sheet.
    fn item(&mut self, item: &Item, view: Affine) -> Item {
        let mark = match &item.mark {
            Mark::Image(mark) => Mark::Image(self.image(mark, view)),
            Mark::Group(group) if pictures(&group.items) => {
                let Group { transform, clip, text, items } = group;
                let items = items.iter().map(|item| self.item(item, view * *transform)).collect();
                Mark::Group(Group { transform: *transform, clip: clip.clone(), text: text.clone(), items })
            }
            // What has no picture to make smaller stays shared, and is written once.
            Mark::Shared { form, transform } if pictures(&form.items) => {
                let items = form.items.iter().map(|item| self.item(item, view * *transform)).collect();
                Mark::Group(Group { transform: *transform, clip: None, text: None, items })
            }
            mark => mark.clone(),
        };
        Item { mark, plane: item.plane.clone(), source: item.source.clone() }
    }

    fn image(&mut self, mark: &ImageMark, view: Affine) -> ImageMark {
        let [a, b, c, d, ..] = (view * mark.matrix).as_coeffs();
        let size = [a.hypot(b), c.hypot(d)].map(|side| (side * ENOUGH).ceil().max(1.0) as u32);
        let key = (Arc::as_ptr(&mark.image).addr(), size);
        let (_, image) = self.known.entry(key).or_insert_with(|| (mark.image.clone(), reduced(&mark.image, size)));
        ImageMark { image: image.clone(), matrix: mark.matrix }
    }
}

fn pictures(items: &[Item]) -> bool {
    items.iter().any(|item| match &item.mark {
        Mark::Image(_) => true,
        Mark::Group(group) => pictures(&group.items),
        Mark::Shared { form, .. } => pictures(&form.items),
        _ => false,
    })
}

/// A thin line around a page's trim, so that a white page is seen.
pub fn outline(page: &Page, rect: Rect) -> Item {
    let path = to(page, rect) * page.trim.path();
    line(path, 0.1, Cmyk::percent(0.0, 0.0, 0.0, 45.0))
}

/// A stroked path.
pub(super) fn line(path: biaoyu_page::geom::BezPath, width: f64, ink: Cmyk) -> Item {
    let stroke = Stroke { paint: Paint::cmyk(ink), width, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn to(page: &Page, rect: Rect) -> Affine {
    let trim = page.boxes.trim;
    Affine::translate((rect.x0, rect.y0))
        * Affine::scale_non_uniform(rect.width() / trim.width(), rect.height() / trim.height())
        * Affine::translate((-trim.x0, -trim.y0))
}
