//! Pictures.

use crate::preflight::rule::{Rule, Words, Worst};
use crate::read::{Object, What};
use biaoyu_page::error::Severity;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::product::Kind;

use super::PageCheck;
use super::lines::in_tile;

pub(crate) const PICTURE_TOO_COARSE: Rule<PageCheck> = Rule {
    id: "picture-too-coarse",
    severity: Severity::Warning,
    what: Words { en: "a picture has too few pixels for its size", zh: "图片分辨率不足" },
    why: Words {
        en: "What looks sharp on the screen shows its pixels in print; seen from farther away, fewer will do.",
        zh: "屏幕上清楚的图印出来会见马赛克；看得远则可以少些。",
    },
    cure: Words { en: "place a larger picture, or make it smaller", zh: "请换更大的图，或缩小它" },
    example: "page 1, picture of 300×200 px at 105, 80 mm: 72 ppi, wanted 150 ppi",
    check: |seen, context, out| {
        let distance = context.product.map(|p| p.distance);
        let (limit, warning) = context.profile.ppi_for(distance, seen.boxes.trim.area());
        // A telephone shows its pictures sample by sample, 96 to the product's inch, however near it is held.
        let is_shown = context.product.is_some_and(|p| p.kind == Kind::Social);
        let (limit, warning) = if is_shown { (limit.min(72.0), warning.min(96.0)) } else { (limit, warning) };
        // A scan of 300 that is a line of samples longer than its page is not too coarse.
        let least = warning * NEAR;
        let mut worst = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art()) {
            let share = fineness(object).or_else(|| in_tile(object, |o, scale| Some(fineness(o)? / scale)));
            // Line art needs twice as many and more.
            let factor = if matches!(&object.what, What::Picture(picture) if picture.bits == 1) { 2.0 } else { 1.0 };
            let Some(ppi) = share.map(|share| share * factor).filter(|ppi| *ppi < least * factor) else {
                continue;
            };
            worst.note(seen, object, "", -ppi, (ppi, limit * factor, warning * factor));
        }
        worst.tell(out, |(ppi, limit, warning)| {
            let severity = if *ppi < limit * NEAR { Severity::Error } else { Severity::Warning };
            let [ppi, wanted] = [*ppi, *warning].map(|v| number(v, 0));
            (severity, say!("{ppi} ppi, wanted {wanted} ppi", "{ppi} ppi，应有 {wanted} ppi"))
        });
        // Shadows are soft, and need few samples; an edge of steps is seen.
        let mut masks = Worst::new();
        for object in seen.objects.iter().filter(|o| o.is_art()) {
            if let Some(ppi) = object.mask_ppi.filter(|ppi| *ppi < warning - 0.5) {
                masks.note(seen, object, "mask", -ppi, ppi);
            }
        }
        masks.tell(out, |ppi| {
            let severity = if *ppi < limit / 2.0 - 0.5 { Severity::Warning } else { Severity::Note };
            let [ppi, wanted] = [*ppi, warning].map(|v| number(v, 0));
            (severity, say!("its mask has {ppi} ppi, wanted {wanted} ppi", "蒙版只有 {ppi} ppi，应有 {wanted} ppi"))
        });
    },
};

/// The share of what is wanted that is as good.
const NEAR: f64 = 0.99;

/// Samples to the inch of a picture, those of line art halved: what a plate needs is as much. `None` for what is no picture, or a few
/// samples: a blend, or an even colour.
fn fineness(object: &Object) -> Option<f64> {
    let What::Picture(picture) = &object.what else { return None };
    let is_small = u64::from(picture.width) * u64::from(picture.height) <= 16;
    (!is_small).then(|| picture.ppi / if picture.bits == 1 { 2.0 } else { 1.0 })
}
