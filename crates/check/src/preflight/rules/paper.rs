//! Sizes, bleed and emptiness.

use crate::preflight::rule::{Context, Rule, Words, Worst, page};
use crate::preflight::scale;
use crate::read::{Object, Seen, What, shared};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Outline, PathEl, Point, Rect, Shape as _, grow};
use biaoyu_page::measure::number;
use biaoyu_page::page::Plane;
use biaoyu_page::say;

use super::PageCheck;
use super::ground::Ground;

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
        if !reaches_edge(seen) {
            return;
        }
        let (bleed, trim) = (seen.boxes.bleed, seen.boxes.trim);
        let gaps = [trim.y0 - bleed.y0, bleed.x1 - trim.x1, bleed.y1 - trim.y1, trim.x0 - bleed.x0];
        let Some((side, gap)) = gaps.into_iter().enumerate().min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
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

const SIDES: [(&str, &str); 4] = [("top", "上"), ("right", "右"), ("bottom", "下"), ("left", "左")];

/// The bleed that the product or the shop asks for; a product knows best.
fn bleed_wanted(context: &Context<'_>) -> Option<f64> {
    let wanted = context.profile.bleed;
    let wanted = match context.product {
        Some(p) => [p.bleed.top, p.bleed.right, p.bleed.bottom, p.bleed.left].into_iter().fold(wanted, f64::min),
        None => wanted,
    };
    (wanted > 0.0).then_some(wanted)
}

/// Whether any art lies at the trim's edge, so that bleed matters.
fn reaches_edge(seen: &Seen) -> bool {
    let trim = seen.boxes.trim;
    seen.objects.iter().filter(|o| o.is_art() && !o.tones.iter().all(|t| t.is_paper())).any(|o| {
        let b = o.bounds;
        b.x0 <= trim.x0 + NEAR || b.y0 <= trim.y0 + NEAR || b.x1 >= trim.x1 - NEAR || b.y1 >= trim.y1 - NEAR
    })
}

/// Nearer to the trim than this is at the trim, millimetres.
const NEAR: f64 = 0.1;

pub(crate) const ART_SHORT_OF_BLEED: Rule<PageCheck> = Rule {
    id: "art-short-of-bleed",
    severity: Severity::Warning,
    what: Words { en: "art reaches the trim but not the bleed", zh: "画面到了成品边却没有到出血边" },
    why: Words {
        en: "The knife that strays outward finds bare paper: a white hairline along the edge.",
        zh: "刀口稍偏外就露出白纸，成品边上一条白线。",
    },
    cure: Words { en: "extend it to the bleed edge", zh: "请把它延伸到出血边" },
    example: "page 1, area at 210, 297 mm: stops 3 mm before the bleed edge at the left",
    check: |seen, context, out| {
        let (trim, bleed) = (seen.boxes.trim, seen.boxes.bleed);
        let mut worst = Worst::new();
        let ground = Ground::of(seen);
        for object in seen.objects.iter().filter(|o| o.is_art() && !o.of_type && !matches!(o.what, What::Text(_))) {
            let b = object.bounds;
            let inside = shared(b, trim);
            // A round product's art follows its cut, which touches the square at four points only. Crop marks stand
            // beyond the trim.
            let round = matches!(seen.cut, Outline::Circle(_)) || context.product.is_some_and(|p| p.is_round());
            if round || inside.width() <= NEAR || inside.height() <= NEAR {
                continue;
            }
            for end in ends(object) {
                for (side, short) in stops_short(end, trim, bleed) {
                    // White shows only where nothing else is painted: a dot of a field ends where the next begins.
                    // Small pieces are a pattern's, that goes on or leaves off as it likes.
                    let along = shared(b, trim);
                    let share =
                        if side % 2 == 0 { along.width() / trim.width() } else { along.height() / trim.height() };
                    let bare =
                        share >= PIECE && ground.at(beyond(end, side, short, trim)).is_some_and(|t| t.is_paper());
                    worst.note(seen, object, &format!("{side} {bare}"), short, (side, short, bare));
                }
            }
        }
        worst.tell(out, |(side, short, bare)| {
            let (en, zh) = SIDES.get(*side).copied().unwrap_or_default();
            let short = number(*short, 2);
            let what = say!("stops {short} mm before the bleed edge at the {en}", "离{zh}边出血线还差 {short} mm");
            (if *bare { Severity::Warning } else { Severity::Note }, what)
        });
    },
};

/// The boxes in which a thing ends: an open line at its two ends, wherever it wanders between; all else all around.
fn ends(object: &Object) -> Vec<Rect> {
    let What::Line { path, pen } = &object.what else { return vec![object.bounds] };
    let closed = path.elements().iter().any(|e| matches!(e, PathEl::ClosePath));
    if closed {
        return vec![object.bounds];
    }
    let mut ends = Vec::new();
    let mut last = None;
    for element in path.elements() {
        if let PathEl::MoveTo(p) = element {
            ends.extend(last);
            ends.push(*p);
        }
        last = element.end_point();
    }
    ends.extend(last);
    let mut boxes: Vec<Rect> = ends.into_iter().map(|p| grow(Rect::from_points(p, p), pen.width / 2.0)).collect();
    if !object.clips.is_empty() {
        // Where a clip cuts it off, it ends too.
        let (own, seen) = (path.bounding_box(), object.bounds);
        let middle = seen.center();
        let side = |cut: bool, edge: f64, middle: f64| if cut { edge } else { middle };
        boxes.push(Rect {
            x0: side(own.x0 < seen.x0, seen.x0, middle.x),
            y0: side(own.y0 < seen.y0, seen.y0, middle.y),
            x1: side(own.x1 > seen.x1, seen.x1, middle.x),
            y1: side(own.y1 > seen.y1, seen.y1, middle.y),
        });
    }
    boxes
}

/// Share of a side from which on art is an area and no piece of a pattern.
const PIECE: f64 = 0.15;

/// A point just beyond the side of a box, level with its middle as far as that is on the page.
fn beyond(b: Rect, side: usize, short: f64, trim: Rect) -> Point {
    let (step, middle) = ((short / 2.0).min(0.5), shared(b, trim).center());
    match side {
        0 => Point::new(middle.x, b.y0 - step),
        1 => Point::new(b.x1 + step, middle.y),
        2 => Point::new(middle.x, b.y1 + step),
        _ => Point::new(b.x0 - step, middle.y),
    }
}

/// The sides on which a box lies at the trim, from inside or just beyond it, and yet short of the bleed; how far short.
fn stops_short(b: Rect, trim: Rect, bleed: Rect) -> Vec<(usize, f64)> {
    let gone = shared(b, grow(bleed, -0.05));
    if gone.width() < 0.0 || gone.height() < 0.0 {
        return Vec::new();
    }
    let sides = [
        (b.y0, trim.y0, bleed.y0, -1.0),
        (b.x1, trim.x1, bleed.x1, 1.0),
        (b.y1, trim.y1, bleed.y1, 1.0),
        (b.x0, trim.x0, bleed.x0, -1.0),
    ];
    let short = sides.map(|(edge, trim, bleed, out)| ((edge - trim) * out >= -NEAR).then_some((bleed - edge) * out));
    short.into_iter().enumerate().filter_map(|(side, s)| Some((side, s.filter(|s| *s > 0.05)?))).collect()
}
