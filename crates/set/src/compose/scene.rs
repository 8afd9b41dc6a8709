//! Pictures of sheets: how many samples their product prints, and which of them stay in sight.

use super::Composer;
use crate::layout::{DUOTONE, FOCUS, Picture as Slot, RoleInk, focus};
use crate::product::{Kind, Product};
use biaoyu_page::error::{Finding, Severity};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::ink::Paint;
use biaoyu_page::measure::MM_PER_INCH;
use biaoyu_page::page::{Form, Group, Image, Item, Mark};
use biaoyu_page::say;
use std::sync::Arc;

/// The point that stays in sight where none is named: faces and horizons stand above the middle.
const EYE: (f64, f64) = (0.5, 0.42);
/// Samples that are not needed are kept up to this share more than are: bringing down costs sharpness.
const SLACK: f64 = 1.3;

/// Whether layouts call a picture of a sheet so: its samples follow the product's reading distance.
pub(super) fn is_scene(what: &str) -> bool {
    matches!(what, "picture" | "art")
}

/// Samples an inch of a sheet's picture below which it is refused, and that are wanted: what the trade prints for the distance
/// from which each kind is read.
pub(super) fn scene_ppi(product: &Product) -> (f64, f64) {
    match product.kind {
        Kind::Banner | Kind::VBanner | Kind::Flag | Kind::Backdrop => (30.0, 45.0),
        Kind::Screen => (72.0, 72.0),
        Kind::Rollup | Kind::XStand | Kind::Lamp => (72.0, 100.0),
        // From A1 on posters are read from farther than an arm's length.
        Kind::Poster => (100.0, (450.0 / product.distance.max(0.1)).clamp(100.0, 150.0)),
        _ => (150.0, 250.0),
    }
}

/// Width and height in samples that a picture is to cover on a product, wherever its layout puts it: about the largest
/// window that is left beside type. It is one number for a product, so that a picture is the same on all sheets of a series.
pub fn scene_samples(product: &Product) -> [u32; 2] {
    let trim = product.trim_outline().bounds();
    let (w, h) = (trim.width(), trim.height());
    let (w, h) = match w / h.max(1e-9) {
        aspect if aspect >= 3.4 => (2.3 * h, h),
        aspect if aspect > 1.1 => (0.45 * w, h),
        _ => (w, 0.55 * h),
    };
    let (_, wanted) = scene_ppi(product);
    [w, h].map(|side| (side / MM_PER_INCH * wanted).ceil().max(1.0) as u32)
}

/// The size that a picture is brought to on a product; `None` when it has not far more samples than are wanted.
pub(super) fn scene_size(image: &Image, product: &Product) -> Option<[u32; 2]> {
    let [w, h] = scene_samples(product).map(f64::from);
    let share = (w / f64::from(image.width)).max(h / f64::from(image.height));
    let is = share * SLACK < 1.0;
    is.then(|| [image.width, image.height].map(|side| (f64::from(side) * share).ceil() as u32))
}

impl Composer<'_> {
    /// Where a picture that is longer than its region by `free` (negative, mm) begins, so that its focus stands as near to
    /// the middle of the region as the picture reaches.
    pub(super) fn focused(
        &mut self,
        id: &Arc<str>,
        free: (f64, f64),
        region: (f64, f64),
        whole: (f64, f64),
    ) -> (f64, f64) {
        let text = self.fields.get(FOCUS).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let point = text.as_deref().and_then(focus);
        if let (Some(text), None) = (&text, point) {
            let place = self.place(Some(id));
            self.findings.push(Finding {
                rule: "picture-focus",
                severity: Severity::Warning,
                place,
                what: say!(
                    "`{text}` is no point of a picture: its middle stays in sight",
                    "`{text}` 不是图片上的点：按中部裁切"
                ),
                hint: Some(say!("write two parts of 0 to 1: 0.5,0.3", "请写两个 0 到 1 的数：0.5,0.3")),
            });
        }
        let (x, y) = point.unwrap_or(EYE);
        let along =
            |part: f64, free: f64, region: f64, whole: f64| (region / 2.0 - part * whole).clamp(free.min(0.0), 0.0);
        (along(x, free.0, region.0, whole.0), along(y, free.1, region.1, whole.1))
    }

    /// The dark and the light colour of a picture in two, where that is asked for.
    pub(super) fn two_tones(&self, slot: &Slot) -> Option<(Cmyk, Cmyk)> {
        let (one, other) = slot.duotone.filter(|_| self.fields.has(DUOTONE))?;
        let ink = |role: RoleInk| self.edition.palette.ink(role.role, self.edition.spots).cmyk().tinted(role.tint);
        let (one, other) = (ink(one), ink(other));
        let look = |cmyk: Cmyk| {
            let [r, g, b] = biaoyu_page::icc::Profile::embedded().to_srgb(cmyk, biaoyu_page::words::Intent::Relative);
            299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b)
        };
        Some(if look(one) <= look(other) { (one, other) } else { (other, one) })
    }
}

impl Composer<'_> {
    /// A drawing in one ink of the palette.
    pub(super) fn in_one_ink(&self, form: &Form, ink: RoleInk) -> Arc<Form> {
        let items = painted(&form.items, &self.paint(ink));
        let id = format!("{}-{}-{}", form.id, ink.role.word(), (ink.tint * 100.0).round());
        Arc::new(Form { id, bounds: form.bounds, items, once: form.once })
    }
}

/// Items whose fills and lines are all of one paint; samples stay.
fn painted(items: &[Item], paint: &Paint) -> Vec<Item> {
    let mark = |mark: &Mark| match mark {
        Mark::Path(path) => {
            let mut path = path.clone();
            path.fill.iter_mut().for_each(|fill| fill.paint = paint.clone());
            path.stroke.iter_mut().for_each(|stroke| stroke.paint = paint.clone());
            Mark::Path(path)
        }
        Mark::Group(group) => Mark::Group(Group { items: painted(&group.items, paint), ..group.clone() }),
        other => other.clone(),
    };
    items.iter().map(|item| Item { mark: mark(&item.mark), ..item.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::page::Samples;

    fn product(id: &str) -> Product {
        crate::embedded::products().unwrap().into_iter().find(|p| p.id == id).unwrap()
    }

    #[test]
    fn a_product_prints_as_many_samples_as_are_seen_from_where_it_is_read() {
        assert_eq!(scene_ppi(&product("poster-a2")), (100.0, 150.0));
        assert_eq!(scene_ppi(&product("poster-a0")), (100.0, 100.0));
        assert_eq!(scene_ppi(&product("banner-6000x700")), (30.0, 45.0));
        assert_eq!(scene_ppi(&product("screen-1920x1080")), (72.0, 72.0));
        let image = |width, height| Image { width, height, samples: Samples::Gray(Vec::new()), alpha: None };
        // 24 million samples on A2: what covers 420 × 327 mm at 150 to the inch.
        let [w, h] = scene_size(&image(6000, 4000), &product("poster-a2")).unwrap();
        assert!((2850..2950).contains(&w) && (1900..1960).contains(&h), "{w} × {h}");
        assert_eq!(scene_size(&image(3000, 2000), &product("poster-a2")), None, "half of it, as it is read");
        // A little more than is wanted stays as it is.
        assert_eq!(scene_size(&image(2900, 2000), &product("poster-a2")), None);
    }
}
