//! Sizes, bleed and emptiness.

use crate::preflight::rule::{Context, Rule, Words, page};
use crate::preflight::scale;
use crate::read::{Object, Seen, What};
use biaoyu_page::error::Severity;
use biaoyu_page::measure::number;
use biaoyu_page::page::Plane;
use biaoyu_page::say;

use super::PageCheck;

pub(crate) const EMPTY_PAGE: Rule<PageCheck> = Rule {
    id: "empty-page",
    severity: Severity::Error,
    what: Words { en: "nothing is printed on the page", zh: "页面上没有印刷内容" },
    why: Words {
        en: "A plate without an image is a mistake of the file, and it costs as much as any other.",
        zh: "空白印版总是文件出了错，费用却和别的版一样。",
    },
    cure: Words {
        en: "leave the page out, or look for what was lost", zh: "请删去此页，或找回丢失的内容"
    },
    example: "page 2: nothing is printed on the page",
    check: |seen, _, out| {
        // A picture whose samples nobody read shows something.
        let unread = |o: &Object| matches!(&o.what, What::Picture(p) if p.sketch.is_none() && !p.stencil);
        let prints =
            |o: &Object| o.tones.is_empty() || o.tones.iter().any(|t| !t.is_paper() || t.screen.is_some()) || unread(o);
        // What could not be read is told by itself: nobody knows that nothing is there. A page of white and varnish
        // alone is printed, too.
        let laid_on = |o: &Object| o.is_seen() && matches!(o.plane, Plane::Step(_)) && !seen.technical.is_empty();
        if !seen.unread && !seen.objects.iter().any(|o| o.is_art() && prints(o) || laid_on(o)) {
            out.add(page(seen), say!("nothing is printed on the page", "页面上没有印刷内容"));
        }
    },
};

pub(crate) const WRONG_SIZE: Rule<PageCheck> = Rule {
    id: "wrong-size",
    severity: Severity::Error,
    what: Words { en: "the trim differs from the product's", zh: "成品尺寸与产品不符" },
    why: Words { en: "The knife is set by the order, not by the file.", zh: "裁切按订单，不按文件。" },
    cure: Words {
        en: "set the TrimBox to the finished size, or name the right product",
        zh: "请把 TrimBox 改为成品尺寸，或改选产品",
    },
    example: "page 1: trim 420 × 590 mm, `poster-a2` is 420 × 594 mm",
    check: |seen, context, out| {
        let Some(product) = context.product else { return };
        let (found, wanted) = (seen.boxes.trim.size(), product.trim);
        if !scale::fits(seen.boxes.trim, product, 1.0) {
            let [w, h, width, height] = [found.width, found.height, wanted.width, wanted.height].map(|v| number(v, 2));
            let id = &product.id;
            if [2.0, 5.0, 10.0, 20.0].iter().any(|n| scale::fits(seen.boxes.trim, product, *n)) {
                out.add(
                    page(seen),
                    say!(
                        "trim {w} × {h} mm: `{id}` to scale, which neither UserUnit nor slug nor file name (`1比10`) says",
                        "成品尺寸 {w} × {h} mm：是按比例缩小的 `{id}`，但 UserUnit、标注和文件名（`1比10`）都没有说明"
                    ),
                );
                return;
            }
            out.add(
                page(seen),
                say!(
                    "trim {w} × {h} mm, `{id}` is {width} × {height} mm",
                    "成品尺寸 {w} × {h} mm，`{id}` 应为 {width} × {height} mm"
                ),
            );
        }
    },
};

pub(crate) const NO_BLEED: Rule<PageCheck> = Rule {
    id: "no-bleed",
    severity: Severity::Warning,
    what: Words { en: "less bleed around the trim than the shop wants", zh: "出血小于印厂要求" },
    why: Words {
        en: "Paper moves under the knife by a millimetre or two: art that ends at the trim leaves white edges.",
        zh: "裁切总有一两毫米偏差：画面止于成品边就会露白。",
    },
    cure: Words {
        en: "let the art run on beyond the trim and set the BleedBox",
        zh: "请让画面超出成品边，并设好 BleedBox",
    },
    example: "page 1: bleed of 0 mm at the top, wanted 3 mm",
    check: |seen, context, out| {
        let Some(wanted) = bleed_wanted(context) else { return };
        let (bleed, trim) = (seen.boxes.bleed, seen.boxes.trim);
        let gaps = [trim.y0 - bleed.y0, bleed.x1 - trim.x1, bleed.y1 - trim.y1, trim.x0 - bleed.x0];
        let reached = reached(seen);
        let told =
            gaps.into_iter().zip(reached).enumerate().filter(|(_, (_, art))| *art).map(|(side, (gap, _))| (side, gap));
        let Some((side, gap)) = told.min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
        if gap < wanted - 0.05 {
            let (en, zh) = SIDES.get(side).copied().unwrap_or_default();
            let (gap, wanted) = (number(gap, 2), number(wanted, 2));
            out.add(
                page(seen),
                say!("bleed of {gap} mm at the {en}, wanted {wanted} mm", "{zh}边出血 {gap} mm，应有 {wanted} mm"),
            );
        }
    },
};

pub(super) const SIDES: [(&str, &str); 4] = [("top", "上"), ("right", "右"), ("bottom", "下"), ("left", "左")];

/// The bleed that the product or the shop asks for; a product knows best.
fn bleed_wanted(context: &Context<'_>) -> Option<f64> {
    let wanted = context.profile.bleed;
    let wanted = match context.product {
        Some(p) => [p.bleed.top, p.bleed.right, p.bleed.bottom, p.bleed.left].into_iter().fold(wanted, f64::min),
        None => wanted,
    };
    (wanted > 0.0).then_some(wanted)
}

/// At which sides any art lies at the trim's edge, so that bleed matters.
fn reached(seen: &Seen) -> [bool; 4] {
    let trim = seen.boxes.trim;
    let unknown = |o: &Object| o.tones.is_empty() && !matches!(o.what, What::Picture(_));
    let mut sides = [false; 4];
    for object in seen.objects.iter().filter(|o| o.is_art() && !o.is_white() && !unknown(o)) {
        let b = object.bounds;
        let at = [b.y0 <= trim.y0 + NEAR, b.x1 >= trim.x1 - NEAR, b.y1 >= trim.y1 - NEAR, b.x0 <= trim.x0 + NEAR];
        for (side, at) in sides.iter_mut().zip(at) {
            *side |= at;
        }
    }
    sides
}

/// Nearer to the trim than this is at the trim, millimetres.
pub(super) const NEAR: f64 = 0.1;
