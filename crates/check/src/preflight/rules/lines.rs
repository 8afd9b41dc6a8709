//! Lines and slivers that a plate cannot hold.

use std::sync::Arc;

use crate::preflight::rule::{Rule, Words, Worst};
use crate::read::{Drawn, Object, Seen, What, least_scale};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::Shape as _;
use biaoyu_page::measure::{MM_PER_PT, number};
use biaoyu_page::say;

use super::PageCheck;

pub(crate) const LINE_TOO_THIN: Rule<PageCheck> = Rule {
    id: "line-too-thin",
    severity: Severity::Warning,
    what: Words { en: "a line is thinner than the press can hold", zh: "线条比印刷能保住的更细" },
    why: Words {
        en: "A hairline shows on the screen and the office printer and is gone on the plate; one left white fills in even sooner.",
        zh: "屏幕和打印机上看得见的细线，上版就断；反白的细线更容易被墨填掉。",
    },
    cure: Words { en: "draw it thicker", zh: "请加粗" },
    example: "page 1, line at 210, 40 mm: 0.05 mm (0.14 pt) wide, wanted 0.15 mm at least",
    check: |seen, context, out| {
        let mut worst = Worst::new();
        for (at, object) in seen.objects.iter().enumerate().filter(|(_, o)| o.is_art()) {
            if edges_its_fill(seen, at) {
                continue;
            }
            let Some(width) = width(object).or_else(|| in_tile(object, |o, scale| Some(width(o)? * scale))) else {
                continue;
            };
            let white = !object.tones.is_empty() && object.tones.iter().all(|t| t.is_paper());
            let profile = context.profile;
            let least = if white { profile.least_reversed_line } else { profile.least_line };
            // A micrometre is the rounding of the file.
            if width < least - 0.0011 {
                let key = if white { "white" } else { "" };
                worst.note(seen, object, key, -width, (width, least, white));
            }
        }
        worst.tell(out, |(width, least, white)| {
            let [mm, pt, least] = [(*width, 3), (width / MM_PER_PT, 2), (*least, 2)].map(|(v, d)| number(v, d));
            let what = if *white {
                say!(
                    "left white, {mm} mm ({pt} pt) wide, wanted {least} mm at least",
                    "反白线宽 {mm} mm（{pt} pt），至少应为 {least} mm"
                )
            } else {
                say!(
                    "{mm} mm ({pt} pt) wide, wanted {least} mm at least",
                    "线宽 {mm} mm（{pt} pt），至少应为 {least} mm"
                )
            };
            (Severity::Warning, what)
        });
    },
};

/// Whether object number `at` is a line around an area that was just filled in its colour: the area is what is seen.
pub(super) fn edges_its_fill(seen: &Seen, at: usize) -> bool {
    let below = at.checked_sub(1).and_then(|below| Some((seen.objects.get(below)?, seen.objects.get(at)?)));
    let Some((fill, line)) = below else { return false };
    let (What::Fill { path, blend: None, .. }, What::Line { path: edge, .. }) = (&fill.what, &line.what) else {
        return false;
    };
    let wide = path.area().abs() > 0.0 && fill.bounds.width().min(fill.bounds.height()) >= THICK;
    let alike = fill.tones == line.tones && fill.opacity >= line.opacity && fill.is_art();
    wide && alike && (Arc::ptr_eq(path, edge) || path.elements() == edge.elements())
}

/// An area that is no line itself, millimetres.
const THICK: f64 = 0.5;

/// The least of what the things of a tile come to, at the size in which they are laid on the page; `of` gets each with how much it is
/// enlarged.
pub(super) fn in_tile(object: &Object, of: impl Fn(&Object, f64) -> Option<f64>) -> Option<f64> {
    let Some(Drawn::Tiles(cell, places)) = object.drawn.as_deref() else { return None };
    let scale = least_scale(*places.first()?);
    cell.iter().filter(|o| o.is_art()).filter_map(|o| of(o, scale)).reduce(f64::min)
}

/// The width of a line, or of an area that is one: straight, and far longer than wide.
fn width(object: &Object) -> Option<f64> {
    match &object.what {
        What::Line { pen, .. } => Some(pen.width),
        What::Fill { path, text: None, .. }
            if path.elements().len() <= 6 && object.clips.is_empty() && !object.of_type =>
        {
            let (w, h) = (object.bounds.width(), object.bounds.height());
            (w.max(h) > 10.0 * w.min(h)).then_some(w.min(h))
        }
        _ => None,
    }
}
