//! Pictures of sheets: how many samples their product prints.

use crate::product::{Kind, Product};
use biaoyu_page::measure::MM_PER_INCH;

/// Samples that are not needed are kept up to this share more than are: bringing down costs sharpness.
pub(super) const SLACK: f64 = 1.3;

/// Whether layouts call a picture of a sheet so: its samples follow the product's reading distance.
pub(super) fn is_scene(what: &str) -> bool {
    matches!(what.split_once('#').map_or(what, |(name, _)| name), "picture" | "art")
}

/// Samples an inch of a sheet's picture below which it is refused, and that are wanted: what the trade prints for the distance
/// from which each kind is read.
pub(super) fn scene_ppi(product: &Product) -> (f64, f64) {
    match product.kind {
        Kind::Banner | Kind::VBanner | Kind::Flag | Kind::Backdrop => (30.0, 45.0),
        // A board is walked up to; inkjet on board is asked for as posters are.
        Kind::Board => (72.0, 100.0),
        Kind::Screen => (72.0, 72.0),
        // Telephones show 96 samples to the product's inch, one by one.
        Kind::Social => (72.0, 96.0),
        Kind::Rollup | Kind::XStand | Kind::Lamp => (72.0, 100.0),
        // From A1 on posters are read from farther than an arm's length.
        Kind::Poster => (100.0, (450.0 / product.distance.max(0.1)).clamp(100.0, 150.0)),
        _ => (150.0, 250.0),
    }
}

/// Width and height in samples that a picture is to cover on a product, wherever its layout puts it: about the largest
/// window that is left beside type. It is one number for a product, so that a picture is the same on all sheets of a series.
pub fn scene_samples(product: &Product) -> [u32; 2] {
    // It goes into the bleed at three sides.
    let sheet = product.bleed_rect();
    let (w, h) = (sheet.width(), sheet.height());
    let (w, h) = match w / h.max(1e-9) {
        aspect if aspect >= 3.4 => (2.3 * h, h),
        aspect if aspect > 1.1 => (0.45 * w, h),
        // On a badge a slogan of four characters leaves most of it.
        aspect if aspect > 0.9 => (w, 0.85 * h),
        _ => (w, 0.65 * h),
    };
    let (_, wanted) = scene_ppi(product);
    [w, h].map(|side| (side / MM_PER_INCH * wanted).ceil().max(1.0) as u32)
}

/// Longest sheet that is held in the hand or read at arm's length, mm (A3): finished art keeps its print resolution there.
const HELD: f64 = 430.0;
/// Samples an inch that finished art is printed with on such a sheet.
const FINE_ART: f64 = 300.0;

/// Samples an inch that finished art keeps on a product: it has small type in it, as a picture has not.
fn art_ppi(product: &Product) -> f64 {
    let trim = product.trim_outline().bounds();
    let is_held = trim.width().max(trim.height()) <= HELD && !matches!(product.kind, Kind::Screen | Kind::Social);
    let (_, wanted) = scene_ppi(product);
    if is_held { FINE_ART } else { wanted }
}

/// Width and height in samples that finished art keeps on a product: it may be as large as the sheet.
pub fn art_samples(product: &Product) -> [u32; 2] {
    let trim = product.trim_outline().bounds();
    [trim.width(), trim.height()].map(|side| (side / MM_PER_INCH * art_ppi(product)).ceil().max(1.0) as u32)
}

/// The size that finished art of a width in millimetres is brought to on a product; `None` when it has not far more samples.
pub(super) fn art_size(size: [u32; 2], product: &Product, width: f64) -> Option<[u32; 2]> {
    let scale = art_ppi(product) * width / MM_PER_INCH / f64::from(size[0]);
    (scale * SLACK < 1.0 && scale > 0.0).then(|| size.map(|side| (f64::from(side) * scale).ceil().max(1.0) as u32))
}

/// Width and height in samples that the picture of a cell of a board is to cover: half of the width and 0.4 of the height of an
/// upright board, half and two thirds of a lying one, the largest that cells have.
pub fn cell_samples(product: &Product) -> [u32; 2] {
    let trim = product.trim_outline().bounds();
    let (w, h) = if trim.width() > trim.height() { (0.5, 0.66) } else { (0.62, 0.4) };
    let (_, wanted) = scene_ppi(product);
    [w * trim.width(), h * trim.height()].map(|side| (side / MM_PER_INCH * wanted).ceil().max(1.0) as u32)
}

/// The size that a picture is brought to on a product; `None` when it has not far more samples than are wanted.
pub(super) fn scene_size(size: [u32; 2], product: &Product) -> Option<[u32; 2]> {
    let [w, h] = scene_samples(product).map(f64::from);
    let share = (w / f64::from(size[0])).max(h / f64::from(size[1]));
    let is = share * SLACK < 1.0;
    is.then(|| size.map(|side| (f64::from(side) * share).ceil() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str) -> Product {
        crate::embedded::products().unwrap().into_iter().find(|p| p.id == id).unwrap()
    }

    #[test]
    fn finished_art_keeps_its_print_resolution_in_the_hand() {
        assert_eq!(art_size([2480, 3508], &product("poster-a4"), 210.0), None);
        let [w, _] = art_size([6000, 8485], &product("poster-a3"), 297.0).unwrap();
        assert!((3500..3520).contains(&w), "{w}");
        let [w, _] = art_size([9933, 14043], &product("poster-a0"), 841.0).unwrap();
        assert!((3300..3330).contains(&w), "{w}");
        assert_eq!(scene_ppi(&product("wechat-1080x1080")), (72.0, 96.0));
    }

    #[test]
    fn a_product_prints_as_many_samples_as_are_seen_from_where_it_is_read() {
        assert_eq!(scene_ppi(&product("poster-a2")), (100.0, 150.0));
        assert_eq!(scene_ppi(&product("poster-a0")), (100.0, 100.0));
        assert_eq!(scene_ppi(&product("banner-6000x700")), (30.0, 45.0));
        assert_eq!(scene_ppi(&product("screen-1920x1080")), (72.0, 72.0));
        // 24 million samples on A2: what covers 426 × 390 mm at 150 to the inch.
        let [w, h] = scene_size([6000, 4000], &product("poster-a2")).unwrap();
        assert!((3430..3470).contains(&w) && (2290..2315).contains(&h), "{w} × {h}");
        // A little more than is wanted stays as it is.
        assert_eq!(scene_size([3600, 2400], &product("poster-a2")), None);
    }
}
