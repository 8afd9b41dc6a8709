//! From millimetres on the product to numbers in the file: scale, UserUnit, boxes and the fixed grid
//! that all coordinates of a content stream lie on.

use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::measure::MM_PER_PT;
use biaoyu_page::page::Boxes;

use biaoyu_page::words::Standard;

/// The longest side of a page in default user units (ISO 32000-1, annex C): 5.08 m.
const LONGEST: f64 = 14_400.0;

/// The scale of a page in its file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Millimetres of the file in one millimetre of the product: 1, or 0.1 for 1:10.
    pub scale: f64,
    /// Points of 1/72 inch in a default user unit.
    pub user_unit: i32,
    /// Steps of the coordinate grid in a millimetre.
    pub grid: f64,
    media: Rect,
}

impl Frame {
    /// How `boxes` are written under `standard`, drawn at `scale`.
    pub(crate) fn new(boxes: &Boxes, standard: Standard, scale: f64) -> Self {
        let media = boxes.media;
        let side = media.width().max(media.height());
        let points = |scale: f64| side * scale / MM_PER_PT;
        // PDF 1.4 has no UserUnit: the trade's own way out is a drawing at 1:10.
        let scale = if standard == Standard::X1a && points(scale) > LONGEST { scale * 0.1 } else { scale };
        let user_unit = (points(scale) / LONGEST).ceil().max(1.0) as i32;
        Self { scale, user_unit, grid: grid(side), media }
    }

    /// Default user units in a millimetre.
    fn units(&self) -> f64 {
        self.scale / MM_PER_PT / f64::from(self.user_unit)
    }

    /// From page millimetres to default user space, whose origin is the lower left corner of the media.
    pub(crate) fn space(&self) -> Affine {
        let k = self.units();
        Affine::new([k, 0.0, 0.0, -k, -self.media.x0 * k, self.media.y1 * k])
    }

    /// A rectangle in default user space: left, bottom, right, top.
    pub(crate) fn rect(&self, r: Rect) -> [f32; 4] {
        let r = self.space().transform_rect_bbox(r);
        // Four decimals are 35 nm; rounding keeps the order of nested edges.
        [r.x0, r.y0, r.x1, r.y1].map(|v| ((v * 1e4).round() / 1e4) as f32)
    }
}

/// Steps in a millimetre for a drawing that is `side` millimetres long: a tenth of a micrometre on a badge,
/// a micrometre up to 4 m, 10 µm on banners. Whole numbers of at most seven digits are short,
/// compress well and are exact in every reader, even one that counts in 32-bit floats.
pub(super) fn grid(side: f64) -> f64 {
    if side <= 100.0 {
        10_000.0
    } else if side <= 4_000.0 {
        1_000.0
    } else {
        100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(width: f64, height: f64, standard: Standard) -> Frame {
        let trim = Rect::new(0.0, 0.0, width, height);
        Frame::new(&Boxes { media: trim, bleed: trim, trim }, standard, 1.0)
    }

    #[test]
    fn pages_over_five_metres_keep_their_size_by_user_unit() {
        let f = frame(10_500.0, 1_200.0, Standard::X4);
        assert_eq!((f.user_unit, f.scale), (3, 1.0));
        let [_, _, width, height] = f.rect(f.media);
        assert!(width <= 14_400.0);
        let mm = |units: f32| f64::from(units) * 3.0 * MM_PER_PT;
        assert!((mm(width) - 10_500.0).abs() < 0.01 && (mm(height) - 1_200.0).abs() < 0.01);
    }

    #[test]
    fn x1a_draws_them_at_one_to_ten() {
        let f = frame(10_500.0, 1_200.0, Standard::X1a);
        assert_eq!((f.user_unit, f.scale), (1, 0.1));
        assert!((f64::from(f.rect(f.media)[2]) * MM_PER_PT - 1_050.0).abs() < 0.01);
    }

    #[test]
    fn the_y_axis_turns_over() {
        let media = Rect::new(-3.0, -3.0, 213.0, 300.0);
        let f = Frame::new(&Boxes { media, bleed: media, trim: media }, Standard::X4, 1.0);
        let top_left = f.space() * biaoyu_page::geom::Point::new(-3.0, -3.0);
        assert!(top_left.x.abs() < 1e-9 && (top_left.y * MM_PER_PT - 303.0).abs() < 1e-9);
    }
}
