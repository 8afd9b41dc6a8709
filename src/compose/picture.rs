//! Pictures at their place: logo, photo, QR code.

use super::{Composer, Laid};
use crate::error::{Finding, Say, Severity};
use crate::geom::{Affine, Rect};
use crate::icc::{Intent, Profile};
use crate::layout::{Item as Wanted, Picture as Slot};
use crate::measure::{MM_PER_INCH, number};
use crate::page::{Image, ImageMark, Item, Mark, Plane};
use crate::picture::{self, LEAST_MODULE, Picture};
use crate::say;

/// Samples an inch that an eye resolves at one metre: a minute of arc is 0.29 mm there.
const PPI_AT_A_METRE: f64 = 87.3;
/// Samples an inch that are always enough, and the share of the wanted ones below which a printer refuses.
const ENOUGH_PPI: f64 = 150.0;
const REFUSED: f64 = 0.48;
/// Luminance contrast that parts a sign from its ground, and the share of it that must have it.
const STANDS_OUT: f64 = 2.0;
const SHARE: f64 = 0.5;

impl Composer<'_> {
    /// Places a picture, scaled to fit its region.
    pub(super) fn picture(&mut self, item: &Wanted, slot: &Slot) -> Option<Laid> {
        let code = self.code(item, slot);
        let picture = code.as_ref().or_else(|| self.edition.pictures.get(&slot.what))?;
        let region = self.text_rect(&slot.region);
        // Clear space is counted in the picture's height, so the picture gives up its share on both sides.
        let share = 1.0 / (1.0 + 2.0 * slot.clear);
        let aspect = picture.aspect();
        let height = (region.height() * share).min(region.width() / (aspect + 2.0 * slot.clear));
        let (width, clear) = (height * aspect, height * slot.clear);
        let free = (region.width() - width - 2.0 * clear, region.height() - height - 2.0 * clear);
        let (x, y) = (region.x0 + clear + slot.align.x * free.0, region.y0 + clear + slot.align.y * free.1);
        let ink = Rect::new(x, y, x + width, y + height);
        if !(width > 0.0 && height > 0.0) {
            let what = slot.what.clone();
            self.remark(
                item,
                "picture-no-room",
                Severity::Warning,
                say!("no room for `{what}`: left out", "放不下 `{what}`：已省去"),
                say!("choose a larger product, or another layout", "请选更大的产品，或换一个版式"),
            );
            return None;
        }
        let mark = match picture {
            Picture::Vector { size, form } => {
                let scale = height / size.height.max(1e-9);
                let transform = Affine::translate((x, y)) * Affine::scale(scale);
                if let Some(modules) = picture::modules(picture) {
                    self.check_module(item, width / modules);
                }
                Mark::Shared { form: form.clone(), transform }
            }
            Picture::Raster(image) => {
                let matrix = Affine::translate((x, y)) * Affine::scale_non_uniform(width, height);
                self.check_samples(item, slot, image, width);
                Mark::Image(ImageMark { image: image.clone(), matrix })
            }
        };
        if slot.what == "logo" {
            self.check_ground(item, slot);
        }
        let mark = Item { mark, plane: Plane::Art, source: self.source(&item.id) };
        Some(Laid { items: vec![mark], region, size: height, lines: 0.0, ink })
    }

    /// The QR code of the field `qr`, unless a picture of that name was given.
    fn code(&mut self, item: &Wanted, slot: &Slot) -> Option<Picture> {
        if slot.what != "qr" || self.edition.pictures.has("qr") || !self.fields.has("qr") {
            return None;
        }
        match picture::qr(self.fields.get("qr")?) {
            Ok(code) => Some(code),
            Err(mut fault) => {
                fault.place = self.place(Some(&item.id));
                self.faults.push(fault);
                None
            }
        }
    }

    fn check_module(&mut self, item: &Wanted, module: f64) {
        if module < LEAST_MODULE {
            let (found, wanted) = (number(module, 2), number(LEAST_MODULE, 2));
            self.remark(
                item,
                "qr-module",
                Severity::Warning,
                say!(
                    "a module of the QR code is {found} mm, telephones want {wanted} mm",
                    "二维码的模块只有 {found} mm，手机识别至少要 {wanted} mm"
                ),
                say!("shorten the link, or choose a larger product", "请缩短链接，或选更大的产品"),
            );
        }
    }

    /// Whether the samples are fine enough for the product's reading distance.
    fn check_samples(&mut self, item: &Wanted, slot: &Slot, image: &Image, width: f64) {
        let found = f64::from(image.width) / (width / MM_PER_INCH);
        let distance = self.edition.product.distance.max(0.1);
        let wanted = (PPI_AT_A_METRE / distance).min(ENOUGH_PPI);
        if found >= wanted {
            return;
        }
        let severity = if found < REFUSED * wanted { Severity::Error } else { Severity::Warning };
        let pixels = number((f64::from(image.width) * wanted / found).ceil(), 0);
        let (what, found, wanted) = (slot.what.clone(), number(found, 0), number(wanted, 0));
        self.remark(
            item,
            "picture-too-coarse",
            severity,
            say!(
                "`{what}` has {found} samples an inch at this size, {wanted} are wanted",
                "`{what}` 在此尺寸只有 {found} dpi，需要 {wanted} dpi"
            ),
            say!("give it {pixels} pixels wide, or as SVG", "请提供宽 {pixels} 像素的图，或 SVG"),
        );
    }

    /// Whether a logo can be told from what it stands on.
    fn check_ground(&mut self, item: &Wanted, slot: &Slot) {
        let Some(role) = slot.on.or(self.variant.ground) else { return };
        let ink = self.edition.palette.ink(role.role, self.edition.spots).cmyk().tinted(role.tint);
        let ground = Profile::embedded().to_srgb(ink, Intent::Relative);
        let Some(share) = self.edition.pictures.standing_out(&slot.what, ground, STANDS_OUT) else { return };
        if share < SHARE {
            let percent = number(share * 100.0, 0);
            self.remark(
                item,
                "logo-ground",
                Severity::Warning,
                say!("only {percent} % of the logo stands out from its ground", "标志只有 {percent} % 能与底色区分"),
                say!(
                    "give the logo's version for dark or light grounds",
                    "请提供适合该底色的标志（如反白稿），或换配色"
                ),
            );
        }
    }

    fn remark(&mut self, item: &Wanted, rule: &'static str, severity: Severity, what: Say, hint: Say) {
        let place = self.place(Some(&item.id));
        self.findings.push(Finding { rule, severity, place, what, hint: Some(hint) });
    }
}
