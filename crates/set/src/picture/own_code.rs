//! The unit's own code as a picture: never recoloured, with a quiet zone around it.

use std::sync::Arc;

use super::Picture;
use super::qr::{PREFIX, QUIET, panel};
use biaoyu_page::geom::{Affine, Rect, Size};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::page::{Form, Image, ImageMark, Item, Mark, Plane, Source};

/// Modules on the side of a code whose own number cannot be told: that of a link of 60 characters (version 4). Round
/// codes of other makers are treated alike.
const USUAL: u32 = 33;
/// Modules on the side of the least and of the largest code (ISO/IEC 18004, 5.3.1).
const SIDES: (u32, u32) = (21, 177);
/// Modules on the side of the squares in three of its corners.
const FINDER: f64 = 7.0;

/// A picture of a code on a panel of bare paper that is at least four modules wider on every side than its ink. Its
/// samples stay as they are. `module` is the side of one, in samples or in units of the drawing, where the code was read.
pub fn own_code(picture: Picture, module: Option<f64>) -> Picture {
    // What stands beside the code is counted in its modules too.
    let read = |ink: Rect| module.filter(|m| *m > 0.0).map(|m| (ink.width().max(ink.height()) / m).round() as u32);
    let (ink, item) = match picture {
        Picture::Raster(samples) => {
            let image = samples.image().clone();
            let (w, h) = (f64::from(image.width), f64::from(image.height));
            let ink = dark(&image).unwrap_or(Rect::new(0.0, 0.0, w, h));
            let modules = read(ink).or_else(|| counted(&image, ink)).unwrap_or(USUAL);
            let mark = Mark::Image(ImageMark { image, matrix: Affine::scale_non_uniform(w, h) });
            ((ink, modules), mark)
        }
        Picture::Vector { size, form, .. } => {
            // What a drawing leaves free is not known: it gets a quiet zone of its own.
            let ink = Rect::new(0.0, 0.0, size.width, size.height);
            ((ink, read(ink).unwrap_or(USUAL)), Mark::Shared { form, transform: Affine::IDENTITY })
        }
    };
    let (ink, modules) = ink;
    // The figure is drawn in modules, as codes are that are made here.
    let modules = modules.max(1);
    let module = ink.width().max(ink.height()) / f64::from(modules);
    let side = f64::from(modules + 2 * QUIET);
    let middle = ink.center();
    let transform = Affine::translate((side / 2.0, side / 2.0))
        * Affine::scale(1.0 / module.max(1e-9))
        * Affine::translate((-middle.x, -middle.y));
    let own = match item {
        Mark::Image(image) => Mark::Image(ImageMark { matrix: transform * image.matrix, ..image }),
        Mark::Shared { form, .. } => Mark::Shared { form, transform },
        other => other,
    };
    let own = Item { mark: own, plane: Plane::Art, source: Source::default() };
    let bounds = Rect::new(0.0, 0.0, side, side);
    let form = Form { id: format!("{PREFIX}own"), bounds, items: vec![panel(bounds), own], once: false };
    Picture::Vector { size: Size::new(side, side), form: Arc::new(form), sheer: None }
}

/// How dark a sample is, 0 to 1; transparent ones are paper.
fn darkness(image: &Image, x: u32, y: u32) -> f64 {
    let i = y as usize * image.width as usize + x as usize;
    let alpha = image.alpha.as_ref().and_then(|a| a.get(i)).map_or(1.0, |a| f64::from(*a) / 255.0);
    let Cmyk { c, m, y, k } = image.samples.at(i).unwrap_or(Cmyk::PAPER);
    (0.3 * c + 0.59 * m + 0.11 * y + k).min(1.0) * alpha
}

/// The box of all that is dark, in samples.
fn dark(image: &Image) -> Option<Rect> {
    let (mut x0, mut y0, mut x1, mut y1) = (u32::MAX, u32::MAX, 0, 0);
    for y in 0..image.height {
        for x in (0..image.width).filter(|x| darkness(image, *x, y) > 0.5) {
            (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x + 1), y1.max(y + 1));
        }
    }
    (x1 > x0 && y1 > y0).then(|| Rect::new(x0.into(), y0.into(), x1.into(), y1.into()))
}

/// Modules on the side by the first of the corner squares, which is seven of them wide; `None` where there is none.
fn counted(image: &Image, ink: Rect) -> Option<u32> {
    let y = ink.y0 as u32;
    let row = (ink.x0 as u32..ink.x1 as u32).take_while(|x| darkness(image, *x, y) > 0.5).count();
    let module = row as f64 / FINDER;
    let sides = ink.width() / module.max(1e-9);
    // A side has 4v + 17 modules.
    let nearest = ((sides - 17.0) / 4.0).round() * 4.0 + 17.0;
    let is_code = (nearest - sides).abs() < 1.0 && (ink.width() / ink.height() - 1.0).abs() < 0.02;
    (is_code && (f64::from(SIDES.0)..=f64::from(SIDES.1)).contains(&nearest)).then_some(nearest as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{modules, qr};
    use biaoyu_page::page::Samples;

    /// A code as samples of so many a module, with a border of so many samples.
    fn drawn(side: u32, scale: u32, border: u32) -> Image {
        let width = side * scale + 2 * border;
        let mut gray = vec![255; (width * width) as usize];
        let mut fill = |x: u32, y: u32, w: u32, value: u8| {
            for row in y * scale + border..(y + w) * scale + border {
                for column in x * scale + border..(x + w) * scale + border {
                    gray[(row * width + column) as usize] = value;
                }
            }
        };
        for (x, y) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            fill(x, y, 7, 0);
            fill(x + 1, y + 1, 5, 255);
            fill(x + 2, y + 2, 3, 0);
        }
        fill(side - 1, side - 1, 1, 0);
        Image { width, height: width, samples: Samples::Gray(gray), alpha: None }
    }

    #[test]
    fn a_picture_without_a_border_gets_its_quiet_zone() {
        for (side, scale, border) in [(21, 10, 0), (33, 7, 3), (57, 4, 40)] {
            let picture = own_code(Picture::Raster(drawn(side, scale, border).into()), None);
            assert_eq!(modules(&picture), Some(f64::from(side + 2 * QUIET)), "{side} × {scale}");
            let Picture::Vector { form, .. } = picture else { panic!("a figure") };
            let [_, Item { mark: Mark::Image(image), .. }] = &form.items[..] else { panic!("a panel and a picture") };
            let (w, b) = (f64::from(image.image.width), f64::from(border));
            let ink = image.matrix.transform_rect_bbox(Rect::new(b / w, b / w, 1.0 - b / w, 1.0 - b / w));
            assert!((ink.x0 - 4.0).abs() < 1e-6 && (ink.width() - f64::from(side)).abs() < 1e-6, "{ink:?}");
        }
        assert!(qr("https://example.org").is_ok());
    }
}
