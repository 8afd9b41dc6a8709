//! Bleed that no BleedBox says: the art beyond the finished size.

use super::source::Page;
use crate::read::{self, Seen};
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::page::Plane;
use biaoyu_page::say;
use biaoyu_set::product::Edges;

/// Less than this beyond the finished size is rounding, mm.
const ROUNDING: f64 = 0.1;

/// Takes, of pages without a BleedBox, what is painted beyond their finished size for their bleed: at most `wanted` mm, and
/// no more than the pages show. Nothing is taken where nothing is painted. Says what was taken.
pub(super) fn take(bytes: &[u8], name: &str, pages: &mut [Page], wanted: f64) -> Option<Finding> {
    let none = |bleed: Edges| [bleed.top, bleed.right, bleed.bottom, bleed.left].iter().all(|v| *v <= ROUNDING);
    pages.iter_mut().filter(|page| page.found && none(page.bleed)).for_each(|page| page.found = false);
    if !pages.iter().any(|page| page.found) {
        return None;
    }
    let mut taken: Vec<(usize, Edges)> = Vec::new();
    let mut at = 0;
    let read = read::open_each(bytes, 1.0, &mut |seen, _| {
        if let Some(page) = pages.get_mut(at).filter(|page| page.found) {
            let painted = painted(seen);
            let room = page.bleed;
            let of = |room: f64, painted: f64| {
                let found = room.min(painted);
                if found > ROUNDING { found.min(wanted) } else { 0.0 }
            };
            page.bleed = Edges {
                top: of(room.top, painted.top),
                right: of(room.right, painted.right),
                bottom: of(room.bottom, painted.bottom),
                left: of(room.left, painted.left),
            };
            if !none(page.bleed) {
                taken.push((at + 1, page.bleed));
            }
        }
        at += 1;
        seen.objects = Vec::new();
        true
    });
    // What could not be read is not known to have any.
    let seen = if read.is_ok() { at } else { 0 };
    pages.iter_mut().skip(seen).filter(|page| page.found).for_each(|page| page.bleed = Edges::default());
    let (first, bleed) = taken.first()?;
    let most = number([bleed.top, bleed.right, bleed.bottom, bleed.left].into_iter().fold(0.0, f64::max), 2);
    let count = taken.len();
    Some(Finding {
        rule: "impose-bleed",
        severity: Severity::Note,
        place: Place::file(name),
        what: say!(
            "{count} pages have no BleedBox and art beyond their finished size: up to {most} mm of it are their bleed, on page {first} first",
            "有 {count} 页没有 BleedBox 而画面超出成品边：取其中最多 {most} 毫米作出血（第 {first} 页起）"
        ),
        hint: Some(say!(
            "set the BleedBox, or write `--gutter 0` for no bleed",
            "请设好 BleedBox；不要出血请写 `--gutter 0`"
        )),
    })
}

/// How far what is painted reaches beyond the finished size at each side: what begins within it and goes on, no marks beside
/// it.
fn painted(seen: &Seen) -> Edges {
    let trim = seen.boxes.trim;
    let art = seen.objects.iter().filter(|o| o.is_seen() && !o.tones.iter().all(|t| t.is_paper()));
    let art = art.filter(|o| o.plane == Plane::Art).map(|o| o.bounds);
    let all = art.filter(|b| b.union(trim) != trim).fold(trim, |a, b| a.union(b));
    Edges { top: trim.y0 - all.y0, right: all.x1 - trim.x1, bottom: all.y1 - trim.y1, left: trim.x0 - all.x0 }
}
